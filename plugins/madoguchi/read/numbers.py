"""How numbers are read, alone and with a counter: 14日 じゅうよっか, 3階 さんがい, 1,000円 せんえん.

The dictionary reads digits one by one (14日 → イチヨンカ); numbers and counters are read here by
rule and by `counters.tsv`.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from madoguchi.words import Number

_DIGITS = ("", "いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう")
_ZERO = "ぜろ"
_HUNDREDS = {1: "ひゃく", 3: "さんびゃく", 6: "ろっぴゃく", 8: "はっぴゃく"}
_THOUSANDS = {1: "せん", 3: "さんぜん", 8: "はっせん"}
_GREAT = ((10**12, "ちょう"), (10**8, "おく"), (10**4, "まん"))
_KANJI_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0}
_KANJI_UNITS = {"十": 10, "百": 100, "千": 1000}
_KANJI_GREAT = {"万": 10**4, "億": 10**8, "兆": 10**12}

_LATIN_UNITS = {
    "km": "キロメートル", "cm": "センチメートル", "mm": "ミリメートル", "m": "メートル", "kg": "キログラム", "mg": "ミリグラム",
    "g": "グラム", "ml": "ミリリットル", "mL": "ミリリットル", "L": "リットル", "l": "リットル", "%": "パーセント", "％": "パーセント",
    "℃": "ど", "㎡": "へいほうメートル", "㎝": "センチメートル", "㎜": "ミリメートル", "㎞": "キロメートル", "㎏": "キログラム",
}  # fmt: skip


def cardinal(number: int) -> str:
    """Return how `number` (not negative, below 10^16) is read: 1300 せんさんびゃく."""
    if number == 0:
        return _ZERO
    parts: list[str] = []
    for unit, name in _GREAT:
        count, number = divmod(number, unit)
        if count:
            head = _below_ten_thousand(count, counted=True)
            # 1兆 いっちょう, 8兆 はっちょう, 10兆 じゅっちょう
            parts.append((_small_tsu(head, "t") if name == "ちょう" else head) + name)
    return "".join(parts) + _below_ten_thousand(number)


def _below_ten_thousand(number: int, *, counted: bool = False) -> str:
    thousands, rest = divmod(number, 1000)
    hundreds, rest = divmod(rest, 100)
    tens, ones = divmod(rest, 10)
    text = ""
    if thousands:
        text += _THOUSANDS.get(thousands) or _DIGITS[thousands] + "せん"
        if counted and number == 1000:
            text = "いっせん"  # 1000万 いっせんまん
    if hundreds:
        text += _HUNDREDS.get(hundreds) or _DIGITS[hundreds] + "ひゃく"
    if tens:
        text += ("" if tens == 1 else _DIGITS[tens]) + "じゅう"
    return text + _DIGITS[ones]


def _small_tsu(number: str, sound: str) -> str:
    """Return `number` as it is said before a counter that begins with `sound`."""
    changes = {
        "k": (("いち", "いっ"), ("ろく", "ろっ"), ("はち", "はっ"), ("じゅう", "じゅっ"), ("ひゃく", "ひゃっ"), ("びゃく", "びゃっ"), ("ぴゃく", "ぴゃっ")),
        "s": (("いち", "いっ"), ("はち", "はっ"), ("じゅう", "じゅっ")),
        "t": (("いち", "いっ"), ("はち", "はっ"), ("じゅう", "じゅっ")),
        "h": (("いち", "いっ"), ("ろく", "ろっ"), ("はち", "はっ"), ("じゅう", "じゅっ"), ("ひゃく", "ひゃっ"), ("びゃく", "びゃっ"), ("ぴゃく", "ぴゃっ")),
    }  # fmt: skip
    for old, new in changes.get("h" if sound == "H" else sound, ()):
        if number.endswith(old):
            return number.removesuffix(old) + new
    return number


_TO_P = str.maketrans("はひふへほ", "ぱぴぷぺぽ")
_TO_B = str.maketrans("はひふへほ", "ばびぶべぼ")


def _join(number: str, counter: str, sound: str) -> str:
    """Say a counter after a number, with the changes of sound between them."""
    head = _small_tsu(number, sound)
    if sound in "hH" and head.endswith("っ"):
        return head + counter[0].translate(_TO_P) + counter[1:]
    if sound == "h" and head.endswith(("さん", "せん", "ぜん", "まん", "なん")):
        return head + counter[0].translate(_TO_B) + counter[1:]
    if sound == "H" and head.endswith(("さん", "よん", "せん", "ぜん", "まん", "なん")):
        return head + counter[0].translate(_TO_P) + counter[1:]
    return head + counter


@dataclass(frozen=True, slots=True)
class Counter:
    """A counter and how it sounds after a number."""

    text: str
    reading: str
    sound: str
    whole: dict[int, str]
    """The whole reading for these numbers."""
    last: dict[str, str]
    """How the last digit is read: 4 → よ."""

    def read(self, number: int) -> str:
        """Return the reading of `number` with this counter."""
        if (whole := self.whole.get(number)) is not None:
            return whole
        last = number % 10
        special = self.last.get(str(number)) or self.last.get(str(last))
        if special is None or (number % 100 // 10 == 0 and last == 0):
            return _join(cardinal(number), self.reading, self.sound)
        head = cardinal(number).removesuffix(_DIGITS[last])
        # an exception may give the counter's changed sound as well: n.3=さんがい
        if len(special) > 2 and not self.reading.startswith(special):
            return head + special
        return head + special + self.reading


@cache
def counters() -> dict[str, Counter]:
    """Return the counters of `counters.tsv` by how they are written."""
    table: dict[str, Counter] = {}
    text = files("madoguchi.read").joinpath("counters.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        name, reading, sound, *rest = line.split("\t")
        whole: dict[int, str] = {}
        last: dict[str, str] = {}
        for item in rest[0].split() if rest else ():
            key, value = item.split("=")
            if key.startswith("n."):
                last[key[2:]] = value
            else:
                whole[int(key)] = value
        table[name] = Counter(name, reading, sound, whole, last)
    return table


@cache
def _pattern() -> re.Pattern[str]:
    units = sorted([*counters(), *_LATIN_UNITS], key=len, reverse=True)
    counter = "|".join(map(re.escape, units))
    digits = (
        r"[0-9０-９]+(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?(?:[万億兆千百](?![一-鿿]*年生))*"
    )
    kanji = r"[〇零一二三四五六七八九十百千万億兆]+"
    return re.compile(
        rf"(?P<ordinal>第)?(?P<number>{digits}|{kanji})(?P<counter>{counter})?(?P<nth>目)?"
    )


def value(written: str) -> int | None:
    """Return the number that digits, full-width digits, kanji or a mix of them write.

    None if it is a decimal number or no number: `1.5`, `万`.
    """
    text = unicodedata.normalize("NFKC", written).replace(",", "")
    if text.isdecimal():
        return int(text)
    if all(char in _KANJI_DIGITS for char in text) and len(text) > 1:
        return int("".join(str(_KANJI_DIGITS[char]) for char in text))
    total = part = 0
    current: int | None = None
    for token in re.findall(r"[0-9]+|.", text):
        if token.isdecimal():
            current = int(token)
        elif token in _KANJI_DIGITS:
            current = _KANJI_DIGITS[token]
        elif token in _KANJI_UNITS:
            part += (1 if current is None else current) * _KANJI_UNITS[token]
            current = None
        elif token in _KANJI_GREAT:
            count = part + (current or 0)
            if not count:
                return None
            total += count * _KANJI_GREAT[token]
            part, current = 0, None
        else:
            return None
    return total + part + (current or 0)


_CODE = re.compile(r"[#＃][0-9０-９]+|[0-9０-９]+(?:[-－‐][0-9０-９]+)+")
"""Telephone numbers, postcodes and house numbers: shown as they are."""


def find(text: str) -> list[Number]:
    """Return the numbers in `text` that a rule can read, from left to right.

    Left to the dictionary: kanji numbers without a counter (一番, 二人三脚, 三田), long digit strings
    such as telephone numbers, and digits beside Latin letters.
    """
    found = [Number(*match.span(), match[0], match[0], "", False) for match in _CODE.finditer(text)]
    codes = {i for number in found for i in range(number.start, number.end)}
    for match in _pattern().finditer(text):
        number = None if match.start() in codes else _read(text, match)
        if number is not None:
            found.append(number)
    return sorted(found)


def _read(text: str, match: re.Match[str]) -> Number | None:
    start, end = match.span()
    written = match["number"]
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    is_kanji = not re.match(r"[0-9０-９]", written)
    if is_kanji and (
        match["counter"] is None
        or (re.match(r"[一-鿿々]", before) and match["counter"] not in ("丁目", "番地"))
    ):
        return None
    if re.match(r"[0-9０-９A-Za-z.\-－#＃/]", before) or re.match(
        r"[\-－/][0-9０-９]", text[end : end + 2]
    ):
        return None  # part of a telephone number, a code or a date with slashes
    if match["counter"] == "月" and after == "曜":
        end -= 1
        match = _pattern().match(text, start, end) or match
    prefix = "だい" if match["ordinal"] else ""
    nth = "め" if match["nth"] else ""
    name = match["counter"] or ""
    text_number = unicodedata.normalize("NFKC", written)
    if "." in text_number:
        reading = _decimal(text_number)
        unit = _LATIN_UNITS.get(name) or (counters()[name].reading if name else "")
        return Number(
            start,
            end,
            prefix + reading + unit + nth,
            match[0].removesuffix(name) if name else match[0],
            unit,
            False,
        )
    number = value(written)
    if number is None or number >= 10**16:
        return None
    digits = (match["ordinal"] or "") + written
    if not name:
        if is_kanji:
            return None
        return Number(start, end, prefix + cardinal(number) + nth, digits, nth, False)
    if name in _LATIN_UNITS:
        unit = _LATIN_UNITS[name]
        reading = prefix + _join(cardinal(number), unit, "-") + nth
        return Number(start, end, reading, digits, unit, False)
    counter = counters()[name]
    if name == "日" and not prefix:
        return _day(text, match, number, is_kanji)
    if name == "月" and not 1 <= number <= 12:
        return None
    if is_kanji and name in _NOT_AFTER_KANJI:
        return None
    reading = counter.read(number)
    fused = number in counter.whole
    kana = "" if fused else _counter_kana(reading, number, counter)
    return Number(start, end, prefix + reading + nth, digits, kana + nth, fused)


_NOT_AFTER_KANJI = frozenset({"部", "市", "町", "村", "区", "県", "方", "線", "色", "口", "文字", "体", "対", "分", "代", "段", "度", "式", "期", "位", "語", "品", "輪", "両", "片", "条", "週", "点", "行", "等", "着", "頭", "室", "車線"})  # fmt: skip
"""Counters that are part of other words after a kanji number: 一部, 四日市, 十分, 一方."""


def _counter_kana(reading: str, number: int, counter: Counter) -> str:
    """Return the end of `reading` that says the counter: さん + がい."""
    length = len(counter.reading)
    return reading[-length:] if length else ""


def _day(text: str, match: re.Match[str], number: int, is_kanji: bool) -> Number | None:
    """Read 1日: the first of a month (ついたち), or a day long (いちにち)."""
    start, end = match.span()
    written = match["number"]
    if number == 1:
        date = bool(
            re.search(r"(?:月|毎月|翌月|来月|今月)[ 　]*$", text[max(0, start - 3) : start])
        )
        if not date and is_kanji:
            return None  # 一日: left to the dictionary and its neighbours
        reading = "ついたち" if date else "いちにち"
        return Number(start, end, reading, written, "" if date else "にち", date)
    counter = counters()["日"]
    if number > 31 and number % 10 in (2, 3, 4):
        return Number(start, end, cardinal(number) + "にち", written, "にち", False)
    fused = number in counter.whole
    return Number(start, end, counter.read(number), written, "" if fused else "にち", fused)


def _decimal(text: str) -> str:
    whole, _, fraction = text.replace(",", "").partition(".")
    names = ("ぜろ", "いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう")
    head = cardinal(int(whole or 0))
    # 1.5 いってんご, 8.2 はってんに, 10.5 じゅってんご
    return f"{_small_tsu(head, 't')}てん" + "".join(names[int(digit)] for digit in fraction)
