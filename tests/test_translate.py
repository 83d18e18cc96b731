"""Catalogs follow the sources: what is unchanged stays, what changed is fuzzy, nothing is lost."""

from pathlib import Path

import pytest
from conftest import change_entry

from madoguchi.catalog import read_po
from madoguchi.cli import main
from madoguchi.content import load
from madoguchi.files import write_text
from madoguchi.po import Entry, Po
from madoguchi.project import load as load_project
from madoguchi.translate.status import status
from madoguchi.translate.update import update

PAGE = "pages/moving/moving-in.md"
PO = "locale/en/moving/moving-in.po"


def edit(city: Path, old: str, new: str, file: str = PAGE) -> None:
    path = city / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def updated(city: Path) -> Po:
    list(update(load(city)))
    po, findings = read_po(city / PO)
    assert po is not None and not findings
    return po


def entry(po: Po, text: str) -> Entry:
    return next(e for e in po.entries if e.text == text and not e.obsolete)


def test_update_twice_writes_nothing(city: Path) -> None:
    updated(city)
    before = (city / PO).read_bytes()
    assert not any(one.written for one in list(update(load(city))))
    assert (city / PO).read_bytes() == before


def test_changed_text_is_fuzzy_with_its_previous_text(city: Path) -> None:
    edit(city, "- 紙を書きます", "- 大きい紙を書きます")
    po = updated(city)
    found = entry(po, "大きい紙を書きます")
    assert found.translation == "Fill in the form"
    assert found.flags == ("fuzzy",)
    assert found.previous == "紙を書きます"


def test_a_text_that_changes_twice_keeps_what_was_translated(city: Path) -> None:
    edit(city, "- 紙を書きます", "- 大きい紙を書きます")
    updated(city)
    edit(city, "- 大きい紙を書きます", "- 大きい紙を2枚書きます")
    assert entry(updated(city), "大きい紙を2枚書きます").previous == "紙を書きます"


def test_new_text_has_no_translation(city: Path) -> None:
    edit(city, "- 紙を書きます", "- 紙を書きます\n- 駅の近くの図書館で本を借ります")
    found = entry(updated(city), "駅の近くの図書館で本を借ります")
    assert (found.translation, found.flags) == ("", ())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("青空市に引っ越してきた人", "{青空市|あおぞらし}に引っ越してきた人"),
        ("- 紙を書きます\n- [はじめ", "- [はじめ"),
        ("## することを見ます\n\n", "## することを見ます\n\n<!-- 覚え書き -->\n\n"),
    ],
)
def test_a_reading_a_comment_or_a_removal_makes_nothing_fuzzy(
    city: Path, old: str, new: str
) -> None:
    updated(city)
    edit(city, old, new)
    assert not [e for e in updated(city).entries if e.flags]


def test_moving_blocks_changes_no_entry(city: Path) -> None:
    po = updated(city)
    before = set(po.entries)
    edit(
        city,
        "- 紙を書きます\n- [はじめのページ](../index.md)を見ます",
        "- [はじめのページ](../index.md)を見ます\n- 紙を書きます",
    )
    assert set(updated(city).entries) == before


def test_a_removed_text_is_kept_as_obsolete_and_comes_back(city: Path) -> None:
    edit(city, "- 紙を書きます\n", "")
    po = updated(city)
    assert [e.text for e in po.entries if e.obsolete] == ["紙を書きます"]
    edit(city, "- [はじめ", "- 紙を書きます\n- [はじめ")
    found = entry(updated(city), "紙を書きます")
    assert (found.translation, found.flags) == ("Fill in the form", ())


def test_what_translators_write_is_kept(city: Path) -> None:
    po = updated(city)
    head = po.header.changed(translation=po.header.translation + "Last-Translator: Hana\n")
    write_text(city / PO, str(Po(head, po.entries)))
    change_entry(city, "パスポート", note="as in the law", flags=("machine",))
    again = updated(city)
    assert again.metadata["Last-Translator"] == "Hana"
    assert entry(again, "パスポート").note == "as in the law"
    assert entry(again, "パスポート").flags == ("machine",)


def test_facts_are_explained_to_translators(city: Path) -> None:
    comments = [e.comment for e in updated(city).entries]
    assert any("{place.city-hall.name} = 青空市役所" in comment for comment in comments)


def test_nothing_is_written_while_a_page_cannot_be_read(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(city, "id: moving-in", "id: [")
    before = (city / PO).read_bytes()
    assert main(["translate", "update", "--content", str(city)]) == 2
    assert (city / PO).read_bytes() == before
    assert "S002" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "空です"), ("\n \n", "空です"), ("<<<<<<< HEAD\n", "マージ"), ("=======\n", "マージ"), ("msgid\n", "msgid")],
)  # fmt: skip
def test_a_broken_catalog_is_left_alone_and_the_others_are_updated(
    city: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    edit(city, "- 紙を書きます", "- 大きい紙を書きます")
    broken = city / "locale/en/data.po"
    broken.write_text(text, encoding="utf-8")
    assert main(["translate", "update", "--content", str(city)]) == 2
    assert broken.read_text(encoding="utf-8") == text
    err = capsys.readouterr().err
    assert "T001" in err and said in err
    assert "大きい紙を書きます" in (city / PO).read_text(encoding="utf-8")


def test_unknown_language(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["translate", "status", "enn", "--content", str(city)]) == 2
    assert "「en」ではありませんか" in capsys.readouterr().err


def test_status_counts(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(city, "- 紙を書きます", "- 大きい紙を書きます\n- 駅の近くの図書館で本を借ります")
    updated(city)
    change_entry(city, "パスポート", flags=("machine",))
    project = load_project(city)
    share = status(project.content, project.catalogs)["en", "moving/moving-in.po"]
    assert (share.machine, share.outdated, share.missing) == (1, 1, 1)
    assert main(["translate", "status", "--content", str(city)]) == 0
    line = next(ln for ln in capsys.readouterr().out.splitlines() if "moving-in.po" in ln)
    assert line.split() == ["en", "13", "1", "1", "1", "87%", "moving/moving-in.po"]
