"""One language kept on the phone: what is stored, and what is shown when the server is really gone."""

import contextlib
import datetime
import functools
import gzip
import http.server
import json
import re
import shutil
import socket
import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, build
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Locator,
    Page,
    Route,
)

from madoguchi.files import write_bytes
from madoguchi.project import load
from madoguchi.publish import manifest, offline
from madoguchi.render.localize import Localized
from madoguchi.render.page import render
from madoguchi.render.view import LocaleSite, locale_site

MARKS = "<!--mg-alerts--><!--/mg-alerts-->"
ALERT = '<section class="mg-alert" data-until="2999-01-01T00:00+09:00">FLOOD WARNING</section>'
SITE = "/alerts/"
"""Where the city's site lies: the name of a folder above it says nothing about the files in it."""
THEME = ROOT / "plugins" / "madoguchi" / "theme"


class Server:
    """A folder server that can be stopped, slowed and broken, and knows what it was asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[str] = []
        self.answers: int | None = None
        """How many more files it serves before it answers 503; None: all."""
        self.open = threading.Event()
        """While it is not set, whoever asks waits."""
        self.open.set()
        self.port = 0
        self.lines: set[socket.socket] = set()
        """A browser opens some before it needs them: they must not outlive the server."""
        self._server: http.server.ThreadingHTTPServer | None = None
        self.start()

    def start(self) -> None:
        handler = functools.partial(_Handler, self, directory=str(self.folder))
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        for line in list(self.lines):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        self.open.set()


class _Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, owner: Server, *args: Any, **options: Any) -> None:
        self.owner = owner
        super().__init__(*args, **options)

    def setup(self) -> None:
        super().setup()
        self.owner.lines.add(self.connection)

    def finish(self) -> None:
        self.owner.lines.discard(self.connection)
        super().finish()

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            super().handle()

    def do_GET(self) -> None:
        owner = self.owner
        owner.asked.append(self.path.removeprefix(SITE))
        if owner.answers is not None:
            owner.answers -= 1
            if owner.answers < 0:
                self.send_error(503)
                return
        owner.open.wait()
        super().do_GET()

    def send_response(self, code: int, message: str | None = None) -> None:
        super().send_response(code, message)
        if code == 200:
            # as GitHub Pages says: the browser's own store has an old page that it takes for new
            self.send_header("Cache-Control", "max-age=600")

    def log_message(self, format: str, *args: object) -> None:
        pass


@dataclass
class City:
    """A built city below a sub-path, the languages it was built from, and its server."""

    out: Path
    sites: list[LocaleSite]
    server: Server
    changed: dict[Path, bytes] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.port}{SITE}"

    def release(self) -> None:
        """Write the lists as the build does, after all other files."""
        for path, data in (*manifest.files(self.sites), *offline.files(self.sites, self.out)):
            write_bytes(self.out / path, data)

    def list(self, prefix: str = "en/") -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.out / prefix / "offline.json").read_bytes())
        return found

    def change(self, path: str, old: str, new: str) -> None:
        file = self.out / path
        self.changed.setdefault(file, file.read_bytes())
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    def restore(self) -> None:
        for file, data in self.changed.items():
            file.write_bytes(data)
        self.changed.clear()
        self.server.stop()
        self.server.answers = None
        self.server.asked.clear()
        self.server.start()
        self.release()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("offline")
    content = folder / "content_src"
    shutil.copytree(ROOT / "tests" / "city", content)
    with (content / "site.yml").open("a", encoding="utf-8") as settings:
        settings.write("\nemergency: [city-hall]\n")
    with (content / "data" / "contacts.yml").open("a", encoding="utf-8") as contacts:
        contacts.write("  note: 急ぐときの電話です。\n")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    (folder / "docs").mkdir()
    out = folder / "root" / SITE.strip("/")
    build(out, f"https://city.example{SITE}", config=folder / "mkdocs.yml")
    project = load(content)
    languages = [Localized(project, locale) for locale in project.content.locales]
    sites = [locale_site(language, list(render(language))) for language in languages]
    city = City(out, sites, Server(folder / "root"))
    city.release()
    yield city
    city.server.stop()


@pytest.fixture
def town(built: City) -> Iterator[City]:
    yield built
    built.restore()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    # nobody has chosen a language: the offer is another test's
    context.add_init_script("localStorage.setItem('mg-lang', 'en')")
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def press(page: Page, label: str) -> None:
    page.locator(".mg-keep button", has_text=label).click()


def words(city: City, key: str, tag: str = "en") -> str:
    """A word of the scripts as it is read on the page."""
    said = json.loads((city.out / f"assets/words/{tag}.json").read_bytes())[key]
    return re.sub(r"<[^>]*>", "", said)


def open_dialog(page: Page, address: str) -> Locator:
    page.goto(address)
    page.locator("button[data-mg=keep]").click()
    # before there is something to choose, it can be closed
    page.locator(".mg-keep button").nth(1).wait_for()
    return page.locator(".mg-keep")


def keep(page: Page, city: City, prefix: str = "en/", tag: str = "en") -> None:
    open_dialog(page, f"{city.address}{prefix}")
    press(page, words(city, "keep.yes", tag))
    page.locator(".mg-keep", has_text=words(city, "keep.done", tag)).wait_for()


def eventually(page: Page, expression: str, arg: object = None) -> None:
    """Wait until it is so; the page's policy forbids what `wait_for_function` does."""
    end = time.monotonic() + 10
    while not page.evaluate(expression, arg):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(10)


