"""A spreadsheet (XLSX) for offices that have no tool for translators: a sheet for a language.

Rows may be sorted, filtered and deleted, columns added and moved: each row carries its label in a
hidden column. What comes back is never trusted: no formulas, macros, entities or zip bombs.
"""

import io
import re
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO, cast
from xml.parsers import expat

from madoguchi.catalog import State
from madoguchi.errors import MadoguchiError, SettingsError
from madoguchi.findings import TOP, Finding, Message, Severity
from madoguchi.locales import locale
from madoguchi.span import Place
from madoguchi.translate.exchange import (
    FOREIGN,
    UNREADABLE,
    UNUSABLE,
    Label,
    Returned,
    Row,
    folded,
    key_of,
    mark,
    speakable,
    tidy,
    unbroken,
)
from madoguchi.translate.exchange.prolog import doctype
from madoguchi.translate.unit import Unit

try:
    from openpyxl import Workbook, load_workbook
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.properties import PageSetupProperties
    from openpyxl.worksheet.worksheet import Worksheet
except ModuleNotFoundError as error:
    raise SettingsError(
        Message(
            '表（XLSX）には openpyxl が要ります。pip install "madoguchi[xlsx]" を実行してください。',
            'Spreadsheets need openpyxl: pip install "madoguchi[xlsx]"',
        )
    ) from error

LARGEST = 32 * 1024 * 1024
"""Bytes of a file that are read …"""
LARGEST_UNPACKED = 256 * 1024 * 1024
"""… and of all its parts."""
MOST_ROWS = 50_000
_MOST_COLUMNS = 64
_MOST_CHARACTERS = 32_767
"""What a cell can hold."""

_PAGE, _STATE, _KIND, _SOURCE, _READING, _PREVIOUS, _TARGET, _REVIEWED, _NOTE, _LABEL = range(1, 11)
_HEADERS: Mapping[int, tuple[Message, float]] = {
    _PAGE: (Message("ページ", "Page"), 22),
    _STATE: (Message("様子", "State"), 10),
    _KIND: (Message("種類", "Kind"), 14),
    _SOURCE: (Message("原文", "Source"), 44),
    _READING: (Message("読み", "Reading"), 36),
    _PREVIOUS: (Message("前の原文", "Previous source"), 30),
    _TARGET: (Message("翻訳", "Translation"), 52),
    _REVIEWED: (Message("確認", "Reviewed"), 10),
    _NOTE: (Message("メモ", "Note"), 30),
    _LABEL: (Message("madoguchi", "madoguchi"), 10),
}
_TO_FILL = (_TARGET, _REVIEWED, _NOTE)
_STATES = {
    State.CURRENT: Message("確認ずみ", "current"),
    State.MACHINE: Message("機械の翻訳", "machine"),
    State.OUTDATED: Message("原文が変わった", "outdated"),
    State.MISSING: Message("訳がない", "missing"),
}
_YES, _NO = "はい", "いいえ"
_INFO = "madoguchi"
"""The hidden sheet that says what the file is."""


# Writing


def write_xlsx(rows: Sequence[Row]) -> bytes:
    """Return a workbook with a sheet for every language, in the order of `rows`.

    The same rows give the same bytes. Raises ValueError for no rows, MadoguchiError for a text
    that no cell can hold.
    """
    if not rows:
        raise ValueError("nothing to write")
    book = Workbook()
    book.remove(book.worksheets[0])
    for tag, group in groupby(sorted(rows, key=_tag), key=_tag):
        _sheet(book.create_sheet(tag), tag, list(group))
    info = book.create_sheet(_INFO)
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
    for column, (name, width) in _HEADERS.items():
        cell = sheet.cell(1, column)
        _text(cell, f"{name.ja}\n{name.en}" if name.ja != name.en else name.ja)
        cell.font, cell.fill, cell.border = _BOLD, _GREY, _LINES
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[1].height = 32
    for number, row in enumerate(rows, 2):
        _row(sheet, number, row, rtl=rtl)
    sheet.column_dimensions[get_column_letter(_LABEL)].hidden = True
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(_LABEL)}{len(rows) + 1}"
    choice = DataValidation(type="list", formula1=f'"{_YES},{_NO}"', allow_blank=True)
    choice.promptTitle = f"{_HEADERS[_REVIEWED][0].ja} / {_HEADERS[_REVIEWED][0].en}"
    choice.prompt = f"{_YES}: 人が読んで、正しい。{_NO}: 機械で訳しただけ。"
    choice.showInputMessage = True
    choice.add(f"{get_column_letter(_REVIEWED)}2:{get_column_letter(_REVIEWED)}{len(rows) + 1}")
    sheet.add_data_validation(choice)
    # against slips of the hand: there is no password
    sheet.protection.sheet = True
    for allowed in ("autoFilter", "sort", "formatColumns", "formatRows", "formatCells"):
        setattr(sheet.protection, allowed, False)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


