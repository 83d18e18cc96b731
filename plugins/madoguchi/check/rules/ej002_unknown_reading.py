"""漢字には、たしかな読みがあります。

辞書にないことばには、ふりがなが付きません。多くは名前です。ここだけなら `{漢字|かんじ}` と書き、どこでも同じなら `words/readings.tsv` に足します。

A word in no dictionary gets no furigana. Give its reading, here or in words/readings.tsv.
"""

from collections.abc import Iterator

from madoguchi.check.rule import Example, NoOptions, Problem, Rule, Sentence
from madoguchi.findings import Message, Severity
from madoguchi.words import Origin


def check(sentence: Sentence, options: NoOptions) -> Iterator[Problem]:
    for i, word in enumerate(sentence.words):
        if word.origin is Origin.NONE:
            yield sentence.at_words(
                Message(
                    f"「{word.text}」の読みがわかりません。{{{word.text}|よみ}} と書くか、words/readings.tsv に足してください。",
                    f'No dictionary knows how "{word.text}" is read. Write {{{word.text}|reading}}, or add it to words/readings.tsv.',
                ),
                i,
                i,
            )


RULE = Rule(
    "EJ002",
    "unknown-reading",
    Severity.ERROR,
    NoOptions(),
    examples=(
        Example("市役所へ行きます。"),
        Example("{鸜鵒町|くよくちょう}へ行きます。"),
        Example("⟦鸜鵒⟧へ行きます。"),
    ),
    source="入管庁・文化庁ガイドライン「漢字にふりがなをつける」",
    sentence=check,
)
