"""The commands below `madoguchi translate`."""

import argparse
import datetime
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from madoguchi import content
from madoguchi.catalog import Key, State
from madoguchi.content import Content
from madoguchi.errors import SettingsError, stop_at_errors
from madoguchi.exchange_command import run_align
from madoguchi.findings import Message, Severity
from madoguchi.locales import Locale, Origin
from madoguchi.po import Entry
from madoguchi.project import Project, load
from madoguchi.schema import MachineTranslation
from madoguchi.suggest import unknown
from madoguchi.translate import provider
from madoguchi.translate.extract import DATA, SITE, Source, catalogs, located
from madoguchi.translate.fill import Filling, fill
from madoguchi.translate.join import Joined, memory_of
from madoguchi.translate.review import Reviewed, review
from madoguchi.translate.status import Change, changes, status, word_diff
from madoguchi.translate.trust import Judge
from madoguchi.translate.update import Updated, update


def _tags(args: argparse.Namespace, loaded: Content) -> list[str]:
    """Return the languages that are asked for, all if none is named."""
    known = [loc.tag for loc in loaded.locales if loc.origin is Origin.CATALOG]
    for tag in args.tags:
        if tag not in known:
            raise SettingsError(
                unknown(Message("翻訳する言語", "language to translate"), tag, known)
            )
    return args.tags or known


def _catalogs(args: argparse.Namespace, loaded: Content) -> list[str]:
    """Return the names of the catalogs that are asked for, all if none is named."""
    by_name = {"site": SITE, "data": DATA}
    for page in loaded.pages:
        by_name |= {page.meta.id: page.catalog, page.catalog: page.catalog, page.uri: page.catalog}
        by_name[page.catalog.removesuffix(".po")] = page.catalog
    wanted: list[str] = []
    for name in args.page:
        if name not in by_name:
            ids = ["site", "data", *(page.meta.id for page in loaded.pages)]
            raise SettingsError(unknown(Message("ページ", "page"), name, ids))
        wanted.append(by_name[name])
    return wanted or [name for name, _ in catalogs(loaded)]


# update


def _update(args: argparse.Namespace, lang: str) -> int:
    loaded = content.load(args.content)
    stop_at_errors(loaded.findings)
    tags = _tags(args, loaded)
    minor = _minor(args.minor, loaded)
    done: list[Updated] = []
    for one in update(loaded, tags, minor):
        done.append(one)
        if one.new or one.changed or one.removed or one.minor:
            print(_updated(one).text(lang))
    written = sum(one.written for one in done)
    print(Message(f"{written} 個の PO を書きました。", f"{written} catalogs written.").text(lang))
    if minor and not any(one.minor for one in done):
        message = Message(
            "--minor の場所に、変わった文がありません。madoguchi translate status で場所を見てください。",
            "Nothing has changed at the place of --minor. See madoguchi translate status.",
        )
        print(message.text(lang), file=sys.stderr)
    return 0


def _updated(one: Updated) -> Message:
    path = one.path.as_posix()
    ja = f"{path}: 新しい {one.new}、変わった {one.changed}、なくなった {one.removed}"
    en = f"{path}: {one.new} new, {one.changed} changed, {one.removed} gone"
    if one.minor:
        ja, en = f"{ja}、小さい直し {one.minor}", f"{en}, {one.minor} minor"
    return Message(ja, en)


_BLOCK = re.compile(r"(?P<file>.+):(?P<line>[0-9]+)(?::[0-9]+)?")


def _minor(blocks: Sequence[str], loaded: Content) -> dict[str, set[Key]]:
    """Return the texts that stand at `FILE:LINE`, by their catalogs."""
    found: dict[str, set[Key]] = {}
    for block in blocks:
        match = _BLOCK.fullmatch(block)
        if match is None:
            raise SettingsError(
                Message(
                    f"--minor {block}: 「pages/moving/moving-in.md:12」のように、ファイルと行を書いてください。",
                    f"--minor {block}: name a file and a line: pages/moving/moving-in.md:12",
                )
            )
        file, line = Path(match["file"]), int(match["line"])
        paths = {p.resolve() for p in (file, loaded.root / file)}
        here = [
            place
            for place in located(loaded)
            if place.path.resolve() in paths and place.first.line <= line <= place.last.line
        ]
        if not here:
            raise SettingsError(
                Message(
                    f"--minor {block}: そこに、翻訳する文がありません。",
                    f"--minor {block}: there is no text to translate there.",
                )
            )
        for place in here:
            found.setdefault(place.catalog, set()).add(place.key)
    return found


# status


def _status(args: argparse.Namespace, lang: str) -> int:
    project = load(args.content, cache_in=args.content.resolve().parent)
    tags = _tags(args, project.content)
    names = _catalogs(args, project.content)
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


# review


