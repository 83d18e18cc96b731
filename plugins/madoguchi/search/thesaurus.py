"""Words of a municipality's life that mean the same to who looks for a page: ビザ 在留資格, trash garbage."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from madoguchi import tsv

LANGUAGES = ("ja", "en", "vi", "zh", "pt", "ne", "tl", "ur")
"""The columns of thesaurus.tsv."""


@dataclass(frozen=True, slots=True, eq=False)
class Concept:
    """What one thing is called, by language."""

    words: dict[str, tuple[str, ...]]

    def said(self, tag: str) -> tuple[str, ...]:
        """Return the words of a locale that is not Japanese; English ones as well, many type them."""
        language = tag.split("-")[0]
        own = self.words.get(language, ()) if language != "ja" else ()
        return tuple(dict.fromkeys((*own, *self.words["en"])))


@cache
def concepts() -> tuple[Concept, ...]:
    """Return all concepts of the table."""
    return tuple(
        Concept(
            {
                language: tuple(word for word in cell.split("|") if word)
                for language, cell in zip(LANGUAGES, row, strict=True)
            }
        )
        for row in tsv.rows("madoguchi.search", "thesaurus.tsv")
    )


@cache
def _said() -> tuple[re.Pattern[str], dict[str, tuple[Concept, ...]]]:
    by_word: dict[str, tuple[Concept, ...]] = {}
    for concept in concepts():
        for word in concept.words["ja"]:
            by_word[word] = (*by_word.get(word, ()), concept)
    longest_first = sorted(by_word, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first))), by_word


def meant(text: str) -> Iterator[tuple[Concept, str]]:
    """Yield the concepts that a Japanese text names, with the word; 健康保険証 is not 健康保険."""
    pattern, by_word = _said()
    for match in pattern.finditer(text):
        for concept in by_word[match[0]]:
            yield concept, match[0]
