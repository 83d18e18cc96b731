"""Official words explained where they stand: on tap, focus and hover, without a script.

A page explains a word where it first comes (`住民票＜＝…＞`). Whoever comes to a later place, from a
search or a link, does not know it yet.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

_SHORTEST = 3
"""Characters of a term; shorter ones are found inside other words too often."""


@dataclass(frozen=True)
class Terms:
    """The terms of a city in the form (furigana, kana, romaji) that a language shows."""

    explained: Mapping[str, str]
    """From a term as it stands in a text to its explanation, as HTML."""

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        words = sorted((w for w in self.explained if len(w) >= _SHORTEST), key=len, reverse=True)
        if not words:
            return None
        # links are tapped for something else; what stands in ＜＝＞ is the explanation itself
        skipped = r"!?\[[^\[\]]*\]\([^()]*\)|<a\b.*?</a>|`[^`]*`|＜＝[^＞]*＞|<dfn\b.*?</dfn>"
        term = "|".join(map(re.escape, words))
        # 国民健康保険 is no term in 国民健康保険料, nor カード in カードローン
        alone = rf"(?<!</ruby>)(?<![ァ-ヺーA-Za-z])(?P<term>{term})(?!<ruby>|[ァ-ヺーA-Za-z])"
        return re.compile(rf"{skipped}|{alone}(?P<told>\s*＜＝[^＞]*＞)?|<[^<>]*>", re.DOTALL)

    def explain(self, text: str, name: str) -> str:
        """Return a text (inline Markdown or HTML, with readings) with a tap on each term.

        A text explains a term once; `name` makes the ids of its explanations.
        """
        if self._pattern is None:
            return text
        seen: set[str] = set()

        def put(match: re.Match[str]) -> str:
            term = match["term"]
            if term is None or term in seen:
                return match[0]
            seen.add(term)
            if match["told"]:
                return match[0]
            return tap(term, self.explained[term], f"mg-t-{name}-{len(seen)}")

        return self._pattern.sub(put, text)


def tap(term: str, easy: str, id_: str) -> str:
    """Return a term (HTML) that shows its easy explanation (HTML) when it is tapped.

    It is no `<button>`: a search in the page does not run across one.
    """
    return (
        f'<span class="mg-term"><dfn tabindex="0" aria-describedby="{id_}">{term}</dfn>'
        f'<span class="mg-tip" role="tooltip" id="{id_}">{easy}</span></span>'
    )
