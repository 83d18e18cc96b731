"""Findings shown in the page itself while an editor works (`mkdocs serve`), never in a published one.

A mark travels through Markdown and HTML as three characters of a private area, so that nothing
escapes, parses or moves it, and becomes an element when the page is done.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

from madoguchi.facts import source_facts
from madoguchi.findings import Finding, Severity
from madoguchi.inline import MASK, Kind, Prose, scan
from madoguchi.project import Project
from madoguchi.read.annotate import RUBY
from madoguchi.span import Edit, Span, splice

_OPEN, _MIDDLE, _CLOSE = "\ue010", "\ue011", "\ue012"
_MARKS = re.compile(f"{_OPEN}([0-9]+){_MIDDLE}|{_CLOSE}")

STYLE = """<style>
.mg-finding { text-decoration: underline wavy 2px; text-underline-offset: .25em; cursor: help; position: relative; }
.mg-finding.mg-error { text-decoration-color: #c00; } .mg-finding.mg-warning { text-decoration-color: #b60; }
.mg-finding.mg-info { text-decoration-color: #06c; text-decoration-style: dotted; }
.mg-finding::after { content: attr(data-mg); display: none; position: absolute; z-index: 9; inset: 100% auto auto 0; width: max-content;
 max-width: min(22rem, 80vw); padding: .4rem .6rem; border-radius: .3rem; background: #222; color: #fff; font: 400 .85rem/1.5 sans-serif; white-space: pre-line; }
.mg-finding:is(:hover, :focus)::after { display: block; }
</style>
"""
"""For the page's head, where it has marks."""


class Marks(NamedTuple):
    """The findings of a site, by number."""

    findings: Sequence[Finding]
    lang: str

    def put(self, shown: str, text: str, places: Iterable[tuple[Span, int]]) -> str:
        """Return inline Markdown `shown`, which says `text`, with marks about spans of `text`.

        Where it says something else (a fact is written otherwise there), the whole is marked.
        """
        where = _places(shown)
        said = "".join(char for _, char in where)
        edits: list[Edit] = []
        for span, number in places:
            first, last = (span.start, span.end) if said == text else (0, len(where))
            for piece in _pieces([where[i][0] for i in range(first, min(last, len(where)))]):
                edits.append(Edit(Span(piece.start, piece.start), f"{_OPEN}{number}{_MIDDLE}"))
                edits.append(Edit(Span(piece.end, piece.end), _CLOSE))
        # where two begin or end in one place, the order does not matter: each closes the nearest
        return splice(shown, sorted(edits, key=lambda e: (e.span, e.text != _CLOSE)))

    def html(self, page: str) -> str:
        """Return a finished page with its marks as elements; those in its head are dropped."""
        head, found, body = page.partition("</head>")
        if not found:
            head, body = "", page
        shown = _MARKS.sub(self._element, body)
        style = STYLE if shown != body else ""
        return _MARKS.sub("", head) + style + found + shown

    def _element(self, match: re.Match[str]) -> str:
        if match[0] == _CLOSE:
            return "</span>"
        number = int(match[1])
        if number >= len(self.findings):
            return "<span>"
        finding = self.findings[number]
        message = f"{finding.code} {finding.message.text(self.lang)}"
        if finding.fix is not None:
            message += "\n→ " + " … ".join(edit.text for edit in finding.fix.edits)
        return f'<span class="mg-finding mg-{finding.severity}" tabindex="0" data-mg="{escape(message)}" aria-description="{escape(message)}">'


class Placed(NamedTuple):
    """The marks of a block: what the block says, and which spans of it which findings are about."""

    text: str
    places: tuple[tuple[Span, int], ...]


def clean(text: str) -> str:
    """Return a city's text without such characters, which mean nothing in it."""
    return re.sub(f"[{_OPEN}-{_CLOSE}]", "", text)


def _places(shown: str) -> list[tuple[Span, str]]:
    """Return for each character that `shown` says: where it stands, and itself.

    Characters under one ruby stand together.
    """
    found: list[tuple[Span, str]] = []
    for token in scan(shown):
        piece = token.span.of(shown)
        if token.kind is Kind.TEXT:
            start = token.span.start
            found += ((Span(start + i, start + i + 1), c) for i, c in enumerate(token.text))
        elif (ruby := RUBY.fullmatch(piece)) is not None:
            found += ((token.span, char) for char in ruby["base"])
        elif token.kind is Kind.CODE:
            found.append((token.span, MASK))
    return found


def _pieces(spans: Iterable[Span]) -> list[Span]:
    """Join spans that touch; markup between two keeps them apart."""
    joined: list[Span] = []
    for span in spans:
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
        else:
            joined.append(span)
    return joined


def placed(
    project: Project, findings: Iterable[Finding], lang: str
) -> tuple[Marks, dict[int, Placed]]:
    """Return the marks of a site's findings, and where they belong by the identity of each block."""
    order = list(Severity)[::-1]  # the gravest last: its mark lies inside
    about = sorted(
        (f for f in findings if f.end is not None), key=lambda f: order.index(f.severity)
    )
    by_path: dict[Path, list[tuple[int, Finding]]] = {}
    for number, finding in enumerate(about):
        by_path.setdefault(finding.path, []).append((number, finding))
    resolve = source_facts(project.content).value
    found: dict[int, Placed] = {}
    content = project.content
    texts = [(page.document, block) for page in content.pages for block in page.blocks]
    texts += [(text.document, text.block) for text in content.texts.values()]
    for document, block in texts:
        here = [
            (number, Span(document.offset(f.place), document.offset(f.end or f.place)))
            for number, f in by_path.get(document.path, ())
        ]
        inside = [(n, s) for n, s in here if s.start < block.span.end and block.span.start < s.end]
        if inside:
            mapped = document.prose(block, resolve)
            spans = [(_within(mapped, span), number) for number, span in inside]
            found[id(block)] = Placed(mapped.text, tuple(spans))
    return Marks(about, lang), found


def _within(mapped: Prose, span: Span) -> Span:
    """Return the characters of a prose text that stand inside a span of its source."""
    inside = [
        i
        for i, (start, end) in enumerate(zip(mapped.starts, mapped.ends, strict=True))
        if start < span.end and span.start < end
    ]
    return Span(inside[0], inside[-1] + 1) if inside else Span(0, 0)
