"""A language server: findings, readings and fixes in an editor, while a text is being written.

One thread judges (`_Judge`): it owns the sites and all that is cached. The event loop only moves
messages, so that typing never waits for a check.
"""

import asyncio
import logging
import os
import re
import sys
from bisect import bisect_right
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path
from pygls.workspace import PositionCodec, TextDocument

from madoguchi import __version__
from madoguchi.check.engine import (
    MARKDOWN,
    Checker,
    SiteCheck,
    check_text,
    in_order,
    plain_checker,
    text_document,
)
from madoguchi.check.fix import fixed
from madoguchi.check.reference import module_doc
from madoguchi.check.rules import RULES
from madoguchi.check.text import sentences
from madoguchi.check.vocabulary import difficulty
from madoguchi.content import SourcePage, at_field, parse_page
from madoguchi.crosscheck import cross_check
from madoguchi.document import Block, BlockKind, Document, parse
from madoguchi.errors import MadoguchiError
from madoguchi.files import read_text
from madoguchi.findings import TOP, Finding, Message, Severity
from madoguchi.kana import HAS_KANJI
from madoguchi.kanji import NOT_JOYO
from madoguchi.project import load
from madoguchi.schema import CheckSettings
from madoguchi.span import Edit, Lines, Place, Span
from madoguchi.words import Word

T = TypeVar("T")

_PAUSE = 0.2
"""Seconds without a key stroke before a text is judged."""
_FIX_ALL = "source.fixAll.madoguchi"
_RULES = {rule.id: rule for rule in RULES}
_log = logging.getLogger(__name__)


# Positions


_LINE_END = re.compile("\r\n|\r|\n")
_LONE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class _Text:
    """A text as the editor has it, between its positions and our code points."""

    source: str
    codec: PositionCodec

    @cached_property
    def text(self) -> str:
        """The text as a file would say it: without a byte order mark, and nothing that is no text."""
        return _LONE.sub("\ufffd", self.source.removeprefix("\ufeff"))

    @cached_property
    def _mark(self) -> int:
        return len(self.source) - len(self.text)

    @cached_property
    def _lines(self) -> tuple[list[int], list[int]]:
        """Where lines begin and end; for an editor a lone CR ends one as well."""
        ends = [match.span() for match in _LINE_END.finditer(self.source)]
        return [0, *(end for _, end in ends)], [*(start for start, _ in ends), len(self.source)]

    @cached_property
    def _places(self) -> Lines:
        return Lines(self.text)

    def offset_of(self, place: Place) -> int:
        """Return the code point at a finding's place."""
        return self._places.offset(place)

    def position(self, offset: int) -> types.Position:
        """Return the editor's position of a code point."""
        starts, ends = self._lines
        at = offset + self._mark
        line = bisect_right(starts, at) - 1
        before = self.source[starts[line] : min(at, ends[line])]
        return types.Position(line, self.codec.client_num_units(before))

    def range(self, span: Span) -> types.Range:
        """Return the editor's range of a span."""
        return types.Range(self.position(span.start), self.position(span.end))

    def offset(self, position: types.Position) -> int:
        """Return the code point at the editor's position, or the nearest."""
        starts, ends = self._lines
        if position.line >= len(starts):
            return len(self.text)
        at, units = starts[position.line], 0
        while at < ends[position.line] and units < position.character:
            units += self.codec.client_num_units(self.source[at])
            at += 1
        return max(0, at - self._mark)

    def span(self, finding: Finding) -> Span:
        """Return what a finding is about; without an end, the rest of its line."""
        start = self.offset_of(finding.place)
        if finding.end is not None:
            return Span(start, max(start, self.offset_of(finding.end)))
        stop = self.text.find("\n", start)
        rest = self.text[start : None if stop < 0 else stop]
        return Span(start, start + len(rest.rstrip()))

    def edit(self, edit: Edit) -> types.TextEdit:
        """Return an edit as the editor makes it."""
        return types.TextEdit(self.range(edit.span), edit.text)


# Judging, in one thread


