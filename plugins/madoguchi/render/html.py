"""Inline Markdown and data as HTML that is safe to put into a page."""

import re
from html import escape

from madoguchi.inline import Kind, link_target, link_targets, scan
from madoguchi.read.annotate import RUBY
from madoguchi.span import Edit, Span, splice

JAPANESE = '<span lang="ja" dir="ltr" class="mg-ja">'
"""What begins a piece of Easy Japanese in a page of another language."""
_TERM = re.compile(r'<dfn data-t="\d+">|</dfn>')
"""Around an official word; `terms.Terms` puts it there, and its explanation in its place."""
_SPECIAL = re.compile(r"([\\`*_\[\]|])")


def markdown_escape(text: str) -> str:
    """Return plain text from a data file so that Markdown shows it as it is."""
    return _SPECIAL.sub(r"\\\1", escape(text.translate(_NO_BRACES), quote=False))


_NO_BRACES = str.maketrans({"{": "（", "}": "）"})


def inline_html(text: str) -> str:
    """Return inline Markdown, with our ruby, as HTML; any other tag in it is shown as text.

    A fact that is not translated stands in a translation as Japanese, which keeps its language.
    """
    parts: list[str] = []
    strong = False
    link = False
    japanese = False
    for token in scan(text):
        piece = token.span.of(text)
        if token.kind is Kind.TEXT or token.kind is Kind.RUBY:
            parts.append(escape(token.text, quote=False))
        elif token.kind is Kind.REF:
            parts.append(escape(piece, quote=False))
        elif token.kind is Kind.CODE:
            parts.append(_code(piece))
        elif piece == "**":
            parts.append("</strong>" if strong else "<strong>")
            strong = not strong
        elif link_target(piece) is not None:
            parts.append("</a>" if link else "")
            link = False
        elif piece == "[":
            url = next(iter(link_targets(text[token.span.end :])), "")
            parts.append(f'<a href="{escape(url)}">' if _safe(url) else "<a>")
            link = True
        elif piece == "\\":
            continue  # the next token is the character it kept from being a mark
        elif _TERM.fullmatch(piece):
            parts.append(piece)
        elif piece == JAPANESE or (piece == "</span>" and japanese):
            parts.append(piece)
            japanese = piece == JAPANESE
        else:
            parts.append(piece if RUBY.fullmatch(piece) else escape(piece, quote=False))
    return "".join(parts) + ("</strong>" if strong else "") + ("</a>" if link else "")


def _code(piece: str) -> str:
    if piece.startswith("`"):
        return f"<code>{escape(piece.strip('`'), quote=False)}</code>"
    if piece.startswith("http"):
        return f'<a href="{escape(piece)}">{escape(piece, quote=False)}</a>'
    return piece if piece.startswith("&") else escape(piece, quote=False)


def _safe(url: str) -> bool:
    return not re.match(r"\s*(?:javascript|data|vbscript):", url, re.IGNORECASE)


def defuse_tags(text: str, source: str) -> str:
    """Return a translation without tags that its source text does not have."""
    if "<" not in text:
        return text
    allowed = {token.span.of(source) for token in scan(source) if token.kind is Kind.MARKUP}
    edits = [
        Edit(Span(token.span.start, token.span.start + 1), "&lt;")
        for token in scan(text)
        if token.kind is Kind.MARKUP
        and text[token.span.start] == "<"
        and token.span.of(text) not in allowed
    ]
    return splice(text, edits)
