"""Runs the rules over a site, or over any text; the only module of `check` that knows readings."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path, PurePosixPath

from madoguchi import kept
from madoguchi.check import allow
from madoguchi.check.cache import Cache
from madoguchi.check.precedents import official_terms
from madoguchi.check.rule import PageText, Problem, Sentence
from madoguchi.check.settings import Active, active_rules
from madoguchi.check.text import sentences
from madoguchi.content import Content, SourcePage, at_field, settings_place
from madoguchi.document import NOTE, Block, BlockKind, Document, parse
from madoguchi.errors import SettingsError
from madoguchi.facts import source_facts
from madoguchi.files import read_text
from madoguchi.findings import Finding, Message, Severity
from madoguchi.project import Project
from madoguchi.read.reader import Reader
from madoguchi.read.vote import second_reader
from madoguchi.schema import CheckSettings, Risk, Term
from madoguchi.span import Span
from madoguchi.suggest import unknown

Resolve = Callable[[str], str | None]

# Fields in the order in which the panel shows them; a title is a name, not prose
_READ = (
    "who",
    "when.after",
    "when.before",
    "when.note",
    "bring",
    "cost",
    "steps",
    "you_get",
    "takes",
)
_ORDER = {name: i for i, name in enumerate(_READ)}
_NAMES = ("title", "summary")

# What the second reader says depends on whether it is installed
_UNSURE = frozenset({"EJ010"})


@dataclass(frozen=True)
class Checker:
    """The rules with what they need to know: readings, official terms, the values of facts."""

    reader: Reader
    terms: Mapping[str, Term] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    resolve: Resolve = lambda name: None

    def document(
        self,
        document: Document,
        active: Iterable[Active],
        text: Iterable[Block],
        names: Iterable[Block] = (),
        risk: Risk = "normal",
        read_by_people: bool | None = None,
    ) -> Iterator[Finding]:
        """Yield the findings in a page or file, without what its editor allows.

        `names` (title, summary) come first; they name the page, and `text` follows in the order of
        reading.
        """
        rules = list(active)
        words = self.reader.words
        read = [s for part in (names, text) for s in sentences(document, part, words, self.resolve)]
        page = PageText(tuple(read), self.terms, self.names, read_by_people)
        found: list[tuple[int, Finding]] = []
        for rule in rules:
            problems: list[Problem] = []
            if rule.rule.sentence is not None:
                for sentence in page.sentences:
                    problems += rule.rule.sentence(sentence, rule.options)
            if rule.rule.page is not None and page.sentences:
                problems += rule.rule.page(page, rule.options)
            found += ((p.span.start, _finding(p, rule, document, risk)) for p in problems)
        unsure = _UNSURE if self.reader.opinion is None else frozenset[str]()
        yield from allow.apply(document, found, unsure=unsure)


def _finding(problem: Problem, rule: Active, document: Document, risk: Risk) -> Finding:
    grave = problem.grave and risk in ("life", "high")
    mild = Severity.INFO if problem.mild else rule.severity
    severity = Severity.ERROR if grave else mild
    place, end = document.place(problem.span.start), document.place(problem.span.end)
    code = rule.rule.id
    return Finding(document.path, place, severity, code, problem.message, end, problem.fix)


def reading_order(page: SourcePage) -> list[Block]:
    """Return the front-matter texts that are read as text, in the order of the panel."""
    fields = (block for block in page.fields if block.context in _ORDER)
    return sorted(fields, key=lambda block: _ORDER[block.context])


@dataclass(frozen=True)
class SiteCheck:
    """The check of a site, page by page and file by file."""

    project: Project

    @cached_property
    def checker(self) -> Checker:
        """Return the rules' knowledge of this city."""
        content = self.project.content
        resolve = source_facts(content).value
        names = frozenset(t.block.text for t in content.texts.values() if t.reading is not None)
        return Checker(self.project.careful_reader, content.terms, names, resolve)

    def page(self, page: SourcePage) -> list[Finding]:
        """Return the findings of the rules on one page."""
        text = reading_order(page)
        names = [block for block in page.fields if block.context in _NAMES]
        layers = [*self._layers(page.document.path), page.meta.check]
        try:
            active = active_rules(layers)
        except SettingsError as error:
            return [at_field(page, ("check",), error.message, "S000")]
        blocks = [*text, *page.document.blocks]
        risk, read = page.meta.risk, page.meta.reader_check is not None
        return list(self.checker.document(page.document, active, blocks, names, risk, read))

    def data(self) -> Iterator[Finding]:
        """Yield the findings in site.yml and the data files."""
        files: dict[Path, tuple[Document, list[Block]]] = {}
        content = self.project.content
        for text in (*content.site_texts, *content.data_texts):
            _, blocks = files.setdefault(text.document.path, (text.document, []))
            if text.reading is None:
                blocks.append(text.block)
        for path, (document, blocks) in files.items():
            active = [rule for rule in active_rules(self._layers(path)) if rule.rule.sentence]
            yield from self.checker.document(document, active, blocks)

    def _layers(self, path: Path) -> list[CheckSettings]:
        """Return the settings of the site and of the folders around a file, the nearest last."""
        settings = self.project.content.settings.check
        file = PurePosixPath(path.relative_to(self.project.content.root).as_posix())
        around = [
            (folder, layer)
            for folder, layer in settings.folders.items()
            if PurePosixPath(folder.strip("/")) in (file, *file.parents)
        ]
        around.sort(key=lambda item: len(PurePosixPath(item[0].strip("/")).parts))
        return [settings, *(layer for _, layer in around)]

    def validate(self) -> None:
        """Raise SettingsError if site.yml sets an unknown rule, option or folder."""
        content = self.project.content
        settings = content.settings.check
        layers: list[tuple[tuple[str | int, ...], CheckSettings]] = [(("check", "rules"), settings)]
        layers += [(("check", "folders", name), one) for name, one in settings.folders.items()]
        for way, layer in layers:
            try:
                active_rules([layer])
                _known_folder(content.root, way)
            except SettingsError as error:
                place = settings_place(content.root, way)
                raise SettingsError(error.message, content.root / "site.yml", place) from error


