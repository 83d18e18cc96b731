"""Reads the XLIFF that comes back, whatever tool has written it.

It is read by local names and whatever the prefixes, and never trusted: no document type, no
entities, no files or addresses.
"""

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple
from xml.parsers import expat

from babel import Locale, UnknownLocaleError

from madoguchi.catalog import State
from madoguchi.findings import TOP, Finding, Message, Severity
from madoguchi.span import Place
from madoguchi.translate.exchange.extra import needing
from madoguchi.translate.exchange.label import LOST, Label, key_of, tidy, unbroken
from madoguchi.translate.exchange.prolog import as_utf8, doctype
from madoguchi.translate.exchange.returned import (
    FOREIGN,
    UNREADABLE,
    UNUSABLE,
    Refusal,
    Returned,
    Unusable,
    changed,
    newly_translated,
    numbers,
    refused_texts,
    strays,
)
from madoguchi.translate.exchange.xliff_notes import OURS

with needing("lxml", "xliff"):
    from lxml import etree

LARGEST = 64 * 1024 * 1024
"""Bytes of a file that are read; a site of 300 pages has 5 MB in one language."""


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
    name, said_in = ("unit", _unit) if version[0] == "2" else ("trans-unit", _trans_unit)
    for file in _children(root, "file"):
        reading.catalog = file.get("original") or ""
        reading.language = target if version[0] == "2" else file.get("target-language") or ""
        for element in file.iter():
            if _name(element) == name:
                reading.add(element, said_in)
    if not reading.returned and all(found.message == _UNKNOWN for found in reading.findings):
        message = Message(
            "madoguchi translate export で作ったファイルではないので、入れるものがありません。",
            "It was not made by madoguchi translate export: there is nothing to take.",
        )
        texts = refused_texts(reading.findings)
        return (), (Refusal(path, TOP, Severity.ERROR, FOREIGN, message, texts=texts),)
    if astray := strays(reading.returned):
        texts = refused_texts(reading.findings) + sum(map(changed, reading.returned))
        return (), (
            Refusal(
                path, astray[0].place, Severity.ERROR, UNUSABLE, _astray(astray), texts=texts
            ),
        )  # fmt: skip
    return tuple(reading.returned), tuple(reading.findings)


def _astray(found: Sequence[Returned]) -> Message:
    return Message(
        f"{len(found)}の文（{numbers(found)} 行目）の訳が、出したときは、ほかの文の訳でした。訳がずれているようです。"
        "このファイルの訳は何も入れませんでした。どの訳も自分の文のところにあるか調べて、もう一度入れてください。",
        f"{len(found)} texts (lines {numbers(found)}) have what others were given out with: the "
        "translations are shifted. Nothing was taken from this file. Put every translation to its "
        "own text, and import again.",
    )


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
        data = as_utf8(data)
        line = doctype(io.BytesIO(data))
    except expat.ExpatError as error:
        return finding(_BROKEN, error.lineno)
    except ValueError:
        return finding(_ENCODING)
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
_ENCODING = Message(
    "この文字コードは読めません。翻訳の道具から、UTF-8 で保存し直してください。",
    "Its encoding cannot be read. Save it from the translator's tool as UTF-8.",
)


def _name(element: Any) -> str:
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def _space(element: Any) -> str:
    return str(etree.QName(element).namespace or "")


def _children(element: Any, name: str) -> list[Any]:
    return [child for child in element if _name(child) == name]


def _child(element: Any, name: str) -> Any:
    return next(iter(_children(element, name)), None)


_PART = Message(
    "訳は途中までです。最後まで訳して、もう一度入れてください。",
    "The translation is not complete. Translate the rest, and import again.",
)

