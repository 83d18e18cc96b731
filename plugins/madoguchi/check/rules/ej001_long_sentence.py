"""一つの文で、一つのことを言います。

長い文は、日本語を勉強している人には読めません。「が」「ので」「て」でつないだところで、文を切ります。することを先に書きます。＜＝…＞ の説明は、字数に入りません。

A sentence says one thing: learners lose the thread of a long one. Cut it where が, ので, て joins two facts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from madoguchi.check.rule import Example, Problem, Rule, Sentence
from madoguchi.findings import Message, Severity


@dataclass(frozen=True, slots=True)
class Options:
    max_chars: int = 50
    """一つの文の字数（記号と読みは数えない）。 Characters of plain text; markup and readings are not counted."""


_EXPLANATION = re.compile("＜[^＞]*＞")


def check(sentence: Sentence, options: Options) -> Iterator[Problem]:
    length = len(_EXPLANATION.sub("", sentence.text))
    if length > options.max_chars:
        yield sentence.problem(
            Message(
                f"文が長いです（{length}字）。{options.max_chars}字までの文に分けてください。",
                f"This sentence is long ({length} characters). Split it: {options.max_chars} at most.",
            )
        )


RULE = Rule(
    "EJ001",
    "long-sentence",
    Severity.WARNING,
    Options(),
    examples=(
        Example("水曜日にごみを出します。"),
        Example("ごみを出します。⟦水曜日の朝にごみを出します。⟧", Options(max_chars=10)),
        Example("避難所＜＝災害のとき、逃げて泊まる所＞へ行きます。", Options(max_chars=12)),
    ),
    source="NHK ≤ 50字、江戸川区 ≤ 50字。入管庁・文化庁『在留支援のためのやさしい日本語ガイドライン』は「一文を短く」（字数なし）",
    sentence=check,
)
