"""The command `madoguchi sheet`: counter sheets as PDF files, all pages × all languages."""

import argparse
import datetime
import json
import os
import re
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from madoguchi.errors import Exit, SettingsError, stop_at_errors
from madoguchi.findings import Message
from madoguchi.suggest import unknown

if TYPE_CHECKING:
    from madoguchi.content import SourcePage
    from madoguchi.locales import Locale
    from madoguchi.project import Project
    from madoguchi.sheet.listing import Listed
    from madoguchi.sheet.page import Sheet
    from madoguchi.sheet.paper import Printed

OUT = Path("sheets")
_MOST_JOBS = 16


def add_arguments(command: argparse.ArgumentParser, content: Path) -> None:
    """Add the options of `madoguchi sheet`; here --lang is the languages of the sheets."""
    command.add_argument(
        "--page", nargs="+", action="extend", default=[], metavar="ID",
        help="ページの id（書かなければ全部）/ pages; all topics if none",
    )  # fmt: skip
    command.add_argument(
        "--lang", nargs="+", action="extend", default=[], metavar="TAG", dest="tags",
        help="言語（書かなければ全部）。ja だけなら日本語の紙 / languages; all if none",
    )  # fmt: skip
    command.add_argument(
        "--out", type=Path, default=OUT, metavar="DIR",
        help=f"PDF と index.html を書くフォルダー / the folder to write to (default: {OUT})",
    )  # fmt: skip
    command.add_argument(
        "--jobs", type=int, default=min(4, os.cpu_count() or 1), metavar="N",
        help="一度に動かすブラウザーの数 / browsers at a time (default: %(default)s)",
    )  # fmt: skip
    command.add_argument(
        "--site-url", metavar="URL",
        help="QR コードのサイトのアドレス（書かなければ mkdocs.yml の site_url）/ the site's address for QR codes",
    )  # fmt: skip
    command.add_argument(
        "--again", action="store_true",
        help="変わっていない紙も作る / also print what has not changed",
    )  # fmt: skip
    command.add_argument(
        "--content", type=Path, default=content, metavar="DIR",
        help="content_src の場所 / the content folder",
    )  # fmt: skip
    command.add_argument(
        "--messages", choices=("ja", "en"), dest="lang",
        help="メッセージの言語 / language of messages",
    )  # fmt: skip


def run(args: argparse.Namespace, lang: str) -> int:
    """Write the sheets; return the exit code: 0, 1 if one failed, 2 (raised) wrong use."""
    from madoguchi.browser import no_font
    from madoguchi.files import sweep, write_bytes, write_text
    from madoguchi.project import load
    from madoguchi.sheet.listing import listing
    from madoguchi.sheet.paper import check_tools, printed
    from madoguchi.site_address import site_address

    if not 1 <= args.jobs <= _MOST_JOBS:
        raise SettingsError(
            Message(f"--jobs は1から{_MOST_JOBS}までです。", f"--jobs is 1 to {_MOST_JOBS}.")
        )
    if args.out.exists() and not args.out.is_dir():
        raise SettingsError(
            Message(f"「{args.out}」はフォルダーではありません。", f'"{args.out}" is no folder.')
        )
    address = site_address(args.content, args.site_url)
    if address:
        check_tools()
    else:
        _tell(_NO_ADDRESS, lang)
    project = load(args.content)
    stop_at_errors(project.findings)
    pages, locales = _chosen_pages(project, args.page), _chosen_locales(project, args.tags)

    out: Path = args.out
    records = _load(out)
    _remove_gone(out, records, project)
    sheets = _sheets(project, pages, locales, address)
    wanted = [s for s in sheets if args.again or not _is_made(out, records, s)]
    failed: list[Printed] = []
    fonts: dict[str, str] = {}
    progress = _Progress(len(wanted), lang)
    sweep(out)
    for one in printed(wanted, args.jobs):
        name = one.sheet.name
        if one.failed:
            failed.append(one)
            # what lies there says something else than the page does now
            if name in records:
                records[name]["old"] = True
        else:
            write_bytes(out / name, one.pdf)
            records[name] = _record(one)
            if one.font_missing:
                fonts[one.sheet.locale.tag] = one.sheet.locale.name
                records[name]["html"] = ""  # it is made again when the font is there
        _save(out, records)
        progress.step()
    progress.end()
    index = listing(
        project.content.texts["title"].block.text,
        project.content.locales,
        _rows(out, records, project),
    )
    write_text(out / "index.html", index)
    for tag, language in sorted(fonts.items()):
        _tell(no_font(tag, language, _BOXES), lang)
    for one in failed:
        name = one.sheet.name
        _tell(
            Message(
                f"「{name}」を作れませんでした（{one.failed}）。もう一度実行してください。",
                f'"{name}" could not be made ({one.failed}). Run the command again.',
            ),
            lang,
        )
    made, same = len(wanted) - len(failed), len(sheets) - len(wanted)
    _tell(
        Message(
            f"{made} 件を作りました（変わっていない {same} 件、作れなかった {len(failed)} 件）: {(out / 'index.html').as_posix()}",
            f"{made} made ({same} unchanged, {len(failed)} failed): {(out / 'index.html').as_posix()}",
        ),
        lang,
    )
    return Exit.FINDINGS if failed else Exit.CLEAN


