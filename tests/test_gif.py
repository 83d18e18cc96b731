"""GIF DS-451-4: its items and no others, the forms it asks for, and what is wrong said to the editor."""

import csv
import datetime
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.cli import main
from madoguchi.findings import Finding, Severity
from madoguchi.locales import locale
from madoguchi.project import Project, load
from madoguchi.publish.changes import NO_HISTORY, Change
from madoguchi.publish.gif import (
    Service,
    as_csv,
    as_json,
    columns,
    services,
    shortened,
    validate,
)
from madoguchi.publish.gif_model import (
    ACTIONS,
    CONTACT,
    CONTACT_ITEMS,
    FACILITY,
    INFORMATION,
    ITEMS,
    KINDS,
    NOTIFICATION,
)
from madoguchi.publish.telephone import DOMESTIC, domestic
from madoguchi.render.localize import Localized
from madoguchi.schema import LifeEvent, city_code_is_right

URL = "https://city.example/hinata/"
TOKYO_CHIYODA = "131016"
"""The example of DS-433."""


@pytest.fixture(scope="module")
def records(example: Project) -> list[Service]:
    return services(Localized(example, locale("ja")), URL, TOKYO_CHIYODA, NO_HISTORY)


def record(records: list[Service], id_: str) -> Service:
    return next(r for r in records if r.page.meta.id == id_)


def changed(one: Service, **values: str) -> Service:
    return replace(one, values={**one.values, **values})


