"""A text of one catalog with its translation, as whoever translates it sees it."""

from dataclasses import dataclass

from madoguchi.catalog import State
from madoguchi.translate.extract import Source


@dataclass(frozen=True, slots=True)
class Unit:
    """A text to translate, its translation, and what helps with it."""

    tag: str
    """The language: `en`, `zh-Hans`."""
    catalog: str
    """The catalog's name below the language's folder: `moving/moving-in.po`."""
    source: Source
    state: State
    translation: str = ""
    """What the catalog has, whatever its state; empty if there is nothing."""
    previous: str = ""
    """The text that `translation` was made from, if that is not the text of today."""
    note: str = ""
    """What a translator or reviewer wrote beside it."""
