"""日本語を勉強している人に、読んでもらいます。

やさしいかどうかは、読む人が決めます。外国から来た人や日本語の先生に読んでもらって、ページの初めに `reader_check: {on: 2026-11-01, by: 日本語教室の10人}` と書きます。このルールは、初めは止まっています。使うときは、site.yml に `no-reader-check: info` などと書きます。

Whether a page is easy is for its readers to say: learners or teachers read it, and the front matter says when. Off until a site sets it.
"""

from collections.abc import Iterator

from madoguchi.check.rule import Example, NoOptions, PageText, Problem, Rule
from madoguchi.findings import Message


def check(page: PageText, options: NoOptions) -> Iterator[Problem]:
    if page.read_by_people is False:
        yield page.sentences[0].problem(
            Message(
                "このページは、まだだれにも読んでもらっていません。読んでもらったら、reader_check に日と人を書いてください。",
                "No learner or teacher has read this page yet. When they have, write reader_check: when, and who.",
            )
        )


RULE = Rule(
    "EJ039",
    "no-reader-check",
    None,
    NoOptions(),
    examples=(
        Example("水曜日にごみを出します。"),
        Example("水曜日にごみを出します。", read_by_people=True),
        Example("⟦水曜日にごみを出します。⟧木曜日にも出します。", read_by_people=False),
    ),
    source="入管庁・文化庁ガイドライン（書いたら、外国人や日本語の先生に見てもらう）",
    page=check,
)
