"""Reads the spreadsheet (XLSX) that an office sends back.

It is never trusted: no formulas, macros, entities or zip bombs.
"""

import io
import re
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TypeVar, cast
from xml.parsers import expat

from madoguchi.findings import TOP, Finding, Message, Severity
from madoguchi.span import Place
from madoguchi.translate.exchange.extra import needing
from madoguchi.translate.exchange.label import Label, key_of, tidy, unbroken
from madoguchi.translate.exchange.prolog import doctype
from madoguchi.translate.exchange.returned import (
    FOREIGN,
    UNCLEAR,
    UNREADABLE,
    UNUSABLE,
    Refusal,
    Returned,
    Unusable,
    changed,
    newly_translated,
    numbers,
    refused_texts,
    strays,
)
from madoguchi.translate.exchange.sheet import (
    HEADERS,
    INFO,
    LABEL,
    MOST_ROWS,
    NOTE,
    REVIEWED,
    SOURCE,
    TARGET,
)

with needing("openpyxl", "xlsx"):
    from openpyxl import load_workbook

LARGEST = 32 * 1024 * 1024
"""Bytes of a file that are read …"""
LARGEST_UNPACKED = 256 * 1024 * 1024
"""… and of all its parts."""
_MOST_COLUMNS = 64


def read_xlsx(data: bytes, path: Path) -> tuple[tuple[Returned, ...], tuple[Finding, ...]]:
    """Return what came back in a workbook, and what of it cannot be taken."""
    if (unfit := _unfit(data, path)) is not None:
        return (), (Finding(path, TOP, Severity.ERROR, UNREADABLE, unfit),)
    returned: list[Returned] = []
    findings: list[Finding] = []
    seen: set[_Content] = set()
    ours = False
    try:
        for title, rows in _unless_broken(_sheets(data)):
            if title != INFO:
                ours |= _read_sheet(title, _unless_broken(rows), path, seen, returned, findings)
    except Unusable as error:
        return (), (Finding(path, TOP, Severity.ERROR, error.code, error.message),)
    if not ours:
        message = Message(
            "見出し（原文、翻訳）と、かくれた列「madoguchi」のある表がありません。"
            "madoguchi translate export で作った表に訳を書いてください。",
            "No sheet has the headers 原文 (Source) and 翻訳 (Translation) and the hidden column "
            '"madoguchi". Write translations into a file made by madoguchi translate export.',
        )
        findings.append(Finding(path, TOP, Severity.ERROR, FOREIGN, message))
    return tuple(returned), tuple(findings)


class _Cell(NamedTuple):
    """What a cell holds."""

    value: Any
    kind: str
    """As openpyxl names it: `f` a formula, `e` an error, `d` a date."""


_EMPTY = _Cell(None, "n")


def _sheets(data: bytes) -> Iterator[tuple[str, Iterator[tuple[_Cell, ...]]]]:
    """Yield the title of every sheet, and its rows."""
    with warnings.catch_warnings(action="ignore"):  # of styles that openpyxl does not keep
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        for sheet in book.worksheets:
            yield sheet.title, _cells(sheet)


def _cells(sheet: Any) -> Iterator[tuple[_Cell, ...]]:
    sheet.reset_dimensions()  # they may say anything
    for row in sheet.iter_rows(max_row=MOST_ROWS + 100, max_col=_MOST_COLUMNS):
        yield tuple(
            _EMPTY if cell.value is None else _Cell(cell.value, cell.data_type) for cell in row
        )


_Part = TypeVar("_Part")


def _unless_broken(parts: Iterator[_Part]) -> Iterator[_Part]:
    """Yield what a part of openpyxl yields.

    Raises Unusable if the file is broken. What is done with the parts is not guarded.
    """
    try:
        yield from parts
    except Exception as error:  # openpyxl tells a broken file by whatever it stumbles over
        raise Unusable(_BROKEN, UNREADABLE) from error


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


_Content = tuple[tuple[str, str] | int, ...]
"""All of a row that counts, to know the copies of a sheet that programs keep in the same file."""


def _read_sheet(
    title: str,
    rows: Iterator[tuple[_Cell, ...]],
    path: Path,
    seen: set[_Content],
    returned: list[Returned],
    findings: list[Finding],
) -> bool:
    """Take the rows of a sheet that are not `seen`; return whether it is one of ours."""
    columns: dict[int, int] = {}
    found: list[Returned] = []
    wrong: list[Finding] = []
    for number, cells in enumerate(rows, 1):
        if not columns:
            if number > _LAST_HEADER:
                return False
            columns = _columns(cells)
            continue
        one = _Line(path, title, number, columns, cells)
        if (content := one.content()) in seen:
            continue
        seen.add(content)
        try:
            taken = one.take()
        except Unusable as error:
            wrong.append(Refusal(path, one.place, Severity.ERROR, error.code, error.message))
            continue
        if taken is None:
            continue
        found.append(taken)
        if taken.translation and (unclear := one.unclear()) is not None:
            place = Place(number, 1 + columns[REVIEWED])
            wrong.append(Finding(path, place, Severity.WARNING, UNCLEAR, unclear))
    if astray := strays(found):
        texts = refused_texts(wrong) + sum(map(changed, found))
        message = _astray(title, astray)
        findings.append(
            Refusal(path, astray[0].place, Severity.ERROR, UNUSABLE, message, texts=texts)
        )
    else:
        returned += found
        findings += wrong
    return bool(columns)


