"""文のことばの半分は、やさしいことばにします。

一つの文に知らないことばが多いと、調べても意味がわかりません。ことばの半分以上が N3 より上と思われる文を知らせます。

A sentence in which half of the words are beyond N4 cannot be guessed from the rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from madoguchi.check.grammar import is_content, is_name
from madoguchi.check.rule import Example, PageText, Problem, Rule, Setting
from madoguchi.check.vocabulary import difficulty
from madoguchi.findings import Message, Severity


@dataclass(frozen=True, slots=True)
class Options:
    share: float = 0.6
    """むずかしいことばの割合。 Share of hard words."""
    least: int = 4
    """これより少ないときは知らせない。 Fewer hard words than this are let pass."""


HARD = 2.0


def check(page: PageText, options: Options) -> Iterator[Problem]:
    for sentence in page.sentences:
        covered = page.covered(sentence)
        words = [
            w
            for i, w in enumerate(sentence.words)
            if is_content(w) and not is_name(w) and i not in covered
        ]
        hard = [w.text for w in words if difficulty(w).value >= HARD]
        if len(hard) >= options.least and len(hard) >= options.share * len(words):
            shown = "、".join(dict.fromkeys(hard))
            yield sentence.problem(
                Message(
                    f"むずかしいことばが多い文です（{len(words)}語のうち{len(hard)}語: {shown}）。やさしいことばで書き直してください。",
                    f"Most words of this sentence are hard ({len(hard)} of {len(words)}: {shown}). Write it anew in easy words.",
                )
            )


RULE = Rule(
    "EJ012",
    "hard-sentence",
    Severity.WARNING,
    Options(),
    examples=(
        Example("市役所で紙に名前を書いてください。"),
        Example("⟦該当する世帯は申請書類を提出すること。⟧"),
    ),
    source="弘前大学・NHK（ことばは旧日本語能力試験3・4級）。やさにちチェッカーは、むずかしい語の割合で見ます",
    page=check,
    disaster=Setting(Severity.WARNING, Options(share=0.5, least=3)),
)
