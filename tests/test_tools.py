"""The tools of a page in a real browser: readings, ticks, Japanese below, reading aloud."""

import functools
import gzip
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from conftest import ROOT
from playwright.sync_api import Browser, BrowserContext, Page, expect

ASSETS = ROOT / "plugins" / "madoguchi" / "theme" / "assets"
TOPIC = "moving/moving-in/"
expect.set_options(timeout=20_000)

# A device with voices: a headless browser has none. Says at once, or when the test lets it (`held`).
SPEECH = """
window.said = []; window.held = false; window.voices = VOICES;
class Utterance { constructor(text) { this.text = text; } }
const speech = new EventTarget();
Object.assign(speech, {
  getVoices: () => window.voices.map((lang) => ({ lang, name: lang, localService: true, default: false })),
  speak: (one) => {
    window.said.push([one.lang, one.text]);
    window.saying = one;
    if (!window.held) Promise.resolve().then(() => one.onend());
  },
  cancel: () => { const one = window.saying; window.saying = null; one?.onerror({ error: "interrupted" }); },
});
Object.defineProperty(window, "speechSynthesis", { value: speech });
Object.defineProperty(window, "SpeechSynthesisUtterance", { value: Utterance });
"""
FORBIDDEN = """
for (const name of ["getItem", "setItem"]) Storage.prototype[name] = () => { throw new DOMException("no", "SecurityError"); };
"""


Reader = Callable[..., Page]


@pytest.fixture
def reader(browser: Browser) -> Iterator[Reader]:
    """Make a reader: a phone with its own memory, languages and voices. No script may fail."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def make(
        languages: tuple[str, ...] = ("ja",), voices: tuple[str, ...] = (), before: str = ""
    ) -> Page:
        context = browser.new_context(
            viewport={"width": 360, "height": 740},
            reduced_motion="reduce",
            service_workers="block",
        )
        contexts.append(context)
        context.add_init_script(
            f"Object.defineProperty(navigator, 'languages', {{ value: {json.dumps(languages)} }});"
            + SPEECH.replace("VOICES", json.dumps(voices))
            + before
        )
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.extend(forbidden(message.text)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert not errors


def forbidden(message: str) -> list[str]:
    """Return what the page's own policy has kept a script from; handlers in a parsed page are inert."""
    return [message] if "Security Policy" in message and "event handler" not in message else []


def wait(page: Page, condition: str) -> None:
    """Wait in the page itself: its policy forbids what `wait_for_function` does."""
    page.evaluate(
        f"() => new Promise((done) => {{ const look = () => {condition} ? done() : setTimeout(look, 20); look(); }})"
    )


def remembered(page: Page, key: str) -> Any:
    return page.evaluate("(key) => localStorage.getItem(key)", key)


def test_the_scripts_of_a_first_view_are_small() -> None:
    early = (ASSETS / "early.js").read_bytes()
    assert len(early) <= 200 and early.isascii() and not early.endswith(b"\n")
    packed = {name: len(gzip.compress((ASSETS / name).read_bytes(), 9)) for name in
              ("madoguchi.js", "words.js", "side.js", "speak.js")}  # fmt: skip
    assert packed["madoguchi.js"] <= 4096, packed
    assert sum(packed.values()) <= 12 * 1024, packed


# ---- readings


def test_the_choice_of_readings_is_kept_and_there_before_the_first_paint(
    reader: Reader, address: str
) -> None:
    page = reader()
    page.goto(f"{address}{TOPIC}")
    select = page.locator("select.mg-readings")
    expect(select).to_have_value("all")
    select.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("html")).to_have_attribute("data-ruby", "none")
    select.select_option("4")
    expect(page.locator("html")).to_have_attribute("data-ruby", "4")
    page.goto(f"{address}living/garbage/")
    expect(select).to_have_value("4")
    page.route("**/madoguchi.js*", lambda route: route.abort())
    page.goto(f"{address}{TOPIC}")
    assert page.locator("html").get_attribute("data-ruby") == "4"


def test_a_choice_that_does_not_exist_shows_all_readings(reader: Reader, address: str) -> None:
    page = reader(before="localStorage.setItem('mg-ruby', 'x\"y')")
    page.goto(f"{address}{TOPIC}")
    expect(page.locator("select.mg-readings")).to_have_value("all")
    expect(page.locator("html")).to_have_attribute("data-ruby", "all")


