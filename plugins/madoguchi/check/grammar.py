"""What SudachiPy's words say of grammar: the questions that several rules and the score ask.

Parts of speech are SudachiPy's (UniDic's): pos[0] class, pos[1:4] finer, pos[4] conjugation type,
pos[5] conjugation form.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from madoguchi.check.rule import Sentence
from madoguchi.document import BlockKind
from madoguchi.kana import IDEOGRAPH
from madoguchi.words import Word

HAS_JAPANESE = re.compile("[ぁ-ゖァ-ヺ㐀-鿿]")
KATAKANA = re.compile(r"[ァ-ヺー・]{2,}")
_SMALL = re.compile(r"[ゃゅょぁぃぅぇぉゎャュョァィゥェォヮ]")


class Run(NamedTuple):
    """Words of a sentence, from index `first` to `last`, both included."""

    first: int
    last: int


def is_verb(word: Word) -> bool:
    """Whether it is a verb."""
    return word.pos[0] == "動詞"


def is_verbal_noun(word: Word) -> bool:
    """Whether a noun becomes a verb with する: 申請, 提出."""
    return word.pos[0] == "名詞" and word.pos[2].startswith("サ変")


def is_content(word: Word) -> bool:
    """Whether it carries meaning of its own: no particle, auxiliary, sign or number."""
    return (
        word.pos[0] in ("名詞", "動詞", "形容詞", "形状詞", "副詞", "連体詞", "接続詞", "代名詞")
        and word.pos[1] != "数詞"
        and word.number is None
        and word.pos[1] != "助動詞語幹"
        and word.base not in _EMPTY
    )


_EMPTY = frozenset(
    [
        "する",
        "ある",
        "いる",
        "なる",
        "れる",
        "られる",
        "せる",
        "させる",
        "くださる",
        "こと",
        "もの",
        "よう",
        "ため",
        "とき",
        "ところ",
        "ほう",
        "わけ",
        "はず",
    ]
)


def is_name(word: Word) -> bool:
    """Whether it is the name of a person or place."""
    return word.pos[1] == "固有名詞"


def morae(words: Sequence[Word]) -> int:
    """Return the number of morae of `words`: しゃ is one, っ and ん and ー are one each."""
    spoken = "".join(word.reading for word in words if word.pos[0] not in ("補助記号", "空白"))
    return len(spoken) - len(_SMALL.findall(spoken))


@lru_cache(maxsize=65_536)
def kanji(text: str) -> int:
    """Return the number of kanji in `text`."""
    return sum(1 for char in text if IDEOGRAPH.match(char))


def passives(sentence: Sentence) -> Iterator[Run]:
    """Yield verbs with れる or られる that something is done to, as well as words can tell.

    Not: what can be done (給付を受けられます), which a learner meets early.
    """
    words = sentence.words
    for i, word in enumerate(words):
        if (
            i
            and word.base in ("れる", "られる")
            and word.pos[0] == "助動詞"
            and is_verb(words[i - 1])
        ):
            first = i - 1
            if words[first].base == "する" and first and is_verbal_noun(words[first - 1]):
                first -= 1
            if not _is_polite(words, i) and not _can(words, first, i):
                yield Run(first, i)


def polite_verbs(sentence: Sentence) -> Iterator[Run]:
    """Yield verbs with れる or られる that honour who does it: 希望される方."""
    words = sentence.words
    for i, word in enumerate(words):
        if i and word.base in ("れる", "られる") and is_verb(words[i - 1]) and _is_polite(words, i):
            first = i - 1
            if words[first].base == "する" and first and is_verbal_noun(words[first - 1]):
                first -= 1
            yield Run(first, i)


def _is_polite(words: Sequence[Word], aux: int) -> bool:
    return aux + 1 < len(words) and words[aux + 1].text in ("方", "方々")


_CAN = frozenset(
    [
        "受ける",
        "食べる",
        "借りる",
        "調べる",
        "出る",
        "来る",
        "覚える",
        "着る",
        "起きる",
        "寝る",
        "続ける",
        "答える",
        "逃げる",
        "届ける",
        "信じる",
        "確かめる",
        "避ける",
        "得る",
        "つける",
        "付ける",
        "止める",
        "預ける",
        "見つける",
        "辞める",
        "やめる",
        "換える",
        "変える",
        "替える",
        "乗り換える",
        "入れる",
        "降りる",
        "見る",
        "忘れる",
        "売る",
        "分ける",
        "決める",
        "勤める",
        "始める",
    ]
)


_OFTEN_CAN = frozenset("食べる 見る 出る 来る 寝る 起きる 着る 逃げる".split())


def _can(words: Sequence[Word], first: int, aux: int) -> bool:
    """Whether れる/られる says that something can be done."""
    verb = words[aux - 1]
    if words[aux].base == "れる":
        # 五段 verbs have a form of their own for that (行ける); される is done to somebody
        return False
    before = words[first - 1].text if first else ""
    after = [w.base for w in words[aux + 1 : aux + 3]]
    if before == "を":
        return verb.base not in ("求める", "命じる")
    modifies = after[:1] == ["た"] and words[aux + 2 : aux + 3] and words[aux + 2].pos[0] == "名詞"
    state = after[:2] == ["て", "いる"] or (
        after[:1] == ["た"]
        and (verb.base not in _CAN or (modifies and verb.base not in _OFTEN_CAN))
    )
    if state or any(w.text in ("によって", "により") for w in words[:first]):
        return False
    return verb.base in _CAN or verb.base == "来る"


def causatives(sentence: Sentence) -> Iterator[Run]:
    """Yield verbs with せる or させる; 知らせる and the like are words of their own."""
    words = sentence.words
    for i, word in enumerate(words):
        if (
            i
            and word.base in ("せる", "させる")
            and is_verb(words[i - 1])
            and words[i - 1].base not in ("知る", "済む", "合う", "聞く", "見る")
        ):
            first = i - 1
            if words[first].base == "する" and first and is_verbal_noun(words[first - 1]):
                first -= 1
            yield Run(first, i)


def potentials(sentence: Sentence) -> Iterator[Run]:
    """Yield verbs in the form that says what can be done: 行ける, 楽しめる, 受けられる; not できる."""
    words = sentence.words
    for i, word in enumerate(words):
        if (
            is_verb(word)
            and word.base.endswith(_CAN_ENDINGS)
            and word.base not in ("できる", "出来る")
        ):
            plain = word.normalized
            if (plain[-1:] in _U_ROW and plain[-1:] != "る") or (
                plain.endswith("る") and plain + "る" == word.base
            ):
                yield Run(i, i)
        elif (
            i
            and word.base in ("れる", "られる")
            and word.pos[0] == "助動詞"
            and is_verb(words[i - 1])
        ):
            first = i - 1
            if words[first].base != "する" and _can(words, first, i):
                yield Run(first, i)


_CAN_ENDINGS = ("える", "ける", "せる", "てる", "ねる", "べる", "める", "れる", "げる")
_U_ROW = frozenset("うくすつぬぶむるぐ")


def stem_commas(sentence: Sentence) -> Iterator[Run]:
    """Yield predicates that go on in their stem before a comma: 記入し、 行われ、 せず、."""
    words = sentence.words
    for i in range(1, len(words)):
        if words[i].text not in ("、", "，", ","):
            continue
        word = words[i - 1]
        form = word.pos[5] if len(word.pos) > 5 else ""
        stem = form.startswith("連用形") and word.pos[0] in ("動詞", "助動詞")
        if (
            not stem
            or word.text in ("て", "で", "に", "たり", "と", "だっ")
            or word.base in ("だ", "た")
        ):
            continue
        if word.pos[0] == "動詞" and "音便" in form:
            continue
        yield Run(i - 1, i - 1)


def clause_links(sentence: Sentence) -> Iterator[Run]:
    """Yield the particles that tie another clause to a sentence: が, ので, から, けど, し, ば, のに."""
    words = sentence.words
    for i, word in enumerate(words):
        following = words[i + 1].base if i + 1 < len(words) else ""
        if word.text == "の" and word.pos[1] == "準体助詞" and words[i + 1 : i + 2]:
            after = words[i + 2].text if i + 2 < len(words) else ""
            if words[i + 1].text == "で" and after not in ("は", "も", "す", "あり", "ある"):
                yield Run(i, i + 1)  # ので
            continue
        if word.text in ("たら", "だら") and word.pos[0] == "助動詞" and following:
            yield Run(i, i)
            continue
        if word.pos[:2] != ("助詞", "接続助詞") or word.text in ("て", "で", "たり", "だり"):
            continue
        if word.text == "ば" and following == "なる":
            continue  # なければなりません is one thing
        if following:
            yield Run(i, i)


_NOUNLIKE = ("名詞", "接頭辞", "接尾辞")


def noun_runs(sentence: Sentence) -> Iterator[Run]:
    """Yield unbroken chains of nouns written in kanji: 国民健康保険被保険者証."""
    words = sentence.words
    first = -1
    for i, word in enumerate((*words, None)):
        chained = (
            word is not None
            and word.pos[0] in _NOUNLIKE
            and word.number is None
            and not is_name(word)
            and kanji(word.text) == len(word.text)
        )
        if chained and first < 0:
            first = i
        elif not chained and first >= 0:
            yield Run(first, i - 1)
            first = -1


class Items(NamedTuple):
    """Things named one after the other in a sentence."""

    first: int
    last: int
    number: int


_SEPARATORS = frozenset(["、", "，", "・", "や", "と", "または", "又は", "および", "及び", "か"])


def lists(sentence: Sentence) -> Iterator[Items]:
    """Yield rows of nouns with 、, や, と, ・ between them, from two on."""
    words = sentence.words
    i = 0
    while i < len(words):
        begin = i
        count = 0
        end = i
        while True:
            stop = _noun_phrase(words, i)
            if stop == i:
                break
            count += 1
            end = stop
            if stop < len(words) and words[stop].text in _SEPARATORS:
                i = stop + 1
                # 、や is one separator
                if (
                    i < len(words)
                    and words[stop].text in "、，"
                    and words[i].text in ("や", "または", "又は")
                ):
                    i += 1
                continue
            break
        if count >= 2:
            yield Items(begin, end - 1, count)
        i = max(end, begin + 1)


def _noun_phrase(words: Sequence[Word], at: int) -> int:
    """Return the index after a noun phrase that begins at `at`: 市の図書館."""
    i = at
    noun = False
    while i < len(words):
        word = words[i]
        if word.pos[0] in _NOUNLIKE or word.pos[0] == "代名詞":
            noun = word.pos[0] != "接頭辞"
            i += 1
        elif noun and word.text == "の" and i + 1 < len(words) and words[i + 1].pos[0] in _NOUNLIKE:
            i += 1
        else:
            break
    return i if noun else at


class Ending(NamedTuple):
    """How a sentence ends."""

    last: int
    """Index of its last word that is not a sign."""
    kind: str
    """polite, plain, noun, other."""


_CLOSING_SIGNS = ("補助記号", "空白", "記号")


def ending(sentence: Sentence, aside: Collection[int] = ()) -> Ending | None:
    """Return how a sentence ends; None if there is no word in it. Words in `aside` do not count."""
    words = sentence.words
    last = len(words) - 1
    while last >= 0 and (
        last in aside
        or (words[last].pos[0] in _CLOSING_SIGNS and words[last].text != "〓")
        or words[last].pos[:2] == ("助詞", "終助詞")
    ):
        last -= 1
    if last < 0:
        return None
    word = words[last]
    tail = words[max(0, last - 2) : last]
    polite = (
        word.base in ("です", "ます")
        or (word.text in ("た", "ん", "ぬ") and any(w.base in ("です", "ます") for w in tail))
        or word.text in ("ください", "下さい", "ましょう", "でしょう", "ません", "ませ")
    )
    if polite:
        return Ending(last, "polite")
    if word.pos[0] in ("名詞", "代名詞", "接尾辞", "形状詞") or word.number is not None:
        return Ending(last, "noun")
    if word.pos[0] in ("動詞", "形容詞", "助動詞"):
        return Ending(last, "plain")
    return Ending(last, "other")


_STOP = re.compile(r"[。！？!?][」』）)＞\s]*$")


def body_ending(sentence: Sentence) -> Ending | None:
    """Return how a sentence of the text ends; None for items, titles and what has no full stop."""
    if sentence.kind is not BlockKind.PARAGRAPH and sentence.context != "steps":
        return None
    return ending(sentence) if _STOP.search(sentence.text) is not None else None
