"""A site's pages as records of GIF's data model for government services (DS-451-4), and a check."""

import csv
import datetime
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from madoguchi.content import SourcePage, at_field
from madoguchi.document import Block, BlockKind, Document
from madoguchi.findings import TOP, Finding, Message, Severity
from madoguchi.locales import SOURCE
from madoguchi.publish.changes import Change, dates
from madoguchi.publish.gif_model import (
    ADDRESS,
    CONTACT,
    CONTACT_ITEMS,
    FACILITY,
    INFORMATION,
    ITEMS,
    KINDS,
    NOTIFICATION,
    Item,
    stages,
    troubles,
)
from madoguchi.publish.services import clear_sum, is_own
from madoguchi.publish.telephone import DOMESTIC, domestic
from madoguchi.render.links import page_url
from madoguchi.render.localize import Localized, Plain
from madoguchi.schema import city_code_is_right

SEPARATOR = ";"
"""Between the parts of an item: what DS-451-4 says for 地域 and キーワード."""


@dataclass(frozen=True, slots=True)
class Untranslated:
    """A text that is Japanese in the place of a translation."""

    name: str
    """`summary`, `steps`, `contacts.city-hall.name`; 本文 for the page's text."""
    document: Document
    block: Block


@dataclass(frozen=True, slots=True)
class Service:
    """A page as a record."""

    page: SourcePage
    values: Mapping[str, str]
    """By the names of the items but 連絡先情報; what is not known is empty."""
    contact: Mapping[str, str]
    """連絡先情報, by the names of its items."""
    untranslated: tuple[Untranslated, ...] = ()
    """The first of each field that has such a text."""
    tag: str = SOURCE
    """The language."""


