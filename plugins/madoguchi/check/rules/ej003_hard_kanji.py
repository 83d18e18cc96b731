"""漢字は少なく、やさしいものにします。

決めた学年より上の漢字は、ふりがながあってもむずかしいです。ほかのことばで言うか、ひらがなで書きます。同じことばは、1ページで1回だけ知らせます。役所で使う大切なことば（words/terms.yml）は、変えないで説明します。

Kanji above the chosen school grade are hard even with furigana.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kanji_lists import JOYO, KYOIKU

from madoguchi.check.rule import Example, PageText, Problem, Rule
from madoguchi.findings import Message, Severity
from madoguchi.kana import IDEOGRAPH


@dataclass(frozen=True, slots=True)
class Options:
    max_grade: int = 6
    """やさしいと考える漢字の学年（1から6まで。7なら常用漢字は全部いい）。 The highest school grade whose kanji are easy."""


@cache
def _grades() -> dict[str, int]:
    grades = {kanji: grade for grade in range(1, 7) for kanji in getattr(KYOIKU, f"GRADE{grade}")}
    return dict.fromkeys(JOYO, 7) | grades


def check(page: PageText, options: Options) -> Iterator[Problem]:
    grades = _grades()
    seen: set[str] = set()
    for sentence in page.sentences:
        for i, word in enumerate(sentence.words):
            if word.base in seen or word.text in page.terms:
                continue
            hard = [
                c for c in word.text if IDEOGRAPH.match(c) and grades.get(c, 8) > options.max_grade
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
        Example("⟦憂鬱⟧な日です。憂鬱な人です。"),
        Example("⟦学校⟧へ⟦行き⟧ます。", Options(max_grade=0)),
    ),
    source="文部科学省 学年別漢字配当表（平成29年告示）。弘前大学ガイドラインは旧日本語能力試験3・4級の漢字",
    page=check,
)
