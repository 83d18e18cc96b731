"""Tables: tab-separated text files beside the code, which anyone can read and extend."""

from collections.abc import Iterator
from importlib.resources import files


def rows(package: str, name: str) -> Iterator[list[str]]:
    """Yield the rows of the table `name` in `package`, cut at tabs; `#` begins a comment."""
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