def table(name: str) -> dict[str, bool]:
    """Return the items or words of one of the standard's tables, and which are required."""
    lines = (Path(__file__).parent / "gif_items.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {row[1]: row[2:] == ["必"] for row in rows if row[0] == name}


def test_items_are_those_of_the_tables() -> None:
    assert {item.name: item.required for item in ITEMS} == table("DS-451-4")
    assert [item.name for item in ITEMS] == list(table("DS-451-4"))
    assert [item.name for item in CONTACT_ITEMS] == list(table("DS-432"))
    assert len(set(columns())) == len(columns()) == 52 - 1 + 8


def test_words_are_those_of_the_catalogue() -> None:
    assert {f"{a.stage}/{name}" for name, a in ACTIONS.items()} <= set(table("DS-491-1 3.1"))
    assert {a.trouble for a in ACTIONS.values()} - {""} <= set(table("DS-491-1 3.2"))
    assert {NOTIFICATION, INFORMATION, FACILITY, *KINDS} <= set(table("DS-491-1 3.3"))


def test_a_life_event_is_filed_once() -> None:
    events = [action.event for action in ACTIONS.values() if action.event]
    assert len(set(events)) == len(events)
    assert {*events, "daily"} == set(LifeEvent.__args__)  # type: ignore[attr-defined]


FILED = {
    "moving-in": ("ライフイベント/引っ越し・住まい;デイリーイベント/戸籍・住民票・印鑑登録（など）", "住まい", "届出"),
    "my-number-card": ("", "", ""),
    "residence-card": ("", "", "情報提供"),
    "garbage": ("デイリーイベント/ごみ・環境保全", "その他暮らしに関すること", "情報提供"),
    "going-to-hospital": ("デイリーイベント/健康・医療", "医療福祉", "情報提供"),
    "national-health-insurance": ("デイリーイベント/国民健康保険", "医療福祉", ""),
    "emergency-call": ("デイリーイベント/救急・消防", "", "情報提供"),
    "earthquake": ("デイリーイベント/防災", "", "情報提供"),
    "pregnancy-and-birth": ("ライフイベント/妊娠・出産", "子育て・教育", "届出"),
    "entering-school": ("ライフイベント/教育", "子育て・教育", ""),
    "desks": ("", "", "相談"),
    "japanese-classes": ("", "", "教室・講習会"),
}  # fmt: skip


def test_pages_are_filed_where_they_belong_or_nowhere(records: list[Service]) -> None:
    names = ("ステージとアクション", "お困りごと", "サービス種別")
    found = {id_: tuple(record(records, id_).values[name] for name in names) for id_ in FILED}
    assert found == FILED


@pytest.mark.parametrize(
    ("title", "events", "filed"),
    [
        ("犬のこと", "[birth]", "ライフイベント/妊娠・出産"),
        ("犬のこと", "[birth, work]", ""),
        ("犬のこと", "[daily]", ""),
        ("ペットボトルのこと", "[daily]", ""),
        ("0999-00-1190に電話する", "[daily]", ""),
        ("{介護|かいご}のこと", "[moving]", "ライフイベント/高齢者・介護"),
    ],
)
def test_a_page_is_filed_by_its_words_then_by_its_only_event(
    city: Path, title: str, events: str, filed: str
) -> None:
    page = city / "pages" / "moving" / "moving-in.md"
    text = page.read_text(encoding="utf-8")
    text = text.replace("title: 引っ越してきたとき", f"title: '{title}'\nlife_event: {events}")
    page.write_text(text, encoding="utf-8")
    (one,) = services(Localized(load(city), locale("ja")), "", "", NO_HISTORY)
    assert one.values["ステージとアクション"] == filed


def test_an_item_is_filled_somewhere_or_says_why_not(records: list[Service], city: Path) -> None:
    with_all = """---
id: all
type: procedure
title: 全部ある手続き
summary: 全部あるページです。
category: moving
when: {from: 2026-04-01, to: 2026-04-30}
cost: "{fee.copy}かかります。"
online: {url: "https://a.example/"}
contact: [office]
verified: {on: 2026-11-01, by: 市民課}
expires: 2027-03-31
---

## 本文
"""
    (city / "pages" / "moving" / "all.md").write_text(with_all, encoding="utf-8")
    with (city / "data" / "contacts.yml").open("a", encoding="utf-8") as file:
        file.write("office: {name: 課, reading: か, phone: 0999-11-1001, email: a@b.example, place: city-hall, note: いつでも}\n")  # fmt: skip
    with (city / "data" / "places.yml").open("a", encoding="utf-8") as file:
        file.write("  postal_code: 100-0001\n")
    every = [
        *records,
        *services(Localized(load(city), locale("ja")), URL, TOKYO_CHIYODA, NO_HISTORY),
    ]
    filled = {name for r in every for name, v in {**r.values, **r.contact}.items() if v}
    said = {i.name for i in (*ITEMS, *CONTACT_ITEMS) if i.filled and i.name != CONTACT}
    assert filled == said


def test_a_procedure(records: list[Service]) -> None:
    values = record(records, "moving-in").values
    assert values["制度所管組織"] == "ひなた市"
    assert values["タイトル（制度名）"] == "転入届"
    assert values["サブタイトル（通称）"] == "ひなた市に引っ越してきたとき"
    assert values["制度番号"] == "131016-moving-in"
    assert values["公募備考"] == "新しい家に住み始めた日から14日以内"
    assert values["詳細URL"] == f"{URL}moving/moving-in/"
    assert values["最終更新日"] == "2026-11-21"
    assert values["根拠法令"].startswith("住民基本台帳法 第22条、第30条の46;")
    contact = record(records, "moving-in").contact
    assert contact["連絡先電話番号"] == "(0999)00-1010"
    assert contact["連絡先住所"] == "あさひ県ひなた市本町一丁目2番3号"
    # 119 has no form in DS-445: the next contact stands for it
    assert record(records, "emergency-call").contact["連絡先電話番号"] == "(0999)00-1100"


def test_the_example_has_no_error(records: list[Service]) -> None:
    findings = validate(records)
    assert {f.severity for f in findings} <= {Severity.INFO, Severity.WARNING}
    assert all(f.path.is_file() for f in findings)


@pytest.mark.parametrize(
    ("values", "code", "severity"),
    [
        ({"制度所管組織": ""}, "G001", Severity.ERROR),
        ({"タイトル（制度名）": ""}, "G001", Severity.ERROR),
        ({"概要": ""}, "G001", Severity.ERROR),
        ({"内容": ""}, "G001", Severity.ERROR),
        ({"タイトル（制度名）": "あ" * 41}, "G002", Severity.WARNING),
        ({"サブタイトル（通称）": "あ" * 41}, "G002", Severity.WARNING),
        ({"概要": "あ" * 101}, "G002", Severity.ERROR),
        ({"内容": "あ" * 501}, "G002", Severity.ERROR),
        ({"最終更新日": "2026/11/21"}, "G003", Severity.ERROR),
        ({"最終更新日": "2026-02-30"}, "G003", Severity.ERROR),
        ({"公開終了日": "20261121"}, "G003", Severity.ERROR),
        ({"公募開始日": "2026-05-01", "公募終了日": "2026-04-30"}, "G003", Severity.ERROR),
        ({"詳細URL": "moving/"}, "G003", Severity.ERROR),
        ({"電子申請の有無": "有"}, "G003", Severity.ERROR),
        ({"費用": "300円"}, "G003", Severity.ERROR),
        ({"費用": "３００"}, "G003", Severity.ERROR),
        ({"地域": "131017"}, "G003", Severity.ERROR),
        ({"地域": "131016;13101"}, "G003", Severity.ERROR),
        ({"制度変更区分": "3"}, "G003", Severity.ERROR),
        ({"表示優先度": "11"}, "G003", Severity.ERROR),
        ({"概要": "あ" * 100, "内容": "あ" * 500}, "", None),
        ({"地域": "131016;132012", "制度変更区分": "0", "表示優先度": "10"}, "", None),
    ],
)
def test_what_is_wrong_is_found(
    records: list[Service], values: dict[str, str], code: str, severity: Severity | None
) -> None:
    found: list[Finding] = validate([changed(record(records, "moving-in"), **values)])
    assert [(f.code, f.severity) for f in found] == ([(code, severity)] if code else [])


@pytest.mark.parametrize(
    ("contact", "code"),
    [
        ({}, "G001"),
        ({"連絡先電話番号": "0999-00-1010"}, "G003"),
        ({"連絡先電話番号": "（0999）00-1010"}, "G003"),
        ({"連絡先電話番号": "119"}, "G003"),
        ({"連絡先名称": "課", "郵便番号": "100-0001"}, "G003"),
        ({"連絡先電話番号": "(0999)00-1010 / (0999)00-1011"}, ""),
        ({"連絡先電話番号": "090-1234-5678", "郵便番号": "1000001"}, ""),
    ],
)
def test_contacts_are_checked(records: list[Service], contact: dict[str, str], code: str) -> None:
    one = record(records, "moving-in")
    values = {item.name: contact.get(item.name, "") for item in CONTACT_ITEMS}
    found = validate([replace(one, contact=values)])
    assert [f.code for f in found] == ([code] if code else [])


def test_a_finding_stands_at_the_field(records: list[Service]) -> None:
    one = record(records, "moving-in")
    lines = one.page.document.text.splitlines()
    for item, field in {"タイトル（制度名）": "official:", "サブタイトル（通称）": "title:", "概要": "summary:"}.items():  # fmt: skip
        (finding,) = validate([changed(one, **{item: "あ" * 120})])
        assert lines[finding.place.line - 1].startswith(field)
        assert finding.path == one.page.document.path


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("0999-00-1000", "(0999)00-1000"),
        ("03-5253-5111", "(03)5253-5111"),
        ("04992-2-1111", "(04992)2-1111"),
        ("0120-95-0178", "0120-950178"),
        ("0570-013904", "0570-013904"),
        ("090-1234-5678", "090-1234-5678"),
        ("0800-123-4567", "0800-123-4567"),
    ],
)
def test_numbers_as_the_standard_writes_them(phone: str, shown: str) -> None:
    assert domestic(phone) == shown
    assert DOMESTIC.fullmatch(shown)


