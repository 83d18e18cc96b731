"""Translations that come from outside: a machine, a document the city has already."""

import json
import re
import sys
from pathlib import Path

import pytest
from conftest import change_entry
from lxml import etree
from openpyxl import load_workbook

from madoguchi.catalog import State
from madoguchi.cli import main
from madoguchi.po import parse
from madoguchi.project import load

PO = "locale/en/moving/moving-in.po"
PAGE = "pages/moving/moving-in.md"

PROVIDER = """
import json, sys
asked = json.load(sys.stdin)
print(json.dumps({"version": 1, "texts": [
    {"id": t["id"], "text": ANSWER(t["text"])} for t in asked["texts"]]}))
"""


def provider(city: Path, answer: str) -> None:
    """Configure a machine that answers with the Python expression `answer` of each text."""
    script = city.parent / "provider.py"
    script.write_text(PROVIDER.replace("ANSWER", f"(lambda text: {answer})"), encoding="utf-8")
    command = json.dumps([sys.executable, str(script)])
    with (city / "site.yml").open("a", encoding="utf-8") as site:
        site.write(f"\ntranslation:\n  machine:\n    command: {command}\n")


def run(city: Path, *args: str) -> int:
    return main(["translate", *args, "--content", str(city), "--lang", "en"])


def entry(city: Path, text: str) -> tuple[str, tuple[str, ...], str]:
    po = parse((city / PO).read_text(encoding="utf-8"))
    found = next(e for e in po.entries if e.text == text)
    return found.translation, found.flags, found.note


# machine


