"""Writes a spreadsheet (XLSX) for offices that have no tool for translators: a sheet for a language.

Rows may be sorted, filtered and deleted, columns added and moved: each row carries its label in a
hidden column. For that its protection is to be lifted.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import datetime
from itertools import groupby
from typing import Any

from madoguchi.catalog import State
from madoguchi.errors import MadoguchiError
from madoguchi.findings import Message
from madoguchi.locales import locale
from madoguchi.translate.exchange.extra import needing
from madoguchi.translate.exchange.label import Label, speakable
from madoguchi.translate.exchange.sheet import (
    HEADERS,
    INFO,
    KIND,
    LABEL,
    MOST_ROWS,
    NOTE,
    PAGE,
    PREVIOUS,
    READING,
    REVIEWED,
    SOURCE,
    STATE,
    TARGET,
)
from madoguchi.translate.exchange.unit import Row, Unit

with needing("openpyxl", "xlsx"):
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
    from openpyxl.styles.fonts import DEFAULT_FONT
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.properties import PageSetupProperties
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_CHARACTERS = 32_767
"""What a cell can hold."""
_YES, _NO = "はい", "いいえ"
_STATES = {
    State.CURRENT: Message("確認ずみ", "current"),
    State.MACHINE: Message("機械の翻訳", "machine"),
    State.OUTDATED: Message("原文が変わった", "outdated"),
    State.MISSING: Message("訳がない", "missing"),
}


def write_xlsx(rows: Sequence[Row]) -> bytes:
    """Return a workbook with a sheet for every language, in the order of `rows`.

    The same rows give the same bytes. Raises ValueError for no rows, MadoguchiError for a text
    that no cell can hold.
    """
    if not rows:
        raise ValueError("nothing to write")
    book = Workbook()
    book.remove(book.worksheets[0])
    _add_styles(book)
    for tag, group in groupby(sorted(rows, key=_tag), key=_tag):
        _sheet(book.create_sheet(tag), tag, list(group))
    info = book.create_sheet(INFO)
    info.append(["madoguchi", 1])
    info.sheet_state = "hidden"
    book.properties.creator = "Madoguchi"
    book.properties.created = datetime(2000, 1, 1)
    out = io.BytesIO()
    book.save(out)
    return _timeless(out.getvalue())


def _tag(row: Row) -> str:
    return row.unit.tag


def _sheet(sheet: Worksheet, tag: str, rows: Sequence[Row]) -> None:
    if len(rows) >= MOST_ROWS:
        raise MadoguchiError(
            Message(
                f"{tag}: 1つの表に {MOST_ROWS} 文までです。ページで分けて出してください（--page）。",
                f"{tag}: a sheet takes {MOST_ROWS} texts. Export fewer pages at a time (--page).",
            )
        )
    rtl = locale(tag).direction == "rtl"
    for column, (name, width) in HEADERS.items():
        cell = sheet.cell(1, column)
        _text(cell, f"{name.ja}\n{name.en}" if name.ja != name.en else name.ja)
        cell.font, cell.fill, cell.border = _BOLD, _GREY, _LINES
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[1].height = 32
    for number, row in enumerate(rows, 2):
        _row(sheet, number, row, rtl=rtl)
    sheet.column_dimensions[get_column_letter(LABEL)].hidden = True
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(LABEL)}{len(rows) + 1}"
    _protect(sheet, len(rows) + 1)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _protect(sheet: Worksheet, last: int) -> None:
    """Guard a sheet of `last` rows against slips of the hand: there is no password.

    Sorting stays forbidden: a program sorts only what may be written to, which is the translations
    without their sources.
    """
    choice = DataValidation(type="list", formula1=f'"{_YES},{_NO}"', allow_blank=True)
    choice.promptTitle = f"{HEADERS[REVIEWED][0].ja} / {HEADERS[REVIEWED][0].en}"
    choice.prompt = f"{_YES}: 人が読んで、正しい。{_NO}: 機械で訳しただけ。"
    choice.showInputMessage = True
    choice.add(f"{get_column_letter(REVIEWED)}2:{get_column_letter(REVIEWED)}{last}")
    sheet.add_data_validation(choice)
    sheet.protection.sheet = True
    for allowed in ("autoFilter", "formatColumns", "formatRows", "formatCells"):
        setattr(sheet.protection, allowed, False)


_BOLD = Font(bold=True)
_GREY = PatternFill("solid", fgColor="DDDDDD")
_YELLOW = PatternFill("solid", fgColor="FFF9C4")
_LINES = Border(*(Side(style="thin", color="BBBBBB"),) * 4)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_GIVEN, _FILLED, _LTR, _RTL = (
    f"madoguchi {name}" for name in ("given", "filled", "left to right", "right to left")
)
_STYLES: Mapping[str, Mapping[str, Any]] = {
    _GIVEN: {"alignment": _WRAPPED},
    _FILLED: {"alignment": _WRAPPED},
    # 1 is from left to right, 2 from right to left, whatever the program's own direction
    _LTR: {
        "alignment": Alignment(wrap_text=True, vertical="top", horizontal="left", readingOrder=1),
        "fill": _YELLOW,
    },
    _RTL: {
        "alignment": Alignment(wrap_text=True, vertical="top", horizontal="right", readingOrder=2),
        "fill": _YELLOW,
    },
}
"""How the cells below the headers look; by name, since that is set twice as fast."""


def _add_styles(book: Workbook) -> None:
    for name, look in _STYLES.items():
        style = NamedStyle(name, font=copy(DEFAULT_FONT), border=_LINES, **look)
        if name != _GIVEN:
            # as text, so that a program makes no date of 1-2 and no formula of =
            style.protection, style.number_format = Protection(locked=False), "@"
        book.add_named_style(style)


def _row(sheet: Worksheet, number: int, row: Row, *, rtl: bool) -> None:
    unit = row.unit
    said = {
        PAGE: unit.catalog.removesuffix(".po"),
        STATE: f"{_STATES[unit.state].ja}\n{_STATES[unit.state].en}",
        KIND: unit.source.key.context,
        SOURCE: unit.source.key.text,
        READING: row.reading,
        PREVIOUS: unit.previous,
        TARGET: unit.translation,
        REVIEWED: _YES if unit.state is State.CURRENT else "",
        NOTE: unit.note,
        LABEL: str(Label.of(unit)),
    }
    styles = {TARGET: _RTL if rtl else _LTR, REVIEWED: _FILLED, NOTE: _FILLED}
    height = 1
    for column, text in said.items():
        cell = sheet.cell(number, column)
        if len(text) > _MOST_CHARACTERS:
            raise MadoguchiError(_too_long(unit))
        _text(cell, text)
        cell.style = styles.get(column, _GIVEN)
        if column != LABEL:
            height = max(height, _lines(text, HEADERS[column][1]))
    sheet.row_dimensions[number].height = min(15 * height + 3, _TALLEST)


_TALLEST = 240
"""Points; what is longer is read in the cell's own line above the sheet."""


def _lines(text: str, width: float) -> int:
    """Return about how many lines `text` takes in a column of `width` characters."""
    wide = (sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line)
            for line in text.split("\n"))  # fmt: skip
    return sum(1 + int(size / max(width - 2, 1)) for size in wide)


def _too_long(unit: Unit) -> Message:
    start = unit.source.key.text[:40]
    return Message(
        f"{unit.source.path}:「{start}…」は、表には長すぎます。XLIFF で出してください（--format xliff）。",
        f'{unit.source.path}: "{start}…" is too long for a cell. Export as XLIFF (--format xliff).',
    )


_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def _text(cell: Any, text: str) -> None:
    """Set a cell to a text that stays one, whatever it begins with."""
    cell.value = _ESCAPE.sub("_x005F_", speakable(text))
    cell.data_type = "s"


_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def _timeless(data: bytes) -> bytes:
    """Return a workbook without the time it was made at."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z", old.read(name))
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.compress_type = 0, zipfile.ZIP_DEFLATED
            new.writestr(info, part)
    return out.getvalue()