_BOLD = Font(bold=True)
_GREY = PatternFill("solid", fgColor="DDDDDD")
_YELLOW = PatternFill("solid", fgColor="FFF9C4")
_LINES = Border(*(Side(style="thin", color="BBBBBB"),) * 4)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
# 1 is from left to right, 2 from right to left, whatever the program's own direction
_WRAPPED_LTR = Alignment(wrap_text=True, vertical="top", horizontal="left", readingOrder=1)
_WRAPPED_RTL = Alignment(wrap_text=True, vertical="top", horizontal="right", readingOrder=2)
_OPEN = Protection(locked=False)


def _row(sheet: Worksheet, number: int, row: Row, *, rtl: bool) -> None:
    unit = row.unit
    said = {
        _PAGE: unit.catalog.removesuffix(".po"),
        _STATE: f"{_STATES[unit.state].ja}\n{_STATES[unit.state].en}",
        _KIND: unit.source.key.context,
        _SOURCE: unit.source.key.text,
        _READING: row.reading,
        _PREVIOUS: unit.previous,
        _TARGET: unit.translation,
        _REVIEWED: _YES if unit.state is State.CURRENT else "",
        _NOTE: unit.note,
        _LABEL: str(Label.of(unit)),
    }
    height = 1
    for column, text in said.items():
        cell = sheet.cell(number, column)
        if len(text) > _MOST_CHARACTERS:
            raise MadoguchiError(_too_long(unit))
        _text(cell, text)
        cell.alignment, cell.border = _WRAPPED, _LINES
        if column == _TARGET:
            cell.alignment = _WRAPPED_RTL if rtl else _WRAPPED_LTR
        if column in _TO_FILL:
            # as text, so that a program makes no date of 1-2 and no formula of =
            cell.protection, cell.number_format = _OPEN, "@"
        if column == _TARGET:
            cell.fill = _YELLOW
        if column != _LABEL:
            height = max(height, _lines(text, _HEADERS[column][1]))
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


# Reading


def read_xlsx(data: bytes, path: Path) -> tuple[tuple[Returned, ...], tuple[Finding, ...]]:
    """Return what came back in a workbook, and what of it cannot be taken."""
    if (unfit := _unfit(data, path)) is not None:
        return (), (Finding(path, TOP, Severity.ERROR, UNREADABLE, unfit),)
    returned: list[Returned] = []
    findings: list[Finding] = []
    ours = False
    try:
        with warnings.catch_warnings(action="ignore"):  # of styles that openpyxl does not keep
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            for sheet in book.worksheets:
                if sheet.title != _INFO:
                    ours |= _read_sheet(sheet, path, returned, findings)
    except Exception:  # openpyxl tells a broken file by whatever it stumbles over
        return (), (Finding(path, TOP, Severity.ERROR, UNREADABLE, _BROKEN),)
    if not ours:
        message = Message(
            "見出し（原文、翻訳）と、かくれた列「madoguchi」のある表がありません。"
            "madoguchi translate export で作った表に訳を書いてください。",
            "No sheet has the headers 原文 (Source) and 翻訳 (Translation) and the hidden column "
            '"madoguchi". Write translations into a file made by madoguchi translate export.',
        )
        findings.append(Finding(path, TOP, Severity.ERROR, FOREIGN, message))
    return tuple(returned), tuple(findings)


