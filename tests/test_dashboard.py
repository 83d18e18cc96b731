"""The report: its numbers are those of the site, whoever reads them, and strangers' servers are asked politely."""

import argparse
import datetime
import http.server
import json
import os
import random
import re
import shutil
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import sync_playwright

from madoguchi import report_command
from madoguchi.dashboard import links, numbers
from madoguchi.dashboard.addresses import addresses
from madoguchi.dashboard.as_json import as_data, as_json
from madoguchi.dashboard.asking import USER_AGENT, Answer, Manners, Verdict
from madoguchi.dashboard.history import History, Point, evenly, history
from madoguchi.dashboard.links import Link, Links, check_links
from madoguchi.dashboard.numbers import Group, Language, LastCheck, Numbers, Row
from madoguchi.dashboard.page import page
from madoguchi.dashboard.scores import PageScore, Reason, scores
from madoguchi.dashboard.thresholds import parse
from madoguchi.errors import MadoguchiError
from madoguchi.findings import Message
from madoguchi.project import load
from madoguchi.translate.status import Share, percent

TODAY = datetime.date(2026, 11, 21)
PAGE = "pages/moving/moving-in.md"


def edit(city: Path, old: str, new: str, file: str = PAGE) -> None:
    path = city / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def numbers_of(city: Path) -> Numbers:
    project = load(city)
    return numbers.collect(project, TODAY, scored=scores(project))


Run = Callable[..., int]


