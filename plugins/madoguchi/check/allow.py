"""Allowances: `<!-- madoguchi: allow RULE reason -->` above a block, `# madoguchi: …` in YAML."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from madoguchi.check.settings import find_rule
from madoguchi.document import BlockKind, Document
from madoguchi.errors import SettingsError
from madoguchi.findings import Finding, Message, Severity
from madoguchi.span import Span
from madoguchi.suggest import unknown


@dataclass(frozen=True, slots=True)
class Allowance:
    """What an editor allows for one block, and why."""

    rule: str
    """As it is written: an id or a name."""
    reason: str
    span: Span
    """Where the comment stands."""
    covers: Span
    """The text it is about."""


# a Japanese keyboard gives ： and 、 as readily as : and ,
_SAID = re.compile(
    r"madoguchi[ \t]*[:：]?[ \t　]*(?P<verb>\S*)[ \t　]*(?P<rule>[^\s、,，]*)(?P<more>[、,，][^\s]*)?[ \t　]*(?P<reason>.*)"
)
_COMMENT = re.compile(r"<!--[ \t]*(?P<said>madoguchi\b.*?)[ \t]*-->")
_YAML = re.compile(
    r"^(?P<indent>[ \t]*)#[ \t]*(?P<said>madoguchi[ \t]*[:：].*?)[ \t\r]*$", re.MULTILINE
)
_LINE = re.compile(r"^(?P<indent>[ ]*)(?P<text>\S[^\n]*)?(?:\n|\Z)", re.MULTILINE)

Wrong = tuple[Span, Message]


def allowances(document: Document) -> tuple[list[Allowance], list[Wrong]]:
    """Return the allowances in a page or data file, and what is wrong with the form of others."""
    found: list[Allowance] = []
    wrong: list[Wrong] = []
    for said, span, covers in (*_in_text(document), *_in_yaml(document)):
        match = _SAID.match(said)
        assert match is not None
        if match["verb"] != "allow":
            message = unknown(Message("指示", "instruction"), match["verb"], ["allow"])
            wrong.append((span, message))
        elif match["more"] or _is_rule(match["reason"]):
            message = Message(
                "1行に1つのルールです。2つのルールを許すときは、コメントを2行書いてください。",
                "One rule a line: write a second comment for the second rule.",
            )
            wrong.append((span, message))
        elif covers is None:
            message = Message(
                "このコメントの下に文がありません。調べる文のすぐ上に書いてください。",
                "There is no text below this comment. Write it right above the text it is about.",
            )
            wrong.append((span, message))
        else:
            found.append(Allowance(match["rule"], match["reason"].strip(), span, covers))
    return found, wrong


def _is_rule(reason: str) -> bool:
    """Whether a reason begins with the name of another rule."""
    first = reason.split(maxsplit=1)[:1]
    try:
        return bool(first) and find_rule(first[0]) is not None
    except SettingsError:
        return False


def _in_text(document: Document) -> Iterator[tuple[str, Span, Span | None]]:
    blocks = document.blocks
    for note in document.notes:
        match = _COMMENT.search(note.of(document.text))
        if match is None:
            continue
        span = Span(note.start + match.start(), note.start + match.end())
        first = next((i for i, b in enumerate(blocks) if b.span.start >= note.end), None)
        if first is None:
            yield match["said"], span, None
            continue
        last = first
        if blocks[first].kind is BlockKind.CELL:  # a table is one
            while last + 1 < len(blocks) and blocks[last + 1].kind is BlockKind.CELL:
                last += 1
        yield match["said"], span, Span(blocks[first].span.start, blocks[last].span.end)


def _in_yaml(document: Document) -> Iterator[tuple[str, Span, Span | None]]:
    """Comments in front matter or a data file; they are about the value below, with all inside it."""
    end = document.body.start if document.body.end else len(document.text)
    for match in _YAML.finditer(document.text, 0, end):
        covers = _below(document.text, min(match.end() + 1, end), end)
        yield match["said"], Span(match.start() + len(match["indent"]), match.end()), covers


def _below(text: str, start: int, end: int) -> Span | None:
    """Return the first YAML value after `start`, with all that is indented under it."""
    covers: Span | None = None
    own, item = 0, False
    for line in _LINE.finditer(text, start, end):
        said = line["text"]
        if said is not None and not said.startswith("#"):
            indent = len(line["indent"])
            if covers is None:
                covers, own, item = Span(*line.span()), indent, said.startswith("- ")
            elif indent > own or (indent == own and said.startswith("- ") and not item):
                covers = Span(covers.start, line.end())
            else:
                break
        if line.end() >= end:
            break
    return covers


def apply(
    document: Document,
    found: Iterable[tuple[int, Finding]],
    *,
    unsure: frozenset[str] = frozenset(),
) -> Iterator[Finding]:
    """Yield the findings (with their offsets) that nothing allows, and what is wrong with allowances.

    `unsure` are rules whose findings depend on the machine: an allowance for one may wait unused.
    """
    given, wrong = allowances(document)
    used: set[int] = set()
    known: dict[int, str] = {}
    for i, allowance in enumerate(given):
        try:
            known[i] = find_rule(allowance.rule).id
        except SettingsError as error:
            wrong.append((allowance.span, error.message))
            continue
        if not allowance.reason:
            message = Message(
                f"「{allowance.rule}」を許す理由がありません。同じ行に理由を書いてください。",
                f'Why is "{allowance.rule}" allowed? Write the reason on the same line.',
            )
            yield _finding(document, allowance.span, Severity.ERROR, "S013", message)
    for span, message in wrong:
        yield _finding(document, span, Severity.ERROR, "S012", message)
    for offset, finding in found:
        covering = [
            i
            for i, id_ in known.items()
            if id_ == finding.code and given[i].covers.start <= offset < max(given[i].covers.end, 1)
        ]
        used.update(covering)
        if not covering:
            yield finding
    for i in known.keys() - used:
        if known[i] in unsure:
            continue
        message = Message(
            f"「{given[i].rule}」を許すコメントは、もう要りません。消してください。",
            f'Nothing below needs "{given[i].rule}" to be allowed any more. Delete the comment.',
        )
        yield _finding(document, given[i].span, Severity.WARNING, "S014", message)


def _finding(
    document: Document, span: Span, severity: Severity, code: str, message: Message
) -> Finding:
    place, end = document.place(span.start), document.place(span.end)
    return Finding(document.path, place, severity, code, message, end)
