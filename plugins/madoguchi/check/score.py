"""How hard a text is: one number, the sum of its faults, none of which is below zero.

Every point can be shown. What is never counted is the length of the whole text: an easier text is
often a longer one. The weights come from `weights.tsv`, made by `scripts/weights.py` from pairs of
sentences written for Madoguchi (tests/score), whose licence is ours.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import pairwise
from typing import NamedTuple

from madoguchi.check import grammar
from madoguchi.check.phrases import Phrases, phrases
from madoguchi.check.precedents import (
    Rewrite,
    abbreviations,
    easier_words,
    formal_phrases,
    loanwords,
    mimetics,
)
from madoguchi.check.rule import Problem, Rule, Sentence
from madoguchi.check.rules import (
    ej004_keigo,
    ej005_double_negative,
    ej007_slash_date,
    ej008_bare_era,
    ej019_vague_word,
    ej020_verbal_noun,
    ej023_tari,
    ej025_mimetic,
    ej027_latin_word,
    ej028_range_sign,
    ej029_clock_24,
    ej030_relative_date,
    ej032_soft_request,
)
from madoguchi.check.text import split
from madoguchi.check.vocabulary import difficulty, unit_difficulty
from madoguchi.document import Block, BlockKind
from madoguchi.findings import Message
from madoguchi.inline import Given, Prose, prose
from madoguchi.span import Span
from madoguchi.tsv import rows
from madoguchi.words import Word

WordsOf = Callable[[str, Iterable[Given]], list[Word]]


class Fault(NamedTuple):
    """One thing that makes a sentence hard."""

    kind: str
    amount: float
    """How often, or how much too much; above zero."""
    text: str
    """The words it is about."""

    @property
    def points(self) -> float:
        """Return what it adds to the score."""
        return self.amount * weights()[self.kind]


class Score(NamedTuple):
    """How hard a text is, and why."""

    faults: tuple[Fault, ...]

    @property
    def value(self) -> float:
        """Return the sum of all points."""
        return sum(fault.points for fault in self.faults)

    def explained(self, lang: str) -> str:
        """Return the points by kind, the heaviest first: +1.3 passive (送られ), …"""
        points: Counter[str] = Counter()
        texts: dict[str, list[str]] = {}
        for fault in self.faults:
            points[fault.kind] += fault.points  # type: ignore[assignment]
            texts.setdefault(fault.kind, []).append(fault.text)
        parts = []
        for kind, value in points.most_common():
            shown = "、".join(dict.fromkeys(t for t in texts[kind] if t))
            parts.append(
                f"+{value:.2f} {LABELS[kind].text(lang)}" + (f"（{shown}）" if shown else "")
            )
        return ", ".join(parts)


LABELS = {
    "word": Message("やさしくないことば", "words beyond the easiest"),
    "hard-word": Message("むずかしいことば", "hard words"),
    "rare-word": Message("とてもむずかしいことば", "very hard words"),
    "long": Message("長い文", "long sentence"),
    "very-long": Message("とても長い文", "very long sentence"),
    "passive": Message("受け身", "passive"),
    "causative": Message("使役", "causative"),
    "potential": Message("短い可能の形", "short form of what can be done"),
    "keigo": Message("敬語", "honorific or humble form"),
    "double-negative": Message("二重否定", "double negative"),
    "stem-comma": Message("「〜し、」", "stem before a comma"),
    "clause": Message("つないだ文", "tied clauses"),
    "te-clause": Message("「て」でつないだ文", "clauses tied with て"),
    "modifier": Message("名詞の前の長い説明", "clause before a noun"),
    "formal": Message("かたい言い方", "phrase of official documents"),
    "rewrite": Message("言いかえのあることば", "words with an easier one"),
    "noun-run": Message("漢字の名詞の列", "chain of nouns"),
    "verbal-noun": Message("動詞の名詞化", "noun in place of a verb"),
    "plain-ending": Message("です・ますでない文末", "plain ending"),
    "noun-ending": Message("名詞で終わる文", "ends in a noun"),
    "vague": Message("はっきりしないことば", "vague words"),
    "loanword": Message("カタカナのことば", "loanwords"),
    "mimetic": Message("擬態語", "mimetic words"),
    "abbreviation": Message("短くしたことば", "abbreviations"),
    "latin": Message("ローマ字のことば", "words in Latin letters"),
    "number-form": Message("年・日・時間の書き方", "form of years, dates, times"),
    "relative": Message("はっきりしない日と金額", "vague dates and sums"),
    "list": Message("文の中の列", "three things or more in a sentence"),
    "tari": Message("〜たり", "〜たり"),
    "request": Message("はっきりしない頼み方", "soft request"),
    "aspect": Message("動詞のあとの助動詞", "auxiliaries after the verb"),
}  # fmt: skip
"""Every kind of fault."""


@cache
def weights() -> dict[str, float]:
    """Return the points of one of each kind of fault."""
    return {row[0]: float(row[1]) for row in rows("madoguchi.check", "weights.tsv")}


def score(text: str, words_of: WordsOf) -> Score:
    """Return how hard one text is; whatever it holds, there is a number."""
    return score_of(_sentences(prose_of(text), words_of))


def _sentences(mapped: Prose, words_of: WordsOf) -> Iterator[Sentence]:
    """Yield the sentences of a text that stands for itself: one paragraph."""
    text = mapped.text
    block = Block(BlockKind.PARAGRAPH, Span(0, len(text)), text, "paragraph", raw=text)
    return split(mapped, words_of, block)


def score_of(sentences: Iterable[Sentence]) -> Score:
    """Return how hard sentences are together."""
    seen: set[str] = set()
    found = [fault for sentence in sentences for fault in faults(sentence, seen)]
    return Score(tuple(fault for fault in found if fault.amount > 0))


def prose_of(text: str) -> Prose:
    """Return a plain text as prose; only our own {漢字|かんじ} is read as what it is."""
    if "|" in text:
        return prose(text)
    places = range(len(text) + 1)
    return Prose(text, tuple(places[:-1]), tuple(places[1:]), ())


_EASY_AFTER = 0.4
"""What is left of a word's difficulty where the text explains it …"""
_INSIDE = 0.15
"""… and of the words that explain: a reader who knows the word passes over them."""
_HINT = 0.3
"""What a fault counts that is only a hint."""
_AGAIN = 0.3
"""What is left of a word's difficulty when the text has it again: it is looked up once."""


