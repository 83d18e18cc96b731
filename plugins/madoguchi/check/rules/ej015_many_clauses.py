"""一つの文に、一つのことを書きます。

「が」「ので」「から」「ば」などで文をつなぐと、だれが何をするかわからなくなります。つなぐことばが二つ以上あったら、文を分けます。

Two or more clauses tied to a sentence: one thing a sentence.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from madoguchi.check.grammar import clause_links, stem_commas
from madoguchi.check.rule import Example, Problem, Rule, Sentence
from madoguchi.findings import Message, Severity


@dataclass(frozen=True, slots=True)
class Options:
    max_links: int = 1
    """一つの文の、つなぐことばの数。 Clause links in a sentence."""


def check(sentence: Sentence, options: Options) -> Iterator[Problem]:
    links = sorted({*clause_links(sentence), *stem_commas(sentence)})
    if len(links) > options.max_links:
        shown = "、".join(sentence.words[run.first].text for run in links)
        yield sentence.problem(
            Message(
                f"一つの文に、文が{len(links) + 1}つあります（{shown}）。分けてください。",
                f"{len(links) + 1} clauses in one sentence ({shown}). Split it.",
            )
        )


RULE = Rule(
    "EJ015",
    "many-clauses",
    Severity.INFO,
    Options(),
    examples=(
        Example("雨が降ったので、行きませんでした。"),
        Example("14日までに出さなければなりません。"),
        Example("⟦雨が降りましたが、風はないので、行きます。⟧"),
    ),
    source="入管庁・文化庁ガイドライン「一文一義」、弘前大学ガイドライン",
    sentence=check,
)
