"""Each language writes dates, times, sums, numbers, days and addresses its own way."""

import datetime
import re
from functools import cache
from pathlib import Path

import pytest
from babel.localedata import locale_identifiers
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi import content, project
from madoguchi.crosscheck import cross_check
from madoguchi.errors import SettingsError
from madoguchi.facts import FORMS, Facts
from madoguchi.interface import STRINGS
from madoguchi.locales import locale
from madoguchi.read.annotate import Form, annotate
from madoguchi.render import contacts
from madoguchi.render.localize import Localized
from madoguchi.schema import Contact, Hours

CITY = Path(__file__).parent / "city"
PAGE = "pages/moving/moving-in.md"


@cache
def facts(tag: str) -> Facts:
    """The facts of the small city with the interface of a language, if it has one."""
    return Localized(project.load(CITY), locale(tag)).facts


# " | " parts what Babel 2.14 and newer ones write
TABLE = {
    "date:2026-04-01": {
        "ja": "2026年4月1日",
        "en": "April 1, 2026",
        "vi": "1 tháng 4, 2026",
        "zh-Hans": "2026年4月1日",
        "pt-BR": "1 de abril de 2026",
        "ne": "2026 अप्रिल 1",
        "tl": "Abril 1, 2026",
        "ur": "1 اپریل، 2026",
        "ko": "2026년 4월 1일",
        "my": "2026 ဧပြီ 1 | 2026၊ ဧပြီ 1",
        "id": "1 April 2026",
        "es": "1 de abril de 2026",
    },
    "weekday:2026-04-01": {
        "ja": "2026年4月1日（水曜日）",
        "en": "Wednesday, April 1, 2026",
        "vi": "Thứ Tư, 1 tháng 4, 2026",
        "zh-Hans": "2026年4月1日星期三",
        "pt-BR": "quarta-feira, 1 de abril de 2026",
        "ne": "2026 अप्रिल 1, बुधबार",
        "tl": "Miyerkules, Abril 1, 2026",
        "ur": "بدھ، 1 اپریل، 2026",
        "ko": "2026년 4월 1일 수요일",
        "my": "2026 ဧပြီ 1 ဗုဒ္ဓဟူး | 2026၊ ဧပြီ 1၊ ဗုဒ္ဓဟူး",
        "id": "Rabu, 01 April 2026",
        "es": "miércoles, 1 de abril de 2026",
    },
    "era:2026-04-01": {
        "ja": "2026年（令和8年）4月1日",
        "en": "April 1, 2026 (Reiwa 8)",
        "vi": "1 tháng 4, 2026 (Reiwa 8)",
        "zh-Hans": "2026年4月1日（令和8年）",
        "pt-BR": "1 de abril de 2026 (Reiwa 8)",
        "ne": "2026 अप्रिल 1 (Reiwa 8)",
        "tl": "Abril 1, 2026 (Reiwa 8)",
        "ur": "1 اپریل، 2026 (\u2068Reiwa 8\u2069)",
        "ko": "2026년 4월 1일(레이와 8년)",
        "my": "2026 ဧပြီ 1 (Reiwa 8) | 2026၊ ဧပြီ 1 (Reiwa 8)",
        "id": "1 April 2026 (Reiwa 8)",
        "es": "1 de abril de 2026 (Reiwa 8)",
    },
    "date:2026-04-01/2026-04-30": {
        "ja": "2026年4月1日から4月30日まで",
        "en": "April 1 – 30, 2026",
        "vi": "1 – 30 tháng 4, 2026",
        "zh-Hans": "2026年4月1日至30日",
        "pt-BR": "1 – 30 de abril de 2026",
        "ne": "2026 अप्रिल 1–30",
        "tl": "Abril 1–30, 2026",
        "ur": "1–30 اپریل 2026",
        "ko": "2026년 4월 1일~30일",
        "my": "2026 ဧပြီ 1 – 30 | 2026၊ ဧပြီ 1 – 30",
        "id": "1–30 April 2026",
        "es": "1–30 de abril de 2026",
        # its short interval has a month in digits, 1/04/2026: whole dates instead
        "lo": "1 ເມສາ 2026 – 30 ເມສາ 2026",
    },
    "date:2026-12-15/2027-01-31": {
        "ja": "2026年12月15日から2027年1月31日まで",
        "en": "December 15, 2026 – January 31, 2027",
        "zh-Hans": "2026年12月15日至2027年1月31日",
        "ko": "2026년 12월 15일 ~ 2027년 1월 31일",
    },
    "time:08:30": {
        "ja": "午前8時30分",
        "en": "8:30 AM",
        "vi": "08:30",
        "zh-Hans": "08:30",
        "pt-BR": "08:30",
        "ne": "08:30",
        "tl": "8:30 AM",
        "ur": "8:30 AM",
        "ko": "오전 8:30",
        "my": "8:30",
        "id": "08.30",
        "es": "8:30",
    },
    "time:00:00": {"ja": "午前0時", "en": "12:00 AM", "ko": "오전 12:00"},
    "time:12:00": {"ja": "昼の12時", "en": "12:00 PM", "ko": "오후 12:00"},
    "time:12:30": {"ja": "昼の12時30分"},
    "time:08:30/17:15": {
        "ja": "午前8時30分から午後5時15分まで",
        "en": "8:30 AM – 5:15 PM",
        "vi": "08:30 – 17:15",
        "zh-Hans": "08:30 – 17:15",
        "zh-Hant": "上午8:30 – 下午5:15",
        "pt-BR": "08:30 – 17:15",
        "ne": "08:30 – 17:15",
        "tl": "8:30 AM – 5:15 PM",
        "ur": "\u20688:30 AM\u2069 – \u20685:15 PM\u2069",
        "ko": "오전 8:30 ~ 오후 5:15",
        "my": "8:30 – 17:15",
        "id": "08.30 – 17.15",
        "es": "8:30 – 17:15",
    },
    "number:12345": {
        **dict.fromkeys(("ja", "en", "zh-Hans", "ne", "tl", "ur", "ko", "my"), "12,345"),
        **dict.fromkeys(("vi", "pt-BR", "id", "es"), "12.345"),
    },
    "number:0.5": {"ja": "0.5", "en": "0.5", "pt-BR": "0,5"},
    "yen:1500": {
        "ja": "1,500円",
        "en": "¥1,500",
        "vi": "1.500 ¥",
        "zh-Hans": "1,500日元",
        "pt-BR": "1.500 Ienes japoneses | 1.500 ienes japoneses",
        "ne": "1,500 जापानी येन",
        "tl": "¥1,500",
        "ur": "1,500 جاپانی ین",
        "ko": "1,500 일본 엔화",
        "my": "ဂျပန် ယန်း 1,500",
        "id": "1.500 Yen Jepang",
        "es": "1.500 yenes japoneses | 1.500 yenes",
    },
    "days:mon-fri": {
        "ja": "月曜日から金曜日まで",
        "en": "Monday to Friday",
        "vi": "Thứ Hai đến Thứ Sáu",
        "zh-Hans": "星期一至星期五",
        "pt-BR": "de segunda-feira a sexta-feira",
        "ne": "सोमबारदेखि शुक्रबारसम्म",
        "tl": "Lunes hanggang Biyernes",
        "ur": "پیر سے جمعہ تک",
        "ko": "월요일 ~ 금요일",
        "my": "တနင်္လာ – သောကြာ",
        "id": "Senin – Jumat",
        "es": "lunes – viernes",
    },
    "days:tue,fri": {
        "ja": "火曜日と金曜日",
        "en": "Tuesday and Friday",
        "vi": "Thứ Ba và Thứ Sáu",
        "zh-Hans": "星期二和星期五",
        "pt-BR": "terça-feira e sexta-feira",
        "ne": "मङ्गलबार र शुक्रबार",
        "tl": "Martes at Biyernes",
        "ur": "منگل اور جمعہ",
        "ko": "화요일 및 금요일",
        "my": "အင်္ဂါနှင့် သောကြာ",
        "id": "Selasa dan Jumat",
        "es": "martes y viernes",
    },
    "days:mon-tue": {"ja": "月曜日と火曜日", "en": "Monday and Tuesday"},
    "days:mon-fri,holiday": {"ja": "月曜日から金曜日までと祝日"},
    "days:mon-wed,sat": {"ja": "月曜日から水曜日までと土曜日"},
    "days:mon-sun": {"ja": "月曜日から日曜日まで"},
    "days:mon-sun,holiday": {"ja": "毎日", "en": "Every day"},
    "contact.city-hall.hours": {
        "ja": "月曜日から金曜日まで（午前8時30分から午後5時15分まで）",
        "en": "Monday to Friday (8:30 AM to 5:15 PM)",
        "vi": "Thứ Hai đến Thứ Sáu (08:30 đến 17:15)",
        "zh-Hans": "星期一至星期五（08:30至17:15）",
        "pt-BR": "de segunda-feira a sexta-feira (das 08:30 às 17:15)",
        "ne": "सोमबारदेखि शुक्रबारसम्म (08:30 देखि 17:15 सम्म)",
        "tl": "Lunes hanggang Biyernes (8:30 AM hanggang 5:15 PM)",
        "ur": "پیر سے جمعہ تک (\u20688:30 AM\u2069 سے \u20685:15 PM\u2069 تک)",
        "ko": "월요일 ~ 금요일 (오전 8:30 ~ 오후 5:15)",
        "my": "တနင်္လာ – သောကြာ (8:30 – 17:15)",
        "id": "Senin – Jumat (08.30 – 17.15)",
        "es": "lunes – viernes (8:30 – 17:15)",
    },
}


