"""The commands below `madoguchi translate` that take translations in from files, and give them out."""

import argparse
import datetime
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from madoguchi.catalog import EMPTY, Key, State
from madoguchi.content import SourcePage, parse_page
from madoguchi.document import Block, Document, parse
from madoguchi.errors import MadoguchiError, SettingsError, stop_at_errors
from madoguchi.files import read_text, write_bytes
from madoguchi.findings import Finding, Message, Severity, told
from madoguchi.locales import Locale, Origin, locale
from madoguchi.po import Entry
from madoguchi.project import Project, load
from madoguchi.read.annotate import Form, annotate
from madoguchi.render.localize import Localized
from madoguchi.suggest import unknown
from madoguchi.translate.align import Alignment, Suggested, align, entries
from madoguchi.translate.align_report import as_json, report
from madoguchi.translate.exchange import (
    Judged,
    Outcome,
    Problem,
    Returned,
    Row,
    judge,
    wanted,
)
from madoguchi.translate.extract import Source
from madoguchi.translate.fill import Filling, fill
from madoguchi.translate.join import Joined, memory_of
from madoguchi.translate.trust import Judge
from madoguchi.translate.unit import Unit
from madoguchi.translate_command import chosen_catalogs, chosen_tags

_EXTENSIONS = {"xliff": "xlf", "xliff2": "xlf", "xlsx": "xlsx"}


def run_export(args: argparse.Namespace, lang: str) -> int:
    """Write a file for the translators of each language, with what there is to do."""
    project = load(args.content)
    stop_at_errors(project.content.findings)
    if args.output.exists() and not args.output.is_dir():
        raise SettingsError(
            Message(
                f"「{args.output}」はフォルダーではありません。", f'"{args.output}" is no folder.'
            )
        )
    names = chosen_catalogs(args, project.content)
    for tag in chosen_tags(args, project.content):
        units = list(_units(project, tag, names))
        rows = [
            Row(unit, annotate(unit.source.key.text, project.reader, Form.KANA))
            for unit in wanted(units, everything=args.all, machine=args.machine)
        ]
        if not rows:
            said = Message(f"{tag}: 訳す文はありません。", f"{tag}: nothing to translate.")
            print(said.text(lang))
            continue
        path = args.output / f"madoguchi-{tag}.{_EXTENSIONS[args.format]}"
        write_bytes(path, _written(rows, args.format))
        said = Message(
            f"{path.as_posix()}: 文 {len(rows)}", f"{path.as_posix()}: {len(rows)} texts"
        )
        print(said.text(lang))
    return 0


def _units(project: Project, tag: str, names: Iterable[str]) -> Iterator[Unit]:
    for name in names:
        known = project.catalogs[tag, name]
        for source in project.sources[name]:
            found = known.get(*source.key)
            yield Unit(tag, name, source, found.state, found.text, found.previous, found.note)


def _written(rows: Sequence[Row], form: str) -> bytes:
    if form == "xlsx":
        return bytes(_spreadsheet().write_xlsx(rows))
    return bytes(_xliff().write_xliff(rows, "2.0" if form == "xliff2" else "1.2"))


def _xliff() -> Any:
    # its packages are an extra, and it says so
    return import_module("madoguchi.translate.exchange.xliff")


def _spreadsheet() -> Any:
    return import_module("madoguchi.translate.exchange.spreadsheet")


def run_import(args: argparse.Namespace, lang: str) -> int:
    """Take in what translators return; say what was not taken and why; 1 if there is any."""
    project = load(args.content)
    stop_at_errors(project.content.findings)
    returned: list[Returned] = []
    findings: list[Finding] = []
    for path in args.files:
        found, wrong = _read(path)
        returned += found
        findings += wrong
    if args.reviewed_by:
        returned = [replace(one, reviewed=bool(one.translation)) for one in returned]
    tags = {one.tag for one in returned}
    units = [
        unit
        for loc in project.content.locales
        if loc.tag in tags and loc.origin is Origin.CATALOG
        for unit in _units(project, loc.tag, project.sources)
    ]
    judged = judge(returned, units, _problem(project))
    findings += [finding for one in judged if (finding := one.finding) is not None]
    for finding in findings:
        print(finding.line(lang), file=sys.stderr)
    if not args.dry_run:
        _take_in(project, judged, args.reviewed_by or "")
    counts = Counter(one.verdict.outcome for one in judged)
    said = Message(
        "入れた {accepted}、変わらない {unchanged}、入れなかった {refused}",
        "{accepted} taken, {unchanged} unchanged, {refused} refused",
    )
    print(said.text(lang).format(**{o.value: counts[o] for o in Outcome}))
    return 1 if findings else 0


def _read(path: Path) -> tuple[tuple[Returned, ...], tuple[Finding, ...]]:
    if not path.is_file():
        raise SettingsError(Message(f"「{path}」がありません。", f'There is no "{path}".'))
    data = path.read_bytes()
    kind = path.suffix.lower()
    if kind in (".xlf", ".xliff", ".xml"):
        return _xliff().read_xliff(data, path)  # type: ignore[no-any-return]
    if kind in (".xlsx", ".xlsm", ".xls"):
        return _spreadsheet().read_xlsx(data, path)  # type: ignore[no-any-return]
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
        made = Joined(unit.source, Entry(*unit.source.key, translation), translation, State.CURRENT)
        found = rules.findings(made, unit.tag, Path())
        return next((f.message for f in found if f.severity is Severity.ERROR), None)

    return problem


