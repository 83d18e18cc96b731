"""What a rule is, and what it is given: sentences with their words, and pages of sentences."""

import re
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, TypeVar

from madoguchi.document import BlockKind
from madoguchi.findings import Fix, Message, Severity
from madoguchi.inline import Prose
from madoguchi.schema import Profile, Term
from madoguchi.span import Edit, Span
from madoguchi.words import Word

T = TypeVar("T")


class Problem(NamedTuple):
    """What a rule says of a place in the source."""

    span: Span
    message: Message
    grave: bool = False
    """An error on pages whose risk is `life` or `high`, however the rule is set."""
    mild: bool = False
    """A hint, however the rule is set."""
    fix: Fix | None = None


class Change(NamedTuple):
    """Put `text` in the place of `sentence.text[start:end]`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Sentence:
    """A sentence as a reader sees it, with the map back to its source."""

    text: str
    words: tuple[Word, ...]
    """The spans of these words are within the block's prose, as `start` is."""
    start: int
    prose: Prose
    kind: BlockKind = BlockKind.PARAGRAPH
    context: str = "paragraph"
    """The kind of block, or the name of the front-matter field."""

    def problem(
        self,
        message: Message,
        start: int = 0,
        end: int | None = None,
        *,
        mild: bool = False,
        changes: Iterable[Change] = (),
        safe: bool = False,
    ) -> Problem:
        """Return a problem with `text[start:end]`; `changes` would mend it."""
        stop = len(self.text) if end is None else end
        span = self.prose.source(self.start + start, self.start + stop)
        return Problem(span, message, mild=mild, fix=self._fix(changes, safe))

    def at_words(
        self,
        message: Message,
        first: int,
        last: int,
        *,
        grave: bool = False,
        mild: bool = False,
        easy: str | None = None,
        safe: bool = False,
    ) -> Problem:
        """Return a problem with the words from index `first` to `last`, both included.

        `easy` may stand in their place.
        """
        start, end = self.at(first)[0], self.at(last)[1]
        changes = () if easy is None else (Change(start, end, easy),)
        span = self.prose.source(self.start + start, self.start + end)
        return Problem(span, message, grave, mild, self._fix(changes, safe))

    def at(self, index: int) -> tuple[int, int]:
        """Return where the word `index` stands in `text`."""
        span = self.words[index].span
        return span.start - self.start, span.end - self.start

    def said(self, first: int, last: int) -> str:
        """Return the words from index `first` to `last`, both included, as they stand."""
        return "".join(word.text for word in self.words[first : last + 1])

    def once(self, key: Hashable, find: Callable[["Sentence"], Iterator[T]]) -> tuple[T, ...]:
        """Return what `find` yields, which is called `key`; found once, however many rules ask."""
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = tuple(find(self))
        return found

    @cached_property
    def _found(self) -> dict[Hashable, tuple[Any, ...]]:
        return {}

    def _fix(self, changes: Iterable[Change], safe: bool) -> Fix | None:
        """Return the changes as edits of the source; None where markup or readings stand there."""
        edits: list[Edit] = []
        for start, end, text in changes:
            if start == end:  # an insertion, after the character before it
                at = self.prose.source(self.start + start - 1, self.start + start).end
                edits.append(Edit(Span(at, at), text))
                continue
            span = self.prose.source(self.start + start, self.start + end)
            if span.end - span.start != end - start:
                return None
            edits.append(Edit(span, text))
        return Fix(tuple(edits), safe) if edits else None

    @cached_property
    def bounds(self) -> tuple[dict[int, int], dict[int, int]]:
        """The words by where they begin and by where they end in `text`."""
        places = [self.at(i) for i in range(len(self.words))]
        return (
            {start: i for i, (start, _) in enumerate(places)},
            {end: i for i, (_, end) in enumerate(places)},
        )

    @cached_property
    def _starts(self) -> list[int]:
        return [word.span.start - self.start for word in self.words]

    def begin_between(self, start: int, end: int) -> range:
        """Return the indices of the words that begin in `text[start:end]`."""
        return range(bisect_left(self._starts, start), bisect_left(self._starts, end))

    @cached_property
    def explained(self) -> frozenset[int]:
        """Indices of words inside an explanation, ＜＝…＞, and of the word it explains."""
        found: set[int] = set()
        for match in EXPLANATION.finditer(self.text):
            inside = self.begin_between(*match.span())
            if not inside:
                continue
            found.update(inside)
            i = inside[0] - 1
            while i >= 0 and self.words[i].pos[0] in ("名詞", "接頭辞", "接尾辞", "形状詞"):
                found.add(i)
                i -= 1
            if i == inside[0] - 1 and i >= 0:
                found.add(i)
        return frozenset(found)


