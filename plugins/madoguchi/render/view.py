"""What the page template shows around a page: languages, navigation, neighbours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from html import escape
from importlib.resources import files

from madoguchi.locales import Locale
from madoguchi.render.contacts import contact_rows, phone_row
from madoguchi.render.links import relative
from madoguchi.render.localize import Localized
from madoguchi.render.page import Rendered


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


@dataclass(frozen=True, slots=True)
class View:
    """Everything `main.html` shows of a page but the text itself. `*_html` is safe HTML."""

    locale: Locale
    kind: str
    title: str
    site_title: str
    site_html: str
    description: str
    style: str
    """The style sheet below the root, with its version."""
    root: str
    """The way to the site's root: `../../`."""
    home: str
    canonical: str
    alternates: tuple[Alternate, ...]
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
        keys = ("home", "menu", "languages", "skip", "breadcrumbs", "previous", "next", "top")
        return {key: self.site.say(f"nav.{key}") for key in keys} | {
            f"{key}_plain": escape(self.site.say_plain(f"nav.{key}")) for key in keys
        }

    @cached_property
    def title(self) -> str:
        """The site's name as HTML."""
        return self.site.text_html(self.site.data("title"))

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
    alternates = tuple(
        Alternate(
            other.locale,
            relative(other.address(other.pages[uri]), here),
            f"{site_url}{other.address(other.pages[uri])}" if site_url else "",
            other is current,
        )
        for other in sites
    )
    return View(
        locale=current.locale,
        kind=page.kind,
        title=page.title,
        site_title=site.data_plain("title"),
        site_html=current.title,
        description=page.description,
        style=style(),
        root=relative("", here),
        home=relative(current.locale.prefix, here),
        canonical=f"{site_url}{here}" if site_url else "",
        alternates=alternates,
        navigation=_navigation(current, page, here),
        breadcrumbs=_breadcrumbs(current, page, here),
        previous=_link(current, neighbours[0], here),
        next=_link(current, neighbours[1], here),
        words=current.words,
        footer_html=current.footer,
    )


@cache
def style() -> str:
    """Return the style sheet's address below the root; it changes when the style does."""
    name = "assets/madoguchi.css"
    data = files("madoguchi").joinpath("theme", name).read_bytes()
    return f"{name}?v={sha256(data).hexdigest()[:8]}"


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
