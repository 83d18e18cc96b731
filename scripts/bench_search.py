"""Figures of the search: what its first use loads on a large site, and how soon it answers.

`bench_search.py` prints them; `figures` yields them as lines.
"""

import contextlib
import functools
import gzip
import http.server
import json
import random
import shutil
import statistics
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

from playwright.sync_api import Browser
from playwright.sync_api import Error as PlaywrightError

from madoguchi.browser import browser
from madoguchi.files import write_bytes, write_text
from madoguchi.project import load
from madoguchi.publish import words
from madoguchi.read.reader import Reader
from madoguchi.render.localize import Localized
from madoguchi.render.page import render
from madoguchi.render.view import LocaleSite, locale_site
from madoguchi.search.index import files

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "content_src"
THEME = ROOT / "plugins/madoguchi/theme"
SCRIPTS = ("assets/search.js", "assets/search.css", "assets/words.js")
PAGES = 300
TYPED = ("国民健康保険", "juminhyo", "ごみ", "引っ越し 手続き", "hokenn", "学校")
RUNS = 5
SLOWER = 4
PATIENCE = 5_000
"""Milliseconds after which a query without a result is a failure."""


def sentences() -> list[str]:
    """Return municipal, general and news sentences, easy and hard."""
    return [
        text
        for path in sorted((ROOT / "tests/score").rglob("*.tsv"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
        for text in line.split("\t")[:2]
        if not set("{}[]<>|`*＜＞") & set(text)
    ]


def nouns(texts: list[str]) -> list[str]:
    """Return what a city's pages could be called: the nouns in a row of `texts`, each once."""
    reader = Reader()
    found: dict[str, None] = {}
    for text in texts:
        row = ""
        for word in reader.words(text):
            if word.pos[0] == "名詞" and word.number is None and word.pos[1] == "普通名詞":
                row += word.text
                continue
            if 3 <= len(row) <= 12:
                found[row] = None
            row = ""
    return list(found)


def large_site(root: Path, pages: int) -> LocaleSite:
    """Write a city of many different pages in Japanese and return it rendered.

    Each page has a title, five headings and ten keywords of its own and 20 sentences, of 3,000.
    """
    shutil.copytree(CONTENT, root, ignore=shutil.ignore_patterns("locale", "pages"))
    shutil.copytree(CONTENT / "pages", root / "pages")
    site = root / "site.yml"
    lines = site.read_text(encoding="utf-8").splitlines()
    one = ["languages: [ja]" if line.startswith("languages:") else line for line in lines]
    write_text(site, "\n".join(one) + "\n")
    texts = sentences()
    names = nouns(texts)
    chance = random.Random(0)
    chance.shuffle(names)
    there = len(list((root / "pages").glob("*/*.md")))
    for i in range(pages - there):
        title, *headings = names[i % len(names)], *chance.sample(names, 5)
        said = chance.sample(texts, 21)
        keywords = chance.sample(names, 10)
        body = "\n\n".join(
            f"## {heading}\n\n" + "\n\n".join(said[4 * k : 4 * k + 4])
            for k, heading in enumerate(headings)
        )
        head = (
            f"---\nid: page-{i}\ntype: guide\ntitle: {title}の手続き\nsummary: {title}の案内です。{headings[0]}のこともあります。\n"
            f"category: moving\nkeywords: {json.dumps(keywords, ensure_ascii=False)}\n"
            "verified: {on: 2026-11-01, by: 市民課}\nrisk: low\n---\n\n"
        )
        write_text(root / "pages" / "moving" / f"page-{i}.md", head + body + "\n")
    project = load(root, cache=False)
    localized = Localized(project, project.content.locales[0])
    return locale_site(localized, list(render(localized)))


SHELL = '<!doctype html><html lang="ja"><meta charset="utf-8"><title>-</title><button data-mg="search">-</button>'

FIRST = """
async (typed) => {
  const { run } = await import(new URL("assets/search.js", document.baseURI).href);
  await run(document.querySelector("button"));
  const field = document.querySelector("dialog input");
  field.value = typed;
  field.dispatchEvent(new Event("input"));
  const results = document.querySelector("dialog ol");
  const answered = await new Promise((done) => {
    const look = () => results.childElementCount && done(true);
    new MutationObserver(look).observe(results, { childList: true });
    look();
    setTimeout(() => done(false), PATIENCE);
  });
  if (!answered) return null;
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const loaded = performance.getEntriesByType("resource").find((one) => one.name.endsWith("search/ja.json"));
  return performance.now() - loaded.responseEnd;
}
"""

AGAIN = """
async (typed) => {
  const { find, open } = await import(new URL("assets/search.js", document.baseURI).href);
  const response = await fetch(new URL("search/ja.json", document.baseURI));
  const index = open(await response.json());
  find(index, "a");
  const start = performance.now();
  const { pages } = find(index, typed);
  return pages.length ? performance.now() - start : null;
}
"""


def asked(browser: Browser, address: str, script: str) -> tuple[list[float], int]:
    """Return milliseconds of each answer, and how often none came: a failure, not to be left out."""
    times: list[float] = []
    failed = 0
    for typed in TYPED:
        for _ in range(RUNS):
            context = browser.new_context(viewport={"width": 360, "height": 740})
            page = context.new_page()
            page.goto(address)
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            try:
                taken = page.evaluate(script.replace("PATIENCE", str(PATIENCE)), typed)
            except PlaywrightError:
                taken = None
            if taken is None:
                failed += 1
            else:
                times.append(float(taken))
            context.close()
    return times, failed


def told(answers: tuple[list[float], int]) -> str:
    """Return the median and how many were answered: `84 ms, 30 of 30 answered`."""
    times, failed = answers
    median = f"{statistics.median(times):.0f} ms" if times else "no result"
    return f"{median}, {len(times)} of {len(times) + failed} answered"


def transferred(written: Mapping[str, bytes]) -> dict[str, int]:
    """Return what the first use of the search loads: name → bytes with gzip."""
    names = [*SCRIPTS, "assets/words/ja.json", "search/ja.json"]
    return {name: len(gzip.compress(written[name], 9)) for name in names}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # a page that is closed has asked for more
            super().handle()


def figures(pages: int = PAGES) -> Iterator[str]:
    """Yield the figures of a site of `pages` pages in one language, a line each."""
    with tempfile.TemporaryDirectory() as folder:
        site = large_site(Path(folder) / "content_src", pages)
        written = {name: (THEME / name).read_bytes() for name in SCRIPTS}
        written |= dict(words.files([site])) | dict(files(site))
        sizes = transferred(written)
        shown = ", ".join(f"{Path(name).name} {size / 1000:.1f}" for name, size in sizes.items())
        yield f"search: {len(site.order)} pages in one language, first use {sum(sizes.values()) / 1000:.1f} KB with gzip ({shown})"
        sentences = [len(gzip.compress(data)) for name, data in written.items() if name.count("/") > 1 and name.startswith("search/")]  # fmt: skip
        yield f"search: the sentences of a result {statistics.median(sentences) / 1000:.1f} KB, only for results that need them"
        public = Path(folder) / "site"
        for name, data in written.items():
            write_bytes(public / name, data)
        write_text(public / "index.html", SHELL)
        handler = functools.partial(_Quiet, directory=str(public))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with browser() as chromium:
            address = f"http://127.0.0.1:{server.server_port}/"
            first, again = (told(asked(chromium, address, script)) for script in (FIRST, AGAIN))
        server.shutdown()
        server.server_close()
        yield f"search: first results {first} (after the index has come, CPU {SLOWER} times slower); one more search {again}"


def main() -> None:
    """Print the figures."""
    for line in figures():
        print(line)


if __name__ == "__main__":
    main()
