"""Fits the weights of the score to pairs of sentences: `weights.py [--write]`.

The pairs (tests/score/*.tsv: original, tab, easier) were written for Madoguchi, so that what is
learnt from them may be shipped. A weight is never below zero. Prints how many pairs are ranked
right when a genre is held out, then with all.
"""

import argparse
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from madoguchi.check.score import LABELS, Score, score
from madoguchi.files import write_text
from madoguchi.read.reader import Reader

Vector = tuple[float, ...]

ROOT = Path(__file__).resolve().parent.parent
PAIRS = ROOT / "tests" / "score"
TABLE = ROOT / "plugins" / "madoguchi" / "check" / "weights.tsv"
KINDS = list(LABELS)
STEPS = 150
LEAST = 0.02
PULL = 0.02
"""How strongly a weight is held near the prior: a kind that is rare in the pairs keeps it."""

HEAD = """\
# What one of each kind of fault adds to the score of a text: kind, tab, points.
# Made by scripts/weights.py from the pairs of sentences in tests/score, which were written for
# Madoguchi. Do not edit by hand; the prior it starts from is in that script.
"""
# Set by hand: what we believe before any pair is seen
PRIOR = {
    "word": 0.5, "hard-word": 0.7, "rare-word": 0.8, "long": 0.3, "very-long": 0.3, "passive": 0.8,
    "causative": 0.8, "potential": 0.3, "keigo": 1.0, "double-negative": 1.0, "stem-comma": 0.8, "clause": 0.3,
    "te-clause": 0.2, "modifier": 0.1, "formal": 0.5, "rewrite": 0.5, "noun-run": 0.3, "verbal-noun": 0.4,
    "plain-ending": 0.6, "noun-ending": 0.6, "vague": 0.1, "loanword": 0.5, "mimetic": 0.6, "abbreviation": 0.5,
    "latin": 0.3, "number-form": 0.5, "relative": 0.4, "list": 0.2, "tari": 0.1, "request": 0.3, "aspect": 0.1,
}  # fmt: skip


def vector(found: Score) -> Vector:
    """Return how much there is of each kind of fault."""
    amounts: Counter[str] = Counter()
    for fault in found.faults:
        amounts[fault.kind] += fault.amount  # type: ignore[assignment]
    return tuple(float(amounts[kind]) for kind in KINDS)


def pairs(path: Path) -> list[Vector]:
    """Return, for each pair of a file, the original's vector less the easier one's."""
    words = Reader().words
    rows = [
        line.split("\t")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    both = ((vector(score(hard, words)), vector(score(easy, words))) for hard, easy in rows)
    return [tuple(a - b for a, b in zip(hard, easy, strict=True)) for hard, easy in both]


def margin(difference: Vector, weights: Sequence[float]) -> float:
    """Return by how much the original's score is above the easier one's."""
    return sum(d * w for d, w in zip(difference, weights, strict=True))


def fit(differences: Sequence[Vector]) -> list[float]:
    """Return the weights, none below zero, under which most differences are above zero.

    Logistic loss, pulled towards the prior; projected gradient descent.
    """
    prior = [PRIOR[kind] for kind in KINDS]
    weights = list(prior)
    for step in range(STEPS):
        slope = [2 * PULL * (w - p) for w, p in zip(weights, prior, strict=True)]
        for difference in differences:
            wrong = 1 / (1 + math.exp(min(30.0, margin(difference, weights))))
            for k, d in enumerate(difference):
                if d:
                    slope[k] -= d * wrong / len(differences)
        rate = 1.5 / (1 + step / 40)
        weights = [max(LEAST, w - rate * s) for w, s in zip(weights, slope, strict=True)]
    return weights


def right(differences: Sequence[Vector], weights: Sequence[float]) -> str:
    """Return the share of pairs ranked right, and of ties."""
    margins = [margin(difference, weights) for difference in differences]
    ranked = sum(m > 1e-9 for m in margins) / len(margins)
    ties = sum(abs(m) <= 1e-9 for m in margins) / len(margins)
    return f"{ranked:.1%} right, {ties:.1%} ties"


def main(argv: Sequence[str] | None = None) -> None:
    """Fit, print, and write the table if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args(argv)
    sets = {path.stem: pairs(path) for path in sorted(PAIRS.glob("*.tsv"))}
    for name, held_out in sets.items():
        others = [d for other, found in sets.items() if other != name for d in found]
        prior = [PRIOR[kind] for kind in KINDS]
        print(
            f"{name}: {len(held_out)} pairs; prior {right(held_out, prior)}; fitted to the others {right(held_out, fit(others))}"
        )
    everything = [d for found in sets.values() for d in found]
    weights = fit(everything)
    print(f"all: {len(everything)} pairs; {right(everything, weights)}")
    for name, found in sets.items():
        print(f"  {name}: {right(found, weights)}")
    lines = [f"{kind}\t{weight:.2f}\n" for kind, weight in zip(KINDS, weights, strict=True)]
    print("".join(lines))
    if args.write:
        write_text(TABLE, HEAD + "".join(lines))


if __name__ == "__main__":
    main()
