"""A block of a page's body as HTML for paper: what MkDocs would make of it, without links."""

import re
from functools import cache, lru_cache
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown

from madoguchi.render.shield import restore, shield

_PHONE = re.compile(r"<a\b[^>]*\bhref=\"tel:[^>]*>(?P<number>[^<>]*)</a>")
_LINK = re.compile(r"</?a\b[^>]*>")
_IMAGE = re.compile(r"<img\b[^>]*>")
_ALT = re.compile(r"\balt=\"(?P<text>[^\"]*)\"")
_FRAME = re.compile(r"\s*<div>\s*<p\b[^>]*>(?P<inside>.*)</p>\s*</div>\s*", re.DOTALL)


@cache
def _markdown() -> Any:
    return Markdown(extensions=["attr_list"])


@lru_cache(maxsize=20_000)
def inline(markdown: str) -> str:
    """Return one block's inline Markdown as HTML; a link is its words, a picture its description.

    Only the marks within a line count: a text that begins with "1." is no list.
    """
    parser = _markdown()
    parser.reset()
    shielded, pieces = shield(markdown)
    root = Element("div")
    SubElement(root, "p").text = shielded
    for processor in parser.treeprocessors:
        changed = processor.run(root)
        root = root if changed is None else changed
    html = parser.serializer(root)
    for processor in parser.postprocessors:
        html = processor.run(html)
    framed = _FRAME.fullmatch(html)
    assert framed is not None
    return plain_links(restore(framed["inside"], pieces))


def plain_links(html: str) -> str:
    """Return HTML without what only a screen can do: links are their words, pictures their `alt`.

    A telephone number stays in one piece, from left to right.
    """
    html = _PHONE.sub(r'<bdi dir="ltr" class="number">\g<number></bdi>', html)
    return _IMAGE.sub(_description, _LINK.sub("", html))


def _description(image: re.Match[str]) -> str:
    found = _ALT.search(image[0])
    return found["text"] if found else ""
