"""What a machine is given of a text, and what of its answer is accepted."""

import random
import re
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from madoguchi.inline import Kind, scan, strip_readings
from madoguchi.project import Project
from madoguchi.translate.extract import catalogs
from madoguchi.translate.protect import Refused, protect

MARKS = [
    "**", "*", "***", "~~", "[", "![", "](a.md)", '](b.md "題")', "]", "{.x}", "{contact.a.phone}", "{date:2026-04-01}",
    "`code`", "`", "``", "<br>", "<b>", "</b>", "<!-- x -->", "<ruby>山<rt>やま</rt></ruby>", "&amp;", "&lt", "&", "<", ">", "\\",
    "\\*", "＜＝", "＞", "https://city.example/a?b=1&c", "a@b.example", "{漢字|かんじ}", "|", "{", "}", " ", "\n", "\r", "\t", "\u3000", "\0",
    "\x1c", "\u2028", "\ufffe", '<x id="1"/>', "</g>", "本町", "word", "。", ".",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(MARKS) | st.text(max_size=3), max_size=12).map("".join)


@given(TEXTS)
@example("**\x1f**")  # a control character that Python takes for space
def test_the_same_answer_is_the_source(text: str) -> None:
    protected = protect(text)
    if protected.text.strip():
        assert protected.restore(protected.text) == strip_readings(text)


@given(TEXTS)
def test_what_is_sent_is_well_formed(text: str) -> None:
    protected = protect(text)
    root = ElementTree.fromstring(f"<root>{protected.text}</root>")
    ids = [int(element.attrib["id"]) for element in root.iter() if element is not root]
    assert sorted(ids) == sorted(protected.marks)


def test_every_text_of_the_example_comes_back(example: Project) -> None:
    texts = [s.key.text for _, sources in catalogs(example.content) for s in sources]
    assert len(texts) > 500
    for text in texts:
        protected = protect(text)
        assert protected.restore(protected.text) == text
        signs = [t for t in scan(text) if t.kind is not Kind.TEXT]
        assert bool(signs or "＜＝" in text) == bool(protected.marks)
        for mark in ("{", "](", "http", "＜＝"):
            assert mark not in protected.text


FACTS = ["{contact.a.phone}", "`x`", "{date:2026-04-01}", "<br>", "&nbsp;"]
AROUND = ["[本](a.md)", "**太い**", "<b>字</b>", "![図](b.png){.wide}", "説明＜＝[中](c.md)＞"]
SENTENCES = st.lists(st.sampled_from(FACTS + AROUND), min_size=1, max_size=5)


def units(sent: str) -> list[str]:
    """The elements of the outermost level."""
    return re.findall(r"<x[^>]*>|<g id=\"\d+\">(?:(?!</?g).|<g.*?</g>)*</g>", sent)


@given(SENTENCES, st.randoms(use_true_random=False))
def test_order_is_free(parts: list[str], order: random.Random) -> None:
    protected = protect("、".join(parts))
    shuffled = units(protected.text)
    order.shuffle(shuffled)
    restored = protected.restore(" và ".join(shuffled))
    assert sorted(restored.split(" và ")) == sorted(
        protected.restore(protected.text).replace("説明", "").split("、")
    )


@given(SENTENCES, st.data())
def test_nothing_may_be_lost_or_doubled(parts: list[str], data: st.DataObject) -> None:
    protected = protect("、".join(parts))
    tags = list(re.finditer("<[^>]*>", protected.text))
    tag = data.draw(st.sampled_from(tags))
    for wrong in ("", tag[0] * 2):
        answer = protected.text[: tag.start()] + wrong + protected.text[tag.end() :]
        with pytest.raises(Refused):
            protected.restore(answer)
    for unit in units(protected.text):
        with pytest.raises(Refused):
            protected.restore(protected.text.replace(unit, unit + unit))
        with pytest.raises(Refused):
            protected.restore(protected.text.replace(unit, ""))


