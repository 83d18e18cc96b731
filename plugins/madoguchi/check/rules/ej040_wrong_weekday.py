"""日と曜日が合っています。

「2026年12月10日（火）」は、木曜日です。読む人は、ちがう日に来てしまいます。年を書いた日だけを調べます。ページに `{weekday:2026-12-10}` と書くと、曜日もつくので、まちがえません。

A date and its day of the week agree; otherwise people come on the wrong day. Only dates with a year can be checked.
"""

import datetime
import re
from collections.abc import Iterator

from madoguchi.check.rule import Example, NoOptions, Problem, Rule, Sentence
from madoguchi.findings import Message, Severity

_DATE = re.compile(
    r"(?P<year>[0-9０-９]{4})年(?:[（(][^（）()]*[）)])?(?P<month>[0-9０-９]{1,2})月(?P<day>[0-9０-９]{1,2})日\s*[（(](?P<weekday>[月火水木金土日])(?:曜日?)?(?:[・、][^（）()]*)?[）)]"
)
_DAYS = "月火水木金土日"
_ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def check(sentence: Sentence, options: NoOptions) -> Iterator[Problem]:
    for match in _DATE.finditer(sentence.text):
        try:
            date = datetime.date(*(int(match[name]) for name in ("year", "month", "day")))
        except ValueError:
            yield sentence.problem(
                Message(f"「{match[0]}」という日はありません。", f"There is no day {match[0]}."),
                *match.span(),
            )
            continue
        if _DAYS[date.weekday()] != match["weekday"]:
            right = _DAYS[date.weekday()]
            yield sentence.problem(
                Message(
                    f"「{match[0]}」は{right}曜日です。日か曜日を直してください。",
                    f"{match[0]} is a {_ENGLISH[date.weekday()]}. Mend the day or the weekday.",
                ),
                *match.span(),
            )


RULE = Rule(
    "EJ040",
    "wrong-weekday",
    Severity.ERROR,
    NoOptions(),
    examples=(
        Example("2026年12月10日（木）に来てください。12月10日（火）です。"),
        Example("⟦2026年12月10日（火）⟧に来てください。"),
        Example("⟦2026年（令和8年）2月30日（月曜日）⟧です。"),
    ),
    source="まちがった曜日を見て、ちがう日に来る人がいるため",
    sentence=check,
)
