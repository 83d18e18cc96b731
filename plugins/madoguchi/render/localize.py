"""A project seen in one language: every text in that language, or honestly in Easy Japanese."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cached_property
from html import escape, unescape
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from madoguchi import catalog
from madoguchi.catalog import EMPTY, Catalog, State, Translation
from madoguchi.content import SourcePage
from madoguchi.document import Block
from madoguchi.facts import Facts
from madoguchi.inline import Kind, references, scan
from madoguchi.interface import STRINGS
from madoguchi.locales import SOURCE, Locale, Origin, locale
from madoguchi.project import Project
from madoguchi.read.annotate import Form, annotate, plain
from madoguchi.render.html import JAPANESE, defuse_tags, inline_html, markdown_escape
from madoguchi.render.terms import Terms
from madoguchi.render.underline import Marks, Placed, clean
from madoguchi.span import Edit, splice
from madoguchi.translate.extract import DATA, SITE

_FORMS = {Origin.SOURCE: Form.RUBY, Origin.KANA: Form.KANA, Origin.ROMAJI: Form.ROMAJI}


Underlined = tuple[Marks, Mapping[int, Placed]]
"""What `underline.placed` returns."""


class Shown(Enum):
    """What a reader sees of a text."""

    TRANSLATION = auto()
    """The text in the reader's language (or, in Japanese, the source)."""
    MACHINE = auto()
    """The same, marked as made by a machine among others that people have read."""
    OLD = auto()
    """A translation of what stood there before, marked, with the new source one tap away."""
    SOURCE = auto()
    """The Easy Japanese in place of a translation, with the reason."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text in a language: inline Markdown, and how it came about."""

    markdown: str
    state: State
    shown: Shown = Shown.TRANSLATION
    at: int = 0
    """Where it stands in its source; names its mark."""
    id: str = ""
    """Names it on its own page, the same in every language: `3`, `steps.0`; empty elsewhere."""

    @property
    def is_source(self) -> bool:
        """Whether it is the Easy Japanese in place of a translation."""
        return self.shown is Shown.SOURCE


class Plain(NamedTuple):
    """A text without marks and readings, and the language it is in."""

    text: str
    tag: str
    """Japanese where there is no translation to show."""


def interface_catalog(tag: str) -> Catalog:
    """Return the translations of the site's own words that the package ships."""
    with_po = files("madoguchi.interface") / f"{tag}.po"
    return catalog.load(Path(str(with_po)))


def paired(id_: str, html: str) -> str:
    """Return HTML that the same part of the page in another language can be found for."""
    return f'<span data-b="{id_}">{html}</span>' if id_ else html


