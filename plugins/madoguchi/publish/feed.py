"""One Atom feed per language (RFC 4287): new pages, changed pages, alerts that are in force."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from madoguchi.content import CATALOGS, SourcePage
from madoguchi.locales import SOURCE
from madoguchi.publish.alerts import JAPAN, in_force, moment_text, page_of
from madoguchi.publish.changes import Change, changes
from madoguchi.render.links import relative
from madoguchi.render.view import LocaleSite, available
from madoguchi.schema import Alert

NAME = "feed.xml"
AT_MOST = 30
"""Entries of a feed."""
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class _Words:
    """A text, and the language it is in: where there is no translation, Japanese."""

    text: str
    tag: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a feed tells."""

    id: str
    term: str
    """`new`, `changed` or `alert`."""
    link: str
    title: _Words
    summary: _Words
    updated: datetime.datetime
    published: datetime.datetime | None


def files(
    sites: Sequence[LocaleSite], site_url: str, now: datetime.datetime
) -> Iterator[tuple[str, bytes]]:
    """Yield the path below the site's root and the bytes of the feed of each language.

    None without `site_url`: a feed is read away from its site. A page's dates are those of its
    commits; where these are not known, the day when somebody last made sure that it is right.
    """
    if not site_url or not sites:
        return
    known = changes(sites[0].site.project.content.root)
    for site in sites:
        yield f"{site.locale.prefix}{NAME}", feed(site, site_url, known, now).encode("utf-8")


def head(site: LocaleSite, here: str, site_url: str) -> str:
    """Return the link to the feed for the head of the page at `here` below the root; safe HTML."""
    if not site_url:
        return ""
    href = relative(f"{site.locale.prefix}{NAME}", here)
    title = escape(site.site.data_plain("title"))
    return (
        f'<link rel="alternate" type="application/atom+xml" title="{title}" href="{escape(href)}">'
    )


def feed(
    site: LocaleSite, site_url: str, known: Mapping[str, Change], now: datetime.datetime
) -> str:
    """Return the feed of a language as XML.

    `known` are the dates of the files of the content folder, as `changes` returns them.
    """
    alerts = [
        _alert(site, site_url, *item) for item in in_force(site.site.project.content, now)[:AT_MOST]
    ]
    content = site.site.project.content
    pages = [
        _page(site, site_url, page, known)
        for page in content.pages
        # what is all Japanese is no news in another language
        if available(site, page.uri)
    ]
    pages.sort(key=lambda entry: entry.updated, reverse=True)
    # an alert is told however much else is new
    entries = [*alerts, *pages[: AT_MOST - len(alerts)]]
    entries.sort(key=lambda entry: entry.updated, reverse=True)
    home = f"{site_url}{site.locale.prefix}"
    tag = site.locale.tag
    quiet = _dates(site, content.pages[0], known)[1]
    updated = max((entry.updated for entry in entries), default=quiet)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{tag}">',
        f"<id>{_xml(home + NAME)}</id>",
        _text("title", _site_words(site, "title"), tag),
        _text("subtitle", _site_words(site, "tagline"), tag),
        f"<updated>{_time(updated)}</updated>",
        f"<author><name>{_xml(site.site.data_plain('city.name'))}</name><uri>{_xml(home)}</uri></author>",
        f'<link rel="self" type="application/atom+xml" hreflang="{tag}" href="{_xml(home + NAME)}"/>',
        f'<link rel="alternate" type="text/html" hreflang="{tag}" href="{_xml(home)}"/>',
        *(_xml_entry(entry, tag) for entry in entries),
        "</feed>\n",
    ]
    return "\n".join(lines)


def _xml_entry(entry: _Entry, tag: str) -> str:
    published = f"<published>{_time(entry.published)}</published>" if entry.published else ""
    return (
        f"<entry><id>{_xml(entry.id)}</id>{_text('title', entry.title, tag)}"
        f'<link rel="alternate" type="text/html" hreflang="{tag}" href="{_xml(entry.link)}"/>'
        f'<category term="{entry.term}"/>{published}<updated>{_time(entry.updated)}</updated>'
        f"{_text('summary', entry.summary, tag)}</entry>"
    )


def _text(name: str, words: _Words, tag: str) -> str:
    lang = f' xml:lang="{words.tag}"' if words.tag != tag else ""
    return f"<{name}{lang}>{_xml(words.text)}</{name}>"


def _xml(text: str) -> str:
    """Return `text` for XML, without the characters that XML 1.0 has no place for."""
    return escape(_NO_XML.sub("", text))


def _time(moment: datetime.datetime) -> str:
    return moment.astimezone(JAPAN).isoformat(timespec="seconds")


def _page(site: LocaleSite, site_url: str, page: SourcePage, known: Mapping[str, Change]) -> _Entry:
    link = f"{site_url}{site.address(site.pages[page.uri])}"
    term, updated, published = _dates(site, page, known)
    return _Entry(
        link, term, link, _field(site, page, "title"), _field(site, page, "summary"), updated, published
    )  # fmt: skip


def _dates(
    site: LocaleSite, page: SourcePage, known: Mapping[str, Change]
) -> tuple[str, datetime.datetime, datetime.datetime | None]:
    """Return `new` or `changed`, when a page last changed in a language, and when it came."""
    root = site.site.project.content.root
    path = page.document.path.relative_to(root).as_posix()
    source = known.get(path)
    if source is None:
        day = page.meta.verified.on
        return "changed", datetime.datetime(day.year, day.month, day.day, tzinfo=JAPAN), None
    catalog = known.get(f"{CATALOGS}/{site.locale.tag}/{page.catalog}", source)
    untouched = source.first == source.last and catalog.first == catalog.last
    # a translation may be older than its page, if the page has moved
    return "new" if untouched else "changed", max(source.last, catalog.last), source.first


def _field(site: LocaleSite, page: SourcePage, name: str) -> _Words:
    translated = site.site.field(page, (name,)).state.shown
    return _Words(site.site.field_plain(page, (name,)), _tag(site, translated))


def _site_words(site: LocaleSite, key: str) -> _Words:
    return _Words(site.site.data_plain(key), _tag(site, site.site.data(key).state.shown))


def _tag(site: LocaleSite, translated: bool) -> str:
    return site.locale.tag if translated else SOURCE


def _alert(site: LocaleSite, site_url: str, id_: str, alert: Alert) -> _Entry:
    words = site.site
    home = f"{site_url}{site.locale.prefix}"
    page = page_of(words, alert)
    link = home if page is None else f"{site_url}{site.address(site.pages[page.uri])}"
    text = _site_words(site, f"alerts.{id_}.text")
    until = words.say_plain("alert.until", time=moment_text(words, alert.until))
    return _Entry(
        # next year's typhoon is not this year's, though an editor may call both typhoon
        f"{home}#alert-{quote(id_)}-{alert.from_.astimezone(JAPAN):%Y%m%dT%H%M}",
        "alert",
        link,
        _site_words(site, f"alerts.{id_}.title"),
        _Words(f"{text.text} {until}", text.tag),
        alert.from_,
        alert.from_,
    )
