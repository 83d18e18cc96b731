"""`madoguchi check` as an editor and CI use it: allowances, baseline, fixes, cache, single texts."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest

from madoguchi.check.engine import SiteCheck, check
from madoguchi.cli import main
from madoguchi.content import SourcePage
from madoguchi.findings import Finding
from madoguchi.kept import FOLDER
from madoguchi.project import load

PAGE = "pages/moving/moving-in.md"


class Ran(NamedTuple):
    """What a run of the command said."""

    code: int
    out: str
    err: str

    @property
    def codes(self) -> list[str]:
        return [line.split(" ")[2] for line in self.out.splitlines()]


class Run(Protocol):
    def __call__(self, *args: str, stdin: str = "") -> Ran: ...


@pytest.fixture
def run(city: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def command(*args: str, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        words = ["check", "--content", str(city), "--lang", "en", "--format", "concise", *args]
        code = main(words)
        done = capsys.readouterr()
        assert "Traceback" not in done.out + done.err
        return Ran(code, done.out, done.err)

    return command


def add(city: Path, text: str, file: str = PAGE) -> None:
    path = city / file
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


# Allowances

ALLOWED = [
    ("<!-- madoguchi: allow keigo 市長のことばをそのまま書くため -->\nお書きください。\n", []),
    ("<!-- madoguchi: allow EJ004 市長のことば -->\n\nお書きください。\n", []),
    ("<!-- madoguchi: allow keigo 理由 -->\n水を飲みます。\n\nお書きください。\n", ["EJ004", "S014"]),
    ("<!-- madoguchi: allow keigo -->\nお書きください。\n", ["S013"]),
    ("<!-- madoguchi: allow kego 理由 -->\nお書きください。\n", ["EJ004", "S012"]),
    ("<!-- madoguchi: alow keigo 理由 -->\nお書きください。\n", ["EJ004", "S012"]),
    ("<!-- madoguchi：allow　keigo　理由 -->\nお書きください。\n", []),
    ("<!-- madoguchi: allow keigo passive 理由 -->\nお書きください。\n", ["EJ004", "S012"]),
    ("<!-- madoguchi: allow keigo、passive 理由 -->\nお書きください。\n", ["EJ004", "S012"]),
    ("お書きください。\n<!-- madoguchi: allow keigo 理由 -->\n", ["EJ004", "S012"]),
    ("<!-- madoguchi: allow keigo 理由 -->\n| 名前 | すること |\n| --- | --- |\n| 紙 | お書きください |\n", []),
    ("- 水を飲みます。\n<!-- madoguchi: allow keigo 理由 -->\n- お書きください。\n- 水です。\n", []),
    (
        "<!-- madoguchi: allow keigo 理由 -->\n<!-- madoguchi: allow slash-date 理由 -->\n4/1にお書きください。\n",
        [],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "codes"), ALLOWED, ids=range(len(ALLOWED)))
def test_allowance_in_a_page(city: Path, run: Run, text: str, codes: list[str]) -> None:
    add(city, f"\n{text}")
    found = run(str(city / PAGE))
    assert sorted(found.codes) == codes, found.out
    assert found.code == (1 if set(codes) - {"S014"} else 0)


def test_allowance_names_the_nearest_rule(city: Path, run: Run) -> None:
    add(city, "\n<!-- madoguchi: allow keigoo 理由 -->\nお書きください。\n")
    assert 'Did you mean "keigo"?' in run().out


def test_allowance_in_front_matter_and_data(city: Path, run: Run) -> None:
    page = city / PAGE
    text = page.read_text(encoding="utf-8")
    at = text.index("summary:")
    page.write_text(
        f"{text[:at]}# madoguchi: allow keigo 決まった言い方のため\nsummary: ここにお書きください。\n"
        + text[text.index("\n", at) + 1 :],
        encoding="utf-8",
    )
    site = city / "site.yml"
    site.write_text(
        site.read_text(encoding="utf-8")
        .replace("\ntitle:", "\n# madoguchi: allow keigo 理由\ntitle: ご覧になる窓口\nold:", 1)
        .replace("old: ", "# "),
        encoding="utf-8",
    )
    assert "EJ004" not in run().out


def test_allowance_is_not_shown_to_readers_nor_translated(city: Path) -> None:
    from madoguchi.locales import locale
    from madoguchi.render.localize import Localized
    from madoguchi.render.page import render

    before = {s.key.text for found in load(city).sources.values() for s in found}
    add(city, "\n- 水です。\n<!-- madoguchi: allow keigo 理由 -->\n- お書きください。\n")
    project = load(city)
    new = {s.key.text for found in project.sources.values() for s in found} - before
    assert new == {"水です。", "お書きください。"}
    pages = render(Localized(project, locale("ja")))
    assert not any("madoguchi" in page.body for page in pages)


# Settings


def test_settings_by_site_folder_and_page(city: Path, run: Run) -> None:
    add(city, "\nお書きください。速く走りますから、危ないところには絶対に行かないでくださいね。\n")
    long = "check:\n  rules: {keigo: off}\n  folders:\n    pages/moving: {profile: disaster}\n"
    add(city, long, "site.yml")
    codes = run("--level", "info").codes
    assert "EJ004" not in codes and "EJ001" in codes
    page = city / PAGE
    text = page.read_text(encoding="utf-8")
    front = "---\ncheck: {profile: daily, rules: {keigo: warning}}\n"
    page.write_text(text.replace("---\n", front, 1), encoding="utf-8")
    codes = run("--level", "info").codes
    assert "EJ004" in codes and "EJ001" not in codes


@pytest.mark.parametrize(
    ("file", "settings", "cure"),
    [
        ("site.yml", "check: {rules: {keigoo: off}}\n", "keigo"),
        ("site.yml", "check: {rules: {long-sentence: {max_char: 5}}}\n", "max_chars"),
        ("site.yml", "check: {folders: {pages/movin: {profile: disaster}}}\n", "pages/moving"),
        ("site.yml", "check: {profile: dayly}\n", "daily"),
        ("site.yml", "check: {rules: {long-sentence: warn}}\n", "warning"),
        ("site.yml", "check: {rules: {long-sentence: 60}}\n", "warning"),
        ("site.yml", "check: {rules: {long-sentence: {max_chars: -5}}}\n", "below zero"),
        ("site.yml", "check: {folders: {../..: {profile: disaster}}}\n", "folder"),
        (PAGE, "check: {rules: {hard-word: {alow: [申請]}}}\n", "allow"),
        (PAGE, "check: {rules: {hard-word: {allow: 申請}}}\n", "list"),
    ],
)
def test_wrong_settings_say_where_and_what(
    city: Path, capsys: pytest.CaptureFixture[str], file: str, settings: str, cure: str
) -> None:
    path = city / file
    text = path.read_text(encoding="utf-8")
    whole = text.replace("---\n", f"---\n{settings}", 1) if file == PAGE else text + settings
    path.write_text(whole, encoding="utf-8")
    assert main(["check", "--content", str(city), "--lang", "en"]) in (1, 2)
    done = capsys.readouterr()
    said = done.out + done.err
    assert cure in said and Path(file).name in said


# Baseline


def test_baseline_lets_old_findings_be(city: Path, run: Run) -> None:
    add(city, "\nお書きください。\n")
    assert run().code == 1
    assert run("--write-baseline").code == 0
    first = run()
    assert first.code == 0 and not first.out and "1 in the baseline" in first.err
    add(city, "\nお読みください。\n")
    again = run()
    assert again.codes == ["EJ004"] and "お読みください" in again.out
    page = city / PAGE
    page.write_text(
        page.read_text(encoding="utf-8").replace("お書きください。", ""), encoding="utf-8"
    )
    assert "1 of the baseline are mended" in run().err
    (city / "check-baseline.json").write_text("{]", encoding="utf-8")
    assert "--write-baseline" in run().err


def test_baseline_of_a_part_leaves_the_rest(city: Path, run: Run) -> None:
    add(city, "\nお書きください。\n")
    add(city, "\nお読みください。\n", "pages/index.md")
    run("--write-baseline")
    run(str(city / PAGE), "--write-baseline")
    assert run().code == 0
    assert len(run("--no-baseline").codes) == 2


def test_baseline_never_takes_another_file(city: Path, run: Run) -> None:
    before = (city / PAGE).read_bytes()
    assert run("--write-baseline", "--baseline", str(city / PAGE)).code == 2
    assert (city / PAGE).read_bytes() == before
    assert run("--baseline", str(city / "nothing.json")).code == 2


@pytest.mark.parametrize(
    "text",
    [
        '{"version": 1, "findings": [[{}, [], 1, 1e400]]}',
        '{"version": 1, "findings": [["a", "b", "c", -1]]}',
        '{"version": 9, "findings": []}',
        "[]",
        "[" * 5000,
        "\x00",
    ],
)
def test_what_is_no_baseline_is_said(city: Path, run: Run, text: str) -> None:
    (city / "check-baseline.json").write_text(text, encoding="utf-8")
    found = run()
    assert found.code == 2 and "This is no baseline" in found.err


def test_fixing_knows_the_baseline_and_the_level(city: Path, run: Run) -> None:
    add(city, "\nお書きください。\n")
    run("--write-baseline")
    assert run("--fix").code == 0
    add(city, "\n紙が送られます。\n")
    assert run("--fix").code == 0
    assert run("--fix", "--fail-on", "warning").code == 1


# Changed lines


def git(folder: Path, *args: str) -> None:
    who = ["-c", "user.name=x", "-c", "user.email=x@example.jp"]
    subprocess.run(["git", "-C", str(folder), *who, *args], check=True, capture_output=True)


def test_only_what_changed(city: Path, run: Run) -> None:
    add(city, "\nお書きください。\n\n水です。\n")
    git(city.parent, "init", "-b", "main")
    git(city.parent, "add", ".")
    git(city.parent, "commit", "-m", "a")
    assert run("--changed-since", "main").out == ""
    add(city, "\nお読みください。\n")
    assert "お読みください" in (found := run("--changed-since", "main")).out
    assert found.codes == ["EJ004"] and found.code == 1
    assert run("--changed-since", "nothing").code == 2
    assert run("--changed-since=--output=x").code == 2


# Fixes

FIXED = [
    ("2026/4/1に来てください。", "2026年4月1日に来てください。"),
    ("令和8年4月に始まります。", "2026年（令和8年）4月に始まります。"),
    ("１２月３日です。", "12月3日です。"),
    ("10時〜12時です。", "10時から12時までです。"),
    ("月曜日～金曜日です。", "月曜日から金曜日までです。"),
    ("速やかに来てください。", "すぐに来てください。"),
    # what is not safe stays
    ("令和8年12月～9年3月です。", None),
    ("令和8年～10年です。", None),
    ("12月10日の24:00までです。", None),
    ("3日〜5日かかります。", None),
    ("{速|すみ}やかに来てください。", None),
    ("`2026/4/1` です。", None),
    ("申請書に記入してください。", None),
]


@pytest.mark.parametrize(("before", "after"), FIXED)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_fix_changes_that_and_no_other_byte(
    city: Path, run: Run, before: str, after: str | None, end: str
) -> None:
    page = city / PAGE
    old = page.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", end.encode())
    old = b"\xef\xbb\xbf" + old + f"{end}**注意**  \t{before}{end}\t最後{end}".encode()
    page.write_bytes(old)
    shown = run("--fix", "--diff")
    assert page.read_bytes() == old
    assert shown.code == (0 if after is None else 1)
    assert (f"+**注意**  \t{after}" in shown.out) is (after is not None)
    run("--fix")
    wanted = old if after is None else old.replace(before.encode(), after.encode())
    assert page.read_bytes() == wanted
    assert run("--fix", "--diff").code == 0


def test_diff_without_fix_is_refused(run: Run) -> None:
    assert run("--diff").code == 2


# Texts of no site


def test_one_text(tmp_path: Path, run: Run) -> None:
    notice = tmp_path / "notice.md"
    notice.write_text("# お知らせ\n\nここにお書きください。\n", encoding="utf-8")
    assert run(str(notice)).codes == ["EJ004"]
    plain = tmp_path / "notice.txt"
    plain.write_text("    ここにお書きください。\n", encoding="utf-8")
    assert run(str(plain)).codes == ["EJ004"]
    assert run(str(tmp_path / "nothing.md")).code == 2


def test_a_text_beside_the_pages_is_checked_for_itself(city: Path, run: Run) -> None:
    (city / "memo.txt").write_text("ここにお書きください。\n", encoding="utf-8")
    assert run(str(city / "memo.txt")).codes == ["EJ004"]


def test_allowances_in_a_plain_text(tmp_path: Path, run: Run) -> None:
    notice = tmp_path / "a.txt"
    notice.write_text(
        "<!-- madoguchi: allow keigo 看板のことば -->\nお書きください。\n", encoding="utf-8"
    )
    assert run(str(notice)).codes == []


def test_a_word_file_is_named_as_what_it_is(tmp_path: Path, run: Run) -> None:
    (tmp_path / "お知らせ.docx").write_bytes(b"PK\x03\x04\xff\xfe")
    assert "A .docx file cannot be read" in run(str(tmp_path / "お知らせ.docx")).out


def test_standard_input(run: Run) -> None:
    found = run("-", stdin="ここにお書きください。\n")
    assert found.codes == ["EJ004"] and found.out.startswith("stdin.md:1:4:")
    assert run("-", "--fix", stdin="4/1に来てください。\n").out == "4月1日に来てください。\n"
    assert run("-", stdin="").code == 0


def test_without_a_site_only_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("ここにお書きください。", encoding="utf-8")
    assert main(["check", "a.md"]) == 1
    assert main(["check", "."]) == 1
    assert main(["check"]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_settings_and_profile_for_texts(tmp_path: Path, run: Run) -> None:
    settings = tmp_path / "check.yml"
    settings.write_text("rules: {keigo: off}\n", encoding="utf-8")
    text = "ここにお書きください。"
    assert run("-", "--settings", str(settings), stdin=text).codes == []
    settings.write_text("check: {rules: {kego: off}}\n", encoding="utf-8")
    assert run("-", "--settings", str(settings), stdin=text).code == 2
    long = "海の近くにいる人は、今すぐ、できるだけ高いところに逃げてください。"
    assert run("-", stdin=long).codes == []
    assert "EJ001" in run("-", "--profile", "disaster", stdin=long).codes


def test_the_settings_of_a_site_are_its_own(city: Path, run: Run) -> None:
    assert run("--profile", "disaster").code == 2
    add(city, "check: {folders: {pages: {profile: disaster}}, rules: {keigo: off}}\n", "site.yml")
    text = "ここにお書きください。"
    assert run("-", "--settings", str(city / "site.yml"), stdin=text).codes == []


def test_a_text_in_another_language_is_let_be(run: Run) -> None:
    text = "This is a long sentence in English, with many words, that nobody here should be told about.\n"
    assert run("-", stdin=text).codes == []


def test_standard_input_that_is_not_utf8(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe\xe3")))
    assert main(["check", "-", "--lang", "en"]) == 1
    assert "stdin.md:1:1: error S001" in capsys.readouterr().out


# Output


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "junit"])
def test_a_report_in_a_file(city: Path, run: Run, tmp_path: Path, form: str) -> None:
    add(city, "\nお書きください。\n")
    out = tmp_path / "report"
    assert run("--format", form, "--output", str(out)).code == 1
    text = out.read_text(encoding="utf-8")
    assert "EJ004" in text
    if form in ("json", "sarif"):
        json.loads(text)


def test_output_that_cannot_be(city: Path, run: Run, tmp_path: Path) -> None:
    assert run("--output", str(tmp_path)).code == 2
    add(city, "\nお書きください。\n")
    assert run("--output", "-").codes == ["EJ004"]


def test_fail_on(city: Path, run: Run) -> None:
    add(city, "\n紙が送られます。\n")
    assert run().code == 0
    assert run("--fail-on", "warning").code == 1


# Cache and processes


def test_cache_by_content(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(city, "\nお書きください。\n")
    first = check(load(city), cache_in=city.parent)
    assert (city.parent / FOLDER / ".gitignore").read_text() == "*\n"
    seen: list[SourcePage] = []
    real = SiteCheck.page

    def page(self: SiteCheck, one: SourcePage) -> list[Finding]:
        seen.append(one)
        return real(self, one)

    monkeypatch.setattr(SiteCheck, "page", page)
    assert check(load(city), cache_in=city.parent) == first and not seen
    add(city, "\n水です。\n")
    assert check(load(city), cache_in=city.parent) == first and len(seen) == 1
    # a setting, a word or a fact is a matter of every page
    add(city, "check: {rules: {keigo: warning}}\n", "site.yml")
    changed = check(load(city), cache_in=city.parent)
    assert [f.severity for f in changed if f.code == "EJ004"] == ["warning"]
    (city.parent / FOLDER / "check.json").write_text('{"key": 3', encoding="utf-8")
    assert check(load(city), cache_in=city.parent) == changed


def test_processes_find_the_same(city: Path) -> None:
    page = (city / PAGE).read_text(encoding="utf-8")
    for i in range(8):
        text = page.replace("id: moving-in", f"id: page-{i}") + "\nお書きください。\n"
        (city / f"pages/moving/page-{i}.md").write_text(text, encoding="utf-8")
    project = load(city)
    assert check(project, jobs=2) == check(project)
