"""Counts: how much of what is translated, by a person or a machine, outdated or missing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from madoguchi.catalog import Catalog, State
from madoguchi.content import Content
from madoguchi.locales import Origin
from madoguchi.translate.extract import Source, catalogs


@dataclass(frozen=True, slots=True)
class Count:
    """The states of the texts of one catalog."""

    states: Mapping[State, int]

    @property
    def total(self) -> int:
        """How many texts there are."""
        return sum(self.states.values())

    @property
    def shown(self) -> int:
        """How many of them readers see in their language."""
        return sum(n for state, n in self.states.items() if state.shown)

    @property
    def percent(self) -> int:
        """The share that readers see, rounded down: 100 means all."""
        return 100 if not self.total else self.shown * 100 // self.total

    @property
    def machine(self) -> int:
        """How many of them a machine translated and nobody has read."""
        return self.states.get(State.MACHINE, 0)

    def __getitem__(self, state: State) -> int:
        return self.states.get(state, 0)


def count(sources: Sequence[Source], catalog: Catalog) -> Count:
    """Count the states of `sources` in a catalog."""
    return Count(Counter(catalog.get(*source.key).state for source in sources))


def status(
    content: Content, loaded: Mapping[tuple[str, str], Catalog]
) -> list[tuple[str, str, Count]]:
    """Return (language, catalog, count) for every translated language; `loaded` by both names."""
    texts = list(catalogs(content))
    return [
        (loc.tag, name, count(sources, loaded[loc.tag, name]))
        for loc in content.locales
        if loc.origin is Origin.CATALOG
        for name, sources in texts
    ]
