"""A counter sheet as one HTML page for A4, and what stands at the head and foot of its sheets."""

from collections.abc import Iterator, Sequence
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
from madoguchi.translate.status import Share, count, percent


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
    machine: bool = False
    """Whether it has text that a machine translated and nobody has read since."""

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
    counted = count(other.project.sources[page.catalog], other.catalog(page.catalog))
    body = (
        _head(sites, page, address)
        + _pair(title(sites, page), sites)
        + _pair(summary(sites, page), sites)
        + _state(sites, page, counted)
        + "".join(_section(section, sites) for section in sections(sites, page))
        + _foot(sites, page, address)
    )
    names = [site.field_plain(page, ("title",)) for site in sites]
    html = (
        '<!doctype html><html lang="ja"><head><meta charset="utf-8">'
        f"<title>{escape(' / '.join(names))}</title><style>{_style()}</style></head>"
        f'<body class="{"two" if len(sites) == 2 else "one"}">{body}</body></html>'
    )
    head, foot = _running_head(sites, names), _running_foot(sites, page)
    return Sheet(page, other.locale, html, head, foot, machine=bool(counted.machine))


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


def _state(sites: Sequence[Localized], page: SourcePage, counted: Share) -> str:
    """Return how the other language's text came about, for both; nothing if people translated all."""
    line = state_line(sites[-1], counted, page)
    if not line:
        return ""
    said = (_state_in_japanese(sites[0], sites[-1], page, counted), line)
    return f'<div class="state">{_pair(Pair("told", said), sites)}</div>'


def _state_in_japanese(
    japanese: Localized, other: Localized, page: SourcePage, counted: Share
) -> str:
    """Return the same for the one at the counter, who has to say it."""
    if not other.translated:
        return japanese.say("state.derived")
    old = other.old_blocks(page)
    readable = counted.shown + len(old)
    lines: list[str] = []
    if readable < counted.total:
        share = japanese.facts.percent(percent(readable, counted.total))
        language = japanese.facts.language(other.locale.tag)
        lines.append(japanese.say("state.partial", percent=share, language=language))
    if old:
        lines.append(japanese.say("state.updated"))
    if counted.machine:
        parts = "state.machine_parts" if other.mixed(page) else "state.machine"
        lines.append(japanese.say(parts))
    date = japanese.facts.date(page.meta.verified.on)
    return " ".join((*lines, japanese.say("state.source_date", date=date)))


def _section(section: Section, sites: Sequence[Localized]) -> str:
    heading = ""
    if section.title is not None:
        # a heading stays on the sheet of what it is for
        heading = _pair(section.title, sites, section.letter, "heading2")
    rows = [
        (pair.kind, _pair(pair, sites, str(i) if pair.kind == "step" else f"{section.letter}{i}"))
        for i, pair in enumerate(section.pairs, 1)
    ]
    return f"<section>{heading}{''.join(_tables(rows))}</section>"


def _tables(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield pairs (kind, HTML); a table's are in one frame, so that its head is on every sheet."""
    is_open = False
    for kind, html in rows:
        if is_open and kind != "row":
            yield "</div></div>"
            is_open = False
        if kind == "head":
            yield f'<div class="rows"><div class="heads">{html}</div><div>'
            is_open = True
        else:
            yield html
    if is_open:
        yield "</div></div>"


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
