"""What of a text counts when one asks whether it changed since it was translated.

Readings, emphasis, spacing, where a link leads and which fact stands in a place do not: of those a
translation can be brought up to date without knowing its language.
"""

import re
import unicodedata
from functools import lru_cache

from madoguchi.inline import Kind, Token, link_target, scan
from madoguchi.span import Edit, Span, splice

_SPACE = re.compile(r"(?<=[!-~])\s+(?=[!-~])")
_RUBY = re.compile(r"<r[tp]>.*?</r[tp]>|</?ruby[^>]*>|</?rb>", re.DOTALL)


@lru_cache(maxsize=65_536)
def normal(text: str) -> str:
    """Return what `text` says: two texts with the same translation have the same."""
    said = "".join(_said(token, text) for token in scan(text))
    words = _SPACE.sub("\0", unicodedata.normalize("NFC", said))
    return "".join(words.split()).replace("\0", " ")


def _said(token: Token, text: str) -> str:
    if token.kind is Kind.REF:
        return f"\1{_part(token.text)}\2"
    if token.kind is not Kind.MARKUP:
        return token.text
    mark = token.span.of(text)
    if link_target(mark) is not None:
        return "\3"
    if mark.startswith("<ruby"):
        return _RUBY.sub("", mark)
    # emphasis, escapes, comments and attribute lists are form; a tag (<br>) or a link is not
    return mark if mark.startswith(("[", "![", "<")) and not mark.startswith("<!--") else ""


def _part(name: str) -> str:
    """Return what a reference asks for, without the thing it asks it of: `contact..phone`."""
    if ":" in name:
        return name.partition(":")[0]
    kind, _, rest = name.partition(".")
    return f"{kind}..{rest.partition('.')[2]}"


def carried(translation: str, before: str, now: str) -> str | None:
    """Return a translation of `before` with the facts and link targets of `now`, its equal.

    None if that cannot be told: one thing became two different ones.
    """
    if before == now:
        return translation
    new: dict[str, str] = {}
    for old, today in zip(_places(before), _places(now), strict=True):
        if new.setdefault(old, today) != today:
            return None
    edits = [
        Edit(span, new[said])
        for span, said in _spans(translation)
        if said in new and new[said] != said
    ]
    return splice(translation, edits)


def _places(text: str) -> list[str]:
    return [said for _, said in _spans(text)]


def _spans(text: str) -> list[tuple[Span, str]]:
    """Return where the references and link targets of `text` stand."""
    found: list[tuple[Span, str]] = []
    for token in scan(text):
        said = token.span.of(text)
        if token.kind is Kind.REF:
            found.append((token.span, said))
        elif token.kind is Kind.MARKUP and (target := link_target(said)) is not None:
            start = token.span.start + len("](")
            found.append((Span(start, start + len(target)), target))
    return found
