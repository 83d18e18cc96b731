"""Numbers of a Japanese text, and those of a translation in whatever way its language writes them.

A text *asks* for numbers: each may be said in several ways (14日: 14, two weeks, 十四). A
translation *says* numbers: each may be read in several ways (1.000 is a thousand or one). A
finding needs all readings to disagree.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from madoguchi.translate.digits import (
    AMOUNT,
    BEFORE_ERAS,
    ERA,
    KANJI,
    KANJI_NUMBER,
    PHONE,
    UNITS,
    amount,
    as_number,
    kanji_value,
    language,
    months_as_digits,
    plain,
    subscriber,
    western_year,
)
from madoguchi.translate.rules import number_words
from madoguchi.translate.rules.number_words import TIMES

Values = frozenset[float]

_COUNTERS = {"ひとつ": 1, "ひとり": 1, "最初": 1, "初め": 1, "はじめ": 1, "まず": 1, "元日": 1}
_COUNTERS |= {"ふたつ": 2, "ふたり": 2, "両": 2, "たがい": 2, "夫婦": 2, "倍": 2, "また": 2}
_COUNTERS |= {"みっつ": 3, "よっつ": 4, "いつつ": 5, "むっつ": 6, "ななつ": 7, "やっつ": 8}
_COUNTERS |= {"毎日": 7, "正午": 12, "夜中": 12}
WEEKS = -7.0
"""Beside a number in `Values`: it counts weeks."""
DIGIT = re.compile(r"\d|[①-⑳½¼¾⅓⅔]")

_POSTCODE = re.compile(r"(?<![\d-])\d{3}-\d{4}(?![\d-])")

_ASKED = re.compile(
    rf"(?P<era>{ERA})\s?(?P<era_year>元|\d{{1,2}})年?"
    r"|(?P<half>午前|午後|朝|夜|夕方|昼)?の?\s?(?P<hour>\d{1,2})(?:\s?時(?!間)(?:(?P<minute>\d{1,2})分|(?P<half_past>半))?|:(?P<colon>\d\d)(?!\d))"
    r"|(?P<parts>\d+)分の(?P<part>\d+)"
    rf"|(?P<big>\d+(?:\.\d+)?[{UNITS}][{UNITS}\d.]*)"
    r"|(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?"
    r"|(?P<number>\d+(?:\.\d+)?)(?P<unit>年生|年度|年|か月|カ月|ヶ月|週|日|時間半|時間|分|割|%|円|歳)?"
    rf"|(?P<kanji>[{KANJI}十{UNITS}]+)"
)
_COMMA = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_HALF = re.compile("半")
_FISCAL = re.compile("年度")
_FREE = re.compile("無料|かかりません|ただ|なし|ありません")
_ALWAYS = re.compile("いつでも|24時間|一日中|1日中")
_WEEKDAY = re.compile(
    "曜|平日|土日|週末|月〜金|月～金|[(（・、][月火水木金土日][)）・、]|^[月火水木金土日]$"
)
_COUNTED = re.compile("|".join(_COUNTERS))

_TOKEN = re.compile(
    rf"(?P<big>{AMOUNT})"
    r"|\d+(?:[.,'’٬٫]\d+)*(?: \d{3}(?!\d))*"
)
_WORD_AFTER = re.compile(r"[ ]?([^\s\d.,;:()]+)")
_ERA_BEFORE = re.compile(rf"({ERA})\D{{0,3}}$", re.IGNORECASE)
_GLUED = re.compile(r"[A-Za-z]-?$")
_CLOCK = re.compile(
    r"(?<![\d.,:h-])(\d{1,2})(?:[:h](\d\d)(?!\d)|\s?(?:点|點|時|时|시|giờ)\s?(\d{1,2})\s?(?:分|분|phút))"
)
_HOUR = re.compile(r"(?<![\d.,:h-])(\d{1,2})(?!\d|[.,:h]\d)")
_MONTH_SIGN = re.compile(r"(\d{1,2})\s?[月월]|tháng\s(\d{1,2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Need:
    """A number that a translation must say in one of several ways."""

    shown: str
    options: tuple[Values, ...]
    grave: bool
    """Without it a reader is misled: it is large, a date, a time, a sum."""
    month: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day."""

    hour: int
    minute: int | None
    """None where the text may say it in words (half past)."""
    evening: bool | None
    """None where the text does not say which half of the day."""

    def shows(self, other: "Clock") -> bool:
        """Whether a clock with hands may show the same at both times."""
        same = self.minute is None or other.minute is None or self.minute == other.minute
        return same and self.hour % 12 == other.hour % 12


