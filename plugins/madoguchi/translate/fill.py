"""Puts translations that came from somewhere into a catalog; everything else in it stays."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from madoguchi.catalog import FUZZY, MACHINE, Key, opened
from madoguchi.files import write_text
from madoguchi.locales import Locale
from madoguchi.po import Entry, Po
from madoguchi.translate.extract import Source
from madoguchi.translate.join import Memory, join
from madoguchi.translate.review import signed, unsigned
from madoguchi.translate.update import merge


@dataclass(frozen=True, slots=True)
class Filling:
    """A translation to put in."""

    translation: str
    machine: bool = False
    """A machine made it."""
    doubtful: bool = False
    """It may belong to another text; a person must look."""
    note: str = ""
    """What to write beside it, in place of what stood there; nothing leaves that."""
    reviewed_by: str = ""


def fill(
    path: Path,
    locale: Locale,
    sources: Sequence[Source],
    memory: Memory | None,
    fillings: Mapping[Key, Filling],
    on: datetime.date,
) -> bool:
    """Bring a catalog up to date and put `fillings` in; return whether it changed.

    Raises MadoguchiError if the catalog cannot be read; then nothing is written.
    """
    old = opened(path)
    merged = merge(old, join(sources, old.entries, memory), locale)
    entries = tuple(_filled(entry, fillings, on) for entry in merged.entries)
    return write_text(path, str(Po(merged.header, entries, merged.tail)))


def _filled(entry: Entry, fillings: Mapping[Key, Filling], on: datetime.date) -> Entry:
    filling = fillings.get(Key(entry.context, entry.text))
    if filling is None or entry.obsolete:
        return entry
    kept = tuple(flag for flag in entry.flags if flag not in (FUZZY, MACHINE))
    doubt = (FUZZY,) if filling.doubtful else ()
    machine = (MACHINE,) if filling.machine else ()
    note = unsigned(filling.note or entry.note)
    if filling.reviewed_by:
        note = signed(note, filling.reviewed_by, on)
    return entry.changed(
        translation=filling.translation, flags=(*doubt, *kept, *machine), previous="", note=note
    )
