"""The search: what is folded alike, what an index lists, and every query in a real browser."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, Route

from madoguchi.kana import HAS_KANJI
from madoguchi.locales import locale
from madoguchi.project import Project, load
from madoguchi.render.localize import Localized
from madoguchi.render.page import render
from madoguchi.render.view import LocaleSite, locale_site
from madoguchi.search.fold import fold, sound
from madoguchi.search.gather import gatherer
from madoguchi.search.han import variants
from madoguchi.search.index import LEVELS, files, listed, lists
from madoguchi.search.thesaurus import concepts, meant
from madoguchi.search.tokens import accented, pairs, tokens
from madoguchi.search.urgent import answered, urgent

ROOT = Path(__file__).parent.parent
QUERIES = (ROOT / "tests/search/queries.tsv").read_text(encoding="utf-8")


def rows_of(text: str) -> list[tuple[str, ...]]:
    return [tuple(line.split("\t")) for line in text.splitlines() if not line.startswith("#")]


ROWS = rows_of(QUERIES)
URGENT = rows_of(QUERIES.partition("# Urgent:")[2].partition("\n")[2])
LANGUAGES = list(dict.fromkeys(row[0] for row in ROWS))


def site_of(project: Project, tag: str) -> LocaleSite:
    localized = Localized(project, locale(tag))
    return locale_site(localized, list(render(localized)))


# what is the same


@pytest.mark.parametrize(
    "spellings",
    [
        "じゅうみんひょう ジュウミンヒョウ ｼﾞｭｳﾐﾝﾋｮｳ juminhyo jūminhyō jyuminhyo juuminhyou zyuuminhyou jûminhyô juminhyoh Juminhyō",
        "ごみ ゴミ gomi Gomi",
        "てんにゅうとどけ tennyuutodoke tennyūtodoke tennyutodoke ten'nyūtodoke",
        "しんや shin'ya sin'ya shinya",
        "ほけんしょう hokenshō hokensyou hokensho hokenshou",
        "まっちゃ matcha maccha mattya",
        "おおさか Ōsaka Ohsaka Osaka oosaka",
        "しんぶん shimbun shinbun sinbun",
        "ふうふ fūfu huuhu fufu",
        "つなみ tsunami tunami",
        "ざいりゅうカード zairyū kādo zairyuukaado",
        "パーティー pātī paatii",
    ],
)
def test_one_word_sounds_the_same_however_it_is_spelt(spellings: str) -> None:
    words = spellings.split(" ") if "zairyū" not in spellings else ["ざいりゅうカード", "zairyū kādo", "zairyuukaado"]  # fmt: skip
    assert len({sound(fold(word)) for word in words}) == 1


def test_different_words_sound_different() -> None:
    words = "ごみ こみ かみ かじ かし てんにゅう てんしゅつ てんきょ にゅういん びょういん びよういん".split()
    assert len({sound(fold(word)) for word in words}) == len(words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rác", "rac"),
        ("đổ rác", "do rac"),
        ("PREFEITURA é", "prefeitura e"),
        ("iba't iba", "ibat iba"),
        ("國民健康保險", "国民健康保険"),
        ("国民健康保险", "国民健康保険"),
        ("ﾏｲﾅﾝﾊﾞｰｶｰﾄﾞ", "マイナンバーカード"),
        ("１１９", "119"),
        ("۱۱۹", "119"),
        ("११९", "119"),
        ("كچرا", "کچرا"),
        ("زلزله", "زلزلہ"),
        ("آفت", "افت"),
        ("اِقامہ", "اقامہ"),
        ("भुकम्प", "भूकम्प"),
        ("हिंदी", "हिन्दी"),
        ("बिमा", "विमा"),
        ("र्‍यो", "र्यो"),
        ("ड़", "ड"),
    ],
)
def test_people_type_one_for_the_other(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(
    st.text(
        alphabet=st.sampled_from("がガｶﾞか゛ÁáđÐéß漢國国हिन्दीमाज्ञ్کيیك一 -'12１ーっンんไทยမြန်မာ한글")
    )
)
def test_what_is_folded_stays(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("住民票の写し", ["住民", "民票", "票写"]),
        ("引っ越し", ["引越"]),
        ("申し込み、申込", ["申込", "申込"]),
        ("ごみ と trash", ["trash"]),
        ("ขยะ", ["ขยะ"]),
        ("အမှိုက်", ["အမှ", "မှိ", "ှို", "ိုက", "ုက်"]),
        ("税", ["税"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert list(tokens(fold(text))) == expected


def test_accents_and_neighbours_are_listed_beside_the_words() -> None:
    assert list(accented("Đổ rác, Hà Nội; 地震 bão")) == ["=đổ", "=rác", "=hà", "=nội", "=bão"]
    assert list(pairs(fold("child allowance、児童手当 now"))) == ["=child_allowance"]


def test_the_thesaurus_has_each_word_once_in_a_row_and_no_stray_space() -> None:
    assert len(concepts()) > 70
    for concept in concepts():
        assert concept.words["ja"] and concept.words["en"]
        for words in concept.words.values():
            assert len(set(words)) == len(words)
            assert [word for word in words if word != " ".join(word.split())] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("健康保険証を見せます", {"健康保険証"}),
        ("国民健康保険に入ります", {"国民健康保険"}),
        ("ビザと在留カード", {"ビザ", "在留カード"}),
        ("桜がさきます", set()),
    ],
)
def test_the_longest_word_of_a_text_is_meant(text: str, expected: set[str]) -> None:
    assert {word for _, word in meant(text)} == expected


def test_a_locale_is_given_its_own_words_and_english_ones() -> None:
    (concept, _), *_ = meant("ごみ")
    assert {"lixo", "trash"} <= set(concept.said("pt-BR"))
    assert "垃圾" in concept.said("zh-Hant") and "trash" in concept.said("ko")
    assert set(concept.said("ja-Latn")) == set(concept.words["en"])


# what an index lists

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def decoded(posting: str) -> list[tuple[int, int]]:
    found = []
    page, value, shift = -1, 0, 0
    for digit in posting:
        bits = _DIGITS.index(digit)
        value |= (bits & 31) << shift
        shift += 5
        if not bits & 32:
            page += (value >> 3) + 1
            found.append((page, value & 7))
            value = shift = 0
    return found


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["a", "b", "ごみ", "\ue000", "\U00020000", "=bão"]),
            st.floats(0.5, 60),
        ),
        max_size=45,
    )
)
def test_nothing_is_lost_in_the_list(pages: list[dict[str, float]]) -> None:
    keys, postings = listed([Counter(page) for page in pages])
    found = dict(zip(keys.split(" "), postings.split(" "), strict=True)) if keys else {}
    assert set(found) == {key for page in pages for key in page}
    for key, posting in found.items():
        there = decoded(posting)
        assert [page for page, _ in there] == [i for i, page in enumerate(pages) if key in page]
        for page, level in there:
            assert LEVELS[level] <= max(pages[page][key], LEVELS[0])
            assert level == 7 or pages[page][key] < LEVELS[level + 1]


def bare(project: Project, tag: str, times: int = 1, *, keywords: bool = True) -> dict[str, object]:
    """Return an index of the example's pages `times` times over, without what only results show."""
    found = gatherer(Localized(project, locale(tag)))
    pages = [page for page in project.content.pages if not page.is_home]
    if not keywords:
        pages = [
            replace(page, meta=page.meta.model_copy(update={"keywords": ()})) for page in pages
        ]
    weights = [found.weights(page) for page in pages]
    return {"pages": [[page.uri] for page in pages] * times, **lists(weights * times)}


