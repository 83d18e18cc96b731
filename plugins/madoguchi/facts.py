"""Facts that stand once in data files, and how each language writes them."""

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal, NamedTuple

from babel import Locale as BabelLocale
from babel.dates import format_date, format_time, get_day_names
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent
from babel.units import format_unit

from madoguchi.content import Content
from madoguchi.interface import STRINGS
from madoguchi.locales import SOURCE, Locale, Origin, locale
from madoguchi.schema import Calendar, Contact, Fee, Hours, Location, When

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}
_JA_UNITS = {"D": "日", "W": "週間", "M": "か月", "Y": "年"}
"""By hand: for Japanese, Babel 2.18 gives the name of the unit ("14 duration-day")."""

FORMS = {
    "date": ("{date:2026-04-01}", "{date:2026-04-01/2026-04-30}"),
    "weekday": ("{weekday:2026-04-01}",),
    "era": ("{era:2026-04-01}",),
    "time": ("{time:08:30}", "{time:08:30/17:15}"),
    "days": ("{days:mon-fri}", "{days:tue,fri}", "{days:mon-fri,holiday}"),
    "number": ("{number:12345}",),
    "yen": ("{yen:1500}",),
}
"""The facts that need no data file, and how they are written."""

_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile("(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_SUM = re.compile("0|[1-9][0-9]{0,14}")
# Three decimals at most: languages write no more, and would round
_NUMBER = re.compile(rf"(?:{_SUM.pattern})(?:\.[0-9]{{1,3}})?")
_MONTH = re.compile("(?<![LM])(?:LLLL?|MMMM?)(?![LM])")
_KANJI = frozenset({"ja", "zh"})
_POSTAL_CODE_FIRST = frozenset({"ja", "zh", "ko"})


class _Era(NamedTuple):
    first: datetime.date
    kanji: str
    latin: str
    hangul: str


# The first days are from the Era Name Act (昭和54年法律第43号) and its orders, 令和: 平成31年政令第143号
# and 平成: 昭和64年政令第1号; and from the edicts (詔書) of 1926-12-25, 1912-07-30 and 1868-10-23,
# which was 明治元年9月8日. Until 1872 a year ended some weeks after the Western one; like ICU, we
# count it as the Western one. Names as in CLDR.
_ERAS = (
    _Era(datetime.date(2019, 5, 1), "令和", "Reiwa", "레이와"),
    _Era(datetime.date(1989, 1, 8), "平成", "Heisei", "헤이세이"),
    _Era(datetime.date(1926, 12, 25), "昭和", "Shōwa", "쇼와"),
    _Era(datetime.date(1912, 7, 30), "大正", "Taishō", "다이쇼"),
    _Era(datetime.date(1868, 10, 23), "明治", "Meiji", "메이지"),
)
ERAS_BEGIN = _ERAS[-1].first
"""Days before have no era that `{era:…}` could show."""


def tel_link(phone: str) -> str:
    """Return Markdown that calls `phone` when it is touched."""
    shown = phone.replace("#", r"\#")
    return f"[{shown}](tel:{phone.replace('-', '').replace('#', '%23')})"


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a city in one language.

    `text` gives a data file's or site.yml's text by its key, `say` an interface string by its key;
    both in the language of the locale, as inline Markdown (with `{漢字|かんじ}` readings in Japanese).

    Digits are 0 to 9 in every language, also where Nepali, Urdu, Burmese, Persian or Arabic have
    their own: so they stand on the letters, price tags, clocks and telephones in Japan that a
    reader compares, and in the translations. It is what Babel does if not told otherwise, and all
    that it can do for dates.
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
            return self._contact(*path)
        if kind == "place" and len(path) == 2:
            return self._place(*path)
        if kind == "fee":
            return self._fee(path)
        if kind == "calendar" and len(path) == 2:
            return self._calendar(*path)
        return None

    def _formatted(self, kind: str, text: str) -> str | None:
        try:
            match kind:
                case "date":
                    days = [_day(point) for point in _points(text, _DATE)]
                    return self.period(*days) if len(days) == 2 else self.date(*days)
                case "weekday":
                    return self.weekday_date(_day(text))
                case "era":
                    return self.era_date(_day(text))
                case "time":
                    times = [self.time(point) for point in _points(text, _TIME)]
                    return self._times(*times) if len(times) == 2 else times[0]
                case "days":
                    return self.days(_weekdays(text))
                case "number":
                    return self.number(Decimal(text)) if _NUMBER.fullmatch(text) else None
                case "yen":
                    return self.money(int(text)) if _SUM.fullmatch(text) else None
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

    def _contact(self, id_: str, field: str) -> str | None:
        item = self.content.contact(id_)
        if item is not None and field == "hours":
            return self.opening(item)
        return self._field("contacts", id_, field)

    def _place(self, id_: str, field: str) -> str | None:
        value = self._field("places", id_, field)
        item = self.content.location(id_)
        if value is not None and item is not None and field == "address":
            return self.address(value, item)
        return value

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
            return format_currency(amount, "JPY", locale=self._babel, format_type="name")
        text = format_currency(amount, "JPY", locale=self._babel)
        if "JP" in text:
            # "JP¥" is on no price tag; where ¥ alone could be another currency, say yen in words
            text = format_currency(amount, "JPY", locale=self._babel, format_type="name")
        return text.replace("\u00a0", " ")

    def number(self, value: int | Decimal) -> str:
        """Return a number: 12,345, 12.345."""
        return format_decimal(value, locale=self._babel)

    def date(self, day: datetime.date) -> str:
        """Return a date: 2026年4月1日, April 1, 2026."""
        return format_date(day, "long", locale=self._babel).translate(_SPACES)

    def weekday_date(self, day: datetime.date) -> str:
        """Return a date with its weekday: 2026年4月1日（水曜日）, Wednesday, April 1, 2026."""
        pattern = "y年M月d日（EEEE）" if self._ja else "full"
        return format_date(day, pattern, locale=self._babel).translate(_SPACES)

    def era_date(self, day: datetime.date) -> str:
        """Return a date with its Japanese era: 2026年（令和8年）4月1日, April 1, 2026 (Reiwa 8).

        The era stands beside the Western year, never alone: letters have it, few readers know it.
        Raises ValueError for a day before `ERAS_BEGIN`.
        """
        era = next((era for era in _ERAS if era.first <= day), None)
        if era is None:
            raise ValueError(day)
        year = day.year - era.first.year + 1
        kanji = f"{era.kanji}{'元' if year == 1 else year}年"
        if self._ja:
            return format_date(day, f"y年（{kanji}）M月d日", locale=self._babel)
        if self._babel.language in _KANJI:
            return f"{self.date(day)}（{kanji}）"
        if self._babel.language == "ko":
            return f"{self.date(day)}({era.hangul} {year}년)"
        return f"{self.date(day)} ({self._isolated(f'{era.latin} {year}')})"

    def period(self, first: datetime.date, last: datetime.date) -> str:
        """Return days from `first` to `last`: 2026年4月1日から4月30日まで, April 1 – 30, 2026."""
        if self._ja:
            end = self.date(last)
            if first.year == last.year:
                end = format_date(last, "M月d日", locale=self._babel)
            return self.say("when.window").format(start=self.date(first), end=end)
        formats = self._babel.interval_formats
        skeleton = "yMMMMd" if "yMMMMd" in formats else "yMMMd"
        field = "y" if first.year != last.year else "M" if first.month != last.month else "d"
        # babel.dates.format_interval would write "Apr": it does not lengthen the month as UTS #35
        # (Matching Skeletons) says, and a whole word is easier
        patterns = [_MONTH.sub("MMMM", p) for p in formats.get(skeleton, {}).get(field, ())]
        days = zip((first, last), patterns, strict=False)
        text = "".join(format_date(day, pattern, locale=self._babel) for day, pattern in days)
        month = format_date(first, "MMMM", locale=self._babel)
        if not text or (month in self.date(first) and month not in text):
            return self._between(self.date(first), self.date(last))
        return text.translate(_SPACES)

    def time(self, clock: str) -> str:
        """Return a time of day (`08:30`): 午前8時30分, 8:30 AM."""
        moment = datetime.time.fromisoformat(clock)
        if self._ja:
            # 午後12時 could be midnight; the check of Easy Japanese writes 昼の12時 too
            half = "昼の12" if moment.hour == 12 else "aK"
            pattern = f"{half}時m分" if moment.minute else f"{half}時"
        elif self._babel.language == "ko":
            pattern = "aaaa h:mm"  # Babel's short form has AM; people write 오전
        else:
            pattern = "short"
        return format_time(moment, pattern, locale=self._babel).translate(_SPACES)

    def _times(self, start: str, end: str) -> str:
        # not babel.dates.format_interval: it has the 24 hours where `time` has 12, or the other
        # way round, and fails on Chinese (Taiwan)'s pattern
        if self._ja:
            return self.say("hours.range").format(start=start, end=end)
        return self._between(start, end)

    def _between(self, start: str, end: str) -> str:
        pattern = str(self._babel.interval_formats[None]).translate(_SPACES)
        return pattern.format(self._isolated(start), self._isolated(end))

    def _isolated(self, text: str) -> str:
        """Return `text` so that right-to-left text around it does not move its parts."""
        return f"\u2068{text}\u2069" if self.locale.direction == "rtl" else text

    def _own(self, key: str) -> str | None:
        """Return an interface string; None if it is still the Japanese in another language."""
        text = self.say(key)
        return text if self._ja or text != STRINGS[key] else None

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
            if self._ja:
                return self.period(when.from_, when.to)
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
        # not "stand-alone": where a language has none of its own, Babel gives it the days of the
        # language before it (issue 1234)
        return str(get_day_names("wide", "format", self._babel)[_WEEK.index(name)])

    def days(self, names: Sequence[str]) -> str:
        """Return days of the week: 月曜日から金曜日まで, Tuesday and Friday."""
        every = self._own("days.every")
        if every is not None and set(names) >= {*_WEEK, "holiday"}:
            return every
        parts: list[str] = []
        for run in _runs(names):
            shown = [self.day(name) for name in run]
            parts += [self._range("days.range", shown[0], shown[-1])] if len(run) > 2 else shown
        return self.join(parts)

    def _range(self, key: str, start: str, end: str) -> str:
        words = self._own(key)
        return self._between(start, end) if words is None else words.format(start=start, end=end)

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
            close = (self._own("hours.next_day") or "{time}").format(time=close)
        return self._range("hours.range", self.time(hours.open), close)

    def opening(self, item: Contact) -> str | None:
        """Return when a contact can be reached, in one line; None if that is not known.

        月曜日から金曜日まで（午前9時から午後5時まで）と土曜日（午前10時から午後3時まで）
        """
        if item.always:
            return self.say("hours.always")
        if not item.hours:
            return None
        line = "{}（{}）" if self._babel.language in _KANJI else "{} ({})"
        return self.join([line.format(self.days(h.days), self.hours(h)) for h in item.hours])

    def address(self, shown: str, item: Location) -> str:
        """Return an address as `shown` with the postal code of its place, where readers expect it."""
        if item.postal_code is None:
            return shown
        code = f"〒{item.postal_code}"
        if self._babel.language in _POSTAL_CODE_FIRST:
            return f"{code} {shown}"
        return f"{shown} {self._isolated(code)}"

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


_SPACES = str.maketrans("\u2009\u202f", "  ")
"""Thin spaces of CLDR, which the fonts of old phones lack."""


def _day(text: str) -> datetime.date:
    if _DATE.fullmatch(text) is None:  # fromisoformat also takes 20260401 and 2026-W14-3
        raise ValueError(text)
    return datetime.date.fromisoformat(text)


def _points(text: str, form: re.Pattern[str]) -> list[str]:
    """Return `a` or `a/b`, the earlier first; ValueError if it is neither."""
    points = text.split("/")
    if len(points) > 2 or sorted(set(points)) != points or not all(map(form.fullmatch, points)):
        raise ValueError(text)
    return points


def _weekdays(text: str) -> list[str]:
    """Return the days of `mon-fri,holiday`; ValueError if one is unknown, twice or runs backwards."""
    names: list[str] = []
    for part in text.split(","):
        first, dash, last = part.partition("-")
        if part == "holiday":
            names.append(part)
            continue
        start = _WEEK.index(first)
        end = _WEEK.index(last) if dash else start
        names += _WEEK[start : end + 1]
        if dash and end <= start:
            raise ValueError(text)
    if len(set(names)) < len(names):
        raise ValueError(text)
    return names


def _runs(names: Sequence[str]) -> Iterator[list[str]]:
    """Yield the days that follow one another in the week, together."""
    run: list[str] = []
    for name in names:
        if run and (run[-1], name) not in _NEXT:
            yield run
            run = []
        run.append(name)
    if run:
        yield run


_NEXT = frozenset(pairwise(_WEEK))


def source_facts(content: Content) -> Facts:
    """Return the facts as the source language, Easy Japanese, writes them."""

    def text(key: str) -> str:
        found = content.texts[key]
        return f"{{{found.block.text}|{found.reading}}}" if found.reading else found.block.text

    return Facts(content, locale(SOURCE), text, STRINGS.__getitem__)
