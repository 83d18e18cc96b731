"""What is reported to an editor: where, how bad, which rule, and what to do, in two languages."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from madoguchi.span import Edit, Place


class Message(NamedTuple):
    """One message in Japanese, for city staff, and in English."""

    ja: str
    en: str

    def text(self, lang: str) -> str:
        """Return the message in `lang` ("ja" or "en")."""
        return self.en if lang == "en" else self.ja


class Severity(StrEnum):
    """How much a finding matters: an error stops a merge, an info is a hint."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Fix(NamedTuple):
    """A change to the file that would mend a finding."""

    edits: tuple[Edit, ...]
    """Their spans are code points of the file."""
    safe: bool
    """It keeps the meaning wherever it stands, so that a program may make it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found at one place of one file."""

    path: Path
    place: Place
    severity: Severity
    code: str
    """Rule id ("EJ001") for the language, "S…" for the form of a source file."""
    message: Message = field(hash=False)
    end: Place | None = None
    """Where what was found ends, for a marker under it."""
    fix: Fix | None = None

    def line(self, lang: str) -> str:
        """Return `path:line:col: severity CODE message`, the form editors and CI know."""
        message = self.message.text(lang).replace("\r", " ").replace("\n", " ")
        return (
            f"{self.path.as_posix()}:{self.place.line}:{self.place.column}: "
            f"{self.severity} {self.code} {message}"
        )


TOP = Place(1, 1)
"""Where a finding stands that belongs to a whole file."""


def told(findings: Iterable[Finding]) -> Message:
    """Return several findings as one message, a line each."""
    listed = list(findings)
    return Message(*("\n".join(f.line(lang) for f in listed) for lang in ("ja", "en")))