@dataclass(frozen=True, slots=True)
class Asked:
    """What a Japanese text asks of the numbers in its translation."""

    needs: tuple[Need, ...]
    allowed: Values
    """What a translation may say without inventing it."""
    phones: frozenset[str]
    """Digits of its telephone numbers and postcodes."""
    clocks: tuple[Clock, ...]
    days: tuple[tuple[int, int], ...]
    """Month and day of its dates."""
    weekdays: bool
    """It names days of the week, which some languages count."""
    years: Values


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a translation, with every way to read it."""

    shown: str
    readings: tuple[Values, ...]
    name: bool
    """Part of a name in Latin letters (COVID-19), or a unit nobody asked for (°F)."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a translation says in numbers."""

    numbers: tuple[Number, ...]
    known: Values
    phones: tuple[tuple[str, str], ...]
    """As they stand, and their digits."""
    clocks: tuple[tuple[str, Clock], ...]
    plain: str
    """The text with ASCII digits and hyphens, and months beside numbers as `12月`."""


def _phones(text: str) -> tuple[list[tuple[str, str]], str]:
    """Return telephone numbers and postcodes with their digits, and the text without them."""
    found: list[tuple[str, str]] = []

    def take(match: re.Match[str]) -> str:
        digits = subscriber(match[0])
        if not 7 <= len(digits) <= 11 or len(digits) == 8:
            return match[0]
        found.append((match[0].strip(" ()"), digits))
        return " "

    if "-" in text or "0" in text:
        text = _POSTCODE.sub(take, PHONE.sub(take, text))
    return found, text


@lru_cache(maxsize=16_384)
def asked(prose: str) -> Asked | None:
    """Return what a Japanese text asks for; None for one without any number."""
    text = plain(prose)
    needs: dict[str, Need] = {}
    allowed: set[float] = set()
    clocks: list[Clock] = []
    days: list[tuple[int, int]] = []
    years: set[float] = set()
    phones, text = _phones(text)
    text = _COMMA.sub("", text)

    def need(shown: str, *options: set[float], grave: bool = False, month: bool = False) -> None:
        needs[shown] = Need(shown, tuple(map(frozenset, options)), grave, month)
        for option in options:
            allowed.update(option)

    for match in _ASKED.finditer(text):
        shown = match[0]
        if match["era"]:
            west = western_year(match["era"], match["era_year"])
            years.add(west)
            year = 1.0 if match["era_year"] == "元" else float(match["era_year"])
            need(shown, {west}, {year}, grave=True)
        elif match["hour"]:
            clocks.append(_asked_clock(match))
            _need_clock(clocks[-1], shown, need)
        elif match["parts"]:
            whole, part = as_number(match["parts"]), as_number(match["part"])
            share = part / whole if whole else 0.0
            need(shown, {whole, part}, {round(share, 4)}, {round(share * 100)}, {whole})
            allowed.update(_reduced(part, whole))
        elif match["big"]:
            value = amount(match["big"])
            need(shown, {value}, grave=True)
            allowed.update(as_number(n) for n in re.findall(r"\d+(?:\.\d+)?", shown))
        elif match["month"]:
            month = float(match["month"])
            need(f"{match['month']}月", {month}, grave=month <= 12, month=True)
            if match["day"]:
                days.append((int(match["month"]), int(match["day"])))
                need(f"{match['day']}日", {float(match["day"])}, grave=True)
        elif match["number"]:
            _need_number(match, need, years)
        else:
            allowed.add(kanji_value(match["kanji"]))
            allowed.update(float(KANJI.index(c)) for c in match["kanji"] if c in KANJI)
    allowed.update(_COUNTERS[word] for word in _COUNTED.findall(text))
    if _FISCAL.search(text):  # from April 1 of the year to March 31 of the next
        allowed.update((1.0, 3.0, 4.0, 31.0, *(year + 1 for year in years)))
    if _HALF.search(text):
        allowed.update((0.5, 2.0, 6.0, 30.0, 50.0))
    if _FREE.search(text):
        allowed.add(0.0)
    if _ALWAYS.search(text):
        allowed.update((24.0, 7.0, 365.0))
    weekdays = _WEEKDAY.search(text) is not None
    if not (needs or allowed or phones or weekdays):
        return None
    return Asked(
        tuple(needs.values()),
        frozenset(allowed),
        frozenset(digits for _, digits in phones),
        tuple(clocks),
        tuple(days),
        weekdays,
        frozenset(years),
    )


