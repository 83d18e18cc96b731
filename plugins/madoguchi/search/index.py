"""The files that the search of one language loads.

`search/<tag>.json`, on first use: pages with their titles, and every token and sound with the pages
it is found in. `search/<tag>/<page>.json`, for the results that are shown: a page's sentences.

Why an index of our own and not Pagefind. Both were asked what people type (tests/search/queries.tsv:
kanji, kana, romaji in many spellings, ten languages, typing errors; counted is the right page in the
first place). Pagefind 1.5.2 has 70.1 % right on the pages as they are, 81.2 % when it is given the
official terms, the readings and the keywords as well, measured on the first 324 queries; its first
use loads 94 to 158 KB. Our own has 99.1 % of the same 324 right, and of all 559 98.0 %; of those
that are no keyword of their page 97.5 %; on pages without any keyword 96.6 %. Of 92 queries that
were held out until it was done, 92.4 % were right when first tried. Its first use loads 37 to 46 KB
for the example city, 236 KB for 300 pages (gzip). What it knows and a general index cannot: the
readings of the words, the official term and its translations, which part of a page is a title, and
the other words for a thing (thesaurus.tsv).
"""

import json
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from madoguchi.content import SourcePage
from madoguchi.render.localize import Localized
from madoguchi.render.readings import graded
from madoguchi.render.view import LocaleSite
from madoguchi.search.gather import Gatherer, Weights, gatherer
from madoguchi.search.han import needed
from madoguchi.search.urgent import answered

LEVELS = (0.9, 1.5, 2.2, 3.6, 6.0, 9.5, 14.0, 21.0)
"""What a token says of a page, in three bits; search.js has the same table."""
LARGE = 50
"""From so many pages on, a word of every eighth page …"""
COMMON = 0.12
"""… is listed only where it stands out: running text with it answers nobody."""
FEW = 8
"""So many pages are listed for a word that stands out nowhere."""
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def files(site: LocaleSite) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a language's search: (path below the site's root, bytes)."""
    found = gatherer(site.site)
    tag = site.locale.tag
    order = frozenset(site.order)
    topics = [page for page in site.site.project.content.pages if page.uri in order]
    rows: list[list[Any]] = []
    for page in topics:
        piece = _json(_sentences(found, page))
        name = page.uri.removesuffix(".md")
        yield f"search/{tag}/{name}.json", piece
        rows.append(_row(site, found, page, sha256(piece).hexdigest()[:6]))
    weights = [found.weights(page) for page in topics]
    index = {
        "pages": rows,
        "categories": _categories(site),
        "home": site.locale.prefix,
        "emergency": _emergency(site.site),
        "urgent": list(answered(tag, weights)),
        "call": graded(site.site.say("home.emergency")),
        **lists(weights),
    }
    yield f"search/{tag}.json", _json(index)


def lists(pages: list[Weights]) -> dict[str, str]:
    """Return what the search asks, for pages in this order, as the index writes it."""
    texts, postings = listed([page.tokens for page in pages])
    sounds, said = listed([page.sounds for page in pages])
    return {
        "same": needed(texts),
        "tokens": texts,
        "postings": postings,
        "sounds": sounds,
        "said": said,
    }


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _row(site: LocaleSite, found: Gatherer, page: SourcePage, version: str) -> list[Any]:
    rendered = site.pages[page.uri]
    ids = [category.id for category in site.site.project.content.settings.categories]
    category = ids.index(page.meta.category) if page.meta.category in ids else -1
    return [
        page.uri.removesuffix(".md"),
        site.address(rendered),
        graded(rendered.title_html),
        category,
        found.whole(page, page.paths[("summary",)]),
        version,
    ]


def _categories(site: LocaleSite) -> list[list[str]]:
    rows = []
    for category in site.site.project.content.settings.categories:
        rendered = site.pages[f"{category.id}/index.md"]
        rows.append([graded(rendered.title_html), site.address(rendered)])
    return rows


def _emergency(site: Localized) -> list[list[str]]:
    """Return the city's emergency numbers: number and name, as HTML."""
    content = site.project.content
    return [
        [contact.phone, graded(site.text_html(site.data(f"contacts.{id_}.name")))]
        for id_ in content.settings.emergency
        if (contact := content.contact(id_)) is not None
    ]


def _sentences(found: Gatherer, page: SourcePage) -> list[str]:
    """Return the sentences of a page in the order one reads them, each once.

    Title and summary are in the index; who has checked the page answers nobody.
    """
    fields = [b for way, b in page.paths.items() if way[0] not in ("title", "summary", "verified")]
    blocks = (*fields, *page.document.blocks)
    return list(dict.fromkeys(text for b in blocks for text in found.sentences(page, b)))


def listed(pages: list[Counter[str]]) -> tuple[str, str]:
    """Return all keys, sorted, parted by spaces, and for each the pages it is found in, likewise."""
    by_key: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, counter in enumerate(pages):
        for key, weight in counter.items():
            by_key[key].append((number, max(bisect_right(LEVELS, weight) - 1, 0)))
    kept = {key: _telling(found, len(pages)) for key, found in by_key.items()}
    keys = sorted(kept, key=_as_javascript_sorts)
    return " ".join(keys), " ".join(_encoded(kept[key]) for key in keys)


def _as_javascript_sorts(key: str) -> bytes:
    return key.encode("utf-16-be")


def _telling(found: list[tuple[int, int]], pages: int) -> list[tuple[int, int]]:
    """Return where a key says something: in the text of many pages of a large site it does not.

    A few pages stay, so that no word of the site is without an answer.
    """
    if pages < LARGE or len(found) < pages * COMMON:
        return found
    telling = [(number, level) for number, level in found if level > 1]
    return telling or sorted(sorted(found, key=lambda one: -one[1])[:FEW])


def _encoded(found: list[tuple[int, int]]) -> str:
    """Return pages and levels as letters: five bits each, the sixth says that more follow."""
    out = []
    before = -1
    for number, level in found:
        value = (number - before - 1) << 3 | level
        before = number
        while value > 31:
            out.append(_DIGITS[32 | value & 31])
            value >>= 5
        out.append(_DIGITS[value])
    return "".join(out)
