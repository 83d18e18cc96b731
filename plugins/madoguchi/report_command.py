"""The command `madoguchi report`: how the site is doing, as one HTML file, as JSON, as an exit code."""

import argparse
import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from madoguchi.dashboard.thresholds import HELP
from madoguchi.errors import SettingsError
from madoguchi.findings import Message

if TYPE_CHECKING:
    from madoguchi.project import Project

STDOUT = "-"
OUTPUT = Path("madoguchi-report.html")
_POINTS = 12
_SHOWN = 5
"""Errors of files that are printed; `madoguchi check` tells all."""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add the options of `madoguchi report`."""
    command.add_argument(
        "-o", "--output", type=Path, default=OUTPUT, metavar="FILE",
        help=f"HTML を書くファイル / the HTML file (default: {OUTPUT})",
    )  # fmt: skip
    command.add_argument(
        "--json", metavar="FILE", help="同じ数を JSON で書く。- は標準出力 / the same as JSON; - is standard output"
    )  # fmt: skip
    command.add_argument(
        "--history", nargs="?", type=int, const=_POINTS, metavar="N",
        help=f"Git の履歴からうつりかわりを出す（多くて N 点） / the trend from Git, at most N points (default: {_POINTS})",
    )  # fmt: skip
    command.add_argument(
        "--links", action="store_true",
        help="外のサイトへのリンクを調べる / ask whether links to other sites still answer",
    )  # fmt: skip
    command.add_argument(
        "--fail-under", nargs="+", action="extend", default=[], metavar="KEY=VALUE",
        help=f"条件に合わなければ失敗（終了コード 1） / fail if not reached: {HELP}".replace("%", "%%"),
    )  # fmt: skip
    command.add_argument(
        "--today", metavar="DATE",
        help="今日の日付。2026-11-21 の形 / the day to count from, as 2026-11-21",
    )  # fmt: skip


def run(args: argparse.Namespace, lang: str) -> int:
    """Write what `args` ask for; return the exit code: 0, 1 if a threshold fails, 2 (raised) wrong use."""
    from madoguchi import kept
    from madoguchi.dashboard import addresses, history, links, numbers, page, scores, thresholds
    from madoguchi.dashboard.as_json import as_json
    from madoguchi.files import write_text
    from madoguchi.project import load

    today = _today(args)
    _consistent(args)
    project = load(args.content)
    # before the slow parts: a slip of the pen is told at once
    known = _known(project, today, args.links) if args.fail_under else {}
    wanted = thresholds.parse(args.fail_under, known)
    cache = kept.beside(args.content)
    progress = _Progress(lang)
    scored = scores.scores(project, progress(_PAGES), cache_in=cache)
    points = asked = None
    if args.history is not None:
        points = history.history(
            args.content, args.history, cache_in=cache, progress=progress(_REVISIONS)
        )
    if args.links:
        found = addresses.addresses(project)
        asked = links.check_links(found, today, cache_in=cache, progress=progress(_LINKS))
    progress.end()
    result = numbers.collect(project, today, scored=scored, history=points, links=asked)
    write_text(args.output, page.page(result, lang))
    if args.json == STDOUT:
        sys.stdout.write(as_json(result))
    elif args.json is not None:
        write_text(Path(args.json), as_json(result))
    _tell(Message(f"{args.output} を書きました。", f"{args.output} written."), lang)
    if points is not None and points.note is not None:
        _tell(points.note, lang)
    failed = [f for one in wanted if (f := one.failed(result.measures))]
    if result.errors:
        _tell(_ERRORS, lang)
        for finding in result.errors[:_SHOWN]:
            print(finding.line(lang), file=sys.stderr)
        # a page that could not be read is in no number: nobody can say that it is good enough
        failed += (
            [_UNCERTAIN] if wanted and any(f.path.suffix != ".po" for f in result.errors) else []
        )
    for message in failed:
        _tell(message, lang)
    return 1 if failed else 0


_PAGES = Message("文のむずかしさ: {} / {} ページ", "difficulty: {} of {} pages")
_REVISIONS = Message("履歴: {} / {}", "history: {} of {} revisions")
_LINKS = Message("外のリンク: {} / {}", "links: {} of {}")
_ERRORS = Message(
    "まちがいのあるファイルがあります。そこは数に入っていないことがあります。madoguchi check で直してください。",
    "Some files have errors and may be missing from the numbers. Mend them with madoguchi check.",
)
_UNCERTAIN = Message(
    "数えられないページがあるかもしれないので、条件に合うと言えません。",
    "Some pages may not be counted, so nobody can say that the thresholds are reached.",
)


def _known(project: "Project", today: datetime.date, links: bool) -> dict[str, float | None]:
    """Return what thresholds can name."""
    from madoguchi.dashboard.numbers import collect

    measures = collect(project, today, scored={}).measures
    return {**measures, "broken-links": 0 if links else None}


def _tell(message: Message, lang: str) -> None:
    print(message.text(lang), file=sys.stderr)


def _today(args: argparse.Namespace) -> datetime.date:
    if args.today is None:
        return datetime.date.today()
    try:
        return datetime.date.fromisoformat(args.today)
    except ValueError as error:
        raise SettingsError(
            Message(
                f"日付「{args.today}」は読めません。2026-11-21 の形で書いてください。",
                f'The date "{args.today}" cannot be read. Write it as 2026-11-21.',
            )
        ) from error


def _consistent(args: argparse.Namespace) -> None:
    if args.history is not None and args.history < 1:
        raise SettingsError(Message("--history は1以上です。", "--history is 1 or more."))
    files = [args.output, *([] if args.json in (None, STDOUT) else [Path(args.json)])]
    for file in files:
        if file.is_dir():
            raise SettingsError(Message(f"「{file}」はフォルダーです。", f'"{file}" is a folder.'))
    if len(files) == 2 and files[0].resolve() == files[1].resolve():
        raise SettingsError(
            Message("HTML と JSON は別のファイルにしてください。", "HTML and JSON need two files.")
        )


class _Progress:
    """How far each long part is, on a terminal only."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._on = sys.stderr.isatty()

    def __call__(self, said: Message) -> "_Told":
        return _Told(said.text(self._lang), self._on)

    def end(self) -> None:
        """Clear the line."""
        if self._on:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


class _Told:
    """One part."""

    def __init__(self, said: str, on: bool) -> None:
        self._said = said
        self._on = on

    def __call__(self, done: int, of: int) -> None:
        if self._on:
            print("\r\x1b[K" + self._said.format(done, of), end="", file=sys.stderr, flush=True)