@pytest.mark.parametrize("tag", ["ja-Latn", "ne", "zh-Hans"])
def test_every_index_has_the_words_on_the_letter(example: Project, tag: str) -> None:
    index = bare(example, tag)
    sounds = dict(zip(str(index["sounds"]).split(" "), str(index["said"]).split(" "), strict=True))
    listed_tokens = set(str(index["tokens"]).split(" "))
    pages = [page for page in example.content.pages if not page.is_home]
    for at, page in enumerate(pages):
        if page.meta.official is None:
            continue
        reading = page.meta.official.reading
        first = sound(fold(reading.split("、")[0].split("・")[0].split("（")[0]))
        assert at in [number for number, _ in decoded(sounds[first])]
        assert set(tokens(fold(page.meta.official.title))) <= listed_tokens


def test_the_files_are_the_same_each_time_and_readings_are_beside_the_words(
    example: Project,
) -> None:
    written = dict(files(site_of(example, "ja")))
    assert written == dict(files(site_of(example, "ja")))
    topics = [page for page in example.content.pages if not page.is_home]
    assert len(written) == 1 + len(topics)
    index = json.loads(written["search/ja.json"])
    assert len(index["pages"]) == len(topics)
    assert index["tokens"].split(" ") == sorted(index["tokens"].split(" "))
    # ruby is drawn by the style sheet: what a script reads is what people write
    for data in written.values():
        assert "<rt>" not in data.decode()
    sentences = json.loads(written["search/ja/living/garbage.json"])
    assert any("粗大" in sentence and 'data-r="そだい"' in sentence for sentence in sentences)
    assert not any(
        "{" in sentence or "](" in sentence or "<a" in sentence for sentence in sentences
    )


