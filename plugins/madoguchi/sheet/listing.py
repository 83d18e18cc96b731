"""The page from which the office prints: all sheets as a table, one file that needs no server."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from madoguchi.locales import Locale


@dataclass(frozen=True, slots=True)
class Listed:
    """A sheet that lies in the folder."""

    name: str
    """`ne/moving-in.pdf`."""
    size: int
    papers: int
    checked: datetime.date
    """When its page was last checked, as the sheet says."""
    old: bool = False
    """Whether the page has changed since and could not be printed again."""
    machine: bool = False
    """Whether it has text that a machine translated and nobody has read since."""


@dataclass(frozen=True, slots=True)
class Row:
    """A page with its sheets."""

    id: str
    title: str
    official: str
    """The word on the letter; empty if there is none."""
    checked: datetime.date
    by: str
    sheets: Mapping[str, Listed]
    """By language."""


_STYLE = """
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 100rem; color: #111; background: #fff; line-height: 1.5;
  font-family: "BIZ UDPGothic", "Hiragino Sans", "Yu Gothic UI", "Noto Sans CJK JP", sans-serif; }
h1 { font-size: 1.4rem; margin: 0; }
small { color: #444; font-size: .8rem; }
table { border-collapse: collapse; margin-top: 1rem; width: 100%; }
th, td { border: 1px solid #777; padding: .3rem .5rem; text-align: start; vertical-align: top; }
thead th { border-bottom-width: 3px; min-width: 6em; }
td small, th small { display: block; white-space: nowrap; }
th[scope=row] small { white-space: normal; }
.date { white-space: nowrap; }
a { color: #0a4a8a; }
a:focus-visible { outline: 3px solid #c75c00; }
@media print { @page { size: A4 landscape; margin: 10mm; } body { padding: 0; font-size: 7.5pt; } a { color: #000; }
  tr { break-inside: avoid; } thead { display: table-header-group; } }
"""


def listing(site: str, locales: Sequence[Locale], rows: Sequence[Row]) -> str:
    """Return the page as HTML, in Japanese with English under it; links are relative."""
    heads = "".join(
        f'<th scope="col"><span lang="{escape(one.tag)}" dir="{one.direction}">{escape(one.name)}</span>'
        f"<small>{escape(one.tag)}</small></th>"
        for one in locales
    )
    body = "".join(_row(row, locales) for row in rows)
    return (
        '<!doctype html>\n<html lang="ja"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>窓口の紙 – {escape(site)}</title><style>{_STYLE}</style></head><body>"
        f"<h1>窓口の紙 – {escape(site)}</h1>"
        "<p>印刷したい紙を選んでください。A4 です。<br>"
        '<small lang="en">Counter sheets. Choose the one to print; all are A4.</small></p>'
        "<p>「機械」の紙には、機械が翻訳して、人がまだ確認していない文があります。<br>"
        '<small lang="en">“Machine”: has text that a machine translated and nobody has checked yet.</small></p>'
        '<table><thead><tr><th scope="col">ページ<small lang="en">Page</small></th>'
        '<th scope="col">確認した日<small lang="en">Checked on</small></th>'
        f"{heads}</tr></thead><tbody>{body}</tbody></table></body></html>\n"
    )


def _row(row: Row, locales: Sequence[Locale]) -> str:
    official = f"<small>{escape(row.official)}</small>" if row.official else ""
    cells = "".join(_cell(row, row.sheets.get(one.tag), one.name) for one in locales)
    return (
        f'<tr><th scope="row">{escape(row.title)}{official}<small>{escape(row.id)}</small></th>'
        f'<td class="date">{row.checked.isoformat()}<small>{escape(row.by)}</small></td>{cells}</tr>'
    )


def _cell(row: Row, found: Listed | None, language: str) -> str:
    if found is None:
        return "<td>–</td>"
    old = ""
    if found.old or found.checked != row.checked:
        old = (
            f"<small><strong>古い紙です（{found.checked.isoformat()}）</strong></small>"
            '<small lang="en">Old: print it again</small>'
        )
    machine = ""
    if found.machine:
        machine = '<small><strong>機械</strong> <span lang="en">Machine</span></small>'
    label = escape(f"{row.title} – {language}")
    return (
        f'<td><a href="{quote(found.name)}" aria-label="{label} PDF">PDF</a>'
        f"<small>{found.papers}ページ</small><small>{_size(found.size)}</small>{machine}{old}</td>"
    )


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"
