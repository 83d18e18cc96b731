"""年は西暦で書きます。

令和8年がいつか、外国から来た人にはわかりません。2026年、または 2026年（令和8年）と書きます。日まで書くときは、`{era:2026-04-01}` と書くと、2026年（令和8年）4月1日になります。

A year is the Western year; the era may stand beside it, as {era:2026-04-01} writes it.
"""

import re
from collections.abc import Iterator

from madoguchi.check.rule import Change, Example, NoOptions, Problem, Rule, Sentence
from madoguchi.findings import Message, Severity

_ERA = re.compile(
    r"(?P<era>明治|大正|昭和|平成|令和|[MTSHR](?=[0-9０-９]+\.))(?:元|[0-9０-９一二三四五六七八九十]+)年?度?"
)
_FIRST = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}
_LETTERS = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
_WESTERN = re.compile(r"[0-9０-９]{4}年度?")
# 令和8年12月～9年3月: the era stands for both years
_SHARED = re.compile(r"[^。]{0,20}[〜～][^0-9０-９。]{0,3}[0-9０-９]{1,2}年")
_DIGITS = {char: i for i, char in enumerate("〇一二三四五六七八九")}


def check(sentence: Sentence, options: NoOptions) -> Iterator[Problem]:
    for match in _ERA.finditer(sentence.text):
        before = sentence.text[max(0, match.start() - 8) : match.start()]
        after = sentence.text[match.end() : match.end() + 8]
        if re.search(r"[0-9０-９]{4}年度?\s*[（(]$", before) or re.match(
            r"[（(]\s*" + _WESTERN.pattern, after
        ):
            continue
        year = _western(match)
        ending = re.search("年度?$", match[0])
        shown = f"{year}{ending[0] if ending else '年'}" if year else "2026年"
        # R8.4.1 is left to a person: the day is part of it
        written = f"{shown}（{match[0]}）" if year and ending else None
        yield sentence.problem(
            Message(
                f"「{match[0]}」は西暦（{shown}）で書いてください。「{shown}（{match[0]}）」でもいいです。"
                if year
                else f"「{match[0]}」は西暦（例: 2026年）で書いてください。",
                f'Write the Western year ({year or "such as 2026"}) for "{match[0]}"; the era may stand in brackets after it.',
            ),
            *match.span(),
            changes=[] if written is None else [Change(*match.span(), written)],
            safe=_SHARED.match(sentence.text, match.end()) is None,
        )


def _western(match: re.Match[str]) -> int | None:
    era = _LETTERS.get(match["era"], match["era"])
    number = re.search(r"[0-9０-９]+|元|[一二三四五六七八九十]+", match[0][len(match["era"]) :])
    if number is None:
        return None
    return _FIRST[era] + _number(number[0]) - 1


def _number(text: str) -> int:
    if text == "元":
        return 1
    if text[0] not in _DIGITS and text[0] != "十":
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


RULE = Rule(
    "EJ008",
    "bare-era-year",
    Severity.ERROR,
    NoOptions(),
    examples=(
        Example("2026年に始まります。"),
        Example("2026年（令和8年）に始まります。"),
        Example("⟦令和8年⟧4月から始まります。"),
        Example("⟦平成元年⟧に生まれました。⟦令和十年⟧です。⟦R8⟧.4.1です。"),
    ),
    source="弘前大学ガイドライン、近江八幡市「広報」（西暦で書く）",
    sentence=check,
)
