"""Every kanji has a reading that is sure.

A word that no dictionary knows gets no furigana, or a wrong one; it is mostly a name. Give its
reading: `{漢字|かんじ}` at this place, or a line in `words/readings.tsv` for all places.
"""

from collections.abc import Iterator

from madoguchi.check.rule import Example, NoOptions, Problem, Rule, Sentence
from madoguchi.findings import Message, Severity
from madoguchi.read.words import Origin


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
