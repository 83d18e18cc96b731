"""A counter sheet as one HTML page for A4, and what stands at the head and foot of its sheets."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files

from madoguchi.content import SourcePage
from madoguchi.kana import hiragana
from madoguchi.locales import Locale
from madoguchi.read.romaji import romaji
from madoguchi.render.links import page_url
from madoguchi.render.localize import Localized
from madoguchi.render.panel import state_line
from madoguchi.sheet.pairs import Pair, Section, checked, sections, summary, title
from madoguchi.translate.status import count


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page in one language, ready to be printed."""

    page: SourcePage
    locale: Locale
    html: str
    head: str
    """HTML for the top of every sheet of paper, as Chromium takes it."""
    foot: str
    """The same for the bottom: with the number of the sheet."""

    @property
    def name(self) -> str:
        """Its file below the folder of all sheets: `ne/moving-in.pdf`."""
        return f"{self.locale.tag}/{self.page.meta.id}.pdf"


def sheet(japanese: Localized, other: Localized, page: SourcePage, site_url: str) -> Sheet:
    """Return the sheet of `page` for a reader of `other`'s language, who may be Japanese too.

    `site_url` is the site's address with a slash at its end; without one there is no QR code.
    """
    sites = (japanese,) if other.locale == japanese.locale else (japanese, other)
    address = f"{site_url}{other.locale.prefix}{page_url(page.uri)}" if site_url else ""
    body = (
        _head(sites, page, address)
        + _pair(title(sites, page), sites)
        + _pair(summary(sites, page), sites)
        + _state(sites[-1], page)
        + "".join(_section(section, sites) for section in sections(sites, page))
        + _foot(sites, page, address)
    )
    names = [site.field_plain(page, ("title",)) for site in sites]
    html = (
        '<!doctype html><html lang="ja"><head><meta charset="utf-8">'
        f"<title>{escape(' / '.join(names))}</title><style>{_style()}</style></head>"
        f'<body class="{"two" if len(sites) == 2 else "one"}">{body}</body></html>'
    )
    return Sheet(page, other.locale, html, _running_head(sites, names), _running_foot(sites, page))


@cache
def _style() -> str:
    return files("madoguchi.sheet").joinpath("sheet.css").read_text(encoding="utf-8")


def _spoken(site: Localized) -> str:
    """Return the attributes that say a text's language and direction."""
    return f'lang="{escape(site.locale.tag)}" dir="{site.locale.direction}"'


def _head(sites: Sequence[Localized], page: SourcePage, address: str) -> str:
    """Return what stands above all pairs: the site, the word on the letter, the QR code."""
    languages = " ⇔ ".join(
        f"<span {_spoken(site)}>{escape(site.locale.name)}</span>" for site in sites
    )
    site_name = sites[0].text_html(sites[0].data("title"))
    how = ""
    if len(sites) == 2:
        said = (f"<span {_spoken(site)}>{site.say('sheet.how')}</span>" for site in sites)
        how = f'<div class="how">{"".join(said)}</div>'
    code = ""
    if address:
        caption = f"<div {_spoken(sites[-1])}>{sites[-1].say('sheet.code')}</div>"
        code = f'<div class="qr">{qr_code(address)}{caption}</div>'
    return (
        f'<header class="top"><div class="what"><div class="site"><span>{site_name}</span><b>{languages}</b></div>'
        f"{how}{_official(sites, page)}</div>{code}</header>"
    )


def _official(sites: Sequence[Localized], page: SourcePage) -> str:
    """Return the words on the letter, large, with how they are said in kana and in Latin letters."""
    official = page.meta.official
    if official is None:
        return ""
    what = " ".join(f"<span {_spoken(site)}>{site.say('panel.official')}</span>" for site in sites)
    kana = hiragana(official.reading)
    return (
        f'<div class="official"><span class="label">{what}</span>'
        f'<span class="word">{escape(official.title)}</span> <span class="said">{escape(kana)}</span> '
        f'<span class="said" lang="ja-Latn">{escape(romaji(kana))}</span></div>'
    )


def _state(site: Localized, page: SourcePage) -> str:
    """Return how the other language's text came about; nothing if people translated all of it."""
    counted = count(site.project.sources[page.catalog], site.catalog(page.catalog))
    line = state_line(site, counted, page)
    return f'<div class="state" {_spoken(site)}>{line}</div>' if line else ""


def _section(section: Section, sites: Sequence[Localized]) -> str:
    heading = ""
    if section.title is not None:
        # a heading stays on the sheet of what it is for
        heading = _pair(section.title, sites, section.letter, "heading2")
    rows = "".join(
        _pair(pair, sites, str(i) if pair.kind == "step" else f"{section.letter}{i}")
        for i, pair in enumerate(section.pairs, 1)
    )
    return f"<section>{heading}{rows}</section>"


def _pair(pair: Pair, sites: Sequence[Localized], number: str = "", kind: str = "") -> str:
    """Return a pair with the same number on both sides."""
    names = [kind or pair.kind.replace("title", "titled") if number else pair.kind]
    names += [f"d{min(pair.depth, 4)}"] if pair.depth else []
    names += ["boxed"] if pair.boxed else []
    label = f'<span class="no">{number}</span>' if number else ""
    cells = "".join(
        f'<div class="side" {_spoken(site)}>{label}<div class="text">{side}</div></div>'
        for site, side in zip(sites, pair.sides, strict=True)
    )
    return f'<div class="pair {" ".join(names)}">{cells}</div>'


def _foot(sites: Sequence[Localized], page: SourcePage, address: str) -> str:
    """Return what stands below all pairs: when it was checked, and the address to type."""
    url = f'<div class="url" dir="ltr">{escape(address)}</div>' if address else ""
    return f'<footer class="foot">{_pair(checked(sites, page), sites)}{url}</footer>'


def qr_code(address: str) -> str:
    """Return a QR code as SVG, black on white.

    Raises ModuleNotFoundError if segno is not installed.
    """
    import segno

    svg: str = segno.make(address, error="m", micro=False).svg_inline(
        border=4, omitsize=True, svgclass=None, lineclass=None
    )
    return svg


_RUNNING = (
    "<div style=\"font: 8pt 'Noto Sans', 'Segoe UI', 'BIZ UDPGothic', 'Noto Sans CJK JP', sans-serif; color: #000; width: 100%; padding: 0 12mm; display: flex; "
    'justify-content: space-between; gap: 8mm">'
)


def _running_head(sites: Sequence[Localized], names: Sequence[str]) -> str:
    parts = "".join(
        f"<span {_spoken(site)}>{escape(name)}</span>"
        for site, name in zip(sites, names, strict=True)
    )
    return f"{_RUNNING}{parts}</div>"


def _running_foot(sites: Sequence[Localized], page: SourcePage) -> str:
    name = escape(sites[0].data_plain("title"))
    date = page.meta.verified.on.isoformat()
    return (
        f'{_RUNNING}<span lang="ja">{name}</span><span>{date}</span>'
        '<span><span class="pageNumber"></span> / <span class="totalPages"></span></span></div>'
    )
