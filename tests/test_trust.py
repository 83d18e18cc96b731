"""A translation with an error is not shown; a site may set the rules, an editor may allow one."""

import json
from pathlib import Path

import pytest
from conftest import change_entry

from madoguchi.catalog import State
from madoguchi.cli import main
from madoguchi.kept import FOLDER
from madoguchi.project import load

TEXT = "紙を書きます"


def state(city: Path) -> State:
    project = load(city)
    return project.catalogs["en", "moving/moving-in.po"].get("item", TEXT).state


def wrong(city: Path, note: str = "") -> None:
    change_entry(city, TEXT, translation="Fill in 3 forms", note=note)


def set_rules(city: Path, rules: str) -> None:
    with (city / "site.yml").open("a", encoding="utf-8") as site:
        site.write(f"\ntranslation:\n  rules: {rules}\n")


def test_a_wrong_translation_is_found_and_not_shown(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong(city)
    assert state(city) is State.MISSING
    assert main(["check", "--content", str(city), "--format", "concise", "--lang", "en"]) == 1
    line = next(ln for ln in capsys.readouterr().out.splitlines() if "T012" in ln)
    po = (city / "locale/en/moving/moving-in.po").read_text(encoding="utf-8")
    number = po[: po.index('msgstr "Fill in 3 forms"')].count("\n") + 1
    assert f"moving-in.po:{number}:1: error T012" in line
    assert "3" in line


@pytest.mark.parametrize(
    ("rules", "code"),
    [("{T012: off}", 0), ("{changed-number: off}", 0), ("{changed-number: warning}", 0)],
)
def test_a_site_sets_a_rule(city: Path, rules: str, code: int) -> None:
    wrong(city)
    set_rules(city, rules)
    assert state(city) is State.CURRENT
    assert main(["check", "--content", str(city), "--no-cache"]) == code


@pytest.mark.parametrize(
    ("rules", "said"),
    [("{changed-numbr: off}", "changed-number"), ("{T012: loud}", "loud"), ("[T012]", "rules")],
)
def test_a_wrong_setting(
    city: Path, capsys: pytest.CaptureFixture[str], rules: str, said: str
) -> None:
    set_rules(city, rules)
    assert main(["check", "--content", str(city)]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("madoguchi: allow changed-number three is what they mean", State.CURRENT),
        ("madoguchi: allow T012 so it is", State.CURRENT),
        ("Madoguchi:Allow T012、T013 so it is", State.CURRENT),
        ("madoguchi: allow T012", State.MISSING),
        ("madoguchi: allow T01 so it is", State.MISSING),
        ("madoguchi: allow T012 T013", State.CURRENT),
        ("madoguchi: allow T013 so it is", State.MISSING),
        ("allow T012 so it is", State.MISSING),
    ],
)
def test_one_translation_may_be_allowed_with_a_reason(
    city: Path, note: str, expected: State
) -> None:
    wrong(city, note)
    assert state(city) is expected
    codes = {finding.code for finding in load(city).doubts}
    assert ("T005" in codes) == (note.endswith("T012") or "T01 " in note)


def test_the_rule_for_facts_cannot_be_switched_off(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change_entry(
        city, TEXT, translation="Fill in {fee.copy}", note="madoguchi: allow T002 we want it"
    )
    assert state(city) is State.MISSING
    set_rules(city, "{lost-reference: off}")
    assert main(["check", "--content", str(city), "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert "T002" in said
    line = (city / "site.yml").read_text(encoding="utf-8").count("\n")
    assert f"site.yml:{line}:" in said


def test_what_was_found_is_kept_and_found_anew(city: Path) -> None:
    wrong(city)
    kept = city.parent / FOLDER / "translations.json"
    assert [state(city) for _ in range(2)] == [State.MISSING] * 2
    assert kept.is_file()
    change_entry(city, TEXT, translation="Fill in the form")
    assert state(city) is State.CURRENT
    wrong(city)
    set_rules(city, "{T012: off}")
    assert state(city) is State.CURRENT


@pytest.mark.parametrize(
    "rows", ["[[0]]", '[[0, "T012", "loud", "", ""]]', '[[99, "T012", "error", "", ""]]', "1", "{}"]
)
def test_what_was_kept_by_another_version_is_not_used(city: Path, rows: str) -> None:
    state(city)
    kept = city.parent / FOLDER / "translations.json"
    data = json.loads(kept.read_text(encoding="utf-8"))
    data["kept"] = {name: json.loads(rows) for name in data["kept"]}
    kept.write_text(json.dumps(data), encoding="utf-8")
    assert state(city) is State.CURRENT


@pytest.mark.parametrize("command", [["readings", "--write"], ["export", "{out}"]])
def test_a_wrong_translation_stops_no_other_command(
    city: Path, tmp_path: Path, command: list[str]
) -> None:
    wrong(city)
    argv = [part.format(out=tmp_path / "out") for part in command]
    assert main([*argv, "--content", str(city)]) == 0
