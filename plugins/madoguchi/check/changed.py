"""Which lines changed since a Git revision: for pull requests, which answer for what they touch."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from madoguchi import git
from madoguchi.errors import SettingsError
from madoguchi.findings import Finding, Message

Lines = Mapping[Path, frozenset[int] | None]
"""Resolved path → its new and changed lines; None if the whole file is new."""

_HUNK = re.compile(
    r"^@@ -[0-9]+(?:,(?P<old>[0-9]+))? \+(?P<start>[0-9]+)(?:,(?P<count>[0-9]+))? @@"
)


def changed_lines(revision: str, folder: Path) -> Lines:
    """Return the lines of the files below `folder` that differ from `revision`, untracked files as well.

    Raises SettingsError if there is no Git, no repository, or no such revision.
    """
    try:
        # where the branch left: what the base did since is not this change's
        base = git.run(folder, "merge-base", "--end-of-options", revision, "HEAD").text.strip()
        top = Path(_said(git.run(folder, "rev-parse", "--show-toplevel")).rstrip("\n"))
        diff = git.run(
            folder, "-c", "core.quotepath=off", "diff", "--no-color", "--no-ext-diff", "--no-renames",
            "-U0", "--src-prefix=a/", "--dst-prefix=b/", "--end-of-options", base or revision, "--", ".",
        )  # fmt: skip
        listed = git.run(folder, "ls-files", "-z", "--others", "--exclude-standard", "--full-name")
    except git.NoRepository as error:
        raise _refused(error.message) from error
    found = dict(_changes(_said(diff), top))
    for name in _said(listed).split("\0"):
        if name:
            found[(top / name).resolve()] = None
    return found


def _changes(diff: str, top: Path) -> Iterator[tuple[Path, frozenset[int] | None]]:
    """Yield the files of a diff and their new lines."""
    current: Path | None = None
    lines: set[int] = set()
    texts = 0
    for line in diff.split("\n"):
        # a text that begins with "++ " looks like the head of a file
        if texts and line.startswith(("+", "-")):
            texts -= 1
        elif line.startswith("+++ "):
            if current is not None:
                yield current, frozenset(lines)
            name = line[4:].rstrip("\t")
            current = (top / name[2:]).resolve() if name.startswith("b/") else None
            lines = set()
        elif (match := _HUNK.match(line)) is not None:
            start, count = int(match["start"]), int(match["count"] or 1)
            texts = int(match["old"] or 1) + count
            # a deletion touches the lines around it
            lines |= set(range(start, start + count)) if count else {start, start + 1}
    if current is not None:
        yield current, frozenset(lines)


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


def _refused(message: Message) -> SettingsError:
    return SettingsError(
        Message(
            f"--changed-since は使えません。{message.ja}",
            f"--changed-since cannot be used. {message.en}",
        )
    )


def _said(answer: git.Answer) -> str:
    if answer.problem:
        raise _refused(
            Message(
                f"Git が変わった所を出せません（{answer.problem}）。リビジョンの名前を確かめてください。CI では全部の履歴（fetch-depth: 0）が要ります。",
                f"Git cannot tell what changed ({answer.problem}). Look at the revision's name; CI must fetch its history (fetch-depth: 0).",
            )
        )
    return answer.text
