"""What readings say of themselves: who gives them, how sure they are, and how to settle them."""

import json
from pathlib import Path

import pytest

from madoguchi.cli import main
from madoguchi.inline import Given
from madoguchi.read.reader import Reader, Readings
from madoguchi.read.vote import disagreements, second_reader
from madoguchi.span import Span
from madoguchi.words import DOUBTFUL, Origin, Word


def word(text: str, of: str, reader: Reader | None = None) -> Word:
    return next(w for w in (reader or Reader()).words(text) if w.text == of)


@pytest.mark.parametrize(
    ("text", "of", "origin", "sure"),
    [
        ("市役所へ行きます。", "市役所", Origin.DICTIONARY, True),
        ("14日です。", "14日", Origin.RULE, True),
        ("会議を行った。", "行っ", Origin.RULE, True),
        ("大津波警報です。", "大津波", Origin.RULE, True),
        ("鸜鵒です。", "鸜鵒", Origin.NONE, False),
        ("問題を根本から変えます。", "根本", Origin.DICTIONARY, False),
    ],
)
def test_origin_and_confidence(text: str, of: str, origin: Origin, sure: bool) -> None:
    found = word(text, of)
    assert found.origin is origin
    assert (found.confidence >= DOUBTFUL) is sure


def test_an_editor_is_sure() -> None:
    (found, *_) = Reader().words("根本です。", [Given(Span(0, 2), "ねもと")])
    assert (found.reading, found.origin, found.confidence) == ("ねもと", Origin.EDITOR, 1.0)
    table = Reader(Readings({"根本": "ねもと"}))
    assert word("根本です。", "根本", table).reading == "ねもと"


def test_the_longest_word_of_any_table_wins() -> None:
    reader = Reader(Readings({"津波": "つなみ"}))
    assert "".join(w.reading for w in reader.words("大津波が来ます")) == "おおつなみがきます"


def test_a_second_reader_that_disagrees() -> None:
    reader = Reader(opinion=lambda text: text.replace("番茶茶碗", "バンチャヂャワン"))
    found = [w for w in reader.words("番茶茶碗") if w.confidence < DOUBTFUL]
    assert found
    assert disagreements(Reader().words("14日"), "ジューヨンニチ") == {}, "rules stand"


@pytest.mark.skipif(second_reader() is None, reason="the extra `vote` is not installed")
def test_the_real_second_reader_agrees_on_plain_text() -> None:
    reader = Reader(opinion=second_reader())
    words = reader.words("転入届の紙を書いて、市役所の窓口に出してください。")
    assert all(w.confidence >= DOUBTFUL for w in words)


def doubtful(city: Path) -> None:
    path = city / "pages/moving/moving-in.md"
    path.write_text(
        path.read_text(encoding="utf-8") + "\n問題を根本から変えます。かさの柄を持ちます。\n",
        encoding="utf-8",
    )


def test_check_and_accept(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    doubtful(city)
    assert main(["check", "--level", "info", "--content", str(city)]) == 0
    assert capsys.readouterr().out.count(" EJ010 ") == 2
    assert main(["read", "--accept", "--content", str(city)]) == 0
    assert "根本\tこんぽん" in capsys.readouterr().out
    assert (city / "words/readings.tsv").read_text(encoding="utf-8") == "根本\tこんぽん\n"
    assert "かさの{柄|がら}を" in (city / "pages/moving/moving-in.md").read_text(encoding="utf-8")
    assert main(["check", "--level", "info", "--content", str(city)]) == 0
    assert "EJ010" not in capsys.readouterr().out


@pytest.mark.parametrize(("risk", "severity"), [("high", "error"), ("normal", "warning")])
def test_a_doubtful_name_is_an_error_where_lives_hang_on_it(
    city: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    risk: str,
    severity: str,
) -> None:
    path = city / "pages/moving/moving-in.md"
    text = path.read_text(encoding="utf-8").replace("risk: high", f"risk: {risk}")
    path.write_text(f"{text}\n神戸へ行きます。\n", encoding="utf-8")
    monkeypatch.setattr(
        "madoguchi.read.doubt.disagreements",
        lambda words, theirs: {i: "かんべ" for i, w in enumerate(words) if w.text == "神戸"},
    )
    monkeypatch.setattr("madoguchi.project.second_reader", lambda: str)
    assert main(["check", "--content", str(city)]) == (1 if severity == "error" else 0)
    assert f"{severity} EJ010" in capsys.readouterr().out


def test_accept_one_word(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    doubtful(city)
    assert main(["read", "--accept", "根本", "--content", str(city)]) == 0
    assert main(["check", "--level", "info", "--content", str(city)]) == 0
    assert capsys.readouterr().out.count("EJ010") == 1


def test_readings_are_listed_and_compared(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["readings", "--check", "--content", str(city)]) == 2
    assert "--write" in capsys.readouterr().err
    assert main(["readings", "--write", "--content", str(city)]) == 0
    listed = (city / "words/all-readings.tsv").read_text(encoding="utf-8")
    assert listed.startswith("# SudachiDict core ")
    assert "\n本町\tほんまち\teditor\t1\tdata/places.yml\n" in listed
    assert main(["readings", "--check", "--content", str(city)]) == 0
    doubtful(city)
    capsys.readouterr()
    assert main(["readings", "--check", "--content", str(city)]) == 1
    assert "+根本\tこんぽん" in capsys.readouterr().out


def test_json(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    from io import BytesIO, TextIOWrapper

    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO("14日\n\n".encode())))
    out = BytesIO()
    monkeypatch.setattr("sys.stdout", TextIOWrapper(out, encoding="utf-8"))
    assert main(["read", "--to", "json", "--content", "nowhere"]) == 0
    first, second, rest = out.getvalue().split(b"\n")
    assert json.loads(first)["words"][0]["reading"] == "じゅうよっか"
    assert (json.loads(second)["words"], rest) == ([], b"")
