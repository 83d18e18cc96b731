"""The panel at the top of a page, made from its front matter, and what stands below the text."""

from collections.abc import Sequence
from html import escape

from madoguchi.content import SourcePage
from madoguchi.kana import hiragana
from madoguchi.locales import Origin
from madoguchi.read.align import align
from madoguchi.read.annotate import ruby
from madoguchi.read.romaji import romaji
from madoguchi.render.contacts import contact_rows, languages, name, place, row
from madoguchi.render.html import inline_html
from madoguchi.render.links import tel
from madoguchi.render.localize import Localized, paired
from madoguchi.schema import Official
from madoguchi.translate.status import Share, percent


def panel(site: Localized, page: SourcePage) -> str:
    """Return the panel as HTML, or nothing if the front matter has nothing for it."""
    rows = "".join(_rows(site, page))
    if not rows:
        return ""
    key = "panel.title" if page.meta.type == "procedure" else "panel.title.guide"
    title = paired(f"say.{key}", site.say(key))
    return (
        f'<section class="mg-panel" aria-labelledby="mg-panel"><h2 id="mg-panel">{title}</h2>'
        f"<dl>{rows}</dl></section>\n"
    )


def calls(site: Localized, page: SourcePage) -> str:
    """Return whom to call, for the top of a page on which life is at stake; nothing for others."""
    whom = _whom(site, page) if page.meta.risk == "life" else ""
    if not whom:
        return ""
    title = paired("say.panel.contact", site.say("panel.contact"))
    return f'<section class="mg-panel" aria-labelledby="mg-calls"><h2 id="mg-calls">{title}</h2>{whom}</section>\n'


def _rows(site: Localized, page: SourcePage) -> list[str]:
    meta = page.meta
    rows: list[str] = []

    def text(icon: str, key: str, *way: str) -> None:
        rows.append(row(site, icon, key, site.text_html(site.field(page, way))))

    if meta.official:
        rows.append(row(site, "official", "panel.official", _official(site, meta.official)))
    if meta.who:
        text("who", "panel.who", "who")
    if meta.when:
        label = "panel.when.note" if meta.when.is_open else "panel.when"
        rows.append(row(site, "when", label, paired("when", _when(site, page))))
    if meta.where:
        places = [
            f"<div>{place(site, id_, found)}</div>"
            for id_ in meta.where
            if (found := site.project.content.location(id_)) is not None
        ]
        rows.append(row(site, "where", "panel.where", "".join(places)))
    if meta.bring:
        items = [
            f"<li>{site.text_html(site.field(page, ('bring', i)))}</li>"
            for i in range(len(meta.bring))
        ]
        rows.append(
            row(site, "bring", "panel.bring", f'<ul class="mg-bring">{"".join(items)}</ul>')
        )
    if meta.free:
        rows.append(
            row(site, "cost", "panel.cost", paired("say.panel.free", site.say("panel.free")))
        )
    if meta.cost:
        text("cost", "panel.cost", "cost")
    if meta.takes:
        text("takes", "panel.takes", "takes")
    if meta.you_get:
        text("get", "panel.you_get", "you_get")
    if meta.online:
        url = escape(str(meta.online.url))
        rows.append(
            row(
                site,
                "online",
                "panel.online",
                f'<a href="{url}">{site.say("panel.online.link")}</a>',
            )
        )
    whom = "" if meta.risk == "life" else _whom(site, page)
    if whom:
        rows.append(row(site, "phone", "panel.contact", whom))
    if meta.desk_languages:
        shown = languages(site, meta.desk_languages)
        rows.append(row(site, "languages", "panel.desk_languages", shown))
    return rows


def _official(site: Localized, official: Official) -> str:
    """Return the words on the letter, with their reading: above them, or behind in kana and romaji."""
    reading = hiragana(official.reading)
    if site.locale.origin in (Origin.KANA, Origin.ROMAJI):
        spoken = reading if site.locale.origin is Origin.KANA else romaji(reading)
        return f'<span lang="ja" dir="ltr" class="mg-official">{escape(official.title)}</span> ({escape(spoken)})'
    shown = with_reading(official)
    spoken = (
        f' <small lang="ja-Latn">({escape(romaji(reading))})</small>' if site.translated else ""
    )
    return f'<span lang="ja" dir="ltr" class="mg-official">{shown}</span>{spoken}'


def with_reading(official: Official) -> str:
    """Return the words on the letter with their reading above them, as HTML."""
    return "".join(
        escape(part.text) if part.reading is None else ruby(escape(part.text), part.reading)
        for part in align(official.title, hiragana(official.reading))
    )


def contents(site: Localized, headings: Sequence[tuple[str, str]]) -> str:
    """Return a list of a long page's headings (anchor, HTML), folded; nothing for a short page."""
    if len(headings) < 3:
        return ""
    items = "".join(f'<li><a href="#{anchor}">{html}</a></li>' for anchor, html in headings)
    return (
        f'<nav class="mg-contents" aria-labelledby="mg-contents"><details><summary id="mg-contents">'
        f"{site.say('nav.contents')}</summary><ul>{items}</ul></details></nav>\n"
    )


def _when(site: Localized, page: SourcePage) -> str:
    when = page.meta.when
    assert when is not None
    lines: list[str] = []
    if when.within:
        way = ("when", "after" if when.after else "before")
        event = site.block(page, page.paths[way])
        key = "when.within_after" if when.after else "when.within_before"
        duration = site.facts.duration(when.within)
        if site.translated:
            shown = site.text_html(event)
            lines.append(site.say(key, event="\0", duration=duration).replace("\0", shown))
        else:
            raw = page.paths[way].raw
            lines.append(site.html(site.say_raw(key).format(event=raw, duration=duration)))
    elif when.date or when.from_ or when.to:
        lines.append(site.html(site.facts.when(when)))
    if when.note:
        lines.append(site.text_html(site.block(page, page.paths["when", "note"])))
    return "<br>".join(lines)


