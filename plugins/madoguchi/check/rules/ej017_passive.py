"""「〜れる」「〜られる」（受け身）を使いません。

「送付されます」と書くと、だれがするかわかりません。「市役所が送ります」のように、する人を主語にします。「給付を受けられます」のような、できることを言う形は知らせません。

The passive hides who does it. Say who: 市役所が送ります. Forms that say what can be done are let pass.
"""

from collections.abc import Iterator

from madoguchi.check.grammar import passives
from madoguchi.check.rule import Example, NoOptions, Problem, Rule, Sentence
from madoguchi.findings import Message, Severity


def check(sentence: Sentence, options: NoOptions) -> Iterator[Problem]:
    for run in passives(sentence):
        text = sentence.said(run.first, run.last)
        yield sentence.at_words(
            Message(
                f"受け身（{text}）です。「だれが何をします」の形にしてください。",
                f'Passive ("{text}"). Say who does it.',
            ),
            *run,
        )


RULE = Rule(
    "EJ017",
    "passive",
    Severity.WARNING,
    NoOptions(),
    examples=(
        Example("市役所が紙を送ります。"),
        Example("お金を受けられます。日本のものが食べられます。"),
        Example("紙が⟦送付され⟧ます。"),
        Example("休みの日は、ここに⟦書かれ⟧ています。"),
        Example("窓口が⟦設けられ⟧ています。"),
    ),
    source="入管庁・文化庁ガイドライン「受身形や使役表現をできる限り使わない」",
    sentence=check,
)
