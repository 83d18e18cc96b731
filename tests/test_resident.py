"""What a reader of a page has: readings, explained words, a plain twin, nothing from elsewhere."""

import base64
import hashlib
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from conftest import build, change_entry, without_rules
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.errors import MadoguchiError
from madoguchi.locales import locale
from madoguchi.project import Project, load
from madoguchi.read.annotate import ruby
from madoguchi.render.assets import early, headers, policy
from madoguchi.render.feedback import feedback
from madoguchi.render.html import JAPANESE, inline_html
from madoguchi.render.localize import Localized
from madoguchi.render.page import render
from madoguchi.render.plain_page import plain_page
from madoguchi.render.readings import graded, without
from madoguchi.render.terms import Terms
from madoguchi.render.view import LocaleSite, locale_site, view
from madoguchi.translate.status import Share


@pytest.mark.parametrize(
    ("base", "grade"),
    [
        ("一", 1),
        ("市", 2),
        ("住民票", 4),
        ("保険", 5),
        ("窓口", 6),
        ("越", 7),
        ("鵺", 8),
        ("14日", 1),
    ],
)
def test_a_reading_carries_the_grade_of_its_hardest_kanji(base: str, grade: int) -> None:
    assert graded(ruby(base, "よみ")) == (
        f'<ruby class="g{grade}{" n" if base == "14日" else ""}">{base}<rt data-r="よみ"></rt></ruby>'
    )


@given(st.lists(st.tuples(st.sampled_from("市越窓住14"), st.sampled_from(["し", 'a"b', "<&>"]))))
def test_without_its_readings_a_page_says_what_is_written(words: list[tuple[str, str]]) -> None:
    html = "、".join(ruby(base, reading) for base, reading in words)
    assert without(graded(html)) == "、".join(base for base, _ in words)


TERMS = Terms(("住民票", "マイナンバー", "つなみ", "税"), ("紙", "番号", "波", "お金"))
JUMIN = ruby("住民票", "じゅうみんひょう")


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("住民票を出します", "[住民票]を出します"),
        ("{住民票|じゅうみんひょう}を出します", "[{住民票|じゅうみんひょう}]を出します"),
        # once in a text
        ("住民票と住民票", "[住民票]と住民票"),
        ("住民票とマイナンバー", "[住民票]と[マイナンバー]"),
        # where it is explained nothing more is said, nor later in the same text
        ("住民票＜＝紙＞を出します。住民票は", None),
        ("{住民票|じゅうみんひょう}＜＝紙＞", None),
        # not in a longer word
        ("新住民票", None),
        ("住民票係", None),
        ("マイナンバーカード", None),
        ("おおつなみ", None),
        ("つなみが来ます", "[つなみ]が来ます"),
        ("{新住民票|しんじゅうみんひょう}", None),
        # not in a link, in code, in an attribute, in an address, in an explanation
        ("[住民票](a.md)", None),
        ("`マイナンバー`", None),
        ('<img alt="マイナンバー">', None),
        ("https://a.example/住民票", None),
        ("カード＜＝住民票の紙＞", None),
        # one character would be found everywhere
        ("税", None),
    ],
)
def test_an_official_word_is_marked_where_it_stands_alone(text: str, marked: str | None) -> None:
    shown = TERMS.mark(text)
    assert re.sub(r'<dfn data-t="\d">(.*?)</dfn>', r"[\1]", shown) == (marked or text)
    assert re.sub(r"</?dfn[^>]*>", "", shown) == text


@given(st.text(alphabet="住民票{}|[]()`<>＜＝＞あア1*", max_size=60))
def test_marks_are_all_that_is_added(text: str) -> None:
    assert re.sub(r'<dfn data-t="\d">|</dfn>', "", TERMS.mark(text)) == text


def test_a_marked_word_is_explained() -> None:
    shown = TERMS.explain(f'<dfn data-t="0">{JUMIN}</dfn>を', "3")
    assert shown == (
        f'<span class="mg-term"><dfn tabindex="0" aria-describedby="mg-t-3-0">{JUMIN}</dfn>'
        '<span class="mg-tip" role="tooltip" id="mg-t-3-0">紙</span></span>を'
    )


@pytest.mark.parametrize("tag", ["ja", "ja-Hrkt", "ja-Latn"])
def test_the_same_words_are_explained_in_every_form_of_japanese(example: Project, tag: str) -> None:
    def explained(tag: str) -> list[list[str]]:
        site = Localized(example, locale(tag))
        return [re.findall(r'id="mg-t-([^"]*)"', f"{p.head_html}{p.body}") for p in render(site)]

    assert sum(map(len, explained("ja"))) > 30
    assert explained(tag) == explained("ja")


