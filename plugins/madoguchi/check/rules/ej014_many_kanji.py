"""一つの文の漢字を少なくします。

漢字が多い文は、ふりがながあっても、読むのに時間がかかります。文を分けるか、ひらがなで書きます。

Many kanji in one sentence make slow reading, also with furigana.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from madoguchi.check.grammar import kanji
from madoguchi.check.rule import EXPLANATION, Example, Problem, Rule, Sentence, Setting
from madoguchi.findings import Message, Severity


@dataclass(frozen=True, slots=True)
class Options:
    max_kanji: int = 16
    """一つの文の漢字の数。 Kanji in one sentence."""


def check(sentence: Sentence, options: Options) -> Iterator[Problem]:
    count = kanji(EXPLANATION.sub("", sentence.text))
    if count > options.max_kanji:
        yield sentence.problem(
            Message(
                f"漢字が{count}字あります。一つの文の漢字は{options.max_kanji}字までにしてください。",
                f"{count} kanji in one sentence: {options.max_kanji} at most.",
            )
        )


RULE = Rule(
    "EJ014",
    "many-kanji",
    Severity.INFO,
    Options(),
    examples=(
        Example("水曜日にごみを出します。"),
        Example("⟦毎週水曜日にごみを出します。⟧", Options(max_kanji=4)),
    ),
    source="弘前大学の生活情報誌のガイドライン（2017）は一文13字まで。災害のとき（2013）は3〜4字。やさしいと言われる文も17〜28％が13字をこえるので、初めの値は16字のヒント",
    sentence=check,
    disaster=Setting(Severity.INFO, Options(max_kanji=8)),
)
