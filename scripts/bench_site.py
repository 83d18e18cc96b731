"""Measures the residents' site as a phone meets it, beside what was asked; nothing passes or fails here.

`bench.py site [sizes] [search] [lighthouse] [axe] [nojs]`, or all of them. Lighthouse and axe-core come from npm
into `.madoguchi_cache/npm`; without npm, their rows say so. Other work on the machine makes Lighthouse's
performance worse: the load is printed with it.
"""

import argparse
import contextlib
import gzip
import hashlib
import http.server
import importlib
import itertools
import json
import mimetypes
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from email.utils import formatdate
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page
from playwright.sync_api import Error as PlaywrightError

from madoguchi import po
from madoguchi.browser import browser
from madoguchi.document import BlockKind
from madoguchi.project import load

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "content_src"
CACHE = ROOT / ".madoguchi_cache" / "npm"
PACKAGES = ("lighthouse@12.8.2", "axe-core@4.14.1")
RUNS = 5
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}

LANGUAGES = "ja en vi zh-Hans pt-BR ne tl ur ko my id th km fa zh-Hant es".split()
LIKE = {
    "ko": "zh-Hans", "zh-Hant": "zh-Hans", "my": "ne", "th": "ne", "km": "ne", "fa": "ur",
    "id": "tl", "es": "pt-BR",
}  # fmt: skip
"""Languages without catalogs take the text of one whose letters need as many bytes."""

VIEWED = "ja en ne ur my th zh-Hant".split()
"""The languages whose pages are looked at one by one: those with the largest HTML among them."""

TOPIC = "moving/moving-in/"
TOPICS = (TOPIC, "disaster/typhoon/", "living/garbage/")


def main(names: Sequence[str] = ()) -> None:
    """Measure the parts that are named, or all."""
    parts: dict[str, Callable[[], None]] = {
        "sizes": sizes,
        "search": search,
        "lighthouse": lighthouse,
        "axe": axe,
        "nojs": nojs,
    }
    parser = argparse.ArgumentParser(prog="bench.py site", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="|".join(parts))
    chosen = parser.parse_args(list(names)).names
    if wrong := set(chosen) - set(parts):
        parser.error(f"unknown: {', '.join(sorted(wrong))}; known: {', '.join(parts)}")
    row("what", "asked", "measured")
    for name in chosen or parts:
        parts[name]()


def row(what: str, asked: str, measured: str) -> None:
    """Print one row of the table."""
    print(f"| {what} | {asked} | {measured} |", flush=True)


def kilobytes(count: float) -> str:
    """Return a number of bytes as people write it; 1 KB is 1,000 bytes."""
    return f"{count / 1000:.1f} KB"


# The sites that are measured


