"""Loads content_src/: each file once, into frozen values, with findings for what is wrong in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from madoguchi import schema
from madoguchi.document import Block, BlockKind, Document, parse, split_front_matter
from madoguchi.errors import SettingsError
from madoguchi.files import read_text
from madoguchi.findings import TOP, Finding, Message, Severity, told
from madoguchi.inline import strip_readings
from madoguchi.locales import SOURCE, Locale, locale
from madoguchi.schema import KANA_READING, Category, Page, SiteSettings, Term, prose_fields
from madoguchi.span import Lines, Place, Span
from madoguchi.suggest import unknown
from madoguchi.validate import load_yaml, validate
from madoguchi.yamldoc import YamlDoc

CATALOGS = "locale"


@dataclass(frozen=True)
class SourcePage:
    """A page as an editor wrote it."""

    document: Document
    meta: Page
    fields: tuple[Block, ...]
    """The texts of its front matter; a field's context is its name (`bring`)."""
    paths: Mapping[tuple[str | int, ...], Block]
    """The same by their way in the front matter: `("bring", 0)`."""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every text of the page, front matter first."""
        return (*self.fields, *self.document.blocks)

    @property
    def is_home(self) -> bool:
        """Whether it is the first page of the site."""
        return self.meta.type == "home"

    @property
    def uri(self) -> str:
        """Where it stands below a language's folder: `moving/moving-in.md`."""
        return "index.md" if self.is_home else f"{self.meta.category}/{self.meta.id}.md"

    @property
    def catalog(self) -> str:
        """Its catalog below a language's folder: `moving/moving-in.po`."""
        return "index.po" if self.is_home else f"{self.meta.category}/{self.meta.id}.po"


@dataclass(frozen=True)
class DataText:
    """A text of site.yml or a data file, with the key that its translation hangs on."""

    key: str
    """`contacts.city-hall.name`, `categories.moving.title`."""
    block: Block
    document: Document
    reading: str | None = None
    """The reading that the data gives for the whole text."""


@dataclass(frozen=True)
class Content:
    """All of content_src/, loaded."""

    root: Path
    settings: SiteSettings
    locales: tuple[Locale, ...]
    pages: tuple[SourcePage, ...]
    """In the order of site.yml; the home page first."""
    data: Mapping[str, Mapping[str, schema.Model]]
    """`contacts` → id → Contact, and so on."""
    site_texts: tuple[DataText, ...]
    data_texts: tuple[DataText, ...]
    terms: Mapping[str, Term]
    readings: Mapping[str, str]
    findings: tuple[Finding, ...]

    def item(self, kind: str, id_: str) -> schema.Model | None:
        """Return the data item `id_` of the file `kind`."""
        return self.data.get(kind, {}).get(id_)

    def contact(self, id_: str) -> schema.Contact | None:
        """Return a contact by its id."""
        found = self.item("contacts", id_)
        return found if isinstance(found, schema.Contact) else None

    def location(self, id_: str) -> schema.Location | None:
        """Return a place by its id."""
        found = self.item("places", id_)
        return found if isinstance(found, schema.Location) else None

    @cached_property
    def by_category(self) -> tuple[tuple[Category, tuple[SourcePage, ...]], ...]:
        """Return the categories of site.yml with their pages, in order."""
        return tuple(
            (
                category,
                tuple(p for p in self.pages if not p.is_home and p.meta.category == category.id),
            )
            for category in self.settings.categories
        )

    @cached_property
    def by_uri(self) -> Mapping[str, SourcePage]:
        """Return the pages by where they stand below a language's folder."""
        return {page.uri: page for page in self.pages}

    @cached_property
    def uris(self) -> frozenset[str]:
        """Return where the pages stand below a language's folder."""
        return frozenset(page.uri for page in self.pages)

    @cached_property
    def texts(self) -> Mapping[str, DataText]:
        """Return the texts of site.yml and the data files by their keys."""
        return {text.key: text for text in (*self.site_texts, *self.data_texts)}


def load(root: Path) -> Content:
    """Load the content folder `root`.

    Raises SettingsError if there is no site.yml, it is wrong, or there are no pages; everything
    else that is wrong is in `findings`, and what is wrong is left out.
    """
    findings: list[Finding] = []
    if not root.is_dir():
        raise SettingsError(
            Message(
                f"フォルダー「{root}」がありません。content_src があるフォルダーで実行してください。",
                f'There is no folder "{root}". Run this where content_src is.',
            )
        )
    settings, site_texts = _settings(root)
    locales = _locales(root, settings)
    data, data_texts = _data(root, findings)
    terms = _terms(root, findings)
    readings = _readings(root, findings)
    pages = _pages(root, settings, findings)
    if not pages:
        message = Message(
            "ページがありません。pages/<分類>/<id>.md を作ってください。",
            "There are no pages. Write pages/<category>/<id>.md.",
        )
        # with pages that could not be read, these are what to mend
        shown = [f for f in findings if f.severity is Severity.ERROR]
        if shown:
            message = told(shown)
            raise SettingsError(message)
        raise SettingsError(message, root / "pages", TOP)
    return Content(
        root,
        settings,
        locales,
        pages,
        data,
        site_texts,
        data_texts,
        terms,
        readings,
        tuple(findings),
    )