def services(
    site: Localized, site_url: str, code: str, known: Mapping[str, Change]
) -> list[Service]:
    """Return the pages about services in a language: all but the home page and those on words.

    `site_url` ends in /. `code` is the city's number among local governments. The items that
    need one of them are empty without it. `known` are the dates of the files of the content
    folder, as `changes` returns them.
    """
    return [
        _Reader(site, page).service(site_url, code, known)
        for page in site.project.content.pages
        if page.meta.type not in ("home", "term")
    ]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Takes the items from one page."""

    site: Localized
    page: SourcePage
    left: dict[str, Untranslated] = field(default_factory=dict)
    """The texts that were asked for and have no translation, by their names."""

    def service(self, site_url: str, code: str, known_dates: Mapping[str, Change]) -> Service:
        site, page, meta = self.site, self.page, self.page.meta
        official = meta.official.title if meta.official else ""
        category = f"categories.{meta.category}.title"
        address = f"{site_url}{site.locale.prefix}{page_url(page.uri)}" if site_url else ""
        content = site.project.content
        # the number is for the authority to give (DS-451-4, 2.2.4)
        number = f"{code}-{meta.id}" if code and is_own(content, page) else ""
        actions = stages(page)
        known = {
            "制度所管組織": self.field("authority") or self.data("city.name"),
            "タイトル（制度名）": official or self.field("title"),
            "サブタイトル（通称）": self.field("title") if official else "",
            "制度番号": number,
            "根拠法令": _joined(f"{law.title} {law.article or ''}".strip() for law in meta.legal),
            "地域": code,
            "概要": self.field("summary"),
            "内容": self.text(),
            "対象者": self.field("who"),
            "費用": self.cost(),
            "申請届出方法": _joined([*self.fields("steps"), *self.places()]),
            "公募備考": _joined(self.deadline()),
            "手続書類": _joined(self.fields("bring")),
            "電子申請の有無": str(meta.online.url) if meta.online else "",
            "詳細参照先": self.data("title"),
            "詳細URL": address,
            "ステージとアクション": _joined(actions),
            "お困りごと": _joined(troubles(actions)),
            "サービス種別": self.kind(),
            "キーワード": _joined([official, self.data(category), *meta.keywords]),
            "お問い合わせ先": _joined(self.desks()),
            "公開終了日": _date(meta.expires),
            "最終更新日": _date(dates(content, page, site.locale.tag, known_dates).day),
        }
        if meta.when:
            known["公募開始日"] = _date(meta.when.from_)
            known["公募終了日"] = _date(meta.when.to or meta.when.date)
        values = {item.name: known.get(item.name, "") for item in ITEMS if item.name != CONTACT}
        contact = self.contact()
        return Service(page, values, contact, tuple(self.left.values()), site.locale.tag)

    def field(self, *way: str | int) -> str:
        page = self.page
        if way not in page.paths:
            return ""
        said = self.site.field_said(page, way)
        return self.noted(said, str(way[0]), page.document, page.paths[way])

    def fields(self, name: str) -> list[str]:
        return [self.field(*way) for way in self.page.paths if way[0] == name]

    def data(self, key: str) -> str:
        text = self.site.project.content.texts.get(key)
        if text is None:
            return ""
        return self.noted(self.site.data_said(key), key, text.document, text.block)

    def noted(self, said: Plain, name: str, document: Document, block: Block) -> str:
        """Return a text, and keep in mind if it is not in the language of the record."""
        if said.tag != self.site.locale.tag:
            self.left.setdefault(name, Untranslated(name, document, block))
        return said.text

    def text(self) -> str:
        """Return the beginning of the page's text, whole blocks while they fit."""
        limit = next(item.max_chars or 0 for item in ITEMS if item.name == "内容")
        said = ""
        document = self.page.document
        for block in document.blocks:
            if block.kind is BlockKind.CELL:
                continue  # a cell says nothing without its table
            words = self.site.block_said(self.page, block)
            more = f"{said} {words.text}".strip()
            if said and len(more) > limit:
                return said
            self.noted(words, _BODY, document, block)
            if len(more) > limit:
                return shortened(more, limit)
            said = more
        return said or self.field("you_get") or self.field("summary")

    def cost(self) -> str:
        """Return the sum of money, if there is a clear one; what is free costs nothing to fill in."""
        found = clear_sum(self.site.project.content, self.page.meta)
        return str(found.yen) if found and not self.page.meta.free else ""

    def places(self) -> list[str]:
        names = _joined(self.data(f"places.{id_}.name") for id_ in self.page.meta.where)
        return [f"{self.site.say_plain('panel.where')}: {names}"] if names else []

    def deadline(self) -> list[str]:
        """Return by when it is to be done, as the page says it: dates have items of their own."""
        when, site = self.page.meta.when, self.site
        guide = self.page.meta.type != "procedure"
        if when is None or (guide and when.is_open):
            return []  # "always ready to help" is no condition for handing something in
        said = []
        if when.within:
            key = "when.within_after" if when.after else "when.within_before"
            event = self.field("when", "after") or self.field("when", "before")
            duration = site.plain(site.facts.duration(when.within))
            said = [site.say_plain(key, event=event, duration=duration)]
        return [*said, self.field("when", "note")]

    def kind(self) -> str:
        """Return the kind of service, from the page's own words where its type alone leaves it open."""
        page = self.page
        called = page.meta.official.title if page.meta.official else ""
        title = page.paths["title",].text
        if page.meta.type == "place":
            return FACILITY
        if page.meta.type == "procedure" and called.endswith("届"):
            return NOTIFICATION
        found = [kind for kind, words in KINDS.items() if words.search(f"{title} {called}")]
        if len(found) == 1:
            return found[0]
        return INFORMATION if page.meta.type == "guide" and not found else ""

    def desks(self) -> list[str]:
        content = self.site.project.content
        return [
            f"{self.data(f'contacts.{id_}.name')} {domestic(item.phone)}"
            for id_ in self.page.meta.contact
            if (item := content.contact(id_)) is not None
        ]

    def contact(self) -> Mapping[str, str]:
        """Return the first contact with a number of the standard's form; else the city's."""
        content = self.site.project.content
        ids = (*self.page.meta.contact, content.settings.contact)
        found = [(id_, item) for id_ in ids if (item := content.contact(id_)) is not None]
        able = [pair for pair in found if DOMESTIC.fullmatch(domestic(pair[1].phone))]
        known: dict[str, str] = {}
        for id_, item in (able or found)[:1]:
            place = content.location(item.place) if item.place else None
            known = {
                "連絡先名称": self.data(f"contacts.{id_}.name"),
                "連絡先電話番号": domestic(item.phone),
                "連絡先メールアドレス": item.email or "",
                "連絡先備考（その他、SNSなど）": self.data(f"contacts.{id_}.note"),
                "郵便番号": (place.postal_code or "").replace("-", "") if place else "",
                "連絡先住所": self.data(f"places.{item.place}.address"),
            }
        return {item.name: known.get(item.name, "") for item in CONTACT_ITEMS}


_BODY = "本文"


def _joined(parts: Iterable[str]) -> str:
    # a part that has the sign in it would become two
    return SEPARATOR.join(dict.fromkeys(p.replace(SEPARATOR, "；") for p in parts if p))


