"""The baseline: findings an old site had when it began, which do not stop it from adopting the check.

A finding is known by its file, its rule and the words it is about, not by its line, so that work
elsewhere in the file leaves the baseline as it is.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from madoguchi.errors import SettingsError
from madoguchi.files import read_text, write_text
from madoguchi.findings import TOP, Finding, Message

NAME = "check-baseline.json"
"""Beside site.yml."""

Key = tuple[str, str, str]
Texts = Callable[[Path], str | None]


class Keys:
    """Gives findings their names in the baseline; reads each file once."""

    def __init__(self, root: Path, texts: Texts) -> None:
        self._root = root
        self._texts = texts
        self._lines: dict[Path, list[str]] = {}

    def __call__(self, finding: Finding) -> Key:
        """Return file, rule and words of a finding."""
        path = finding.path
        if path not in self._lines:
            self._lines[path] = (self._texts(path) or "").split("\n")
        lines = self._lines[path]
        line, column = finding.place
        text = lines[line - 1] if line <= len(lines) else ""
        end = finding.end
        stop = end.column - 1 if end is not None and end.line == line else len(text)
        words = text[column - 1 : stop].strip()
        return (_below(path, self._root), finding.code, words)


def _below(path: Path, root: Path) -> str:
    try:
        return Path(os.path.relpath(path.resolve(), root.resolve())).as_posix()
    except ValueError:  # another drive of Windows
        return path.resolve().as_posix()


def write(path: Path, findings: Iterable[Finding], keys: Keys, keep: Callable[[str], bool]) -> int:
    """Write the baseline of `findings` to `path`; return how many it holds.

    Of an older one, the files that `keep` names stay as they are: they were not checked now.

    Raises SettingsError if there is another file at `path`.
    """
    counts = Counter(keys(finding) for finding in findings)
    if path.exists():
        counts.update({key: n for key, n in read(path).items() if keep(key[0])})
    rows = [[*key, count] for key, count in sorted(counts.items())]
    lines = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in rows)
    write_text(path, f'{{"version": {_VERSION}, "findings": [\n{lines}\n]}}\n')
    return counts.total()


_VERSION = 1


def read(path: Path) -> Counter[Key]:
    """Return the findings of a baseline.

    Raises SettingsError if it is not one.
    """
    text, _ = read_text(path)
    try:
        data = json.loads(text)
        if data["version"] != _VERSION:
            raise ValueError(data["version"])
        found: Counter[Key] = Counter()
        for file, code, words, count in data["findings"]:
            if not (isinstance(count, int) and count > 0 and isinstance(file, str)):
                raise ValueError(count)
            found[file, str(code), str(words)] += count
    except (ValueError, LookupError, TypeError, ArithmeticError, RecursionError) as error:
        message = Message(
            "これはベースラインではありません。別の名前にするか、消してから madoguchi check --write-baseline で作ってください。",
            "This is no baseline. Name another file, or delete it and make it with madoguchi check --write-baseline.",
        )
        raise SettingsError(message, path, TOP) from error
    return found


def without(
    findings: Iterable[Finding], known: Counter[Key], keys: Keys
) -> tuple[list[Finding], int, int]:
    """Return the findings that are not in the baseline, how many were, and how many are gone."""
    left = Counter(known)
    new: list[Finding] = []
    for finding in findings:
        key = keys(finding)
        if left[key] > 0:
            left[key] -= 1
        else:
            new.append(finding)
    gone = sum(count for count in left.values() if count > 0)
    return new, known.total() - gone, gone
