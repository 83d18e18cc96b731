"""Prints figures of speed and size; nothing passes or fails here.

`bench.py [check] [read] [translate] [build] [size]`, or all of them; `bench.py site` measures the residents' site.
"""

import argparse
import contextlib
import gc
import gzip
import importlib.resources
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

import bench_site

from madoguchi.kana import hiragana
from madoguchi.words import DOUBTFUL, Word

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "content_src"
RUNS = 5


def seconds(action: Callable[[], object], runs: int = RUNS) -> float:
    """Return the median time of `runs` runs, after one that is not counted."""
    action()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def command(*args: str | Path, **environment: str) -> None:
    """Run a command silently; stop with what it said if it fails."""
    result = subprocess.run(
        [str(a) for a in args], cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if result.returncode:
        raise SystemExit(result.stdout + result.stderr)


def sentences() -> list[str]:
    """Return municipal, general and news sentences, easy and hard, one text each."""
    return [
        text
        for path in sorted((ROOT / "tests/score").glob("*.tsv"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
        for text in line.split("\t")
    ]


@contextlib.contextmanager
def large_site(pages: int) -> Iterator[Path]:
    """Give a site of many pages, each 19 sentences of the example city and one that may need work."""
    from madoguchi.document import BlockKind
    from madoguchi.project import load

    texts = sentences()
    clean = [
        block.raw
        for page in load(CONTENT).content.pages
        for block in page.document.blocks
        if block.kind is BlockKind.PARAGRAPH and not {"{", "["} & set(block.raw)
    ]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "content_src"
        shutil.copytree(CONTENT, root, ignore=shutil.ignore_patterns("locale"))
        for i in range(pages):
            head = (
                f"---\nid: page-{i}\ntype: guide\ntitle: ページ{i}\nsummary: これは見本のページです。\n"
                "category: moving\nverified: {on: 2026-11-01, by: 市民課}\nrisk: low\n---\n\n"
            )
            body = [clean[(i * 19 + k) % len(clean)] for k in range(19)]
            body.append(texts[i % len(texts)])
            path = root / "pages" / "moving" / f"page-{i}.md"
            path.write_text(head + "\n\n".join(body) + "\n", encoding="utf-8")
        yield root


MEMORY = """
import resource, sys
from pathlib import Path
from madoguchi.check.engine import check
from madoguchi.project import load
check(load(Path(sys.argv[1])))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def bench_check() -> None:
    """How fast the check is with all rules on, what it needs, and how well the score ranks."""
    from madoguchi.check.engine import Checker, check, check_text
    from madoguchi.project import load
    from madoguchi.read.reader import Reader
    from madoguchi.read.vote import second_reader
    from madoguchi.schema import CheckSettings

    texts = sentences()
    path, plain = Path("a.md"), CheckSettings()
    documents = ["\n\n".join(texts[i : i + 20]) for i in range(0, len(texts), 20)]
    everything = "".join(documents)
    # as after scripts/site: without the second opinion, which the extra `vote` brings
    for name, opinion in (("", None), (" with the second reader", second_reader())):
        checker = Checker(Reader(opinion=opinion))
        count = everything.count("。")
        took = seconds(lambda c=checker: [check_text(d, path, c, plain) for d in documents], 5)  # type: ignore[misc]
        print(
            f"check: {count / took:,.0f} sentences a second{name}, {len(everything) / took:,.0f} characters"
        )
        if second_reader() is None:
            break
    start = "from madoguchi.check.engine import plain_checker; plain_checker().reader.words('あ')"
    print(f"check: start-up {seconds(lambda: command(sys.executable, '-c', start)):.2f} s")
    whole = seconds(lambda: command(sys.executable, "-m", "madoguchi", "check", "--no-cache"), 3)
    print(f"check: the whole command on the example city {whole:.2f} s")
    pages = 1000
    with large_site(pages) as root:
        project = load(root)
        loading = seconds(lambda: load(root), 1)
        print(f"check: {pages} pages ({pages * 20:,} texts): loading {loading:.1f} s")
        for jobs in (1, 2):
            began = time.perf_counter()
            found = check(project, jobs=jobs)
            took = time.perf_counter() - began
            print(
                f"check: the same, {len(found):,} findings, with all extras, in {jobs} processes {took:.1f} s"
            )
        used = subprocess.run(
            [sys.executable, "-c", MEMORY, str(root)], capture_output=True, text=True, check=False
        )
        print(f"check: memory for {pages} pages {used.stdout.strip() or 'unknown'} MB at most")
        check(project, cache_in=root.parent)
        page = root / "pages/moving/page-7.md"
        page.write_text(page.read_text(encoding="utf-8") + "\nお書きください。\n", encoding="utf-8")
        project = load(root)
        gc.freeze()  # as the command does
        began = time.perf_counter()
        check(project, cache_in=root.parent)
        print(
            f"check: one changed page of {pages}, loaded and cached, {time.perf_counter() - began:.2f} s"
        )
        arguments = (
            sys.executable,
            "-m",
            "madoguchi",
            "check",
            "--content",
            root,
            "--fail-on",
            "error",
        )
        began = time.perf_counter()
        subprocess.run([str(a) for a in arguments], capture_output=True, check=False)
        subprocess_first = time.perf_counter() - began
        page.write_text(page.read_text(encoding="utf-8") + "\n水です。\n", encoding="utf-8")
        began = time.perf_counter()
        subprocess.run([str(a) for a in arguments], capture_output=True, check=False)
        print(
            f"check: the command on {pages} pages {subprocess_first:.1f} s, "
            f"after one page has changed {time.perf_counter() - began:.1f} s"
        )
    bench_score()


def bench_score() -> None:
    """How many of our own pairs are ranked right, and how well hard words are told apart."""
    from madoguchi.check.score import score, word_score
    from madoguchi.read.reader import Reader
    from madoguchi.tsv import rows

    words = Reader().words
    folder = ROOT / "tests/score"
    sets = {
        f"{path.stem}, {about}": [
            line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()
        ]
        for place, about in ((folder, "fitted to them"), (folder / "held-out", "held out"))
        for path in sorted(place.glob("*.tsv"))
    }
    sets["rewrites by the country and by cities"] = [
        row[:2] for row in rows("madoguchi.check.words", "precedents.tsv") if row[4] != "doubtful"
    ]
    for name, pairs in sets.items():
        both = [(score(hard, words).value, score(easy, words).value) for hard, easy in pairs]
        right = sum(hard > easy for hard, easy in both) / len(both)
        ties = sum(hard == easy for hard, easy in both) / len(both)
        print(f"score: {name}: {right:.1%} of {len(both)} pairs right, {ties:.1%} ties")
    for path, about in ((folder, "fitted to them"), (folder / "held-out", "held out")):
        values: list[tuple[float, bool, bool]] = []
        for text, spans in marked(path / "marked.txt"):
            for word in words(text):
                if word.pos[0] in ("補助記号", "空白"):
                    continue
                hard = any(a < word.span.end and word.span.start < b for a, b in spans)
                value = word_score(word.text, text, word.span.start, words)
                values.append((value, hard, word.pos[0] not in ("助詞", "助動詞")))
        content = [value for value in values if value[2]]
        print(
            f"score: hard words told from others ({about}), AUC {area(values):.3f} of all words, "
            f"{area(content):.3f} without particles and auxiliaries"
        )


def marked(path: Path) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Yield the marked sentences of a file with the spans of the words that are hard."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        text, spans = "", []
        for piece in re.split(r"(⟦[12]\|[^⟧]*⟧)", line):
            if piece.startswith("⟦"):
                spans.append((len(text), len(text) + len(piece) - 4))
            text += piece[3:-1] if piece.startswith("⟦") else piece
        yield text, spans


def area(values: list[tuple[float, bool, bool]]) -> float:
    """Return the area under the ROC curve: how often a hard word is above an easy one."""
    easy = sorted(value for value, hard, _ in values if not hard)
    above = [bisect_left(easy, v) + bisect_right(easy, v) for v, hard, _ in values if hard]
    return sum(above) / (2 * len(above) * len(easy))


def bench_read() -> None:
    """How fast readings are made, alone and with the second opinion; memory in a process of its own."""
    from madoguchi.project import load
    from madoguchi.read.reader import Reader
    from madoguchi.read.vote import second_reader

    project = load(CONTENT)
    lines = [b.text for page in project.content.pages for b in page.blocks] * 4
    count = sum(map(len, lines))
    opinion = second_reader()
    readers = {"alone": Reader()} | (
        {"with the second opinion": Reader(opinion=opinion)} if opinion else {}
    )
    for name, reader in readers.items():
        took = seconds(lambda r=reader: [r.words(line) for line in lines], 3)  # type: ignore[misc]
        print(f"read: {name}: {count / took:,.0f} characters a second")
    for name in readers:
        vote = ", opinion=second_reader()" if name != "alone" else ""
        code = (
            "import resource\nfrom madoguchi.read.reader import Reader\nfrom madoguchi.read.vote import second_reader\n"
            f"r = Reader({vote.removeprefix(', ')})\n"
            "for i in range(2000): r.words(f'{i}日に市役所の窓口で手続きをします。')\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
        )
        result = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False
        )
        print(f"read: {name}: {result.stdout.strip() or 'unknown'} MB at most")
    sentences = [
        line.split("\t")[:2]
        for line in (ROOT / "tests/read/general.tsv").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    right = sum(
        hiragana("".join(word.reading for word in Reader().words(sentence))) == hiragana(reading)
        for sentence, reading in sentences
    )
    print(f"read: {right} of {len(sentences)} sentences of general Japanese read right as a whole")
    for name, reader in readers.items():
        total = flagged = wrong = caught = 0
        for sentence, reading in sentences:
            words = reader.words(sentence)
            doubtful = {i for i, word in enumerate(words) if word.confidence < DOUBTFUL}
            mistaken = misread(words, reading)
            total += sum(word.pos[0] not in ("補助記号", "空白") for word in words)
            flagged += len(doubtful)
            wrong += len(mistaken)
            caught += len(mistaken & doubtful)
        print(
            f"read: {name}: {caught} of {wrong} words read wrong are flagged, "
            f"with {100 * flagged / total:.1f} % of all words flagged"
        )
    start = "from madoguchi.read.reader import Reader; Reader().words('あ')"
    print(f"read: start-up {seconds(lambda: command(sys.executable, '-c', start)):.2f} s")


def misread(words: list[Word], reading: str) -> set[int]:
    """Return the indexes of the words that differ from the right reading of the whole."""
    spoken = [hiragana(word.reading) for word in words]
    owners = [i for i, kana in enumerate(spoken) for _ in kana]
    matcher = SequenceMatcher(None, "".join(spoken), hiragana(reading), autojunk=False)
    return {
        owners[k]
        for tag, a, b, _, _ in matcher.get_opcodes()
        if tag != "equal"
        for k in range(a, max(b, a + 1))
        if k < len(owners)
    }


STOCK = """
site_name: stock
site_url: https://hinata.example/
docs_dir: docs
theme: {{name: material, custom_dir: overrides}}
markdown_extensions: [admonition, attr_list, def_list, md_in_html, pymdownx.details, sane_lists, tables]
plugins:
  - search
  - i18n:
      docs_structure: folder
      fallback_to_default: false
      languages:
{languages}
"""


@contextlib.contextmanager
def stock_site() -> Iterator[Path]:
    """Give the same rendered Markdown as a site of the same stack without this plugin."""
    from madoguchi.project import load

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        command(sys.executable, "-m", "madoguchi", "export", root / "docs")
        rows = [
            f"        - {{locale: {loc.tag}, name: {loc.tag}, default: {str(loc.tag == 'ja').lower()}}}"
            for loc in load(CONTENT).content.locales
        ]
        # Material lacks the interface of some languages; a stock site would bring its own
        partials = Path(str(importlib.resources.files("material"))) / "templates/partials/languages"
        own = root / "overrides/partials/languages"
        own.mkdir(parents=True)
        for loc in load(CONTENT).content.locales:
            if not (partials / f"{loc.tag}.html").is_file():
                shutil.copy(partials / "en.html", own / f"{loc.tag}.html")
        (root / "mkdocs.yml").write_text(STOCK.format(languages="\n".join(rows)), encoding="utf-8")
        yield root


LANGUAGES = "en vi zh-Hans pt-BR ne tl ur ko my es id th fr ru zh-Hant hi".split()


def bench_translate() -> None:
    """How long translations take to follow the sources: 300 pages in 16 languages."""
    from madoguchi import po
    from madoguchi.project import load

    def update(root: Path, said: str) -> None:
        start = time.perf_counter()
        run = [sys.executable, "-c", PEAK, "translate", "update", "--content", str(root)]
        out = subprocess.run(run, capture_output=True, text=True, check=True, cwd=root.parent)
        took = time.perf_counter() - start
        print(f"translate: update, {said}: {took:.2f} s, {out.stdout.split()[-1]} MB")

    with large_site(285) as root:
        site = root / "site.yml"
        text = re.sub(
            r"languages: .*", f"languages: [ja, {', '.join(LANGUAGES)}]", site.read_text("utf-8")
        )
        site.write_text(text, encoding="utf-8")
        update(root, f"300 pages in {len(LANGUAGES)} languages, all new")
        # the example city's translations, in languages without any those of another
        known = {
            (tag, key.text): found.text
            for (tag, _), catalog in load(CONTENT).catalogs.items()
            for key, found in catalog.entries.items()
        }
        tags = sorted({tag for tag, _ in known})
        for i, tag in enumerate(LANGUAGES):
            like = tag if tag in tags else tags[i % len(tags)]
            for path in (root / "locale" / tag).rglob("*.po"):
                read = po.parse(path.read_text(encoding="utf-8"))
                # of what only this site has, any text of the language will do
                other = known[like, "ごみの分け方と出し方"]
                filled = tuple(
                    e.changed(translation=known.get((like, e.text), other)) for e in read.entries
                )
                path.write_text(str(po.Po(read.header, filled, read.tail)), encoding="utf-8")
        update(root, "the same, all translated, nothing kept from before")
        update(root, "the same, nothing changed")
        page = root / "pages" / "moving" / "page-7.md"
        page.write_text(page.read_text("utf-8").replace("見本の", "新しい見本の"), encoding="utf-8")
        update(root, "the same, one page changed")
        for said in ("with the rules", "the same, with what was kept"):
            start = time.perf_counter()
            load(root)
            print(f"translate: loading all, {said}: {time.perf_counter() - start:.1f} s")


PEAK = """
import resource, sys
from madoguchi.cli import main
main(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def bench_build() -> None:
    """How long the build takes, beside the stock stack on the same Markdown; runs in turn."""
    with stock_site() as stock:
        ours: list[float] = []
        theirs: list[float] = []
        for _ in range(RUNS):
            for times, config in ((ours, ROOT / "mkdocs.yml"), (theirs, stock / "mkdocs.yml")):
                out = stock / "site"
                start = time.perf_counter()
                command(sys.executable, "-m", "mkdocs", "build", "-q", "-f", config, "-d", out)
                times.append(time.perf_counter() - start)
                shutil.rmtree(out)
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    print(
        f"build: {statistics.median(ours):.1f} s; the stock stack on the same Markdown "
        f"{statistics.median(theirs):.1f} s; ratio {ratio:.2f}"
    )


def bench_size() -> None:
    """How big the pages are."""
    from madoguchi.project import load

    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        command(sys.executable, "-m", "mkdocs", "build", "-q", "-d", site)
        locales = [loc.tag for loc in load(CONTENT).content.locales]
        everything = [path.relative_to(site) for path in site.rglob("*.html")]
        for tag in ("ja", "en", "ne", "ur"):
            inside = [p for p in everything if p.parts[0] == tag]
            outside = [p for p in everything if p.parts[0] not in locales]
            pages = [site / p for p in (outside if tag == "ja" else inside)]
            sizes = sorted(len(gzip.compress(p.read_bytes())) for p in pages)
            print(
                f"size: {tag}: {len(sizes)} pages, HTML gzipped median {sizes[len(sizes) // 2] / 1000:.1f} KB, "
                f"largest {sizes[-1] / 1000:.1f} KB"
            )
        css = gzip.compress((site / "assets/madoguchi.css").read_bytes())
        print(f"size: style sheet gzipped {len(css) / 1000:.1f} KB; script none; fonts none")


def main() -> None:
    """Run the benches that are named, or all."""
    if sys.argv[1:2] == ["site"]:
        bench_site.main(sys.argv[2:])
        return
    benches = {
        "check": bench_check,
        "read": bench_read,
        "translate": bench_translate,
        "build": bench_build,
        "size": bench_size,
    }
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="|".join(benches))
    for name in parser.parse_args().names or benches:
        if name not in benches:
            parser.error(f"unknown: {name}; known: {chr(44).join(benches)}")
        benches[name]()


if __name__ == "__main__":
    main()
