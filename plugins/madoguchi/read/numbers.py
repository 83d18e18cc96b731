"""Finds the numbers of a text and reads them: 14日 じゅうよっか, 13:30 じゅうさんじさんじゅっぷん.

The dictionary reads digits one by one (14日 → イチヨンカ); numbers are read here by rule.
"""

import re
import unicodedata
from functools import cache

from madoguchi.kana import hiragana
from madoguchi.read.counting import LATIN_UNITS, cardinal, counters, decimal, join, value
from madoguchi.words import Number

_D = "0-9０-９"
_KANJI = "〇零一二三四五六七八九十百千万億兆"

_CODE = re.compile(
    rf"[#＃][{_D}]+|[{_D}]+(?:[-－‐][{_D}]+)+|(?<![{_D}])[0０][{_D}]{{8,10}}(?![{_D}])"
)
"""Telephone numbers, postcodes and house numbers: shown as they are."""

_CLOCK = re.compile(
    rf"(?<![{_D}:：])(?P<hour>[01０１]?[{_D}]|[2２][0-4０-４])[:：](?P<minute>[0-5０-５][{_D}])(?![{_D}:：])"
)

_NOT_NTH = "撃標的次視録立前下上線力付指安先元処印薬盛新玉覚星"
"""After 目 these make a word with it: 1頭目撃, 2点目標."""

_WORDS_OF_KANJI = frozenset({"部", "市", "町", "村", "区", "県", "方", "線", "色", "口", "文字", "体", "対", "分", "代", "段", "度", "式", "期", "位", "語", "品", "輪", "両", "片", "条", "週", "点", "行", "等", "着", "頭", "室", "車線", "種", "列", "通", "束", "門", "足", "校", "食", "株", "票", "日分", "人前", "間", "社", "周", "切れ", "台", "筆", "号", "家", "級", "床", "包", "区画", "組", "班", "隊", "店", "便", "泊", "題", "戸", "羽", "本", "重"})  # fmt: skip
"""Counters that make other words with a kanji number: 一部, 四日市, 十分, 一方, 三本木, 二重."""

_AFTER_KANJI = re.compile(r"(?:[年月日時第計毎全各約数口分秒円回週人名階]|翌月|来月|今月)$")
"""What may stand before a kanji number that is one: 十月一日, 第一希望."""


@cache
def _pattern() -> re.Pattern[str]:
    units = sorted([*counters(), *LATIN_UNITS], key=len, reverse=True)
    counter = "|".join(map(re.escape, units))
    digits = rf"[{_D}]+(?:[,，][{_D}]{{3}})*(?:[.．][{_D}]+)?(?:[万億兆千百十](?!年生)(?:[{_D}]+(?:[,，][{_D}]{{3}})*)?)*"
    return re.compile(
        rf"(?P<ordinal>第)?(?P<number>{digits}|[{_KANJI}]+)(?P<counter>{counter})?(?P<nth>目(?![{_NOT_NTH}]))?"
    )


def find(text: str) -> list[Number]:
    """Return the numbers in `text` that a rule can read, from left to right.

    Left to the dictionary: kanji numbers without a counter (一番, 二人三脚, 三田) and digits that
    are part of a code with Latin letters.
    """
    found = [Number(*match.span(), match[0], match[0], "", False) for match in _CODE.finditer(text)]
    found += (_clock(match) for match in _CLOCK.finditer(text))
    taken = {i for number in found for i in range(number.start, number.end)}
    last = -1
    position = 0
    while (match := _pattern().search(text, position)) is not None:
        position = match.end()
        if match.start() in taken:
            position = match.start() + 1
            continue
        number = _read(text, match, follows=match.start() == last)
        if number is not None:
            found.append(number)
            position = last = number.end
    return sorted(found)


def _clock(match: re.Match[str]) -> Number:
    hour, minute = int(match["hour"]), int(match["minute"])
    reading = counters()["時"].read(hour) + (counters()["分"].read(minute) if minute else "")
    return Number(*match.span(), reading, match[0], "", False)


