"""`index.json`: every page and every fact of the site, for other programs."""

import datetime
import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from madoguchi.content import Content, SourcePage
from madoguchi.inline import references
from madoguchi.json_schema import json_text
from madoguchi.locales import Origin
from madoguchi.publish.alerts import in_force
from madoguchi.publish.index_model import (
    CategoryEntry,
    Checked,
    Cited,
    City,
    Deadline,
    FactEntries,
    Index,
    Language,
    OfficialWord,
    PageEntry,
    Sentences,
    Site,
    States,
    Texts,
)
from madoguchi.publish.services import clear_sum
from madoguchi.publish.telephone import international
from madoguchi.render.localize import Plain
from madoguchi.render.view import LocaleSite
from madoguchi.schema import Contact, Model, When, prose_fields
from madoguchi.translate.status import Share

NAME = "index.json"
SCHEMA = "index.schema.json"

_ORIGINS = {
    Origin.SOURCE: "source",
    Origin.KANA: "kana",
    Origin.ROMAJI: "romaji",
    Origin.CATALOG: "catalog",
}


def files(
    sites: Sequence[LocaleSite], site_url: str, now: datetime.datetime | None = None
) -> Iterator[tuple[str, bytes]]:
    """Yield the name below the site's root and the bytes of the file and of its schema.

    Addresses are whole with `site_url`. Alerts are there if they hold at `now`.
    """
    yield NAME, text(index(sites, site_url, now)).encode("utf-8")
    yield SCHEMA, json_text(Index.model_json_schema(by_alias=True)).encode("utf-8")


def text(found: Index) -> str:
    """Return an index as JSON; what is not known is left out."""
    data = found.model_dump(mode="json", by_alias=True, exclude_none=True)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def index(
    sites: Sequence[LocaleSite], site_url: str, now: datetime.datetime | None = None
) -> Index:
    """Return all pages and facts of a site in its languages, with the alerts that hold at `now`."""
    content = sites[0].site.project.content
    settings = content.settings
    return Index(
        city=City(name=_data(sites, "city.name"), prefecture=_data(sites, "city.prefecture")),
        site=Site(
            title=_data(sites, "title"),
            tagline=_data(_long(sites), "tagline"),
            contact=settings.contact,
            desk=settings.desk,
            emergency=settings.emergency,
            url=site_url or None,
        ),
        languages=tuple(_language(site, site_url) for site in sites),
        categories=tuple(
            CategoryEntry(
                id=category.id,
                titles=_data(sites, f"categories.{category.id}.title"),
                summaries=_data(_long(sites), f"categories.{category.id}.summary"),
                addresses=_addresses(sites, f"{category.id}/index.md", site_url),
                pages=tuple(page.meta.id for page in pages),
            )
            for category, pages in content.by_category
        ),
        pages=tuple(_page(sites, page, site_url) for page in content.pages),
        facts=_facts(sites, content, now),
    )


def _language(site: LocaleSite, site_url: str) -> Language:
    locale = site.locale
    share = sum((page.count for page in site.pages.values()), Share())
    return Language.model_validate(
        {
            "tag": locale.tag,
            "name": locale.name,
            "direction": locale.direction,
            "origin": _ORIGINS[locale.origin],
            "address": f"{site_url}{locale.prefix}",
            "share": States(**share._asdict()) if site.site.translated else None,
        }
    )


