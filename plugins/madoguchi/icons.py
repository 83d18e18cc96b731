"""Icons from Material's collection, put into the page itself."""

from functools import cache
from importlib.resources import files
from pathlib import Path


@cache
def folder() -> Path:
    """Return the folder that Material's icons lie in."""
    return Path(str(files("material"))) / "templates" / ".icons"


@cache
def icon(name: str) -> str:
    """Return the SVG of `material/home`; nothing if there is none of this name."""
    path = folder() / f"{name}.svg"
    if not path.is_file():
        return ""
    svg = path.read_text(encoding="utf-8").strip()
    return svg.replace("<svg ", '<svg class="mg-icon" aria-hidden="true" focusable="false" ', 1)


def names() -> list[str]:
    """Return every name that `icon` knows."""
    return [
        path.relative_to(folder()).with_suffix("").as_posix() for path in folder().rglob("*.svg")
    ]
