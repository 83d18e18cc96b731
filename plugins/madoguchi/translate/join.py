"""Joins today's texts with what a catalog has: the one place where a text's state is decided.

The state follows from the texts alone. A catalog that nobody has updated since a page changed, was
renamed or was put in another order gives the same states as one that was.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from madoguchi.catalog import MACHINE, Key, State, Translation, base, read_po, state_of
from madoguchi.content import CATALOGS
from madoguchi.document import BlockKind
from madoguchi.inline import Kind, scan
from madoguchi.normal import carried, normal
from madoguchi.po import Entry
from madoguchi.translate.alike import SIMILAR, Alike
from madoguchi.translate.extract import Source, catalog_path

_IN_PLACE = 0.35
"""How alike a text must be to one that stood between the same neighbours to be its successor."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A text of today with what a catalog has for it."""

    source: Source
    entry: Entry | None
    """The entry that its translation comes from."""
    translation: str = ""
    """With the facts and links of today's text."""
    state: State = State.MISSING
    previous: str = ""
    """If the source changed, the text that the translation was made from."""

    @property
    def as_translation(self) -> Translation:
        """Return what renders and reports need of it."""
        note = self.entry.note if self.entry is not None else ""
        return Translation(self.translation, self.state, self.previous, note)


@dataclass(frozen=True)
class Joining:
    """A catalog's entries brought together with the texts of today."""

    joined: tuple[Joined, ...]
    """One for every text, in their order."""
    left: tuple[Entry, ...]
    """Entries that no text of today uses, in the order of the catalog."""


_MANY = 20
"""From so many questions on, reading all catalogs is quicker than looking into each for a text."""


@dataclass
class Memory:
    """All translations of a language, for texts that stand on several pages or have moved."""

    folder: Path
    known: frozenset[Path]
    """The catalogs that a page of today has."""
    _read: dict[Path, "_Index"] = field(default_factory=dict)
    _asked: int = 0

    def find(self, key: Key) -> Entry | None:
        """Return an entry for a text from any catalog: in use before gone, read before not."""
        self._asked += 1
        if self._asked > _MANY:
            return self._everything.find(key)
        anchor = _anchor(key.text)
        if anchor is None:
            return None
        needle = anchor.encode()
        paths = (path for path, data in self._unbroken.items() if needle in data)
        return _best(key, (self._index(path).find(key) for path in paths))

    def orphans(self) -> list[Entry]:
        """Return the entries of catalogs that belong to no page: mostly it has another name now."""
        paths = [path for path in self.texts if path not in self.known]
        return [entry for path in paths for entry in self._index(path).entries]

    @cached_property
    def texts(self) -> dict[Path, bytes]:
        """What its catalogs say."""
        return {path: path.read_bytes() for path in sorted(self.folder.rglob("*.po"))}

    @cached_property
    def _unbroken(self) -> dict[Path, bytes]:
        """The same with each source text in one piece, where a tool has broken lines."""
        return {
            path: re.sub(rb'"\r?\n"', b"", data) if _BROKEN.search(data) else data
            for path, data in self.texts.items()
        }

    @cached_property
    def _everything(self) -> "_Index":
        return _Index([entry for path in self.texts for entry in self._index(path).entries])

    def _index(self, path: Path) -> "_Index":
        found = self._read.get(path)
        if found is None:
            read, _ = read_po(path)
            found = self._read[path] = _Index(read.entries if read else ())
        return found


def memory_of(root: Path, tag: str, names: Iterable[str]) -> Memory:
    """Return all translations of a language whose catalogs are `names`."""
    known = frozenset(catalog_path(root, tag, name) for name in names)
    return Memory(root / CATALOGS / tag, known)


_BROKEN = re.compile(rb'msgid ""\r?\n"')


def _anchor(text: str) -> str | None:
    """Return a part of `text` that stands unbroken in every catalog that has it, and in few others."""
    tokens = (token for token in scan(text) if token.kind is Kind.TEXT)
    runs = (run for token in tokens for run in re.findall(r'[^\s"\\]+', token.text))
    longest = max(runs, key=len, default=None)
    return None if longest is None else longest[:16]


def _best(key: Key, entries: Iterable[Entry | None]) -> Entry | None:
    """Return the entry that is most like the text wanted, and most to be trusted."""
    found = (entry for entry in entries if entry is not None)
    return min(found, key=lambda e: (e.context != key.context, *_doubt(e)), default=None)


def _doubt(entry: Entry) -> tuple[bool, bool]:
    return entry.obsolete, MACHINE in entry.flags


