"""Pairs a translation that a city already has with its source, block by block.

Nothing is lost: every block of both documents is in exactly one pair, and what is not sure says why.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import exp, log

from babel.dates import get_day_names

from madoguchi.document import Block, BlockKind, Document
from madoguchi.findings import Message
from madoguchi.inline import references, scan
from madoguchi.locales import SOURCE
from madoguchi.translate import evidence
from madoguchi.translate.evidence import Evidence, Value, is_number
from madoguchi.translate.likeness import Bead, Scorer, Side
from madoguchi.translate.pairing import pair
from madoguchi.translate.rules.references import kept


class Verdict(StrEnum):
    """What can be said of a pair."""

    SURE = "sure"
    UNSURE = "unsure"
    """A person should compare the two."""
    TRUNCATED = "truncated"
    """The translation breaks off."""
    MISSING = "missing"
    """There is no translation."""
    EXTRA = "extra"
    """There is no source."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Blocks of the source with the blocks of the translation that say the same."""

    sources: tuple[Block, ...]
    """In order; none if the translation has more than the source."""
    translations: tuple[Block, ...]
    """In order; none if there is no translation."""
    verdict: Verdict
    score: float
    """How likely it is that they belong together: 0 to 1."""
    reason: Message
    """Why it is not sure; empty if it is."""


@dataclass(frozen=True)
class Alignment:
    """Two documents, paired."""

    source: Document
    translation: Document
    tag: str
    """The translation's language."""
    pairs: tuple[Pair, ...]
    """In the order of the source; what has no source stands after what stands before it."""
    source_blocks: tuple[Block, ...]
    """All blocks of the source, those of its front matter first."""
    translation_blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Suggested:
    """A translation for a catalog."""

    block: Block
    text: str
    """The translation, with references where the source has them and their values stood."""
    fuzzy: bool
    """A person has to look at it before readers may see it."""
    note: Message
    """What to look at."""


_NONE = Message("", "")


def align(
    source: Document,
    translation: Document,
    tag: str,
    *,
    fields: tuple[Block, ...] = (),
    translated_fields: tuple[Block, ...] = (),
    value: Value | None = None,
) -> Alignment:
    """Pair the blocks of a translation in the language `tag` with those of its Japanese source.

    `fields` and `translated_fields` are texts of the front matter, `value` gives what a reference
    (`contact.city-hall.phone`) says in `tag`.
    """
    source_blocks = (*fields, *source.blocks)
    translation_blocks = (*translated_fields, *translation.blocks)
    names = _values(source_blocks, value)
    one, other = (
        Side(
            blocks,
            [evidence.of(block, language, value, known) for block in blocks],
            [document.place(block.span.start).line for block in blocks],
        )
        for document, blocks, language, known in (
            (source, source_blocks, SOURCE, ()),
            (translation, translation_blocks, tag, names),
        )
    )
    beads, scorer = pair(one, other)
    judge = _Judge(scorer, _places(beads), _ends(scorer, beads), value)
    pairs = tuple(judge.pair(bead, moved) for bead, moved in _with_moved(scorer, beads))
    fewer = min(
        sum(b.translatable for b in blocks) for blocks in (source_blocks, translation_blocks)
    )
    pairs = _related(pairs, fewer)
    return Alignment(source, translation, tag, pairs, source_blocks, translation_blocks)


_RELATED = 0.4
"""The share of sure pairs below which two documents are hardly the same one in two languages."""
_UNRELATED = Message(
    "2つの文書で合うところが少なすぎます。別の文書かもしれません。",
    "Too little of the two documents fits together. They may be different ones.",
)


def _related(pairs: tuple[Pair, ...], most: int) -> tuple[Pair, ...]:
    """Return the pairs, none of them sure if hardly any of `most` is: then all are by chance."""
    sure = sum(pair.verdict is Verdict.SURE for pair in pairs)
    if sure >= _RELATED * most:
        return pairs
    return tuple(
        replace(pair, verdict=Verdict.UNSURE, reason=_UNRELATED)
        if pair.verdict is Verdict.SURE
        else pair
        for pair in pairs
    )


