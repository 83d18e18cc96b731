"""読みがはっきりしないことばは、人が決めます。

2つの読み手（辞書と音声合成の読み手）の読みがちがうことばと、辞書だけでは決まらないことば（根本、市場…。これはヒントです）です。正しい読みを `{漢字|かんじ}` か `words/readings.tsv` に書きます。今の読みでよければ、`madoguchi read --accept` で全部を一度に決めることができます。命に関わるページ（risk が life か high）では、名前の読みがはっきりしないとエラーになります。

A word that two readers read differently, or that has two readings. Give its reading, or accept the one it has. For a name on a page whose risk is life or high it is an error.
"""

from collections.abc import Iterator

from madoguchi.check.rule import Example, NoOptions, Problem, Rule, Sentence
from madoguchi.findings import Message, Severity
from madoguchi.words import DOUBTFUL, Origin


def check(sentence: Sentence, options: NoOptions) -> Iterator[Problem]:
    for i, word in enumerate(sentence.words):
        if word.confidence >= DOUBTFUL or word.origin is Origin.NONE:
            continue
        other_ja = f"。「{word.other}」かもしれません" if word.other else ""
        other_en = f' (or "{word.other}"?)' if word.other else ""
        yield sentence.at_words(
            Message(
                f"「{word.text}」は「{word.reading}」と読みます{other_ja}。正しい読みを {{{word.text}|よみ}} か words/readings.tsv に書くか、madoguchi read --accept で決めてください。",
                f'"{word.text}" is read "{word.reading}"{other_en}. Write {{{word.text}|reading}}, add it to words/readings.tsv, or accept it: madoguchi read --accept.',
            ),
            i,
            i,
            # a wrong name sends people to a place that does not exist
            grave=word.pos[1] == "固有名詞",
            # a word that could be read otherwise is a hint; one that somebody does is a warning
            mild=not word.other,
        )


RULE = Rule(
    "EJ010",
    "doubtful-reading",
    Severity.WARNING,
    NoOptions(),
    examples=(
        Example("市役所へ行きます。"),
        Example("{根本|こんぽん}から変えます。"),
        Example("問題を⟦根本⟧から変えます。"),
    ),
    source="読みをまちがえると、ちがう所や日に行ってしまうため",
    sentence=check,
)
