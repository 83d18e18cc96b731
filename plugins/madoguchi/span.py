"""Places in a text, and changes to it that leave every other character alone."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of code points in an untouched source text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the part of `text` this span covers."""
        return text[self.start : self.end]


class Edit(NamedTuple):
    """Put `text` where `span` stands; an empty span inserts."""

    span: Span
    text: str


def splice(text: str, edits: Iterable[Edit]) -> str:
    """Return `text` with `edits` made; what no edit covers is copied as it is.

    Raises ValueError if two edits overlap.
    """
    parts: list[str] = []
    position = 0
    for span, replacement in sorted(edits, key=lambda edit: edit.span):
        if span.start < position:
            raise ValueError(f"edit at {span.start} overlaps one that ends at {position}")
        parts += text[position : span.start], replacement
        position = span.end
    return "".join((*parts, text[position:]))


class Place(NamedTuple):
    """A line and a column as an editor shows them; both start at 1."""

    line: int
    column: int


@dataclass(frozen=True)
class Lines:
    """Turns offsets into lines and columns, once, at the edge."""

    text: str

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(i + 1 for i, char in enumerate(self.text) if char == "\n")]

    def place(self, offset: int) -> Place:
        """Return the place of the code point at `offset`."""
        line = bisect_right(self._starts, offset)
        return Place(line, offset - self._starts[line - 1] + 1)

    def offset(self, place: Place) -> int:
        """Return the offset of a place; of one outside the text, the nearest end."""
        starts = self._starts
        line = min(max(place.line, 1), len(starts))
        return min(starts[line - 1] + place.column - 1, len(self.text))
