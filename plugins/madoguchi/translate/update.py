"""Merges the sources' texts into the catalogs: what is unchanged stays, what changed is fuzzy."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from madoguchi import __version__, kept, po
from madoguchi.catalog import FUZZY, Key, State, opened
from madoguchi.content import CATALOGS, Content
from madoguchi.errors import MadoguchiError
from madoguchi.files import sweep, write_text
from madoguchi.findings import Message
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
    minor: frozenset[tuple[str, Key]] = frozenset()
    """Changes that were marked as such and cost no translation, with the catalog's name."""


def update(
    content: Content, tags: Sequence[str] = (), minor: Mapping[str, Collection[Key]] | None = None
) -> Iterator[Updated]:
    """Merge every text into the catalogs of the given languages (all, if none is given).

    `minor` has texts, by the names of their catalogs, of which only the form has changed: their
    translations stay as they are. Yields what was done to each catalog when it is done.

    Raises MadoguchiError at the end if catalogs cannot be read; nothing is written to those.
    """
    broken: list[Message] = []
    sweep(content.root / CATALOGS)
    texts = list(catalogs(content))
    settled = _Settled(kept.beside(content.root), texts)
    for loc in content.locales:
        if loc.origin is not Origin.CATALOG or (tags and loc.tag not in tags):
            continue
        memory = memory_of(content.root, loc.tag, [name for name, _ in texts])
        settled.begin(loc.tag, memory)
        for name, sources in texts:
            path = catalog_path(content.root, loc.tag, name)
            if name not in (minor or {}) and settled.has(name, path):
                yield Updated(path, False, 0, 0, 0)
                continue
            try:
                done, whole = _update_one(
                    path, name, loc, sources, memory, (minor or {}).get(name, ())
                )
            except MadoguchiError as error:
                broken.append(error.message)
                continue
            settled.add(name, path, whole=whole)
            yield done
        settled.end()
    settled.save()
    if broken:
        raise MadoguchiError(Message(*("\n".join(texts) for texts in zip(*broken, strict=True))))


class _Settled:
    """Catalogs that an update would leave as they are, by their content and that of their sources.

    One that lacks a translation could find it in any other, and depends on all of its language.
    """

    _NAME = "catalogs.json"

    def __init__(self, folder: Path, texts: Sequence[tuple[str, Sequence[Source]]]) -> None:
        self._folder = folder
        self._key = kept.program()
        self._known = kept.load(folder, self._NAME, self._key)
        self._found: dict[str, str] = {}
        self._sources = {
            name: kept.digest(*(part for s in sources for part in (*s.key, s.path, s.comment)))
            for name, sources in texts
        }

    def begin(self, tag: str, memory: Memory) -> None:
        """Turn to a language."""
        self._tag = tag
        self._files = {path: kept.digest(data) for path, data in memory.texts.items()}
        self._all = kept.digest(*self._files.values())
        self._done: dict[str, tuple[Path, bool]] = {}

    def has(self, name: str, path: Path) -> bool:
        """Whether the catalog is the one that the last update left, of the same sources."""
        before = self._known.get(f"{self._tag}/{name}")
        if before is None or path not in self._files:
            return False
        for whole in (True, False):
            if before == self._digest(name, path, whole):
                self._done[name] = (path, whole)
                return True
        return False

    def add(self, name: str, path: Path, *, whole: bool) -> None:
        """Remember a catalog that is up to date; `whole` if it lacks no translation."""
        self._files[path] = kept.digest(path.read_bytes())
        self._done[name] = (path, whole)

    def end(self) -> None:
        """Note what the language's catalogs, as they are now, say."""
        self._all = kept.digest(*(self._files[path] for path in sorted(self._files)))
        for name, (path, whole) in self._done.items():
            self._found[f"{self._tag}/{name}"] = self._digest(name, path, whole)

    def _digest(self, name: str, path: Path, whole: bool) -> str:
        own = (self._files[path], self._sources[name])
        return kept.digest(*own) if whole else kept.digest(*own, self._all)

    def save(self) -> None:
        """Write what is known."""
        now = {**self._known, **self._found}
        if now != self._known:
            kept.save(self._folder, self._NAME, self._key, now)


def _update_one(
    path: Path, name: str, locale: Locale, sources: list[Source], memory: Memory,
    minor: Collection[Key],
) -> tuple[Updated, bool]:  # fmt: skip
    """Return what was done to a catalog, and whether every text has something there."""
    old = opened(path)
    joining = join(sources, old.entries, memory)
    written = write_text(path, str(merge(old, joining, locale, minor)))
    outdated = [one for one in joining.joined if one.state is State.OUTDATED]
    lesser = {one.source.key for one in outdated} & set(minor)
    done = Updated(
        path,
        written,
        new=sum(one.entry is None for one in joining.joined),
        changed=sum(
            one.source.key not in lesser
            and one.entry is not None
            and one.entry.text != one.source.key.text
            for one in outdated
        ),
        removed=sum(not entry.obsolete and bool(entry.translation) for entry in joining.left),
        minor=frozenset((name, key) for key in lesser),
    )
    return done, all(joined.translation for joined in joining.joined)


def merge(old: Po, joining: Joining, locale: Locale, minor: Collection[Key] = ()) -> Po:
    """Return the catalog with the texts of today, in their order.

    An entry in which nothing changes keeps its lines byte by byte. Translations that nobody needs
    are kept as obsolete, so that a text that comes back has its own again.
    """
    own = {id(entry) for entry in old.entries}
    same = {Key(e.context, e.text): e for e in reversed(old.entries) if not e.obsolete}
    entries: list[Entry] = []
    for joined in joining.joined:
        key = joined.source.key
        mine = joined.entry if id(joined.entry) in own else same.get(key)
        own -= {id(joined.entry), id(mine)}
        entries.append(_merged(joined, mine, minor=key in minor))
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


def _merged(joined: Joined, mine: Entry | None, *, minor: bool) -> Entry:
    """Return the entry of a text of today; `mine` is the one of the catalog that becomes it."""
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
    known = mine or Entry(context, text, note=entry.note)
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
