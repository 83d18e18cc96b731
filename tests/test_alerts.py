"""Alerts: shown while in force, in the reader's language, and never an old translation."""

import datetime
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from conftest import without_rules
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.catalog import State
from madoguchi.content import load as load_content
from madoguchi.crosscheck import cross_check
from madoguchi.errors import SettingsError
from madoguchi.locales import locale
from madoguchi.project import Project, load
from madoguchi.publish.alerts import JAPAN, banner, build_time, in_force, moment_text
from madoguchi.render.localize import Localized
from madoguchi.render.page import render
from madoguchi.render.view import LocaleSite, locale_site
from madoguchi.schema import Alert
from madoguchi.translate.extract import DATA

TYPHOON = """\
typhoon:
  title: 台風が来ます
  text: 外に出ないでください。
  from: 2026-09-12T06:00+09:00
  until: 2026-09-13T18:00:00+09:00
  page: moving-in
  contact: city-hall
"""
WATER = """\
water:
  title: 水が出ません
  text: 水をくばります。
  from: 2026-09-12T12:00Z
  until: 2026-09-13T00:00Z
"""
NOON = datetime.datetime(2026, 9, 12, 12, tzinfo=JAPAN)


def write(city: Path, text: str, translations: str = "") -> Project:
    """Return the city with these alerts and these entries in its English data.po."""
    (city / "data" / "alerts.yml").write_text(text, encoding="utf-8")
    with (city / "locale" / "en" / DATA).open("a", encoding="utf-8") as catalog:
        catalog.write(translations)
    return load(city)


def entry(key: str, source: str, text: str, flags: str = "", previous: str = "") -> str:
    comments = (f"#, {flags}\n" if flags else "") + (f'#| msgid "{previous}"\n' if previous else "")
    return f'\n{comments}msgctxt "alerts.{key}"\nmsgid "{source}"\nmsgstr "{text}"\n'


ENGLISH = entry("typhoon.title", "台風が来ます", "A typhoon is coming") + entry(
    "typhoon.text", "外に出ないでください。", "Do not go outside."
)


def built(project: Project, tag: str) -> LocaleSite:
    site = Localized(project, locale(tag))
    return locale_site(site, list(render(site)))


def shown(project: Project, tag: str, now: datetime.datetime = NOON, here: str = "") -> str:
    return banner(built(project, tag), now).at(here)


