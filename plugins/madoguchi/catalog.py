"""Catalogs: what is translated, how, and whether it is current."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from madoguchi import po
from madoguchi.errors import MadoguchiError
from madoguchi.files import read_text
from madoguchi.findings import TOP, Finding, Message, Severity, told
from madoguchi.po import Entry, Po, PoError
from madoguchi.span import Place

MACHINE = "machine"
"""The flag of an entry that a machine translated and no person has read."""
FUZZY = "fuzzy"


class State(StrEnum):
    """What can be said of a text's translation."""

    CURRENT = "current"
    MACHINE = "machine"
    """Made by a machine; no person has read it."""
    OUTDATED = "outdated"
    """The source changed after it was translated."""
    MISSING = "missing"
    """There is none, or none that may be trusted."""

    @property
    def shown(self) -> bool:
        """Whether it says what the source says today, so that readers see it."""
        return self in (State.CURRENT, State.MACHINE)


class Key(NamedTuple):
    """What names a text in a catalog."""

    context: str
    text: str


class Translation(NamedTuple):
    """What a catalog has for a text."""

    text: str
    """With today's facts and links; whatever the state, so that who translates can use it."""
    state: State
    previous: str = ""
    """Of an outdated one, the source text it was made from."""
    note: str = ""
    """What people wrote beside it."""


@dataclass(frozen=True)
class Catalog:
    """The translations of one page, or of the data files, in one language."""

    path: Path
    entries: Mapping[Key, Translation]

    def get(self, context: str, text: str) -> Translation:
        """Return the translation of `text`, or a missing one."""
        return self.entries.get(Key(context, text), MISSING)


MISSING = Translation("", State.MISSING)
EMPTY = Catalog(Path(), {})


def base(entry: Entry) -> str | None:
    """Return the source text that an entry's translation was made from.

    None if there is no translation, or a person marked it as doubtful (fuzzy without a previous
    text).
    """
    if not entry.translation.strip():
        return None
    return (entry.previous or None) if FUZZY in entry.flags else entry.text


def state_of(entry: Entry) -> State:
    """Return the state of an entry whose source has not changed."""
    return State.MACHINE if MACHINE in entry.flags else State.CURRENT


def read_po(path: Path) -> tuple[Po | None, tuple[Finding, ...]]:
    """Read a PO file; None, and what is wrong with it, if it cannot be read."""
    text, unreadable = read_text(path)
    if unreadable:
        return None, unreadable
    if not text.strip():
        return None, (Finding(path, TOP, Severity.ERROR, "T001", _EMPTY),)
    try:
        return po.parse(text), ()
    except PoError as error:
        line = text.split("\n")[error.line - 1 : error.line]
        conflict = bool(line) and line[0].startswith(("<<<<<<<", "=======", ">>>>>>>"))
        message = _CONFLICT if conflict else _BROKEN
        return None, (Finding(path, Place(error.line, 1), Severity.ERROR, "T001", message),)


_EMPTY = Message(
    "この PO は空です。Git で前の版にもどすか、ファイルを消してください。",
    "This catalog is empty. Bring its earlier version back with Git, or delete the file.",
)
_CONFLICT = Message(
    "Git のマージの印（<<<<<<<、=======、>>>>>>>）が残っています。どちらの訳にするか決めて、印を消してください。",
    "Marks of a Git merge (<<<<<<<, =======, >>>>>>>) are left. Choose a translation and remove them.",
)
_BROKEN = Message(
    'PO ファイルの書き方が正しくありません。この行の前後の msgid、msgstr と引用符「"」を見てください。',
    "This is not valid PO. Look at msgid, msgstr and quotation marks about this line.",
)


def opened(path: Path) -> Po:
    """Return a PO file to write on; an empty one if there is none.

    Raises MadoguchiError if it cannot be read: what cannot be read must not be overwritten.
    """
    if not path.is_file():
        return Po(po.header({}), ())
    read, findings = read_po(path)
    if read is None:
        raise MadoguchiError(told(findings))
    return read


def repeated(path: Path, entries: tuple[Entry, ...]) -> list[Finding]:
    """Return a finding for every text that a catalog has twice."""
    seen: set[Key] = set()
    found: list[Finding] = []
    for entry in entries:
        key = Key(entry.context, entry.text)
        if key in seen and not entry.obsolete:
            message = Message(
                "同じ文（msgctxt と msgid）が2回あります。1つだけにしてください。",
                "The same text (msgctxt and msgid) is there twice. Keep one.",
            )
            found.append(Finding(path, Place(entry.line, 1), Severity.ERROR, "T003", message))
        if not entry.obsolete:
            seen.add(key)
    return found


def load(path: Path) -> Catalog:
    """Read a catalog that the package ships: its texts are those of today.

    One that is not there is empty.
    """
    read = read_po(path)[0] if path.is_file() else None
    entries = {
        Key(entry.context, entry.text): Translation(entry.translation, state_of(entry))
        for entry in (read.entries if read else ())
        if base(entry) == entry.text and not entry.obsolete
    }
    return Catalog(path, entries)