# ---- ticks


def test_a_tick_is_kept_for_the_page_in_every_language(reader: Reader, address: str) -> None:
    page = reader()
    page.goto(f"{address}ne/{TOPIC}")
    boxes = page.locator(".mg-bring > li > label > input[type=checkbox]")
    expect(boxes).to_have_count(4)
    expect(page.locator(".mg-bring > li").nth(1).get_by_role("checkbox")).to_have_count(1)
    boxes.nth(1).focus()
    page.keyboard.press("Space")
    done = page.locator(".mg-steps li > label.mg-done > input")
    expect(done).to_have_count(4)
    done.nth(3).focus()
    page.keyboard.press("Space")

    page.goto(f"{address}{TOPIC}")
    expect(done.nth(3)).to_be_checked()
    assert [boxes.nth(i).is_checked() for i in range(4)] == [False, True, False, False]
    page.goto(f"{address}moving/moving-out/")
    expect(page.locator(".mg-clear")).to_be_hidden()
    expect(page.locator("input:checked")).to_have_count(0)

    page.goto(f"{address}ur/{TOPIC}")
    clear = page.locator("button.mg-clear")
    expect(clear).to_be_visible()
    clear.focus()
    page.keyboard.press("Enter")
    expect(page.locator("input:checked")).to_have_count(0)
    expect(clear).to_be_hidden()
    assert page.evaluate("document.activeElement.type") == "checkbox"
    page.reload()
    expect(done).to_have_count(4)
    expect(page.locator("input:checked")).to_have_count(0)


def test_ticks_are_big_and_named_by_their_thing(reader: Reader, address: str) -> None:
    page = reader()
    page.goto(f"{address}en/{TOPIC}")
    expect(page.get_by_role("checkbox", name=re.compile("Passport", re.IGNORECASE))).to_have_count(
        1
    )
    expect(page.locator(".mg-done")).to_have_count(4)
    for label in page.locator(".mg-bring > li > label, .mg-done").all():
        box = label.bounding_box()
        assert box is not None and box["height"] >= 24 and box["width"] >= 24


def test_a_page_that_asks_for_more_things_forgets_its_ticks(reader: Reader, address: str) -> None:
    page = reader()
    page.goto(f"{address}{TOPIC}")
    page.locator(".mg-bring input").first.check()
    key = page.evaluate("Object.keys(localStorage).find((key) => key.startsWith('mg-ticks'))")
    assert remembered(page, key) == "8 bring.0"
    page.evaluate("(key) => localStorage.setItem(key, '7 bring.0')", key)
    page.reload()
    expect(page.locator(".mg-done")).to_have_count(4)
    expect(page.locator("input:checked")).to_have_count(0)


# ---- the offer of a language


@pytest.mark.parametrize(
    ("languages", "uri", "offered"),
    [
        (("ne-NP", "en-US"), "", "ne"),
        (("de", "ur-PK"), "en/", "ur"),
        (("ja-JP", "en"), "ne/", "ja"),
        (("ja-JP", "en"), "", None),
        (("ja",), "ja-Hrkt/", None),
        (("en-GB", "ne"), "en/", None),
        (("de", "fr"), "", None),
    ],
)
def test_a_first_visit_offers_the_language_of_the_browser(
    reader: Reader, address: str, languages: tuple[str, ...], uri: str, offered: str | None
) -> None:
    page = reader(languages)
    page.goto(f"{address}{uri}{TOPIC}")
    bar = page.locator(".mg-offer")
    if offered is None:
        page.wait_for_load_state("networkidle")
        expect(bar).to_have_count(0)
        return
    expect(bar).to_have_attribute("lang", offered)
    assert bar.get_attribute("dir") == ("rtl" if offered == "ur" else "ltr")
    assert page.url == f"{address}{uri}{TOPIC}"
    name = {"ne": "नेपाली", "ur": "اردو", "ja": "やさしい日本語"}[offered]
    assert bar.get_by_role("link").text_content() == name
    assert name in (bar.locator("p").text_content() or "")
    assert bar.get_attribute("aria-label")


