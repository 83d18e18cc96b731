"""Digits, telephone numbers, sums, eras and months, in every script and way of writing.

What the rules for translations and the pairing of documents both read of a text's numbers.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from babel import Locale
from babel.dates import get_month_names

from madoguchi.errors import SettingsError
from madoguchi.locales import locale

# 大正 and 明治 are names of streets and companies more often than of years
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "reiwa": 2018, "heisei": 1988, "showa": 1925}
BEFORE_ERAS = frozenset(map(float, _ERAS.values()))
"""The Western years before the first ones of eras."""
ERA = "令和|平成|昭和|reiwa|heisei|sh[oō]wa"
"""The inside of a pattern (of which case does not matter) that finds the name of an era."""

_POWERS = {
    **dict.fromkeys("億亿억", 100_000_000),
    **dict.fromkeys("万萬만", 10_000),
    **dict.fromkeys("千천", 1000),
    **dict.fromkeys("百백", 100),
}
UNITS = "".join(_POWERS)
"""Signs for powers of ten, as the inside of a character class."""
AMOUNT = (
    rf"\d+(?:\.\d+)?\s?[{UNITS}](?![米克瓦])(?:\s?\d+(?:\.\d+)?\s?[{UNITS}])*(?:\s?\d+(?![\d]))?"
)
"""Finds a number with such signs (1万5千), but no unit of measurement (5千米)."""
KANJI = "〇一二三四五六七八九"
"""The digits, as the inside of a character class."""
KANJI_NUMBER = re.compile(f"[{KANJI}十两兩{UNITS}]+")
HUGE = 10.0**15
"""Beyond any number of a text for people; also keeps sums of readings small."""

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_MARKS = dict.fromkeys((0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_CLEAN = _DASHES | _MARKS
_DIGIT = re.compile(r"\d")
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_LONG_VOWEL = re.compile(r"(?<=\d)ー(?=\d)")

PHONE = re.compile(
    r"(?<![\d-])(?<!\d[.,:/])"
    r"(?:(?:(?:\+81[-. ()]{0,3}|81-)\(?0?\)?|\(?0)\d{1,4}\)?[-. ()]{1,2}\d{1,4}[-. ()]{1,2}\d{3,4}"
    r"|0\d{2,3}-\d{6}|0\d{9,10})(?!\d|-\d)"
)
"""Finds a telephone number in Japan in a text that is `plain`."""


def plain(text: str) -> str:
    """Return the text with ASCII digits and hyphens, without direction marks."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text).translate(_CLEAN)
    text = _FOREIGN_DIGIT.sub(lambda match: str(int(match[0])), text)
    return _LONG_VOWEL.sub("-", text)


def subscriber(phone: str) -> str:
    """Return the digits, and signs #, that a telephone number has in Japan."""
    digits = "".join(char for char in phone if char.isdigit() or char == "#")
    abroad = digits.startswith("81") and len(digits) > 9
    return "0" + digits[2:].removeprefix("0") if abroad else digits


def western_year(era: str, year: str) -> float:
    """Return the Western year of `令和`, `8` or of `Reiwa`, `元`."""
    return _ERAS[era.casefold().replace("ō", "o")] + (1.0 if year == "元" else as_number(year))


def as_number(digits: str) -> float:
    """Return the value of ASCII digits."""
    return min(float(digits), HUGE)


def amount(written: str) -> float:
    """Return the value of 1万5千, 10만 or 2.5万."""
    total = part = 0.0
    digits = ""
    for char in written:
        if char.isdigit() or char == ".":
            digits += char
        elif (power := _POWERS.get(char)) is not None:
            value = _value(digits)
            value = 1.0 if value is None and part == 0 else (value or 0.0)
            digits = ""
            if power >= 10_000:
                total += (part + value if part or value else 1.0) * power
                part = 0.0
            else:
                part += value * power
    return min(total + part + (_value(digits) or 0.0), HUGE)


def _value(digits: str) -> float | None:
    try:
        return as_number(digits) if digits else None
    except ValueError:
        return None


def kanji_value(written: str) -> float:
    """Return the value of 十四, 二十, 二〇二六."""
    if all(char in KANJI for char in written):
        return as_number("".join(str(KANJI.index(char)) for char in written))
    total = part = digit = 0.0
    for char in written.replace("两", "二").replace("兩", "二"):
        if char in KANJI:
            digit = float(KANJI.index(char))
            continue
        power = 10 if char == "十" else _POWERS[char]
        if power >= 10_000:
            total, part, digit = min((total + part + digit) * power or power, HUGE), 0.0, 0.0
        else:
            part, digit = part + (digit or 1) * power, 0.0
    return min(total + part + digit, HUGE)


