"""Every id, language and link that one file uses must be there in another."""

import posixpath
import re
from collections.abc import Collection, Iterator

from madoguchi.content import Content, SourcePage, at_field, settings_place
from madoguchi.document import Document
from madoguchi.errors import SettingsError
from madoguchi.facts import ERAS_BEGIN, FORMS, Facts, source_facts
from madoguchi.findings import Finding, Message, Severity
from madoguchi.icons import icon
from madoguchi.icons import names as icon_names
from madoguchi.inline import Kind, link_target, references, scan
from madoguchi.locales import locale
from madoguchi.schema import KANA_READING
from madoguchi.suggest import nearest, unknown
from madoguchi.validate import load_yaml

_CONTACT = Message("連絡先（data/contacts.yml）", "contact (data/contacts.yml)")
_PLACE = Message("場所（data/places.yml）", "place (data/places.yml)")
_FEE = Message("お金（data/fees.yml）", "fee (data/fees.yml)")
_CATEGORY = Message("分類（site.yml）", "category (site.yml)")
_PAGE = Message("ページ", "page")
LISTS = ("desks", "classes")
"""What `{list:…}` can show."""


def cross_check(content: Content) -> Iterator[Finding]:
    """Yield a finding for every reference that leads nowhere."""
    yield from _settings(content)
    yield from _data(content)
    for page in content.pages:
        yield from _front_matter(content, page)
        yield from _body(content, page)


def _settings(content: Content) -> Iterator[Finding]:
    settings = content.settings
    contacts = content.data["contacts"]
    used: list[tuple[tuple[str | int, ...], str]] = [
        (("contact",), settings.contact),
        (("desk",), settings.desk),
    ]
    used += [(("emergency", i), id_) for i, id_ in enumerate(settings.emergency)]
    for way, id_ in used:
        if id_ not in contacts:
            yield _in_settings(content, way, unknown(_CONTACT, id_, contacts))
    ids = {page.meta.id for page in content.pages}
    for i, category in enumerate(settings.categories):
        if not icon(category.icon):
            message = unknown(Message("アイコン", "icon"), category.icon, icon_names())
            yield _in_settings(content, ("categories", i, "icon"), message)
        for j, id_ in enumerate(category.pages):
            if id_ not in ids and not list((content.root / "pages").rglob(f"{id_}.md")):
                yield _in_settings(content, ("categories", i, "pages", j), unknown(_PAGE, id_, ids))
    home = content.root / "pages" / "index.md"
    if not any(page.is_home for page in content.pages) and not home.is_file():
        message = Message(
            "ホームのページがありません。pages/index.md を作ってください（type: home）。",
            "There is no home page. Write pages/index.md with type: home.",
        )
        yield _in_settings(content, (), message)


def _references_in_data(content: Content) -> Iterator[Finding]:
    """Yield a finding for each text of a data file or site.yml that refers to a fact: they are facts."""
    message = Message(
        "data と site.yml の文では {…} を使えません。電話番号などは、そのまま書いてください。",
        "Texts in data files and site.yml cannot use {…}. Write the number or the name itself.",
    )
    for text in content.texts.values():
        if references(text.block.text):
            place = text.document.place(text.block.span.start)
            yield Finding(text.document.path, place, Severity.ERROR, "S009", message)


def _in_settings(content: Content, way: tuple[str | int, ...], message: Message) -> Finding:
    place = settings_place(content.root, way)
    return Finding(content.root / "site.yml", place, Severity.ERROR, "S008", message)


def _data(content: Content) -> Iterator[Finding]:
    yield from _references_in_data(content)
    pages = {page.meta.id for page in content.pages}
    for kind, items in content.data.items():
        document = next(
            (t.document for t in content.data_texts if t.key.startswith(f"{kind}.")), None
        )
        if document is None:
            continue
        doc, _ = load_yaml(document.path, document.text)
        for id_, item in items.items():
            for field, known, what in (
                ("place", content.data["places"], _PLACE),
                ("contact", content.data["contacts"], _CONTACT),
                ("fee", content.data["fees"], _FEE),
                ("book", content.data["fees"], _FEE),
                ("page", pages, _PAGE),
            ):
                value = getattr(item, field, None)
                if isinstance(value, str) and value not in known:
                    place = document.place(doc.where((id_, field)).start)
                    yield Finding(
                        document.path, place, Severity.ERROR, "S008", unknown(what, value, known)
                    )
            for i, tag in enumerate(getattr(item, "languages", ())):
                if (message := _wrong_tag(tag)) is not None:
                    place = document.place(doc.where((id_, "languages", i)).start)
                    yield Finding(document.path, place, Severity.ERROR, "S008", message)


