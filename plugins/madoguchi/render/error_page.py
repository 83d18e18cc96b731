"""What the 404 page and the sitemap show: all languages at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from madoguchi.locales import Locale
from madoguchi.render.assets import look, version
from madoguchi.render.view import LocaleSite, available


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """The message of the 404 page in one language."""

    locale: Locale
    href: str
    """From the root of the host, because the page is shown at any address."""
    title_html: str
    text_html: str


@dataclass(frozen=True, slots=True)
class SitemapPage:
    """A page in all languages: (tag, absolute address)."""

    alternates: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """Everything `404.html` and `sitemap.xml` show."""

    version: str
    look: str
    root: str
    site_html: str
    site_title: str
    lines: tuple[ErrorLine, ...]
    sitemap: tuple[SitemapPage, ...]


def error_page(sites: Sequence[LocaleSite], site_url: str) -> ErrorPage:
    """Return the messages in all languages, and every page's addresses."""
    root = f"{urlsplit(site_url).path.rstrip('/')}/"
    lines = tuple(
        ErrorLine(
            site.locale,
            f"{root}{site.locale.prefix}",
            site.site.say("error.title"),
            site.site.say("error.text"),
        )
        for site in sites
    )
    pages = tuple(
        SitemapPage(
            tuple(
                (s.locale.tag, f"{site_url}{s.address(s.pages[uri])}")
                for s in sites
                if available(s, uri)
            )
        )
        for uri in sites[0].pages
    )
    first = sites[0].site
    return ErrorPage(
        version(),
        look(first.project.content.settings.look.color),
        root,
        first.text_html(first.data("title")),
        first.data_plain("title"),
        lines,
        pages if site_url else (),
    )
