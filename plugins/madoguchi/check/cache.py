"""Findings of unchanged pages are kept, by content, so that one changed page costs one page.

What a page's findings depend on besides its own text (settings, words, facts, the program) is in the
key of the whole cache; if any of it changes, nothing is taken from it.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from madoguchi import kept
from madoguchi.findings import Finding, Fix, Message, Severity
from madoguchi.span import Edit, Place, Span

_NAME = "check.json"


class Cache:
    """The findings of pages, by a digest of each page."""

    def __init__(self, folder: Path | None, key: str) -> None:
        self._folder = folder
        self._key = key
        self._found = kept.load(folder, _NAME, key)
        self._used: dict[str, list[Any]] = {}

    def get(self, name: str, path: Path) -> list[Finding] | None:
        """Return the findings of the page `name`, which stands at `path`; None if they are not kept."""
        rows = self._found.get(name)
        if rows is None:
            return None
        try:
            findings = [_finding(row, path) for row in rows]
        except (ValueError, TypeError, LookupError):
            return None
        self._used[name] = rows
        return findings

    def put(self, name: str, findings: Iterable[Finding]) -> None:
        """Keep the findings of a page."""
        self._used[name] = [_row(finding) for finding in findings]

    def save(self, *, whole: bool) -> None:
        """Write the cache; `whole` says that every page was asked for, and others may go."""
        pages = self._used if whole else {**self._found, **self._used}
        if pages != self._found or not pages:
            kept.save(self._folder, _NAME, self._key, pages)


_SEVERITIES = {severity.value: severity for severity in Severity}


def _row(finding: Finding) -> list[Any]:
    fix = finding.fix
    return [
        *finding.place,
        finding.severity.value,
        finding.code,
        *finding.message,
        None if finding.end is None else list(finding.end),
        None if fix is None else [fix.safe, [[*e.span, e.text] for e in fix.edits]],
    ]


def _finding(row: list[Any], path: Path) -> Finding:
    line, column, severity, code, ja, en, end, fix = row
    edits = None if fix is None else tuple(Edit(Span(a, b), text) for a, b, text in fix[1])
    return Finding(
        path,
        Place(line, column),
        _SEVERITIES[severity],
        code,
        Message(ja, en),
        None if end is None else Place(*end),
        None if edits is None else Fix(edits, fix[0]),
    )