@pytest.mark.parametrize("phone", ["110", "#7119", "188"])
def test_short_numbers_have_no_form(phone: str) -> None:
    assert domestic(phone) == phone
    assert not DOMESTIC.fullmatch(phone)


@pytest.mark.parametrize(
    ("code", "right"),
    [("131016", True), ("132012", True), ("011002", True), ("472018", True), ("131017", False), ("13101", False), ("１３１０１６", False), ("", False)],
)  # fmt: skip
def test_numbers_of_cities(code: str, right: bool) -> None:
    assert city_code_is_right(code) is right


@given(st.text(alphabet="あ。 a.", max_size=60), st.integers(1, 40))
def test_a_long_text_is_cut_to_fit(text: str, limit: int) -> None:
    short = shortened(text, limit)
    assert len(short) <= limit
    assert text.startswith(short.removesuffix("…"))
    assert short == text or len(text) > limit


def test_csv_and_json_say_the_same(records: list[Service]) -> None:
    text = as_csv(records)
    assert text.count("\r\n") == len(records) + 1
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    data = json.loads(as_json(records))
    assert len(rows) == len(data) == len(records)
    assert list(rows[0]) == columns()
    for row, one in zip(rows, data, strict=True):
        contact = one.pop(CONTACT)
        contact["連絡先住所"] = contact.get("連絡先住所", {}).get("連結表記", "")
        assert {k: v for k, v in row.items() if v} == {k: v for k, v in {**one, **contact}.items() if v}  # fmt: skip


