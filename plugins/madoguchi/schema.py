"""What a city may write in front matter, site.yml and data files, checked by one schema.

Field names follow GIF DS-451, CPSV-AP and schema.org where these have a name for the thing. Texts
marked `Prose` are Easy Japanese: they are checked, read and translated. JSON Schema for an
editor's YAML plugin is made from the same classes (`madoguchi schema`).
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    WithJsonSchema,
    model_validator,
)


class _ProseMark:
    """Marks a text that people read in their language."""


PROSE = _ProseMark()


def _one_line(value: str) -> str:
    line = " ".join(value.split("\n")).strip()
    if not line:
        raise ValueError("is empty")
    return line


Prose = Annotated[str, Field(min_length=1), AfterValidator(_one_line), PROSE]
_KANA = r"^[ぁ-ゖァ-ヺー・0-9０-９A-Za-z 　（）()、。\-]+$"
KANA_READING = re.compile(r"[ぁ-ゖァ-ヺー・0-9０-９ 　（）()、。\-]+")
"""What a reading in a text may be written in."""
Reading = Annotated[str, Field(min_length=1, pattern=_KANA)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
Clock = Annotated[str, Field(pattern=r"^(?:[01][0-9]|2[0-3]):[0-5][0-9]$")]
Days = Annotated[str, Field(pattern=r"^P[1-9][0-9]*[DWMY]$")]
Phone = Annotated[str, Field(pattern=r"^(?:#?[0-9]{3,4}|[0-9]{2,5}-[0-9]{1,6}(?:-[0-9]{2,4})?)$")]
PostalCode = Annotated[str, Field(pattern=r"^[0-9]{3}-[0-9]{4}$")]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"]
_MOMENT = (
    r"^2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:[0-9]{2})$"
)


def _moment(value: object) -> datetime.datetime:
    if isinstance(value, str) and re.match(_MOMENT, value):
        try:
            return datetime.datetime.fromisoformat(value)
        except ValueError:
            pass
    raise ValueError("is no date with a time and its offset from UTC: 2026-09-12T06:00+09:00")


Moment = Annotated[
    datetime.datetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "pattern": _MOMENT}),
]
"""A time that is the same everywhere: with its offset from UTC."""


class Model(BaseModel):
    """Frozen, and no field it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


RuleSetting = Annotated[
    Any,
    WithJsonSchema({"anyOf": [{"enum": ["off", "info", "warning", "error"]}, {"type": "object"}]}),
]
"""A level, or the options of the rule; the rules know which they have (`check/settings.py`)."""
Profile = Literal["daily", "disaster"]
"""How easy a text must be: for daily life, or for a person who must run."""


class CheckSettings(Model):
    """Settings of the Easy Japanese check: of a page, a folder, or the site."""

    profile: Profile | None = None
    rules: dict[str, RuleSetting] = {}


class SiteCheckSettings(CheckSettings):
    """Settings of the site, and of folders below content_src/ (`pages/disaster`)."""

    folders: dict[str, CheckSettings] = {}


class Official(Model):
    """The words as they stand on the city's letter."""

    title: str = Field(min_length=1)
    reading: Reading


