"""三つ以上あるものは、箇条書きにします。

文の中に「A、B、C」と並べると、いくつあるかわかりません。一つずつ、別の行に書きます。

Three things or more: a list, a line each.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from madoguchi.check.grammar import ending, lists
from madoguchi.check.rule import Example, Problem, Rule, Sentence
from madoguchi.document import BlockKind
from madoguchi.findings import Message, Severity


@dataclass(frozen=True, slots=True)
class Options:
    warn_from: int = 4
    """この数から警告。 From this number of things on a warning."""
    hint_from: int = 3
    """この数からヒント。 From this number of things on a hint."""


def check(sentence: Sentence, options: Options) -> Iterator[Problem]:
    if sentence.kind not in (BlockKind.PARAGRAPH, BlockKind.FIELD):
        return
    if sentence.context in ("title", "summary") or "." in sentence.context:
        return
    found = ending(sentence)
    for items in lists(sentence):
        # a row that is the whole text is a label, not a sentence: 氏名、住所、電話番号
        if items.number < min(options.warn_from, options.hint_from) or (
            found is not None and items.last >= found.last
        ):
            continue
        yield sentence.at_words(
            Message(
                f"{items.number}つのものが並んでいます。箇条書きにしてください。",
                f"{items.number} things in a row. Make a list.",
            ),
            items.first,
            items.last,
            mild=items.number < options.warn_from,
        )


RULE = Rule(
    "EJ031",
    "list-in-sentence",
    Severity.WARNING,
    Options(),
    examples=(
        Example("水と食べ物を持ってください。"),
        Example("⟦水、薬、電池、ラジオ⟧を持ってください。"),
        Example("⟦紙や服や本⟧を出します。"),
    ),
    source="中野区「伝わるやさしい日本語」4、公用文作成の考え方（三つ以上は箇条書き）",
    sentence=check,
)
