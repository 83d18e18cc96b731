"""The built site in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page


@pytest.fixture(params=[True, False], ids=["js", "no-js"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        java_script_enabled=request.param,
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


def test_switching_the_language_stays_on_the_page(page: Page, address: str) -> None:
    page.goto(f"{address}disaster/typhoon/")
    for tag in ("ur", "en", "ja"):
        page.locator(".mg-languages summary").click()
        page.locator(f".mg-languages a[hreflang={tag}]").click()
        prefix = "" if tag == "ja" else f"{tag}/"
        assert page.url == f"{address}{prefix}disaster/typhoon/"
        assert page.locator("html").get_attribute("lang") == tag
    page.goto(f"{address}ur/disaster/typhoon/")
    assert page.locator("html").get_attribute("dir") == "rtl"


def test_ruby_is_there_where_it_belongs(page: Page, address: str) -> None:
    page.goto(f"{address}moving/moving-in/")
    assert page.locator("ruby").count() > 100
    assert page.locator("ruby rt").first.is_visible()
    page.goto(f"{address}ja-Hrkt/moving/moving-in/")
    assert page.locator("ruby").count() == 0


@pytest.mark.parametrize("tag", ["", "ja-Latn/", "en/", "vi/", "zh-Hans/", "ne/", "ur/"])
def test_a_phone_needs_no_sideways_scrolling(browser: Browser, address: str, tag: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    for uri in (
        "",
        "moving/moving-in/",
        "disaster/typhoon/",
        "living/garbage/",
        "help/desks/",
        "moving/",
    ):
        page.goto(f"{address}{tag}{uri}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, f"{tag}{uri}"
    context.close()


def test_the_number_for_a_feverish_child_is_on_the_first_screen(page: Page, address: str) -> None:
    page.goto(f"{address}health/going-to-hospital/")
    number = page.locator("a[href='tel:%238000']").first
    box = number.bounding_box()
    assert box is not None and box["y"] + box["height"] < 740
    page.goto(address)
    assert page.locator("a[href='tel:%238000']").first.is_visible()


def test_pages_load_only_from_their_own_host(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    seen: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.on("console", lambda message: errors.append(message.text))
    for uri in ("", "en/help/desks/", "ur/disaster/earthquake/"):
        page.goto(f"{address}{uri}")
    assert seen and all(url.startswith((address, "data:")) for url in seen), seen
    assert not errors
    context.close()


def test_the_menu_and_the_keyboard_work(page: Page, address: str) -> None:
    page.goto(f"{address}en/living/garbage/")
    page.keyboard.press("Tab")
    assert page.locator(".mg-skip").is_visible()
    page.locator(".mg-to-menu").click()
    assert page.url.endswith("#mg-nav")
    page.locator(".mg-nav a", has_text="Children").first.click()
    assert page.url == f"{address}en/family/"


# readings


def test_search_in_the_page_runs_across_readings(page: Page, address: str) -> None:
    page.goto(f"{address}moving/moving-in/")
    for words in ("引っ越してきたとき", "在留カードをもらった", "住所の手続きをしないと"):
        assert page.evaluate("text => getSelection().removeAllRanges() || find(text)", words), words
    assert not page.evaluate("getSelection().removeAllRanges() || find('てんにゅうとどけ')")


def test_a_copy_has_the_words_without_readings(page: Page, address: str) -> None:
    page.goto(f"{address}moving/moving-in/")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.mg-steps li'))")
    copied = page.evaluate("getSelection().toString()")
    assert copied.startswith("ほかの市から来る人は、前の市の役所で転出届＜＝")


def test_a_screen_reader_says_a_word_once(page: Page, address: str) -> None:
    page.goto(f"{address}moving/moving-in/")
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    said = "".join(
        node["name"]["value"]
        for node in tree["nodes"]
        if not node["ignored"] and node["role"]["value"] == "StaticText"
    )
    assert "転入届" in said and "てんにゅうとどけ" not in said


@pytest.mark.parametrize(
    ("choice", "shown"),
    [("all", {"市", "外国", "引", "越"}), ("none", set()), ("1", {"市", "外国", "引", "越"}), ("2", {"越"}), ("3", {"越"}), ("7", set())],
    ids=["all", "none", "1", "2", "3", "7"],
)  # fmt: skip
def test_readings_above_a_grade(browser: Browser, address: str, choice: str, shown: set[str]) -> None:  # fmt: skip
    context = browser.new_context(locale="ja")
    page = context.new_page()
    page.goto(f"{address}moving/moving-in/")
    page.locator("select.mg-readings").select_option(choice)
    for _ in range(2):
        found = page.evaluate(
            "[...document.querySelectorAll('.mg-lead ruby, h1 ruby')]"
            ".filter(r => r.querySelector('rt').checkVisibility()).map(r => r.textContent)"
        )
        assert set(found) & {"市", "外国", "引", "越"} == shown
        page.reload()  # it is remembered, and there before the page is drawn
    context.close()


def test_a_page_that_a_browser_translates_has_no_readings(page: Page, address: str) -> None:
    page.goto(f"{address}moving/moving-in/")
    page.evaluate("document.documentElement.classList.add('translated-ltr')")  # as Chrome does
    assert not page.locator("rt").first.is_visible()


def test_a_word_is_explained_on_tap_and_on_focus(page: Page, address: str) -> None:
    page.goto(f"{address}moving/moving-in/")
    term = page.locator("main p .mg-term").first
    tip = term.locator("[role=tooltip]")
    assert not tip.is_visible()
    term.locator("dfn").click()
    assert tip.is_visible() and tip.inner_text().startswith("日本に住む外国人が持つカード")
    page.locator("h1").click()
    page.mouse.move(0, 0)
    assert not tip.is_visible()
    term.locator("dfn").focus()
    box = tip.bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 360


def test_printing_shows_the_text_and_no_tools(page: Page, address: str) -> None:
    page.goto(f"{address}ne/moving/moving-in/")
    page.emulate_media(media="print", color_scheme="dark")
    for hidden in (".mg-tools", ".mg-header", ".mg-nav", ".mg-offer", ".mg-done"):
        assert not any(one.is_visible() for one in page.locator(hidden).all()), hidden
    assert page.locator("h1").is_visible() and page.locator(".mg-steps li").first.is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.mg-lead')).color") == "rgb(76, 91, 95)"  # fmt: skip
