"""WCAG 2.2 AA on the built site, in a real browser: axe-core, and what it cannot see."""

import itertools
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from conftest import ROOT, build, serving
from playwright.sync_api import Browser, Page

TAGS = ("ja", "ja-Hrkt", "ja-Latn", "en", "vi", "zh-Hans", "pt-BR", "ne", "tl", "ur")
PROCEDURE = "moving/moving-in/"
URIS = (
    "",
    "moving/",
    PROCEDURE,
    "disaster/emergency-call/",
    "living/garbage/",
    "help/desks/",
    "help/japanese-classes/",
)
LONG = ("", PROCEDURE, "living/garbage/")
"""Pages with everything that may need much room."""
EACH = ("ja", "en", "ur")
"""Languages of which each page is looked at: with readings, the widest words, right to left."""
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PHONE = {"width": 360, "height": 740}


# whoever has chosen the language of the page is offered none
CHOSEN = """const tag = location.pathname.split('/')[2];
try { localStorage.setItem('mg-lang', /^(?:[a-z]{2}(?:-[A-Za-z]+)?)$/.test(tag) ? tag : 'ja') } catch (error) {}"""


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    """A page on a phone whose reader has chosen a language, used again and again: a new one takes long."""
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")  # type: ignore[arg-type]
    context.add_init_script(CHOSEN)
    yield context.new_page()
    context.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """A page of somebody whose browser speaks English and who was never here."""
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce", locale="en-US")  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


# the boxes to tick come when the script has its words
READY = """() => (document.querySelector('.mg-tools')?.hidden !== false) === !document.querySelector('.mg-tools')
  && (!document.querySelector('.mg-bring > li, .mg-steps > ol > li') || !!document.querySelector('.mg-clear'))"""


def go(page: Page, address: str, tag: str, uri: str) -> None:
    """Open a page, until its script has done its work."""
    page.goto(f"{address}{'' if tag == 'ja' else tag + '/'}{uri}")
    page.wait_for_function(READY)


def press(page: Page, tool: str) -> None:
    """Press a tool's button, until it has done its work."""
    button = page.locator(f"[data-mg={tool}]").first
    button.click()
    page.locator(f"[data-mg={tool}]:not([aria-busy])").first.wait_for(state="attached")


@pytest.fixture(scope="module")
def looked(phone: Page, address: str) -> Mapping[tuple[str, str], dict[str, Any]]:
    """What is measured on each page in each language; each page is opened once."""
    found = {}
    some = ((tag, uri) for tag, uri in itertools.product(TAGS, URIS) if tag in EACH or uri in LONG)
    for tag, uri in (*some, ("ja", "404.html")):
        go(phone, address, tag, uri)
        one = {name: phone.evaluate(script) for name, script in LOOKS.items()}
        phone.set_viewport_size({"width": 320, "height": 640})
        one["at 320 px"] = phone.evaluate(OUTSIDE)
        for width in (PHONE["width"], 1280) if uri in LONG else ():
            phone.set_viewport_size({"width": width, "height": 740})
            # twice the 106.25 % of the style sheet
            phone.evaluate("document.documentElement.style.fontSize = '212.5%'")
            one[f"with 200 % at {width} px"] = phone.evaluate(OUTSIDE)
        phone.set_viewport_size(PHONE)  # type: ignore[arg-type]
        found[tag, uri] = one
    return found


def nothing(found: Iterable[str]) -> None:
    """Fail with all that was found, one a line."""
    if lines := sorted(set(found)):
        pytest.fail("\n".join(lines))


# axe-core

AXE = Axe()


