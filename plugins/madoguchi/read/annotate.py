"""Readings put into a text: as furigana, as the kana version, as romaji.

All three leave Markdown as it is: they change the prose between the marks and nothing else.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import NamedTuple

from madoguchi.inline import MASK, Kind, Prose, Token, prose, scan
from madoguchi.kana import HAS_KANJI, hiragana
from madoguchi.read.reader import Reader
from madoguchi.read.romaji import romaji_parts
from madoguchi.span import Edit, Span, splice
from madoguchi.words import Word


class Form(StrEnum):
    """In which form readings are wanted."""

    RUBY = "ruby"
    KANA = "kana"
    """Spaced kana with numbers as digits: the site's `ja-Hrkt`."""
    SPELLED = "spelled"
    """The same with numbers in kana: how it is said."""
    ROMAJI = "romaji"


class _Out(NamedTuple):
    """What takes the place of a stretch of prose."""

    span: Span
    text: str
    space: bool = False
    """Whether a space parts it from what stands before."""


@lru_cache(maxsize=50_000)
def annotate(text: str, reader: Reader, form: Form) -> str:
    """Return inline Markdown `text` with its readings in the wanted form.

    `{漢字|かんじ}` is read as it says. Everything that is not Japanese prose stays as it is.
    """
    mapped = prose(text)
    words = reader.words(mapped.text, mapped.given)
    outs = _WRITERS[form](words)
    edits = _edits(text, mapped, outs, form)
    if form is Form.RUBY and "![" in text:
        # the text that stands for a picture is plain
        pictures = [match.span() for match in _PICTURE.finditer(text)]
        edits = [e for e in edits if not any(a <= e.span.start < b for a, b in pictures)]
    return splice(text, edits)


_PICTURE = re.compile(r"!\[[^\[\]]*\]\(")


def plain(text: str) -> str:
    """Return what inline Markdown says, without marks and readings: for titles and search."""
    return "".join(
        token.text for token in scan(text) if token.kind in (Kind.TEXT, Kind.RUBY, Kind.CODE)
    )


def ruby(base: str, reading: str) -> str:
    """Return the HTML of `base` with its reading above it, in brackets where ruby is unknown."""
    return f"<ruby>{base}<rp>（</rp><rt>{escape(reading)}</rt><rp>）</rp></ruby>"


RUBY = re.compile(
    r"<ruby>(?P<base>[^<>]*)<rp>（</rp><rt>(?P<reading>[^<>]*)</rt><rp>）</rp></ruby>"
)
"""What `ruby` returns."""


def _ruby(words: Iterable[Word]) -> Iterator[_Out]:
    for word in words:
        at = word.span.start
        for part in word.parts:
            span = Span(at, at + len(part.text))
            at = span.end
            yield _Out(span, part.text if part.reading is None else ruby(part.text, part.reading))


def _kana(words: Iterable[Word]) -> Iterator[_Out]:
    before: Word | None = None
    for word in words:
        yield _Out(word.span, _kana_of(word), before is not None and _begins_bunsetsu(before, word))
        before = word


def _spelled(words: Iterable[Word]) -> Iterator[_Out]:
    listed = list(words)
    for word, out in zip(listed, _kana(listed), strict=True):
        yield out if word.number is None else out._replace(text=word.reading)


def _kana_of(word: Word) -> str:
    if word.number is not None and HAS_KANJI.search(word.text):
        number = word.number
        if number.fused or not re.match("第?[0-9０-９]", number.digits):
            return hiragana(number.reading)
        ordinal = "だい" if number.digits.startswith("第") else ""
        digits = number.digits.removeprefix("第").translate(_GREAT_KANA)
        return f"{ordinal}{digits}{number.counter}"
    return "".join(part.text if part.reading is None else part.reading for part in word.parts)


_GREAT_KANA = str.maketrans(
    {"百": "ひゃく", "千": "せん", "万": "まん", "億": "おく", "兆": "ちょう"}
)
_JOINED = frozenset({"助詞", "助動詞", "接尾辞", "補助記号", "空白"})
_NOUNS = frozenset({"名詞", "代名詞", "形状詞", "接尾辞"})