@dataclass(frozen=True)
class _Judged:
    """A version of a text, and what there is to say of it."""

    text: _Text
    findings: tuple[Finding, ...]
    document: Document
    blocks: tuple[Block, ...]
    checker: Checker
    comments: bool = True
    """An editor can allow something in it."""

    def near(self, span: Span) -> Iterator[tuple[Finding, Span]]:
        """Yield the findings that `span` touches."""
        for finding in self.findings:
            found = self.text.span(finding)
            if found.start <= span.end and span.start <= found.end:
                yield finding, found


def _content_folder(path: Path) -> Path | None:
    """Return the content folder around a file: the nearest with a site.yml, or named content_src."""
    return next(
        (p for p in path.parents if p.name == "content_src" or (p / "site.yml").is_file()), None
    )


def _is_page(path: Path, root: Path) -> bool:
    return path.suffix == ".md" and path.relative_to(root).parts[0] == "pages"


def _is_source(path: Path, root: Path) -> bool:
    """Whether the site is made from this file: site.yml, data, words, translations, pages."""
    first = path.relative_to(root).parts[0]
    return first in ("site.yml", "data", "words", "locale", "pages")


_TOLD = re.compile(
    r"(?P<path>.+?):(?P<line>\d+):(?P<column>\d+): (?P<severity>error|warning|info) (?P<code>\w+) (?P<said>.*)"
)


@dataclass(frozen=True)
class _Site:
    """A content folder as it was when it was loaded; without a check, why there is none."""

    root: Path
    state: object
    check: SiteCheck | None
    error: Message

    @cached_property
    def pages(self) -> dict[Path, SourcePage]:
        """The pages by path, as far as links and ids need them."""
        assert self.check is not None
        return {p.document.path: _hollow(p) for p in self.check.project.content.pages}

    @cached_property
    def form(self) -> list[Finding]:
        """What is wrong in the files on the disk: their form, and the language of the data."""
        assert self.check is not None
        return in_order((*self.check.project.findings, *self.check.data()))

    def broken(self, path: Path) -> list[Finding]:
        """Return why there is no site: in site.yml where it is, elsewhere at the first line."""
        lines = zip(self.error.ja.split("\n"), self.error.en.split("\n"), strict=False)
        found: list[Finding] = []
        for ja, en in lines:
            there, there_en = _TOLD.fullmatch(ja), _TOLD.fullmatch(en)
            if there is None or there_en is None or there["path"] != path.as_posix():
                found.append(Finding(path, TOP, Severity.ERROR, "S000", Message(ja, en)))
                continue
            place = Place(int(there["line"]), int(there["column"]))
            message = Message(there["said"], there_en["said"])
            found.append(Finding(path, place, Severity(there["severity"]), there["code"], message))
        return found

    def page(self, page: SourcePage) -> Iterator[Finding]:
        """Yield what is wrong with a page, as it would stand in the site."""
        assert self.check is not None
        path = page.document.path
        pages = tuple({**self.pages, path: page}.values())
        whole = replace(self.check.project.content, pages=pages)
        yield from (f for f in cross_check(whole) if f.path == path)
        yield from self.check.page(page)
        saved = self.pages.get(path)
        if saved is None or saved.uri == page.uri:
            # whether id and place agree with other files is known once they are saved
            for finding in self.check.project.findings:
                if finding.path == path and finding.code in ("S005", "S007"):
                    yield at_field(page, ("id",), finding.message, finding.code)


def _hollow(page: SourcePage) -> SourcePage:
    """Return a page without what only its own check needs: checking one page must not check all."""
    end = len(page.document.text)
    document = replace(page.document, blocks=(), body=Span(end, end))
    return replace(page, document=document, fields=())


def _state(root: Path) -> object:
    """Return what changes when a file of the site does; of a page, only whether it is there."""
    data = [root / "site.yml", *(f for d in ("data", "words") for f in (root / d).glob("*"))]
    stats = [(path, path.stat()) for path in sorted(data) if path.is_file()]
    pages = sorted((root / "pages").rglob("*.md"))
    return [(path, stat.st_mtime_ns, stat.st_size) for path, stat in stats], pages


