"""Sheets become PDF files: several browsers at a time, one sheet after another in each."""

import datetime
import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from madoguchi.browser import INSTALL, browser, without_font
from madoguchi.errors import MadoguchiError
from madoguchi.findings import Message
from madoguchi.sheet.page import Sheet

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FORM = "A4, 12 mm, 1"
"""Says how sheets are printed; what is printed another way is another sheet."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What became of a sheet."""

    sheet: Sheet
    pdf: bytes
    """Empty if it failed."""
    failed: str = ""
    """Why, as the browser says it."""
    font_missing: bool = False
    """Whether this machine has no font for the language's letters."""

    @property
    def papers(self) -> int:
        """How many pages of paper it is."""
        return papers(self.pdf)


_PAPER = re.compile(rb"/Type\s*/Page\b")


def papers(pdf: bytes) -> int:
    """Return how many pages of paper a sheet is."""
    return len(_PAPER.findall(pdf))


def printed(sheets: Sequence[Sheet], jobs: int) -> Iterator[Printed]:
    """Yield each sheet as it is done, in any order; `jobs` browsers work at a time.

    A sheet that fails stops no other. Raises MadoguchiError if there is no browser.
    """
    if not sheets:
        return
    todo: SimpleQueue[Sheet] = SimpleQueue()
    for one in sheets:
        todo.put(one)
    done: SimpleQueue[Printed | BaseException] = SimpleQueue()
    stop = threading.Event()
    fonts: dict[str, bool] = {}
    workers = [
        threading.Thread(target=_work, args=(todo, done, stop, fonts), daemon=True)
        for _ in range(min(jobs, len(sheets)))
    ]
    for worker in workers:
        worker.start()
    try:
        for _ in sheets:
            result = done.get()
            if isinstance(result, BaseException):
                raise result
            yield result
    finally:
        stop.set()
        for worker in workers:
            worker.join()


_AT_A_TIME = 40
"""Sheets that one browser prints: its memory grows with each."""


def _work(
    todo: "SimpleQueue[Sheet]",
    done: "SimpleQueue[Printed | BaseException]",
    stop: threading.Event,
    fonts: dict[str, bool],
) -> None:
    """Print sheets until there are none, after one that failed and after many with a new browser."""
    try:
        while not stop.is_set() and not todo.empty():
            with browser() as started:
                # no script that somebody wrote into a text runs, and nothing is loaded
                context = started.new_context(java_script_enabled=False, offline=True)
                page = context.new_page()
                for _ in range(_AT_A_TIME):
                    result = _print(started, page, todo.get_nowait(), fonts)
                    done.put(result)
                    if result.failed or stop.is_set():
                        break
    except Empty:
        return
    except BaseException as error:  # the one who waits must hear of it, whatever it is
        done.put(error)


def _print(started: "Browser", page: "Page", sheet: Sheet, fonts: dict[str, bool]) -> Printed:
    from playwright.sync_api import Error

    tag = sheet.locale.tag
    try:
        if tag not in fonts:
            fonts[tag] = bool(without_font(started, sheet.locale.name))
        page.set_content(sheet.html)
        pdf = page.pdf(
            format="A4",
            display_header_footer=True,
            header_template=sheet.head,
            footer_template=sheet.foot,
            margin={"top": "12mm", "bottom": "11mm", "left": "12mm", "right": "12mm"},
        )
    except Error as error:
        return Printed(sheet, b"", failed=str(error).strip().partition("\n")[0])
    return Printed(sheet, _dated(pdf, sheet), font_missing=fonts[tag])


_DATE = re.compile(rb"(?P<name>/(?:CreationDate|ModDate) \()(?P<date>D:[0-9+'Z-]{15,25})(?=\))")


def _dated(pdf: bytes, sheet: Sheet) -> bytes:
    """Return the PDF with the day the page was checked for the moment it was made.

    So the same page makes the same file, of the same length, for its parts are found by offsets.
    """
    day = f"D:{sheet.page.meta.verified.on:%Y%m%d}000000+00'00'".encode()

    def same(match: re.Match[bytes]) -> bytes:
        return match["name"] + (day if len(day) == len(match["date"]) else match["date"])

    return _DATE.sub(same, pdf)


def dated(pdf: bytes) -> datetime.date | None:
    """Return the day its page was checked, from a sheet that was made here; None from another PDF."""
    found = _DATE.search(pdf)
    try:
        return (
            datetime.datetime.strptime(found["date"][2:10].decode(), "%Y%m%d").date()
            if found
            else None
        )
    except ValueError:
        return None


def check_tools() -> None:
    """Raise MadoguchiError, which says the cure, if what draws QR codes is not installed."""
    try:
        import segno  # noqa: F401
    except ModuleNotFoundError as error:
        raise MadoguchiError(
            Message(
                f"QR コードには segno が要ります。サイトのフォルダーで {INSTALL} を実行すると入ります。",
                f"QR codes need segno: {INSTALL} in the site's folder installs it.",
            )
        ) from error