def _known_folder(root: Path, way: tuple[str | int, ...]) -> None:
    if way[1] != "folders":
        return
    folder = (root / str(way[2]).strip("/")).resolve()
    if not folder.exists() or not among(folder, [root.resolve()]):
        known = [p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_dir()]
        what = Message("フォルダー", "folder")
        raise SettingsError(unknown(what, str(way[2]), known))


def page_sentences(project: Project) -> Iterator[tuple[SourcePage, list[Sentence]]]:
    """Yield the pages of a site with the sentences that their readers meet."""
    checker = SiteCheck(project).checker
    for page in project.content.pages:
        blocks = [*reading_order(page), *page.document.blocks]
        words = project.reader.words
        yield page, list(sentences(page.document, blocks, words, checker.resolve))


Progress = Callable[[int, int], None]
"""Told how many of how many pages are done."""


def check(
    project: Project,
    only: Iterable[Path] = (),
    *,
    progress: Progress = lambda done, of: None,
    cache_in: Path | None = None,
    jobs: int = 1,
) -> list[Finding]:
    """Return all findings of a site, form and language, in the order of files and places.

    `only` limits them to these files, or to files below these folders. `cache_in` is a folder to
    keep the findings of unchanged pages in; `jobs` processes share the pages.

    Raises SettingsError if site.yml sets an unknown rule or option.
    """
    site = SiteCheck(project)
    site.validate()
    findings = [*project.findings, *project.doubts]
    wanted = [path.resolve() for path in only]
    pages = [page for page in project.content.pages if among(page.document.path, wanted)]
    cache = Cache(cache_in, "" if cache_in is None else _state(project))
    left: list[tuple[str, SourcePage]] = []
    for page in pages:
        name = kept.digest(page.document.path.as_posix(), page.document.text)
        known = cache.get(name, page.document.path)
        if known is None:
            left.append((name, page))
        else:
            findings += known
    done = len(pages) - len(left)
    for (name, _), found in zip(left, _pages(site, [p for _, p in left], jobs), strict=True):
        cache.put(name, found)
        findings += found
        done += 1
        progress(done, len(pages))
    cache.save(whole=not wanted)
    findings += site.data()
    inside = {path for path in {f.path for f in findings} if among(path, wanted)}
    return in_order(f for f in findings if f.path in inside)


