"""Parsing finds every text and nothing else; splicing leaves every other character alone."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.document import BlockKind, parse
from madoguchi.inline import Kind, prose, references, scan, strip_readings, unwrap
from madoguchi.project import Project
from madoguchi.span import Edit, Lines, Place, Span, splice

CASES: list[tuple[str, list[tuple[str, str]]]] = [
    ("", []),
    ("文です。", [("paragraph", "文です。")]),
    ("# 題\n## 見出し ##\n", [("heading", "題"), ("heading", "見出し")]),
    ("## 見出し {#id .c}\n", [("heading", "見出し")]),
    ("一行目の\n二行目です。", [("paragraph", "一行目の二行目です。")]),
    ("one\ntwo", [("paragraph", "one two")]),
    ("- 一\n- 二\n    - 三\n", [("item", "一"), ("item", "二"), ("item", "三")]),
    ("1. 一\n2) 二\n", [("item", "一"), ("item", "二")]),
    ("- [ ] する\n- [x] した\n", [("item", "する"), ("item", "した")]),
    ("- 一\n\n    段落\n", [("item", "一"), ("paragraph", "段落")]),
    ("| 甲 | 乙 |\n| --- | --- |\n| 一 | `a|b` |\n", [("cell", t) for t in ("甲", "乙", "一", "`a|b`")]),
    ("| 甲 |\n| --- |\n| {漢|かん} |\n", [("cell", "甲"), ("cell", "漢")]),
    ('!!! note "題"\n    文です。\n', [("title", "題"), ("paragraph", "文です。")]),
    ('??? tip "題"\n    - 一\n', [("title", "題"), ("item", "一")]),
    ("!!! note\n    文です。\n", [("paragraph", "文です。")]),
    ("```\n# 字\n```\n文", [("paragraph", "文")]),
    ("文\n```\n字\n```\n", [("paragraph", "文")]),
    ("<!-- 字 -->\n文", [("paragraph", "文")]),
    ("<!-- 字\n\n字 -->\n文", [("paragraph", "文")]),
    ("<div>\n字\n</div>\n\n文", [("paragraph", "文")]),
    ("文\n{: .c }\n", [("paragraph", "文")]),
    ("> 引用です。\n", [("paragraph", "引用です。")]),
    ("    コード\n\n文", [("paragraph", "文")]),
    ("---\n\n文", [("paragraph", "文")]),
    ("---\nid: a\n---\n文", [("paragraph", "文")]),
    ("{list:desks}\n\n文", [("paragraph", "文")]),
    ("{今日|きょう}は{contact.a.phone}です。", [("paragraph", "今日は{contact.a.phone}です。")]),
    ("ことば\n: 説明です。\n", [("paragraph", "ことば"), ("paragraph", "説明です。")]),
    ("文です。\r\n\r\n## 題\r\n", [("paragraph", "文です。"), ("heading", "題")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "blocks"), CASES, ids=range(len(CASES)))
def test_blocks(text: str, blocks: list[tuple[str, str]]) -> None:
    assert [(b.kind.value, b.text) for b in parse(text).blocks] == blocks


def identity(text: str) -> str:
    """Put every block's own source back in its place."""
    return splice(text, [Edit(b.span, b.span.of(text)) for b in parse(text).blocks])


def test_identity_on_every_page_of_the_example(example: Project) -> None:
    for page in example.content.pages:
        assert identity(page.document.text) == page.document.text
        for block in page.document.blocks:
            assert strip_readings(block.span.of(page.document.text)) == block.text


LINES = st.lists(
    st.one_of(
        st.sampled_from([
            "", "## 見出し", "- 項目", "    - 中の項目", "1. 番号", "| a | b |", "| --- | --- |", "!!! note \"題\"", "    中の文です。",
            "```", "<div>", "</div>", "<!--", "-->", "> 引用", "---", "{list:desks}", "{: .x }", "文です。", "**強**い`code`と[リンク](a.md)",
            "{漢字|かんじ}", "{contact.a.phone}", "\t字", "字\r", "𠮷野家 é 🎌", "|", "{|}", "[", "](", "***", "~~~",
        ]),
        st.text(max_size=30),
    ),
    max_size=25,
)  # fmt: skip


@given(LINES)
def test_identity(lines: list[str]) -> None:
    text = "\n".join(lines)
    document = parse(text, Path("x.md"))
    assert identity(text) == text
    spans = [b.span for b in document.blocks]
    assert spans == sorted(spans), "blocks are in the order of the text"
    assert all(a.end <= b.start for a, b in pairwise(spans))


@given(st.text())
def test_tokens_are_the_text(text: str) -> None:
    assert "".join(token.span.of(text) for token in scan(text)) == text
    mapped = prose(text)
    assert len(mapped.text) == len(mapped.starts) == len(mapped.ends)
    unwrap(mapped)


def test_prose_maps_to_the_source() -> None:
    text = "**市**役所で{今日|きょう}、`x`を[見](a.md)る"
    mapped = prose(text)
    assert mapped.text == "市役所で今日、〓を見る"
    assert mapped.source(0, 3).of(text) == "市**役所"
    assert mapped.source(4, 6).of(text) == "{今日|きょう}"
    assert [(g.span.of(mapped.text), g.reading) for g in mapped.given] == [("今日", "きょう")]


def test_a_wrapped_paragraph_is_one_sentence() -> None:
    mapped = unwrap(prose("市役所へ\n    行きます。"))
    assert mapped.text == "市役所へ行きます。"
    assert mapped.starts[4] == len("市役所へ\n    ")


def test_references_and_readings() -> None:
    assert references("{fee.a}と{date:2026-04-01}と{漢字|かんじ}と{event}") == [
        "fee.a",
        "date:2026-04-01",
    ]
    assert [t.kind for t in scan("{漢字|かんじ}")] == [Kind.RUBY]


def test_places() -> None:
    lines = Lines("a\nb𠮷c\n")
    assert lines.place(0) == Place(1, 1)
    assert lines.place(4) == Place(2, 3)


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        splice("abc", [Edit(Span(0, 2), "x"), Edit(Span(1, 3), "y")])


def test_kinds_are_translator_contexts() -> None:
    assert {kind.value for kind in BlockKind} >= {"heading", "paragraph", "item", "cell", "title"}