def violations(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    result = AXE.run(page, options={"resultTypes": ["violations"], **(options or {})})
    return [
        f"{v['id']}: {' '.join(map(str, node['target']))}: {node['html'][:120]}"
        for v in result.response["violations"]
        for node in v["nodes"]
    ]


# axe leaves the rules that are new in WCAG 2.2 out unless they are asked for
EVERYTHING = {"rules": {"target-size": {"enabled": True}}}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


@pytest.mark.parametrize("tag", TAGS)
def test_axe_finds_nothing(phone: Page, address: str, tag: str) -> None:
    # each kind is looked at in two languages or more; `bench site axe` looks at each in all
    turn = TAGS.index(tag)
    for uri in (URIS[turn % len(URIS)], URIS[(turn + 2) % len(URIS)]):
        go(phone, address, tag, uri)
        nothing(f"/{tag}/{uri}: {what}" for what in violations(phone, EVERYTHING))


@pytest.mark.parametrize("uri", ["404.html", f"plain/{PROCEDURE}", "offline/", "ur/offline/"])
def test_axe_finds_nothing_on_a_page_of_its_own_kind(phone: Page, address: str, uri: str) -> None:
    phone.goto(address + uri)
    nothing(violations(phone, EVERYTHING))


def test_dark_colours_have_contrast(phone: Page, address: str) -> None:
    phone.emulate_media(color_scheme="dark")
    try:
        for tag, uri in (
            ("ja", PROCEDURE),
            ("ur", ""),
            ("en", "disaster/emergency-call/"),
            ("ja", "404.html"),
        ):
            go(phone, address, tag, uri)
            nothing(f"/{tag}/{uri}: {what}" for what in violations(phone, CONTRAST))
    finally:
        phone.emulate_media(color_scheme="light")


@pytest.mark.parametrize(
    ("tag", "tool"), [("ja", "search"), ("ur", "search"), ("ne", "side"), ("en", "keep")]
)
def test_axe_finds_nothing_in_a_tool(phone: Page, address: str, tag: str, tool: str) -> None:
    go(phone, address, tag, PROCEDURE)
    press(phone, tool)
    try:
        light = violations(phone, EVERYTHING)
        phone.emulate_media(color_scheme="dark")
        nothing([*light, *violations(phone, CONTRAST)])
    finally:
        phone.emulate_media(color_scheme="light")
        phone.evaluate("localStorage.clear()")


ALERT = """\
typhoon:
  title: 台風が来ます
  text: 外に出ないでください。
  from: 2026-09-12T06:00+09:00
  until: 2099-09-13T18:00+09:00
  page: moving-in
  contact: city-hall
"""


def test_axe_finds_nothing_in_an_alert(phone: Page, city: Path, tmp_path: Path) -> None:
    (city / "data" / "alerts.yml").write_text(ALERT, encoding="utf-8")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "docs").mkdir()
    build(tmp_path / "site", "https://city.example/", config=tmp_path / "mkdocs.yml")
    with serving(tmp_path / "site") as address:
        for tag, scheme in itertools.product(("ja", "en"), SCHEMES):
            phone.emulate_media(color_scheme=scheme)
            go(phone, address, tag, "")
            assert phone.locator(".mg-alert").is_visible()
            found = violations(phone, EVERYTHING)
            phone.emulate_media(color_scheme="light")
            nothing(f"{tag}, {scheme}: {what}" for what in found)


# The keyboard

STOPS = """() => {
  const stops = [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.disabled && e.tabIndex >= 0);
  const look = e => {
    const s = getComputedStyle(e);
    return [s.outlineStyle, s.outlineWidth, s.backgroundColor, s.boxShadow].join(' ');
  };
  window.mgLook = look;
  return stops.map((e, i) => {
    e.dataset.stop = i;
    e.dataset.look = look(e);
    return `${e.tagName} ${e.className} ${e.textContent.trim().slice(0, 30)}`;
  });
}"""
STOP = """() => {
  const e = document.activeElement;
  if (e === document.body || e === document.documentElement) return null;
  const r = e.getBoundingClientRect();
  const over = (x, y) => {
    const top = document.elementFromPoint(x, y);
    if (!top) return `outside the window: ${x}, ${y}`;
    return e === top || e.contains(top) || top.contains(e) ? '' : top.outerHTML.slice(0, 90);
  };
  const line = e.getClientRects()[0];
  return {
    stop: e.dataset.stop === undefined ? null : Number(e.dataset.stop),
    what: `${e.tagName} ${e.className} ${e.textContent.trim().slice(0, 30)}`,
    changed: e.dataset.look !== window.mgLook(e),
    // 2.4.11 asks that some of it can be seen
    over: [0.1, 0.5, 0.9].map(y => over(line.left + Math.min(line.width / 2, 20), line.top + line.height * y))
      .reduce((a, b) => a && b),
    scrolls: e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight,
    top: r.top + scrollY, bottom: r.bottom + scrollY,
    fixed: (function fixed(a) {
      return !!a && (getComputedStyle(a).position === 'fixed' || fixed(a.parentElement));
    })(e),
  };
}"""


