"""What machines and copying leave behind: invisible characters, doubled words, entities."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from madoguchi.findings import Message, Severity
from madoguchi.translate.rules import scripts, text
from madoguchi.translate.rules.rule import Example, Glossary, Pair, Rule

_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")


def unbalanced_direction(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """Direction marks that are never closed, or that turn the letters round."""
    marks = _DIRECTION.findall(pair.translation)
    if not marks:
        return
    isolates = embeddings = 0
    wrong = False
    for mark in marks:
        if mark in "\u202d\u202e":
            wrong = True
        elif mark in "\u202a\u202b":
            embeddings += 1
        elif mark == "\u202c":
            embeddings -= 1
        elif mark == "\u2069":
            isolates -= 1
        else:
            isolates += 1
        wrong = wrong or isolates < 0 or embeddings < 0
    if wrong or isolates or embeddings:
        yield Message(
            "文字の方向の記号（見えない字）が組になっていません。消すか、U+2066 と U+2069 で囲んでください。",
            "Direction marks (invisible characters) are not in pairs. Take them out, or put U+2066 and U+2069 around the words.",
        )


_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff\ufff9-\ufffb]"
)
_JOINED = frozenset(
    "Arab Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Mymr Khmr Mong Tibt Thaa Syrc".split()
)
_UNSPACED = frozenset("Thai Laoo Khmr Mymr Tibt".split())
_RIGHT_TO_LEFT = frozenset("Arab Hebr Thaa Syrc Nkoo Adlm Rohg".split())
_ISOLATES = "\u2066\u2067\u2068\u2069"
_RIGHT_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_PICTURE = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff]")


@lru_cache
def _invisible_in(tag: str) -> re.Pattern[str]:
    """Return what finds invisible characters that the language does not need."""
    own = scripts.script(tag) or ""
    needed = "\u200c\u200d" if own in _JOINED else ""
    needed += "\u200b\u2060" if own in _UNSPACED else ""
    if own in _RIGHT_TO_LEFT:
        needed += "\u061c\u200e\u200f\u202a-\u202e" + _ISOLATES
    return re.compile(f"(?:(?![{needed}]){_INVISIBLE.pattern})") if needed else _INVISIBLE


def invisible_character(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """Characters that nobody sees and that break search and lines."""
    said = pair.translation
    if said.isascii() or _INVISIBLE.search(said) is None:
        return
    found = set(_invisible_in(pair.tag).findall(said)) - set(pair.source)
    if _RIGHT_LETTER.search(said):
        found -= set("\u200e\u200f" + _ISOLATES)
    if _PICTURE.search(said):
        found.discard("\u200d")
    for char in sorted(found):
        code = f"U+{ord(char):04X}"
        yield Message(
            f"見えない字 {code} があります。消してください。",
            f"There is an invisible character {code}. Take it out.",
        )


# Languages in which a word twice means more, slowly, each; of these only words that never do
_NEVER_TWICE = {
    "vi": "của và là các những để ở với cho",
    "tl": "ang ng sa mga ay",
    "ne": "को मा र छ हो लागि",
    "ur": "کے کی کا میں سے اور کو پر ہے",
    "id": "yang di dan untuk dengan",
    "es": "de la el los las en que y con para por del un una al",
    "pt": "de da do dos das em que e com para por um uma no na os as ao",
    "fr": "de la le les des du et à en pour dans un une",
    "de": "und mit für von zu im ist",
    "it": "di la il le e in per con un una",
}
_SELDOM_TWICE = frozenset(("pt", "es", "fr", "de"))
_MAY_TWICE = frozenset("that had her so very is in on".split())
"""English words that stand twice in good sentences."""


@lru_cache
def _never_twice(tag: str) -> frozenset[str]:
    return frozenset(_NEVER_TWICE.get(tag.partition("-")[0], "").split())


def doubled_word(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """The same word, or the same words, one after the other."""
    lang = pair.tag.partition("-")[0]
    words = pair.translation.split()
    if lang == "zh":
        if "的的" in pair.translation:
            yield _twice("的")
        return
    never = _never_twice(pair.tag)
    if never or lang == "en":
        for word, after in pairwise(words):
            if word == after and (
                word in never
                or (lang == "en" and word.isalpha() and word.casefold() not in _MAY_TWICE)
                or (lang in _SELDOM_TWICE and len(word) > 5 and word.isalpha())
            ):
                yield _twice(word)
                return
    for i in range(len(words) - 5):
        if words[i] == words[i + 3] and words[i : i + 3] == words[i + 3 : i + 6]:
            if len(set(words[i : i + 3])) > 1 and any(
                len(w) > 1 and w[0].isalpha() for w in words[i : i + 3]
            ):
                yield _twice(" ".join(words[i : i + 3]))
            return


def _twice(words: str) -> Message:
    return Message(
        f"「{words}」が2回続いています。1つを消してください。",
        f'"{words}" comes twice in a row. Take one out.',
    )


_SPACES = re.compile(r"\S[ \u00a0]{2,}\S")
_SPACE_BEFORE = re.compile(r"[^\s.…,:;!?] [,.;:!?。，、؟۔،](?=\s|$)")
_NO_SPACE_AFTER = re.compile(r"[a-zà-ÿ]{2}[.!?,][A-ZÀ-Þ][a-zà-ÿ]")


def uneven_space(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """Spaces doubled, missing, at the ends or before a mark."""
    said = pair.translation
    if said != said.strip() and pair.source == pair.source.strip():
        yield _spaces("初めか終わり", "at the beginning or the end")
    if _SPACES.search(said) and not _SPACES.search(pair.source):
        yield _spaces("ことばの間（2つ）", "between words, twice")
    if "\u3000" in said and "\u3000" not in pair.source and not scripts.is_chinese(pair.tag):
        yield _spaces("全角", "of full width")
    if _SPACE_BEFORE.search(said) and pair.tag.partition("-")[0] not in (
        "fr",
        "km",
        "my",
        "th",
        "lo",
    ):
        yield _spaces("記号の前", "before a mark")
    if _NO_SPACE_AFTER.search(said) and _NO_SPACE_AFTER.search(text.translation(said).prose):
        yield Message(
            "文と文の間にスペースがありません。入れてください。",
            "There is no space between two sentences. Add it.",
        )


def _spaces(ja: str, en: str) -> Message:
    return Message(
        f"要らないスペースがあります（{ja}）。消してください。",
        f"There is a needless space ({en}). Take it out.",
    )


_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,5}|#x[0-9A-Fa-f]{2,5});")


def entity(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """Codes of HTML in place of characters."""
    if "&" not in pair.translation:
        return
    for code in dict.fromkeys(_ENTITY.findall(pair.translation)):
        if code not in pair.source and code not in ("&nbsp;", "&thinsp;"):
            yield Message(
                f"HTML の {code} があります。普通の字で書いてください。",
                f"There is an HTML entity {code}. Write the character itself.",
            )


_LEFTOVER = re.compile(
    r"^\W*(?:here(?:'s|’s| is) (?:the |your |a )?translat|translat(?:ion|ed)(?: text)?\s*[:：]"
    r"|sure[,!] |(?:tradução|traducción|bản dịch|pagsasalin|salin|terjemahan|अनुवाद|ترجمہ|ترجمه|翻译|翻譯|译文|譯文|번역)\s*[:：])"
    r"|\bas an ai\b|\bi(?:'m| am) sorry, (?:but )?i can|\btranslator'?s? note",
    re.IGNORECASE,
)
_TO_DO = re.compile(r"\b(?:TODO|FIXME|TBD|XXX|UNTRANSLATED|TRANSLATE ME|LOREM IPSUM|Lorem ipsum)\b")
_ABOUT_TRANSLATION = re.compile("翻訳|訳")


def leftover(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """What whoever translated said about it, not what the source says."""
    found = _LEFTOVER.search(pair.translation[:400]) or _TO_DO.search(pair.translation)
    if found is None or found[0] in pair.source or _ABOUT_TRANSLATION.search(pair.source):
        return
    yield Message(
        f"翻訳ではないことば「{found[0].strip()}」があります。消してください。",
        f'"{found[0].strip()}" is no part of the translation. Take it out.',
    )


_QUOTES = {'"': '"', "“": "”", "「": "」", "'": "'", "‘": "’", "«": "»", "『": "』"}


def added_quotes(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """Quotation marks around the whole, and not in the source."""
    said = pair.translation.strip()
    end = _QUOTES.get(said[:1])
    if end is None or len(said) < 3 or said[-1] != end or end in said[1:-1]:
        return
    if not pair.source.startswith(("「", "『", "“", '"', "‘", "＜", "《", "«")):
        yield Message(
            "訳の全体が引用の記号の中にあります。消してください。",
            "Quotation marks stand around the whole translation. Take them out.",
        )


_BROKEN = re.compile(
    "\ufffd|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ud800-\udfff]"
    "|Ã[\x80-\xbf]|Â[\xa1-\xbf]|â€|ï»¿|à¤|Ø[§-¿]|\\?{4,}|\\\\u[0-9A-Fa-f]{4}|\\\\[nt](?![a-z])"
)


def broken_character(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """Characters that were read in a wrong encoding."""
    found = _BROKEN.search(pair.translation)
    if found is not None and found[0] not in pair.source:
        shown = found[0] if found[0].isprintable() else f"U+{ord(found[0][0]):04X}"
        yield Message(
            f"文字がこわれています（{shown}）。書き直してください。",
            f"A character is broken ({shown}). Write it anew.",
        )


RULES = (
    Rule(
        "T060",
        "unbalanced-direction",
        Severity.ERROR,
        Message("文字の方向の記号は、組にします。", "Direction marks are in pairs."),
        bad=(
            Example("電話", "فون \u2066Tel", "ur"),
            Example("電話", "Ph\u202eeno"),
        ),
        good=(Example("電話", "فون \u2066Tel\u2069", "ur"),),
        check=unbalanced_direction,
    ),
    Rule(
        "T061",
        "invisible-character",
        Severity.WARNING,
        Message("要らない見えない字はありません。", "There are no needless invisible characters."),
        bad=(
            Example("電話", "Pho\u200bne"),
            Example("電話", "Phone\u200f"),
            Example("電話", "Tele\u00adfone", "pt-BR"),
        ),
        good=(
            Example("大学", "विश्\u200dवविद्यालय", "ne"),
            Example("電話", "فون\u200f", "ur"),
            Example("ページ", "ទំព័រ\u200bដើម", "km"),
        ),
        check=invisible_character,
    ),
    Rule(
        "T062",
        "doubled-word",
        Severity.WARNING,
        Message("同じことばが2回続きません。", "No word comes twice in a row."),
        bad=(
            Example("市役所に行きます", "Go to the the city hall"),
            Example("市役所の前", "Trước của của tòa thị chính", "vi"),
        ),
        good=(
            Example("だんだん", "Dần dần", "vi"),
            Example("いろいろ", "बिस्तारै बिस्तारै", "ne"),
        ),
        check=doubled_word,
    ),
    Rule(
        "T063",
        "uneven-space",
        Severity.WARNING,
        Message("要らないスペースはありません。", "There are no needless spaces."),
        bad=(
            Example("市役所に行きます", "Go  to city hall"),
            Example("市役所に行きます", "Go to city hall "),
            Example("市役所に行きます。", "Go to city hall ."),
            Example("行きます。書きます。", "Go there.Please write."),
        ),
        good=(Example("市役所に行きます。", "Allez à la mairie !", "fr"),),
        check=uneven_space,
    ),
    Rule(
        "T064",
        "entity",
        Severity.WARNING,
        Message(
            "HTML のコードではなく、普通の字で書きます。", "Characters are written as themselves."
        ),
        bad=(
            Example("電気とガス", "Electricity &amp; gas"),
            Example("母の紙", "Mother&#39;s form"),
        ),
        good=(Example("電気とガス", "Electricity & gas"),),
        check=entity,
    ),
    Rule(
        "T065",
        "leftover",
        Severity.WARNING,
        Message("訳には、訳だけを書きます。", "A translation holds nothing but the translation."),
        bad=(
            Example("紙を書きます", "Here is the translation: Fill in the form"),
            Example("紙を書きます", "TODO fill in the form"),
            Example("紙を書きます", "译文：填写表格", "zh-Hans"),
        ),
        good=(
            Example("機械の翻訳", "Translation: by machine"),
            Example("することのリスト", "To do"),
        ),
        check=leftover,
    ),
    Rule(
        "T066",
        "added-quotes",
        Severity.WARNING,
        Message("訳の全体を、引用の記号で囲みません。", "No quotation marks around the whole."),
        bad=(Example("紙を書きます", '"Fill in the form"'),),
        good=(
            Example("「止まれ」", "“Stop”"),
            Example("「止まれ」と「入口」", "“Stop” and “Entrance”"),
        ),
        check=added_quotes,
    ),
    Rule(
        "T067",
        "broken-character",
        Severity.ERROR,
        Message("こわれた字はありません。", "No character is broken."),
        bad=(
            Example("情報", "informaÃ§Ã£o", "pt-BR"),
            Example("電話", "Ph\ufffdne"),
            Example("電話", "????"),
        ),
        good=(Example("情報", "INFORMAÇÃO", "pt-BR"),),
        check=broken_character,
    ),
)