def test_languages_of_browsers_are_found_among_those_of_the_page(
    reader: Reader, address: str
) -> None:
    tags = ["ja", "ja-Hrkt", "ja-Latn", "en", "zh-Hans", "zh-Hant", "pt-BR", "tl", "id"]
    cases = {
        "ja": "ja", "ja-JP": "ja", "ja-Latn": "ja-Latn", "en-GB": "en", "zh": "zh-Hans", "zh-CN": "zh-Hans",
        "zh-Hans-SG": "zh-Hans", "zh-TW": "zh-Hant", "zh-HK": "zh-Hant", "zh-hant-MO": "zh-Hant", "pt": "pt-BR",
        "pt-PT": "pt-BR", "PT-br": "pt-BR", "fil": "tl", "fil-PH": "tl", "tl": "tl", "in": "id", "id-ID": "id",
        "ne": None, "e": None, "": None,
    }  # fmt: skip
    page = reader()
    page.goto(f"{address}{TOPIC}")
    find = """async ([wanted, tags]) => {
        const { serving } = await import(document.querySelector("script[type=module]").src);
        return wanted.map((one) => serving(one, tags) ?? null);
    }"""
    found = page.evaluate(find, [list(cases), tags])
    assert dict(zip(cases, found, strict=True)) == cases
    # who reads traditional characters has not asked for the simplified ones
    without = [tag for tag in tags if tag != "zh-Hant"]
    assert page.evaluate(find, [["zh-TW"], without]) == [None]


def test_an_offer_is_made_until_it_is_answered(reader: Reader, address: str) -> None:
    page = reader(("ne",))
    bar = page.locator(".mg-offer")
    page.goto(f"{address}{TOPIC}")
    bar.get_by_role("link").click()
    page.wait_for_url(f"{address}ne/{TOPIC}")
    assert remembered(page, "mg-lang") == "ne"

    page = reader(("ne",))
    bar = page.locator(".mg-offer")
    page.goto(address)
    expect(bar).to_have_count(1)
    page.goto(f"{address}{TOPIC}")
    expect(bar).to_have_count(1)
    page.locator("a[href]").last.focus()
    hidden = """document.activeElement.getBoundingClientRect().bottom -
        document.querySelector('.mg-offer').getBoundingClientRect().top"""
    wait(page, f"{hidden} <= 0")
    bar.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(bar).to_have_count(0)
    page.goto(f"{address}living/garbage/")
    page.wait_for_load_state("networkidle")
    expect(bar).to_have_count(0)


def test_who_has_chosen_a_language_is_not_asked(reader: Reader, address: str) -> None:
    page = reader(("ne",))
    page.goto(f"{address}{TOPIC}")
    page.locator(".mg-languages summary").click()
    page.locator(".mg-languages a[hreflang=vi]").click()
    page.wait_for_url(f"{address}vi/{TOPIC}")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".mg-offer")).to_have_count(0)
    assert remembered(page, "mg-lang") == "vi"


# ---- a browser that remembers nothing, a network that is gone, a page without scripts


def test_a_browser_that_may_remember_nothing_still_has_the_tools(
    reader: Reader, address: str
) -> None:
    page = reader(("ne",), ("ja-JP",), FORBIDDEN)
    page.goto(f"{address}{TOPIC}")
    page.locator("select.mg-readings").select_option("none")
    expect(page.locator("html")).to_have_attribute("data-ruby", "none")
    page.locator(".mg-bring label").first.click()
    expect(page.locator(".mg-bring input").first).to_be_checked()
    expect(page.locator("[data-mg=speak]")).to_be_visible()
    # who would be asked on every page is not asked
    expect(page.locator(".mg-offer")).to_have_count(0)
    page.goto(f"{address}en/{TOPIC}")
    page.locator("[data-mg=side]").click()
    expect(page.locator(".mg-side").first).to_be_visible()


