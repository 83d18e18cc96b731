"""The addresses of other sites that a site links to, and where it does."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from madoguchi.content import Content
from madoguchi.inline import Kind, link_target, scan
from madoguchi.project import Project

_STOPS = ".,;:!?'"
_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
# [name]: https://… below a text: no block, and so in none
_DEFINITION = re.compile(r"^[ \t]*\[[^\]\n]+\]:[ \t]*<?(https?://[^\s<>]+)", re.MULTILINE | re.I)


def addresses(project: Project) -> dict[str, tuple[str, ...]]:
    """Return every external http(s) address without its `#…`, and the files it stands in."""
    found = _files(_of_sources(project.content))
    # who mends a page mends its translations: they are told only where they lead elsewhere
    translated = _files(_of_translations(project))
    found |= {address: files for address, files in translated.items() if address not in found}
    return dict(sorted(found.items()))


def _files(places: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for address, file in places:
        found.setdefault(address.partition("#")[0], {})[file] = None
    return {address: tuple(files) for address, files in found.items()}


def _of_sources(content: Content) -> Iterator[tuple[str, str]]:
    for page in content.pages:
        file = page.document.path.relative_to(content.root).as_posix()
        texts = [block.raw for block in page.blocks]
        for address in (
            *_values(page.meta.model_dump(mode="json")),
            *(address for text in texts for address in _links(text)),
            *_DEFINITION.findall(page.document.text),
        ):
            yield address, file
    for name, items in content.data.items():
        for item in items.values():
            for address in _values(item.model_dump(mode="json")):
                yield address, f"data/{name}.yml"
    for data in (*content.site_texts, *content.data_texts):
        for address in _links(data.block.raw):
            yield address, data.document.path.relative_to(content.root).as_posix()


def _of_translations(project: Project) -> Iterator[tuple[str, str]]:
    for (tag, name), catalog in project.catalogs.items():
        for source in project.sources.get(name, ()):
            translation = catalog.get(*source.key)
            if translation.state.shown:
                for address in _links(translation.text):
                    yield address, f"locale/{tag}/{name}"


def _values(value: Any) -> Iterator[str]:
    """Yield the texts of a dumped model that are an address as a whole."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _values(part)
    elif isinstance(value, str) and _WEB.fullmatch(value):
        yield value


def _links(text: str) -> Iterator[str]:
    """Yield the addresses that a reader of Markdown `text` can follow or type."""
    for token in scan(text):
        # code with its marks is no address; an address that stands in the text is a token of its own
        if token.kind not in (Kind.MARKUP, Kind.CODE):
            continue
        mark = token.span.of(text)
        target = link_target(mark)
        address = unescape(mark.rstrip(_STOPS) if target is None else target).strip("<>")
        if _WEB.fullmatch(address):
            yield address
