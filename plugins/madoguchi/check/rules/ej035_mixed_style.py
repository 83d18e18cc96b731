"""一つの箇条書きでは、終わりの形をそろえます。

「〜してください」と「〜する」が同じ箇条書きにあると、別のことのように見えます。本文の文は plain-ending（EJ006）が見ます。

Items of a list end alike: all in ます, or all plain.
"""

from collections.abc import Iterator
from itertools import groupby

from madoguchi.check.grammar import ending
from madoguchi.check.rule import Example, NoOptions, PageText, Problem, Rule, Sentence
from madoguchi.document import BlockKind
from madoguchi.findings import Message, Severity


def check(page: PageText, options: NoOptions) -> Iterator[Problem]:
    for is_items, group in groupby(page.sentences, lambda s: s.kind is BlockKind.ITEM):
        if is_items:
            yield from _list(list(group))


def _list(sentences: list[Sentence]) -> Iterator[Problem]:
    # what ends in brackets is an aside
    sentences = [s for s in sentences if not s.text.rstrip("。 　").endswith(("）", ")", "＞"))]
    ends = [
        (s, e) for s in sentences if (e := ending(s)) is not None and e.kind in ("polite", "plain")
    ]
    if not any(e.kind == "polite" for _, e in ends):
        return
    for sentence, found in ends:
        if found.kind == "plain":
            text = sentence.words[found.last].text
            yield sentence.at_words(
                Message(
                    f"ほかの行は「です・ます」で、ここは「{text}」で終わっています。そろえてください。",
                    f'Other items end in です or ます, this one in "{text}". Make them alike.',
                ),
                found.last,
                found.last,
            )


RULE = Rule(
    "EJ035",
    "mixed-style",
    Severity.WARNING,
    NoOptions(),
    examples=(
        Example("紙を出します。お金を払います。", kind=BlockKind.ITEM),
        Example("紙を出す。お金を払う。", kind=BlockKind.ITEM),
        Example("紙を出します。お金を⟦払う⟧。", kind=BlockKind.ITEM),
    ),
    source="入管庁・文化庁ガイドライン「文末は『です』『ます』に統一する」",
    page=check,
)
