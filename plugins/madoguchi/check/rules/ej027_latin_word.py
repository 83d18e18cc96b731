"""ローマ字のことばは、名前だけにします。

「TEL」「WEB」「HP」「No.」は、読み方がわかりません。「電話」「ホームページ」「番号」と書きます。店や人やものの名前（LINE、Wi-Fi）はいいです。

Latin letters only for names: 電話, not TEL.
"""

import re
from collections.abc import Iterator

from madoguchi.check.grammar import HAS_JAPANESE
from madoguchi.check.rule import Example, NoOptions, Problem, Rule, Sentence
from madoguchi.findings import Message, Severity

_WORDS = {
    "TEL": "電話", "Tel": "電話", "tel": "電話", "FAX": "ファックス", "Fax": "ファックス", "fax": "ファックス", "HP": "ホームページ",
    "WEB": "インターネット", "Web": "インターネット", "web": "インターネット", "ＷＥＢ": "インターネット", "No": "番号", "NO": "番号",
    "E-mail": "メール", "e-mail": "メール", "Email": "メール", "email": "メール", "mail": "メール", "MAIL": "メール", "URL": "ホームページのアドレス",
    "PC": "パソコン", "SNS": "LINE、Facebook などのサービス", "OPEN": "始まる", "CLOSE": "終わる", "START": "始まり", "GOAL": "終わり",
    "Q&A": "よくある質問", "FAQ": "よくある質問", "NPO": "人を助ける団体＜NPO＞", "NG": "だめ", "UP": "上がる", "DV": "家族からの暴力", "PTA": "親と先生の会", "LED": "電気をあまり使わない電球", "BCG": "結核の予防接種", "PR": "知らせること", "IC": "機械が読める",
}  # fmt: skip
_LATIN = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ][A-Za-zＡ-Ｚａ-ｚ&＆.'’-]*[A-Za-zＡ-Ｚａ-ｚ](?![0-9])")
_PLAIN = re.compile(r"[a-zａ-ｚ]{3,}")


def check(sentence: Sentence, options: NoOptions) -> Iterator[Problem]:
    # a sentence of another language is none of ours
    japanese = HAS_JAPANESE.search(sentence.text) is not None
    for match in _LATIN.finditer(sentence.text):
        word = match[0]
        easy = _WORDS.get(word)
        # a capital letter may make it a name; a word without one is none
        if easy is None and not (_PLAIN.fullmatch(word) and japanese):
            continue
        instead = (
            Message(f"「{easy}」と書いてください", f"Write {easy}")
            if easy
            else Message("日本語で書いてください", "Write it in Japanese")
        )
        yield sentence.problem(
            Message(
                f"「{word}」はローマ字のことばです。{instead.ja}。",
                f'"{word}" is in Latin letters and no name. {instead.en}.',
            ),
            *match.span(),
        )


RULE = Rule(
    "EJ027",
    "latin-word",
    Severity.WARNING,
    NoOptions(),
    examples=(
        Example("電話をしてください。LINE と Wi-Fi が使えます。10kg です。web171 で調べます。"),
        Example("⟦TEL⟧ 03-0000-0000"),
        Example("⟦event⟧があります。"),
    ),
    source="弘前大学ガイドライン（ローマ字は、固有名詞だけに使う）",
    sentence=check,
)
