"""A translation with an error is not shown; a site may set the rules, an editor may allow one."""

from pathlib import Path

import pytest
from conftest import change_entry

from madoguchi.catalog import State
from madoguchi.cli import main
from madoguchi.kept import FOLDER
from madoguchi.project import load

TEXT = "紙を書きます"


def state(city: Path, cache_in: Path | None = None) -> State:
    project = load(city, cache_in=cache_in)
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
    number = po[: po.index(f'msgid "{TEXT}"')].count("\n") + 1
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
        ("madoguchi: allow T012", State.MISSING),
        ("madoguchi: allow T013 so it is", State.MISSING),
        ("allow T012 so it is", State.MISSING),
    ],
)
def test_one_translation_may_be_allowed_with_a_reason(
    city: Path, note: str, expected: State
) -> None:
    wrong(city, note)
    assert state(city) is expected


def test_what_was_found_is_kept_and_found_anew(city: Path) -> None:
    wrong(city)
    folder = city.parent
    assert [state(city, folder) for _ in range(2)] == [State.MISSING] * 2
    assert (folder / FOLDER / "translations.json").is_file()
    change_entry(city, TEXT, translation="Fill in the form")
    assert state(city, folder) is State.CURRENT
    wrong(city)
    set_rules(city, "{T012: off}")
    assert state(city, folder) is State.CURRENT
    (folder / FOLDER / "translations.json").write_text('{"key": 1, "kept": []}', encoding="utf-8")
    assert state(city, folder) is State.CURRENT
