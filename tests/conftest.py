"""A small city that tests can change, and the example city."""

import contextlib
import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from madoguchi import po
from madoguchi.browser import browser as open_browser
from madoguchi.errors import MadoguchiError
from madoguchi.project import Project, load
from madoguchi.translate.rules import RULES

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "content_src"

# a busy machine is no failing test; speed is measured by scripts/bench
settings.register_profile("madoguchi", deadline=None)
settings.load_profile("madoguchi")


@pytest.fixture(scope="session")
def example() -> Project:
    """The example city, loaded once."""
    return load(EXAMPLE)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A folder server that says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder; give its address."""
    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def address(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site under the sub-path it was built for, on a folder server."""
    root = tmp_path_factory.mktemp("root")
    shutil.copytree(site, root / "hinata")
    with serving(root) as address:
        yield f"{address}hinata/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser that the product itself finds; its tests are skipped where there is none."""
    try:
        with open_browser() as found:
            yield found
    except MadoguchiError as error:
        pytest.skip(f"{error.message.en} scripts/test installs Chromium on Debian.")


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A copy of a city with a home page, one topic and English, free to be broken."""
    root = tmp_path / "content_src"
    shutil.copytree(ROOT / "tests" / "city", root)
    return root


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example city's site, built by MkDocs for a sub-path, as GitHub's project sites are."""
    out = tmp_path_factory.mktemp("site")
    build(out, "https://city.example/hinata/")
    return out


def change_entry(city: Path, text: str, **changes: object) -> None:
    """Change the entries of the city's English topic whose msgid is `text`, as a translator does."""
    path = city / "locale" / "en" / "moving" / "moving-in.po"
    read = po.parse(path.read_text(encoding="utf-8"))
    entries = tuple(e.changed(**changes) if e.text == text else e for e in read.entries)
    assert entries != read.entries
    path.write_text(str(po.Po(read.header, entries, read.tail)), encoding="utf-8")


def without_rules(city: Path) -> None:
    """Switch off the rules for translations but the one for facts and links: other things are tested."""
    off = ", ".join(f"{rule.id}: off" for rule in RULES if rule.id != "T002")
    with (city / "site.yml").open("a", encoding="utf-8") as site:
        site.write(f"\ntranslation: {{rules: {{{off}}}}}\n")


def build(out: Path, site_url: str, *args: str, config: Path = ROOT / "mkdocs.yml") -> str:
    """Build a site with MkDocs in a process of its own; return what it says."""
    result = subprocess.run(
        [
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "--strict",
            "-f",
            str(config),
            "-d",
            str(out),
            *args,
        ],
        env={**os.environ, "SITE_URL": site_url, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    text = result.stdout + result.stderr
    assert "Traceback" not in text, text
    if result.returncode:
        raise BuildFailed(text)
    return text


class BuildFailed(Exception):
    """MkDocs ended with an error; the message is what it said."""
