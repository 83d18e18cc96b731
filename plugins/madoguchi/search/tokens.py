"""The pieces of a folded text that an index lists: words, and n-grams where no space parts words."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

HAN = "々〆㐀-䶿一-鿿豈-﫿\U00020000-\U000323af"
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\ua9e0-\ua9ff\uaa60-\uaa7f"
"""Thai, Lao, Burmese, Khmer."""
RUN = re.compile(
    f"(?P<han>[{HAN}]+(?:[ぁ-ゖ]{{1,2}}[{HAN}]+)*)|(?P<kana>[ぁ-ゖー]+)|(?P<unspaced>[{_UNSPACED}]+)"
    f"|(?P<word>[^{HAN}ぁ-ゖー{_UNSPACED}]+)"
)
"""A run of one script; up to two kana between kanji (引っ越し, 申し込み) are passed over."""
_NO_HAN = re.compile(f"[^{HAN}]")


@cache
def _separates(char: str) -> bool:
    return unicodedata.category(char)[0] in "ZPSC"


def split(folded: str) -> list[str]:
    """Return what stands between spaces, punctuation and signs."""
    return "".join(" " if _separates(char) else char for char in folded).split()


def ngrams(text: str, size: int) -> Iterator[str]:
    """Yield the n-grams of `text`; itself if it is shorter."""
    if len(text) <= size:
        yield text
    else:
        yield from (text[i : i + size] for i in range(len(text) - size + 1))


def tokens(folded: str) -> Iterator[str]:
    """Yield words, pairs of Chinese characters, and three characters in a row of Thai and its like.

    Kana are left to readings.
    """
    for piece in split(folded):
        for run in RUN.finditer(piece):
            match run.lastgroup:
                case "han":
                    yield from ngrams(_NO_HAN.sub("", run[0]), 2)
                case "unspaced":
                    yield from ngrams(run[0], 3)
                case "word":
                    yield run[0]


_ACCENT = re.compile("[\u0300-\u036fđ]")
_LATIN = re.compile("[a-zđ\u0300-\u036f]+")


def accented(text: str) -> Iterator[str]:
    """Yield `=bão` for each Latin word with accents: who types them means them."""
    for word in split(unicodedata.normalize("NFD", text.lower())):
        if _LATIN.fullmatch(word) and _ACCENT.search(word):
            yield "=" + unicodedata.normalize("NFC", word)


def pairs(folded: str) -> Iterator[str]:
    """Yield `=child_allowance` for two words in a row: they say more than each alone."""
    for first, second in pairwise(split(folded)):
        run = RUN.fullmatch(first + second)
        if run is not None and run.lastgroup == "word":
            yield f"={first}_{second}"