class _Judge:
    """Finds fault with texts; called from one thread only."""

    def __init__(self) -> None:
        self._sites: dict[Path, _Site] = {}

    @cached_property
    def plain(self) -> Checker:
        """The checker for texts of no site."""
        return plain_checker()

    def warm(self) -> None:
        """Load dictionary and word lists before the first text needs them."""
        self.text(_Text("市役所へ行きます。", PositionCodec()), Path("text.md"))

    def judge(self, path: Path | None, language: str, text: _Text) -> _Judged | None:
        """Return what there is to say of a text; None if that is nothing, or not known."""
        root = _content_folder(path) if path is not None else None
        if path is not None and root is not None and _is_source(path, root):
            return (
                self.page(text, path, root) if _is_page(path, root) else self.file(text, path, root)
            )
        name = path or Path("text")
        if name.suffix.lower() == ".txt" or name.suffix.lower() in MARKDOWN:
            return self.text(text, name)
        ending = {"markdown": ".md", "plaintext": ".txt"}.get(language)
        return None if ending is None or name.suffix else self.text(text, name.with_suffix(ending))

    def text(self, text: _Text, path: Path) -> _Judged:
        """Judge a text of no site."""
        findings = check_text(text.text, path, self.plain, CheckSettings())
        document = text_document(text.text, path)
        plain = path.suffix.lower() == ".txt"
        return _Judged(
            text, tuple(findings), document, document.blocks, self.plain, comments=not plain
        )

    def page(self, text: _Text, path: Path, root: Path) -> _Judged:
        """Judge a page of a site, as the editor has it."""
        site = self._site(root)
        findings: list[Finding] = []
        page = parse_page(text.text, path, findings)
        if site.check is None:
            findings += site.broken(path)
        elif page is not None:
            findings += site.page(page)
        document = page.document if page is not None else parse(text.text, path)
        blocks = page.blocks if page is not None else document.blocks
        checker = self.plain if site.check is None else site.check.checker
        return _Judged(text, tuple(in_order(findings)), document, blocks, checker)

    def file(self, text: _Text, path: Path, root: Path) -> _Judged | None:
        """Judge site.yml, a data file or a translation, which must have been saved."""
        if not path.is_file() or read_text(path)[0] != text.text:
            return None
        site = self._site(root)
        document = Document(path, text.text, Span(0, 0), ())
        if site.check is None:
            known = path.parent == root or path.parent.name in ("data", "words")
            findings = site.broken(path) if known else []
            return _Judged(text, tuple(findings), document, (), self.plain)
        content = site.check.project.content
        texts = (*content.site_texts, *content.data_texts)
        blocks = tuple(t.block for t in texts if t.document.path == path)
        findings = [f for f in site.form if f.path == path]
        return _Judged(
            text, tuple(findings), document, blocks, site.check.checker, path.suffix == ".yml"
        )

    def saved(self, path: Path, root: Path, text: str) -> bool:
        """Note that a file was saved; return whether other files must be judged anew."""
        site = self._sites.get(root)
        if site is None:
            return False
        page = parse_page(text, path, []) if site.check and _is_page(path, root) else None
        before = site.pages.get(path) if page is not None else None
        if page is None or before is None or page.uri != before.uri:
            del self._sites[root]
        else:
            site.pages[path] = _hollow(page)
        return True

    def changed(self, root: Path) -> bool:
        """Note that files changed on the disk; return whether the site is another now."""
        site = self._sites.get(root)
        if site is None or site.state == _state(root):
            return False
        del self._sites[root]
        return True

    def _site(self, root: Path) -> _Site:
        site = self._sites.get(root)
        if site is None:
            site = self._sites[root] = self._load(root)
        return site

    def _load(self, root: Path) -> _Site:
        state = _state(root)
        try:
            check = SiteCheck(load(root))
            check.validate()
        except MadoguchiError as error:
            return _Site(root, state, None, error.message)
        except OSError as error:
            name, why = error.filename or "", error.strerror
            message = Message(
                f"「{name}」を読めません（{why}）。", f'Cannot read "{name}" ({why}).'
            )
            return _Site(root, state, None, message)
        return _Site(root, state, check, Message("", ""))


# What is shown


_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


def _diagnostic(judged: _Judged, finding: Finding, lang: str) -> types.Diagnostic:
    return types.Diagnostic(
        judged.text.range(judged.text.span(finding)),
        finding.message.text(lang),
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        source="madoguchi",
    )


