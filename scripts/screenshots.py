"""Takes the pictures of README and handbook from the built site (`scripts/site --build` first)."""

import functools
import http.server
import shutil
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "handbook" / "img"
# name, address, width, height
SHOTS = (
    ("home-ja", "", 390, 780),
    ("page-ja", "moving/moving-in/", 390, 780),
    ("page-ur", "ur/disaster/typhoon/", 390, 780),
    ("page-ne", "ne/health/going-to-hospital/", 390, 780),
    ("page-en", "en/moving/moving-in/", 1100, 780),
)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A folder server that says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


def main() -> None:
    """Write every picture."""
    browser_path = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if browser_path is None or not (ROOT / "site" / "index.html").is_file():
        raise SystemExit("Needs Chromium, and site/: run scripts/site --build first.")
    handler = functools.partial(Quiet, directory=str(ROOT / "site"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for name, address, width, height in SHOTS:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(f"http://127.0.0.1:{server.server_port}/{address}")
            page.screenshot(path=IMAGES / f"{name}.png")
            page.close()
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main()
