"""日と金額は、はっきり書きます。

「第三月曜日」「年末年始」「半額」「上旬」「今月末」は、いつか、いくらか、わかりません。「12月16日」「500円」と書きます。「当日」「翌日」などはヒントだけです。

The date and the sum themselves: 12月16日, 500円, not 第三月曜日, 半額.
"""

import re
from collections.abc import Iterator

from madoguchi.check.rule import Example, NoOptions, Problem, Rule, Sentence
from madoguchi.findings import Message, Severity

_VAGUE = re.compile(
    r"第[一二三四五1-5１-５](?:[・、と][第]?[一二三四五1-5１-５])*[月火水木金土日]曜日?|年末年始|大型連休|ゴールデンウィーク|お盆の間|盆休み|[上中下]旬|(?:今|来|先|[0-9０-９]+)月末|月末|月初|年度末|年度初め|年度内|年内|半額|[0-9０-９]割引|[0-9０-９]+[%％](?:引|オフ|割引)|現時点|時点で|近日中|後日|当分の間"
)
_HINT = re.compile(
    r"当日|翌日|前日|翌月|前月|翌年|前年|翌年度|来年度|今年度|昨年度|再来週|今週|来週|今月|来月|本日|昨日|明日|明後日|同日"
)


_MONEY = re.compile("[額割%％]")


def check(sentence: Sentence, options: NoOptions) -> Iterator[Problem]:
    begins, ends = sentence.bounds
    for pattern, mild in ((_VAGUE, False), (_HINT, True)):
        for match in pattern.finditer(sentence.text):
            if mild and (match.start() not in begins or match.end() not in ends):
                continue
            money = _MONEY.search(match[0]) is not None
            yield sentence.problem(
                Message(
                    f"「{match[0]}」は、{'いくらか' if money else '何月何日か'}を書いてください。",
                    f'Write for "{match[0]}" the {"sum" if money else "date"} itself.',
                ),
                *match.span(),
                mild=mild,
            )


RULE = Rule(
    "EJ030",
    "relative-date",
    Severity.WARNING,
    NoOptions(),
    examples=(
        Example("12月16日（月曜日）は休みです。500円です。"),
        Example("⟦第三月曜日⟧は休みです。⟦年末年始⟧も休みです。"),
        Example("⟦半額⟧です。⟦来週⟧から始まります。"),
    ),
    source="中野区「伝わるやさしい日本語」4（第三月曜日→12月16日(月)）、京都市（○月○日時点）、三重県（半額、年末年始）",
    sentence=check,
)
