"""When the files of the content folder came and when they were last changed, from Git's history."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from madoguchi import git
from madoguchi.content import CATALOGS

_COMMIT = "\x01"


@dataclass(frozen=True, slots=True)
class Change:
    """When a file first came to this branch, and when it last changed there."""

    first: datetime.datetime
    last: datetime.datetime


def changes(root: Path) -> Mapping[str, Change]:
    """Return the pages and catalogs of the content folder `root`, by their paths below it.

    Only what is committed counts. Empty where there is no Git, no history, or not all of it.
    """
    try:
        if git.run(root, "rev-parse", "--is-shallow-repository").text.strip() != "false":
            return {}
        # -m and --first-parent: what a merge brought is new on the day it was merged, as it was
        # published then
        log = git.run(
            root, "log", "--no-color", "--no-show-signature", "--first-parent", "-m", "--no-renames", "--name-status", "-z", "--relative",
            f"--format={_COMMIT}%cI", "--", "pages", CATALOGS,
        ).text  # fmt: skip
    except git.NoRepository:
        return {}
    found: dict[str, Change] = {}
    ended: set[str] = set()
    for commit in log.split(_COMMIT)[1:]:
        head, *fields = commit.lstrip("\n").split("\0")
        date = datetime.datetime.fromisoformat(head.strip())
        # newest first: what a file was before somebody deleted it is another file
        for status, path in zip(fields[::2], fields[1::2], strict=False):
            if path in ended:
                continue
            if status.strip() == "D":
                ended.add(path)
                continue
            last = found[path].last if path in found else date
            found[path] = Change(date, last)
    return found