def test_another_generator_gets_no_tools(example: Project) -> None:
    for page in render(Localized(example, locale("ja"), alone=True)):
        assert not re.search("mg-tools|mg-tip|<dfn", page.markdown)


def test_ids_of_explanations_are_unique(site: Path) -> None:
    for path in site.rglob("*.html"):
        ids = re.findall(r'\sid="(mg-t-[^"]*)"', path.read_text(encoding="utf-8"))
        assert len(ids) == len(set(ids)), path


def test_the_plain_twin_links_to_twins_and_out_to_all_else() -> None:
    html = (
        '<head><link rel="alternate" hreflang="en" href="https://a.example/en/">\n'
        '<link rel="stylesheet" href="../../assets/a.css?v=1"><title>t</title></head>'
        '<a href="../../">h</a><a href="../b/#x">b</a><a href="../../en/a/b/">e</a><a href="#top">t</a>'
        '<a href="tel:110">1</a><a href="https://b.example/">o</a><img src="../../img/a.png">'
        '<p class="mg-plain"><a href="../../plain/a/c/">p</a></p>'
    )
    assert plain_page(html, "a/c/", {"", "a/b/", "a/c/"}, "back") == (
        '<head><link rel="stylesheet" href="../../../assets/a.css?v=1">'
        '<meta name="robots" content="noindex">\n<title>t</title></head>'
        '<a href="../../">h</a><a href="../b/#x">b</a><a href="../../../en/a/b/">e</a><a href="#top">t</a>'
        '<a href="tel:110">1</a><a href="https://b.example/">o</a><img src="../../../img/a.png">'
        '<p class="mg-plain"><a href="../../../a/c/">back</a></p>'
    )


def test_every_japanese_page_has_a_plain_twin(site: Path, example: Project) -> None:
    for page in example.content.pages:
        path = page.uri.removesuffix(".md").removesuffix("index")
        twin = (site / "plain" / path / "index.html").read_text(encoding="utf-8")
        own = (site / path / "index.html").read_text(encoding="utf-8")
        assert "<ruby" in own and "<ruby" not in twin and "mg-readings" not in twin
        assert text_of(twin) == text_of(re.sub('<label class="mg-tool.*?</label>', "", own))


def text_of(html: str) -> str:
    article = html[html.index("<article>") : html.index("</article>")]
    return re.sub(r"<[^<>]*>|\s+", "", article)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (f"at {JAPANESE}市民課</span>.", f"at {JAPANESE}市民課</span>."),
        (f"at {JAPANESE}市{JUMIN}</span>", f"at {JAPANESE}市{JUMIN}</span>"),
        ("a</span>b", "a&lt;/span&gt;b"),
        (f"{JAPANESE}a</span></span>", f"{JAPANESE}a</span>&lt;/span&gt;"),
        ("<span onclick=x>a</span>", "&lt;span onclick=x&gt;a&lt;/span&gt;"),
    ],
)
def test_japanese_within_a_translation_keeps_its_language(text: str, html: str) -> None:
    assert inline_html(text) == html


def pages(site: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in site.rglob("*.html")]


def test_every_page_forbids_other_hosts_and_needs_nothing_that_is_forbidden(site: Path) -> None:
    digest = base64.b64encode(hashlib.sha256(early().encode()).digest()).decode()
    assert f"'sha256-{digest}'" in policy() and policy() in headers()
    for html in pages(site):
        found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
        assert found is not None and unescape(found[1]) == policy()
        assert re.findall(r"<script>(.*?)</script>", html) in ([early()], [])
        assert not re.search(r"<[^<>]*\s(?:style|on\w+)=", html)
        assert "<style" not in html


def test_a_table_is_aligned_without_styles(city: Path, tmp_path: Path) -> None:
    page = city / "pages/moving/moving-in.md"
    text = page.read_text(encoding="utf-8") + "\n| 紙 | お金 |\n| --- | ---: |\n| 紙 | 1 |\n"
    page.write_text(text, encoding="utf-8")
    config = tmp_path / "mkdocs.yml"
    (tmp_path / "docs").mkdir()
    config.write_text(
        "site_name: x\nsite_url: https://a.example/\ntheme: {name: material}\nplugins:\n  - madoguchi\n"
        "  - i18n: {languages: [{locale: ja, name: ja, default: true}]}\n",
        encoding="utf-8",
    )
    build(tmp_path / "out", "https://a.example/", config=config)
    html = (tmp_path / "out/moving/moving-in/index.html").read_text(encoding="utf-8")
    assert '<td align="right">' in html and "style=" not in html