def _wrong_tag(tag: str) -> Message | None:
    try:
        locale(tag)
    except SettingsError as error:
        return error.message
    return None


def _front_matter(content: Content, page: SourcePage) -> Iterator[Finding]:
    meta = page.meta
    categories: Collection[str] = [category.id for category in content.settings.categories]
    if meta.category and meta.category not in categories:
        yield at_field(page, ("category",), unknown(_CATEGORY, meta.category, categories), "S008")
    for field, what, known in (
        ("contact", _CONTACT, content.data["contacts"]),
        ("where", _PLACE, content.data["places"]),
    ):
        for i, id_ in enumerate(getattr(meta, field)):
            if id_ not in known:
                yield at_field(page, (field, i), unknown(what, id_, known), "S008")
    for i, tag in enumerate(meta.desk_languages):
        if (message := _wrong_tag(tag)) is not None:
            yield at_field(page, ("desk_languages", i), message, "S008")


_FORBIDDEN = re.compile(r"<(?!!--|br\b|/?ruby\b|/?rt\b|/?rp\b)", re.IGNORECASE)
_HTML_LINE = re.compile(
    r"^[ \t]*(</?(?:script|iframe|style|div|section|form|object|embed)\b)",
    re.IGNORECASE | re.MULTILINE,
)
_ACTS = re.compile(r"(\{[^{}\n]*\b(?:on[a-z]+|style)\s*=)", re.IGNORECASE)
_NO_HTML = Message(
    "HTML や javascript: は書けません。Markdown で書いてください（手引き: ページを書く）。",
    "HTML and javascript: are not allowed. Write Markdown; the handbook shows how.",
)


def _body(content: Content, page: SourcePage) -> Iterator[Finding]:
    document = page.document
    uris = content.uris
    facts = source_facts(content)
    blocks = [(block.span, block.span.of(document.text)) for block in page.blocks]
    for span, text in blocks:
        picture = False
        for token in scan(text):
            at = span.start + token.span.start
            mark = token.span.of(text)
            if token.kind is Kind.REF and facts.value(token.text) is None:
                yield _error(document, at, _unknown_fact(content, facts, token.text), "S009")
            elif token.kind is Kind.RUBY and not KANA_READING.fullmatch(token.reading):
                message = Message(
                    f"読み「{token.reading}」は、ひらがなかカタカナで書いてください。",
                    f'Write the reading "{token.reading}" in kana.',
                )
                yield _error(document, at, message, "S003")
            elif token.kind is Kind.MARKUP and _FORBIDDEN.match(mark):
                yield _error(document, at, _NO_HTML, "S011")
            elif token.kind is Kind.MARKUP and (target := link_target(mark)) is not None:
                yield from _link(content, page, uris, target, at, picture=picture)
            if token.kind is Kind.MARKUP:
                picture = mark == "!["
    for pattern in (_HTML_LINE, _ACTS):
        for match in pattern.finditer(document.text, document.body.start):
            yield _error(document, match.start(1), _NO_HTML, "S011")
    for match in re.finditer(r"\{list:([^{}|\s]+)\}", document.text):
        if match[1] not in LISTS:
            message = unknown(Message("一覧", "list"), match[1], LISTS)
            yield _error(document, match.start(), message, "S009")


