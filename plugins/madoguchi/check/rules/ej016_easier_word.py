"""もっとやさしい言い方があることばです。

漢語（記入する）より和語（書く）のほうが、会話で知っている人が多いです。言いかえは、国や市の手引きの例と、Madoguchi の表から出します。手引きによってちがうときは、それも書きます。同じことばは、1ページで1回だけ知らせます。

A word with a known easier one: 記入する, 書く. The finding says which guideline writes it so, and where guidelines disagree.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from madoguchi.check.precedents import Rewrite, easier_words
from madoguchi.check.rule import Example, PageText, Problem, Rule, Setting
from madoguchi.check.vocabulary import difficulty
from madoguchi.findings import Message, Severity


@dataclass(frozen=True, slots=True)
class Options:
    warn_from: float = 3.0
    """このむずかしさ（0から6）から警告、下はヒント。 From this difficulty (0 to 6) on a warning, below it a hint."""
    hint_from: float = 2.0
    """このむずかしさより下は知らせない。 Below this difficulty nothing is said."""
    allow: tuple[str, ...] = ()
    """使っていいことば（表の形）。 Words that are fine here, as the table has them."""


def check(page: PageText, options: Options) -> Iterator[Problem]:
    seen: set[str] = set()
    for sentence in page.sentences:
        covered = page.covered(sentence)
        for match in easier_words().find(sentence):
            rewrite: Rewrite = match.value
            # what --fix can mend is told wherever it stands
            told = rewrite.original in seen and not (rewrite.safe and match.exact)
            if told or rewrite.original in options.allow or match.first in covered:
                continue
            hard = max(difficulty(w).value for w in sentence.words[match.first : match.last + 1])
            if hard < options.hint_from and not (rewrite.safe or rewrite.sources):
                continue
            seen.add(rewrite.original)
            yield sentence.at_words(
                _message(match.value),
                match.first,
                match.last,
                # what --fix changes is shown
                mild=hard < options.warn_from and not (rewrite.safe and match.exact),
                easy=rewrite.replacement if match.exact else None,
                safe=rewrite.safe,
            )


def _message(rewrite: Rewrite) -> Message:
    return Message(
        f"「{rewrite.original}」は、やさしく言うと「{rewrite.easy}」です{rewrite.precedent.ja}。",
        f'"{rewrite.original}" in easy words: {rewrite.easy}{rewrite.precedent.en}.',
    )


RULE = Rule(
    "EJ016",
    "easier-word",
    Severity.WARNING,
    Options(),
    examples=(
        Example("ここに名前を書いてください。"),
        Example("ここに名前を⟦記入し⟧てください。名前を記入する紙です。"),
    ),
    source="入管庁・文化庁ガイドライン別冊、埼玉県、愛知県、川崎市、札幌市、三木市（漢語より和語）。一つ一つの出どころは check/words/precedents.tsv",
    page=check,
    disaster=Setting(Severity.WARNING, Options(warn_from=2.0, hint_from=1.5)),
)