def notice(page: Page) -> str:
    return page.locator(".mg-kept").inner_text()


def told(city: City, key: str, prefix: str = "en/") -> str:
    """What the notice on a kept page says, with today's date as English writes it."""
    today = datetime.date.today()
    return str(city.list(prefix)[key]).replace("{date}", f"{today:%b} {today.day}, {today.year}")


def stored(page: Page) -> list[str]:
    """The names of the caches, sorted."""
    names: list[str] = page.evaluate("caches.keys()")
    return sorted(names)


def registered(page: Page) -> int:
    count: int = page.evaluate(
        "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
    )
    return count


def count_looks(context: BrowserContext) -> None:
    """From now on the worker remembers when it looks for news."""
    context.service_workers[0].evaluate(
        "() => { const real = refresh; self.looks = []; refresh = () => { const look = real(); looks.push(look); return look; }; }"
    )


def looked(context: BrowserContext) -> None:
    """Wait until the worker has looked for news once more, or has seen that it need not."""
    context.service_workers[0].evaluate(
        "async () => { while (!looks.length) await new Promise((done) => setTimeout(done, 5)); await looks.pop(); }"
    )


def impatient(context: BrowserContext) -> None:
    """Let the worker take a server for slow at once, where it would wait for three seconds."""
    context.service_workers[0].evaluate(
        "() => { const real = setTimeout; self.setTimeout = (act, time) => real(act, time === 3e3 ? 30 : time); }"
    )


def an_hour_later(context: BrowserContext) -> None:
    """The worker asks for news at the next page."""
    context.service_workers[0].evaluate("async () => save({ ...(await kept()), tried: 0 })")


# ---- the list


def test_the_list_names_all_that_a_language_needs(town: City) -> None:
    for site in town.sites:
        found = town.list(site.locale.prefix)
        names = found["files"]
        assert {site.address(page) for page in site.pages.values()} <= set(names)
        assert {"assets/icon.svg", f"{site.locale.prefix}offline/"} <= set(names)
        paths = [name.partition("?")[0] for name in names]
        assert {"assets/madoguchi.css", "assets/madoguchi.js", "assets/keep.js", "assets/keep.css"} <= set(paths)  # fmt: skip
        assert f"assets/words/{site.locale.tag}.json" in paths
        assert "assets/early.js" not in paths, "it stands in every page"
        assert found["script"] in names
        assert [p for p in paths if p.startswith("assets/words/")] == [f"assets/words/{site.locale.tag}.json"]  # fmt: skip
        assert sorted(paths) == sorted(set(paths)), "a file under two addresses is loaded twice"
        for path in paths:
            file = town.out / path
            assert (file / "index.html" if path.endswith("/") or not path else file).is_file()
        assert found["total"] == sum(size for size, _ in names.values())
        assert found["total"] < found["stored"]
        assert "{date}" in found["notice"] and "{date}" in found["slow"] and found["fresh"]


