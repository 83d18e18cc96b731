"""Merges the sources' texts into the catalogs: what is unchanged stays, what changed is fuzzy."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from madoguchi import __version__, kept, po
from madoguchi.catalog import FUZZY, Key, State, read_po
from madoguchi.content import Content
from madoguchi.errors import MadoguchiError
from madoguchi.files import sweep, write_text
from madoguchi.findings import told
from madoguchi.locales import Locale, Origin
from madoguchi.po import Entry, Po
from madoguchi.translate.extract import Source, catalog_path, catalogs
from madoguchi.translate.join import Joined, Joining, Memory, join, memory_of


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did to one catalog."""

    path: Path
    written: bool
    new: int
    changed: int
    removed: int
    minor: int = 0
    """Changes that were marked as such, and cost no translation."""


def update(
    content: Content, tags: Sequence[str] = (), minor: Mapping[str, Collection[Key]] | None = None
) -> Iterator[Updated]:
    """Merge every text into the catalogs of the given languages (all, if none is given).

    `minor` has texts, by the names of their catalogs, of which only the form has changed: their
    translations stay as they are. Yields what was done to each catalog when it is done.

    Raises MadoguchiError if a catalog cannot be read; then nothing is written to that one.
    """
    sweep(content.root / "locale")
    texts = list(catalogs(content))
    settled = _Settled(content.root.resolve().parent, texts)
    for loc in content.locales:
        if loc.origin is not Origin.CATALOG or (tags and loc.tag not in tags):
            continue
        memory = memory_of(content.root, loc.tag, [name for name, _ in texts])
        for name, sources in texts:
            path = catalog_path(content.root, loc.tag, name)
            if name not in (minor or {}) and settled.has(loc.tag, name, path):
                yield Updated(path, False, 0, 0, 0)
                continue
            done = _update_one(path, loc, sources, memory, (minor or {}).get(name, ()))
            settled.add(loc.tag, name, path)
            yield done
    settled.save()


class _Settled:
    """Catalogs that an update would leave as they are, by their content and that of their sources."""

    _NAME = "catalogs.json"

    def __init__(self, folder: Path, texts: Sequence[tuple[str, Sequence[Source]]]) -> None:
        self._folder = folder
        self._known = kept.load(folder, self._NAME, __version__)
        self._found: dict[str, str] = {}
        self._sources = {
            name: kept.digest(*(part for s in sources for part in (*s.key, s.path, s.comment)))
            for name, sources in texts
        }

    def has(self, tag: str, name: str, path: Path) -> bool:
        """Whether the catalog is the one that the last update left, of the same sources."""
        before = self._known.get(f"{tag}/{name}")
        if before is None or not path.is_file() or before != self._digest(name, path):
            return False
        self._found[f"{tag}/{name}"] = before
        return True

    def add(self, tag: str, name: str, path: Path) -> None:
        """Remember a catalog that is up to date."""
        self._found[f"{tag}/{name}"] = self._digest(name, path)

    def _digest(self, name: str, path: Path) -> str:
        return kept.digest(path.read_bytes(), self._sources[name])

    def save(self) -> None:
        """Write what is known."""
        now = {**self._known, **self._found}
        if now != self._known:
            kept.save(self._folder, self._NAME, __version__, now)


def _update_one(
    path: Path, locale: Locale, sources: list[Source], memory: Memory, minor: Collection[Key]
) -> Updated:
    old = Po(po.header({}), ())
    if path.is_file():
        read, findings = read_po(path)
        if read is None:
            raise MadoguchiError(told(findings))
        old = read
    joining = join(sources, old.entries, memory, path)
    merged = merge(old, joining, locale, minor)
    counts = _counts(joining, minor)
    return Updated(path, write_text(path, str(merged)), *counts)


def _counts(joining: Joining, minor: Collection[Key]) -> tuple[int, int, int, int]:
    new = changed = lesser = 0
    for joined in joining.joined:
        entry, key = joined.entry, joined.source.key
        if joined.state is State.OUTDATED and key in minor:
            lesser += 1
        elif entry is None:
            new += 1
        elif joined.state is State.OUTDATED and entry.text != key.text:
            changed += 1
    removed = sum(not entry.obsolete and bool(entry.translation) for entry in joining.left)
    return new, changed, removed, lesser


def merge(old: Po, joining: Joining, locale: Locale, minor: Collection[Key] = ()) -> Po:
    """Return the catalog with the texts of today, in their order.

    An entry in which nothing changes keeps its lines byte by byte. Translations that nobody needs
    are kept as obsolete, so that a text that comes back has its own again.
    """
    own = {id(entry) for entry in old.entries}
    entries: list[Entry] = []
    for joined in joining.joined:
        reusable = joined.entry is not None and id(joined.entry) in own
        own.discard(id(joined.entry))
        entries.append(_merged(joined, joined.source.key in minor, reusable=reusable))
    for entry in joining.left:
        if entry.obsolete:
            entries.append(entry)
        elif entry.translation:
            entries.append(entry.changed(obsolete=True, references=(), comment=""))
    head = header(old.metadata, locale)
    known = old.header
    if head != dict(old.metadata):
        known = known.changed(translation=po.header(head).translation)
    return Po(known, tuple(entries), old.tail)


def _merged(joined: Joined, minor: bool, *, reusable: bool) -> Entry:
    """Return the entry of a text of today."""
    source, entry = joined.source, joined.entry
    context, text = source.key
    told_to_translators = {"comment": source.comment, "references": (source.path,)}
    if entry is None:
        return Entry(context, text, **told_to_translators)  # type: ignore[arg-type]
    flags, previous = entry.flags, entry.previous
    if joined.state is State.OUTDATED:
        already = entry.text == text
        if minor and (already or FUZZY not in flags):
            flags, previous = _without(flags, FUZZY), ""
        elif not already:
            # of a text that changed twice, the translated version is what a translator knows
            flags, previous = (FUZZY, *_without(flags, FUZZY)), joined.previous
    elif joined.state.shown:
        flags, previous = _without(flags, FUZZY), ""
    known = entry if reusable else Entry(context, text, note=entry.note)
    return known.changed(
        context=context,
        text=text,
        translation=joined.translation,
        flags=flags,
        previous=previous,
        obsolete=False,
        **told_to_translators,
    )


def _without(flags: tuple[str, ...], flag: str) -> tuple[str, ...]:
    return tuple(known for known in flags if known != flag)


def header(known: Mapping[str, str], locale: Locale) -> dict[str, str]:
    """Return a catalog's header; what a translator's tool wrote is kept, and no date changes by itself."""
    return {
        "Project-Id-Version": "madoguchi",
        "Language": locale.tag.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Generator": f"madoguchi {__version__}",
        **known,
    }
