"""What stands inside a line of Markdown: prose, and what is not prose."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from madoguchi.span import Span


class Kind(Enum):
    """What a piece of a line is."""

    TEXT = auto()
    RUBY = auto()
    """`{漢字|かんじ}`: words with the reading an editor gives."""
    REF = auto()
    """`{contact.city-hall.phone}`: a fact that lives in a data file."""
    CODE = auto()
    MARKUP = auto()
    """Emphasis marks, HTML tags, link targets, attribute lists, comments."""


class Token(NamedTuple):
    """A piece of a line; all pieces one after the other are the line."""

    kind: Kind
    span: Span
    text: str
    """TEXT and CODE: what a reader sees; RUBY: the words; REF: the name inside the braces."""
    reading: str = ""


REFERENCE = re.compile(r"\{([a-z][a-z0-9_-]*[.:][^{}|\s]+)\}")

_TOKEN = re.compile(
    r"(?P<code>(?<!`)(?P<tick>`+)(?!`).+?(?<!`)(?P=tick)(?!`))"
    r"|(?P<comment><!--(?:(?!<!--).)*?-->|<ruby\b(?:(?!<ruby\b).)*?</ruby>|</?[A-Za-z][^<>]*>)"
    r"|(?P<url>(?:https?://|www\.)[A-Za-z0-9._~:/?#@!$&'*+,;=%-]+|(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
    r"|\{(?P<ref>[a-z][a-z0-9_-]*[.:][^{}|\s]+)\}"
    r"|\{(?P<words>[^{}|\n]+)\|(?P<reading>[^{}|\n]+)\}"
    r"|(?P<attributes>\{[:#.][^{}\n]*\})"
    r"|(?P<target>\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\))"
    r"|(?P<open>!?\[(?=[^\[\]\n]*\]\())"
    r"|(?P<escape>\\(?=[\\`*_{}\[\]()#+\-.!|]))"
    r"|(?P<emphasis>\*{1,3}|~~)"
    r"|(?P<entity>&(?:[A-Za-z]+|#[0-9]+|#x[0-9A-Fa-f]+);)",
    re.DOTALL,
)


@lru_cache(maxsize=65_536)
def scan(text: str) -> tuple[Token, ...]:
    """Return the tokens of `text`, without a gap."""
    return tuple(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    position = 0
    for match in _TOKEN.finditer(text):
        if match.start() > position:
            span = Span(position, match.start())
            yield Token(Kind.TEXT, span, span.of(text))
        span = Span(*match.span())
        position = span.end
        if (words := match["words"]) is not None:
            yield Token(Kind.RUBY, span, words, match["reading"])
        elif (name := match["ref"]) is not None:
            yield Token(Kind.REF, span, name)
        elif match["code"] is not None or match["entity"] is not None or match["url"] is not None:
            yield Token(Kind.CODE, span, span.of(text))
        else:
            yield Token(Kind.MARKUP, span, "")
    if position < len(text):
        yield Token(Kind.TEXT, Span(position, len(text)), text[position:])


def strip_readings(text: str) -> str:
    """Return `text` with `{漢字|かんじ}` as 漢字: what a translator is given."""
    if "|" not in text:
        return text
    return "".join(
        token.text if token.kind is Kind.RUBY else token.span.of(text) for token in scan(text)
    )


def references(text: str) -> list[str]:
    """Return the names of the facts that `text` refers to, in order."""
    return [token.text for token in scan(text) if token.kind is Kind.REF]


_TARGET = re.compile(r"\]\((?P<url>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)[^()]*\)")


def link_target(mark: str) -> str | None:
    """Return where a link's end mark `](a.md "title")` leads; None if it is another mark."""
    match = _TARGET.fullmatch(mark)
    return None if match is None else match["url"]


def link_targets(text: str) -> list[str]:
    """Return where the links of `text` lead, in order."""
    found = (link_target(t.span.of(text)) for t in scan(text) if t.kind is Kind.MARKUP)
    return [target for target in found if target is not None]


MASK = "〓"
"""Stands for what is no prose (code, an unknown fact): one character, no word."""