def test_the_same_site_has_the_same_list(town: City) -> None:
    assert dict(offline.files(town.sites, town.out)) == dict(offline.files(town.sites, town.out))


def test_a_picture_is_kept_and_what_is_only_linked_is_not(town: City) -> None:
    for name in ("plan.png", "wide.png", "form.pdf", "unused.png"):
        (town.out / name).write_bytes(name.encode())
    shown = '<img alt="" src="../../plan.png" srcset="../../wide.png 2x"><a href="../../form.pdf">'
    town.change("moving/moving-in/index.html", "</main>", f"{shown}</main>")
    names = json.loads(dict(offline.files(town.sites, town.out))["offline.json"])["files"]
    assert {"plan.png", "wide.png"} <= set(names)
    assert not {"form.pdf", "unused.png"} & set(names)


def test_an_alert_is_no_reason_to_load_a_language_again(town: City) -> None:
    before = town.list()
    town.change("en/index.html", MARKS, MARKS.replace("><", f">{ALERT}<", 1))
    town.release()
    assert town.list()["release"] == before["release"]
    town.change("en/index.html", "</main>", "<p>New</p></main>")
    town.release()
    after = town.list()
    assert after["release"] != before["release"]
    changed = {name for name, file in after["files"].items() if before["files"][name][1] != file[1]}
    assert changed == {"en/"}


def test_the_manifest_names_the_language_and_its_icons(town: City) -> None:
    for site in town.sites:
        folder = town.out / site.locale.prefix
        found = json.loads((folder / "app.webmanifest").read_bytes())
        assert (found["lang"], found["dir"]) == (site.locale.tag, site.locale.direction)
        assert found["start_url"] == "./"
        assert (folder / found["scope"]).resolve() == town.out.resolve()
        purposes = set()
        for icon in found["icons"]:
            data = (folder / icon["src"]).read_bytes()
            assert len(data) <= 4096
            if icon["type"] == "image/png":
                purposes.add((icon["purpose"], icon["sizes"]))
                width, height = struct.unpack(">II", data[16:24])
                assert icon["sizes"] == f"{width}x{height}"
        assert purposes == {("any", "192x192"), ("any", "512x512"), ("maskable", "512x512")}


def test_the_worker_is_small() -> None:
    assert len(gzip.compress((THEME / "sw.js").read_bytes(), 9)) <= 3584


def test_worker_and_list_agree_on_what_is_never_kept() -> None:
    worker = (THEME / "sw.js").read_text(encoding="utf-8")
    rule = re.search(r"const LIVE = /(.*)/;", worker)
    assert rule is not None and rule[1].replace(r"\/", "/") == offline._LIVE.pattern
    for path in ("feed.xml", "en/feed.xml", "sitemap.xml", "offline.json", "en/offline.json"):
        assert offline._LIVE.search(path), path
    for path in ("alerts/", "disaster/alerts/", "assets/madoguchi.js", "search/en.json"):
        assert not offline._LIVE.search(path), path


# ---- in the browser