def faults(sentence: Sentence, seen: set[str]) -> Iterator[Fault]:
    """Yield the faults of one sentence; `seen` are the words of the text so far."""
    inside = _in_brackets(sentence)
    yield from _words(sentence, seen, inside)
    yield from _length(sentence)
    yield from _grammar(sentence)
    yield from _neighbours(sentence.words, inside)
    yield from _ending(sentence, inside)
    for kind, check in _RULES:
        for problem in check(sentence):
            start, end = problem.span
            amount = _HINT if problem.mild else 1.0
            yield Fault(kind, amount, sentence.prose.text[start:end])


def _words(sentence: Sentence, seen: set[str], inside: frozenset[int]) -> Iterator[Fault]:
    patterns = {i for match in _patterns().find(sentence) for i in match.words}
    for i, word in enumerate(sentence.words):
        if not grammar.is_content(word) or grammar.is_name(word) or i in patterns:
            continue
        if i in inside and _KANA.fullmatch(word.text) and difficulty(word).level == 0:
            continue  # a piece of a reading
        value = difficulty(word, by_frequency=True).value
        value *= _INSIDE if i in inside else _EASY_AFTER if i in sentence.explained else 1
        if word.base in seen:
            value *= _AGAIN
        seen.add(word.base)
        # three slopes: what is hard costs more than what is only not basic
        yield Fault("word", min(value, 2) / 2, word.text)
        yield Fault("hard-word", min(max(value - 2, 0), 2) / 2, word.text)
        yield Fault("rare-word", max(value - 4, 0) / 2, word.text)


_BRACKETS = re.compile("<[^<>]*>|＜[^＜＞]*＞|〈[^〈〉]*〉|（[^（）]*）|\\([^()]*\\)")
_KANA = re.compile("[ぁ-んァ-ヶー]+")


def _in_brackets(sentence: Sentence) -> frozenset[int]:
    return frozenset(
        i
        for match in _BRACKETS.finditer(sentence.text)
        for i in sentence.begin_between(*match.span())
    )


def _length(sentence: Sentence) -> Iterator[Fault]:
    count = len(_BRACKETS.sub("", sentence.text))
    yield Fault("long", max(count - 20, 0) / 10, "")
    yield Fault("very-long", max(count - 45, 0) / 10, "")


@cache
def _patterns() -> Phrases[float]:
    found = rows("madoguchi.check.words", "grammar.tsv")
    return phrases((pattern, float(level)) for pattern, level in found)


def _grammar(sentence: Sentence) -> Iterator[Fault]:
    for kind, find in _RUNS:
        for run in find(sentence):
            yield Fault(kind, 1.0, sentence.said(*run))
    for run in grammar.noun_runs(sentence):
        said = sentence.said(*run)
        if run.first not in sentence.explained:
            yield Fault("noun-run", max(len(said) - 3, 0) / 2, said)
    for items in grammar.lists(sentence):
        yield Fault("list", max(items.number - 2, 0), sentence.said(items.first, items.last))
    for pattern in _patterns().find(sentence):
        yield Fault("formal", pattern.value, sentence.said(pattern.first, pattern.last))
    for kind, table in _TABLES:
        for match in table().find(sentence):
            if match.first not in sentence.explained:
                yield Fault(kind, 1.0, sentence.said(match.first, match.last))


def _neighbours(words: Sequence[Word], inside: frozenset[int]) -> Iterator[Fault]:
    """Yield what a word and the one after it show."""
    for i, (word, after) in enumerate(pairwise(words)):
        joins = word.text in ("て", "で") and word.pos[1] == "接続助詞"
        if joins and after.text == "、":
            yield Fault("te-clause", 1.0, words[i - 1].text + word.text if i else "")
        if joins and after.base in _AFTER_TE:
            yield Fault("aspect", 1.0, "て" + after.text)
        inflected = word.pos[0] in ("動詞", "助動詞", "形容詞") and word.base not in ("だ", "です")
        modifies = inflected and after.pos[0] == "名詞" and after.text not in _FRAMES
        if modifies and i not in inside:
            yield Fault("modifier", 1.0, word.text + after.text)


