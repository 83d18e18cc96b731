"""A whole page in one language, as Markdown spliced from its untouched source."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from madoguchi.content import SourcePage
from madoguchi.document import Block, BlockKind
from madoguchi.icons import icon
from madoguchi.render.contacts import LISTS, contact_rows, phone_row
from madoguchi.render.html import JAPANESE
from madoguchi.render.links import page_url, relative, tel_address
from madoguchi.render.localize import Localized, Shown, Text
from madoguchi.render.panel import (
    calls,
    contents,
    foot,
    new_sources,
    panel,
    state_line,
    steps,
    with_reading,
)
from madoguchi.render.tools import toolbar
from madoguchi.schema import Category
from madoguchi.span import Edit, Span, splice
from madoguchi.translate.extract import SITE
from madoguchi.translate.status import Share, count


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page in one language."""

    uri: str
    """Below the language's folder: `moving/moving-in.md`."""
    kind: str
    """`home`, `category` or `page`."""
    title: str
    """Plain text."""
    title_html: str
    description: str
    head_html: str
    """What stands above the text: title, summary, panel, steps."""
    body: str
    """The text as Markdown."""
    foot_html: str
    """What stands below the text: sources, when it was last checked."""
    category: str | None
    count: Share

    @property
    def url(self) -> str:
        """Its address below the language's own."""
        return page_url(self.uri)

    @property
    def markdown(self) -> str:
        """The whole page for a generator that knows Markdown only."""
        return f"{self.head_html}\n{self.body}\n\n{self.foot_html}"

    def with_front_matter(self, tag: str) -> str:
        """Return a file that any Markdown generator can build."""
        head = {"title": self.title, "description": self.description, "lang": tag}
        lines = "".join(
            f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in head.items()
        )
        return f"---\n{lines}---\n\n{self.markdown}"


def render(site: Localized) -> Iterator[Rendered]:
    """Yield every page of the site in one language: home, categories, topics."""
    content = site.project.content
    for page in content.pages:
        yield _page(site, page)
    for category, pages in content.by_category:
        yield _category(site, category, pages)


def _page(site: Localized, page: SourcePage) -> Rendered:
    title = site.field(page, ("title",))
    counted = count(site.project.sources[page.catalog], site.catalog(page.catalog))
    body, headings = _body(site, page)
    url = page_url(page.uri)
    lead = f'<p class="mg-lead">{site.text_html(site.field(page, ("summary",)))}</p>'
    state = state_line(site, counted, page)
    if page.is_home:
        # who opens the site at night with a sick child sees the number before anything else
        top = f"{emergency(site)}\n{lead}\n\n{toolbar(site)}{state}"
        below = _cards(site, url) + _desk(site)
    else:
        top = f"{lead}\n\n{calls(site, page)}{toolbar(site)}{state}"
        below = ""
    head = (
        f'<h1 id="mg-top">{site.text_html(title)}</h1>\n\n{top}\n'
        f"{panel(site, page)}\n{steps(site, page)}\n{contents(site, headings)}\n{below}"
    )
    return Rendered(
        page.uri,
        "home" if page.is_home else "page",
        site.field_plain(page, ("title",)),
        site.field_elsewhere(page, ("title",), noticed=False),
        site.field_plain(page, ("summary",)),
        head,
        body.strip(),
        new_sources(site, page) + foot(site, page),
        page.meta.category,
        counted,
    )


_LIST = re.compile(r"^[ \t]*\{list:(?P<name>[a-z]+)\}[ \t]*$", re.MULTILINE)


def _body(site: Localized, page: SourcePage) -> tuple[str, list[tuple[str, str]]]:
    """Return the page's body in this language, and its headings of the second level."""
    document = page.document
    edits = [Edit(note, "") for note in document.notes]
    headings: list[tuple[str, str]] = []
    for i, block in enumerate(document.blocks):
        text = site.block(page, block, terms=block.kind in _PROSE)
        edits.append(Edit(block.span, _in_place(site, block, text, i)))
        if block.kind is BlockKind.HEADING:
            anchor = _anchor(document.text, block) or f"s{i}"
            if anchor == f"s{i}":
                edits.append(Edit(Span(block.span.end, block.span.end), f" {{#{anchor}}}"))
            if text.shown in (Shown.SOURCE, Shown.OLD):
                end = document.text.find("\n", block.span.end)
                at = len(document.text) if end < 0 else end
                edits.append(Edit(Span(at, at), f"\n\n<p>{site.mark(text).strip()}</p>\n"))
            if block.level == 2:
                headings.append((anchor, site.text_html(text, marked=False)))
    edits += (
        Edit(Span(*match.span()), LISTS[match["name"]](site))
        for match in _LIST.finditer(document.text, document.body.start)
        if match["name"] in LISTS
    )
    return splice(document.text, edits)[document.body.start :], headings