@pytest.mark.parametrize(
    ("tag", "uri"),
    [("en", PROCEDURE), ("ur", ""), ("ja", "living/garbage/"), ("ne", "moving/")],
)
def test_the_keyboard_reaches_everything_in_reading_order(
    phone: Page, address: str, tag: str, uri: str
) -> None:
    go(phone, address, tag, uri)
    tab_through(phone)


def test_the_offer_of_a_language_hides_no_focus(visitor: Page, address: str) -> None:
    go(visitor, address, "ne", PROCEDURE)
    visitor.locator(".mg-offer").wait_for()
    nothing(violations(visitor, EVERYTHING))
    tab_through(visitor)


def tab_through(page: Page) -> None:
    """Go through a page with the Tab key, and fail where that does not work."""
    stops = page.evaluate(STOPS)
    met: list[dict[str, Any]] = []
    for _ in range(2 * len(stops) + 5):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            break
        met.append(stop)
    else:
        pytest.fail(f"the keyboard does not get out: {met[-3:]}")
    reached = [m["stop"] for m in met if m["stop"] is not None]
    assert [stops[i] for i in range(len(stops)) if i not in reached] == [], "not reached"
    assert reached == sorted(reached), "not in the order of the page"
    for stop in met:
        # the browser lets one scroll with the keyboard what is too wide: those are stops of its own
        assert stop["stop"] is not None or stop["scrolls"], f"no control: {stop['what']}"
        assert stop["stop"] is None or stop["changed"], f"focus is not shown: {stop['what']}"
    nothing(f"{m['what']} is under {m['over']}" for m in met if m["over"])
    # the link that skips is on the screen with the focus only
    for before, stop in itertools.pairwise(m for m in met[1:] if not m["fixed"]):
        assert stop["bottom"] > before["top"] - 4, (
            f"goes up from {before['what']} to {stop['what']}"
        )


@pytest.mark.parametrize("tool", ["search", "keep"])
def test_a_dialog_is_left_with_escape_and_gives_the_focus_back(
    phone: Page, address: str, tool: str
) -> None:
    go(phone, address, "en", PROCEDURE)
    button = phone.locator(f"[data-mg={tool}]").first
    button.focus()
    phone.keyboard.press("Enter")
    dialog = phone.locator("dialog[open], [role=dialog]:visible").first
    dialog.wait_for(timeout=3000)
    phone.wait_for_load_state("networkidle")
    inside = "!!document.activeElement.closest('dialog, [role=dialog]')"
    phone.wait_for_function(inside, timeout=3000)
    name = phone.evaluate(
        """() => { const d = document.activeElement.closest('dialog, [role=dialog]');
        return d.getAttribute('aria-label')
          || document.getElementById(d.getAttribute('aria-labelledby'))?.textContent || ''; }"""
    )
    assert name.strip(), "the dialog has no name"
    for _ in range(12):
        phone.keyboard.press("Tab")
        # a modal dialog keeps the focus, but for the browser's own bars
        assert phone.evaluate(f"document.activeElement === document.body || {inside}")
    phone.keyboard.press("Escape")
    dialog.wait_for(state="hidden", timeout=3000)
    assert phone.evaluate(f"document.activeElement.dataset.mg === '{tool}'")


