"""本文の文を、名詞で終わりません。

「受付は10時から。」「本人が来ること。」では、しなければならないかどうかわかりません。「受付は10時からです。」「本人が来てください。」と書きます。見出し、箇条書き、表、題は、名詞で終わってもいいです。

Sentences of the text do not end in a noun: it hides what to do. Headings, items, cells and titles may.
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
    if found.kind == "noun" or (found.kind == "other" and word.pos[0] == "助詞"):
        yield sentence.at_words(
            Message(
                f"文が「{word.text}」で終わっています。「です」「ます」「ください」で終わってください。",
                f'The sentence ends in "{word.text}". End it in です, ます or ください.',
            ),
            found.last,
            found.last,
        )


RULE = Rule(
    "EJ038",
    "noun-ending",
    Severity.ERROR,
    NoOptions(),
    examples=(
        Example("受付は10時からです。"),
        Example("在留カード", kind=BlockKind.ITEM),
        Example("紙を書く⟦こと⟧。"),
        Example("受付は10時⟦から⟧。"),
    ),
    source="入管庁・文化庁ガイドライン「文末は『です』『ます』に統一する」、三木市",
    sentence=check,
)
