"""What a text is after tools had it, and the label by which it is brought back to its place."""

import re
import unicodedata
from typing import NamedTuple, Self
from urllib.parse import quote, unquote

from madoguchi.document import join_lines
from madoguchi.inline import Kind, link_target, scan
from madoguchi.kept import digest
from madoguchi.span import Edit, splice
from madoguchi.translate.exchange.unit import Unit

# What XML 1.0 and so every format here cannot say
_UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile("\r\n|[\r\v\x85\u2028\u2029]")
"""What programs and people end a line with besides a line feed."""
LOST = "\ufffd"
"""Stands for a character that no file can hold, and that therefore nobody can bring back."""


def speakable(text: str) -> str:
    """Return `text` as files can hold it: without control characters."""
    return _UNSPEAKABLE.sub(LOST, _LINE_END.sub("\n", text))


def tidy(text: str) -> str:
    """Return a text that came back as a catalog has it: line ends, NFC, no space around it."""
    return unicodedata.normalize("NFC", _LINE_END.sub("\n", text)).strip()


def unbroken(text: str, source: str) -> str:
    """Return a translation on one line if its source is: programs and people break lines."""
    return text if "\n" in source.strip() else _joined(text)


def _joined(text: str) -> str:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return join_lines(lines) if lines else ""


def folded(text: str) -> str:
    """Return what of `text` no tool changes by itself: two that are equal are the same text."""
    return " ".join(_joined(unicodedata.normalize("NFC", speakable(text))).split())


def mark(text: str) -> str:
    """Return a short name for what a translation says, to see whether it is still the same.

    Facts and link targets do not count: a translation follows those of its source by itself.
    """
    edits = [
        Edit(token.span, "{}" if token.kind is Kind.REF else "]()")
        for token in scan(text)
        if token.kind is Kind.REF
        or (token.kind is Kind.MARKUP and link_target(token.span.of(text)) is not None)
    ]
    return digest(folded(splice(text, edits)))[:16]


class Label(NamedTuple):
    """What a unit carries with it, so that it can be brought back to its place."""

    tag: str
    catalog: str
    context: str
    key: str
    """Names the source text in its place; the same every time it is given out."""
    base: str
    """`mark` of the translation of that time."""

    @classmethod
    def of(cls, unit: Unit) -> Self:
        """Return the label of a unit as it is now."""
        context, text = unit.source.key
        key = key_of(unit.catalog, context, text)
        return cls(unit.tag, unit.catalog, context, key, mark(unit.translation))

    @classmethod
    def find(cls, text: str) -> Self | None:
        """Return the label that stands somewhere in `text`."""
        match = _LABEL.search(text)
        return None if match is None else cls(*map(unquote, match.groups()))

    def __str__(self) -> str:
        return ":".join(("madoguchi", "1", *(quote(speakable(part), safe="/") for part in self)))


_LABEL = re.compile(
    r"madoguchi:1:([A-Za-z0-9-]+):([^\s:]+):([^\s:]*):([0-9a-f]{16}):([0-9a-f]{16})"
)


def key_of(catalog: str, context: str, text: str) -> str:
    """Return the `key` of a label."""
    return digest(catalog, folded(context), folded(text))[:16]