def test_a_tool_that_finds_no_network_says_so_and_works_later(reader: Reader, address: str) -> None:
    page = reader()
    page.goto(f"{address}en/{TOPIC}")
    expect(page.locator(".mg-done")).to_have_count(4)
    side, line = page.locator("[data-mg=side]"), page.locator(".mg-error[role=status]")
    page.context.set_offline(True)
    side.click()
    expect(line).not_to_be_empty()
    expect(side).to_have_attribute("aria-pressed", "false")
    page.context.set_offline(False)
    side.click()
    expect(side).to_have_attribute("aria-pressed", "true")
    expect(line).to_be_empty()
    # a kept page without its Japanese: nobody has pressed anything
    page.route(f"{address}{TOPIC}", lambda route: route.abort())
    page.reload()
    expect(page.locator(".mg-done")).to_have_count(4)
    expect(side).to_have_attribute("aria-pressed", "false")
    expect(line).to_be_empty()


def test_without_a_script_there_is_no_dead_button(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}en/{TOPIC}")
    assert page.locator("[data-mg]").count() >= 3
    assert not any(button.is_visible() for button in page.locator("[data-mg], .mg-tools").all())
    context.close()


# ---- alerts and explanations


def test_an_alert_that_is_over_goes_away(reader: Reader, address: str) -> None:
    alerts = "".join(
        f'<section class="mg-alert" id="a{year}" data-until="{year}-01-01T00:00:00+09:00">!</section>'
        for year in (2001, 2999)
    )
    page = reader()

    def with_alerts(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(
            response=answer, body=answer.text().replace("<!--/mg-alerts-->", f"{alerts}<!---->")
        )

    page.route(f"{address}{TOPIC}", with_alerts)
    page.goto(f"{address}{TOPIC}")
    expect(page.locator("#a2001")).to_have_count(0)
    expect(page.locator("#a2999")).to_be_visible()


def test_escape_closes_an_explanation(reader: Reader, address: str) -> None:
    page = reader()
    page.goto(f"{address}{TOPIC}")
    term = page.locator(".mg-term").first
    term.locator("dfn").focus()
    expect(term.locator(".mg-tip")).to_be_visible()
    page.keyboard.press("Escape")
    expect(term.locator(".mg-tip")).to_be_hidden()


# ---- the Japanese below


def japanese(page: Page, block: str) -> str | None:
    return page.locator(f'main [data-b="{block}"] + .mg-side').text_content()


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_the_japanese_stands_below_each_block(reader: Reader, address: str, tag: str) -> None:
    page = reader()
    page.goto(f"{address}{tag}/{TOPIC}")
    side, shown = page.locator("[data-mg=side]"), page.locator(".mg-side")
    side.focus()
    page.keyboard.press("Enter")
    expect(side).to_have_attribute("aria-pressed", "true")
    assert japanese(page, "title") == "ひなた市に引っ越してきたとき"
    assert japanese(page, "steps.1") == "新しい家に住み始めます。"
    assert japanese(page, "say.panel.who") == "だれ"
    assert japanese(page, "when") == "新しい家に住み始めた日から14日以内"
    assert (japanese(page, "bring.1") or "").startswith("転出証明書＜＝前に住んでいた市の役所")
    for place in ("h1", "h2", "dt", "dd", "td", "th", "p", ".mg-steps li", ".mg-bring label"):
        assert page.locator(f"main {place} .mg-side").count(), place
    assert page.locator("main [data-b]").count() == shown.count()
    first = shown.first
    assert (first.get_attribute("lang"), first.get_attribute("dir")) == ("ja", "ltr")
    assert first.locator("ruby.g2 > rt").count() > 1
    assert first.locator("rt").first.get_attribute("data-r") == "し"
    assert not page.locator(".mg-side :is([id], button, input, script, [data-b])").count()
    links = page.locator(".mg-side a").evaluate_all("all => all.map((link) => link.href)")
    assert f"{address}moving/my-number-card/" in links and "tel:0999001100" in links
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.emulate_media(media="print")
    assert first.is_visible()
    page.emulate_media(media="screen")

    page.goto(f"{address}{tag}/living/garbage/")
    expect(side).to_have_attribute("aria-pressed", "true")
    assert japanese(page, "title")
    side.click()
    expect(shown).to_have_count(0)
    page.reload()
    page.wait_for_load_state("networkidle")
    expect(shown).to_have_count(0)


def test_a_block_that_is_japanese_already_has_none_below(reader: Reader, address: str) -> None:
    page = reader()

    def untranslated(route: Any) -> None:
        answer = route.fetch()
        body = re.sub(
            r'(<span data-b="who">)(.*?)(</span></dd>)',
            r'\1<span lang="ja" dir="ltr" class="mg-ja">だれか</span>\3',
            answer.text(),
        )
        assert "だれか" in body
        route.fulfill(response=answer, body=body)

    page.route(f"{address}en/{TOPIC}", untranslated)
    page.goto(f"{address}en/{TOPIC}")
    page.locator("[data-mg=side]").click()
    expect(page.locator('[data-b="say.panel.who"] + .mg-side')).to_have_count(1)
    expect(page.locator('[data-b="who"] + .mg-side')).to_have_count(0)


def test_what_is_not_text_is_not_taken_over(reader: Reader, address: str) -> None:
    page = reader()

    def spoilt(route: Any) -> None:
        answer = route.fetch()
        bad = (
            '<script>window.bad = 1</script><img src="x" onerror="window.bad = 1"><b onclick="x()" id="i">太</b>'
            '<a href="javascript:window.bad = 1" onclick="x()" style="color:red">い</a><svg><text>絵</text></svg>'
        )
        route.fulfill(
            response=answer,
            body=answer.text().replace('<span data-b="who">', f'<span data-b="who">{bad}'),
        )

    page.route(f"{address}{TOPIC}", spoilt)
    page.goto(f"{address}en/{TOPIC}")
    page.locator("[data-mg=side]").click()
    side = page.locator('[data-b="who"] + .mg-side')
    html = side.evaluate("(side) => side.innerHTML")
    assert html.startswith("太<a>い</a>ひなた"), html
    assert page.evaluate("window.bad") is None


# ---- reading aloud


def test_a_language_is_spoken_by_its_own_voices_only(reader: Reader, address: str) -> None:
    cases = [
        ("ja", ["en-US"], None),
        ("ja", ["en-US", "ja_JP"], "ja_JP"),
        ("ja-Hrkt", ["ja-JP"], "ja-JP"),
        ("ja-Latn", ["ja-JP", "en-US"], None),
        ("ne", ["hi-IN", "en-US"], None),
        ("ne", ["hi-IN", "ne-NP"], "ne-NP"),
        ("tl", ["fil-PH"], "fil-PH"),
        ("zh-Hans", ["zh-TW", "zh-HK", "yue-HK"], None),
        ("zh-Hans", ["zh-TW", "zh-CN"], "zh-CN"),
        ("zh-Hant", ["zh-CN", "zh-TW"], "zh-TW"),
        ("pt-BR", ["pt-PT"], "pt-PT"),
        ("pt-BR", ["pt-PT", "pt-BR"], "pt-BR"),
        ("en", ["eng", "en-IN"], "en-IN"),
        ("en", [], None),
    ]
    page = reader(voices=("ne-NP",))
    page.goto(f"{address}ne/{TOPIC}")
    expect(page.locator("[data-mg=speak]")).to_be_visible()
    found = page.evaluate(
        """async (cases) => {
            const { voice } = await import(document.querySelector("script[type=module]").src);
            return cases.map(([tag, voices]) => { window.voices = voices; return voice(tag)?.name ?? null; });
        }""",
        cases,
    )
    assert found == [case[2] for case in cases]


def test_voices_may_come_late(reader: Reader, address: str) -> None:
    page = reader()
    page.goto(f"{address}{TOPIC}")
    expect(page.locator(".mg-done")).to_have_count(4)
    expect(page.locator("[data-mg=speak]")).to_be_hidden()
    page.evaluate("voices = ['ja-JP']; speechSynthesis.dispatchEvent(new Event('voiceschanged'));")
    expect(page.locator("[data-mg=speak]")).to_be_visible()


def read_out(page: Page) -> list[list[str]]:
    page.locator("[data-mg=speak]").click()
    wait(page, "said.length && !document.querySelector('.mg-speak')")
    said = page.evaluate("said")
    assert isinstance(said, list)
    return said


def test_easy_japanese_is_said_from_its_readings(reader: Reader, address: str) -> None:
    page = reader(voices=("ja-JP", "en-US"))
    page.goto(f"{address}{TOPIC}")
    texts = [text for _, text in read_out(page)]
    assert texts[:8] == [
        "ひなたしにひっこしてきたとき",
        "ほかのしやがいこくから、ひなたしにひっこしてきたときのてつづきです。",
        "このてつづきのまとめ",
        "やくしょでのことば",
        "てんにゅうとどけ",
        "だれ",
        "ひなたしにひっこしてきたひと（ほかのしやまちからきたひと、がいこくからきたひと）",
        "いつまで",
    ]
    assert texts[8] == "あたらしいいえにすみはじめたひからじゅうよっかいない"
    assert "ざいりゅうカード、にほんにすむがいこくじんがもつカード、（かぞくみんなのぶん）" in texts
    # a number to call is no quantity
    assert "ゼロ きゅう きゅう きゅう、ゼロ ゼロ、いち ゼロ いち ゼロ" in texts
    said = "でんわは、ゼロ きゅう きゅう きゅう、ゼロ ゼロ、いち いち ゼロ ゼロです。"
    assert said in texts
    # a term is said, its explanation on demand is not
    assert "ざいりゅうカードにあたらしいじゅうしょがはいります。" in texts
    assert not re.search(r"[一-龠]", "".join(texts))
    assert max(map(len, texts)) <= 80
    # tools, folded parts, lists of links and of sources stay silent
    silent = ("できました", "ふりがな", "e-gov", "このページにあること", "えいご")
    assert not any(word in text for text in texts for word in silent)


def test_an_emergency_number_is_said_before_what_it_is_for(reader: Reader, address: str) -> None:
    page = reader(voices=("ja-JP",))
    page.goto(address)
    texts = [text for _, text in read_out(page)]
    at = texts.index("いち いち ゼロ")
    assert texts[at : at + 3] == ["いち いち ゼロ", "けいさつ", "じこやはんざいがあったとき"]
    assert "シャープ はち ゼロ ゼロ ゼロ" in texts
    page.goto(f"{address}disaster/emergency-call/")
    assert "かじは、いち いち きゅうにでんわをします。" in [text for _, text in read_out(page)]
    # a contact's name comes before its number, as on the page
    desk = texts.index("がいこくじんそうだんまどぐち")
    assert texts[desk + 2] == "ゼロ きゅう きゅう きゅう、ゼロ ゼロ、いち いち ゼロ ゼロ"


def test_the_page_in_kana_is_said_once(reader: Reader, address: str) -> None:
    page = reader(voices=("ja-JP",))
    page.goto(f"{address}ja-Hrkt/{TOPIC}")
    texts = [text for _, text in read_out(page)]
    assert texts[0] == "ひなたしに ひっこして きた とき"
    assert next(text for text in texts if "てんにゅうとどけ" in text) == "(てんにゅうとどけ)"
    assert not re.search(r"[一-龠]", "".join(texts))


def test_japanese_in_a_translated_page_has_a_japanese_voice_or_none(
    reader: Reader, address: str
) -> None:
    page = reader(voices=("en-US", "ja-JP"))
    page.goto(f"{address}en/{TOPIC}")
    said = read_out(page)
    assert ["ja-JP", "てんにゅうとどけ"] in said
    assert ["en-US", "0 9 9 9, 0 0, 1 0 1 0"] in said
    page = reader(voices=("en-US",))
    page.goto(f"{address}en/{TOPIC}")
    said_less = read_out(page)
    assert said_less == [one for one in said if one[0] == "en-US"]
    assert not any(re.search(r"[ぁ-ん一-龠]", text) for _, text in said_less)


def test_the_japanese_below_is_said_after_its_block(reader: Reader, address: str) -> None:
    page = reader(voices=("en-US", "ja-JP"))
    page.goto(f"{address}en/{TOPIC}")
    page.locator("[data-mg=side]").click()
    expect(page.locator(".mg-side").first).to_be_visible()
    said = read_out(page)
    assert [lang for lang, _ in said[:2]] == ["en-US", "ja-JP"]
    assert said[1] == ["ja-JP", "ひなたしにひっこしてきたとき"]


def test_reading_can_be_held_moved_and_ended(reader: Reader, address: str) -> None:
    page = reader(voices=("ja-JP",), before="held = true;")
    page.goto(f"{address}{TOPIC}")
    said = functools.partial(page.evaluate, "said.map(([, text]) => text)")
    button = page.locator("[data-mg=speak]")
    button.focus()
    page.keyboard.press("Enter")
    hold = page.locator(".mg-speak-hold")
    expect(hold).to_be_focused()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator("h1")).to_have_class("mg-speaking")
    assert page.locator(".mg-speak").get_attribute("aria-label")

    page.keyboard.press("Enter")  # hold
    assert page.evaluate("saying") is None
    page.evaluate("saying?.onend()")
    page.keyboard.press("Enter")  # go on: the sentence begins again
    assert said() == ["ひなたしにひっこしてきたとき"] * 2
    page.evaluate("saying.onend()")
    expect(page.locator(".mg-lead")).to_have_class("mg-lead mg-speaking")
    expect(page.locator(".mg-speaking")).to_have_count(1)

    # from another block: by its button with the keyboard, or by a tap on it
    step = page.locator(".mg-steps li").nth(1)
    step.locator(".mg-from").focus()
    page.keyboard.press("Enter")
    assert said()[-1] == "あたらしいいえにすみはじめます。"
    expect(step).to_have_class("mg-speaking")
    expect(step).to_be_in_viewport()
    page.locator("td").first.click(position={"x": 5, "y": 5})
    assert said()[-1] == "こくみんけんこうほけん"
    expect(page.locator("td").first).to_be_in_viewport()
    # a tick stays a tick, and is named by its thing alone
    count = len(said())
    passport = page.get_by_role("checkbox", name=re.compile("^パスポート"))
    expect(passport).to_have_count(1)
    page.locator(".mg-bring label").nth(2).click()
    expect(passport).to_be_checked()
    assert len(said()) == count

    page.locator(".mg-speak-end").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".mg-speak, .mg-from, .mg-speaking")).to_have_count(0)
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(button).to_be_focused()
    assert page.evaluate("saying") is None
    page.locator("td").first.click(position={"x": 5, "y": 5})
    assert len(said()) == count
    # and again
    button.click()
    expect(hold).to_be_focused()
    assert said()[-1] == "ひなたしにひっこしてきたとき"
    button.click()
    expect(page.locator(".mg-speak")).to_have_count(0)


