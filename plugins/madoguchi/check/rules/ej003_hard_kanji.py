"""漢字は少なく、やさしいものにします。

決めた学年より上の漢字は、ふりがながあってもむずかしいです。ほかのことばで言うか、ひらがなで書きます。だれでも知っていることば（歳、引っ越し）は数えません。ことばもむずかしいときは、hard-word（EJ011）が知らせます。同じことばは、1ページで1回だけ知らせます。役所で使う大切なことば（words/terms.yml）は、変えないで説明します。

Kanji above the chosen school grade are hard even with furigana.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from madoguchi.check.rule import Example, PageText, Problem, Rule
from madoguchi.check.vocabulary import difficulty
from madoguchi.findings import Message, Severity
from madoguchi.kana import IDEOGRAPH
from madoguchi.kanji import NOT_JOYO, kanji_grades


@dataclass(frozen=True, slots=True)
class Options:
    max_grade: int = 6
    """やさしいと考える漢字の学年（1から6まで。7なら常用漢字は全部いい）。 The highest school grade whose kanji are easy."""


_KNOWN = 1.5
"""Difficulty (0 to 6) below which a word is known by ear …"""
_HARD = 3.8
"""… and from which on it is hard, however it is written."""


def check(page: PageText, options: Options) -> Iterator[Problem]:
    grades = kanji_grades()
    seen: set[str] = set()
    for sentence in page.sentences:
        for i, word in enumerate(sentence.words):
            # everybody knows 6歳 and 引っ越し; what is hard as a word as well is hard-word's
            known = word.number is not None or not _KNOWN <= difficulty(word).value < _HARD
            if known or word.base in seen or i in page.covered(sentence):
                continue
            hard = [
                c
                for c in word.text
                if IDEOGRAPH.match(c) and grades.get(c, NOT_JOYO) > options.max_grade
            ]
            if hard:
                seen.add(word.base)
                kanji = "、".join(dict.fromkeys(hard))
                yield sentence.at_words(
                    Message(
                        f"「{word.text}」にむずかしい漢字（{kanji}）があります。ほかのことばか、ひらがなにできませんか。",
                        f'"{word.text}" has hard kanji ({kanji}). Could it be another word, or kana?',
                    ),
                    i,
                    i,
                )


RULE = Rule(
    "EJ003",
    "hard-kanji",
    Severity.INFO,
    Options(),
    examples=(
        Example("学校へ行きます。"),
        Example("⟦被害⟧がありました。被害は少ないです。"),
        Example("憂鬱な日です。"),
        Example("引っ越しは6歳のときです。"),
        Example("⟦政府⟧が決めます。", Options(max_grade=3)),
    ),
    source="文部科学省 学年別漢字配当表（平成29年告示）。弘前大学ガイドラインは旧日本語能力試験3・4級の漢字",
    page=check,
)