class When(Model):
    """By when: a date, a time after or before an event, or a window."""

    date: datetime.date | None = None
    within: Days | None = None
    after: Prose | None = None
    before: Prose | None = None
    from_: datetime.date | None = Field(None, alias="from")
    to: datetime.date | None = None
    note: Prose | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is no time by which it must be done."""
        return not (self.within or self.date or self.to)

    @model_validator(mode="after")
    def _one_way(self) -> "When":
        if self.within and bool(self.after) == bool(self.before):
            raise ValueError("within: needs either after: or before:")
        if (self.after or self.before) and not self.within:
            raise ValueError("after: and before: need within:")
        if not (self.date or self.within or self.from_ or self.to or self.note):
            raise ValueError("needs date:, within:, from:/to: or note:")
        return self


class Online(Model):
    """Where it can be done on the web."""

    url: HttpUrl


class Legal(Model):
    """The law behind it."""

    title: str = Field(min_length=1)
    article: str | None = None
    url: HttpUrl | None = None


class Source(Model):
    """The official page a fact was taken from."""

    title: str = Field(min_length=1)
    url: HttpUrl
    seen_on: datetime.date


class ReaderCheck(Model):
    """That people who learn Japanese, or teach it, have read the page and understood it."""

    on: datetime.date
    by: str = Field(min_length=1)


class Verified(Model):
    """Who last made sure that the page is right, and how often that is due."""

    on: datetime.date
    by: Prose
    every: Days = "P12M"


Risk = Literal["life", "high", "normal", "low"]
LifeEvent = Literal[
    "moving", "birth", "school", "illness", "disaster", "daily", "work", "marriage", "death"
]
Audience = Literal[
    "residents", "newcomers", "parents", "children", "foreign-residents", "older-people"
]


class Page(Model):
    """The front matter of a page."""

    id: Id
    type: Literal["procedure", "guide", "place", "term", "home"]
    title: Annotated[Prose, Field(max_length=40)]
    official: Official | None = None
    summary: Annotated[Prose, Field(max_length=100)]
    category: Id | None = None
    life_event: tuple[LifeEvent, ...] = ()
    audience: tuple[Audience, ...] = ()
    keywords: tuple[Annotated[str, Field(min_length=1, max_length=60)], ...] = ()
    """Words that people type and the page does not say, in any language: trash, rác, lixo."""
    who: Prose | None = None
    when: When | None = None
    where: tuple[Id, ...] = ()
    bring: tuple[Prose, ...] = ()
    cost: Prose | None = None
    free: Literal[True] | None = None
    steps: tuple[Prose, ...] = ()
    contact: tuple[Id, ...] = ()
    desk_languages: tuple[str, ...] = ()
    online: Online | None = None
    you_get: Prose | None = None
    takes: Prose | None = None
    authority: Prose | None = None
    legal: tuple[Legal, ...] = ()
    source: tuple[Source, ...] = ()
    verified: Verified
    reader_check: ReaderCheck | None = None
    risk: Risk = "normal"
    expires: datetime.date | None = None
    check: CheckSettings = CheckSettings()

    @model_validator(mode="after")
    def _agree(self) -> "Page":
        if self.cost and self.free:
            raise ValueError("cost: and free: exclude each other")
        if self.type != "home" and self.id == "index":
            raise ValueError("id: index is the page of its category")
        if self.type != "home" and not self.category:
            raise ValueError("category: is missing")
        return self


class Hours(Model):
    """When a desk is open; `close` before `open` is the next day."""

    days: tuple[Weekday, ...] = Field(min_length=1)
    open: Clock
    close: Clock


class Contact(Model):
    """Someone to call or to go to."""

    name: Prose
    reading: Reading
    phone: Phone
    email: str | None = Field(None, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    url: HttpUrl | None = None
    place: Id | None = None
    floor: Prose | None = None
    hours: tuple[Hours, ...] = ()
    always: Literal[True] | None = None
    closed: Prose | None = None
    languages: tuple[str, ...] = ()
    note: Prose | None = None


class Location(Model):
    """A place: the city hall, a school, a shelter."""

    name: Prose
    reading: Reading
    address: Prose
    address_reading: Reading
    postal_code: PostalCode | None = None
    access: Prose | None = None
    url: HttpUrl | None = None


class Fee(Model):
    """A sum of money, in yen."""

    name: Prose
    reading: Reading
    amount: int = Field(ge=0)
    per: Prose | None = None


class Calendar(Model):
    """Days that come again: every Tuesday, the first and third Monday."""

    name: Prose
    reading: Reading
    days: tuple[Weekday, ...] = Field(min_length=1)
    weeks: tuple[Annotated[int, Field(ge=1, le=5)], ...] = ()
    by: Clock | None = None


class JapaneseClass(Model):
    """A class in which people learn Japanese."""

    name: Prose
    reading: Reading
    for_whom: Prose
    place: Id
    contact: Id
    hours: tuple[Hours, ...] = Field(min_length=1)
    free: Literal[True] | None = None
    fee: Id | None = None
    book: Id | None = None
    childcare: bool = False
    online: bool = False


class Alert(Model):
    """What everybody must know for a time: a typhoon, water that is cut off."""

    title: Annotated[Prose, Field(max_length=40)]
    text: Annotated[Prose, Field(max_length=200)]
    from_: Moment = Field(alias="from")
    until: Moment
    page: Id | None = None
    contact: Id | None = None

    @model_validator(mode="after")
    def _ends(self) -> "Alert":
        if self.until <= self.from_:
            raise ValueError("until: must be later than from:")
        return self


class Term(Model):
    """An official word that is kept, and how it is explained."""

    reading: Reading
    easy: str = Field(min_length=1)
    translations: dict[str, str] = {}


class City(Model):
    """The municipality."""

    name: Prose
    reading: Reading
    prefecture: Prose
    prefecture_reading: Reading
    code: str | None = Field(None, pattern=r"^[0-9]{6}$")
    """全国地方公共団体コード, the ministry's number of the municipality, with its check digit."""

    @model_validator(mode="after")
    def _checked(self) -> "City":
        if self.code is not None and not city_code_is_right(self.code):
            raise ValueError("code: its last digit does not agree with the others")
        return self


def city_code_is_right(code: str) -> bool:
    """Whether `code` is six digits, the last of which agrees with the others."""
    if not re.fullmatch("[0-9]{6}", code):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(code, range(6, 1, -1), strict=False))
    return (11 - total % 11) % 10 == int(code[-1])