def _anchor(text: str, block: Block) -> str | None:
    found = re.match(
        r"[ \t]*(?:#+[ \t]*)?\{[^{}]*#(?P<id>[\w-]+)[^{}]*\}",
        text[block.span.end : block.span.end + 200],
    )
    return found["id"] if found else None


_PROSE = (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.CELL)


def _in_place(site: Localized, block: Block, text: Text, number: int) -> str:
    """Return a block's text so that it stays one block of its kind where it is put."""
    shown = " ".join(text.markdown.split("\n"))
    if text.is_source:
        shown = f"{JAPANESE}{shown}</span>"
    shown = site.terms.explain(shown, str(number))
    shown = f"<span data-b={number}>{shown}</span>"
    if block.kind is not BlockKind.HEADING or text.shown is Shown.MACHINE:
        shown += site.mark(text)
    if block.kind is BlockKind.CELL:
        # a bar ends a cell, but not in code
        return re.sub(r"(`[^`]*`)|(?<!\\)\|", lambda m: m[1] or r"\|", shown)
    if block.kind is BlockKind.TITLE:
        return re.sub(r'"(?![^<]*>)', "”", shown).replace('"', "'")
    return shown


def _category(site: Localized, category: Category, pages: tuple[SourcePage, ...]) -> Rendered:
    key = f"categories.{category.id}"
    title = site.data(f"{key}.title")
    title_html = site.text_html(title)
    items = "".join(
        f'<li><a href="{relative(page_url(p.uri), f"{category.id}/")}"><strong>{site.field_elsewhere(p, ("title",))}</strong></a>{_official(p)}'
        f"<p>{site.field_elsewhere(p, ('summary',))}</p></li>"
        for p in pages
    )
    sources = [s for s in site.project.sources[SITE] if s.key.context.startswith(f"{key}.")]
    counted = count(sources, site.catalog(SITE))
    head = (
        f'<h1 id="mg-top">{title_html}</h1>\n\n<p class="mg-lead">{site.text_html(site.data(f"{key}.summary"))}</p>\n\n{toolbar(site)}{state_line(site, counted)}\n'
        f'<ul class="mg-list">{items}</ul>\n'
    )
    return Rendered(
        f"{category.id}/index.md",
        "category",
        site.data_plain(f"{key}.title"),
        title_html,
        site.data_plain(f"{key}.summary"),
        head,
        "",
        "",
        category.id,
        counted,
    )


def _cards(site: Localized, url: str) -> str:
    """Return the categories as cards."""
    content = site.project.content
    cards = "".join(
        f'<li class="mg-category-card"><a href="{relative(f"{c.id}/", url)}">{icon(c.icon)}'
        f"<strong>{site.text_html(site.data(f'categories.{c.id}.title'))}</strong>"
        f"<span>{site.text_html(site.data(f'categories.{c.id}.summary'))}</span></a></li>"
        for c, pages in content.by_category
        if pages
    )
    return (
        f'<section aria-labelledby="mg-categories"><h2 id="mg-categories">{site.say("nav.categories")}</h2>'
        f'<ul class="mg-categories">{cards}</ul></section>\n'
    )


def emergency(site: Localized) -> str:
    """Return the numbers to call at once, with what each is for; empty if the city names none."""
    content = site.project.content
    items = "".join(
        f'<li><a href="{tel_address(item.phone)}"><bdi dir="ltr">{escape(item.phone)}</bdi>'
        f"<span><strong>{site.text_html(site.data(f'contacts.{id_}.name'))}</strong>"
        + (
            f"<small>{site.text_html(site.data(f'contacts.{id_}.note'))}</small>"
            if item.note
            else ""
        )
        + "</span></a></li>"
        for id_ in content.settings.emergency
        if (item := content.contact(id_)) is not None
    )
    if not items:
        return ""
    return (
        f'<section aria-labelledby="mg-emergency"><h2 id="mg-emergency">{site.say("home.emergency")}</h2>'
        f'<ul class="mg-emergency">{items}</ul></section>\n'
    )


def _official(page: SourcePage) -> str:
    """Return the word on the letter: who holds one looks for it in a list."""
    if page.meta.official is None:
        return ""
    shown = with_reading(page.meta.official)
    return f' <span lang="ja" dir="ltr" class="mg-original">{shown}</span>'


def _desk(site: Localized) -> str:
    content = site.project.content
    id_ = content.settings.desk
    item = content.contact(id_)
    if item is None:
        return ""
    name = site.text_html(site.data(f"contacts.{id_}.name"))
    return (
        f'<section class="mg-card" aria-labelledby="mg-desk"><h2 id="mg-desk">{site.say("home.desk")}</h2>'
        f"<p><strong>{name}</strong></p><dl>{phone_row(site, item)}{contact_rows(site, id_, item)}</dl></section>\n"
    )
