"""What a phone keeps to read one language without a network: its list of files, and the page for all others.

`theme/sw.js` reads the list, `theme/assets/keep.js` shows its size before anything is stored.
"""

import gzip
import json
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape, unescape
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from madoguchi.locales import SOURCE
from madoguchi.render.assets import early, look, policy, version
from madoguchi.render.page import emergency
from madoguchi.render.readings import graded
from madoguchi.render.view import LocaleSite

LIST: Final = "offline.json"
PAGE: Final = "offline/"

_TAG = re.compile(r"<(link|script|img|source|video|audio)\b([^>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r'([\w-]+)\s*=\s*"([^"]*)"')
_LINKED = frozenset({"stylesheet", "icon"})
"""What of the links in a head a page needs to be shown."""
_LOADED = ("assets/words/{tag}.json?v={version}", "search/{tag}.json", "search/{tag}/")
"""What scripts load, besides the tools; a name that ends in / stands for all that is below it."""
_DATE = "\ue000"
"""Stands for a date that only the phone knows; romaji would put spaces into a name in braces."""
_ALERTS = re.compile(rb"(<!--mg-alerts-->).*?(<!--/mg-alerts-->)", re.DOTALL)
_LIVE = re.compile(r"(^|/)offline\.json$|\.xml$")
"""What is worth nothing when it is old, below the root; `sw.js` has the same rule."""
_INLINE = "early.js"
"""The script that stands in every page."""


@dataclass(frozen=True, slots=True)
class _File:
    """One file as the list names it."""

    size: int
    """Bytes over the network, compressed as a web server does."""
    stored: int
    """Bytes on the phone."""
    digest: str


def files(sites: Sequence[LocaleSite], out: Path) -> Iterator[tuple[str, bytes]]:
    """Yield `<prefix>offline/index.html` and `<prefix>offline.json` of every language.

    `out` is the built site with all other files in it; what is not there is not in the lists.
    """
    shared: dict[str, _File] = {}
    prefixes = [site.locale.prefix for site in sites if site.locale.prefix]
    # in a shelter too, the reader shows the Japanese below a translation to somebody who helps
    japanese = next(site for site in sites if site.locale.tag == SOURCE)
    for site in sites:
        page = offline_page(site).encode()
        yield f"{site.locale.prefix}{PAGE}index.html", page
        found = {f"{site.locale.prefix}{PAGE}": _measured(page)}
        pages = [*_needed(site, out), *_pages(japanese, out)]
        for address in pages:
            if address not in found and (file := _file(out, address, shared)) is not None:
                found[address] = file
        yield f"{site.locale.prefix}{LIST}", _list(site, found, prefixes)


def withdrawn(sites: Sequence[LocaleSite]) -> Iterator[tuple[str, bytes]]:
    """Yield lists that make phones forget what they kept: the city offers it no longer."""
    for site in sites:
        yield f"{site.locale.prefix}{LIST}", b'{"off":true}\n'


def _list(site: LocaleSite, found: Mapping[str, _File], prefixes: Sequence[str]) -> bytes:
    names = sorted(found)
    # sizes depend on the zlib at hand; what is in the files does not
    release = sha256("".join(f"{name} {found[name].digest}\n" for name in names).encode())
    value = {
        "lang": site.locale.tag,
        "name": site.locale.name,
        "prefix": site.locale.prefix,
        "prefixes": prefixes,
        "release": release.hexdigest()[:10],
        "total": sum(file.size for file in found.values()),
        "stored": sum(file.stored for file in found.values()),
        "pages": len(site.pages),
        "notice": _dated(site, "offline.notice"),
        "slow": _dated(site, "offline.slow"),
        "script": f"assets/late.js?v={version()}",
        "fresh": graded(site.site.say("offline.fresh")),
        "files": {name: [found[name].size, found[name].digest] for name in names},
    }
    return f"{json.dumps(value, ensure_ascii=False, separators=(',', ':'))}\n".encode()


def _dated(site: LocaleSite, key: str) -> str:
    """Return a text in which the phone puts the day of what it has in place of {date}."""
    return graded(site.site.say(key, date=_DATE)).replace(_DATE, "{date}")


def _pages(site: LocaleSite, out: Path) -> Iterator[str]:
    """Yield the addresses of a language's pages."""
    for page in site.pages.values():
        address = site.address(page)
        if not _LIVE.search(address) and (out / address / "index.html").is_file():
            yield address


def _needed(site: LocaleSite, out: Path) -> Iterator[str]:
    """Yield the addresses of a language's pages and of what they show and load."""
    for address in _pages(site, out):
        yield address
        for shown in _shown((out / address / "index.html").read_text(encoding="utf-8")):
            if (below := _below(address, shown)) is not None:
                yield below
    for path in sorted((out / "assets").iterdir()):
        if path.suffix in (".js", ".css") and path.name != _INLINE:
            yield f"assets/{path.name}?v={version()}"
    for name in _LOADED:
        loaded = name.format(tag=site.locale.tag, version=version())
        if not loaded.endswith("/"):
            yield loaded
            continue
        for path in sorted((out / loaded).rglob("*")):
            if path.is_file():
                yield quote(path.relative_to(out).as_posix())


def _shown(html: str) -> Iterator[str]:
    """Yield the addresses, as written, of what a browser loads to show a page."""
    for tag, rest in _TAG.findall(html):
        attributes = {name.lower(): unescape(value) for name, value in _ATTRIBUTE.findall(rest)}
        if tag.lower() == "link":
            if _LINKED & set(attributes.get("rel", "").split()):
                yield attributes.get("href", "")
            continue
        yield from (attributes[name] for name in ("src", "poster") if name in attributes)
        for candidate in attributes.get("srcset", "").split(","):
            yield candidate.strip().partition(" ")[0]


def _below(address: str, link: str) -> str | None:
    """Return where a relative `link` in the page at `address` leads, below the root."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return None
    path = posixpath.normpath(posixpath.join(address, parts.path))
    return f"{path}?{parts.query}" if parts.query else path


def _file(out: Path, address: str, shared: dict[str, _File]) -> _File | None:
    """Return a file of the built site as the list names it; one that several languages need, once."""
    path = unquote(address.partition("?")[0])
    if path in shared:
        return shared[path]
    whole = out / path / "index.html" if not path or path.endswith("/") else out / path
    if _LIVE.search(path) or path.startswith("../") or not whole.is_file():
        return None
    file = _measured(whole.read_bytes())
    if path.startswith("assets/"):
        shared[path] = file
    return file


def _measured(data: bytes) -> _File:
    # an alert changes every page's bytes: phones must not load a whole language anew in a disaster
    lasting = _ALERTS.sub(rb"\1\2", data)
    size = min(len(data), len(gzip.compress(data, 6)))
    return _File(size, len(data), sha256(lasting).hexdigest()[:10])


def offline_page(site: LocaleSite) -> str:
    """Return the page that is shown in place of one that is not on the phone, whole, as HTML.

    Every relative link begins with the way to the root, because `sw.js` shows the page at any
    address and puts the site's own address there. It fills in the link to the same page in the kept
    language too.
    """
    locale, words = site.locale, site.site
    root = "../../" if locale.prefix else "../"
    home = f"{root}{locale.prefix}"
    color = words.project.content.settings.look.color
    style = f"<style>{own}</style>" if (own := look(color)) else ""
    categories = "".join(
        f'<li><a href="{root}{quote(site.address(page))}">{page.title_html}</a></li>'
        for page in site.pages.values()
        if page.kind == "category"
    )
    return graded(f"""<!doctype html>
<html lang="{locale.tag}" dir="{locale.direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(policy(color))}">
<script>{early()}</script>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{escape(words.say_plain("offline.title"))} - {escape(words.data_plain("title"))}</title>
<meta name="color-scheme" content="light dark">
<link rel="icon" href="{root}assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="{root}assets/madoguchi.css?v={version()}">{style}
</head>
<body class="mg-kind-offline">
<header class="mg-header"><a class="mg-name" href="{home}">{site.title}</a></header>
<div class="mg-columns"><main id="mg-main">
<h1>{words.say("offline.title")}</h1>
<p class="mg-lead">{words.say("offline.text")}</p>
<ul class="mg-list">
<li hidden><a href="">{words.say("offline.same", language=locale.name)}</a></li>
<li><a href="">{words.say("offline.again")}</a></li>
</ul>
{emergency(words)}
<section><h2>{words.say("offline.kept", language=locale.name)}</h2>
<ul class="mg-list">
<li><a href="{home}">{words.say("nav.home")}</a></li>
{categories}
</ul></section>
<p class="mg-state">{words.say("offline.alerts")}</p>
</main></div>
</body>
</html>
""")
