"""XLIFF 1.2 and 2.0, for agencies and their tools.

One `<file>` for a catalog, one unit for a text. References, links and marks are inline codes that
hold the text they stand for, so that a tool may show them as tags, or flatten them, and nothing is
lost. What comes back is read by local names and whatever the prefixes, and never trusted: no
document type, no entities, no files or addresses.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.parsers import expat

from babel import Locale, UnknownLocaleError

from madoguchi.catalog import State
from madoguchi.errors import SettingsError
from madoguchi.findings import TOP, Finding, Message, Severity
from madoguchi.locales import SOURCE
from madoguchi.span import Place
from madoguchi.translate.exchange import (
    FOREIGN,
    LOST,
    UNREADABLE,
    UNUSABLE,
    Label,
    Returned,
    Row,
    folded,
    key_of,
    mark,
    speakable,
    tidy,
    unbroken,
)
from madoguchi.translate.exchange.codes import Piece, Role, pieces
from madoguchi.translate.exchange.prolog import doctype

try:
    from lxml import etree
except ModuleNotFoundError as error:
    raise SettingsError(
        Message(
            'XLIFF には lxml が要ります。pip install "madoguchi[xliff]" を実行してください。',
            'XLIFF needs lxml: pip install "madoguchi[xliff]"',
        )
    ) from error

LARGEST = 64 * 1024 * 1024
"""Bytes of a file that are read; a site of 300 pages has 5 MB in one language."""

_NAMESPACES = {
    "1.2": "urn:oasis:names:tc:xliff:document:1.2",
    "2.0": "urn:oasis:names:tc:xliff:document:2.0",
}
_XML = "{http://www.w3.org/XML/1998/namespace}"

# Who says a note, so that a translator's own can be told from ours
_LABEL = "madoguchi"
_DEVELOPER = "developer"
_READING = "reading"
_PREVIOUS = "previous"
_OURS = (_LABEL, _DEVELOPER, _READING, _PREVIOUS)
_TRANSLATOR = "translator"


# Writing


def write_xliff(rows: Sequence[Row], version: str) -> bytes:
    """Return an XLIFF document of `version` "1.2" or "2.0" with the units of one language.

    The same rows give the same bytes. Raises ValueError for no rows, or for several languages.
    """
    tags = {row.unit.tag for row in rows}
    if len(tags) != 1:
        raise ValueError(f"one language a file, not {sorted(tags)}")
    space = _NAMESPACES[version]
    root = etree.Element(f"{{{space}}}xliff", {"version": version}, nsmap={None: space})
    if version == "2.0":
        root.attrib.update({"srcLang": SOURCE, "trgLang": tags.pop()})
    for name, group in groupby(rows, key=lambda row: row.unit.catalog):
        (_file_1 if version == "1.2" else _file_2)(root, name, list(group))
    _indent(root)
    text: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return text + b"\n"


def _file_1(root: Any, name: str, rows: Sequence[Row]) -> None:
    file = _sub(
        root, "file",
        {
            "original": speakable(name), "datatype": "plaintext", "source-language": SOURCE,
            "target-language": rows[0].unit.tag, "tool-id": "madoguchi",
        },
    )  # fmt: skip
    _sub(_sub(file, "header"), "tool", {"tool-id": "madoguchi", "tool-name": "Madoguchi"})
    body = _sub(file, "body")
    for row in rows:
        _unit_1(body, row)


_STATES_1 = {
    State.CURRENT: "final",
    State.MACHINE: "needs-review-translation",
    State.OUTDATED: "needs-adaptation",
    State.MISSING: "needs-translation",
}


def _unit_1(body: Any, row: Row) -> None:
    unit = row.unit
    element = _sub(
        body, "trans-unit",
        {
            "id": f"k{Label.of(unit).key}", "resname": speakable(unit.source.key.context),
            "approved": "yes" if unit.state is State.CURRENT else "no",
            f"{_XML}space": "preserve",
        },
    )  # fmt: skip
    source = pieces(speakable(unit.source.key.text))
    _inline_1(_sub(element, "source"), source)
    target = _sub(element, "target", {"state": _STATES_1[unit.state]})
    _inline_1(target, pieces(speakable(unit.translation), source))
    location = _sub(element, "context-group", {"purpose": "location"})
    _sub(location, "context", {"context-type": "sourcefile"}, unit.source.path)
    if unit.previous and unit.translation:
        before = _sub(element, "alt-trans", {"alttranstype": "previous-version"})
        _inline_1(_sub(before, "source"), pieces(speakable(unit.previous)))
        _inline_1(_sub(before, "target"), pieces(speakable(unit.translation)))
    for who, said in _notes(row):
        about = {"annotates": "source"} if who in (_READING, _PREVIOUS, _DEVELOPER) else {}
        _sub(element, "note", {"from": who, **about}, said)


def _inline_1(parent: Any, text: Sequence[Piece]) -> None:
    names = {Role.ALONE: "ph", Role.OPEN: "bpt", Role.CLOSE: "ept"}
    for piece in text:
        if piece.role is Role.TEXT:
            _append(parent, piece.said)
        else:
            _sub(parent, names[piece.role], {"id": str(piece.id)}, piece.said)


def _file_2(root: Any, name: str, rows: Sequence[Row]) -> None:
    number = len(root) + 1
    file = _sub(root, "file", {"id": f"f{number}", "original": speakable(name)})
    for row in rows:
        _unit_2(file, row)


_STATES_2 = {
    State.CURRENT: "final",
    State.MACHINE: "translated",
    State.OUTDATED: "initial",
    State.MISSING: "initial",
}


def _unit_2(file: Any, row: Row) -> None:
    unit = row.unit
    element = _sub(
        file, "unit",
        {
            "id": f"k{Label.of(unit).key}", "name": speakable(unit.source.key.context),
            f"{_XML}space": "preserve",
        },
    )  # fmt: skip
    notes = _sub(element, "notes")
    for number, (who, said) in enumerate(_notes(row), 1):
        about = {"appliesTo": "source"} if who in (_READING, _PREVIOUS, _DEVELOPER) else {}
        _sub(notes, "note", {"id": f"n{number}", "category": who, **about}, said)
    source = pieces(speakable(unit.source.key.text))
    target = pieces(speakable(unit.translation), source)
    data: dict[str, str] = {}
    for piece in (*source, *target):
        if piece.role is not Role.TEXT:
            data.setdefault(piece.said, f"d{len(data) + 1}")
    if data:
        original = _sub(element, "originalData")
        for said, id_ in data.items():
            _sub(original, "data", {"id": id_}, said)
    state = {"state": _STATES_2[unit.state], "subState": f"madoguchi:{unit.state}"}
    segment = _sub(element, "segment", state)
    _inline_2(_sub(segment, "source"), source, data)
    _inline_2(_sub(segment, "target"), target, data)


def _inline_2(parent: Any, text: Sequence[Piece], data: Mapping[str, str]) -> None:
    ends = {piece.id: piece.said for piece in text if piece.role is Role.CLOSE}
    for piece in text:
        if piece.role is Role.TEXT:
            _append(parent, piece.said)
        elif piece.role is Role.ALONE:
            _sub(
                parent, "ph",
                {"id": str(piece.id), "dataRef": data[piece.said], "disp": piece.said},
            )  # fmt: skip
        elif piece.role is Role.OPEN:
            end = ends[piece.id]
            parent = _sub(
                parent, "pc",
                {
                    "id": str(piece.id), "dataRefStart": data[piece.said], "dataRefEnd": data[end],
                    "dispStart": piece.said, "dispEnd": end,
                    "type": "link" if end.startswith("](") else "fmt",
                },
            )  # fmt: skip
        else:
            parent = parent.getparent()


def _notes(row: Row) -> Iterator[tuple[str, str]]:
    """Yield (who says it, what) for all that helps with a unit."""
    unit = row.unit
    if unit.source.comment:
        yield _DEVELOPER, unit.source.comment
    if row.reading:
        yield _READING, row.reading
    if unit.previous:
        yield (
            _PREVIOUS,
            f"前は「{unit.previous}」でした。今の訳は、この古い文の訳です。 / "
            f"It was 「{unit.previous}」 before; the translation is of that older text.",
        )
    if unit.note:
        yield _TRANSLATOR, unit.note
    yield _LABEL, str(Label.of(unit))


def _sub(
    parent: Any, name: str, attributes: Mapping[str, str] | None = None, text: str | None = None
) -> Any:
    """Append an element in the namespace of its parent."""
    space = etree.QName(parent).namespace
    element = etree.SubElement(parent, f"{{{space}}}{name}", dict(attributes or {}))
    element.text = None if text is None else speakable(text)
    return element


def _append(parent: Any, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


_FLAT = frozenset({"source", "target", "note", "data", "context"})


def _indent(element: Any, depth: int = 0) -> None:
    """Put every element on a line of its own, except within what people read."""
    children = list(element)
    if not children or etree.QName(element).localname in _FLAT:
        return
    element.text = "\n" + "  " * (depth + 1)
    for child in children:
        child.tail = "\n" + "  " * (depth + 1)
        _indent(child, depth + 1)
    children[-1].tail = "\n" + "  " * depth


# Reading


def read_xliff(data: bytes, path: Path) -> tuple[tuple[Returned, ...], tuple[Finding, ...]]:
    """Return what came back in an XLIFF file of any version, and what of it cannot be taken."""
    root = _parse(data, path)
    if isinstance(root, Finding):
        return (), (root,)
    version = root.get("version") or _space(root).rpartition(":")[2]
    if _name(root) != "xliff" or version[:2] not in ("1.", "2."):
        message = Message(
            "これは XLIFF（1.2 か 2.0）ではありません。翻訳の道具から XLIFF で保存してください。",
            "This is no XLIFF 1.2 or 2.0. Save it as XLIFF from the translator's tool.",
        )
        return (), (Finding(path, TOP, Severity.ERROR, FOREIGN, message),)
    reading = _Reading(path)
    target = root.get("trgLang") or ""
    for file in _children(root, "file"):
        reading.catalog = file.get("original") or ""
        reading.language = target if version[0] == "2" else file.get("target-language") or ""
        for element in file.iter():
            if _name(element) == ("unit" if version[0] == "2" else "trans-unit"):
                (reading.unit_2 if version[0] == "2" else reading.unit_1)(element)
    if not reading.returned and all(found.message == _UNKNOWN for found in reading.findings):
        message = Message(
            "madoguchi translate export で作ったファイルではないので、入れるものがありません。",
            "It was not made by madoguchi translate export: there is nothing to take.",
        )
        return (), (Finding(path, TOP, Severity.ERROR, FOREIGN, message),)
    return tuple(reading.returned), tuple(reading.findings)


def _parse(data: bytes, path: Path) -> Any:
    """Return the root element, or why there is none."""

    def finding(message: Message, line: int = 1) -> Finding:
        return Finding(path, Place(max(line, 1), 1), Severity.ERROR, UNREADABLE, message)

    if len(data) > LARGEST:
        most = LARGEST // 1024 // 1024
        return finding(
            Message(
                f"ファイルが大きすぎます（{most} MB まで）。ページで分けて出してください（--page）。",
                f"The file is larger than {most} MB. Export fewer pages at a time (--page).",
            )
        )

    try:
        line = doctype(io.BytesIO(data))
    except expat.ExpatError as error:
        return finding(_BROKEN, error.lineno)
    if line is not None:
        return finding(
            Message(
                "DOCTYPE があるファイルは、安全のため入れません。翻訳の道具からもう一度保存してください。",
                "A file with a DOCTYPE is not taken, to be safe. Save it again from the tool.",
            ),
            line,
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        return finding(_BROKEN, error.lineno or 1)


_BROKEN = Message(
    "XML がこわれています（この行のあたり）。ファイルを翻訳の道具からもう一度保存するか、もう一度送ってもらってください。",
    "The XML is broken about this line. Save it again from the translator's tool, or have it sent again.",
)


def _name(element: Any) -> str:
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def _space(element: Any) -> str:
    return str(etree.QName(element).namespace or "")


def _children(element: Any, name: str) -> list[Any]:
    return [child for child in element if _name(child) == name]


def _child(element: Any, name: str) -> Any:
    return next(iter(_children(element, name)), None)


class _Unusable(Exception):
    """A text cannot be made out."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.en)
        self.message = message