def _ending(sentence: Sentence, inside: frozenset[int]) -> Iterator[Fault]:
    end = grammar.ending(sentence, inside)
    # items, headings and cells may end as they like
    said = sentence.kind in (BlockKind.PARAGRAPH, BlockKind.FIELD)
    if said and end is not None and end.kind in ("plain", "noun"):
        # a term or a title, without a full stop, ends in the form of the dictionary as in a noun
        kind = end.kind if _STOP.search(sentence.text) else "noun"
        yield Fault(f"{kind}-ending", 1.0, sentence.words[end.last].text)


_STOP = re.compile("[。！？!?]")
_FRAMES = frozenset("とき 時 こと もの 人 前 あと 後 所 ところ 場合 ため 方 ほう よう 日".split())
_AFTER_TE = frozenset("しまう みる おく くる いく ほしい もらう いただく あげる くれる".split())
_RUNS: tuple[tuple[str, Callable[[Sentence], Iterator[grammar.Run]]], ...] = (
    ("passive", grammar.passives),
    ("causative", grammar.causatives),
    ("potential", grammar.potentials),
    ("stem-comma", grammar.stem_commas),
    ("clause", grammar.clause_links),
)
_TABLES: tuple[tuple[str, Callable[[], Phrases[Rewrite]]], ...] = (
    ("rewrite", easier_words),
    ("formal", formal_phrases),
    ("loanword", loanwords),
    ("abbreviation", abbreviations),
    ("mimetic", mimetics),
)
_OF_RULES = (
    ("keigo", ej004_keigo), ("double-negative", ej005_double_negative), ("number-form", ej007_slash_date),
    ("number-form", ej008_bare_era), ("vague", ej019_vague_word), ("verbal-noun", ej020_verbal_noun),
    ("tari", ej023_tari), ("mimetic", ej025_mimetic), ("latin", ej027_latin_word),
    ("relative", ej030_relative_date), ("number-form", ej028_range_sign), ("number-form", ej029_clock_24), ("request", ej032_soft_request),
)  # fmt: skip


def _run(rule: Rule, sentence: Sentence) -> Iterator[Problem]:
    assert rule.sentence is not None
    return rule.sentence(sentence, rule.options)


_RULES: tuple[tuple[str, Callable[[Sentence], Iterator[Problem]]], ...] = tuple(
    (kind, partial(_run, module.RULE)) for kind, module in _OF_RULES
)


def word_score(word: str, text: str, offset: int, words_of: WordsOf) -> float:
    """Return how hard `word` is where it stands in `text`, at code point `offset`.

    A piece of a long word is judged by itself and by the whole, several words by the hardest and a
    little more for each other hard one. Particles, auxiliaries and numbers are 0. If it does not stand there, its
    first place counts, and if there is none, the word alone.
    """
    if not word or text[offset : offset + len(word)] != word or offset < 0:
        offset = text.find(word)
        if offset < 0 or not word:
            text, offset = word, 0
    mapped = prose_of(text)
    if len(mapped.text) != len(text):  # our own readings stand in it: it is judged alone
        return word_score(word, word, 0, words_of) if text != word else 0.0
    end = offset + len(word)
    values: list[float] = [0.0]
    for sentence in _sentences(mapped, words_of):
        inside = {
            i for i, w in enumerate(sentence.words) if w.span.start < end and offset < w.span.end
        }
        for pattern in _patterns().find(sentence):
            covered = set(pattern.words)
            if covered & inside:
                # a piece of a set phrase (に of に基づき) is half as hard as the phrase
                whole = covered <= inside
                values.append((1.5 + pattern.value) * (1 if whole else 0.5))
                inside -= covered
        values += (_standing(sentence.words[i], Span(offset, end)) for i in inside)
    values.sort(reverse=True)
    return values[0] + sum(min(value, 1.0) * 0.2 for value in values[1:])


_NAME = 0.7
"""What is left of a name's difficulty: one need not understand it."""


def _standing(word: Word, asked: Span) -> float:
    """Return how hard one word is, or the pieces of it that `asked` covers; names are known by half."""
    if word.number is not None or word.pos[0] in ("助詞", "助動詞", "補助記号", "空白", "記号"):
        return 0.0
    value = difficulty(word, by_frequency=True).value
    piece = max(_pieces(word, asked), default=value)
    value = _OF_PIECE * piece + (1 - _OF_PIECE) * value
    return value * _NAME if grammar.is_name(word) else value


_OF_PIECE = 0.5
"""How much a piece of a long word is judged by itself, and not by the word around it."""


def _pieces(word: Word, asked: Span) -> Iterator[float]:
    at = word.span.start
    for unit in word.units:
        start, at = at, at + len(unit.text)
        if start < asked.end and asked.start < at:
            yield unit_difficulty(unit, word).value