def _take_in(project: Project, judged: Iterable[Judged], reviewed_by: str) -> None:
    fillings: dict[tuple[str, str], dict[Key, Filling]] = {}
    for one in judged:
        if one.unit is None or one.verdict.outcome is not Outcome.ACCEPTED:
            continue
        note = one.returned.note if one.returned.note != one.unit.note else ""
        fillings.setdefault((one.unit.tag, one.unit.catalog), {})[one.unit.source.key] = Filling(
            one.verdict.translation,
            machine=not one.returned.reviewed,
            note=note,
            reviewed_by=reviewed_by,
        )
    for (tag, name), found in fillings.items():
        path = project.catalogs[tag, name].path
        memory = memory_of(project.content.root, tag, project.sources)
        fill(path, locale(tag), project.sources[name], memory, found, datetime.date.today())


def run_align(args: argparse.Namespace, lang: str) -> int:
    """Pair a translation with its source, write what belongs together, account for the rest."""
    project = load(args.content) if (args.content / "site.yml").is_file() else None
    target = _language(args.to, project)
    page = _page(args.source, project)
    if page is None and args.output is None and not args.dry_run:
        raise SettingsError(
            Message(
                f"「{args.source}」はこのサイトのページではありません。-o FILE.po で、書くファイルを決めてください。",
                f'"{args.source}" is no page of this site. Name the file to write: -o FILE.po',
            )
        )
    source, fields = (page.document, page.fields) if page else _document(args.source)
    translation, translated_fields = _document(args.translation)
    value = Localized(project, target).facts.value if project is not None else None
    alignment = align(
        source, translation, target.tag,
        fields=fields, translated_fields=translated_fields, value=value,
    )  # fmt: skip
    if args.json:
        print(json.dumps(as_json(alignment), ensure_ascii=False, indent=1))
    else:
        print(report(alignment, lang))
    if args.dry_run:
        return 0
    path, kept = _write(args, project, page, target, alignment, entries(alignment, value))
    if not args.json:
        said = Message(f"{path} に書きました。", f"Written to {path}.")
        print(said.text(lang))
        if kept:
            said = Message(
                f"もっとたしかな翻訳がもうある {kept} 個の文は、そのままです。",
                f"{kept} texts have a surer translation already and stay as they are.",
            )
            print(said.text(lang))
    return 0


def _language(tag: str, project: Project | None) -> Locale:
    found = locale(tag)
    known = (
        [loc.tag for loc in project.content.locales if loc.origin is Origin.CATALOG]
        if project is not None
        else [tag]
    )
    if tag not in known or found.origin is not Origin.CATALOG:
        raise SettingsError(unknown(Message("翻訳する言語", "language to translate"), tag, known))
    return found


def _page(path: Path, project: Project | None) -> SourcePage | None:
    pages = project.content.pages if project is not None else ()
    return next((p for p in pages if p.document.path.resolve() == path.resolve()), None)


def _document(path: Path) -> tuple[Document, tuple[Block, ...]]:
    """Return a Markdown file, and the texts of its front matter if it has that of a page."""
    if not path.is_file():
        raise SettingsError(Message(f"「{path}」がありません。", f'There is no "{path}".'))
    text, unreadable = read_text(path)
    if unreadable:
        raise MadoguchiError(told(unreadable))
    ignored: list[Finding] = []
    page = parse_page(text, path, ignored)
    return (page.document, page.fields) if page is not None else (parse(text, path), ())


def _write(
    args: argparse.Namespace,
    project: Project | None,
    page: SourcePage | None,
    target: Locale,
    alignment: Alignment,
    suggested: Sequence[Suggested],
) -> tuple[Path, int]:
    """Write the catalog; return where, and how many surer translations were left alone."""
    fillings = _fillings(suggested)
    today = datetime.date.today()
    if project is None or page is None:
        blocks = (block for block in alignment.source_blocks if block.translatable)
        name = alignment.source.path.as_posix()
        sources = _unique(Source(Key(b.context, b.text), name, b.kind.value) for b in blocks)
        fill(args.output, target, sources, None, fillings, today)
        return args.output, 0
    known = project.catalogs.get((target.tag, page.catalog), EMPTY)
    better = [key for key, one in fillings.items() if _keeps(known.get(*key).state, one)]
    for key in better:
        del fillings[key]
    memory = memory_of(args.content, target.tag, project.sources)
    fill(known.path, target, project.sources[page.catalog], memory, fillings, today)
    return known.path, len(better)


def _keeps(state: State, filling: Filling) -> bool:
    """Whether what a catalog has is better than what was found."""
    return state is State.CURRENT or (state.shown and filling.doubtful)


def _unique(sources: Iterable[Source]) -> list[Source]:
    return list({source.key: source for source in sources}.values())


def _fillings(suggested: Iterable[Suggested]) -> dict[Key, Filling]:
    """Return one translation for each text; where a text stands twice, the surest and commonest."""
    by_key: dict[Key, list[Suggested]] = {}
    for one in suggested:
        by_key.setdefault(Key(one.block.context, one.block.text), []).append(one)
    found: dict[Key, Filling] = {}
    for key, several in by_key.items():
        counts: Mapping[str, int] = Counter(one.text for one in several)
        best = min(several, key=lambda one: (one.fuzzy, -counts[one.text]))
        notes = [best.note.ja, *(text for text in counts if text != best.text)]
        note = "\n".join(line for text in notes for line in text.split("\n") if line)
        found[key] = Filling(best.text, doubtful=best.fuzzy, note=note)
    return found