def _settings(root: Path) -> tuple[SiteSettings, tuple[DataText, ...]]:
    path = root / "site.yml"
    if not path.is_file():
        raise SettingsError(
            Message(
                f"「{path.as_posix()}」がありません。site.yml を作ってください（手引き docs/handbook を見てください）。",
                f'There is no "{path.as_posix()}". Write one; the handbook shows how.',
            )
        )
    text, findings = read_text(path)
    doc, more = load_yaml(path, text)
    settings, wrong = (
        validate(SiteSettings, doc, path, text) if not (findings or more) else (None, ())
    )
    problems = (*findings, *more, *wrong)
    if settings is None:
        raise SettingsError(told(problems))
    document = Document(path, text, Span(0, 0), ())
    texts: list[DataText] = []
    for way, value in prose_fields(settings):
        key = ".".join(
            settings.categories[step].id
            if way[0] == "categories" and isinstance(step, int)
            else str(step)
            for step in way
        )
        reading = {
            "city.name": settings.city.reading,
            "city.prefecture": settings.city.prefecture_reading,
        }.get(key)
        texts.append(DataText(key, _field(doc, way, value, key), document, reading))
    return settings, tuple(texts)


def settings_place(root: Path, way: tuple[str | int, ...]) -> Place:
    """Return where in site.yml the value stands that `way` leads to; reads it again, so for errors only."""
    path = root / "site.yml"
    text, _ = read_text(path)
    doc, _ = load_yaml(path, text)
    return Lines(text).place(doc.where(way).start)


def _locales(root: Path, settings: SiteSettings) -> tuple[Locale, ...]:
    def wrong(i: int, message: Message) -> SettingsError:
        return SettingsError(message, root / "site.yml", settings_place(root, ("languages", i)))

    found: list[Locale] = []
    for i, tag in enumerate(settings.languages):
        if tag in settings.languages[:i]:
            raise wrong(
                i,
                Message(f"言語「{tag}」が2回あります。", f'The language "{tag}" is there twice.'),
            )
        try:
            found.append(locale(tag))
        except SettingsError as error:
            raise wrong(i, error.message) from error
    if found[0].tag != SOURCE:
        raise wrong(
            0, Message("languages の初めは ja にしてください。", "`languages` must begin with ja.")
        )
    return tuple(found)


def _field(doc: YamlDoc, way: tuple[str | int, ...], value: str, context: str) -> Block:
    return Block(BlockKind.FIELD, doc.where(way), strip_readings(value), context, raw=value)


def _data(
    root: Path, findings: list[Finding]
) -> tuple[dict[str, dict[str, schema.Model]], tuple[DataText, ...]]:
    data: dict[str, dict[str, schema.Model]] = {}
    texts: list[DataText] = []
    for path in sorted((root / "data").glob("*")):
        if path.is_file() and (path.suffix != ".yml" or path.stem not in schema.DATA):
            message = unknown(
                Message("データのファイル", "data file"),
                path.name,
                [f"{n}.yml" for n in schema.DATA],
            )
            findings.append(Finding(path, TOP, Severity.ERROR, "S004", message))
    for name, model in schema.DATA.items():
        path = root / "data" / f"{name}.yml"
        items = data[name] = {}
        if not path.is_file():
            continue
        for id_, item, doc, document in _mapping(path, model, findings):
            items[id_] = item
            for way, value in prose_fields(item):
                key = ".".join((name, id_, *map(str, way)))
                reading = getattr(
                    item, "address_reading" if way == ("address",) else "reading", None
                )
                given = reading if way in (("name",), ("address",)) else None
                texts.append(DataText(key, _field(doc, (id_, *way), value, key), document, given))
    return data, tuple(texts)


def _mapping(
    path: Path, model: type[schema.Model], findings: list[Finding]
) -> Iterator[tuple[str, schema.Model, YamlDoc, Document]]:
    text, unreadable = read_text(path)
    doc, broken = load_yaml(path, text)
    findings += unreadable + broken
    document = Document(path, text, Span(0, 0), ())
    if doc.data is None or broken:
        return
    if not isinstance(doc.data, dict):
        message = Message(
            "「id:」で始まる項目を並べて書いてください。", "Write items that begin with `id:`."
        )
        findings.append(Finding(path, TOP, Severity.ERROR, "S003", message))
        return
    for id_ in doc.data:
        item, wrong = validate(model, doc, path, text, (id_,))
        findings += wrong
        if item is not None:
            yield str(id_), item, doc, document


def _terms(root: Path, findings: list[Finding]) -> dict[str, Term]:
    path = root / "words" / "terms.yml"
    if not path.is_file():
        return {}
    return {
        word: term for word, term, _, _ in _mapping(path, Term, findings) if isinstance(term, Term)
    }


