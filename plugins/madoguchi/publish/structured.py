"""What a page says, as JSON-LD in the words of schema.org, for search engines and assistants.

Each page has one graph; its things name one another by `@id`. Texts are in the page's language.
A text that has no translation yet is Japanese, and says so.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from madoguchi.content import SourcePage
from madoguchi.locales import SOURCE
from madoguchi.publish.changes import NO_HISTORY, Change, dates
from madoguchi.publish.services import clear_sum, is_own
from madoguchi.publish.telephone import international
from madoguchi.render.localize import Localized, Plain
from madoguchi.render.page import Rendered
from madoguchi.render.view import LocaleSite
from madoguchi.schema import Contact

Node = dict[str, Any]

DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
    "holiday": "PublicHolidays",
}
"""The days of the schema as schema.org's DayOfWeek names them."""

# "</script" and "<!--" would end the element or change how it is read; a line separator is no
# JavaScript, and a bare & needs no thought in XHTML
_UNSAFE = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def json_ld(
    sites: Sequence[LocaleSite],
    site: LocaleSite,
    page: Rendered,
    site_url: str,
    known: Mapping[str, Change] = NO_HISTORY,
) -> str:
    """Return the one script element with what `page` says.

    `site_url` ends in / or is empty; then no address is in it, and things have names that are
    relative to the page. `known` are the dates of the files of the content folder, as `changes`
    returns them.
    """
    return script(_Graph(sites, site, page, site_url, known).nodes())


def script(graph: Sequence[Node]) -> str:
    """Return a graph as a script element, which no text in it can end; what is None is left out."""
    data = {"@context": "https://schema.org", "@graph": [_filled(node) for node in graph]}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)
    return f'<script type="application/ld+json">{text}</script>'