_SUFFIX_LIKE = frozenset({"以内", "以上", "以下", "以外", "未満", "間", "前", "後", "分", "ごと", "程度", "目", "中", "用", "ごろ", "ぐらい", "円", "半", "台", "以降", "以前"})  # fmt: skip
_TIME_BEFORE = frozenset({"午前", "午後", "毎日", "毎週", "毎月", "前", "後", "約", "計", "各"})
_RUNS_ON = re.compile("[年月時日番号丁目]$")
"""After these a further number belongs to the same date, time or address."""


def _begins_bunsetsu(before: Word, word: Word) -> bool:
    """Whether a new bunsetsu begins at `word`: at every independent word but a compound's."""
    kind, previous = word.pos[0], before.pos[0]
    if kind in _JOINED or previous in ("補助記号", "空白", "接頭辞") or word.pos[1] == "助動詞語幹":
        return False
    if kind == "動詞":
        # 電話する, 相談できる; 住み始める, 作り直す
        compound = previous == "動詞" and before.pos[5].startswith("連用形-一般")
        return not (compound or (word.base in ("する", "できる") and previous == "名詞"))
    if kind not in _NOUNS or previous not in _NOUNS:
        return True
    if word.text in _SUFFIX_LIKE:
        return False
    if before.number is not None:
        # 1枚500円, 3日分用意する; but 4月1日, 3階窓口
        if word.number is not None:
            return _RUNS_ON.search(before.text) is None
        return before.number.counter != "" or before.number.fused
    if word.number is not None:
        return word.number.fused or (
            before.pos[2] == "副詞可能" and before.text not in _TIME_BEFORE
        )
    if word.text in ("みんな", "皆", "全員", "全部") or previous == "代名詞":
        return True
    return (
        before.pos[2] == "副詞可能"
        and word.pos[1] == "普通名詞"
        and before.text not in _TIME_BEFORE
    )


_MARKS = {
    "、": ",", "。": ".", "，": ",", "．": ".", "「": "“", "」": "”", "『": "“", "』": "”", "（": "(", "）": ")", "＜": "(", "＞": ")",
    "＝": "", "！": "!", "？": "?", "：": ":", "；": ";", "・": "·", "〜": "–", "～": "–", "　": " ", "／": "/", "＋": "+", "％": "%",
}  # fmt: skip
_OPENING = frozenset("“(「（＜『/")
_CLOSING = frozenset(",.”)!?:;」）＞』/%")


def _romaji(words: Iterable[Word]) -> Iterator[_Out]:
    before: Word | None = None
    before_text = ""
    capital = True
    listed = list(words)
    for i, word in enumerate(listed):
        text = _romaji_of(word)
        if _kana_of(word)[-1:] in ("っ", "ッ") and i + 1 < len(listed):
            # もらっ+た: the small tsu doubles what the next word begins with
            following = _romaji_of(listed[i + 1])
            text += (
                "t"
                if following.startswith("ch")
                else following[:1]
                if following[:1] not in "aiueo"
                else ""
            )
        if capital and text[:1].isalpha():
            text, capital = text[0].upper() + text[1:], False
        elif word.pos[1] == "固有名詞" and text[:1].isalpha():
            text = text[0].upper() + text[1:]
        if word.number is not None or word.text == MASK:
            capital = False
        space = before is not None and _parts_romaji(before, word, before_text, text)
        yield _Out(word.span, text, space)
        if text.strip("”)") in (".", "!", "?"):
            capital = True
        before, before_text = word, text or before_text


def _parts_romaji(before: Word, word: Word, before_text: str, text: str) -> bool:
    if (
        not text
        or text[0] in _CLOSING
        or before_text[-1:] in _OPENING
        or text.isspace()
        or before_text[-1:].isspace()
    ):
        return False
    kind, previous = word.pos[0], before.pos[0]
    if word.pos[0] == "補助記号" and before.pos[0] == "補助記号":
        return False
    if word.pos[1] == "助動詞語幹":
        return False
    copula = word.base == "です" or word.pos[4] == "助動詞-ダ"
    if kind in ("助動詞", "接尾辞") and not copula:
        return previous not in (
            "動詞",
            "助動詞",
            "形容詞",
            "名詞",
            "接頭辞",
            "形状詞",
            "接尾辞",
            "代名詞",
        )
    if (word.text in ("て", "で", "ば", "ちゃ") and word.pos[1] == "接続助詞") or word.text in (
        "たり",
        "だり",
    ):
        return False
    if word.text == "た" and previous == "助動詞":
        return False
    return previous != "接頭辞"


