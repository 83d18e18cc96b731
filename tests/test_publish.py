"""What search engines, networks and feed readers are told of the built site agrees with its pages."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import etree
from test_site import BASE, TAGS, Page, parsed, prefix

from madoguchi.publish import robots

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
ONCE = ("og:type", "og:title", "og:description", "og:site_name", "og:locale", "og:url")


def languages(page: Page) -> list[tuple[str, str]]:
    return [(a["hreflang"], a["href"]) for a in page.all("link", rel="alternate") if "hreflang" in a]  # fmt: skip


def canonical(page: Page) -> list[str]:
    return [a["href"] for a in page.all("link", rel="canonical")]


def indexed(page: Page) -> bool:
    return not any("noindex" in a["content"] for a in page.all("meta", name="robots"))


@cache
def pages(site: Path) -> dict[str, Page]:
    """Return every page that is to be found, by its own address."""
    found = {}
    for path in site.rglob("index.html"):
        page = parsed(path)
        if indexed(page):
            below = path.parent.relative_to(site).as_posix()
            found[f"{BASE}{below}/" if below != "." else BASE] = page
    return found


@cache
def sitemap(site: Path) -> etree._Element:
    return etree.parse(site / "sitemap.xml").getroot()


def listed(site: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each address of the sitemap with its languages."""
    for url in sitemap(site).findall("s:url", NS):
        links = url.findall("x:link", NS)
        yield (
            url.findtext("s:loc", "", NS),
            [(link.get("hreflang") or "", link.get("href") or "") for link in links],
        )


def test_a_page_names_itself_and_each_language_once(site: Path) -> None:
    assert len(pages(site)) > 100
    for address, page in pages(site).items():
        assert canonical(page) == [address]
        links = languages(page)
        tags = [tag for tag, _ in links]
        assert len(set(tags)) == len(tags), address
        assert set(tags) <= {*TAGS, "x-default"} and tags.count("x-default") == 1
        assert all(href.startswith(BASE) for _, href in links), address
        assert address in dict(links).values()
        assert dict(links)["x-default"] == dict(links)["ja"]


def test_languages_name_one_another(site: Path) -> None:
    for address, page in pages(site).items():
        for tag, href in languages(page):
            other = pages(site)[href]
            if tag != "x-default":
                assert other.all("html")[0]["lang"] == tag
            assert address in dict(languages(other)).values(), (address, href)


def test_the_sitemap_is_valid(site: Path) -> None:
    # https://www.sitemaps.org/protocol.html, and xhtml:link as search engines take it
    data = (site / "sitemap.xml").read_bytes()
    assert data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>') and len(data) < 50 * 2**20
    root = sitemap(site)
    assert root.tag == f"{{{NS['s']}}}urlset"
    assert {child.tag for child in root} == {f"{{{NS['s']}}}url"} and len(root) <= 50_000
    for url in root:
        tags = [child.tag for child in url]
        assert tags[0] == f"{{{NS['s']}}}loc" and set(tags[1:]) == {f"{{{NS['x']}}}link"}
        for link in url.findall("x:link", NS):
            assert dict(link.attrib).keys() == {"rel", "hreflang", "href"}
            assert link.get("rel") == "alternate"
    for address, _ in listed(site):
        assert len(address) < 2048 and re.fullmatch(r"[!-~]+", address)
        assert address.startswith(BASE) and not urlsplit(address).query + urlsplit(address).fragment


def test_the_sitemap_has_every_page_once_with_its_languages(site: Path) -> None:
    told = list(listed(site))
    assert Counter(address for address, _ in told) == Counter(list(pages(site)))
    for address, links in told:
        tags = [tag for tag, _ in links]
        assert len(set(tags)) == len(tags), address
        assert sorted(links) == sorted(languages(pages(site)[address])), address


def test_pages_without_readings_are_not_to_be_found(site: Path) -> None:
    plain = list((site / "plain").rglob("index.html"))
    assert plain
    for path in plain:
        page = parsed(path)
        assert not indexed(page) and not languages(page)
        below = path.parent.relative_to(site / "plain").as_posix()
        assert canonical(page) == [f"{BASE}{below}/" if below != "." else BASE]


def test_what_networks_are_told(site: Path) -> None:
    for address, page in pages(site).items():
        tags = [a for a in page.all("meta") if a.get("property", "").startswith("og:")]
        said = Counter(a["property"] for a in tags)
        assert all(said[name] == 1 for name in ONCE), address
        assert len({(a["property"], a["content"]) for a in tags}) == len(tags)
        content = {a["property"]: a["content"] for a in tags}
        assert content["og:url"] == address and all(content[name] for name in ONCE)
        assert content["og:locale"] not in [
            a["content"] for a in tags if a["property"] == "og:locale:alternate"
        ]
        if "og:image" in content:
            assert (site / content["og:image"].removeprefix(BASE)).is_file()
        assert len(page.all("meta", name="twitter:card")) == 1


@pytest.mark.parametrize("tag", TAGS)
def test_every_language_has_its_feed(site: Path, tag: str) -> None:
    path = f"{prefix(tag)}feed.xml"
    root = etree.parse(site / path).getroot()
    atom = {"a": "http://www.w3.org/2005/Atom"}
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == tag
    for link in root.findall("a:entry/a:link", atom):
        assert link.get("href") in pages(site)
    for address, page in pages(site).items():
        if page.all("html")[0]["lang"] == tag:
            feeds = page.all("link", type="application/atom+xml")
            assert [urljoin(address, a["href"]) for a in feeds] == [BASE + path]


def test_nothing_is_shown_between_alerts_that_hold(site: Path) -> None:
    for path in site.rglob("index.html"):
        if path.parent.name == "offline":
            continue  # has no place for one: it is shown without a network
        assert "<!--mg-alerts--><!--/mg-alerts-->" in path.read_text(encoding="utf-8"), path


@pytest.mark.parametrize(
    ("address", "text"),
    [
        (
            "https://city.example/",
            b"User-agent: *\nDisallow:\n\nSitemap: https://city.example/sitemap.xml\n",
        ),
        ("https://city.example/hinata/", None),
        ("", None),
    ],
)
def test_robots_are_told_at_the_root_of_the_host_only(address: str, text: bytes | None) -> None:
    assert dict(robots.files(address)) == ({} if text is None else {"robots.txt": text})
