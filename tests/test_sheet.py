"""Counter sheets: every text of a page beside its pair, and what the command does."""

import datetime
import json
import re
import shutil
import signal
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from conftest import change_entry, without_rules
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.browser import browser, without_font
from madoguchi.cli import main
from madoguchi.document import parse
from madoguchi.errors import SettingsError
from madoguchi.locales import locale
from madoguchi.project import Project, load
from madoguchi.render.localize import Localized
from madoguchi.sheet import paper
from madoguchi.sheet.inline import inline
from madoguchi.sheet.listing import Listed, Row, listing
from madoguchi.sheet.page import qr_code, sheet
from madoguchi.sheet.structure import parts
from madoguchi.sheet_command import RECORDS
from madoguchi.site_address import site_address

SITE = "https://city.example/hinata/"
BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge"))), None
)  # fmt: skip
with_browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium or Chrome is installed")


class Sides(HTMLParser):
    """The pairs of a sheet: for each its sides, with number, language, texts' names and words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pairs: list[list[dict[str, Any]]] = []
        self._open: list[str] = []
        self._number = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        if "pair" in classes:
            self.pairs.append([])
        elif "side" in classes:
            side: dict[str, Any] = {"lang": given["lang"], "dir": given["dir"], "number": "", "names": [], "text": ""}  # fmt: skip
            self.pairs[-1].append(side)
        elif (
            self.pairs
            and self.pairs[-1]
            and not (given.get("data-b") or "say.").startswith(("say.", "contacts.", "places."))
        ):
            self.pairs[-1][-1]["names"].append(given["data-b"])
        self._number = "no" in classes

    def handle_data(self, data: str) -> None:
        if self.pairs and self.pairs[-1]:
            key = "number" if self._number else "text"
            self.pairs[-1][-1][key] = f"{self.pairs[-1][-1][key]}{data}"
        self._number = False


@pytest.mark.parametrize("tag", ["en", "ur", "ja"])
def test_every_text_is_on_the_sheet_beside_its_pair(example: Project, tag: str) -> None:
    japanese, other = Localized(example, locale("ja")), Localized(example, locale(tag))
    for page in example.content.pages:
        made = sheet(japanese, other, page, SITE)
        wanted = [".".join(map(str, way)) for way in page.paths]
        wanted += [str(i) for i in range(len(page.document.blocks))]
        pairs = Sides(made.html).pairs
        for i in range(1 if tag == "ja" else 2):
            found = [name for pair in pairs for name in pair[i]["names"]]
            assert sorted(found) == sorted(wanted), page.meta.id
        numbers = [pair[0]["number"] for pair in pairs]
        for pair in pairs:
            assert len(pair) == (1 if tag == "ja" else 2)
            assert len({str(side["names"]) for side in pair}) == 1
            assert len({side["number"] for side in pair}) == 1
            assert all(side["text"] for side in pair)
            assert pair[-1]["lang"] == tag
            assert pair[-1]["dir"] == ("rtl" if tag == "ur" else "ltr")
        # but for title, summary, what is said of the translation, and foot every pair has a number
        told = [2] if '<div class="state">' in made.html else []
        assert [i for i, n in enumerate(numbers) if not n] == [0, 1, *told, len(numbers) - 1]
        named = [n for n in numbers if n and not str(n).isdigit()]
        assert len(named) == len(set(named))
        steps = [int(str(n)) for n in numbers if str(n).isdigit()]
        assert steps == list(range(1, len(page.meta.steps) + 1))


def test_the_head_has_the_word_on_the_letter_and_the_code(example: Project) -> None:
    [page] = (p for p in example.content.pages if p.meta.id == "moving-in")
    japanese, nepali = Localized(example, locale("ja")), Localized(example, locale("ne"))
    made = sheet(japanese, nepali, page, SITE)
    for part in (
        '<span class="word">転入届</span>',
        "てんにゅうとどけ",
        "tennyūtodoke",
        qr_code(f"{SITE}ne/moving/moving-in/"),
        f"{SITE}ne/moving/moving-in/</div>",
        "0999-00-1010",
        "नेपाली",
        '<html lang="ja">',
    ):
        assert part in made.html
    assert "<svg" not in sheet(japanese, nepali, page, "").html
    assert "<a " not in made.html
    assert "http" not in re.sub(r"https://city\.example/|http://www\.w3\.org/2000/svg", "", made.html)  # fmt: skip
    assert made.name == "ne/moving-in.pdf"
    assert 'class="pageNumber"' in made.foot
    assert 'class="totalPages"' in made.foot


def test_lists_from_the_data_are_in_pairs(example: Project) -> None:
    [page] = (p for p in example.content.pages if p.meta.id == "desks")
    japanese, english = Localized(example, locale("ja")), Localized(example, locale("en"))
    pairs = Sides(sheet(japanese, english, page, "").html).pairs
    for id_ in example.content.data["contacts"]:
        item = example.content.contact(id_)
        assert item is not None
        if item.hours and item.languages:
            name = english.data_plain(f"contacts.{id_}.name")
            assert any(
                name in pair[1]["text"] and all(item.phone in side["text"] for side in pair)
                for pair in pairs
            )


def test_states_are_told(city: Path) -> None:
    without_rules(city)
    project = load(city)
    [page] = (p for p in project.content.pages if not p.is_home)
    english = Localized(project, locale("en"))
    [entry, *_] = [b.text for b in page.document.blocks if english.block(page, b).state.shown]
    for change, mark in (
        ({"flags": ("machine",)}, "※"),
        ({"flags": ("fuzzy",), "previous": "前の文"}, "⇐"),
        ({"translation": ""}, "⇐"),
    ):
        change_entry(city, entry, **change)
        project = load(city)
        [page] = (p for p in project.content.pages if not p.is_home)
        japanese, english = Localized(project, locale("ja")), Localized(project, locale("en"))
        index = next(i for i, b in enumerate(page.document.blocks) if b.text == entry)
        html = sheet(japanese, english, page, "").html
        [pair] = (p for p in Sides(html).pairs if str(index) in p[0]["names"])
        assert mark in str(pair[1]["text"]), change


@pytest.mark.parametrize(
    ("texts", "change", "japanese", "english"),
    [
        (None, {}, "", ""),
        (None, {"flags": ("machine",)}, "このページは機械が翻訳しました", "machine"),
        (1, {"flags": ("machine",)}, "「※」があるところは", "※"),
        (1, {"translation": ""}, "を英語で読むことができます", "English"),
        (1, {"flags": ("fuzzy",), "previous": "前の文"}, "新しくなって", "Japanese"),
    ],
)  # fmt: skip
def test_the_one_at_the_counter_reads_how_the_translation_came_about(
    city: Path, texts: int | None, change: dict[str, object], japanese: str, english: str
) -> None:
    without_rules(city)
    path = city / "pages" / "moving" / "moving-in.md"
    path.write_text(path.read_text("utf-8").replace("risk: high", "risk: normal"), "utf-8")
    project = load(city)
    [page] = (p for p in project.content.pages if not p.is_home)
    localized = Localized(project, locale("en"))
    shown = [b.text for b in page.blocks if b.translatable and localized.block(page, b).state.shown]
    for text in dict.fromkeys(shown[:texts] if change else ()):
        change_entry(city, text, **change)
    project = load(city)
    [page] = (p for p in project.content.pages if not p.is_home)
    both = Localized(project, locale("ja")), Localized(project, locale("en"))
    made = sheet(*both, page, "")
    assert ('<div class="state">' in made.html) == bool(japanese)
    if japanese:
        html = re.sub(r"<rp>.*?</rp>|<rt.*?</rt>", "", made.html)
        pair = Sides(html).pairs[2]
        assert japanese in pair[0]["text"] and "に確認しました" in pair[0]["text"]
        assert english in pair[1]["text"] and "確認" not in pair[1]["text"]
    assert made.machine == ("machine" in str(change))


def test_a_table_is_in_one_frame_with_its_head(example: Project) -> None:
    [page] = (p for p in example.content.pages if p.meta.id == "garbage")
    html = sheet(Localized(example, locale("ja")), Localized(example, locale("ur")), page, "").html
    frames = re.findall(r'<div class="rows"><div class="heads"><div class="pair head">', html)
    tables = [part for part in parts(page.document) if part.kind == "head"]
    assert len(frames) == len(tables) == 2
    assert html.count("<div") == html.count("</div>")


STRUCTURE = """\
---
id: x
---

