"""Tables of words and set phrases, found in a sentence by its words, not by its characters."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from madoguchi.check.rule import Sentence
from madoguchi.words import Word

T = TypeVar("T")


class Match(NamedTuple, Generic[T]):
    """An entry of a table that stands in a sentence as the words `first` to `last`."""

    first: int
    last: int
    value: T
    exact: bool
    """It stands there letter for letter; otherwise in another form (記入し for 記入する)."""

    @property
    def words(self) -> range:
        """Return the indices of its words."""
        return range(self.first, self.last + 1)


@dataclass(frozen=True, slots=True)
class Phrases(Generic[T]):
    """A table by how its entries begin, for a walk over the words of a sentence."""

    by_start: dict[str, tuple[tuple[str, T | None], ...]]
    """First character → entries, the longest first."""
    by_base: dict[str, T]
    verbal: dict[str, T]
    """申請 → the entry of 申請する."""

    def find(self, sentence: Sentence) -> tuple[Match[T], ...]:
        """Return the entries in `sentence`, from the left, none inside another.

        One without a value takes its place, and is not told.
        """
        return sentence.once(id(self), self._find)

    def _find(self, sentence: Sentence) -> Iterator[Match[T]]:
        words = sentence.words
        last = -1
        for i, word in enumerate(words):
            # most words begin no entry; this is asked of every word by every table
            if i <= last or not (
                word.text[0] in self.by_start
                or word.base in self.by_base
                or word.text in self.verbal
            ):
                continue
            match = self._at(sentence, words, i)
            if match is not None:
                last = match.last
                if match.value is not None:
                    yield Match(match.first, last, match.value, match.exact)

    def _at(self, sentence: Sentence, words: tuple[Word, ...], i: int) -> Match[T | None] | None:
        word = words[i]
        start = word.span.start - sentence.start
        for text, value in self.by_start.get(word.text[0], ()):
            if sentence.text.startswith(text, start):
                last = sentence.bounds[1].get(start + len(text))
                if last is not None:
                    return Match(i, last, value, True)
        if i + 1 < len(words) and words[i + 1].base == "する":
            found = self.verbal.get(word.text)
            if found is not None:
                return Match(i, i + 1, found, False)
        if word.pos[0] in ("動詞", "形容詞") and word.text != word.base:
            found = self.by_base.get(word.base)
            if found is not None:
                return Match(i, i, found, False)
        return None


def phrases(entries: Iterable[tuple[str, T | None]]) -> Phrases[T]:
    """Return the table of `entries`, in dictionary form, each with what it means; None keeps a name."""
    starts: dict[str, list[tuple[str, T | None]]] = {}
    bases: dict[str, T] = {}
    verbal: dict[str, T] = {}
    for text, value in entries:
        starts.setdefault(text[0], []).append((text, value))
        if value is None:
            continue
        bases[text] = value
        if text.endswith("する") and len(text) > 3:
            verbal[text.removesuffix("する")] = value
    return Phrases(
        {
            first: tuple(sorted(found, key=lambda entry: -len(entry[0])))
            for first, found in starts.items()
        },
        bases,
        verbal,
    )