def _astray(title: str, found: Sequence[Returned]) -> Message:
    return Message(
        f"表「{title}」: {len(found)}行（{numbers(found)} 行目）の翻訳が、出したときは、ほかの行の翻訳でした。"
        "「翻訳」の列だけ並べかえたか、ずらしたようです。この表の訳は何も入れませんでした。"
        "どの訳も自分の原文の行にもどして、もう一度入れてください。",
        f'Sheet "{title}": {len(found)} rows ({numbers(found)}) have the translation that another '
        "row was given out with: the column of translations was sorted or shifted alone. Nothing "
        "was taken from this sheet. Put every translation into the row of its source, and import "
        "again.",
    )


_LAST_HEADER = 20
"""The row above which the headers stand, if somebody put a title over them."""


def _columns(cells: Sequence[_Cell]) -> dict[int, int]:
    """Return where our columns stand, if this is the row of the headers."""
    names = {
        name.casefold(): column
        for column, (header, _) in HEADERS.items()
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
    needed = (SOURCE, TARGET, LABEL)
    return found if all(column in found for column in needed) else {}


_YES = frozenset(
    "はい yes y ok 済 済み 済ミ 確認済 確認済み 確認ずみ ○ 〇 ◯ ◎ ✓ ✔ ☑ レ 1 true".split()
)
"""Words of offices for: a person has read the translation, and it is right."""
_NO = frozenset(("", *"いいえ no n 未 × ✕ ✗ 0 false".split()))
"""… for: nobody has, or it is not. Any other word is told."""


class _Line:
    """One row of a sheet."""

    def __init__(
        self,
        path: Path,
        title: str,
        number: int,
        columns: Mapping[int, int],
        cells: Sequence[_Cell],
    ) -> None:
        self.path = path
        self.title = title
        self.number = number
        self.columns = columns
        self.cells = cells

        self.place = Place(number, 1 + columns[TARGET])

    def content(self) -> _Content:
        """Return what is the same in every copy of the row."""
        cells = [self._cell(column) for column in (LABEL, SOURCE, TARGET, REVIEWED, NOTE)]
        said = tuple((str(cell.value), cell.kind) for cell in cells)
        # without a label, two rows that say the same may be two texts
        return said if self._raw(LABEL).strip() else (self.number, *said)

    def take(self) -> Returned | None:
        """Return what came back in it, or None if the row is empty.

        Raises Unusable, with what to do.
        """
        label = Label.find(self._raw(LABEL))
        if label is None:
            if not self._raw(TARGET).strip():
                return None
            ja, en = ("こわれている", "damaged") if self._raw(LABEL).strip() else ("空な", "empty")
            raise Unusable(
                Message(
                    f"表「{self.title}」の{self.number}行目: かくれた列「madoguchi」が{ja}ので、どの文の訳か分かりません。"
                    "もとのファイルの、その文の行に訳を書いてください。",
                    f'Sheet "{self.title}", row {self.number}: the hidden column "madoguchi" is '
                    f"{en}, so nobody can tell whose translation it is. Write it into the row of "
                    "its text in the original file.",
                )
            )
        source = tidy(self._raw(SOURCE))
        translation = unbroken(self._said(TARGET), source)
        if key_of(label.catalog, label.context, source) != label.key:
            if not translation:
                return None
            raise Unusable(
                Message(
                    f"表「{self.title}」の{self.number}行目: 原文が、出したときとちがいます。列だけ並べかえたか、原文かかくれた列「madoguchi」を変えたようです。"
                    "もとのファイルの、その文の行に訳を書いてください。",
                    f'Sheet "{self.title}", row {self.number}: the source is not what was given '
                    "out: columns were sorted apart, or it or the hidden column was edited. Write "
                    "the translation into the row of its text in the original file.",
                )
            )
        answer = self._answer()
        # what was given out without a translation and has one is somebody's work
        reviewed = answer in _YES or (not answer and newly_translated(label, source, translation))
        return Returned(
            self.path, self.place, label.tag, label.catalog, label.context, source, translation,
            label.base, bool(translation) and reviewed, self._said(NOTE),
        )  # fmt: skip

    def unclear(self) -> Message | None:
        """Return what to do if the answer whether a person has read it is neither yes nor no."""
        if self._answer() in _YES | _NO:
            return None
        answer = self._said(REVIEWED)
        short = answer if len(answer) <= 20 else f"{answer[:19]}…"
        return Message(
            f"表「{self.title}」の{self.number}行目: 確認の「{short}」の意味が分からないので、確認していない訳として入れます。"
            "人が読んで正しければ「はい」（yes、○、済、1 でもいいです）、そうでなければ「いいえ」と書いてください。",
            f'Sheet "{self.title}", row {self.number}: nobody can tell what "{short}" under '
            "Reviewed means, so the translation is taken as not reviewed. Write はい (or yes, ○, 済, "
            "1) if a person has read it and it is right, else いいえ (or no).",
        )

    def _answer(self) -> str:
        return unicodedata.normalize("NFKC", self._said(REVIEWED)).strip().casefold()

    def _cell(self, column: int) -> _Cell:
        at = self.columns.get(column)
        return _EMPTY if at is None or at >= len(self.cells) else self.cells[at]

    def _raw(self, column: int) -> str:
        value = self._cell(column).value
        return "" if value is None else _read_text(str(value))

    def _said(self, column: int) -> str:
        """Return what a person wrote in a cell."""
        value, kind = self._cell(column)
        if value is None:
            return ""
        if isinstance(value, bool):
            return str(value)
        if kind in ("f", "e", "d") or not isinstance(value, str | int | float):
            raise Unusable(self._no_text(column, kind))
        return tidy(_read_text(_number(value) if isinstance(value, float) else str(value)))

    def _no_text(self, column: int, kind: str) -> Message:
        name = HEADERS[column][0]
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
