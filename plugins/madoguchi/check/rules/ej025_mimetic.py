"""「ふらふら」「がたがた」（擬音語・擬態語）を使いません。

音や様子のことばは、その国のことばに同じものがありません。「頭がふらふらする」は「立つのがむずかしい」のように、することや見えることを書きます。「ゆっくり」「だんだん」のように早く習うことばはいいです。

Mimetic words have no match in other languages. Say what one does or sees.
"""

import re
from collections.abc import Iterator

from madoguchi.check.precedents import mimetics
from madoguchi.check.rule import Example, NoOptions, Problem, Rule, Sentence
from madoguchi.findings import Message, Severity
from madoguchi.words import Word

_TWICE = re.compile(r"([ぁ-んァ-ヶー]{2})\1")
# No sound or look in these, or learned in the first books
_EARLY = frozenset(
    "いろいろ ときどき だんだん そろそろ まだまだ なかなか もともと どんどん たびたび しばしば まあまあ ますます そもそも "
    "いよいよ わざわざ それぞれ べつべつ ばらばら にこにこ なになに どれどれ まえまえ もしもし ところどころ".split()
)


def check(sentence: Sentence, options: NoOptions) -> Iterator[Problem]:
    known = {match.first: match.value for match in mimetics().find(sentence)}
    for i, word in enumerate(sentence.words):
        rewrite = known.get(i)
        if rewrite is None and not is_mimetic(word):
            continue
        instead = (
            Message(f"（例: {rewrite.easy}）", f" ({rewrite.easy})") if rewrite else Message("", "")
        )
        yield sentence.at_words(
            Message(
                f"「{word.text}」は音や様子のことばです。することや見えることを書いてください{instead.ja}。",
                f'"{word.text}" is a mimetic word. Say what one does or sees{instead.en}.',
            ),
            i,
            i,
        )


def is_mimetic(word: Word) -> bool:
    """Whether a word is one like ふらふら, and not one of those that learners meet early."""
    return (
        len(word.text) == 4
        and _TWICE.fullmatch(word.text) is not None
        and word.pos[0] in ("副詞", "形状詞", "名詞")
        and word.text not in _EARLY
    )


RULE = Rule(
    "EJ025",
    "mimetic",
    Severity.WARNING,
    NoOptions(),
    examples=(
        Example("ゆっくり話します。いろいろな人がいます。"),
        Example("頭が⟦ふらふら⟧します。"),
    ),
    source="埼玉県「彩の国だより」2026年1月、弘前大学（擬態語は使わない。擬音語は今は使ってもいい）",
    sentence=check,
)
