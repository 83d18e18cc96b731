"""Nothing that can stand in a text stops the check, and what it says of places is true."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.check.engine import check_text, plain_checker
from madoguchi.check.fix import fixed
from madoguchi.check.report import Format, report
from madoguchi.schema import CheckSettings

CHECKER = plain_checker()
DISASTER = CheckSettings(profile="disaster")
PIECES = st.sampled_from(
    [
        "申請書", "に", "記入し、", "提出", "される", "お書きください", "〜", "10時", "13:30", "令和8年", "4/1", "１２", "A", "。", "！", "、", " ", "　",
        "\n", "\r\n", "\n\n", "\t", "# ", "- ", "1. ", "| ", "|\n|--|--|\n", "> ", "    ", "```\n", "`", "**", "*", "[", "](a.md)", "![", "{漢字|かんじ}",
        "{contact.a.phone}", "{", "}", "|", "<ruby>漢<rt>かん</rt></ruby>", "<div>\n", "</div>", "<!--", "-->", "<!-- madoguchi: allow keigo x -->\n",
        "<!-- madoguchi: allow -->\n", "---\n", "!!! note \"題\"\n", "    中\n", "＜＝", "＞", "（", "）", "「", "」", "🎉", "👨‍👩‍👧", "\ufeff", "\u200b", "\u0301", "ガ",
        "\0", "\x1b[31m", "\ud800", "𠮷", "ابجد", "नेपाली", "&amp;", "\\", "〓", "ない", "ことは", "ありません", "ふらふら", "コンシェルジュ", "第三月曜日",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(max_size=80))


@given(TEXTS, st.sampled_from(["a.md", "a.txt"]))
@settings(max_examples=250, deadline=None)
def test_any_text(text: str, name: str) -> None:
    path = Path(name)
    findings = check_text(text, path, CHECKER, DISASTER)
    lines = text.split("\n")
    for finding in findings:
        assert 1 <= finding.place.line <= len(lines)
        assert 1 <= finding.place.column <= len(lines[finding.place.line - 1]) + 1
        assert finding.end is None or finding.end >= finding.place
    after, mended = fixed(text, findings)
    assert (after == text) is (mended == 0)
    for form in Format:
        report(findings, form, lang="en", texts=lambda path: text).encode()


LONG = [
    "あ" * 100_000,
    "申請書に記入し、" * 12_500,
    "漢" * 100_000,
    "10〜" * 12_000,
    "「" * 100_000,
    "（＜" * 50_000,
    "{漢字|かんじ}" * 5_000,
    "<!-- madoguchi: " * 6_000,
    "| あ " * 9_000 + "\n" + "|--" * 9_000,
    "コ" * 50_000,
    "4/1" * 33_000,
    "A" * 100_000,
    "。" * 100_000,
    "- " * 50_000,
    "ない" * 20_000,
    "1" * 100_000,
    "と".join(["紙"] * 20_000),
    "ふらふら" * 25_000,
    "> " * 50_000,
]


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_a_line_of_a_hundred_thousand(text: str) -> None:
    check_text(text, Path("a.md"), CHECKER, CheckSettings())


@given(
    st.lists(
        st.sampled_from(
            ["速やかに", "4/1に", "１２", "令和8年", "10時〜12時", "行きます。", "、", "\n"]
        ),
        max_size=12,
    ).map("".join)
)
@settings(max_examples=100, deadline=None)
def test_fixing_ends(text: str) -> None:
    path = Path("a.md")
    for _ in range(6):
        text, mended = fixed(text, check_text(text, path, CHECKER, CheckSettings()))
        if not mended:
            return
    pytest.fail("still changes after six times")
