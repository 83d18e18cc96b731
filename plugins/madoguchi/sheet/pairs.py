"""What a counter sheet says: pairs of the Easy Japanese and the same in the reader's language."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from madoguchi.catalog import State
from madoguchi.content import SourcePage
from madoguchi.document import Block
from madoguchi.render.contacts import LISTS, hours
from madoguchi.render.localize import Localized, Shown, Text
from madoguchi.schema import Contact
from madoguchi.sheet.inline import inline, plain_links
from madoguchi.sheet.structure import Part, parts

Say = Callable[[Localized], str]
"""Gives one side of a pair as HTML."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that say the same, as safe HTML: Easy Japanese, and the other; or Japanese alone."""

    kind: str
    """`fact`, `check`, `step`, `paragraph`, `item`, `row` … : how it looks."""
    sides: tuple[str, ...]
    depth: int = 0
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Pairs under a heading. Its letter and a pair's place in it name the pair: `B2`."""

    letter: str
    title: Pair | None
    pairs: tuple[Pair, ...]


def title(sites: Sequence[Localized], page: SourcePage) -> Pair:
    """Return the page's title."""
    return Pair("title", _sides(sites, lambda site: field(site, page, "title")))


def summary(sites: Sequence[Localized], page: SourcePage) -> Pair:
    """Return what the page is about."""
    return Pair("summary", _sides(sites, lambda site: field(site, page, "summary")))


def sections(sites: Sequence[Localized], page: SourcePage) -> list[Section]:
    """Return all else that the page says, in the order of the site: facts, steps, text, contacts.

    `sites` is Easy Japanese, and the reader's language if that is another one.
    """
    found: list[tuple[Pair | None, list[Pair]]] = []
    key = "panel.title" if page.meta.type == "procedure" else "panel.title.guide"
    found.append((_label(sites, key), list(_facts(sites, page))))
    found.append((_label(sites, "panel.steps"), list(_steps(sites, page))))
    found += _body(sites, page)
    found.append((_label(sites, "panel.contact"), list(_contacts(sites, page))))
    kept = [(heading, pairs) for heading, pairs in found if pairs or _says_more(heading)]
    return [Section(_letter(i), heading, tuple(pairs)) for i, (heading, pairs) in enumerate(kept)]


def checked(sites: Sequence[Localized], page: SourcePage) -> Pair:
    """Return who decides what the page is about, when it was checked, and by whom."""

    def said(site: Localized) -> str:
        date = site.facts.date(page.meta.verified.on)
        by = field(site, page, "verified", "by")
        line = site.say("foot.verified", date=date, by="\0").replace("\0", by)
        if page.meta.authority:
            name = field(site, page, "authority")
            line = f"{site.say('panel.authority')}: {name}<br>{line}"
        return line

    return Pair("checked", _sides(sites, said))


def _letter(index: int) -> str:
    """Return A … Z, then AA, AB …"""
    before, last = divmod(index, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)


def _says_more(heading: Pair | None) -> bool:
    """Whether a heading is the page's own, and so stays although nothing is below it."""
    return heading is not None and heading.kind == "heading"


def _sides(sites: Sequence[Localized], say: Say) -> tuple[str, ...]:
    return tuple(plain_links(say(site)) for site in sites)


def _label(sites: Sequence[Localized], key: str) -> Pair:
    return Pair("label", _sides(sites, lambda site: site.say(key)))


# texts of the page


def field(site: Localized, page: SourcePage, *way: str | int) -> str:
    """Return a front-matter text with its mark, under its name in the front matter."""
    text = site.block(page, page.paths[way])
    name = escape(".".join(map(str, way)))
    return f'<span data-b="{name}">{_text(site, text)}</span>'


def _block(site: Localized, page: SourcePage, index: int, block: Block) -> str:
    text = site.block(page, block)
    return f'<span data-b="{index}">{_text(site, text)}</span>'


_REASONS = {State.OUTDATED: "sheet.outdated"}


