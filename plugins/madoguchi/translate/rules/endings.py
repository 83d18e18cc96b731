"""Sentences that stop half-way, and translations too short or too long for what they say."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from madoguchi.findings import Message, Severity
from madoguchi.translate.rules import scripts, text
from madoguchi.translate.rules.rule import Example, Glossary, Pair, Rule
from madoguchi.translate.rules.text import GAP

_CLOSERS = (
    " \u00a0\u202f\u2066\u2067\u2068\u2069\u200e\u200f\u200c\u200d*_\"'”’»›」』)）]】〉》＞" + GAP
)
_FINAL = frozenset(".!?…:;。！？：；؟۔।॥։።᙮᠃។៕။·")
_ASIAN_END = frozenset("。！？!?")
_OPEN_END = re.compile(r"(?:[,、，،၊]|\s[-–—]|[(（「『“\[])[\s*]*$")
_KATAKANA = re.compile("[ァ-ヺー]")
_LAST_BRACKET = re.compile(r"(?:\([^()]*\)|（[^（）]*）)\s*$")
_SENTENCE = re.compile(r"[。！？؟۔।॥။៕።]+|(?<![.!?…])[.!?…]++(?=[\s”’\"'»」』)）*\]\u2069]|$)")
# What a translation needs for a character of Easy Japanese, in the middle of real catalogs
_GROWTH = {
    "Latn": 2.5,
    "Cyrl": 2.2,
    "Arab": 2.1,
    "Deva": 2.2,
    "Hans": 0.7,
    "Hant": 0.7,
    "Kore": 1.1,
}
_GROWTH |= {"Thai": 1.9, "Mymr": 2.4, "Khmr": 2.3, "Laoo": 2.0}


# words that no sentence ends with
_NEVER_LAST = {
    "en": "the a an of and or your if when",
    "vi": "của và hoặc những các khi nếu",
    "pt": "de da do dos das e ou em para o os as com um uma que se na",
    "es": "de del la el los las y o en para con un una que si al",
    "fr": "de du des la le les et ou à un une que si au",
    "tl": "ng sa ang mga at para kung kapag mula",
    "ne": "र को वा",
    "ur": "کے اور یا کہ",
    "id": "yang di ke dari dan atau untuk jika",
    "de": "der und oder für wenn",
}


@lru_cache
def _never_last(tag: str) -> frozenset[str]:
    return frozenset(_NEVER_LAST.get(tag.partition("-")[0], "").split())


@lru_cache
def _growth(tag: str) -> float:
    own = scripts.script(tag)
    # Vietnamese says more in fewer letters
    return 2.2 if tag == "vi" else _GROWTH.get(own or "", 1.8)


@lru_cache(maxsize=16_384)
def _weights(prose: str) -> tuple[float, int]:
    """Return how many characters of Japanese a text has, and how many that stay as they are.

    Words in katakana are long for what they say.
    """
    latin = sum(char.isascii() for char in prose)
    katakana = len(_KATAKANA.findall(prose))
    return len(prose) - latin - 0.4 * katakana, latin


def _usual_length(source: str, tag: str) -> float:
    """Return about how long the translation of a Japanese text is."""
    japanese, latin = _weights(source)
    return _growth(tag) * japanese + latin


def _ends(prose: str) -> bool:
    """Whether a text ends with a final mark; what stands in brackets may follow it."""
    for _ in range(3):
        if prose.rstrip(_CLOSERS)[-1:] in _FINAL:
            return True
        prose = _LAST_BRACKET.sub("", prose)
    return False


@lru_cache(maxsize=16_384)
def _sentences_of_source(prose: str) -> int:
    """Return how many sentences a Japanese text has, 0 if it does not end as a sentence."""
    end = prose.rstrip(_CLOSERS)[-1:]
    return len(_SENTENCE.findall(prose)) if end in _ASIAN_END else 0


def _unfinished(pair: Pair) -> Literal["cut", "unmarked"] | None:
    """Return what a translation lacks: its end, only a final mark, or nothing."""
    source, said = text.source(pair.source).prose, text.translation(pair.translation).prose
    if not said.strip():
        return None
    sentences = _sentences_of_source(source)
    length = len(source)
    if (
        (sentences or length >= 12)
        and _OPEN_END.search(said[-12:]) is not None
        and _OPEN_END.search(source[-12:]) is None
    ):
        return "cut"
    if not sentences or _ends(said) or not scripts.ends_sentences(pair.tag):
        return None
    usual = _usual_length(source, pair.tag)
    short = length >= 16 and len(said) < 0.65 * usual
    fewer = sentences > 1 and len(_SENTENCE.findall(said)) < sentences - 1
    lost = short or (fewer and length >= 20 and len(said) < 0.8 * usual)
    lost = lost or said.rstrip(_CLOSERS).rpartition(" ")[2].casefold() in _never_last(pair.tag)
    return "cut" if lost else "unmarked"


def cut_off(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """No end, and something is missing before it."""
    if _unfinished(pair) == "cut":
        yield Message(
            "訳が途中で終わっています。終わりまで翻訳してください。",
            "The translation stops half-way. Translate it to the end.",
        )


def no_final_mark(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """No final mark where the source has one."""
    if _unfinished(pair) == "unmarked":
        yield Message(
            "元の文は「。」で終わります。訳も、文の終わりの記号で終えてください。",
            "The source ends as a sentence. End the translation with a final mark too.",
        )


@lru_cache(maxsize=4096)
def _own_length(prose: str) -> int:
    """Return the length of a text without endings that its sentences share."""
    length = 0
    before = ""
    for sentence in _SENTENCE.split(prose):
        shared = 0
        while shared < min(len(sentence), len(before)) and (
            sentence[-1 - shared] == before[-1 - shared]
        ):
            shared += 1
        length += len(sentence) - shared
        before = sentence
    return length


def too_short(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """Far too short, or without some of the sentences."""
    source, said = text.source(pair.source).prose, text.translation(pair.translation).prose
    if len(source) < 16 or not said.strip():
        return
    usual = _usual_length(source, pair.tag)
    if len(said) >= 0.5 * usual:
        return
    sentences = _sentences_of_source(source)
    fewer = sentences > 1 and scripts.ends_sentences(pair.tag)
    fewer = fewer and len(_SENTENCE.findall(said)) < sentences
    fewer = fewer and len(said) < 0.5 * _growth(pair.tag) * _own_length(source)
    if len(said) < 0.33 * usual or fewer:
        yield Message(
            "訳がとても短いです。元の文の全部を翻訳してください。",
            "The translation is far too short. Translate all of the source.",
        )


def too_long(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """Far too long: something was added."""
    source, said = text.source(pair.source).prose, text.translation(pair.translation).prose
    if len(said) > 60 + 3 * _growth(pair.tag) * len(source):
        yield Message(
            "訳がとても長いです。元の文にないことを消してください。",
            "The translation is far too long. Take out what the source does not say.",
        )


def repeated_sentence(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """A sentence that comes twice, and not in the source."""
    said = text.translation(pair.translation).prose
    if len(said) < 20:
        return
    sentences = [part.strip() for part in _SENTENCE.split(said)]
    if len(sentences) < 3 or len(set(sentences)) == len(sentences):
        return
    source = [part for part in _SENTENCE.split(text.source(pair.source).prose) if part]
    if len(set(source)) < len(source):
        return
    seen: set[str] = set()
    for sentence in sentences:
        if len(sentence) >= 8 and sentence in seen:
            yield Message(
                f"同じ文が2回あります（「{sentence[:20]}…」）。1つを消してください。",
                f'The same sentence is there twice ("{sentence[:20]}…"). Take one out.',
            )
        seen.add(sentence)


RULES = (
    Rule(
        "T030",
        "cut-off",
        Severity.ERROR,
        Message("訳は、終わりまであります。", "A translation goes to the end."),
        bad=(
            Example(
                "在留カードを持って、市役所に来てください。", "Please bring your residence card,"
            ),
            Example(
                "引っ越した日から14日以内に来てください。紙を書いてください。出してください。",
                "Within 14 days of the day you moved, please come to the city",
            ),
        ),
        good=(
            Example("市役所に来てください。", "Please come to city hall."),
            Example("市役所に来てください。", "กรุณามาที่ศาลากลาง", "th"),
        ),
        check=cut_off,
    ),
    Rule(
        "T031",
        "no-final-mark",
        Severity.WARNING,
        Message(
            "文の終わりには、その言語の記号があります。",
            "A sentence ends with a mark of its language.",
        ),
        bad=(
            Example("市役所に来てください。", "Please come to city hall"),
            Example("市役所に来てください。", "请来市役所", "zh-Hans"),
        ),
        good=(
            Example("市役所に来てください。", "Please come to city hall!"),
            Example("{place.a.name}に来てください。", "Come here: {place.a.name}"),
            Example("市役所", "City hall"),
        ),
        check=no_final_mark,
    ),
    Rule(
        "T032",
        "too-short",
        Severity.ERROR,
        Message("訳は、元の文の全部を言います。", "A translation says all of the source."),
        bad=(
            Example(
                "地震のときは、机の下に入ってください。火を消してください。外に出ないでください。",
                "Get under a desk.",
            ),
        ),
        good=(
            Example(
                "地震のときは、机の下に入ってください。火を消してください。",
                "In an earthquake, get under a desk. Put out any flames.",
            ),
        ),
        check=too_short,
    ),
    Rule(
        "T033",
        "too-long",
        Severity.WARNING,
        Message("訳に、元の文にないことはありません。", "A translation adds nothing."),
        bad=(Example("市役所", "City hall. " + "It is a big building with many desks. " * 4),),
        good=(Example("市役所", "City hall (shiyakusho: where the city's desks are)"),),
        check=too_long,
    ),
    Rule(
        "T034",
        "repeated-sentence",
        Severity.WARNING,
        Message("同じ文は、2回ありません。", "No sentence comes twice."),
        bad=(
            Example(
                "市役所に来てください。", "Please come to city hall. Please come to city hall."
            ),
        ),
        good=(
            Example(
                "来てください。紙を書いてください。", "Please come here. Please fill in the form."
            ),
        ),
        check=repeated_sentence,
    ),
)
