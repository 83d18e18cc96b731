"""Words and their readings, in the order of who knows best: editor, rule, dictionary."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sudachipy import Dictionary, SplitMode, Tokenizer
from sudachipy import Morpheme as SudachiMorpheme

from madoguchi.inline import MASK, Given
from madoguchi.kana import HAS_KANJI, IDEOGRAPH, hiragana
from madoguchi.read import numbers
from madoguchi.read.align import align
from madoguchi.read.context import read_in_context, with_reading
from madoguchi.span import Span
from madoguchi.words import Number, Origin, Part, Word


@dataclass(frozen=True, slots=True)
class Readings:
    """The readings a city gives: by how a word is written."""

    by_word: Mapping[str, str]

    def longest_at(self, text: str, start: int) -> str | None:
        """Return the longest word of the table that stands at `start`."""
        for length in range(min(_longest(self), len(text) - start), 0, -1):
            if (word := text[start : start + length]) in self.by_word:
                return word
        return None

    def find(self, text: str) -> Iterator[Given]:
        """Yield the words of the table in `text`, longest first from the left."""
        if not self.by_word:
            return
        firsts = {word[0] for word in self.by_word}
        position = 0
        while position < len(text):
            word = self.longest_at(text, position) if text[position] in firsts else None
            if word is None:
                position += 1
                continue
            yield Given(Span(position, position + len(word)), self.by_word[word])
            position += len(word)

    def __hash__(self) -> int:
        return id(self)


@cache
def _longest(readings: Readings) -> int:
    return max(map(len, readings.by_word), default=0)


NO_READINGS = Readings({})


@cache
def _fixes() -> dict[str, tuple[str, str]]:
    rows: dict[str, tuple[str, str]] = {}
    text = files("madoguchi.read").joinpath("fixes.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            surface, reading, *pos = line.split("\t")
            rows[surface] = (reading, pos[0] if pos else "")
    return rows


@cache
def _phrases() -> Readings:
    """The words of `fixes.tsv` that the dictionary splits, or may split."""
    return Readings({word: reading for word, (reading, _) in _fixes().items() if len(word) > 2})


@cache
def _tokenizer() -> Tokenizer:
    return Dictionary(dict="core").tokenizer(mode=SplitMode.C)


_CHUNK = 8_000
"""SudachiPy takes at most 49,149 bytes at once; a code point has at most four."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads Japanese, with the readings a city gives on top of the dictionary's."""

    readings: Readings = NO_READINGS

    def words(self, text: str, given: Iterable[Given] = ()) -> list[Word]:
        """Return the words of `text`, without a gap; `given` readings hold for their spans."""
        fixed: list[Given] = sorted(given)
        taken = [g.span for g in fixed]
        origins = {g.span: Origin.EDITOR for g in fixed}
        for table, origin in ((self.readings, Origin.EDITOR), (_phrases(), Origin.RULE)):
            for found in table.find(text):
                if not any(found.span.start < s.end and s.start < found.span.end for s in taken):
                    fixed.append(found)
                    taken.append(found.span)
                    origins[found.span] = origin
        words: list[Word] = []
        position = 0
        for span, reading in sorted(fixed):
            words += self._plain(text, position, span.start)
            words += self._given(text, span, reading, origins[span])
            position = span.end
        words += self._plain(text, position, len(text))
        return read_in_context(words) if words else words

    def _given(self, text: str, span: Span, reading: str, origin: Origin) -> list[Word]:
        """Read a span as the editor says; by words if at most one of them reads otherwise."""
        words = read_in_context(self._plain(text, span.start, span.end))
        if (read := distribute(words, hiragana(reading))) is not None:
            return [word._replace(origin=origin) for word in read]
        surface = span.of(text)
        pos = words[-1].pos if words else ("名詞", "普通名詞", "一般", "*", "*", "*")
        parts = align(surface, hiragana(reading))
        return [Word(span, surface, reading, pos, surface, surface, origin, parts)]

    def _plain(self, text: str, start: int, end: int) -> list[Word]:
        words: list[Word] = []
        for begin in range(start, end, _CHUNK):
            words += self._tokenized(text, begin, min(begin + _CHUNK, end))
        return words

    def _tokenized(self, text: str, start: int, end: int) -> list[Word]:
        part = text[start:end]
        found = numbers.find(part)
        words: list[Word] = []
        rest = iter(found)
        number = next(rest, None)
        position = 0
        for morpheme in _tokenizer().tokenize(_readable(part)):
            begin, stop = morpheme.begin(), morpheme.end()
            while number is not None and number.end <= begin:
                number = next(rest, None)
            if number is not None and begin < number.end and number.start < stop:
                if position <= number.start:
                    words += self._cut(part, position, number.start, start)
                    words.append(_number_word(part, number, start))
                    position = number.end
                if stop <= position:
                    continue
                # the dictionary's word reaches beyond the number: read what is left by itself
                nxt = next((n for n in found if n.start >= number.end), None)
                if nxt is None or nxt.start >= stop:
                    words += self._cut(part, position, stop, start)
                    position = stop
                continue
            if begin < position:
                continue
            if begin > position:
                words += self._cut(part, position, begin, start)
            words += _words(part, morpheme, start)
            position = stop
        if position < len(part):
            words += self._cut(part, position, len(part), start)
        return words

    def _cut(self, part: str, begin: int, end: int, offset: int) -> list[Word]:
        """Tokenize a piece between numbers by itself."""
        if begin >= end:
            return []
        piece = part[begin:end]
        words = []
        position = 0
        for morpheme in _tokenizer().tokenize(_readable(piece)):
            words += _words(piece, morpheme, offset + begin)
            position = morpheme.end()
        if position < len(piece):
            words.append(_plain_word(piece[position:], offset + begin + position))
        return words