@pytest.mark.parametrize(
    ("name", "tag", "expected"),
    [(name, tag, text) for name, row in TABLE.items() for tag, text in row.items()],
)
def test_value(name: str, tag: str, expected: str) -> None:
    assert facts(tag).value(name) in expected.split(" | ")


def test_every_form_of_the_table_is_one_that_is_told() -> None:
    told = {form.strip("{}") for forms in FORMS.values() for form in forms}
    assert told <= TABLE.keys()


@pytest.mark.parametrize(
    ("name", "kana", "romaji"),
    [
        ("date:2026-04-01", "2026ねん4がつついたち", "2026-nen 4-gatsu tsuitachi"),
        (
            "weekday:2026-04-01",
            "2026ねん4がつついたち（すいようび）",
            "2026-nen 4-gatsu tsuitachi (suiyōbi)",
        ),
        (
            "era:2026-04-20",
            "2026ねん（れいわ8ねん）4がつはつか",
            "2026-nen (Reiwa 8-nen) 4-gatsu hatsuka",
        ),
        ("time:08:30", "ごぜん8じ30ぷん", "Gozen 8-ji 30-pun"),
        ("time:12:15", "ひるの 12じ15ふん", "Hiru no 12-ji 15-fun"),
        ("days:mon-fri", "げつようびから きんようびまで", "Getsuyōbi kara kin'yōbi made"),
        ("yen:1500", "1,500えん", "1,500-en"),
    ],
)
def test_kana_and_romaji_come_from_the_japanese(name: str, kana: str, romaji: str) -> None:
    reader = project.load(CITY).reader
    japanese = facts("ja-Hrkt").value(name)
    assert japanese == facts("ja-Latn").value(name) == facts("ja").value(name) is not None
    assert annotate(japanese, reader, Form.KANA) == kana
    assert annotate(japanese, reader, Form.ROMAJI) == romaji