def test_what_is_not_translated_says_that_it_is_japanese(city: Path) -> None:
    for catalog in (city / "locale" / "en").rglob("*.po"):
        catalog.unlink()
    project = load(city)
    written = dict(files(site_of(project, "en")))
    pieces = [json.loads(data) for path, data in written.items() if path.count("/") > 1]
    sentences = [sentence for piece in pieces for sentence in piece]
    japanese = [sentence for sentence in sentences if HAS_KANJI.search(sentence)]
    assert japanese
    assert [s for s in japanese if not s.startswith('<span lang="ja" dir="ltr"')] == []


# in the browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


ALL = """
async (queries) => {
  const { find, open } = await import(new URL("assets/search.js", ROOT).href);
  const index = open(await (await fetch(new URL(`search/${TAG}.json`, ROOT))).json());
  return queries.map((typed) => find(index, typed).pages.slice(0, 3).map((page) => index.pages[page][0]));
}
"""
ASKED = """
async ([data, queries]) => {
  const { find, open } = await import(new URL("assets/search.js", ROOT).href);
  const index = open(data);
  return queries.map((typed) => find(index, typed).pages.map((page) => index.pages[page][0]));
}
"""


def script(source: str, address: str, tag: str = "ja") -> str:
    return source.replace("ROOT", json.dumps(address)).replace("${TAG}", tag)


Row = tuple[str, ...]


def test_rows_are_enough_and_most_are_no_keywords(example: Project) -> None:
    assert len(ROWS) >= 500 and len(set(ROWS)) == len(ROWS) and len(LANGUAGES) == 10
    assert len([row for row in ROWS if not is_keyword(example, row)]) >= 400


def is_keyword(project: Project, row: Row) -> bool:
    """Return whether what is typed is, letter by letter, a keyword of the page that must be first."""
    (page,) = [page for page in project.content.pages if page.uri == row[2]]
    return fold(row[1]) in {fold(keyword) for keyword in page.meta.keywords}


def share(rows: list[Row], wrong: set[Row]) -> float:
    return 1 - len(wrong.intersection(rows)) / len(rows)


def report(name: str, rows: list[Row], wrong: set[Row]) -> dict[str, float]:
    """Return how many come first, in all and by language; `pytest -rP` shows them."""
    found = {"all": share(rows, wrong)}
    found |= {tag: share([row for row in rows if row[0] == tag], wrong) for tag in LANGUAGES}
    print(f"{name}: {len(rows)} rows,", ", ".join(f"{k} {v:.1%}" for k, v in found.items()))  # noqa: T201
    return found


