"""How numbers are read, alone and with a counter: 14日 じゅうよっか, 3階 さんがい, 1,000円 せんえん.

The dictionary reads digits one by one (14日 → イチヨンカ); numbers and counters are read here by
rule and by `counters.tsv`.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from madoguchi.tsv import rows

_DIGITS = ("", "いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう")
_ZERO = "ぜろ"
_HUNDREDS = {1: "ひゃく", 3: "さんびゃく", 6: "ろっぴゃく", 8: "はっぴゃく"}
_THOUSANDS = {1: "せん", 3: "さんぜん", 8: "はっせん"}
_GREAT = ((10**12, "ちょう"), (10**8, "おく"), (10**4, "まん"))
_KANJI_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0}
_KANJI_UNITS = {"十": 10, "百": 100, "千": 1000}
_KANJI_GREAT = {"万": 10**4, "億": 10**8, "兆": 10**12}

LATIN_UNITS = {
    "km": "キロメートル", "cm": "センチメートル", "mm": "ミリメートル", "m": "メートル", "kg": "キログラム", "mg": "ミリグラム",
    "g": "グラム", "ml": "ミリリットル", "mL": "ミリリットル", "L": "リットル", "l": "リットル", "%": "パーセント", "％": "パーセント",
    "℃": "ど", "ha": "ヘクタール", "kWh": "キロワットじ", "kw": "キロワット", "W": "ワット", "V": "ボルト", "A": "アンペア", "mm²": "へいほうミリメートル", "㎥": "りっぽうメートル", "dB": "デシベル", "hPa": "ヘクトパスカル", "㎡": "へいほうメートル", "㎝": "センチメートル", "㎜": "ミリメートル", "㎞": "キロメートル", "㎏": "キログラム",
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
        "j": (("じゅう", "じゅっ"),),
        "t": (("いち", "いっ"), ("はち", "はっ"), ("じゅう", "じゅっ")),
        "h": (("いち", "いっ"), ("ろく", "ろっ"), ("はち", "はっ"), ("じゅう", "じゅっ"), ("ひゃく", "ひゃっ"), ("びゃく", "びゃっ"), ("ぴゃく", "ぴゃっ")),
    }  # fmt: skip
    for old, new in changes.get("h" if sound == "H" else sound, ()):
        if number.endswith(old):
            return number.removesuffix(old) + new
    return number


_TO_P = str.maketrans("はひふへほ", "ぱぴぷぺぽ")
_TO_B = str.maketrans("はひふへほ", "ばびぶべぼ")


def join(number: str, counter: str, sound: str) -> str:
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
            return join(cardinal(number), self.reading, self.sound)
        head = cardinal(number).removesuffix(_DIGITS[last])
        # an exception may give the counter's changed sound as well: n.3=さんがい
        if len(special) > 2 and not self.reading.startswith(special):
            return head + special
        return head + special + self.reading


@cache
def counters() -> dict[str, Counter]:
    """Return the counters of `counters.tsv` by how they are written."""
    table: dict[str, Counter] = {}
    for name, reading, sound, *rest in rows("madoguchi.read", "counters.tsv"):
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


def decimal(text: str) -> str:
    """Return how a decimal number is read: 1.5 いってんご, 0.5 れいてんご."""
    whole, _, fraction = text.replace(",", "").partition(".")
    names = ("ぜろ", "いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう")
    head = cardinal(int(whole or 0)) if int(whole or 0) else "れい"
    # 1.5 いってんご, 8.2 はってんに, 10.5 じゅってんご
    return f"{_small_tsu(head, 't')}てん" + "".join(names[int(digit)] for digit in fraction)