def test_no_provider_is_called_unless_configured(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change_entry(city, "紙を書きます", translation="")
    before = (city / PO).read_bytes()
    assert run(city, "machine") == 2
    assert "translation:" in capsys.readouterr().err
    assert (city / PO).read_bytes() == before


def test_a_dry_run_tells_what_would_be_sent(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change_entry(city, "紙を書きます", translation="")
    assert run(city, "machine", "--dry-run") == 0
    assert "en: 1 texts, 6 characters, 1 calls" in capsys.readouterr().out


def test_what_is_missing_or_outdated_is_translated_and_flagged(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    provider(
        city,
        "'Machine made this of it.' if '<' not in text else text.replace('へ行きます。電話は', ' is where you go. ').replace('です。', ' is its number.')",
    )
    change_entry(city, "紙を書きます", translation="", note="reviewed 2026-01-01 Ono")
    change_entry(
        city, "パスポート", flags=("fuzzy",), previous="旅券", note="reviewed 2026-01-01 Ono"
    )
    assert run(city, "machine", "en", "--page", "moving-in") == 0
    assert "en: 2 translated, 0 refused" in capsys.readouterr().out
    made = ("Machine made this of it.", ("machine",), "")
    assert entry(city, "紙を書きます") == made
    assert entry(city, "パスポート") == made
    assert entry(city, "在留カード") == ("Residence card", (), "")


def test_again_leaves_what_a_person_had_read_unless_told(city: Path) -> None:
    provider(city, "'Machine made this of it.' if '<' not in text else text")
    change_entry(city, "紙を書きます", note="reviewed 2026-01-01 Ono")
    change_entry(city, "パスポート", flags=("machine",))
    run(city, "machine", "--page", "moving-in", "--again")
    assert entry(city, "紙を書きます") == ("Fill in the form", (), "reviewed 2026-01-01 Ono")
    assert entry(city, "パスポート")[0] == "Machine made this of it."
    run(city, "machine", "--page", "moving-in", "--reviewed")
    assert entry(city, "紙を書きます") == ("Machine made this of it.", ("machine",), "")


def test_a_machine_that_loses_a_fact_is_refused(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    provider(city, "'Go there.'")
    text = "{place.city-hall.name}へ行きます。電話は{contact.city-hall.phone}です。"
    change_entry(city, text, translation="")
    assert run(city, "machine", "--page", "moving-in") == 1
    said = capsys.readouterr()
    assert "0 translated, 1 refused" in said.out
    assert text in said.err
    assert entry(city, text)[0] == ""


def test_what_came_before_a_failure_is_kept(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    provider(city, "'Machine made this of it.' if '紙' in text else sys.exit('quota is used up')")
    with (city / "site.yml").open("a", encoding="utf-8") as site:
        site.write("    batch: 1\n")
    change_entry(city, "紙を書きます", translation="")
    change_entry(city, "コピー", translation="")
    assert run(city, "machine", "--page", "moving-in") == 2
    assert "quota is used up" in capsys.readouterr().err
    assert entry(city, "紙を書きます")[0] == "Machine made this of it."
    assert entry(city, "コピー")[0] == ""


def test_nothing_is_sent_for_a_catalog_that_cannot_be_read(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    provider(city, "sys.exit('it was called')")
    path = city / PO
    broken = path.read_text(encoding="utf-8").replace('msgid "紙を書きます"', "msgid 紙を書きます")
    path.write_text(broken, encoding="utf-8")
    for command in (["machine"], ["export", "--format", "xliff", "-o", str(city.parent / "out")]):
        assert run(city, *command) == 2
        assert "T001" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == broken


# align

DOCUMENT = """---
title: Moving in
---

# Things to see

Go to Aozora City Hall. The phone number is 0999-11-1000.

* Fill in the form
* See the [first page](../index.md)

We look forward to meeting you!

| Procedure | Fee |
| --- | --- |
| Copy | 300 yen |
"""


def test_a_document_the_city_has_becomes_a_catalog(
    city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (city / PO).unlink()
    document = tmp_path / "moving-in.en.md"
    document.write_text(DOCUMENT, encoding="utf-8")
    assert run(city, "align", str(city / PAGE), str(document), "--to", "en") == 0
    out = capsys.readouterr().out
    assert "We look forward to meeting you!" in out
    states = load(city).catalogs["en", "moving/moving-in.po"].entries
    assert {k.text for k, t in states.items() if t.state is State.CURRENT} <= {
        "することを見ます", "紙を書きます", "[はじめのページ](../index.md)を見ます", "手続き", "お金", "コピー", "市民課",
        "{place.city-hall.name}へ行きます。電話は{contact.city-hall.phone}です。",
    }  # fmt: skip
    text = (city / PO).read_text(encoding="utf-8")
    for line in DOCUMENT.replace("| --- | --- |", "").splitlines()[4:]:
        for cell in line.strip("#*| ").split(" | "):
            assert re.search(re.escape(cell[:12]), text + out), cell


def test_aligning_leaves_what_a_person_has_read(city: Path, tmp_path: Path) -> None:
    document = tmp_path / "moving-in.en.md"
    document.write_text(DOCUMENT, encoding="utf-8")
    before = (city / PO).read_bytes()
    assert run(city, "align", str(city / PAGE), str(document), "--to", "en") == 0
    assert (city / PO).read_bytes() == before


def test_a_text_of_no_site_needs_a_file_to_write(
    city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, document, po = tmp_path / "a.md", tmp_path / "b.md", tmp_path / "out.po"
    source.write_text(
        "# 引っ越し\n\n市役所へ行きます。電話は 0999-11-1000 です。\n", encoding="utf-8"
    )
    document.write_text("# Moving\n\nGo to city hall. Call 0999-11-1000.\n", encoding="utf-8")
    assert run(city, "align", str(source), str(document), "--to", "en") == 2
    assert "-o FILE.po" in capsys.readouterr().err
    assert run(city, "align", str(source), str(document), "--to", "en", "-o", str(po)) == 0
    assert {e.text: e.translation for e in parse(po.read_text(encoding="utf-8")).entries} == {
        "引っ越し": "Moving",
        "市役所へ行きます。電話は 0999-11-1000 です。": "Go to city hall. Call 0999-11-1000.",
    }


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["nothing.md", "b.md", "--to", "en"], "nothing.md"),
        ([PAGE, "nothing.md", "--to", "en"], "nothing.md"),
        ([PAGE, PAGE, "--to", "xx"], "xx"),
        ([PAGE, PAGE, "--to", "ja"], "ja"),
        ([PAGE, PAGE, "--to", "vi"], "vi"),
    ],
)
def test_a_wrong_alignment(
    city: Path, capsys: pytest.CaptureFixture[str], args: list[str], said: str
) -> None:
    paths = [str(city / a) if a == PAGE else a for a in args]
    assert run(city, "align", *paths, "--dry-run") == 2
    assert said in capsys.readouterr().err


# export, import


def test_nobody_vouches_for_a_translation_that_came_later(city: Path, tmp_path: Path) -> None:
    change_entry(city, "紙を書きます", flags=("machine",), note="reviewed 2026-01-01 Ono")
    out = tmp_path / "out"
    run(city, "export", "en", "--format", "xlsx", "-o", str(out), "--machine")
    book = load_workbook(out / "madoguchi-en.xlsx")
    for row in book.worksheets[0].iter_rows(min_row=2):
        if row[3].value == "紙を書きます":
            row[6].value = "Write on the paper"
            row[8].value = f"{row[8].value}\nsee the law"
    book.save(out / "madoguchi-en.xlsx")
    assert run(city, "import", str(out / "madoguchi-en.xlsx")) == 0
    translation, _, note = entry(city, "紙を書きます")
    assert translation == "Write on the paper"
    assert "see the law" in note and "Ono" not in note


FORMATS = ("xliff", "xliff2", "xlsx")


def translated(path: Path, answers: dict[str, str]) -> None:
    """Write translations into an exported file, as an office or an agency does."""
    if path.suffix == ".xlsx":
        book = load_workbook(path)
        sheet = book.worksheets[0]
        rows = list(sheet.iter_rows())
        head = [str(cell.value).rpartition("\n")[2] for cell in rows[0]]
        source, target = head.index("Source"), head.index("Translation")
        for row in rows:
            if row[source].value in answers:
                row[target].value = answers[str(row[source].value)]
        book.save(path)
        return
    tree = etree.parse(path)
    for source in tree.iter("{*}source"):
        text = "".join(source.itertext())
        parent = source.getparent()
        if text in answers and parent.tag.endswith(("trans-unit", "segment")):
            target = parent.find("{*}target")
            if target is None:
                target = etree.SubElement(parent, source.tag.replace("source", "target"))
            target.text = answers[text]
            target.attrib.pop("state", None)
            if parent.tag.endswith("segment"):
                parent.set("state", "translated")
            else:
                target.set("state", "translated")
    tree.write(path, encoding="utf-8")


@pytest.mark.parametrize("form", FORMATS)
def test_what_changed_goes_out_and_comes_back(
    city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    change_entry(city, "紙を書きます", translation="")
    out = tmp_path / "out"
    assert run(city, "export", "en", "--format", form, "-o", str(out), "--page", "moving-in") == 0
    assert "1 texts" in capsys.readouterr().out
    (path,) = out.iterdir()
    translated(path, {"紙を書きます": "Write on the paper"})
    before = (city / PO).read_bytes()
    assert run(city, "import", str(path), "--dry-run") == 0
    assert (city / PO).read_bytes() == before
    assert run(city, "import", str(path)) == 0
    assert "1 taken, 0 unchanged, 0 refused" in capsys.readouterr().out
    assert entry(city, "紙を書きます")[:2] == ("Write on the paper", ())
    assert run(city, "export", "en", "--format", form, "-o", str(out)) == 0
    assert "nothing to translate" in capsys.readouterr().out
    # what a translator has returned is not written over
    returned = path.read_bytes()
    assert run(city, "export", "en", "--format", form, "-o", str(out), "--all") == 2
    assert path.name in capsys.readouterr().err
    assert path.read_bytes() == returned


@pytest.mark.parametrize("form", FORMATS)
def test_an_import_refuses_what_would_lose_something(
    city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    texts = {
        "紙を書きます": "Write",
        "パスポート": "Pass",
        "在留カード": "Card of {fee.copy}",
        "コピー": "Copies",
    }
    for text in texts:
        change_entry(city, text, translation="")
    run(city, "export", "en", "--format", form, "-o", str(tmp_path / "out"))
    (path,) = (tmp_path / "out").iterdir()
    translated(path, texts)
    page = city / PAGE
    page.write_text(page.read_text("utf-8").replace("- 紙を", "- 大きい紙を"), encoding="utf-8")
    change_entry(city, "パスポート", translation="Passport")
    capsys.readouterr()
    assert run(city, "import", str(path)) == 1
    said = capsys.readouterr()
    assert "1 taken, 0 unchanged, 3 refused" in said.out
    for part in ("大きい紙を書きます", "Passport", "{fee.copy}"):
        assert part in said.err
    assert said.err.count("error X004") == 3
    assert entry(city, "パスポート")[0] == "Passport"
    assert entry(city, "在留カード")[0] == ""
    assert entry(city, "コピー")[0] == "Copies"


def test_machine_translations_go_out_for_review(
    city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change_entry(city, "紙を書きます", flags=("machine",))
    out = tmp_path / "out"
    run(city, "export", "en", "--format", "xlsx", "-o", str(out), "--machine")
    capsys.readouterr()
    assert run(city, "import", str(out / "madoguchi-en.xlsx"), "--reviewed-by", "Hana") == 0
    translation, flags, note = entry(city, "紙を書きます")
    assert (translation, flags) == ("Fill in the form", ())
    assert re.fullmatch(r"reviewed \d{4}-\d\d-\d\d Hana", note)


@pytest.mark.parametrize("name", ["nothing.xlf", "a.docx", "broken.xlf", "broken.xlsx"])
def test_a_wrong_import(
    city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    if name != "nothing.xlf":
        (tmp_path / name).write_text("<xliff", encoding="utf-8")
    assert run(city, "import", str(tmp_path / name)) in (1, 2)
    said = capsys.readouterr()
    assert name in said.err
    assert "Traceback" not in said.err
