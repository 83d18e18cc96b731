"""A page in a language: its panel, its honest gaps, nothing that data can break."""

import re
from html import escape
from pathlib import Path

import markdown
import pytest
from conftest import change_entry, without_rules

from madoguchi.locales import locale
from madoguchi.project import load
from madoguchi.render.html import defuse_tags, inline_html
from madoguchi.render.links import page_url, relative, tel
from madoguchi.render.localize import Localized
from madoguchi.render.page import Rendered, render

PO = "locale/en/moving/moving-in.po"


def page(city: Path, tag: str, uri: str = "moving/moving-in.md") -> Rendered:
    return next(p for p in render(Localized(load(city), locale(tag))) if p.uri == uri)


def test_panel_in_english(city: Path) -> None:
    text = page(city, "en").markdown
    for part in ("within 14 days", "the day you start living here", "Aozora City Hall", "It costs ¥300.", 'href="tel:0999111000"', "Monday to Friday", "8:30 AM"):  # fmt: skip
        assert part.lower() in text.lower(), part
    # what stands on signs and letters is Japanese, and says so
    text = re.sub(r"<(small|span) lang=\"ja\".*?</\1>", "", text)
    assert not re.search("[ぁ-ゖァ-ヺ一-鿿]", text)


def test_panel_in_easy_japanese(city: Path) -> None:
    text = re.sub(r"<rp>.*?</rp>|<rt>.*?</rt>|</?ruby>", "", page(city, "ja").markdown)
    for part in ("住み始めた日から14日以内", "300円かかります。", "月曜日から金曜日まで", "午前8時30分から午後5時15分まで", "2026年11月1日"):  # fmt: skip
        assert part in text, part


def test_facts_in_a_sentence(city: Path) -> None:
    assert (
        "Go to Aozora City Hall. The phone number is [0999-11-1000](tel:0999111000)."
        in page(city, "en").markdown
    )
    assert (
        "あおぞらしやくしょへ いきます。でんわは [0999-11-1000](tel:0999111000)です。"
        in page(city, "ja-Hrkt").markdown
    )


def test_derived_languages_have_no_kanji(example_pages: dict[str, list[Rendered]]) -> None:
    for tag in ("ja-Hrkt", "ja-Latn"):
        for one in example_pages[tag]:
            text = re.sub(r"<span lang=\"(ja|zh-Hans)\".*?</span>", "", one.markdown)
            assert not re.search("[一-鿿]", text), (tag, one.uri, re.findall("[一-鿿]+", text)[:5])


@pytest.fixture(scope="session")
def example_pages() -> dict[str, list[Rendered]]:
    project = load(Path(__file__).parent.parent / "content_src")
    return {loc.tag: list(render(Localized(project, loc))) for loc in project.content.locales}


def test_every_language_has_every_page(example_pages: dict[str, list[Rendered]]) -> None:
    uris = [p.uri for p in example_pages["ja"]]
    assert len(uris) >= 12 + 1 + 6 + 2
    for tag, pages in example_pages.items():
        assert [p.uri for p in pages] == uris, tag
        assert all(p.title and p.description for p in pages)
        assert not any(
            re.search(r"\{(?:contact|place|fee|calendar|date|time|list)[.:]", p.markdown)
            for p in pages
        ), tag


def test_the_example_is_translated_whole_and_says_by_whom(
    example_pages: dict[str, list[Rendered]],
) -> None:
    for tag, pages in example_pages.items():
        if tag.startswith("ja"):
            continue
        for one in pages:
            assert one.count.shown_percent == 100, (tag, one.uri)
            assert one.count.machine == one.count.total, (tag, one.uri)
            assert one.kind == "category" or "mg-state" in one.markdown