_PART = Message(
    "訳は途中までです。最後まで訳して、もう一度入れてください。",
    "The translation is not complete. Translate the rest, and import again.",
)

_SAID = {
    **dict.fromkeys(("translated", "reviewed", "signed-off", "final"), True),
    **dict.fromkeys(
        (
            "needs-adaptation", "needs-l10n", "needs-review-adaptation", "needs-review-l10n",
            "needs-review-translation",
        ),
        False,
    ),
}  # fmt: skip
"""Whether a state says that a person stands by the translation; other states say nothing of it."""
_SUGGESTION = re.compile(r"fuzzy-match|leveraged-mt|mt-suggestion|rejected-.*")
"""Qualifies a state, except one that ends the work, if no person has looked at the translation."""
_ENDED = ("signed-off", "final")


@dataclass
class _Reading:
    """Collects what comes back in one file."""

    path: Path
    catalog: str = ""
    language: str = ""
    returned: list[Returned] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def unit_1(self, unit: Any) -> None:
        """Take a `<trans-unit>`."""
        # those of the source, for tags of the target that a tool has emptied
        codes = _Codes(holds_text=True)
        notes = [(note.get("from") or "", _plain(note)) for note in _children(unit, "note")]
        source_element, target_element = _child(unit, "source"), _child(unit, "target")
        if source_element is None:
            return
        try:
            source = _flat(source_element, codes)
            translation = "" if target_element is None else _flat(target_element, codes)
            if target_element is not None and _has_gaps(target_element):
                raise _Unusable(_PART)
        except _Unusable as error:
            self._unusable(unit, error.message)
            return
        state = target_element.get("state") if target_element is not None else None
        qualifier = target_element.get("state-qualifier", "") if target_element is not None else ""
        said = True if unit.get("approved") == "yes" else _SAID.get(state or "")
        if (
            unit.get("approved") != "yes"
            and state not in _ENDED
            and _SUGGESTION.fullmatch(qualifier)
        ):
            said = False
        self._take(unit, unit.get("resname") or "", notes, source, translation, said)

    def unit_2(self, unit: Any) -> None:
        """Take a `<unit>`, whose segments a tool may have cut further."""
        # some tools hang theirs below a segment
        notes = [(e.get("category") or "", _plain(e)) for e in unit.iter() if _name(e) == "note"]
        original = _child(unit, "originalData")
        data = _Codes(holds_text=False)
        for item in _children(original, "data") if original is not None else ():
            data.known["data", item.get("id") or ""] = _plain(item)
        sources: list[str] = []
        targets: list[tuple[int, str]] = []
        said: list[bool | None] = []
        empty = 0
        try:
            for segment in unit:
                if _name(segment) not in ("segment", "ignorable"):
                    continue
                source_element, target = _child(segment, "source"), _child(segment, "target")
                if source_element is None:
                    continue
                sources.append(_flat(source_element, data))
                text = _flat(target, data) if target is not None else ""
                if _name(segment) == "ignorable":
                    text = text or sources[-1]
                else:
                    empty += bool(sources[-1].strip()) and not text.strip()
                    said.append(_said_2(segment))
                order = target.get("order", "") if target is not None else ""
                at = int(order) if order.isdecimal() else len(sources)
                targets.append((at, text))
            if 0 < empty < len(said):
                raise _Unusable(_PART)
        except _Unusable as error:
            self._unusable(unit, error.message)
            return
        if not sources:
            return
        translation = "" if empty else "".join(text for _, text in sorted(targets, key=_order))
        sure = False if False in said else None if None in said else True
        self._take(unit, unit.get("name") or "", notes, "".join(sources), translation, sure)

    def _take(
        self, unit: Any, context: str, notes: Sequence[tuple[str, str]], source: str,
        translation: str, said: bool | None,
    ) -> None:  # fmt: skip
        label = next((found for _, text in notes if (found := Label.find(text)) is not None), None)
        if label is None:
            # a tool that drops notes keeps ids; without either it is somebody else's text
            if unit.get("id") != f"k{key_of(self.catalog, context, source)}":
                if translation.strip():
                    self._unusable(unit, _UNKNOWN)
                return
            label = Label(self.language, self.catalog, context, "", "")
        elif not _same_language(label.tag, self.language):
            self._wrong_language(unit, label.tag)
            return
        translation = unbroken(tidy(translation), source)
        changed = mark(translation) != label.base if label.base else bool(translation)
        # of a tool that leaves states alone: what somebody wrote, and no copy of the source
        worked = changed and folded(translation) != folded(source)
        note = "\n".join(
            text
            for who, text in notes
            if who not in _OURS and Label.find(text) is None and text.strip()
        )
        self.returned.append(
            Returned(
                self.path, Place(unit.sourceline or 1, 1), label.tag, label.catalog, label.context,
                tidy(source), translation, label.base, worked if said is None else said,
                tidy(note),
            )
        )  # fmt: skip

    def _wrong_language(self, unit: Any, tag: str) -> None:
        message = Message(
            f"これは {tag} の訳のためのファイルですが、{self.language} のファイルとして保存してあります。"
            f"{tag} に訳して、{tag} で保存してください。",
            f"The file was made for {tag}, and is saved as one for {self.language}. Translate it "
            f"into {tag}, and save it as that.",
        )
        if all(found.message != message for found in self.findings):  # once, for all its texts
            self._unusable(unit, message, FOREIGN)

    def _unusable(self, unit: Any, message: Message, code: str = UNUSABLE) -> None:
        place = Place(unit.sourceline or 1, 1)
        self.findings.append(Finding(self.path, place, Severity.ERROR, code, message))


