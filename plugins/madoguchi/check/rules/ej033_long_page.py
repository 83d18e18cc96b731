"""1ページは、短くします。

A4の紙1枚（約1,000字）より長いページは、必要なことを見つけられません。ページを分けるか、よく使うものだけにします。

A page is about one sheet of A4; more hides what matters.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from madoguchi.check.rule import EXPLANATION, Example, PageText, Problem, Rule
from madoguchi.findings import Message, Severity


@dataclass(frozen=True, slots=True)
class Options:
    max_chars: int = 2000
    """1ページの字数。 Characters of a page."""


def check(page: PageText, options: Options) -> Iterator[Problem]:
    length = sum(len(EXPLANATION.sub("", sentence.text)) for sentence in page.sentences)
    if length > options.max_chars:
        yield page.sentences[0].problem(
            Message(
                f"ページが長いです（{length}字）。{options.max_chars}字までのページに分けてください。",
                f"This page is long ({length} characters). Split it: {options.max_chars} at most.",
            )
        )


RULE = Rule(
    "EJ033",
    "long-page",
    Severity.INFO,
    Options(),
    examples=(
        Example("水曜日にごみを出します。"),
        Example("⟦水曜日にごみを出します。⟧木曜日にも出します。", Options(max_chars=20)),
    ),
    source="横浜市「『やさしい日本語』で伝える」（A4で1枚、約1,000字）。ウェブのページには項目と連絡先もあるので、初めの値は2,000字",
    page=check,
)
