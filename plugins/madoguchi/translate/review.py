"""Records in a catalog that a person has read what a machine translated."""

import datetime
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from madoguchi.catalog import FUZZY, MACHINE, Key, opened
from madoguchi.files import write_text
from madoguchi.po import Entry, Po

_REVIEWED = re.compile(r"reviewed \d{4}-\d\d-\d\d \S.*")
"""The line that says who read a translation; a person may write other things that begin so."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a review did to one catalog."""

    path: Path
    count: int
    """How many texts are no longer marked as made by a machine."""
    left: tuple[Entry, ...]
    """Those that are still: nobody may vouch for what is outdated or wrong."""


def review(path: Path, right: Collection[Key], by: str, on: datetime.date) -> Reviewed:
    """Mark the texts `right` of a catalog as read by the person `by`.

    Raises MadoguchiError if the catalog cannot be read.
    """
    read = opened(path)
    entries: list[Entry] = []
    left: list[Entry] = []
    count = 0
    for entry in read.entries:
        machine = MACHINE in entry.flags and not entry.obsolete
        if machine and FUZZY not in entry.flags and Key(entry.context, entry.text) in right:
            count += 1
            entry = entry.changed(
                flags=tuple(flag for flag in entry.flags if flag != MACHINE),
                note=signed(entry.note, by, on),
            )
        elif machine and entry.translation:
            left.append(entry)
        entries.append(entry)
    write_text(path, str(Po(read.header, tuple(entries), read.tail)))
    return Reviewed(path, count, tuple(left))


def signed(note: str, by: str, on: datetime.date) -> str:
    """Return a note that says who read the translation, in place of who did before."""
    name = " ".join(by.split())
    return "\n".join(filter(None, (unsigned(note), f"reviewed {on.isoformat()} {name}")))


def unsigned(note: str) -> str:
    """Return a note without who read the translation: it is another translation now."""
    return "\n".join(line for line in note.split("\n") if _REVIEWED.fullmatch(line) is None)
