"""Contacts, places, desks and classes as HTML, from the data files."""

from html import escape

from madoguchi.locales import SOURCE, locale
from madoguchi.render.links import tel
from madoguchi.render.localize import Localized, paired
from madoguchi.schema import Contact, Hours, JapaneseClass, Location


def languages(site: Localized, tags: tuple[str, ...]) -> str:
    """Return the names of languages, each also in its own script, which its readers look for."""
    items = []
    for tag in tags:
        shown = site.html(site.facts.language(tag))
        own = locale(tag)
        if tag not in (site.locale.tag, SOURCE):
            name = f'<span lang="{escape(tag)}" dir="{own.direction}">{escape(own.name)}</span>'
            shown = name if own.name in shown else f"{shown} {name}"
        items.append(f"<li>{shown}</li>")
    return f'<ul class="mg-inline">{"".join(items)}</ul>'


def name(site: Localized, key: str) -> str:
    """Return a name from a data file; in a translation, with the Japanese that stands on the sign."""
    shown = site.text_html(site.data(key))
    return f"{shown} {site.original(key)}" if site.translated else shown


def hours(site: Localized, times: tuple[Hours, ...]) -> str:
    """Return opening hours, a line for each group of days."""
    lines = [
        f"{site.html(site.facts.days(time.days))} {site.html(site.facts.hours(time))}"
        for time in times
    ]
    return "<br>".join(lines)


def row(site: Localized, icon: str, key: str, value: str) -> str:
    """Return a line of a description list, labelled with an interface string."""
    label = paired(f"say.{key}", site.say(key))
    return f'<div class="mg-row"><dt class="mg-i mg-i-{icon}">{label}</dt><dd>{value}</dd></div>'


def place(site: Localized, id_: str, item: Location) -> str:
    """Return a place: name, address, how to get there."""
    key = f"places.{id_}.address"
    address = site.facts.address(site.text_html(site.data(key)), item)
    if site.translated:
        address += f" {site.original(key)}"
    access = (
        f"<div>{paired(f'places.{id_}.access', site.text_html(site.data(f'places.{id_}.access')))}</div>"
        if item.access
        else ""
    )
    return f"<strong>{name(site, f'places.{id_}.name')}</strong><div>{address}</div>{access}"


def phone_row(site: Localized, item: Contact) -> str:
    """Return the line with a contact's telephone number."""
    return row(site, "phone", "contact.phone", tel(item.phone))


def contact_rows(site: Localized, id_: str, item: Contact, *, where: bool = True) -> str:
    """Return what is known of a contact besides the number, as lines of a description list."""
    key = f"contacts.{id_}"
    rows: list[str] = []
    if item.always:
        rows.append(row(site, "hours", "contact.hours", site.say("hours.always")))
    if item.hours:
        closed = (
            f"<div>{paired(f'{key}.closed', site.text_html(site.data(f'{key}.closed')))}</div>"
            if item.closed
            else ""
        )
        opening = paired(f"{key}.hours", hours(site, item.hours)) + closed
        rows.append(row(site, "hours", "contact.hours", opening))
    found = site.project.content.location(item.place) if item.place and where else None
    if found is not None and item.place:
        floor = f"<div>{name(site, f'{key}.floor')}</div>" if item.floor else ""
        rows.append(row(site, "where", "contact.place", place(site, item.place, found) + floor))
    if item.languages:
        rows.append(row(site, "languages", "contact.languages", languages(site, item.languages)))
    if item.email:
        mail = escape(item.email)
        rows.append(row(site, "email", "contact.email", f'<a href="mailto:{mail}">{mail}</a>'))
    return "".join(rows)


def contact_card(site: Localized, id_: str, item: Contact, *, level: int = 3) -> str:
    """Return a contact as a card with a heading."""
    key = f"contacts.{id_}"
    note = f"<p>{site.text_html(site.data(f'{key}.note'))}</p>" if item.note else ""
    return (
        f'<section class="mg-card" id="{escape(id_)}"><h{level}>{name(site, f"{key}.name")}</h{level}>'
        f"{note}<dl>{phone_row(site, item)}{contact_rows(site, id_, item)}</dl></section>"
    )


def desks(site: Localized) -> str:
    """Return every desk that has hours and languages, the one for foreign residents first."""
    content = site.project.content
    ids = [content.settings.desk]
    ids += [id_ for id_ in content.data["contacts"] if id_ not in ids]
    cards = []
    for id_ in ids:
        item = content.contact(id_)
        if item is not None and item.hours and item.languages:
            cards.append(contact_card(site, id_, item))
    return f'<div class="mg-cards">{"".join(cards)}</div>'


def classes(site: Localized) -> str:
    """Return the Japanese classes."""
    cards = [
        _class_card(site, id_, item)
        for id_, item in site.project.content.data["classes"].items()
        if isinstance(item, JapaneseClass)
    ]
    return f'<div class="mg-cards">{"".join(cards)}</div>'


def _class_card(site: Localized, id_: str, item: JapaneseClass) -> str:
    key = f"classes.{id_}"
    content = site.project.content
    rows = [
        row(site, "who", "class.for", site.text_html(site.data(f"{key}.for_whom"))),
        row(site, "when", "class.when", hours(site, item.hours)),
    ]
    if (location := content.location(item.place)) is not None:
        rows.append(row(site, "where", "contact.place", place(site, item.place, location)))
    cost = site.say("panel.free") if item.free else ""
    if item.fee:
        cost = site.html(site.facts.value(f"fee.{item.fee}") or "")
    if item.book:
        book = site.say("class.book", sum=site.facts.value(f"fee.{item.book}") or "")
        cost += f"<div>{book}</div>"
    if cost:
        rows.append(row(site, "cost", "class.cost", cost))
    if (contact := content.contact(item.contact)) is not None:
        desk = name(site, f"contacts.{item.contact}.name")
        rows.append(row(site, "phone", "contact.phone", f"{desk} {tel(contact.phone)}"))
    notes = [site.say(f"class.{name}") for name in ("childcare", "online") if getattr(item, name)]
    extra = f"<ul>{''.join(f'<li>{note}</li>' for note in notes)}</ul>" if notes else ""
    title = site.text_html(site.data(f"{key}.name"))
    return f'<section class="mg-card" id="{escape(id_)}"><h3>{title}</h3><dl>{"".join(rows)}</dl>{extra}</section>'


LISTS = {"desks": desks, "classes": classes}