_BROKEN = Message(
    "このファイルはこわれています。Excel か LibreOffice で開いて、.xlsx で保存し直してください。",
    "The file is broken. Open it in Excel or LibreOffice, and save it as .xlsx again.",
)


def _unfit(data: bytes, path: Path) -> Message | None:
    """Return why a file is not even opened."""
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return Message(
            "これは古い形（.xls）か、パスワードのあるファイルです。パスワードなしの .xlsx で保存してください。",
            "This is an old .xls or has a password. Save it as .xlsx without a password.",
        )
    if len(data) > LARGEST:
        return _TOO_LARGE
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            # a part that unpacks to more than it says is cut there, and fails its check sum
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                return _TOO_LARGE
            names = archive.namelist()
            if len(names) != len(set(names)) or "[Content_Types].xml" not in names:
                return _BROKEN
            if path.suffix.lower() == ".xlsm" or any(n.endswith("vbaProject.bin") for n in names):
                return Message(
                    "マクロのあるファイルは、安全のため入れません。.xlsx で保存してください。",
                    "A file with macros is not taken, to be safe. Save it as .xlsx.",
                )
            for name in names:
                if _declares(archive, name):  # whatever its name: another part may point to it
                    return Message(
                        "DOCTYPE があるファイルは、安全のため入れません。Excel で .xlsx に保存し直してください。",
                        "A file with a DOCTYPE is not taken, to be safe. Save it again as .xlsx.",
                    )
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError):
        return _BROKEN
    return None


_TOO_LARGE = Message(
    "ファイルが大きすぎます。ページで分けて出してください（--page）。",
    "The file is too large. Export fewer pages at a time (--page).",
)


