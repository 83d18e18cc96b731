"""Finds which blocks of two documents belong together, and how sure that is.

Dynamic programming as in Gale and Church (1993), on what `evidence` compares. A first pass over the
whole documents finds the way; a second one looks closely about it, at merged and split blocks too,
and compares the best way with the best one that pairs a block otherwise. From the pairs found, words
that keep coming together are learned (as in hunalign), and the close look is repeated.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log
from statistics import median

from madoguchi.document import BlockKind
from madoguchi.translate.evidence import is_number
from madoguchi.translate.likeness import NEVER, Bead, Mates, Scorer, Side, learn

_GAP = 2.6
"""What it costs to leave a block without a partner."""
_MOST = 6
"""Blocks that may stand in one: the items of a list on one line."""
_CELLS = 2_000_000
"""Pairs that the first pass looks at, at most: more are left out far from the diagonal."""
_NEAR = 9
"""How far from the way of the first pass the second one looks."""


def pair(source: Side, translation: Side) -> tuple[list[Bead], Scorer]:
    """Return the beads that account for every block of both, in order, and what scored them."""
    if not source.blocks or not translation.blocks:
        beads = [Bead(i, 1, 0, 0) for i in range(len(source))]
        beads += [Bead(0, 0, j, 1) for j in range(len(translation))]
        return beads, Scorer(source, translation, 0.0)
    total = sum(e.size for e in translation.evidence) / sum(e.size for e in source.evidence)
    scorer = Scorer(source, translation, log(total))
    # the lengths of the whole documents mislead where half of one is missing
    path = _first(scorer)
    scorer = _fitted(scorer, path)
    path = _first(scorer)
    beads = _second(_fitted(scorer, path), path)
    for _ in range(2):
        scorer = _fitted(scorer, beads, learn(source, translation, beads))
        beads = _second(scorer, beads)
    return beads, scorer


def _fitted(scorer: Scorer, beads: Sequence[Bead], mates: Mates | None = None) -> Scorer:
    """Return a scorer with the ratio of lengths and the shift of headings that the beads show."""
    source, translation = scorer.source, scorer.translation
    ratios: list[float] = []
    shifts: list[int] = []
    for bead in beads:
        if bead.rows == bead.columns == 1:
            a, b = source.blocks[bead.i], translation.blocks[bead.j]
            ratios.append(log(translation.evidence[bead.j].size / source.evidence[bead.i].size))
            if a.kind is b.kind is BlockKind.HEADING:
                shifts.append(b.level - a.level)
    shift = Counter(shifts).most_common(1)[0][0] if shifts else 0
    ratio = median(ratios) if len(ratios) > 2 else scorer.ratio
    return Scorer(source, translation, ratio, shift, mates)


# The first pass


def _corridor(source: Side, translation: Side) -> list[tuple[int, int]]:
    """Return for every row the columns [first, last) to look at."""
    n, m = len(source), len(translation)
    if n * m <= _CELLS:
        return [(0, m)] * (n + 1)
    width = max(_CELLS // (2 * n), 60)
    points = [(0, 0), *_anchors(source, translation), (n, m)]
    rows: list[tuple[int, int]] = []
    for (i, j), (next_i, next_j) in pairwise(points):
        for row in range(i, next_i):
            here, below = (j + (next_j - j) * (row + k - i) // (next_i - i) for k in (0, 1))
            rows.append((max(here - width, 0), min(below + width, m)))
    rows.append((max(m - width, 0), m))
    first = last = 0
    for row, (low, high) in enumerate(rows):  # the way never turns back
        first, last = max(first, low if row else 0), max(last, high)
        rows[row] = (first, last)
    low = m
    for row in range(n, -1, -1):  # and what begins later can still be reached
        low = min(low, rows[row][0])
        rows[row] = (low, rows[row][1])
    return rows


def _anchors(source: Side, translation: Side) -> list[tuple[int, int]]:
    """Return pairs of blocks that alone have a key, in a row that rises on both sides."""
    rare = [
        key
        for key, count in source.counts.items()
        if count == 1 == translation.counts[key] and (key[0] in "tumr" or is_number(key))
    ]
    rows = {key: i for i, one in enumerate(source.evidence) for key in one.keys}
    columns = {key: j for j, one in enumerate(translation.evidence) for key in one.keys}
    points = sorted({(rows[key], columns[key]) for key in rare})
    best: list[int] = []
    before: list[int] = []
    for at, (i, j) in enumerate(points):
        earlier = [k for k in range(max(0, at - 60), at) if points[k][0] < i and points[k][1] < j]
        link = max(earlier, key=lambda k: best[k], default=-1)
        best.append(1 + (best[link] if link >= 0 else 0))
        before.append(link)
    chain: list[tuple[int, int]] = []
    at = max(range(len(points)), key=lambda k: best[k], default=-1)
    while at >= 0:
        chain.append(points[at])
        at = before[at]
    return [point for point in reversed(chain) if point > (0, 0)]


def _first(scorer: Scorer) -> list[Bead]:
    """Return the best way without merges, by kind, length and shared keys."""
    source, translation = scorer.source, scorer.translation
    corridor = _corridor(source, translation)
    m = len(translation)
    kinds = {
        (kind, level): [scorer.kind(block, b) for b in translation.blocks]
        for (kind, level), block in {(b.kind, b.level): b for b in source.blocks}.items()
    }
    sizes = [e.size for e in translation.evidence]
    lengths: dict[int, list[float]] = {}
    columns: dict[str, list[int]] = defaultdict(list)
    for j, one in enumerate(translation.evidence):
        for key in one.keys & scorer.shared:
            columns[key].append(j)
    steps: list[bytearray] = []
    above = [NEVER] * (m + 1)
    above_low, above_high = 0, 0
    for i in range(len(source) + 1):
        low, high = corridor[i]
        row = [NEVER] * (m + 1)
        step = bytearray(high - low + 1)
        here: list[float] = []
        if i:
            block, one = source.blocks[i - 1], source.evidence[i - 1]
            if one.size not in lengths:
                table: dict[int, float] = {}
                for size in sizes:
                    if size not in table:
                        table[size] = scorer.length(one.size, size)
                lengths[one.size] = [table[size] for size in sizes]
            kind, length = kinds[block.kind, block.level], lengths[one.size]
            here = [k + x for k, x in zip(kind[low:high], length[low:high], strict=True)]
            for key in one.keys & scorer.shared:
                for j in columns[key]:
                    if low <= j < high:
                        here[j - low] += scorer.weights[key]
        for j in range(low, high + 1):
            best, move = (0.0, 0) if i == j == 0 else (NEVER, 0)
            if i and above_low <= j <= above_high:
                best, move = above[j] - _GAP, 1
            if j > low and row[j - 1] - _GAP > best:
                best, move = row[j - 1] - _GAP, 2
            if i and j > low and above_low < j <= above_high + 1:
                paired = above[j - 1] + here[j - 1 - low]
                if paired > best:
                    best, move = paired, 3
            row[j] = best
            step[j - low] = move
        steps.append(step)
        above, above_low, above_high = row, low, high
    beads: list[Bead] = []
    i, j = len(source), m
    while i or j:
        move = steps[i][j - corridor[i][0]]
        rows, cols = move & 1, move >> 1
        i, j = i - rows, j - cols
        beads.append(Bead(i, rows, j, cols))
    return beads[::-1]


# The second pass


def _second(scorer: Scorer, way: Sequence[Bead]) -> list[Bead]:
    """Return the best way near `way`, with merges and margins."""
    n, m = len(scorer.source), len(scorer.translation)
    low, high = _band(way, n, m)
    known = {(b.i, b.j) for b in way if b.rows == b.columns == 1 and b.margin >= 1}
    moves: list[Bead] = []
    for i in range(n + 1):
        for j in range(low[i], high[i] + 1):
            moves += _moves(scorer, i, j, n, m, known)
    inside = [[NEVER] * (high[i] - low[i] + 1) for i in range(n + 1)]
    outside = [[NEVER] * (high[i] - low[i] + 1) for i in range(n + 1)]
    inside[0][0] = outside[n][m - low[n]] = 0.0
    back: dict[tuple[int, int], Bead] = {}
    kept: list[Bead] = []
    for move in moves:
        i, j = move.i + move.rows, move.j + move.columns
        if not low[i] <= j <= high[i]:
            continue
        kept.append(move)
        reached = inside[move.i][move.j - low[move.i]] + move.score
        if reached > inside[i][j - low[i]]:
            inside[i][j - low[i]] = reached
            back[i, j] = move
    for move in reversed(kept):
        i, j = move.i + move.rows, move.j + move.columns
        reached = outside[i][j - low[i]] + move.score
        if reached > outside[move.i][move.j - low[move.i]]:
            outside[move.i][move.j - low[move.i]] = reached
    path: list[Bead] = []
    i, j = n, m
    while i or j:
        path.append(back[i, j])
        i, j = path[-1].i, path[-1].j
    path.reverse()
    best = inside[n][m - low[n]]
    chosen = set(path)
    rows, columns = [NEVER] * n, [NEVER] * m
    for move in kept:
        if move in chosen:
            continue
        i, j = move.i + move.rows, move.j + move.columns
        through = inside[move.i][move.j - low[move.i]] + move.score + outside[i][j - low[i]]
        for row in range(move.i, i):
            rows[row] = max(rows[row], through)
        for column in range(move.j, j):
            columns[column] = max(columns[column], through)
    return [
        bead._replace(
            margin=best
            - max(rows[bead.i : bead.i + bead.rows] + columns[bead.j : bead.j + bead.columns])
        )
        for bead in path
    ]


def _band(way: Sequence[Bead], n: int, m: int) -> tuple[list[int], list[int]]:
    """Return the first and last column to look at of every row."""
    low, high = [m] * (n + 1), [0] * (n + 1)
    for bead in [*way, Bead(n, 0, m, 0)]:
        for row in range(bead.i, bead.i + bead.rows + 1):
            low[row] = min(low[row], max(bead.j - _NEAR, 0))
            high[row] = max(high[row], min(bead.j + bead.columns + _NEAR, m))
    return low, high


def _moves(
    scorer: Scorer, i: int, j: int, n: int, m: int, known: set[tuple[int, int]]
) -> Iterator[Bead]:
    """Yield every bead that begins at a point."""
    if i < n:
        yield Bead(i, 1, j, 0, -_GAP)
    if j < m:
        yield Bead(i, 0, j, 1, -_GAP)
    if i == n or j == m:
        return
    yield Bead(i, 1, j, 1, scorer.score(i, 1, j, 1, (i, j) in known))
    for rows, columns in _SHAPES:
        if i + rows <= n and j + columns <= m:
            score = scorer.score(i, rows, j, columns)
            if score > -2 * _GAP:
                yield Bead(i, rows, j, columns, score)


_SHAPES = (
    *((k, 1) for k in range(2, _MOST + 1)),
    *((1, k) for k in range(2, _MOST + 1)),
    (2, 2),
)