ACCEPTED = [
    # source, target, answer, translation
    ("{fee.a.amount}です", "en", 'It is <x id="1"/>.', "It is {fee.a.amount}."),
    ("{fee.a.amount}です", "en", "It is <X id='1' />.\n", "It is {fee.a.amount}."),
    ("{fee.a.amount}です", "en", "It is <x id=1></x>.", "It is {fee.a.amount}."),
    ("A&B", "en", "A & B", "A & B"),  # no XML, and clear
    ("A", "en", "a &lt; b &#62; c &quot;d&quot;", 'a < b > c "d"'),
    ("A", "en", "a < 5", "a < 5"),
    ("A", "en", "two\r\n lines", "two lines"),
    ("[本](a.md)を読む", "en", 'Read <g id="1"> the book </g>now', "Read [the book](a.md) now"),
    ("[本](a.md)を読む", "en", 'Read <g id="1">the book </g>.', "Read [the book](a.md)."),
    ("[本](a.md){.md-button}を読む", "en", 'Read <g id="1">it</g>.', "Read [it](a.md){.md-button}."),
    ("[本の**題**](a.md)", "en", '<g id="1"><g id="2">Title</g> of it</g>', "[**Title** of it](a.md)"),
    ("https://a.example/ を見る", "en", 'See <x id="1"/>.', "See https://a.example/."),
    # explanations become parentheses
    ("在留カード＜＝紙＞", "en", 'residence card <g id="1">a paper</g>', "residence card (a paper)"),
    ("在留カード＜＝紙＞", "en", 'residence card<g id="1">a paper</g>.', "residence card (a paper)."),
    ("在留カード＜＝紙＞", "vi", 'thẻ lưu trú (zairyū kādo)<g id="1">giấy</g>', "thẻ lưu trú (zairyū kādo: giấy)"),
    ("転入届＜＝紙＞", "zh-Hans", '迁入申报（转入届）<g id="1">纸</g>', "迁入申报（转入届：纸）"),
    ("紙＜＝紙＞", "zh-Hant", '紙<g id="1">紙</g>', "紙（紙）"),
    ("紙＜＝紙＞", "ko", '종이<g id="1">종이</g>', "종이(종이)"),
    ("[紙](a.md)＜＝紙＞", "en", '<g id="1">paper</g> <g id="2">a thing</g>', "[paper](a.md) (a thing)"),
    ("＜＝紙＞", "en", '<g id="1">a thing</g>', "(a thing)"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "target", "answer", "wanted"), ACCEPTED)
def test_accepted(source: str, target: str, answer: str, wanted: str) -> None:
    assert protect(source, target).restore(answer) == wanted


REFUSED = [
    # source, answer, what the message names
    ("{fee.a.amount}です", "It is free.", "{fee.a.amount}"),
    ("{fee.a.amount}です", 'It <x id="1"/> is <x id="1"/>.', "{fee.a.amount}"),
    ("{fee.a.amount}です", 'It is <x id="2"/>.', '<x id="2"/>'),
    ("{fee.a.amount}です", 'It is <x id="1">five</x>.', "空のタグ"),
    ("{fee.a.amount}です", 'It is <g id="1">it</g>.', '<g id="1">'),
    ("{fee.a.amount}です", "It is {fee.a.amount}.", "{fee.a.amount}"),
    ("{fee.a.amount}です", 'It is <x id="1"/>, {fee.b.amount}.', "{fee.b.amount}"),
    ("[本](a.md)", '<g id="1"></g>The book', "](a.md)"),
    ("[本](a.md)", '<g id="1">The book', "](a.md)"),
    ("[本](a.md)", "The book</g>", "終わり"),
    ("[本](a.md)", '<g id="1"/>The book', "](a.md)"),
    ("[本](a.md)と[紙](b.md)", '<g id="1">book <g id="2">paper</g></g>', "](b.md)"),
    ("本", "a [book](https://evil.example)", "https://evil.example"),
    ("本", "see www.evil.example", "www.evil.example"),
    ("本", "a **book**", "**"),
    ("本", "a <b>book</b>", "<b>"),
    ("本", "a <script>alert(1)</script>", "<script>"),
    ("本", "&lt;script&gt;alert(1)&lt;/script&gt;", "<script>"),
    ("本", "a \0book", "文字"),
    ("本", "a &#0;book", "文字"),
    ("本", "a &#x110000;book", "文字"),
    ("本", "  ", "空"),
    ("本", "{book|ほん}", "{book|ほん}"),
    ("本", "`book`", "`book`"),
    ("本", "book | paper", "|"),
    ("本", "a <b " + "book " * 1000, "<b "),
]


@pytest.mark.parametrize(("source", "answer", "named"), REFUSED)
def test_refused(source: str, answer: str, named: str) -> None:
    with pytest.raises(Refused) as error:
        protect(source, "en").restore(answer)
    assert named in error.value.message.ja
    assert "人が訳してください" in error.value.message.ja
    assert "\n" not in error.value.message.en


@given(TEXTS, st.text(max_size=30) | TEXTS)
def test_any_answer_is_restored_or_refused(text: str, answer: str) -> None:
    protected = protect(text, "vi")
    try:
        restored = protected.restore(answer)
    except Refused as error:
        assert error.message.ja and error.message.en
    else:
        for mark in protected.marks.values():
            if not mark.opening.startswith("＜＝"):
                assert mark.opening in restored


def test_readings_are_taken_off() -> None:
    protected = protect("{本町|ほんまち}の{contact.a.name}")
    assert protected.text == '本町の<x id="1"/>'
    assert protected.readings == ("本町 = ほんまち",)


def test_a_note_speaks_of_the_tags() -> None:
    protected = protect("{contact.a.name}か{contact.b.name}か{contact.a.name}")
    note = "{contact.a.name} = 市民課\n{contact.b.name} = 税務課"
    assert protected.explained(note) == ('<x id="1"/><x id="3"/> = 市民課\n<x id="2"/> = 税務課')


@pytest.mark.parametrize(
    ("text", "characters"), [("本を読む", 4), ("[本](a.md)&{contact.a.name}<br>", 2), ("在留＜＝紙＞", 3)]
)  # fmt: skip
def test_characters(text: str, characters: int) -> None:
    assert protect(text).characters == characters
