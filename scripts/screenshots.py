"""Takes the pictures of README and handbook from the built site (`scripts/site --build` first).

`--report` takes only those of the report, which need no site.
"""

import argparse
import datetime
import functools
import http.server
import os
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from madoguchi.dashboard.history import history
from madoguchi.dashboard.numbers import collect
from madoguchi.dashboard.page import page as report_page
from madoguchi.dashboard.scores import scores
from madoguchi.project import load

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "handbook" / "img"
PHONE, DESKTOP = (360, 720), (1100, 780)
# the address of a page and what is done there, by the name of its picture
SHOTS = {
    "phone-ja": ("", PHONE),
    "phone-en": ("en/moving/moving-in/", PHONE),
    "phone-ne": ("ne/health/going-to-hospital/", PHONE),
    "phone-ur": ("ur/disaster/typhoon/", PHONE),
    "phone-zh-Hans": ("zh-Hans/living/garbage/", PHONE),
    "desktop-ja": ("moving/moving-in/", DESKTOP),
    "desktop-en": ("en/", DESKTOP),
    "desktop-ne": ("ne/moving/moving-in/", DESKTOP),
    "desktop-ur": ("ur/health/going-to-hospital/", DESKTOP),
    "desktop-zh-Hans": ("zh-Hans/moving/", DESKTOP),
    "search": ("", PHONE),
    "side": ("ne/moving/moving-in/", PHONE),
    "keep": ("ur/", PHONE),
    "word": ("moving/moving-in/", PHONE),
}
# name, part of the report or its beginning, width, height
REPORT_SHOTS = (
    ("report", "", 1100, 1000),
    ("report-heat", "#heat", 1100, 1400),
    ("report-trend", "#trend", 900, 700),
    ("report-phone", "", 390, 780),
)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A folder server that says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


def main() -> None:
    """Write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--report", action="store_true", help="only those of the report")
    only_report = parser.parse_args().report
    browser_path = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if browser_path is None or not (only_report or (ROOT / "site" / "index.html").is_file()):
        raise SystemExit("Needs Chromium, and site/: run scripts/site --build first.")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        if not only_report:
            site_pictures(browser)
        report_pictures(browser)
        browser.close()


def site_pictures(browser: Browser) -> None:
    """Take the pictures of the residents' site."""
    handler = functools.partial(Quiet, directory=str(ROOT / "site"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for name, (address, (width, height)) in SHOTS.items():
        tag = address.split("/")[0] if address[2:3] in ("/", "-") else "ja"
        page = browser.new_page(
            viewport={"width": width, "height": height}, locale=tag, reduced_motion="reduce"
        )
        page.goto(f"http://127.0.0.1:{server.server_port}/{address}")
        if name in DONE:
            DONE[name](page)
        page.wait_for_timeout(500)
        # a picture of a page is small enough as a JPEG, and nobody looks at its pixels
        page.screenshot(path=IMAGES / f"{name}.jpg", type="jpeg", quality=72)
        page.close()
    server.shutdown()


def search(page: Page) -> None:
    """Look for a word in romaji."""
    page.locator("[data-mg=search]").click()
    page.locator("dialog input").fill("gomi")


def side(page: Page) -> None:
    """Show the Japanese too."""
    page.locator("[data-mg=side]").click()
    page.locator("#mg-steps").scroll_into_view_if_needed()


def keep(page: Page) -> None:
    """Ask to keep the language."""
    page.locator("[data-mg=keep]").click()


def word(page: Page) -> None:
    """Tap an official word."""
    page.locator(".mg-term dfn").nth(2).click()


DONE = {"search": search, "side": side, "keep": keep, "word": word}


def report_pictures(browser: Browser) -> None:
    """Take the pictures of a report on the example city, as it might be after half a year."""
    with tempfile.TemporaryDirectory() as folder:
        city = Path(folder) / "content_src"
        shutil.copytree(ROOT / "content_src", city)
        half_a_year(city)
        project = load(city)
        numbers = collect(
            project,
            datetime.date(2027, 5, 10),
            scored=scores(project),
            history=history(city, 12),
        )
        path = Path(folder) / "report.html"
        path.write_text(report_page(numbers, "ja"), encoding="utf-8")
        for name, part, width, height in REPORT_SHOTS:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(path.as_uri())
            (page.locator(part) if part else page).screenshot(path=IMAGES / f"{name}.png")
            page.close()


def half_a_year(city: Path) -> None:
    """Let a city's content live: two languages come later, people review, the Japanese changes."""
    later = {tag: city.parent / tag for tag in ("ne", "ur")}
    for tag, away in later.items():
        (city / "locale" / tag).rename(away)
    git(city, "init", "-q")
    commit(city, "2026-12-01")
    for tag, away in later.items():
        away.rename(city / "locale" / tag)
        commit(city, "2027-01-10" if tag == "ne" else "2027-01-25")
    reviewed = {
        "en": "*/*.po",
        "vi": "[dfh]*/*.po",
        "zh-Hans": "moving/*.po",
        "tl": "disaster/*.po",
    }
    for month, (tag, names) in enumerate(reviewed.items(), 2):
        for path in (city / "locale" / tag).glob(names):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("#, machine\n", ""), encoding="utf-8")
        commit(city, f"2027-0{month}-20" if month < 5 else "2027-05-02")
    for name, old, new in (
        ("moving/moving-in", "1時間ぐらいかかります。", "30分ぐらいかかります。"),
        ("disaster/typhoon", "。\n", "。ラジオも聞いてください。\n"),
        ("living/garbage", "ください。\n", "くださいね。\n"),
    ):
        path = city / "pages" / f"{name}.md"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(old, new, 5), encoding="utf-8")
    (city / "locale" / "ur" / "help" / "japanese-classes.po").unlink()
    commit(city, "2027-05-08")


def commit(city: Path, day: str) -> None:
    """Commit all of the folder on a day."""
    git(city, "add", "-A")
    git(city, "commit", "-q", "-m", day, day=day)


def git(city: Path, *args: str, day: str = "2026-12-01") -> None:
    """Run Git in the folder, with nobody's settings."""
    date = f"{day}T12:00:00+09:00"
    subprocess.run(
        ["git", "-C", city, "-c", "user.name=Madoguchi", "-c", "user.email=m@city.example", *args],
        check=True,
        env={
            **os.environ,
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_AUTHOR_DATE": date,
            "GIT_COMMITTER_DATE": date,
        },
    )


if __name__ == "__main__":
    main()
