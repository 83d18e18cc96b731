"""Findings of unchanged pages are kept, by content, so that one changed page costs one page.

What a page's findings depend on besides its own text (settings, words, facts, the program) is in the
key of the whole cache; if any of it changes, nothing is taken from it.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from madoguchi.files import write_text
from madoguchi.findings import Finding, Fix, Message, Severity
from madoguchi.span import Edit, Place, Span

FOLDER = ".madoguchi_cache"
_NAME = "check.json"


def digest(*parts: str | bytes) -> str:
    """Return a name for what all `parts` say."""
    found = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        found.update(len(data).to_bytes(8, "big") + data)
    return found.hexdigest()


def files_digest(paths: Iterable[Path]) -> str:
    """Return a name for the names and contents of files."""
    return digest(*(part for path in paths for part in (path.as_posix(), path.read_bytes())))


class Cache:
    """The findings of pages, by a digest of each page."""

    def __init__(self, folder: Path | None, key: str) -> None:
        self._path = None if folder is None else folder / FOLDER / _NAME
        self._key = key
        self._found = self._load()
        self._used: dict[str, list[Any]] = {}

    def _load(self) -> dict[str, list[Any]]:
        if self._path is None:
            return {}
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
            found = data["pages"] if data["key"] == self._key else {}
            return dict(found)
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return {}  # whatever it was, it is made anew

    def get(self, name: str, path: Path) -> list[Finding] | None:
        """Return the findings of the page `name`, which stands at `path`; None if they are not kept."""
        kept = self._found.get(name)
        if kept is None:
            return None
        try:
            findings = [_finding(row, path) for row in kept]
        except (ValueError, TypeError, LookupError):
            return None
        self._used[name] = kept
        return findings

    def put(self, name: str, findings: Iterable[Finding]) -> None:
        """Keep the findings of a page."""
        self._used[name] = [_row(finding) for finding in findings]

    def save(self, *, whole: bool) -> None:
        """Write the cache; `whole` says that every page was asked for, and others may go."""
        pages = self._used if whole else {**self._found, **self._used}
        if self._path is None or (pages == self._found and self._path.is_file()):
            return
        try:
            # the folder hides itself from Git and from backups
            write_text(self._path.parent / ".gitignore", "*\n")
            write_text(
                self._path, json.dumps({"key": self._key, "pages": pages}, ensure_ascii=False)
            )
        except OSError:
            return  # a folder that cannot be written to only makes the next run slower


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
