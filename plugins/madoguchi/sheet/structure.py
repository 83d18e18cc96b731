"""The body of a page in the order of its text: which blocks are a row, an item, in a box."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from madoguchi.document import Block, BlockKind, Document


@dataclass(frozen=True, slots=True)
class Part:
    """What stands beside its pair as one: a block, or the cells of a table's row."""

    kind: str
    """`heading`, `paragraph`, `item`, `number`, `title`, `row`, `head` (of a table), `list`."""
    blocks: tuple[tuple[int, Block], ...] = ()
    """With their indexes in the document."""
    depth: int = 0
    """How deep in lists it is."""
    boxed: bool = False
    """Whether it is in an admonition."""
    mark: str = ""
    """An item's bullet or number; the name of a list from the data files."""
    columns: tuple[int, ...] = ()
    """In which column each cell of a row stands."""
    level: int = 0
    """1 to 6 for a heading."""


_LIST = re.compile(r"^[ \t]*\{list:(?P<name>[a-z]+)\}[ \t]*$", re.MULTILINE)
_ADMONITION = re.compile(r"(?P<indent>[ \t]*)(?:!!!|\?\?\?\+?)[ \t]+[\w -]+")
_MARK = re.compile(
    r"[ \t]*(?:(?P<bullet>[-*+])|(?P<number>\d{1,9})[.)])[ \t]+(?:\[[ xX]\][ \t]+)?$"
)
_DELIMITER = re.compile(r"[ \t|:]*-[ \t|:-]*\r?")
_NO_BAR = re.compile(r"\\.|`[^`]*`|\{[^{}\n]*\}")


def parts(document: Document) -> list[Part]:
    """Return all blocks of `document` in parts, and the lists from data files where they stand."""
    found: list[tuple[int, Part]] = [
        (match.start(), Part("list", mark=match["name"]))
        for match in _LIST.finditer(document.text, document.body.start)
    ]
    boxes = list(_boxes(document))
    counters: list[tuple[int, int]] = []
    for line, group in groupby(
        enumerate(document.blocks), key=lambda one: _line_start(document.text, one[1].span.start)
    ):
        blocks = tuple(group)
        block = blocks[0][1]
        before = document.text[line : block.span.start]
        indent = _width(before) if not before.strip() else _width(before[: -len(before.lstrip())])
        boxed = any(start <= line < end for start, end in boxes)
        if block.kind is BlockKind.CELL:
            kind = "head" if _above_delimiter(document.text, line) else "row"
            columns = tuple(_column(document.text, line, b.span.start) for _, b in blocks)
            found.append((line, Part(kind, blocks, boxed=boxed, columns=columns)))
            continue
        if block.kind is BlockKind.ITEM:
            part = _item(blocks, before, indent, boxed, counters)
        else:
            while counters and counters[-1][0] >= indent:
                counters.pop()
            level = block.level if block.kind is BlockKind.HEADING else 0
            part = Part(block.kind.value, blocks, len(counters), boxed, level=level)
        found.append((line, part))
    return [part for _, part in sorted(found, key=lambda one: one[0])]


def _item(
    blocks: tuple[tuple[int, Block], ...],
    before: str,
    indent: int,
    boxed: bool,
    counters: list[tuple[int, int]],
) -> Part:
    """Return a list's item; `counters` has the indents of open lists, with their last numbers."""
    while counters and counters[-1][0] > indent:
        counters.pop()
    last = counters.pop()[1] if counters and counters[-1][0] == indent else 0
    match = _MARK.match(before)
    number = match["number"] if match is not None else None
    count = (last + 1 if last else int(number)) if number is not None else 0
    counters.append((indent, count))
    mark = f"{count}." if number is not None else "•"
    kind = "number" if number is not None else "item"
    return Part(kind, blocks, len(counters) - 1, boxed, mark)


def _boxes(document: Document) -> Iterator[tuple[int, int]]:
    """Yield from where to where each admonition goes: its lines and all that are indented below."""
    text = document.text
    start: int | None = None
    least = 0
    at = document.body.start
    for line in document.body.of(text).splitlines(keepends=True):
        if start is not None and line.strip() and _width(line[: -len(line.lstrip())]) < least:
            yield start, at
            start = None
        if start is None and (match := _ADMONITION.match(line)) is not None:
            start, least = at, _width(match["indent"]) + 4
        at += len(line)
    if start is not None:
        yield start, at


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _above_delimiter(text: str, line: int) -> bool:
    below = text[line:].split("\n", 2)[1:2]
    return bool(below) and _DELIMITER.fullmatch(below[0]) is not None


def _width(space: str) -> int:
    return len(space.expandtabs(4))


def _column(text: str, line: int, start: int) -> int:
    """Return the column of the cell at `start`: how many bars stand before it in its line."""
    before = _NO_BAR.sub("", text[line:start]).strip()
    return before.count("|") - before.startswith("|")