def build(out: Path, address: str, config: Path = ROOT / "mkdocs.yml") -> float:
    """Build a site for an address; return the seconds it took. Stop with what MkDocs said if it fails."""
    start = time.perf_counter()
    result = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config), "-d", str(out)],
        env={**os.environ, "SITE_URL": address, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if result.returncode:
        raise SystemExit(result.stdout[-3000:] + result.stderr[-3000:])
    return time.perf_counter() - start


def copied_city(root: Path, languages: Sequence[str] = ()) -> Path:
    """Copy the example city into a folder, in other languages if any are named; return its mkdocs.yml."""
    content = root / "content_src"
    shutil.copytree(CONTENT, content)
    (root / "docs").mkdir()
    config = root / "mkdocs.yml"
    shutil.copy(ROOT / "mkdocs.yml", config)
    if languages:
        replace(content / "site.yml", r"^languages: .*", f"languages: [{', '.join(languages)}]")
        for tag in set(languages) & set(LIKE):
            shutil.copytree(CONTENT / "locale" / LIKE[tag], content / "locale" / tag)
        for folder in (content / "locale").iterdir():
            if folder.name not in languages:
                shutil.rmtree(folder)
    # the text of another language breaks rules for translations, which are not measured here
    off = ", ".join(f"{rule}: off" for rule in _translation_rules())
    with (content / "site.yml").open("a", encoding="utf-8") as site:
        site.write(f"\ntranslation: {{rules: {{{off}}}}}\n")
    return config


def _translation_rules() -> list[str]:
    from madoguchi.translate.rules import RULES

    return [rule.id for rule in RULES if rule.id != "T002"]


def replace(path: Path, pattern: str, by: str) -> None:
    """Replace the one place of a file that a pattern finds."""
    text, count = re.subn(pattern, lambda _: by, path.read_text("utf-8"), flags=re.M)
    assert count == 1, (path, pattern, count)
    path.write_text(text, encoding="utf-8")


def large_city(root: Path, count: int, languages: Sequence[str]) -> Path:
    """Make a city of `count` topic pages: the example's again and again, each with a title of its own.

    The translations are copied with their pages, so that every page is translated as the example is.
    Returns its mkdocs.yml.
    """
    config = copied_city(root, languages)
    content = root / "content_src"
    originals = sorted(p for p in (content / "pages").rglob("*.md") if p.name != "index.md")
    places = zip(itertools.cycle(originals), range(count - len(originals)), strict=False)
    for original, n in places:
        number = n // len(originals) + 2
        page = original.with_stem(f"{original.stem}-{number}")
        text = original.read_text("utf-8")
        (title,) = re.findall(r"^title: (.*)$", text, re.M)
        text = text.replace(f"\nid: {original.stem}\n", f"\nid: {page.stem}\n", 1)
        page.write_text(
            text.replace(f"\ntitle: {title}\n", f"\ntitle: {title} {number}\n", 1), "utf-8"
        )
        for folder in (content / "locale").iterdir():
            catalog = folder / original.parent.name / f"{original.stem}.po"
            read = po.parse(catalog.read_text("utf-8"))
            entries = tuple(
                e.changed(text=f"{e.text} {number}", translation=f"{e.translation} {number}")
                if e.context == "title"
                else e
                for e in read.entries
            )
            copy = catalog.with_stem(page.stem)
            copy.write_text(str(po.Po(read.header, entries, read.tail)), encoding="utf-8")
    return config


# A server that counts


@dataclass(slots=True)
class Transfer:
    """One answer of the server."""

    path: str
    status: int
    header: int
    body: int

    @property
    def size(self) -> int:
        """Return everything that was sent: the status line, the header fields and the body."""
        return self.header + self.body


@dataclass(slots=True)
class Served:
    """A site on this machine, over HTTP/1.1 with gzip, as a static host gives it."""

    address: str
    folder: Path
    log: list[Transfer] = field(default_factory=list)

    def take(self) -> list[Transfer]:
        """Return what was sent since the last time."""
        taken, self.log = self.log, []
        return taken


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(folder: Path, port: int = 0) -> Iterator[Served]:
    """Serve a site until the end; it may be built later than the server starts."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    served = Served(f"http://127.0.0.1:{server.server_port}/", folder)
    server.served = served  # type: ignore[attr-defined]
    server.bodies = {}  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers with gzip, entity tags, the site's `_headers` and its 404 page, and counts each byte."""

    protocol_version = "HTTP/1.1"
    # one write for each answer, none waiting for an acknowledgement
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer with a file."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer with the header of a file."""
        self._answer(with_body=False)

    def _answer(self, with_body: bool) -> None:
        served: Served = self.server.served  # type: ignore[attr-defined]
        address = urlsplit(self.path)
        path = served.folder / unquote(address.path).lstrip("/")
        status = 200
        if path.is_dir():
            path = path / "index.html"
        if not path.is_file() or not path.resolve().is_relative_to(served.folder.resolve()):
            status, path = 404, served.folder / "404.html"
        body, tag, packed = self._body(path)
        fields = {
            "Date": formatdate(usegmt=True),
            "Server": "bench",
            "Content-Type": _content_type(path),
            # what has a version in its address never changes
            "Cache-Control": "public, max-age=31536000, immutable"
            if "v=" in address.query
            else "no-cache",
            "ETag": tag,
            "Vary": "Accept-Encoding",
            **_own_fields(served.folder, address.path),
        }
        if self.headers.get("If-None-Match") == tag and status == 200:
            status, body = 304, b""
        else:
            fields["Content-Length"] = str(len(body))
            if packed:
                fields["Content-Encoding"] = "gzip"
        lines = [f"HTTP/1.1 {status} {http.HTTPStatus(status).phrase}"]
        lines += [f"{name}: {value}" for name, value in fields.items()]
        header = "\r\n".join([*lines, "", ""]).encode("latin-1")
        if not with_body:
            body = b""
        with contextlib.suppress(ConnectionError):
            self.wfile.write(header + body)
            self.wfile.flush()
        served.log.append(Transfer(address.path, status, len(header), len(body)))

    def _body(self, path: Path) -> tuple[bytes, str, bool]:
        bodies: dict[tuple[Path, bool], tuple[bytes, str, bool]] = self.server.bodies  # type: ignore[attr-defined]
        key = (path, "gzip" in self.headers.get("Accept-Encoding", ""))
        if key not in bodies:
            body = path.read_bytes() if path.is_file() else b""
            tag = f'"{hashlib.sha256(body).hexdigest()[:12]}"'
            packed = key[1] and not _content_type(path).startswith(
                ("image/png", "image/jpeg", "font/")
            )
            bodies[key] = (gzip.compress(body) if packed else body, tag, packed)
        return bodies[key]

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of each request."""


def _content_type(path: Path) -> str:
    kind = {".webmanifest": "application/manifest+json", ".js": "text/javascript", ".json": "application/json"}.get(
        path.suffix
    ) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"  # fmt: skip
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _own_fields(folder: Path, path: str) -> dict[str, str]:
    """Return the header fields that the site's own `_headers` file asks for."""
    rules = folder / "_headers"
    fields: dict[str, str] = {}
    if not rules.is_file():
        return fields
    applies = False
    for line in rules.read_text("utf-8").splitlines():
        if line.startswith("/"):
            applies = fnmatch(path, line.strip())
        elif applies and ":" in line and not line.lstrip().startswith("#"):
            name, _, value = line.partition(":")
            fields[name.strip()] = value.strip()
    return fields


# Sizes


def sizes() -> None:
    """What a phone loads on a first and on a later view, on a site of 200 pages in 16 languages."""
    with tempfile.TemporaryDirectory() as folder, browser() as chromium:
        root = Path(folder)
        config = large_city(root, 200, LANGUAGES)
        with serving(root / "site", free_port()) as served:
            took = build(root / "site", served.address, config)
            row(f"built: 200 pages × {len(LANGUAGES)} languages", "-", f"{took:.0f} s")
            html_sizes(root / "site")
            views(chromium, served)


def html_sizes(site: Path) -> None:
    """Print how big the HTML of all topic pages is."""
    for tag in LANGUAGES:
        folder = site if tag == "ja" else site / tag
        topics = [p for p in folder.glob("*/*/index.html") if p.parts[len(site.parts)] != "plain"]
        if tag == "ja":
            topics = [p for p in topics if p.relative_to(site).parts[0] not in LANGUAGES]
        packed = sorted(len(gzip.compress(p.read_bytes())) for p in topics)
        measured = f"median {kilobytes(packed[len(packed) // 2])}, largest {kilobytes(packed[-1])}"
        row(f"HTML of {len(packed)} topic pages, {tag}, gzipped", "≤ 15 KB", measured)


def views(chromium: Browser, served: Served) -> None:
    """Print what the first view of a page and that of another page after it transfer."""
    largest: tuple[int, list[Transfer]] = (0, [])
    for tag in VIEWED:
        prefix = "" if tag == "ja" else f"{tag}/"
        first: list[tuple[int, int]] = []
        again: list[int] = []
        for topic, other in zip(TOPICS, (*TOPICS[1:], TOPICS[0]), strict=True):
            with phone(chromium) as context:
                page = context.new_page()
                sent = view(page, served, f"{prefix}{topic}")
                first.append((size(sent), size(t for t in sent if t.path.endswith("/"))))
                largest = max(largest, (size(sent), sent), key=lambda one: one[0])
                again.append(size(view(page, served, f"{prefix}{other.removesuffix('/')}-3/")))
        total, html = map(max, zip(*first, strict=True))
        row(
            f"first view of a topic page, {tag}, largest of {len(TOPICS)}",
            "≤ 50 KB, HTML ≤ 15 KB",
            f"{kilobytes(total)}, HTML {kilobytes(html)}",
        )
        row(
            f"repeat view of another page, {tag}, largest of {len(TOPICS)}",
            "≤ 15 KB",
            kilobytes(max(again)),
        )
    for one in sorted(largest[1], key=lambda t: -t.size):
        row(f"… in the largest first view: {one.path} ({one.status})", "-", kilobytes(one.size))


def size(sent: Iterable[Transfer]) -> int:
    """Return what was sent altogether, with the header fields."""
    return sum(transfer.size for transfer in sent)


@contextlib.contextmanager
def phone(chromium: Browser, **options: Any) -> Iterator[BrowserContext]:
    """Give a browser that was never here before, on a phone."""
    settings = {"viewport": PHONE, "device_scale_factor": 2, "has_touch": True, **options}
    context = chromium.new_context(**settings)
    try:
        yield context
    finally:
        context.close()


def view(page: Page, served: Served, uri: str) -> list[Transfer]:
    """Open a page, wait until nothing more is loaded, and return what the server sent.

    That is never less than what the browser's own tools count, which leave out what a service
    worker fetches; if it is, this stops.
    """
    served.take()
    counted: list[float] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: counted.append(event["encodedDataLength"]))
    page.goto(served.address + uri, wait_until="load")
    quiet(page, served)
    session.detach()
    sent = served.take()
    assert sum(counted) <= size(sent), (uri, sum(counted), size(sent))
    return sent


