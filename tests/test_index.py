"""index.json: every page and fact, in the form its schema says, the same every time."""

import datetime
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import change_entry
from test_alerts import ENGLISH, NOON, TYPHOON, write
from test_structured import built

from madoguchi.json_schema import json_text
from madoguchi.project import Project, load
from madoguchi.publish.alerts import JAPAN
from madoguchi.publish.index import files, index
from madoguchi.publish.index_model import Index
from madoguchi.publish.site import Publication
from madoguchi.render.view import LocaleSite

jsonschema = pytest.importorskip("jsonschema")

URL = "https://city.example/hinata/"
SCHEMA = Path(__file__).parent.parent / "docs" / "handbook" / "schema" / "index.schema.json"


@pytest.fixture(scope="module")
def sites(example: Project) -> list[LocaleSite]:
    return built(example)


@pytest.fixture(scope="module")
def data(sites: list[LocaleSite]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(dict(files(sites, URL))["index.json"])
    return found


def test_its_schema_stands_beside_it(data: dict[str, Any], sites: list[LocaleSite]) -> None:
    assert (
        dict(files(sites, URL))[data["$schema"]]
        == json_text(Index.model_json_schema(by_alias=True)).encode()
    )


def test_it_has_the_form_of_its_schema(data: dict[str, Any]) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(data)) == []
    broken = data | {"version": 2}
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(broken))


def test_every_page_in_every_language(data: dict[str, Any], sites: list[LocaleSite]) -> None:
    built_pages = {f"{URL}{s.address(p)}" for s in sites for p in s.pages.values()}
    listed = [*data["pages"], *data["categories"]]
    assert {address for one in listed for address in one["addresses"].values()} == built_pages
    assert [language["tag"] for language in data["languages"]] == [s.locale.tag for s in sites]
    page = next(page for page in data["pages"] if page["id"] == "moving-in")
    assert page["titles"]["ja"] == "ひなた市に引っ越してきたとき"
    assert page["titles"]["en"] == "When you have moved to Hinata City"
    assert page["official"] == {"title": "転入届", "reading": "てんにゅうとどけ"}
    when = page["when"]
    assert (when["within"], when["event"]) == ("P14D", "after")
    assert when["texts"]["after"]["ja"] == "新しい家に住み始めた日"
    assert page["verified"]["on"] == "2026-11-21"


def test_a_page_says_how_much_is_translated_and_by_whom(city: Path) -> None:
    change_entry(city, "引っ越してきたとき", flags=("machine",))
    change_entry(city, "青空市に引っ越してきた人", flags=("fuzzy",), previous="市民")
    change_entry(city, "在留カード", translation="")
    sites = built(load(city))
    english = next(site for site in sites if site.locale.tag == "en")
    share = index(sites, "").pages[1].share
    assert set(share) == {"en"}
    assert share["en"].model_dump() == english.pages["moving/moving-in.md"].count._asdict()
    assert (share["en"].machine, share["en"].outdated, share["en"].missing) == (1, 1, 1)
    # an outdated translation is not given out
    page = index(sites, "").pages[1]
    assert page.who == {"ja": "青空市に引っ越してきた人"}
    assert [set(texts) for texts in page.bring] == [{"ja"}, {"ja", "en"}]


def test_a_page_says_what_it_asks_of_people(data: dict[str, Any]) -> None:
    pages = {page["id"]: page for page in data["pages"]}
    page = pages["entering-school"]
    assert page["authority"]["ja"] == "ひなた市教育委員会"
    assert page["cost"]["ja"].startswith("授業料と教科書は")
    assert "price" not in page and not page["free"]
    assert pages["moving-in"]["price"] == 0 and pages["moving-in"]["free"]
    assert "price" not in pages["my-number-card"]
    moving = pages["moving-in"]
    assert len(moving["bring"]) > 1 and len(moving["steps"]) > 1
    for texts in (*moving["bring"], *moving["steps"], moving["who"]):
        assert {"ja", "en"} <= set(texts)
        assert not {"ja-Hrkt", "ja-Latn"} & set(texts)  # the pages have these
    assert "ja-Hrkt" in page["authority"]


def test_alerts_in_force_are_there_and_no_others(city: Path) -> None:
    sites = built(write(city, TYPHOON, ENGLISH))
    assert index(sites, "").facts.alerts == {}
    after = datetime.datetime(2026, 9, 14, tzinfo=JAPAN)
    assert index(sites, "", after).facts.alerts == {}
    data = json.loads(dict(files(sites, URL, NOON))["index.json"])
    alert = data["facts"]["alerts"]["typhoon"]
    assert alert["until"] == "2026-09-13T18:00:00+09:00"
    assert alert["texts"]["title"] == {"ja": "台風が来ます", "ja-Hrkt": "たいふうが きます", "ja-Latn": "Taifū ga kimasu", "en": "A typhoon is coming"}  # fmt: skip
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(data)) == []


def test_the_build_tells_the_alerts_too(city: Path) -> None:
    sites = built(write(city, TYPHOON))
    published = Publication(city, sites, URL, NOON)
    (city.parent / "out" / "assets").mkdir(parents=True)
    written = dict(published.files(city.parent / "out"))
    assert "typhoon" in json.loads(written["index.json"])["facts"]["alerts"]


def test_ids_lead_somewhere(data: dict[str, Any]) -> None:
    facts, ids = data["facts"], {page["id"] for page in data["pages"]}
    for page in data["pages"]:
        for kind in ("contacts", "places", "fees"):
            assert set(page.get(kind, ())) <= set(facts[kind]), page["id"]
    for category in data["categories"]:
        assert set(category["pages"]) <= ids
    assert {data["site"]["desk"], *data["site"]["emergency"]} <= set(facts["contacts"])


def test_facts_are_the_data_files(data: dict[str, Any], example: Project) -> None:
    for kind, items in data["facts"].items():
        assert list(items) == list(example.content.data[kind])
    desk = data["facts"]["contacts"]["residents-desk"]
    assert desk["telephone"] == "+81-999-00-1010"
    assert desk["phone"] == "0999-00-1010"
    assert desk["texts"]["name"]["en"] == "Residents' Affairs Division"
    fee = data["facts"]["fees"]["copy-of-residence-record"]
    assert (fee["amount"], fee["currency"]) == (300, "JPY")


def test_japanese_is_not_given_for_a_translation(city: Path) -> None:
    path = city / "data" / "contacts.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "new: {name: 新しい課, reading: あたらしいか, phone: 0999-11-2000}\n", encoding="utf-8")  # fmt: skip
    contacts = index(built(load(city)), "").facts.contacts
    assert "en" not in contacts["new"].texts["name"]
    assert contacts["new"].texts["name"]["ja-Hrkt"] == "あたらしい か"


def test_without_an_address(city: Path) -> None:
    found = index(built(load(city)), "")
    assert found.site.url is None
    assert {page.addresses["en"] for page in found.pages} == {"en/", "en/moving/moving-in/"}


def test_the_same_twice(sites: list[LocaleSite]) -> None:
    first, second = list(files(sites, URL)), list(files(sites, URL))
    assert first == second
    assert len(gzip.compress(first[0][1])) < 60_000
