"""The reader's tables: text files that anyone can read and extend."""

from collections.abc import Iterator
from importlib.resources import files


def rows(name: str) -> Iterator[list[str]]:
    """Yield the rows of the table `name` beside this module, cut at tabs; `#` begins a comment."""
    text = files("madoguchi.read").joinpath(name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