def quiet(page: Page, served: Served, seconds: float = 0.7) -> None:
    """Wait until the server has sent nothing for a while."""
    page.wait_for_load_state("networkidle")
    before = -1
    while before != len(served.log):
        before = len(served.log)
        page.wait_for_timeout(seconds * 1000)


# Search


def search() -> None:
    """What search loads on its first use, and how soon it answers: on real pages, and from `bench_search`."""
    with tempfile.TemporaryDirectory() as folder, browser() as chromium:
        root = Path(folder)
        config = large_city(root, 300, ["ja"])
        with serving(root / "site", free_port()) as served:
            build(root / "site", served.address, config)
            first_search(chromium, served)
    try:
        figures = importlib.import_module("bench_search").figures
    except ImportError as error:
        row("search on pages without repetition", "-", f"not measured: {error}")
        return
    for line in figures():
        asked = (
            "≤ 300 KB" if "first use" in line else "≤ 300 ms" if "first results" in line else "-"
        )
        row("search on pages without repetition", asked, line.removeprefix("search: "))


SEARCHED = """async typed => {
  const field = document.querySelector('dialog input'), results = document.querySelector('dialog ol');
  const start = performance.now();
  field.value = typed;
  field.dispatchEvent(new Event('input', {bubbles: true}));
  const answered = await new Promise(done => {
    const look = () => results.childElementCount && done(true);
    new MutationObserver(look).observe(results, {childList: true});
    look();
    setTimeout(() => done(false), 5000);
  });
  if (!answered) return null;
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""


def first_search(chromium: Browser, served: Served) -> None:
    """Print what the first use of the search loads on a page of a large site, and when it answers."""
    sizes_: list[int] = []
    times: list[float] = []
    asked = 0
    for typed in ("ごみ", "juminhyo", "転入届", "ねんきん", "jishin"):
        with phone(chromium) as context:
            page = context.new_page()
            view(page, served, TOPIC)
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
            page.locator("[data-mg=search]").first.click()
            page.locator("dialog input").wait_for()
            quiet(page, served)
            loaded = size(served.log)
            taken = None
            with contextlib.suppress(PlaywrightError):
                taken = page.evaluate(SEARCHED, typed)
            if taken is not None:
                times.append(float(taken))
            asked += 1
            sizes_.append(max(loaded, size(served.take())))
    row(
        "search, first use, 300 pages in one language: scripts, words, index, sentences shown",
        "≤ 300 KB",
        kilobytes(statistics.median(sizes_)),
    )
    median = f"{statistics.median(times):.0f} ms" if times else "no result"
    # a query without a result is a failure, not to be left out
    measured = f"{median}, {len(times)} of {asked} answered"
    row("search, first results after a key, CPU 4 × slower", "≤ 300 ms", measured)


# Lighthouse


def npm(package: str) -> Path | None:
    """Return the folder of a package from npm, installed once; None, with a row, where there is no npm."""
    folder = CACHE / "node_modules" / package
    if folder.is_dir():
        return folder
    command = shutil.which("npm")
    if command is None:
        row(f"{package}", "-", "not measured: npm is not installed (Debian: apt-get install npm)")
        return None
    CACHE.mkdir(parents=True, exist_ok=True)
    (CACHE.parent / ".gitignore").write_text("*\n", encoding="utf-8")
    (CACHE / "package.json").write_text('{"private": true}\n', encoding="utf-8")
    result = subprocess.run(
        [command, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", *PACKAGES],
        cwd=CACHE, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if result.returncode:
        row(f"{package}", "-", f"not measured: npm said {result.stderr.strip()[-200:]!r}")
        return None
    return folder


CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def lighthouse() -> None:
    """Lighthouse's four marks on a phone, the median of five runs, and each audit that is not full."""
    package = npm("lighthouse")
    if package is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        with serving(site, free_port()) as served:
            build(site, served.address)
            for tag, (name, uri) in itertools.product(
                ("ja", "en", "ne", "ur"), (("home", ""), ("page", TOPIC))
            ):
                prefix = "" if tag == "ja" else f"{tag}/"
                load_before = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
                marks, missed = lighthouse_page(package, served.address + prefix + uri)
                measured = (
                    f"{marks}; load {load_before:.1f}{'; ' if missed else ''}{'; '.join(missed)}"
                )
                row(f"Lighthouse mobile, {name}, {tag}", "100 / 100 / 100 / 100", measured)


