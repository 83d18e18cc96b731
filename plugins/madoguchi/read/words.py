"""A word of a text, with how it is read and who says so."""

from enum import StrEnum
from typing import NamedTuple

from madoguchi.read.align import Part, align
from madoguchi.read.kana import hiragana
from madoguchi.read.numbers import Number
from madoguchi.span import Span


class Origin(StrEnum):
    """Who says how a word is read."""

    EDITOR = "editor"
    RULE = "rule"
    DICTIONARY = "dictionary"
    NONE = "none"
    """Nobody: the word has kanji and is in no dictionary."""


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


def with_reading(word: Word, reading: str) -> Word:
    """Return `word` read as `reading` by a rule."""
    return word._replace(
        reading=reading, origin=Origin.RULE, parts=align(word.text, hiragana(reading))
    )
