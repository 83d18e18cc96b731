"""Findings in the page while somebody writes it, and never in a published one."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.findings import Finding, Fix, Message, Severity
from madoguchi.read.annotate import Form, annotate
from madoguchi.read.reader import Reader
from madoguchi.render.underline import Marks
from madoguchi.span import Edit, Place, Span

FINDING = Finding(
    Path("a.md"), Place(1, 1), Severity.ERROR, "EJ004", Message("<&>", '"'), Place(1, 2)
)
MARKS = Marks([FINDING], "ja")


def shown(markdown: str, text: str, start: int, end: int) -> str:
    page = f"<head></head>{MARKS.put(markdown, text, [(Span(start, end), 0)])}"
    body = MARKS.html(page).partition("</head>")[2]
    return re.sub(r"<span [^>]*>", "[", body).replace("</span>", "]")


CASES = [
    ("紙を出します", 2, 4, "紙を[出し]ます"),
    ("**紙**を出す", 0, 2, "**[紙]**[を]出す"),
    ("[紙](a.md)です", 0, 1, "[[紙]](a.md)です"),
]


@pytest.mark.parametrize(("markdown", "start", "end", "wanted"), CASES)
def test_marks_stand_at_the_words(markdown: str, start: int, end: int, wanted: str) -> None:
    text = re.sub(r"\*|\[|\]\([^)]*\)", "", markdown)
    assert shown(markdown, text, start, end) == wanted


def test_marks_stand_around_furigana() -> None:
    ruby = annotate("申請書を出します", Reader(), Form.RUBY)
    found = shown(ruby, "申請書を出します", 0, 3)
    assert found.startswith("[<ruby>") and found.count("[") == 1 and "]を" in found


def test_another_text_is_marked_as_a_whole() -> None:
    assert shown("市役所です", "〓です", 0, 1) == "[市役所です]"


def test_the_fix_is_shown() -> None:
    fix = Fix((Edit(Span(0, 1), "<書>"),), safe=True)
    marks = Marks([replace(FINDING, fix=fix)], "ja")
    assert "→ &lt;書&gt;" in marks.html(marks.put("紙", "紙", [(Span(0, 1), 0)]))


def test_messages_are_escaped() -> None:
    page = MARKS.html(f"<head></head>{MARKS.put('紙', '紙', [(Span(0, 1), 0)])}")
    assert "&lt;&amp;&gt;" in page and "<&>" not in page


@given(
    st.text(alphabet="紙 を*[](){}|<>ruby\ue010\ue011\ue0120", max_size=20),
    st.integers(0, 20),
    st.integers(0, 20),
)
def test_every_mark_is_closed(text: str, start: int, end: int) -> None:
    from madoguchi.render.underline import clean

    page = MARKS.html("<head></head>" + MARKS.put(clean(text), text, [(Span(start, end), 0)]))
    body = page.partition("</head>")[2]
    assert body.count('<span class="mg-finding') == body.count("</span>")
    assert not re.search("[\ue010-\ue012]", page)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The example city with a faulty page, served by `mkdocs serve`."""
    for name in ("content_src", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("locale"))
    site = (ROOT / "content_src" / "site.yml").read_text(encoding="utf-8")
    site = re.sub(r"languages: .*", "languages: [ja, ja-Hrkt]", site)
    (tmp_path / "content_src" / "site.yml").write_text(site, encoding="utf-8")
    page = tmp_path / "content_src" / "pages" / "living" / "garbage.md"
    page.write_text(
        page.read_text(encoding="utf-8") + "\nここにお書きください。\n", encoding="utf-8"
    )
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    server = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "-q", "-a", address],
        cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield f"http://{address}/"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def fetch(url: str) -> str:
    for _ in range(200):
        try:
            with urllib.request.urlopen(url) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError("mkdocs serve does not answer")


def test_served_pages_are_underlined(served: str) -> None:
    page = fetch(f"{served}living/garbage/")
    assert re.search(r'<span class="mg-finding mg-error" tabindex="0" data-mg="EJ004 ', page)
    assert ".mg-finding:is(:hover, :focus)" in page
    assert "mg-finding" not in fetch(f"{served}ja-Hrkt/living/garbage/")


def test_built_pages_are_not_underlined(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert pages
    assert not [p for p in pages if "mg-finding" in p.read_text(encoding="utf-8")]
