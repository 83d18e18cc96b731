"""Markdown that would not come out as it is meant."""

import re
from collections.abc import Iterator

from madoguchi.findings import Message, Severity
from madoguchi.inline import REFERENCE, Kind, scan
from madoguchi.translate.rules import text
from madoguchi.translate.rules.rule import Example, Glossary, Pair, Rule

_BLOCK_MARK = re.compile(r"\s*(?:[-*+]\s|#{1,6}\s|>|!!!|\?\?\?|```|\|)")
_NUMBERED = re.compile(r"\s*\d{1,9}[.)]\s")
_NUMBER_FIRST = re.compile(r"\s*[第（(]?[0-9０-９一二三四五六七八九]")
_SUSPECT = re.compile(r"[\[\]{}<>*`|\\\n\r｛｝［］]")
_NO_LINK = re.compile(r"\]\s*\(|\]\s*（|］\s*[（(]")
_NO_TAG = re.compile(r"<[A-Za-z/][^<>]*$")
_BRACES = re.compile(r"\{([^{}\n]{1,200})\}")
_BAR = re.compile(r"(?<!\\)\|")


def broken_markdown(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """Marks without their partners, and marks that begin another kind of block."""
    said = pair.translation
    if (_NUMBERED.match(said) and not _NUMBER_FIRST.match(pair.source)) or (
        _BLOCK_MARK.match(said) and not _BLOCK_MARK.match(pair.source)
    ):
        yield _begins(said)
    if _SUSPECT.search(said) is None:
        return
    source, taken = text.source(pair.source), text.translation(said)
    if ("\n" in said or "\r" in said) and "\n" not in pair.source:
        yield Message(
            "訳の中に改行があります。1行で書いてください。",
            "There is a line break in the translation. Write it on one line.",
        )
    if pair.context == "cell" and _BAR.search(said) and not _BAR.search(pair.source):
        yield Message(
            "訳の「|」で表がこわれます。消してください。", "The | breaks the table. Take it out."
        )
    if "*" in said and not _paired(said):
        yield Message(
            "「**」の組がそろっていません。太い字の初めと終わりに、間をあけないで書いてください。",
            "The marks ** are not in pairs. Write them right before and right after the bold words.",
        )
    prose = taken.prose
    if "`" in pair.source and prose.count("`") % 2 and source.prose.count("`") % 2 == 0:
        yield _unpaired("`")
    if (_NO_LINK.search(prose) and not _NO_LINK.search(source.prose)) or (
        source.targets and prose.count("[") != prose.count("]")
    ):
        yield Message(
            "リンクの形がこわれています。[ことば](行き先) と書いてください。",
            "A link is broken. Write [words](target).",
        )
    for mark in "{}｛｝":
        if mark in prose and mark not in source.prose:
            yield _spaced(prose) or _unpaired(mark)
            break
    if _NO_TAG.search(prose) and not _NO_TAG.search(source.prose):
        yield _unpaired("<")


def _begins(said: str) -> Message:
    mark = said.split()[0][:4]
    return Message(
        f"訳の初めの「{mark}」は、リストや見出しの記号になります。消してください。",
        f'The "{mark}" at the beginning makes a list or a heading. Take it out.',
    )


def _unpaired(mark: str) -> Message:
    return Message(
        f"「{mark}」の組がそろっていません。元の文と同じ形にしてください。",
        f'A "{mark}" has no partner. Write it as in the source.',
    )


def _spaced(prose: str) -> Message | None:
    """Return what to say of a reference that is whole but for spaces in it."""
    for match in _BRACES.finditer(prose):
        name = "{" + "".join(match[1].split()) + "}"
        if REFERENCE.fullmatch(name):
            return Message(
                f"「{match[0]}」の中に空白があります。{name} と書いてください。",
                f'There is a space inside "{match[0]}". Write {name}.',
            )
    return None


def _paired(said: str) -> bool:
    """Whether all emphasis has a beginning and an end, close to the words."""
    places = [t for t in scan(said) if t.kind is Kind.MARKUP and said[t.span.start] == "*"]
    open_marks: list[str] = []
    for token in places:
        mark = token.span.of(said)
        if open_marks and open_marks[-1] == mark:
            open_marks.pop()
            if said[token.span.start - 1].isspace():
                return False
        else:
            open_marks.append(mark)
            if said[token.span.end : token.span.end + 1].isspace():
                return False
    return not open_marks


def lost_emphasis(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """Bold words of the source that are not bold."""
    if "**" in pair.source:
        wanted = text.source(pair.source).strong // 2
        there = text.translation(pair.translation).strong // 2
        if there < wanted:
            yield Message(
                "元の文の太い字（**）が、訳にありません。大切な所を ** で囲んでください。",
                "Bold words (**) of the source are not bold here. Put ** around them.",
            )


_PAIRS = (("(（", ")）"), ("「『", "」』"), ("“", "”"), ("[［", "]］"), ("«", "»"))
_BRACKET = re.compile('[()（）「」『』“”\\[\\]［］«»"]')
_COUNTER = re.compile(r"(?:^|[\s;,])\w{1,2}\)")
# 5", and the abbreviations of Hebrew
_INCH = re.compile(r"\d\"|[א-ת]\"[א-ת]")
# whose quotation marks begin or end with another sign
_OTHER_QUOTES = frozenset(
    "sv fi de cs sk ru uk bg el sl hr sr lt et is pl hu ro mk be da nb nn eu".split()
)


def open_bracket(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """Brackets and quotation marks without their partners."""
    if _BRACKET.search(pair.translation) is None:
        return
    said, source = text.translation(pair.translation).prose, text.source(pair.source).prose
    for begin, end in _PAIRS:
        if begin == "“" and pair.tag.partition("-")[0] in _OTHER_QUOTES:
            continue
        if _difference(said, begin, end) and not _difference(source, begin, end):
            if end[0] == ")" and _COUNTER.search(said):
                continue
            if begin == "«" and "»" in said and said.find("»") < said.find("«"):
                continue
            yield Message(
                f"「{begin[0]}」と「{end[0]}」の数が合っていません。組にしてください。",
                f"The marks {begin[0]} and {end[0]} are not in pairs. Give each its partner.",
            )
    if said.count('"') % 2 and not source.count('"') % 2 and not _INCH.search(said):
        yield _unpaired('"')


def _difference(said: str, begin: str, end: str) -> int:
    return sum(map(said.count, begin)) - sum(map(said.count, end))


RULES = (
    Rule(
        "T050",
        "broken-markdown",
        Severity.ERROR,
        Message(
            "太い字、リンク、表の記号は、正しい形で書きます。",
            "Marks of Markdown are whole and begin no other block.",
        ),
        bad=(
            Example("**大切**です。", "**Important."),
            Example("**大切**です。", "It is ** important **."),
            Example("[市](a.md)を見ます", "See [city] (a.md)"),
            Example("紙を書きます", "- Fill in the form"),
            Example("市役所", "City | hall", context="cell"),
            Example("紙を書きます", "Fill in\nthe form"),
            Example("{a.b}です", "It is {a.b"),
            Example("{calendar.a.by}まで", "Until {calendar.a.by }"),
        ),
        good=(
            Example("**大切**です。", "It is **important**."),
            Example("[市](a.md)を見ます", "See [the city](a.md)"),
            Example("1. 紙を書きます", "1. Fill in the form"),
        ),
        check=broken_markdown,
    ),
    Rule(
        "T051",
        "lost-emphasis",
        Severity.WARNING,
        Message("元の文の太い字は、訳でも太くします。", "What is bold in the source is bold."),
        bad=(Example("**大切**です。", "It is important."),),
        good=(Example("**大切**です。", "It is **important**."),),
        check=lost_emphasis,
    ),
    Rule(
        "T052",
        "open-bracket",
        Severity.WARNING,
        Message("かっこと引用の記号は、組にします。", "Brackets and quotation marks are in pairs."),
        bad=(
            Example("市役所（しやくしょ）", "City hall (shiyakusho"),
            Example("「止まれ」", "“Stop"),
        ),
        good=(
            Example("市役所（しやくしょ）", "City hall (shiyakusho)"),
            Example("紙と写真", "a) form b) photo"),
        ),
        check=open_bracket,
    ),
)