文です。

## 見出し

- 一つ
- 二つ
    - 中
- 三つ

    続き

3. 三
4. 四

| 甲 | 乙 | 丙 |
| --- | --- | --- |
| あ | | `a|b` |
| い | う | え |

| 丁 |
| --- |
| お |

!!! warning "題"
    箱の中

    - 箱の項目

外です。

{list:desks}

> 引用
"""


def test_parts_are_in_order_and_know_where_they_are() -> None:
    found = [
        (p.kind, "/".join(b.text for _, b in p.blocks), p.depth, p.boxed, p.mark, p.columns)
        for p in parts(parse(STRUCTURE))
    ]
    assert found == [
        ("paragraph", "文です。", 0, False, "", ()),
        ("heading", "見出し", 0, False, "", ()),
        ("item", "一つ", 0, False, "•", ()),
        ("item", "二つ", 0, False, "•", ()),
        ("item", "中", 1, False, "•", ()),
        ("item", "三つ", 0, False, "•", ()),
        ("paragraph", "続き", 1, False, "", ()),
        ("number", "三", 0, False, "3.", ()),
        ("number", "四", 0, False, "4.", ()),
        ("head", "甲/乙/丙", 0, False, "", (0, 1, 2)),
        ("row", "あ/`a|b`", 0, False, "", (0, 2)),
        ("row", "い/う/え", 0, False, "", (0, 1, 2)),
        ("head", "丁", 0, False, "", (0,)),
        ("row", "お", 0, False, "", (0,)),
        ("title", "題", 0, True, "", ()),
        ("paragraph", "箱の中", 0, True, "", ()),
        ("item", "箱の項目", 0, True, "•", ()),
        ("paragraph", "外です。", 0, False, "", ()),
        ("list", "", 0, False, "desks", ()),
        ("paragraph", "引用", 0, False, "", ()),
    ]


@given(st.lists(st.sampled_from([*STRUCTURE.splitlines()[4:], "    - 深い", "1. 番号", "| だけ"])))
@settings(max_examples=150, deadline=None)
def test_no_block_is_lost_whatever_the_order(lines: list[str]) -> None:
    document = parse("\n".join(lines))
    found = [index for part in parts(document) for index, _ in part.blocks]
    assert found == list(range(len(document.blocks)))


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("1. 初め", "1. 初め"),
        ("# 8000", "# 8000"),
        ("**太い** *字*", "<strong>太い</strong> <em>字</em>"),
        ("[字](../a.md)と", "字と"),
        (r"[\#7119](tel:%237119)へ", '<bdi dir="ltr" class="number">#7119</bdi>へ'),
        ("![絵](a.png)を見る", "絵を見る"),
        ("a < b & c", "a &lt; b &amp; c"),
        (
            "<ruby>市<rp>（</rp><rt>し</rt><rp>）</rp></ruby>です",
            "<ruby>市<rp>（</rp><rt>し</rt><rp>）</rp></ruby>です",
        ),
        ('<span lang="ja">市</span>', '<span lang="ja">市</span>'),
        ("[字](a.md){: .x }", "字"),
        ("", ""),
    ],
)
def test_inline(markdown: str, html: str) -> None:
    assert inline(markdown) == html


@pytest.mark.parametrize(
    ("config", "given_", "address"),
    [
        ("site_url: https://a.example/b", None, "https://a.example/b/"),
        ("site_url: https://a.example/", "https://c.example", "https://c.example/"),
        ('site_url: !ENV [MG_NO_SUCH, "https://a.example/"]', None, "https://a.example/"),
        ('site_url: !ENV [MG_TEST_URL, "https://a.example/"]', None, "https://env.example/"),
        ("site_url: !ENV MG_TEST_URL", None, "https://env.example/"),
        ("site_url: !ENV MG_NO_SUCH", None, ""),
        ("x: !!python/name:pymdownx.superfences.fence_code_format\nsite_url: https://a.example/", None, "https://a.example/"),
        ("site_name: x", None, ""),
        ("- a", None, ""),
        (None, None, ""),
    ],
)  # fmt: skip
def test_address_of_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, config: str | None, given_: str, address: str
) -> None:
    monkeypatch.setenv("MG_TEST_URL", "https://env.example")
    if config is not None:
        (tmp_path / "mkdocs.yml").write_text(config, encoding="utf-8")
    assert site_address(tmp_path / "content_src", given_) == address


@pytest.mark.parametrize(
    ("config", "given_"),
    [
        ("site_url: ftp://a.example/", None),
        ("site_url: a.example", None),
        ("site_url: [", None),
        ("", "javascript:alert(1)"),
        ("", "https://a b/"),
        ("", "http://[a/"),
        ("", f"https://a.example/{'x' * 1000}"),
    ],
)
def test_no_address_of_a_site(tmp_path: Path, config: str, given_: str | None) -> None:
    (tmp_path / "mkdocs.yml").write_text(config, encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        site_address(tmp_path / "content_src", given_)
    assert ("mkdocs.yml" in error.value.message.en) == (given_ is None)


class Words(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


LISTED_TAGS = set("html head meta title style body h1 p br small table thead tr th span tbody td a strong".split())  # fmt: skip


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
@settings(max_examples=50, deadline=None)
def test_the_list_says_what_it_is_given(text: str) -> None:
    day = datetime.date(2026, 11, 21)
    pdf = Listed("en/x.pdf", 12_345, 3, day, machine=True)
    html = listing(text, [locale("en")], [Row("x", text, text, day, text, {"en": pdf})])
    words = Words(html)
    assert words.tags <= LISTED_TAGS
    assert words.words.count(text) >= (3 if text else 0)
    assert 'href="en/x.pdf"' in html
    assert "12 KB" in html
    assert "機械" in words.words


def test_the_list_says_which_sheet_is_old() -> None:
    day, before = datetime.date(2026, 11, 21), datetime.date(2025, 1, 2)
    rows = [
        Row("x", "x", "", day, "課", {"en": Listed("en/x.pdf", 1, 1, sheet_day, old)})
        for sheet_day, old in ((day, False), (day, True), (before, False))
    ]
    html = listing("市", [locale("en"), locale("ne")], rows)
    assert [("古い紙" in line) for line in html.split("<tr>")[2:]] == [False, True, True]
    assert html.count("<td>–</td>") == 3


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--page", "moving-inn"], '"moving-in"'),
        (["--lang", "eng"], '"en"'),
        (["--jobs", "0"], "--jobs"),
        (["--jobs", "999"], "--jobs"),
        (["--site-url", "city"], '"city"'),
        (["--out", "{city}/site.yml"], "no folder"),
        (["--content", "{city}/nowhere"], "no folder"),
    ],
)
def test_wrong_use(
    city: Path, capsys: pytest.CaptureFixture[str], args: list[str], said: str
) -> None:
    out = city.parent / "sheets"
    given_ = [arg.format(city=city) for arg in args]
    code = main(["sheet", "--content", str(city), "--messages", "en", "--out", str(out), *given_])
    assert code == 2
    assert said in capsys.readouterr().err
    assert not out.exists()


def test_what_is_not_installed_is_told(
    city: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    args = ["sheet", "--content", str(city), "--messages", "en", "--site-url", SITE]
    args += ["--out", str(city.parent / "sheets")]
    monkeypatch.setitem(sys.modules, "segno", None)
    assert main(args) == 2
    assert "tasks.py site --build" in capsys.readouterr().err
    monkeypatch.undo()
    monkeypatch.setenv("MADOGUCHI_BROWSER", str(city / "no-browser"))
    assert main(args) == 2
    said = capsys.readouterr().err
    assert "MADOGUCHI_BROWSER" in said
    assert "no-browser" in said
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    assert main(args) == 2
    assert "tasks.py site --build" in capsys.readouterr().err


# with a browser


@pytest.fixture(scope="module")
def fonts() -> None:
    """Skip the test where Japanese would be printed as boxes: such sheets are made again each time."""
    with browser() as started:
        if without_font(started, locale("ja").name):
            pytest.skip("no Japanese font is installed")


def sheet_command(city: Path, *args: str) -> int:
    given_ = ["--content", str(city), "--out", str(city.parent / "sheets"), "--site-url", SITE]
    return main(["sheet", "--messages", "en", *given_, *args])


@with_browser
@pytest.mark.usefixtures("fonts")
def test_sheets_are_made_once_and_the_same(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = city.parent / "sheets"
    both = ("--lang", "ja", "en")
    assert sheet_command(city, *both, "--jobs", "1") == 0
    assert "2 made (0 unchanged, 0 failed)" in capsys.readouterr().err
    made = {path: path.read_bytes() for path in sorted(out.rglob("*.pdf"))}
    assert [p.relative_to(out).as_posix() for p in made] == ["en/moving-in.pdf", "ja/moving-in.pdf"]
    links = re.findall(r'href="([^"]+)"', (out / "index.html").read_text(encoding="utf-8"))
    assert sorted(links) == ["en/moving-in.pdf", "ja/moving-in.pdf"]
    assert sheet_command(city, *both) == 0
    assert "0 made (2 unchanged, 0 failed)" in capsys.readouterr().err
    # one that was spoilt is made again, and is the same
    (out / "ja" / "moving-in.pdf").write_bytes(b"")
    assert sheet_command(city, *both) == 0
    assert "1 made (1 unchanged, 0 failed)" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in sorted(out.rglob("*.pdf"))} == made
    # a sheet of a language that the site has no more goes too
    site = (city / "site.yml").read_text(encoding="utf-8")
    (city / "site.yml").write_text(re.sub(r"languages: .*", "languages: [ja]", site), "utf-8")
    shutil.rmtree(city / "locale")
    assert sheet_command(city) == 0
    assert "0 made (1 unchanged, 0 failed)" in capsys.readouterr().err
    assert [p.relative_to(out).as_posix() for p in out.rglob("*.pdf")] == ["ja/moving-in.pdf"]
    if (tool := shutil.which("pdftotext")) is not None:
        path = out / "ja" / "moving-in.pdf"
        said = subprocess.run([tool, str(path), "-"], capture_output=True, check=True)
        text = re.sub(r"\s", "", said.stdout.decode())
        assert f"{SITE}moving/moving-in/" in text
        assert re.search(r"1/\d", text)


@with_browser
def test_a_sheet_that_fails_stops_no_other(
    example: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from playwright.sync_api import Error

    def crashes(_: object, name: str) -> frozenset[str]:
        if name == "English":
            raise Error("Page crashed\nand more")
        return frozenset()

    monkeypatch.setattr(paper, "without_font", crashes)
    japanese, english = (Localized(example, locale(tag)) for tag in ("ja", "en"))
    page = example.content.pages[1]
    good, bad = (sheet(japanese, other, page, "") for other in (japanese, english))
    results = list(paper.printed([bad, good], 1))
    assert [one.failed for one in results] == ["Page crashed", ""]
    assert results[1].pdf.startswith(b"%PDF")
    assert results[1].papers >= 1
    day = f"{page.meta.verified.on:%Y%m%d}".encode()
    assert set(re.findall(rb"/CreationDate \(D:(\d{8})", results[1].pdf)) == {day}


@with_browser
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no signals")
def test_a_killed_run_leaves_no_half_sheet(city: Path) -> None:
    out = city.parent / "sheets"
    command = [sys.executable, "-m", "madoguchi", "sheet", "--content", str(city), "--jobs", "1"]
    command += ["--out", str(out), "--lang", "ja", "en", "--page", "home", "moving-in"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        end = time.monotonic() + 60
        while process.poll() is None and not list(out.rglob("*.pdf")) and time.monotonic() < end:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    for path in out.rglob("*.pdf"):
        assert path.read_bytes().rstrip().endswith(b"%%EOF")
    assert main(command[3:]) == 0
    assert len(list(out.rglob("*.pdf"))) == 4


@with_browser
@pytest.mark.usefixtures("fonts")
def test_the_list_has_all_that_lies_in_the_folder(
    city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = city.parent / "sheets"
    assert sheet_command(city, "--lang", "ja", "en") == 0
    index = (out / "index.html").read_text(encoding="utf-8")
    # from another copy of the content, what lies there is known and is not made again
    other = tmp_path / "other" / "content_src"
    shutil.copytree(city, other)
    args = ["sheet", "--content", str(other), "--out", str(out), "--site-url", SITE]
    capsys.readouterr()
    assert main([*args, "--messages", "en", "--lang", "en"]) == 0
    assert "0 made (1 unchanged, 0 failed)" in capsys.readouterr().err
    assert (out / "index.html").read_text(encoding="utf-8") == index
    # without the record too: number of pages and date are read from the sheets
    for broken in ("", json.dumps({"form": paper.FORM, "sheets": {"../x.pdf": {}}})):
        (out / RECORDS).write_text(broken, encoding="utf-8")
        assert main([*args, "--messages", "en", "--lang", "en"]) == 0
        assert (out / "index.html").read_text(encoding="utf-8") == index


@with_browser
@pytest.mark.usefixtures("fonts")
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="no pdftotext")
def test_a_long_table_has_its_head_on_every_sheet(city: Path) -> None:
    rows = "\n".join(f"| いす{i} | つくえ |" for i in range(120))
    path = city / "pages" / "moving" / "moving-in.md"
    with path.open("a", encoding="utf-8") as page:
        page.write(f"\n## 表\n\n| もの | ところ |\n| --- | --- |\n{rows}\n\n終わりです。\n")
    assert sheet_command(city, "--lang", "ja") == 0
    pdf = city.parent / "sheets" / "ja" / "moving-in.pdf"
    said = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True)
    sheets = [re.sub(r"\s", "", one) for one in said.stdout.decode().split("\f")]
    long = [one for one in sheets if "つくえ" in one]
    assert len(long) > 2
    assert all("ところ" in one for one in long)