def _word_at(judged: _Judged, offset: int) -> tuple[list[Word], Span] | None:
    """Return the word at an offset; several where a reading or a fact stands for all of them."""
    block = next((b for b in judged.blocks if b.span.start <= offset < b.span.end), None)
    if block is None:
        return None
    checker = judged.checker
    found: list[Word] = []
    where = Span(0, 0)
    for sentence in sentences(judged.document, [block], checker.reader.words, checker.resolve):
        for word in sentence.words:
            span = sentence.prose.source(word.span.start, word.span.end)
            if span.start <= offset < span.end and any(map(str.isalnum, word.text)):
                found.append(word)
                where = span
    # a text that YAML writes another way stands at one place as a whole: nobody points at a word
    one = len(found) == 1 or judged.text.text.startswith("{", where.start)
    return (found[:3], where) if found and one else None


_MARKUP = re.compile(r"([\\`*_{}\[\]#|<>~&$])")


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)


def _described(word: Word) -> Message:
    """Return a word's reading, base form and difficulty, a line each."""
    ja, en = [f"{word.text}（{word.reading}）"], [f"{word.text} ({word.reading})"]
    if word.base != word.text:
        ja.append(f"辞書の形: {word.base}")
        en.append(f"Dictionary form: {word.base}")
    if word.pos[0] not in ("助詞", "助動詞"):
        hard = difficulty(word)
        level = Message(f"N{hard.level} くらい", f"about N{hard.level}")
        level = level if hard.known else Message("どの表にもないことば", "in no list")
        kanji = _kanji(hard.kanji) if HAS_KANJI.search(word.text) else Message("", "")
        ja.append(f"むずかしさ（推定）: {hard.value:.1f}（0〜6）、{level.ja}{kanji.ja}")
        en.append(f"Difficulty (an estimate): {hard.value:.1f} of 6, {level.en}{kanji.en}")
    return Message("\n".join(ja), "\n".join(en))


def _kanji(grade: int) -> Message:
    if grade < 7:
        return Message(f"、小学{grade}年までの漢字", f", kanji up to school year {grade}")
    if grade < NOT_JOYO:
        return Message("、中学からの漢字", ", kanji of secondary school")
    return Message("、常用ではない漢字", ", kanji not for general use")


def _hover(
    judged: _Judged, position: types.Position, lang: str, *, markdown: bool
) -> types.Hover | None:
    offset = judged.text.offset(position)
    shown = _escaped if markdown else str
    parts: list[str] = []
    here = _word_at(judged, offset)
    for word in here[0] if here else ():
        first, *rest = map(shown, _described(word).text(lang).split("\n"))
        parts.append(
            "\n".join((f"**{first}**\n" if markdown else first, *(f"- {r}" for r in rest)))
        )
    where = here[1] if here else None
    for finding, span in judged.near(Span(offset, offset)):
        rule = _RULES.get(finding.code)
        claim = "" if rule is None else module_doc(rule).partition("\n")[0]
        name = finding.code if rule is None else f"{finding.code} {rule.name}"
        lines = [f"{name}: {line}" for line in finding.message.text(lang).split("\n")]
        parts.append("\n\n".join(map(shown, [*lines, *([claim] if claim else [])])))
        where = where or span
    if where is None:
        return None
    kind = types.MarkupKind.Markdown if markdown else types.MarkupKind.PlainText
    value = ("\n\n---\n\n" if markdown else "\n\n").join(parts)
    return types.Hover(types.MarkupContent(kind, value), judged.text.range(where))


# What can be done


@dataclass(frozen=True)
class _Action:
    """A change that an editor may choose."""

    title: Message
    edits: tuple[Edit, ...]
    kind: str
    finding: Finding | None = None
    preferred: bool = False