@pytest.fixture
def run(city: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command, in the folder of the city."""
    monkeypatch.chdir(city.parent)

    def command(*args: str, lang: str = "ja") -> int:
        parser = argparse.ArgumentParser()
        report_command.add_arguments(parser)
        parsed = parser.parse_args(["--today", TODAY.isoformat(), *args])
        parsed.content = city
        return report_command.run(parsed, lang)

    return command


# The numbers


def test_states_of_a_page(city: Path) -> None:
    edit(city, "- 紙を書きます", "- 大きい紙を書きます\n- 駅の近くの図書館で本を借ります")
    found = numbers_of(city)
    row = next(row for row in found.rows if row.path == PAGE)
    assert (row.shares["en"].outdated, row.shares["en"].missing) == (1, 1)
    assert found.share == sum((row.shares["en"] for row in found.rows), Share())
    assert [group.id for group in found.groups] == ["home", "moving", "shared"]
    assert found.measures["outdated.en"] == found.measures["outdated"] == 1


@pytest.mark.parametrize(
    ("on", "every", "due_on"),
    [
        ("2026-11-21", "P12M", "2027-11-21"),
        ("2026-01-31", "P1M", "2026-02-28"),
        ("2024-02-29", "P1Y", "2025-02-28"),
        ("2026-12-15", "P1M", "2027-01-15"),
        ("2026-11-21", "P2W", "2026-12-05"),
        ("2026-11-21", "P30D", "2026-12-21"),
        ("2026-11-21", "P99999Y", "9999-12-31"),
        ("2026-11-21", "P99999999999D", "9999-12-31"),
    ],
)
def test_due(on: str, every: str, due_on: str) -> None:
    found = numbers.due(datetime.date.fromisoformat(on), every)
    assert found == datetime.date.fromisoformat(due_on)


def test_what_is_due_is_told_from_a_month_before(city: Path) -> None:
    for on, told, overdue in (
        ("2026-11-01", [], 0),
        ("2025-12-21", ["soon"], 0),
        ("2025-11-21", ["soon"], 0),
        ("2025-11-20", ["late"], 1),
    ):
        edit(city, "verified: {on: 2026-11-01", f"verified: {{on: {on}")
        found = numbers_of(city)
        mine = [check for row, check in found.due if row.path == PAGE]
        assert ["late" if check.is_overdue else "soon" for check in mine] == told, on
        assert found.overdue == overdue
        edit(city, f"verified: {{on: {on}", "verified: {on: 2026-11-01")


shares = st.builds(Share, *(st.integers(0, 50) for _ in range(4)))


@given(shares)
def test_percentages_never_say_more_than_is_so(share: Share) -> None:
    assert (share.shown_percent == 100) is (share.outdated + share.missing == 0)
    assert (share.machine_percent == 0) is (share.machine == 0)
    assert share.reviewed_percent <= share.shown_percent
    assert percent(share.current, share.total) == share.reviewed_percent


@given(shares, shares)
def test_shares_add_up(one: Share, other: Share) -> None:
    both = one + other
    assert both.total == one.total + other.total and both.shown == one.shown + other.shown
    assert one + Share() == one and sum([one, other], Share()) == both


def test_of_nothing_all_is_shown() -> None:
    none = Share()
    assert (none.shown_percent, none.reviewed_percent, none.machine_percent) == (100, 100, 0)


# Scores


def test_scores_of_unchanged_pages_are_kept(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = city.parent

    def told() -> tuple[dict[str, PageScore], int]:
        """Return the scores, and how many of them were not kept."""
        steps: list[int] = []
        project = load(city, cache=False)
        found = scores(project, lambda done, of: steps.append(done), cache_in=folder)
        assert found == scores(project)
        return found, len(found) - steps[0]

    first, asked = told()
    assert asked == len(first) > 1
    assert told() == (first, 0)
    edit(city, "- 紙を書きます", "- 申請書に記入させられます")
    second, asked = told()
    assert asked == 1 and second[PAGE].value > first[PAGE].value
    edit(city, "- 申請書に記入させられます", "- 紙を書きます")
    told()
    # what a page shows of the data counts, too
    edit(city, "city: {", "city:   {", "site.yml")
    assert told() == (first, len(first))
    kept = folder / ".madoguchi_cache" / "scores.json"
    rows = json.loads(kept.read_text(encoding="utf-8"))
    strange: tuple[Any, ...] = (
        3,
        None,
        [1, 2, 3],
        [1, 2, 3, [["no-such-kind", 1]]],
        ["x", 1, 1, []],
    )
    for row in strange:
        kept.write_text(json.dumps({**rows, "kept": dict.fromkeys(rows["kept"], row)}))
        assert told() == (first, len(first))


# Thresholds


MEASURES = {"shown": 89.0, "shown.vi": 95.0, "reviewed": 10.0, "due": 1.0, "score": 1.5, "broken-links": None}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "failed"),
    [
        ("shown=90", "shown は 89% です。90% 以上にしてください。"),
        ("shown=89", None),
        ("shown.vi=95.5", "shown.vi は 95% です。95.5% 以上にしてください。"),
        ("due=0", "due は 1 です。0 以下にしてください。"),
        ("due=1", None),
        ("score=1.4", "score は 1.5 です。1.4 以下にしてください。"),
    ],
)
def test_thresholds(text: str, failed: str | None) -> None:
    (threshold,) = parse([text], MEASURES)
    message = threshold.failed(MEASURES)
    assert (message and message.ja) == failed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("shwon=90", "「shown」ではありませんか"),
        ("shown.v=90", "「shown.vi」ではありませんか"),
        ("shown", "shown=数 の形"),
        ("shown=", "shown=数 の形"),
        ("shown=many", "shown=数 の形"),
        ("shown=nan", "shown=数 の形"),
        ("due=inf", "due=数 の形"),
        ("due=-1", "due=数 の形"),
        ("shown=101", "0 から 100"),
        ("broken-links=0", "--links が要ります"),
    ],
)
def test_wrong_thresholds(text: str, said: str) -> None:
    with pytest.raises(MadoguchiError) as error:
        parse([text], MEASURES)
    assert said in error.value.message.ja


# The command


def test_the_command_writes_both(run: Run, city: Path) -> None:
    assert run("--json", "numbers.json") == 0
    data = json.loads((city.parent / "numbers.json").read_text(encoding="utf-8"))
    assert data["version"] == 1 and data["on"] == "2026-11-21"
    assert data["measures"] == numbers_of(city).measures
    assert data["history"] is None and data["links"] is None
    html = (city.parent / "madoguchi-report.html").read_text(encoding="utf-8")
    assert html.startswith("<!DOCTYPE html>") and "青空市のくらし" in html


def test_json_alone_goes_to_standard_output(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--json", "-", lang="en") == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["measures"]["shown"] == 100
    assert "madoguchi-report.html written." in said.err


def test_a_threshold_that_fails(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--fail-under", "shown=100", "due=0", "--fail-under", "shown.lowest=100") == 0
    assert run("--fail-under", "score=0", "due=0") == 1
    assert "score は " in capsys.readouterr().err


@pytest.mark.parametrize(
    "args",
    [
        ("--history", "0"),
        ("--today", "11/21"),
        ("--output", "."),
        ("--json", "."),
        ("-o", "a.html", "--json", "./a.html"),
        ("--fail-under", "shown.xx=1"),
        ("--fail-under", "broken-links=0"),
    ],
)
def test_wrong_use(run: Run, city: Path, args: tuple[str, ...]) -> None:
    with pytest.raises(MadoguchiError):
        run(*args)
    assert not list(city.parent.glob("*.html"))


def test_a_page_that_cannot_be_read_fails_every_threshold(
    run: Run, city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(city, "title: 引っ越してきたとき", "title: 引っ越してきたとき\ntitel: x")
    assert run() == 0
    assert run("--fail-under", "shown=0") == 1
    assert "moving-in.md" in capsys.readouterr().err
    assert "titel" in (city.parent / "madoguchi-report.html").read_text(encoding="utf-8")


# The page


class Parsed(HTMLParser):
    """What the tests ask of a page."""

    VOID = frozenset({"meta", "br", "col", "polyline", "line", "circle", "rect"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.ids: list[str] = []
        self.cells: list[list[str]] = []
        """The texts of the rows of all tables."""
        self.tiles: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        for name, value in attrs:
            self.attributes.append((tag, name, value or ""))
            if name == "id":
                self.ids.append(value or "")
        if tag == "tr":
            self.cells.append([])
        if tag in ("td", "th"):
            self.cells[-1].append("")
        if tag == "dd":
            self.tiles.append("")
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"td", "th"} & set(self._open):
            self.cells[-1][-1] += f" {data}"
        elif "dd" in self._open:
            self.tiles[-1] += data


def synthetic(pages: int, tags: list[str], seed: int = 1) -> Numbers:
    """A site of so many pages: every state, gaps, and words that mean something to HTML."""
    some = random.Random(seed)

    def share() -> Share:
        return Share(*(some.choice([0, some.randint(0, 40)]) for _ in range(4)))

    def row(i: int) -> Row:
        on = TODAY - datetime.timedelta(days=some.randint(0, 400))
        due_on = numbers.due(on, "P12M")
        title = f"<script>alert({i})</script> & “{i}”"
        return Row(
            f"pages/a/page-{i}.md",
            Message(title, title),
            {tag: share() for tag in tags},
            some.choice(["life", "high", "normal", "low"]),
            PageScore(round(some.random() * 3, 2), 20.5, 1234, (Reason("passive", 3.4),)),
            LastCheck(on, "<b>市民課</b>", due_on, (due_on - TODAY).days),
        )

    rows = [row(i) for i in range(pages)]
    groups = tuple(
        Group(f"g{n}", Message(f"分類<{n}>", f"Group<{n}>"), tuple(rows[n::4])) for n in range(4)
    )
    languages = tuple(
        Language(
            tag, f"<{tag}>", Message(tag, tag), "ltr", sum((r.shares[tag] for r in rows), Share())
        )
        for tag in tags
    )
    points = [
        Point(f"{i}" * 40, TODAY + datetime.timedelta(days=i - 9), {tag: share() for tag in tags})
        for i in range(6)
    ]
    gap = Point("f" * 40, TODAY, None, Message("<i>読めません</i>", "<i>cannot be read</i>"))
    found = [
        Link(f"https://a{i}.example/?a=1&b=<x>\"'", ("pages/<a>.md",), Answer(verdict, "404"))
        for i, verdict in enumerate(Verdict)
    ]
    return Numbers(
        "</title><script>1</script>",
        TODAY,
        ("ja",),
        languages,
        groups,
        (),
        History((*points[:3], gap, *points[3:])),
        Links(tuple(found)),
    )


TAGS = "en vi zh-Hans pt-BR ne tl ur id my ko th es fr ru mn km".split()


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_all_that_comes_from_data_is_text(lang: str) -> None:
    parsed = Parsed(page(synthetic(8, TAGS[:3]), lang))
    assert not parsed.tags.keys() & {"script", "img", "link", "iframe", "form", "b<", "object"}
    assert not [a for a in parsed.attributes if a[1].startswith("on") or a[1] == "src"]
    followed = [value for _, name, value in parsed.attributes if name == "href"]
    assert all(value.startswith(("https://", "#")) for value in followed)
    assert {value[1:] for value in followed if value.startswith("#")} <= set(parsed.ids)
    assert len(parsed.ids) == len(set(parsed.ids))


def test_nothing_is_loaded_from_elsewhere() -> None:
    html = page(synthetic(8, TAGS[:3]), "ja")
    assert "default-src 'none'" in html and "script-src" not in html
    assert not re.search(r"url\(|@import|src=", html)


def test_every_number_of_the_page_is_in_the_json() -> None:
    found = synthetic(12, TAGS[:4])
    data = as_data(found)
    parsed = Parsed(page(found, "en"))
    measures = data["measures"]
    told = [float(tile.rstrip("%").replace(",", "")) for tile in parsed.tiles]
    keys = ("shown", "reviewed", "machine", "outdated", "missing", "due", "broken-links", "score")
    assert told == [measures[key] for key in keys]

    def of(state: dict[str, int]) -> list[int]:
        words = [state["shown_percent"], state["current"], state["machine"]]
        return words + [n for n in (state["outdated"], state["missing"]) if n]

    def integers(cells: list[str]) -> list[list[int]]:
        return [[int(n) for n in re.findall(r"[0-9]+", cell)] for cell in cells]

    heat = parsed.cells[1:]
    assert integers(heat.pop(0)[1:]) == [of(one) for one in data["languages"]]
    for group in data["categories"]:
        assert integers(heat.pop(0)[1:]) == [of(one) for one in group["states"].values()]
        for row in group["pages"]:
            cells = heat.pop(0)
            assert row["path"] in cells[0]
            assert integers(cells[1:]) == [of(one) for one in row["states"].values()]

    rest = [[cell.strip() for cell in row] for row in heat]
    for point in data["history"]["points"]:
        (row,) = [row for row in rest if row[1:2] == [point["revision"][:7]]]
        if point["languages"] is None:
            assert row[-1] == point["problem"]["en"]
            continue
        every = [point["all"]["shown_percent"], point["all"]["reviewed_percent"]]
        every += [one["shown_percent"] for one in point["languages"].values()]
        assert row[2:-1] == [f"{percent}%" for percent in every]
    pages = {row["path"]: row for group in data["categories"] for row in group["pages"]}
    hard = rest[rest.index(next(r for r in rest if r[1:2] == ["Per sentence"])) + 1 :][:10]
    for path, row in zip(data["hardest"], hard, strict=False):
        score = pages[path]["score"]
        assert path in row[0] and score["sentences"] == 1234 and row[3] == "1,234"
        assert (float(row[1]), float(row[2])) == (score["per_sentence"], score["page"])
    late = [row for row in rest if len(row) == 5 and re.search("days (late|left)", row[2])]
    assert [int(row[2].split()[0]) for row in late] == [
        abs(pages[path]["last_check"]["days_left"]) for path in data["due"]
    ]
    counts = (*Share._fields, "total", "shown_percent", "reviewed_percent", "machine_percent")
    for one in data["languages"]:
        (row,) = [row for row in rest if f"<{one['tag']}>" in row[0]]
        assert [int(cell.replace(",", "").rstrip("%")) for cell in row[1:9]] == [
            one[key] for key in counts
        ]
    assert data["links"]["counts"] == dict.fromkeys((v.value for v in Verdict), 1)


def test_a_file_name_that_is_not_utf_8() -> None:
    found = synthetic(1, TAGS[:1])
    (group, *_) = [group for group in found.groups if group.rows]
    row = replace(group.rows[0], path="pages/\udce3.md")
    found = replace(found, groups=(replace(group, rows=(row,)),))
    assert rb"pages/\udce3.md" in page(found, "ja").encode()
    assert json.loads(as_json(found).encode())["categories"][0]["pages"][0]["path"] == row.path


def test_a_large_site_is_quick_and_small() -> None:
    found = synthetic(300, TAGS)
    began = time.process_time()
    html = page(found, "ja")
    assert time.process_time() - began < 10
    assert len(html.encode()) < 1_500_000
    assert html.count("<td class=") == (300 + 4 + 1) * 16


def test_a_site_in_japanese_only(city: Path) -> None:
    edit(city, "languages: [ja, ja-Hrkt, ja-Latn, en]", "languages: [ja, ja-Hrkt]", "site.yml")
    found = numbers_of(city)
    assert found.measures["shown"] == found.measures["shown.lowest"] == 100
    for lang in ("ja", "en"):
        Parsed(page(found, lang))


BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge"))), None
)  # fmt: skip


@pytest.mark.skipif(BROWSER is None, reason="no Chromium or Chrome is installed")
def test_in_a_browser(tmp_path: Path) -> None:
    """A phone needs no sideways scrolling, the head of the map stays, and the policy stops nothing of ours."""
    path = tmp_path / "report.html"
    path.write_text(page(synthetic(60, TAGS), "ja"), encoding="utf-8")
    args = ["--disable-gpu", "--disable-background-networking", "--no-first-run"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        args.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=args)
        shown = browser.new_page(viewport={"width": 320, "height": 640})
        said: list[str] = []
        asked: list[str] = []
        shown.on("console", lambda message: said.append(message.text))
        shown.on("request", lambda request: asked.append(request.url))
        shown.goto(path.as_uri())
        for width in (320, 1280):
            shown.set_viewport_size({"width": width, "height": 640})
            assert shown.evaluate("document.documentElement.scrollWidth") <= width
        shown.locator(".scroll:has(.heat)").evaluate("box => { box.scrollTop = 900 }")
        box = shown.locator(".scroll:has(.heat)").bounding_box()
        head = shown.locator(".heat thead th").nth(3).bounding_box()
        assert box is not None and head is not None and abs(head["y"] - box["y"]) < 3
        assert (
            shown.locator(".heat td b")
            .first.evaluate("cell => getComputedStyle(cell, '::after').backgroundImage")
            .startswith("linear-gradient")
        )
        assert not said and asked == [path.as_uri()]
        browser.close()


# History


def git(folder: Path, *args: str, date: str = "2026-11-01T12:00:00+09:00") -> str:
    who = (
        "-c",
        "user.name=Hana",
        "-c",
        "user.email=hana@city.example",
        "-c",
        "commit.gpgsign=false",
    )
    # the tests may run in a hook themselves
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    result = subprocess.run(
        ["git", "-C", str(folder), *who, *args], capture_output=True, text=True, check=True,
        env={**env, "GIT_COMMITTER_DATE": date, "GIT_AUTHOR_DATE": date, "GIT_CONFIG_GLOBAL": os.devnull},
    )  # fmt: skip
    return result.stdout


def commit(city: Path, date: str) -> None:
    git(city.parent, "add", "-A")
    git(city.parent, "commit", "-qm", "x", date=f"{date}T12:00:00+09:00")


@pytest.fixture
def repository(city: Path) -> Path:
    """A city whose page lost a translation, could not be loaded, and was mended."""
    git(city.parent, "init", "-q", "-b", "main")
    commit(city, "2026-08-01")
    edit(city, "- 紙を書きます", "- 駅の近くの図書館で本を借ります")
    commit(city, "2026-09-01")
    edit(city, "city: {", "city: [", "site.yml")
    commit(city, "2026-10-01")
    edit(city, "city: [", "city: {", "site.yml")
    edit(city, "- 駅の近くの図書館で本を借ります", "- 紙を書きます")
    commit(city, "2026-11-01")
    (city.parent / "other.txt").write_text("not content", encoding="utf-8")
    commit(city, "2026-11-10")
    return city


def test_history(repository: Path) -> None:
    before = git(repository.parent, "status", "--porcelain")
    found = history(repository, 12)
    assert [point.date.isoformat() for point in found.points] == [
        "2026-08-01", "2026-09-01", "2026-10-01", "2026-11-01",
    ]  # fmt: skip
    first, worse, gap, last = (point.share for point in found.points)
    assert first is not None and worse is not None and first.shown_percent == 100
    assert worse.current == first.current - 1
    assert gap is None and last == first
    problem = found.points[2].problem
    assert problem is not None and problem.ja.startswith("content_src/site.yml:")
    assert found.note is None
    assert git(repository.parent, "status", "--porcelain") == before


def test_history_is_kept_by_content(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = repository.parent
    found = history(repository, 12, cache_in=folder)
    monkeypatch.setattr(
        "madoguchi.dashboard.history.load", lambda root, cache: pytest.fail("loaded again")
    )
    with pytest.raises(pytest.fail.Exception):
        history(repository, 12, cache_in=folder)  # the gap is tried again
    monkeypatch.undo()
    kept = folder / ".madoguchi_cache" / "history.json"
    rows = json.loads(kept.read_text(encoding="utf-8"))
    # the first and the last revision have the same content
    assert len(rows["kept"]) == 2
    for broken in ("{", '{"key": 1}', json.dumps({**rows, "kept": {k: 3 for k in rows["kept"]}})):
        kept.write_text(broken, encoding="utf-8")
        assert history(repository, 12, cache_in=folder) == found
    assert not git(folder, "status", "--porcelain")


def test_history_of_a_shallow_clone_says_so(repository: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", repository.parent.as_uri(), str(clone))
    found = history(clone / "content_src", 12)
    assert len(found.points) == 1 and found.points[0].share is not None
    assert found.note is not None and "fetch-depth: 0" in found.note.ja


def test_history_where_there_is_none(
    city: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    if not git_is_above(city):
        assert run("--history") == 0
        assert "リポジトリ）ではありません" in capsys.readouterr().err
    git(city.parent, "init", "-q")
    assert run("--history", "3") == 0
    assert "まだ Git にコミットしていません" in capsys.readouterr().err


def git_is_above(city: Path) -> bool:
    """Whether the temporary folder itself lies in a repository."""
    done = subprocess.run(["git", "-C", str(city), "rev-parse"], capture_output=True, check=False)
    return not done.returncode


def test_history_without_git(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert history(city, 12).points == ()


def test_a_content_folder_that_was_not_there_yet_and_one_that_is_all(
    repository: Path, tmp_path: Path
) -> None:
    shutil.rmtree(repository / "locale")
    repository.rename(repository.with_name("city"))
    commit(repository, "2026-11-15")
    moved = history(repository.with_name("city"), 12)
    assert [point.share is not None for point in moved.points] == [True]
    alone = tmp_path / "alone"
    shutil.copytree(repository.with_name("city"), alone)
    git(alone, "init", "-q")
    git(alone, "add", "-A")
    git(alone, "commit", "-qm", "x")
    assert history(alone, 1).points[0].shares == moved.points[0].shares


@given(st.lists(st.integers(), max_size=40), st.integers(1, 15))
def test_evenly(items: list[int], at_most: int) -> None:
    chosen = evenly(list(enumerate(items)), at_most)
    assert len(chosen) == min(len(items), at_most)
    assert chosen == sorted(set(chosen))
    assert chosen[-1:] == list(enumerate(items))[-1:]


# Links


def test_addresses_of_every_place(city: Path) -> None:
    edit(
        city,
        "## することを見ます",
        "## することを見ます\n\n[国](https://a.example/x(1)#top)と<https://b.example/>と https://c.example/a. \n"
        "[国](https://a.example/x(1)#end)、[法律][law]、[ここ](#a)、[電話](tel:110)、`https://no.example/`\n\n"
        "[law]: https://d.example/law",
    )
    edit(city, "risk: high", "risk: high\nonline: {url: https://e.example}")
    edit(city, "- 紙を書きます", "- [紙](https://g.example/form)を書きます")
    edit(city, "  phone: ", "  url: https://f.example/a?b=1&c=2\n  phone: ", "data/contacts.yml")
    found = addresses(load(city))
    assert found == {
        "https://a.example/x(1)": (PAGE,),
        "https://b.example/": (PAGE,),
        "https://c.example/a": (PAGE,),
        "https://d.example/law": (PAGE,),
        "https://e.example/": (PAGE,),
        "https://f.example/a?b=1&c=2": ("data/contacts.yml",),
        "https://g.example/form": (PAGE,),
    }


class Stranger(http.server.BaseHTTPRequestHandler):
    """A server of somebody else; its paths say how it answers."""

    asked: list[tuple[str, str, str, float]]

    def do_HEAD(self) -> None:
        self.answer("HEAD")

    def do_GET(self) -> None:
        self.answer("GET")

    def answer(self, method: str) -> None:
        self.asked.append((method, self.path, self.headers["User-Agent"], time.monotonic()))
        name = self.path.strip("/").partition("?")[0]
        if name == "hangs-up-on-head" and method == "HEAD":
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        if name == "slow":
            time.sleep(0.5)
        status, headers = {
            "no-head": (405 if method == "HEAD" else 200, {}),
            "moved": (301, {"Location": "/moved-again"}),
            "moved-again": (308, {"Location": "good"}),
            "moved-nowhere": (301, {"Location": "/404"}),
            "for-now": (302, {"Location": "/moved"}),
            "round": (302, {"Location": "/round"}),
            "to-file": (302, {"Location": "file:///etc/hostname"}),
            "to-nothing": (302, {"Location": "http://["}),
            "to-japanese": (301, {"Location": "/日本".encode().decode("latin-1")}),
            "no-place": (302, {}),
            "busy": (429, {"Retry-After": "60"}),
            "down": (503, {"Retry-After": "60"}),
        }.get(name, (int(name) if name.isdecimal() else 200, {}))
        self.send_response(status)
        for key, value in {"Content-Length": "0", **headers}.items():
            self.send_header(key, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # a client that goes away is what is tested


Asked = list[tuple[str, str, str, float]]


@pytest.fixture
def stranger() -> Iterator[tuple[str, Asked]]:
    handler = type("Handler", (Stranger,), {"asked": []})
    server = Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", handler.asked  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
    ):
        monkeypatch.delenv(name, raising=False)


QUICK = Manners(pause=0, timeout=0.3, may_ask=lambda address: True)


def asked_of(*urls: str, manners: Manners = QUICK, cache_in: Path | None = None) -> list[Answer]:
    found = check_links(dict.fromkeys(urls, (PAGE,)), TODAY, manners=manners, cache_in=cache_in)
    assert [link.address for link in found.links] == list(urls)
    return [link.answer for link in found.links]


@pytest.mark.parametrize(
    ("path", "verdict", "reason"),
    [
        ("good", Verdict.GOOD, ""),
        ("good/日本?a=<b>", Verdict.GOOD, ""),
        ("no-head", Verdict.GOOD, ""),
        ("hangs-up-on-head", Verdict.GOOD, ""),
        ("404", Verdict.BROKEN, "404"),
        ("410", Verdict.BROKEN, "410"),
        ("moved-nowhere", Verdict.BROKEN, "404"),
        ("to-file", Verdict.BROKEN, "address"),
        ("to-nothing", Verdict.BROKEN, "address"),
        ("403", Verdict.UNKNOWN, "403"),
        ("500", Verdict.UNKNOWN, "500"),
        ("busy", Verdict.UNKNOWN, "429"),
        ("down", Verdict.UNKNOWN, "503"),
        ("slow", Verdict.UNKNOWN, "timeout"),
        ("round", Verdict.UNKNOWN, "redirects"),
        ("no-place", Verdict.UNKNOWN, "302"),
        ("for-now", Verdict.GOOD, ""),
    ],
)
def test_answers(stranger: tuple[str, Asked], path: str, verdict: Verdict, reason: str) -> None:
    assert asked_of(f"{stranger[0]}/{path}") == [Answer(verdict, reason)]


def test_an_address_that_moved_says_where(stranger: tuple[str, Asked]) -> None:
    url, _ = stranger
    assert asked_of(f"{url}/moved") == [Answer(Verdict.MOVED, "", f"{url}/good")]
    found = Answer(Verdict.MOVED, "", f"{url}/%E6%97%A5%E6%9C%AC")
    assert asked_of(f"{url}/to-japanese") == [found]


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("http://127.0.0.1:9/", Answer(Verdict.UNKNOWN, "connection")),
        ("http://[1/", Answer(Verdict.BROKEN, "address")),
        ("http://a:b/", Answer(Verdict.BROKEN, "address")),
        ("http://" + "a" * 70 + ".example/", Answer(Verdict.BROKEN, "address")),
    ],
)
def test_addresses_that_nobody_answers(url: str, answer: Answer) -> None:
    assert asked_of(url) == [answer]


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://10.1.2.3/a", "http://[::1]/", "http://192.168.0.1:8080/",
     "http://localhost/", "https://169.254.169.254/latest", "http://[fe80::1%25eth0]/"],
)  # fmt: skip
def test_an_office_network_is_never_asked(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "urllib.request.OpenerDirector.open", lambda *args, **more: pytest.fail("asked")
    )
    assert asked_of(url, manners=Manners(pause=0))[0].verdict is Verdict.PRIVATE


def test_a_redirect_into_the_office_is_not_followed(stranger: tuple[str, Asked]) -> None:
    url, asked = stranger
    port = url.rpartition(":")[2]
    seen: list[str] = []

    def may_ask(address: str) -> bool:
        seen.append(address)
        return len(seen) < 2

    (answer,) = asked_of(f"http://127.0.0.1:{port}/moved", manners=Manners(0, 1, may_ask=may_ask))
    assert answer == Answer(Verdict.PRIVATE, "private")
    assert [path for _, path, _, _ in asked] == ["/moved"]


def test_manners(stranger: tuple[str, Asked]) -> None:
    url, asked = stranger
    pause = Manners(pause=0.15, timeout=1, may_ask=lambda address: True)
    asked_of(*(f"{url}/good?{i}" for i in range(3)), manners=pause)
    times = [at for _, _, _, at in asked]
    assert len(times) == 3 and all(b - a >= 0.14 for a, b in pairwise(times))
    assert {(method, agent) for method, _, agent, _ in asked} == {("HEAD", USER_AGENT)}
    assert USER_AGENT.startswith("madoguchi/")


@pytest.mark.parametrize("path", ["busy", "down"])
def test_a_host_that_is_busy_is_left_alone(stranger: tuple[str, Asked], path: str) -> None:
    url, asked = stranger
    first, *others = asked_of(f"{url}/{path}", f"{url}/good", f"{url}/404")
    assert first.verdict is Verdict.UNKNOWN
    assert others == [Answer(Verdict.UNKNOWN, "busy")] * 2
    assert [method for method, _, _, _ in asked] == ["HEAD"]


def test_a_host_that_is_silent_is_left_alone(stranger: tuple[str, Asked]) -> None:
    url, asked = stranger
    answers = asked_of(*(f"{url}/slow?{i}" for i in range(4)))
    assert answers == [Answer(Verdict.UNKNOWN, "timeout")] * 4
    assert len(asked) == 2


def test_good_answers_are_kept_for_a_week(stranger: tuple[str, Asked], tmp_path: Path) -> None:
    url, asked = stranger
    found = {f"{url}/{path}": (PAGE,) for path in ("good", "moved", "404", "403")}

    def again(days: int) -> set[str]:
        asked.clear()
        day = TODAY + datetime.timedelta(days=days)
        check_links(found, day, cache_in=tmp_path, manners=QUICK)
        return {path for _, path, _, _ in asked}

    assert again(0) == {"/good", "/moved", "/moved-again", "/404", "/403"}
    assert again(6) == {"/404", "/403"}
    assert "/good" in again(7)
    kept = tmp_path / ".madoguchi_cache" / "links.json"
    kept.write_text(kept.read_text(encoding="utf-8").replace('"good"', '"best"'), encoding="utf-8")
    assert "/good" in again(7)


def test_a_machine_without_a_network_breaks_no_link(
    city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(*args: object, **more: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    monkeypatch.setattr(socket, "getaddrinfo", nothing)
    manners = Manners(pause=0)
    one, two = "https://a.example/", "https://b.example/"
    assert asked_of(one, manners=manners) == [Answer(Verdict.BROKEN, "dns")]
    assert asked_of(one, two, manners=manners) == [Answer(Verdict.UNKNOWN, "offline")] * 2
    found = numbers.collect(
        load(city), TODAY, scored={}, links=check_links({one: (), two: ()}, TODAY, manners=manners)
    )
    assert found.measures["broken-links"] is None
    (threshold,) = parse(["broken-links=0"], {"broken-links": 0})
    assert threshold.failed(found.measures) is not None


def test_dead_sites_are_not_taken_for_a_dead_network(
    stranger: tuple[str, Asked], tmp_path: Path
) -> None:
    """Known good addresses are not asked again; but one of them can tell whether it is the network."""
    good = f"{stranger[0]}/good"
    dead = ["http://127.0.0.1:9/", "http://127.0.0.2:9/"]
    assert {answer.reason for answer in asked_of(*dead)} == {"offline"}
    asked_of(good, cache_in=tmp_path)
    answers = asked_of(*dead, good, cache_in=tmp_path)
    assert [answer.reason for answer in answers] == ["connection", "connection", ""]


def test_an_office_with_a_proxy(
    stranger: tuple[str, Asked], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, asked = stranger
    monkeypatch.setenv("http_proxy", url)
    # the proxy looks names up, and not this machine
    monkeypatch.setattr(socket, "getaddrinfo", _only_here)
    manners = Manners(pause=0)
    assert asked_of("http://a.example/x", manners=manners) == [Answer(Verdict.GOOD)]
    assert [path for _, path, _, _ in asked] == ["http://a.example/x"]
    assert asked_of("http://intranet/x", manners=manners) == [Answer(Verdict.PRIVATE, "private")]


def _only_here(host: str, *args: Any, **more: Any) -> Any:
    assert host == "127.0.0.1"
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, args[0]))]


def test_links_of_the_command(
    run: Run, city: Path, stranger: tuple[str, Asked], monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    url, _ = stranger
    edit(city, "risk: high", f"risk: high\nonline: {{url: {url}/404}}")
    monkeypatch.setattr(links, "Manners", lambda: QUICK)
    assert run("--links", "--fail-under", "broken-links=0", "--json", "a.json") == 1
    assert "broken-links は 1 です" in capsys.readouterr().err
    told = json.loads((city.parent / "a.json").read_text(encoding="utf-8"))["links"]["told"]
    assert told == [
        {
            "address": f"{url}/404",
            "verdict": "broken",
            "reason": "404",
            "new": None,
            "files": [PAGE],
        }
    ]
    assert f"{url}/404" in (city.parent / "madoguchi-report.html").read_text(encoding="utf-8")