def parsed(html: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<body>{html}</body>".replace("&nbsp;", " "))


def text_of(html: str) -> str:
    return "".join(parsed(html).itertext())


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("2026-09-12T06:00+09:00", "2026-09-12", 4, "2026-09-12T06:00+09:00 の形"),
        ("2026-09-12T06:00+09:00", "2026-09-12T06:00", 4, "の形"),
        ("2026-09-12T06:00+09:00", "2026-09-31T06:00+09:00", 4, "の形"),
        ("2026-09-12T06:00+09:00", "2026-09-12T06:00+99:00", 4, "の形"),
        ("2026-09-12T06:00+09:00", "9999-12-31T23:00-09:00", 4, "の形"),
        ("2026-09-12T06:00+09:00", "1789", 4, "の形"),
        ("2026-09-13T18:00:00+09:00", "2026-09-12T06:00+09:00", 5, "from より後"),
        ("2026-09-13T18:00:00+09:00", "2026-09-11T21:00Z", 5, "from より後"),
        ("  until: 2026-09-13T18:00:00+09:00\n", "", 2, "「until」がありません"),
        ("moving-in", "moving-on", 6, "「moving-in」ではありませんか"),
        ("city-hall", "city-hull", 7, "「city-hall」ではありませんか"),
        ("contact:", "contacts:", 7, "「contact」ではありませんか"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    city: Path, old: str, new: str, line: int, said: str
) -> None:
    (city / "data" / "alerts.yml").write_text(TYPHOON.replace(old, new), encoding="utf-8")
    content = load_content(city)
    findings = [*content.findings, *cross_check(content)]
    assert [(f.path.name, f.place.line) for f in findings] == [("alerts.yml", line)]
    assert said in findings[0].message.ja


def test_without_a_file_there_is_no_alert(city: Path) -> None:
    project = load(city)
    assert not project.findings
    assert shown(project, "ja") == ""


moments = st.datetimes(
    datetime.datetime(2026, 1, 1), datetime.datetime(2027, 1, 1), timezones=st.just(JAPAN)
)


@given(st.lists(st.tuples(moments, moments).filter(lambda two: two[0] < two[1])), moments)
def test_what_is_in_force_and_nothing_else(
    times: list[tuple[datetime.datetime, datetime.datetime]], now: datetime.datetime
) -> None:
    alerts = {
        str(i): Alert.model_validate(
            {"title": "x", "text": "x", "from": a.isoformat("T", "seconds"), "until": b.isoformat("T", "seconds")}
        )
        for i, (a, b) in enumerate(times)
        if a.isoformat(timespec="seconds") != b.isoformat(timespec="seconds")
    }  # fmt: skip
    held = in_force(SimpleNamespace(data={"alerts": alerts}), now)  # type: ignore[arg-type]
    assert dict(held) == {i: a for i, a in alerts.items() if a.from_ <= now and now < a.until}
    begun = [alert.from_ for _, alert in held]
    assert begun == sorted(begun, reverse=True)


@pytest.mark.parametrize(
    ("now", "ids"),
    [
        ("2026-09-12T05:59:59+09:00", []),
        ("2026-09-12T06:00:00+09:00", ["typhoon"]),
        ("2026-09-12T21:00:00+09:00", ["water", "typhoon"]),
        ("2026-09-13T09:00:00+09:00", ["typhoon"]),
        ("2026-09-13T08:59:59Z", ["typhoon"]),
        ("2026-09-13T18:00:00+09:00", []),
    ],
)
def test_begins_and_ends_to_the_second(city: Path, now: str, ids: list[str]) -> None:
    project = write(city, TYPHOON + WATER)
    moment = datetime.datetime.fromisoformat(now)
    assert [id_ for id_, _ in in_force(project.content, moment)] == ids
    sections = parsed(shown(project, "ja", moment)).findall("section")
    assert len(sections) == len(ids)
    names = [section.get("aria-labelledby") for section in sections]
    assert names == [h2.get("id") for s in sections for h2 in s.findall("h2")]
    assert len(set(names)) == len(names)


def test_in_the_readers_language(city: Path) -> None:
    html = shown(write(city, TYPHOON, ENGLISH), "en", here="en/moving/moving-in/")
    (section,) = parsed(html)
    assert section.attrib["class"] == "mg-alert"
    assert section.attrib["lang"] == "en" and section.attrib["dir"] == "ltr"
    assert section.attrib["data-until"] == "2026-09-13T18:00:00+09:00"
    assert "A typhoon is coming" in text_of(html) and "Do not go outside." in text_of(html)
    assert "台風" not in text_of(html) and "mg-notice" not in html
    links = [a.attrib["href"] for a in section.iter("a")]
    assert links == ["./", "tel:0999111000"]


def test_the_link_is_right_on_every_page(city: Path) -> None:
    site = built(write(city, TYPHOON), "en")
    banner_ = banner(site, NOON)
    for here, href in (("en/", "moving/moving-in/"), ("en/moving/", "moving-in/"), ("", "en/moving/moving-in/")):  # fmt: skip
        assert parsed(banner_.at(here)).findall(".//a")[0].get("href") == href


def test_japanese_has_its_readings(city: Path) -> None:
    project = write(city, TYPHOON)
    assert "<ruby" in shown(project, "ja")
    assert "たいふう" in shown(project, "ja-Hrkt") and "台風" not in shown(project, "ja-Hrkt")
    assert "taifū" in shown(project, "ja-Latn").lower()


@pytest.mark.parametrize(
    ("entries", "state"),
    [
        ("", State.MISSING),
        (entry("typhoon.title", "大雨が来ます", "Heavy rain is coming"), State.OUTDATED),
        (
            entry("typhoon.title", "台風が来ます", "Heavy rain is coming", "fuzzy", "大雨が来ます"),
            State.OUTDATED,
        ),
    ],
)
def test_easy_japanese_instead_of_an_old_translation(
    city: Path, entries: str, state: State
) -> None:
    without_rules(city)
    project = write(city, TYPHOON, entries)
    html = shown(project, "en")
    assert "Heavy rain" not in html and "台風" in text_of(html)
    title = parsed(html).find(".//h2/span")
    assert title is not None and title.get("lang") == "ja"
    assert f"mg-notice-{state}" in html and html.count("mg-notice-") == 1


def test_a_machines_translation_says_so(city: Path) -> None:
    without_rules(city)
    project = write(city, TYPHOON, ENGLISH.replace("\nmsgctxt", "\n#, machine\nmsgctxt", 1))
    html = shown(project, "en")
    assert "A typhoon is coming" in html and html.count("mg-notice") == 1


def test_whatever_is_written_stays_text(city: Path) -> None:
    evil = TYPHOON.replace("台風が来ます", "'<script>a()</script>{x}&[a](data:b)'")
    for tag in ("ja", "en"):
        html = shown(write(city, evil), tag)
        assert "<script" not in html and '"data:' not in html
        assert "<script>a()</script>（x）&" in text_of(html)


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("ja", "2026年9月13日（日曜日）午前6時"),
        ("en", "Sunday, September 13, 2026, 6:00 AM"),
        ("zh-Hans", "2026年9月13日星期日 06:00"),
        ("ur", "اتوار، 13 ستمبر، 2026 ⁨6:00 AM⁩"),
    ],
)
def test_times_are_japans(example: Project, tag: str, text: str) -> None:
    moment = datetime.datetime(2026, 9, 12, 21, tzinfo=datetime.UTC)
    assert moment_text(Localized(example, locale(tag)), moment) == text


@pytest.mark.parametrize(
    ("epoch", "time"), [("0", "1970-01-01T09:00+09:00"), ("1789160400", "2026-09-12T06:00+09:00")]
)
def test_the_time_can_be_given(epoch: str, time: str) -> None:
    assert build_time({"SOURCE_DATE_EPOCH": epoch}) == datetime.datetime.fromisoformat(time)


def test_the_time_is_the_clocks_else() -> None:
    now = datetime.datetime.now(datetime.UTC)
    assert abs(build_time({}) - now) < datetime.timedelta(minutes=1)


@pytest.mark.parametrize("epoch", ["today", "1e9", "99999999999999999", "-99999999999999999999"])
def test_a_wrong_time_is_told(epoch: str) -> None:
    with pytest.raises(SettingsError, match="SOURCE_DATE_EPOCH"):
        build_time({"SOURCE_DATE_EPOCH": epoch})
