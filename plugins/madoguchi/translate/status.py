"""How much is translated, by a person or a machine, outdated or missing; what has changed."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from madoguchi.catalog import Catalog, Key, State
from madoguchi.content import Content
from madoguchi.locales import Origin
from madoguchi.span import Place
from madoguchi.translate.extract import Located, Source, catalogs, located


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


@dataclass(frozen=True, slots=True)
class Change:
    """A text that changed after it was translated."""

    catalog: str
    key: Key
    previous: str
    tags: tuple[str, ...]
    """The languages whose translations were made from `previous`."""
    path: Path
    place: Place
    """Where the text of today stands."""


def changes(
    content: Content, loaded: Mapping[tuple[str, str], Catalog], tags: Collection[str]
) -> list[Change]:
    """Return the texts whose translations are outdated, in the order of the sources."""
    found: dict[tuple[Located, str], list[str]] = {}
    first: dict[tuple[str, Key], Located] = {}
    for place in located(content):
        first.setdefault((place.catalog, place.key), place)
    for (name, key), place in first.items():
        for tag in tags:
            translation = loaded[tag, name].get(*key)
            if translation.state is State.OUTDATED:
                found.setdefault((place, translation.previous), []).append(tag)
    return [
        Change(place.catalog, place.key, previous, tuple(said), place.path, place.first)
        for (place, previous), said in found.items()
    ]


def word_diff(before: Sequence[str], now: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield how words became others: ("=", what stayed), ("-", what went), ("+", what came)."""
    matcher = SequenceMatcher(None, before, now, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield "=", "".join(before[a:b])
            continue
        if a < b:
            yield "-", "".join(before[a:b])
        if c < d:
            yield "+", "".join(now[c:d])
