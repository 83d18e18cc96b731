"""`madoguchi translate machine`: translations by the command that a city has set up."""

import argparse
import datetime
import sys
from collections.abc import Mapping, Sequence

from madoguchi.catalog import Key, State
from madoguchi.errors import stop_at_errors
from madoguchi.findings import Message, Severity
from madoguchi.locales import Locale
from madoguchi.po import Entry
from madoguchi.project import Project, load
from madoguchi.schema import MachineTranslation
from madoguchi.translate import provider
from madoguchi.translate.extract import Source
from madoguchi.translate.fill import Filling, fill
from madoguchi.translate.join import Joined, memory_of
from madoguchi.translate.trust import Judge
from madoguchi.translate_command import chosen_catalogs, chosen_tags


def run_machine(args: argparse.Namespace, lang: str) -> int:
    """Translate what is missing or outdated; 1 if a translation was refused."""
    project = load(args.content)
    stop_at_errors(project.content.findings)
    settings = project.content.settings.translation.machine
    tags, names = chosen_tags(args, project.content), chosen_catalogs(args, project.content)
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