def _declares(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether a part is XML with a document type, in which entities could be declared."""
    try:
        with archive.open(name) as part:
            return doctype(cast("BinaryIO", part)) is not None
    except expat.ExpatError:
        return False  # no XML, or broken, which is told when it is read


def _read_sheet(sheet: Any, path: Path, returned: list[Returned], findings: list[Finding]) -> bool:
    """Take the rows of a sheet; return whether it is one of ours."""
    sheet.reset_dimensions()  # they may say anything
    columns: dict[int, int] = {}
    for number, cells in enumerate(
        sheet.iter_rows(max_row=MOST_ROWS + 100, max_col=_MOST_COLUMNS), 1
    ):
        if not columns:
            if number > _LAST_HEADER:
                return False
            columns = _columns(cells)
            continue
        one = _Line(path, sheet.title, number, columns, cells)
        try:
            taken = one.take()
        except _Unusable as error:
            place = Place(number, 1 + columns[_TARGET])
            findings.append(Finding(path, place, Severity.ERROR, error.code, error.message))
            continue
        if taken is not None:
            returned.append(taken)
    return bool(columns)


_LAST_HEADER = 20
"""The row above which the headers stand, if somebody put a title over them."""


def _columns(cells: Sequence[Any]) -> dict[int, int]:
    """Return where our columns stand, if this is the row of the headers."""
    names = {
        name.casefold(): column
        for column, (header, _) in _HEADERS.items()
        for name in header
    }  # fmt: skip
    found: dict[int, int] = {}
    for at, cell in enumerate(cells):
        if isinstance(cell.value, str):
            lines = _read_text(cell.value).replace("/", "\n").split("\n")
            for line in lines:
                if (column := names.get(line.strip().casefold())) is not None:
                    found.setdefault(column, at)
                    break
    needed = (_SOURCE, _TARGET, _LABEL)
    return found if all(column in found for column in needed) else {}


class _Unusable(Exception):
    """A row cannot be taken."""

    def __init__(self, message: Message, code: str = UNUSABLE) -> None:
        super().__init__(message.en)
        self.message = message
        self.code = code


_YESES = frozenset(
    {
        "はい",
        "yes",
        "y",
        "ok",
        "済",
        "済み",
        "確認済み",
        "○",
        "〇",
        "◯",
        "✓",
        "✔",
        "レ",
        "1",
        "true",
    }
)
_NOES = frozenset({"いいえ", "no", "n", "×", "✕", "0", "false"})


class _Line:
    """One row of a sheet."""

    def __init__(
        self, path: Path, title: str, number: int, columns: Mapping[int, int], cells: Sequence[Any]
    ) -> None:
        self.path = path
        self.title = title
        self.number = number
        self.columns = columns
        self.cells = cells

    def take(self) -> Returned | None:
        """Return what came back in it, or None if the row is empty.

        Raises _Unusable, with what to do.
        """
        label = Label.find(self._raw(_LABEL))
        if label is None:
            if not self._raw(_TARGET).strip():
                return None
            raise _Unusable(
                Message(
                    f"表「{self.title}」の{self.number}行目: かくれた列「madoguchi」が空なので、どの文の訳か分かりません。"
                    "もとのファイルの、その文の行に訳を書いてください。",
                    f'Sheet "{self.title}", row {self.number}: the hidden column "madoguchi" is '
                    "empty, so nobody can tell whose translation it is. Write it into the row of "
                    "its text in the original file.",
                )
            )
        source = tidy(self._raw(_SOURCE))
        translation = unbroken(self._said(_TARGET), source)
        if key_of(label.catalog, label.context, source) != label.key:
            if not translation:
                return None
            raise _Unusable(
                Message(
                    f"表「{self.title}」の{self.number}行目: 原文が、出したときとちがいます。列だけ並べかえたか、原文を直したようです。"
                    "もとのファイルの、その文の行に訳を書いてください。",
                    f'Sheet "{self.title}", row {self.number}: the source is not what was given '
                    "out: columns were sorted apart, or it was edited. Write the translation into "
                    "the row of its text in the original file.",
                )
            )
        changed = mark(translation) != label.base and folded(translation) != folded(source)
        answer = unicodedata.normalize("NFKC", self._said(_REVIEWED)).casefold()
        reviewed = True if answer in _YESES else False if answer in _NOES else changed
        return Returned(
            self.path, Place(self.number, 1 + self.columns[_TARGET]), label.tag, label.catalog,
            label.context, source, translation, label.base, bool(translation) and reviewed,
            self._said(_NOTE) if _NOTE in self.columns else "",
        )  # fmt: skip

    def _cell(self, column: int) -> Any:
        at = self.columns.get(column)
        return None if at is None or at >= len(self.cells) else self.cells[at]

    def _raw(self, column: int) -> str:
        cell = self._cell(column)
        return "" if cell is None or cell.value is None else _read_text(str(cell.value))

    def _said(self, column: int) -> str:
        """Return what a person wrote in a cell."""
        cell = self._cell(column)
        value = None if cell is None else cell.value
        if value is None:
            return ""
        if isinstance(value, bool):
            return str(value)
        if cell.data_type in ("f", "e", "d") or not isinstance(value, str | int | float):
            raise _Unusable(self._no_text(column, cell.data_type))
        return tidy(_read_text(_number(value) if isinstance(value, float) else str(value)))

    def _no_text(self, column: int, kind: str) -> Message:
        name = _HEADERS[column][0]
        ja, en = {
            "f": ("式（=…）です", "is a formula"),
            "e": ("エラー（#…）です", "is an error"),
        }.get(kind, ("日付です", "is a date"))
        return Message(
            f"表「{self.title}」の{self.number}行目: {name.ja}のセルが{ja}。セルの書式を「文字列」にして、文字で書いてください。",
            f'Sheet "{self.title}", row {self.number}: the cell of {name.en} {en}. Format the cell '
            "as text, and write words.",
        )


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else str(value)


_CONTROL = re.compile(r"_x(?:000[DdAa]|0009|2028|2029)_")


def _read_text(text: str) -> str:
    """Return a cell's text without what Excel writes for line ends and underscores."""
    text = _CONTROL.sub("\n", text.replace("_x005F_", "_\0").replace("\r\n", "\n"))
    return text.replace("_\0", "_").replace("\0", "")