def _actions(judged: _Judged, span: Span) -> Iterator[_Action]:
    near = list(judged.near(span))
    for finding, _ in near:
        if finding.fix is not None and finding.fix.edits:
            title = _mending(finding.fix.edits, judged.text.text, safe=finding.fix.safe)
            yield _Action(
                title, finding.fix.edits, types.CodeActionKind.QuickFix, finding, finding.fix.safe
            )
    for finding, found in near:
        edit = _allowance(judged, finding, found.start)
        if edit is not None:
            name = _RULES[finding.code].name
            title = Message(
                f"ここでは {name} を許す（理由を書いてください）",
                f"Allow {name} here (write down why)",
            )
            yield _Action(title, (edit,), types.CodeActionKind.QuickFix, finding)
    before = judged.text.text
    after, count = fixed(before, judged.findings)
    if count:
        title = Message(
            f"意味が変わらない {count} か所を直す", f"Mend the {count} places that keep the meaning"
        )
        yield _Action(title, tuple(_changes(before, after)), _FIX_ALL)


def _mending(edits: tuple[Edit, ...], text: str, *, safe: bool) -> Message:
    edit = edits[0]
    old, new = edit.span.of(text), edit.text
    if not old:
        title = Message(f"「{new}」を入れる", f'Insert "{new}"')
    elif not new:
        title = Message(f"「{old}」を消す", f'Delete "{old}"')
    else:
        title = Message(f"「{old}」を「{new}」にする", f'Change "{old}" to "{new}"')
    more = len(edits) - 1
    ja = f"、ほか {more} か所" if more else ""
    en = f", and {more} more" if more else ""
    if not safe:
        ja, en = f"{ja}（意味を確かめてください）", f"{en} (make sure it keeps the meaning)"
    return Message(title.ja + ja, title.en + en)


def _allowance(judged: _Judged, finding: Finding, offset: int) -> Edit | None:
    """Return the comment above a finding's block that allows it; the editor adds the reason."""
    rule = _RULES.get(finding.code)
    blocks = sorted(judged.blocks, key=lambda block: block.span.start)
    covering = [i for i, b in enumerate(blocks) if b.span.start <= offset < max(b.span.end, 1)]
    if rule is None or not judged.comments or not covering:
        return None
    i = covering[-1]
    while blocks[i].kind is BlockKind.CELL and i and blocks[i - 1].kind is BlockKind.CELL:
        i -= 1  # a comment between the rows would cut the table in two
    text = judged.text.text
    start = text.rfind("\n", 0, blocks[i].span.start) + 1
    indent = re.compile("[ \t]*").match(text, start)
    assert indent is not None
    front = blocks[i].kind is BlockKind.FIELD
    said = (
        f"# madoguchi: allow {rule.name} " if front else f"<!-- madoguchi: allow {rule.name}  -->"
    )
    end = "\r\n" if "\r\n" in text else "\n"
    return Edit(Span(start, start), f"{indent[0]}{said}{end}")