def _read(text: str, match: re.Match[str], *, follows: bool) -> Number | None:
    start, end = match.span()
    written, name = match["number"], match["counter"] or ""
    before = text[max(0, start - 2) : start]
    kanji = written[0] in _KANJI
    if kanji and not _is_number(match, before, follows=follows):
        return None
    if re.search(rf"[{_D}A-Za-z.\-－#＃/]$", before) or re.match(
        rf"[\-－/][{_D}]", text[end : end + 2]
    ):
        return None  # part of a telephone number, a code or a date with slashes
    if name == "月" and text[end : end + 1] == "曜":
        name, end = "", end - 1  # 第3月曜日 is no third month
    ordinal = match["ordinal"] or ""
    prefix, suffix = ("だい" if ordinal else ""), ("め" if match["nth"] else "")
    digits = ordinal + written
    plain = unicodedata.normalize("NFKC", written)
    if "." in plain:
        unit = _unit(name)
        return Number(
            start, end, prefix + decimal(plain) + unit + suffix, digits, unit + suffix, False
        )
    number = value(written)
    if number is None or number >= 10**16:
        return None
    if not name:
        reading = prefix + cardinal(number) + suffix
        return Number(start, end, reading, digits, suffix, False)
    if name in LATIN_UNITS:
        unit = LATIN_UNITS[name]
        sound = "j" if hiragana(unit)[0] in "かきくけこさしすせそたちつてとぱぴぷぺぽ" else "-"
        reading = prefix + join(cardinal(number), unit, sound) + suffix
        return Number(start, end, reading, digits, unit + suffix, False)
    if name == "月" and not 1 <= number <= 12:
        return None
    counter = counters()[name]
    if name == "日" and not ordinal:
        if number == 1 and _is_date(text, start):
            return Number(start, end, "ついたち", digits, "", True)
        if number > 31 and number % 10 in (2, 3, 4):
            return Number(start, end, cardinal(number) + "にち", digits, "にち", False)
    if name == "分" and re.match(rf"の[{_D}{_KANJI}]", text[end : end + 2]):
        # 3分の2: parts, not minutes
        return Number(start, end, cardinal(number) + "ぶん", digits, "ぶん", False)
    reading = counter.read(number)
    fused = number in counter.whole and not ordinal
    # the counter as it sounds here: さん + がい
    kana = "" if fused else reading[-len(counter.reading) :]
    return Number(start, end, prefix + reading + suffix, digits, kana + suffix, fused)


def _is_number(match: re.Match[str], before: str, *, follows: bool) -> bool:
    """Whether kanji digits are a number here, and not part of a word or a name."""
    if match["ordinal"]:
        return True
    if match["counter"] is None or match["counter"] in _WORDS_OF_KANJI:
        return False
    if match["counter"] in ("丁目", "番地") or follows:
        return True
    return re.search(r"[一-鿿々]$", before) is None or _AFTER_KANJI.search(before) is not None


def _is_date(text: str, start: int) -> bool:
    """Whether 1日 at `start` is the first of a month."""
    return re.search(r"月[ 　]*(?:の)?$", text[max(0, start - 3) : start]) is not None


def spoken(written: str, name: str) -> Number | None:
    """Return a kanji number with the counter `name`, or alone if that is empty; None if it is none.

    For numbers that the dictionary found to be such where `find` was not sure: 一本, 六百.
    """
    number = value(written)
    if number is None or number >= 10**16:
        return None
    if not name:
        return Number(0, len(written), cardinal(number), written, "", True)
    if name in LATIN_UNITS:
        return Number(
            0,
            len(written + name),
            join(cardinal(number), LATIN_UNITS[name], "j"),
            written,
            LATIN_UNITS[name],
            False,
        )
    counter = counters()[name]
    reading = counter.read(number)
    fused = number in counter.whole
    kana = "" if fused else reading[-len(counter.reading) :]
    return Number(0, len(written + name), reading, written, kana, fused)


def _unit(name: str) -> str:
    if not name:
        return ""
    return LATIN_UNITS.get(name) or counters()[name].reading
