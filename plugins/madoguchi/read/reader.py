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
from madoguchi.read.doubt import settled, weighed
from madoguchi.read.lexicon import lexicon, phrases, plain_word
from madoguchi.read.vote import LONGEST, Opinion
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
def _with_phrases(readings: Readings) -> Readings:
    return Readings({**phrases(), **readings.by_word})


_CHUNK = 8_000
"""SudachiPy takes at most 49,149 bytes at once; a code point has at most four."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads Japanese, with the readings a city gives on top of the dictionary's."""

    readings: Readings = NO_READINGS
    names: frozenset[str] = frozenset()
    """Those among `readings` that are names, and begin with a capital in romaji."""
    opinion: Opinion | None = None
    """A second reader; it lowers the confidence of what it reads otherwise."""

    def words(self, text: str, given: Iterable[Given] = ()) -> list[Word]:
        """Return the words of `text`, without a gap; `given` readings hold for their spans."""
        fixed: list[Given] = sorted(given)
        taken = [g.span for g in fixed]
        origins = {g.span: Origin.EDITOR for g in fixed}
        # the longest word wins, whoever gives it: 大津波 before 津波
        for found in _with_phrases(self.readings).find(text):
            if not any(found.span.start < s.end and s.start < found.span.end for s in taken):
                fixed.append(found)
                taken.append(found.span)
                ours = found.span.of(text) in self.readings.by_word
                origins[found.span] = Origin.EDITOR if ours else Origin.RULE
        counted = numbers.find(text)
        overlays = [
            (span, self._given(text, Given(span, reading), origins[span], counted))
            for span, reading in fixed
        ]
        for number in counted:
            span = Span(number.start, number.end)
            if not any(span.start < s.end and s.start < span.end for s in taken):
                overlays.append((span, [_number_word(text[span.start : span.end], number)]))
        words = _overlay(text, Span(0, len(text)), sorted(overlays, key=lambda o: o[0]))
        words = read_in_context(_count(words))
        theirs = None
        if self.opinion is not None and len(text) <= LONGEST and HAS_KANJI.search(text) is not None:
            theirs = self.opinion(text)
        return weighed(words, theirs)

    def _given(self, text: str, given: Given, origin: Origin, counted: list[Number]) -> list[Word]:
        """Read a span as the editor says; by words if the dictionary's can be laid under it."""
        span, reading = given
        surface = span.of(text)
        overlays = [
            (Span(n.start, n.end), [_number_word(text[n.start : n.end], n)])
            for n in counted
            if span.start <= n.start and n.end <= span.end
        ]
        words = read_in_context(_count(_overlay(text, span, overlays)))
        read = distribute(words, hiragana(reading))
        if read is not None:
            words = [settled(word, origin) for word in read]
        else:
            pos = words[-1].pos if words else _NOUN
            parts = align(surface, hiragana(reading))
            words = [
                settled(Word(span, surface, reading, pos, surface, surface, origin, parts), origin)
            ]
        if surface in self.names:
            words[0] = words[0]._replace(pos=_NAME)
        return words


_NOUN = ("名詞", "普通名詞", "一般", "*", "*", "*")
_NAME = ("名詞", "固有名詞", "一般", "*", "*", "*")


def _overlay(text: str, span: Span, overlays: list[tuple[Span, list[Word]]]) -> list[Word]:
    """Return the dictionary's words of `text[span]`, with given words in place of what they cover.

    The text is cut into words as a whole, so that what stands beside a given word is still read
    with it before its eyes (日本語+で, not で as a first word).
    """
    words: list[Word] = []
    position = span.start
    rest = [*overlays, (Span(span.end, span.end), [])]
    for morpheme_words in _dictionary_words(text, span):
        begin, end = morpheme_words[0].span.start, morpheme_words[-1].span.end
        while rest and rest[0][0].end <= begin and rest[0][1]:
            words += rest.pop(0)[1] if rest[0][0].start >= position else []
            position = max(position, words[-1].span.end)
        if end <= position:
            continue
        if position <= begin and (not rest or end <= rest[0][0].start):
            words += morpheme_words
            position = end
            continue
        # this word and a given one overlap: what stands out is read by itself
        while position < end:
            following = rest[0][0] if rest else Span(span.end, span.end)
            if position < following.start:
                stop = min(end, following.start)
                start = max(position, begin)
                words += [w for ws in _dictionary_words(text, Span(start, stop)) for w in ws]
                position = stop
            elif rest and rest[0][1]:
                words += rest[0][1]
                position = rest.pop(0)[0].end
            else:
                break
    for covered, given in rest:
        if given and covered.start >= position:
            words += given
            position = covered.end
    return words


def _dictionary_words(text: str, span: Span) -> Iterator[list[Word]]:
    """Yield the words of each morpheme; together they are `text[span]`."""
    for start in range(span.start, span.end, _CHUNK):
        piece = text[start : min(start + _CHUNK, span.end)]
        position = 0
        for morpheme in lexicon().tokenize(piece):
            if morpheme.end() > position:
                yield lexicon().words(piece, morpheme, start)
                position = morpheme.end()
        if position < len(piece):
            yield [plain_word(piece[position:], start + position)]


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
            or word.origin in (Origin.EDITOR, Origin.RULE)
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
        start = word.span.start
        placed = number._replace(start=start, end=start + number.end)
        out.append(_number_word(word.text + name, placed))
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


def _number_word(surface: str, number: Number) -> Word:
    pos = ("名詞", "数詞", "*", "*", "*", "*")
    span = Span(number.start, number.end)
    parts: tuple[Part, ...] = (Part(surface, None),)
    if HAS_KANJI.search(surface):
        ruby = number.reading if number.counter or number.fused else None
        if ruby:
            parts = (Part(surface, hiragana(ruby)),)
        elif surface.startswith("第"):
            parts = (Part("第", "だい"), Part(surface[1:], None))
    word = Word(span, surface, number.reading, pos, surface, surface, Origin.RULE, parts, number)
    return settled(word, Origin.RULE)