def test_the_right_page_comes_first(example: Project, page: Page, address: str) -> None:
    page.goto(address)
    wrong: set[Row] = set()
    for tag in LANGUAGES:
        rows = [row for row in ROWS if row[0] == tag]
        found = page.evaluate(script(ALL, address, tag), [row[1] for row in rows])
        wrong |= {row for row, uris in zip(rows, found, strict=True) if f"{uris[0] if uris else ''}.md" != row[2]}  # fmt: skip
    everything = report("with keywords", ROWS, wrong)
    others = [row for row in ROWS if not is_keyword(example, row)]
    not_keywords = report("rows that are no keyword", others, wrong)
    assert len(URGENT) >= 100 and wrong.intersection(URGENT) == set()
    assert everything["all"] >= 0.97, wrong
    assert not_keywords["all"] >= 0.97, wrong
    assert min(*everything.values(), *not_keywords.values()) >= 0.93, wrong


@pytest.mark.parametrize("tag", ["en", "ja"])
def test_two_words_are_found_on_a_large_site_where_neither_alone_is_listed(
    example: Project, page: Page, address: str, tag: str
) -> None:
    index = bare(example, tag, times=5)
    assert len(index["pages"]) >= 60  # type: ignore[arg-type]
    keys = dict(zip(str(index["tokens"]).split(" "), str(index["postings"]).split(" "), strict=True))  # fmt: skip
    there = {key: {number for number, _ in decoded(posting)} for key, posting in keys.items()}
    pairs_ = {key: key[1:].split("_") for key in keys if "_" in key}
    assert len(pairs_) > 100
    assert any(there[key] - there[a] - there[b] for key, (a, b) in pairs_.items())
    asked = [" ".join(words) for words in pairs_.values()]
    asked += ["national health insurance", "kokumin kenko hoken", "insurance eligibility", "在留カード 更新"]  # fmt: skip
    page.goto(address)
    found = page.evaluate(script(ASKED, address), [index, asked])
    assert [query for query, uris in zip(asked, found, strict=True) if not uris] == []


def test_an_index_that_came_broken_offers_the_desk(page: Page, address: str) -> None:
    page.goto(f"{address}en/moving/moving-in/")

    def broken(route: Route) -> None:
        index = route.fetch().json()
        route.fulfill(json=index | {"postings": "A", "said": "A"})

    page.route("**/search/en.json", broken)
    page.locator("button[data-mg=search]").click()
    page.locator("dialog.mg-search input").wait_for()
    page.keyboard.insert_text("garbage")
    page.locator(".mg-search-none a").first.wait_for()
    assert "garbage" in page.locator(".mg-search-status").inner_text()


def test_the_script_folds_as_the_index_does(page: Page, address: str) -> None:
    chance = random.Random(0)
    alphabet = "aeiouAkstnhrmyw'ōūçãđơßčşžاآیكةہकखन्माींँज़しょっーんガｶﾞ引っ越し國国險ไทยမြန်မာຂີ້ខ្មែរ한글 ，。-・０９०९۵"
    texts = [row[1] for row in ROWS]
    texts += ["".join(chance.choices(alphabet, k=12)) for _ in range(1500)]
    page.goto(address)
    theirs = page.evaluate(
        script(
            """async (texts) => {
              const { accented, fold, sound, tokens } = await import(new URL("assets/search.js", ROOT).href);
              return texts.map((text) => [fold(text), sound(fold(text)), tokens(fold(text)), accented(text)]);
            }""",
            address,
        ),
        texts,
    )
    table = variants()
    for text, (folded, said, pieces, marked) in zip(texts, theirs, strict=True):
        # a script knows the Chinese characters that its index needs
        assert folded.translate(table) == fold(text), text
        assert said == sound(fold(text)), text
        assert [piece.translate(table) for piece in pieces] == list(tokens(fold(text))), text
        assert marked == list(accented(text)), text


