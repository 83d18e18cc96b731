"""A content folder with its catalogs: what every command and the build start from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from madoguchi import content, kept
from madoguchi.catalog import Catalog, Key, Translation, read_po, repeated
from madoguchi.content import Content
from madoguchi.crosscheck import cross_check
from madoguchi.errors import SettingsError
from madoguchi.findings import TOP, Finding, Message, Severity
from madoguchi.locales import Origin
from madoguchi.po import Entry
from madoguchi.read.reader import Reader, Readings
from madoguchi.read.vote import second_reader
from madoguchi.translate.extract import Source, catalog_path, catalogs
from madoguchi.translate.join import Memory, join, memory_of
from madoguchi.translate.trust import Judge, trusted


@dataclass(frozen=True)
class Project:
    """Everything that was read, and what is wrong with the form of it."""

    content: Content
    catalogs: Mapping[tuple[str, str], Catalog]
    """By language and name below its folder: `("en", "moving/moving-in.po")`."""
    findings: tuple[Finding, ...]
    """Errors in the form of sources and catalogs; not what the Easy Japanese check says."""
    doubts: tuple[Finding, ...] = ()
    """What the rules find in translations; one with an error counts as missing."""

    @cached_property
    def sources(self) -> Mapping[str, Sequence[Source]]:
        """The texts to translate, by the names of their catalogs."""
        return dict(catalogs(self.content))

    @cached_property
    def reader(self) -> Reader:
        """Return a reader with the city's own readings: its names, places, offices and terms."""
        content = self.content
        given = {
            text.block.text: text.reading
            for text in content.texts.values()
            if text.reading and not text.key.endswith(".address")
        }
        terms = {word: term.reading for word, term in content.terms.items()}
        names = {content.settings.city.name, content.settings.city.prefecture, *content.readings}
        names |= {
            text.block.text for key, text in content.texts.items() if key.startswith("places.")
        }
        return Reader(Readings({**given, **terms, **content.readings}), frozenset(names))

    @cached_property
    def careful_reader(self) -> Reader:
        """Return the same reader with a second opinion, where the extra `vote` is installed."""
        return replace(self.reader, opinion=second_reader())


def load(root: Path, *, cache: bool = True) -> Project:
    """Load the content folder `root` and its catalogs.

    What the rules found in unchanged translations is taken from the `cache`, and kept there.

    Raises SettingsError as `content.load` does, or if site.yml sets an unknown rule.
    """
    loaded = content.load(root)
    found: dict[tuple[str, str], Catalog] = {}
    findings = [*loaded.findings, *cross_check(loaded)]
    texts = dict(catalogs(loaded))
    judge = _judge(loaded, kept.beside(root) if cache else None)
    doubts: list[Finding] = []
    for loc in loaded.locales:
        if loc.origin is not Origin.CATALOG:
            continue
        memory = memory_of(root, loc.tag, texts)
        for name, sources in texts.items():
            path = catalog_path(root, loc.tag, name)
            found[loc.tag, name] = _catalog(judge, loc.tag, path, sources, memory, findings, doubts)
    judge.save()
    findings += _unused(root, found)
    return Project(loaded, found, tuple(findings), tuple(doubts))


def _judge(loaded: Content, folder: Path | None) -> Judge:
    levels = loaded.settings.translation.rules
    for name in levels:
        try:
            Judge({}, {name: levels[name]})
        except SettingsError as error:
            place = content.settings_place(loaded.root, ("translation", "rules", name))
            raise SettingsError(error.message, loaded.root / "site.yml", place) from error
    return Judge(loaded.terms, levels, folder)


def _catalog(
    judge: Judge,
    tag: str,
    path: Path,
    sources: Sequence[Source],
    memory: Memory,
    findings: list[Finding],
    doubts: list[Finding],
) -> Catalog:
    """Return a catalog joined with the texts of today.

    What is wrong with its form goes to `findings`, what the rules find to `doubts`.
    """
    entries: tuple[Entry, ...] = ()
    if path.is_file():
        read, unreadable = read_po(path)
        entries = read.entries if read is not None else ()
        findings += [*unreadable, *repeated(path, entries)]
    translations: dict[Key, Translation] = {}
    joined = join(sources, entries, memory).joined
    for one, problems in zip(joined, judge.catalog(joined, tag, path), strict=True):
        doubts += problems
        translations[one.source.key] = trusted(one, problems)
    return Catalog(path, translations)


def _unused(root: Path, found: Mapping[tuple[str, str], Catalog]) -> Iterator[Finding]:
    """Catalogs that belong to no page or language: mostly one of the two was renamed."""
    known = {catalog.path for catalog in found.values()}
    message = Message(
        "この PO を使うページか言語がありません。ページの名前を変えたときは、先に madoguchi translate update を実行してください。"
        "それから、要らなければ消してください。",
        "No page or language uses this catalog. If a page has another name now, run madoguchi "
        "translate update first. Delete the catalog then, if it is not needed.",
    )
    for path in sorted((root / content.CATALOGS).rglob("*.po")):
        # a page that is there and cannot be read has a finding of its own; its translations stay
        name = Path(*path.relative_to(root / content.CATALOGS).parts[1:]).with_suffix(".md")
        if path not in known and not (root / "pages" / name).is_file():
            yield Finding(path, TOP, Severity.WARNING, "T004", message)
