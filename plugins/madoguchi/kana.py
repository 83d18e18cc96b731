"""Small facts about Japanese characters."""

import re

_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)} | {
    0x30FD: 0x309D,
    0x30FE: 0x309E,
}

KANJI = "々〆〇ヶヵ㐀-䶿一-鿿豈-﫿\U00020000-\U000323af"
"""Characters that need a reading, for a regular expression's class. ヶ and ヵ stand for か in 3ヶ月."""

HAS_KANJI = re.compile(f"[{KANJI}]")
IDEOGRAPH = re.compile("[㐀-䶿一-鿿豈-﫿\U00020000-\U000323af]")
KANA_ONLY = re.compile("[ぁ-ゖァ-ヺーゝゞヽヾ]+")


def hiragana(text: str) -> str:
    """Return `text` with its katakana as hiragana; ー stays."""
    return text.translate(_TO_HIRAGANA)
