"""Which texts need translating, and in which catalog each of them stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from madoguchi.catalog import Key
from madoguchi.content import CATALOGS, Content, DataText, SourcePage
from madoguchi.document import Block, BlockKind, Document
from madoguchi.inline import references
from madoguchi.span import Place

SITE = "site.po"
DATA = "data.po"


@dataclass(frozen=True, slots=True)
class Source:
    """A text to translate."""

    key: Key
    path: str
    """The source file, below the content folder; no line, so that moving a text changes nothing."""
    comment: str
    """What helps a translator: kind of text, what its facts stand for."""


def catalogs(content: Content) -> Iterator[tuple[str, list[Source]]]:
    """Yield each catalog's name below a language's folder, and its texts in order."""
    yield SITE, _data_sources(content, content.site_texts)
    yield DATA, _data_sources(content, content.data_texts)
    for page in content.pages:
        yield page.catalog, page_sources(content, page)


@dataclass(frozen=True, slots=True)
class Located:
    """Where a text stands in its source file; the same text may stand in several places."""

    catalog: str
    key: Key
    path: Path
    first: Place
    last: Place


def located(content: Content) -> Iterator[Located]:
    """Yield every place of every text to translate, in the order of the catalogs."""
    yield from _located(SITE, ((text.block, text.document) for text in content.site_texts))
    yield from _located(DATA, ((text.block, text.document) for text in content.data_texts))
    for page in content.pages:
        yield from _located(page.catalog, ((block, page.document) for block in page.blocks))


def _located(name: str, blocks: Iterable[tuple[Block, Document]]) -> Iterator[Located]:
    for block, document in blocks:
        if block.translatable:
            first, last = document.place(block.span.start), document.place(block.span.end)
            yield Located(name, Key(block.context, block.text), document.path, first, last)


def page_sources(content: Content, page: SourcePage) -> list[Source]:
    """Return the texts of a page, front matter first; a text that comes twice is there once."""
    return unique(
        _source(content, block, page.document) for block in page.blocks if block.translatable
    )


def _data_sources(content: Content, texts: Iterable[DataText]) -> list[Source]:
    return unique(
        _source(content, text.block, text.document) for text in texts if text.block.translatable
    )


def _source(content: Content, block: Block, document: Document) -> Source:
    comments = [] if block.kind is BlockKind.FIELD else [block.kind.value]
    for name in dict.fromkeys(references(block.text)):
        value = _plain_value(content, name)
        if value:
            comments.append(f"{{{name}}} = {value}")
    path = document.path.relative_to(content.root).as_posix()
    return Source(Key(block.context, block.text), path, "\n".join(comments))


def _plain_value(content: Content, name: str) -> str | None:
    """Return what a reference to a text or a telephone number stands for."""
    kind, _, rest = name.partition(".")
    text = content.texts.get(f"{kind}s.{rest}")
    if text is not None:
        return text.block.text
    id_, _, field = rest.partition(".")
    value = getattr(content.item(f"{kind}s", id_), field, None)
    return value if isinstance(value, str) else None


def unique(sources: Iterable[Source]) -> list[Source]:
    """Return each text once; of one that comes twice, what was said last."""
    return list({source.key: source for source in sources}.values())


def catalog_path(root: Path, tag: str, name: str) -> Path:
    """Return where a language's catalog lies."""
    return root / CATALOGS / tag / name