def test_days_are_not_those_of_the_language_before() -> None:
    # Babel gives a language without stand-alone names those that were asked for before
    for tag, monday in (("ur", "پیر"), ("id", "Senin"), ("fr", "lundi"), ("ja", "月曜日")):
        assert (
            Facts(facts("ja").content, locale(tag), str, STRINGS.__getitem__).day("mon") == monday
        )


@pytest.mark.parametrize(
    ("day", "era"),
    [
        ("1868-10-23", "明治元"),
        ("1912-07-29", "明治45"),
        ("1912-07-30", "大正元"),
        ("1926-12-24", "大正15"),
        ("1926-12-25", "昭和元"),
        ("1989-01-07", "昭和64"),
        ("1989-01-08", "平成元"),
        ("2019-04-30", "平成31"),
        ("2019-05-01", "令和元"),
        ("2026-01-01", "令和8"),
    ],
)
def test_era_begins_on_its_day(day: str, era: str) -> None:
    year, month, of_month = (int(part) for part in day.split("-"))
    assert facts("ja").value(f"era:{day}") == f"{year}年（{era}年）{month}月{of_month}日"


def test_the_night_and_two_lines_of_hours() -> None:
    contact = Contact(
        name="病院",
        reading="びょういん",
        phone="119",
        hours=(
            Hours(days=("mon", "tue", "wed"), open="22:00", close="06:00"),
            Hours(days=("sun", "holiday"), open="09:00", close="12:00"),
        ),
    )
    assert facts("ja").opening(contact) == (
        "月曜日から水曜日まで（午後10時から次の日の午前6時まで）と日曜日と祝日（午前9時から昼の12時まで）"
    )
    assert "6:00 AM the next day" in (facts("en").opening(contact) or "")
    assert facts("ja").opening(contact.model_copy(update={"hours": ()})) is None
    assert facts("ja").opening(contact.model_copy(update={"always": True})) == "いつでも（24時間）"


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("ja", "〒123-4567 {海山県青空市本町1番2号|うみやまけんあおぞらしほんまち1ばん2ごう}"),
        ("en", "1-2 Honmachi, Aozora City, Umiyama Prefecture 〒123-4567"),
        ("zh-Hans", "〒123-4567 …"),
        ("ko", "〒123-4567 …"),
        ("vi", "… 〒123-4567"),
        ("ur", "… \u2068〒123-4567\u2069"),
    ],
)
def test_postal_code_stands_where_readers_expect_it(city: Path, tag: str, expected: str) -> None:
    places = city / "data" / "places.yml"
    text = places.read_text(encoding="utf-8")
    places.write_text(text.replace("  address:", '  postal_code: "123-4567"\n  address:'), "utf-8")
    site = Localized(project.load(city), locale(tag))
    value = site.facts.value("place.city-hall.address")
    assert value is not None
    shown = site._data_markdown("places.city-hall.address")
    assert value == (expected if "…" not in expected else expected.replace("…", shown))
    place = site.project.content.location("city-hall")
    assert place is not None
    html = contacts.place(site, "city-hall", place)
    assert html.count("〒123-4567") == 1
    before = html.index("〒") < html.index("Honmachi" if tag == "en" else "海山")
    assert before is expected.startswith("〒")


