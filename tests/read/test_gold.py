"""Sentences of municipal Japanese with their readings, written by hand: all of them must be right."""

from pathlib import Path

import pytest

from madoguchi.kana import hiragana
from madoguchi.read.reader import Reader

GOLD = [
    (path.stem, *line.split("\t")[:2])
    for path in sorted((Path(__file__).parent / "gold").glob("*.tsv"))
    for line in path.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def test_there_are_enough() -> None:
    assert len(GOLD) >= 600
    assert len({sentence for _, sentence, _ in GOLD}) == len(GOLD)


@pytest.mark.parametrize(("name", "sentence", "reading"), GOLD, ids=range(len(GOLD)))
def test_sentence(name: str, sentence: str, reading: str) -> None:
    assert hiragana("".join(word.reading for word in Reader().words(sentence))) == hiragana(reading)
