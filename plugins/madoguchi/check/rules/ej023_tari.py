"""「〜たり、〜たり」を使いません。

「走ったり、押したりしないでください」は、「走らないでください。押さないでください。」と書きます。

No 〜たり: say each thing in its own sentence.
"""

from collections.abc import Iterator

from madoguchi.check.rule import Example, NoOptions, Problem, Rule, Sentence
from madoguchi.findings import Message, Severity


def check(sentence: Sentence, options: NoOptions) -> Iterator[Problem]:
    found = [
        i
        for i, word in enumerate(sentence.words)
        if word.text in ("たり", "だり") and word.pos[0] == "助詞"
    ]
    if found:
        yield sentence.at_words(
            Message(
                "「〜たり」です。一つずつ、別の文に書いてください。",
                "〜たり: say each thing in its own sentence.",
            ),
            max(0, found[0] - 1),
            found[-1],
        )


RULE = Rule(
    "EJ023",
    "tari",
    Severity.INFO,
    NoOptions(),
    examples=(
        Example("走らないでください。押さないでください。"),
        Example("⟦走ったり、押したり⟧しないでください。"),
    ),
    source="YANSIS（東北大学）の書き方",
    sentence=check,
)
