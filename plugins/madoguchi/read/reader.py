"""Words and their readings, in the order of who knows best: editor, rule, dictionary."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations

from madoguchi.inline import Given
from madoguchi.kana import HAS_KANJI, hiragana
from madoguchi.read import numbers
from madoguchi.read.align import align
from madoguchi.read.context import read_in_context, with_reading
from madoguchi.read.counting import counters
from madoguchi.read.lexicon import lexicon, phrases, plain_word
from madoguchi.span import Span
from madoguchi.words import Number, Origin, Part, Word


@dataclass(frozen=True, eq=False)
class Readings:
    """A table of readings by how a word is written; compared by identity, so that caches are quick."""

    by_word: Mapping[str, str]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self.by_word, key=len, reverse=True))))

    def find(self, text: str) -> Iterator[Given]:
        """Yield the words of the table in `text`, longest first from the left."""
        if self.by_word:
            for match in self._pattern.finditer(text):
                yield Given(Span(*match.span()), self.by_word[match[0]])


NO_READINGS = Readings({})


@cache
def _phrases() -> Readings:
    return Readings(phrases())


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
        return read_in_context(_count(words))

    def _given(self, text: str, span: Span, reading: str, origin: Origin) -> list[Word]:
        """Read a span as the editor says; by words if at most one of them reads otherwise."""
        words = read_in_context(_count(self._plain(text, span.start, span.end)))
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
        for morpheme in lexicon().tokenize(part):
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
            words += lexicon().words(part, morpheme, start)
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
        for morpheme in lexicon().tokenize(piece):
            words += lexicon().words(piece, morpheme, offset + begin)
            position = morpheme.end()
        if position < len(piece):
            words.append(plain_word(piece[position:], offset + begin + position))
        return words


_KANJI_NUMBER = re.compile("[〇零一二三四五六七八九十百千万億兆]+")


def _count(words: list[Word]) -> list[Word]:
    """Read the kanji numbers that only the dictionary could tell from names: 一本, 六百."""
    out: list[Word] = []
    skip = False
    for i, word in enumerate(words):
        if skip:
            skip = False
            continue
        if (
            word.number is not None
            or word.pos[1] != "数詞"
            or not _KANJI_NUMBER.fullmatch(word.text)
            or word.text == "〇"
        ):
            out.append(word)
            continue
        following = words[i + 1] if i + 1 < len(words) else None
        counted = following is not None and following.text in counters()
        name = following.text if following is not None and counted else ""
        number = numbers.spoken(word.text, name)
        if number is None:
            out.append(word)
            continue
        skip = counted
        out.append(_number_word(word.text + name, number, word.span.start))
    return out


def distribute(words: list[Word], reading: str) -> list[Word] | None:
    """Return `words` reading together as `reading` (hiragana), changing as few readings as can be.

    避難+所 and ひなんじょ give 所 じょ. Digits may stand in the reading as digits. None if the
    reading cannot be laid over the words with at most two of them read anew, or two neighbours.
    """
    kanji = [i for i, word in enumerate(words) if HAS_KANJI.search(word.text)]
    changes: list[tuple[int, ...]] = [(), *((i,) for i in kanji), *combinations(kanji, 2)]
    for changed in changes:
        if len(changed) == 2 and changed[1] == changed[0] + 1:
            continue  # nothing says where the one ends and the other begins
        match = re.fullmatch(
            "".join(_spoken(w, i in changed) for i, w in enumerate(words)), reading
        )
        if match is not None:
            return [
                with_reading(word, match[k + 1]) if k in changed else word
                for k, word in enumerate(words)
            ]
    return None


def _spoken(word: Word, changed: bool) -> str:
    """Return a pattern for how a word may stand in a reading."""
    if changed:
        return "(.+?)"
    known = re.escape(hiragana(word.reading))
    if word.number is None:
        return f"({known})"
    digits = re.escape(word.number.digits + hiragana(word.number.counter))
    return f"({known}|{digits}|{re.escape(word.text)})"


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
