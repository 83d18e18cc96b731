"""The lists of words: their shape, what they say of words, and what the rules make of them."""

import re
from collections import Counter
from pathlib import Path

import pytest

from madoguchi.check.engine import Checker, check_text
from madoguchi.check.precedents import rewrites
from madoguchi.check.rules import RULES
from madoguchi.check.vocabulary import difficulty
from madoguchi.findings import Severity
from madoguchi.kana import hiragana
from madoguchi.read.reader import Reader
from madoguchi.schema import CheckSettings
from madoguchi.tsv import rows

WORDS = "madoguchi.check.words"
KANA = re.compile("[ぁ-ゖァ-ヺー]+")
NAMES = {rule.id: rule.name for rule in RULES}
CHECKER = Checker(Reader())


def test_basic_words() -> None:
    table = list(rows(WORDS, "basic.tsv"))
    assert len(table) >= 2000
    assert not [pair for pair, n in Counter((r[0], r[1]) for r in table).items() if n > 1]
    assert {r[3] for r in table} == {"1", "2", "3"}
    assert not [r for r in table if not KANA.fullmatch(r[1])]


def test_graded_words_are_not_basic() -> None:
    basic = {r[0] for r in rows(WORDS, "basic.tsv")}
    table = list(rows(WORDS, "graded.tsv"))
    assert len({r[0] for r in table}) == len(table) >= 2500
    assert not basic & {r[0] for r in table}
    assert {r[2] for r in table} == {"3", "4", "5", "6"}


def test_rewrites() -> None:
    table = list(rows(WORDS, "rewrites.tsv"))
    kinds = {"safe", "word", "phrase", "loanword", "abbrev", "mimetic", "keep"}
    assert {r[2] for r in table} == kinds
    assert not [word for word, n in Counter(r[0] for r in table).items() if n > 1]
    assert not [r for r in table if r[0] == r[1] and r[2] != "keep"]


def test_what_fix_may_write_is_one_thing_and_not_itself_rewritten() -> None:
    safe = {r.original: r for r in rewrites() if r.safe}
    assert len(safe) > 80
    for rewrite in safe.values():
        assert rewrite.replacement is not None, rewrite
        assert rewrite.replacement not in safe, rewrite


def test_precedents_name_their_sources() -> None:
    sources = {r[0] for r in rows(WORDS, "sources.tsv")}
    table = list(rows(WORDS, "precedents.tsv"))
    assert {r[2] for r in table} <= sources
    assert {r[3] for r in table} == {"word", "term", "sentence"}
    assert {r[4] for r in table} == {"seen", "second-hand", "doubtful"}
    # whoever doubts a rewrite says why
    assert not [r for r in table if r[4] == "doubtful" and len(r) < 6]


def test_terms_are_short_and_easy() -> None:
    table = list(rows(WORDS, "terms.tsv"))
    assert len(table) >= 150 and len({r[0] for r in table}) == len(table)
    assert not [r for r in table if len(r[2]) > 40 or not KANA.fullmatch(hiragana(r[1]))]


ESTIMATES = [
    ("学校", 0, 0.5), ("引っ越し", 0, 1), ("さわる", 0, 1), ("コンビニ", 0, 1), ("強さ", 0, 1.5), ("お風呂", 0, 1),
    ("申請", 2.5, 4.5), ("督促", 4.5, 7), ("賦課", 4.5, 8), ("憂鬱", 3.5, 8), ("高額療養費", 3, 8),
]  # fmt: skip


@pytest.mark.parametrize(("text", "least", "most"), ESTIMATES)
def test_difficulty(text: str, least: float, most: float) -> None:
    words = [word for word in Reader().words(text) if word.pos[0] != "接頭辞"]
    assert least <= max(difficulty(word).value for word in words) <= most


# A sentence, and what is found: "rule:words", with "hint" before it for a hint
FOUND = [
    ("学校へ行って、先生と話します。", []),
    ("税金の督促を受けました。", ["hard-word:督促"]),
    ("税金の督促＜＝払ってくださいと言うこと＞を受けました。", []),
    ("ここに名前を記入してください。", ["hint easier-word:記入し"]),
    ("速やかに来てください。", ["easier-word:速やかに"]),
    ("住民票の写しを出します。", []),
    ("市民のニーズを聞きます。", ["loanword:ニーズ"]),
    ("エレベーターで行きます。", []),
    ("体育館において話します。", ["formal-phrase:において"]),
    ("病院によって、お金がちがいます。", []),
    ("高齢者調査票を送ります。", ["noun-run"]),
    ("日本語教室へ行きます。", []),
    ("当該世帯は給付申請書類を速やかに提出する。", ["hard-sentence"]),
]
IGNORED = frozenset({"plain-ending", "doubtful-reading"})


@pytest.mark.parametrize(("sentence", "expected"), FOUND)
def test_rules_that_know_words(sentence: str, expected: list[str]) -> None:
    found = []
    for finding in check_text(sentence, Path("a.md"), CHECKER, CheckSettings()):
        assert finding.end is not None
        name = NAMES[finding.code]
        hint = "hint " if finding.severity is Severity.INFO else ""
        words = sentence[finding.place.column - 1 : finding.end.column - 1]
        if name not in IGNORED:
            found.append(f"{hint}{name}:{words}")
    for one in expected:
        assert any(f.startswith(one) for f in found), found
    if not expected:
        assert not [f for f in found if not f.startswith("hint hard-kanji")]
    elif all(":" in one for one in expected):
        assert sorted(found) == sorted(expected)


def test_a_precedent_says_who_and_where_they_disagree() -> None:
    messages = {
        finding.message.ja
        for finding in check_text("水に備えてください。", Path("a.md"), CHECKER, CheckSettings())
    }
    assert any("三重県" in message and "大阪府" in message for message in messages), messages
