"""`index.json`: every page and every fact of the site, for other programs."""

import json
from collections.abc import Callable, Iterator, Sequence

from madoguchi.content import Content, SourcePage
from madoguchi.inline import references
from madoguchi.locales import Origin
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
    Site,
    States,
    Texts,
)
from madoguchi.publish.texts import Plain, international, of_data, of_field
from madoguchi.render.view import LocaleSite
from madoguchi.schema import Contact, Model, When, prose_fields
from madoguchi.translate.status import Share

NAME = "index.json"

_ORIGINS = {
    Origin.SOURCE: "source",
    Origin.KANA: "kana",
    Origin.ROMAJI: "romaji",
    Origin.CATALOG: "catalog",
}


def files(sites: Sequence[LocaleSite], site_url: str) -> Iterator[tuple[str, bytes]]:
    """Yield the file's name below the site's root, and its bytes; addresses are whole with `site_url`."""
    yield NAME, text(index(sites, site_url)).encode("utf-8")


def text(found: Index) -> str:
    """Return an index as JSON; what is not known is left out."""
    data = found.model_dump(mode="json", by_alias=True, exclude_none=True)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def index(sites: Sequence[LocaleSite], site_url: str) -> Index:
    """Return all pages and facts of a site in its languages."""
    content = sites[0].site.project.content
    settings = content.settings
    return Index(
        city=City(name=_data(sites, "city.name"), prefecture=_data(sites, "city.prefecture")),
        site=Site(
            title=_data(sites, "title"),
            tagline=_data(sites, "tagline"),
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
                summaries=_data(sites, f"categories.{category.id}.summary"),
                addresses=_addresses(sites, f"{category.id}/index.md", site_url),
                pages=tuple(page.meta.id for page in pages),
            )
            for category, pages in content.by_category
        ),
        pages=tuple(_page(sites, page, site_url) for page in content.pages),
        facts=_facts(sites, content),
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
            "share": States(**share._asdict()),
        }
    )


def _page(sites: Sequence[LocaleSite], page: SourcePage, site_url: str) -> PageEntry:
    meta = page.meta
    official = meta.official
    fees = (name.split(".")[1] for name in references(meta.cost or "") if name.startswith("fee."))
    return PageEntry(
        id=meta.id,
        type=meta.type,
        category=meta.category,
        addresses=_addresses(sites, page.uri, site_url),
        titles=_field(sites, page, "title"),
        summaries=_field(sites, page, "summary"),
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
        when=_deadline(meta.when) if meta.when else None,
        contacts=meta.contact,
        places=meta.where,
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


def _deadline(when: When) -> Deadline | None:
    found = {
        "date": when.date,
        "within": when.within,
        "event": "after" if when.after else "before" if when.before else None,
        "from": when.from_,
        "to": when.to,
    }
    # a note alone says nothing that a program could compute with
    return Deadline.model_validate(found) if any(found.values()) else None


def _facts(sites: Sequence[LocaleSite], content: Content) -> FactEntries:
    def entries(name: str) -> dict[str, object]:
        return {id_: _entry(sites, name, id_, item) for id_, item in content.data[name].items()}

    return FactEntries.model_validate({name: entries(name) for name in FactEntries.model_fields})


def _entry(sites: Sequence[LocaleSite], name: str, id_: str, item: Model) -> dict[str, object]:
    entry = item.model_dump(mode="json", by_alias=True, exclude_none=True)
    if isinstance(item, Contact):
        entry["telephone"] = international(item.phone)
    ways = [".".join(map(str, way)) for way, _ in prose_fields(item)]
    return entry | {"texts": {way: _data(sites, f"{name}.{id_}.{way}") for way in ways}}


def _addresses(sites: Sequence[LocaleSite], uri: str, site_url: str) -> Texts:
    return {
        site.locale.tag: f"{site_url}{site.address(site.pages[uri])}"
        for site in sites
        if uri in site.pages
    }


def _field(sites: Sequence[LocaleSite], page: SourcePage, *way: str | int) -> Texts:
    return _texts(sites, lambda site: of_field(site.site, page, *way))


def _data(sites: Sequence[LocaleSite], key: str) -> Texts:
    return _texts(sites, lambda site: of_data(site.site, key))


def _texts(sites: Sequence[LocaleSite], of: Callable[[LocaleSite], Plain]) -> Texts:
    said = ((site.locale.tag, of(site)) for site in sites)
    return {tag: text.text for tag, text in said if text.tag == tag}
