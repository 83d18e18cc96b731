"""`check --fix`: makes the safe changes that findings carry, and leaves every other byte alone."""

from collections.abc import Iterable, Iterator
from difflib import unified_diff
from pathlib import Path
from typing import NamedTuple

from madoguchi.files import write_text
from madoguchi.findings import Finding
from madoguchi.span import Edit, splice


class Fixed(NamedTuple):
    """A file as it was and as it would be."""

    path: Path
    before: str
    after: str
    mended: int
    """How many findings it mends."""


def fixed(text: str, findings: Iterable[Finding]) -> tuple[str, int]:
    """Return `text` with the safe fixes of its findings, and how many; the first of two that meet."""
    edits: list[Edit] = []
    count = 0
    for finding in findings:
        fix = finding.fix
        if fix is None or not fix.safe or any(_meet(a, b) for a in fix.edits for b in edits):
            continue
        edits += fix.edits
        count += 1
    return splice(text, edits), count


def _meet(a: Edit, b: Edit) -> bool:
    """Whether two edits overlap, or are made in one place."""
    if a.span == b.span:
        return True
    return a.span.start < b.span.end and b.span.start < a.span.end


def diff(found: Iterable[Fixed]) -> Iterator[str]:
    """Yield the lines of a unified diff."""
    for path, before, after, _ in found:
        if before != after:
            name = path.as_posix()
            old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
            for line in unified_diff(old, new, f"a/{name}", f"b/{name}"):
                yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def write(one: Fixed) -> bool:
    """Write a fixed file as a whole; a byte order mark stays. Return whether anything changed."""
    mark = "\ufeff" if one.path.read_bytes().startswith(b"\xef\xbb\xbf") else ""
    return write_text(one.path, mark + one.after)
