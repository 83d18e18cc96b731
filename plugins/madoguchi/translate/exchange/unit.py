"""A text of one catalog with its translation, as whoever translates it sees it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from madoguchi.catalog import Catalog, State
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


@dataclass(frozen=True, slots=True)
class Row:
    """A unit to be given out."""

    unit: Unit
    reading: str = ""
    """Its source in kana, for those who read little kanji."""


def units_of(tag: str, name: str, sources: Iterable[Source], catalog: Catalog) -> Iterator[Unit]:
    """Yield the texts of one catalog in their order; `name` is the catalog's."""
    for source in sources:
        found = catalog.get(*source.key)
        yield Unit(tag, name, source, found.state, found.text, found.previous, found.note)


def wanted(units: Iterable[Unit], *, everything: bool = False, machine: bool = False) -> list[Unit]:
    """Return the units to give out: those that are missing or outdated, if nothing else is asked.

    What a machine translated is not among them unless `machine` asks for it to be read: at first
    that is the whole site, and agencies take money by the letter.
    """
    states = {State.MISSING, State.OUTDATED} | ({State.MACHINE} if machine else set())
    return [unit for unit in units if everything or unit.state in states]
