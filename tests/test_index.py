"""index.json: every page and fact, in the form its schema says, the same every time."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from test_structured import built

from madoguchi.project import Project, load
from madoguchi.publish.index import files, index
from madoguchi.publish.index_model import Index
from madoguchi.render.view import LocaleSite

jsonschema = pytest.importorskip("jsonschema")

URL = "https://city.example/hinata/"
SCHEMA = Path(__file__).parent.parent / "docs" / "handbook" / "schema" / "index.schema.json"


@pytest.fixture(scope="module")
def sites(example: Project) -> list[LocaleSite]:
    return built(example)


@pytest.fixture(scope="module")
def data(sites: list[LocaleSite]) -> dict[str, Any]:
    ((name, raw),) = files(sites, URL)
    assert name == "index.json"
    found: dict[str, Any] = json.loads(raw)
    return found


def test_schema_is_of_today() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == Index.model_json_schema(by_alias=True)


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
    assert page["when"] == {"within": "P14D", "event": "after"}
    assert page["verified"]["on"] == "2026-11-21"
    assert set(page["share"]["en"]) == {"current", "machine", "outdated", "missing"}


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
