"""What can be found in a page: its tokens and its sounds, each with how much it says of the page."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape, unescape
from math import log2, sqrt

from madoguchi.content import SourcePage
from madoguchi.document import Block, BlockKind
from madoguchi.facts import Facts, source_facts
from madoguchi.inline import Given, Kind, scan
from madoguchi.kana import HAS_KANJI
from madoguchi.read.reader import Reader
from madoguchi.render.contacts import LISTS
from madoguchi.render.localize import Localized
from madoguchi.render.readings import graded
from madoguchi.search.fold import fold, sound
from madoguchi.search.thesaurus import Concept, meant
from madoguchi.search.tokens import accented, pairs, tokens

TITLE, OFFICIAL, KEYWORD = 10.0, 12.0, 12.0
HEADING, SUMMARY, CATEGORY, TERM, FIELD, NAME, BODY = 4.0, 4.0, 2.0, 2.5, 2.0, 1.5, 1.0
SYNONYM = 0.6
"""What another word for a thing says, of what the word on the page says."""


@dataclass(slots=True)
class Weights:
    """How much each token and each sound says of a page."""

    tokens: Counter[str] = field(default_factory=Counter)
    sounds: Counter[str] = field(default_factory=Counter)
    _said: Counter[tuple[bool, str, float]] = field(default_factory=Counter)

    def add(self, words: Iterable[str], sounds: Iterable[str], weight: float) -> None:
        """Add what a part of the page says; once each, however often it says it."""
        for token in set(words):
            self._one(False, token, weight)
        for said in set(sounds):
            self._one(True, said, weight)

    def _one(self, is_sound: bool, key: str, weight: float) -> None:
        if weight <= HEADING:
            # said again and again it says more, but never as much as a title
            seen = self._said[is_sound, key, weight]
            self._said[is_sound, key, weight] += 1
            weight *= log2(seen + 2) - log2(seen + 1)
        counter = self.sounds if is_sound else self.tokens
        counter[key] += weight  # type: ignore[assignment]


@dataclass(slots=True)
class Meaning:
    """The things that a page names in Japanese, and where it does."""

    _found: dict[Concept, list[float]] = field(default_factory=dict)
    _said: dict[str, float] = field(default_factory=dict)

    def add(self, text: str, weight: float) -> None:
        """Add what a part of the page says."""
        found = set(meant(text))
        for concept in {concept for concept, _ in found}:
            self._found.setdefault(concept, []).append(weight)
        for _, word in found:
            self._said[word] = max(self._said.get(word, 0), weight)

    def weights(self) -> Iterator[tuple[Concept, float, tuple[str, ...]]]:
        """Yield each thing, what its other words say of the page, and the Japanese ones among them.

        A word that the page says is another word still where the page says less of it: 警察 on a page about 110.
        """
        for concept, found in self._found.items():
            most = max(found)
            others = tuple(w for w in concept.words["ja"] if self._said.get(w, 0) < most)
            yield concept, SYNONYM * (most + log2(len(found))), others


_CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "代名詞", "副詞", "接尾辞", "接頭辞"})
_LIGHT = frozenset({"する", "ある", "いる", "なる", "できる", "こと", "もの", "ため", "とき", "よう", "人", "くださる", "の", "ところ", "所"})  # fmt: skip


_IN_TWO_SCRIPTS = re.compile("[一-鿿].*[ァ-ヺ]|[ァ-ヺ].*[一-鿿]")
_MIXED = re.compile("[一-鿿].*[ぁ-ん]|[ぁ-ん].*[一-鿿]")


@lru_cache(maxsize=50_000)
def japanese(
    text: str, reader: Reader, given: tuple[Given, ...] = (), *, compounds: bool = True
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the tokens and the sounds of Japanese.

    Beside each word, nouns in a row are one sound as well if `compounds`.
    """
    found = list(tokens(fold(text)))
    sounds: list[str] = []
    compound: list[str] = []
    for word in reader.words(text, given):
        if word.pos[0] in ("名詞", "接尾辞", "接頭辞"):
            compound.append(word.reading)
        else:
            sounds += _compound(compound) if compounds else ()
            compound.clear()
        if word.pos[0] not in _CONTENT or word.base in _LIGHT:
            continue
        sounds.append(word.reading)
        if word.pos[0] == "名詞" and _MIXED.search(word.text):
            found.append(fold(word.text))
        if word.normalized != word.text and HAS_KANJI.search(word.normalized):
            # 子供 for 子ども; 捨てる, where the Easy Japanese has すてる
            found += tokens(fold(word.normalized))
    sounds += _compound(compound) if compounds else ()
    said = (sound(fold(reading)) for reading in sounds)
    return tuple(found), tuple(key for key in said if len(key) > 1)


