"""Facts that stand once in data files, and how each language writes them."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from babel import Locale as BabelLocale
from babel.dates import format_date, format_time, get_day_names
from babel.lists import format_list
from babel.numbers import format_currency, format_percent
from babel.units import format_unit

from madoguchi.content import Content
from madoguchi.interface import STRINGS
from madoguchi.locales import SOURCE, Locale, Origin, locale
from madoguchi.schema import Calendar, Fee, Hours, When

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}
_JA_UNITS = {"D": "日", "W": "週間", "M": "か月", "Y": "年"}


def tel_link(phone: str) -> str:
    """Return Markdown that calls `phone` when it is touched."""
    shown = phone.replace("#", r"\#")
    return f"[{shown}](tel:{phone.replace('-', '').replace('#', '%23')})"


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a city in one language.

    `text` gives a data file's or site.yml's text by its key, `say` an interface string by its key;
    both in the language of the locale, as inline Markdown (with `{漢字|かんじ}` readings in Japanese).
    """

    content: Content
    locale: Locale
    text: Callable[[str], str]
    say: Callable[[str], str]

    @property
    def _ja(self) -> bool:
        return self.locale.origin is not Origin.CATALOG

    @property
    def _babel(self) -> BabelLocale:
        return self.locale.babel

    def value(self, name: str) -> str | None:
        """Return the value of `contact.city-hall.phone`, `date:2026-04-01` …; None if unknown."""
        if ":" in name:
            kind, _, rest = name.partition(":")
            return self._formatted(kind, rest)
        kind, *path = name.split(".")
        if kind == "contact" and len(path) == 2:
            return self._field("contacts", *path)
        if kind == "place" and len(path) == 2:
            return self._field("places", *path)
        if kind == "fee":
            return self._fee(path)
        if kind == "calendar" and len(path) == 2:
            return self._calendar(*path)
        return None

    def _formatted(self, kind: str, rest: str) -> str | None:
        try:
            if kind == "date":
                return self.date(datetime.date.fromisoformat(rest))
            if kind == "time":
                return self.time(rest)
        except ValueError:
            return None
        return None

    def _field(self, file: str, id_: str, field: str) -> str | None:
        item = self.content.item(file, id_)
        if item is None:
            return None
        key = f"{file}.{id_}.{field}"
        if key in self.content.texts:
            return self.text(key)
        value = getattr(item, field, None)
        if field == "phone" and isinstance(value, str):
            return tel_link(value)
        return str(value) if field in {"email", "url"} and value is not None else None

    def _fee(self, path: Sequence[str]) -> str | None:
        item = self.content.item("fees", path[0]) if path else None
        if not isinstance(item, Fee):
            return None
        if len(path) == 1:
            return self.money(item.amount)
        return self._field("fees", path[0], path[1]) if len(path) == 2 else None

    def _calendar(self, id_: str, field: str) -> str | None:
        item = self.content.item("calendars", id_)
        if not isinstance(item, Calendar):
            return None
        if field == "days":
            return self.calendar_days(item)
        if field == "by" and item.by:
            return self.time(item.by)
        return self._field("calendars", id_, field)

    def money(self, amount: int) -> str:
        """Return a sum of yen: 1,000円, ¥1,000."""
        if self._ja:
            return f"{amount:,}円"
        text = format_currency(amount, "JPY", locale=self._babel)
        if "JP" in text:
            # "JP¥" is on no price tag; where ¥ alone could be another currency, say yen in words
            text = format_currency(amount, "JPY", locale=self._babel, format_type="name")
        return text.replace("\u00a0", " ")

    def date(self, day: datetime.date) -> str:
        """Return a date: 2026年4月1日, April 1, 2026."""
        return format_date(day, "long", locale=self._babel)

    def time(self, clock: str) -> str:
        """Return a time of day (`08:30`): 午前8時30分, 8:30 AM."""
        moment = datetime.time.fromisoformat(clock)
        if self._ja:
            pattern = "ah時m分" if moment.minute else "ah時"
            return format_time(moment, pattern, locale=self._babel)
        return format_time(moment, "short", locale=self._babel).replace("\u202f", " ")

    def duration(self, iso: str) -> str:
        """Return a length of time (`P14D`): 14日, 14 days."""
        count, unit = int(iso[1:-1]), iso[-1]
        if self._ja:
            return f"{count}{_JA_UNITS[unit]}"
        name = f"duration-{_UNITS[unit]}"
        lengths: tuple[Literal["long", "short", "narrow"], ...] = ("long", "short", "narrow")
        texts = (format_unit(count, name, length, locale=self._babel) for length in lengths)
        # where a locale has no long form, Babel gives the unit's own name
        return next((text for text in texts if name not in text), f"{count}")

    def when(self, when: When) -> str:
        """Return a date or a window; a time after an event is the panel's, which has its text."""
        if when.date:
            return self.say("when.until").format(date=self.date(when.date))
        if when.from_ and when.to:
            return self.say("when.window").format(
                start=self.date(when.from_), end=self.date(when.to)
            )
        if when.to:
            return self.say("when.until").format(date=self.date(when.to))
        return self.say("when.from").format(date=self.date(when.from_)) if when.from_ else ""

    def day(self, name: str) -> str:
        """Return a day of the week."""
        if name == "holiday":
            return self.say("days.holiday")
        return str(get_day_names("wide", "stand-alone", self._babel)[_WEEK.index(name)])

    def days(self, names: Sequence[str]) -> str:
        """Return days of the week: 月曜日から金曜日まで, Tuesday and Friday."""
        if set(names) >= {*_WEEK, "holiday"}:
            return self.say("days.every")
        week = [_WEEK.index(name) for name in names if name in _WEEK]
        running = len(week) > 2 and week == list(range(week[0], week[0] + len(week)))
        if running:
            first, last = self.day(names[0]), self.day(_WEEK[week[-1]])
            parts = [self.say("days.range").format(start=first, end=last)]
            parts += [self.day(name) for name in names if name == "holiday"]
        else:
            parts = [self.day(name) for name in names]
        return self.join(parts)

    def calendar_days(self, item: Calendar) -> str:
        """Return the days of a calendar: 第1月曜日と第3月曜日."""
        if not item.weeks:
            return self.days(item.days)
        days = [self.day(name) for name in item.days]
        return self.join(
            [self.say(f"days.week.{week}").format(day=day) for week in item.weeks for day in days]
        )

    def join(self, parts: Sequence[str]) -> str:
        """Return a list as people write it: AとB, A and B."""
        if self._ja:
            return "と".join(parts) if len(parts) == 2 else "、".join(parts)
        return format_list(list(parts), locale=self._babel)

    def percent(self, share: int) -> str:
        """Return a share of a hundred: 85%."""
        return format_percent(share / 100, locale=self._babel)

    def hours(self, hours: Hours) -> str:
        """Return opening hours without the days: 午前8時30分から午後5時15分まで."""
        close = self.time(hours.close)
        if hours.close <= hours.open:
            close = self.say("hours.next_day").format(time=close)
        return self.say("hours.range").format(start=self.time(hours.open), end=close)

    def language(self, tag: str) -> str:
        """Return the name of a language in the locale's language."""
        if tag == "zh-Hans" and self._ja:
            return "中国語"
        if tag == "tl" and self._ja:
            return "タガログ語"
        if tag == "pt-BR" and self._ja:
            return "ポルトガル語"
        target = BabelLocale.parse("fil" if tag == "tl" else tag.split("-")[0])
        return target.get_language_name(self._babel) or tag


def source_facts(content: Content) -> Facts:
    """Return the facts as the source language, Easy Japanese, writes them."""

    def text(key: str) -> str:
        found = content.texts[key]
        return f"{{{found.block.text}|{found.reading}}}" if found.reading else found.block.text

    return Facts(content, locale(SOURCE), text, STRINGS.__getitem__)