def sites(city: Path) -> list[LocaleSite]:
    project = load(city)
    return [
        locale_site(one, list(render(one)))
        for one in (Localized(project, loc) for loc in project.content.locales)
    ]


def test_the_menu_has_the_languages_of_the_page_with_their_share(city: Path) -> None:
    without_rules(city)
    uri = "moving/moving-in.md"

    def menu(every: list[LocaleSite], page: str = uri) -> dict[str, str]:
        return {a.locale.tag: a.share for a in view(every, every[0], page, "").alternates}

    assert menu(sites(city))["en"] == ""
    change_entry(city, "紙を書きます", translation="")
    every = sites(city)
    assert re.fullmatch(r"\d\d%", menu(every)["en"])
    english = every.pop()
    nothing = replace(english.pages[uri], count=Share(missing=3))
    every.append(replace(english, pages={**english.pages, uri: nothing}))
    assert "en" not in menu(every)
    assert "en" in menu(every, "index.md")


def test_a_city_has_its_own_colour(city: Path, tmp_path: Path) -> None:
    settings(city, "look: {color: '#7a1f3d'}")
    site = sites(city)[0]
    shown = view([site], site, "index.md", "")
    assert (shown.color, shown.look) == ("#7a1f3d", ":root{--brand:#7a1f3d}")
    digest = base64.b64encode(hashlib.sha256(shown.look.encode()).digest()).decode()
    assert f"style-src 'self' 'sha256-{digest}'" in policy(shown.color)


@pytest.mark.parametrize("taken", ["plain", "offline", "search"])
def test_a_category_does_not_take_a_folder_of_the_site(city: Path, taken: str) -> None:
    path = city / "site.yml"
    text = path.read_text(encoding="utf-8")
    assert "id: moving" in text
    path.write_text(text.replace("id: moving", f"id: {taken}"), encoding="utf-8")
    with pytest.raises(MadoguchiError, match="id"):
        load(city)


@pytest.mark.parametrize("color", ["#ffd700", "red", "#fff"])
def test_a_colour_must_carry_white_letters(city: Path, color: str) -> None:
    settings(city, f"look: {{color: '{color}'}}")
    with pytest.raises(MadoguchiError, match="look"):
        load(city)


def settings(city: Path, line: str) -> None:
    with (city / "site.yml").open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")


def test_nobody_is_asked_by_default(site: Path) -> None:
    assert not any("mg-feedback" in html for html in pages(site))


def test_feedback_is_a_mail_that_says_which_page(city: Path) -> None:
    settings(city, "feedback: {email: web@city.example}")
    site = Localized(load(city), locale("en"))
    html = feedback(site, "引っ越し & <b>", "https://city.example/en/moving/")
    links = [unescape(link) for link in re.findall(r'href="([^"]*)"', html)]
    assert len(links) == 3
    for link, word in zip(links, ("わかりやすい", "わかりにくい", "まちがい"), strict=True):
        assert link.startswith("mailto:web@city.example?")
        query = parse_qs(urlsplit(link).query)
        assert query["subject"] == [f"[{word}] 引っ越し & <b>（en）"]
        assert "https://city.example/en/moving/" in unquote(query["body"][0])


@pytest.mark.parametrize(
    "form",
    [
        "https://forms.example/a",
        "https://forms.example/a?id=1",
        "https://forms.example/a?id=1#part",
    ],
)
def test_feedback_is_a_form_of_the_citys_choice(city: Path, form: str) -> None:
    settings(city, f"feedback: {{form: '{form}'}}")
    site = Localized(load(city), locale("ja"))
    html = feedback(site, "題", "https://city.example/moving/")
    link = unescape(re.findall(r'href="([^"]*)"', html)[1])
    assert link.startswith(form.partition("#")[0])
    assert urlsplit(link).fragment == urlsplit(form).fragment
    query = parse_qs(urlsplit(link).query)
    assert query["page"] == ["https://city.example/moving/"]
    assert (query["lang"], query["answer"]) == (["ja"], ["no"])


@pytest.mark.parametrize(
    "line",
    [
        "feedback: {}",
        "feedback: {email: a@b.example, form: 'https://a.example/'}",
        "feedback: {email: 'a@b.example?bcc=x@y.example'}",
        "feedback: {form: 'javascript:alert(1)'}",
    ],
)
def test_a_wrong_address_for_feedback_is_named(city: Path, line: str) -> None:
    settings(city, line)
    with pytest.raises(MadoguchiError, match="feedback"):
        load(city)
