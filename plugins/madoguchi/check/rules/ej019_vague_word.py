"""はっきり言います。

「おそらく」「なるべく」「適宜」「結構です」「ご遠慮ください」は、どうするかわかりません。日、時間、数、「してください」「しないでください」を書きます。「など」「ごろ」「ぐらい」はヒントだけです。

Say it plainly: the day, the number, do or do not.
"""

from collections.abc import Iterator
from functools import cache

from madoguchi.check.phrases import Phrases, phrases
from madoguchi.check.rule import Example, NoOptions, Problem, Rule, Sentence
from madoguchi.findings import Message, Severity

# What is vague, what to write, and whether it is only a hint
_WORDS = (
    ("おそらく", "「〜かもしれません」か、取る", False),
    ("恐らく", "「〜かもしれません」か、取る", False),
    ("たぶん", "「〜かもしれません」か、取る", False),
    ("多分", "「〜かもしれません」か、取る", False),
    ("適宜", "いつ、何をするか", False),
    ("随時", "「いつでも」か、日と時間", False),
    ("適切に", "何をするか", False),
    ("適切な", "どんなものか", False),
    ("必要に応じて", "どんなときか", False),
    ("なるべく", "「〜してください」", False),
    ("できる限り", "「〜してください」", False),
    ("極力", "「〜してください」", False),
    ("若干", "数", False),
    ("若干名", "数", False),
    ("多少", "数", False),
    ("ある程度", "数", False),
    ("しばらく", "時間か日", False),
    ("当分の間", "いつまでか", False),
    ("当面", "いつまでか", False),
    ("結構です", "「いいです」か「いりません」", False),
    ("大丈夫です", "「いいです」か「いりません」", False),
    ("遠慮ください", "「〜しないでください」", False),
    ("お控えください", "「〜しないでください」", False),
    ("控えてください", "「〜しないでください」", False),
    ("ごろ", "「10時から10時半までに」", True),
    ("頃", "「10時から10時半までに」", True),
    ("ぐらい", "数", True),
    ("くらい", "数", True),
    ("など", "全部", True),
    ("等", "全部", True),
)  # fmt: skip


_AFTER_NUMBER = frozenset({"ごろ", "頃", "ぐらい", "くらい"})


@cache
def _table() -> Phrases[tuple[str, bool]]:
    return phrases((word, (instead, hint)) for word, instead, hint in _WORDS)


def check(sentence: Sentence, options: NoOptions) -> Iterator[Problem]:
    for match in _table().find(sentence):
        if match.first in sentence.explained:
            continue
        words = sentence.words[match.first : match.last + 1]
        instead, hint = match.value
        counted = match.first and sentence.words[match.first - 1].number is not None
        after = sentence.words[match.last + 1].text if match.last + 1 < len(sentence.words) else ""
        following = sentence.words[match.last + 1 : match.last + 2]
        if words[0].text == "等" and following and following[0].pos[0] == "名詞":
            continue  # a piece of a name: 高齢者等避難
        if instead.startswith("「いいです」") and after == "か":
            continue  # a question: 大丈夫ですか
        if not match.exact or (words[0].text in _AFTER_NUMBER and not counted):
            continue  # 子どもの頃 is no number
        text = "".join(word.text for word in words)
        yield sentence.at_words(
            Message(
                f"「{text}」ははっきりしません。{instead}を書いてください。",
                f'"{text}" is vague. Write what it means here: {instead}.',
            ),
            match.first,
            match.last,
            mild=hint,
        )


RULE = Rule(
    "EJ019",
    "vague-word",
    Severity.WARNING,
    NoOptions(),
    examples=(
        Example("10時に来てください。"),
        Example("⟦おそらく⟧雨が降ります。"),
        Example("⟦なるべく⟧早く逃げてください。"),
        Example("10時⟦ごろ⟧に来てください。"),
    ),
    source="入管庁・文化庁ガイドライン「曖昧な表現は使わない」、弘前大学（おそらく、たぶん、ごろ）、近江八幡市、川崎市、札幌市（ご遠慮ください、結構です、大丈夫です）",
    sentence=check,
)