def _asked_clock(match: re.Match[str]) -> Clock:
    hour = int(match["hour"])
    minute = int(match["minute"] or match["colon"] or (30 if match["half_past"] else 0))
    half = match["half"]
    evening = half in ("午後", "夜", "夕方") if half not in (None, "昼") else None
    if 12 < hour < 24:
        evening = True
    return Clock(hour, minute, None if hour in (0, 12, 24) else evening)


def _need_clock(clock: Clock, shown: str, need: Callable[..., None]) -> None:
    hours = {float(clock.hour), float(clock.hour % 12), float(clock.hour % 12 + 12)}
    if clock.hour in (0, 12, 24):  # midnight and noon are words
        hours |= {0.0, 12.0, 24.0}
        options = [{float(clock.minute)}] if clock.minute else [set[float]()]
        need(shown, *options, hours)
        return
    options = [{hour, float(clock.minute)} if clock.minute else {hour} for hour in sorted(hours)]
    if clock.minute == 45:  # a quarter to the next hour
        options += [{hour + 1, 15.0} for hour in sorted(hours)]
    need(shown, *options, grave=True)


def _reduced(part: float, whole: float) -> Iterator[float]:
    """Yield what a share may also be called: 10分の2 is one in five."""
    for number in range(2, 11):
        if part % number == 0 and whole % number == 0:
            yield part / number
            yield whole / number


def _need_number(match: re.Match[str], need: Callable[..., None], years: set[float]) -> None:
    value = as_number(match["number"])
    unit = match["unit"] or ""
    options = [{value}]
    grave = value > 12 or "." in match["number"] or unit in ("円", "%")
    if unit in ("年", "年度") and 1868 <= value <= 2200:
        years.add(value)
        options += [{value - start} for start in BEFORE_ERAS if 0 < value - start < 65]
    elif unit == "年":
        options += [{12 * value}]
    elif unit in ("か月", "カ月", "ヶ月"):
        options += [{value / 12}] if value % 12 == 0 else [{value / 12}] if value in (3, 6) else []
    elif unit == "週":
        options += [{7 * value}]
    elif unit == "日":
        options += [{value / 7, WEEKS}] if value % 7 == 0 else []
        options += [{1.0}, set()] if value == 365 else []
    elif unit == "時間半":
        options = [{value + 0.5}, {60 * value + 30}, {value, 30.0}, {value, 0.5}]
    elif unit == "時間":
        options += [{60 * value}]
        if value % 24 == 0:
            options += [{value / 24}]
        if value == 24:  # day and night
            options.append(set())
    elif unit == "分":
        options += [{value / 60}] if value % 30 == 0 else []
        options += [{1.0, 0.5}] if value == 90 else []
    elif unit == "割":
        options += [{10 * value}, {value / 10}]
        grave = True
    elif unit == "%":
        options += [{value / 100}, {value / 10}] + ([{0.5}] if value == 50 else [])
    if value in (0.0, 1.0) and not grave:  # 1 is an article, "each", or nothing
        options.append(set())
    need(match[0], *options, grave=grave)


def said(prose: str, tag: str) -> Said:
    """Return what a translation says in digits; words for numbers are `worded`."""
    text = plain(prose)
    phones, text = _phones(text)
    text, named = months_as_digits(text, tag)
    numbers: list[Number] = []
    # no language says that it takes 0 yen: it is free
    known = {0.0, *map(float, named)}
    for match in _TOKEN.finditer(text):
        number = _read_number(match, text)
        numbers.append(number)
        for reading in number.readings:
            known |= reading
    if language(tag) in ("zh", "ja"):
        known |= {kanji_value(run) for run in KANJI_NUMBER.findall(text)}
    return Said(tuple(numbers), frozenset(known), tuple(phones), _clocks(text, tag), text)


def _read_number(match: re.Match[str], text: str) -> Number:
    token = match[0].strip()
    before = text[max(0, match.start() - 12) : match.start()]
    after = text[match.end() : match.end() + 24]
    readings: list[set[float]] = []
    pieces = re.split(r"\D+", token)
    if match["big"]:
        readings.append({amount(token)})
    else:
        # 110,119 may be two numbers; 1,000 is one
        if "000" not in pieces[1:] or " " in token:
            readings.append({as_number(piece) for piece in pieces})
        if len(pieces) > 1:
            groups = pieces[1:-1]
            if len(pieces[-1]) == 3 and all(2 <= len(group) <= 3 for group in groups):
                readings.append({as_number("".join(pieces))})
            if pieces[-1] != "000":
                readings.append({as_number(f"{''.join(pieces[:-1])}.{pieces[-1]}")})
    word = _WORD_AFTER.match(after)
    if word is not None and (times := _times(word[1].casefold())) is not None:
        readings += [{value * times for value in reading} for reading in readings[:]]
    if len(pieces) == 1 and (era := _ERA_BEFORE.search(before)) is not None:
        readings.append({western_year(era[1], pieces[0])})
    name = _GLUED.search(before) is not None or after.lstrip().startswith(("°F", "℉"))
    return Number(token, tuple(map(frozenset, readings)), name)


