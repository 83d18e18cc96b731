"""漢字の名詞をつなげません。

「水分補給」「高齢者世帯調査票」のように漢字のことばをつなげると、どこで切るかわかりません。「水を飲む」のように、文にします。役所の大切なことば（words/terms.yml）と、説明のあることばは数えません。

A chain of nouns in kanji has no seams. Open it into a sentence: 水分補給, 水を飲みます.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from madoguchi.check.grammar import kanji, noun_runs
from madoguchi.check.rule import Example, PageText, Problem, Rule, Setting
from madoguchi.check.vocabulary import difficulty
from madoguchi.findings import Message, Severity
from madoguchi.schema import Term


@dataclass(frozen=True, slots=True)
class Options:
    max_kanji: int = 5
    """続けていい漢字の数。 Kanji that may follow each other."""
    hint_kanji: int = 4
    """ここまではヒントもない。 Up to here not even a hint."""


def check(page: PageText, options: Options) -> Iterator[Problem]:
    for sentence in page.sentences:
        covered = page.covered(sentence)
        for run in noun_runs(sentence):
            words = sentence.words[run.first : run.last + 1]
            text = "".join(word.text for word in words)
            length = kanji(text)
            easy = len(words) <= 2 and all(difficulty(word).value < 1.5 for word in words)
            if length <= options.hint_kanji or easy or run.first in covered:
                continue
            yield sentence.at_words(
                Message(
                    f"「{text}」は漢字が{length}字続きます。ことばを分けて、文にしてください。",
                    f'"{text}" is {length} kanji in a row. Take it apart, into a sentence.',
                ),
                run.first,
                run.last,
                mild=length <= options.max_kanji,
            )


RULE = Rule(
    "EJ013",
    "noun-run",
    Severity.WARNING,
    Options(),
    examples=(
        Example("日本語教室に行きます。"),
        Example("国民健康保険に入ります。", terms={"国民健康保険": Term(reading="x", easy="x")}),
        Example("⟦高齢者世帯調査票⟧を送ります。"),
    ),
    source="横浜市「『やさしい日本語』で伝える」（水分補給→水を飲む）、やさにちチェッカー（名詞の密度）",
    page=check,
    disaster=Setting(Severity.WARNING, Options(max_kanji=4, hint_kanji=4)),
)