EXPLANATION = re.compile(
    r"＜[^＜＞]*＞|〈[^〈〉]*〉|<[^<>]*>"
    # （よみ：説明）, （＝説明）, （よみ）, and what ends as an explanation does
    r"|[（(](?:[＝=][^（）()]*|[ぁ-んァ-ヶー・]+[：:][^（）()]*|[ぁ-んァ-ヶー・]+"
    r"|[^（）()]{4,}(?:こと|もの|物|人|所|場所|紙|お金|建物|店|会社|病気|サービス|制度|しくみ|カード|お知らせ|仕事|道具|料理|食べ物|飲み物|言葉|ことば|日|月|町|国|家|山|海|木|花|魚|神社|お寺|祭り|ところ|とき))[）)]"
)
"""What explains the word before it: ＜＝…＞, or another bracket that ends as an explanation does."""


@dataclass(frozen=True)
class PageText:
    """All sentences of a page in the order of reading, and the city's official terms."""

    sentences: tuple[Sentence, ...]
    terms: Mapping[str, Term] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    """Names of the city's own offices and places."""
    read_by_people: bool | None = None
    """Whether learners or teachers have read the page; None for a text that cannot say so."""

    @cached_property
    def term_pattern(self) -> re.Pattern[str] | None:
        """Return what finds the terms; a longer one hides a shorter: 特定在留カード, 在留カード."""
        return term_pattern(tuple(self.terms))

    @cached_property
    def explained_words(self) -> frozenset[str]:
        """Words that the page explains somewhere: known from there on."""
        return frozenset(
            sentence.words[i].text
            for sentence in self.sentences
            for i in sentence.explained
            if not _INSIDE.search(sentence.text, 0, sentence.at(i)[0])
        )

    def covered(self, sentence: Sentence) -> frozenset[int]:
        """Return the words of `sentence` that need no easier one: terms, names, explained words."""
        known = self._covered.get(id(sentence))
        if known is None:
            known = self._covered[id(sentence)] = self._cover(sentence)
        return known

    @cached_property
    def _covered(self) -> dict[int, frozenset[int]]:
        return {}

    def _cover(self, sentence: Sentence) -> frozenset[int]:
        found = set(sentence.explained)
        found |= {i for i, w in enumerate(sentence.words) if w.text in self.explained_words}
        kept = term_pattern((*self.terms, *self.names))
        if kept is not None:
            for match in kept.finditer(sentence.text):
                found.update(sentence.begin_between(*match.span()))
        return frozenset(found)


_INSIDE = re.compile("[＜〈（(][^＞〉）)]*$")


@lru_cache(maxsize=16)
def term_pattern(terms: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return a pattern that finds the longest of `terms`; None if there are none."""
    if not terms:
        return None
    return re.compile("|".join(map(re.escape, sorted(terms, key=len, reverse=True))))


class Example(NamedTuple):
    """A text that a rule must pass, or find fault with exactly where ⟦ ⟧ stand."""

    text: str
    options: Any = None
    terms: Mapping[str, Term] | None = None
    kind: BlockKind = BlockKind.PARAGRAPH
    read_by_people: bool | None = None

    @property
    def source(self) -> str:
        """The text without the marks."""
        return self.text.replace("⟦", "").replace("⟧", "")

    @property
    def spans(self) -> list[Span]:
        """What must be found."""
        spans: list[Span] = []
        for marks, match in enumerate(re.finditer("[⟦⟧]", self.text)):
            at = match.start() - marks
            if match[0] == "⟦":
                spans.append(Span(at, at))
            else:
                spans[-1] = Span(spans[-1].start, at)
        return spans


class Setting(NamedTuple):
    """How a rule is set in a profile; without a severity it is off."""

    severity: Severity | None
    options: Any


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as a value: what it checks, how it can be set, what shows that it works."""

    id: str
    name: str
    """Names the fault, and reads well after "allow"."""
    severity: Severity | None
    """In the profile `daily`; None if the rule is off until a site sets it."""
    options: Any
    """A frozen dataclass; its fields can be set in site.yml."""
    examples: tuple[Example, ...]
    source: str
    """Which guideline asks for it."""
    sentence: Callable[[Sentence, Any], Iterator[Problem]] | None = None
    page: Callable[[PageText, Any], Iterator[Problem]] | None = None
    disaster: Setting | None = None
    """How it is set in the profile `disaster`, where that is otherwise."""

    def setting(self, profile: Profile) -> Setting:
        """Return how the rule is set in `profile`."""
        if profile == "disaster" and self.disaster is not None:
            return self.disaster
        return Setting(self.severity, self.options)


@dataclass(frozen=True, slots=True)
class NoOptions:
    """For rules without options."""