WRONG = [
    ("date:2026-13-40", "{date:2026-04-01} か {date:2026-04-01/2026-04-30}"),
    ("date:2026-4-1", "{date:2026-04-01}"),
    ("date:20260401", "{date:2026-04-01}"),
    ("date:2026-04-30/2026-04-01", "順番"),
    ("date:2026-04-01/2026-04-01", "読めません"),
    ("date:2026-04-01/2026-04-30/2026-05-01", "読めません"),
    ("weekday:2026-02-29", "{weekday:2026-04-01}"),
    ("weekday:2026-04-01/2026-04-30", "{weekday:2026-04-01} の形"),
    ("era:1868-10-22", "{date:1868-10-22}"),
    ("era:x", "{era:2026-04-01}"),
    ("time:25:00", "{time:08:30} か {time:08:30/17:15}"),
    ("time:8:30", "{time:08:30}"),
    ("time:17:15/08:30", "順番"),
    ("number:abc", "{number:12345}"),
    ("number:12,345", "{number:12345}"),
    ("number:007", "{number:12345}"),
    ("number:１２", "{number:12345}"),
    ("number:0.1234", "{number:12345}"),
    ("yen:-5", "{yen:1500}"),
    ("yen:1.5", "{yen:1500}"),
    ("days:mon-xyz", "{days:mon-fri} か {days:tue,fri} か {days:mon-fri,holiday}"),
    ("days:fri-mon", "順番"),
    ("days:sun,fri-mon", "順番"),
    ("days:mon,mon", "読めません"),
    ("days:mon-holiday", "読めません"),
    ("datum:2026-04-01", "「date:2026-04-01」ではありませんか"),
    ("date.2026-04-01", "「date:2026-04-01」ではありませんか"),
    ("nummer:5", "「number:5」ではありませんか"),
    ("contact:city-hall.phone", "「contact.city-hall.phone」ではありませんか"),
    ("contct.city-hall.phone", "「contact.city-hall.phone」ではありませんか"),
    ("contact.cityhall.phone", "「contact.city-hall.phone」ではありませんか"),
    ("contact.city-hall.hour", "「contact.city-hall.hours」ではありませんか"),
    ("place.city-hall", "「place.city-hall."),
    ("fee.copi", "「fee.copy」ではありませんか"),
    ("xx:1", "date, days, era"),
    ("calendar.burnable.days", "data/calendars.yml"),
]


