"""Which kana of a reading belong to which part of a word: 引っ越し + ひっこし → 引(ひ) っ 越(こ) し."""

import re
from functools import lru_cache

from madoguchi.kana import KANJI, hiragana
from madoguchi.words import Part

_RUN = re.compile(f"[{KANJI}](?:[{KANJI}]*)|[^{KANJI}]+")


@lru_cache(maxsize=20_000)
def align(word: str, reading: str) -> tuple[Part, ...]:
    """Split `word` so that each run of kanji has its own kana of `reading` (hiragana).

    Kana outside must read as they are written. Where more than one split fits, or none does, the
    word stays whole. The parts' texts are the word; the readings and kana are the reading.
    """
    runs = _RUN.findall(word)
    if len(runs) == 1:
        part = Part(word, reading if re.match(f"[{KANJI}]", word) else None)
        return (part,)
    pattern = "".join(
        "(.+)" if re.match(f"[{KANJI}]", run) else f"({re.escape(hiragana(run))})" for run in runs
    )
    reading_of = hiragana(reading)
    greedy = re.fullmatch(pattern, reading_of)
    lazy = re.fullmatch(pattern.replace("(.+)", "(.+?)"), reading_of)
    if greedy is None or lazy is None:
        return (Part(word, reading),)
    if greedy.groups() != lazy.groups():
        # 思い + おもい: both splits fit a pattern; only one leaves each kanji at least one kana
        return (Part(word, reading),)
    return tuple(
        Part(run, found if re.match(f"[{KANJI}]", run) else None)
        for run, found in zip(runs, greedy.groups(), strict=True)
    )
