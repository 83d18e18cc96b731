"""What a social network shows of a page that somebody shares: Open Graph, and Twitter's own tag."""

from collections.abc import Collection, Iterator, Sequence
from html import escape

from babel.core import get_global

from madoguchi.locales import Locale, Origin
from madoguchi.publish.cards import FOLDER, HEIGHT, WIDTH, card
from madoguchi.render.view import LocaleSite, available


def head(
    sites: Sequence[LocaleSite],
    current: LocaleSite,
    uri: str,
    site_url: str,
    pictures: Collection[str],
) -> str:
    """Return the tags for the head of the page `uri` in the language of `current`; safe HTML.

    `pictures` are the names of the pictures that the site has (`cards.present`). Networks take
    absolute addresses only: without `site_url` there is no address and no picture.
    """
    return "\n".join(
        f'<meta {"name" if name.startswith("twitter:") else "property"}="{name}" content="{escape(value)}">'
        for name, value in _tags(sites, current, uri, site_url, pictures)
    )


def _tags(
    sites: Sequence[LocaleSite],
    current: LocaleSite,
    uri: str,
    site_url: str,
    pictures: Collection[str],
) -> Iterator[tuple[str, str]]:
    page = current.pages[uri]
    yield "og:type", "website" if page.kind == "home" else "article"
    yield "og:title", page.title
    yield "og:description", page.description
    yield "og:site_name", current.site.data_plain("title")
    own = og_locale(current.locale)
    yield "og:locale", own
    for other in dict.fromkeys(og_locale(site.locale) for site in sites if available(site, uri)):
        if other != own:
            yield "og:locale:alternate", other
    picture = None
    if site_url:
        yield "og:url", f"{site_url}{current.address(page)}"
        picture = card(current.site, uri)
    if picture is not None and picture.name in pictures:
        yield "og:image", f"{site_url}{FOLDER}/{picture.name}"
        yield "og:image:type", "image/png"
        yield "og:image:width", str(WIDTH)
        yield "og:image:height", str(HEIGHT)
        yield "og:image:alt", picture.alt
        yield "twitter:card", "summary_large_image"
    else:
        yield "twitter:card", "summary"


def og_locale(locale: Locale) -> str:
    """Return a language as Open Graph names it, with the country most of its readers are from: ne_NP."""
    if locale.origin is not Origin.CATALOG:
        return "ja_JP"
    language, *rest = locale.tag.split("-")
    if rest and len(rest[-1]) == 2:
        return f"{language}_{rest[-1]}"
    if language == "tl":  # Babel knows it as Filipino
        return "tl_PH"
    likely = get_global("likely_subtags")
    full = likely.get("_".join((language, *rest))) or likely.get(language, language)
    return f"{language}_{full.rpartition('_')[2]}"
