"""「〜」を使わないで、「から」「まで」と書きます。

「10時〜12時」は「10時から12時まで」と書きます。「〜」や「-」は、読み方がわかりません。「10〜12時」のように初めの数に「時」がないものは、両方に書きます。

No wave dash for a range: 10時から12時まで.
"""

import re
from collections.abc import Iterator

from madoguchi.check.rule import Change, Example, NoOptions, Problem, Rule, Sentence
from madoguchi.findings import Message, Severity

_NUMBER = r"[0-9０-９]+(?:[.,，/／][0-9０-９]+)*"
_UNIT = r"(?:年|月|日|時間|時半|時|分|階|歳|才|円|人|号|番|丁目|か月|ヶ月|カ月|週間|日間|回|枚|個|km|kg|cm|m|%|％|度)"
_DAY = r"[月火水木金土日](?:曜日?)?"
_POINT = rf"(?:(?:午前|午後|明治|大正|昭和|平成|令和)?(?:{_NUMBER}(?:[：:][0-9０-９]{{2}})?{_UNIT}?)+(?:[（(]{_DAY}[）)])?|{_DAY})"
_BEFORE = re.compile(rf"{_POINT}\s*$")
_AFTER = re.compile(rf"\s*(?P<to>{_POINT})(?![本人])")
_SIGN = re.compile(r"[〜～]|(?<=[0-9０-９時分])\s*[-－–—―]\s*(?=[0-9０-９]{1,2}[：:時])")
# 3日〜5日かかります is how long, not from when until when
_LENGTH = re.compile(
    r"(?:ほど|くらい|ぐらい|程度|間|かか|後|前|以|まで|の間|に[1-9１-９]|ずつ|おき)"
)
_TIME = re.compile(
    r"(?:[年月日時分半火水木金土]|曜日?|[)）]|[：:][0-9０-９]{2}|[/／][0-9０-９]+)\s*$"
)


_YEAR = re.compile("年")
_SHORT = re.compile("[0-9０-９]{1,2}年")
_NEAR = 24
"""A point of time or a number is shorter than this."""


def check(sentence: Sentence, options: NoOptions) -> Iterator[Problem]:
    text = sentence.text
    _, ends = sentence.bounds
    for sign in _SIGN.finditer(text):
        before = _BEFORE.search(text, max(0, sign.start() - _NEAR), sign.start())
        if before is not None:
            start = before.start()
        elif (word := ends.get(sign.start())) is not None and not _signs(sentence, word):
            start = sentence.at(word)[0]
        else:
            continue
        after = _AFTER.match(text, sign.end())
        to = None if after is None else after["to"]
        end = sign.end() if after is None else after.end("to")
        if before is not None and to is not None and _YEAR.search(before[0]) and _SHORT.match(to):
            to = (
                None  # 令和8年12月～9年3月: what the second year counts from is for a person to say
            )
        changes = [Change(*sign.span(), "から")]
        whole = (
            before is not None and to is not None and _TIME.search(before[0]) and _TIME.search(to)
        )
        if not text.startswith("まで", end):
            changes.append(Change(end, end, "まで"))
        yield sentence.problem(
            Message(
                f"「{text[start:end]}」は「から」「まで」で書いてください（10時から12時まで）。",
                f'Write "{text[start:end]}" with から and まで: 10時から12時まで.',
            ),
            start,
            end,
            changes=changes if to else (),
            safe=bool(whole) and _LENGTH.match(text, end) is None,
        )


def _signs(sentence: Sentence, word: int) -> bool:
    return sentence.words[word].pos[0] in ("補助記号", "空白", "記号")


RULE = Rule(
    "EJ028",
    "range-sign",
    Severity.ERROR,
    NoOptions(),
    examples=(
        Example("10時から12時までです。"),
        Example("電話は03-0000-0000です。"),
        Example("⟦10時〜12時⟧です。⟦月曜日～金曜日⟧です。"),
        Example("時間は⟦9:00-17:00⟧です。受付は⟦9/1〜9/15⟧です。"),
        Example("⟦3〜5人⟧です。"),
    ),
    source="弘前大学ガイドライン、入管庁・文化庁ガイドライン（10時〜11時→10時から11時まで）",
    sentence=check,
)
