"""役所のことばは、初めて出たところで説明します。

手紙で見ることばなので、言いかえないで残します。転入届＜＝引っ越してきたことを役所に知らせる紙＞ のように書きます。ことばと説明は `words/terms.yml` にあります。初めて使うところは、読む順（まとめの「だれ」「いつまで」「持っていくもの」…、それから本文）で決まります。題と見出しは数えません。

An official word is kept, because it stands on letters, and explained where it first comes. Titles and headings do not count.
"""

import re
from collections.abc import Iterator

from madoguchi.check.rule import Change, Example, NoOptions, PageText, Problem, Rule
from madoguchi.document import BlockKind
from madoguchi.findings import Message, Severity
from madoguchi.kana import IDEOGRAPH
from madoguchi.schema import Term

_EXPLAINED = re.compile(r"[」』]?(?:＜|<|〈|（|\()")
_TERMS = {"住民票": Term(reading="じゅうみんひょう", easy="住んでいる所を書いた紙")}


def check(page: PageText, options: NoOptions) -> Iterator[Problem]:
    pattern = page.term_pattern
    if pattern is None:
        return
    seen: set[str] = set()
    for sentence in page.sentences:
        named = sentence.context in ("title", "summary")
        if named or sentence.kind in (BlockKind.HEADING, BlockKind.TITLE):
            continue
        for match in pattern.finditer(sentence.text):
            word = match[0]
            if word in seen or _in_explanation(sentence.text, match.start()):
                continue
            seen.add(word)
            if _EXPLAINED.match(sentence.text, match.end()) is None:
                easy = page.terms[word].easy
                yield sentence.problem(
                    Message(
                        f"「{word}」の説明がありません。初めて使うところに「{word}＜＝{easy}＞」と書いてください。",
                        f'"{word}" is not explained where it first comes. Write {word}＜＝{easy}＞.',
                    ),
                    *match.span(),
                    # inside a longer word (健康保険証) an explanation would tear it
                    changes=[Change(match.end(), match.end(), f"＜＝{easy}＞")]
                    if IDEOGRAPH.match(sentence.text, match.end()) is None
                    else [],
                )


def _in_explanation(text: str, at: int) -> bool:
    return text.rfind("＜", 0, at) > text.rfind("＞", 0, at)


RULE = Rule(
    "EJ009",
    "unexplained-term",
    Severity.ERROR,
    NoOptions(),
    examples=(
        Example(
            "住民票＜＝住んでいる所を書いた紙＞を出します。住民票は市役所にあります。", terms=_TERMS
        ),
        Example("⟦住民票⟧を出します。住民票は市役所にあります。", terms=_TERMS),
        Example("住民票", terms=_TERMS, kind=BlockKind.HEADING),
    ),
    source="入管庁・文化庁ガイドライン（知っておいてほしいことばは、＜＝…＞で説明する）、川崎市、札幌市",
    page=check,
)
