"""In which school year a kanji is learned (kanji-lists, MIT; the tables are the ministry's).

This module alone knows that package.
"""

from collections.abc import Mapping
from functools import cache

from kanji_lists import JOYO, KYOIKU

from madoguchi.kana import IDEOGRAPH

NOT_JOYO = 8
"""The "grade" of kanji that are not for general use; 7 is for those learned after grade 6."""


@cache
def kanji_grades() -> Mapping[str, int]:
    """Return the school grade of each kanji for general use (7: after grade 6)."""
    grades = {kanji: grade for grade in range(1, 7) for kanji in getattr(KYOIKU, f"GRADE{grade}")}
    return dict.fromkeys(JOYO, 7) | grades


def hardest_kanji(text: str) -> int:
    """Return the grade of the hardest kanji in `text`, 0 if there is none."""
    grades = kanji_grades()
    return max((grades.get(char, NOT_JOYO) for char in text if IDEOGRAPH.match(char)), default=0)
