"""Official words explained where they stand: on tap and on focus, without a script.

A page explains a word where it first comes (`住民票＜＝…＞`). Whoever comes to a later place, from a
search or a link, does not know it yet. Words are looked for in the Japanese as it was written:
in kana, ないか is the end of a question and a department of medicine.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from madoguchi.kana import KANJI
from madoguchi.span import Edit, Span, splice

_SHORTEST = 2
"""Characters of a term; one character is found inside other words too often."""
_SCRIPTS = (f"[{KANJI}]", "[ァ-ヺー]", "[ぁ-ゖ]", "[A-Za-z]")
_MARK = re.compile(r'<dfn data-t="(?P<number>\d+)">(?P<term>.*?)</dfn>', re.DOTALL)


@dataclass(frozen=True)
class Terms:
    """The terms of a city, and what is said of each as HTML in the form that a language shows."""

    words: Sequence[str]
    easy: Sequence[str]

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        words = sorted((w for w in self.words if len(w) >= _SHORTEST), key=len, reverse=True)
        if not words:
            return None
        # links are tapped for something else; what stands in ＜＝＞ is the explanation itself
        skipped = r"!?\[[^\[\]]*\]\([^()]*\)|`[^`]*`|＜＝[^＞]*＞|<[^<>]*>|https?://\S+"
        given = r"\{(?P<given>[^{}|]+)\|[^{}|]+\}"
        terms = "|".join(map(_alone, words))
        return re.compile(f"{skipped}|(?:{given}|(?P<term>{terms}))(?P<told>\\s*＜＝[^＞]*＞)?")

    def mark(self, japanese: str) -> str:
        """Return inline Markdown, which has no readings yet, with its terms in `<dfn>`.

        Each is marked once, and not where the text explains it itself.
        """
        if self._pattern is None:
            return japanese
        seen: set[str] = set()
        edits: list[Edit] = []
        for match in self._pattern.finditer(japanese):
            word = match["term"] or match["given"]
            if word not in self.words or word in seen:
                continue
            seen.add(word)
            if not match["told"]:
                start = f'<dfn data-t="{self.words.index(word)}">'
                edits.append(Edit(Span(match.start(), match.start()), start))
                edits.append(Edit(Span(match.end(), match.end()), "</dfn>"))
        return splice(japanese, edits)

    def explain(self, text: str, name: str) -> str:
        """Return a text (Markdown or HTML, with readings) in which marked terms can be tapped.

        `name` makes the ids of the explanations.
        """

        def put(match: re.Match[str]) -> str:
            number = int(match["number"])
            easy = self.easy[number] if number < len(self.easy) else ""
            return tap(match["term"], easy, f"mg-t-{name}-{number}")

        return _MARK.sub(put, text)


def _alone(word: str) -> str:
    """Return a pattern of a word where no character of the same script goes on with it.

    国民健康保険 is no term in 国民健康保険料, nor カード in カードローン.
    """
    before = next((s for s in _SCRIPTS if re.match(s, word[0])), None)
    after = next((s for s in _SCRIPTS[:2] + _SCRIPTS[3:] if re.match(s, word[-1])), None)
    return (
        (f"(?<!{before})" if before else "") + re.escape(word) + (f"(?!{after})" if after else "")
    )


def tap(term: str, easy: str, id_: str) -> str:
    """Return a term (HTML) that shows its easy explanation (HTML) when it is tapped.

    It is no `<button>`: a search in the page does not run across one.
    """
    return (
        f'<span class="mg-term"><dfn tabindex="0" aria-describedby="{id_}">{term}</dfn>'
        f'<span class="mg-tip" role="tooltip" id="{id_}">{easy}</span></span>'
    )
