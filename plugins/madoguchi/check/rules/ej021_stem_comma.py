"""「〜し、」でつながないで、文を切ります。

「記入し、提出してください」は、「書いてください。そして、出してください。」と書きます。「、」の前が動詞の途中の形（連用中止）だと、次のことばとの関係がわかりません。

A verb stem before a comma: end the sentence there, or write て.
"""

from collections.abc import Iterator

from madoguchi.check.grammar import stem_commas
from madoguchi.check.rule import Example, NoOptions, Problem, Rule, Sentence
from madoguchi.findings import Message, Severity


def check(sentence: Sentence, options: NoOptions) -> Iterator[Problem]:
    for run in stem_commas(sentence):
        text = sentence.words[run.last].text
        yield sentence.at_words(
            Message(
                f"「{text}、」でつないでいます。「。」で切るか、「て」の形にしてください。",
                f'The stem "{text}" before a comma: end the sentence there, or write て.',
            ),
            *run,
        )


RULE = Rule(
    "EJ021",
    "stem-comma",
    Severity.WARNING,
    NoOptions(),
    examples=(
        Example("名前を書いて、出してください。お知らせ、地図があります。"),
        Example("申請書に記入⟦し⟧、出してください。"),
        Example("電話を使わ⟦ず⟧、直接行ってください。"),
    ),
    source="ガイドラインに文字はありませんが、元の文9.1％、やさしい文2.5％と、差が大きい形です（日本語の書き換えの対を測った値）",
    sentence=check,
)
