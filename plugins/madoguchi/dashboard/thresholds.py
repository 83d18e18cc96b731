"""What a site must reach for a command to succeed: `shown=90`, `due=0`."""

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from madoguchi.errors import SettingsError
from madoguchi.findings import Message
from madoguchi.suggest import unknown

AT_LEAST = ("shown", "reviewed")
"""Percentages that may not be lower; all others may not be higher."""
PERCENT = (*AT_LEAST, "machine")

HELP = (
    "shown, reviewed（%、これ以上 / percent, at least）, machine（%、これ以下 / percent, at most）, "
    "outdated, missing, due, broken-links（数、これ以下 / count, at most）, score（1文の点、これ以下 / points "
    "per sentence, at most）. 1つの言語 / one language: shown.vi=95. いちばん低い言語 / the lowest "
    "language: shown.lowest=90, reviewed.lowest=10"
)


class Threshold(NamedTuple):
    """One thing that must be so."""

    key: str
    """A key of `Numbers.measures`."""
    value: float

    @property
    def is_least(self) -> bool:
        """Whether the number must be this high, and not this low."""
        return self.key.partition(".")[0] in AT_LEAST

    def failed(self, measures: Mapping[str, float | None]) -> Message | None:
        """Return what is and what must be, if it is not so."""
        is_ = measures[self.key]
        if is_ is None:
            return Message(
                f"{self.key} は調べられませんでした。ネットワークを確かめて、もう一度実行してください。",
                f"{self.key} could not be told. Look at the network, and run this again.",
            )
        if is_ >= self.value if self.is_least else is_ <= self.value:
            return None
        ja = "以上" if self.is_least else "以下"
        en = "at least" if self.is_least else "at most"
        unit = "%" if self.key.partition(".")[0] in PERCENT else ""
        return Message(
            f"{self.key} は {is_:g}{unit} です。{self.value:g}{unit} {ja}にしてください。",
            f"{self.key} is {is_:g}{unit}; it must be {en} {self.value:g}{unit}.",
        )


def parse(texts: Iterable[str], measures: Mapping[str, float | None]) -> list[Threshold]:
    """Return the thresholds that `KEY=VALUE` texts say.

    Raises SettingsError for an unknown key, with the nearest, or a value that is no such number.
    """
    return [_one(text, measures) for text in texts]


def _one(text: str, measures: Mapping[str, float | None]) -> Threshold:
    key, sign, number = text.partition("=")
    key = key.strip()
    try:
        value = float(number) if sign else math.nan
    except ValueError:
        value = math.nan
    percent = key.partition(".")[0] in PERCENT
    if key not in measures:
        raise SettingsError(unknown(Message("条件", "threshold"), key, measures))
    if not 0 <= value <= (100 if percent else math.inf) or math.isinf(value):
        ja, en = (
            ("0 から 100 の数", "a number from 0 to 100")
            if percent
            else ("0 以上の数", "a number from 0")
        )
        raise SettingsError(
            Message(
                f"「{text}」は読めません。{key}=数 の形で、{ja}を書いてください。",
                f'"{text}" cannot be read. Write {key}=VALUE, with {en}.',
            )
        )
    if measures[key] is None:
        raise SettingsError(
            Message(f"{key} の条件には --links が要ります。", f"The threshold {key} needs --links.")
        )
    return Threshold(key, value)
