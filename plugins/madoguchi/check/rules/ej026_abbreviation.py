"""短くしたことばを使いません。

「健診」「生保」「パソコン教室」ではなく、「健康診断」「生活保護」と、初めの形で書きます。短いことばは、辞書にありません。

No shortened words: 健診 is in no dictionary, 健康診断 is.
"""

from collections.abc import Iterator

from madoguchi.check.precedents import abbreviations
from madoguchi.check.rule import Example, NoOptions, PageText, Problem, Rule
from madoguchi.findings import Message, Severity


def check(page: PageText, options: NoOptions) -> Iterator[Problem]:
    seen: set[str] = set()
    for sentence in page.sentences:
        covered = page.covered(sentence)
        for match in abbreviations().find(sentence):
            text = sentence.said(match.first, match.last)
            if text in seen or match.first in covered:
                continue
            seen.add(text)
            rewrite = match.value
            yield sentence.at_words(
                Message(
                    f"「{text}」は短くしたことばです。「{rewrite.easy}」と書いてください{rewrite.precedent.ja}。",
                    f'"{text}" is shortened. Write {rewrite.easy}{rewrite.precedent.en}.',
                ),
                match.first,
                match.last,
                easy=rewrite.replacement,
                safe=rewrite.safe,
            )


RULE = Rule(
    "EJ026",
    "abbreviation",
    Severity.WARNING,
    NoOptions(),
    examples=(
        Example("健康診断に行きます。"),
        Example("⟦健診⟧に行きます。健診は無料です。"),
    ),
    source="入管庁・文化庁ガイドライン「略語は使わない」（健診→健康診断）",
    page=check,
)
