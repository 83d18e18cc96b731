"""How findings are printed: for a person at a terminal, for programs, and for GitHub and GitLab."""

import hashlib
import json
import os
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from madoguchi import __version__
from madoguchi.check.reference import module_doc
from madoguchi.check.rule import Rule
from madoguchi.check.rules import RULES
from madoguchi.findings import Finding, Fix, Message, Severity
from madoguchi.span import Edit

Texts = Callable[[Path], str | None]
"""Gives the whole text of a file, or None if there is none to show."""


class Format(StrEnum):
    """Who reads the report."""

    TEXT = "text"
    """A person: the line, a marker under the words, how to mend it."""
    CONCISE = "concise"
    """Editors and `grep`: one line each."""
    JSON = "json"
    """Any program."""
    SARIF = "sarif"
    """Code scanning, as SARIF 2.1.0."""
    GITHUB = "github"
    """GitHub Actions: notes beside the lines of a pull request."""
    JUNIT = "junit"
    """GitLab's and Jenkins' list of tests."""


def report(
    findings: Sequence[Finding],
    form: Format,
    *,
    lang: str,
    texts: Texts,
    colour: bool = False,
    root: Path = Path(),
) -> str:
    """Return `findings` in the given form; what is not empty ends with a line feed.

    Paths below `root` are told relative to it, except to a person and to editors, who open them
    from where they are. `colour` is for a terminal and says the severity.
    """
    return _WRITERS[form](_Run(findings, lang, texts, colour, root))


_RULES = {rule.id: rule for rule in RULES}


class _Source(NamedTuple):
    """A file that something was found in."""

    text: str | None
    lines: list[str]

    def line(self, number: int) -> str | None:
        return self.lines[number - 1] if 0 < number <= len(self.lines) else None

    def marked(self, finding: Finding) -> str:
        """Return the words that were found; without an end, the rest of the line."""
        place, end = finding.place, finding.end
        last = place.line if end is None else end.line
        found = self.lines[place.line - 1 : last]
        if found and end is not None and len(found) == end.line - place.line + 1:
            found[-1] = found[-1][: end.column - 1]
        if found:
            found[0] = found[0][place.column - 1 :]
        return "\n".join(found)


@dataclass(frozen=True)
class _Run:
    """One run of the check: what it found, and in what files."""

    findings: Sequence[Finding]
    lang: str
    texts: Texts
    colour: bool
    root: Path

    @cached_property
    def _sources(self) -> dict[Path, _Source]:
        return {}

    def source(self, path: Path) -> _Source:
        known = self._sources.get(path)
        if known is None:
            text = self.texts(path)
            # as Lines counts them: other separators than a line feed belong to the line
            lines = [] if text is None else [line.rstrip("\r") for line in text.split("\n")]
            known = self._sources[path] = _Source(text, lines)
        return known

    def below(self, path: Path) -> str | None:
        """Return `path` relative to the root, or None if it is elsewhere."""
        # not resolve(): a content folder that is a link belongs to where the link is
        inner, outer = (Path(os.path.normpath(p.absolute())) for p in (path, self.root))
        return inner.relative_to(outer).as_posix() if inner.is_relative_to(outer) else None

    def path(self, path: Path) -> str:
        return self.below(path) or path.as_posix()

    def title(self, finding: Finding) -> str:
        rule = _RULES.get(finding.code)
        return finding.code if rule is None else f"{finding.code} {rule.name}"

    def fix(self, finding: Finding) -> str | None:
        """Return in short what would mend the finding."""
        if finding.fix is None or not finding.fix.edits:
            return None
        return _mending(finding.fix, self.source(finding.path).text).text(self.lang)


# Text


_TAB = " " * 4
_WIDEST = 120
_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}

# C0, C1, line separators, and what turns the direction of writing: none may reach a terminal.
# Lone surrogates, from a file name that is not UTF-8, could not be printed at all.
_HIDDEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def _shown(text: str) -> str:
    r"""Return `text` for a terminal: control characters are written out, as \x1b."""
    return _HIDDEN.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def _text(run: _Run) -> str:
    return "\n".join(_explained(run, finding) for finding in run.findings)


