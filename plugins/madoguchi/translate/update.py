"""Merges the sources' texts into the catalogs: what is unchanged stays, what changed is fuzzy."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import polib

from madoguchi import __version__, catalog
from madoguchi.catalog import FUZZY, Key
from madoguchi.content import Content
from madoguchi.errors import MadoguchiError
from madoguchi.findings import told
from madoguchi.locales import Locale, Origin
from madoguchi.translate.extract import Source, catalog_path, catalogs

_SIMILAR = 0.6
"""How alike a new text must be to an old one to take over its translation as fuzzy (as msgmerge)."""


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did to one catalog."""

    path: Path
    written: bool
    new: int
    changed: int
    removed: int


def update(content: Content, tags: Sequence[str] = ()) -> list[Updated]:
    """Merge every text into the catalogs of the given languages (all, if none is given).

    Raises MadoguchiError if a catalog cannot be read; then nothing is written to that one.
    """
    wanted = [
        loc
        for loc in content.locales
        if loc.origin is Origin.CATALOG and (not tags or loc.tag in tags)
    ]
    texts = list(catalogs(content))
    return [
        _update_one(catalog_path(content.root, loc.tag, name), loc, sources)
        for loc in wanted
        for name, sources in texts
    ]


def _update_one(path: Path, locale: Locale, sources: list[Source]) -> Updated:
    old: list[polib.POEntry] = []
    metadata: dict[str, str] = {}
    if path.is_file():
        po, findings = catalog.read_po(path)
        if po is None:
            raise MadoguchiError(told(findings))
        old, metadata = list(po), dict(po.metadata)
    merged, counts = merge(old, sources)
    return Updated(path, catalog.write_po(path, merged, header(metadata, locale)), *counts)


def merge(
    old: list[polib.POEntry], sources: list[Source]
) -> tuple[list[polib.POEntry], tuple[int, int, int]]:
    """Return the entries of the new catalog, and how many are new, changed and gone.

    An entry whose text is still there is kept as it is. A new text takes over the most similar
    translation among those that lost their text, as fuzzy, with its previous text. Translations
    that nobody needs are kept as obsolete, so that a text that comes back has its own again.
    """
    by_key = {Key(entry.msgctxt or "", entry.msgid): entry for entry in reversed(old)}
    wanted = {source.key for source in sources}
    orphans = [e for key, e in by_key.items() if key not in wanted and e.msgstr and not e.obsolete]
    orphans.reverse()
    used: set[Key] = set()
    entries: list[polib.POEntry] = []
    new = changed = 0
    for source in sources:
        known = by_key.get(source.key)
        if known is not None:
            entry = _entry(source, known.msgstr, list(known.flags))
            entry.previous_msgid = known.previous_msgid
            entry.previous_msgctxt = known.previous_msgctxt
            entry.tcomment = known.tcomment
        elif (similar := _similar(source, orphans, used)) is not None:
            flags = [FUZZY, *(flag for flag in similar.flags if flag != FUZZY)]
            entry = _entry(source, similar.msgstr, flags)
            # of a text that changed twice, the translated version is what a translator knows
            entry.previous_msgid = (similar.fuzzy and similar.previous_msgid) or similar.msgid
            entry.tcomment = similar.tcomment
            used.add(Key(similar.msgctxt or "", similar.msgid))
            changed += 1
        else:
            entry = _entry(source, "", [])
            new += 1
        entries.append(entry)
    gone = [e for e in old if Key(e.msgctxt or "", e.msgid) not in wanted | used and e.msgstr]
    removed = sum(not entry.obsolete for entry in gone)
    for entry in gone:
        entry.obsolete = True
        entry.occurrences, entry.comment = [], ""
    return entries + gone, (new, changed, removed)


def _entry(source: Source, msgstr: str, flags: list[str]) -> polib.POEntry:
    return polib.POEntry(
        msgctxt=source.key.context,
        msgid=source.key.text,
        msgstr=msgstr,
        flags=flags,
        occurrences=[(source.path, "")],
        comment=source.comment,
    )


def _similar(source: Source, orphans: list[polib.POEntry], used: set[Key]) -> polib.POEntry | None:
    best: polib.POEntry | None = None
    best_ratio = _SIMILAR
    for entry in orphans:
        if (entry.msgctxt or "") != source.key.context or Key(
            entry.msgctxt or "", entry.msgid
        ) in used:
            continue
        matcher = SequenceMatcher(None, entry.msgid, source.key.text, autojunk=False)
        if matcher.real_quick_ratio() <= best_ratio or matcher.quick_ratio() <= best_ratio:
            continue
        ratio = matcher.ratio()
        if ratio > best_ratio:
            best, best_ratio = entry, ratio
    return best


def header(known: dict[str, str], locale: Locale) -> dict[str, str]:
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
