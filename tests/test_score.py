"""The score: a sum that can be shown, right on our own pairs, and a number whatever a line holds."""

import io
import sys
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.check.score import LABELS, score, weights, word_score
from madoguchi.cli import main
from madoguchi.read.reader import Reader

WORDS = Reader().words
PAIRS = sorted((Path(__file__).parent / "score").glob("*.tsv"))

# original, easier: what guidelines show, and what must not count
RANKED = [
    ("書類を提出してください。", "紙を出してください。"),
    ("お書きください。", "書いてください。"),
    ("紙が送付されます。", "市役所が紙を送ります。"),
    ("申請書に記入し、提出してください。", "申請書に書いて、出してください。"),
    ("できないことはありません。", "できます。"),
    ("余震に注意してください。", "余震＜あとから来る地震＞に気をつけてください。"),
    ("明日の10時〜11時です。", "明日の10時から11時までです。"),
    ("参拝します。", "参拝（さんぱい：神社やお寺に行って祈ること）します。"),
    ("高齢者世帯調査票を配布する。", "お年寄りの家に、紙を配ります。"),
]


@pytest.mark.parametrize(("hard", "easy"), RANKED)
def test_the_easier_one_scores_lower(hard: str, easy: str) -> None:
    assert score(hard, WORDS).value > score(easy, WORDS).value


def test_length_is_never_counted() -> None:
    one = "水曜日にごみを出します。"
    assert score(one, WORDS).value == score(one * 50, WORDS).value == 0


@pytest.mark.parametrize("path", PAIRS, ids=lambda p: p.stem)
def test_our_own_pairs(path: Path) -> None:
    """The weights were fitted to these: a floor under changes, not a measure of anything else."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    right = sum(score(hard, WORDS).value > score(easy, WORDS).value for hard, easy in rows)
    assert len(rows) >= 400 and right / len(rows) >= 0.97


def test_every_kind_has_a_weight_and_none_is_below_zero() -> None:
    assert set(weights()) == set(LABELS)
    assert all(weight > 0 for weight in weights().values())


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_the_points_are_the_score(text: str) -> None:
    found = score(text, WORDS)
    assert all(fault.points >= 0 for fault in found.faults)
    assert found.value == sum(fault.points for fault in found.faults)
    assert (found.explained("en") == "") is (found.value == 0)


@given(st.text(max_size=12), st.text(max_size=40), st.integers(-3, 60))
@settings(max_examples=150, deadline=None)
def test_a_word_has_a_number_wherever_it_is(word: str, text: str, offset: int) -> None:
    assert 0 <= word_score(word, text, offset, WORDS) < 20


HARDER = [
    ("督促", "学校"),
    ("賦課", "申請"),
    ("に基づき", "に"),
    ("徴収", "お金"),
    ("コンプライアンス", "バス"),
    ("国民健康保険被保険者証", "健康"),
    ("憂鬱", "元気"),
]


@pytest.mark.parametrize(("hard", "easy"), HARDER)
def test_words_by_difficulty(hard: str, easy: str) -> None:
    assert word_score(hard, hard, 0, WORDS) > word_score(easy, easy, 0, WORDS)


class Run(Protocol):
    def __call__(self, data: bytes, *args: str) -> list[str]: ...


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)

    def command(data: bytes, *args: str) -> list[str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        monkeypatch.setattr(sys, "stdout", out)
        assert main(["score", *args]) == 0
        out.flush()
        return out.buffer.getvalue().decode().split("\n")

    return command


def test_one_number_a_line_whatever_the_line_holds(run: Run) -> None:
    data = (
        "紙を出します。\n\n \t\r\n🎉\n{漢字|かんじ}\n".encode()
        + b"\xff\xfe\n\x00\n"
        + "あ".encode() * 50_000
    )
    lines = run(data)
    assert len(lines) == data.count(b"\n") + 2 and lines[-1] == ""
    assert all(float(line) >= 0 for line in lines[:-1])


def test_words_of_a_file(run: Run) -> None:
    lines = run(
        "申請書\t窓口で申請書を出す\t3\nを\t窓口で申請書を出す\t6\nない\n\t\t\nx\ty\tz\n".encode(),
        "--words",
    )
    numbers = [float(line) for line in lines[:-1]]
    assert len(numbers) == 5 and numbers[0] > numbers[1] == 0


def test_points_are_shown(run: Run) -> None:
    line = run("紙が送付されます。\n".encode(), "--explain", "--lang", "en")[0]
    assert "passive（送付され）" in line


def test_pages(capsys: pytest.CaptureFixture[str], city: Path) -> None:
    assert main(["score", "--pages", "--content", str(city), "--lang", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split("\t") == ["per sentence", "score", "sentences", "page"]
    assert any("moving-in.md" in line for line in lines)