def _text(site: Localized, text: Text) -> str:
    """Return a text as the sheet shows it; one without translation stands beside its Japanese."""
    if text.shown is Shown.SOURCE:
        return f'<span class="none">⇐ {site.say(_REASONS.get(text.state, "sheet.missing"))}</span>'
    html = inline(text.markdown)
    if text.shown is Shown.OLD:
        return f'{html} <small class="old">{site.say("block.old")}</small>'
    if text.shown is Shown.MACHINE:
        return f"{html} ※"
    return html


def _data(site: Localized, key: str) -> str:
    """Return a text of a data file; a name without translation is read out in Japanese."""
    return site.text_html(site.data(key), marked=False)


# facts


def _facts(sites: Sequence[Localized], page: SourcePage) -> Iterator[Pair]:
    meta = page.meta

    def fact(key: str, value: Say) -> Pair:
        return Pair("fact", _sides(sites, lambda s: f"<b>{s.say(key)}</b> {value(s)}"))

    def text(key: str, way: str) -> Pair:
        return fact(key, lambda site: field(site, page, way))

    if meta.who:
        yield text("panel.who", "who")
    if meta.when:
        label = "panel.when.note" if meta.when.is_open else "panel.when"
        yield fact(label, lambda site: _when(site, page))
    places = [id_ for id_ in meta.where if sites[0].project.content.location(id_) is not None]
    if places:
        yield fact("panel.where", lambda site: "<br>".join(place(site, id_) for id_ in places))
    if meta.bring:
        yield Pair("above", _sides(sites, lambda site: f"<b>{site.say('panel.bring')}</b>"))
        for i in range(len(meta.bring)):
            yield Pair("check", _sides(sites, lambda site, i=i: field(site, page, "bring", i)))  # type: ignore[misc]
    if meta.free:
        yield fact("panel.cost", lambda site: site.say("panel.free"))
    if meta.cost:
        yield text("panel.cost", "cost")
    if meta.takes:
        yield text("panel.takes", "takes")
    if meta.you_get:
        yield text("panel.you_get", "you_get")
    if meta.online:
        url = escape(str(meta.online.url))
        yield fact("panel.online", lambda _: f'<span class="address">{url}</span>')
    if meta.desk_languages:
        tags = meta.desk_languages
        yield fact("panel.desk_languages", lambda site: _languages(site, tags))


def _languages(site: Localized, tags: Sequence[str]) -> str:
    return site.html(site.facts.join([site.facts.language(tag) for tag in tags]))


def _when(site: Localized, page: SourcePage) -> str:
    when = page.meta.when
    assert when is not None
    lines: list[str] = []
    if when.within:
        key, way = (
            ("when.within_after", "after") if when.after else ("when.within_before", "before")
        )
        duration = site.facts.duration(when.within)
        if site.translated:
            event = field(site, page, "when", way)
            lines.append(site.say(key, event="\0", duration=duration).replace("\0", event))
        else:
            # read as one sentence: the readings of numbers depend on what follows
            raw = site.say_raw(key).format(event=page.paths["when", way].raw, duration=duration)
            lines.append(f'<span data-b="when.{way}">{site.html(raw)}</span>')
    elif when.date or when.from_ or when.to:
        lines.append(site.html(site.facts.when(when)))
    if when.note:
        lines.append(field(site, page, "when", "note"))
    return "<br>".join(lines)


def place(site: Localized, id_: str) -> str:
    """Return a place: name, address, how to get there."""
    item = site.project.content.location(id_)
    assert item is not None
    key = f"places.{id_}"
    access = f"<br>{_data(site, f'{key}.access')}" if item.access else ""
    address = site.facts.address(_data(site, f"{key}.address"), item)
    return f"<strong>{_data(site, f'{key}.name')}</strong><br>{address}{access}"


def _steps(sites: Sequence[Localized], page: SourcePage) -> Iterator[Pair]:
    for i in range(len(page.meta.steps)):
        yield Pair("step", _sides(sites, lambda site, i=i: field(site, page, "steps", i)))  # type: ignore[misc]