def test_whatever_is_typed_or_pasted_is_answered(page: Page, address: str) -> None:
    chance = random.Random(1)
    signs = "ab é'ー゛っゃんがｶ国漢々ह्कीां्ناया\u200f\u200dไทยမြ한🗑️𠀋\ud83d \n-_=#.*\\()[]<>&\"%"
    texts = ["".join(chance.choices(signs, k=chance.randint(0, 40))) for _ in range(400)]
    texts += ["国" * 500, "a" * 500, "住民票 " * 60, "=rác", "=a_b", "constructor", "__proto__"]
    page.goto(address)
    found = page.evaluate(script(ALL, address, "vi"), texts)
    assert len(found) == len(texts)


def test_words_without_spaces_are_found(page: Page, address: str) -> None:
    texts = [
        "วิธีแยกและทิ้งขยะ การเก็บขยะ",
        "အမှိုက်ခွဲခြားခြင်း",
        "ការបោះចោលសំរាម",
        "ประกันสุขภาพแห่งชาติ",
        "ကျန်းမာရေးအာမခံ",
        "쓰레기 버리는 방법",
    ]
    keys, postings = listed([Counter(dict.fromkeys(tokens(fold(t)), 10)) for t in texts])
    data = {"pages": [[t] for t in texts], "same": "", "tokens": keys, "postings": postings, "sounds": "", "said": ""}  # fmt: skip
    page.goto(address)
    first = page.evaluate(
        script(
            """async ([data, queries]) => {
              const { find, open } = await import(new URL("assets/search.js", ROOT).href);
              const index = open(data);
              return queries.map((typed) => find(index, typed).pages[0] ?? -1);
            }""",
            address,
        ),
        [
            data,
            [
                "ขยะ",
                "ทิ้งขยะ",
                "အမှိုက်",
                "អាហារ",
                "សំរាម",
                "ประกัน",
                "อประกันสุขภาพ",
                "အာမခံ",
                "쓰레기",
                "쓰레기는",
            ],
        ],
    )
    assert first == [0, 0, 1, -1, 2, 3, 3, 4, 5, 5]


def opened(page: Page, address: str, tag: str) -> None:
    page.goto(f"{address}{'' if tag == 'ja' else f'{tag}/'}moving/moving-in/")
    page.locator("button[data-mg=search]").click()
    page.locator("dialog.mg-search input").wait_for()


def test_typing_shows_title_category_and_the_sentence(page: Page, address: str) -> None:
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url.removeprefix(address)))
    page.goto(f"{address}en/help/desks/")
    assert not [url for url in seen if "search" in url]
    page.locator("button[data-mg=search]").click()
    page.locator("dialog.mg-search input").wait_for()
    page.keyboard.type("battery")
    first = page.locator(".mg-search-results li").first
    first.locator("p mark").wait_for()
    assert first.locator("a").inner_text() == "How to separate and put out garbage"
    assert first.locator("small").inner_text() == "Garbage"
    assert "batter" in first.locator("mark").first.inner_text().lower()
    indexes = [url for url in seen if url.startswith("search/") and url.count("/") == 1]
    assert indexes == ["search/en.json"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}en/living/garbage/")


def test_the_mark_stands_on_the_kanji_that_were_typed_in_romaji(page: Page, address: str) -> None:
    opened(page, address, "ja")
    page.keyboard.type("ininjou")
    mark = page.locator(".mg-search-results mark").first
    mark.wait_for()
    assert mark.evaluate("(one) => one.textContent") in ("委任状", "委任")


@pytest.mark.parametrize("tag", ["ja", "en", "ur"])
def test_no_result_offers_the_desk_and_the_categories(page: Page, address: str, tag: str) -> None:
    opened(page, address, tag)
    page.keyboard.type("qqxxqq")
    page.locator(".mg-search-status", has_text="qqxxqq").wait_for()
    links = page.locator(".mg-search-none a").evaluate_all("(all) => all.map((a) => a.href)")
    home = f"{address}{'' if tag == 'ja' else f'{tag}/'}"
    assert links[0] == f"{home}#mg-desk" and f"{home}living/" in links
    assert page.evaluate("document.querySelector('dialog').scrollWidth") <= 320
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.mg") == "search"