def _explained(run: _Run, finding: Finding) -> str:
    number = str(finding.place.line)
    margin = " " * len(number)

    def paint(text: str) -> str:
        return f"\x1b[{_COLOURS[finding.severity]}m{text}\x1b[0m" if run.colour else text

    where = f"{finding.path.as_posix()}:{finding.place.line}:{finding.place.column}"
    what = paint(f"{finding.severity} {_shown(run.title(finding))}")
    first, *more = map(_shown, re.split("\r\n?|\n", finding.message.text(run.lang)))
    lines = [f"{_shown(where)}: {what}: {first}"]
    # a runner in CI takes a line that begins with "::" for a command, even after spaces
    lines += [f"{margin} | {line}" for line in more]
    line = run.source(finding.path).line(finding.place.line)
    if line is not None and line.strip():
        shown, before, under = _excerpt(line, *_columns_of(finding, line))
        lines += [f"{number} | {shown}", f"{margin} | {' ' * before}{paint('^' * under)}"]
    fix = run.fix(finding)
    if fix is not None:
        label = Message("直し方", "fix").text(run.lang)
        lines.append(f"{margin} = {label}: {_shown(fix)}")
    return "\n".join(lines) + "\n"


def _columns_of(finding: Finding, line: str) -> tuple[int, int]:
    """Return where the marker begins and ends in `line`, which is the first of the finding."""
    start = min(finding.place.column - 1, len(line))
    if finding.end is not None and finding.end.line == finding.place.line:
        return start, min(finding.end.column - 1, len(line))
    return start, len(line.rstrip())


_FAR = 4 * _WIDEST
"""No more characters than this on either side of a finding can be shown."""


def _excerpt(line: str, start: int, end: int) -> tuple[str, int, int]:
    """Return `line` for a terminal, the columns before the marker, and those under it."""
    # a line may have a hundred thousand characters: only what may be shown is measured
    low, high = max(0, start - _FAR), min(len(line), start + _FAR)
    more_left, more_right = low > 0, high < len(line)
    line, start, end = line[low:high], start - low, min(end, high) - low
    cells = [_TAB if char == "\t" else _shown(char) for char in line]
    widths = [sum(map(_width, cell)) for cell in cells]
    left, right = _window(widths, start, end)
    cut_left = "…" * (left > 0 or more_left)
    cut_right = "…" * (right < len(cells) or more_right)
    shown = cut_left + "".join(cells[left:right]) + cut_right
    before = len(cut_left) + sum(widths[left:start])
    return shown, before, max(1, sum(widths[start : min(end, right)]))


