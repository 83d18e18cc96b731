"""What in a text is no language but a code that a translator moves and never edits.

References, link targets and Markdown marks: tools for translators show them as tags.
"""

from collections.abc import Sequence
from enum import Enum, auto
from typing import NamedTuple

from madoguchi.inline import Kind, link_target, scan


class Role(Enum):
    """What a piece of a text is."""

    TEXT = auto()
    ALONE = auto()
    OPEN = auto()
    CLOSE = auto()


class Piece(NamedTuple):
    """A piece of a text; all pieces one after the other are the text."""

    role: Role
    said: str
    id: int = 0
    """The number of a code, one for both halves of a pair."""


def pieces(text: str, like: Sequence[Piece] = ()) -> list[Piece]:
    """Return the pieces of `text`; pairs are well nested.

    A code that is also in `like`, the pieces of the source, has the same number there.
    """
    found = _pieces(text)
    free: dict[tuple[Role, str, str], list[int]] = {}
    for shape, number in _shapes(like):
        free.setdefault(shape, []).append(number)
    fresh = 1 + max((piece.id for piece in like), default=0)
    numbers: dict[int, int] = {}
    for shape, number in _shapes(found):
        same = free.get(shape)
        numbers[number] = same.pop(0) if same else fresh
        fresh += numbers[number] == fresh
    return [piece._replace(id=numbers.get(piece.id, 0)) for piece in found]


def _shapes(of: Sequence[Piece]) -> list[tuple[tuple[Role, str, str], int]]:
    """Return what makes a code the same as another, with its number."""
    ends = {piece.id: piece.said for piece in of if piece.role is Role.CLOSE}
    return [
        ((piece.role, piece.said, ends.get(piece.id, "")), piece.id)
        for piece in of
        if piece.role in (Role.ALONE, Role.OPEN)
    ]


def _pieces(text: str) -> list[Piece]:
    found: list[Piece] = []
    waiting: list[tuple[int, str]] = []
    for token in scan(text):
        said = token.span.of(text)
        if token.kind is Kind.TEXT:
            found.append(Piece(Role.TEXT, said))
            continue
        role = Role.ALONE
        number = len(found) + 1
        opens, closes = _ends(said) if token.kind is Kind.MARKUP else ("", "")
        at = max((i for i, (_, end) in enumerate(waiting) if end and end == closes), default=None)
        if at is not None:
            opening = waiting[at][0]
            del waiting[at:]
            found[opening] = found[opening]._replace(role=Role.OPEN)
            role, number = Role.CLOSE, found[opening].id
        elif opens:
            waiting.append((len(found), opens))
        found.append(Piece(role, said, number))
    return found


def _ends(mark: str) -> tuple[str, str]:
    """Return what pair a mark may open and what pair it may close."""
    if mark in ("[", "!["):
        return "](", ""
    if link_target(mark) is not None:
        return "", "]("
    if mark[0] in "*~":
        return mark, mark
    if mark[0] == "<" and mark[1:2] not in ("!", "") and not mark.endswith("/>"):
        name = mark.strip("</>").split()[0].lower() if mark.strip("</>").split() else ""
        return ("", name) if mark.startswith("</") else (name, "")
    return "", ""