def _contacts(sites: Sequence[Localized], page: SourcePage) -> Iterator[Pair]:
    content = sites[0].project.content
    known = [id_ for id_ in page.meta.contact if content.contact(id_) is not None]
    # somebody must be there to call
    for id_ in known or [content.settings.contact]:
        item = content.contact(id_)
        if item is not None:
            yield Pair("contact", _sides(sites, lambda s, id_=id_, item=item: _contact(s, page, id_, item)))  # type: ignore[misc]  # fmt: skip


def _contact(site: Localized, page: SourcePage, id_: str, item: Contact) -> str:
    key = f"contacts.{id_}"
    phone = f'<b class="phone"><bdi dir="ltr">{escape(item.phone)}</bdi></b>'
    lines = [f"<strong>{_data(site, f'{key}.name')}</strong> {site.say('contact.phone')} {phone}"]
    if item.note:
        lines.append(_data(site, f"{key}.note"))
    if item.always:
        lines.append(site.say("hours.always"))
    if item.hours:
        lines.append(hours(site, item.hours))
    if item.closed:
        lines.append(_data(site, f"{key}.closed"))
    if item.place and site.project.content.location(item.place) is not None:
        floor = f" {_data(site, f'{key}.floor')}" if item.floor else ""
        where = (
            f"<strong>{_data(site, f'places.{item.place}.name')}</strong>"
            if item.place in page.meta.where
            else place(site, item.place)
        )
        lines.append(where + floor)
    if item.languages:
        lines.append(f"{site.say('contact.languages')} {_languages(site, item.languages)}")
    if item.email:
        lines.append(f'<bdi dir="ltr">{escape(item.email)}</bdi>')
    return "".join(f"<div>{line}</div>" for line in lines)


# the body

_CARD = re.compile(r'(?=<section class="mg-card")')


def _body(sites: Sequence[Localized], page: SourcePage) -> list[tuple[Pair | None, list[Pair]]]:
    found: list[tuple[Pair | None, list[Pair]]] = []
    columns = 1
    for part in parts(page.document):
        if part.kind == "heading" and part.level <= 2:
            found.append((_of_block(sites, page, part), []))
            continue
        if not found:
            found.append((None, []))
        if part.kind == "head":
            columns = max(part.columns) + 1
        if part.kind == "list":
            found[-1][1].extend(_cards(sites, part.mark))
        elif part.kind in ("head", "row"):
            found[-1][1].append(_row(sites, page, part, columns))
        else:
            found[-1][1].append(_of_block(sites, page, part))
    return found


def _of_block(sites: Sequence[Localized], page: SourcePage, part: Part) -> Pair:
    [(index, block)] = part.blocks

    def said(site: Localized) -> str:
        html = _block(site, page, index, block)
        return f'<span class="mark">{part.mark}</span><div>{html}</div>' if part.mark else html

    return Pair(part.kind, _sides(sites, said), part.depth, part.boxed)


def _row(sites: Sequence[Localized], page: SourcePage, part: Part, columns: int) -> Pair:
    """Return a table's row; cells stand in their columns also where others are empty."""
    tag = "th" if part.kind == "head" else "td"

    def said(site: Localized) -> str:
        cells = [""] * max(columns, *(column + 1 for column in part.columns))
        for column, (index, block) in zip(part.columns, part.blocks, strict=True):
            cells[column] += _block(site, page, index, block)
        inside = "".join(f"<{tag}>{cell}</{tag}>" for cell in cells)
        return f"<table><tr>{inside}</tr></table>"

    return Pair(part.kind, _sides(sites, said), part.depth, part.boxed)


def _cards(sites: Sequence[Localized], name: str) -> list[Pair]:
    """Return a list from the data files, a pair for each of its items."""
    if name not in LISTS:
        return []
    lists = [_CARD.split(LISTS[name](site).removesuffix("</div>"))[1:] for site in sites]
    return [Pair("card", tuple(map(plain_links, sides))) for sides in zip(*lists, strict=True)]
