"""Which lines changed since a Git revision: for pull requests, which answer for what they touch."""

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from madoguchi.errors import SettingsError
from madoguchi.findings import Finding, Message

Lines = Mapping[Path, frozenset[int] | None]
"""Resolved path → its new and changed lines; None if the whole file is new."""

_HUNK = re.compile(r"^@@ -\S+ \+(?P<start>[0-9]+)(?:,(?P<count>[0-9]+))? @@")


def changed_lines(revision: str, folder: Path) -> Lines:
    """Return the lines of the files below `folder` that differ from `revision`, untracked files as well.

    Raises SettingsError if there is no Git, no repository, or no such revision.
    """
    # where the branch left: what the base did since is not this change's
    base = _git(folder, "merge-base", "--end-of-options", revision, "HEAD", can_fail=True).strip()
    top = Path(_git(folder, "rev-parse", "--show-toplevel").strip())
    diff = _git(
        folder, "-c", "core.quotepath=off", "diff", "--no-color", "--no-ext-diff", "--no-renames",
        "-U0", "--src-prefix=a/", "--dst-prefix=b/", "--end-of-options", base or revision, "--", ".",
    )  # fmt: skip
    found: dict[Path, frozenset[int] | None] = {}
    current: Path | None = None
    lines: set[int] = set()
    for line in diff.split("\n"):
        if line.startswith("+++ "):
            if current is not None:
                found[current] = frozenset(lines)
            name = line[4:].rstrip("\t")
            current = (top / name[2:]).resolve() if name.startswith("b/") else None
            lines = set()
        elif (match := _HUNK.match(line)) is not None:
            start, count = int(match["start"]), int(match["count"] or 1)
            # a deletion touches the lines around it
            lines |= set(range(start, start + count)) if count else {start, start + 1}
    if current is not None:
        found[current] = frozenset(lines)
    listed = _git(folder, "ls-files", "-z", "--others", "--exclude-standard", "--full-name")
    for name in listed.split("\0"):
        if name:
            found[(top / name).resolve()] = None
    return found


def touches(finding: Finding, lines: Lines) -> bool:
    """Whether a finding is about what changed.

    An error in the form of a file (S…, T…) always is: it can come of a change in another file.
    """
    if not finding.code.startswith("EJ"):
        return True
    path = finding.path.resolve()
    if path not in lines:
        return False
    changed = lines[path]
    if changed is None:
        return True
    last = finding.end.line if finding.end is not None else finding.place.line
    return any(line in changed for line in range(finding.place.line, last + 1))


def _git(folder: Path, *args: str, can_fail: bool = False) -> str:
    try:
        result = subprocess.run(
            ["git", "-C", str(folder), *args], capture_output=True, encoding="utf-8",
            errors="surrogateescape", check=False, env={**os.environ, "LC_ALL": "C"},
        )  # fmt: skip
    except OSError as error:
        message = Message(
            "--changed-since には Git が要ります。", "--changed-since needs Git, which is not here."
        )
        raise SettingsError(message) from error
    if result.returncode and not can_fail:
        said = result.stderr.strip().splitlines()
        if any("not a git repository" in line for line in said):
            raise SettingsError(
                Message(
                    "ここは Git のフォルダー（リポジトリ）ではありません。--changed-since は使えません。",
                    "This is no Git repository; --changed-since cannot be used here.",
                )
            )
        raise SettingsError(
            Message(
                f"Git が変わった所を出せません（{said[-1] if said else ''}）。リビジョンの名前を確かめてください。CI では全部の履歴（fetch-depth: 0）が要ります。",
                f"Git cannot tell what changed ({said[-1] if said else ''}). Look at the revision's name; CI must fetch its history (fetch-depth: 0).",
            )
        )
    return result.stdout if not result.returncode else ""