def _link(
    content: Content,
    page: SourcePage,
    uris: Collection[str],
    target: str,
    at: int,
    *,
    picture: bool,
) -> Iterator[Finding]:
    document = page.document
    address, _, anchor = target.partition("#")
    if re.match(r"(?:https?|mailto|tel):", target, re.IGNORECASE):
        return
    if re.match(r"[a-z][a-z0-9+.-]*:", target, re.IGNORECASE):
        yield _error(document, at, _NO_HTML, "S011")
        return
    folder = posixpath.dirname(page.uri)
    uri = posixpath.normpath(posixpath.join(folder, address)) if address else page.uri
    if picture or not (address.endswith(".md") or not address):
        docs = content.root.parent / "docs"
        if not (docs / uri).is_file() or address.startswith("/"):
            message = Message(
                f"「{address}」がありません。ページへのリンクは .md まで書き、画像などは docs/ に置いてください（例: ../img/map.png）。",
                f'There is no "{address}". Link to pages with .md; put pictures into docs/ (../img/map.png).',
            )
            yield _error(document, at, message, "S010")
        return
    if uri not in uris:
        # a page that is there and cannot be read has a finding of its own
        if not (document.path.parent / address).is_file():
            near = {posixpath.relpath(other, folder or ".") for other in uris}
            yield _error(document, at, unknown(_PAGE, address, near), "S010")
        return
    if anchor:
        goal = next(other for other in content.pages if other.uri == uri).document
        known = {m[1] for m in re.finditer(r"\{[^{}]*#([\w-]+)[^{}]*\}", goal.text)} | {"mg-top"}
        if anchor not in known:
            message = Message(
                f"「{target}」の「#{anchor}」がありません。見出しの終わりに {{#{anchor}}} と書いてください。",
                f'"{target}" has no "#{anchor}". Write {{#{anchor}}} at the end of the heading.',
            )
            yield _error(document, at, message, "S010")


def _error(document: Document, at: int, message: Message, code: str) -> Finding:
    return Finding(document.path, document.place(at), Severity.ERROR, code, message)


def _unknown_fact(content: Content, facts: Facts, name: str) -> Message:
    kind, mark, rest = re.split("([.:])", name, maxsplit=1)
    if mark == ":" and kind in FORMS:
        return _wrong_value(facts, kind, rest)
    near = nearest(kind, (*FORMS, *_FILES))
    if near is None:
        return unknown(_FACT, kind, (*FORMS, *_FILES))
    if near in FORMS:
        return unknown(_FACT, name, [f"{near}:{rest}"])
    if near != kind or mark == ":":
        return unknown(_FACT, name, [f"{near}.{rest}"])
    items = content.data[_FILES[kind]]
    if not items:
        return Message(
            f"「{name}」は使えません。data/{_FILES[kind]}.yml に、まだ何も書いてありません。",
            f'"{name}" cannot be used: there is nothing in data/{_FILES[kind]}.yml yet.',
        )
    id_, _, field = rest.partition(".")
    if id_ in items:
        fields = [*type(items[id_]).model_fields, "days"]
        known = [n for f in fields if facts.value(n := f"{kind}.{id_}.{f}") is not None]
    else:
        whole = [(f"{kind}.{id_}", f"{kind}.{id_}.{field}") for id_ in items]
        known = [long if facts.value(long) is not None else short for short, long in whole]
    return unknown(_FACT, name, known)


_FACT = Message("データ", "fact")
_FILES = {"contact": "contacts", "place": "places", "fee": "fees", "calendar": "calendars"}


def _wrong_value(facts: Facts, kind: str, value: str) -> Message:
    """Return why a value such as `2026-13-40` cannot be read, and how it is written."""
    forms = FORMS[kind]

    def known(value: str) -> bool:
        return facts.value(f"{kind}:{value}") is not None

    parts, mark = (value.split(","), "-") if kind == "days" else ([value], "/")
    turned = (mark.join(reversed(part.split(mark))) for part in parts if not known(part))
    if any(map(known, turned)):
        return Message(
            f"「{value}」は順番がちがいます。初めを前に、終わりを後に書いてください（例: {forms[-1]}）。",
            f'"{value}" does not run forward. Write what begins first, then what ends: {forms[-1]}.',
        )
    if kind == "era" and facts.value(f"date:{value}") is not None:
        first = ERAS_BEGIN.isoformat()
        return Message(
            f"「{value}」の年号はわかりません。{{date:{value}}} と書いてください（era は {first} からの日に使えます）。",
            f'No era is known for "{value}". Write {{date:{value}}}; era is for days from {first}.',
        )
    return Message(
        f"「{value}」は読めません。{' か '.join(forms)} の形で書いてください。",
        f'"{value}" cannot be read. Write it as {" or ".join(forms)}.',
    )
