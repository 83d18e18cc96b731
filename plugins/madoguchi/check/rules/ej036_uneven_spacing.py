"""ことばの間を空けるなら、全部の文で空けます。

分かち書き（ことばの間を空けること）は、してもしなくてもいいです。空ける文と空けない文が同じページにあると、読みにくいです。

Spaces between words, or none: alike on a page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from madoguchi.check.rule import Example, PageText, Problem, Rule
from madoguchi.document import BlockKind
from madoguchi.findings import Message, Severity


@dataclass(frozen=True, slots=True)
class Options:
    least: int = 12
    """これより短い文は見ない（字）。 Shorter sentences are let pass (characters)."""


# twice: one space may part a label from its text
_SPACED = re.compile("(?:[ぁ-ん][ 　]+[ぁ-んァ-ヺー㐀-鿿].*){2}")


def check(page: PageText, options: Options) -> Iterator[Problem]:
    long = [
        s
        for s in page.sentences
        if len(s.text) >= options.least and s.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM)
    ]
    spaced = [s for s in long if _SPACED.search(s.text)]
    if not spaced or len(spaced) == len(long):
        return
    fewer = spaced if len(spaced) * 2 <= len(long) else [s for s in long if s not in spaced]
    for sentence in fewer:
        yield sentence.problem(
            Message(
                "ことばの間を空ける文と、空けない文があります。ページの中でそろえてください。",
                "Some sentences have spaces between words and some have none. Make them alike.",
            )
        )


RULE = Rule(
    "EJ036",
    "uneven-spacing",
    Severity.WARNING,
    Options(),
    examples=(
        Example("水曜日に ごみを 出します。木曜日に びんを 出します。"),
        Example(
            "水曜日にごみを出してください。木曜日にびんを出してください。⟦金曜日に 紙を 出して ください。⟧"
        ),
    ),
    source="弘前大学ガイドライン、中野区、川崎市（分かち書き）。入管庁・文化庁ガイドラインは求めていません",
    page=check,
)