@dataclass(frozen=True)
class Localized:
    """One language of a project."""

    project: Project
    locale: Locale
    underlined: Underlined | None = None
    """In the page an editor works on: the findings, marked in the Japanese."""
    alone: bool = False
    """Whether its pages go to another generator: without what needs our styles and scripts."""

    @cached_property
    def facts(self) -> Facts:
        """The city's facts in this language, as inline Markdown."""
        return Facts(self.project.content, self.locale, self._data_markdown, self.say_raw)

    @cached_property
    def _source_facts(self) -> Facts:
        """The facts as Easy Japanese, for blocks that are shown so in a translated page."""
        return Facts(self.project.content, locale(SOURCE), self._data_source, STRINGS.__getitem__)

    @cached_property
    def _interface(self) -> Catalog:
        return interface_catalog(self.locale.tag) if self.translated else EMPTY

    @property
    def translated(self) -> bool:
        """Whether its texts come from catalogs."""
        return self.locale.origin is Origin.CATALOG

    def catalog(self, name: str) -> Catalog:
        """Return the catalog `name` of this language; empty for Japanese."""
        return self.project.catalogs.get((self.locale.tag, name), EMPTY)

    # Japanese in its three forms

    def read(self, markdown: str, *, form: Form | None = None) -> str:
        """Return Japanese inline Markdown with its readings, in the form this language shows."""
        wanted = form or _FORMS.get(self.locale.origin, Form.RUBY)
        return annotate(markdown, self.project.reader, wanted)

    @cached_property
    def terms(self) -> Terms:
        """The city's official words and their explanations, as this form of Japanese shows them."""
        if self.translated or self.alone:
            return Terms((), ())
        terms = self.project.content.terms
        easy = [self.html(markdown_escape(term.easy)) for term in terms.values()]
        return Terms(list(terms), easy)

    # blocks

    def block(self, page: SourcePage, block: Block, *, terms: bool = False) -> Text:
        """Return a block of a page in this language; with its `terms` marked, for its own page."""
        at = block.span.start
        if not self.translated:
            japanese = self._resolve(block.raw, self.facts)
            if terms:
                japanese = self.terms.mark(japanese)
            return Text(self._marked(block, japanese), State.CURRENT)
        if not block.translatable:
            return Text(self._resolve(block.text, self.facts), State.CURRENT)
        found = self.catalog(page.catalog).get(block.context, block.text)
        shown = self._shown(page, found)
        if shown is Shown.SOURCE:
            return Text(self.japanese(block), found.state, shown, at)
        source = found.previous if shown is Shown.OLD else block.text
        safe = defuse_tags(found.text, source)
        return Text(self._resolve(safe, self.facts), found.state, shown, at)

    def old_blocks(self, page: SourcePage) -> list[Block]:
        """Return the blocks of a page whose old translations are shown."""
        if not self.translated:
            return []
        get = self.catalog(page.catalog).get
        return [
            block
            for block in page.blocks
            if block.translatable and self._shown(page, get(block.context, block.text)) is Shown.OLD
        ]

    def _shown(self, page: SourcePage, found: Translation) -> Shown:
        """Return what a reader of a page sees of a text."""
        if found.state.shown:
            machine = found.state is State.MACHINE and self.mixed(page)
            return Shown.MACHINE if machine else Shown.TRANSLATION
        old = (
            found.state is State.OUTDATED
            and page.meta.risk in ("normal", "low")
            and self.project.content.settings.translation.outdated == "marked"
            # what was true of a fact once must not be shown as its name in braces
            and all(self.facts.value(name) is not None for name in references(found.text))
        )
        return Shown.OLD if old else Shown.SOURCE

    def japanese(self, block: Block) -> str:
        """Return a block as Easy Japanese with its readings, as inline Markdown."""
        return self.read(self._resolve(block.raw, self._source_facts), form=Form.RUBY)

    def mixed(self, page: SourcePage) -> bool:
        """Whether people have read some of a page's translations and others not."""
        return page.catalog in self._mixed

    @cached_property
    def _mixed(self) -> frozenset[str]:
        both = {State.CURRENT, State.MACHINE}
        return frozenset(
            name
            for (tag, name), catalog in self.project.catalogs.items()
            if tag == self.locale.tag and both <= {t.state for t in catalog.entries.values()}
        )

    def _marked(self, block: Block, markdown: str) -> str:
        """Return a Japanese text with its readings, and with its findings where they are shown."""
        if self.underlined is None:
            return self.read(markdown)
        marks, places = self.underlined
        shown = self.read(clean(markdown))
        found = places.get(id(block))
        return shown if found is None else marks.put(shown, *found)

    @staticmethod
    def _resolve(text: str, facts: Facts) -> str:
        """Put the facts into a text; an unknown one stays as it is and is a finding elsewhere."""
        if "{" not in text:
            return text
        edits = [
            Edit(token.span, value)
            for token in scan(text)
            if token.kind is Kind.REF and (value := facts.value(token.text)) is not None
        ]
        return splice(text, edits)

    def notice(self, state: State) -> str:
        """Return the line that says why a text is in Easy Japanese."""
        key = "block.outdated" if state is State.OUTDATED else "block.missing"
        return f'<small class="mg-notice mg-notice-{state}">{self.say(key)}</small>'

    def mark(self, text: Text) -> str:
        """Return what stands behind a text to say how it came about; nothing if there is no need."""
        if text.shown is Shown.SOURCE:
            return f" {self.notice(text.state)}"
        if text.shown is Shown.OLD:
            link = f'<a href="#mg-new-{text.at}">{self.say("block.old.link")}</a>'
            return f' <small class="mg-notice mg-notice-old" id="mg-old-{text.at}">{self.say("block.old")} {link}</small>'
        if text.shown is Shown.MACHINE:
            return f' <a class="mg-mark" href="#mg-state" title="{escape(self.say_plain("block.machine"))}">※</a>'
        return ""

    # data files, site.yml, interface

    def _data_source(self, key: str) -> str:
        text = self.project.content.texts[key]
        base = markdown_escape(text.block.text)
        return f"{{{base}|{text.reading}}}" if text.reading and base == text.block.text else base

    def data(self, key: str) -> Text:
        """Return a text of a data file or site.yml by its key."""
        text = self.project.content.texts[key]
        source = self._data_source(key)
        if not self.translated:
            return Text(self._marked(text.block, source), State.CURRENT)
        name = SITE if text in self.project.content.site_texts else DATA
        found = self.catalog(name).get(key, text.block.text)
        if not text.block.translatable:
            return Text(source, State.CURRENT)
        if found.state.shown:
            return Text(markdown_escape(found.text), found.state)
        return Text(self.read(source, form=Form.RUBY), found.state, Shown.SOURCE)

    def original(self, key: str) -> str:
        """Return a data file's text in Japanese as HTML: what stands on the sign, for a map, to show."""
        text = self.project.content.texts[key].block.text
        return f'<small lang="ja" dir="ltr" class="mg-original">{escape(text, quote=False)}</small>'

    def _data_markdown(self, key: str) -> str:
        """Return a data text for a sentence: Japanese yet without readings, which come later."""
        if not self.translated:
            return self._data_source(key)
        text = self.data(key)
        if text.is_source:
            return f"{JAPANESE}{text.markdown}</span>"
        return text.markdown

    def say_raw(self, key: str) -> str:
        """Return an interface string as it stands in the catalog, or the Easy Japanese."""
        found = self._interface.get(key, STRINGS[key])
        return found.text if found.state.shown else STRINGS[key]

    def say(self, key: str, **values: str) -> str:
        """Return an interface string as HTML; `values` are HTML or plain text already escaped."""
        raw = self.say_raw(key)
        if (
            self.translated
            and raw == STRINGS[key]
            and not self._interface.get(key, raw).state.shown
        ):
            japanese = inline_html(self.read(raw, form=Form.RUBY))
            japanese = japanese.format(**values) if values else japanese
            return f"{JAPANESE}{japanese}</span>"
        return self.html(raw.format(**values) if values else raw)

    def say_plain(self, key: str, **values: str) -> str:
        """Return an interface string as plain text."""
        raw = self.say_raw(key).format(**values)
        return self.plain(raw) if not self.translated else raw

    def official(self, japanese: str) -> str:
        """Return Japanese that is never translated (a law's name) as HTML, with furigana."""
        form = Form.RUBY if self.translated else None
        return inline_html(self.read(markdown_escape(japanese), form=form))

    # to HTML

    def html(self, text: str) -> str:
        """Return a text of this language (inline Markdown; Japanese without readings) as HTML."""
        return inline_html(text if self.translated else self.read(text))

    def text_html(self, text: Text, *, marked: bool = True) -> str:
        """Return a text that has its readings already as HTML, with the mark where it is due."""
        html = inline_html(text.markdown)
        if text.is_source:
            html = f"{JAPANESE}{html}</span>"
        html = self.terms.explain(html, text.id.replace(".", "-"))
        html = paired(text.id, html)
        return html + self.mark(text) if marked else html

    def plain(self, japanese: str) -> str:
        """Return Japanese as plain text: as written, or in kana or romaji where that is the language."""
        if self.locale.origin in (Origin.KANA, Origin.ROMAJI):
            return plain(self.read(japanese))
        return plain(japanese)

    def data_said(self, key: str) -> Plain:
        """Return a text of a data file or site.yml as plain text; never an outdated translation."""
        text = self.project.content.texts[key]
        if not self.translated:
            return Plain(_tidy(self.plain(self._data_source(key))), self.locale.tag)
        name = SITE if text in self.project.content.site_texts else DATA
        found = self.catalog(name).get(key, text.block.text)
        shown = found.text if found.state.shown else text.block.text
        japanese = not found.state.shown and text.block.translatable
        said = _tidy(plain(markdown_escape(shown)))
        return Plain(said, SOURCE if japanese else self.locale.tag)

    def data_plain(self, key: str) -> str:
        """Return the same where its language does not matter."""
        return self.data_said(key).text

    def block_said(self, page: SourcePage, block: Block) -> Plain:
        """Return a block of a page as plain text, whole in one language.

        Never an outdated translation: it is read where no mark stands beside it.
        """
        if not self.translated:
            said = self.plain(self._resolve(block.raw, self.facts))
            return Plain(_tidy(said), self.locale.tag)
        found = self.catalog(page.catalog).get(block.context, block.text)
        if found.state.shown or not block.translatable:
            text = found.text if found.state.shown else block.text
            return Plain(_tidy(plain(self._resolve(text, self._plain_facts))), self.locale.tag)
        japanese = self._resolve(block.text, self._plain_source_facts)
        return Plain(_tidy(plain(japanese)), SOURCE)

    @cached_property
    def _plain_facts(self) -> Facts:
        # not `facts`: with these, Japanese in place of a translation has ruby, which `plain` drops
        content = self.project.content
        return Facts(content, self.locale, _escaped(self.data_plain), self.say_raw)

    @cached_property
    def _plain_source_facts(self) -> Facts:
        content = self.project.content
        text = _escaped(lambda key: content.texts[key].block.text)
        return Facts(content, locale(SOURCE), text, STRINGS.__getitem__)

    def field_said(self, page: SourcePage, way: tuple[str | int, ...]) -> Plain:
        """Return a front-matter text as plain text: titles, descriptions."""
        return self.block_said(page, page.paths[way])

    def field_plain(self, page: SourcePage, way: tuple[str | int, ...]) -> str:
        """Return the same where its language does not matter."""
        return self.field_said(page, way).text

    def field(self, page: SourcePage, way: tuple[str | int, ...]) -> Text:
        """Return a front-matter text in this language, for its own page."""
        # a heading is no place for a tap
        text = self.block(page, page.paths[way], terms=way != ("title",))
        return replace(text, id=".".join(map(str, way)))

    def field_elsewhere(
        self, page: SourcePage, way: tuple[str | int, ...], *, noticed: bool = True
    ) -> str:
        """Return a front-matter text as HTML for other pages: never an old one, no marks.

        `noticed` says why a text is in Easy Japanese; a menu has no place for that.
        """
        text = self.block(page, page.paths[way])
        if text.shown is Shown.OLD:
            text = Text(self.japanese(page.paths[way]), text.state, Shown.SOURCE)
        return self.text_html(text, marked=noticed and text.is_source)


_EXPLAINED = re.compile(r"\s*[＜<]\s*[＝=]\s*(?P<easy>[^＜＞<>]*?)\s*[＞>]")


def _tidy(text: str) -> str:
    """Return a text without Markdown on one line, its explanations in brackets, entities as letters."""
    return " ".join(_EXPLAINED.sub(r"（\g<easy>）", unescape(text)).split())


def _escaped(text: Callable[[str], str]) -> Callable[[str], str]:
    return lambda key: markdown_escape(text(key))