_GREAT_ROMAJI = str.maketrans(
    {"百": "-hyaku", "千": "-sen", "万": "-man", "億": "-oku", "兆": "-chō"}
)
_SPOKEN = {"は": "wa", "へ": "e", "を": "o"}


def _romaji_of(word: Word) -> str:
    if word.number is not None:
        number = word.number
        if HAS_KANJI.search(word.text) is None and not number.fused:
            return word.text
        if number.fused or not re.match("第?[0-9０-９]", number.digits):
            return "".join(romaji_parts((hiragana(number.reading),)))
        ordinal = "dai-" if number.digits.startswith("第") else ""
        counter = "".join(romaji_parts((number.counter,))) if number.counter else ""
        digits = number.digits.removeprefix("第").translate(_GREAT_ROMAJI)
        return f"{ordinal}{digits}" + (f"-{counter}" if counter else "")
    if word.pos[0] == "助詞" and word.text in _SPOKEN:
        return _SPOKEN[word.text]
    if word.pos[0] in ("補助記号", "空白"):
        return "".join(_MARKS.get(char, char) for char in word.text)
    parts = tuple(part.text if part.reading is None else part.reading for part in word.parts)
    verb = word.pos[0] == "動詞" and word.text.endswith("う")
    return "".join(
        _MARKS.get(char, char) for char in "".join(romaji_parts(_by_stem(word, parts), verb=verb))
    )


def _by_stem(word: Word, parts: tuple[str, ...]) -> tuple[str, ...]:
    # okurigana may begin with the vowel that ends the stem: 言う, 大きい; only verbs part there
    if word.pos[0] != "動詞":
        return ("".join(parts),) if len(parts) > 1 and not _joined_readings(parts) else parts
    return parts


def _joined_readings(parts: tuple[str, ...]) -> bool:
    return any(p[-1:] in "あうおえ" and q[:1] in "あいうえお" for p, q in pairwise(parts))


def _edits(text: str, mapped: Prose, outs: Iterable[_Out], form: Form) -> list[Edit]:
    edits: list[Edit] = []
    spaces = _Spaces(text)
    for out in outs:
        start, end = out.span
        if out.space:
            at = spaces.between(mapped.ends[start - 1], mapped.starts[start])
            if edits and edits[-1].span == mapped.source(start, start + 1):
                edits[-1] = Edit(edits[-1].span, f"{edits[-1].text} ")  # inside one {words|reading}
            else:
                edits.append(Edit(Span(at, at), " "))
        given = mapped.ends[start] - mapped.starts[start] != 1
        unchanged = out.text == mapped.text[start:end]
        if unchanged and (not given or mapped.text[start:end] == MASK):
            continue
        pieces = mapped.pieces(start, end)
        first, source = pieces[0]
        replacement = out.text
        if len(pieces) > 1 and form is Form.RUBY:
            # markup parts the word (**市**役所): its reading stands over the first piece
            found = re.search("<rt>(.*?)</rt>", out.text)
            replacement = ruby(first.of(mapped.text), found[1]) if found else first.of(mapped.text)
            pieces = pieces[:1]
        if edits and edits[-1].span == source and source.start < source.end:
            edits[-1] = Edit(source, edits[-1].text + replacement)
        else:
            edits.append(Edit(source, replacement))
        edits += (Edit(rest, "") for _, rest in pieces[1:])
    return edits


_WRITERS = {
    Form.RUBY: _ruby,
    Form.KANA: _kana,
    Form.SPELLED: _spelled,
    Form.ROMAJI: _romaji,
}


class _Spaces:
    """Finds where a space may stand among marks: after closing ones, before opening ones."""

    def __init__(self, text: str) -> None:
        self._closing: list[tuple[Span, bool]] = []
        is_open: set[str] = set()
        for token in scan(text):
            if token.kind is Kind.MARKUP:
                self._closing.append((token.span, _closes(token, text, is_open)))

    def between(self, start: int, end: int) -> int:
        """Return the offset in `text[start:end]`, which is marks only, for a space."""
        at = start
        for span, closes in self._closing:
            if start <= span.start and span.end <= end and closes:
                at = span.end
        return at


def _closes(token: Token, text: str, is_open: set[str]) -> bool:
    mark = token.span.of(text)
    if mark.startswith(("](", "</", "{")):
        return True
    if mark.startswith(("[", "![", "<", "\\")):
        return False
    if mark in is_open:
        is_open.discard(mark)
        return True
    is_open.add(mark)
    return False
