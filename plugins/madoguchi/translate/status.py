"""How much is translated, by a person or a machine, outdated or missing; what has changed."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from madoguchi.catalog import Catalog, Key, State
from madoguchi.content import Content
from madoguchi.locales import Origin
from madoguchi.span import Place
from madoguchi.translate.extract import Located, Source, catalogs, located


class Share(NamedTuple):
    """How many texts are in which state, in one language or in all; they can be added."""

    current: int = 0
    machine: int = 0
    outdated: int = 0
    missing: int = 0

    def __add__(self, other: "Share") -> "Share":  # type: ignore[override]
        return Share(*map(sum, zip(self, other, strict=True)))

    @property
    def total(self) -> int:
        """How many texts there are."""
        return sum(self)

    @property
    def shown(self) -> int:
        """How many of them readers see in their language."""
        return self.current + self.machine

    @property
    def shown_percent(self) -> int:
        """The share that readers see in their language, rounded down: 100 means all."""
        return percent(self.shown, self.total)

    @property
    def reviewed_percent(self) -> int:
        """The share that a person has read and that is current, rounded down."""
        return percent(self.current, self.total)

    @property
    def machine_percent(self) -> int:
        """The share that only a machine has made, rounded up: 0 means none."""
        return 100 - percent(self.total - self.machine, self.total)


def percent(part: int, whole: int) -> int:
    """Return the percentage that `part` is, rounded down: 100 means all, and of nothing it is all."""
    return part * 100 // whole if whole else 100


def count(sources: Sequence[Source], catalog: Catalog) -> Share:
    """Count the states of `sources` in a catalog."""
    return Share(**Counter(catalog.get(*source.key).state.value for source in sources))


def status(
    content: Content, loaded: Mapping[tuple[str, str], Catalog]
) -> dict[tuple[str, str], Share]:
    """Return the states by language and catalog, for every translated language; `loaded` likewise."""
    texts = list(catalogs(content))
    return {
        (loc.tag, name): count(sources, loaded[loc.tag, name])
        for loc in content.locales
        if loc.origin is Origin.CATALOG
        for name, sources in texts
    }


def by_language(shares: Mapping[tuple[str, str], Share]) -> dict[str, Share]:
    """Return the states of all catalogs of each language."""
    found: dict[str, Share] = {}
    for (tag, _), share in shares.items():
        found[tag] = found.get(tag, Share()) + share
    return found


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