def _changes(before: str, after: str) -> Iterator[Edit]:
    """Yield the lines that differ, so that an editor leaves the others, and the cursor, alone."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Edit(Span(starts[a], starts[b]), "".join(new[c:d]))


# The server


class _Server(LanguageServer):
    """Moves messages; what takes time is done by the judge, in its thread."""

    def __init__(self, lang: str | None) -> None:
        # whole texts: pygls cuts lines at more characters than editors do
        super().__init__(
            "madoguchi", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full
        )
        self.asked = lang
        self.lang = lang or "ja"
        self.ended = False
        self.judge = _Judge()
        self.pool = ThreadPoolExecutor(1, thread_name_prefix="madoguchi")
        self.tasks: dict[str, asyncio.Task[None]] = {}
        self.known: dict[str, tuple[str, asyncio.Future[_Judged | None]]] = {}

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log what pygls could not do, in one line."""
        self.tell(getattr(source, "__name__", "server"), error)

    def tell(self, what: str, error: BaseException) -> None:
        """Log an error in one line, here and in the editor."""
        text = " ".join(f"madoguchi {what}: {type(error).__name__}: {error}".split())
        _log.error(text)
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, text))

    async def run(self, function: Callable[..., T], *args: Any) -> T:
        """Call a function in the judge's thread."""
        return await asyncio.get_running_loop().run_in_executor(self.pool, function, *args)

    def document(self, uri: str) -> TextDocument | None:
        """Return an open text."""
        found: TextDocument | None = self.workspace.text_documents.get(unquote(uri))
        return found

    async def judged(self, uri: str) -> _Judged | None:
        """Return what there is to say of the newest version of an open text."""
        document = self.document(uri)
        if document is None:
            return None
        known = self.known.get(uri)
        if known is None or known[0] != document.source:
            text = _Text(document.source, self.workspace.position_codec)
            language = document.language_id or ""
            judging = self.run(self.judge.judge, _path(uri), language, text)
            known = self.known[uri] = (document.source, asyncio.ensure_future(judging))
        # others may wait for the same judgement
        return await asyncio.shield(known[1])

    def soon(self, uri: str, pause: float = 0.0) -> None:
        """Judge a text after a pause, unless a newer version comes first."""
        self.drop(uri)
        self.tasks[uri] = asyncio.get_running_loop().create_task(self._publish(uri, pause))

    def drop(self, uri: str) -> None:
        """Forget a judgement that is under way."""
        task = self.tasks.pop(uri, None)
        if task is not None:
            task.cancel()

    async def _publish(self, uri: str, pause: float) -> None:
        try:
            await asyncio.sleep(pause)
            judged = await self.judged(uri)
            document = self.document(uri)
            if judged is None or document is None:
                return
            shown = [_diagnostic(judged, finding, self.lang) for finding in judged.findings]
            self.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(uri, shown, document.version)
            )
        except Exception as error:
            self.tell("diagnostics", error)

    def again(self, root: Path) -> None:
        """Judge the open texts of a site anew."""
        for document in list(self.workspace.text_documents.values()):
            path = _path(document.uri)
            if path is not None and root in path.parents:
                self.known.pop(document.uri, None)
                self.soon(document.uri)

    # Messages

    async def started(self, params: types.InitializeParams) -> None:
        """Choose the language: what the client sets, else what the command line says, else the client's own."""
        options = params.initialization_options
        wanted = options.get("lang") if isinstance(options, Mapping) else None
        if wanted in ("ja", "en"):
            self.lang = str(wanted)
        elif self.asked is None and (params.locale or "").lower().startswith("en"):
            self.lang = "en"

    async def ready(self, params: types.InitializedParams) -> None:
        """Ask to be told of files that change on the disk, and load the dictionaries."""
        workspace = self.client_capabilities.workspace
        watched = workspace.did_change_watched_files if workspace else None
        if watched is not None and watched.dynamic_registration:
            globs = ("**/site.yml", "**/data/*.yml", "**/words/*", "**/pages/**/*.md")
            options = types.DidChangeWatchedFilesRegistrationOptions(
                [types.FileSystemWatcher(glob) for glob in globs]
            )
            registration = types.Registration(
                "files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options
            )
            self.client_register_capability(types.RegistrationParams([registration]))
        self.pool.submit(self.judge.warm)

    async def opened(self, params: types.DidOpenTextDocumentParams) -> None:
        """Judge a text at once."""
        self.known.pop(params.text_document.uri, None)
        self.soon(params.text_document.uri)

    async def edited(self, params: types.DidChangeTextDocumentParams) -> None:
        """Judge a text when its writer pauses."""
        self.soon(params.text_document.uri, _PAUSE)

    async def saved(self, params: types.DidSaveTextDocumentParams) -> None:
        """Judge a text, and what depends on it."""
        uri = params.text_document.uri
        path = _path(uri)
        root = _content_folder(path) if path is not None else None
        document = self.document(uri)
        if path is None or root is None or document is None or not _is_source(path, root):
            self.soon(uri)
        elif await self.run(self.judge.saved, path, root, document.source.removeprefix("\ufeff")):
            self.again(root)
        else:
            self.known.pop(uri, None)
            self.soon(uri)

    async def closed(self, params: types.DidCloseTextDocumentParams) -> None:
        """Take the findings of a text away."""
        uri = params.text_document.uri
        self.drop(uri)
        self.known.pop(uri, None)
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    async def watched(self, params: types.DidChangeWatchedFilesParams) -> None:
        """Load sites anew whose files changed on the disk."""
        paths = [path for change in params.changes if (path := _path(change.uri)) is not None]
        roots = dict.fromkeys(root for path in paths if (root := _content_folder(path)) is not None)
        for root in roots:
            if await self.run(self.judge.changed, root):
                self.again(root)

    async def hover(self, params: types.HoverParams) -> types.Hover | None:
        """Say how a word is read, how hard it is, and what is wrong with it."""
        judged = await self.judged(params.text_document.uri)
        if judged is None:
            return None
        texts = self.client_capabilities.text_document
        formats = texts.hover.content_format if texts and texts.hover else None
        markdown = not formats or types.MarkupKind.Markdown in formats
        return await self.run(lambda: _hover(judged, params.position, self.lang, markdown=markdown))

    async def code_actions(self, params: types.CodeActionParams) -> list[types.CodeAction] | None:
        """Offer the changes that findings carry, and to allow what stands there."""
        uri = params.text_document.uri
        judged = await self.judged(uri)
        if judged is None:
            return None
        text = judged.text
        span = Span(text.offset(params.range.start), text.offset(params.range.end))
        return [
            types.CodeAction(
                action.title.text(self.lang),
                kind=action.kind,
                diagnostics=[_diagnostic(judged, action.finding, self.lang)]
                if action.finding
                else None,
                is_preferred=action.preferred or None,
                edit=self._edit(uri, map(text.edit, action.edits)),
            )
            for action in _actions(judged, span)
            if _asked(action.kind, params.context.only)
        ]

    def _edit(self, uri: str, edits: Iterable[types.TextEdit]) -> types.WorkspaceEdit:
        """Return edits of one version of a text, where the client knows versions."""
        workspace = self.client_capabilities.workspace
        able = workspace.workspace_edit if workspace else None
        if able is None or not able.document_changes:
            return types.WorkspaceEdit(changes={uri: list(edits)})
        version = self.workspace.get_text_document(uri).version
        document = types.OptionalVersionedTextDocumentIdentifier(uri, version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, list(edits))])

    async def ending(self, params: None) -> None:
        """Note that the editor said goodbye."""
        self.ended = True


