"""The web manifest of a language, with which a phone puts the site among its apps."""

import json
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any, Final

from madoguchi.render.view import LocaleSite

NAME: Final = "app.webmanifest"
_GROUND: Final = "#ffffff"
_ICONS: Final = (
    ("assets/icon-192.png", "192x192", "image/png", "any"),
    ("assets/icon-512.png", "512x512", "image/png", "any"),
    ("assets/icon-maskable-512.png", "512x512", "image/png", "maskable"),
    ("assets/icon.svg", "any", "image/svg+xml", "any"),
)


def files(sites: Sequence[LocaleSite]) -> Iterator[tuple[str, bytes]]:
    """Yield `<prefix>app.webmanifest` of every language."""
    for site in sites:
        text = json.dumps(manifest(site), ensure_ascii=False, separators=(",", ":"))
        yield f"{site.locale.prefix}{NAME}", f"{text}\n".encode()


def head(site: LocaleSite, root: str) -> str:
    """Return what a page's head says of it, as safe HTML; `root` is the way to the site's root."""
    return (
        f'<link rel="manifest" href="{escape(root)}{site.locale.prefix}{NAME}">'
        f'<link rel="apple-touch-icon" href="{escape(root)}assets/icon-192.png">'
    )


def manifest(site: LocaleSite) -> dict[str, Any]:
    """Return the manifest; its addresses are relative to its own, so a site works at any place.

    The scope is the whole site: who changes the language stays in the app.
    """
    words = site.site
    root = "../" if site.locale.prefix else "./"
    content = words.project.content
    found: dict[str, Any] = {
        "name": words.data_plain("title"),
        "short_name": words.data_plain("city.name"),
        "description": words.data_plain("tagline"),
        "lang": site.locale.tag,
        "dir": site.locale.direction,
        "start_url": "./",
        "scope": root,
        # with the bar that shows whose site it is and goes back
        "display": "minimal-ui",
        "theme_color": content.settings.look.color,
        "background_color": _GROUND,
        "icons": [
            {"src": f"{root}{src}", "sizes": sizes, "type": type_, "purpose": purpose}
            for src, sizes, type_, purpose in _ICONS
        ],
    }
    if any(content.contact(id_) for id_ in content.settings.emergency):
        name = words.say_plain("home.emergency")
        found["shortcuts"] = [{"name": name, "url": "./#mg-emergency"}]
    return found
