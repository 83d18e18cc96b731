"""PO catalogs: what is translated, how, and whether it is current."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import polib

from madoguchi.files import read_text, write_text
from madoguchi.findings import TOP, Finding, Message, Severity
from madoguchi.inline import link_targets, references
from madoguchi.span import Place

MACHINE = "machine"
"""The flag of an entry that a machine translated and no person has read."""
FUZZY = "fuzzy"


class State(StrEnum):
    """What can be said of a text's translation."""

    CURRENT = "translated"
    MACHINE = "machine"
    OUTDATED = "outdated"
    """The source changed after it was translated (gettext: fuzzy)."""
    MISSING = "missing"

    @property
    def shown(self) -> bool:
        """Whether readers see it; else they see the Easy Japanese."""
        return self in (State.CURRENT, State.MACHINE)


class Key(NamedTuple):
    """What names a text in a catalog."""

    context: str
    text: str


class Translation(NamedTuple):
    """A translated text and its state; of a text that is not shown, `text` is empty."""

    text: str
    state: State


@dataclass(frozen=True)
class Catalog:
    """One PO file, read."""

    path: Path
    entries: Mapping[Key, Translation]

    def get(self, context: str, text: str) -> Translation:
        """Return the translation of `text`, or a missing one."""
        return self.entries.get(Key(context, text), MISSING)


MISSING = Translation("", State.MISSING)
EMPTY = Catalog(Path(), {})


def state_of(entry: polib.POEntry) -> State:
    """Return the state of a PO entry."""
    if not entry.msgstr.strip():
        return State.MISSING
    if FUZZY in entry.flags:
        return State.OUTDATED
    return State.MACHINE if MACHINE in entry.flags else State.CURRENT


def read_po(path: Path) -> tuple[polib.POFile | None, tuple[Finding, ...]]:
    """Read a PO file; None, and what is wrong with it, if it cannot be read."""
    text, unreadable = read_text(path)
    if unreadable:
        return None, unreadable
    try:
        _check_lines(text)
        return parse_po(text), ()
    except (OSError, ValueError, IndexError) as error:
        found = re.search(r"line (\d+)", str(error))
        place = Place(int(found[1]), 1) if found else TOP
        message = Message(
            'PO ファイルの書き方が正しくありません。この行の前後の msgid、msgstr と引用符「"」を見てください。',
            "This is not valid PO. Look at msgid, msgstr and quotation marks about this line.",
        )
        return None, (Finding(path, place, Severity.ERROR, "T001", message),)


_LINE = re.compile(
    r'\s*(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s*)?"(?:[^"\\]|\\.)*"\s*)?'
)


def _check_lines(text: str) -> None:
    """Raise ValueError, naming the line, for a line that is none of PO: polib lets some pass."""
    for number, line in enumerate(text.split("\n"), 1):
        if _LINE.fullmatch(line) is None:
            raise ValueError(f"syntax error on line {number}")


def parse_po(text: str) -> polib.POFile:
    """Parse PO text.

    Raises OSError, naming the line, for a syntax error.
    """
    # polib takes a text for a file's name if it has no line end
    po: polib.POFile = polib.pofile(text + "\n", wrapwidth=0, check_for_duplicates=False)
    return po


def load(path: Path) -> tuple[Catalog, tuple[Finding, ...]]:
    """Read a catalog; a broken one is empty, with findings; one that is not there is empty."""
    if not path.is_file():
        return Catalog(path, {}), ()
    po, findings = read_po(path)
    if po is None:
        return Catalog(path, {}), findings
    entries: dict[Key, Translation] = {}
    problems: list[Finding] = []
    for entry in po:
        if entry.obsolete:
            continue
        state = state_of(entry)
        lost = _lost(entry.msgid, entry.msgstr) if state.shown else []
        if lost:
            names = ", ".join(lost)
            message = Message(
                f"翻訳に {names} がありません。または元の文にないものがあります。元の文と同じものを入れてください。",
                f"The translation and its source do not have the same placeholders and links: {names}.",
            )
            problems.append(
                Finding(path, Place(entry.linenum or 1, 1), Severity.ERROR, "T002", message)
            )
            state = State.MISSING
        key = Key(entry.msgctxt or "", entry.msgid)
        if key in entries:
            message = Message(
                "同じ文（msgctxt と msgid）が2回あります。1つだけにしてください。",
                "The same text (msgctxt and msgid) is there twice. Keep one.",
            )
            problems.append(
                Finding(path, Place(entry.linenum or 1, 1), Severity.ERROR, "T003", message)
            )
            continue
        shown = entry.msgstr if state.shown else ""
        entries[key] = Translation(shown, state)
    return Catalog(path, entries), tuple(problems)


_FIELD = re.compile(r"\{[a-z_]+\}")


def _lost(source: str, translation: str) -> list[str]:
    """Return the placeholders and link targets that only one of the two has."""
    return sorted(_kept(source) ^ _kept(translation))


def _kept(text: str) -> set[str]:
    fields = {match[0] for match in _FIELD.finditer(text)}
    return {*(f"{{{name}}}" for name in references(text)), *fields, *link_targets(text)}


def write_po(path: Path, entries: Iterable[polib.POEntry], metadata: Mapping[str, str]) -> bool:
    """Write a catalog as a whole; return False if it already says so."""
    po = polib.POFile(wrapwidth=0)
    po.metadata = dict(metadata)
    po.extend(entries)
    return write_text(path, f"{po.__unicode__().rstrip()}\n")
