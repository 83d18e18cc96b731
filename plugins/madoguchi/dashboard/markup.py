"""Pieces of HTML that the parts of a report share; all text from data goes through `text`."""

import datetime
from collections.abc import Iterable, Sequence
from html import escape

from babel.dates import format_date

from madoguchi.findings import Message
from madoguchi.translate.status import Share

STATES = {
    "current": Message("人が確認", "by people"),
    "machine": Message("機械のまま", "machine only"),
    "outdated": Message("古い", "outdated"),
    "missing": Message("ない", "none"),
}
"""What the states of a text are called, in the order of a bar."""
SHORT = {
    "current": Message("人", "P"),
    "machine": Message("機", "M"),
    "outdated": Message("古", "O"),
    "missing": Message("無", "N"),
}
"""The same where there is no room."""


def text(value: object) -> str:
    """Return a value from data as HTML that shows it as it is."""
    # a file name may hold what is not UTF-8
    return escape(str(value)).encode("utf-8", "backslashreplace").decode()


def number(value: int) -> str:
    """Return a count with marks at the thousands."""
    return f"{value:,}"


def date(day: datetime.date, lang: str) -> str:
    """Return a date in the language of the report."""
    shown = format_date(day, "long", locale=lang)
    return f'<time datetime="{day.isoformat()}">{text(shown)}</time>'


def bar(share: Share) -> str:
    """Return the attribute that draws the states of `share` as a bar: where each of them ends."""
    total = share.total or 1
    ends = (share.current, share.current + share.machine, share.total - share.missing)
    c, m, o = (round(end * 100 / total, 1) for end in ends)
    return f'style="--c:{c:g};--m:{m:g};--o:{o:g}"'


def legend(lang: str) -> str:
    """Return what the patterns of a bar mean."""
    whole = {
        "current": Share(current=1),
        "machine": Share(machine=1),
        "outdated": Share(outdated=1),
        "missing": Share(missing=1),
    }
    around = Message("{}（{}）", "{} ({})").text(lang)
    items = "".join(
        f'<li><span class="bar" {bar(share)}></span>'
        f"{around.format(STATES[name].text(lang), SHORT[name].text(lang))}</li>"
        for name, share in whole.items()
    )
    return f'<ul class="legend">{items}</ul>'


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], kind: str = "") -> str:
    """Return a table of HTML cells; the first of each row names it."""
    head = "".join(f'<th scope="col">{cell}</th>' for cell in heads)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
        for first, *cells in rows
    )
    return scrolled(
        caption,
        f'<table class="{kind}"><caption class="v">{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>",
    )


def scrolled(name: str, inner: str) -> str:
    """Return what may be wider than a phone in a box that a keyboard can scroll, too."""
    return f'<div class="scroll" role="region" aria-label="{name}" tabindex="0">{inner}</div>'


def section(id_: str, title: str, inner: str) -> str:
    """Return a part of the report."""
    return f'<section id="{id_}"><h2>{title}</h2>{inner}</section>'


def page_name(title: Message, path: str, lang: str) -> str:
    """Return a page's title and file."""
    return f'{text(title.text(lang))}<small class="path">{text(path)}</small>'