def _values(blocks: Sequence[Block], value: Value | None) -> list[tuple[str, str]]:
    """Return the references of the source with what they say, if that can be recognised."""
    if value is None:
        return []
    names = dict.fromkeys(name for block in blocks for name in references(block.text))
    said = ((name, value(name)) for name in names)
    plain = ((name, _plain(text)) for name, text in said if text)
    return [(name, text) for name, text in plain if len(text) > 3]


def _plain(markdown: str) -> str:
    return "".join(t.text for t in scan(markdown)).strip()


def _places(beads: Sequence[Bead]) -> tuple[frozenset[tuple[int, int]], ...]:
    """Return where pairs begin and where they end."""
    pairs = [bead for bead in beads if bead.rows and bead.columns and bead.margin > 0]
    begins = frozenset((bead.i, bead.j) for bead in pairs)
    return begins, frozenset((bead.i + bead.rows, bead.j + bead.columns) for bead in pairs)


def _ends(scorer: Scorer, beads: Sequence[Bead]) -> frozenset[BlockKind]:
    """Return the kinds of blocks that end as sentences do in both languages."""
    ends: dict[BlockKind, list[bool]] = {}
    for bead in beads:
        if bead.rows == bead.columns == 1 and scorer.source.evidence[bead.i].final:
            kind = scorer.source.blocks[bead.i].kind
            ends.setdefault(kind, []).append(scorer.translation.evidence[bead.j].final)
    return frozenset(kind for kind, found in ends.items() if sum(found) > 0.7 * len(found))


def _with_moved(scorer: Scorer, beads: Sequence[Bead]) -> Iterator[tuple[Bead, bool]]:
    """Yield the beads, and as moved those of blocks without partner that stand elsewhere."""
    rows = {bead.i: bead for bead in beads if bead.rows == 1 and not bead.columns}
    columns = {bead.j: bead for bead in beads if bead.columns == 1 and not bead.rows}
    moved = _moved(scorer, sorted(rows), sorted(columns))
    taken = set(moved.values())
    for bead in beads:
        if bead.rows == 1 and not bead.columns and bead.i in moved:
            column = moved[bead.i]
            yield Bead(bead.i, 1, column, 1, scorer.score(bead.i, 1, column, 1)), True
        elif bead.rows or bead.j not in taken:
            yield bead, False


_LEFT = 400
"""Blocks without a partner that are compared with all others: the rest has none."""
_MOVED = 2.0
"""The score from which blocks that stand in different places are taken for a pair."""


def _moved(scorer: Scorer, rows: Sequence[int], columns: Sequence[int]) -> dict[int, int]:
    """Return pairs among blocks that have no partner, the likeliest first.

    A pair next to one that was found is likelier: sections move as a whole.
    """
    rows, columns = rows[:_LEFT], columns[:_LEFT]
    scores = {
        (i, j): score
        for i in rows
        for j in columns
        if (score := scorer.score(i, 1, j, 1)) > _MOVED - 1.5
    }
    runs = {
        (i, j): score + sum(scores.get((i + by, j + by), -0.5) / 2 for by in (-2, -1, 1, 2))
        for (i, j), score in scores.items()
    }
    found: dict[int, int] = {}
    taken: set[int] = set()
    for (i, j), score in sorted(runs.items(), key=lambda item: (-item[1], item[0])):
        if score >= _MOVED and i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


_SURE = 0.98
"""How likely a pair must be for readers to see it before a person did."""


