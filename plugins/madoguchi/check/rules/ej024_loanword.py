"""毎日使わないカタカナのことばを使いません。

「バス」「テレビ」はいいですが、「コンシェルジュ」「ニーズ」「リニューアル」は、日本語を勉強している人にも、その国の人にもわかりません。同じことばは、1ページで1回だけ知らせます。

Katakana words beyond everyday ones are known neither to learners nor to speakers of the language they come from.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from madoguchi.check.grammar import KATAKANA, is_name
from madoguchi.check.precedents import loanwords
from madoguchi.check.rule import Example, PageText, Problem, Rule
from madoguchi.check.vocabulary import difficulty
from madoguchi.findings import Message, Severity


@dataclass(frozen=True, slots=True)
class Options:
    hint_from: float = 2.5
    """このむずかしさ（0から6）からヒント。 From this difficulty (0 to 6) on a hint."""
    allow: tuple[str, ...] = ()
    """使っていいことば。 Words that are fine here."""


def check(page: PageText, options: Options) -> Iterator[Problem]:
    seen = set(options.allow)
    for sentence in page.sentences:
        covered = page.covered(sentence)
        known = {match.first: match for match in loanwords().find(sentence)}
        for i, word in enumerate(sentence.words):
            match = known.get(i)
            if i in covered or word.text in seen:
                continue
            if match is not None:
                seen.add(word.text)
                text = sentence.said(i, match.last)
                rewrite = match.value
                yield sentence.at_words(
                    Message(
                        f"「{text}」は、やさしく言うと「{rewrite.easy}」です{rewrite.precedent.ja}。",
                        f'"{text}" in easy words: {rewrite.easy}{rewrite.precedent.en}.',
                    ),
                    i,
                    match.last,
                    easy=rewrite.replacement if match.exact else None,
                    safe=rewrite.safe,
                )
            elif KATAKANA.fullmatch(word.text) and not is_name(word) and word.pos[0] == "名詞":
                hard = difficulty(word)
                if hard.value >= options.hint_from:
                    seen.add(word.text)
                    yield sentence.at_words(
                        Message(
                            f"「{word.text}」は、毎日使うカタカナのことばではありません。日本語で言うか、説明してください。",
                            f'"{word.text}" is no everyday katakana word. Say it in Japanese, or explain it.',
                        ),
                        i,
                        i,
                        mild=True,
                    )


RULE = Rule(
    "EJ024",
    "loanword",
    Severity.WARNING,
    Options(),
    examples=(
        Example("バスで行きます。テレビを見ます。"),
        Example("市民の⟦ニーズ⟧を聞きます。"),
        Example("⟦アメニティ⟧があります。アメニティを使います。"),
    ),
    source="入管庁・文化庁ガイドライン「外来語（カタカナ語）はできる限り使わない」、弘前大学、三木市",
    page=check,
)