def test_nothing_is_stored_before_the_reader_says_so(town: City, phone: Page) -> None:
    phone.goto(f"{town.address}en/")
    phone.locator("button[data-mg=keep]").wait_for()
    assert not [a for a in town.server.asked if re.search(r"sw\.js|offline|keep\.", a)]
    dialog = open_dialog(phone, f"{town.address}en/")
    size = -(-town.list()["total"] // 1000)
    assert f"{size} KB" in dialog.inner_text()
    press(phone, words(town, "keep.no"))
    dialog.wait_for(state="detached")
    assert (registered(phone), stored(phone)) == (0, [])
    assert "sw.js" not in town.server.asked


def test_a_kept_language_is_read_without_a_network(town: City, phone: Page) -> None:
    town.change("en/index.html", MARKS, MARKS.replace("><", f">{ALERT}<", 1))
    keep(phone, town)
    assert stored(phone) == [f"mg-en-{town.list()['release']} {SITE}", f"mg-kept {SITE}"]
    phone.goto(f"{town.address}en/")
    assert "FLOOD WARNING" in phone.locator("body").inner_text()
    phone.goto(f"{town.address}en/moving")
    assert phone.url == f"{town.address}en/moving/", "the server's redirect"
    errors: list[str] = []
    phone.on("pageerror", lambda error: errors.append(str(error)))
    town.server.stop()
    topic = "en/moving/moving-in/"
    for page in ("en/", "en/moving/", topic, f"{topic}index.html", topic.rstrip("/")):
        phone.goto(f"{town.address}{page}")
        text = phone.locator("body").inner_text()
        assert "FLOOD WARNING" not in text, "an old alert is worse than none"
        assert notice(phone) == told(town, "notice")
        ground = phone.locator(".mg-header").evaluate("e => getComputedStyle(e).backgroundColor")
        assert ground == "rgb(11, 92, 107)"
        folder = page.replace("index.html", "").rstrip("/")
        assert phone.url == f"{town.address}{folder}/", "its links begin at its own folder"
    # the script ran, and what it loads is there
    assert phone.locator(".mg-tools").first.is_visible()
    # not from the browser's own store, which forgets
    needed = [f"{town.address}{name}" for name in town.list()["files"] if not name.endswith("/")]
    ask = "(all) => Promise.all(all.map((a) => fetch(a, { cache: 'no-store' }).then((r) => r.ok)))"
    assert all(phone.evaluate(ask, needed))
    for name in ("en/feed.xml", "en/offline.json"):
        assert (
            phone.evaluate(
                "a => fetch(a, { cache: 'no-cache' }).then(() => 1, () => 0)",
                f"{town.address}{name}",
            )
            == 0
        )
    # what is kept can be seen, and taken back, without a network too
    phone.locator("button[data-mg=keep]").click()
    phone.locator(".mg-keep button", has_text=words(town, "keep.remove")).wait_for()
    assert not errors


def test_a_page_that_is_not_kept_leads_to_those_that_are(town: City, phone: Page) -> None:
    keep(phone, town)
    phone.goto(f"{town.address}ja-Hrkt/moving/moving-in/")
    town.server.stop()
    phone.reload()
    # in kana it was only visited: the kept language answers, at the address that was asked for
    assert phone.url == f"{town.address}ja-Hrkt/moving/moving-in/"
    main = phone.locator("main")
    assert phone.locator("html").get_attribute("lang") == "en"
    assert "English" in main.inner_text()
    call = phone.locator("a[href='tel:0999111000']")
    assert call.is_visible() and "急ぐとき" in call.inner_text(), "what the number is for"
    same = main.locator("a", has_text="English").first
    assert same.get_attribute("href") == f"{town.address}en/moving/moving-in/"
    same.click()
    assert phone.locator(".mg-kept").is_visible()
    # the Japanese is kept too, to be shown to somebody who helps
    phone.goto(f"{town.address}plain/moving/moving-in/")
    assert phone.url == f"{town.address}moving/moving-in/"
    assert phone.locator(".mg-kept").is_visible()
    phone.goto(f"{town.address}no/such/page/")
    assert main.locator("li[hidden]").count() == 1
    for link in main.locator("section ul.mg-list a").all():
        assert (link.get_attribute("href") or "").startswith(f"{town.address}en/")
    main.locator("section ul.mg-list a").first.click()
    assert phone.url == f"{town.address}en/"


def test_news_load_only_what_has_changed(town: City, phone: Page) -> None:
    keep(phone, town)
    old = town.list()["release"]
    town.change("en/moving/moving-in/index.html", "</main>", "<p>NEWS</p></main>")
    town.release()
    town.server.asked.clear()
    count_looks(phone.context)
    phone.goto(f"{town.address}en/")
    looked(phone.context)
    assert "en/offline.json" not in town.server.asked, "asked within the hour"
    an_hour_later(phone.context)
    worker = phone.context.service_workers[0]
    save_data = "on => Object.defineProperty(navigator, 'connection', { value: { saveData: on }, configurable: true })"
    worker.evaluate(f"({save_data})(true)")
    phone.reload()
    looked(phone.context)
    assert "en/offline.json" not in town.server.asked, "asked while the reader saves data"
    worker.evaluate(f"({save_data})(false)")
    town.server.asked.clear()
    phone.reload()
    new = town.list()["release"]
    eventually(
        phone,
        "async ([old, fresh]) => { const all = (await caches.keys()).join(); return all.includes(fresh) && !all.includes(old); }",
        [old, new],
    )
    loaded = [a for a in town.server.asked if a not in ("en/", "en/offline.json")]
    assert loaded == ["en/moving/moving-in/"]
    town.server.stop()
    phone.goto(f"{town.address}en/moving/moving-in/")
    assert "NEWS" in phone.locator("main").inner_text()


def test_an_interrupted_keeping_goes_on_where_it_was(town: City, phone: Page) -> None:
    dialog = open_dialog(phone, f"{town.address}en/")
    town.server.answers = 8
    press(phone, words(town, "keep.yes"))
    dialog.locator("p", has_text=words(town, "keep.error.network")).wait_for()
    phone.goto(f"{town.address}en/")
    first = phone.evaluate(
        "caches.keys().then(([n]) => caches.open(n)).then(c => c.keys()).then(a => a.map(r => r.url))"
    )
    assert 0 < len(first) < len(town.list()["files"])
    # half a language is not taken for a whole one
    town.server.stop()
    other = phone.context.new_page()
    with pytest.raises(Error, match="ERR_"):
        other.goto(f"{town.address}en/moving/?never-seen")
    other.close()
    town.server.answers = None
    town.server.start()
    phone.goto(f"{town.address}en/")
    town.server.asked.clear()
    keep(phone, town)
    again = [
        f"{town.address}{name}"
        for name in town.server.asked[1:]
        if f"{town.address}{name}" in first
    ]
    # the page itself and the list are looked at anew, nothing that is there is
    assert set(again) <= {f"{town.address}en/"} and town.server.asked.count("en/") <= 1


def test_a_full_phone_is_told_so(town: City, phone: Page) -> None:
    keep(phone, town)
    full = "() => { Cache.prototype.put = async () => { throw new DOMException('', 'QuotaExceededError'); }; }"
    phone.context.service_workers[0].evaluate(full)
    dialog = open_dialog(phone, town.address)
    dialog.locator("button").first.click()
    dialog.locator("p", has_text=words(town, "keep.error.space", "ja")).wait_for()
    # what was there before is still there
    phone.goto(f"{town.address}en/")
    assert f"mg-en-{town.list()['release']} {SITE}" in stored(phone)
    town.server.stop()
    phone.reload()
    assert phone.locator(".mg-kept").is_visible()


def test_removing_leaves_nothing_and_touches_no_other_site(town: City, phone: Page) -> None:
    keep(phone, town)
    phone.evaluate("caches.open('mg-kept /other/')")
    press(phone, words(town, "keep.remove"))
    phone.locator(".mg-keep", has_text=words(town, "keep.removed")).wait_for()
    assert (registered(phone), stored(phone)) == (0, ["mg-kept /other/"])
    phone.goto(f"{town.address}en/moving/")
    assert phone.locator(".mg-kept").count() == 0
    assert stored(phone) == ["mg-kept /other/"]
    town.server.stop()
    with pytest.raises(Error, match="ERR_"):
        phone.goto(f"{town.address}en/moving/moving-in/?never-seen")


def test_another_language_takes_the_place_of_the_first_after_asking(
    town: City, phone: Page
) -> None:
    keep(phone, town)
    dialog = open_dialog(phone, town.address)
    assert "English" in dialog.inner_text()
    dialog.locator("button").first.click()
    phone.locator(".mg-keep", has_text=words(town, "keep.done", "ja")).wait_for()
    # who reads without readings gets the page with them
    town.server.stop()
    for path in ("moving/moving-in/", "moving/moving-in/index.html", ""):
        phone.goto(f"{town.address}plain/{path}")
        assert phone.url == f"{town.address}{path.replace('index.html', '')}"
        assert phone.locator(".mg-kept").is_visible()
    assert stored(phone) == [f"mg-ja-{town.list('')['release']} {SITE}", f"mg-kept {SITE}"]


def test_a_broken_server_does_not_hide_a_kept_page(town: City, phone: Page) -> None:
    keep(phone, town)
    town.server.answers = 0
    phone.goto(f"{town.address}en/moving/")
    assert notice(phone) == told(town, "slow"), "the phone has a network"


def test_a_slow_server_hides_neither_a_kept_page_nor_an_alert(town: City, phone: Page) -> None:
    over = ALERT.replace("2999", "2001").replace("FLOOD", "OLD")
    topic = "en/moving/moving-in/"
    keep(phone, town)
    town.change(f"{topic}index.html", MARKS, MARKS.replace("><", f">{ALERT}{over}<", 1))
    town.change(f"{topic}index.html", "</main>", "<p>NEWS</p></main>")
    impatient(phone.context)
    town.server.open.clear()
    phone.goto(f"{town.address}{topic}")
    assert notice(phone) == told(town, "slow")
    assert phone.locator(".mg-alert").count() == 0
    phone.evaluate("scrollTo(0, document.body.scrollHeight)")
    town.server.asked.clear()
    town.server.open.set()
    alert = phone.locator(".mg-alert")
    alert.wait_for()
    assert alert.inner_text() == "FLOOD WARNING", "not the one that is over"
    # wherever the reader is
    eventually(phone, "document.querySelector('.mg-alert').getBoundingClientRect().top >= 0")
    assert notice(phone) == told(town, "fresh")
    assert "NEWS" not in phone.locator("main").inner_text()
    # the new page is there: it need not come, and be late, again
    town.server.open.clear()
    phone.locator(".mg-kept a").click()
    phone.locator("main", has_text="NEWS").wait_for()
    assert phone.locator(".mg-kept").count() == 0
    assert alert.inner_text() == "FLOOD WARNING"
    assert topic not in town.server.asked
    # it was for once
    phone.goto(f"{town.address}{topic}", wait_until="commit")
    assert notice(phone) == told(town, "slow")
    # what never comes is no network
    town.server.stop()
    phone.locator(".mg-kept", has_text=told(town, "notice")).wait_for()


def test_a_slow_list_leaves_no_dead_dialog(town: City, phone: Page) -> None:
    phone.goto(f"{town.address}en/")
    waiting: list[Route] = []
    phone.route("**/offline.json", lambda route: waiting.append(route))
    button = phone.locator("button[data-mg=keep]")
    button.click()
    press(phone, words(town, "keep.close"))
    phone.locator(".mg-keep").wait_for(state="detached")
    button.click()
    phone.locator(".mg-keep button").wait_for()
    phone.keyboard.press("Escape")
    phone.locator(".mg-keep").wait_for(state="detached")
    assert button.evaluate("e => e === document.activeElement")
    button.click()
    phone.locator(".mg-keep button").wait_for()
    for route in waiting:
        route.continue_()
    phone.unroute("**/offline.json")
    phone.locator(".mg-keep button", has_text=words(town, "keep.yes")).wait_for()
    assert phone.locator("#mg-keep-title").count() == 1
    assert len(waiting) == 3


def test_a_city_can_take_it_back_from_all_phones(town: City, phone: Page) -> None:
    keep(phone, town)
    for path, data in offline.withdrawn(town.sites):
        write_bytes(town.out / path, data)
    an_hour_later(phone.context)
    phone.goto(f"{town.address}en/")
    eventually(phone, "caches.keys().then((all) => !all.length)")
    assert registered(phone) == 0


def test_a_list_that_is_missing_for_a_day_is_gone_for_good(town: City, phone: Page) -> None:
    keep(phone, town)
    (town.out / "en/offline.json").unlink()
    an_hour_later(phone.context)
    phone.goto(f"{town.address}en/")
    eventually(
        phone,
        f"caches.match('{SITE}', {{ cacheName: 'mg-kept {SITE}' }}).then((r) => r.json()).then((list) => list.gone)",
    )
    assert len(stored(phone)) == 2, "the city may be putting its site up anew"
    worker = phone.context.service_workers[0]
    worker.evaluate(
        "async () => save({ ...(await kept()), tried: 0, gone: Date.now() - 90000000 })"
    )
    phone.reload()
    eventually(phone, "caches.keys().then((all) => !all.length)")
