"""How sure a reading is.

1 an editor says so, or there is nothing to read; 0.98 a rule or a table of ours; 0.95 the dictionary;
0.6 the dictionary, for a word that is read in two ways; 0.4 the dictionary, and a second reader
disagrees, or the word is a piece of one that the dictionary lacks; 0 nobody knows the word.
"""

from functools import cache

from madoguchi.kana import HAS_KANJI, IDEOGRAPH
from madoguchi.read.tables import rows
from madoguchi.read.vote import disagreements
from madoguchi.words import Origin, Word

RULE = 0.98
DICTIONARY = 0.95
AMBIGUOUS = 0.6
DISPUTED = 0.4


@cache
def _ambiguous() -> frozenset[str]:
    return frozenset(row[0] for row in rows("ambiguous.tsv"))


def confidence(text: str, origin: Origin) -> float:
    """Return how sure a reading is by who gives it, before any second opinion."""
    if origin is Origin.NONE:
        return 0.0
    if origin is Origin.EDITOR or HAS_KANJI.search(text) is None:
        return 1.0
    if origin is Origin.RULE:
        return RULE
    return AMBIGUOUS if text in _ambiguous() else DICTIONARY


def settled(word: Word, origin: Origin) -> Word:
    """Return `word` as read by `origin`."""
    return word._replace(origin=origin, confidence=confidence(word.text, origin))


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
