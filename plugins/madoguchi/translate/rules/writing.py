"""Text left in Japanese, and characters of other languages."""

import re
from collections.abc import Iterator
from functools import lru_cache

from madoguchi.findings import Message, Severity
from madoguchi.translate.rules import scripts, terms, text
from madoguchi.translate.rules.rule import Example, Glossary, Pair, Rule

# Names of languages in their own scripts, as menus and desks list them
_OWN_NAMES = re.compile(
    "(?:简体|繁體|繁体)?中文|한국어|日本語(?=[,、，/・])|(?<=[,、，/・] )日本語$|Русский|العربية|اردو|فارسی|नेपाली|हिन्दी|বাংলা|ไทย|ภาษาไทย|မြန်မာ(?:ဘာသာ)?|ខ្មែរ|ភាសាខ្មែរ|සිංහල|ລາວ|Монгол|Українська"
)


def untranslated(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """The source itself in place of a translation."""
    said = pair.translation
    if pair.source != said or scripts.script(pair.tag) == "Jpan":
        return
    prose = text.source(pair.source).prose
    if scripts.HAS_KANA.search(prose) is None:
        if scripts.HAS_HAN.search(prose) is None:
            return
        if scripts.is_chinese(pair.tag) and not _wrong_forms(prose, pair.tag):
            return
    yield Message(
        "訳が元の文と同じです。翻訳するか、msgstr を空にしてください。",
        "The translation is the source itself. Translate it, or leave msgstr empty.",
    )


def kana_left(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """Kana in a language that has none, outside brackets and quotation marks."""
    if scripts.HAS_KANA.search(pair.translation) is None or pair.source == pair.translation:
        return
    if scripts.script(pair.tag) == "Jpan":
        return
    for run in _japanese(pair, glossary):
        if scripts.HAS_KANA.search(run) is not None:
            yield _left(run)


def untranslated_kanji(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """Kanji in a language that has none, outside brackets and quotation marks."""
    if pair.source == pair.translation or scripts.script(pair.tag) in ("Jpan", "Hans", "Hant"):
        return
    if scripts.HAS_HAN.search(pair.translation) is None:
        return
    for run in _japanese(pair, glossary):
        if scripts.HAS_KANA.search(run) is None:
            yield _left(run)


def _japanese(pair: Pair, glossary: Glossary) -> list[str]:
    """Return runs of Japanese in the open; the official words of a site may stand there."""
    if pair.tag.partition("-")[0] == "ja":
        return []
    said = _OWN_NAMES.sub(" ", text.translation(pair.translation).open)
    pattern = scripts.KANA_RUN if scripts.is_chinese(pair.tag) else scripts.JAPANESE
    if pattern.search(said) is None:
        return []
    if not scripts.is_chinese(pair.tag):
        for word in sorted(glossary, key=len, reverse=True):
            if word in said and terms.says(pair, glossary[word]):
                said = said.replace(word, " ")
    return list(dict.fromkeys(pattern.findall(said)))


def _left(run: str) -> Message:
    shown = run if len(run) <= 20 else f"{run[:20]}…"
    return Message(
        f"日本語「{shown}」が残っています。翻訳するか、（ ）の中に入れてください。",
        f"The Japanese {shown} is left. Translate it, or put it in brackets.",
    )


def foreign_script(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """Letters of a script that the language is not written with."""
    pattern = scripts.foreign_letters(pair.tag)
    if pattern is None or pattern.search(pair.translation) is None:
        return
    source = text.source(pair.source).prose
    said = _OWN_NAMES.sub(" ", text.translation(pair.translation).open)
    for run in dict.fromkeys(pattern.findall(said)):
        if run not in source:
            yield Message(
                f"「{run[:20]}」は、この言語の文字ではありません。この言語の文字で書いてください。",
                f'"{run[:20]}" is not in the script of this language. Write it in the right letters.',
            )


_LATIN_WORD = re.compile("[A-Za-zÀ-ɏḀ-ỿ]{2,}")
_SENTENCE = re.compile("[。！？]")
_VIETNAMESE = re.compile("[À-ỹ]")


def other_language(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """A sentence without one letter of the language's own: it is in another language."""
    own = scripts.script(pair.tag)
    if own is None or own == "Jpan" or _SENTENCE.search(pair.source) is None:
        return
    if own == "Latn":
        if pair.tag != "vi" or _VIETNAMESE.search(pair.translation) is not None:
            return
        least = 6
    else:
        letters = scripts.own_letter(pair.tag)
        if letters is None or letters.search(pair.translation) is not None:
            return
        least = 3
    if len(_LATIN_WORD.findall(text.translation(pair.translation).prose)) >= least:
        yield Message(
            "訳がこの言語ではありません。この言語に翻訳してください。",
            "This is not in the language of the catalog. Translate it into that language.",
        )


_ARABIC_MARK = "،؛؟۔"
_WIDE_MARK = "。、，！？；"
_DANDA = "।॥"


@lru_cache
def _foreign_marks(tag: str) -> re.Pattern[str] | None:
    """Return what finds punctuation that the language does not have."""
    own = scripts.script(tag)
    if own is None or own == "Jpan":
        return None
    marks = "、" if own == "Kore" else ""
    if own not in ("Arab", "Syrc", "Thaa", "Nkoo", "Rohg", "Adlm"):
        marks += _ARABIC_MARK
    if own not in ("Hans", "Hant", "Kore"):
        marks += _WIDE_MARK
    if own == "Kore":
        marks += "。"
    if own in ("Latn", "Cyrl", "Grek", "Hang", "Kore", "Hans", "Hant", "Hebr", "Arab"):
        marks += _DANDA
    return re.compile(f"[{marks}]") if marks else None


def foreign_punctuation(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """Punctuation that the language does not have."""
    pattern = _foreign_marks(pair.tag)
    if pattern is None or pattern.search(pair.translation) is None:
        return
    found = pattern.findall(text.translation(pair.translation).open)
    for mark in dict.fromkeys(found):
        yield Message(
            f"「{mark}」は、この言語の記号ではありません。この言語の記号にしてください。",
            f'"{mark}" is no punctuation of this language. Use the mark of this language.',
        )


_ARABIC_WORD = re.compile("[\u0620-\u06ff]")
_LATIN_END = re.compile(r"(?<=[\u0620-\u06ef])\s?([?,;.])(?=\s|$|[\"'”»)])")
_CHINESE_MARK = re.compile("(?<=[\u4e00-\u9fff])([,;!?.])(?=[\u4e00-\u9fff]|$)")
_DEVANAGARI_STOP = re.compile(r"(?<=[\u0900-\u0963]{3})(\.)(?=\s|$)")


def mixed_punctuation(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """Marks of Latin script right after letters of a script that has its own."""
    own, said = scripts.script(pair.tag), pair.translation
    found: re.Match[str] | None = None
    if own == "Arab" and _ARABIC_WORD.search(said) is not None:
        found = _LATIN_END.search(said)
        # Arabic and Persian end a sentence with the stop of Latin script
        if found is not None and found[1] == "." and pair.tag != "ur":
            found = next((m for m in _LATIN_END.finditer(said) if m[1] != "."), None)
    elif own in ("Hans", "Hant"):
        found = _CHINESE_MARK.search(said)
    elif own == "Deva" and "।" in said:
        found = _DEVANAGARI_STOP.search(said)
    if found is not None:
        yield Message(
            f"「{found[1]}」は、この言語の記号ではありません。この言語の記号にしてください。",
            f'"{found[1]}" is not how this language writes it. Use the mark of this language.',
        )


def _wrong_forms(said: str, tag: str) -> list[str]:
    own = scripts.script(tag)
    chars = [char for char in dict.fromkeys(said) if "\u4e00" <= char <= "\u9fff"]
    return [char for char in chars if scripts.form(char) not in ("", own)]


def mixed_han(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """Traditional or Japanese forms in Simplified Chinese, and the other way round."""
    if not scripts.is_chinese(pair.tag) or pair.source == pair.translation:
        return
    if not _wrong_forms(pair.translation, pair.tag):
        return
    if wrong := _wrong_forms(text.translation(pair.translation).open, pair.tag):
        shown = "".join(wrong[:10])
        chinese = (
            ("简体", "Simplified")
            if scripts.script(pair.tag) == "Hans"
            else ("繁體", "Traditional")
        )
        yield Message(
            f"「{shown}」は{chinese[0]}中文の字ではありません。{chinese[0]}の字にしてください。",
            f"{shown} is not {chinese[1]} Chinese. Write the {chinese[1]} characters.",
        )


RULES = (
    Rule(
        "T020",
        "untranslated",
        Severity.ERROR,
        Message("訳は、元の文のままにしません。", "A translation is not the source itself."),
        bad=(
            Example("紙を書きます", "紙を書きます"),
            Example("市役所", "市役所", "vi"),
            Example("電気", "電気", "zh-Hans"),
        ),
        good=(
            Example("LINE", "LINE"),
            Example("市役所", "市役所", "zh-Hans"),
            Example("3年", "3年", "zh-Hans"),
        ),
        check=untranslated,
    ),
    Rule(
        "T021",
        "kana-left",
        Severity.ERROR,
        Message("日本語のかなを、訳に残しません。", "No kana is left in a translation."),
        bad=(
            Example("在留カードを持ってきてください。", "请带上在留カード。", "zh-Hans"),
            Example("窓口で聞いてください。", "Please ask at the まどぐち."),
        ),
        good=(
            Example("在留カードを持ってきてください。", "请带上在留卡（在留カード）。", "zh-Hans"),
            Example("「こちら」と書いてあります。", "It says 「こちら」."),
        ),
        check=kana_left,
    ),
    Rule(
        "T022",
        "untranslated-kanji",
        Severity.ERROR,
        Message("漢字を、訳に残しません。", "No kanji is left in a translation."),
        bad=(
            Example("市役所に来てください。", "Please come to 市役所."),
            Example("市役所に来てください。", "시청(市役所)의 窓口로 오세요.", "ko"),
        ),
        good=(
            Example("市役所に来てください。", "Please come to city hall (市役所)."),
            Example("中国語で話せます。", "You can speak Chinese (中文)."),
        ),
        check=untranslated_kanji,
    ),
    Rule(
        "T023",
        "foreign-script",
        Severity.ERROR,
        Message(
            "訳は、その言語の文字で書きます。", "A translation is in the script of its language."
        ),
        bad=(
            Example("紙を書きます", "Fill in the фоrm"),
            Example("紙を書きます", "फारम भर्नुहोस् ꯱ فارم", "ne"),
        ),
        good=(
            Example("紙を書きます", "Fill in form α"),
            Example("言語", "Languages: English, 中文, 한국어"),
        ),
        check=foreign_script,
    ),
    Rule(
        "T024",
        "other-language",
        Severity.ERROR,
        Message("訳は、その言語で書きます。", "A translation is in the language of its catalog."),
        bad=(
            Example("紙を書いてください。", "Please fill in the form.", "ne"),
            Example("紙を書いてください。", "Please fill in the form at the counter today.", "vi"),
        ),
        good=(
            Example("LINEです。", "LINE", "ne"),
            Example("紙を書いてください。", "Hãy điền vào đơn.", "vi"),
        ),
        check=other_language,
    ),
    Rule(
        "T025",
        "foreign-punctuation",
        Severity.WARNING,
        Message("記号は、その言語のものを使います。", "Punctuation is that of the language."),
        bad=(
            Example("紙を書いて、出します。", "Hãy điền đơn، rồi nộp.", "vi"),
            Example("紙を書いてください。", "Fill in the form。"),
            Example("紙を書いてください。", "Fill in the form।"),
        ),
        good=(Example("紙を書いて、出します。", "فارم بھریں، پھر جمع کرائیں۔", "ur"),),
        check=foreign_punctuation,
    ),
    Rule(
        "T026",
        "mixed-punctuation",
        Severity.WARNING,
        Message(
            "その言語に記号があるときは、英語の記号を使いません。",
            "Where a language has its own marks, Latin ones are not used.",
        ),
        bad=(
            Example("大丈夫ですか？", "کیا آپ ٹھیک ہیں?", "ur"),
            Example("紙を書いてください。", "请填写,然后提交。", "zh-Hans"),
            Example("紙を書いてください。出してください。", "फारम भर्नुहोस्। बुझाउनुहोस्.", "ne"),
        ),
        good=(
            Example("紙を書いてください。", "لطفاً فرم را پر کنید.", "fa"),
            Example("1.5キロ", "1.5公里", "zh-Hans"),
        ),
        check=mixed_punctuation,
    ),
    Rule(
        "T027",
        "mixed-han",
        Severity.ERROR,
        Message(
            "中国語は、簡体字と繁体字と日本の字をまぜません。",
            "Chinese does not mix Simplified, Traditional and Japanese characters.",
        ),
        bad=(
            Example("紙を書いてください。", "请填寫表格。", "zh-Hans"),
            Example("駅の前です。", "在駅前。", "zh-Hans"),
            Example("紙を書いてください。", "請填写表格。", "zh-Hant"),
        ),
        good=(
            Example("転入届を出します。", "提交迁入申报（転入届）。", "zh-Hans"),
            Example("紙を書いてください。", "請填寫表格。", "zh-Hant"),
        ),
        check=mixed_han,
    ),
)
