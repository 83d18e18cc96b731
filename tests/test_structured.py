"""JSON-LD: only words that schema.org has, what the page says and nothing else, safe in HTML."""

import datetime
import gzip
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from conftest import change_entry
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.content import load as load_content
from madoguchi.project import Project, load
from madoguchi.publish.changes import Change
from madoguchi.publish.services import clear_sum
from madoguchi.publish.structured import json_ld, script
from madoguchi.publish.telephone import international
from madoguchi.render.localize import Localized
from madoguchi.render.page import render
from madoguchi.render.view import LocaleSite, locale_site

URL = "https://city.example/hinata/"
VOCABULARY = Path(__file__).parent / "schema_org.tsv"

PAGE = """---
id: copy
type: procedure
title: 住民票の写しをもらう
official: {title: 住民票の写しの交付請求, reading: じゅうみんひょうのうつしのこうふせいきゅう}
summary: 住民票の写しをもらう手続きです。
category: moving
who: 青空市に住んでいる人
where: [city-hall]
bring: [在留カード]
cost: "{fee.copy}か、{yen:500}かかります。"
steps: ["{contact.city-hall.name}へ行きます。電話は{contact.city-hall.phone}です。"]
contact: [city-hall, office]
desk_languages: [ja, en]
online: {url: "https://online.example/copy"}
you_get: 住民票の写し
authority: 海山県
source: [{title: 総務省, url: "https://www.soumu.go.jp/", seen_on: 2026-11-01}]
verified: {on: 2026-11-01, by: 市民課}
expires: 2027-03-31
---

## 見ます

住民票の写しです。
"""
GUIDE = PAGE.replace("id: copy", "id: card").replace("procedure", "guide")


def built(project: Project) -> list[LocaleSite]:
    found = []
    for locale in project.content.locales:
        site = Localized(project, locale)
        found.append(locale_site(site, list(render(site))))
    return found


@pytest.fixture(scope="session")
def sites(example: Project) -> list[LocaleSite]:
    return built(example)


@pytest.fixture
def full(city: Path) -> list[LocaleSite]:
    """A city in which everything is filled in that can be said."""
    (city / "pages" / "moving" / "copy.md").write_text(PAGE, encoding="utf-8")
    (city / "pages" / "moving" / "card.md").write_text(GUIDE, encoding="utf-8")
    with (city / "data" / "contacts.yml").open("a", encoding="utf-8") as file:
        file.write(
            "office:\n  {name: 事務所, reading: じむしょ, phone: 0120-95-0178, email: a@b.example,"
            ' url: "https://b.example/", always: true, closed: 12月29日から1月3日までは休みです。}\n'
        )
    with (city / "data" / "places.yml").open("a", encoding="utf-8") as file:
        file.write("  postal_code: 100-0001\n")
    return built(load(city))


def graph(html: str) -> list[dict[str, Any]]:
    found = re.fullmatch(r'<script type="application/ld\+json">([^<>]*)</script>', html)
    assert found is not None
    data = json.loads(found[1])
    assert data["@context"] == "https://schema.org"
    nodes: list[dict[str, Any]] = data["@graph"]
    return nodes


def one(site: LocaleSite, sites: list[LocaleSite], uri: str, kind: str) -> dict[str, Any]:
    nodes = graph(json_ld(sites, site, site.pages[uri], URL))
    return next(node for node in nodes if node["@type"] == kind)


