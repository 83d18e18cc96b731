"""What an editor can get wrong, and what is said then: file, line, cure; never a traceback."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from madoguchi.cli import main

PAGE = "pages/moving/moving-in.md"

# what is wrong | file | text to replace | by | where it is reported | words of the cure
CASES = [
    ("broken YAML", PAGE, "id: moving-in", "id: [moving-in", f"{PAGE}:3:", "字下げ"),
    ("tab in YAML", PAGE, "title: ", "\ttitle: ", f"{PAGE}:4:", "タブ"),
    ("colon in a value", PAGE, "title: 引っ越して", "title: 引っ越し: 来て", f"{PAGE}:4:", "で囲んで"),
    ("repeated key", PAGE, "risk: high", "risk: high\nrisk: low", f"{PAGE}:", "2回"),
    ("unknown field", PAGE, "bring:", "brign:", f"{PAGE}:10:1:", "「bring」ではありませんか"),
    ("unknown field below", PAGE, "within: P14D", "withn: P14D", f"{PAGE}:8:", "within"),
    ("unknown value", PAGE, "risk: high", "risk: hihg", f"{PAGE}:", "「high」ではありませんか"),
    ("no title", PAGE, "title: 引っ越してきたとき\n", "", f"{PAGE}:", "「title」がありません"),
    ("title too long", PAGE, "title: 引", f"title: {'あ' * 41}引", f"{PAGE}:4:", "40字"),
    ("wrong duration", PAGE, "P14D", "14日", f"{PAGE}:8:", "P14D"),
    ("unknown contact", PAGE, "contact: [city-hall]", "contact: [cityhall]", f"{PAGE}:", "「city-hall」ではありませんか"),
    ("unknown place", PAGE, "where: [city-hall]", "where: [cityhall]", f"{PAGE}:9:", "「city-hall」ではありませんか"),
    ("unknown category", PAGE, "category: moving", "category: movin", f"{PAGE}:", "「moving」ではありませんか"),
    ("unknown fact", PAGE, "{fee.copy} |", "{fee.copi} |", f"{PAGE}:", "「fee.copy」ではありませんか"),
    ("unknown list", PAGE, "- 紙を", "{list:desk}\n\n- 紙を", f"{PAGE}:", "「desks」ではありませんか"),
    ("link to no page", PAGE, "../index.md", "../indx.md", f"{PAGE}:", "「../index.md」ではありませんか"),
    ("no front matter", PAGE, "---\nid:", "id:", f"{PAGE}:1:1:", "---"),
    ("wrong folder", PAGE, "id: moving-in", "id: moving-inn", f"{PAGE}:2:", "pages/moving/moving-inn.md"),
    ("cost and free", PAGE, "cost:", "free: true\ncost:", f"{PAGE}:", "どちらか1つ"),
    ("no such date", PAGE, "on: 2026-11-01", "on: 2026-13-01", f"{PAGE}:", "日付"),
    ("unknown icon", "site.yml", "summary: 引っ越しの手続き", "summary: 引っ越しの手続き, icon: material/hous", "site.yml:8:", "material/"),
    ("wrong phone", "data/contacts.yml", "0999-11-1000", "tel 1000", "data/contacts.yml:4:", "0999-00-1000"),
    ("wrong time", "data/contacts.yml", '"08:30"', '"8:30"', "data/contacts.yml:", "08:30"),
    ("unknown desk language", "data/contacts.yml", "[ja, en]", "[ja, enn]", "data/contacts.yml:", "enn"),
    ("no reading", "data/places.yml", "  reading: あおぞらしやくしょ\n", "", "data/places.yml:", "「reading」がありません"),
    ("PO syntax", "locale/en/moving/moving-in.po", 'msgid "パスポート"', 'msgid "パスポート', "moving-in.po:", "引用符"),
    ("lost placeholder", "locale/en/moving/moving-in.po", "It costs {fee.copy}.", "It costs.", "moving-in.po:", "{fee.copy}"),
    ("added placeholder", "locale/en/moving/moving-in.po", '"Passport"', '"Passport {fee.copy}"', "moving-in.po:", "{fee.copy}"),
    ("PO without a quotation mark", "locale/en/moving/moving-in.po", 'msgstr "Passport"', 'msgstr Passport"', "moving-in.po:", "引用符"),
    ("no such day", PAGE, "on: 2026-11-01", "on: 2026-02-30", f"{PAGE}:", "2026-02-30"),
    ("unknown time", PAGE, "紙を書きます", "{time:9:00}に紙を書きます", f"{PAGE}:", "{time:08:30}"),
    ("field a contact lacks", PAGE, "{contact.city-hall.phone}", "{contact.city-hall.email}", f"{PAGE}:", "contact.city-hall."),
    ("link without .md", PAGE, "../index.md", "../index", f"{PAGE}:", "「../index」がありません"),
    ("link from the root", PAGE, "../index.md", "/moving/", f"{PAGE}:", "「/moving/」がありません"),
    ("link to no heading", PAGE, "../index.md", "../index.md#nope", f"{PAGE}:", "#nope"),
    ("script as a link", PAGE, "../index.md", "javascript:alert", f"{PAGE}:", "javascript"),
    ("script", PAGE, "- 紙を", "<script>alert(1)</script>\n\n- 紙を", f"{PAGE}:", "HTML"),
    ("tag", PAGE, "- 紙を", "- <b>紙</b>を", f"{PAGE}:", "HTML"),
    ("attribute that acts", PAGE, "## することを見ます", '## することを見ます {#a onclick="x"}', f"{PAGE}:", "HTML"),
    ("no such picture", PAGE, "- 紙を", "![地図](../img/map.png)\n\n- 紙を", f"{PAGE}:", "docs/"),
    ("reading not in kana", PAGE, "- 紙を", "- {紙|kami}を", f"{PAGE}:", "ひらがな"),
    ("nested too deeply", PAGE, "who: ", "who: " + "[" * 3000 + " ", f"{PAGE}:", "深く"),
    ("title of spaces", PAGE, "title: 引っ越してきたとき", 'title: "　"', f"{PAGE}:4:", "空です"),
    ("the same text twice in a PO", "locale/en/moving/moving-in.po", 'msgid "パスポート"', 'msgid "在留カード"', "moving-in.po:", "2回"),
    ("unknown term field", "words/terms.yml", "easy:", "eazy:", "words/terms.yml:1:", "easy"),
]  # fmt: skip

SETTINGS = [
    ("unknown locale", "site.yml", "ja-Latn, en]", "ja-Latn, englsh]", "englsh"),
    ("a locale of another name", "site.yml", "ja-Latn, en]", "ja-Latn, fil]", "tl"),
    ("a locale MkDocs lacks", "site.yml", "ja-Latn, en]", "ja-Latn, zh-cn]", "zh-Hans"),
    ("unknown settings field", "site.yml", "tagline:", "taglin:", "tagline"),
    ("broken site.yml", "site.yml", "languages: [", "languages: [[", "site.yml:"),
    ("no source language", "site.yml", "languages: [ja, ", "languages: [", "ja"),
    ("a language twice", "site.yml", "ja-Latn, en]", "ja-Latn, en, en]", "site.yml:6:39:"),
    ("where a locale is wrong", "site.yml", "ja-Latn, en]", "ja-Latn, jp]", "site.yml:6:35:"),
    ("unknown rule", "site.yml", "contact: city-hall", "contact: city-hall\ncheck: {rules: {keigoo: off}}", "keigo"),
]  # fmt: skip


def change(city: Path, file: str, old: str, new: str) -> None:
    path = city / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str]:
    code = main(args)
    captured = capsys.readouterr()
    return code, captured.out + captured.err


@pytest.mark.parametrize(("file", "old", "new", "where", "cure"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])  # fmt: skip
def test_error_says_where_and_what_to_do(
    city: Path, capsys: pytest.CaptureFixture[str], file: str, old: str, new: str, where: str, cure: str
) -> None:  # fmt: skip
    change(city, file, old, new)
    code, out = run(capsys, "check", "--content", str(city), "--lang", "ja")
    assert code == 1
    lines = [line for line in out.splitlines() if " error " in line and where in line]
    assert lines, out
    assert cure in "\n".join(lines)
    assert re.search(r":\d+:\d+: error [A-Z]+\d+[ :]", lines[0])
    code, english = run(capsys, "check", "--content", str(city), "--lang", "en")
    assert code == 1
    assert where in english


@pytest.mark.parametrize(("file", "old", "new", "cure"), [c[1:] for c in SETTINGS], ids=[c[0] for c in SETTINGS])  # fmt: skip
def test_wrong_settings(
    city: Path, capsys: pytest.CaptureFixture[str], file: str, old: str, new: str, cure: str
) -> None:
    change(city, file, old, new)
    code, out = run(capsys, "check", "--content", str(city))
    assert code == 2
    assert cure in out


def test_the_small_city_is_clean(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "check", "--content", str(city), "--level", "error") == (
        0,
        "エラー 0、警告 0、ヒント 0\n",
    )


def test_duplicate_id(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (city / PAGE).read_text(encoding="utf-8")
    (city / "pages/moving/other.md").write_text(page, encoding="utf-8")
    code, out = run(capsys, "check", "--content", str(city))
    assert code == 1
    assert "moving-in.md でも使っています" in out
    assert "other.md:2:5: error S005" in out


def test_not_utf8(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = city / PAGE
    path.write_bytes(path.read_bytes().replace("パスポート".encode(), "パスポート".encode("cp932")))
    code, out = run(capsys, "check", "--content", str(city))
    assert code == 1
    assert re.search(r"moving-in\.md:12:1: error S001[ :].*UTF-8", out)


@pytest.mark.parametrize("what", ["nothing", "no pages", "missing folder"])
def test_empty_content(
    tmp_path: Path, city: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    folder = city
    if what == "nothing":
        folder = tmp_path / "empty"
        folder.mkdir()
    elif what == "no pages":
        for page in (city / "pages").rglob("*.md"):
            page.unlink()
    else:
        folder = tmp_path / "nowhere"
    code, out = run(capsys, "check", "--content", str(folder), "--lang", "en")
    assert code == 2
    assert "Write" in out or "Run this" in out


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("pages/moving/library.MD", "x", "S004"),
        ("data/fees.yaml", "x: 1", "「fees.yml」ではありませんか"),
        ("words/readings.tsv", "朝日台\t朝日台\n", "ひらがな"),
    ],
)
def test_a_file_that_would_be_passed_over(
    city: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, said: str
) -> None:
    (city / name).write_text(text, encoding="utf-8")
    code, out = run(capsys, "check", "--content", str(city))
    assert code == 1
    assert said in out


def test_a_catalog_that_nothing_uses(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (city / "locale/en/nope.po").write_text("", encoding="utf-8")
    code, out = run(capsys, "check", "--content", str(city))
    assert (code, "nope.po:1:1: warning T004" in out) == (0, True)


def test_translations_of_a_page_that_cannot_be_read_are_not_called_unused(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(city, PAGE, "risk: high", "risk: hihg")
    code, out = run(capsys, "check", "--content", str(city))
    assert (code, "T004" in out) == (1, False)


def test_folders_where_files_belong(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (city / "pages/moving/dir.md").mkdir()
    code, out = run(capsys, "check", "--content", str(city))
    assert (code, "S004" in out) == (1, True)
    code, out = run(capsys, "schema", str(city / "site.yml"))
    assert code == 2
    assert "site.yml" in out


def test_status_says_which_catalog_is_broken(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(city, "locale/en/moving/moving-in.po", 'msgid "パスポート"', 'msgid "パスポート')
    code, out = run(capsys, "translate", "status", "--content", str(city))
    assert code == 1
    assert "moving-in.po" in out
    assert "T001" in out


def test_a_file_with_a_byte_order_mark_and_crlf(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = city / PAGE
    text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    code, out = run(capsys, "check", "--content", str(city), "--level", "error")
    assert (code, "error" in out) == (0, False)


@pytest.mark.parametrize(
    ("lang", "expected"),
    [("ja_JP.UTF-8", "がありません"), ("en_US.UTF-8", "There is no"), ("C", "がありません")],
)
def test_language_of_messages_follows_the_machine(lang: str, expected: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "madoguchi", "check", "no-such-file.md"],
        env={"LANG": lang, "PATH": ""},
        capture_output=True,
        check=False,
    )
    assert result.returncode == 2
    assert expected in result.stderr.decode()
    assert b"Traceback" not in result.stderr


def test_paths_limit_what_is_shown(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(city, PAGE, "bring:", "brign:")
    change(city, "data/contacts.yml", "0999-11-1000", "tel")
    code, out = run(capsys, "check", "--content", str(city), str(city / "data"))
    assert code == 1
    assert "contacts.yml" in out
    assert "moving-in.md" not in out