_UNKNOWN = Message(
    "この文がどこのものか分かりません（madoguchi の note がありません）。"
    "madoguchi translate export で作ったファイルに訳を入れてください。",
    "Nobody can tell where this text belongs: its note from madoguchi is gone. Put the translation "
    "into a file made by madoguchi translate export.",
)


def _order(target: tuple[int, str]) -> int:
    return target[0]


def _said_2(segment: Any) -> bool | None:
    state, more = segment.get("state") or "initial", segment.get("subState") or ""
    if more == f"madoguchi:{State.OUTDATED}" and state == "initial":
        return False
    if more == f"madoguchi:{State.MACHINE}" and state == "translated":
        return None  # as it was given out: the tool leaves states alone
    return _SAID.get(state)


def _same_language(tag: str, said: str) -> bool:
    """Whether a tool's name for the language may mean `tag`: `en-US` for `en`, not zh-TW for zh-Hans."""
    if not said or said.lower() == tag.lower():
        return True
    ours, theirs = _language(tag), _language(said)
    if ours[0] != theirs[0]:
        return False
    return not (ours[1] and theirs[1]) or ours[1] == theirs[1]


def _language(tag: str) -> tuple[str, str]:
    try:
        found = Locale.parse(tag.replace("_", "-"), sep="-")
        language, script = found.language, found.script or ""
    except (ValueError, UnknownLocaleError):
        language, script = tag.replace("_", "-").partition("-")[0].lower(), ""
    return "fil" if language == "tl" else language, script


