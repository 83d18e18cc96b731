"""What a rule is, and what it is given: sentences with their words, and pages of sentences."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from madoguchi.document import BlockKind
from madoguchi.findings import Message, Severity
from madoguchi.inline import Prose
from madoguchi.schema import Term
from madoguchi.span import Span
from madoguchi.words import Word


class Problem(NamedTuple):
    """What a rule says of a place in the source."""

    span: Span
    message: Message
    grave: bool = False
    """An error on pages whose risk is `life` or `high`, however the rule is set."""
    mild: bool = False
    """A hint, however the rule is set."""


@dataclass(frozen=True, slots=True)
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

    def problem(self, message: Message, start: int = 0, end: int | None = None) -> Problem:
        """Return a problem with `text[start:end]`."""
        stop = len(self.text) if end is None else end
        return Problem(self.prose.source(self.start + start, self.start + stop), message)

    def at_words(
        self, message: Message, first: int, last: int, *, grave: bool = False, mild: bool = False
    ) -> Problem:
        """Return a problem with the words from index `first` to `last`, both included."""
        span = Span(self.words[first].span.start, self.words[last].span.end)
        return Problem(self.prose.source(*span), message, grave, mild)


@dataclass(frozen=True, slots=True)
class PageText:
    """All sentences of a page in the order of reading, and the city's official terms."""

    sentences: tuple[Sentence, ...]
    terms: Mapping[str, Term] = field(default_factory=dict)


class Example(NamedTuple):
    """A text that a rule must pass, or find fault with exactly where ⟦ ⟧ stand."""

    text: str
    options: Any = None
    terms: Mapping[str, Term] | None = None
    kind: BlockKind = BlockKind.PARAGRAPH

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


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as a value: what it checks, how it can be set, what shows that it works."""

    id: str
    name: str
    """Names the fault, and reads well after "allow"."""
    severity: Severity
    options: Any
    """A frozen dataclass; its fields can be set in site.yml."""
    examples: tuple[Example, ...]
    source: str
    """Which guideline asks for it."""
    sentence: Callable[[Sentence, Any], Iterator[Problem]] | None = None
    page: Callable[[PageText, Any], Iterator[Problem]] | None = None


@dataclass(frozen=True, slots=True)
class NoOptions:
    """For rules without options."""