def test_a_cell_is_no_formula(records: list[Service]) -> None:
    text = as_csv([changed(record(records, "moving-in"), 対象者="=1+1")])
    assert "'=1+1" in text


def test_a_cost_with_one_sum_only(city: Path) -> None:
    page = city / "pages" / "moving" / "moving-in.md"
    text = page.read_text(encoding="utf-8")
    for cost, yen in {
        "{fee.copy}かかります。": "300",
        "{yen:500}です。": "500",
        "{fee.copy}か{yen:500}です。": "",
        "はじめはお金がかかりません。次は{fee.copy}です。": "",
        "お金がかかります。": "",
        "なくしたときは、{fee.copy}です。": "",
    }.items():
        page.write_text(text.replace("{fee.copy}かかります。", cost), encoding="utf-8")
        (one,) = services(Localized(load(city), locale("ja")), "", "", NO_HISTORY)
        assert one.values["費用"] == yen
        assert [f.code for f in validate([one])] == ([] if yen else ["G004"])


def test_every_text_without_a_translation_is_told(city: Path) -> None:
    page = city / "pages" / "moving" / "moving-in.md"
    text = page.read_text(encoding="utf-8")
    text = text.replace(
        "  - パスポート\n", "  - パスポート\nsteps: [紙をもらいます, 紙を出します]\n"
    )
    text = text.replace(
        "青空市に引っ越してきたときの手続きです。", "青空市に来たときの手続きです。"
    )
    text = text.replace("## することを見ます", "## 紙をもらう所\n\n## 市役所")
    page.write_text(text.replace("contact: [city-hall]", "contact: [office]"), encoding="utf-8")
    other = text.replace("id: moving-in", "id: other").replace("[city-hall]\nver", "[office]\nver")
    (page.parent / "other.md").write_text(other, encoding="utf-8")
    with (city / "data" / "contacts.yml").open("a", encoding="utf-8") as file:
        file.write("office: {name: 課, reading: か, phone: 0999-11-1001}\n")
    first, second = services(Localized(load(city), locale("en")), "", "", NO_HISTORY)
    found = validate([first])
    assert {(f.code, f.severity) for f in found} == {("G005", Severity.WARNING)}
    lines = {f.path.name: f.path.read_text(encoding="utf-8").splitlines() for f in found}
    told = {f.message.en.split(" has ")[0]: lines[f.path.name][f.place.line - 1] for f in found}
    assert told.pop("summary").startswith("summary: 青空市に来た")
    assert told.pop("steps").startswith("steps: [紙をもらいます")
    assert told.pop("the text") == "## 紙をもらう所"
    assert (
        told.pop("contacts.office.name") == "office: {name: 課, reading: か, phone: 0999-11-1001}"
    )
    assert told == {}
    # what two pages share is told once
    both = validate([first, second])
    assert [f.message.en.split(" has ")[0] for f in both].count("contacts.office.name") == 1
    assert validate(services(Localized(load(city), locale("ja")), "", "", NO_HISTORY)) == []


