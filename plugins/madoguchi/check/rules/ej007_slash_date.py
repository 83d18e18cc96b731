"""日付は「4月1日」と書きます。

4/1 は、4月1日と読む人も、1月4日と読む人もいます。ページには `{date:2026-04-01}` と書きます。どの言語でも、その言語の書き方になります。

4/1 is a different day to different readers. Write 4月1日, or {date:2026-04-01}.
"""

import re
from collections.abc import Iterator

from madoguchi.check.rule import Example, NoOptions, Problem, Rule, Sentence
from madoguchi.findings import Message, Severity

_DATE = re.compile(
    r"(?<![0-9０-９/／.\-])(?:[0-9０-９]{4}[/／.\-])?(?:[1-9１-９]|[0０][1-9１-９]|[1１][0-2０-２])[/／](?:[0０]?[1-9１-９]|[12１２][0-9０-９]|[3３][01０１])(?![0-9０-９/／])"
    r"|(?<![0-9０-９])(?:19|20)[0-9]{2}[-.][0-9]{1,2}[-.][0-9]{1,2}(?![0-9])"
)


def check(sentence: Sentence, options: NoOptions) -> Iterator[Problem]:
    for match in _DATE.finditer(sentence.text):
        yield sentence.problem(
            Message(
                f"「{match[0]}」は「4月1日」の形で書いてください。",
                f'Write "{match[0]}" in the form 4月1日.',
            ),
            *match.span(),
        )


RULE = Rule(
    "EJ007",
    "slash-date",
    Severity.ERROR,
    NoOptions(),
    examples=(
        Example("4月1日に行きます。"),
        Example("電話は0120-95-0178です。24時間/365日です。"),
        Example("⟦4/1⟧に行きます。"),
        Example("⟦2026/4/1⟧から⟦2026-05-10⟧までです。"),
    ),
    source="近江八幡市「広報」、入管庁・文化庁ガイドライン（8月15日の形で書く）",
    sentence=check,
)
