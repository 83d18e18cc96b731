"""Which characters a language is written with, by its tag."""

import re
from functools import lru_cache

from babel.core import get_global

# Letters of a script, as the inside of a character class. Latin may stand in every language.
_LETTERS = {
    "Latn": "A-Za-zªºÀ-ÖØ-öø-ʯ\u0300-\u036fᴀ-ᶿḀ-ỿⱠ-Ɀ꜠-ꟿ",
    "Grek": "Ͱ-Ͽἀ-῾",
    "Cyrl": "Ѐ-ԯᲀ-ᲈ",
    "Armn": "Ա-֏",
    "Hebr": "א-״",
    "Arab": "ؠ-يٮ-ۓەۺ-ۿݐ-ݿࢠ-ࣿﭐ-﷿ﹰ-ﻼ",
    "Thaa": "ހ-ޱ",
    "Deva": "ऀ-ॣॱ-ॿ",
    "Beng": "ঀ-\u09fe",
    "Guru": "ਁ-੶",
    "Gujr": "ઁ-\u0aff",
    "Orya": "ଁ-୷",
    "Taml": "ஂ-௺",
    "Telu": "ఀ-౿",
    "Knda": "ಀ-ೲ",
    "Mlym": "ഀ-ൿ",
    "Sinh": "\u0d81-෴",
    "Thai": "ก-ฺเ-๎",
    "Laoo": "ກ-ໝ",
    "Tibt": "ཀ-ྼ",
    "Mymr": "က-႟ꧠ-ꧾꩠ-ꩿ",
    "Geor": "Ⴀ-ჿᲐ-Ჿⴀ-ⴭ",
    "Ethi": "ሀ-፼ᎀ-᎙ⶀ-ⷞꬁ-ꬮ",
    "Khmr": "ក-៓ៜ-៝",
    "Mong": "ᠠ-ᢪ",
    "Hang": "ᄀ-ᇿㄱ-ㆎꥠ-ꥼ가-힣",
}
HAN = "々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_WRITTEN = {"Hans": "Han", "Hant": "Han", "Hani": "Han", "Jpan": "Han", "Kore": "Hang"}
_ENDLESS = frozenset({"Thai", "Laoo", "Khmr", "Mymr", "Tibt", "Mong", "Thaa", "Ethi"})


@lru_cache
def script(tag: str) -> str | None:
    """Return the script of a language, as ISO 15924: `Latn`, `Hans`; None if it is not known."""
    parts = tag.replace("_", "-").split("-")
    for part in parts[1:]:
        if len(part) == 4 and part.isalpha():
            return part.title()
    likely = get_global("likely_subtags")
    for name in ("_".join(parts), parts[0]):
        if (found := likely.get(name)) is not None:
            return str(found).split("_")[1]
    return None


def is_chinese(tag: str) -> bool:
    """Whether a text in the language is written in Han characters alone."""
    return tag.partition("-")[0] in ("zh", "yue") and script(tag) in ("Hans", "Hant")


def ends_sentences(tag: str) -> bool:
    """Whether a sentence of the language ends with a mark."""
    own = script(tag)
    return own is not None and own not in _ENDLESS


@lru_cache
def own_letter(tag: str) -> re.Pattern[str] | None:
    """Return what finds a letter of the language's own script; None if that is not known."""
    own = script(tag)
    if own is None:
        return None
    if _WRITTEN.get(own) == "Han":
        return re.compile(f"[{HAN}{KANA}]")
    letters = _LETTERS.get(_WRITTEN.get(own, own))
    return None if letters is None else re.compile(f"[{letters}]")


@lru_cache
def foreign_letters(tag: str) -> re.Pattern[str] | None:
    """Return what finds letters of scripts that the language is not written with.

    Han and kana are other rules'. One Greek letter is a sign (μ, Ω).
    """
    own = script(tag)
    if own is None:
        return None
    others = {name: chars for name, chars in _LETTERS.items() if name != "Latn"}
    own = _WRITTEN.get(own, own)
    if own != "Latn" and own != "Han" and own not in others:
        return None
    others.pop(own, None)
    greek = others.pop("Grek", None)
    pattern = f"[{''.join(others.values())}]+"
    return re.compile(pattern + (f"|[{greek}]{{2,}}" if greek else ""))


JAPANESE = re.compile(f"[{HAN}{KANA}]+")
KANA_RUN = re.compile(f"[{KANA}]+")
HAS_KANA = re.compile(f"[{KANA}]")
HAS_HAN = re.compile(f"[{HAN}]")

# Written so in Chinese too, in names and dictionaries
_CHINESE_TOO = frozenset(
    "着啰吨堺潟瞭祇妳牠祐珮珪璟玥璘琍槃郃呎吋畑辻峠込栃畠笹榊凪麿匂枠塀腺鱈鳕働々〇"
)


@lru_cache(maxsize=32_768)
def form(char: str) -> str:
    """Return `Hans`, `Hant` or `Jpan` for a character that only this form has; else nothing.

    The national character sets of the time before Unicode know: GB 2312 has what China writes,
    Big 5 (its common half) what Taiwan writes, JIS X 0208 what Japan writes.
    """
    if char in _CHINESE_TOO:
        return ""
    simplified, traditional = _encoded(char, "gb2312"), _encoded(char, "big5")
    if simplified and not traditional:
        return "Hans"
    if traditional and not simplified:
        return "Hant" if traditional < b"\xc9\x40" else ""
    if not simplified and not traditional and _encoded(char, "shift_jis"):
        return "Jpan"
    return ""


def _encoded(char: str, charset: str) -> bytes:
    try:
        return char.encode(charset)
    except UnicodeEncodeError:
        return b""
