"""役所のかたいことばを使いません。

「において」「に関する」「に基づき」「つきましては」「及び」は、話すときに使わないことばです。「で」「の」「によって」「ですから」「と」などで書きます。

Set phrases of official documents: において, に関する, に基づき, 及び. Say it as one speaks.
"""

import re
from collections.abc import Iterator

from madoguchi.check.precedents import formal_phrases
from madoguchi.check.rule import Example, NoOptions, Problem, Rule, Sentence
from madoguchi.check.rules.ej004_keigo import honorifics
from madoguchi.findings import Message, Severity

# soft-request says it
_SOFT = re.compile("願い(?:ます|いたします)?$|ましょう$")


def check(sentence: Sentence, options: NoOptions) -> Iterator[Problem]:
    # keigo says these, and one finding is enough
    polite = {i for first, last, _ in honorifics(sentence) for i in range(first, last + 1)}
    for match in formal_phrases().find(sentence):
        rewrite = match.value
        text = sentence.said(match.first, match.last)
        if not polite.isdisjoint(match.words) or _SOFT.search(text):
            continue
        yield sentence.at_words(
            Message(
                f"「{text}」はかたい言い方です。「{rewrite.easy.rstrip('、')}」と書けませんか{rewrite.precedent.ja}。",
                f'"{text}" is a phrase of official documents. Could it be: {rewrite.easy}{rewrite.precedent.en}?',
            ),
            match.first,
            match.last,
            easy=rewrite.replacement if match.exact else None,
            safe=rewrite.safe,
        )


RULE = Rule(
    "EJ022",
    "formal-phrase",
    Severity.WARNING,
    NoOptions(),
    examples=(
        Example("市役所で話します。いつもありがとうございます。"),
        Example("市役所⟦において⟧説明します。"),
        Example("ごみ⟦に関する⟧お知らせです。"),
    ),
    source="やさにちチェッカー（むずかしい文法の形）。元の文4.9％、やさしい文0.5％（日本語の書き換えの対を測った値）",
    sentence=check,
)