def lighthouse_page(package: Path, address: str) -> tuple[str, list[str]]:
    """Return the marks of a page, and the audits with a weight that any run had not full."""
    reports = [report for _ in range(RUNS) if (report := lighthouse_run(package, address))]
    if not reports:
        return "not measured: Lighthouse did not end", []
    medians = [
        statistics.median(100 * (r["categories"][name]["score"] or 0) for r in reports)
        for name in CATEGORIES
    ]
    missed: set[str] = set()
    for report in reports:
        weighed = {
            ref["id"]
            for category in report["categories"].values()
            for ref in category["auditRefs"]
            if ref["weight"]
        }
        for name in sorted(weighed):
            audit = report["audits"][name]
            if audit["score"] is not None and audit["score"] < 0.9:
                missed.add(f"{name}: {audit['title']} {audit.get('displayValue', '')}".strip())
    marks = " / ".join(f"{mark:.0f}" for mark in medians)
    return f"{marks} (of {len(reports)} runs)", sorted(missed)


def lighthouse_run(package: Path, address: str) -> dict[str, Any] | None:
    """Run Lighthouse once; None if it did not end well."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        command = [
            shutil.which("node") or "node", str(package / "cli" / "index.js"), address,
            "--output=json", f"--output-path={out}", "--quiet", "--throttling-method=simulate",
            f"--only-categories={','.join(CATEGORIES)}", "--chrome-flags=--headless=new --no-sandbox",
        ]  # fmt: skip
        chrome = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chrome"))), "")
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(
                command, env={**os.environ, "CHROME_PATH": chrome}, capture_output=True, check=False, timeout=180
            )  # fmt: skip
        if not out.is_file():
            return None
        report: dict[str, Any] = json.loads(out.read_text("utf-8"))
        return None if report.get("runtimeError") else report


# axe-core


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of page, and what must be done before it can be looked at."""

    name: str
    uri: str
    press: str = ""
    """The button to press first."""
    only: tuple[str, ...] = ()
    """The languages it is there in; all if empty."""
    never: tuple[str, ...] = ()
    appears: str = ""
    """What must be visible then."""