class _Index:
    """Entries by their keys, and by the text that their translations were made from."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self.by_key: dict[Key, Entry] = {}
        for entry in entries:
            key = Key(entry.context, entry.text)
            known = self.by_key.get(key)
            if known is None or (known.obsolete and not entry.obsolete):
                self.by_key[key] = entry

    @cached_property
    def _by_text(self) -> dict[tuple[str, str], Entry]:
        found: dict[tuple[str, str], Entry] = {}
        # of two that say the same, the one that is in use and that a person has read
        for entry in sorted(self.entries, key=_doubt):
            if (text := base(entry)) is not None:
                said = normal(text)
                found.setdefault((entry.context, said), entry)
                found.setdefault((_family(entry.context), said), entry)
        return found

    def find(self, key: Key) -> Entry | None:
        """Return an entry whose translation is one of this text."""
        said = normal(key.text)
        same = self._by_text.get((key.context, said))
        return same or self._by_text.get((_family(key.context), said))


_BODY = frozenset(BlockKind) - {BlockKind.FIELD, BlockKind.TITLE}


def _family(context: str) -> str:
    """Return what a text has in common with itself in another place: an item may become a paragraph."""
    return "\0body" if context in _BODY else f"\0{context.rpartition('.')[2]}"


def join(sources: Sequence[Source], entries: Sequence[Entry], memory: Memory | None) -> Joining:
    """Return every source with its translation and state, and the entries that nothing uses.

    `entries` are those of its catalog; `memory` is asked for texts that have no translation there.
    """
    index = _Index(entries)
    found: dict[int, Joined] = {}
    used: set[int] = set()
    for i, source in enumerate(sources):
        own = index.by_key.get(source.key)
        current = _current(source, own)
        if current is None and (other := index.find(source.key)) is not None:
            current = _current(source, other)
        # an entry without a translation says nothing, and is there only after an update
        unsaid = own is None or not own.translation
        if current is None and unsaid and memory is not None:
            moved = memory.find(source.key)
            current = _current(source, moved) if moved is not None else None
        if current is not None:
            found[i] = current
        elif own is not None and not own.obsolete:
            found[i] = _not_current(source, own)
        if i in found and found[i].entry is not None:
            used.add(id(found[i].entry))
        if own is not None:
            used.add(id(own))
    if len(found) < len(sources):
        old = index.entries or (memory.orphans() if memory is not None else ())
        free = [e for e in old if id(e) not in used and not e.obsolete and e.translation]
        for i, entry in _successors(sources, found, old, free):
            found[i] = _not_current(sources[i], entry)
            used.add(id(entry))
    joined = tuple(found.get(i) or Joined(s, None) for i, s in enumerate(sources))
    return Joining(joined, tuple(e for e in index.entries if id(e) not in used))


def _current(source: Source, entry: Entry | None) -> Joined | None:
    """Return the source with an entry's translation, if it was made from the same text."""
    text = base(entry) if entry is not None else None
    if entry is None or text is None:
        return None
    if text != source.key.text and normal(text) != normal(source.key.text):
        return None
    translation = carried(entry.translation, text, source.key.text)
    if translation is None:
        return None
    return Joined(source, entry, translation, state_of(entry))


def _not_current(source: Source, entry: Entry) -> Joined:
    """Return the source with a translation that may not be shown as current."""
    text = base(entry)
    if text is None:
        return Joined(source, entry, entry.translation)
    return Joined(source, entry, entry.translation, State.OUTDATED, text)


def _successors(
    sources: Sequence[Source],
    found: dict[int, Joined],
    entries: Sequence[Entry],
    free: Sequence[Entry],
) -> Iterator[tuple[int, Entry]]:
    """Yield the places of sources without an entry, with the entries that they have grown out of.

    The most similar pair comes first; each entry has one successor.
    """
    places = {id(entry): i for i, entry in enumerate(entries)}
    pairs: list[tuple[float, int, Entry]] = []
    for i, source in enumerate(sources):
        if i in found:
            continue
        before, after = _around(i, sources, found, places)
        alike = Alike(source.key.text)
        for entry in free:
            if entry.context != source.key.context:
                continue
            inside = before < places[id(entry)] < after
            least = _IN_PLACE if inside else SIMILAR
            if ratio := alike.ratio(base(entry) or entry.text, least):
                pairs.append((ratio, i, entry))
    done: set[int] = set()
    pairs.sort(key=lambda pair: (-pair[0], pair[1], places[id(pair[2])]))
    for _, i, entry in pairs:
        if i not in done and id(entry) not in done:
            done |= {i, id(entry)}
            yield i, entry


def _around(
    i: int, sources: Sequence[Source], found: dict[int, Joined], places: dict[int, int]
) -> tuple[int, int]:
    """Return the places in the catalog between which the text `i` of today stands."""

    def place(j: int) -> int | None:
        joined = found.get(j)
        return None if joined is None else places.get(id(joined.entry))

    before = next((p for j in range(i - 1, -1, -1) if (p := place(j)) is not None), -1)
    after = next(
        (p for j in range(i + 1, len(sources)) if (p := place(j)) is not None), len(places)
    )
    return before, after