def _asked(kind: str, only: Iterable[str] | None) -> bool:
    """Whether a client wants actions of `kind`; kinds are nested: source.fixAll is a source."""
    return only is None or any(not o or kind == o or kind.startswith(f"{o}.") for o in only)


def _path(uri: str) -> Path | None:
    """Return the file of a URI; None for a text that is in no file yet."""
    name = to_fs_path(uri)
    return Path(name) if name else None


class _OneLine(logging.Formatter):
    """Says what happened in one line, without a traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the first line of the message, and of the error if there is one."""
        error = record.exc_info[1] if record.exc_info else None
        said = record.getMessage().partition("\n")[0]
        return (
            said
            if error is None
            else f"{said} ({type(error).__name__}: {error})".replace("\n", " ")
        )


def serve(lang: str | None) -> int:
    """Serve one editor over standard input and output until it ends; return the exit code.

    `lang` is the language of messages where the editor sets none.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_OneLine())
    logging.basicConfig(level=logging.ERROR, handlers=[handler], force=True)
    # what a library prints would be taken for a message to the editor
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    server = _Server(lang)
    kinds = types.CodeActionOptions([types.CodeActionKind.QuickFix, _FIX_ALL])
    for name, handle, options in (
        (types.INITIALIZE, server.started, None),
        (types.INITIALIZED, server.ready, None),
        (types.TEXT_DOCUMENT_DID_OPEN, server.opened, None),
        (types.TEXT_DOCUMENT_DID_CHANGE, server.edited, None),
        (types.TEXT_DOCUMENT_DID_SAVE, server.saved, None),
        (types.TEXT_DOCUMENT_DID_CLOSE, server.closed, None),
        (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, server.watched, None),
        (types.TEXT_DOCUMENT_HOVER, server.hover, None),
        (types.TEXT_DOCUMENT_CODE_ACTION, server.code_actions, kinds),
        (types.SHUTDOWN, server.ending, None),
    ):
        server.feature(name, options)(_guarded(server, name, handle))
    server.start_io(stdout=out)
    server.pool.shutdown(wait=False, cancel_futures=True)
    return 0 if server.ended else 1


def _guarded(
    server: _Server, name: str, handle: Callable[[Any], Awaitable[Any]]
) -> Callable[[Any], Awaitable[Any]]:
    """Return a handler that tells of errors and answers with nothing: no traceback reaches an editor."""

    async def run(params: Any) -> Any:
        try:
            return await handle(params)
        except Exception as error:
            server.tell(name, error)
            return None

    return run
