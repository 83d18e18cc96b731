"""What a rule for translations is given, and what it is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from madoguchi.findings import Message, Severity
from madoguchi.schema import Term

Glossary = Mapping[str, Term]
"""The official words of a site, with their translations by language."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A text and its translation: what a rule judges."""

    source: str
    """The `msgid`: inline Markdown with `{references}`, without readings."""
    translation: str
    """The `msgstr`."""
    context: str
    """The `msgctxt`: `paragraph`, `cell`, `contacts.city-hall.name`."""
    tag: str
    """The language: `en`, `zh-Hans`."""


class Example(NamedTuple):
    """A pair that shows what a rule finds, or passes."""

    source: str
    translation: str
    tag: str = "en"
    context: str = "paragraph"

    @property
    def pair(self) -> Pair:
        """The example as what a rule is given."""
        return Pair(self.source, self.translation, self.context, self.tag)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as a value: what it finds, how bad that is, what shows that it works."""

    id: str
    name: str
    """Names the fault, and reads well after "allow"."""
    severity: Severity
    """A translation with an error is not shown to readers, so an error is nearly certain."""
    summary: Message
    bad: tuple[Example, ...]
    good: tuple[Example, ...]
    check: Callable[[Pair, Glossary], Iterator[Message]]
    """Yields what is wrong; linear in the length of the pair, and never raises."""
