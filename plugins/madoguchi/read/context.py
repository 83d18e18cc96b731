"""Words whose reading depends on their neighbours: 行って, 方, 何, 中, 後 …

Each decision is one small function over a sentence's words and a place in it, chosen by how the
word there is written; `tests/read/gold/context.tsv` says what each must do.
"""

import re
from collections.abc import Callable, Sequence

from madoguchi.kana import HAS_KANJI, hiragana
from madoguchi.read.align import align
from madoguchi.read.doubt import RULE
from madoguchi.words import Origin, Word


def read_in_context(words: list[Word]) -> list[Word]:
    """Return `words` with the readings that their neighbours decide."""
    out = list(words)
    for i, word in enumerate(words):
        decide = DECISIONS.get(word.text)
        if decide is None or word.origin is not Origin.DICTIONARY:
            continue
        reading = decide(words, i)
        if reading is not None:
            out[i] = (
                with_reading(word, reading)
                if reading != word.reading
                else word._replace(origin=Origin.RULE, confidence=RULE)
            )
    return out


def with_reading(word: Word, reading: str) -> Word:
    """Return `word` read as `reading` by a rule."""
    parts = align(word.text, hiragana(reading))
    return word._replace(
        reading=reading, origin=Origin.RULE, confidence=RULE, parts=parts, number=None
    )


Decision = Callable[[Sequence[Word], int], "str | None"]


def _text(words: Sequence[Word], i: int) -> str:
    return words[i].text if 0 <= i < len(words) else ""


def _pos(words: Sequence[Word], i: int) -> str:
    return words[i].pos[0] if 0 <= i < len(words) else ""


def _joined(words: Sequence[Word], i: int) -> bool:
    """Whether the word at `i` ends a compound: right after a noun that is written in kanji."""
    if i == 0:
        return False
    before = words[i - 1]
    return (
        words[i].pos[0] == "接尾辞"
        or (before.pos[0] == "名詞" and before.pos[1] != "数詞" and before.pos[2] != "副詞可能")
    ) and HAS_KANJI.search(before.text) is not None


def _alone_or_joined(alone: str, joined: str) -> Decision:
    def decide(words: Sequence[Word], i: int) -> str | None:
        return joined if _joined(words, i) else alone

    return decide


def _always(reading: str) -> Decision:
    def decide(words: Sequence[Word], i: int) -> str | None:
        return reading

    return decide


def _go_or_hold(tail: str) -> Decision:
    """行った: いった after へ and に, おこなった after を and a noun of doing."""

    def decide(words: Sequence[Word], i: int) -> str | None:
        before = _text(words, i - 1)
        if before in ("へ", "に", "まで", "も", "で", "と", "から"):
            return f"い{tail}"
        if before == "を" or (i and "サ変可能" in words[i - 1].pos[2]):
            return f"おこな{tail}"
        # 会議は4月に、市役所で行った / 学校は行った: a thing that is held is named with は or が
        return f"い{tail}"

    return decide


_SIDES = frozenset("東西南北上下左右前後奥内外") | {
    "あちら",
    "こちら",
    "そちら",
    "どちら",
    "真ん中",
    "駅",
    "海",
    "山",
}


def _person_or_side(words: Sequence[Word], i: int) -> str | None:
    before, after = _text(words, i - 1), _text(words, i + 1)
    if _pos(words, i) == "接尾辞" or (
        i and words[i - 1].pos[0] == "動詞" and words[i - 1].pos[5].startswith("連用形")
    ):
        return "かた"  # 使い方
    if before == "の" and (_text(words, i - 2) in _SIDES or _pos(words, i - 2) == "代名詞"):
        return "ほう"  # 西の方, 彼の方へ
    if (after in ("が", "は") and before in ("た", "だ", "ない", "の", "る", "い")) or (
        before.endswith(("る", "い")) and after == "が"
    ):
        # 行った方がいい, 小さい方が安い; but 申し込んだ方が来ました is a person
        rest = "".join(word.text for word in words[i + 1 : i + 8])
        return (
            "ほう"
            if re.search(
                r"いい|よい|良い|安|高|早|多|少|便利|大き|小さ|近|遠|安全|らく|楽|かんたん|簡単",
                rest,
            )
            else "かた"
        )
    return "かた"


