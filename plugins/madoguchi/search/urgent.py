"""Words of who needs help now: fever, fire, rape. They lead to one page, before all that the words say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from madoguchi import tsv
from madoguchi.search.fold import fold
from madoguchi.search.gather import SUMMARY, Weights
from madoguchi.search.thesaurus import LANGUAGES
from madoguchi.search.tokens import tokens


@dataclass(frozen=True, slots=True)
class Urgent:
    """What one danger is called, and the Japanese words that the page about it has."""

    about: tuple[str, ...]
    words: dict[str, tuple[str, ...]]

    def said(self, tag: str) -> tuple[str, ...]:
        """Return the words that readers of a locale type: their own, Japanese and English ones."""
        own = self.words.get(tag.split("-")[0], ())
        return tuple(dict.fromkeys((*own, *self.words["ja"], *self.words["en"])))


@cache
def urgent() -> tuple[Urgent, ...]:
    """Return all rows of urgent.tsv, the most urgent first."""
    return tuple(
        Urgent(
            tuple(about.split("|")),
            {
                language: tuple(word for word in cell.split("|") if word)
                for language, cell in zip(LANGUAGES, cells, strict=True)
            },
        )
        for about, *cells in tsv.rows("madoguchi.search", "urgent.tsv")
    )


def answered(tag: str, pages: Sequence[Weights]) -> Iterator[tuple[int, str]]:
    """Yield for each danger the page that answers, -1 if the city has none, and its words."""
    for one in urgent():
        yield _page(one.about, pages), "|".join(one.said(tag))


def _page(about: tuple[str, ...], pages: Sequence[Weights]) -> int:
    """Return the page that says most of the first of the words that stands out on any."""
    for word in about:
        worth = [min(page.tokens[token] for token in tokens(fold(word))) for page in pages]
        if worth and max(worth) >= SUMMARY:
            return worth.index(max(worth))
    return -1
