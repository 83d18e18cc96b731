"""Furigana as a finished page has them: in an attribute, with the school grade of their kanji.

Measured in Chromium: text that runs across `<rt>` elements is not found by the search in the page
and is garbled by page translators. So the reading is drawn by the style sheet from an attribute:
the text of the page is the text as people write it, whatever reads it. Screen readers read the
words once (the reading is given an empty text for them); who cannot use kanji at all has the page
in kana.
"""

import re
from functools import lru_cache

from madoguchi.kanji import hardest_kanji
from madoguchi.read.annotate import RUBY

_DIGIT = re.compile("[0-9０-９]")
_SHOWN = re.compile(
    r'<ruby class="g[0-8](?: n)?">(?P<base>[^<>]*)<rt data-r="[^"<>]*"></rt></ruby>'
)


def graded(html: str) -> str:
    """Return a page's HTML with each ruby as the style sheet shows it."""
    return RUBY.sub(lambda match: _element(match["base"], match["reading"]), html)


@lru_cache(maxsize=20_000)
def _element(base: str, reading: str) -> str:
    said = reading.replace('"', "&quot;")
    # a number that a narrow column breaks is another number
    number = " n" if _DIGIT.search(base) else ""
    return f'<ruby class="g{hardest_kanji(base)}{number}">{base}<rt data-r="{said}"></rt></ruby>'


def without(html: str) -> str:
    """Return a finished page's HTML without readings."""
    return _SHOWN.sub(lambda match: match["base"], html)
