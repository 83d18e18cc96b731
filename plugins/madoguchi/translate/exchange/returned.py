"""What came back in a file, whatever its format."""

from dataclasses import dataclass
from pathlib import Path

from madoguchi.findings import Message
from madoguchi.span import Place
from madoguchi.translate.exchange.label import Label, folded, mark

UNREADABLE = "X001"
"""The code of a finding: a file is broken, or more than anybody would send."""
FOREIGN = "X002"
"""… it is no file that was made here, or is for another language."""
UNUSABLE = "X003"
"""… one text of a file cannot be taken."""


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


def worked_on(label: Label, source: str, translation: str) -> bool:
    """Whether somebody wrote a translation, where nobody says whether a person stands by it.

    It is not what was given out, and no copy of the source, which many tools fill in. Where the
    mark of what was given out is lost, any translation counts.
    """
    if not translation or folded(translation) == folded(source):
        return False
    return not label.base or mark(translation) != label.base
