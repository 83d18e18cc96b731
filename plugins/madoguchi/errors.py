"""The errors a person sees.

MadoguchiError            anything told to the user without a traceback
└── SettingsError         site.yml, the command line or the folder is wrong: exit code 2
"""

from collections.abc import Iterable
from enum import IntEnum
from pathlib import Path

from madoguchi.findings import Finding, Message, Severity, told
from madoguchi.span import Place


class Exit(IntEnum):
    """What the command says to the shell."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    INTERRUPTED = 130
    """Ctrl+C, as shells count it."""


class MadoguchiError(Exception):
    """Something the user can mend; carries the message in both languages."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.ja)
        self.message = message


class SettingsError(MadoguchiError):
    """The settings, or the way a command was called, are wrong; says where when it is a file."""

    def __init__(self, message: Message, path: Path | None = None, place: Place | None = None):
        if path is not None:
            finding = Finding(path, place or Place(1, 1), Severity.ERROR, "S000", message)
            message = Message(finding.line("ja"), finding.line("en"))
        super().__init__(message)


def stop_at_errors(findings: Iterable[Finding]) -> None:
    """Raise MadoguchiError if there are errors: what cannot be read would be lost by a writer."""
    errors = [f for f in findings if f.severity is Severity.ERROR]
    if errors:
        raise MadoguchiError(told(errors))