_STANDS_BY = {
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


class _Said(NamedTuple):
    """What stands in one unit of a file."""

    context: str
    notes: list[tuple[str, str]]
    """Who says it, what."""
    source: str
    translation: str
    reviewed: bool | None
    """Whether a person stands by it; None if the tool does not say."""


@dataclass
class _Reading:
    """Collects what comes back in one file."""

    path: Path
    catalog: str = ""
    language: str = ""
    returned: list[Returned] = field(default_factory=list)
    findings: list[Refusal] = field(default_factory=list)

    def add(self, unit: Any, said_in: Callable[[Any], _Said | None]) -> None:
        """Take a unit, or tell why it cannot be taken."""
        place = Place(unit.sourceline or 1, 1)
        try:
            said = said_in(unit)
            taken = None if said is None else self._take(unit.get("id") or "", place, said)
        except Unusable as error:
            self._refuse(Refusal(self.path, place, Severity.ERROR, error.code, error.message))
            return
        if taken is not None:
            self.returned.append(taken)

    def _refuse(self, refusal: Refusal) -> None:
        if refusal.code == FOREIGN:  # once, for all its texts
            for at, known in enumerate(self.findings):
                if known.message == refusal.message:
                    self.findings[at] = replace(known, texts=known.texts + 1)
                    return
        self.findings.append(refusal)

    def _take(self, id_: str, place: Place, said: _Said) -> Returned | None:
        label = next((found for _, text in said.notes if (found := Label.find(text))), None)
        if label is None:
            # a tool that drops notes keeps ids; without either it is somebody else's text
            if id_ != f"k{key_of(self.catalog, said.context, said.source)}":
                if said.translation.strip():
                    raise Unusable(_UNKNOWN)
                return None
            label = Label(self.language, self.catalog, said.context, "", "")
        elif not _same_language(label.tag, self.language):
            raise Unusable(_wrong_language(label.tag, self.language), FOREIGN)
        translation = unbroken(tidy(said.translation), said.source)
        reviewed = said.reviewed
        if reviewed is None:
            reviewed = newly_translated(label, said.source, translation)
        note = "\n".join(
            text
            for who, text in said.notes
            if who not in OURS and Label.find(text) is None and text.strip()
        )
        return Returned(
            self.path, place, label.tag, label.catalog, label.context, tidy(said.source),
            translation, label.base, reviewed, tidy(note),
        )  # fmt: skip


def _trans_unit(unit: Any) -> _Said | None:
    """Return what a `<trans-unit>` says.

    Raises Unusable.
    """
    source_element, target = _child(unit, "source"), _child(unit, "target")
    if source_element is None:
        return None
    # those of the source, for tags of the target that a tool has emptied
    codes = _Codes(holds_text=True)
    source = _flat(source_element, codes)
    translation = "" if target is None else _flat(target, codes)
    if target is not None and _has_gaps(target):
        raise Unusable(_PART)
    notes = [(note.get("from") or "", _plain(note)) for note in _children(unit, "note")]
    return _Said(unit.get("resname") or "", notes, source, translation, _reviewed_1(unit, target))


def _reviewed_1(unit: Any, target: Any) -> bool | None:
    if unit.get("approved") == "yes":
        return True
    if target is None:
        return None
    state = target.get("state") or ""
    if state not in _ENDED and _SUGGESTION.fullmatch(target.get("state-qualifier") or ""):
        return False
    return _STANDS_BY.get(state)


def _unit(unit: Any) -> _Said | None:
    """Return what a `<unit>` says, whose segments a tool may have cut further.

    Raises Unusable.
    """
    codes = _Codes(holds_text=False)
    original = _child(unit, "originalData")
    for item in _children(original, "data") if original is not None else ():
        codes.known["data", item.get("id") or ""] = _plain(item)
    sources: list[str] = []
    targets: list[tuple[int, str]] = []
    reviewed: list[bool | None] = []
    empty = 0
    for segment in unit:
        if _name(segment) not in ("segment", "ignorable"):
            continue
        source_element, target = _child(segment, "source"), _child(segment, "target")
        if source_element is None:
            continue
        sources.append(_flat(source_element, codes))
        text = _flat(target, codes) if target is not None else ""
        if _name(segment) == "ignorable":
            text = text or sources[-1]
        else:
            empty += bool(sources[-1].strip()) and not text.strip()
            reviewed.append(_reviewed_2(segment))
        order = target.get("order", "") if target is not None else ""
        targets.append((int(order) if order.isdecimal() else len(sources), text))
    if 0 < empty < len(reviewed):
        raise Unusable(_PART)
    if not sources:
        return None
    # some tools hang theirs below a segment
    notes = [(e.get("category") or "", _plain(e)) for e in unit.iter() if _name(e) == "note"]
    translation = "" if empty else "".join(text for _, text in sorted(targets, key=_order))
    sure = False if False in reviewed else None if None in reviewed else True
    return _Said(unit.get("name") or "", notes, "".join(sources), translation, sure)


def _wrong_language(tag: str, language: str) -> Message:
    return Message(
        f"これは {tag} の訳のためのファイルですが、{language} のファイルとして保存してあります。"
        f"{tag} に訳して、{tag} で保存してください。",
        f"The file was made for {tag}, and is saved as one for {language}. Translate it "
        f"into {tag}, and save it as that.",
    )


_UNKNOWN = Message(
    "この文がどこのものか分かりません（madoguchi の note がありません）。"
    "madoguchi translate export で作ったファイルに訳を入れてください。",
    "Nobody can tell where this text belongs: its note from madoguchi is gone. Put the translation "
    "into a file made by madoguchi translate export.",
)


def _order(target: tuple[int, str]) -> int:
    return target[0]


def _reviewed_2(segment: Any) -> bool | None:
    state, more = segment.get("state") or "initial", segment.get("subState") or ""
    if more == f"madoguchi:{State.OUTDATED}" and state == "initial":
        return False
    if more == f"madoguchi:{State.MACHINE}" and state == "translated":
        return None  # as it was given out: the tool leaves states alone
    return _STANDS_BY.get(state)


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
            raise Unusable(_unknown_tag(element))
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
