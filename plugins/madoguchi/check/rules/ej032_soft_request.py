"""してほしいことは「〜てください」と書きます。

「〜しましょう」「〜願います」「〜のこと」「〜するよう努めてください」では、しなければならないかどうかわかりません。

A request is 〜てください: 〜ましょう and 〜願います leave open whether one must.
"""

from collections.abc import Iterator

from madoguchi.check.grammar import is_verb
from madoguchi.check.rule import Example, NoOptions, Problem, Rule, Sentence
from madoguchi.findings import Message, Severity


def check(sentence: Sentence, options: NoOptions) -> Iterator[Problem]:
    words = sentence.words
    for i, word in enumerate(words):
        if word.text == "ましょう" and word.base == "ます" and i and is_verb(words[i - 1]):
            if i + 1 < len(words) and words[i + 1].text == "か":
                continue
            yield _problem(sentence, i - 1, i)
        elif (
            word.text == "願い"
            and i + 1 < len(words)
            and words[i + 1].base == "ます"
            and (i == 0 or words[i - 1].text != "お")
        ):
            yield _problem(sentence, i, i + 1)
        elif word.text in ("努め", "努める", "心がけ", "心掛け") and is_verb(word):
            yield _problem(sentence, i, i)


def _problem(sentence: Sentence, first: int, last: int) -> Problem:
    text = sentence.said(first, last)
    return sentence.at_words(
        Message(
            f"「{text}」は「〜てください」と書いてください。",
            f'Write a request as 〜てください, not "{text}".',
        ),
        first,
        last,
    )


RULE = Rule(
    "EJ032",
    "soft-request",
    Severity.WARNING,
    NoOptions(),
    examples=(
        Example("早く逃げてください。電話をお願いします。"),
        Example("早く⟦逃げましょう⟧。"),
        Example("書類の提出を⟦願います⟧。"),
    ),
    source="弘前大学 社会言語学研究室（〜てください）、三木市、埼玉県",
    sentence=check,
)
