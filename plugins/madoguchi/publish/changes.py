"""When the files of the content folder came and when they were last changed, from Git's history."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from madoguchi import git
from madoguchi.content import CATALOGS, Content, SourcePage
from madoguchi.publish.alerts import JAPAN

_COMMIT = "\x01"


@dataclass(frozen=True, slots=True)
class Change:
    """When a file first came to this branch, and when it last changed there."""

    first: datetime.datetime
    last: datetime.datetime


ALERTS = "data/alerts.yml"

NO_HISTORY: Mapping[str, Change] = MappingProxyType({})


def changes(root: Path) -> Mapping[str, Change]:
    """Return the pages, catalogs and alerts of the content folder `root`, by their paths below it.

    Only what is committed counts. Empty where there is no Git, no history, or not all of it.
    """
    try:
        if git.run(root, "rev-parse", "--is-shallow-repository").text.strip() != "false":
            return {}
        # -m and --first-parent: what a merge brought is new on the day it was merged, as it was
        # published then
        log = git.run(
            root, "log", "--no-color", "--no-show-signature", "--first-parent", "-m", "--no-renames", "--name-status", "-z", "--relative",
            f"--format={_COMMIT}%cI", "--", "pages", CATALOGS, ALERTS,
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


@dataclass(frozen=True, slots=True)
class Dates:
    """When a page came and last changed for the readers of one language."""

    last: datetime.datetime
    first: datetime.datetime | None = None
    """None if that is not known."""
    new: bool = False
    """Whether nothing has changed since it came."""

    @property
    def day(self) -> datetime.date:
        """The day of its last change in Japan."""
        return self.last.astimezone(JAPAN).date()


def dates(content: Content, page: SourcePage, tag: str, known: Mapping[str, Change]) -> Dates:
    """Return when a page came and last changed in the language `tag`: itself or its translation.

    `known` is what `changes` returns. Where it does not have the page, the day counts when
    somebody last made sure that it is right.
    """
    source = known.get(page.document.path.relative_to(content.root).as_posix())
    if source is None:
        day = page.meta.verified.on
        return Dates(datetime.datetime(day.year, day.month, day.day, tzinfo=JAPAN))
    catalog = known.get(f"{CATALOGS}/{tag}/{page.catalog}", source)
    new = source.first == source.last and catalog.first == catalog.last
    # a translation may be older than its page, if the page has moved
    return Dates(max(source.last, catalog.last), source.first, new)
