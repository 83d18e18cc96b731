"""`madoguchi translate status` and `review`: what is translated, what changed, who has read it."""

import argparse
import datetime
import os
import sys
from collections import Counter
from collections.abc import Sequence

from madoguchi.catalog import State
from madoguchi.errors import SettingsError, stop_at_errors
from madoguchi.findings import Message
from madoguchi.project import Project, load
from madoguchi.translate.review import Reviewed, review
from madoguchi.translate.status import Change, changes, status, word_diff
from madoguchi.translate_command import chosen_catalogs, chosen_tags


def run_status(args: argparse.Namespace, lang: str) -> int:
    """Print how much is translated, and what changed; 1 if a catalog is wrong."""
    project = load(args.content, cache_in=args.content.resolve().parent)
    tags = chosen_tags(args, project.content)
    names = chosen_catalogs(args, project.content)
    header = Message(
        "言語      人が確認 機械  古い  ない  読める  ページ",
        "language  current machine outdated missing shown  page",
    )
    print(header.text(lang))
    totals: Counter[tuple[str, State]] = Counter()
    for tag, name, count in status(project.content, project.catalogs):
        if tag not in tags or name not in names:
            continue
        numbers = [count[state] for state in State]
        totals.update({(tag, state): count[state] for state in State})
        print(_numbers(tag, numbers, count.percent, name))
    for tag in tags:
        numbers = [totals[tag, state] for state in State]
        share = (numbers[0] + numbers[1]) * 100 // max(1, sum(numbers))
        print(_numbers(tag, numbers, share, Message("全部", "all").text(lang)))
    for change in changes(project.content, project.catalogs, tags):
        if change.catalog in names:
            print(_changed(change, project, lang))
    # what could not be read counts as missing: say so
    broken = [f for f in project.findings if f.path.suffix == ".po"]
    for finding in broken:
        print(finding.line(lang), file=sys.stderr)
    return 1 if broken else 0


def _numbers(tag: str, numbers: Sequence[int], share: int, name: str) -> str:
    return f"{tag:<8}" + "".join(f"{number:>6}" for number in numbers) + f"{share:>6}%  {name}"


_COLOURS = {"=": "", "-": "\x1b[31m", "+": "\x1b[32m"}
_MARKS = {"=": ("", ""), "-": ("[-", "-]"), "+": ("{+", "+}")}


def _changed(change: Change, project: Project, lang: str) -> str:
    """Return where a text changed and how, word by word, as `git diff --word-diff` shows it."""
    before, now = (
        [word.text for word in project.reader.words(text)]
        for text in (change.previous, change.key.text)
    )
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    parts: list[str] = []
    for kind, text in word_diff(before, now):
        opening, closing = _MARKS[kind]
        marked = f"{opening}{text}{closing}"
        parts.append(f"{_COLOURS[kind]}{marked}\x1b[0m" if colour and kind != "=" else marked)
    head = f"{change.path.as_posix()}:{change.place.line}: {' '.join(change.tags)}"
    return f"\n{head}\n  {''.join(parts)}"


def run_review(args: argparse.Namespace, lang: str) -> int:
    """Record that a person has read what a machine translated."""
    if not args.by.strip():
        raise SettingsError(
            Message(
                "--by に、読んだ人の名前を書いてください。", "--by: name the person who read it."
            )
        )
    project = load(args.content)
    stop_at_errors(project.content.findings)
    names = chosen_catalogs(args, project.content)
    done: list[Reviewed] = []
    for tag in chosen_tags(args, project.content):
        for name in names:
            loaded = project.catalogs[tag, name]
            if not loaded.path.is_file():
                continue
            right = {k for k, t in loaded.entries.items() if t.state is State.MACHINE}
            one = review(loaded.path, right, args.by, datetime.date.today())
            done.append(one)
            if one.count or one.left:
                said = Message(
                    f"{one.path.as_posix()}: 確認した {one.count}"
                    + (
                        f"、まだ確認できない {one.left}（古い、またはまちがいがある）"
                        * bool(one.left)
                    ),
                    f"{one.path.as_posix()}: {one.count} reviewed"
                    + (f", {one.left} not (outdated, or with an error)" * bool(one.left)),
                )
                print(said.text(lang))
    count = sum(one.count for one in done)
    said = Message(f"{count} 個の文を確認しました。", f"{count} texts reviewed.")
    print(said.text(lang))
    return 0