def test_an_explanation_opens_with_focus_and_closes_with_escape(phone: Page, address: str) -> None:
    go(phone, address, "ja", PROCEDURE)
    button = phone.locator(".mg-term dfn").first
    tip = phone.locator(".mg-term .mg-tip").first
    assert not tip.is_visible()
    phone.locator("a:visible, button:visible").first.focus()
    button.focus()
    assert tip.is_visible()
    phone.keyboard.press("Escape")
    assert not tip.is_visible()


# Size: 320 px, and text of 200 %

OUTSIDE = """() => {
  const found = [], root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) found.push(`page: ${root.scrollWidth} px wide`);
  // around a text: what lets one scroll to it, what hides it on purpose, what cuts it off
  const known = new Map();
  const around = e => {
    if (e === document.body) return {free: false, cuts: []};
    if (!known.has(e)) {
      const s = getComputedStyle(e), box = e.getBoundingClientRect(), outer = around(e.parentElement);
      const away = s.position === 'absolute' && (box.right < 0 || box.left > innerWidth || box.width <= 1);
      const cut = s.overflowX !== 'visible' || s.overflowY !== 'visible';
      known.set(e, {
        free: outer.free || away || /auto|scroll/.test(s.overflowX),
        cuts: cut ? [...outer.cuts, box] : outer.cuts,
      });
    }
    return known.get(e);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim(), parent = walker.currentNode.parentElement;
    if (!text || !parent.checkVisibility({visibilityProperty: true})) continue;
    range.selectNodeContents(walker.currentNode);
    const r = range.getBoundingClientRect(), {free, cuts} = around(parent);
    if (!r.width || free) continue;
    if (r.left < -1 || r.right > root.clientWidth + 1) found.push(`outside: ${text.slice(0, 40)}`);
    else if (cuts.some(b => r.bottom > b.bottom + 2 || r.right > b.right + 2 || r.left < b.left - 2))
      found.push(`cut off: ${text.slice(0, 40)}`);
  }
  return found;
}"""


@pytest.mark.parametrize("size", ["at 320 px", "with 200 % at 360 px", "with 200 % at 1280 px"])
def test_nothing_is_cut_off(looked: Mapping[tuple[str, str], dict[str, Any]], size: str) -> None:
    nothing(
        f"/{tag}/{uri}: {what}" for (tag, uri), one in looked.items() for what in one.get(size, ())
    )


# WCAG 2.2, 2.5.8: 24 px, or as much room around, or a link in a sentence
SMALL_TARGETS = """() => {
  const targets = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter(e => e.checkVisibility({visibilityProperty: true}))
    .map(e => ({e, r: (e.labels?.[0] ?? e).getBoundingClientRect()}))
    .filter(({r}) => r.right > 0 && r.left < innerWidth);
  const small = ({r}) => r.width < 24 || r.height < 24;
  const near = (a, b) => {
    if (a.e.contains(b.e) || b.e.contains(a.e)) return false;
    const x = (a.r.left + a.r.right) / 2, y = (a.r.top + a.r.bottom) / 2;
    const dx = Math.max(b.r.left - x, 0, x - b.r.right), dy = Math.max(b.r.top - y, 0, y - b.r.bottom);
    const cx = (b.r.left + b.r.right) / 2 - x, cy = (b.r.top + b.r.bottom) / 2 - y;
    return Math.hypot(dx, dy) < 12 || (small(b) && Math.hypot(cx, cy) < 24);
  };
  const inSentence = e => {
    const block = e.closest('p, li, dd, td, th, h1, h2, h3');
    return getComputedStyle(e).display === 'inline'
      && block && block.textContent.trim().length > e.textContent.trim().length + 3;
  };
  return targets.filter(t => small(t) && !inSentence(t.e) && targets.some(o => o !== t && near(t, o)))
    .map(({e, r}) => `${Math.round(r.width)} x ${Math.round(r.height)}: ${e.outerHTML.slice(0, 90)}`);
}"""


