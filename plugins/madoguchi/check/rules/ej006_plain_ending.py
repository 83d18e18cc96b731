"""本文の文は「です」か「ます」で終わります。

日本語を勉強する人は、「です」「ます」を先に習います。見出し、箇条書き、表、題は、名詞で終わってもいいです。

Sentences of the text end in です or ます; headings, items, cells and titles may end in a noun.
"""

from collections.abc import Iterator

from madoguchi.check.grammar import body_ending
from madoguchi.check.rule import Example, NoOptions, Problem, Rule, Sentence
from madoguchi.document import BlockKind
from madoguchi.findings import Message, Severity


def check(sentence: Sentence, options: NoOptions) -> Iterator[Problem]:
    found = body_ending(sentence)
    if found is None:
        return
    word = sentence.words[found.last]
    # a greeting is a sentence (ありがとう。); nouns and particles are EJ038's
    if found.kind in ("polite", "noun") or word.pos[0] in ("感動詞", "助詞") or word.text == "〓":
        return
    yield sentence.at_words(
        Message(
            f"文の終わり（{word.text}）を「です」か「ます」にしてください。",
            f'End the sentence in です or ます (it ends in "{word.text}").',
        ),
        found.last,
        found.last,
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
        Example("お金はかから⟦ない⟧。"),
        Example("今日は休み⟦だ⟧。"),
    ),
    source="入管庁・文化庁ガイドライン「文末は『です』『ます』に統一する」",
    sentence=check,
)
