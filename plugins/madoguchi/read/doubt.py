"""How sure a reading is.

1 an editor says so, or there is nothing to read; 0.98 a rule or a table of ours; 0.95 the dictionary;
0.6 the dictionary, for a word that is read in two ways; 0.4 the dictionary, and a second reader
disagrees, or the word is a piece of one that the dictionary lacks; 0 nobody knows the word.
"""

from functools import cache

from madoguchi.kana import HAS_KANJI, IDEOGRAPH
from madoguchi.read.vote import disagreements
from madoguchi.tsv import rows
from madoguchi.words import Origin, Word

RULE = 0.98
DICTIONARY = 0.95
AMBIGUOUS = 0.6
DISPUTED = 0.4


@cache
def _ambiguous() -> frozenset[str]:
    return frozenset(row[0] for row in rows("madoguchi.read", "ambiguous.tsv"))


# Single kanji that as nouns are read in one way; others (音 おと, ね; 緒 お, いとぐち) may be in two
_PLAIN = frozenset(
    "人日月火水木金土山川田池島海空雨雪風雲星花草虫犬猫鳥魚肉牛馬豚茶酒米塩卵豆油朝昼夜春夏秋冬父母兄姉弟妹子男女親夫妻孫目耳口手足頭顔首鼻歯髪指腕肩腰胸体心声力色形"
    "名字本紙絵歌曲薬服靴傘鍵箱袋机窓庭家店駅道橋町村国県市港車船東西南北右左上下前後中外横隣間所物事時年週分円番号何私彼君皆皿棚壁床岩石砂泥波湖森林畑糸布針刃"
    "夢涙汗血骨息命熱病傷罪税票額例次他別逆奥底岸坂谷丘穴氷霧煙灰炭光影鏡旗札席列順券案件先客敵神仏城寺宮像点線円丸玉球差率数量質種類気語"
)


def confidence(text: str, origin: Origin, *, noun: bool = False) -> float:
    """Return how sure a reading is by who gives it, before any second opinion.

    `noun` says that the word is a common noun, not a suffix.
    """
    if origin is Origin.NONE:
        return 0.0
    if origin is Origin.EDITOR or HAS_KANJI.search(text) is None:
        return 1.0
    if origin is Origin.RULE:
        return RULE
    lone = len(text) == 1 and noun and text not in _PLAIN
    return AMBIGUOUS if lone or text in _ambiguous() else DICTIONARY


def settled(word: Word, origin: Origin) -> Word:
    """Return `word` as read by `origin`."""
    noun = word.pos[:3] == ("名詞", "普通名詞", "一般")
    return word._replace(origin=origin, confidence=confidence(word.text, origin, noun=noun))


def weighed(words: list[Word], theirs: str | None) -> list[Word]:
    """Return `words` with less confidence where a second reading of the whole (kana) disagrees,
    and in pieces of words that the dictionary lacks.
    """
    other = {} if theirs is None else disagreements(words, theirs)
    doubtful = {i for i, word in enumerate(words) if len(word.text) == 1 and _piece(words, i)}
    if not other and not doubtful:
        return words
    out = list(words)
    for i in doubtful | set(other):
        out[i] = out[i]._replace(confidence=DISPUTED, other=other.get(i, ""))
    return out


def _piece(words: list[Word], i: int) -> bool:
    """Whether a single kanji is a piece of a word that the dictionary lacks: 酒+瓢, 蒸留+所."""
    word = words[i]
    if word.origin is not Origin.DICTIONARY or word.pos[0] not in ("名詞", "接尾辞"):
        return False
    if word.text == "所" and word.pos[0] == "接尾辞":
        return True
    return any(
        len(other.text) == 1
        and other.origin is Origin.DICTIONARY
        and other.pos[:3] == word.pos[:3] == ("名詞", "普通名詞", "一般")
        and IDEOGRAPH.match(other.text) is not None
        for other in (*words[max(0, i - 1) : i], *words[i + 1 : i + 2])
    )
