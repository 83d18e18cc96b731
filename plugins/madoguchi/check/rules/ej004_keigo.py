"""「です」「ます」で十分です。

尊敬語と謙譲語（お書きください、いただく、いらっしゃる、ご覧になる）は、知っている動詞を見えなくします。書いてください、もらう、います、見る、と書きます。

です and ます are polite enough; honorific and humble forms hide the verb a learner knows.
"""

from collections.abc import Iterator

from madoguchi.check.grammar import polite_verbs
from madoguchi.check.precedents import formal_phrases
from madoguchi.check.rule import Example, NoOptions, Problem, Rule, Sentence
from madoguchi.findings import Message, Severity
from madoguchi.words import Word

# Dictionary forms that are honorific or humble by themselves, and what to write
_VERBS = {
    "いただく": "もらう", "頂く": "もらう", "いただける": "もらえる", "頂ける": "もらえる", "いらっしゃる": "いる・行く・来る",
    "おっしゃる": "言う", "ござる": "ある・です", "申し上げる": "言う", "申す": "言う", "参る": "行く・来る", "まいる": "行く・来る",
    "いたす": "する", "致す": "する", "伺う": "聞く・行く", "存じる": "知っている・思う", "差し上げる": "あげる", "くださる": "くれる",
    "下さる": "くれる", "召し上がる": "食べる", "なさる": "する", "承る": "受ける", "賜る": "もらう", "お目にかかる": "会う",
}  # fmt: skip
_NOUNS = {
    "ご覧": "見る",
    "拝見": "見る",
    "拝借": "借りる",
    "ご存じ": "知っている",
    "ご存知": "知っている",
    "お越し": "来る",
}

# What people are said to do by a noun: お持ちの方, お困りですか
_STATES = {
    "持つ": "持っている",
    "住まい": "住んでいる",
    "困る": "困っている",
    "探す": "探している",
    "考える": "考えている",
    "悩む": "困っている",
}


_PLEASE = Message("「〜てください」と書きます。", "Write 〜てください.")
_PLAIN = Message(
    "お・ご を取って、ふつうの動詞で書きます。", "Write the plain verb, without お or ご."
)


def _write(easy: str) -> Message:
    return Message(f"「{easy}」などと書きます。", f"Write {easy} or the like.")


def check(sentence: Sentence, options: NoOptions) -> Iterator[Problem]:
    rewritten = {match.first: match for match in formal_phrases().find(sentence)}
    for first, last, easy in honorifics(sentence):
        text = sentence.said(first, last)
        known = rewritten.get(first)
        written = known.value.replacement if known and known.last == last else None
        cure = _write(written) if written else easy
        yield sentence.at_words(
            Message(
                f"敬語（{text}）を使わないでください。{cure.ja}",
                f'No honorific or humble form ("{text}"). {cure.en}',
            ),
            first,
            last,
            easy=written,
        )


def honorifics(sentence: Sentence) -> tuple[tuple[int, int, Message], ...]:
    """Return the honorific and humble forms: first word, last word, what to do."""
    return sentence.once("honorifics", _honorifics)


def _honorifics(sentence: Sentence) -> Iterator[tuple[int, int, Message]]:
    for run in polite_verbs(sentence):
        yield run.first, run.last, _write("〜する人")
    i = 0
    while i < len(sentence.words):
        last, easy = _match(sentence.words, i)
        if easy is not None:
            yield i, last, easy
        i = last + 1


# What is said, not asked for: ありがとうございます, おめでとうございます
_ASKED = ("ください", "下さい")
_GREETINGS = ("感動詞", "形容詞")


_KINDS = frozenset({"接頭辞", "動詞", "名詞"})


def _match(words: tuple[Word, ...], i: int) -> tuple[int, Message | None]:
    word = words[i]
    if word.base == "ござる" and i and words[i - 1].pos[0] in _GREETINGS:
        return i, None
    after_word = words[i + 1] if i + 1 < len(words) else None
    asked = after_word is not None and after_word.text in _ASKED
    if asked and word.pos[0] == "名詞" and word.text[0] in "おご御" and len(word.text) > 2:
        return i + 1, _PLEASE  # ご利用 is one word of the dictionary
    if word.text in ("お", "ご", "御") and word.pos[0] == "接頭辞":
        # お書き+ください, ご記入+ください, お待ち+する/いたす, お読み+に+なる
        for j in range(i + 2, min(i + 4, len(words))):
            later = words[j].base
            if later in ("くださる", "下さる") and words[j].text in _ASKED:
                return j, _PLEASE
            if later in (
                "いたす",
                "致す",
                "いただく",
                "頂く",
                "いただける",
                "なさる",
                "申し上げる",
            ):
                return j, _PLAIN
            if later == "なる" and words[j - 1].text == "に":
                return j, _PLAIN
            kind = words[j - 1].base
            if (
                words[j].base == "する"
                and j == i + 2
                and words[j - 1].pos[0] == "動詞"
                and kind != "願う"
            ):
                return j, _PLAIN
            if words[j].text != "に":
                break
        of = words[i + 2].text if i + 2 < len(words) else ""
        if words[i + 1 : i + 2] and words[i + 1].base in _STATES and of in ("の", "です"):
            return i + 1, _write(_STATES[words[i + 1].base])
        return i, None
    if word.text in _NOUNS:
        after = words[i + 1].base if i + 1 < len(words) else ""
        last = i + 1 if after in ("くださる", "いただく", "頂く", "いただける") else i
        return last, _write(_NOUNS[word.text])
    if word.pos[0] == "動詞" and word.base in _VERBS and word.text not in ("ください", "下さい"):
        return i, _write(_VERBS[word.base])
    if word.base == "おる" and word.pos[0] == "動詞" and i and words[i - 1].text in ("て", "で"):
        return i, _write("います")
    return i, None


RULE = Rule(
    "EJ004",
    "keigo",
    Severity.ERROR,
    NoOptions(),
    examples=(
        Example("ここに書いてください。"),
        Example("お金を持ってきてください。お茶を飲みます。"),
        Example("救急車をお願いします。"),
        Example("いつもありがとうございます。お茶の時間です。"),
        Example("⟦お持ち⟧の方は、⟦ご利用ください⟧。"),
        Example("ここに⟦お書きください⟧。"),
        Example("⟦ご記入ください⟧。"),
        Example("書類を⟦いただき⟧ます。"),
        Example("市長が⟦いらっしゃい⟧ます。"),
        Example("⟦ご覧ください⟧。"),
        Example("⟦お待ちし⟧て⟦おり⟧ます。"),
        Example("本を⟦お読みになり⟧ます。"),
    ),
    source="入管庁・文化庁ガイドライン「尊敬語・謙譲語は避けて、丁寧語を用いる」。愛知県、京都市、川崎市、札幌市も同じ",
    sentence=check,
)
