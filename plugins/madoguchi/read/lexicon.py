"""The dictionary: SudachiPy's words as ours, with the words that it reads wrongly put right."""

import json
from functools import cache
from importlib.resources import files

from sudachipy import Dictionary, SplitMode, Tokenizer
from sudachipy import Morpheme as SudachiMorpheme

from madoguchi.inline import MASK
from madoguchi.kana import HAS_KANJI, IDEOGRAPH, hiragana
from madoguchi.read.align import align
from madoguchi.read.doubt import settled
from madoguchi.span import Span
from madoguchi.tsv import rows
from madoguchi.words import Origin, Part, Unit, Word


@cache
def fixes() -> dict[str, tuple[str, str]]:
    """Return `fixes.tsv`: word → reading, and the part of speech it must have (empty: any)."""
    return {
        row[0]: (row[1], row[2] if len(row) > 2 else "")
        for row in rows("madoguchi.read", "fixes.tsv")
    }


@cache
def phrases() -> dict[str, str]:
    """Return the words that are found in a text before the dictionary cuts it, and their readings."""
    words = {
        word: reading for word, (reading, pos) in fixes().items() if len(word) > 2 or pos == "="
    }
    return words | {row[0]: row[1] for row in rows("madoguchi.read", "municipalities.tsv")}


def _settings() -> str:
    """Return SudachiPy's own settings without its swallowing of 便（うんち） as one word."""
    text = (files("sudachipy") / "resources" / "sudachi.json").read_text(encoding="utf-8")
    settings = json.loads(text)
    settings["inputTextPlugin"] = [
        plugin
        for plugin in settings["inputTextPlugin"]
        if not plugin["class"].endswith("IgnoreYomiganaPlugin")
    ]
    return json.dumps(settings)


class Lexicon:
    """The core dictionary; remembers the words it has read, which are the same everywhere."""

    def __init__(self) -> None:
        dictionary = Dictionary(dict="core", config=_settings())
        self._tokenizer: Tokenizer = dictionary.tokenizer(mode=SplitMode.C)
        self._known: dict[tuple[int, str], Word] = {}

    def tokenize(self, text: str) -> list[SudachiMorpheme]:
        """Return the morphemes of `text`, in long units; offsets are code points."""
        return list(self._tokenizer.tokenize(_readable(text)))

    def words(self, text: str, morpheme: SudachiMorpheme, offset: int) -> list[Word]:
        """Return a morpheme of `text` as a word; a run of signs (〓、) as one word each.

        `offset` is where `text` stands in the whole.
        """
        begin, end = morpheme.begin(), morpheme.end()
        surface = text[begin:end]
        span = Span(begin + offset, end + offset)
        if morpheme.is_oov():
            signs = morpheme.part_of_speech()[0] == "補助記号" or MASK in surface
            if end - begin > 1 and signs:
                return [plain_word(text[i], offset + i) for i in range(begin, end)]
            word = _new_word(surface, span, morpheme)
            return [settled(word, word.origin)]
        key = (morpheme.word_id(), surface)
        known = self._known.get(key)
        if known is None:
            known = _new_word(surface, span, morpheme)
            known = self._known[key] = settled(known, known.origin)
        if known.pos[0] == "補助記号" and end - begin > 1:
            return [plain_word(text[i], offset + i) for i in range(begin, end)]
        return [Word(span, *known[1:])]


@cache
def lexicon() -> Lexicon:
    """Return the dictionary, opened once: that takes a fifth of a second."""
    return Lexicon()


# Old and variant forms of kanji in names, and the form that the dictionary has; one for one
_VARIANTS = str.maketrans(
    "髙﨑𠮷德濵濱邉邊櫻澤齋齊嶋瀨惠眞壽會國廣靜榮條驒槇",
    "高崎吉徳浜浜辺辺桜沢斎斉島瀬恵真寿会国広静栄条騨槙",
)


def _readable(text: str) -> str:
    """Replace, character for character, what SudachiPy cannot take or does not know."""
    plain = text.translate(_VARIANTS)
    return "".join(MASK if "\ud800" <= char <= "\udfff" else char for char in plain)


def plain_word(text: str, at: int) -> Word:
    """Return a sign, or a piece that nothing reads, as a word."""
    pos = ("補助記号", "一般", "*", "*", "*", "*")
    return Word(
        Span(at, at + len(text)), text, text, pos, text, text, Origin.RULE, (Part(text, None),)
    )


def _new_word(surface: str, span: Span, morpheme: SudachiMorpheme) -> Word:
    pos = tuple(morpheme.part_of_speech())
    base, normalized = morpheme.dictionary_form(), morpheme.normalized_form()
    short = _units(morpheme, surface)
    units = tuple(Unit(u.surface(), u.dictionary_form(), u.normalized_form()) for u in short)
    if HAS_KANJI.search(surface) is None:
        parts: tuple[Part, ...] = (Part(surface, None),)
        return Word(
            span, surface, surface, pos, base, normalized, Origin.DICTIONARY, parts, units=units
        )
    fix = fixes().get(surface)
    if fix is not None and fix[1] in ("", pos[0]):
        reading = fix[0]
        parts = align(surface, reading)
        return Word(span, surface, reading, pos, base, normalized, Origin.RULE, parts, units=units)
    if morpheme.is_oov() and IDEOGRAPH.search(surface):
        parts = (Part(surface, None),)
        return Word(span, surface, surface, pos, base, normalized, Origin.NONE, parts)
    reading = hiragana(morpheme.reading_form())
    if not reading or reading == "きごう":
        return Word(
            span, surface, surface, pos, base, normalized, Origin.NONE, (Part(surface, None),)
        )
    if base == "言う" and reading.startswith("ゆ"):
        reading = "い" + reading[1:]  # the dictionary gives the sound, ゆう
    parts = _split(short, surface, reading)
    return Word(
        span, surface, reading, pos, base, normalized, Origin.DICTIONARY, parts, units=units
    )


def _units(morpheme: SudachiMorpheme, surface: str) -> list[SudachiMorpheme]:
    """Return the short units of a long word; none if it is one."""
    if len(surface) < 3:
        return []
    units = list(morpheme.split(SplitMode.A))
    return units if len(units) > 1 else []


def _split(units: list[SudachiMorpheme], surface: str, reading: str) -> tuple[Part, ...]:
    """Return the ruby of a word by its short units, if these read as the whole does."""
    readings = [_unit_reading(unit) for unit in units]
    if units and "".join(hiragana(r) for r in readings) == reading:
        return tuple(
            part
            for unit, unit_reading in zip(units, readings, strict=True)
            for part in align(unit.surface(), hiragana(unit_reading))
        )
    return align(surface, reading)


def _unit_reading(unit: SudachiMorpheme) -> str:
    surface: str = unit.surface()
    return str(unit.reading_form()) if HAS_KANJI.search(surface) else surface