KINDS = (
    Kind("home", ""),
    Kind("category", "moving/"),
    Kind("procedure", TOPIC),
    Kind("guide", "disaster/emergency-call/"),
    Kind("list", "help/japanese-classes/"),
    Kind("tables", "living/garbage/"),
    Kind("language menu", TOPIC, press=".mg-languages summary"),
    Kind("search open", TOPIC, press="[data-mg=search]"),
    Kind("side by side", TOPIC, press="[data-mg=side]", never=("ja", "ja-Hrkt", "ja-Latn")),
    Kind("keep dialog", TOPIC, press="[data-mg=keep]"),
    Kind("page kept for no network", "offline/"),
    Kind("404", "404.html", only=("ja",)),
    Kind("plain", f"plain/{TOPIC}", only=("ja",)),
)


def axe() -> None:
    """What axe-core finds on every kind of page, in every language, both schemes, on phone and desktop."""
    package = npm("axe-core")
    if package is None:
        return
    script = (package / "axe.min.js").read_text("utf-8")
    total = 0
    with tempfile.TemporaryDirectory() as folder, browser() as chromium:
        root = Path(folder)
        config = with_alert(root)
        with serving(root / "site", free_port()) as served, phone(chromium, **STEADY) as context:
            build(root / "site", served.address, config)
            tags = [loc.tag for loc in load(root / "content_src").content.locales]
            page = context.new_page()
            for kind in KINDS:
                found: dict[str, list[str]] = defaultdict(list)
                absent = []
                looked = 0
                for tag in tags:
                    if (kind.only and tag not in kind.only) or tag in kind.never:
                        continue
                    if not reached(page, served, kind, tag):
                        absent.append(tag)
                        continue
                    for look, violation in look_at(page, script):
                        found[violation].append(f"{tag}, {look}")
                    looked += 4
                total += looked
                measured = f"{sum(map(len, found.values()))} violations in {looked} looks"
                missing = f"; not there in {', '.join(absent)}" if absent else ""
                row(f"axe-core: {kind.name}", "0 violations", measured + missing)
                for what, places in sorted(found.items(), key=lambda one: -len(one[1])):
                    row(f"… {what}", "-", f"{len(places)} times, as in {places[0]}")
    row(f"axe-core: {len(KINDS)} kinds of page, {len(tags)} languages", "-", f"{total} looks")


