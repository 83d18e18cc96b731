"""Official words: each is translated as the site's list of words says."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from madoguchi.findings import Message, Severity
from madoguchi.schema import Term
from madoguchi.translate.rules import scripts, text
from madoguchi.translate.rules.rule import Example, Glossary, Pair, Rule

_BRACKETS = re.compile(r"\s*[(（]([^()（）]*)[)）]\s*")
_STEM = 4
_UNSPACED = ("Hans", "Hant", "Jpan", "Thai", "Khmr", "Mymr", "Laoo")
# whose words have one form each, so that a term stands as it is
_UNINFLECTED = ("vi",)


class _Form(NamedTuple):
    """One way to say an official word."""

    text: str
    stems: tuple[str, ...]
    """Beginnings of its words; none where the whole must stand."""


@lru_cache(maxsize=4)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return what finds the words; a longer one hides those in it."""
    if not words:
        return None
    return re.compile("|".join(map(_whole, sorted(words, key=len, reverse=True))))


def _whole(word: str) -> str:
    """Return what finds a word; in katakana, not as part of a name (ハザードマップポータル)."""
    before = "(?<![ァ-ヶー])" if "ァ" <= word[0] <= "ー" else ""
    after = "(?![ァ-ヶー])" if "ァ" <= word[-1] <= "ー" else ""
    return before + re.escape(word) + after


def in_text(raw: str, words: Iterable[str]) -> tuple[str, ...]:
    """Return the words that stand in a Japanese text, each once; of 転出証明書 and 転出, the longer."""
    return _in_prose(text.source(raw).prose, tuple(words))


@lru_cache(maxsize=16_384)
def _in_prose(prose: str, words: tuple[str, ...]) -> tuple[str, ...]:
    pattern = _pattern(words)
    return () if pattern is None else tuple(dict.fromkeys(pattern.findall(prose)))


def missing(source: str, translation: str, tag: str, wanted: Mapping[str, str]) -> tuple[str, ...]:
    """Return the words of `source` that its translation into `tag` does not say as it should.

    `wanted` has the translations of words; a word with none may be said in any way, and hides
    shorter ones in it. A word counts in any inflection, with or without marks above letters; of
    `residence card (zairyū card)`, one of the two is enough. It may also stand in Japanese.
    """
    there = [word for word in in_text(source, wanted) if wanted[word] and word not in translation]
    if not there or source == translation:
        return ()
    said = _folded(text.translation(translation).prose)
    others = tuple(filter(None, wanted.values()))
    return tuple(word for word in there if not _has(said, wanted[word], tag, others))


def _folded(said: str) -> str:
    """Return a text without case, marks above letters and joiners: ō and o are the same."""
    plain = unicodedata.normalize("NFKD", said.casefold())
    return "".join(c for c in plain if not "\u0300" <= c <= "\u036f" and c not in "\u200c\u200d")


@lru_cache(maxsize=4096)
def _forms(wanted: str, tag: str) -> tuple[_Form, ...]:
    inside = _BRACKETS.findall(wanted)
    outside = _BRACKETS.sub(" ", wanted).strip()
    inflected = scripts.script(tag) not in _UNSPACED and tag not in _UNINFLECTED
    forms = []
    for said in (outside, *inside):
        folded = _folded(said).strip()
        if not folded:
            continue
        stems = tuple(
            word[: max(_STEM if word.isascii() else 3, len(word) * 2 // 3)]
            for word in re.split(r"[\s\-–'’]+", folded)
            if len(word) > 2
        )
        forms.append(_Form(folded, stems if inflected else ()))
    return tuple(forms)


def unused_term(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """An official word of the source that is translated in another way."""
    if not in_text(pair.source, glossary):
        return
    wanted = {word: term.translations.get(pair.tag, "") for word, term in glossary.items()}
    for word in missing(pair.source, pair.translation, pair.tag, wanted):
        yield Message(
            f"「{word}」は「{wanted[word]}」と訳します（words/terms.yml）。訳か、terms.yml を直してください。",
            f'The word {word} is "{wanted[word]}" (words/terms.yml). Use it, or change terms.yml.',
        )


def says(pair: Pair, term: Term) -> bool:
    """Whether a translation has an official word's translation, or there is none to have."""
    wanted = term.translations.get(pair.tag)
    if not wanted:
        return True
    return _has(_folded(text.translation(pair.translation).prose), wanted, pair.tag, ())


def _has(said: str, wanted: str, tag: str, others: tuple[str, ...]) -> bool:
    """Whether a folded text has a word's translation; with `others`, half of it may be enough."""
    for form in _forms(wanted, tag):
        if form.text in said:
            return True
        there = [stem for stem in form.stems if stem in said]
        if form.stems and len(there) == len(form.stems):
            return True
        # "your premiums" for "insurance premium": half of it, with a word that no other term has
        half = others and there and 2 * len(there) >= len(form.stems)
        if half and set(there) - _common(others, tag):
            return True
    return False


@lru_cache(maxsize=64)
def _common(wanted: tuple[str, ...], tag: str) -> frozenset[str]:
    """Return the beginnings of words that several terms share."""
    counted = Counter(
        stem for one in wanted for stem in {s for form in _forms(one, tag) for s in form.stems}
    )
    return frozenset(stem for stem, count in counted.items() if count > 1)


GLOSSARY_OF_EXAMPLES: Glossary = {
    "在留カード": Term(
        reading="ざいりゅうカード",
        easy="日本に住む外国人が持つカード",
        translations={
            "en": "residence card (zairyū card)",
            "zh-Hans": "在留卡",
            "pt-BR": "cartão de permanência (zairyū card)",
        },
    ),
    "特定在留カード": Term(
        reading="とくていざいりゅうカード",
        easy="在留カードとマイナンバーカードを一つにしたカード",
        translations={"en": "Specified Residence Card (tokutei zairyū card)"},
    ),
    "保険料": Term(
        reading="ほけんりょう",
        easy="保険に入るためのお金",
        translations={"en": "insurance premium (hokenryō)"},
    ),
}
"""What the examples are judged with."""

RULES = (
    Rule(
        "T040",
        "unused-term",
        Severity.WARNING,
        Message(
            "役所のことばは、words/terms.yml にある訳を使います。",
            "Official words are translated as words/terms.yml says.",
        ),
        bad=(
            Example("在留カードを見せます", "Show your ID card"),
            Example("在留カードを見せます", "出示居留证", "zh-Hans"),
        ),
        good=(
            Example("在留カードを見せます", "Show your Residence Cards"),
            Example("在留カードを見せます", "Show your zairyu card"),
            Example("在留カードを見せます", "Mostre os cartões de permanência", "pt-BR"),
            Example("特定在留カードを見せます", "Show your Specified Residence Card"),
            Example("保険料をはらいます", "Pay your premiums"),
            Example("在留カードを見せます", "Покажите карту", "ru"),
        ),
        check=unused_term,
    ),
)