def _width(char: str) -> int:
    """Return how many columns of a terminal a character takes."""
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):  # first: U+3099 is "wide" but combines
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _window(widths: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """Return the part of a line that is shown: what was found, and as much around it."""
    if sum(widths) <= _WIDEST:
        return 0, len(widths)
    room = _WIDEST - 2  # for the two …
    left = right = start
    while right < end and widths[right] <= room:
        room -= widths[right]
        right += 1
    grew = True
    while grew:
        grew = False
        if right < len(widths) and widths[right] <= room:
            room -= widths[right]
            right += 1
            grew = True
        if left > 0 and widths[left - 1] <= room:
            left -= 1
            room -= widths[left]
            grew = True
    return left, right


_MOST_EDITS = 3
_MOST_CHARS = 30


def _mending(fix: Fix, text: str | None) -> Message:
    changes = [_change(edit, text) for edit in fix.edits[:_MOST_EDITS]]
    ja, en = "、".join(c.ja for c in changes), ", ".join(c.en for c in changes)
    more = len(fix.edits) - len(changes)
    if more > 0:
        ja, en = f"{ja}、ほか {more} か所", f"{en}, and {more} more"
    if fix.safe:
        return Message(
            f"{ja}（madoguchi check --fix で直せます）", f"{en} (madoguchi check --fix makes it)"
        )
    return Message(
        f"{ja}（意味が変わらないか、確かめてください）", f"{en} (make sure it keeps the meaning)"
    )


def _change(edit: Edit, text: str | None) -> Message:
    old = _short("…" if text is None else edit.span.of(text))
    new = _short(edit.text)
    if edit.span.start == edit.span.end:
        return Message(f"「{new}」を入れます", f'insert "{new}"')
    if not edit.text:
        return Message(f"「{old}」を消します", f'delete "{old}"')
    return Message(f"「{old}」→「{new}」", f'"{old}" → "{new}"')


def _short(text: str) -> str:
    return text if len(text) <= _MOST_CHARS else f"{text[: _MOST_CHARS - 1]}…"


def _concise(run: _Run) -> str:
    return "".join(_shown(finding.line(run.lang)) + "\n" for finding in run.findings)


# JSON and SARIF


def _dumps(value: object) -> str:
    """Return JSON that can be printed anywhere, with Japanese as it is."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    # all of these stand inside strings, but for the line feeds of the layout
    return _HIDDEN.sub(lambda m: m[0] if m[0] == "\n" else f"\\u{ord(m[0]):04x}", text) + "\n"


def _json(run: _Run) -> str:
    return _dumps([_entry(run, finding) for finding in run.findings])


def _entry(run: _Run, finding: Finding) -> dict[str, object]:
    rule, end, fix = _RULES.get(finding.code), finding.end, finding.fix
    return {
        "path": run.path(finding.path),
        "code": finding.code,
        "rule": None if rule is None else rule.name,
        "severity": finding.severity.value,
        "line": finding.place.line,
        "column": finding.place.column,
        "end_line": None if end is None else end.line,
        "end_column": None if end is None else end.column,
        "message": {"ja": finding.message.ja, "en": finding.message.en},
        "fix": None
        if fix is None
        else {
            "safe": fix.safe,
            "edits": [
                {"start": edit.span.start, "end": edit.span.end, "text": edit.text}
                for edit in fix.edits
            ],
        },
    }


_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

# Codes that are no rule's: what the file itself is like
_FORMS = {
    "S": Message("原稿や設定の書き方", "How a source file or a setting is written"),
    "T": Message("翻訳（PO）の書き方", "How a translation (PO) is written"),
}


def _sarif(run: _Run) -> str:
    codes = sorted({finding.code for finding in run.findings})
    driver = {
        "name": "madoguchi",
        "version": __version__,
        "rules": [_descriptor(code) for code in codes],
    }
    keys = [_fingerprint(run, finding) for finding in run.findings]
    results = [
        _result(run, finding, codes.index(finding.code), f"{key}:{number}")
        for finding, key, number in zip(run.findings, keys, _numbers(keys), strict=True)
    ]
    log = {
        "tool": {"driver": driver},
        "language": run.lang,
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return _dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [log]})


def _descriptor(code: str) -> dict[str, object]:
    rule = _RULES.get(code)
    if rule is None:
        kind = _FORMS.get(code[:1], Message(code, code))
        text = {"text": f"{kind.ja} / {kind.en}"}
        return {"id": code, "shortDescription": text, "fullDescription": text, "help": text}
    doc = module_doc(rule)
    title, english = doc.partition("\n")[0], doc.rpartition("\n\n")[2]
    claim = " ".join(english.partition(". ")[0].split()).rstrip(".")
    return {
        "id": code,
        "name": "".join(map(str.capitalize, rule.name.split("-"))),
        "shortDescription": {"text": f"{title} / {claim}."},
        "fullDescription": {"text": doc},
        "help": {"text": _help(rule, doc)},
        "defaultConfiguration": _default(rule),
    }


def _help(rule: Rule, doc: str) -> str:
    examples = "\n".join(
        f"{'✗' if example.spans else '○'} {example.text.replace('⟦', '[').replace('⟧', ']')}"
        for example in rule.examples
    )
    return f"{doc}\n\n例 / examples:\n{examples}\n\nもと / source: {rule.source}"


def _default(rule: Rule) -> dict[str, object]:
    return {"enabled": False} if rule.severity is None else {"level": _LEVELS[rule.severity]}


def _result(run: _Run, finding: Finding, index: int, fingerprint: str) -> dict[str, object]:
    file = _artifact(run, finding.path)
    region = {"startLine": finding.place.line, "startColumn": finding.place.column}
    if finding.end is not None:  # exclusive, as it is here
        region |= {"endLine": finding.end.line, "endColumn": finding.end.column}
    result: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message.text(run.lang)},
        "locations": [{"physicalLocation": {"artifactLocation": file, "region": region}}],
        "partialFingerprints": {"madoguchi/v1": fingerprint},
    }
    mending = run.fix(finding)
    if finding.fix is not None and mending is not None:
        replacements = [
            {
                "deletedRegion": {
                    "charOffset": edit.span.start,
                    "charLength": edit.span.end - edit.span.start,
                },
                "insertedContent": {"text": edit.text},
            }
            for edit in finding.fix.edits
        ]
        change = {"artifactLocation": file, "replacements": replacements}
        result["fixes"] = [{"description": {"text": mending}, "artifactChanges": [change]}]
    return result


def _artifact(run: _Run, path: Path) -> dict[str, str]:
    below = run.below(path)
    if below is not None:
        return {"uri": quote(_bytes(below)), "uriBaseId": "%SRCROOT%"}
    absolute = Path(os.path.normpath(path.absolute())).as_posix()
    # a drive, C:/, has no slash of its own
    return {"uri": f"file://{'' if absolute[0] == '/' else '/'}{quote(_bytes(absolute), '/:')}"}


_NOT_BYTES = re.compile(r"[\ud800-\udc7f\udd00-\udfff]")


def _bytes(name: str) -> bytes:
    """Return a file's name as the disk has it; Python keeps bytes that are not UTF-8 as \\udc80…"""
    return _NOT_BYTES.sub("\ufffd", name).encode("utf-8", "surrogateescape")


def _fingerprint(run: _Run, finding: Finding) -> str:
    """Return what stays the same while other lines of the file come and go."""
    words = run.source(finding.path).marked(finding)
    key = "\0".join((run.path(finding.path), finding.code, words))
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _numbers(keys: Iterable[str]) -> Iterator[int]:
    """Yield for each key how often it has come, itself included."""
    counts: Counter[str] = Counter()
    for key in keys:
        counts[key] += 1
        yield counts[key]


# GitHub


_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def _github(run: _Run) -> str:
    return "".join(_command(run, finding) + "\n" for finding in run.findings)


def _command(run: _Run, finding: Finding) -> str:
    place, end = finding.place, finding.end
    properties: dict[str, object] = {"file": run.path(finding.path), "line": place.line}
    if end is not None:
        properties["endLine"] = end.line
    # GitHub takes columns within one line only
    if end is None or end.line == place.line:
        properties["col"] = place.column
    if end is not None and end.line == place.line:
        properties["endColumn"] = end.column
    properties["title"] = run.title(finding)
    listed = ",".join(f"{name}={_escape(str(v), _PROPERTY)}" for name, v in properties.items())
    message = _escape(finding.message.text(run.lang), _DATA)
    return f"::{_COMMANDS[finding.severity]} {listed}::{message}"


def _escape(text: str, marks: Mapping[int, str]) -> str:
    return _shown(text.translate(marks))


# JUnit


_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _junit(run: _Run) -> str:
    """Return a suite for each file, a test for each finding; only an error is a failed test.

    GitLab compares the tests of two branches by their names, drops the second of two with one
    name, and shows of a passed test nothing else: so a name has no line number, but the message.
    """
    files: dict[str, list[Finding]] = {}
    for finding in run.findings:
        files.setdefault(run.path(finding.path), []).append(finding)
    suites = ET.Element("testsuites", {"name": "madoguchi", **_counts(run.findings)})
    for path, findings in files.items():
        file = _xml(path)
        suite = ET.SubElement(suites, "testsuite", {"name": file, **_counts(findings)})
        names = [_test_name(run, finding) for finding in findings]
        for finding, name, number in zip(findings, names, _numbers(names), strict=True):
            test = ET.SubElement(
                suite,
                "testcase",
                {
                    "name": name if number == 1 else f"{name} ({number})",
                    "classname": file,
                    "file": file,
                    "line": str(finding.place.line),
                },
            )
            _outcome(run, finding, test)
    ET.indent(suites)
    # its own declaration would name the encoding of the machine
    declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
    text = _HIDDEN.sub(
        lambda match: match[0] if match[0] == "\n" else f"&#{ord(match[0])};",
        ET.tostring(suites, encoding="unicode"),
    )
    return f"{declaration}{text}\n"


def _outcome(run: _Run, finding: Finding, test: ET.Element) -> None:
    text = _xml(_explained(replace(run, colour=False), finding))
    if finding.severity is Severity.ERROR:
        message = _xml(finding.message.text(run.lang))
        failure = ET.SubElement(test, "failure", {"message": message, "type": finding.code})
        failure.text = text  # GitLab shows this and not the attribute
    else:
        ET.SubElement(test, "system-out").text = text


def _test_name(run: _Run, finding: Finding) -> str:
    message = " ".join(finding.message.text(run.lang).split())
    return _xml(f"{run.title(finding)}: {message}")


def _counts(findings: Sequence[Finding]) -> dict[str, str]:
    failures = sum(finding.severity is Severity.ERROR for finding in findings)
    return {"tests": str(len(findings)), "failures": str(failures), "errors": "0"}


def _xml(text: str) -> str:
    """Return `text` without the characters that XML has no way to write."""
    return _NOT_XML.sub("\ufffd", text)


_WRITERS: Mapping[Format, Callable[[_Run], str]] = {
    Format.TEXT: _text,
    Format.CONCISE: _concise,
    Format.JSON: _json,
    Format.SARIF: _sarif,
    Format.GITHUB: _github,
    Format.JUNIT: _junit,
}