# Months

# spellings that people use beside those of Unicode's data
_SPELLINGS = {
    "vi": {1: "tháng giêng", 11: "tháng một", 12: "tháng chạp"},
    "tl": {3: "marso", 6: "hunyo", 7: "hulyo", 8: "agosto"},
    "ur": {4: "اپریل", 5: "مئ", 8: "اگست"},
    "es": {9: "setiembre|sep|set"},
}
# beginnings of names that are spelled in many ways; alone they prove nothing
_STEMS = {
    "ne": "जनव:1 जेनव:1 फेब:2 फर:2 मार्च:3 अप्र:4 एप्र:4 जुन:6 जून:6 जुल:7 जूल:7 अग:8 सेप्ट:9 सित:9"
    " मई:5 सेप्त:9 अक्ट:10 नोभ:11 नभ:11 नोवे:11 डिस:12 डिसे:12 दिस:12",
    "ur": "جنور:1 فرور:2 مارچ:3 اپری:4 مئ:5 جون:6 جولا:7 اگست:8 ستمب:9 اکتو:10 نومب:11 دسمب:12",
}
# names that are common words, even beside a number
_WORDS_TOO = {"tl": "may", "en": "mar", "es": "mar", "pt": "mar", "ne": "जुन"}


def language(tag: str) -> str:
    """Return the language of a tag: `zh` of `zh-Hans`."""
    return "tl" if tag.startswith("fil") else tag.partition("-")[0]


def months_as_digits(text: str, tag: str) -> tuple[str, frozenset[int]]:
    """Return a text with the months that stand beside numbers as 12月, and all months it names."""
    patterns = _month_patterns(tag)
    if patterns is None:
        return text, frozenset()
    names = _months(tag)

    def month(name: str) -> int:
        return names.get(name.casefold(), 0)

    if _DIGIT.search(text) is not None:
        text = patterns.after.sub(lambda m: f"{m[1]} {month(m[2])}月 ", text)
        text = patterns.before.sub(lambda m: f" {month(m[1])}月", text)
    found = {month(m[1] or m[2]) for m in patterns.alone.finditer(text)}
    found |= {stem for begin, stem in _stems(tag) if begin in text}
    return text, frozenset(found | {month(text.strip(" ."))}) - {0}


class _MonthPatterns(NamedTuple):
    """What finds a month …"""

    after: re.Pattern[str]
    """… after a number …"""
    before: re.Pattern[str]
    """… before one …"""
    alone: re.Pattern[str]
    """… and anywhere."""


@lru_cache
def _month_patterns(tag: str) -> _MonthPatterns | None:
    names = _months(tag)
    if not names:
        return None
    listed = sorted(names, key=len, reverse=True)
    every = "|".join(map(re.escape, listed))
    # "may" and "mar" are words too: alone, a month has a longer name
    long = "|".join(re.escape(n) for n in listed if len(n) > (3 if n.isascii() else 2)) or "(?!)"
    short = "|".join(re.escape(n) for n in listed if len(n) == 2 and not n.isascii()) or "(?!)"
    end = r"(?![a-zà-ÿ])"
    return _MonthPatterns(
        re.compile(
            rf"(\d(?:st|nd|rd|th|[.ºªo])?\s(?:de\s|of\s|ng\s)?)({every}){end}", re.IGNORECASE
        ),
        re.compile(rf"(?<![^\s(（,،/“\"])({every})(?=\.?,?\s(?:ika-|de\s)?\d)", re.IGNORECASE),
        re.compile(rf"({long}){end}|(?<!\S)({short})(?!\S)", re.IGNORECASE),
    )


@lru_cache
def _months(tag: str) -> dict[str, int]:
    """Return the names of months, folded, that a language knows; none that are only digits."""
    try:
        babel = locale(tag).babel
    except SettingsError:
        return {}
    return dict(_month_names(tag, babel))


def _month_names(tag: str, babel: Locale) -> Iterator[tuple[str, int]]:
    # never "stand-alone": where a language has none of its own, Babel gives it another one's
    for width in ("wide", "abbreviated"):
        for month, name in get_month_names(width, "format", babel).items():
            folded = name.casefold().rstrip(".")
            if (
                len(folded) > 1
                and not any(map(str.isdigit, folded))
                and folded not in _WORDS_TOO.get(language(tag), "").split()
            ):
                yield folded, month
    for month, said in _SPELLINGS.get(language(tag), {}).items():
        for name in said.split("|"):
            yield name, month


@lru_cache
def _stems(tag: str) -> tuple[tuple[str, int], ...]:
    pairs = (said.split(":") for said in _STEMS.get(language(tag), "").split())
    return tuple((begin, int(month)) for begin, month in pairs)