def test_an_input_method_is_not_disturbed(page: Page, address: str) -> None:
    opened(page, address, "ja")
    keyboard = page.context.new_cdp_session(page)
    for text in ("ご", "ごm", "ごみ"):
        keyboard.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})  # fmt: skip
    page.keyboard.press("ArrowDown")
    assert page.locator("dialog input").input_value() == "ごみ"
    keyboard.send("Input.insertText", {"text": "ごみ"})
    page.locator(".mg-search-results a").first.wait_for()
    assert page.locator("dialog input").input_value() == "ごみ"
    assert page.evaluate("document.activeElement.tagName") == "INPUT"


def test_without_a_network_the_search_says_so_and_comes_back(page: Page, address: str) -> None:
    page.goto(f"{address}ne/moving/moving-in/")
    page.route("**/search/**", lambda route: route.abort())
    page.locator("button[data-mg=search]").click()
    page.locator("dialog.mg-search input").wait_for()
    page.keyboard.type("gomi")
    status = page.locator(".mg-search-status")
    page.locator(".mg-search-status:not(:empty)").wait_for()
    failed = status.inner_text()
    page.unroute("**/search/**")
    # only the sentences are missing now: the summary stands in their place
    page.route("**/search/ne/**", lambda route: route.abort())
    page.keyboard.type(" ")
    page.locator(".mg-search-results a").first.wait_for()
    assert status.inner_text() != failed
    assert page.locator(".mg-search-results p").first.inner_text()


def test_a_short_word_is_no_slip_of_another(page: Page, address: str) -> None:
    keys, postings = listed([Counter({"tape": 10.0}), Counter({"strong": 10.0, "garbage": 10.0})])
    data = {"pages": [["tape"], ["strong"]], "same": "", "tokens": keys, "postings": postings, "sounds": "", "said": ""}  # fmt: skip
    page.goto(address)
    asked = ["rape", "tapr", "stroke", "harbage", "tape", "gabrage"]
    assert page.evaluate(script(ASKED, address), [data, asked]) == [[], [], [], [], ["tape"], ["strong"]]  # fmt: skip


def test_every_danger_leads_to_a_page_and_each_language_has_words(example: Project) -> None:
    for one in urgent():
        assert all(one.words.values())
    found = gatherer(Localized(example, locale("ne")))
    weights = [found.weights(page) for page in example.content.pages]
    assert -1 not in {page for page, _ in answered("ne", weights)}
    assert {page for page, _ in answered("ne", [])} == {-1}


@pytest.mark.parametrize(("tag", "typed"), [("en", "rape"), ("ne", "jwaro"), ("ja", "いじめ")])
def test_an_urgent_word_shows_whom_to_call(page: Page, address: str, tag: str, typed: str) -> None:
    opened(page, address, tag)
    call = page.locator(".mg-search-call")
    page.keyboard.insert_text(typed)
    call.wait_for()
    links = call.locator("a").evaluate_all("(all) => all.map((a) => a.getAttribute('href'))")
    assert {"tel:110", "tel:119", "tel:%237119"} <= set(links)
    assert call.locator("h3").inner_text().strip()
    assert page.evaluate("document.querySelector('dialog').scrollWidth") <= 320
    field = page.locator("dialog.mg-search input")
    field.fill("gomi")
    call.wait_for(state="hidden")
    field.fill("qqxxqq")
    call.wait_for()


def test_enter_opens_the_first_result(page: Page, address: str) -> None:
    opened(page, address, "ur")
    page.keyboard.insert_text("bukhar")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}ur/health/going-to-hospital/")


def test_a_page_that_only_names_the_word_does_not_hide_the_desk(page: Page, address: str) -> None:
    opened(page, address, "vi")
    page.keyboard.insert_text("thue")
    page.locator(".mg-search-results a").first.wait_for()
    assert page.locator(".mg-search-none a").count() > 1
    field = page.locator("dialog.mg-search input")
    field.fill("rac")
    page.locator(".mg-search-none:empty").wait_for(state="attached")
    field.fill("納付通知")
    page.locator(".mg-search-none a").first.wait_for()
