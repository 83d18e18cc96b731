"""The form of `index.json`: what other programs can rely on.

A field that is added leaves `version` as it is; one that goes or changes raises it.
"""

import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from madoguchi.schema import (
    Alert,
    Calendar,
    Contact,
    Fee,
    JapaneseClass,
    Location,
    Online,
    Risk,
)

Texts = dict[str, str]
"""A name by the tags of the languages that have it; a language without it has no translation yet."""
Sentences = dict[str, str]
"""A longer text, likewise.

It is not there in kana and romaji. These a program makes from the readings, and the pages have them.
"""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class States(_Part):
    """How many texts are in which state.

    Readers see those that are `current`, which a person has read, and `machine`, which no person
    has. In the place of the others they see Easy Japanese, or an old translation that says so.
    """

    current: int = Field(ge=0)
    machine: int = Field(ge=0)
    outdated: int = Field(ge=0)
    missing: int = Field(ge=0)


class City(_Part):
    """The municipality."""

    name: Texts
    prefecture: Texts


class Site(_Part):
    """The site as a whole."""

    title: Texts
    tagline: Sentences
    contact: str
    """The id of the contact for everything."""
    desk: str
    """The id of the contact for people who speak other languages."""
    emergency: tuple[str, ...]
    url: str | None = None
    """The address that all addresses stand below; they are whole if it is known."""


class Language(_Part):
    """A language of the site."""

    tag: str
    """BCP 47."""
    name: str
    """In the language itself."""
    direction: Literal["ltr", "rtl"]
    origin: Literal["source", "kana", "romaji", "catalog"]
    """Whether it is the source, made from its readings, or translated."""
    address: str
    share: States | None = None
    """Of a language that is translated."""


class CategoryEntry(_Part):
    """A group of pages."""

    id: str
    titles: Texts
    summaries: Sentences
    addresses: Texts
    pages: tuple[str, ...]
    """The ids of its pages, in order."""


class OfficialWord(_Part):
    """The word on the city's letters."""

    title: str
    reading: str


class Cited(_Part):
    """A law, or the official page that a fact was taken from."""

    title: str
    article: str | None = None
    url: str | None = None
    seen_on: datetime.date | None = None


class Checked(_Part):
    """When somebody last made sure that the page is right."""

    on: datetime.date
    by: str
    every: str
    """How often that is due, as a duration of ISO 8601."""


class Deadline(_Part):
    """By when it is to be done."""

    date: datetime.date | None = None
    within: str | None = None
    """A duration of ISO 8601, after or before an event."""
    event: Literal["after", "before"] | None = None
    from_: datetime.date | None = Field(None, alias="from")
    to: datetime.date | None = None
    texts: dict[str, Sentences] = {}
    """What event that is, and what else is to be known: `after`, `before`, `note`."""


class PageEntry(_Part):
    """A page."""

    id: str
    type: Literal["procedure", "guide", "place", "term", "home"]
    category: str | None = None
    addresses: Texts
    titles: Texts
    summaries: Sentences
    official: OfficialWord | None = None
    verified: Checked
    expires: datetime.date | None = None
    risk: Risk
    share: dict[str, States]
    """By the tags of the languages that are translated."""
    life_event: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    who: Sentences | None = None
    when: Deadline | None = None
    bring: tuple[Sentences, ...] = ()
    steps: tuple[Sentences, ...] = ()
    authority: Texts | None = None
    """Whose it is; without it, the city's own."""
    contacts: tuple[str, ...] = ()
    desk_languages: tuple[str, ...] = ()
    """The languages that are spoken there."""
    places: tuple[str, ...] = ()
    cost: Sentences | None = None
    price: int | None = None
    """What everybody pays, in yen, if that is clear from the cost; 0 if it is free."""
    fees: tuple[str, ...] = ()
    """The ids of the sums that its cost names."""
    free: bool = False
    online: Online | None = None
    legal: tuple[Cited, ...] = ()
    sources: tuple[Cited, ...] = ()


class ContactEntry(Contact):
    """A contact, with its texts in every language."""

    telephone: str
    """The number with the country's code; a short number as it is."""
    texts: dict[str, Texts]
    """By the names of the fields: `name`, `note`. All but names and addresses are `Sentences`."""


class PlaceEntry(Location):
    """A place, with its texts in every language."""

    texts: dict[str, Texts]


class FeeEntry(Fee):
    """A sum of money, with its texts in every language."""

    currency: Literal["JPY"] = "JPY"
    texts: dict[str, Texts]


class CalendarEntry(Calendar):
    """Days that come again, with their texts in every language."""

    texts: dict[str, Texts]


class ClassEntry(JapaneseClass):
    """A class, with its texts in every language."""

    texts: dict[str, Texts]


class AlertEntry(Alert):
    """An alert that is in force, with its texts in every language."""

    texts: dict[str, Texts]


class FactEntries(_Part):
    """What stands in the data files, by id."""

    contacts: dict[str, ContactEntry]
    places: dict[str, PlaceEntry]
    fees: dict[str, FeeEntry]
    calendars: dict[str, CalendarEntry]
    classes: dict[str, ClassEntry]
    alerts: dict[str, AlertEntry]
    """Those that were in force when the file was made."""


class Index(_Part):
    """index.json."""

    schema_: str = Field("index.schema.json", alias="$schema")
    """Where the schema of the file stands."""
    version: Literal[1] = 1
    city: City
    site: Site
    languages: tuple[Language, ...]
    categories: tuple[CategoryEntry, ...]
    pages: tuple[PageEntry, ...]
    facts: FactEntries