def _times(word: str) -> int | None:
    """Return what a word after a number multiplies it by."""
    if word.isascii() or word in TIMES:
        return TIMES.get(word)
    # where words have no spaces between them, the next one follows
    return next((n for begin, n in TIMES.items() if word.startswith(begin)), None)


def _clocks(text: str, tag: str) -> tuple[tuple[str, Clock], ...]:
    found: list[tuple[str, Clock]] = []
    for match in _CLOCK.finditer(text):
        hour, minute = int(match[1]), int(match[2] or match[3])
        if hour > 24 or minute > 59:
            continue
        evening = _half_of_day(text, match, tag)
        if 12 < hour < 24:
            evening = True
        found.append((match[0], Clock(hour, minute, None if hour in (0, 12, 24) else evening)))
    for match in _HOUR.finditer(text):
        evening = _half_of_day(text, match, tag)
        if evening is not None and 0 < int(match[1]) < 12:
            found.append((match[0], Clock(int(match[1]), None, evening)))
    return tuple(found)


def _half_of_day(text: str, match: re.Match[str], tag: str) -> bool | None:
    morning, evening = _halves(language(tag))
    before, after = text[max(0, match.start() - 8) : match.start()], text[match.end() :][:16]
    for pattern_before, pattern_after, answer in ((*morning, False), (*evening, True)):
        if pattern_after is not None and pattern_after.match(after):
            return answer
        if pattern_before is not None and pattern_before.search(before):
            return answer
    return None


_Patterns = tuple[re.Pattern[str] | None, re.Pattern[str] | None]


@lru_cache
def _halves(lang: str) -> tuple[_Patterns, _Patterns]:
    def before(words: str | None) -> re.Pattern[str] | None:
        return re.compile(rf"(?:{words})\s?$", re.IGNORECASE) if words else None

    def after(words: str | None) -> re.Pattern[str] | None:
        return re.compile(rf"\s?(?:{words})", re.IGNORECASE) if words else None

    words = number_words
    return (
        (before(words.MORNING_BEFORE.get(lang)), after(words.MORNING_AFTER.get(lang))),
        (before(words.EVENING_BEFORE.get(lang)), after(words.EVENING_AFTER.get(lang))),
    )


def dates(text: str) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield the months of a text that `said` has made plain, with the days that stand beside them."""
    for match in _MONTH_SIGN.finditer(text):
        month = int(match[1] or match[2])
        after = re.match(r",?\s*(?:ika-|ngày\s)?(\d{1,2})(?!\d|[:h])", text[match.end() :][:12])
        before = re.search(
            r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|[.ºªo])?[\s/]*(?:de\s|of\s|ng\s)?\s*$",
            text[max(0, match.start() - 14) : match.start()],
        )
        yield month, tuple(int(m[1]) for m in (before, after) if m is not None)


def worded(prose: str, tag: str) -> Values:
    """Return the numbers that words of a translation may mean."""
    folded = prose.casefold()
    found: set[float] = set()
    if language(tag) in ("zh", "ko", "ja"):
        found.update(value for form, value in number_words.words(tag) if form in folded)
        found.update(WEEKS for word in number_words.weeks(tag) if word in folded)
        return frozenset(found)
    spaced = " " + _BETWEEN.sub(" ", folded)
    found.update(value for form, value in number_words.words(tag) if f" {form}" in spaced)
    found.update(WEEKS for word in number_words.weeks(tag) if f" {word}" in spaced)
    for power in (100.0, 1000.0):  # three thousand
        if power in found:
            found |= {value * power for value in found if 1 < value < 100}
    return frozenset(found)


_BETWEEN = re.compile("[\\s.,;:!?…()“”\"'‘’«»।۔،/–—\u2066-\u2069\u200e\u200f-]+")


def other_calendars(tag: str, years: Values) -> Values:
    """Return what Western years are in the calendars of a language's countries."""
    shifts = {
        "th": (543,),
        "lo": (543,),
        "km": (543, 544),
        "ne": (56, 57),
        "hi": (-78, 57),
        "fa": (-621, -622),
        "zh": (-1911,),
        "am": (-7, -8),
    }.get(language(tag), ())
    return frozenset(year + shift for year in years for shift in shifts)
