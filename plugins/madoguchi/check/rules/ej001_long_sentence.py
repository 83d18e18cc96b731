"""一つの文で、一つのことを言います。

長い文は、日本語を勉強している人には読めません。「が」「ので」「て」でつないだところで、文を切ります。することを先に書きます。＜＝…＞ の説明は、字数に入りません。災害のお知らせ（profile: disaster）では、拍（モーラ）の数も見ます。

A sentence says one thing: learners lose the thread of a long one. Cut it where が, ので, て joins two facts. What is explained in ＜＝…＞ does not count.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from madoguchi.check.grammar import HAS_JAPANESE, morae
from madoguchi.check.rule import EXPLANATION, Example, Problem, Rule, Sentence, Setting
from madoguchi.findings import Message, Severity


@dataclass(frozen=True, slots=True)
class Options:
    max_chars: int = 50
    """一つの文の字数（記号と読みは数えない）。 Characters of plain text; markup and readings are not counted."""
    hint_chars: int = 45
    """ここからヒントを出す字数。 From here on a hint."""
    max_morae: int = 0
    """一つの文の拍の数（0なら数えない）。 Morae of a sentence; 0: not counted."""
    hint_morae: int = 0
    """ここからヒントを出す拍の数。 Morae from which on there is a hint."""


def check(sentence: Sentence, options: Options) -> Iterator[Problem]:
    if HAS_JAPANESE.search(sentence.text) is None:
        return
    plain = EXPLANATION.sub("", sentence.text)
    words = [w for i, w in enumerate(sentence.words) if i not in sentence.explained]
    spoken = morae(words if plain != sentence.text else sentence.words) if options.max_morae else 0
    for count, limit, hint, ja, en in (
        (spoken, options.max_morae, options.hint_morae, "拍（ひらがなの字）", "morae"),
        (len(plain), options.max_chars, options.hint_chars, "字", "characters"),
    ):
        aim = limit if count > limit else hint
        if limit and aim and count > aim:
            yield sentence.problem(
                Message(
                    f"文が長いです（{count}{ja}）。{aim}{ja}までの文に分けてください。",
                    f"This sentence is long ({count} {en}). Split it: {aim} at most.",
                ),
                mild=count <= limit,
            )
            return


RULE = Rule(
    "EJ001",
    "long-sentence",
    Severity.WARNING,
    Options(),
    examples=(
        Example("水曜日にごみを出します。"),
        Example("ごみを出します。⟦水曜日の朝にごみを出します。⟧", Options(max_chars=10)),
        Example("避難所＜＝災害のとき、逃げて泊まる所＞へ行きます。", Options(max_chars=12)),
        Example("高い所に逃げてください。", Options(max_morae=30, hint_morae=24)),
        Example(
            "⟦海の近くにいる人は、今すぐ高い所に逃げてください。⟧",
            Options(max_morae=20, hint_morae=20),
        ),
    ),
    source="NHK放送技術研究所 50字まで、江戸川区 50字まで。入管庁・文化庁『在留支援のためのやさしい日本語ガイドライン』は「一文を短く」（字数なし）。弘前大学 24拍（最長30拍）は、災害のとき",
    sentence=check,
    disaster=Setting(
        Severity.WARNING, Options(max_chars=50, hint_chars=40, max_morae=30, hint_morae=24)
    ),
)