STEADY = {"device_scale_factor": 1, "reduced_motion": "reduce"}


def look_at(page: Page, script: str) -> Iterator[tuple[str, str]]:
    """Yield the violations of an open page: all rules on phone and desktop, the contrast of both schemes."""
    for size_ in (PHONE, DESKTOP):
        page.set_viewport_size(size_)  # type: ignore[arg-type]
        for violation in violations(page, script):
            yield f"{size_['width']} px", violation
        page.emulate_media(color_scheme="dark")
        for violation in violations(page, script, rules=("color-contrast",)):
            yield f"{size_['width']} px, dark", violation
        page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]


ALERT = """\
typhoon:
  title: 台風が来ます
  text: 川の近くに行かないでください。
  from: 2026-01-01T00:00+09:00
  until: 2099-12-31T00:00+09:00
  page: typhoon
  contact: city-hall
"""


def with_alert(root: Path) -> Path:
    """Copy the example city with an alert in force; return its mkdocs.yml."""
    config = copied_city(root)
    (root / "content_src" / "data" / "alerts.yml").write_text(ALERT, encoding="utf-8")
    return config


def reached(page: Page, served: Served, kind: Kind, tag: str) -> bool:
    """Open a page of a kind, as far as it is there."""
    prefix = "" if tag == "ja" else f"{tag}/"
    answer = page.goto(served.address + prefix + kind.uri)
    if answer is None or not answer.ok:
        return False
    if not kind.press:
        page.wait_for_timeout(300)
        return True
    button = page.locator(kind.press).first
    if not shown(button):
        return False
    button.click()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(200)
    return True


def shown(button: Locator) -> bool:
    """Say whether a control is there for the reader to press."""
    with contextlib.suppress(PlaywrightError):
        button.wait_for(state="visible", timeout=3000)
        return True
    return False


def violations(page: Page, script: str, rules: Sequence[str] = ()) -> Iterator[str]:
    """Yield each rule that a page breaks, with the element; the rules new in WCAG 2.2 must be asked for."""
    page.evaluate(f"if (!window.axe) {{ {script} }}")
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    else:
        options["rules"] = {"target-size": {"enabled": True}}
    result = page.evaluate("options => axe.run(options)", options)
    for violation in result["violations"]:
        for node in violation["nodes"]:
            target = " ".join(map(str, node["target"]))
            yield f"{violation['id']} ({violation['impact']}): {re.sub(r'[0-9]+', 'N', target)}"


# Without JavaScript


def nojs() -> None:
    """Whether reading, navigation, the language switch and printing work without JavaScript."""
    with tempfile.TemporaryDirectory() as folder, browser() as chromium:
        root = Path(folder)
        with serving(root / "site", free_port()) as served:
            build(root / "site", served.address)
            with phone(chromium, java_script_enabled=False) as context:
                page = context.new_page()
                for name, trial in (
                    ("reading", reads),
                    ("navigation", navigates),
                    ("language switch", switches),
                    ("printing", prints),
                    ("no control that needs scripts is shown", no_dead_controls),
                ):
                    try:
                        measured = trial(page, served)
                    except (PlaywrightError, AssertionError) as error:
                        measured = f"fails: {str(error).splitlines()[0] if str(error) else 'no'}"
                    row(f"JavaScript off: {name}", "works", measured)


