"""Words whose reading depends on their neighbours: 行って, 方, 何, 中, 後 …

Each decision is one small function over a word and its neighbours, chosen by how the word is
written; a table of cases in `tests/read/context.tsv` says what each must do.
"""

from collections.abc import Callable

from madoguchi.kana import HAS_KANJI, hiragana
from madoguchi.read.align import align
from madoguchi.words import Origin, Word


def read_in_context(words: list[Word]) -> list[Word]:
    """Return `words` with the readings that their neighbours decide."""
    out = list(words)
    for i, word in enumerate(words):
        decide = _DECISIONS.get(word.text)
        if decide is None or word.origin is not Origin.DICTIONARY:
            continue
        before = out[i - 1] if i else None
        after = words[i + 1] if i + 1 < len(words) else None
        reading = decide(word, before, after)
        if reading is not None and reading != word.reading:
            out[i] = with_reading(word, reading)
    return out


Decision = Callable[[Word, "Word | None", "Word | None"], "str | None"]


def _is(word: Word | None, *texts: str) -> bool:
    return word is not None and word.text in texts


def _pos(word: Word | None, *names: str) -> bool:
    return word is not None and word.pos[0] in names


def _go_or_do(stem: str) -> Decision:
    def decide(word: Word, before: Word | None, after: Word | None) -> str | None:
        # を行う, 行います; へ行く, に行く, 学校行く
        do = _is(before, "を") or (
            before is not None
            and before.pos[:2] == ("名詞", "普通名詞")
            and "サ変可能" in before.pos[2]
        )
        return ("おこな" if do else "い") + stem

    return decide


def _person_or_side(word: Word, before: Word | None, after: Word | None) -> str | None:
    if word.pos[0] == "接尾辞" or (
        before is not None and before.pos[0] == "動詞" and before.pos[5].startswith("連用形")
    ):
        return "かた"  # 使い方
    if _is(before, "の", "この", "その", "あの") and _is(after, "が", "に", "へ", "から"):
        return "ほう" if _is(after, "が", "へ") else "かた"
    if _is(before, "た", "だ", "ない") and _is(after, "が"):
        return "ほう"  # 行った方がいいです
    return "かた"


def _what(word: Word, before: Word | None, after: Word | None) -> str | None:
    if after is None or HAS_KANJI.search(after.text):
        return "なん"
    return (
        "なん"
        if after.text[0] in "でとのだなてつ" or after.text in ("です", "でしょう", "だろう")
        else "なに"
    )


def _after(word: Word, before: Word | None, after: Word | None) -> str | None:
    if before is not None and before.pos[0] == "名詞" and HAS_KANJI.search(before.text):
        return "ご"  # 手術後, 3日後
    return "あと"


def _middle(word: Word, before: Word | None, after: Word | None) -> str | None:
    if before is None or not _pos(before, "名詞", "接尾辞"):
        return "なか"
    return (
        "じゅう"
        if before.text.endswith(("世界", "日本", "国", "町", "市", "日", "年", "一日", "体", "家"))
        else "ちゅう"
    )


def _when_noun(alone: str, suffixed: str) -> Decision:
    def decide(word: Word, before: Word | None, after: Word | None) -> str | None:
        if word.pos[0] == "接尾辞" or (
            before is not None
            and before.pos[0] == "名詞"
            and before.pos[1] != "数詞"
            and HAS_KANJI.search(before.text)
        ):
            return suffixed
        return alone

    return decide


def _always(reading: str) -> Decision:
    def decide(word: Word, before: Word | None, after: Word | None) -> str | None:
        return reading

    return decide


_DECISIONS: dict[str, Decision] = {
    "行っ": _go_or_do("っ"),
    "方": _person_or_side,
    "何": _what,
    "後": _after,
    "中": _middle,
    "日": _when_noun("ひ", "び"),
    "月": _when_noun("つき", "づき"),
    "人": _when_noun("ひと", "じん"),
    "所": _when_noun("ところ", "しょ"),
    "家": _when_noun("いえ", "か"),
    "間": _when_noun("あいだ", "かん"),
    "市": _always("し"),
    "他": _always("ほか"),
    "私": _always("わたし"),
    "明日": _always("あした"),
    "上": _when_noun("うえ", "じょう"),
    "下": _when_noun("した", "か"),
    "外": _when_noun("そと", "がい"),
}


def with_reading(word: Word, reading: str) -> Word:
    """Return `word` read as `reading` by a rule."""
    return word._replace(
        reading=reading, origin=Origin.RULE, parts=align(word.text, hiragana(reading))
    )
