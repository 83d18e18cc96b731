"""A page's source, parsed once: its text, its front matter and the blocks people read.

The dialect is the Markdown that MkDocs and Material build: headings, paragraphs, lists, tables,
admonitions (`!!! note "題"`, `??? note`), quotes, definition lists. Code, HTML and comments are
left alone. A block knows where its text stands, so that a translation or a reading can be put
exactly there.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from madoguchi.inline import Kind, Prose, at_span, prose, scan, strip_readings, unwrap
from madoguchi.span import Lines, Place, Span


class BlockKind(StrEnum):
    """What a block is; also the context a translator sees."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CELL = "cell"
    TITLE = "title"
    """The title of an admonition."""
    FIELD = "field"
    """A text of the front matter or of a data file."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text that is read, checked and translated as a whole."""

    kind: BlockKind
    span: Span
    """Where it stands in the document's text, without marks of its kind (`##`, `- `)."""
    text: str
    """What it says: on one line, without readings. The `msgid` of its translation."""
    context: str
    """The `msgctxt` of its translation: the kind, or the field's name (`bring`)."""
    indent: str = ""
    """What begins its further lines."""
    level: int = 0
    """1 to 6 for a heading."""
    raw: str = ""
    """`text` with the readings that the editor gave in it."""

    @property
    def translatable(self) -> bool:
        """Whether anything in it is language: more than facts, code, numbers and marks."""
        return any(
            char.isalpha() or unicodedata.east_asian_width(char) in "WF"
            for token in scan(self.text)
            if token.kind is Kind.TEXT
            for char in token.text
        )


@dataclass(frozen=True)
class Document:
    """A source file with its blocks, in the order of the text."""

    path: Path
    text: str
    body: Span
    """All after the front matter."""
    blocks: tuple[Block, ...]
    """The blocks of the body."""
    notes: tuple[Span, ...] = ()
    """Lines with a comment to Madoguchi, `<!-- madoguchi: … -->`, with the line's end."""

    def place(self, offset: int) -> Place:
        """Return line and column of `offset`."""
        return self._lines.place(offset)

    def offset(self, place: Place) -> int:
        """Return the offset of a line and column."""
        return self._lines.offset(place)

    def prose(self, block: Block, resolve: Callable[[str], str | None]) -> Prose:
        """Return what a reader reads in `block`, with facts in place of references."""
        text = block.span.of(self.text)
        if block.kind is BlockKind.FIELD and text != block.raw:
            return at_span(prose(block.raw, resolve), block.span)  # YAML writes it another way
        return unwrap(prose(text, resolve, block.span.start))

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.text)


