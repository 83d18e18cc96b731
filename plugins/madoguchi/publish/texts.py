"""The site's texts as plain text for machines: no marks, no readings, and in which language each is."""

import re
from collections.abc import Callable
from html import unescape
from typing import NamedTuple

from madoguchi.content import SourcePage
from madoguchi.document import Block
from madoguchi.facts import Facts
from madoguchi.inline import Kind, scan
from madoguchi.interface import STRINGS
from madoguchi.locales import SOURCE, locale
from madoguchi.read.annotate import plain
from madoguchi.render.html import markdown_escape
from madoguchi.render.localize import Localized
from madoguchi.span import Edit, splice


class Plain(NamedTuple):
    """A text, and the language it is in: Japanese where there is no translation to show."""

    text: str
    tag: str


def of_field(site: Localized, page: SourcePage, *way: str | int) -> Plain:
    """Return a front-matter text; never an outdated translation."""
    return of_block(site, page, page.paths[way])


def of_block(site: Localized, page: SourcePage, block: Block) -> Plain:
    """Return a block of a page or a field; never an outdated translation."""
    content = site.project.content
    if not site.translated:
        return Plain(_tidy(site.plain(_resolved(block.raw, site.facts))), site.locale.tag)
    found = site.catalog(page.catalog).get(block.context, block.text)
    if found.state.shown or not block.translatable:
        text = found.text if found.state.shown else block.text
        # not the site's own facts: with these, Japanese in place of a translation has ruby
        facts = Facts(content, site.locale, _escaped(site.data_plain), site.say_raw)
        return Plain(_tidy(plain(_resolved(text, facts))), site.locale.tag)
    facts = Facts(content, locale(SOURCE), _escaped(_japanese(site)), STRINGS.__getitem__)
    return Plain(_tidy(plain(_resolved(block.text, facts))), SOURCE)


def of_data(site: Localized, key: str) -> Plain:
    """Return a text of site.yml or a data file by its key."""
    tag = SOURCE if site.data(key).is_source else site.locale.tag
    return Plain(_tidy(site.data_plain(key)), tag)


def international(phone: str) -> str:
    """Return a telephone number as one calls it from anywhere: +81-999-00-1000.

    Short numbers (110, #7119) are called in Japan only, and stay as they are.
    """
    return f"+81-{phone[1:]}" if "-" in phone and phone.startswith("0") else phone


def _japanese(site: Localized) -> Callable[[str], str]:
    texts = site.project.content.texts
    return lambda key: texts[key].block.text


def _escaped(text: Callable[[str], str]) -> Callable[[str], str]:
    return lambda key: markdown_escape(text(key))


def _resolved(text: str, facts: Facts) -> str:
    if "{" not in text:
        return text
    edits = [
        Edit(token.span, value)
        for token in scan(text)
        if token.kind is Kind.REF and (value := facts.value(token.text)) is not None
    ]
    return splice(text, edits)


_EXPLAINED = re.compile(r"\s*[＜<]\s*[＝=]\s*(?P<easy>[^＜＞<>]*?)\s*[＞>]")
_ISOLATES = dict.fromkeys(range(0x2066, 0x206A))


def _tidy(text: str) -> str:
    shown = unescape(text).translate(_ISOLATES)
    return " ".join(_EXPLAINED.sub(r"（\g<easy>）", shown).split())
