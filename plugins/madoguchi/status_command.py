"""`madoguchi translate status` and `review`: what is translated, what changed, who has read it."""

import argparse
import datetime
import os
import sys

from madoguchi import chosen
from madoguchi.catalog import FUZZY, State
from madoguchi.errors import Exit, SettingsError, stop_at_errors
from madoguchi.findings import Message, Severity
from madoguchi.project import Project, load
from madoguchi.translate.review import Reviewed, review
from madoguchi.translate.status import Change, Share, by_language, changes, status, word_diff


def run_status(args: argparse.Namespace, lang: str) -> int:
    """Print how much is translated, and what changed; 1 if a catalog is wrong."""
    project = load(args.content)
    tags = chosen.tags(args, project.content)
    names = chosen.catalog_names(args, project.content)
    header = Message(
        "言語      人が確認 機械  古い  ない  読める  ページ",
        "language  current machine outdated missing shown  page",
    )
    print(header.text(lang))
    every = status(project.content, project.catalogs)
    shares = {key: share for key, share in every.items() if key[0] in tags and key[1] in names}
    for (tag, name), share in shares.items():
        print(_numbers(tag, share, name))
    for tag, share in by_language(shares).items():
        print(_numbers(tag, share, Message("全部", "all").text(lang)))
    for change in changes(project.content, project.catalogs, tags):
        if change.catalog in names:
            print(_changed(change, project))
    # what could not be read, and what has an error, counts as missing: say so
    found = (f for f in (*project.findings, *project.doubts) if f.path.suffix == ".po")
    broken = [f for f in found if f.severity is Severity.ERROR]
    for finding in broken:
        print(finding.line(lang), file=sys.stderr)
    return Exit.FINDINGS if broken else Exit.CLEAN


def _numbers(tag: str, share: Share, name: str) -> str:
    counts = "".join(f"{number:>6}" for number in share)
    return f"{tag:<8}{counts}{share.shown_percent:>6}%  {name}"


_COLOURS = {"=": "", "-": "\x1b[31m", "+": "\x1b[32m"}
_MARKS = {"=": ("", ""), "-": ("[-", "-]"), "+": ("{+", "+}")}


def _changed(change: Change, project: Project) -> str:
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
    names = chosen.catalog_names(args, project.content)
    done: list[Reviewed] = []
    for tag in chosen.tags(args, project.content):
        for name in names:
            loaded = project.catalogs[tag, name]
            if not loaded.path.is_file():
                continue
            right = {k for k, t in loaded.entries.items() if t.state is State.MACHINE}
            one = review(loaded.path, right, args.by, datetime.date.today())
            done.append(one)
            if one.count:
                said = Message(
                    f"{one.path.as_posix()}: 確認した {one.count}",
                    f"{one.path.as_posix()}: {one.count} reviewed",
                )
                print(said.text(lang))
            for entry in one.left:
                outdated = FUZZY in entry.flags
                said = Message(
                    "日本語が変わったので、まだ確認できません"
                    if outdated
                    else "まちがいがあるので、まだ確認できません（madoguchi check で見てください）",
                    "not reviewed: its source has changed"
                    if outdated
                    else "not reviewed: it has an error (see madoguchi check)",
                )
                print(f"{one.path.as_posix()}:{entry.line}: {entry.text}\n  {said.text(lang)}")
    count = sum(one.count for one in done)
    said = Message(f"{count} 個の文を確認しました。", f"{count} texts reviewed.")
    print(said.text(lang))
    return Exit.CLEAN