_FRONT = re.compile(
    r"---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)


def split_front_matter(text: str) -> tuple[Span, Span] | None:
    """Return the spans of the YAML and of the body, or None if there is no front matter."""
    match = _FRONT.match(text)
    return None if match is None else (Span(*match.span("yaml")), Span(match.end(), len(text)))


def parse(text: str, path: Path = Path("-")) -> Document:
    """Parse a Markdown source; front matter, if there is any, is left to `yamldoc`."""
    front = split_front_matter(text)
    body = front[1] if front else Span(0, len(text))
    scanner = _Scanner(text, body)
    return Document(path, text, body, tuple(scanner.blocks()), tuple(scanner.notes))


_HEADING = re.compile(
    r"(#{1,6})[ \t]+(?P<text>.+?)[ \t]*(?:[ \t]#+[ \t]*)?(?P<attr>\{[:#.][^{}]*\})?[ \t]*$"
)
_ADMONITION = re.compile(r'(?:!!!|\?\?\?\+?)[ \t]+[\w -]+(?:"(?P<text>[^"]*)")?[ \t]*$')
_ITEM = re.compile(r"(?P<mark>[-*+]|\d{1,9}[.)])(?P<gap>[ \t]+)(?:\[[ xX]\][ \t]+)?(?P<text>\S.*)$")
_DEFINITION = re.compile(r":[ \t]+(?P<text>\S.*)$")
_QUOTE = re.compile(r">[ \t]?(?P<text>.*)$")
_FENCE = re.compile(r"(`{3,}|~{3,})")
_RULE = re.compile(r"(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_NOT_PROSE = re.compile(
    r"(?:\{[:#.][^{}]*\}|\{list:[^{}|\s]+\}|\[[^\]]+\]:[ \t].*|\*\[[^\]]+\]:.*)[ \t]*$"
)
_HTML = re.compile(
    r"</?(?:address|article|aside|blockquote|details|div|dl|fieldset|figure|footer|form|h[1-6]|header|hr|iframe|main|nav|ol|p|pre|script|section|style|summary|table|ul|video)\b",
    re.IGNORECASE,
)
NOTE = re.compile(r"<!--[ \t]*madoguchi\b[^\n]*-->[ \t]*$")
"""A line that speaks to Madoguchi."""
_DELIMITER = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    """Offset of the first character that is no space."""
    text: str
    """Without indent and line end."""
    indent: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class _Scanner:
    """Walks over the lines of a body."""

    def __init__(self, text: str, body: Span) -> None:
        self.source = text
        self.lines = list(_lines(text, body))
        self.at = 0
        self.notes: list[Span] = []

    def blocks(self) -> Iterator[Block]:
        containers: list[int] = []
        blank = True
        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += 1
            if not line.text:
                blank = True
                continue
            if NOTE.match(line.text):
                # it stands for itself, and opens or closes nothing
                start = self.source.rfind("\n", 0, line.start) + 1
                self.notes.append(Span(start, min(line.end + 1, len(self.source))))
                continue
            while containers and line.indent < containers[-1]:
                containers.pop()
            depth = containers[-1] if containers else 0
            if blank and line.indent - depth >= 4:
                continue  # an indented code block; the next line is judged alike
            after_blank, blank = blank, False
            if self._skipped(line):
                blank = True
            elif (match := _HEADING.match(line.text)) is not None:
                yield self._block(BlockKind.HEADING, line, match, level=len(match[1]))
                blank = True
            elif (match := _ADMONITION.match(line.text)) is not None:
                containers.append(line.indent + 4)
                if match["text"]:
                    yield self._block(BlockKind.TITLE, line, match)
                blank = True
            elif self._table_starts(line):
                yield from self._table(line)
                blank = True
            elif (match := _ITEM.match(line.text)) is not None:
                containers.append(line.indent + 4)
                yield self._flow(BlockKind.ITEM, line, match)
            elif (match := _DEFINITION.match(line.text)) is not None and not after_blank:
                containers.append(line.indent + 4)
                yield self._flow(BlockKind.PARAGRAPH, line, match)
            elif (match := _QUOTE.match(line.text)) is not None:
                if match["text"].strip():
                    yield self._block(BlockKind.PARAGRAPH, line, match)
            else:
                yield self._flow(BlockKind.PARAGRAPH, line, None)

    def _skipped(self, line: _Line) -> bool:
        """Pass over what nobody translates: code, HTML, comments, rules, directives."""
        if (fence := _FENCE.match(line.text)) is not None:
            self._skip_until(lambda text: text.startswith(fence[1]) and not text.strip(fence[1][0]))
            return True
        if line.text.startswith("<!--"):
            if "-->" not in line.text:
                self._skip_until(lambda text: "-->" in text)
            return True
        if _HTML.match(line.text) is not None:
            self._skip_until(lambda text: not text)
            return True
        return _RULE.match(line.text) is not None or _NOT_PROSE.match(line.text) is not None

    def _skip_until(self, last: Callable[[str], bool]) -> None:
        while self.at < len(self.lines):
            self.at += 1
            if last(self.lines[self.at - 1].text):
                return

    def _block(
        self, kind: BlockKind, line: _Line, match: re.Match[str], *, level: int = 0
    ) -> Block:
        span = _trim(self.source, line.start + match.start("text"), line.start + match.end("text"))
        return self._make(kind, [span], "", level)

    def _flow(self, kind: BlockKind, first: _Line, match: re.Match[str] | None) -> Block:
        """Take the lines of a paragraph or an item that belong together."""
        start = first.start + (match.start("text") if match else 0)
        spans = [_trim(self.source, start, first.end)]
        indent = " " * (first.indent + (4 if match else 0))
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.text or self._begins_block(line):
                break
            spans.append(_trim(self.source, line.start, line.end))
            self.at += 1
        return self._make(kind, spans, indent)

    def _make(self, kind: BlockKind, spans: list[Span], indent: str, level: int = 0) -> Block:
        raw = join_lines([span.of(self.source) for span in spans])
        span = Span(spans[0].start, spans[-1].end)
        return Block(kind, span, strip_readings(raw), kind.value, indent, level, raw)

    def _begins_block(self, line: _Line) -> bool:
        text = line.text
        return bool(
            _HEADING.match(text)
            or _ADMONITION.match(text)
            or _ITEM.match(text)
            or _DEFINITION.match(text)
            or _FENCE.match(text)
            or _NOT_PROSE.match(text)
            or _HTML.match(text)
            or text.startswith(("<!--", ">"))
        )

    def _table_starts(self, line: _Line) -> bool:
        if "|" not in line.text or self.at >= len(self.lines):
            return False
        below = self.lines[self.at].text
        return "-" in below and "|" in below and _DELIMITER.match(below) is not None

    def _table(self, header: _Line) -> Iterator[Block]:
        yield from self._cells(header)
        self.at += 1
        while self.at < len(self.lines) and "|" in self.lines[self.at].text:
            yield from self._cells(self.lines[self.at])
            self.at += 1

    def _cells(self, line: _Line) -> Iterator[Block]:
        start = line.start
        for part in _split_cells(line.text):
            span = _trim(self.source, start, start + len(part))
            if span.start < span.end:
                yield self._make(BlockKind.CELL, [span], "")
            start += len(part) + 1


def _lines(text: str, body: Span) -> Iterator[_Line]:
    position = body.start
    for raw in body.of(text).split("\n"):
        stripped = raw.lstrip(" \t")
        indent = sum(4 if char == "\t" else 1 for char in raw[: len(raw) - len(stripped)])
        yield _Line(position + len(raw) - len(stripped), stripped.rstrip("\r"), indent)
        position += len(raw) + 1


def _trim(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    left = len(part) - len(part.lstrip(" \t"))
    return Span(start + left, start + max(left, len(part.rstrip(" \t"))))


_CELL_END = re.compile(r"(?P<skip>\\.|`[^`]*`|\{[^{}\n]*\})|\|")


def _split_cells(row: str) -> list[str]:
    """Return the parts of `row` between bars; a bar in code, braces or after `\\` is text."""
    ends = [m.start() for m in _CELL_END.finditer(row) if m["skip"] is None]
    starts = [0, *(end + 1 for end in ends)]
    return [row[start:end] for start, end in zip(starts, [*ends, len(row)], strict=True)]


def join_lines(lines: list[str]) -> str:
    """Join the lines of a paragraph as a reader sees them: between full-width signs no space."""
    text = lines[0]
    for line in lines[1:]:
        wide = text[-1:] and line[:1] and _wide(text[-1]) and _wide(line[0])
        text += line if wide else f" {line}"
    return text


def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