def test_a_wrong_value_is_named_with_its_place_and_cure(city: Path) -> None:
    page = city / PAGE
    text = page.read_text(encoding="utf-8")
    first = text.count("\n") + 2
    lines = "".join(f"\n- あ{{{name}}}" for name, _ in WRONG)
    page.write_text(f"{text}{lines}\n", encoding="utf-8")
    found = [f for f in cross_check(content.load(city)) if f.code == "S009"]
    assert [(f.place.line, f.place.column) for f in found] == [
        (first + i, 4) for i in range(len(WRONG))
    ]
    for finding, (name, cure) in zip(found, WRONG, strict=True):
        assert cure in finding.message.ja, name
        assert finding.message.en.split('"')[1] in name


def _known(tag: str) -> bool:
    try:
        locale(tag)
    except SettingsError:
        return False
    return True


TAGS = sorted(
    tag
    for name in locale_identifiers()
    if name.count("_") < 2 and _known(tag := name.replace("_", "-"))
)
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday")
DATES = st.dates(min_value=datetime.date(1868, 10, 23))
TIMES = st.times().map(lambda time: f"{time:%H:%M}")


def _range(points: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.lists(points, min_size=2, max_size=2, unique=True)
    return two.map(lambda pair: "/".join(sorted(pair)))


VALID = st.one_of(
    st.tuples(st.sampled_from(("date", "weekday", "era")), DATES.map(str)),
    st.tuples(st.just("date"), _range(DATES.map(str))),
    st.tuples(st.just("time"), st.one_of(TIMES, _range(TIMES))),
    st.tuples(st.sampled_from(("number", "yen")), st.integers(0, 10**15 - 1).map(str)),
    st.tuples(
        st.just("number"),
        st.decimals(0, 10**9, places=2).map(lambda n: f"{n:f}"),
    ),
    st.tuples(
        st.just("days"),
        st.lists(st.sampled_from(WEEK), min_size=1, unique=True).map(",".join),
    ),
).map(":".join)


def _plain(tag: str) -> Facts:
    return Facts(facts("ja").content, locale(tag), str, STRINGS.__getitem__)


@given(st.sampled_from(TAGS), VALID)
@settings(max_examples=300, deadline=None)
def test_a_right_value_is_written_in_every_language(tag: str, name: str) -> None:
    value = _plain(tag).value(name)
    assert value
    assert {char for char in value if char.isdecimal()} <= set("0123456789")
    if name.startswith("number:"):
        digits = name.partition(":")[2].rstrip("0").rstrip(".") if "." in name else name[7:]
        assert re.sub("[^0-9]", "", value) == digits.replace(".", "")
    if name.startswith(("date:", "weekday:", "era:")):
        last = re.findall("([0-9]{4})-", name)[-1]
        assert last in value


@given(VALID)
@settings(max_examples=150, deadline=None)
def test_no_era_without_a_western_year(name: str) -> None:
    value = facts("ja").value(name) or ""
    eras = re.findall("明治|大正|昭和|平成|令和", value)
    together = re.findall("[0-9]{4}年（(?:明治|大正|昭和|平成|令和)(?:元|[0-9]+)年）", value)
    assert len(eras) == len(together) == name.startswith("era:")


@given(st.sampled_from([*FORMS, "contact", "place", "fee", "calendar", "x"]), st.text())
@settings(max_examples=300, deadline=None)
def test_junk_is_no_value(kind: str, junk: str) -> None:
    known = re.fullmatch("[0-9a-z:/.,-]+", junk)
    for name in (f"{kind}:{junk}", f"{kind}.{junk}", junk):
        value = facts("en").value(name)
        assert value is None or (known and value)