def _page(sites: Sequence[LocaleSite], page: SourcePage, site_url: str) -> PageEntry:
    meta = page.meta
    official = meta.official
    price = clear_sum(sites[0].site.project.content, meta)
    fees = (name.split(".")[1] for name in references(meta.cost or "") if name.startswith("fee."))
    return PageEntry(
        id=meta.id,
        type=meta.type,
        category=meta.category,
        addresses=_addresses(sites, page.uri, site_url),
        titles=_texts(sites, lambda site: site.site.field_said(page, ("title",))),
        summaries=_texts(_long(sites), lambda site: site.site.field_said(page, ("summary",))),
        official=OfficialWord(title=official.title, reading=official.reading) if official else None,
        verified=Checked(on=meta.verified.on, by=meta.verified.by, every=meta.verified.every),
        expires=meta.expires,
        risk=meta.risk,
        share={
            site.locale.tag: States(**site.pages[page.uri].count._asdict())
            for site in sites
            if site.site.translated
        },
        life_event=meta.life_event,
        audience=meta.audience,
        keywords=meta.keywords,
        who=_field(sites, page, "who"),
        when=_deadline(sites, page, meta.when) if meta.when else None,
        bring=_fields(sites, page, "bring"),
        steps=_fields(sites, page, "steps"),
        authority=_texts(sites, lambda site: site.site.field_said(page, ("authority",)))
        if meta.authority
        else None,
        contacts=meta.contact,
        desk_languages=meta.desk_languages,
        places=meta.where,
        cost=_field(sites, page, "cost"),
        price=price.yen if price else None,
        fees=tuple(dict.fromkeys(fees)),
        free=meta.free is True,
        online=meta.online,
        legal=tuple(
            Cited(title=law.title, article=law.article, url=str(law.url) if law.url else None)
            for law in meta.legal
        ),
        sources=tuple(
            Cited(title=source.title, url=str(source.url), seen_on=source.seen_on)
            for source in meta.source
        ),
    )


def _deadline(sites: Sequence[LocaleSite], page: SourcePage, when: When) -> Deadline:
    found = {
        "date": when.date,
        "within": when.within,
        "event": "after" if when.after else "before" if when.before else None,
        "from": when.from_,
        "to": when.to,
        "texts": {str(way[1]): _field(sites, page, *way) for way in page.paths if way[0] == "when"},
    }
    return Deadline.model_validate(found)


def _facts(
    sites: Sequence[LocaleSite], content: Content, now: datetime.datetime | None
) -> FactEntries:
    def entries(name: str) -> dict[str, object]:
        items: Mapping[str, Model] = content.data[name]
        if name == "alerts":
            items = dict(in_force(content, now)) if now else {}
        return {id_: _entry(sites, name, id_, item) for id_, item in items.items()}

    return FactEntries.model_validate({name: entries(name) for name in FactEntries.model_fields})


def _entry(sites: Sequence[LocaleSite], name: str, id_: str, item: Model) -> dict[str, object]:
    entry = item.model_dump(mode="json", by_alias=True, exclude_none=True)
    if isinstance(item, Contact):
        entry["telephone"] = international(item.phone)
    ways = [".".join(map(str, way)) for way, _ in prose_fields(item)]
    long = _long(sites)
    texts = {
        way: _data(sites if way in ("name", "title", "address") else long, f"{name}.{id_}.{way}")
        for way in ways
    }
    return entry | {"texts": texts}


def _addresses(sites: Sequence[LocaleSite], uri: str, site_url: str) -> Texts:
    return {
        site.locale.tag: f"{site_url}{site.address(site.pages[uri])}"
        for site in sites
        if uri in site.pages
    }


def _field(sites: Sequence[LocaleSite], page: SourcePage, *way: str | int) -> Sentences | None:
    if way not in page.paths:
        return None
    return _texts(_long(sites), lambda site: site.site.field_said(page, way))


def _fields(sites: Sequence[LocaleSite], page: SourcePage, name: str) -> tuple[Sentences, ...]:
    found = (_field(sites, page, *way) for way in page.paths if way[0] == name)
    return tuple(texts for texts in found if texts is not None)


def _long(sites: Sequence[LocaleSite]) -> list[LocaleSite]:
    """Return the languages that longer texts are given in."""
    made = (Origin.KANA, Origin.ROMAJI)
    return [site for site in sites if site.locale.origin not in made]


def _data(sites: Sequence[LocaleSite], key: str) -> Texts:
    return _texts(sites, lambda site: site.site.data_said(key))


def _texts(sites: Sequence[LocaleSite], of: Callable[[LocaleSite], Plain]) -> Texts:
    said = ((site.locale.tag, of(site)) for site in sites)
    return {tag: text.text for tag, text in said if text.tag == tag}