def _date(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""


_SENTENCE = re.compile(r".*[。．.!?！？।۔။]", re.DOTALL)


def shortened(text: str, limit: int) -> str:
    """Return the sentences of `text` that fit, or as much of it as does."""
    if len(text) <= limit:
        return text
    whole = _SENTENCE.match(text[:limit])
    return whole[0] if whole else f"{text[: limit - 1]}…"


# how it is given out


def columns() -> list[str]:
    """Return the names of the columns: 連絡先情報 is there as its own items."""
    names: list[str] = []
    for item in ITEMS:
        names += [i.name for i in CONTACT_ITEMS] if item.name == CONTACT else [item.name]
    return names


def as_csv(records: Sequence[Service]) -> str:
    """Return the records as CSV (RFC 4180)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns())
    for record in records:
        both = {**record.values, **record.contact}
        writer.writerow([_cell(both[name]) for name in columns()])
    return out.getvalue()


def _cell(text: str) -> str:
    # a spreadsheet takes these for a formula
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text


def as_json(records: Sequence[Service]) -> str:
    """Return the records as JSON, without the items that are empty."""
    data = []
    for record in records:
        contact: dict[str, object] = {name: v for name, v in record.contact.items() if v}
        if "連絡先住所" in contact:
            contact["連絡先住所"] = {ADDRESS: contact["連絡先住所"]}
        both: dict[str, object] = {
            item.name: contact if item.name == CONTACT else record.values[item.name]
            for item in ITEMS
        }
        data.append({name: value for name, value in both.items() if value})
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


# the check


def validate(records: Iterable[Service]) -> list[Finding]:
    """Return what is wrong in records: required items, lengths, forms of values, no translation."""
    found = (f for record in records for f in (*_wrong(record), *_japanese(record)))
    # pages share contacts and places
    return list(dict.fromkeys(found))


class _Wrong(NamedTuple):
    code: str
    item: str
    severity: Severity
    message: Message


_FIELDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "タイトル（制度名）": (("official", "title"), ("title",)),
    "サブタイトル（通称）": (("title",),),
    "概要": (("summary",),),
    "費用": (("cost",),),
    "公募開始日": (("when", "from"),),
    "公募終了日": (("when", "to"), ("when", "date")),
    "電子申請の有無": (("online", "url"),),
    CONTACT: (("contact",),),
    "連絡先電話番号": (("contact",),),
    "公開終了日": (("expires",),),
    "最終更新日": (("verified", "on"),),
}
"""Where an editor mends an item: the first of these that the page has."""


def _wrong(record: Service) -> Iterator[Finding]:
    page = record.page
    for problem in (*_missing(record), *_long(record), *_forms(record)):
        ways = _FIELDS.get(problem.item, ((problem.item,),))
        way = next((way for way in ways if _stands(page, way)), None)
        if way is None:
            path = page.document.path
            yield Finding(path, TOP, problem.severity, problem.code, problem.message)
        else:
            found = at_field(page, way, problem.message, problem.code)
            yield replace(found, severity=problem.severity)


def _stands(page: SourcePage, way: Sequence[str]) -> bool:
    value: object = page.meta
    for step in way:
        value = getattr(value, f"{step}_" if step == "from" else step, None)
        if value in (None, ()):
            return False
    return True


def _japanese(record: Service) -> Iterator[Finding]:
    for text in record.untranslated:
        in_english = "the text" if text.name == _BODY else text.name
        message = Message(
            f"{text.name} はまだ訳（{record.tag}）がないので、日本語のまま入っています。",
            f"{in_english} has no translation ({record.tag}) yet, and is there in Japanese.",
        )
        place = text.document.place(text.block.span.start)
        yield Finding(text.document.path, place, Severity.WARNING, "G005", message)


def _missing(record: Service) -> Iterator[_Wrong]:
    for item in ITEMS:
        there = any(record.contact.values()) if item.name == CONTACT else record.values[item.name]
        if item.required and not there:
            yield _Wrong(
                "G001",
                item.name,
                Severity.ERROR,
                Message(
                    f"「{item.name}」は必ず要る項目です。ページに書いてください（{item.source.ja}）。",
                    f'"{item.name}" is required. Write it in the page: {item.source.en}.',
                ),
            )


def _long(record: Service) -> Iterator[_Wrong]:
    for item in ITEMS:
        length = len(record.values.get(item.name, ""))
        if not item.max_chars or length <= item.max_chars:
            continue
        japanese = record.tag == SOURCE
        ja = f"「{item.name}」" if japanese else f"「{item.name}」の訳（{record.tag}）"
        en = f'"{item.name}"' if japanese else f'The translation ({record.tag}) of "{item.name}"'
        # the lengths are those of Japanese; few letters do not say what a few kanji do
        advised = item.advised or not japanese
        yield _Wrong(
            "G002",
            item.name,
            Severity.WARNING if advised else Severity.ERROR,
            Message(
                f"{ja}が{length}字です。{item.max_chars}字までにしてください。",
                f"{en} has {length} characters. Write {item.max_chars} at most.",
            ),
        )


_DATES = ("公募開始日", "公募終了日", "公開開始日", "公開終了日", "最終更新日")
_URLS = ("詳細URL", "お問合わせ先一覧", "電子申請の有無")
_YEN = ("給付上限額", "借入限度額", "費用", "資本金条件")


def _forms(record: Service) -> Iterator[_Wrong]:
    values = {**record.values, **record.contact}

    def wrong(item: str, severity: Severity, ja: str, en: str) -> _Wrong:
        value = values[item]
        return _Wrong(
            "G003",
            item,
            severity,
            Message(f"「{item}」の「{value}」は{ja}", f'"{item}" is "{value}", {en}'),
        )

    for item in _DATES:
        if values[item] and not _is_date(values[item]):
            yield wrong(item, Severity.ERROR, "日付ではありません。2026-04-01 のように書いてください。", "which is no date. Write it like 2026-04-01.")  # fmt: skip
    start, end = values["公募開始日"], values["公募終了日"]
    if _is_date(start) and _is_date(end) and end < start:
        yield wrong("公募終了日", Severity.ERROR, "公募開始日より前です。when を直してください。", "before the first day. Mend `when`.")  # fmt: skip
    for item in _URLS:
        if values[item] and not re.match(r"https?://[^\s/]+", values[item]):
            yield wrong(item, Severity.ERROR, "アドレスではありません。https:// から書いてください。", "which is no address. Begin with https://.")  # fmt: skip
    for item in _YEN:
        if values[item] and not re.fullmatch("[0-9]+", values[item]):
            yield wrong(item, Severity.ERROR, "円の数ではありません。数字だけを書いてください。", "which is no sum in yen. Write digits only.")  # fmt: skip
    codes = [code for code in values["地域"].split(SEPARATOR) if code]
    if not all(city_code_is_right(code) for code in codes):
        yield wrong("地域", Severity.ERROR, "全国地方公共団体コード（6桁）ではありません。site.yml の city の code を直してください。", "which is no number of a local government (6 digits). Mend city.code in site.yml.")  # fmt: skip
    if values["制度変更区分"] not in ("", "0", "1", "2"):
        yield wrong("制度変更区分", Severity.ERROR, "0、1、2のどれかではありません。", "which is none of 0, 1, 2.")  # fmt: skip
    if values["表示優先度"] and not re.fullmatch("[1-9]|10", values["表示優先度"]):
        yield wrong("表示優先度", Severity.ERROR, "1から10までの数ではありません。", "which is no number from 1 to 10.")  # fmt: skip
    number = values["連絡先電話番号"]
    if number and not all(DOMESTIC.fullmatch(one) for one in number.split(" / ")):
        yield wrong("連絡先電話番号", Severity.WARNING, "DS-445 に形のない番号です。contact に、ふつうの電話番号の窓口も書いてください。", "a number that DS-445 has no form for. Add a contact with an ordinary number.")  # fmt: skip
    if values["郵便番号"] and not re.fullmatch("[0-9]{7}", values["郵便番号"]):
        yield wrong("郵便番号", Severity.ERROR, "7桁の数ではありません。places の postal_code を直してください。", "which is not 7 digits. Mend postal_code in places.")  # fmt: skip
    if record.page.meta.cost and not values["費用"]:
        yield _Wrong(
            "G004",
            "費用",
            Severity.INFO,
            Message(
                "cost から金額を1つに決められないので、「費用」は空です。だれでも同じ金額なら、{fee.…} か {yen:…} を1つだけ使って、条件のない1文で書いてください。",
                'cost has no single sum, so "費用" is empty. If everybody pays the same, write one sentence with one {fee.…} or {yen:…} and no condition.',
            ),
        )


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def items_table(lang: str) -> str:
    """Return every item, what fills it, or why nothing does, as a table of tabs."""
    marks = {True: Message("必", "required"), False: Message("", "")}
    empty = Message("（空）", "(empty) ")

    def line(item: Item) -> str:
        source = item.source.text(lang)
        return f"{marks[item.required].text(lang)}\t{item.name}\t{source if item.filled else empty.text(lang) + source}"

    lines: list[str] = []
    for item in ITEMS:
        lines.append(line(item))
        if item.name == CONTACT:
            lines += [line(part) for part in CONTACT_ITEMS]
    return "\n".join(lines)
