"""The language server as editors meet it: a process of its own, spoken to over its pipes."""

import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from madoguchi.cli import main

PAGE = "pages/moving/moving-in.md"
PASSIVE = "# 紙\n\n紙が送付されます。\n"

Range = tuple[int, int, int, int]


class Editor:
    """A client of a server: sends messages, and keeps what comes back."""

    def __init__(self, *, lang: str | None = "ja", **params: Any) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "madoguchi", "lsp", "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.came: queue.Queue[dict[str, Any]] = queue.Queue()
        self.seen: list[dict[str, Any]] = []
        self.number = 0
        self.versions: dict[str, int] = {}
        threading.Thread(target=self._listen, daemon=True).start()
        options = {} if lang is None else {"initializationOptions": {"lang": lang}}
        asked = {"processId": None, "rootUri": None, "capabilities": {}, **options, **params}
        self.can = self.request("initialize", asked)["capabilities"]
        self.notify("initialized", {})

    def _listen(self) -> None:
        assert self.process.stdout is not None
        while True:
            length = 0
            while (line := self.process.stdout.readline().strip()) != b"":
                name, _, value = line.partition(b":")
                length = int(value) if name == b"Content-Length" else length
            if not length:
                return
            self.came.put(json.loads(self.process.stdout.read(length)))

    def send(self, message: dict[str, Any]) -> None:
        self.raw(json.dumps({"jsonrpc": "2.0", **message}).encode())

    def raw(self, body: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def notify(self, method: str, params: Any) -> None:
        self.send({"method": method, "params": params})

    def request(self, method: str, params: Any) -> Any:
        self.number += 1
        number = self.number
        self.send({"id": number, "method": method, "params": params})
        answer = self.wait(lambda m: m.get("id") == number and "method" not in m)
        assert "error" not in answer, answer
        return answer.get("result")

    def wait(self, wanted: Callable[[dict[str, Any]], bool], seconds: float = 30) -> dict[str, Any]:
        """Return the first message that is wanted, of those that nobody took."""
        end = time.monotonic() + seconds
        while True:
            for i, message in enumerate(self.seen):
                if wanted(message):
                    return self.seen.pop(i)
            self.seen.append(self.came.get(timeout=max(0.01, end - time.monotonic())))

    def open(self, uri: str, text: str, language: str = "markdown") -> None:
        self.versions[uri] = 1
        item = {"uri": uri, "languageId": language, "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def change(self, uri: str, text: str) -> None:
        self.versions[uri] += 1
        document = {"uri": uri, "version": self.versions[uri]}
        self.notify(
            "textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]}
        )

    def save(self, uri: str) -> None:
        self.notify("textDocument/didSave", {"textDocument": {"uri": uri}})

    def close(self, uri: str) -> None:
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def diagnostics(self, uri: str) -> list[dict[str, Any]]:
        """Return what is said of the newest version of a text."""
        found = self.wait(
            lambda m: (
                m.get("method") == "textDocument/publishDiagnostics"
                and m["params"]["uri"] == uri
                and m["params"].get("version") == self.versions[uri]
            )
        )
        return list(found["params"]["diagnostics"])

    def codes(self, uri: str) -> list[str]:
        return [d["code"] for d in self.diagnostics(uri)]

    def hover(self, uri: str, line: int, character: int) -> Any:
        place = {"line": line, "character": character}
        return self.request("textDocument/hover", {"textDocument": {"uri": uri}, "position": place})

    def actions(
        self, uri: str, at: Range = (0, 0, 999, 0), only: list[str] | None = None
    ) -> list[dict[str, Any]]:
        span = {
            "start": {"line": at[0], "character": at[1]},
            "end": {"line": at[2], "character": at[3]},
        }
        context = {"diagnostics": [], **({} if only is None else {"only": only})}
        asked = {"textDocument": {"uri": uri}, "range": span, "context": context}
        return list(self.request("textDocument/codeAction", asked) or [])

    def end(self) -> int:
        self.request("shutdown", None)
        self.notify("exit", None)
        return self.process.wait(10)

    def errors(self) -> str:
        """Return what an ended server wrote to its terminal."""
        assert self.process.stderr is not None
        with self.process.stderr as stream:
            return stream.read().decode()


def shut(editor: Editor) -> None:
    if editor.process.poll() is None:
        editor.process.kill()
    editor.process.wait(10)
    for stream in (editor.process.stdin, editor.process.stdout, editor.process.stderr):
        if stream is not None:
            stream.close()


@pytest.fixture(scope="module")
def editor() -> Iterator[Editor]:
    editor = Editor()
    yield editor
    shut(editor)


@pytest.fixture
def own() -> Iterator[Callable[..., Editor]]:
    """Editors with servers of their own, for what one server does once."""
    editors: list[Editor] = []

    def start(**params: Any) -> Editor:
        editors.append(Editor(**params))
        return editors[-1]

    yield start
    for editor in editors:
        shut(editor)


@pytest.fixture
def page(city: Path) -> Path:
    """A page of the small city, in which nothing is found."""
    return city / PAGE


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def span(diagnostic: dict[str, Any]) -> Range:
    start, end = diagnostic["range"]["start"], diagnostic["range"]["end"]
    return start["line"], start["character"], end["line"], end["character"]


def applied(text: str, action: dict[str, Any], uri: str) -> str:
    """Return a text with an action's edits made, as an editor counts: lines and UTF-16."""
    lines = text.split("\n")

    def offset(place: dict[str, int]) -> int:
        before = sum(len(line) + 1 for line in lines[: place["line"]])
        units = lines[place["line"]].encode("utf-16-le")[: 2 * place["character"]]
        return before + len(units.decode("utf-16-le"))

    edits = action["edit"]["changes"][uri]
    for edit in sorted(edits, key=lambda e: offset(e["range"]["start"]), reverse=True):
        start, end = offset(edit["range"]["start"]), offset(edit["range"]["end"])
        text = text[:start] + edit["newText"] + text[end:]
    return text


def test_a_text_of_no_site_is_judged_while_it_is_written(editor: Editor, tmp_path: Path) -> None:
    uri = (tmp_path / "お知らせ.md").as_uri()
    editor.open(uri, "# 紙\n\n紙を送ります。\n")
    assert editor.codes(uri) == []
    editor.change(uri, "# 紙\n\n紙が送")
    editor.change(uri, PASSIVE)
    (found,) = [d for d in editor.diagnostics(uri) if d["code"] == "EJ017"]
    assert span(found) == (2, 2, 2, 6)
    assert found["severity"] == 2
    assert found["source"] == "madoguchi"
    assert "受け身" in found["message"]
    assert "data" not in found
    editor.close(uri)
    gone = editor.wait(lambda m: m.get("params", {}).get("uri") == uri)
    assert gone["params"]["diagnostics"] == []


@pytest.mark.parametrize(
    ("name", "language", "found"),
    [
        ("file:///nowhere/a.txt", "plaintext", True),
        ("file:///nowhere/A.MARKDOWN", "markdown", True),
        ("untitled:Untitled-1", "markdown", True),
        ("untitled:Untitled-2", "plaintext", True),
        ("file:///nowhere/README", "markdown", True),
        ("file:///nowhere/a.py", "python", False),
        ("file:///nowhere/a.yml", "yaml", False),
        ("untitled:Untitled-3", "python", False),
        ("git:/nowhere/a.png", "image", False),
    ],
)
def test_only_texts_are_judged(editor: Editor, name: str, language: str, found: bool) -> None:
    editor.open(name, PASSIVE, language)
    if found:
        assert "EJ017" in editor.codes(name)
    else:
        assert editor.hover(name, 2, 0) is None
        assert editor.actions(name) == []
    editor.close(name)


# what stands before 送付され, and its place in UTF-16
PLACES = [
    ("𠮷さんに", 5),
    ("😀😀", 4),
    ("が", 1),
    ("か\u3099", 2),
    ("紙が\u2028", 3),
]


@pytest.mark.parametrize(("before", "column"), PLACES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_places_are_the_editors_own(
    editor: Editor, before: str, column: int, end: str, mark: str
) -> None:
    uri = "untitled:places"
    editor.open(uri, f"{mark}{before}送付されます。{end}{end}{before}送付されます。{end}")
    found = [span(d) for d in editor.diagnostics(uri) if d["code"] == "EJ017"]
    shift = len(mark)
    assert found == [(0, column + shift, 0, column + 4 + shift), (2, column, 2, column + 4)]
    hover = editor.hover(uri, 2, column)
    assert "送付" in hover["contents"]["value"]
    assert hover["range"]["start"] == {"line": 2, "character": column}
    editor.close(uri)


# how a client is set up | how it counts | where 送付され begins | a word of the message
CLIENTS = [
    ({"lang": "en"}, ["utf-8"], 13, "Passive"),
    ({"lang": None, "locale": "en-GB"}, ["utf-32", "utf-16"], 4, "Passive"),
]


@pytest.mark.parametrize(("params", "encodings", "column", "word"), CLIENTS)
def test_the_client_chooses_how_to_count_and_the_language(
    own: Callable[..., Editor],
    params: dict[str, Any],
    encodings: list[str],
    column: int,
    word: str,
) -> None:
    editor = own(capabilities={"general": {"positionEncodings": encodings}}, **params)
    assert editor.can["positionEncoding"] == encodings[0]
    editor.open("untitled:a", "𠮷さんに送付されます。")
    (found,) = [d for d in editor.diagnostics("untitled:a") if d["code"] == "EJ017"]
    assert span(found)[1] == column
    assert word in found["message"]


def test_text_that_is_none_stops_nothing(editor: Editor) -> None:
    editor.open("untitled:lone", "")
    assert editor.codes("untitled:lone") == []
    editor.change("untitled:lone", "紙が\ud83d送付されます。\x00\x0c\u2029")
    assert "EJ017" in editor.codes("untitled:lone")
    editor.close("untitled:lone")


def test_hover_tells_reading_base_form_difficulty_and_rule(editor: Editor) -> None:
    uri = "untitled:hover"
    editor.open(uri, PASSIVE + "\n新しい家に引っ越した。\n\n`code` の {憂鬱|ゆううつ}な *人*\n")
    value = editor.hover(uri, 2, 3)["contents"]["value"]
    assert "**送付（そうふ）**" in value
    assert "むずかしさ（推定）" in value
    assert "EJ017 passive" in value
    assert "使いません" in value
    value = editor.hover(uri, 4, 6)["contents"]["value"]
    assert "引っ越し（ひっこし）" in value
    assert "辞書の形: 引っ越す" in value
    value = editor.hover(uri, 6, 9)["contents"]["value"]
    assert "憂鬱（ゆううつ）" in value
    assert editor.hover(uri, 3, 0) is None
    assert editor.hover(uri, 99, 0) is None
    editor.close(uri)


def test_hover_is_escaped(editor: Editor) -> None:
    editor.open("untitled:escape", "&lt;b> の a_b_c <b>を\\*見る。")
    for column in range(22):
        hover = editor.hover("untitled:escape", 0, column)
        value = hover["contents"]["value"] if hover else ""
        assert "<b" not in value.replace("\\<", "")
    editor.close("untitled:escape")


def test_a_fix_makes_its_finding_vanish(editor: Editor) -> None:
    uri = "untitled:fix"
    text = "# 題\n\n😀１２３円です。スタッフがいます。\n"
    editor.open(uri, text)
    found = {d["code"]: d for d in editor.diagnostics(uri)}
    (digits,) = mending(editor, uri, found["EJ037"])
    assert digits["title"] == "「１２３」を「123」にする"
    assert digits["kind"] == "quickfix"
    assert digits["isPreferred"]
    (word,) = mending(editor, uri, found["EJ024"])
    assert "意味を確かめて" in word["title"]
    assert not word.get("isPreferred")
    after = applied(text, digits, uri)
    assert "😀123円です。" in after
    editor.change(uri, after)
    assert "EJ037" not in editor.codes(uri)
    editor.change(uri, applied(after, mending(editor, uri, found["EJ024"])[0], uri))
    assert not {"EJ037", "EJ024"} & set(editor.codes(uri))
    editor.close(uri)


def mending(editor: Editor, uri: str, finding: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the actions that mend what was found, not those that allow it."""
    line, start, *_ = span(finding)
    return [
        action
        for action in editor.actions(uri, (line, start, line, start), ["quickfix"])
        if action["diagnostics"][0]["code"] == finding["code"] and "許す" not in action["title"]
    ]


def test_all_safe_fixes_at_once(editor: Editor) -> None:
    uri = "untitled:all"
    text = "# 題\r\n\r\n１０円です。\r\n\r\nスタッフがいます。\r\n\r\n2026/4/1から２日です。\r\n"
    editor.open(uri, text)
    assert {"EJ007", "EJ024", "EJ037"} <= set(editor.codes(uri))
    (action,) = editor.actions(uri, only=["source.fixAll"])
    assert action["kind"] == "source.fixAll.madoguchi"
    assert len(action["edit"]["changes"][uri]) == 2, "lines that stay are left alone"
    after = applied(text, action, uri)
    assert after == text.replace("１０", "10").replace("2026/4/1から２", "2026年4月1日から2")
    editor.change(uri, after)
    codes = editor.codes(uri)
    assert "EJ024" in codes
    assert not {"EJ007", "EJ037"} & set(codes)
    assert editor.actions(uri, only=["source.fixAll"]) == []
    editor.close(uri)


# where to allow | line, column | what is inserted
ALLOWED = [
    ("紙が送付されます。\n", (0, 2), "<!-- madoguchi: allow passive  -->\n紙が"),
    ("- a\n    - 紙が送付されます。\n", (1, 8), "- a\n    <!-- madoguchi: allow passive  -->\n    - 紙"),
    ("!!! note\n    紙が送付されます。\r\n", (1, 6), "\n    <!-- madoguchi: allow passive  -->\r\n    紙"),
    ("a\n\n| 題 | b |\n| --- | --- |\n| c | 紙が送付されます。 |\n", (4, 8), "\n<!-- madoguchi: allow passive  -->\n| 題"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "at", "wanted"), ALLOWED)
def test_a_finding_can_be_allowed(
    editor: Editor, text: str, at: tuple[int, int], wanted: str
) -> None:
    uri = "untitled:allow.md"
    editor.open(uri, text)
    assert "EJ017" in editor.codes(uri)
    (action,) = [a for a in editor.actions(uri, (*at, *at)) if "passive" in a["title"]]
    after = applied(text, action, uri)
    assert wanted in after
    editor.change(uri, after)
    codes = editor.codes(uri)
    assert "EJ017" not in codes
    assert "S013" in codes, "the reason is still to be written"
    editor.change(uri, after.replace("passive  -->", "passive 法律のことば -->"))
    assert not {"EJ017", "S013"} & set(editor.codes(uri))
    editor.close(uri)


def test_nothing_can_be_allowed_in_plain_text(editor: Editor) -> None:
    editor.open("untitled:plain.txt", PASSIVE, "plaintext")
    assert not [a for a in editor.actions("untitled:plain.txt") if "passive" in a["title"]]
    editor.close("untitled:plain.txt")


def test_a_page_is_judged_in_its_site_as_the_editor_has_it(editor: Editor, page: Path) -> None:
    uri, text = page.as_uri(), read(page)
    editor.open(uri, text)
    assert editor.codes(uri) == []
    # unsaved: a broken field, a fact and a page that are not there, a term of the city
    for old, new, code, line in [
        ("risk: high", "risk: hihg", "S003", 15),
        ("who: 青空市に引っ越してきた人", "who: 住民票がある人", "EJ009", 6),
        ("{fee.copy}かかります", "{fee.copi}かかります", "S009", 12),
        ("../index.md", "../indx.md", "S010", 23),
        ("- パスポート", "- パスポートが送付されます。", "EJ017", 11),
    ]:
        assert old in text
        editor.change(uri, text.replace(old, new))
        found = [d for d in editor.diagnostics(uri) if d["code"] == code]
        assert [d["range"]["start"]["line"] for d in found] == [line], (code, found)
    (allow,) = [a for a in editor.actions(uri) if "passive" in a["title"]]
    after = applied(text.replace(old, new), allow, uri)
    assert "\n  # madoguchi: allow passive \n  - パスポートが" in after
    editor.change(uri, after)
    codes = editor.codes(uri)
    assert "S013" in codes
    assert "EJ017" not in codes
    assert read(page) == text, "nothing was written"
    editor.close(uri)


def test_settings_of_site_folder_and_page_hold(editor: Editor, city: Path, page: Path) -> None:
    settings = city / "site.yml"
    folders = "{folders: {pages/moving: {rules: {passive: error}}}}"
    settings.write_text(read(settings) + f"check: {folders}\n", encoding="utf-8")
    uri, text = page.as_uri(), read(page).replace("- 紙を書きます", "- 紙が送付されます。")
    editor.open(uri, text)
    assert ("EJ017", 1) in [(d["code"], d["severity"]) for d in editor.diagnostics(uri)]
    editor.change(uri, text.replace("risk: high", "risk: high\ncheck: {rules: {passive: off}}"))
    assert "EJ017" not in editor.codes(uri)
    editor.close(uri)


def test_saving_words_and_settings_reaches_the_open_pages(
    editor: Editor, city: Path, page: Path
) -> None:
    terms, settings = city / "words" / "terms.yml", city / "site.yml"
    uri, text = page.as_uri(), read(page)
    editor.open(uri, text)
    assert editor.codes(uri) == []
    # a new term of the city
    editor.open(terms.as_uri(), read(terms), "yaml")
    assert editor.codes(terms.as_uri()) == []
    new = read(terms) + "手続き: {reading: てつづき, easy: 役所ですること}\n"
    terms.write_text(new, encoding="utf-8")
    editor.change(terms.as_uri(), new)
    editor.save(terms.as_uri())
    assert "EJ009" in editor.codes(uri)
    # a mistake in it
    broken = new.replace("easy", "eazy")
    terms.write_text(broken, encoding="utf-8")
    editor.change(terms.as_uri(), broken)
    editor.save(terms.as_uri())
    # what was said of the term before it was broken may come late
    assert any("S003" in editor.codes(terms.as_uri()) for _ in range(3))
    editor.close(terms.as_uri())
    editor.codes(uri)
    # a site that cannot be loaded: said at its place, and at the first line of its pages
    good = read(settings)
    editor.open(settings.as_uri(), good, "yaml")
    editor.codes(settings.as_uri())
    settings.write_text(good.replace("tagline", "taglin"), encoding="utf-8")
    editor.change(settings.as_uri(), read(settings))
    editor.save(settings.as_uri())
    found = editor.diagnostics(settings.as_uri())
    assert [(d["code"], span(d)[0]) for d in found] == [("S003", 0), ("S003", 2)]
    assert all("tagline" in d["message"] and d["message"][0] == "「" for d in found)
    said = editor.diagnostics(uri)
    assert [(d["code"], span(d)[:2]) for d in said] == [("S000", (0, 0))] * 2
    assert "site.yml:3:" in said[1]["message"]
    # and mended by another program
    settings.write_text(good, encoding="utf-8")
    terms.write_text(new, encoding="utf-8")
    change = {"uri": settings.as_uri(), "type": 2}
    editor.notify("workspace/didChangeWatchedFiles", {"changes": [change]})
    assert "EJ009" in editor.codes(uri)
    editor.close(settings.as_uri())
    editor.close(uri)


def test_a_saved_page_can_be_linked_to(editor: Editor, city: Path, page: Path) -> None:
    home = city / "pages" / "index.md"
    editor.open(home.as_uri(), read(home))
    before = editor.codes(home.as_uri())
    link = read(home) + "\n[見ます](moving/moving-in.md#desk)。\n"
    editor.change(home.as_uri(), link)
    assert editor.codes(home.as_uri()) == [*before, "S010"]
    editor.open(page.as_uri(), read(page))
    new = read(page).replace("## することを見ます", "## することを見ます {#desk}")
    page.write_text(new, encoding="utf-8")
    editor.change(page.as_uri(), new)
    editor.save(page.as_uri())
    assert editor.codes(home.as_uri()) == before
    # a page at the wrong place is told once it is saved there
    wrong = new.replace("id: moving-in", "id: moving-inn")
    page.write_text(wrong, encoding="utf-8")
    editor.change(page.as_uri(), wrong)
    editor.save(page.as_uri())
    assert (
        "S007"
        in editor.wait(
            lambda m: (
                m.get("params", {}).get("uri") == page.as_uri()
                and "S007" in str(m["params"]["diagnostics"])
            )
        )["params"]["diagnostics"][0]["code"]
    )
    editor.change(page.as_uri(), new)
    assert "S007" not in editor.codes(page.as_uri())
    editor.close(page.as_uri())
    editor.close(home.as_uri())


def test_a_content_folder_without_settings(editor: Editor, tmp_path: Path) -> None:
    uri = (tmp_path / "content_src" / PAGE).as_uri()
    editor.open(uri, PASSIVE)
    assert editor.codes(uri) == ["S000", "S006"]
    editor.close(uri)


def test_what_a_client_can_do_is_used(own: Callable[..., Editor]) -> None:
    workspace = {
        "didChangeWatchedFiles": {"dynamicRegistration": True},
        "workspaceEdit": {"documentChanges": True},
    }
    hover = {"hover": {"contentFormat": ["plaintext"]}}
    able = {"workspace": workspace, "textDocument": hover}
    editor = own(lang=None, locale="fr", capabilities=able)
    asked = editor.wait(lambda m: m.get("method") == "client/registerCapability")
    editor.send({"id": asked["id"], "result": None})
    assert "site.yml" in str(asked["params"])
    editor.open("untitled:a", PASSIVE)
    assert "受け身" in str(editor.diagnostics("untitled:a")), (
        "Japanese, where nobody asks for English"
    )
    contents = editor.hover("untitled:a", 2, 3)["contents"]
    assert contents["kind"] == "plaintext"
    assert contents["value"].startswith("送付（そうふ）\n")
    (change,) = editor.actions("untitled:a")[-1]["edit"]["documentChanges"]
    assert change["textDocument"] == {"uri": "untitled:a", "version": 1}
    assert editor.end() == 0
    assert editor.errors() == ""


def test_errors_are_one_line_and_the_server_goes_on(own: Callable[..., Editor]) -> None:
    editor = own(initializationOptions="nonsense")
    editor.raw(b"{no json")
    editor.notify("textDocument/didChange", {"textDocument": {"uri": "untitled:x"}})
    change = {"textDocument": {"uri": "untitled:x", "version": 2}, "contentChanges": [{"text": ""}]}
    editor.notify("textDocument/didChange", change)
    editor.notify("nobody/knows", {})
    place = {"line": 0, "character": 0}
    editor.hover("untitled:x", 0, 0)
    editor.request("textDocument/hover", {"textDocument": {"uri": "x"}, "position": place})
    editor.open("untitled:a", PASSIVE)
    assert "EJ017" in editor.codes("untitled:a")
    logged = [m["params"]["message"] for m in editor.seen if m.get("method") == "window/logMessage"]
    assert logged
    assert editor.end() == 0
    said = editor.errors()
    assert said
    assert "Traceback" not in said + "".join(logged)
    assert not [line for line in said.splitlines() if line.startswith(" ")]


def test_an_editor_that_goes_away_ends_the_server(own: Callable[..., Editor]) -> None:
    editor = own()
    editor.open("untitled:a", PASSIVE)
    assert editor.process.stdin is not None
    editor.process.stdin.close()
    assert editor.process.wait(10) == 1
    assert editor.errors() == ""


def test_without_pygls_the_cure_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "madoguchi.lsp", None)
    monkeypatch.delitem(sys.modules, "madoguchi.lsp")
    monkeypatch.setitem(sys.modules, "pygls.lsp.server", None)
    assert main(["lsp", "--lang", "en"]) == 2
    assert 'pip install "madoguchi[lsp]"' in capsys.readouterr().err