def _state(project: Project) -> str:
    """Return a name for all that the findings of a page depend on besides the page."""
    root = project.content.root
    city = [root / "site.yml", *(root / "data").glob("*"), *(root / "words").glob("*")]
    files = kept.files_digest(sorted(p for p in city if p.is_file()))
    return kept.digest(kept.program(), files, str(project.careful_reader.opinion is not None))


def _pages(site: SiteCheck, pages: Sequence[SourcePage], jobs: int) -> Iterator[list[Finding]]:
    """Yield the findings of each page, in order."""
    if jobs <= 1 or len(pages) < 2 * jobs:
        yield from map(site.page, pages)
        return
    at = {page.document.path: i for i, page in enumerate(site.project.content.pages)}
    # a fresh process on every system: what a forked one inherits differs between them
    with ProcessPoolExecutor(
        jobs, get_context("spawn"), initializer=_start, initargs=(site.project.content,)
    ) as pool:
        numbers = [at[page.document.path] for page in pages]
        yield from pool.map(_in_worker, numbers, chunksize=max(1, len(pages) // (jobs * 8)))


_worker: list[SiteCheck] = []
"""In a worker process: the site it was started for."""


def _start(content: Content) -> None:
    _worker[:] = [SiteCheck(Project(content, {}, ()))]


def _in_worker(number: int) -> list[Finding]:
    site = _worker[0]
    return site.page(site.project.content.pages[number])


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings by file and place, each once."""
    return sorted(set(findings), key=lambda f: (f.path.as_posix(), f.place, f.code, f.message))


def among(path: Path, wanted: Sequence[Path]) -> bool:
    """Whether `path` is one of `wanted` (resolved), or below one; all are if there are none."""
    if not wanted:
        return True
    full = path.resolve()
    return any(full == w or w in full.parents for w in wanted)


MARKDOWN = (".md", ".markdown")
PLAIN = (*MARKDOWN, ".txt")

# In a text of its own no glossary says which words the office must keep, and nobody can accept a reading
_ALONE = CheckSettings(rules={"unexplained-term": "warning", "doubtful-reading": "info"})


def plain_checker() -> Checker:
    """Return a checker for texts outside any site: general readings, the shipped official terms."""
    terms = {t.word: Term(reading=t.reading, easy=t.easy) for t in official_terms()}
    return Checker(Reader(opinion=second_reader()), terms)


def check_text(text: str, path: Path, checker: Checker, settings: CheckSettings) -> list[Finding]:
    """Return the findings in a text that belongs to no site: Markdown, or plain if `path` ends in .txt.

    Raises SettingsError if `settings` name an unknown rule or option.
    """
    document = text_document(text, path)
    active = active_rules([_ALONE, settings])
    return in_order(checker.document(document, active, document.blocks))


def check_file(path: Path, checker: Checker, settings: CheckSettings) -> list[Finding]:
    """Return the findings in a file that belongs to no site."""
    text, unreadable = read_text(path)
    return [*unreadable, *check_text(text, path, checker, settings)]


def text_document(text: str, path: Path) -> Document:
    """Return a text of no site as a document: Markdown, or plain if `path` ends in .txt."""
    return _plain(text, path) if path.suffix.lower() == ".txt" else parse(text, path)


def _plain(text: str, path: Path) -> Document:
    """Return a text without markup as a document: each line a block."""
    blocks: list[Block] = []
    notes: list[Span] = []
    start = 0
    for line in text.split("\n"):
        said = line.strip()
        if NOTE.match(said):
            notes.append(Span(start, min(start + len(line) + 1, len(text))))
        elif said:
            at = start + line.index(said)
            block = Block(
                BlockKind.PARAGRAPH, Span(at, at + len(said)), said, "paragraph", raw=said
            )
            blocks.append(block)
        start += len(line) + 1
    return Document(path, text, Span(0, len(text)), tuple(blocks), tuple(notes))