def _review(args: argparse.Namespace, lang: str) -> int:
    if not args.by.strip():
        raise SettingsError(
            Message(
                "--by に、読んだ人の名前を書いてください。", "--by: name the person who read it."
            )
        )
    project = load(args.content)
    stop_at_errors(project.content.findings)
    names = _catalogs(args, project.content)
    done: list[Reviewed] = []
    for tag in _tags(args, project.content):
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


# machine


def _machine(args: argparse.Namespace, lang: str) -> int:
    project = load(args.content)
    stop_at_errors(project.content.findings)
    settings = project.content.settings.translation.machine
    tags, names = _tags(args, project.content), _catalogs(args, project.content)
    if settings is not None and (warned := provider.warning(settings)) is not None:
        print(warned.text(lang), file=sys.stderr)
    refused = 0
    for loc in project.content.locales:
        if loc.tag not in tags:
            continue
        wanted = _to_translate(project, loc.tag, names, again=args.again)
        if args.dry_run:
            print(_volume(loc.tag, wanted, settings).text(lang))
            continue
        refused += _translate(project, loc, wanted, lang)
    return 1 if refused else 0


def _to_translate(
    project: Project, tag: str, names: Sequence[str], *, again: bool
) -> dict[str, tuple[str, Source]]:
    """Return the texts that a machine is to translate, by an id, with their catalogs."""
    found: dict[str, tuple[str, Source]] = {}
    for name in names:
        known = project.catalogs[tag, name]
        for source in project.sources[name]:
            if again or not known.get(*source.key).state.shown:
                found[str(len(found))] = (name, source)
    return found


def _volume(
    tag: str, wanted: Mapping[str, tuple[str, Source]], settings: MachineTranslation | None
) -> Message:
    texts = [provider.Text(id_, source.key.text) for id_, (_, source) in wanted.items()]
    sent = provider.volume(texts, settings or MachineTranslation(command=("-",)))
    return Message(
        f"{tag}: 文 {sent.texts}、文字 {sent.characters}、呼び出し {sent.calls} 回（まだ何も送っていません）",
        f"{tag}: {sent.texts} texts, {sent.characters} characters, {sent.calls} calls (nothing was sent)",
    )


def _translate(
    project: Project, loc: Locale, wanted: Mapping[str, tuple[str, Source]], lang: str
) -> int:
    """Translate into one language and write what came back; return how many texts were refused.

    What a provider gave before it failed is written: it was paid for.
    """
    terms = project.content.terms
    glossary = {w: t.translations[loc.tag] for w, t in terms.items() if loc.tag in t.translations}
    texts = [
        provider.Text(id_, source.key.text, source.key.context, _note(project, source))
        for id_, (_, source) in wanted.items()
    ]
    answers = provider.translate(
        texts, project.content.settings.translation.machine, target=loc.tag, glossary=glossary
    )
    judge = Judge(terms, project.content.settings.translation.rules)
    fillings: dict[str, dict[Key, Filling]] = {}
    refused = 0
    try:
        for answer in answers:
            name, source = wanted[answer.id]
            path = project.catalogs[loc.tag, name].path
            problem = answer.refused
            if answer.text is not None:
                made = Joined(source, Entry(*source.key, answer.text), answer.text, State.MACHINE)
                found = judge.findings(made, loc.tag, path)
                wrong = [f for f in found if f.severity is Severity.ERROR]
                problem = wrong[0].message if wrong else None
            if problem is not None:
                refused += 1
                print(
                    f"{path.as_posix()}: {source.key.text}\n  {problem.text(lang)}", file=sys.stderr
                )
                continue
            assert answer.text is not None
            fillings.setdefault(name, {})[source.key] = Filling(answer.text, machine=True)
    finally:
        memory = memory_of(project.content.root, loc.tag, project.sources)
        for name, made_here in fillings.items():
            path = project.catalogs[loc.tag, name].path
            fill(path, loc, project.sources[name], memory, made_here, datetime.date.today())
        count = sum(map(len, fillings.values()))
        said = Message(
            f"{loc.tag}: 訳した {count}、使わなかった {refused}",
            f"{loc.tag}: {count} translated, {refused} refused",
        )
        print(said.text(lang))
    return refused


def _note(project: Project, source: Source) -> str:
    """Return what helps a machine: what facts stand for, how names are read."""
    texts = project.content.texts.values()
    readings = {text.block.text: text.reading for text in texts if text.reading}
    readings |= project.content.readings
    names = [f"{name} = {reading}" for name, reading in readings.items() if name in source.key.text]
    return "\n".join(filter(None, (source.comment, *names)))


RUN: Mapping[str, Callable[[argparse.Namespace, str], int]] = {
    "update": _update,
    "status": _status,
    "review": _review,
    "machine": _machine,
    "align": run_align,
}
