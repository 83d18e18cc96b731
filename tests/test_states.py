"""The state of every block follows from its text alone, and readers see what it says."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import change_entry, without_rules
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.catalog import State
from madoguchi.cli import main
from madoguchi.content import load as load_content
from madoguchi.locales import Origin, locale
from madoguchi.normal import carried, normal
from madoguchi.project import Project, load
from madoguchi.render.localize import Localized
from madoguchi.render.page import render
from madoguchi.translate.update import update

PAGE = Path("pages/moving/moving-in.md")
TEN = ("en", "vi", "zh-Hans", "pt-BR", "ne", "tl", "ur", "ko", "my", "es")


@pytest.fixture
def ten(city: Path) -> Path:
    """The small city in ten languages; all have the English text, and no rule minds."""
    site = city / "site.yml"
    without_rules(city)
    text = re.sub(r"languages: .*", f"languages: [ja, {', '.join(TEN)}]", site.read_text("utf-8"))
    site.write_text(text, encoding="utf-8")
    for tag in TEN[1:]:
        shutil.copytree(city / "locale" / "en", city / "locale" / tag)
    list(update(load_content(city)))
    return city


def edit(city: Path, old: str, new: str, file: Path = PAGE) -> None:
    path = city / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def states(project: Project) -> dict[tuple[str, str], list[State]]:
    return {
        key: [translation.state for translation in catalog.entries.values()]
        for key, catalog in project.catalogs.items()
    }


def marked(project: Project) -> dict[str, list[str]]:
    """Return, for every language, the blocks of all pages that do not show their translation."""
    found: dict[str, list[str]] = {}
    for loc in project.content.locales:
        if loc.origin is Origin.CATALOG:
            site = Localized(project, loc)
            found[loc.tag] = [
                block.text
                for page in project.content.pages
                for block in page.blocks
                if site.mark(site.block(page, block))
            ]
    return found


@pytest.mark.parametrize("updated", [False, True], ids=["before update", "after update"])
@pytest.mark.parametrize("risk", ["life", "high", "normal", "low"])
def test_one_changed_paragraph_is_one_mark_in_ten_languages(
    ten: Path, risk: str, updated: bool
) -> None:
    edit(ten, "risk: high", f"risk: {risk}")
    assert not any(marked(load(ten)).values())
    edit(ten, "- 紙を書きます", "- 大きい紙を書きます")
    if updated:
        list(update(load_content(ten)))
    project = load(ten)
    assert marked(project) == {tag: ["大きい紙を書きます"] for tag in TEN}
    for tag in TEN:
        page = next(
            p for p in render(Localized(project, locale(tag))) if p.uri.endswith("moving-in.md")
        )
        assert page.markdown.count('class="mg-notice') == 1
        assert ("Fill in the form" in page.markdown) == (risk in ("normal", "low"))
        own = re.sub(r'<div class="mg-tools".*?</div>', "", page.markdown)
        spans = re.findall(r'<span lang="ja" dir="ltr" class="mg-ja">(.*?)</span>', own)
        japanese = [re.sub("<rt>.*?</rt>|<.*?>|[（）]", "", span) for span in spans]
        assert "大きい紙を書きます" in japanese
        if tag not in ("ko", "my", "es"):  # these have no words of the interface yet
            assert len(japanese) == 1


def touched(city: Path) -> None:
    for path in city.rglob("*.po"):
        os.utime(path, (0, 0))


def test_a_city_may_hide_what_is_old(city: Path) -> None:
    edit(city, "risk: high", "risk: low")
    edit(city, "- 紙を書きます", "- 大きい紙を書きます")
    with (city / "site.yml").open("a", encoding="utf-8") as site:
        site.write("\ntranslation: {outdated: hidden}\n")
    pages = list(render(Localized(load(city), locale("en"))))
    text = next(p for p in pages if p.uri.endswith("moving-in.md")).markdown
    assert "Fill in the form" not in text
    assert "mg-notice-outdated" in text


def test_a_mark_leads_to_the_new_text_and_back(city: Path) -> None:
    edit(city, "risk: high", "risk: normal")
    edit(city, "- 紙を書きます", "- 大きい紙を書きます")
    edit(city, "title: 引っ越してきたとき", "title: 引っ越してきたときの手続き")
    pages = list(render(Localized(load(city), locale("en"))))
    text = next(p for p in pages if p.uri.endswith("moving-in.md")).markdown
    ids = re.findall(r'id="([^"]+)"', text)
    links = re.findall(r'href="#(mg-(?:new|old)-\d+)"', text)
    assert len(ids) == len(set(ids))
    assert len(links) == 4
    assert set(links) <= set(ids)


UNCHANGED: list[tuple[str, Callable[[Path], object]]] = [
    ("reading", lambda c: edit(c, "- 紙を書きます", "- {紙|かみ}を{書|か}きます")),
    ("ruby tag", lambda c: edit(c, "- 紙を", "- <ruby>紙<rp>(</rp><rt>かみ</rt><rp>)</rp></ruby>を")),
    ("spacing", lambda c: edit(c, "- 紙を書きます", "-   紙を\n  書きます ")),
    ("full-width space", lambda c: edit(c, "- 紙を書きます", "- 紙を　書きます")),
    ("wrapped", lambda c: edit(c, "へ行きます。電話は", "へ行きます。\n電話は")),
    ("emphasis", lambda c: edit(c, "- 紙を書きます", "- **紙**を書きます")),
    ("list mark", lambda c: edit(c, "- 紙を書きます\n- [", "* 紙を書きます\n* [")),
    ("link target", lambda c: edit(c, "(../index.md)", "(moving-in.md)")),
    ("fact's value", lambda c: edit(c, "0999-11-1000", "0999-11-2000", Path("data/contacts.yml"))),
    ("moved", lambda c: edit(c, "- 紙を書きます\n- [はじめのページ](../index.md)を見ます", "- [はじめのページ](../index.md)を見ます\n- 紙を書きます")),
    ("item to paragraph", lambda c: edit(c, "- 紙を書きます\n", "紙を書きます\n\n")),
    ("heading level", lambda c: edit(c, "## する", "### する")),
    ("line ends", lambda c: (c / PAGE).write_bytes((c / PAGE).read_bytes().replace(b"\n", b"\r\n"))),
    ("dates", touched),
]  # fmt: skip


@pytest.mark.parametrize("updated", [False, True], ids=["before update", "after update"])
@pytest.mark.parametrize("change", [c for _, c in UNCHANGED], ids=[n for n, _ in UNCHANGED])
def test_what_is_no_change_of_the_text_marks_nothing(
    ten: Path, change: Callable[[Path], object], updated: bool
) -> None:
    before = states(load(ten))
    change(ten)
    if updated:
        list(update(load_content(ten)))
    assert states(load(ten)) == before
    assert not any(marked(load(ten)).values())


def test_another_fact_takes_the_place_of_the_first_in_translations(ten: Path) -> None:
    data = ten / "data/contacts.yml"
    text = data.read_text(encoding="utf-8")
    item = text[text.index("city-hall:") :]
    data.write_text(f"{text}\n{item.replace('city-hall:', 'branch:', 1).replace('11-1000', '22-2000')}", encoding="utf-8")  # fmt: skip
    edit(ten, "{contact.city-hall.phone}", "{contact.branch.phone}")
    project = load(ten)
    page = next(p for p in render(Localized(project, locale("en"))) if p.uri.endswith("in.md"))
    assert "The phone number is [0999-22-2000]" in page.body
    assert not marked(project)["en"]


def test_a_renamed_page_keeps_its_translations(ten: Path) -> None:
    (ten / PAGE).rename(ten / "pages/moving/arriving.md")
    edit(ten, "id: moving-in", "id: arriving", Path("pages/moving/arriving.md"))
    edit(ten, "- 紙を書きます", "- 大きい紙を書きます", Path("pages/moving/arriving.md"))
    project = load(ten)
    assert [s for s in states(project)["vi", "moving/arriving.po"] if s is not State.CURRENT] == [
        State.OUTDATED
    ]
    list(update(load_content(ten)))
    assert (ten / "locale/vi/moving/arriving.po").is_file()
    assert states(load(ten)) == states(project)


def test_a_text_that_goes_back_is_current_again(ten: Path) -> None:
    before = states(load(ten))
    for _ in range(2):
        edit(ten, "- 紙を書きます", "- 大きい紙を書きます")
        list(update(load_content(ten)))
        edit(ten, "- 大きい紙を書きます", "- 紙を書きます")
        assert states(load(ten)) == before
    list(update(load_content(ten)))
    assert states(load(ten)) == before


def test_a_text_written_anew_in_its_place_has_changed(ten: Path) -> None:
    edit(ten, "- 紙を書きます", "- 窓口で申し込みの紙に名前を書きます")
    assert State.OUTDATED in states(load(ten))["en", "moving/moving-in.po"]


def test_a_new_text_is_missing(ten: Path) -> None:
    edit(ten, "- 紙を書きます", "- 紙を書きます\n- 駅の近くの図書館で本を借ります")
    assert State.MISSING in states(load(ten))["en", "moving/moving-in.po"]


@pytest.mark.parametrize("updated", [False, True], ids=["before update", "after update"])
def test_a_text_that_another_page_has_translated_needs_no_translation(
    ten: Path, updated: bool
) -> None:
    text = (ten / PAGE).read_text(encoding="utf-8")
    twin = text.replace("id: moving-in", "id: twin")
    (ten / "pages/moving/twin.md").write_text(twin, encoding="utf-8")
    po = "locale/vi/moving/moving-in.po"
    full = (ten / po).read_text(encoding="utf-8")
    (ten / po).write_text(full.replace('"Fill in the form"', '""'), encoding="utf-8")
    if updated:
        list(update(load_content(ten)))
    assert states(load(ten))["vi", "moving/twin.po"].count(State.MISSING) == 1
    (ten / po).write_text(full, encoding="utf-8")
    for _ in range(2):
        assert not states(load(ten))["vi", "moving/twin.po"].count(State.MISSING)
        list(update(load_content(ten)))
    assert "Fill in the form" in (ten / "locale/vi/moving/twin.po").read_text(encoding="utf-8")


# minor changes


def test_a_minor_change_costs_translators_nothing(
    ten: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(ten, "- 紙を書きます", "- 紙を書きまし")
    before = states(load(ten))["vi", "moving/moving-in.po"]
    line = (ten / PAGE).read_text(encoding="utf-8").split("- 紙を")[0].count("\n") + 1
    place = f"{PAGE.as_posix()}:{line}:5"  # as editors and the check write it
    run = ["translate", "update", "--minor", place, "--content", str(ten)]
    assert main([*run, "--lang", "en"]) == 0
    assert "1 minor" in capsys.readouterr().out
    after = states(load(ten))["vi", "moving/moving-in.po"]
    assert before.count(State.OUTDATED) == 1
    assert after == [State.CURRENT] * len(after)


def test_a_minor_change_may_be_told_after_the_update(ten: Path) -> None:
    edit(ten, "- 紙を書きます", "- 紙を書きまし")
    list(update(load_content(ten)))
    line = (ten / PAGE).read_text(encoding="utf-8").split("- 紙を")[0].count("\n") + 1
    assert main(["translate", "update", "--minor", f"{PAGE}:{line}", "--content", str(ten)]) == 0
    assert not any(marked(load(ten)).values())


def test_a_minor_change_does_not_hide_an_earlier_one(ten: Path) -> None:
    edit(ten, "- 紙を書きます", "- 大きい紙を書きます")
    list(update(load_content(ten)))
    edit(ten, "- 大きい紙を書きます", "- 大きい紙を書きまし")
    line = (ten / PAGE).read_text(encoding="utf-8").split("- 大きい")[0].count("\n") + 1
    assert main(["translate", "update", "--minor", f"{PAGE}:{line}", "--content", str(ten)]) == 0
    assert marked(load(ten)) == {tag: ["大きい紙を書きまし"] for tag in TEN}


def test_a_minor_change_that_is_none_is_told_though_another_is_one(
    ten: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(ten, "- 紙を書きます", "- 紙を書きまし")
    line = (ten / PAGE).read_text(encoding="utf-8").split("- 紙を")[0].count("\n") + 1
    run = ["translate", "update", "--minor", f"{PAGE}:{line}", "--minor", f"{PAGE}:4"]
    assert main([*run, "--content", str(ten)]) == 1
    assert f"{PAGE}:4" in capsys.readouterr().err
    assert not any(marked(load(ten)).values())


@pytest.mark.parametrize(
    "block", ["moving-in", "pages/moving/moving-in.md:1", "a.md:3", ":", "x:y"]
)
def test_a_wrong_place_of_a_minor_change(
    ten: Path, capsys: pytest.CaptureFixture[str], block: str
) -> None:
    assert main(["translate", "update", "--minor", block, "--content", str(ten)]) == 2
    assert block in capsys.readouterr().err


def test_status_shows_the_change_word_by_word(
    ten: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(ten, "- 紙を書きます", "- 大きい紙を書きます")
    assert main(["translate", "status", "--content", str(ten), "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "{+大きい+}紙を書きます" in out
    assert f"pages/moving/moving-in.md:23: {' '.join(TEN)}" in out


# review


def test_review_clears_machine_and_records_who(
    ten: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change_entry(ten, "紙を書きます", flags=("machine",))
    change_entry(
        ten,
        "パスポート",
        flags=("machine",),
        note="reviewed the words with the tax desk\n\nreviewed 2026-01-01 Ono",
    )
    run = ["translate", "review", "en", "--page", "moving-in", "--content", str(ten)]
    assert main([*run, "--by", "佐藤\n花子"]) == 0
    assert "確認した 2" in capsys.readouterr().out
    text = (ten / "locale/en/moving/moving-in.po").read_text(encoding="utf-8")
    assert "machine" not in text
    assert re.search(
        r"# reviewed the words with the tax desk\n#\n# reviewed \d{4}-\d\d-\d\d 佐藤 花子\n", text
    )
    assert "Ono" not in text


def test_review_does_not_vouch_for_what_is_outdated_or_wrong(ten: Path) -> None:
    change_entry(ten, "紙を書きます", flags=("machine",), translation="Fill in {fee.copy}")
    edit(ten, "  - パスポート", "  - 有効なパスポート")
    change_entry(ten, "パスポート", flags=("machine",))
    assert main(["translate", "review", "en", "--page", "moving-in", "--by", "A", "--content", str(ten)]) == 0  # fmt: skip
    text = (ten / "locale/en/moving/moving-in.po").read_text(encoding="utf-8")
    assert text.count("#, machine") == 2


@pytest.mark.parametrize(
    ("args", "said"), [(["--page", "moving"], "moving-in"), (["--page", "moving-in", "--by", " "], "--by")]
)  # fmt: skip
def test_a_wrong_review(
    ten: Path, capsys: pytest.CaptureFixture[str], args: list[str], said: str
) -> None:
    by = [] if "--by" in args else ["--by", "A"]
    assert main(["translate", "review", *args, *by, "--content", str(ten)]) == 2
    assert said in capsys.readouterr().err


def test_mixed_pages_mark_what_a_machine_made(ten: Path) -> None:
    change_entry(ten, "紙を書きます", flags=("machine",))
    pages = list(render(Localized(load(ten), locale("en"))))
    text = next(p for p in pages if p.uri.endswith("moving-in.md")).markdown
    assert text.count('class="mg-mark"') == 1
    assert re.search(r'Fill in the form</span> <a class="mg-mark" href="#mg-state"', text)
    assert 'id="mg-state"' in text
    assert "November 1, 2026" in re.search(r'id="mg-state">(.*)</p>', text)[1]  # type: ignore[index]


# the rule itself

_PART = st.sampled_from(
    ["紙", "を", "a", " ", "{contact.a.phone}", "{紙|かみ}", "**", "[b](c.md)", "。"]
)


@given(st.lists(_PART).map("".join))
def test_normal_is_stable(text: str) -> None:
    assert normal(text) == normal(f" {text}\n")
    assert carried(text, text, text) == text


@pytest.mark.parametrize(
    ("before", "now", "translation", "expected"),
    [
        ("{fee.a}です", "{fee.b}です", "It is {fee.a}.", "It is {fee.b}."),
        ("{date:2026-04-01}から", "{date:2027-04-01}から", "From {date:2026-04-01}", "From {date:2027-04-01}"),
        ("[紙](a.md)と[本](b.md)", "[紙](b.md)と[本](a.md)", "[B](b.md), [P](a.md)", "[B](a.md), [P](b.md)"),
        ("{fee.a}と{fee.a}", "{fee.a}と{fee.b}", "{fee.a} and {fee.a}", None),
        ("**紙**", "紙", "**paper**", "**paper**"),
    ],
)  # fmt: skip
def test_facts_and_links_are_carried_over(
    before: str, now: str, translation: str, expected: str | None
) -> None:
    assert normal(before) == normal(now)
    assert carried(translation, before, now) == expected


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("14日以内", "15日以内"),
        ("{contact.a.phone}", "{contact.a.name}"),
        ("{date:2026-04-01}", "{time:08:30}"),
        ("[紙](a.md)", "紙"),
        ("行きます。", "行きません。"),
        ("夜", "昼"),
        ("`a`", "`b`"),
        ("a b", "ab"),
    ],
)
def test_what_counts_as_a_change(before: str, now: str) -> None:
    assert normal(before) != normal(now)
