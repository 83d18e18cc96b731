"""全部ひらがなにしません。

ひらがなだけの長い文は、ことばの切れるところがわかりません。漢字に読みをつけるか、ことばの間を空けます（分かち書き）。

A long sentence all in hiragana has no seams. Write kanji with readings, or spaces between words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from madoguchi.check.rule import Example, Problem, Rule, Sentence
from madoguchi.findings import Message, Severity


@dataclass(frozen=True, slots=True)
class Options:
    max_kana: int = 20
    """続けていいひらがなの数。 Hiragana that may follow each other."""


_KANA = re.compile("[ぁ-んー、]+")


def check(sentence: Sentence, options: Options) -> Iterator[Problem]:
    for match in _KANA.finditer(sentence.text):
        if len(match[0].replace("、", "")) > options.max_kana:
            yield sentence.problem(
                Message(
                    f"ひらがなが{len(match[0])}字続きます。漢字に読みをつけるか、ことばの間を空けてください。",
                    f"{len(match[0])} hiragana in a row. Write kanji with readings, or spaces between words.",
                ),
                *match.span(),
            )


RULE = Rule(
    "EJ034",
    "all-kana",
    Severity.WARNING,
    Options(),
    examples=(
        Example("大きい地震がありました。"),
        Example("おおきい じしんが ありました。あぶない ところに ちかづかないで ください。"),
        Example("⟦おおきいじしんがありましたからきをつけてください⟧。"),
    ),
    source="東京都つながり創生財団（ひらがなだけの文は、かえって読みにくい）",
    sentence=check,
)