_NO_ADDRESS = Message(
    "サイトのアドレスがないので、QR コードは入りません。mkdocs.yml の site_url か --site-url に書いてください。",
    "Without the site's address there are no QR codes. Set site_url in mkdocs.yml, or --site-url.",
)


_BOXES = Message("紙では □ になります。", "Its letters are printed as boxes.")


def _chosen_pages(project: "Project", ids: Sequence[str]) -> "list[SourcePage]":
    """Return the pages with these ids, or all topics."""
    pages = project.content.pages
    if not ids:
        return [page for page in pages if not page.is_home]
    known = {page.meta.id: page for page in pages}
    for id_ in ids:
        if id_ not in known:
            raise SettingsError(unknown(Message("ページ", "page"), id_, known))
    return [known[id_] for id_ in dict.fromkeys(ids)]


def _chosen_locales(project: "Project", tags: Sequence[str]) -> "list[Locale]":
    """Return the languages with these tags, or all of the site."""
    known = {locale.tag: locale for locale in project.content.locales}
    for tag in tags:
        if tag not in known:
            raise SettingsError(unknown(Message("言語", "language"), tag, known))
    return [known[tag] for tag in dict.fromkeys(tags or known)]


def _sheets(
    project: "Project", pages: "Sequence[SourcePage]", locales: "Sequence[Locale]", address: str
) -> "list[Sheet]":
    from madoguchi.locales import SOURCE, locale
    from madoguchi.render.localize import Localized
    from madoguchi.sheet.page import sheet

    japanese = Localized(project, locale(SOURCE))
    others = [Localized(project, one) for one in locales]
    return [sheet(japanese, other, page, address) for other in others for page in pages]


# what is known of sheets between runs: by a sheet's name, of what and into what it was made. It lies
# with them, for whoever runs this next may do so from another copy of the content

RECORDS = ".sheets.json"
_NAME = re.compile(r"[A-Za-z-]+/[a-z0-9-]+\.pdf")


def _load(out: Path) -> dict[str, dict[str, Any]]:
    """Return the records of the folder; what is broken or of another form of sheets is none."""
    from madoguchi.sheet.paper import FORM

    try:
        found = json.loads((out / RECORDS).read_text(encoding="utf-8"))
        given = dict(found["sheets"]) if found["form"] == FORM else {}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
    return {name: record for name, record in given.items() if _is_record(name, record)}


def _save(out: Path, records: Mapping[str, dict[str, Any]]) -> None:
    from madoguchi.files import write_text
    from madoguchi.sheet.paper import FORM

    known = {"form": FORM, "sheets": dict(sorted(records.items()))}
    write_text(out / RECORDS, json.dumps(known, ensure_ascii=False, indent=1) + "\n")


def _is_record(name: str, record: Any) -> bool:
    """Return whether it was written here: the file may have been changed by anything."""
    kinds = {"html": str, "pdf": str, "papers": int, "checked": str, "old": bool, "machine": bool}
    if not _NAME.fullmatch(name) or not isinstance(record, dict) or record.keys() != kinds.keys():
        return False
    try:
        datetime.date.fromisoformat(record["checked"])
    except (TypeError, ValueError):
        return False
    return all(isinstance(record[key], kind) for key, kind in kinds.items())


