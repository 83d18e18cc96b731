"""One Atom feed per language (RFC 4287): new pages, changed pages, alerts that are in force."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from madoguchi.content import SourcePage
from madoguchi.locales import locale
from madoguchi.publish.alerts import JAPAN, in_force, moment_text, page_of
from madoguchi.publish.changes import ALERTS, Change, changes, dates
from madoguchi.render.links import relative
from madoguchi.render.localize import Localized, Plain
from madoguchi.render.view import LocaleSite, available
from madoguchi.schema import Alert

NAME = "feed.xml"
AT_MOST = 30
"""Entries of a feed."""
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a feed tells."""

    id: str
    term: str
    """`new`, `changed` or `alert`."""
    link: str
    title: Plain
    summary: Plain
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
        _alert(site, site_url, known, *item)
        for item in in_force(site.site.project.content, now)[:AT_MOST]
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
    quiet = dates(content, content.pages[0], tag, known).last
    updated = max((entry.updated for entry in entries), default=quiet)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{tag}">',
        f"<id>{_xml(home + NAME)}</id>",
        _text("title", site.site.data_said("title"), tag),
        _text("subtitle", site.site.data_said("tagline"), tag),
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


def _text(name: str, words: Plain, tag: str) -> str:
    lang = f' xml:lang="{words.tag}"' if words.tag != tag else ""
    return f"<{name}{lang}>{_xml(words.text)}</{name}>"


def _xml(text: str) -> str:
    """Return `text` for XML, without the characters that XML 1.0 has no place for."""
    return escape(_NO_XML.sub("", text))


def _time(moment: datetime.datetime) -> str:
    return moment.astimezone(JAPAN).isoformat(timespec="seconds")


def _page(site: LocaleSite, site_url: str, page: SourcePage, known: Mapping[str, Change]) -> _Entry:
    link = f"{site_url}{site.address(site.pages[page.uri])}"
    said = site.site.field_said
    when = dates(site.site.project.content, page, site.locale.tag, known)
    return _Entry(
        link,
        "new" if when.new else "changed",
        link,
        said(page, ("title",)),
        said(page, ("summary",)),
        when.last,
        when.first,
    )


def _alert(
    site: LocaleSite, site_url: str, known: Mapping[str, Change], id_: str, alert: Alert
) -> _Entry:
    words = site.site
    home = f"{site_url}{site.locale.prefix}"
    page = page_of(words, alert)
    link = home if page is None else f"{site_url}{site.address(site.pages[page.uri])}"
    text = words.data_said(f"alerts.{id_}.text")
    # one summary, one language
    same = words if text.tag == words.locale.tag else Localized(words.project, locale(text.tag))
    until = same.say_plain("alert.until", time=moment_text(same, alert.until))
    return _Entry(
        # next year's typhoon is not this year's, though an editor may call both typhoon
        f"{home}#alert-{quote(id_)}-{alert.from_.astimezone(JAPAN):%Y%m%dT%H%M}",
        "alert",
        link,
        words.data_said(f"alerts.{id_}.title"),
        Plain(f"{text.text} {until}", text.tag),
        # who has read it must see that it was corrected
        max(alert.from_, known[ALERTS].last) if ALERTS in known else alert.from_,
        alert.from_,
    )
