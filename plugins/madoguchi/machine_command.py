"""`madoguchi translate machine`: translations by the command that a city has set up."""

import argparse
import datetime
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from madoguchi import chosen
from madoguchi.catalog import Key, State
from madoguchi.errors import Exit
from madoguchi.findings import Message
from madoguchi.locales import Locale
from madoguchi.project import Project, load
from madoguchi.schema import MachineTranslation
from madoguchi.translate import provider
from madoguchi.translate.extract import Source
from madoguchi.translate.fill import Filling, fill
from madoguchi.translate.join import memory_of
from madoguchi.translate.trust import Judge


def run_machine(args: argparse.Namespace, lang: str) -> int:
    """Translate what is missing or outdated; 1 if a translation was refused."""
    project = load(args.content)
    tags, names = chosen.tags(args, project.content), chosen.catalog_names(args, project.content)
    chosen.stop_at_unreadable(project.content, project.findings, tags, names)
    settings = project.content.settings.translation.machine
    if settings is not None and (warned := provider.warning(settings)) is not None:
        print(warned.text(lang), file=sys.stderr)
    refused = 0
    for loc in project.content.locales:
        if loc.tag not in tags:
            continue
        wanted = _to_translate(project, loc.tag, names, _states(args))
        if args.dry_run:
            print(_volume(loc.tag, wanted, settings).text(lang))
            continue
        refused += _translate(project, loc, wanted, lang)
    return Exit.FINDINGS if refused else Exit.CLEAN


def _states(args: argparse.Namespace) -> set[State]:
    machine = {State.MACHINE} if args.again or args.reviewed else set()
    current = {State.CURRENT} if args.reviewed else set()
    return {State.MISSING, State.OUTDATED} | machine | current


def _to_translate(
    project: Project, tag: str, names: Sequence[str], states: Collection[State]
) -> dict[str, tuple[str, Source]]:
    """Return the texts that a machine is to translate, by an id, with their catalogs."""
    found: dict[str, tuple[str, Source]] = {}
    for name in names:
        known = project.catalogs[tag, name]
        for source in project.sources[name]:
            if known.get(*source.key).state in states:
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
            text = answer.text or ""
            problem = answer.refused or judge.error(source, text, loc.tag)
            if problem is not None:
                refused += 1
                print(_refused(path, source, text, problem).text(lang), file=sys.stderr)
                continue
            fillings.setdefault(name, {})[source.key] = Filling(text, machine=True)
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


def _refused(path: Path, source: Source, text: str, why: Message) -> Message:
    """Return why a machine's answer was not used; a rule's words alone would speak of a catalog."""
    said = f"\n  ← {text}" if text else ""
    return Message(
        f"{path.as_posix()}: 機械の翻訳を使いませんでした。前のままです。\n  {source.key.text}{said}\n  {why.ja}",
        f"{path.as_posix()}: the machine's translation was not used; all is as before.\n"
        f"  {source.key.text}{said}\n  {why.en}",
    )


def _note(project: Project, source: Source) -> str:
    """Return what helps a machine: what facts stand for, how names are read."""
    texts = project.content.texts.values()
    readings = {text.block.text: text.reading for text in texts if text.reading}
    readings |= project.content.readings
    names = [f"{name} = {reading}" for name, reading in readings.items() if name in source.key.text]
    return "\n".join(filter(None, (source.comment, *names)))