def test_the_number_is_for_the_authority_to_give(city: Path) -> None:
    page = city / "pages" / "moving" / "moving-in.md"
    text = page.read_text(encoding="utf-8")
    for authority, number in {"{青空市|あおぞらし}": f"{TOKYO_CHIYODA}-moving-in", "法務省": "", "青空市教育委員会": ""}.items():  # fmt: skip
        said = text.replace("risk: high", f"authority: '{authority}'")
        page.write_text(said, encoding="utf-8")
        (one,) = services(Localized(load(city), locale("ja")), "", TOKYO_CHIYODA, NO_HISTORY)
        assert one.values["制度番号"] == number


def test_the_last_change_is_that_of_git(example: Project) -> None:
    moment = datetime.datetime(2026, 12, 1, 20, tzinfo=datetime.UTC)
    known = {"pages/moving/moving-in.md": Change(moment, moment)}
    found = services(Localized(example, locale("ja")), "", "", known)
    assert record(found, "moving-in").values["最終更新日"] == "2026-12-02"
    assert record(found, "garbage").values["最終更新日"] == "2026-11-21"


# the command


def test_command_writes_both_forms(city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    settings = city / "site.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace("{name:", f"{{code: '{TOKYO_CHIYODA}', name:", 1), encoding="utf-8"
    )
    for name in ("a.csv", "a.json"):
        out = tmp_path / name
        assert main(["export", "gif", "--content", str(city), "--out", str(out), "--site-url", URL]) == 0  # fmt: skip
        assert capsys.readouterr().err == ""
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert json.loads((tmp_path / "a.json").read_bytes())[0]["地域"] == TOKYO_CHIYODA


def test_command_to_the_screen(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "gif", "--content", str(city), "--lang", "en"]) == 0
    said = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(said.out, newline="")))
    assert rows[0]["制度所管組織"] == "Aozora City"
    assert "city" in said.err
    assert "--site-url" in said.err


def test_command_writes_nothing_that_is_wrong(city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    page = city / "pages" / "moving" / "moving-in.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("when: {within: P14D, after: 住み始めた日}", "when: {from: 2026-05-01, to: 2026-04-01}"), encoding="utf-8")  # fmt: skip
    out = tmp_path / "a.csv"
    assert main(["export", "gif", "--content", str(city), "--out", str(out)]) == 1
    assert not out.exists()
    err = capsys.readouterr().err
    assert "moving-in.md:8:" in err
    assert "G003" in err


@pytest.mark.parametrize(
    "argv",
    [
        ["gif", "--out", "a.xlsx"],
        ["gif", "--lang", "xx"],
        ["gif", "--site-url", "city.example"],
        ["folder", "--out", "a.csv"],
        ["folder", "--lang", "ne"],
    ],
)
def test_command_says_what_is_wrong(
    city: Path, argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", *argv, "--content", str(city)]) == 2
    assert capsys.readouterr().err.strip()


def test_command_lists_the_items(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "gif", "--items"]) == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert len(lines) == 52 + 8
    assert all(len(line) == 3 and line[2] for line in lines)