@dataclass(frozen=True, slots=True)
class _Judge:
    """Says how sure a bead is, and why not."""

    scorer: Scorer
    places: tuple[frozenset[tuple[int, int]], ...]
    """Where pairs begin, and where they end."""
    ends: frozenset[BlockKind]
    """The kinds of blocks whose sentences end with a mark in the translation too."""
    value: Value | None

    def likely(self, bead: Bead) -> float:
        """Return how likely a pair is right.

        The factors were fitted (logistic regression) to the example city's pages in seven
        languages, damaged as in the tests.
        """
        scorer = self.scorer
        a = scorer.source.together(bead.i, bead.rows)
        b = scorer.translation.together(bead.j, bead.columns)
        words = scorer.words(bead.i, bead.rows, b, known=True)
        beside = self._beside(bead)
        total = (
            0.29
            + 0.58 * _within(bead.margin, -1, 8)
            + 0.23 * _within(bead.score, -2, 8)
            + 0.88 * _within(words, -2, 2)
            + 0.48 * _within(scorer.length(a.size, b.size), -3, 1)
            + 1.16 * beside
            - 0.72 * log(a.size)
            - 2.21 * (a.sentences > b.sentences)
            - 0.62 * (scorer.source.blocks[bead.i].kind is BlockKind.HEADING)
        )
        likely = 1 / (1 + exp(-total))
        # where nothing of its own speaks for a pair, all about it must
        alone = beside < 2 and words < 0.5 and scorer.keys(a, b) < 0.5
        return round(min(likely, 0.9) if alone else likely, 3)

    def _beside(self, bead: Bead) -> int:
        """Count the sides, before and after, on which a pair follows without a gap."""
        begins, ends = self.places
        before, after = (bead.i, bead.j), (bead.i + bead.rows, bead.j + bead.columns)
        # before the first block and after the last there is nothing to doubt
        last = (len(self.scorer.source), len(self.scorer.translation))
        return (before == (0, 0) or before in ends) + (after == last or after in begins)

    def pair(self, bead: Bead, moved: bool) -> Pair:
        """Return the bead as a pair."""
        sources = tuple(self.scorer.source.blocks[bead.i : bead.i + bead.rows])
        translations = tuple(self.scorer.translation.blocks[bead.j : bead.j + bead.columns])
        if not translations:
            return Pair(sources, (), Verdict.MISSING, 0.0, _MISSING)
        if not sources:
            return Pair((), translations, Verdict.EXTRA, 0.0, _EXTRA)
        a = self.scorer.source.together(bead.i, bead.rows)
        b = self.scorer.translation.together(bead.j, bead.columns)
        likely = self.likely(bead)
        if (cut := self._cut(sources[-1].kind, a, b)) is not None:
            return Pair(sources, translations, Verdict.TRUNCATED, likely, cut)
        reason = _MOVED_AWAY if moved else self._doubt(likely, sources, translations, a, b)
        verdict = Verdict.UNSURE if reason else Verdict.SURE
        return Pair(sources, translations, verdict, likely, reason or _NONE)

    def _cut(self, kind: BlockKind, a: Evidence, b: Evidence) -> Message | None:
        """Return how the translation breaks off, if it does."""
        short = self.scorer.length_difference(a.size, b.size)
        if b.broken and not a.broken:
            return Message(
                "訳が文の途中で終わっています（読点、かっこなど）。",
                "The translation ends in the middle of a sentence (a comma, an open bracket …).",
            )
        open_end = kind in self.ends and a.final and not b.final
        if open_end and (short < -0.2 or b.sentences < a.sentences):
            return Message(
                "訳が短くて、文の終わりの印がありません。とちゅうで切れているかもしれません。",
                "The translation is short and does not end as a sentence does. It may break off.",
            )
        return None

    def _doubt(
        self,
        likely: float,
        sources: tuple[Block, ...],
        translations: tuple[Block, ...],
        a: Evidence,
        b: Evidence,
    ) -> Message | None:
        """Return why a person has to look at the pair, if one has to."""
        if len(sources) > 1 or len(translations) > 1:
            return Message(
                f"元の{len(sources)}つの文が、訳では{len(translations)}つになっています。分けるか、まとめてください。",
                f"{len(sources)} source blocks stand for {len(translations)} translated. Split or join.",
            )
        lost, added = _differing(a, b)
        if lost or added:
            names = [", ".join(map(_shown, keys)) or "–" for keys in (lost, added)]
            return Message(
                f"数字がちがいます（元だけ: {names[0]}、訳だけ: {names[1]}）。",
                f"The numbers differ (only source: {names[0]}; only translation: {names[1]}).",
            )
        if (sources[0].kind is BlockKind.HEADING) != (translations[0].kind is BlockKind.HEADING):
            return Message(
                "見出しと本文のように、種類がちがいます。",
                "One is a heading, and the other is not.",
            )
        difference = self.scorer.length_difference(a.size, b.size)
        if abs(difference) > 0.75 + 2.5 / a.size**0.5:
            return Message(
                "訳の長さが、ほかの文とくらべて{}です。".format(
                    "短すぎ" if difference < 0 else "長すぎ"
                ),
                "The translation is much {} than others.".format(
                    "shorter" if difference < 0 else "longer"
                ),
            )
        open_end = sources[0].kind in self.ends and a.final and not b.final
        if open_end or likely < _SURE:
            return Message(
                "この組み合わせでよいか、手がかりが足りません。",
                "There is too little to tell that these belong together.",
            )
        return _unlike(
            sources[0], _with_references(sources[0].text, translations[0].text, self.value)
        )


