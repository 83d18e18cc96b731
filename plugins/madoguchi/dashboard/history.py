"""How much was translated in earlier revisions of the content folder, read from Git alone.

The work tree is not touched: each revision's folder is unpacked somewhere else, and loaded by
today's program.
"""

import datetime
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, TypeVar

from madoguchi import git, kept
from madoguchi.errors import MadoguchiError
from madoguchi.findings import Message
from madoguchi.project import load
from madoguchi.translate.status import Share, by_language, status

_KEPT = "history.json"
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Point:
    """One revision."""

    revision: str
    date: datetime.date
    """When it was committed."""
    shares: Mapping[str, Share] | None
    """By language; None if it cannot be told."""
    problem: Message | None = None
    """Why it cannot."""

    @property
    def share(self) -> Share | None:
        """Return the states of all texts in all languages."""
        return None if self.shares is None else sum(self.shares.values(), Share())


@dataclass(frozen=True, slots=True)
class History:
    """The revisions that were looked at, the oldest first."""

    points: tuple[Point, ...]
    note: Message | None = None
    """Why there are none, or not all."""


_NOT_TRACKED = Message(
    "この content フォルダーは、まだ Git にコミットしていません。コミットすると、うつりかわりが出ます。",
    "This content folder is in no commit yet. Once it is, there is a trend.",
)
_SHALLOW = Message(
    "Git の履歴が途中までしかありません。CI では全部の履歴を取ってください（fetch-depth: 0）。",
    "Only a part of the Git history is here. CI must fetch all of it (fetch-depth: 0).",
)


def history(
    root: Path,
    at_most: int,
    *,
    cache_in: Path | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> History:
    """Return at most so many revisions of the content folder `root`, evenly chosen, the newest included.

    No Git, no history or a broken revision is told in what is returned, never raised.
    """
    try:
        prefix = git.run(root, "rev-parse", "--show-prefix").text.rstrip("\n")
    except git.NoRepository as error:
        said = error.message
        return History(
            (), Message(f"うつりかわりは出せません。{said.ja}", f"There is no trend. {said.en}")
        )
    revisions = _revisions(root)
    if not revisions:
        return History((), _NOT_TRACKED)
    shallow = git.run(root, "rev-parse", "--is-shallow-repository").text.strip() == "true"
    key = kept.program()
    known = kept.load(cache_in, _KEPT, key)
    used: dict[str, dict[str, list[int]]] = {}
    points: list[Point] = []
    chosen = evenly(revisions, at_most)
    for revision, date in chosen:
        tree = git.run(root, "rev-parse", f"{revision}:{prefix}").text.strip()
        point = _from_row(revision, date, known.get(tree)) if tree in known else None
        point = point or _point(root, revision, date, tree)
        if point.shares is not None:
            used[tree] = {tag: list(share) for tag, share in point.shares.items()}
        points.append(point)
        progress(len(points), len(chosen))
    # another --history N may want other revisions tomorrow
    kept.save(cache_in, _KEPT, key, {**known, **used})
    points.sort(key=lambda point: point.date)
    return History(tuple(points), _SHALLOW if shallow else None)


def evenly(items: Sequence[_Item], at_most: int) -> list[_Item]:
    """Return at most so many of `items`, evenly chosen; the last is always among them."""
    if len(items) <= at_most:
        return list(items)
    if at_most == 1:
        return [items[-1]]
    return [items[i * (len(items) - 1) // (at_most - 1)] for i in range(at_most)]


def _revisions(root: Path) -> list[tuple[str, datetime.date]]:
    """Return the commits of this branch that touched the folder, the oldest first."""
    # along the first parents: what was on this branch, and not how it came about elsewhere
    log = git.run(root, "log", "--first-parent", "--format=%H %cs", "--", ".").text
    rows = [line.split(" ") for line in log.splitlines()]
    return [(sha, datetime.date.fromisoformat(date)) for sha, date in reversed(rows)]


def _from_row(revision: str, date: datetime.date, row: Any) -> Point | None:
    try:
        return Point(revision, date, {str(tag): Share(*map(int, n)) for tag, n in row.items()})
    except (AttributeError, TypeError, ValueError):
        return None


def _point(root: Path, revision: str, date: datetime.date, tree: str) -> Point:
    if not tree:
        gone = Message(
            "この時には、フォルダーがありませんでした。", "The folder was not there then."
        )
        return Point(revision, date, None, gone)
    with tempfile.TemporaryDirectory(prefix="madoguchi-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary) / root.resolve().name
        try:
            _unpack(root, tree, folder)
            project = load(folder, cache=False)
        except MadoguchiError as error:
            said = error.message
            place = f"{Path(temporary).as_posix()}/"
            problem = Message(said.ja.replace(place, ""), said.en.replace(place, ""))
            return Point(revision, date, None, problem)
        except (OSError, tarfile.TarError) as error:
            problem = Message(f"取り出せません（{error}）。", f"It cannot be unpacked ({error}).")
            return Point(revision, date, None, problem)
        found = status(project.content, project.catalogs)
    return Point(revision, date, by_language(found))


def _unpack(root: Path, tree: str, folder: Path) -> None:
    """Write the files of a tree below `folder`."""
    top = Path(git.run(root, "rev-parse", "--show-toplevel").text.rstrip("\n"))
    # from the top: below it, git archive looks for the folder it is in
    folder.mkdir()
    with git.stream(top, "archive", "--format=tar", tree) as tar:
        for name, data in _files(tar):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def _files(stream: IO[bytes]) -> Iterator[tuple[PurePosixPath, bytes]]:
    """Yield the regular files of a tar archive; links and names that lead out of it are no content."""
    with tarfile.open(fileobj=stream, mode="r|") as tar:
        for member in tar:
            name = PurePosixPath(member.name)
            outside = name.is_absolute() or ".." in name.parts or set(member.name) & {"\\", ":"}
            file = tar.extractfile(member) if member.isfile() and not outside else None
            if file is not None:
                yield name, file.read()
