"""「〜がある」「〜を行う」ではなく、動詞で書きます。

「揺れがありました」は「揺れました」、「調査を行います」は「調べます」と書きます。名詞にすると、だれが何をするかが消えます。

A verb, not a noun with ある or 行う: 揺れました, not 揺れがありました.
"""

from collections.abc import Iterator

from madoguchi.check.grammar import is_verbal_noun
from madoguchi.check.rule import Example, NoOptions, Problem, Rule, Sentence
from madoguchi.findings import Message, Severity
from madoguchi.words import Word

_EMPTY_VERBS = frozenset(["行う", "行なう", "実施", "図る", "講ずる", "講じる"])
_MOVED = frozenset(["揺れ", "変更", "増加", "減少", "被害", "発生", "連絡", "発表", "訂正", "追加"])


def check(sentence: Sentence, options: NoOptions) -> Iterator[Problem]:
    words = sentence.words
    for i in range(len(words) - 2):
        noun, particle, verb = words[i : i + 3]
        if _empty(noun, particle, verb):
            text = noun.text + particle.text + verb.text
            yield sentence.at_words(
                Message(
                    f"「{text}」は、動詞（「{noun.text}します」など）で書いてください。",
                    f'Write "{text}" as a verb.',
                ),
                i,
                i + 2,
            )


def _empty(noun: Word, particle: Word, verb: Word) -> bool:
    if particle.text == "を" and verb.base in _EMPTY_VERBS:
        return is_verbal_noun(noun)
    return particle.text == "が" and verb.base == "ある" and noun.text in _MOVED


RULE = Rule(
    "EJ020",
    "verbal-noun",
    Severity.INFO,
    NoOptions(),
    examples=(
        Example("大きく揺れました。市役所が調べます。"),
        Example("大きな⟦揺れがあっ⟧たので、⟦調査を行い⟧ます。"),
    ),
    source="弘前大学ガイドライン（動詞を名詞化したものは分かりにくい: 揺れがあった→揺れた）",
    sentence=check,
)