def _what(words: Sequence[Word], i: int) -> str | None:
    after = _text(words, i + 1)
    if not after or HAS_KANJI.search(after) or after in ("さい", "か所", "か月", "か国"):
        return "なん"
    return "なん" if after[0] in "でとのだなてつ" else "なに"


def _after(words: Sequence[Word], i: int) -> str | None:
    """後: ご after a noun (手術後, 3日後), else あと."""
    if (
        i
        and words[i - 1].pos[0] == "名詞"
        and (HAS_KANJI.search(words[i - 1].text) or words[i - 1].number)
    ):
        return "ご"
    return "あと"


_THROUGHOUT = (
    "世界",
    "日本",
    "国",
    "町",
    "市",
    "村",
    "島",
    "県",
    "日",
    "年",
    "体",
    "家",
    "部屋",
    "町内",
    "国内",
    "夜",
    "晩",
)


def _middle(words: Sequence[Word], i: int) -> str | None:
    if i == 0 or words[i - 1].pos[0] not in ("名詞", "接尾辞"):
        return "なか"
    before = words[i - 1]
    if before.number is not None:
        return "じゅう" if before.text.endswith(("日", "年")) else "ちゅう"
    return "じゅう" if before.text.endswith(_THROUGHOUT) else "ちゅう"


def _honorific(words: Sequence[Word], i: int) -> str | None:
    return "さま" if i and _pos(words, i - 1) in ("名詞", "代名詞", "接尾辞") else None


def _box(words: Sequence[Word], i: int) -> str | None:
    joined = i and words[i - 1].pos[0] == "名詞" and words[i - 1].pos[2] != "副詞可能"
    return "ばこ" if joined and words[i - 1].number is None else "はこ"


def _hot_or_hard(tail: str) -> Decision:
    def decide(words: Sequence[Word], i: int) -> str | None:
        rest = "".join(word.text for word in words[max(0, i - 3) : i + 3])
        return ("から" if re.search(r"食|料理|味|もの|カレー|口", rest) else "つら") + tail

    return decide


def _open(tail: str) -> Decision:
    """開く: ひらく what one opens (を), あく what stands open."""

    def decide(words: Sequence[Word], i: int) -> str | None:
        return ("ひら" if _text(words, i - 1) == "を" else "あ") + tail

    return decide


def _empty(tail: str) -> Decision:
    def decide(words: Sequence[Word], i: int) -> str | None:
        before = "".join(word.text for word in words[max(0, i - 2) : i])
        return (
            "す" if re.search(r"(?:おなか|お腹|腹|道|電車|バス|道路)[がの]?$", before) else "あ"
        ) + tail

    return decide


def _sky_or_empty(words: Sequence[Word], i: int) -> str | None:
    rest = "".join(word.text for word in words[i + 1 : i + 4])
    holds = re.match(
        r"の(?:缶|びん|瓶|容器|ペットボトル|箱|ボトル|袋|スプレー|コップ)|に(?:し|なっ|なり)", rest
    )
    return "から" if holds else "そら"


def _face_or_table(words: Sequence[Word], i: int) -> str | None:
    """表: おもて of a thing that has two sides, else ひょう."""
    things = (
        "カード",
        "紙",
        "封筒",
        "はがき",
        "証",
        "免許証",
        "名札",
        "家",
        "建物",
        "袋",
        "シール",
    )
    if _text(words, i - 1) == "の" and _text(words, i - 2).endswith(things):
        return "おもて"
    return "おもて" if _text(words, i + 1) == "と" and _text(words, i + 2) == "裏" else "ひょう"


def _forehead_or_sum(words: Sequence[Word], i: int) -> str | None:
    rest = "".join(word.text for word in words[i + 1 : i + 4])
    return "ひたい" if re.match(r"に(?:手|汗|あせ)|を冷|が熱", rest) else "がく"


def _exit(words: Sequence[Word], i: int) -> str | None:
    """口: ぐち of a station (西口, 港南口), くち of a mouth."""
    return "ぐち" if _joined(words, i) else "くち"


def _in_charge(words: Sequence[Word], i: int) -> str | None:
    return "がかり" if _joined(words, i) else "かかり"


def _everyone(words: Sequence[Word], i: int) -> str | None:
    return "みな" if _text(words, i + 1) in ("さん", "様", "さま") else "みんな"


def _get_off_or_fall(tail: str) -> Decision:
    """降る: ふる of rain and snow, おりる of a bus."""

    def decide(words: Sequence[Word], i: int) -> str | None:
        before = "".join(word.text for word in words[max(0, i - 4) : i])
        return ("ふ" if re.search(r"雨|雪|あめ|ゆき|灰|あられ|ひょう", before) else "お") + tail

    return decide