def _differing(a: Evidence, b: Evidence) -> tuple[list[str], list[str]]:
    """Return the numbers and the like that only the source has, and those only the translation has.

    Small numbers, hours and days may be words, or come from words: they differ if both sides have
    one that the other lacks.
    """
    lost = sorted(a.keys - b.known)
    added = [] if a.unresolved else sorted(b.keys - a.known)
    found: tuple[list[str], list[str]] = ([], [])
    for kind in ("t", "m", "n", "h", "d"):
        sides = [[key for key in keys if key[0] == kind] for keys in (lost, added)]
        for keys, listed in zip(sides, found, strict=True):
            listed += [key for key in keys if all(sides) or kind in "tm" or is_number(key)]
    return found


def _shown(key: str) -> str:
    """Return a key as people write it."""
    kind, _, said = key.partition(":")
    if kind == "d":
        return str(get_day_names("abbreviated", locale="en")[int(said)])
    return f"{said}:00" if kind == "h" else said


def _within(value: float, low: float, high: float) -> float:
    return max(low, min(value, high))


_MISSING = Message("訳がありません。", "There is no translation.")
_EXTRA = Message("元の文がありません。", "There is no source text.")
_MOVED_AWAY = Message("訳では別の場所にあります。", "It stands elsewhere in the translation.")


def entries(alignment: Alignment, value: Value | None = None) -> tuple[Suggested, ...]:
    """Return what can go into a catalog: for every source block with language, its translation.

    Where several source blocks stand in one translated block, each gets the whole text, as fuzzy:
    whoever opens it has all there is to cut it from. A text that lacks a reference or a link of its
    source is fuzzy too.
    """
    found: list[Suggested] = []
    for one in alignment.pairs:
        if not one.translations:
            continue
        joined = " ".join(block.text for block in one.translations)
        for block in one.sources:
            if not block.translatable:
                continue
            text = _with_references(block.text, joined, value)
            # a pair was judged with the values of facts: without them, or with others, it is not sure
            note = one.reason if one.reason != _NONE else _unlike(block, text) or _NONE
            found.append(Suggested(block, text, note != _NONE, note))
    return tuple(found)


def _unlike(source: Block, text: str) -> Message | None:
    """Return which references and links only one has; what has no language is no translation."""
    differing = sorted(filter(None, kept(source.text) ^ kept(text)))
    if not differing or not source.translatable:
        return None
    return Message(
        f"リンクや {{…}} がちがいます: {', '.join(differing)}",
        f"Links or {{…}} differ: {', '.join(differing)}",
    )


def _with_references(source: str, text: str, value: Value | None) -> str:
    """Put a reference of the source where the translation has its value, once."""
    names = [name for name in dict.fromkeys(references(source)) if f"{{{name}}}" not in text]
    said: Mapping[str, str] = {name: value(name) or "" for name in names} if value else {}
    # the longest first: 1,000 stands in 11,000, a desk's name in another's
    for name, shown in sorted(said.items(), key=lambda item: -len(item[1])):
        for form in filter(None, (shown, _plain(shown))):
            # 500 is not in 1,500, nor 8:00 in 18:00
            whole = re.compile(rf"(?<!\d)(?<!\d[.,:]){re.escape(form)}(?!\d|[.,:]\d)")
            if len(whole.findall(text)) == 1:
                text = whole.sub(f"{{{name}}}", text)
                break
    return text