def _whom(site: Localized, page: SourcePage) -> str:
    """Return whom to call: the number at once, the rest folded, so that the page stays short."""
    content = site.project.content
    blocks: list[str] = []
    for id_ in page.meta.contact:
        item = content.contact(id_)
        if item is None:
            continue
        key = f"contacts.{id_}"
        note = f"<p>{site.text_html(site.data(f'{key}.note'))}</p>" if item.note else ""
        where = item.place is not None and item.place not in page.meta.where
        more = contact_rows(site, id_, item, where=where)
        folded = (
            f"<details><summary>{site.say('contact.more')}</summary><dl>{more}</dl></details>"
            if more
            else ""
        )
        blocks.append(
            f'<div class="mg-contact"><h3>{name(site, f"{key}.name")}</h3>{note}{tel(item.phone)}{folded}</div>'
        )
    return "".join(blocks)


def steps(site: Localized, page: SourcePage) -> str:
    """Return the steps as numbered cards, or nothing."""
    if not page.meta.steps:
        return ""
    items = [
        f"<li>{site.text_html(site.field(page, ('steps', i)))}</li>"
        for i in range(len(page.meta.steps))
    ]
    return (
        f'<section class="mg-steps" aria-labelledby="mg-steps"><h2 id="mg-steps">{paired("say.panel.steps", site.say("panel.steps"))}</h2>'
        f"<ol>{''.join(items)}</ol></section>\n"
    )


def state_line(site: Localized, count: Share, page: SourcePage | None = None) -> str:
    """Return the line that says how the page's text came about, and from which day its source is."""
    if site.locale.origin is Origin.SOURCE:
        return ""
    if not site.translated:
        return f'<p class="mg-state">{site.say("state.derived")}</p>\n'
    lines = []
    old = site.old_blocks(page) if page is not None else []
    readable = count.shown + len(old)
    if readable < count.total:
        lines.append(
            site.say(
                "state.partial",
                percent=site.facts.percent(percent(readable, count.total)),
                language=site.locale.name,
            )
        )
    if old:
        lines.append(site.say("state.updated"))
    if count.machine:
        mixed = page is not None and site.mixed(page)
        lines.append(site.say("state.machine_parts" if mixed else "state.machine"))
    if lines and page is not None:
        lines.append(site.say("state.source_date", date=site.facts.date(page.meta.verified.on)))
    if not lines:
        return ""
    return f'<p class="mg-state" id="mg-state">{" ".join(lines)}</p>\n'


def new_sources(site: Localized, page: SourcePage) -> str:
    """Return the new Easy Japanese of every text whose old translation stands on the page.

    A mark there leads here, and back; without a script, and wherever the text stands.
    """
    items = [
        f'<li id="mg-new-{block.span.start}"><span lang="ja" dir="ltr" class="mg-ja">{inline_html(site.japanese(block))}</span> '
        f'<a href="#mg-old-{block.span.start}">{site.say("block.new.back")}</a></li>'
        for block in site.old_blocks(page)
    ]
    if not items:
        return ""
    return (
        f'<section class="mg-new" aria-labelledby="mg-new"><h2 id="mg-new">{site.say("block.new.title")}</h2>'
        f"<ul>{''.join(items)}</ul></section>\n"
    )


def foot(site: Localized, page: SourcePage) -> str:
    """Return what stands below the text: sources, law, when it was last checked."""
    meta = page.meta
    parts: list[str] = []
    # on the pages in kana and romaji it is written as these are
    cite = '<cite lang="ja" dir="ltr">' if site.translated else "<cite>"
    japanese = (
        f"<p><small>{site.say('foot.official_wording')}</small></p>" if site.translated else ""
    )
    if meta.source:
        items = [
            f'<li><a href="{escape(str(s.url))}" hreflang="ja">{cite}{site.official(s.title)}</cite></a> '
            f"<small>{site.say('foot.seen_on', date=site.facts.date(s.seen_on))}</small></li>"
            for s in meta.source
        ]
        parts.append(
            f'<h2 id="mg-sources">{site.say("foot.sources")}</h2><ul>{"".join(items)}</ul>'
        )
    if meta.legal:
        items = []
        for law in meta.legal:
            name = site.official(f"{law.title} {law.article}" if law.article else law.title)
            shown = f"{cite}{name}</cite>"
            items.append(
                f'<li><a href="{escape(str(law.url))}" hreflang="ja">{shown}</a></li>'
                if law.url
                else f"<li>{shown}</li>"
            )
        parts.append(f'<h2 id="mg-legal">{site.say("foot.legal")}</h2><ul>{"".join(items)}</ul>')
    if parts and japanese:
        parts.insert(0, japanese)
    if meta.authority:
        name = site.text_html(site.field(page, ("authority",)))
        parts.append(f"<p>{site.say('panel.authority')}: {name}</p>")
    by = site.text_html(site.block(page, page.paths["verified", "by"]))
    verified = site.say("foot.verified", date=site.facts.date(meta.verified.on), by="\0").replace(
        "\0", by
    )
    parts.append(f'<p class="mg-verified">{paired("verified", verified)}</p>')
    return f'<footer class="mg-foot">{"".join(parts)}</footer>\n'