class Category(Model):
    """A group of pages: a card on the home page, a part of the navigation."""

    id: Id
    title: Prose
    summary: Prose
    icon: str = Field("material/file-document-outline", pattern=r"^[a-z0-9-]+(?:/[a-z0-9-]+)+$")
    pages: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _free(self) -> "Category":
        if self.id in _TAKEN:
            raise ValueError("id: is a folder of the site itself")
        return self


_TAKEN = frozenset({"assets", "cards", "offline", "plain", "search"})
"""Folders beside those of the categories."""


class MachineTranslation(Model):
    """The command that translates, of the city's choice."""

    command: tuple[Annotated[str, Field(min_length=1)], ...] = Field(min_length=1)
    """Its name and arguments, one by one; `python` is the Python that Madoguchi runs on."""
    batch: int = Field(50, ge=1, le=1000)
    """How many texts it is given at a time."""
    timeout: float = Field(120, gt=0, le=3600)
    """How many seconds it may take for these."""


Level = Literal["off", "info", "warning", "error"]


class TranslationSettings(Model):
    """How translations are made and shown."""

    machine: MachineTranslation | None = None

    outdated: Literal["marked", "hidden"] = "marked"
    """What readers see where the source changed: the old translation, marked, or Easy Japanese.

    Pages whose risk is `life` or `high` never show an old translation.
    """
    # YAML 1.1 reads off as false
    rules: dict[str, Annotated[Level, BeforeValidator(lambda v: "off" if v is False else v)]] = {}
    """How bad the findings of the rules for translations are: `glossary: off`."""


class Feedback(Model):
    """Where readers can say that a page is not clear, or wrong: a mail address or a form."""

    email: str | None = Field(None, pattern=r"^[^@\s?&]+@[^@\s?&]+\.[^@\s?&]+$")
    form: HttpUrl | None = None
    """Is opened with `page`, `lang` and `answer` (`yes`, `no`, `wrong`) in its address."""

    @model_validator(mode="after")
    def _one(self) -> "Feedback":
        if bool(self.email) == bool(self.form):
            raise ValueError("needs either email: or form:")
        return self


class Look(Model):
    """What makes the site the city's own."""

    color: str = Field("#0b5c6b", pattern=r"^#[0-9a-fA-F]{6}$")
    """Of the head of each page, under white letters."""

    @model_validator(mode="after")
    def _readable(self) -> "Look":
        if _contrast_with_white(self.color) < 4.5:  # WCAG 2.2, 1.4.3
            raise ValueError("color: is too light for white letters")
        return self


def _contrast_with_white(color: str) -> float:
    """Return the contrast ratio of WCAG 2.2 between a colour (`#0b5c6b`) and white."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    luminance = sum(p * weight for p, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))
    return 1.05 / (luminance + 0.05)


class SiteSettings(Model):
    """site.yml."""

    city: City
    title: Prose
    tagline: Prose
    note: Prose | None = None
    contact: Id
    desk: Id
    emergency: tuple[Id, ...] = ()
    languages: tuple[str, ...] = Field(min_length=1)
    categories: tuple[Category, ...] = Field(min_length=1)
    check: SiteCheckSettings = SiteCheckSettings()
    translation: TranslationSettings = TranslationSettings()
    feedback: Feedback | None = None
    look: Look = Look()
    offline: bool = True
    """Whether readers may keep a language on their phone. Where it was on, `false` clears the phones."""

    @model_validator(mode="after")
    def _apart(self) -> "SiteSettings":
        if {category.id for category in self.categories} & set(self.languages):
            raise ValueError("categories: an id is the folder of a language")
        return self


DATA: dict[str, type[Model]] = {
    "contacts": Contact,
    "places": Location,
    "fees": Fee,
    "calendars": Calendar,
    "classes": JapaneseClass,
    "alerts": Alert,
}
"""The data files `data/<name>.yml`: each a mapping from id to one of these."""


def prose_fields(
    model: BaseModel, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the way to every `Prose` text in `model`, and the text, in the order of the schema."""
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        key = field.alias or name
        yield from _prose_values(value, (*path, key), _is_prose(field.annotation, field.metadata))


def _is_prose(annotation: Any, metadata: Iterable[Any]) -> bool:
    return PROSE in metadata or any(
        _is_prose(part, getattr(part, "__metadata__", ())) for part in get_args(annotation)
    )


def _prose_values(
    value: Any, path: tuple[str | int, ...], prose: bool
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, BaseModel):
        yield from prose_fields(value, path)
    elif isinstance(value, str):
        if prose:
            yield path, value
    elif isinstance(value, (tuple, list)):
        for i, item in enumerate(value):
            yield from _prose_values(item, (*path, i), prose)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _prose_values(item, (*path, key), prose)
