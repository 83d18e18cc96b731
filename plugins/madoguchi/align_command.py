"""`madoguchi translate align`: a translation that a city has already becomes a catalog."""

import argparse
import datetime
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from madoguchi.catalog import EMPTY, Key, State
from madoguchi.content import SourcePage, parse_page
from madoguchi.document import Block, Document, parse
from madoguchi.errors import Exit, MadoguchiError, SettingsError
from madoguchi.files import read_text
from madoguchi.findings import Finding, Message, told
from madoguchi.locales import Locale, Origin, locale
from madoguchi.project import Project, load
from madoguchi.render.localize import Localized
from madoguchi.suggest import unknown
from madoguchi.translate.align import Alignment, Suggested, align, entries
from madoguchi.translate.align_report import as_json, report
from madoguchi.translate.extract import Source, unique
from madoguchi.translate.fill import Filling, fill
from madoguchi.translate.join import memory_of


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
        return Exit.CLEAN
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
    return Exit.CLEAN


def _language(tag: str, project: Project | None) -> Locale:
    found = locale(tag)
    known = (
        [loc.tag for loc in project.content.locales if loc.origin is Origin.CATALOG]
        if project is not None
        else [tag]
    )
    if found.origin is not Origin.CATALOG:
        raise SettingsError(unknown(Message("翻訳する言語", "language to translate"), tag, known))
    if tag not in known:
        raise SettingsError(
            Message(
                f"言語「{tag}」は、このサイトにありません。site.yml の languages: に足してください（今は {', '.join(known)}）。",
                f'The site has no language "{tag}". Add it to languages: in site.yml (now {", ".join(known)}).',
            )
        )
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
        sources = unique(Source(Key(b.context, b.text), name, b.kind.value) for b in blocks)
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