def _readings(root: Path, findings: list[Finding]) -> dict[str, str]:
    """Read `words/readings.tsv`: word, tab, reading; `#` begins a comment."""
    path = root / "words" / "readings.tsv"
    if not path.is_file():
        return {}
    text, unreadable = read_text(path)
    findings += unreadable
    readings: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        word, _, rest = line.partition("\t")
        reading = rest.partition("\t")[0].strip()
        message = None
        if not word or not reading:
            message = Message(
                "「ことば（タブ）読み」の形で書いてください。", "Write: word, a tab, its reading."
            )
        elif not KANA_READING.fullmatch(reading):
            message = Message(
                f"読み「{reading}」は、ひらがなかカタカナで書いてください。",
                f'Write the reading "{reading}" in kana.',
            )
        elif word in readings:
            message = Message(f"「{word}」が2回あります。", f'"{word}" is there twice.')
        if message:
            findings.append(Finding(path, Place(number, 1), Severity.ERROR, "S003", message))
        else:
            readings[word] = reading
    return readings


def _pages(root: Path, settings: SiteSettings, findings: list[Finding]) -> tuple[SourcePage, ...]:
    pages: dict[str, SourcePage] = {}
    for path in sorted((root / "pages").rglob("*")):
        if path.suffix != ".md" or not path.is_file():
            findings += _no_page(path)
            continue
        page = load_page(path, findings)
        if page is None:
            continue
        id_ = page.meta.id
        if id_ in pages:
            message = Message(
                f"id「{id_}」は {pages[id_].document.path.as_posix()} でも使っています。別の id にしてください。",
                f'The id "{id_}" is also used in {pages[id_].document.path.as_posix()}. Choose another.',
            )
            findings.append(at_field(page, ("id",), message, "S005"))
            continue
        pages[id_] = page
        findings += _placed_right(root, path, page)
    order = {id_: i for i, id_ in enumerate(p for c in settings.categories for p in c.pages)}
    categories = {category.id: i for i, category in enumerate(settings.categories)}
    return tuple(
        sorted(
            pages.values(),
            key=lambda p: (
                not p.is_home,
                categories.get(p.meta.category or "", len(categories)),
                order.get(p.meta.id, len(order)),
                p.meta.id,
            ),
        )
    )


def _no_page(path: Path) -> Iterator[Finding]:
    """A file that its name keeps from being a page; hidden files are nobody's."""
    if path.is_dir() and path.suffix != ".md":
        return
    if path.name.startswith("."):
        return
    message = Message(
        "ページではありません。名前を <id>.md にするか、ほかの所に移してください。",
        "This is no page. Name it <id>.md, or move it away.",
    )
    yield Finding(path, TOP, Severity.ERROR, "S004", message)


def load_page(path: Path, findings: list[Finding]) -> SourcePage | None:
    """Load one page; what is wrong is added to `findings`, and None returned if it is unusable."""
    text, unreadable = read_text(path)
    findings += unreadable
    return None if unreadable else parse_page(text, path, findings)


def parse_page(text: str, path: Path, findings: list[Finding]) -> SourcePage | None:
    """Return the page that says `text`, as `load_page` does."""
    front = split_front_matter(text)
    if front is None:
        message = Message(
            "ページの初めに「---」で囲んだ項目（id、title など）がありません。書いてください。",
            "The page does not begin with front matter (id, title …) between lines of ---. Add it.",
        )
        findings.append(Finding(path, TOP, Severity.ERROR, "S006", message))
        return None
    doc, broken = load_yaml(path, text, front[0])
    if broken:
        findings += broken
        return None
    meta, wrong = validate(Page, doc, path, text)
    findings += wrong
    if meta is None:
        return None
    document = parse(text, path)
    paths = {
        way: _field(doc, way, value, ".".join(s for s in way if isinstance(s, str)))
        for way, value in prose_fields(meta)
    }
    return SourcePage(document, meta, tuple(paths.values()), paths)


def at_field(page: SourcePage, way: tuple[str | int, ...], message: Message, code: str) -> Finding:
    """Return an error at the front-matter value that `way` leads to."""
    front = split_front_matter(page.document.text)
    assert front is not None
    doc, _ = load_yaml(page.document.path, page.document.text, front[0])
    place = Lines(page.document.text).place(doc.where(way).start)
    return Finding(page.document.path, place, Severity.ERROR, code, message)


def _placed_right(root: Path, path: Path, page: SourcePage) -> Iterator[Finding]:
    """A page's file says its id and category once more; they must not disagree."""
    wanted = PurePosixPath(page.uri)
    actual = PurePosixPath(path.relative_to(root / "pages").as_posix())
    if wanted != actual:
        message = Message(
            f"このファイルの場所は pages/{wanted} です（id と category から決まります）。",
            f"By its id and category this file belongs at pages/{wanted}.",
        )
        yield at_field(page, ("id",), message, "S007")