def _plain(element: Any) -> str:
    return "".join(element.itertext())


_CODES_1 = {"ph": "ph", "it": "ph", "x": "ph", "bpt": "bpt", "bx": "bpt", "ept": "ept", "ex": "ept"}


@dataclass
class _Codes:
    """What inline codes stand for."""

    holds_text: bool
    """As in XLIFF 1: a code holds the text it stands for; later, it refers to it."""
    known: dict[tuple[str, str], str] = field(default_factory=dict)
    """By kind and id."""

    def text(self, element: Any, end: str = "") -> str:
        """Return what one code, or one end of a pair, stands for."""
        if self.holds_text:
            key = (_CODES_1[_name(element)], element.get("rid") or element.get("id") or "")
            said = _plain(element)
            if said:
                self.known.setdefault(key, said)
        else:
            key = ("data", element.get(f"dataRef{end}") or "")
            said = element.get(f"disp{end}") or element.get(f"equiv{end}") or ""
            said = self.known.get(key, said)
        if not said and key not in self.known:
            raise _Unusable(_unknown_tag(element))
        return said or self.known[key]


def _flat(element: Any, codes: _Codes) -> str:
    """Return the text of a `<source>` or `<target>` with the codes in it."""
    parts = [element.text or ""]
    for child in element:
        name = _name(child)
        if name in (_CODES_1 if codes.holds_text else ("ph", "sc", "ec")):
            parts.append(codes.text(child))
        elif name == "pc" and not codes.holds_text:
            parts += codes.text(child, "Start"), _flat(child, codes), codes.text(child, "End")
        elif name == "g":
            id_ = child.get("id") or ""
            opening, closing = (codes.known.get((kind, id_), "") for kind in ("bpt", "ept"))
            parts += opening, _flat(child, codes), closing
        elif name == "cp":
            parts.append(LOST)
        else:  # <mrk> and what tools add around words
            parts.append(_flat(child, codes))
        parts.append(child.tail or "")
    return "".join(parts)


def _unknown_tag(element: Any) -> Message:
    tag = f'<{_name(element)} id="{element.get("id") or ""}">'
    return Message(
        f"訳に、元の文にないタグ {tag} があります。消すか、元の文のタグと取りかえてください。",
        f"The translation has a tag {tag} that the source has not. Remove or replace it.",
    )


def _has_gaps(target: Any) -> bool:
    """Whether a tool cut the target into segments of which some are empty."""
    segments = [e for e in target.iter() if _name(e) == "mrk" and e.get("mtype") == "seg"]
    empty = sum(not _plain(segment).strip() for segment in segments)
    return 0 < empty < len(segments)
