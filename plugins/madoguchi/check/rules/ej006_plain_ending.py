"""本文の文は「です」か「ます」で終わります。

日本語を勉強する人は、「です」「ます」を先に習います。見出し、箇条書き、表、題は、名詞で終わってもいいです。

Sentences of the text end in です or ます; headings, items, cells and titles may end in a noun.
"""

import re
from collections.abc import Iterator

from madoguchi.check.rule import Example, NoOptions, Problem, Rule, Sentence
from madoguchi.document import BlockKind
from madoguchi.findings import Message, Severity

_CLOSING = re.compile(r"[」』）)＞〓\s]*[。！？!?][」』）)＞\s]*$")
_POLITE_LAST = frozenset({"です", "ます"})
_AFTER = frozenset({"か", "ね", "よ", "。", "！", "？", "!", "?", "」", "』", "）", ")", " ", "　"})


def check(sentence: Sentence, options: NoOptions) -> Iterator[Problem]:
    if sentence.kind is not BlockKind.PARAGRAPH and sentence.context != "steps":
        return
    if _CLOSING.search(sentence.text) is None:
        return
    words = [w for w in sentence.words if w.text not in _AFTER]
    if not words:
        return
    last = words[-1]
    tail = words[-3:]
    polite = (
        last.base in _POLITE_LAST
        or (last.text in ("た", "ん", "ぬ") and any(w.base in _POLITE_LAST for w in tail[:-1]))
        or last.text in ("ください", "下さい", "ましょう", "でしょう", "ません", "〓")
        or last.pos[0] == "感動詞"  # a greeting is a sentence: ありがとう。
    )
    if not polite:
        index = sentence.words.index(last)
        yield sentence.at_words(
            Message(
                f"文の終わり（{last.text}）を「です」か「ます」にしてください。",
                f'End the sentence in です or ます (it ends in "{last.text}").',
            ),
            index,
            index,
        )


RULE = Rule(
    "EJ006",
    "plain-ending",
    Severity.ERROR,
    NoOptions(),
    examples=(
        Example("市役所へ行きます。"),
        Example("昨日は休みでした。行きませんでした。"),
        Example("だれが行きますか。ここに来てください。"),
        Example("在留カード", kind=BlockKind.ITEM),
        Example("市役所へ⟦行く⟧。"),
        Example("紙を書く⟦こと⟧。"),
        Example("お金はかから⟦ない⟧。"),
        Example("今日は休み⟦だ⟧。"),
    ),
    source="入管庁・文化庁ガイドライン「文末は『です』『ます』に統一する」",
    sentence=check,
)
