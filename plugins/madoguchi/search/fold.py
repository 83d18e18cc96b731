"""What is the same to who types: `fold` for letters, `sound` for how Japanese is said.

`theme/assets/search.js` folds what is typed with the same two functions; a test compares them.
"""

import re
import unicodedata
from functools import lru_cache

from madoguchi.search.han import variants

_DROPPED = re.compile(
    # accents, Arabic vowel signs and tatweel, nukta, apostrophes, what joins or directs and is not seen
    "[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u093c\u09bc\u0a3c'’‘ʼ`\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe00-\ufe0f]"
)
_SAME = {
    "đ": "d", "ð": "d", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i",
    "ي": "ی", "ى": "ی", "ے": "ی", "ك": "ک", "ه": "ہ", "ھ": "ہ", "ة": "ہ", "ۃ": "ہ", "ە": "ہ", "ٱ": "ا", "ں": "ن",
    "ँ": "ं", "ी": "ि", "ू": "ु", "ई": "इ", "ऊ": "उ", "श": "स", "ष": "स", "व": "ब",
}  # fmt: skip
"""Letters that keyboards, or people who write as they speak, put for one another."""
_ZEROS = "٠۰०০၀០๐໐"
_KATAKANA = {code: chr(code - 0x60) for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
_TABLE = str.maketrans(
    _SAME
    | {chr(ord(zero) + i): str(i) for zero in _ZEROS for i in range(10)}
    | {chr(code): char for code, char in _KATAKANA.items()}
)
_NASAL = re.compile("[ङञणनम]्(?=[क-ह])")
_FINAL_VIRAMA = re.compile("्+(?![ऀ-ॿ])")


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Return `text` in the letters that are looked for: `Rác` rac, `ゴミ` ごみ, `險` 险."""
    letters = _DROPPED.sub("", unicodedata.normalize("NFKD", text).lower())
    same = unicodedata.normalize("NFC", letters).translate(_TABLE)
    same = _FINAL_VIRAMA.sub("", _NASAL.sub("ं", same))
    return same.translate(variants())


_KANA = dict(
    zip(
        "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわゐゑをがぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽゔん",
        "a i u e o ka ki ku ke ko sa si su se so ta ti tu te to na ni nu ne no ha hi hu he ho ma mi mu me mo ya yu yo ra ri ru re ro wa i e o "
        "ga gi gu ge go za zi zu ze zo da zi zu de do ba bi bu be bo pa pi pu pe po bu n".split(),
        strict=True,
    )
)
_SMALL = dict(zip("ぁぃぅぇぉゃゅょゎゕゖ", "a i u e o ya yu yo wa ka ke".split(), strict=True))


def _letters(kana: str) -> str:
    """Return folded kana in plain letters, one after the other: しゅ syu, てぃ ti."""
    out = ""
    for char in kana:
        if (small := _SMALL.get(char)) is not None:
            # the small letter takes the place of the vowel before it; ふぁ is hua, as `fa` will be
            glide = small[0] == "y" and out[-1:] == "i"
            foreign = small == "i" and out[-2:] in ("te", "de")
            out = out[:-1] + small if glide or foreign else out + small
        elif char not in "っー":
            out += _KANA.get(char, char)
    return out


_HAS_KANA = re.compile("[ぁ-ゖ]")
_ROMAJI = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        ("[^a-z]", ""),
        ("l", "r"),
        ("v", "b"),
        ("[ct]ch", "ch"),
        ("sh|sch", "sy"),
        ("ch|cy", "ty"),
        ("syi", "si"),
        ("tyi", "ti"),
        ("tsu", "tu"),
        ("ts", "tu"),
        ("jy?", "zy"),
        ("zyi", "zi"),
        ("d[zu]u?", "zu"),
        ("fu", "hu"),
        ("fy", "hy"),
        ("f", "hu"),
        ("c", "k"),
        ("wo", "o"),
        ("m(?=[bpm])", "n"),
        # a long vowel, and h where it marks one: Ohsaka
        ("oh(?![aiueoy])", "o"),
        ("o[ou]+", "o"),
        ("e[ei]+", "e"),
        ("([aiueo])\\1+", "\\1"),
        ("([^aiueo])\\1+", "\\1"),
    )
)


@lru_cache(maxsize=100_000)
def sound(folded: str) -> str:
    """Return how kana or romaji sounds, however it is spelt: zyuminhyo for じゅうみんひょう, jūminhyō.

    Long vowels and double consonants are short. `folded` is what `fold` returns.
    """
    text = _letters(folded) if _HAS_KANA.search(folded) else folded
    for pattern, to in _ROMAJI:
        text = pattern.sub(to, text)
    return text
