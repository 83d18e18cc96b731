"""日付は「4月1日」と書きます。

4/1 は、4月1日と読む人も、1月4日と読む人もいます。ページには `{date:2026-04-01}` と書きます。どの言語でも、その言語の書き方になります。

4/1 is a different day to different readers. Write 4月1日, or {date:2026-04-01}.
"""

import re
from collections.abc import Iterator

from madoguchi.check.rule import Change, Example, NoOptions, Problem, Rule, Sentence
from madoguchi.findings import Message, Severity

_DATE = re.compile(
    r"(?<![0-9０-９/／.\-])(?:(?P<year>[0-9０-９]{4})[/／.\-])?(?P<month>[1-9１-９]|[0０][1-9１-９]|[1１][0-2０-２])[/／](?P<day>[0０]?[1-9１-９]|[12１２][0-9０-９]|[3３][01０１])(?![0-9０-９/／])"
    r"|(?<![0-9０-９])(?P<y>(?:19|20)[0-9]{2})[-.](?P<m>[0-9]{1,2})[-.](?P<d>[0-9]{1,2})(?![0-9])"
)


# 1/2になります, 1/3以上: a part of something
_PART = re.compile(
    "に(?:なり|なる|減|へ|し|す)|以[上下内]|ずつ|を|ほど|くらい|程度|の(?:お金|金額|大きさ|量|額|人)|が|で(?!す)"
)
_FRACTIONS = frozenset({(1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 5), (2, 5), (1, 10)})


def check(sentence: Sentence, options: NoOptions) -> Iterator[Problem]:
    for match in _DATE.finditer(sentence.text):
        ranged = sentence.text[: match.start()].endswith(("〜", "～"))
        dated = ranged or match["year"] or match["y"]
        if not dated and _PART.match(sentence.text, match.end()):
            continue
        year, month, day = (
            match[a] or match[b] for a, b in (("year", "y"), ("month", "m"), ("day", "d"))
        )
        date = (f"{int(year)}年" if year else "") + f"{int(month)}月{int(day)}日"
        yield sentence.problem(
            Message(
                f"「{match[0]}」は「{date}」と書いてください。",
                f'Write "{match[0]}" as {date}.',
            ),
            *match.span(),
            changes=[Change(*match.span(), date)],
            # 1/2 may be a half; with its year, or its day of the week, it is a date
            safe=bool(dated)
            or sentence.text.startswith(("（", "("), match.end())
            or (int(month), int(day)) not in _FRACTIONS,
        )


RULE = Rule(
    "EJ007",
    "slash-date",
    Severity.ERROR,
    NoOptions(),
    examples=(
        Example("4月1日に行きます。"),
        Example("料金は1/2になります。"),
        Example("電話は0120-95-0178です。24時間/365日です。"),
        Example("⟦4/1⟧に行きます。"),
        Example("⟦2026/4/1⟧から⟦2026-05-10⟧までです。"),
    ),
    source="近江八幡市「広報」、入管庁・文化庁ガイドライン（8月15日の形で書く）",
    sentence=check,
)
