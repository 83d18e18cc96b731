"""The commands below `madoguchi translate` that take translations in from files, and give them out."""

import argparse
import datetime
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from madoguchi import chosen
from madoguchi.catalog import Key
from madoguchi.errors import Exit, SettingsError
from madoguchi.files import write_bytes
from madoguchi.findings import Finding, Message
from madoguchi.locales import Origin, locale
from madoguchi.project import Project, load
from madoguchi.read.annotate import Form, annotate
from madoguchi.translate.exchange.returned import UNCLEAR, Returned, refused_texts
from madoguchi.translate.exchange.taking import Decided, Outcome, Problem, take
from madoguchi.translate.exchange.unit import Row, Unit, units_of, wanted
from madoguchi.translate.fill import Filling, fill
from madoguchi.translate.join import memory_of
from madoguchi.translate.trust import Judge

_EXTENSIONS = {"xliff": "xlf", "xliff2": "xlf", "xlsx": "xlsx"}


def run_export(args: argparse.Namespace, lang: str) -> int:
    """Write a file for the translators of each language, with what there is to do."""
    project = load(args.content)
    tags, names = chosen.tags(args, project.content), chosen.catalog_names(args, project.content)
    chosen.stop_at_unreadable(project.content, project.findings, tags, names)
    if args.output.exists() and not args.output.is_dir():
        raise SettingsError(
            Message(
                f"「{args.output}」はフォルダーではありません。", f'"{args.output}" is no folder.'
            )
        )
    jobs: dict[Path, list[Row]] = {}
    for tag in tags:
        units = list(_units(project, tag, names))
        rows = [
            Row(unit, annotate(unit.source.key.text, project.reader, Form.KANA))
            for unit in wanted(units, everything=args.all, machine=args.machine)
        ]
        if rows:
            jobs[args.output / f"madoguchi-{tag}.{_EXTENSIONS[args.format]}"] = rows
        else:
            said = Message(f"{tag}: 訳す文はありません。", f"{tag}: nothing to translate.")
            print(said.text(lang))
    for path in jobs:
        if path.exists():
            # mostly it is what a translator has returned
            raise SettingsError(
                Message(
                    f"「{path.as_posix()}」がもうあります。中の訳を取り込んでから（translate import）消すか、"
                    "別のフォルダーを -o で決めてください。",
                    f'There is "{path.as_posix()}" already. Take it in (translate import) and delete '
                    "it, or name another folder with -o.",
                )
            )
    for path, rows in jobs.items():
        write_bytes(path, _written(rows, args.format))
        said = Message(
            f"{path.as_posix()}: 文 {len(rows)}", f"{path.as_posix()}: {len(rows)} texts"
        )
        print(said.text(lang))
    return Exit.CLEAN


def _units(project: Project, tag: str, names: Iterable[str]) -> Iterator[Unit]:
    for name in names:
        yield from units_of(tag, name, project.sources[name], project.catalogs[tag, name])


def _written(rows: Sequence[Row], form: str) -> bytes:
    # the packages of a format are an extra, and are asked for only here
    if form == "xlsx":
        from madoguchi.translate.exchange.sheet_out import write_xlsx

        return write_xlsx(rows)
    from madoguchi.translate.exchange.xliff_out import write_xliff

    return write_xliff(rows, "2.0" if form == "xliff2" else "1.2")