def _compound(parts: list[str]) -> list[str]:
    return ["".join(parts)] if 1 < len(parts) <= 4 else []


@lru_cache(maxsize=50_000)
def shown(markdown: str) -> str:
    """Return inline Markdown as HTML without tags but our own ruby: for a line of results."""
    parts = []
    for token in scan(markdown):
        piece = token.span.of(markdown)
        if token.kind is Kind.MARKUP:
            ruby = graded(piece)
            if ruby != piece:
                parts.append(ruby)
            elif piece.startswith("<ruby"):
                parts.append(escape(bare(piece), quote=False))
        else:
            text = unescape(piece) if token.kind is Kind.CODE else token.text
            parts.append(escape(text.strip("`"), quote=False))
    return "".join(parts)


_READING = re.compile("<rp>.*?</rp>|<rt.*?</rt>|<[^>]*>")


def bare(html: str) -> str:
    """Return HTML as plain text without readings."""
    return unescape(_READING.sub("", html))


@dataclass(frozen=True)
class Gatherer:
    """Gathers the pages of one language."""

    site: Localized
    facts: Facts

    @property
    def _reader(self) -> Reader:
        return self.site.project.reader

    def japanese(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the tokens and sounds of Japanese with the city's readings."""
        return japanese(text, self._reader)

    def block(self, page: SourcePage, block: Block) -> str:
        """Return a block as its page shows it, as HTML without tags but ruby."""
        return shown(" ".join(self.site.block(page, block).markdown.split()))

    def whole(self, page: SourcePage, block: Block) -> str:
        """Return a block for a line of results; Japanese in another language says that it is."""
        return self._in_its_language(page, block, self.block(page, block))

    def sentences(self, page: SourcePage, block: Block) -> Iterator[str]:
        """Yield the sentences of a block, each as `whole` returns one."""
        for sentence in _SENTENCE.split(self.block(page, block)):
            if text := sentence.strip():
                yield self._in_its_language(page, block, text)

    def _in_its_language(self, page: SourcePage, block: Block, html: str) -> str:
        japanese = self.site.block(page, block).is_source
        return f'<span lang="ja" dir="ltr" class="mg-ja">{html}</span>' if japanese else html

    def weights(self, page: SourcePage) -> Weights:
        """Return what can be found in a page."""
        found = Weights()
        meaning = Meaning()
        for block in page.blocks:
            self._block(found, meaning, page, block)
        meta = page.meta
        if meta.official:
            found.add(*self._official(meta.official.title, meta.official.reading), OFFICIAL)
            meaning.add(meta.official.title, OFFICIAL)
        for keyword in meta.keywords:
            words, sounds = self.japanese(keyword) if _is_japanese(keyword) else ((), ())
            # of several words none alone is what people type
            weight = KEYWORD / sqrt(len(keyword.split()))
            found.add((*words, *_tokens(keyword)), sounds, weight)
            found.add(pairs(fold(keyword)), (), KEYWORD)
            meaning.add(keyword, KEYWORD)
        for shown in page_lists(page, self.site):
            words, sounds = self.japanese(shown) if not self.site.translated else ((), ())
            found.add((*words, *_tokens(shown)), sounds, BODY)
        self._terms(found, page)
        names = [f"contacts.{id_}.name" for id_ in meta.contact]
        names += [f"places.{id_}.name" for id_ in meta.where]
        for key in names:
            if key in self.site.project.content.texts:
                self._data(found, key, NAME)
        if meta.category:
            self._data(found, f"categories.{meta.category}.title", CATEGORY)
        self._meaning(found, meaning)
        return found

    def _block(self, found: Weights, meaning: Meaning, page: SourcePage, block: Block) -> None:
        weight = _weight(page, block)
        prose = page.document.prose(block, self.facts.value)
        meaning.add(prose.text, weight)
        translated = self.site.translated and not self.site.block(page, block).is_source
        if translated:
            said = bare(self.block(page, block))
            found.add(_tokens(said), (), weight)
            if weight < HEADING:
                return
            # who holds a letter types its Japanese in the reader's own language as well
            found.add(pairs(fold(said)), (), weight)
            weight *= 0.8
        # in running text what its words say is enough
        compounds = weight > BODY
        found.add(*japanese(prose.text, self._reader, prose.given, compounds=compounds), weight)

    @staticmethod
    def _official(title: str, reading: str) -> tuple[list[str], list[str]]:
        """Return the tokens and sounds of 国民健康保険の加入、脱退: of the whole and of its parts."""
        said = [part for part in _AND.split(reading) if part]
        said += [piece for part in said for piece in part.split("の") if len(piece) > 1]
        written = [title, *_AND.split(title)]
        return [token for part in written for token in tokens(fold(part))], [
            sound(fold(part)) for part in said
        ]

    def _terms(self, found: Weights, page: SourcePage) -> None:
        tag = self.site.locale.tag
        whole = "\n".join(block.text for block in page.blocks)
        for word, term in self.site.project.content.terms.items():
            if word not in whole:
                continue
            found.add(tokens(fold(word)), (sound(fold(term.reading)),), TERM)
            if not self.site.translated:
                found.add(*self.japanese(term.easy), BODY)
            if translation := term.translations.get(tag):
                found.add(_tokens(translation), (), BODY)
                found.add(pairs(fold(translation)), (), HEADING)

    def _meaning(self, found: Weights, meaning: Meaning) -> None:
        """Add what else the things are called that a page names."""
        for concept, weight, others in meaning.weights():
            for word in others:
                found.add(*self.japanese(word), weight)
            # 在留カード as a whole is more than 在留 and カード
            whole = (fold(word) for word in concept.words["ja"] if _IN_TWO_SCRIPTS.search(word))
            found.add(whole, (), weight)
            for word in concept.said(self.site.locale.tag):
                # of several words none alone is what people type
                found.add(_tokens(word), (), weight / len(word.split()))
                found.add(pairs(fold(word)), (), weight)

    def _data(self, found: Weights, key: str, weight: float) -> None:
        source = self.site.project.content.texts[key].block.text
        found.add(*self.japanese(source), weight)
        if self.site.translated:
            found.add(_tokens(self.site.data_plain(key)), (), weight)


_LIST = re.compile(r"\{list:([a-z]+)\}")


def page_lists(page: SourcePage, site: Localized) -> Iterator[str]:
    """Yield the desks or classes that a page lists, as plain text."""
    for match in _LIST.finditer(page.document.text):
        if match[1] in LISTS:
            yield " ".join(bare(LISTS[match[1]](site).replace("<", " <")).split())


def gatherer(site: Localized) -> Gatherer:
    """Return what gathers the pages of a language."""
    return Gatherer(site, source_facts(site.project.content))


def _tokens(text: str) -> Iterator[str]:
    yield from tokens(fold(text))
    yield from accented(text)


_AND = re.compile("[、，・（）()]")
_JAPANESE = re.compile("[ぁ-ゖァ-ヺ]")


def _is_japanese(text: str) -> bool:
    return bool(_JAPANESE.search(text) or HAS_KANJI.search(text))


_WEIGHTS = {"title": TITLE, "summary": SUMMARY}


def _weight(page: SourcePage, block: Block) -> float:
    if block.kind is BlockKind.FIELD:
        return _WEIGHTS.get(block.context, FIELD)
    return HEADING if block.kind is BlockKind.HEADING else BODY


_SENTENCE = re.compile(r"(?<=[。！？।۔])(?!」)|(?<=[.!?]) +(?![^<]*>)")
