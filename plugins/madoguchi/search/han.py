"""Characters that are one character to who looks for a word: 國 国, 險 険 险."""

from collections.abc import Mapping
from functools import cache

from madoguchi import tsv


@cache
def variants() -> Mapping[int, str]:
    """Return a table for `str.translate` from every form of a character to the one we keep."""
    return {
        ord(other): kept for kept, others in tsv.rows("madoguchi.search", "han.tsv") for other in others
    }  # fmt: skip


@cache
def _groups() -> Mapping[str, str]:
    return dict(tsv.rows("madoguchi.search", "han.tsv"))


def needed(text: str) -> str:
    """Return the rows of the table that texts with these kept characters need: `国國 险險険`."""
    groups = _groups()
    return " ".join(f"{char}{groups[char]}" for char in sorted(set(text)) if char in groups)