def _record(one: "Printed") -> dict[str, Any]:
    from madoguchi.kept import digest

    sheet = one.sheet
    return {
        "html": digest(sheet.html, sheet.head, sheet.foot),
        "pdf": digest(one.pdf),
        "papers": one.papers,
        "checked": sheet.page.meta.verified.on.isoformat(),
        "old": False,
        "machine": sheet.machine,
    }


def _is_made(out: Path, records: Mapping[str, dict[str, Any]], sheet: "Sheet") -> bool:
    """Return whether the sheet lies there already, as it would be made now."""
    from madoguchi.kept import digest

    record, path = records.get(sheet.name), out / sheet.name
    return (
        record is not None
        and record["html"] == digest(sheet.html, sheet.head, sheet.foot)
        and path.is_file()
        and record["pdf"] == digest(path.read_bytes())
    )


def _remove_gone(out: Path, records: dict[str, dict[str, Any]], project: "Project") -> None:
    """Remove the sheets of pages and languages that the site has no more."""
    ids = {page.meta.id for page in project.content.pages}
    tags = {locale.tag for locale in project.content.locales}
    for name in list(records):
        tag, _, file = name.partition("/")
        if tag not in tags or file.removesuffix(".pdf") not in ids:
            (out / name).unlink(missing_ok=True)
            del records[name]


def _rows(
    out: Path,
    records: Mapping[str, dict[str, Any]],
    project: "Project",
) -> list[Any]:
    """Return the pages that have sheets in the folder, with these; also those nothing is known of."""
    from madoguchi.inline import strip_readings
    from madoguchi.sheet.listing import Row

    rows: list[Row] = []
    for page in project.content.pages:
        found = {
            locale.tag: listed
            for locale in project.content.locales
            if (listed := _listed(out, records, project, page, locale)) is not None
        }
        if found:
            meta = page.meta
            official = meta.official.title if meta.official else ""
            title, by = strip_readings(meta.title), strip_readings(meta.verified.by)
            rows.append(Row(meta.id, title, official, meta.verified.on, by, found))
    return rows


def _listed(
    out: Path,
    records: Mapping[str, dict[str, Any]],
    project: "Project",
    page: "SourcePage",
    locale: "Locale",
) -> "Listed | None":
    """Return the sheet as the list names it; None if there is none."""
    from madoguchi.sheet.listing import Listed
    from madoguchi.sheet.paper import dated, papers
    from madoguchi.translate.status import count

    name = f"{locale.tag}/{page.meta.id}.pdf"
    path = out / name
    if not path.is_file():
        return None
    if (record := records.get(name)) is not None:
        day = datetime.date.fromisoformat(record["checked"])
        size = path.stat().st_size
        return Listed(name, size, record["papers"], day, record["old"], record["machine"])
    pdf = path.read_bytes()
    catalog = project.catalogs.get((locale.tag, page.catalog))
    machine = catalog is not None and bool(count(project.sources[page.catalog], catalog).machine)
    return Listed(name, len(pdf), papers(pdf), dated(pdf) or page.meta.verified.on, machine=machine)


def _tell(message: Message, lang: str) -> None:
    print(message.text(lang), file=sys.stderr)


class _Progress:
    """How many sheets are done and how long the rest takes, on a terminal only."""

    def __init__(self, total: int, lang: str) -> None:
        self._total = total
        self._lang = lang
        self._done = 0
        self._began = time.monotonic()
        self._on = sys.stderr.isatty()
        self._show()

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        self._show()

    def end(self) -> None:
        """Clear the line."""
        if self._on:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def _show(self) -> None:
        if not self._on or not self._total:
            return
        left = Message("", "")
        if self._done:
            passed = time.monotonic() - self._began
            seconds = round(passed / self._done * (self._total - self._done))
            clock = f"{seconds // 60}:{seconds % 60:02}"
            left = Message(f"（あと {clock}）", f" ({clock} left)")
        said = Message(
            f"窓口の紙: {self._done} / {self._total}{left.ja}",
            f"counter sheets: {self._done} of {self._total}{left.en}",
        )
        print(f"\r\x1b[K{said.text(self._lang)}", end="", file=sys.stderr, flush=True)