@pytest.mark.parametrize(
    ("values", "notice"),
    [
        ({"translation": ""}, "not translated"),
        ({"flags": ("fuzzy",), "previous": "紙"}, "translation is not ready"),
        ({"flags": ("fuzzy",)}, "not translated"),
        ({"translation": "Fill in {fee.copy}"}, "not translated"),
    ],
    ids=["missing", "outdated", "doubtful", "broken"],
)
def test_a_gap_is_easy_japanese_with_a_notice(
    city: Path, values: dict[str, object], notice: str
) -> None:
    change_entry(city, "紙を書きます", **values)
    text = page(city, "en").markdown
    line = next(ln for ln in text.splitlines() if "<rt>かみ</rt>" in ln)
    assert '<span lang="ja" dir="ltr" class="mg-ja">' in line
    assert notice in line.lower()
    assert "Fill in" not in text
    assert "mg-state" in text


def test_a_heading_without_translation_keeps_its_anchor(city: Path) -> None:
    change_entry(city, "することを見ます", translation="")
    one = page(city, "en")
    assert re.search(r'## <span data-b=0><span lang="ja".*</span></span> \{#s0\}', one.markdown)
    assert "{#s0}" in page(city, "ja").markdown


@pytest.mark.parametrize("start", ["#8000 is", "1. is", "2) is", "- is", "> is", "+ is"])
def test_a_translation_stays_the_block_it_is(city: Path, start: str) -> None:
    without_rules(city)
    change_entry(city, "紙を書きます", translation=f"{start} it")
    html = markdown.markdown(page(city, "en").markdown, extensions=["attr_list", "sane_lists"])
    assert html.count("<h1") == 1
    assert re.search(rf"<li><span data-b=\d+>{re.escape(escape(start))} it</span></li>", html)


def test_data_is_escaped(city: Path) -> None:
    path = city / "data/contacts.yml"
    text = path.read_text(encoding="utf-8").replace(
        "name: 青空市役所", "name: '<script>x</script>*市*|役所&'"
    )
    path.write_text(
        text.replace("reading: あおぞらしやくしょ", "reading: あおぞらしやくしょ", 1),
        encoding="utf-8",
    )
    for tag in ("ja", "ja-Hrkt", "ja-Latn", "en"):
        for one in render(Localized(load(city), locale(tag))):
            assert "<script" not in one.markdown, (tag, one.uri)


def test_a_translation_brings_no_tags(city: Path) -> None:
    change_entry(city, "紙を書きます", translation='Fill <img src=x onerror="y"> in')
    change_entry(city, "パスポート", translation="<b>Passport</b> [x](javascript:alert(1))")
    text = page(city, "en").markdown
    assert "<img" not in text
    assert "javascript:" not in text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a & <b>", "a &amp; &lt;b&gt;"),
        ("**太い**", "<strong>太い</strong>"),
        ("[見る](a.md)", '<a href="a.md">見る</a>'),
        ("[x](javascript:y)", "<a>x</a>"),
        ("`<x>`", "<code>&lt;x&gt;</code>"),
        (r"\*a\*", "*a*"),
        (
            "https://a.example/?a=b&c",
            '<a href="https://a.example/?a=b&amp;c">https://a.example/?a=b&amp;c</a>',
        ),
    ],
)
def test_inline_html(text: str, html: str) -> None:
    assert inline_html(text) == html


def test_tags_of_the_source_stay() -> None:
    assert defuse_tags("<b>a</b><i>b</i>", "<b>字</b>") == "<b>a</b>&lt;i>b&lt;/i>"


@pytest.mark.parametrize(
    ("target", "start", "link"),
    [("", "", "./"), ("en/", "", "en/"), ("", "en/moving/x/", "../../../"), ("en/moving/y/", "en/moving/x/", "../y/"), ("en/moving/x/", "en/moving/x/", "./")],
)  # fmt: skip
def test_relative(target: str, start: str, link: str) -> None:
    assert relative(target, start) == link


def test_addresses() -> None:
    assert [page_url(u) for u in ("index.md", "moving/index.md", "moving/a.md")] == [
        "",
        "moving/",
        "moving/a/",
    ]
    assert 'href="tel:%238000"' in tel("#8000")
