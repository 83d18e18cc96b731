"""A word of a text, with how it is read and who says so."""

from enum import StrEnum
from typing import NamedTuple

from madoguchi.span import Span


class Part(NamedTuple):
    """A piece of a word; without a reading it is read as it is written."""

    text: str
    reading: str | None


class Unit(NamedTuple):
    """A short unit of a long word: 健康 in 健康保険."""

    text: str
    base: str
    normalized: str


class Number(NamedTuple):
    """A number found in a text, with its counter if it has one."""

    start: int
    end: int
    reading: str
    digits: str
    """The number as digits, for the kana version: 第3, 1,000."""
    counter: str
    """The kana after the digits in the kana version: がつ; empty if the number reads as one (はつか)."""
    fused: bool
    """Number and counter are one word (一人 ひとり, 20日 はつか): one ruby over both."""


class Origin(StrEnum):
    """Who says how a word is read."""

    EDITOR = "editor"
    RULE = "rule"
    DICTIONARY = "dictionary"
    NONE = "none"
    """Nobody: the word has kanji and is in no dictionary."""


DOUBTFUL = 0.7
"""Readings below this confidence are reported."""


class Word(NamedTuple):
    """A word of a text and its reading."""

    span: Span
    text: str
    reading: str
    """Hiragana; katakana words as they are written."""
    pos: tuple[str, ...]
    """SudachiPy's part of speech: six fields, the last two of conjugation."""
    base: str
    """Dictionary form: 引っ越す for 引っ越し."""
    normalized: str
    """SudachiPy's normalised form: 子供 for 子ども."""
    origin: Origin
    parts: tuple[Part, ...]
    """The word's pieces with their ruby; together they are the word."""
    number: Number | None = None
    confidence: float = 1.0
    """From 0, nobody knows, to 1, an editor says so; below `DOUBTFUL` a person should look."""
    other: str = ""
    """What another reader says, in hiragana, where it says something else."""
    units: tuple[Unit, ...] = ()
    """Its short units, where it has more than one: 国民, 健康, 保険."""
