"""Units of time: 14 days that a translation calls 14 weeks.

Only where the same number stands right beside a word for another unit, and nowhere beside one for
its own. Equal amounts in other units have other numbers (14日: two weeks), and are not looked at.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from madoguchi.findings import Message, Severity
from madoguchi.translate.digits import KANJI_NUMBER, kanji_value, plain
from madoguchi.translate.rules import text
from madoguchi.translate.rules.rule import Example, Glossary, Pair, Rule

_MINUTES = {
    "minute": 1.0,
    "hour": 60.0,
    "day": 1440.0,
    "week": 10_080.0,
    "month": 43_830.0,
    "year": 525_960.0,
}
_UNITS_OF_SOURCE = {
    "日": "day",
    "週": "week",
    "月": "month",
    "年": "year",
    "歳": "year",
    "才": "year",
    "時間": "hour",
    "分": "minute",
}
# a day of the month, a calendar year, a school year, a share and a clock are no durations
_SOURCE = re.compile(
    r"(?P<clock>\d{1,2})(?:\s?時(?!間)(?:\d{1,2}分)?|:\d\d)"
    r"|(?<![\d.,:/第月A-Za-z])(?P<number>\d{1,3})(?![\d.,:/])"
    r"(?:[かカヶヵケ箇](?P<month>月)|(?P<unit>日(?![曜本(（])|週|年(?![生度])|歳|才|時間|分(?!の)))"
    r"|(?P<other>\d+)"
)
_ERA_BEFORE = re.compile("(?:令和|平成|昭和|大正|西暦)$")

# Words for units, as patterns, for what stands right after a number. What is counted with a word
# that also says something else has its exceptions: 3周岁 is an age, 100日元 a sum.
_HAN = {
    "day": "[天日](?![元圆圓币幣本语語文])",
    "week": "(?:周|週|星期|礼拜|禮拜)(?![岁歲年日末])",
    "month": "(?:个|個)月",
    "year": "年(?![级級生度])|周?[岁歲]|周年|週年|週歲",
    "hour": "(?:个|個)?(?:小时|小時|钟头|鐘頭)",
    "minute": "分(?![之店])",
}
_WORDS = {
    "en": {
        "day": "days?",
        "week": "weeks?|wks?",
        "month": "months?",
        "year": "years?|yrs?",
        "hour": "hours?|hrs?",
        "minute": "minutes?|mins?",
    },
    "es": {
        "day": "días?",
        "week": "semanas?",
        "month": "mes(?:es)?",
        "year": "años?",
        "hour": "horas?",
        "minute": "minutos?|min",
    },
    "pt": {
        "day": "dias?",
        "week": "semanas?",
        "month": "mês|meses",
        "year": "anos?|aninhos",
        "hour": "horas?",
        "minute": "minutos?|min",
    },
    "vi": {
        "day": "ngày|hôm",
        "week": "tuần",
        # "14 tháng 4" is a date
        "month": r"tháng(?!\s?\d)",
        "year": "năm|tuổi",
        "hour": "giờ|tiếng",
        "minute": "phút",
    },
    "id": {
        "day": "hari",
        "week": "minggu|pekan",
        "month": "bulan",
        "year": "tahun",
        "hour": "jam",
        "minute": "menit",
    },
    "tl": {
        "day": "araw(?!-araw)",
        "week": "linggo(?:ng)?",
        "month": "buwan(?:g)?",
        "year": "taon(?:g)?",
        "hour": "oras",
        "minute": "minuto(?:ng)?",
    },
    "ne": {
        "day": "दिन(?![ुे्])",
        "week": "हप्ता|साता",
        "month": "महिना|महिने",
        "year": "वर्ष|बर्ष|साल(?!ा)",
        "hour": "घण्टा|घन्टा|घण्टे",
        "minute": "मिनेट|मिनट",
    },
    "ur": {
        "day": "دن|دنوں|روز",
        "week": "ہفتہ|ہفتے|ہفتوں",
        "month": "مہینہ|مہینے|مہینوں|ماہ",
        "year": "سال|سالوں|برس",
        "hour": "گھنٹہ|گھنٹے|گھنٹوں",
        "minute": "منٹ|منٹوں",
    },
    "ko": {
        "day": "일(?![본요반부정])",
        "week": "주(?![소민택문의])",
        "month": "개월|달(?!러)",
        "year": "년(?![생대도])|[살세](?![대트금무])",
        "hour": "시간",
        "minute": "분(?![의야류실리])",
    },
    "zh-Hans": _HAN,
    "zh-Hant": _HAN,
}
_WITHOUT_SPACES = ("ko", "zh-Hans", "zh-Hant", "ne")
# the number of a day of the month or of the week, of a place in a row
_ORDINAL_BEFORE = re.compile(
    r"(?:ngày|mùng|thứ|tanggal|ke|ika|dia|día|day|第|제)[\s-]*$", re.IGNORECASE
)


class _Duration(NamedTuple):
    number: int
    unit: str
    shown: str

    @property
    def minutes(self) -> float:
        return self.number * _MINUTES[self.unit]


@lru_cache(maxsize=16_384)
def _asked(prose: str) -> tuple[_Duration, ...]:
    """Return the durations of a Japanese text whose numbers say nothing else in it."""
    said = plain(prose)
    found: list[_Duration] = []
    other: set[int] = set()
    for match in _SOURCE.finditer(said):
        if match["number"] and not _ERA_BEFORE.search(
            said[max(0, match.start() - 4) : match.start()]
        ):
            unit = _UNITS_OF_SOURCE[match["unit"] or match["month"]]
            found.append(_Duration(int(match["number"]), unit, match[0]))
        elif match["clock"]:
            hour = int(match["clock"])
            other |= {hour, hour % 12, hour % 12 + 12}
        else:
            # longer numbers are none that is compared
            other.add(int(match[0][:4]) if match["other"] else int(match["number"]))
    other |= {int(kanji_value(run)) for run in KANJI_NUMBER.findall(said)}
    if "半" in said:  # of a day, a month, a year, an hour
        other |= {6, 12, 15, 30}
    first = {
        (one.number, one.unit): one for one in reversed(found) if one.number not in other | {0}
    }
    return tuple(reversed(first.values()))


@lru_cache
def _pattern(language: str) -> re.Pattern[str]:
    units = "|".join(f"(?P<{unit}>{said})" for unit, said in _WORDS[language].items())
    end = "" if language in _WITHOUT_SPACES else r"(?!\w)"
    joint = r"[\s-]?(?:na\s)?" if language == "tl" else r"[\s-]?"
    return re.compile(
        rf"(?<!\d)(?<!\d[.,:/])(?P<number>\d{{1,3}}){joint}(?:{units}){end}", re.IGNORECASE
    )


def _said(prose: str, language: str) -> Iterator[_Duration]:
    """Yield what a translation says of numbers beside units."""
    said = plain(prose)
    for match in _pattern(language).finditer(said):
        if not _ORDINAL_BEFORE.search(said[max(0, match.start() - 10) : match.start()]):
            unit = next(unit for unit in _MINUTES if match[unit])
            yield _Duration(int(match["number"]), unit, match[0])


def _language(tag: str) -> str:
    """Return the key of a tag in the tables of words; "" if its language is not in them."""
    if tag.startswith("zh"):
        return "zh-Hant"
    begin = tag.partition("-")[0]
    return {"fil": "tl"}.get(begin, begin if begin in _WORDS else "")


def changed_unit(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """A number of the source with a word for another unit of time."""
    language = _language(pair.tag)
    if not language or not (asked := _asked(text.source(pair.source).prose)):
        return
    said: dict[int, dict[str, _Duration]] = {}
    for one in _said(text.translation(pair.translation).prose, language):
        said.setdefault(one.number, {}).setdefault(one.unit, one)
    amounts = sorted(one.minutes for one in asked)
    for wanted in asked:
        there = said.get(wanted.number, {})
        if wanted.unit in there:
            continue
        wrong = [one for one in there.values() if not _is_amount(one, amounts)]
        if wrong:
            yield Message(
                f"元の文の「{wanted.shown}」が、訳では「{wrong[0].shown}」です。"
                "日、週、月、年、時間、分は、元の文と同じにしてください。",
                f'The source says "{wanted.shown}", and the translation "{wrong[0].shown}". '
                "Write the unit of time of the source.",
            )


def _is_amount(one: _Duration, amounts: list[float]) -> bool:
    """Whether it is an amount of the source, perhaps in other units (30 days are a month)."""
    at = bisect_left(amounts, 0.9 * one.minutes)
    return at < len(amounts) and amounts[at] < 1.1 * one.minutes


RULES = (
    Rule(
        "T018",
        "changed-unit",
        Severity.ERROR,
        Message(
            "期間の日、週、月、年、時間、分は、元の文と同じです。",
            "A number of days is not one of weeks: units of time are those of the source.",
        ),
        bad=(
            Example("14日以内に来てください。", "Come within 14 weeks."),
            Example("14日以内に来てください。", "Hãy đến trong vòng 14 tháng.", "vi"),
            Example("14日以内に来てください。", "请在14周以内来。", "zh-Hans"),
            Example("3か月前から出すことができます。", "3년 전부터 낼 수 있습니다.", "ko"),
        ),
        good=(
            Example("14日以内に来てください。", "Come within two weeks."),
            Example("24時間、電話できます。", "You can call all day (1 day = 24 hours)."),
            Example("4月14日に来てください。", "Hãy đến vào ngày 14 tháng 4.", "vi"),
            Example("1歳から入ることができます。", "满1周岁可以加入。", "zh-Hans"),
        ),
        check=changed_unit,
    ),
)
