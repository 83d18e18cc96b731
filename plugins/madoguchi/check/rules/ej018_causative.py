"""「〜せる」「〜させる」（使役）を使いません。

「子どもに飲ませます」は、だれが飲むかわかりにくい形です。「子どもは、この薬を飲みます」のように、する人を主語にします。「知らせる」「見せる」は、一つの動詞なのでいいです。

The causative turns around who does what. Make the one who does it the subject.
"""

from collections.abc import Iterator

from madoguchi.check.grammar import causatives
from madoguchi.check.rule import Example, NoOptions, Problem, Rule, Sentence
from madoguchi.findings import Message, Severity


def check(sentence: Sentence, options: NoOptions) -> Iterator[Problem]:
    for run in causatives(sentence):
        text = sentence.said(run.first, run.last)
        yield sentence.at_words(
            Message(
                f"使役（{text}）です。する人を主語にしてください。",
                f'Causative ("{text}"). Make the one who does it the subject.',
            ),
            *run,
        )


RULE = Rule(
    "EJ018",
    "causative",
    Severity.WARNING,
    NoOptions(),
    examples=(
        Example("子どもが学校へ行きます。市役所が知らせます。"),
        Example("子どもを学校に⟦行かせ⟧ます。"),
        Example("書類を⟦提出させ⟧ます。"),
    ),
    source="入管庁・文化庁ガイドライン「受身形や使役表現をできる限り使わない」",
    sentence=check,
)
