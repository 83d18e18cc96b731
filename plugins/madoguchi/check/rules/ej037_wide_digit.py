"""数字は半角（123）で書きます。

全角の数字（１２３）は、検索と翻訳でちがう字になります。電話番号を押しても電話できません。

Digits are 123: full-width ones are other characters to search, translation and telephones.
"""

import re
import unicodedata
from collections.abc import Iterator

from madoguchi.check.rule import Change, Example, NoOptions, Problem, Rule, Sentence
from madoguchi.findings import Message, Severity

_WIDE = re.compile("[０-９](?:[０-９．，：－]*[０-９])?")


def check(sentence: Sentence, options: NoOptions) -> Iterator[Problem]:
    for match in _WIDE.finditer(sentence.text):
        narrow = unicodedata.normalize("NFKC", match[0])
        yield sentence.problem(
            Message(
                f"「{match[0]}」は半角の「{narrow}」で書いてください。",
                f'Write "{match[0]}" as {narrow}.',
            ),
            *match.span(),
            changes=[Change(*match.span(), narrow)],
            safe=True,
        )


RULE = Rule(
    "EJ037",
    "wide-digit",
    Severity.WARNING,
    NoOptions(),
    examples=(
        Example("電話は03-0000-0000です。"),
        Example("⟦１２⟧月⟦３⟧日です。"),
    ),
    source="デジタル庁「行政基本情報データ連携モデル」（数字は半角）、公用文作成の考え方（情報システムでは半角）",
    sentence=check,
)
