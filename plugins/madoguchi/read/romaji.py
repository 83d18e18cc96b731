"""Kana to modified Hepburn with macrons: とうきょう Tōkyō, しんや shin'ya, 思う omou."""

from functools import cache, lru_cache

from pykakasi.scripts import IConv

from madoguchi.kana import hiragana


@cache
def _kakasi() -> IConv:
    # pykakasi's converter of kana; its whole reader would load a dictionary of kanji as well
    return IConv()  # type: ignore[no-untyped-call]


# Words in which two vowels meet at a seam and stay two
_SEAMS = {
    "ばあい": ("ば", "あい"),
    "みずうみ": ("みず", "うみ"),
    "こうり": ("こ", "うり"),
    "ぐあい": ("ぐ", "あい"),
}

_MACRON = {"a": "ā", "i": "ī", "u": "ū", "e": "ē", "o": "ō"}
_LONG = {"aa": "ā", "uu": "ū", "ee": "ē", "oo": "ō", "ou": "ō"}


@lru_cache(maxsize=50_000)
def romaji(kana: str, *, verb: bool = False, macrons: bool = True) -> str:
    """Return `kana`, one word, in Hepburn letters.

    `verb` says that a final う is a verb's ending and never makes a vowel long: omou, suu.
    """
    return "".join(romaji_parts((kana,), verb=verb, macrons=macrons))


@lru_cache(maxsize=50_000)
def romaji_parts(
    parts: tuple[str, ...], *, verb: bool = False, macrons: bool = True
) -> tuple[str, ...]:
    """Return the parts of one word in Hepburn letters; a long vowel never spans two parts.

    The parts are the readings of the word's own parts: 場+合 ばあい baai, 大+阪 おおさか Ōsaka.
    """
    whole = "".join(parts)
    if (seam := _SEAMS.get(hiragana(whole))) is not None:
        return ("".join(_hepburn(part, "", macrons) for part in seam),)
    tail = ""
    if verb and len(whole) > 1 and whole[-1] == "う":
        parts = (*parts[:-1], parts[-1][:-1])
        tail = "u"
    out: list[str] = []
    for i, part in enumerate(parts):
        following = next((p for p in parts[i + 1 :] if p), "") or tail
        out.append(_hepburn(part, following, macrons))
    if tail:
        out[-1] += tail
    return tuple(out)


def _hepburn(kana: str, following: str, macrons: bool) -> str:
    text = hiragana(kana)
    letters: list[str] = []
    i = 0
    while i < len(text):
        char = text[i]
        pair = text[i : i + 2]
        if char == "っ":
            rest = (
                _hepburn(text[i + 1 :] or following, "", macrons)
                if text[i + 1 :] or following
                else ""
            )
            first = rest[:1]
            letters.append(
                "t"
                if rest.startswith("ch")
                else first
                if first.isalpha() and first not in "aiueo"
                else ""
            )
            i += 1
        elif char == "ん":
            nxt = text[i + 1 : i + 2] or following[:1]
            letters.append("n'" if nxt and nxt in "あいうえおやゆよaiueoy" else "n")
            i += 1
        elif char == "ー":
            last = letters[-1][-1:] if letters else ""
            if letters and last in _MACRON:
                letters[-1] = letters[-1][:-1] + (_MACRON[last] if macrons else last)
            i += 1
        elif len(pair) == 2 and pair[1] in "ゃゅょぁぃぅぇぉゎ" and pair in _DIGRAPHS:
            letters.append(_DIGRAPHS[pair])
            i += 2
        else:
            letters.append(_one(char))
            i += 1
    joined = "".join(letters)
    if macrons:
        for double, long in _LONG.items():
            joined = joined.replace(double, long)
    return joined


_DIGRAPHS = {
    "てぃ": "ti", "でぃ": "di", "とぅ": "tu", "どぅ": "du", "ふぁ": "fa", "ふぃ": "fi", "ふぇ": "fe", "ふぉ": "fo", "うぃ": "wi",
    "うぇ": "we", "うぉ": "wo", "ゔぁ": "va", "ゔぃ": "vi", "ゔぇ": "ve", "ゔぉ": "vo", "しぇ": "she", "じぇ": "je", "ちぇ": "che",
    "つぁ": "tsa", "つぃ": "tsi", "つぇ": "tse", "つぉ": "tso", "いぇ": "ye", "でゅ": "dyu", "ふゅ": "fyu", "てゅ": "tyu",
    **{a + y: s + v for a, s in {"き": "ky", "ぎ": "gy", "し": "sh", "じ": "j", "ち": "ch", "ぢ": "j", "に": "ny", "ひ": "hy",
       "び": "by", "ぴ": "py", "み": "my", "り": "ry", "ゔ": "vy"}.items() for y, v in (("ゃ", "a"), ("ゅ", "u"), ("ょ", "o"))},
}  # fmt: skip


@lru_cache(maxsize=500)
def _one(char: str) -> str:
    if "ぁ" <= char <= "ゖ":
        return str(_kakasi().convert(char, char)["hepburn"]) or char
    return char