def test_a_voice_that_fails_is_told(reader: Reader, address: str) -> None:
    page = reader(voices=("ja-JP",), before="held = true;")
    page.goto(f"{address}{TOPIC}")
    page.locator("[data-mg=speak]").click()
    expect(page.locator(".mg-speak [role=status]")).to_be_empty()
    page.evaluate("saying.onerror({ error: 'synthesis-failed' })")
    expect(page.locator(".mg-speak [role=status]")).not_to_be_empty()
    page.locator(".mg-speak-hold").click()
    expect(page.locator(".mg-speak [role=status]")).to_be_empty()


def test_long_texts_are_said_in_sentences(reader: Reader, address: str) -> None:
    cases: list[tuple[str, int, list[str]]] = [
        ("行きます。来ます。", 80, ["行きます。", "来ます。"]),
        ("「来ますか？」と聞きます。", 80, ["「来ますか？」", "と聞きます。"]),
        ("あいう、えおか、きくけこ。", 9, ["あいう、えおか、", "きくけこ。"]),
        ("あいうえおかきくけこさし", 5, ["あいうえお", "かきくけこ", "さし"]),
        ("Go there. Bring 1.5 kg, please.", 180, ["Go there.", "Bring 1.5 kg, please."]),
        ("one two three four", 9, ["one two", "three", "four"]),
        ("1,000 yen for each", 8, ["1,000", "yen for", "each"]),
        ("जानुहोस्। ल्याउनुहोस्।", 180, ["जानुहोस्।", "ल्याउनुहोस्।"]),
        ("جائیں۔ کیا آپ؟ ہاں", 180, ["جائیں۔", "کیا آپ؟", "ہاں"]),
        ("first\nsecond", 180, ["first", "second"]),
        ("※ 。 —", 80, []),
        ("", 80, []),
    ]
    page = reader()
    page.goto(f"{address}assets/icon.svg")
    found = page.evaluate(
        """async ([url, cases]) => {
            const { sentences } = await import(url);
            return cases.map(([text, limit]) => sentences(text, limit));
        }""",
        [f"{address}assets/speak.js", cases],
    )
    assert found == [case[2] for case in cases]