def run_import(args: argparse.Namespace, lang: str) -> int:
    """Take in what translators return; say what was not taken and why; 1 if there is any."""
    project = load(args.content)
    returned: list[Returned] = []
    findings: list[Finding] = []
    for path in args.files:
        found, wrong = _read(path)
        returned += found
        findings += wrong
    if args.reviewed_by is not None and not args.reviewed_by.strip():
        raise SettingsError(
            Message(
                "--reviewed-by に、確かめた人の名前を書いてください。",
                "--reviewed-by: name the person who vouches for it.",
            )
        )
    if args.reviewed_by:
        returned = [replace(one, reviewed=bool(one.translation)) for one in returned]
    tags = {one.tag for one in returned}
    names = sorted({one.catalog for one in returned})
    chosen.stop_at_unreadable(project.content, project.findings, tags, names)
    units = [
        unit
        for loc in project.content.locales
        if loc.tag in tags and loc.origin is Origin.CATALOG
        for unit in _units(project, loc.tag, project.sources)
    ]
    decided = take(returned, units, _problem(project))
    unusable = refused_texts(findings)
    findings += [finding for one in decided if (finding := one.finding) is not None]
    if args.reviewed_by:
        # that person vouches for all of it, whatever was written beside it
        findings = [finding for finding in findings if finding.code != UNCLEAR]
    for finding in findings:
        print(finding.line(lang), file=sys.stderr)
    if not args.dry_run:
        _take_in(project, decided, args.reviewed_by or "")
    counts = Counter(one.decision.outcome for one in decided)
    counts[Outcome.REFUSED] += unusable
    said = Message(
        "入れた {accepted}、変わらない {unchanged}、入れなかった {refused}",
        "{accepted} taken, {unchanged} unchanged, {refused} refused",
    )
    if args.dry_run:
        said = Message(f"（まだ何も書いていません）{said.ja}", f"(nothing was written) {said.en}")
    print(said.text(lang).format(**{o.value: counts[o] for o in Outcome}))
    unread = [
        d for d in decided if d.decision.outcome is Outcome.ACCEPTED and not d.returned.reviewed
    ]
    if unread:
        said = Message(
            f"そのうち {len(unread)} は、人が確認したと書いていないので、機械の訳として入ります。"
            "確かめた人がいれば、--reviewed-by 名前 をつけて入れてください。",
            f"Of these, {len(unread)} count as made by a machine: nobody says that a person has read "
            "them. If a person has, import with --reviewed-by NAME.",
        )
        print(said.text(lang))
    return Exit.FINDINGS if findings else Exit.CLEAN


def _read(path: Path) -> tuple[tuple[Returned, ...], tuple[Finding, ...]]:
    if path.is_dir():
        raise SettingsError(Message(f"「{path}」はフォルダーです。", f'"{path}" is a folder.'))
    if not path.is_file():
        raise SettingsError(Message(f"「{path}」がありません。", f'There is no "{path}".'))
    data = path.read_bytes()
    kind = path.suffix.lower()
    if kind in (".xlf", ".xliff", ".xml"):
        from madoguchi.translate.exchange.xliff_in import read_xliff

        return read_xliff(data, path)
    if kind in (".xlsx", ".xlsm", ".xls"):
        from madoguchi.translate.exchange.sheet_in import read_xlsx

        return read_xlsx(data, path)
    raise SettingsError(
        Message(
            f"「{path}」は .xlf か .xlsx ではありません。PO は locale/ の中の同じ場所に置いてください。",
            f'"{path}" is no .xlf or .xlsx. A PO file goes to its place below locale/.',
        )
    )


def _problem(project: Project) -> Problem:
    """Return what tells the errors that the rules find in a translation."""
    rules = Judge(project.content.terms, project.content.settings.translation.rules)

    def problem(unit: Unit, translation: str) -> Message | None:
        return rules.error(unit.source, translation, unit.tag)

    return problem


def _take_in(project: Project, decided: Iterable[Decided], reviewed_by: str) -> None:
    fillings: dict[tuple[str, str], dict[Key, Filling]] = {}
    for one in decided:
        if one.unit is None or one.decision.outcome is not Outcome.ACCEPTED:
            continue
        note = one.returned.note if one.returned.note != one.unit.note else ""
        fillings.setdefault((one.unit.tag, one.unit.catalog), {})[one.unit.source.key] = Filling(
            one.decision.translation,
            machine=not one.returned.reviewed,
            note=note,
            reviewed_by=reviewed_by,
        )
    memories = {tag: memory_of(project.content.root, tag, project.sources) for tag, _ in fillings}
    for (tag, name), found in fillings.items():
        path = project.catalogs[tag, name].path
        fill(path, locale(tag), project.sources[name], memories[tag], found, datetime.date.today())
