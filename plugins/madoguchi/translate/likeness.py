"""Says how likely it is that blocks of two documents stand for each other."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import exp, log, sqrt
from typing import NamedTuple

from madoguchi.document import Block, BlockKind
from madoguchi.translate.evidence import Evidence, is_number, together

_MERGE = 2.2
"""What it costs to take two blocks for one …"""
_MERGE_MORE = 1.2
"""… and every further one …"""
_NO_MARK = 2.5
"""… and every mark that is missing between what was three or more blocks."""
_HOPELESS = 7.0
"""The score below which nothing that is shared can make up for it."""
NEVER = -1e9
"""The score of what cannot be."""


class Bead(NamedTuple):
    """Blocks `source[i:i + rows]` and `translation[j:j + columns]` that stand for each other."""

    i: int
    rows: int
    j: int
    columns: int
    score: float = 0.0
    """How much more likely it is to be a pair than not, as a logarithm."""
    margin: float = 0.0
    """How much worse it is to pair any of these blocks otherwise."""


@dataclass(frozen=True)
class Side:
    """The blocks of one document with their evidence."""

    blocks: Sequence[Block]
    evidence: Sequence[Evidence]
    lines: Sequence[int]
    """Where each stands: cells on one line are a row."""

    def __len__(self) -> int:
        return len(self.blocks)

    @cached_property
    def counts(self) -> Counter[str]:
        """Return in how many blocks each key is."""
        return Counter(key for one in self.evidence for key in one.keys)

    def together(self, first: int, count: int) -> Evidence:
        """Return the evidence of `count` blocks as if they were one."""
        if count == 1:
            return self.evidence[first]
        found = self._joined.get((first, count))
        if found is None:
            found = together(tuple(self.evidence[first : first + count]))
            self._joined[first, count] = found
        return found

    @cached_property
    def _joined(self) -> dict[tuple[int, int], Evidence]:
        return {}

    @cached_property
    def sizes(self) -> Sequence[int]:
        """Return the lengths of all texts before each block."""
        return [0, *accumulate(one.size for one in self.evidence)]

    @cached_property
    def unit_counts(self) -> Counter[str]:
        """Return in how many blocks each word is."""
        return Counter(unit for one in self.evidence for unit in one.units)


Mates = Mapping[str, Mapping[str, float]]
"""For a word of the source, the words that come with it, and in how many blocks."""
_Expected = tuple[frozenset[str], float, float]
"""The words that come with a word, what it tells if one is there, and what if none is."""
_NOTHING: _Expected = (frozenset(), 0.0, 0.0)


@dataclass(frozen=True)
class Scorer:
    """Says how likely blocks are a pair."""

    source: Side
    translation: Side
    ratio: float
    """The logarithm of a translation's length by its source's."""
    shift: int = 0
    """How much deeper the translation's headings are."""
    mates: Mates | None = None

    @cached_property
    def shared(self) -> frozenset[str]:
        """Return the keys that both documents have: only these can be missed."""
        return frozenset(self.source.counts.keys() & self.translation.counts.keys())

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """Return how much a shared key tells: the rarer, the more."""
        size = max(len(self.source), len(self.translation)) + 1
        return {
            key: _WEIGHTS[key[0]]
            * min(log(size / max(self.source.counts[key], self.translation.counts[key])), 6.0)
            for key in self.shared
        }

    @cached_property
    def _missed(self) -> Mapping[str, float]:
        """Return what it costs if only one of two texts has a key."""
        return {
            key: 0.4 if key[0] == "n" and not is_number(key) else _MISSED[key[0]]
            for key in self.source.counts.keys() | self.translation.counts.keys()
            if key[0] in _MISSED and (key in self.shared or is_number(key))
        }

    def kind(self, a: Block, b: Block) -> float:
        """Compare two blocks' kinds and heading levels."""
        if a.kind is b.kind:
            if a.kind is not BlockKind.HEADING:
                return 0.7
            return 2.3 if b.level - a.level == self.shift else 1.6
        kinds = {a.kind, b.kind}
        if BlockKind.FIELD in kinds:
            return 0.0
        if BlockKind.HEADING in kinds:
            return -0.8 if BlockKind.TITLE in kinds else -2.5
        return -0.8

    def length(self, a: int, b: int) -> float:
        """Compare a text's length with its translation's."""
        return _normal(self.length_difference(a, b), min(a, b * exp(-self.ratio)))

    def length_difference(self, a: int, b: int) -> float:
        """Return by how much a translation is longer than usual, as a logarithm."""
        return log(b / a) - self.ratio

    def keys(self, a: Evidence, b: Evidence) -> float:
        """Compare numbers, addresses and the like."""
        weights = self.weights
        score = 0.0
        for key in a.keys & b.keys:
            score += weights[key]
        for key in (a.keys - b.known) | (set() if a.unresolved else b.keys - a.known):
            score -= self._missed.get(key, 0.0)
        return max(min(score, 9.0), -4.0)

    @cached_property
    def _expected(self) -> tuple[Mapping[str, _Expected], Mapping[str, _Expected]]:
        """Return what each word of the source leads to expect.

        The second is for a pair that it was learned from, which must not vouch for itself.
        """
        size = len(self.translation) + 1
        found: tuple[dict[str, _Expected], dict[str, _Expected]] = ({}, {})
        for unit, mates in (self.mates or {}).items():
            # that one of several comes by chance is likelier than that this one does
            none = 1.0
            for mate in mates:
                none *= 1 - min(self.translation.unit_counts[mate] / size, 0.5)
            for own in (0, 1):
                count = self.source.unit_counts[unit] - own
                chance = min(max((n - own + 0.2) / (count + 1) for n in mates.values()), 0.9)
                told = (log(chance / (1 - none)), log((1 - chance) / none))
                found[own][unit] = (frozenset(mates), *told) if chance > 1 - none else _NOTHING
        return found

    @cached_property
    def _teaching(self) -> Sequence[frozenset[str]]:
        """Return for every block of the source the words that lead to expect others."""
        return [one.units & (self.mates or {}).keys() for one in self.source.evidence]

    def words(self, i: int, rows: int, b: Evidence, known: bool) -> float:
        """Compare words by what was learned; `known` if it was learned from this very pair."""
        taught = self._teaching[i]
        for row in range(i + 1, i + rows):
            taught = taught | self._teaching[row]
        if not taught:
            return 0.0
        expected = self._expected[known]
        # the pairs of characters of one word all lead to the same word, which counts once
        met: dict[str, float] = {}
        missed = 0.0
        for unit in taught:
            mates, hit, miss = expected[unit]
            if b.units.isdisjoint(mates):
                missed += miss
            else:
                mate = min(mates & b.units)
                met[mate] = max(met.get(mate, 0.0), hit)
        total = 0.6 * sum(met.values()) + missed / sqrt(len(taught))
        return max(min(total, 5.0), -3.0)

    def score(self, i: int, rows: int, j: int, columns: int, known: bool = False) -> float:
        """Return the score of a bead."""
        source, translation = self.source, self.translation
        sizes = (
            source.sizes[i + rows] - source.sizes[i],
            translation.sizes[j + columns] - translation.sizes[j],
        )
        if rows == columns == 1:
            score = self.kind(source.blocks[i], translation.blocks[j])
        elif abs(self.length_difference(*sizes)) < 1.2:
            score = self._merge(i, rows, j, columns)
        else:
            return NEVER
        score += self.length(*sizes)
        if score < -_HOPELESS:
            return score
        a, b = source.together(i, rows), translation.together(j, columns)
        score += self.keys(a, b) + self.words(i, rows, b, known)
        score += 0.2 if a.final == b.final else -0.5
        return score + (0.2 if a.bold and a.bold == b.bold else 0.0)

    def _merge(self, i: int, rows: int, j: int, columns: int) -> float:
        """Return what it costs to take several blocks for one, or two for two."""
        source, translation = self.source, self.translation
        blocks = [*source.blocks[i : i + rows], *translation.blocks[j : j + columns]]
        if any(block.kind is BlockKind.HEADING for block in blocks):
            return NEVER
        cost = _MERGE + (rows + columns - 3) * _MERGE_MORE
        if rows == columns:
            return -cost
        side, first, count = (source, i, rows) if rows > columns else (translation, j, columns)
        kinds = {block.kind for block in side.blocks[first : first + count]}
        if BlockKind.CELL in kinds:
            row = side.lines[max(first - 1, 0) : first + count + 1].count(side.lines[first])
            if side.lines[first] != side.lines[first + count - 1]:
                return NEVER
            return -cost - (_NO_MARK if row > count else 0.0)
        if count == 2:
            return -cost
        if len(kinds) > 1:
            return NEVER
        one = translation.evidence[j] if rows > columns else source.evidence[i]
        return -cost - _NO_MARK * max(count - one.parts, 0)


