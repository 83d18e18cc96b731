"""時間は、午前・午後で書きます。

「13時30分」「13:30」は「午後1時30分」と書きます。ページには `{time:13:30}` と書くと、どの言語でもその言語の書き方になります。手引きの中には 13時 と書くものもあります（中野区）。

The 12-hour clock with 午前 and 午後; or {time:13:30}, which every language writes its own way.
"""

import re
from collections.abc import Iterator

from madoguchi.check.rule import Change, Example, NoOptions, Problem, Rule, Sentence
from madoguchi.findings import Message, Severity

_TIME = re.compile(
    r"(?<![0-9０-９:：])(?P<hour>[0-9０-９]{1,2})(?:(?P<colon>[：:])(?P<minute>[0-5０-５][0-9０-９])(?![0-9０-９:：])|時(?!間)(?:(?P<m>[0-9０-９]{1,2})分|(?P<half>半))?)"
)
_SAID = re.compile(r"(?:午前|午後|朝|昼|夜|夕方|深夜|AM|PM)\s*(?:の)?$")


def check(sentence: Sentence, options: NoOptions) -> Iterator[Problem]:
    for match in _TIME.finditer(sentence.text):
        hour = int(match["hour"])
        if hour > 24 or _SAID.search(sentence.text, max(0, match.start() - 6), match.start()):
            continue
        if match["colon"] is None and hour <= 12:
            continue
        written = _written(hour, match["minute"] or match["m"], bool(match["half"]))
        yield sentence.problem(
            Message(
                f"「{match[0]}」は「{written}」と書いてください。",
                f'Write "{match[0]}" as {written}, or as {{time:…}}.',
            ),
            *match.span(),
            changes=[Change(*match.span(), written)],
        )


def _written(hour: int, minute: str | None, half: bool) -> str:
    rest = "30分" if half else f"{int(minute)}分" if minute and int(minute) else ""
    if hour == 24:
        return f"夜の12時{rest}"  # 24時 ends a day; 午前0時 would begin it
    if hour == 12:
        return f"昼の12時{rest}"
    return f"{'午前' if hour < 12 else '午後'}{hour % 12}時{rest}"


RULE = Rule(
    "EJ029",
    "clock-24",
    Severity.WARNING,
    NoOptions(),
    examples=(
        Example("午後1時に来てください。24時間開いています。10時に来てください。"),
        Example("⟦13時30分⟧に来てください。⟦9:00⟧から始まります。⟦24:00⟧までです。"),
    ),
    source="弘前大学ガイドライン、近江八幡市「広報」（午前・午後で書く）。中野区の手引きの例は 13時",
    sentence=check,
)