def distribute(words: list[Word], reading: str) -> list[Word] | None:
    """Return `words` reading together as `reading`, with a new reading for one of them at most.

    避難+所 and ひなんじょ give 所 じょ. None if more than one would have to change.
    """
    left = 0
    while left < len(words) and reading.startswith(part := hiragana(words[left].reading)):
        reading = reading[len(part) :]
        left += 1
    if left == len(words):
        return None if reading else words
    right = len(words)
    while right > left + 1 and reading.endswith(part := hiragana(words[right - 1].reading)):
        reading = reading[: len(reading) - len(part)]
        right -= 1
    if right != left + 1 or not reading or HAS_KANJI.search(words[left].text) is None:
        return None
    return [*words[:left], with_reading(words[left], reading), *words[right:]]


def _readable(text: str) -> str:
    """Replace what SudachiPy cannot take, lone surrogates, character for character."""
    return "".join(MASK if "\ud800" <= char <= "\udfff" else char for char in text)


def _plain_word(text: str, at: int) -> Word:
    pos = ("補助記号", "一般", "*", "*", "*", "*")
    return Word(
        Span(at, at + len(text)), text, text, pos, text, text, Origin.RULE, (Part(text, None),)
    )


def _number_word(text: str, number: Number, offset: int) -> Word:
    surface = text[number.start : number.end]
    pos = ("名詞", "数詞", "*", "*", "*", "*")
    span = Span(number.start + offset, number.end + offset)
    parts: tuple[Part, ...] = (Part(surface, None),)
    if HAS_KANJI.search(surface):
        ruby = number.reading if number.counter or number.fused else None
        if ruby:
            parts = (Part(surface, hiragana(ruby)),)
        elif surface.startswith("第"):
            parts = (Part("第", "だい"), Part(surface[1:], None))
    return Word(span, surface, number.reading, pos, surface, surface, Origin.RULE, parts, number)


def _words(text: str, morpheme: SudachiMorpheme, offset: int) -> list[Word]:
    """Return a morpheme as a word; a run of signs (〓、) as one word each."""
    begin, end = morpheme.begin(), morpheme.end()
    if end - begin > 1 and morpheme.part_of_speech()[0] == "補助記号":
        return [_plain_word(text[i], offset + i) for i in range(begin, end)]
    return [_word(text, morpheme, offset)]


def _word(text: str, morpheme: SudachiMorpheme, offset: int) -> Word:
    begin, end = morpheme.begin(), morpheme.end()
    surface = text[begin:end]
    pos = tuple(morpheme.part_of_speech())
    span = Span(begin + offset, end + offset)
    base, normalized = morpheme.dictionary_form(), morpheme.normalized_form()
    if HAS_KANJI.search(surface) is None:
        parts: tuple[Part, ...] = (Part(surface, None),)
        return Word(span, surface, surface, pos, base, normalized, Origin.DICTIONARY, parts)
    fix = _fixes().get(surface)
    if fix is not None and fix[1] in ("", pos[0]):
        reading = fix[0]
        return Word(
            span, surface, reading, pos, base, normalized, Origin.RULE, align(surface, reading)
        )
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
    parts = _split(morpheme, surface, reading)
    return Word(span, surface, reading, pos, base, normalized, Origin.DICTIONARY, parts)


def _split(morpheme: SudachiMorpheme, surface: str, reading: str) -> tuple[Part, ...]:
    """Return the ruby of a long word by its short units, if these read as the whole does."""
    if len(surface) > 2:
        units = morpheme.split(SplitMode.A)
        if len(units) > 1:
            readings = [_unit_reading(unit) for unit in units]
            if "".join(hiragana(r) for r in readings) == reading:
                return tuple(
                    part
                    for unit, unit_reading in zip(units, readings, strict=True)
                    for part in align(unit.surface(), hiragana(unit_reading))
                )
    return align(surface, reading)


def _unit_reading(unit: SudachiMorpheme) -> str:
    surface: str = unit.surface()
    return str(unit.reading_form()) if HAS_KANJI.search(surface) else surface
