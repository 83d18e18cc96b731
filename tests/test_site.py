"""The built site: every page in every language, complete in itself, right wherever it is put."""

import gzip
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from conftest import ROOT, BuildFailed, build

from madoguchi.project import Project

BASE = "https://city.example/hinata/"
TAGS = ("ja", "ja-Hrkt", "ja-Latn", "en", "vi", "zh-Hans", "pt-BR", "ne", "tl", "ur")


class Page(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    VOID = frozenset({"meta", "link", "br", "hr", "img", "input"})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in ("p", "li", "dt", "dd", "td", "th", "tr"):
            while self.open and self.open[-1] != tag and self.open[-1] in ("p", "li"):
                self.open.pop()
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> closes <{self.open[-1]}>"
        self.open.pop()

    def all(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        return [
            a
            for t, a in self.elements
            if t == tag and all(a.get(k) == v for k, v in attributes.items())
        ]


@cache
def parsed(path: Path) -> Page:
    return Page(path.read_text(encoding="utf-8"))


def prefix(tag: str) -> str:
    return "" if tag == "ja" else f"{tag}/"


def addresses(example: Project) -> Iterator[str]:
    for page in example.content.pages:
        yield "" if page.is_home else f"{page.meta.category}/{page.meta.id}/"
    for category in example.content.settings.categories:
        yield f"{category.id}/"


def test_every_page_in_every_language(site: Path, example: Project) -> None:
    for address in addresses(example):
        for tag in TAGS:
            path = site / prefix(tag) / address / "index.html"
            assert path.is_file(), path
            html = parsed(path).all("html")[0]
            assert html["lang"] == tag
            assert html["dir"] == ("rtl" if tag == "ur" else "ltr")


def test_alternates_are_absolute_and_each_once(site: Path, example: Project) -> None:
    for address in addresses(example):
        expected = {tag: f"{BASE}{prefix(tag)}{address}" for tag in TAGS}
        expected["x-default"] = expected["ja"]
        for tag in TAGS:
            page = parsed(site / prefix(tag) / address / "index.html")
            links = [a for a in page.all("link", rel="alternate") if "hreflang" in a]
            assert len(links) == len(expected)
            assert {a["hreflang"]: a["href"] for a in links} == expected
            assert [a["href"] for a in page.all("link", rel="canonical")] == [expected[tag]]


def test_every_link_leads_somewhere_and_nothing_loads_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        page = parsed(path)
        here = (
            urljoin(BASE, path.parent.relative_to(site).as_posix() + "/")
            if path.name == "index.html"
            else BASE
        )
        for tag, attributes in page.elements:
            for name in ("href", "src"):
                target = attributes.get(name)
                if target is None or target.startswith(("tel:", "mailto:")):
                    continue
                full = urljoin(here, target)
                if not full.startswith(BASE):
                    assert tag == "a" or attributes.get("rel") in ("canonical", "alternate"), (
                        path,
                        target,
                    )
                    continue
                local = site / unquote(urlsplit(full).path.removeprefix("/hinata/"))
                local = (
                    local / "index.html"
                    if full.split("#")[0].split("?")[0].endswith("/")
                    else local
                )
                assert local.is_file(), (path, target)
                if fragment := urlsplit(full).fragment:
                    ids = {a.get("id") for _, a in parsed(local).elements}
                    assert fragment in ids, (path, target)
        assert not page.all("iframe")
        for script in page.all("script"):
            inline = not script.get("src")
            assert inline or str(script["src"]).split("?")[0].endswith("assets/madoguchi.js")
    assert not re.search(r"@import|@font-face|https?://(?!www\.w3\.org)", (site / "assets/madoguchi.css").read_text(encoding="utf-8"))  # fmt: skip


def test_html_is_well_formed_with_ids_once(site: Path) -> None:
    for path in site.rglob("*.html"):
        page = parsed(path)
        assert not page.open, (path, page.open)
        ids = [a["id"] for _, a in page.elements if "id" in a]
        assert len(ids) == len(set(ids)), path
        assert len(page.all("h1")) <= 1


def test_language_menu_stays_on_the_page(site: Path) -> None:
    page = parsed(site / "en/disaster/typhoon/index.html")
    menu = {a["hreflang"]: a["href"] for a in page.all("a") if "lang" in a and "hreflang" in a}
    assert menu["ja"] == "../../../disaster/typhoon/"
    assert menu["ur"] == "../../../ur/disaster/typhoon/"
    assert set(menu) == set(TAGS)


def test_navigation_and_neighbours_follow_site_yml(site: Path, example: Project) -> None:
    order = [p.uri.removesuffix(".md") for p in example.content.pages if not p.is_home]
    for tag in ("ja", "en", "ur"):
        for i, uri in enumerate(order):
            path = site / prefix(tag) / uri / "index.html"
            page = parsed(path)
            here = f"{BASE}{prefix(tag)}{uri}/"
            for rel, other in (("prev", i - 1), ("next", i + 1)):
                found = [urljoin(here, a["href"]) for a in page.all("a", rel=rel)]
                inside = 0 <= other < len(order)
                assert found == ([f"{BASE}{prefix(tag)}{order[other]}/"] if inside else [])
    home = (site / "en/index.html").read_text(encoding="utf-8")
    nav = home[home.index('class="mg-nav"') :]
    shown = re.findall(r'href="\./([a-z-]+)/"|href="([a-z-]+)/"', nav[: nav.index("</nav>")])
    assert [a or b for a, b in shown] == [c.id for c in example.content.settings.categories]


def test_furigana_in_japanese_only(site: Path) -> None:
    uri = "moving/moving-in/index.html"
    assert len(parsed(site / uri).all("ruby")) > 100
    for tag in ("ja-Hrkt", "ja-Latn"):
        assert not parsed(site / tag / uri).all("ruby")
    japanese = [a for t, a in parsed(site / "en" / uri).elements if a.get("lang") == "ja"]
    assert japanese, "the official term and the sources are Japanese in every language"


def test_not_found_page_offers_every_language(site: Path) -> None:
    page = parsed(site / "404.html")
    assert [a["href"] for a in page.all("a") if "hreflang" in a] == [
        f"/hinata/{prefix(t)}" for t in TAGS
    ]
    assert {a["lang"] for a in page.all("li") if "lang" in a} == set(TAGS)


def test_sitemap(site: Path, example: Project) -> None:
    text = (site / "sitemap.xml").read_text(encoding="utf-8")
    pages = list(addresses(example))
    assert text.count("<loc>") == len(pages) * len(TAGS)
    assert f"<loc>{BASE}ur/moving/moving-in/</loc>" in text


def test_a_japanese_page_is_small(site: Path, example: Project) -> None:
    for address in addresses(example):
        size = len(gzip.compress((site / address / "index.html").read_bytes()))
        assert size < 30_000, (address, size)


def test_nothing_is_written_into_the_work_tree(site: Path) -> None:
    result = subprocess.run(
        ["git", "status", "--porcelain", "--ignored", "content_src", "docs"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not [line for line in result.stdout.splitlines() if line.startswith("!!")]
    assert {p.suffix for p in site.rglob("*") if p.is_file()} <= {
        "",  # _headers
        ".html",
        ".css",
        ".js",
        ".json",
        ".png",
        ".webmanifest",
        ".svg",
        ".xml",
        ".gz",
    }


@pytest.fixture
def small(tmp_path: Path, city: Path) -> Path:
    """The small city with an mkdocs.yml."""
    config = tmp_path / "mkdocs.yml"
    shutil.copy(ROOT / "mkdocs.yml", config)
    (tmp_path / "docs").mkdir()
    return config


def test_another_city_builds(small: Path, tmp_path: Path) -> None:
    build(tmp_path / "out", "https://aozora.example/", config=small)
    assert "Aozora City Hall" in (tmp_path / "out/en/moving/moving-in/index.html").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("市役所へ行きます。", "市役所へお行きください。", "EJ004"),
        ("  - パスポート", "  - [パスポート", "S002"),
        ("../index.md", "../nowhere.md", "S010"),
        ("紙を書きます", "紙を書きますので、" + "とても長い文を書いて、" * 6, "EJ001"),
    ],
)  # fmt: skip
def test_findings_fail_a_strict_build(
    small: Path, city: Path, tmp_path: Path, old: str, new: str, said: str
) -> None:
    path = city / "pages/moving/moving-in.md"
    text = path.read_text(encoding="utf-8").replace("{place.city-hall.name}へ", "市役所へ")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BuildFailed) as caught:
        build(tmp_path / "out", "https://aozora.example/", config=small)
    assert said in str(caught.value)
    assert "moving-in.md" in str(caught.value)


def test_empty_content_ends_the_build_with_a_cure(small: Path, city: Path, tmp_path: Path) -> None:
    shutil.rmtree(city)
    with pytest.raises(BuildFailed, match="content_src"):
        build(tmp_path / "out", "https://aozora.example/", config=small)


def test_export_writes_the_same_pages_for_another_generator(tmp_path: Path, city: Path) -> None:
    subprocess.run([sys.executable, "-m", "madoguchi", "export", str(tmp_path / "md"), "--content", str(city)], check=True)  # fmt: skip
    text = (tmp_path / "md/en/moving/moving-in.md").read_text(encoding="utf-8")
    assert text.startswith('---\ntitle: "When you move in"\n')
    assert "## <span data-b=0>What to do</span>" in text


def test_a_picture_shows_in_every_language(small: Path, city: Path, tmp_path: Path) -> None:
    picture = small.parent / "docs/img/map.svg"
    picture.parent.mkdir()
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    path = city / "pages/moving/moving-in.md"
    path.write_text(
        path.read_text(encoding="utf-8") + "\n![市役所の地図](../img/map.svg)\n", encoding="utf-8"
    )
    out = tmp_path / "out"
    build(out, "https://aozora.example/", config=small)
    for tag in ("ja", "ja-Hrkt", "en"):
        page = out / prefix(tag) / "moving/moving-in/index.html"
        (image,) = parsed(page).all("img")
        assert (page.parent / image["src"]).resolve() == (out / "img/map.svg").resolve()
        assert image["alt"] == ("しやくしょの ちず" if tag == "ja-Hrkt" else "市役所の地図")
    assert len(list(out.rglob("map.svg"))) == 1