class _Graph:
    """The things on one page."""

    def __init__(
        self,
        sites: Sequence[LocaleSite],
        current: LocaleSite,
        page: Rendered,
        site_url: str,
        known: Mapping[str, Change],
    ) -> None:
        self.sites, self.current, self.page, self.base = sites, current, page, site_url
        self.known = known
        self.site: Localized = current.site
        self.content = self.site.project.content
        self.city_id = f"{site_url}#city"
        self.site_id = f"{site_url}{current.locale.prefix}#site" if site_url else "#site"
        self.source = self.content.by_uri.get(page.uri)

    def nodes(self) -> list[Node]:
        """Return the things, the page first."""
        city: Node = {
            "@type": "GovernmentOrganization",
            "@id": self.city_id,
            "name": self.data("city.name"),
            "url": self.base or None,
        }
        web_site: Node = {
            "@type": "WebSite",
            "@id": self.site_id,
            "name": self.data("title"),
            "url": self.address(""),
        }
        crumbs = self.crumbs()
        if self.source is None:
            return [self.category(), crumbs, web_site, city]
        if self.page.kind == "home":
            web_site |= {
                "description": self.data("tagline"),
                "inLanguage": self.current.locale.tag,
                "publisher": self.ref(self.city_id),
            }
            city |= self.desks()
            return [self.topic(self.source), crumbs, web_site, city]
        extra: list[Node] = []
        if self.source.meta.type == "procedure":
            extra.append(self.service(self.source))
        if self.source.meta.steps:
            extra.append(self.how_to(self.source))
        return [self.topic(self.source), crumbs, *extra, web_site, city]

    # the page

    def web_page(self, type_: str) -> Node:
        """Return the page as such."""
        original = next((s for s in self.sites if s.locale.tag == SOURCE), None)
        made_from = None
        if self.base and original is not None and self.site.translated:
            other = original.pages.get(self.page.uri)
            made_from = self.ref(f"{self.base}{original.address(other)}#page") if other else None
        here = f"{self.base}{self.current.address(self.page)}" if self.base else None
        return {
            "@type": type_,
            "@id": f"{here or ''}#page",
            "url": here,
            "name": self.title(self.page),
            "description": self.summary(),
            "inLanguage": self.current.locale.tag,
            "isPartOf": self.ref(self.site_id),
            "publisher": self.ref(self.city_id),
            "breadcrumb": self.ref("#crumbs"),
            "translationOfWork": made_from,
        }

    def topic(self, source: SourcePage) -> Node:
        """Return a page that an editor wrote."""
        meta = source.meta
        changed = dates(self.content, source, self.current.locale.tag, self.known)
        node = self.web_page("WebPage") | {
            "dateModified": changed.day.isoformat(),
            "lastReviewed": meta.verified.on.isoformat(),
            "expires": meta.expires.isoformat() if meta.expires else None,
            "isBasedOn": [str(s.url) for s in meta.source],
        }
        if meta.type == "procedure":
            node["mainEntity"] = self.ref("#service")
        elif meta.type != "home":
            if meta.official:
                node["alternateName"] = self.japanese(meta.official.title)
            if meta.steps:
                node["mainEntity"] = self.ref("#how")
            node["mentions"] = self.contacts(meta.contact)
        return node

    def category(self) -> Node:
        """Return a page that lists the pages of a category."""
        pages = [
            p
            for p in self.current.pages.values()
            if p.kind == "page" and p.category == self.page.category
        ]
        items = [
            {
                "@type": "ListItem",
                "position": i,
                "name": self.title(p),
                "url": self.address(p.url),
            }
            for i, p in enumerate(pages, 1)
        ]
        return self.web_page("CollectionPage") | {
            "mainEntity": {"@type": "ItemList", "itemListElement": items}
        }

    def crumbs(self) -> Node:
        """Return the way from the home page."""
        way: list[tuple[str | Node | None, str]] = [(self.site.say_plain("nav.home"), "")]
        above = self.current.pages.get(f"{self.page.category}/index.md")
        if self.page.kind == "page" and above is not None:
            way.append((self.title(above), above.url))
        if self.page.kind != "home":
            way.append((self.title(self.page), self.page.url))
        items = [
            {"@type": "ListItem", "position": i, "name": name, "item": self.address(url)}
            for i, (name, url) in enumerate(way, 1)
        ]
        return {"@type": "BreadcrumbList", "@id": "#crumbs", "itemListElement": items}

    # what the page is about

    def service(self, source: SourcePage) -> Node:
        """Return a procedure as a service: the provider is who it belongs to."""
        meta = source.meta
        other = {"@type": "Organization", "name": self.field(source, "authority")}
        audience = {"@type": "Audience", "audienceType": self.field(source, "who")}
        output = {"@type": "Thing", "name": self.field(source, "you_get")}
        return {
            "@type": "GovernmentService",
            "@id": "#service",
            "name": self.field(source, "title"),
            "alternateName": self.japanese(meta.official.title) if meta.official else None,
            "description": self.field(source, "summary"),
            "serviceType": self.data(f"categories.{meta.category}.title"),
            "provider": self.ref(self.city_id) if is_own(self.content, source) else other,
            "areaServed": {"@type": "City", "name": self.data("city.name")},
            "audience": audience if meta.who else None,
            "availableChannel": self.channel(source),
            "offers": self.offers(source),
            "serviceOutput": output if meta.you_get else None,
        }

    def channel(self, source: SourcePage) -> Node | None:
        """Return where, by which number and in which languages it can be done."""
        meta = source.meta
        found = {
            "serviceUrl": str(meta.online.url) if meta.online else None,
            "serviceLocation": [self.place(i) for i in meta.where if self.content.location(i)],
            "servicePhone": self.contacts(meta.contact),
            "availableLanguage": list(meta.desk_languages),
        }
        return {"@type": "ServiceChannel", **found} if any(found.values()) else None

    def offers(self, source: SourcePage) -> Node | None:
        """Return what it costs: the sum if that is clear, else the sentence."""
        found = clear_sum(self.content, source.meta)
        if found is not None:
            name = self.data(f"fees.{found.fee}.name") if found.fee else None
            return {"@type": "Offer", "price": found.yen, "priceCurrency": "JPY", "name": name}
        said = self.field(source, "cost")
        return {"@type": "Offer", "description": said} if said else None

    def how_to(self, source: SourcePage) -> Node:
        """Return the steps, and what to bring."""
        meta = source.meta
        steps = [
            {"@type": "HowToStep", "text": self.field(source, "steps", i)}
            for i in range(len(meta.steps))
        ]
        # not a supply: that is used up, and who brings a passport takes it home again
        tools = [
            {"@type": "HowToTool", "name": self.field(source, "bring", i)}
            for i in range(len(meta.bring))
        ]
        about = self.ref("#service") if meta.type == "procedure" else None
        return {
            "@type": "HowTo",
            "@id": "#how",
            "name": self.field(source, "title"),
            "inLanguage": self.current.locale.tag,
            "about": about,
            "tool": tools,
            "step": steps,
        }

    # who and where

    def desks(self) -> Node:
        """Return where the city hall is, and whom to call: in an emergency, and with a question."""
        settings = self.content.settings
        main = self.content.contact(settings.contact)
        where = self.place(main.place) if main and main.place else None
        urgent = [c | {"contactType": "emergency"} for c in self.contacts(settings.emergency)]
        others = tuple(dict.fromkeys((settings.desk, settings.contact)))
        help_ = [c | {"contactType": "customer service"} for c in self.contacts(others)]
        return {
            "telephone": international(main.phone) if main else None,
            "address": where["address"] if where else None,
            "contactPoint": help_ + urgent,
        }

    def contacts(self, ids: Iterable[str]) -> list[Node]:
        """Return whom to call."""
        return [
            self.contact(id_, item)
            for id_ in ids
            if (item := self.content.contact(id_)) is not None
        ]

    def contact(self, id_: str, item: Contact) -> Node:
        """Return one of them."""
        hours = [_opening(time.days, time.open, time.close) for time in item.hours]
        if item.always:
            hours = [_opening(tuple(DAYS), "00:00", "23:59")]
        return {
            "@type": "ContactPoint",
            "name": self.data(f"contacts.{id_}.name"),
            # closed on holidays: days that hoursAvailable has no word for
            "description": self.data(f"contacts.{id_}.closed"),
            "telephone": international(item.phone),
            "email": item.email,
            "url": str(item.url) if item.url else None,
            "availableLanguage": list(item.languages),
            "hoursAvailable": hours,
        }

    def place(self, id_: str) -> Node | None:
        """Return a place; None if there is no such place."""
        item = self.content.location(id_)
        if item is None:
            return None
        address = self.site.data_said(f"places.{id_}.address")
        settings = self.content.settings.city
        region = locality = None
        street = address.text
        if address.tag == SOURCE and street.startswith(settings.prefecture):
            region, street = self.data("city.prefecture"), street.removeprefix(settings.prefecture)
            if street.startswith(settings.name):
                locality, street = self.data("city.name"), street.removeprefix(settings.name)
        return {
            "@type": "Place",
            "name": self.data(f"places.{id_}.name"),
            "address": {
                "@type": "PostalAddress",
                "addressCountry": "JP",
                "postalCode": item.postal_code,
                "addressRegion": region,
                "addressLocality": locality,
                "streetAddress": self.text(Plain(street, address.tag)),
            },
        }

    # words

    def title(self, page: Rendered) -> str | Node | None:
        if page.kind == "category":
            return self.data(f"categories.{page.category}.title")
        source = self.content.by_uri.get(page.uri)
        return page.title if source is None else self.field(source, "title")

    def summary(self) -> str | Node | None:
        if self.source is None:
            return self.data(f"categories.{self.page.category}.summary")
        return self.field(self.source, "summary")

    def ref(self, id_: str) -> Node:
        return {"@id": id_}

    def address(self, url: str) -> str | None:
        return f"{self.base}{self.current.locale.prefix}{url}" if self.base else None

    def text(self, said: Plain) -> str | Node:
        if said.tag == self.current.locale.tag:
            return said.text
        return {"@value": said.text, "@language": said.tag}

    def japanese(self, text: str) -> str | Node:
        return self.text(Plain(text, SOURCE))

    def data(self, key: str) -> str | Node | None:
        # a category that site.yml does not have is a finding elsewhere
        return self.text(self.site.data_said(key)) if key in self.content.texts else None

    def field(self, source: SourcePage, *way: str | int) -> str | Node | None:
        return self.text(self.site.field_said(source, way)) if way in source.paths else None


def _opening(days: Sequence[str], opens: str, closes: str) -> Node:
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [DAYS[day] for day in days],
        "opens": opens,
        "closes": closes,
    }


def _filled(value: Any) -> Any:
    """Return a thing without what is not known, and a list of one as the one."""
    if isinstance(value, Mapping):
        return {k: _filled(v) for k, v in value.items() if v is not None and v != []}
    if isinstance(value, list):
        return _filled(value[0]) if len(value) == 1 else [_filled(v) for v in value]
    return value