WITHOUT_READINGS = """main => {
  const copy = main.cloneNode(true);
  copy.querySelectorAll('rt, rp, .mg-tip').forEach(node => node.remove());
  return copy.textContent.replace(/\\s+/g, '');
}"""


HIDDEN = """blocks => {
  // what is folded is opened without scripts
  document.querySelectorAll('details').forEach(details => { details.open = true; });
  return blocks.filter(block => !block.checkVisibility()).map(block => block.dataset.b);
}"""


def reads(page: Page, served: Served) -> str:
    """All text of each page is there and visible, with its readings."""
    count = 0
    for source in load(CONTENT).content.pages:
        page.goto(
            served.address
            + re.sub(r"(index)?\.md$", "", source.uri)
            + "/" * ("index" not in source.uri)
        )
        text = page.locator("main").evaluate(WITHOUT_READINGS)
        for block in source.document.blocks:
            if block.kind is BlockKind.PARAGRAPH and not re.search(
                r"[{}\[\]＜＞`*_|\s]", block.text
            ):
                assert block.text in text, f"/{source.uri}: not there: {block.text}"
                count += 1
        hidden = page.locator("main [data-b]").evaluate_all(HIDDEN)
        assert not hidden, f"/{source.uri}: hidden: {hidden}"
        assert page.locator("main ruby rt").first.is_visible(), source.uri
    return f"works: readings are shown, no block is hidden, {count} paragraphs compared"


def navigates(page: Page, served: Served) -> str:
    """From the home page to a category to a page, and home again."""
    page.goto(served.address + "en/")
    page.locator("main a[href$='moving/']").first.click()
    page.locator("main a[href$='moving-in/']").first.click()
    assert page.url == f"{served.address}en/{TOPIC}", page.url
    page.locator("a.mg-name, .mg-breadcrumbs a").first.click()
    assert page.url == f"{served.address}en/", page.url
    return "works"


def switches(page: Page, served: Served) -> str:
    """From each language to the next, on the same page."""
    tags = [loc.tag for loc in load(CONTENT).content.locales]
    page.goto(served.address + TOPIC)
    for tag in [*tags[1:], "ja"]:
        page.locator(".mg-languages summary").first.click()
        page.locator(f".mg-languages a[hreflang='{tag}']").first.click()
        prefix = "" if tag == "ja" else f"{tag}/"
        assert page.url == f"{served.address}{prefix}{TOPIC}", page.url
    return f"works, {len(tags)} languages"


def prints(page: Page, served: Served) -> str:
    """A page printed as PDF has its text."""
    command = shutil.which("pdftotext")
    counts = []
    for prefix in ("", "en/", "ne/", "ur/"):
        page.goto(f"{served.address}{prefix}{TOPIC}")
        heading = page.locator("h1").inner_text()
        pdf = page.pdf(format="A4")
        counts.append(len(re.findall(rb"/Type\s*/Page\b", pdf)))
        if command and prefix == "en/":
            run = [command, "-", "-"]
            text = subprocess.run(run, input=pdf, capture_output=True, check=True).stdout.decode()
            assert " ".join(heading.split()) in " ".join(text.split()), heading
    return f"works, {' / '.join(map(str, counts))} sheets of A4{'' if command else ', text not compared (no pdftotext)'}"


def no_dead_controls(page: Page, served: Served) -> str:
    """Controls that only scripts can answer are hidden; the terms explain themselves when they are pressed."""
    for uri in ("", TOPIC, f"en/{TOPIC}"):
        page.goto(served.address + uri)
        controls = page.locator("button:visible, select:visible, input:visible")
        dead = [
            one.evaluate("e => e.outerHTML")
            for one in controls.all()
            if not one.locator("xpath=ancestor::*[contains(@class, 'mg-term')]").count()
        ]
        assert not dead, f"{dead} on /{uri}"
    page.goto(served.address + TOPIC)
    page.locator("main .mg-term dfn").first.click()
    assert page.locator("main .mg-term .mg-tip").first.is_visible(), (
        "a term does not explain itself"
    )
    return "works; a term that is pressed explains itself"


if __name__ == "__main__":
    main(sys.argv[1:])