def said(value: Any, type_: str = "", prop: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield type, property, and the type of the value; - for a text, a number or a reference."""
    if isinstance(value, list):
        for item in value:
            yield from said(item, type_, prop)
    elif isinstance(value, dict) and "@type" in value:
        if prop:
            yield type_, prop, value["@type"]
        for name, item in value.items():
            if not name.startswith("@"):
                yield from said(item, value["@type"], name)
    else:
        yield type_, prop, "-"


def vocabulary() -> set[tuple[str, ...]]:
    lines = VOCABULARY.read_text(encoding="utf-8").splitlines()
    return {tuple(line.split("\t")[:3]) for line in lines if not line.startswith("#")}


def everything(sites: list[LocaleSite], url: str) -> Iterator[tuple[LocaleSite, str, str]]:
    for site in sites:
        for uri, page in site.pages.items():
            yield site, uri, json_ld(sites, site, page, url)


def test_schema_org_has_every_word(sites: list[LocaleSite], full: list[LocaleSite]) -> None:
    known = vocabulary()
    used = {
        row
        for some in (sites, full)
        for _, _, html in everything(some, URL)
        for node in graph(html)
        for row in said(node)
    }
    assert used <= known, used - known
    # a word that is not used any more is not to be looked after
    assert known <= used, known - used


def test_every_page_kind_says_what_it_is(sites: list[LocaleSite]) -> None:
    for site, uri, html in everything(sites, URL):
        page = site.pages[uri]
        kinds = [node["@type"] for node in graph(html)]
        assert len(kinds) == len(set(kinds))
        assert {"BreadcrumbList", "WebSite", "GovernmentOrganization"} <= set(kinds)
        assert kinds[0] == ("CollectionPage" if page.kind == "category" else "WebPage")
    procedure = graph(json_ld(sites, sites[0], sites[0].pages["moving/moving-in.md"], URL))
    assert {"GovernmentService", "HowTo"} <= {node["@type"] for node in procedure}


def test_references_lead_somewhere(sites: list[LocaleSite]) -> None:
    def refs(value: Any) -> Iterator[str]:
        if isinstance(value, list):
            for item in value:
                yield from refs(item)
        elif isinstance(value, dict):
            if set(value) == {"@id"}:
                yield value["@id"]
            for item in value.values():
                yield from refs(item)

    pages = {
        node["@id"]
        for _, _, html in everything(sites, URL)
        for node in graph(html)
        if str(node.get("@id", "")).startswith(URL)
    }
    for _, uri, html in everything(sites, URL):
        nodes = graph(html)
        here = {node["@id"] for node in nodes if "@id" in node} | pages
        assert set(refs(nodes)) <= here, uri


def test_without_an_address_there_is_none(sites: list[LocaleSite]) -> None:
    for site in sites:
        for uri in ("index.md", "moving/index.md", "help/desks.md"):
            html = json_ld(sites, site, site.pages[uri], "")
            with_address = json_ld(sites, site, site.pages[uri], URL)
            own = re.compile(r'"(?:url|item)":"(?!https://b\.example)[^"]*"')
            assert own.search(with_address)
            assert not own.search(html)
            assert '"@id":"#page"' in html


def test_service_in_easy_japanese(full: list[LocaleSite]) -> None:
    service = one(full[0], full, "moving/copy.md", "GovernmentService")
    assert service["alternateName"] == "住民票の写しの交付請求"
    # what the prefecture decides is no service of the city's, though its desk takes the form
    assert service["provider"] == {"@type": "Organization", "name": "海山県"}
    own = one(full[0], full, "moving/moving-in.md", "GovernmentService")
    assert own["provider"] == {"@id": f"{URL}#city"}
    channel = service["availableChannel"]
    assert channel["serviceUrl"] == "https://online.example/copy"
    assert channel["serviceLocation"]["address"] == {
        "@type": "PostalAddress",
        "addressCountry": "JP",
        "postalCode": "100-0001",
        "addressRegion": "海山県",
        "addressLocality": "青空市",
        "streetAddress": "本町1番2号",
    }
    desk, office = channel["servicePhone"]
    assert desk["telephone"] == "+81-999-11-1000"
    assert desk["availableLanguage"] == ["ja", "en"]
    assert desk["hoursAvailable"]["dayOfWeek"][0] == "Monday"
    assert (desk["hoursAvailable"]["opens"], desk["hoursAvailable"]["closes"]) == ("08:30", "17:15")
    assert office["hoursAvailable"]["closes"] == "23:59"
    assert office["description"] == "12月29日から1月3日までは休みです。"
    assert "description" not in desk
    assert service["offers"] == {"@type": "Offer", "description": "300円か、500円かかります。"}
    assert own["offers"] == {"@type": "Offer", "price": 300, "priceCurrency": "JPY", "name": "住民票の写し"}  # fmt: skip
    how = one(full[0], full, "moving/copy.md", "HowTo")
    assert how["tool"] == {"@type": "HowToTool", "name": "在留カード"}
    assert how["step"]["text"] == "青空市役所へ行きます。電話は0999-11-1000です。"
    page = one(full[0], full, "moving/copy.md", "WebPage")
    assert page["expires"] == "2027-03-31"
    assert page["lastReviewed"] == "2026-11-01"


COSTS = {
    "{fee.copy}かかります。": 300,
    "住民票の写しは、{fee.copy}です": 300,
    "{yen:500}です。": 500,
    "{手数料|てすうりょう}は、{yen:0}です。": 0,
    "{fee.copy}か{yen:500}です。": None,
    "初めて作るときは、お金がかかりません。なくして作り直すときは、{fee.copy}かかります。": None,
    "初めはお金がかかりませんが、次は{fee.copy}です。": None,
    "なくしたときは、{fee.copy}かかります。": None,
    "18歳以上の人は、{fee.copy}です。": None,
    "{fee.copy}から1,000円までです。": None,
    "1枚{fee.copy}です。": None,
    "{fee.copy}です！ ほかもあります": None,
    "{fee.copy.name}は、お金がかかります。": None,
    "{fee.unknown}かかります。": None,
    "300円かかります。": None,
    "{date:2026-04-01}にはらいます。": None,
}


def test_a_price_is_given_only_if_it_is_clear(city: Path) -> None:
    page = city / "pages" / "moving" / "copy.md"
    old = 'cost: "{fee.copy}か、{yen:500}かかります。"'
    found = {}
    for cost in COSTS:
        page.write_text(PAGE.replace(old, f'cost: "{cost}"'), encoding="utf-8")
        content = load_content(city)
        meta = content.by_uri["moving/copy.md"].meta
        known = clear_sum(content, meta)
        found[cost] = known.yen if known else None
    assert found == COSTS


def test_no_page_of_the_example_has_a_price_that_depends(sites: list[LocaleSite]) -> None:
    """A new card costs nothing, a lost one does: neither is the price of the page."""
    for site in sites:
        service = one(site, sites, "moving/my-number-card.md", "GovernmentService")
        assert set(service["offers"]) == {"@type", "description"}
        free = one(site, sites, "moving/moving-in.md", "GovernmentService")
        assert free["offers"]["price"] == 0


def test_a_page_says_when_it_changed_and_when_it_was_checked(full: list[LocaleSite]) -> None:
    def days(tag: str, known: dict[str, Change]) -> tuple[str, str]:
        site = next(s for s in full if s.locale.tag == tag)
        nodes = graph(json_ld(full, site, site.pages["moving/moving-in.md"], URL, known))
        return nodes[0]["dateModified"], nodes[0]["lastReviewed"]

    def at(day: int, hour: int) -> Change:
        moment = datetime.datetime(2026, 11, day, hour, tzinfo=datetime.UTC)
        return Change(moment, moment)

    assert days("ja", {}) == ("2026-11-01", "2026-11-01")
    # nine in the evening in Greenwich is the next morning in Japan
    known = {"pages/moving/moving-in.md": at(5, 21), "locale/en/moving/moving-in.po": at(9, 3)}
    assert days("ja", known) == ("2026-11-06", "2026-11-01")
    assert days("en", known) == ("2026-11-09", "2026-11-01")


def test_a_text_is_whole_in_one_language(city: Path) -> None:
    """Facts are translated in a translation, and Japanese in Japanese, names with their kanji too."""
    page = city / "pages" / "moving" / "moving-in.md"
    text = page.read_text(encoding="utf-8")
    said = "{contact.city-hall.name}と{contact.office.name}に行きます。{date:2026-04-01}からです。"
    page.write_text(
        text.replace("summary: 青空市に引っ越してきたときの手続きです。", f'summary: "{said}"')
        .replace("title: 引っ越してきたとき", "title: '{contact.office.name}'"),
        encoding="utf-8",
    )  # fmt: skip
    with (city / "data" / "contacts.yml").open("a", encoding="utf-8") as file:
        file.write("office: {name: 事務所, reading: じむしょ, phone: 0999-11-1001}\n")
    japanese = "青空市役所と事務所に行きます。2026年4月1日からです。"
    for translation, shown in {
        "": (japanese, "ja"),
        "Go to {contact.city-hall.name} and {contact.office.name} from {date:2026-04-01}.": (
            "Go to Aozora City Hall and 事務所 from April 1, 2026.",
            "en",
        ),
    }.items():
        path = city / "locale" / "en" / "moving" / "moving-in.po"
        po = path.read_text(encoding="utf-8")
        path.write_text(
            f'{po}\nmsgctxt "summary"\nmsgid "{said}"\nmsgstr "{translation}"\n', encoding="utf-8"
        )
        sites = built(load(city))
        path.write_text(po, encoding="utf-8")
        english = next(site for site in sites if site.locale.tag == "en")
        source = english.site.project.content.by_uri["moving/moving-in.md"]
        assert english.site.field_said(source, ("summary",)) == shown
        rendered = english.pages["moving/moving-in.md"]
        assert rendered.description == shown[0]
        assert rendered.title == "事務所"  # a fact alone: nothing to translate, and not empty


def test_an_old_translation_is_in_no_description(city: Path) -> None:
    """On the page itself it has a mark, and the new text beside it; here it would have neither."""
    change_entry(
        city, "青空市に引っ越してきたときの手続きです。", flags=("fuzzy",),
        previous="昔の手続きです。", translation="The old procedure",
    )  # fmt: skip
    page = city / "pages" / "moving" / "moving-in.md"
    page.write_text(page.read_text(encoding="utf-8").replace("risk: high", "risk: low"), encoding="utf-8")  # fmt: skip
    sites = built(load(city))
    english = next(site for site in sites if site.locale.tag == "en")
    rendered = english.pages["moving/moving-in.md"]
    assert "The old procedure" in rendered.head_html
    assert rendered.description == "青空市に引っ越してきたときの手続きです。"
    html = json_ld(sites, english, rendered, URL)
    assert "old procedure" not in html


def test_japanese_in_a_translation_says_so(full: list[LocaleSite]) -> None:
    english = next(site for site in full if site.locale.tag == "en")
    service = one(english, full, "moving/copy.md", "GovernmentService")
    assert service["name"] == {"@value": "住民票の写しをもらう", "@language": "ja"}
    # the facts in it are Japanese too, and without their readings
    how = one(english, full, "moving/copy.md", "HowTo")
    assert how["step"]["text"]["@value"] == "青空市役所へ行きます。電話は0999-11-1000です。"
    translated = one(english, full, "moving/moving-in.md", "GovernmentService")
    assert isinstance(translated["name"], str)


def test_what_a_page_names_and_nobody_knows(city: Path) -> None:
    text = PAGE.replace("category: moving", "category: none")
    text = text.replace("where: [city-hall]", "where: [nowhere]")
    text = text.replace("contact: [city-hall, office]", "contact: [nobody]").replace(
        "fee.copy", "fee.x"
    )
    (city / "pages" / "none").mkdir()
    (city / "pages" / "none" / "copy.md").write_text(text, encoding="utf-8")
    some = built(load(city))
    service = one(some[0], some, "none/copy.md", "GovernmentService")
    assert "serviceType" not in service
    # one of the two sums is not known: what is left is not the price
    assert "price" not in service["offers"]
    assert not {"serviceLocation", "servicePhone"} & set(service["availableChannel"])


def test_no_text_has_marks_or_readings(sites: list[LocaleSite]) -> None:
    for _, uri, html in everything(sites, URL):
        assert not re.search(r"ruby|＜＝|\]\(|\*\*|\{[a-z]+[.:]|\\u003c", html), uri


def test_home_has_the_desk_and_emergency_numbers(sites: list[LocaleSite]) -> None:
    city = one(sites[3], sites, "index.md", "GovernmentOrganization")
    kinds = {point["telephone"]: point["contactType"] for point in city["contactPoint"]}
    assert kinds["119"] == kinds["110"] == "emergency"
    assert kinds["+81-999-00-1100"] == "customer service"


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("0999-00-1000", "+81-999-00-1000"),
        ("0120-95-0178", "+81-120-95-0178"),
        ("0570-013904", "+81-570-013904"),
        ("110", "110"),
        ("#7119", "#7119"),
    ],
)
def test_international_numbers(phone: str, shown: str) -> None:
    assert international(phone) == shown


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(
    st.lists(
        st.sampled_from(["</script>", "<!--", "-->", "<script>", "]]>", "&amp;", '"', "\\", "\u2028", "あ"]),
        min_size=1,
    ).map("".join)
)  # fmt: skip
def test_data_cannot_leave_the_element(text: str) -> None:
    html = script([{"@type": "WebPage", "name": text, "description": None}])
    parser = _Scripts()
    parser.feed(f"{html}<p>")
    assert parser.tags == ["script", "p"]
    assert json.loads(parser.text)["@graph"] == [{"@type": "WebPage", "name": text}]


def test_a_city_cannot_leave_it_either(city: Path) -> None:
    path = city / "site.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("title: 青空市のくらし", "title: '</script><b>&'"), encoding="utf-8"
    )
    sites = built(load(city))
    for _, uri, html in everything(sites, URL):
        names = [str(node.get("name")).replace(" ", "") for node in graph(html)]
        assert "</script><b>&" in names, uri


def test_it_is_small(sites: list[LocaleSite]) -> None:
    sizes = sorted(
        len(gzip.compress(html.encode(), 9, mtime=0)) for _, _, html in everything(sites, URL)
    )
    assert sizes[len(sizes) // 2] <= 1400
    assert sizes[-1] <= 2400


def test_the_same_twice(sites: list[LocaleSite]) -> None:
    assert list(everything(sites, URL)) == list(everything(sites, URL))