def _body(words: Sequence[Word], i: int) -> str | None:
    return "たい" if _joined(words, i) else "からだ"


def _pass_or_attend(tail: str) -> Decision:
    """通った: かよった to a school, とおった along a road."""

    def decide(words: Sequence[Word], i: int) -> str | None:
        return ("かよ" if _text(words, i - 1) in ("に", "へ") else "とお") + tail

    return decide


def _can_enter(words: Sequence[Word], i: int) -> str | None:
    """地下に入れません: はいれ, if nothing is put in."""
    negated = _text(words, i + 1) in ("ない", "なく", "なかっ") or (
        _text(words, i + 1) == "ませ" and _text(words, i + 2) == "ん"
    )
    nothing = all(word.text != "を" for word in words[max(0, i - 8) : i])
    return "はいれ" if negated and nothing and _text(words, i - 1) == "に" else None


# Words whose first sound is voiced behind a noun: 保険会社, 人手不足
_VOICED = {
    "会社": "がいしゃ", "不足": "ぶそく", "袋": "ぶくろ", "話": "ばなし", "気味": "ぎみ", "際": "ぎわ", "作り": "づくり", "暮らし": "ぐらし",
    "帰り": "がえり", "払い": "ばらい", "狩り": "がり", "棚": "だな", "皿": "ざら", "靴": "ぐつ", "時計": "どけい", "薬": "ぐすり", "布団": "ぶとん",
    "畑": "ばたけ", "柱": "ばしら", "貝": "がい", "嫌い": "ぎらい", "切れ": "ぎれ", "替え": "がえ", "笛": "ぶえ", "橋": "ばし", "寿司": "ずし",
    "通り": "どおり", "好き": "ずき", "勝手": "がって", "傘": "がさ", "豆腐": "どうふ", "太鼓": "だいこ", "船": "ぶね",
}  # fmt: skip


def _voiced(joined: str) -> Decision:
    """Voice a word behind a common noun in any script: ガス会社, 寝不足. Numbers and names do not."""

    def decide(words: Sequence[Word], i: int) -> str | None:
        if i == 0 or words[i].pos[0] not in ("名詞", "接尾辞"):
            return None
        before = words[i - 1]
        common = before.pos[:2] == ("名詞", "普通名詞") and before.pos[2] != "副詞可能"
        return joined if common and before.number is None else None

    return decide


DECISIONS: dict[str, Decision] = {
    "行っ": _go_or_hold("っ"),
    "方": _person_or_side,
    "何": _what,
    "後": _after,
    "中": _middle,
    "様": _honorific,
    "箱": _box,
    "辛い": _hot_or_hard("い"),
    "辛く": _hot_or_hard("く"),
    "開い": _open("い"),
    "開く": _open("く"),
    "開き": _open("き"),
    "空い": _empty("い"),
    "空く": _empty("く"),
    "空き": _empty("き"),
    "空": _sky_or_empty,
    "表": _face_or_table,
    "額": _forehead_or_sum,
    "口": _exit,
    "係": _in_charge,
    "一日": _always("いちにち"),
    "〇": _always("まる"),
    "皆": _everyone,
    "降り": _get_off_or_fall("り"),
    "体": _body,
    "山": _alone_or_joined("やま", "さん"),
    "階": _alone_or_joined("かい", "かい"),
    "便": _alone_or_joined("べん", "びん"),
    "通っ": _pass_or_attend("っ"),
    "通い": _pass_or_attend("い"),
    "入れ": _can_enter,
    **{word: _voiced(reading) for word, reading in _VOICED.items()},
    "日": _alone_or_joined("ひ", "び"),
    "月": _alone_or_joined("つき", "づき"),
    "人": _alone_or_joined("ひと", "じん"),
    "所": _alone_or_joined("ところ", "しょ"),
    "家": _alone_or_joined("いえ", "か"),
    "間": _alone_or_joined("あいだ", "かん"),
    "上": _alone_or_joined("うえ", "じょう"),
    "下": _alone_or_joined("した", "か"),
    "外": _alone_or_joined("そと", "がい"),
    "市": _always("し"),
    "他": _always("ほか"),
    "私": _always("わたし"),
    "明日": _always("あした"),
}