_WEIGHTS = {
    "t": 1.2,
    "u": 1.0,
    "m": 1.2,
    "r": 1.0,
    "n": 0.8,
    "h": 0.6,
    "d": 0.8,
    "w": 0.7,
    "c": 0.3,
}
_MISSED = {"t": 2.0, "u": 0.7, "m": 1.0, "r": 0.5, "n": 1.5, "h": 0.5, "d": 0.7, "w": 0.7}


def _normal(difference: float, size: float) -> float:
    """Return how much likelier a difference of two lengths is in a pair than by chance."""
    pair = 0.07 + 2.0 / (size + 1)
    chance = pair + 0.8
    found = 0.5 * log(chance / pair) - difference**2 / 2 * (1 / pair - 1 / chance)
    return max(found, -8.0)


def learn(source: Side, translation: Side, beads: Sequence[Bead]) -> Mates:
    """Return which words of the translation come with which of the source, again and again."""
    where: dict[str, list[int]] = defaultdict(list)
    texts: list[frozenset[str]] = []
    for bead in beads:
        # merged blocks would teach that everything in them goes together
        if bead.rows == bead.columns == 1 and bead.margin >= 1:
            for unit in source.evidence[bead.i].units:
                where[unit].append(len(texts))
            texts.append(translation.evidence[bead.j].units)
    most = max(len(texts) // 8, 4)
    found: dict[str, dict[str, float]] = {}
    for unit, places in where.items():
        if not 2 <= len(places) <= most:
            continue
        counts = Counter(word for place in places for word in texts[place])
        best = {
            word: float(n)
            for word, n in counts.items()
            if n >= 2 and 2 * n / (len(places) + translation.unit_counts[word]) >= 0.45
        }
        if best:
            found[unit] = dict(sorted(best.items(), key=lambda item: (-item[1], item[0]))[:4])
    return found
