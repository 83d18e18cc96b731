"""「はい」か「いいえ」か、一回で言います。

一つの文に否定が二つある（できないことはありません）と、どちらかわかりません。そのままのことを書きます。

Two negations in one sentence leave a learner guessing.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from madoguchi.check.rule import Example, NoOptions, Problem, Rule, Sentence
from madoguchi.findings import Message, Severity
from madoguchi.words import Word

# What may stand between two negations that belong together: ないことは…, ないわけでは…, なくは…
_BETWEEN = re.compile(
    r"(?:(?:こと|わけ|もの|ところ|はず)(?:は|も|が|では|でも|に(?:は|も))?|は|も)(?:あり|でき|なら|い|いき|行き|言え|いえ)?"
    r"|とは?(?:限り|限ら|かぎり|言え|いえ|言い切れ)"
)


def _negative(word: Word) -> bool:
    return (word.base == "ない" and word.pos[0] in ("助動詞", "形容詞")) or (
        word.base == "ぬ" and word.pos[0] == "助動詞"
    )


def check(sentence: Sentence, options: NoOptions) -> Iterator[Problem]:
    words = sentence.words
    negatives = [i for i, word in enumerate(words) if _negative(word)]
    for first, second in pairwise(negatives):
        between = "".join(word.text for word in words[first + 1 : second]).removesuffix("ませ")
        if words[first].text.startswith("なけれ"):
            continue  # なければなりません says one thing: must
        if _BETWEEN.fullmatch(between):
            yield sentence.at_words(
                Message(
                    "「ない」が2回あります（二重否定）。「〜です」「〜できます」「〜なければなりません」など、一回で言ってください。",
                    "A double negative. Say what is so, once.",
                ),
                first,
                second,
            )


RULE = Rule(
    "EJ005",
    "double-negative",
    Severity.ERROR,
    NoOptions(),
    examples=(
        Example("電話ができません。"),
        Example("14日以内に行かなければなりません。"),
        Example("お金がない人は、はらわないでください。"),
        Example("でき⟦ないことはありません⟧。"),
        Example("行か⟦ないわけではありません⟧。"),
        Example("わから⟦なくはない⟧です。"),
        Example("起き⟦ないとは限りません⟧。"),
    ),
    source="入管庁・文化庁ガイドライン「二重否定は使わない」、弘前大学ガイドライン",
    sentence=check,
)
