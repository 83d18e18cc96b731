"""One language kept on the phone: what is stored, and what is shown when the server is really gone."""

import contextlib
import functools
import gzip
import http.server
import json
import os
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
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, sync_playwright

from madoguchi.files import write_bytes
from madoguchi.project import load
from madoguchi.publish import manifest, offline
from madoguchi.render.localize import Localized
from madoguchi.render.page import render
from madoguchi.render.view import LocaleSite, locale_site

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge"))), None
)  # fmt: skip
needs_browser = pytest.mark.skipif(
    BROWSER is None,
    reason="no Chromium or Chrome is installed; scripts/test installs one on Debian",
)

MARKS = "<!--mg-alerts--><!--/mg-alerts-->"
ALERT = '<section class="mg-alert" data-until="2999-01-01T00:00+09:00">FLOOD WARNING</section>'
THEME = ROOT / "plugins" / "madoguchi" / "theme"


class Server:
    """A folder server that can be stopped, slowed and broken, and knows what it was asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[str] = []
        self.answers: int | None = None
        """How many more files it serves before it answers 503; None: all."""
        self.wait = 0.0
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
        owner.asked.append(self.path.removeprefix("/hinata/"))
        if owner.answers is not None:
            owner.answers -= 1
            if owner.answers < 0:
                self.send_error(503)
                return
        time.sleep(owner.wait)
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
        return f"http://127.0.0.1:{self.server.port}/hinata/"

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
        self.server.answers, self.server.wait = None, 0.0
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
    shutil.copy(ROOT / "mkdocs.yml", folder)
    (folder / "docs").mkdir()
    out = folder / "root" / "hinata"
    build(out, "https://city.example/hinata/", config=folder / "mkdocs.yml")
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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    args = ["--disable-gpu", "--disable-background-networking", "--no-first-run"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        args.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=args)
        yield browser
        browser.close()


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
    page.locator(".mg-keep button").first.wait_for()
    return page.locator(".mg-keep")


def keep(page: Page, city: City, prefix: str = "en/", tag: str = "en") -> None:
    open_dialog(page, f"{city.address}{prefix}")
    press(page, words(city, "keep.yes", tag))
    page.locator(".mg-keep", has_text=words(city, "keep.done", tag)).wait_for()


def stored(page: Page) -> list[str]:
    """The names of the caches, sorted."""
    names: list[str] = page.evaluate("caches.keys()")
    return sorted(names)


def registered(page: Page) -> int:
    count: int = page.evaluate(
        "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
    )
    return count


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
        assert [p for p in paths if p.startswith("assets/words/")] == [f"assets/words/{site.locale.tag}.json"]  # fmt: skip
        assert len(paths) == len(set(paths)), "a file under two addresses is loaded twice"
        for path in paths:
            file = town.out / path
            assert (file / "index.html" if path.endswith("/") or not path else file).is_file()
        assert found["total"] == sum(size for size, _ in names.values())
        assert found["total"] < found["stored"]
        assert "{date}" in found["notice"]


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
    assert len(gzip.compress((THEME / "sw.js").read_bytes(), 9)) <= 3072


def test_worker_and_list_agree_on_what_is_never_kept() -> None:
    worker = (THEME / "sw.js").read_text(encoding="utf-8")
    rule = re.search(r"const LIVE = /(.*)/;", worker)
    assert rule is not None
    for path in ("alerts.json", "en/alerts/", "feed.atom", "en/feed.xml", "en/alerts/flood/"):
        assert offline._LIVE.search(path) and re.search(rule[1], f"/{path}"), path
    for path in ("en/disaster/alerts-explained/", "assets/madoguchi.js", "search/en.json"):
        assert not offline._LIVE.search(path) and not re.search(rule[1], f"/{path}"), path


# ---- in the browser


@needs_browser
def test_nothing_is_stored_before_the_reader_says_so(town: City, phone: Page) -> None:
    phone.goto(f"{town.address}en/")
    phone.wait_for_load_state("networkidle")
    assert not [a for a in town.server.asked if re.search(r"sw\.js|offline|keep\.", a)]
    dialog = open_dialog(phone, f"{town.address}en/")
    size = -(-town.list()["total"] // 1000)
    assert f"{size} KB" in dialog.inner_text()
    press(phone, words(town, "keep.no"))
    dialog.wait_for(state="detached")
    assert (registered(phone), stored(phone)) == (0, [])
    assert "sw.js" not in town.server.asked


@needs_browser
def test_a_kept_language_is_read_without_a_network(town: City, phone: Page) -> None:
    town.change("en/index.html", MARKS, MARKS.replace("><", f">{ALERT}<", 1))
    keep(phone, town)
    assert stored(phone) == [f"mg-en-{town.list()['release']} /hinata/", "mg-kept /hinata/"]
    phone.goto(f"{town.address}en/")
    assert "FLOOD WARNING" in phone.locator("body").inner_text()
    phone.goto(f"{town.address}en/moving")
    assert phone.url == f"{town.address}en/moving/", "the server's redirect"
    errors: list[str] = []
    phone.on("pageerror", lambda error: errors.append(str(error)))
    town.server.stop()
    for page in ("en/", "en/moving/", "en/moving/moving-in/", "en/moving/moving-in"):
        phone.goto(f"{town.address}{page}")
        text = phone.locator("body").inner_text()
        assert "FLOOD WARNING" not in text, "an old alert is worse than none"
        assert phone.locator(".mg-kept").count() == 1
        ground = phone.locator(".mg-header").evaluate("e => getComputedStyle(e).backgroundColor")
        assert ground == "rgb(11, 92, 107)"
    assert phone.url == f"{town.address}en/moving/moving-in/", "its links begin at its own folder"
    # the script ran, and what it loads is there
    assert phone.locator(".mg-tools").first.is_visible()
    index = [name for name in town.list()["files"] if name.startswith(("search/", "assets/words/"))]
    for name in index:
        assert phone.evaluate("a => fetch(a).then(r => r.ok)", f"{town.address}{name}")
    assert phone.evaluate("a => fetch(a).then(r => 1, () => 0)", f"{town.address}alerts.json") == 0
    # what is kept can be seen, and taken back, without a network too
    phone.locator("button[data-mg=keep]").click()
    phone.locator(".mg-keep button", has_text=words(town, "keep.remove")).wait_for()
    assert not errors


@needs_browser
def test_a_page_that_is_not_kept_leads_to_those_that_are(town: City, phone: Page) -> None:
    keep(phone, town)
    phone.goto(f"{town.address}moving/moving-in/")
    town.server.stop()
    phone.reload()
    # in Japanese it was only visited: the kept language answers, at the address that was asked for
    assert phone.url == f"{town.address}moving/moving-in/"
    main = phone.locator("main")
    assert phone.locator("html").get_attribute("lang") == "en"
    assert "English" in main.inner_text()
    assert phone.locator("a[href='tel:0999111000']").is_visible()
    same = main.locator("a", has_text="English").first
    assert same.get_attribute("href") == f"{town.address}en/moving/moving-in/"
    same.click()
    assert phone.locator(".mg-kept").is_visible()
    phone.goto(f"{town.address}no/such/page/")
    assert main.locator("li[hidden]").count() == 1
    for link in main.locator("ul.mg-list a").all()[1:]:
        assert (link.get_attribute("href") or "").startswith(f"{town.address}en/")
    main.locator("ul.mg-list a").nth(1).click()
    assert phone.url == f"{town.address}en/"


@needs_browser
def test_news_load_only_what_has_changed(town: City, phone: Page) -> None:
    keep(phone, town)
    old = town.list()["release"]
    town.change("en/moving/moving-in/index.html", "</main>", "<p>NEWS</p></main>")
    town.release()
    town.server.asked.clear()
    phone.goto(f"{town.address}en/")
    phone.wait_for_timeout(300)
    assert "en/offline.json" not in town.server.asked, "asked within the hour"
    an_hour_later(phone.context)
    worker = phone.context.service_workers[0]
    save_data = "on => Object.defineProperty(navigator, 'connection', { value: { saveData: on }, configurable: true })"
    worker.evaluate(f"({save_data})(true)")
    phone.reload()
    phone.wait_for_timeout(300)
    assert "en/offline.json" not in town.server.asked, "asked while the reader saves data"
    worker.evaluate(f"({save_data})(false)")
    town.server.asked.clear()
    phone.reload()
    new = town.list()["release"]
    phone.wait_for_function(
        "async ([old, fresh]) => { const all = (await caches.keys()).join(); return all.includes(fresh) && !all.includes(old); }",
        arg=[old, new],
    )
    loaded = [a for a in town.server.asked if a not in ("en/", "en/offline.json")]
    assert loaded == ["en/moving/moving-in/"]
    town.server.stop()
    phone.goto(f"{town.address}en/moving/moving-in/")
    assert "NEWS" in phone.locator("main").inner_text()


@needs_browser
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
    phone.wait_for_load_state("networkidle")
    town.server.asked.clear()
    keep(phone, town)
    again = [
        f"{town.address}{name}"
        for name in town.server.asked[1:]
        if f"{town.address}{name}" in first
    ]
    # the page itself and the list are looked at anew, nothing that is there is
    assert set(again) <= {f"{town.address}en/"} and town.server.asked.count("en/") <= 1


@needs_browser
def test_a_full_phone_is_told_so(town: City, phone: Page) -> None:
    keep(phone, town)
    full = "() => { Cache.prototype.put = async () => { throw new DOMException('', 'QuotaExceededError'); }; }"
    phone.context.service_workers[0].evaluate(full)
    dialog = open_dialog(phone, town.address)
    dialog.locator("button").first.click()
    dialog.locator("p", has_text=words(town, "keep.error.space", "ja")).wait_for()
    # what was there before is still there
    phone.goto(f"{town.address}en/")
    assert f"mg-en-{town.list()['release']} /hinata/" in stored(phone)
    town.server.stop()
    phone.reload()
    assert phone.locator(".mg-kept").is_visible()


@needs_browser
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


@needs_browser
def test_another_language_takes_the_place_of_the_first_after_asking(
    town: City, phone: Page
) -> None:
    keep(phone, town)
    dialog = open_dialog(phone, town.address)
    assert "English" in dialog.inner_text()
    dialog.locator("button").first.click()
    phone.locator(".mg-keep", has_text=words(town, "keep.done", "ja")).wait_for()
    assert stored(phone) == [f"mg-ja-{town.list('')['release']} /hinata/", "mg-kept /hinata/"]


@needs_browser
def test_a_slow_or_broken_server_does_not_hide_a_kept_page(town: City, phone: Page) -> None:
    keep(phone, town)
    town.server.answers = 0
    phone.goto(f"{town.address}en/moving/")
    assert phone.locator(".mg-kept").is_visible()
    town.server.answers, town.server.wait = None, 6.0
    start = time.monotonic()
    phone.goto(f"{town.address}en/moving/moving-in/", wait_until="commit")
    assert phone.locator(".mg-kept").is_visible()
    assert time.monotonic() - start < 5
    town.server.wait = 0.0


@needs_browser
def test_a_city_can_take_it_back_from_all_phones(town: City, phone: Page) -> None:
    keep(phone, town)
    for path, data in offline.withdrawn(town.sites):
        write_bytes(town.out / path, data)
    an_hour_later(phone.context)
    phone.goto(f"{town.address}en/")
    phone.wait_for_function("caches.keys().then((all) => !all.length)")
    assert registered(phone) == 0


@needs_browser
def test_a_list_that_is_missing_for_a_day_is_gone_for_good(town: City, phone: Page) -> None:
    keep(phone, town)
    (town.out / "en/offline.json").unlink()
    an_hour_later(phone.context)
    phone.goto(f"{town.address}en/")
    phone.wait_for_function(
        "caches.match('/hinata/', { cacheName: 'mg-kept /hinata/' }).then((r) => r.json()).then((list) => list.gone)"
    )
    assert len(stored(phone)) == 2, "the city may be putting its site up anew"
    worker = phone.context.service_workers[0]
    worker.evaluate(
        "async () => save({ ...(await kept()), tried: 0, gone: Date.now() - 90000000 })"
    )
    phone.reload()
    phone.wait_for_function("caches.keys().then((all) => !all.length)")
