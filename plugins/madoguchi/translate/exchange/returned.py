"""What came back in a file, whatever its format."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from madoguchi.findings import Finding, Message
from madoguchi.span import Place
from madoguchi.translate.exchange.label import Label, folded, mark

UNREADABLE = "X001"
"""The code of a finding: a file is broken, or more than anybody would send."""
FOREIGN = "X002"
"""… it is no file that was made here, or is for another language."""
UNUSABLE = "X003"
"""… texts of a file cannot be taken."""
UNCLEAR = "X005"
"""… nobody can tell whether a person stands by a text; it is taken as one that nobody has read."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back for one unit."""

    file: Path
    place: Place
    """The line of an XLIFF file; the row and column of a sheet."""
    tag: str
    catalog: str
    context: str
    source: str
    """The source text as it was given out."""
    translation: str
    """In NFC, without space around it, on one line if the source is; empty if nobody translated it."""
    base: str
    """`mark` of the translation that the catalog had when it was given out; empty if that is lost."""
    reviewed: bool
    """A person made or read it and stands by it."""
    note: str = ""
    """What was written beside it."""


class Unusable(Exception):
    """A file, or one text of it, cannot be taken."""

    def __init__(self, message: Message, code: str = UNUSABLE) -> None:
        super().__init__(message.en)
        self.message = message
        self.code = code


@dataclass(frozen=True, slots=True)
class Refusal(Finding):
    """What is found where texts of a file cannot be taken."""

    texts: int = 1
    """How many they are."""


def refused_texts(findings: Iterable[Finding]) -> int:
    """Return how many texts could not even be read; how many a broken file has, nobody knows."""
    return sum(finding.texts for finding in findings if isinstance(finding, Refusal))


_NOTHING = mark("")


def newly_translated(label: Label, source: str, translation: str) -> bool:
    """Whether a text that had no translation has one now, which is no copy of the source.

    Where nobody says whether a person stands by it, only that is known to be somebody's work: what
    a machine had translated may have been changed by another machine.
    """
    return bool(translation) and label.base == _NOTHING and folded(translation) != folded(source)


def changed(one: Returned) -> bool:
    """Whether a translation is there that is not what the text was given out with."""
    return bool(one.translation) and mark(one.translation) != one.base


def strays(returned: Sequence[Returned]) -> list[Returned]:
    """Return what has the translation that another text was given out with, if it is no chance.

    That is what sorting or shifting the translations alone leaves. A few texts may come to say
    what others said, in particular if those still do: somebody has made the words the same.
    """
    owners: dict[str, Returned | None] = {}
    for one in returned:
        owners[one.base] = None if one.base in owners else one
    owners.update(dict.fromkeys(("", _NOTHING)))
    found: list[Returned] = []
    moved = 0
    for one in returned:
        says = mark(one.translation)
        owner = owners.get(says)
        if says == one.base or owner is None or folded(owner.source) == folded(one.source):
            continue
        found.append(one)
        moved += mark(owner.translation) != owner.base
    some = len(found) >= 2 and 3 * len(found) >= sum(map(changed, returned))
    return found if moved >= 3 or some else []


def numbers(of: Sequence[Returned], most: int = 20) -> str:
    """Return the lines or rows of what came back, for a message."""
    said = ", ".join(str(one.place.line) for one in of[:most])
    return said if len(of) <= most else f"{said} …"
