"""Rules for translations: what is surely wrong in one, found without knowing its language well.

Of a language that nothing is known about, the rules are quiet. A finding of severity error keeps a
translation from its readers, so it must be nearly certain.
"""

from collections.abc import Iterator

from madoguchi.findings import Message
from madoguchi.translate.rules import (
    amounts,
    endings,
    leftovers,
    markup,
    references,
    terms,
    units,
    writing,
)
from madoguchi.translate.rules.rule import Example, Glossary, Pair, Rule

__all__ = ["RULES", "Example", "Glossary", "Pair", "Rule", "judge"]

RULES: tuple[Rule, ...] = (
    *references.RULES,
    *amounts.RULES,
    *units.RULES,
    *writing.RULES,
    *endings.RULES,
    *terms.RULES,
    *markup.RULES,
    *leftovers.RULES,
)
"""All rules, by id."""

_LONGEST = 20_000
"""No block of a page is longer; of what is, nothing is said."""


def judge(pair: Pair, glossary: Glossary) -> Iterator[tuple[Rule, Message]]:
    """Yield what the rules find in a translation, in the order of the rules.

    An empty translation is none, and has no faults.
    """
    if not pair.translation or max(len(pair.source), len(pair.translation)) > _LONGEST:
        return
    for rule in RULES:
        for message in rule.check(pair, glossary):
            yield rule, message
