"""Writes XLIFF 1.2 and 2.0, for agencies and their tools.

One `<file>` for a catalog, one unit for a text. References, links and marks are inline codes that
hold the text they stand for, so that a tool may show them as tags, or flatten them, and nothing is
lost.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from madoguchi.catalog import State
from madoguchi.locales import SOURCE
from madoguchi.translate.exchange.codes import Piece, Role, pieces
from madoguchi.translate.exchange.extra import needing
from madoguchi.translate.exchange.label import Label, speakable
from madoguchi.translate.exchange.unit import Row
from madoguchi.translate.exchange.xliff_notes import (
    DEVELOPER,
    LABEL,
    PREVIOUS,
    READING,
    TRANSLATOR,
)

with needing("lxml", "xliff"):
    from lxml import etree

_NAMESPACES = {
    "1.2": "urn:oasis:names:tc:xliff:document:1.2",
    "2.0": "urn:oasis:names:tc:xliff:document:2.0",
}
_XML = "{http://www.w3.org/XML/1998/namespace}"


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
        about = {"annotates": "source"} if who in (READING, PREVIOUS, DEVELOPER) else {}
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
        about = {"appliesTo": "source"} if who in (READING, PREVIOUS, DEVELOPER) else {}
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
        yield DEVELOPER, unit.source.comment
    if row.reading:
        yield READING, row.reading
    if unit.previous:
        yield (
            PREVIOUS,
            f"前は「{unit.previous}」でした。今の訳は、この古い文の訳です。 / "
            f"It was 「{unit.previous}」 before; the translation is of that older text.",
        )
    if unit.note:
        yield TRANSLATOR, unit.note
    yield LABEL, str(Label.of(unit))


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