def test_targets_are_large_enough(looked: Mapping[tuple[str, str], dict[str, Any]]) -> None:
    nothing(
        f"/{tag}/{uri}: {what}"
        for (tag, uri), one in looked.items()
        for what in one["small targets"]
    )


# Motion

MOVING = """() => [...document.querySelectorAll('*')].flatMap(e =>
  [null, '::before', '::after', '::backdrop'].filter(pseudo => {
    const s = getComputedStyle(e, pseudo);
    const times = [s.transitionDuration, s.animationDuration].join().split(',');
    return times.some(t => parseFloat(t) > 0) || s.scrollBehavior === 'smooth';
  }).map(pseudo => `${e.tagName}.${e.className}${pseudo ?? ''}`))"""


def test_nothing_moves_for_those_who_ask_for_it(phone: Page, address: str) -> None:
    for tool in ("", "search", "side", "keep"):
        go(phone, address, "ne", PROCEDURE)
        if tool:
            press(phone, tool)
        nothing(f"{tool}: {what}" for what in phone.evaluate(MOVING))
    phone.evaluate("localStorage.clear()")


# The language of parts

TEXTS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_ALL);
  const language = e => e.closest('[lang]')?.lang ?? '';
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === Node.TEXT_NODE && !node.parentElement.closest('script, style'))
      found.push([node.data, language(node.parentElement)]);
    if (node.nodeType === Node.ELEMENT_NODE)
      for (const name of ['aria-label', 'title', 'alt', 'placeholder', 'aria-description'])
        if (node.hasAttribute(name)) found.push([node.getAttribute(name), language(node)]);
  }
  return found;
}"""


@dataclass(frozen=True)
class Script:
    """Letters that tell the language; text in them must say so."""

    letters: str
    languages: tuple[str, ...]


SCRIPTS = (
    Script("[ぁ-ゖァ-ヺ]", ("ja", "ja-Hrkt")),
    Script("[一-鿿々]", ("ja", "zh-Hans")),
    Script("[ऀ-ॿ]", ("ne",)),
    Script("[؀-ۿ]", ("ur",)),
    # one word of Latin letters may be a name; three are a sentence. In a translation they are how
    # Japanese sounds: a catalog has no mark for that
    Script(
        r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}",
        ("en", "vi", "pt-BR", "tl", "ja-Latn", "zh-Hans", "ne", "ur"),
    ),
    Script("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", ("vi",)),
)


def test_text_in_another_language_says_so(looked: Mapping[tuple[str, str], dict[str, Any]]) -> None:
    nothing(
        f"/{tag}/{uri}: in {language or 'no language'}: {text.strip()[:60]}"
        for (tag, uri), one in looked.items()
        for text, language in one["texts"]
        for script in SCRIPTS
        if re.search(script.letters, text) and language not in script.languages
    )


# Headings and landmarks

OUTLINE = """() => ({
  headings: [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
    .filter(h => h.checkVisibility()).map(h => [Number(h.tagName[1]), h.textContent.trim()]),
  banner: document.querySelectorAll('body > header').length,
  main: document.querySelectorAll('main').length,
  navs: [...document.querySelectorAll('nav')].map(n => [(n.getAttribute('aria-label')
    || document.getElementById(n.getAttribute('aria-labelledby'))?.textContent || '').trim(), n.className]),
  error: document.body.className === 'mg-kind-error',
  skip: document.querySelector('body > a')?.getAttribute('href'),
})"""


def test_headings_and_landmarks(looked: Mapping[tuple[str, str], dict[str, Any]]) -> None:
    nothing(
        f"/{tag}/{uri}: {what}"
        for (tag, uri), one in looked.items()
        for what in outline_problems(one["outline"])
    )


def outline_problems(outline: dict[str, Any]) -> Iterator[str]:
    levels = [level for level, _ in outline["headings"]]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} h1"
    for (before, _), (level, text) in itertools.pairwise(outline["headings"]):
        if level > before + 1:
            yield f"h{level} after h{before}: {text}"
    for level, text in outline["headings"]:
        if not text:
            yield f"an empty h{level}"
    for landmark in ("banner", "main"):
        if outline[landmark] != 1:
            yield f"{outline[landmark]} {landmark}"
    names = [name for name, _ in outline["navs"]]
    for name, which in outline["navs"]:
        if not name or names.count(name) > 1:
            yield f"nav .{which} has no name of its own: {name!r}"
    if outline["error"] is False and outline["skip"] != "#mg-main":
        yield "the first link does not lead to the text"


LOOKS = {"small targets": SMALL_TARGETS, "texts": TEXTS, "outline": OUTLINE}


# Colours of the reader's own

MASKED = """() => {
  const probe = document.body.appendChild(document.createElement('p'));
  probe.style.background = 'Canvas';
  const canvas = getComputedStyle(probe).backgroundColor;
  probe.remove();
  return [...document.querySelectorAll('body *')].flatMap(e =>
  [null, '::before', '::after'].filter(pseudo => {
    if (!e.checkVisibility({visibilityProperty: true})) return false;
    const s = getComputedStyle(e, pseudo);
    const mask = s.maskImage !== 'none' || (s.webkitMaskImage ?? 'none') !== 'none';
    if (!mask || (pseudo && s.content === 'none')) return false;
    const seen = color => !/^rgba.* 0[)]$/.test(color);
    let behind = pseudo ? e : e.parentElement, ground = '';
    for (; behind && !seen(ground = getComputedStyle(behind).backgroundColor);) behind = behind.parentElement;
    return !seen(s.backgroundColor) || s.backgroundColor === (behind ? ground : canvas);
  }).map(pseudo => `${e.tagName}.${e.className}${pseudo ?? ''}`));
}"""


def test_icons_are_seen_in_the_colours_a_reader_forces(phone: Page, address: str) -> None:
    phone.emulate_media(forced_colors="active")
    try:
        for tag, uri in (("en", PROCEDURE), ("ja", "")):
            go(phone, address, tag, uri)
            nothing(phone.evaluate(MASKED))
    finally:
        phone.emulate_media(forced_colors="none")


# The looks themselves

BAD = """<!doctype html><html lang="en"><title>Bad</title>
<style>
  i { display: block; width: 20px; height: 20px; background: red; mask: linear-gradient(#000, #000); }
  h1 { color: #ccc; }
  a { display: inline-block; width: 10px; height: 10px; transition: color 1s; }
</style>
<body><nav></nav><nav></nav><h1>One</h1><h3>ごみ</h3><img src="data:,"><i></i>
<p><a href="#a">a</a><a href="#b">b</a></p>
<div style="width: 900px">A long line of text that does not end, and does not end,
and does not end, until it has gone far out of the screen, where nobody can read it.</div>
<div style="height: 10px; overflow: hidden">One<br>two<br>three</div>"""


def test_the_looks_find_what_is_wrong(phone: Page) -> None:
    phone.goto("about:blank")
    phone.set_content(BAD)
    rules = {what.partition(":")[0] for what in violations(phone, EVERYTHING)}
    assert rules >= {"image-alt", "color-contrast", "target-size", "heading-order"}
    outside = " ".join(phone.evaluate(OUTSIDE))
    assert "page: " in outside and "outside: A long" in outside and "cut off: three" in outside
    assert len(phone.evaluate(SMALL_TARGETS)) == 2
    assert phone.evaluate(MOVING)[0].startswith("A.")
    assert ["ごみ", "en"] in phone.evaluate(TEXTS)
    problems = " ".join(outline_problems(phone.evaluate(OUTLINE)))
    assert "h3 after h1" in problems and "0 main" in problems and "no name" in problems
    phone.emulate_media(forced_colors="active")
    hidden = phone.evaluate(MASKED)
    phone.emulate_media(forced_colors="none")
    assert hidden == ["I."]