class Given(NamedTuple):
    """A reading that an editor gave for `span` of a prose text."""

    span: Span
    reading: str


@dataclass(frozen=True, slots=True)
class Prose:
    """Plain text with a map back to the source: what a reader reads, where it stands."""

    text: str
    starts: tuple[int, ...]
    """For each character of `text`, where its source begins …"""
    ends: tuple[int, ...]
    """… and where it ends."""
    given: tuple[Given, ...]

    def source(self, start: int, end: int) -> Span:
        """Return the source span of `text[start:end]`."""
        if not self.text:
            return Span(0, 0)
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else self.ends[-1]
            return Span(at, at)
        return Span(self.starts[start], self.ends[end - 1])

    def pieces(self, start: int, end: int) -> list[tuple[Span, Span]]:
        """Return `text[start:end]` as (prose, source) spans, each without markup inside."""
        found: list[tuple[Span, Span]] = []
        begin = start
        for i in range(start + 1, end + 1):
            joined = i < end and (
                self.starts[i] == self.ends[i - 1]
                or (self.starts[i], self.ends[i]) == (self.starts[i - 1], self.ends[i - 1])
            )
            if not joined:
                found.append((Span(begin, i), Span(self.starts[begin], self.ends[i - 1])))
                begin = i
        return found


def prose(text: str, resolve: Callable[[str], str | None] | None = None, offset: int = 0) -> Prose:
    """Return the prose of a Markdown `text` that stands at `offset` of the source.

    `resolve` gives the value of a fact by its name, itself with `{漢字|かんじ}` readings.
    """
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    given: list[Given] = []

    def whole(words: str, span: Span) -> None:
        out.append(words)
        starts.extend([span.start + offset] * len(words))
        ends.extend([span.end + offset] * len(words))

    for token in scan(text):
        length = len(starts)
        if token.kind is Kind.TEXT:
            out.append(token.text)
            first = token.span.start + offset
            starts.extend(range(first, first + len(token.text)))
            ends.extend(range(first + 1, first + 1 + len(token.text)))
        elif token.kind is Kind.RUBY:
            whole(token.text, token.span)
            given.append(Given(Span(length, len(starts)), token.reading))
        elif token.kind is Kind.CODE:
            whole(MASK, token.span)
        elif token.kind is Kind.REF:
            value = resolve(token.text) if resolve else None
            if value is None:
                whole(MASK, token.span)
                continue
            inner = prose(value)
            whole(inner.text, token.span)
            given += (
                Given(Span(g.span.start + length, g.span.end + length), g.reading)
                for g in inner.given
            )
    return Prose("".join(out), tuple(starts), tuple(ends), tuple(given))


def unwrap(wrapped: Prose) -> Prose:
    """Return the prose of a paragraph over several lines as its reader sees it: one line."""
    if "\n" not in wrapped.text:
        return wrapped
    keep: list[int] = []
    text: list[str] = []
    moved: dict[int, int] = {}
    position = 0
    for match in re.finditer(r"[ \t\r]*\n[ \t]*|.", wrapped.text, re.DOTALL):
        start, end = match.span()
        if "\n" in match[0]:
            if _wide(wrapped.text[start - 1 : start]) and _wide(wrapped.text[end : end + 1]):
                continue
            text.append(" ")
        else:
            text.append(match[0])
        moved[start] = position
        keep.append(start)
        position += 1
    given = tuple(
        Given(Span(moved[g.span.start], moved[g.span.end - 1] + 1), g.reading)
        for g in wrapped.given
    )
    return Prose(
        "".join(text),
        tuple(wrapped.starts[i] for i in keep),
        tuple(wrapped.ends[i] for i in keep),
        given,
    )


def _wide(char: str) -> bool:
    return bool(char) and unicodedata.east_asian_width(char) in "WF"


def at_span(value: Prose, span: Span) -> Prose:
    """Return `value` with every character standing at `span`: a text YAML writes another way."""
    count = len(value.text)
    return Prose(value.text, (span.start,) * count, (span.end,) * count, value.given)
