"""What the page template shows around a page: languages, navigation, neighbours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

from madoguchi.locales import Locale, Origin
from madoguchi.render.assets import early, look, version
from madoguchi.render.contacts import contact_rows, phone_row
from madoguchi.render.feedback import feedback
from madoguchi.render.links import relative
from madoguchi.render.localize import Localized
from madoguchi.render.page import Rendered
from madoguchi.render.plain_page import FOLDER
from madoguchi.render.tools import keeping


@dataclass(frozen=True, slots=True)
class Link:
    """A link as the template shows it."""

    href: str
    html: str
    current: bool = False
    children: tuple["Link", ...] = ()


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in a language."""

    locale: Locale
    href: str
    """Relative, for the menu."""
    absolute: str
    """For search engines; empty without `site_url`."""
    current: bool
    share: str
    """How much of the page is in that language: `85%`; empty where it is all."""


@dataclass(frozen=True, slots=True)
class View:
    """Everything `main.html` shows of a page but the text itself. `*_html` is safe HTML."""

    locale: Locale
    kind: str
    title: str
    site_title: str
    site_html: str
    description: str
    version: str
    """Of the style sheet and the scripts."""
    color: str
    """The city's colour."""
    look: str
    """A line of style with that colour; empty for the usual one."""
    early: str
    """A line of script, as the policy allows it."""
    root: str
    """The way to the site's root: `../../`."""
    home: str
    canonical: str
    alternates: tuple[Alternate, ...]
    """The languages that have something of the page, and the one that is shown."""
    plain: str
    """The way to the page without readings; empty if it has none."""
    keeping_html: str
    feedback_html: str
    navigation: tuple[Link, ...]
    breadcrumbs: tuple[Link, ...]
    previous: Link | None
    next: Link | None
    words: Mapping[str, str]
    """Interface strings as HTML, by the end of their key: `menu`, `home`."""
    footer_html: str


@dataclass(frozen=True)
class LocaleSite:
    """All pages of one language, rendered, with what lies between them."""

    site: Localized
    pages: Mapping[str, Rendered]
    """By uri."""
    order: tuple[str, ...]
    """The uris of the topics in the order of site.yml."""

    @property
    def locale(self) -> Locale:
        """The language."""
        return self.site.locale

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Interface strings as HTML, by the end of their key."""
        keys = (
            "home",
            "menu",
            "languages",
            "skip",
            "breadcrumbs",
            "previous",
            "next",
            "top",
            "search",
            "plain",
        )
        return {key: self.site.say(f"nav.{key}") for key in keys} | {
            f"{key}_plain": escape(self.site.say_plain(f"nav.{key}")) for key in keys
        }

    @cached_property
    def title(self) -> str:
        """The site's name as HTML."""
        return self.site.text_html(self.site.data("title"))

    @cached_property
    def keeping(self) -> str:
        """The tool at the end of every page."""
        return keeping(self.site)

    @cached_property
    def footer(self) -> str:
        """What stands at the foot of every page."""
        return _footer(self.site)

    def address(self, page: Rendered) -> str:
        """Return a page's address below the site's root."""
        return f"{self.locale.prefix}{page.url}"


def locale_site(site: Localized, pages: Sequence[Rendered]) -> LocaleSite:
    """Return the pages of a language by their uris, with the order in which one reads on."""
    order = tuple(page.uri for page in pages if page.kind == "page")
    return LocaleSite(site, {page.uri: page for page in pages}, order)


def view(sites: Sequence[LocaleSite], current: LocaleSite, uri: str, site_url: str) -> View:
    """Return what stands around the page `uri` in the language of `current`."""
    page = current.pages[uri]
    here = current.address(page)
    site = current.site
    order = current.order
    at = order.index(uri) if uri in order else None
    neighbours = (
        (order[at - 1] if at else None, order[at + 1] if at + 1 < len(order) else None)
        if at is not None
        else (None, None)
    )
    canonical = f"{site_url}{here}" if site_url else ""
    source = next(other for other in sites if other.locale.origin is Origin.SOURCE)
    return View(
        locale=current.locale,
        kind=page.kind,
        title=page.title,
        site_title=site.data_plain("title"),
        site_html=current.title,
        description=page.description,
        version=version(),
        color=site.project.content.settings.look.color,
        look=look(site.project.content.settings.look.color),
        early=early(),
        root=relative("", here),
        home=relative(current.locale.prefix, here),
        canonical=canonical,
        alternates=tuple(
            _alternate(other, current, uri, site_url)
            for other in sites
            if other is current or available(other, uri)
        ),
        plain=relative(f"{FOLDER}{here}", here) if current is source else "",
        keeping_html=current.keeping,
        feedback_html=feedback(site, source.pages[uri].title, canonical or here),
        navigation=_navigation(current, page, here),
        breadcrumbs=_breadcrumbs(current, page, here),
        previous=_link(current, neighbours[0], here),
        next=_link(current, neighbours[1], here),
        words=current.words,
        footer_html=current.footer,
    )


def available(site: LocaleSite, uri: str) -> bool:
    """Whether a page has anything in a language: else that language is not offered for it."""
    count = site.pages[uri].count
    return not site.site.translated or count.shown > 0 or count.total == 0


def _alternate(other: LocaleSite, current: LocaleSite, uri: str, site_url: str) -> Alternate:
    page = other.pages[uri]
    address = other.address(page)
    share = page.count.shown_percent if other.site.translated else 100
    return Alternate(
        other.locale,
        relative(address, current.address(current.pages[uri])),
        f"{site_url}{address}" if site_url else "",
        other is current,
        other.site.facts.percent(share) if share < 100 else "",
    )


def _link(current: LocaleSite, uri: str | None, here: str) -> Link | None:
    if uri is None:
        return None
    page = current.pages[uri]
    return Link(relative(current.address(page), here), page.title_html)


def _navigation(current: LocaleSite, page: Rendered, here: str) -> tuple[Link, ...]:
    """Return the categories; only the one the reader is in shows its pages, to stay small."""
    links: list[Link] = []
    for other in current.pages.values():
        if other.kind != "category":
            continue
        inside = page.category == other.category
        children = tuple(
            Link(relative(current.address(p), here), p.title_html, p is page)
            for p in current.pages.values()
            if inside and p.kind == "page" and p.category == other.category
        )
        links.append(
            Link(relative(current.address(other), here), other.title_html, other is page, children)
        )
    return tuple(links)


def _breadcrumbs(current: LocaleSite, page: Rendered, here: str) -> tuple[Link, ...]:
    if page.kind == "home":
        return ()
    crumbs = [Link(relative(current.locale.prefix, here), current.site.say("nav.home"))]
    if page.kind == "page" and page.category:
        category = current.pages.get(f"{page.category}/index.md")
        if category is not None:
            crumbs.append(Link(relative(current.address(category), here), category.title_html))
    return tuple(crumbs)


def _footer(site: Localized) -> str:
    content = site.project.content
    id_ = content.settings.contact
    item = content.contact(id_)
    contact = ""
    if item is not None:
        name = site.text_html(site.data(f"contacts.{id_}.name"))
        contact = (
            f"<section><h2>{site.say('footer.contact')}</h2><p><strong>{name}</strong></p>"
            f"<dl>{phone_row(site, item)}{contact_rows(site, id_, item)}</dl></section>"
        )
    notes = [site.say("footer.license")]
    if content.settings.note:
        notes.insert(0, site.text_html(site.data("note")))
    return contact + "".join(f"<p>{note}</p>" for note in notes)
