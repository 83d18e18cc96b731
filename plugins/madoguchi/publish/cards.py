"""A picture of every page in every language, for social networks: drawn by a browser, then kept.

Only a browser shapes every script right. A build has none; it takes the pictures that are kept.
"""

import base64
import re
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from madoguchi import kept
from madoguchi.files import write_bytes, write_text
from madoguchi.findings import Message
from madoguchi.icons import icon
from madoguchi.render.localize import Localized
from madoguchi.schema import Category

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WIDTH, HEIGHT = 1200, 630
FOLDER = "cards"
"""Where the pictures lie: below the site's root, and below the folder of what is kept."""
_HOME_ICON = "material/home-outline"


@dataclass(frozen=True, slots=True)
class Card:
    """All that a picture shows."""

    lang: str
    direction: str
    brand: str
    """The city's colour: `#0b5c6b`."""
    html: str
    """What stands in the body; safe HTML."""
    alt: str
    """The picture in words, in its language; plain text."""

    @property
    def name(self) -> str:
        """Its file, named after all that is drawn: another title is another file."""
        seen = (self.lang, self.direction, self.brand, self.html)
        return f"{kept.digest(_design(), *seen)[:20]}.png"

    @property
    def text(self) -> str:
        """All that is written on it, for a look at the fonts."""
        return unescape(_TAG.sub(" ", self.html))


_TAG = re.compile(r"<[^>]*>")


def card(site: Localized, uri: str) -> Card:
    """Return the picture of the page `uri` (`moving/moving-in.md`) in the language of `site`.

    It needs the page's names only, so that nothing else is rendered to see what is missing.
    """
    content = site.project.content
    page = content.by_uri.get(uri)
    folder = uri.partition("/")[0]
    category = next((c for c in content.settings.categories if c.id == folder), None)
    site_html = site.text_html(site.data("title"), marked=False)
    if page is not None:
        html = site.field_elsewhere(page, ("title",), noticed=False)
        plain = site.field_plain(page, ("title",))
        foot = f"{_category(site, category)}&nbsp; – &nbsp;{site_html}" if category else site_html
    elif category is not None:
        html, foot = _category(site, category), site_html
        plain = site.data_plain(f"categories.{category.id}.title")
    else:
        html = foot = site_html
        plain = site.data_plain("title")
    city = site.text_html(site.data("city.name"), marked=False)
    body = (
        f"<header><b>{city}</b><span>{site.locale.name}</span></header>"
        f'<main>{icon(category.icon if category else _HOME_ICON)}<div id="room"><h1>{html}</h1></div></main>'
        f"<footer><div>{foot}</div></footer>"
    )
    alt = f"{plain} – {site.data_plain('title')}"
    return Card(site.locale.tag, site.locale.direction, content.settings.look.color, body, alt)


def _category(site: Localized, category: Category) -> str:
    return site.text_html(site.data(f"categories.{category.id}.title"), marked=False)


def all_cards(languages: Iterable[Localized]) -> Mapping[str, Card]:
    """Return the pictures of a whole site by the names of their files."""
    found: dict[str, Card] = {}
    for site in languages:
        content = site.project.content
        for uri in (*content.by_uri, *(f"{c.id}/index.md" for c in content.settings.categories)):
            one = card(site, uri)
            found[one.name] = one
    return found


def kept_in(root: Path) -> Path:
    """Return where the pictures for the content folder `root` are kept."""
    return kept.beside(root) / kept.FOLDER / FOLDER


def present(folder: Path) -> frozenset[str]:
    """Return the names of the pictures that `folder` has."""
    return frozenset(path.name for path in folder.glob("*.png"))


def to_publish(languages: Iterable[Localized], folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the path below the site's root and the bytes of the pictures that `folder` has."""
    for name in sorted(present(folder) & all_cards(languages).keys()):
        yield f"{FOLDER}/{name}", (folder / name).read_bytes()


def hint(cards: Iterable[str], folder: Path) -> Message | None:
    """Return how the pictures that `folder` lacks are made; None if it has them all."""
    missing = len(set(cards) - present(folder))
    if not missing:
        return None
    return Message(
        f"SNS に出る画像がないページが {missing} あります。madoguchi cards で作ることができます。",
        f"{missing} pages have no picture for social networks. madoguchi cards makes them.",
    )


def save(folder: Path, name: str, png: bytes) -> None:
    """Keep a picture."""
    # the folder of what is kept hides itself from Git and from backups
    write_text(folder.parent / ".gitignore", "*\n")
    write_bytes(folder / name, png)


def sweep(folder: Path, names: Iterable[str]) -> int:
    """Remove the pictures that no page shows any more; return how many."""
    old = present(folder) - set(names)
    for name in old:
        (folder / name).unlink(missing_ok=True)
    return len(old)


def draw(browser: "Browser", cards: Iterable[Card]) -> Iterator[tuple[Card, bytes]]:
    """Yield each card and its picture as a PNG."""
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=1)
    try:
        page.set_content(f"<!doctype html><style>{_part('card.css')}</style><body></body>")
        page.add_script_tag(content=_part("card.js"))
        for card in cards:
            shown = {
                "lang": card.lang,
                "dir": card.direction,
                "brand": card.brand,
                "html": card.html,
            }
            page.evaluate("card => draw(card)", shown)
            shot = base64.b64encode(page.screenshot()).decode("ascii")
            yield card, _png(page.evaluate("png => small(png)", shot))
    finally:
        page.close()


def _png(image: Mapping[str, Any]) -> bytes:
    """Return an image with a palette as a PNG."""
    # the browser's colours are red, green, blue, opacity from the lowest byte
    palette = b"".join(struct.pack("<I", colour)[:3] for colour in image["palette"])
    header = struct.pack(">IIBBBBB", image["width"], image["height"], 8, 3, 0, 0, 0)
    chunks = (
        (b"IHDR", header),
        (b"PLTE", palette),
        (b"IDAT", base64.b64decode(image["rows"])),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


@cache
def _part(name: str) -> str:
    return files("madoguchi").joinpath("publish", name).read_text(encoding="utf-8")


@cache
def _design() -> str:
    return kept.digest(_part("card.css"), _part("card.js"))
