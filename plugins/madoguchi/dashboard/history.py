"""How much was translated in earlier revisions of the content folder, read from Git alone.

The work tree is not touched: each revision's folder is unpacked somewhere else, and loaded by
today's program.
"""

import datetime
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, TypeVar

from madoguchi import kept
from madoguchi.dashboard.share import Share, shares, together
from madoguchi.errors import MadoguchiError
from madoguchi.findings import Message
from madoguchi.project import load

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
        return None if self.shares is None else together(self.shares.values())


@dataclass(frozen=True, slots=True)
class History:
    """The revisions that were looked at, the oldest first."""

    points: tuple[Point, ...]
    note: Message | None = None
    """Why there are none, or not all."""


_NO_GIT = Message(
    "Git の履歴がないので、うつりかわりは出せません。Git で管理しているフォルダーで実行してください。",
    "There is no Git history here, and so no trend. Run this in a Git repository.",
)
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
    prefix = _git(root, "rev-parse", "--show-prefix")
    if prefix is None:
        return History((), _NO_GIT)
    prefix = prefix.rstrip("\n")
    revisions = _revisions(root)
    if not revisions:
        return History((), _NOT_TRACKED)
    shallow = (_git(root, "rev-parse", "--is-shallow-repository") or "").strip() == "true"
    key = _program()
    known = kept.load(cache_in, _KEPT, key)
    used: dict[str, dict[str, list[int]]] = {}
    points: list[Point] = []
    chosen = evenly(revisions, at_most)
    for revision, date in chosen:
        tree = (_git(root, "rev-parse", f"{revision}:{prefix}") or "").strip()
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
    log = _git(root, "log", "--first-parent", "--format=%H %cs", "--", ".") or ""
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
            project = load(folder)
        except MadoguchiError as error:
            said = error.message
            place = f"{Path(temporary).as_posix()}/"
            problem = Message(said.ja.replace(place, ""), said.en.replace(place, ""))
            return Point(revision, date, None, problem)
        except (OSError, tarfile.TarError) as error:
            problem = Message(f"取り出せません（{error}）。", f"It cannot be unpacked ({error}).")
            return Point(revision, date, None, problem)
        found = shares(project)
    tags = dict.fromkeys(tag for tag, _ in found)
    return Point(
        revision,
        date,
        {tag: together(share for (one, _), share in found.items() if one == tag) for tag in tags},
    )


def _unpack(root: Path, tree: str, folder: Path) -> None:
    """Write the files of a tree below `folder`."""
    top = (_git(root, "rev-parse", "--show-toplevel") or "").rstrip("\n")
    # from the top: below it, git archive looks for the folder it is in
    command = ["git", "-C", top, "archive", "--format=tar", tree]
    folder.mkdir()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment()
    ) as process:
        assert process.stdout is not None
        for name, data in _files(process.stdout):
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


def _program() -> str:
    """Return a name for the program that counts: another one may count otherwise."""
    package = Path(__file__).parent.parent
    translate = [p for p in (package / "translate").rglob("*") if p.suffix in (".py", ".tsv")]
    here = [Path(__file__), Path(__file__).with_name("share.py")]
    return kept.files_digest(sorted([*package.glob("*.py"), *translate, *here]))


def _git(folder: Path, *args: str) -> str | None:
    """Return what Git says; None if it cannot, or is not there."""
    try:
        result = subprocess.run(
            ["git", "-C", str(folder), *args], capture_output=True, encoding="utf-8",
            errors="surrogateescape", check=False, env=_environment(),
        )  # fmt: skip
    except OSError:
        return None
    return result.stdout if not result.returncode else None


def _environment() -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C"}
