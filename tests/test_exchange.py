"""What goes out to offices and agencies comes back whole, and never overwrites what is newer."""

import importlib
import io
import re
import sys
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example as sample
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import Workbook, load_workbook
from translate.storage.xliff import Xliff1File
from translate.storage.xliff2 import Xliff2File

from madoguchi.catalog import Key, State
from madoguchi.errors import MadoguchiError, SettingsError
from madoguchi.findings import Finding, Message, Severity
from madoguchi.project import Project
from madoguchi.span import Place
from madoguchi.translate.exchange import sheet_in
from madoguchi.translate.exchange.codes import Role, pieces
from madoguchi.translate.exchange.label import Label, folded, mark, speakable, tidy, unbroken
from madoguchi.translate.exchange.returned import (
    FOREIGN,
    UNCLEAR,
    UNREADABLE,
    UNUSABLE,
    Returned,
    newly_translated,
    refused_texts,
    strays,
)
from madoguchi.translate.exchange.sheet_in import read_xlsx
from madoguchi.translate.exchange.sheet_out import write_xlsx
from madoguchi.translate.exchange.taking import Decided, Outcome, take
from madoguchi.translate.exchange.unit import Row, Unit, units_of, wanted
from madoguchi.translate.exchange.xliff_in import read_xliff
from madoguchi.translate.exchange.xliff_out import write_xliff
from madoguchi.translate.extract import Source
from madoguchi.translate.rules import Pair
from madoguchi.translate.rules.references import lost_reference

Result = tuple[tuple[Returned, ...], tuple[Finding, ...]]
WRITE: dict[str, Callable[[list[Row]], bytes]] = {
    "xliff": lambda rows: write_xliff(rows, "1.2"),
    "xliff2": lambda rows: write_xliff(rows, "2.0"),
    "xlsx": write_xlsx,
}
READ: dict[str, Callable[[bytes, Path], Result]] = {
    "xliff": read_xliff,
    "xliff2": read_xliff,
    "xlsx": read_xlsx,
}
FORMATS = sorted(WRITE)
VERSIONS = {"xliff": "1.2", "xliff2": "2.0"}
NOW = "14日以内に、**市役所**の{contact.city-hall.name}へ[行きます](a.md)。"
SAID = "Go to **city hall**, {contact.city-hall.name}, [within](a.md) 14 days."


def unit(
    text: str = NOW,
    translation: str = "",
    state: State = State.MISSING,
    *,
    tag: str = "en",
    catalog: str = "moving/moving-in.po",
    context: str = "paragraph",
    previous: str = "",
    note: str = "",
) -> Unit:
    source = Source(Key(context, text), "pages/moving/moving-in.md", "paragraph\n{a} = 市民課")
    return Unit(tag, catalog, source, state, translation, previous, note)


def sent(rows: list[Unit], form: str) -> Result:
    data = WRITE[form]([Row(one, "よみ") for one in rows])
    return READ[form](data, Path("back"))


def lost(unit: Unit, translation: str) -> Message | None:
    context, text = unit.source.key
    return next(lost_reference(Pair(text, translation, context, unit.tag), {}), None)


def taken(returned: Iterable[Returned], units: Iterable[Unit]) -> list[Decided]:
    return take(returned, units, lost)


def all_units(project: Project) -> list[Unit]:
    return [
        unit
        for (tag, name), catalog in project.catalogs.items()
        for unit in units_of(tag, name, project.sources[name], catalog)
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_every_text_of_the_example_city_comes_back_as_it_was(form: str, example: Project) -> None:
    units = all_units(example)
    tags = sorted({one.tag for one in units})
    assert len(tags) == 7 and len(units) > 6000
    for tag in tags:
        given_out = [one for one in units if one.tag == tag]
        returned, findings = sent(given_out, form)
        assert not findings
        assert [(r.catalog, r.context, r.source, r.translation, r.note) for r in returned] == [
            (u.catalog, *u.source.key, u.translation, u.note) for u in given_out
        ]
        outcomes = {one.decision.outcome for one in taken(returned, given_out)}
        assert outcomes == {Outcome.UNCHANGED}


STATES = [
    unit("一", "one", State.CURRENT),
    unit("二", "two", State.MACHINE, note="Anna: sure?\n2行目"),
    unit("三つ", "thre", State.OUTDATED, previous="三"),
    unit("四", "", State.MISSING, context="contacts.city-hall.name"),
    unit(NOW, SAID, State.MACHINE, catalog="data.po"),
]


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_units_give_the_same_bytes(form: str) -> None:
    rows = [Row(one, "よみ") for one in STATES]
    assert WRITE[form](rows) == WRITE[form](rows)


@pytest.mark.parametrize("form", FORMATS)
def test_what_nobody_touched_changes_nothing_and_is_not_reviewed(form: str) -> None:
    returned, findings = sent(STATES, form)
    assert not findings
    assert [r.reviewed for r in returned] == [True, False, False, False, False]
    assert {one.decision.outcome for one in taken(returned, STATES)} == {Outcome.UNCHANGED}


# The standard, and another program that reads it


class _Schemas(etree.Resolver):  # type: ignore[misc]
    def resolve(self, url: str, public: str, context: Any) -> Any:
        path = Path(__file__).parent / "xliff" / Path(url).name
        return self.resolve_filename(str(path), context)


def schema(name: str) -> Any:
    parser = etree.XMLParser()
    parser.resolvers.add(_Schemas())
    return etree.XMLSchema(etree.parse(str(Path(__file__).parent / "xliff" / name), parser))


@pytest.mark.parametrize(
    ("form", "name"), [("xliff", "xliff-core-1.2-strict.xsd"), ("xliff2", "xliff-core-2.0.xsd")]
)
def test_xliff_is_valid(form: str, name: str, example: Project) -> None:
    found = schema(name)
    english = [one for one in all_units(example) if one.tag == "en"]
    for units in (STATES, english):
        data = WRITE[form]([Row(one, "よみ") for one in units])
        found.assertValid(etree.fromstring(data))
    broken = WRITE[form]([Row(STATES[0])]).replace(b"<source>", b"<sauce>")
    assert not found.validate(etree.fromstring(broken.replace(b"</source>", b"</sauce>")))


@pytest.mark.parametrize(("form", "store"), [("xliff", Xliff1File), ("xliff2", Xliff2File)])
def test_another_program_reads_it_and_its_work_comes_back(form: str, store: Any) -> None:
    given_out = [unit("一", "one", State.MACHINE), unit("二"), unit("三")]
    file = store.parsestring(WRITE[form]([Row(one, "よみ") for one in given_out]))
    assert [(u.source, u.target or "") for u in file.units] == [
        ("一", "one"),
        ("二", ""),
        ("三", ""),
    ]
    assert "よみ" in "".join(
        file.units[1].getunitelement().itertext()
        if form == "xliff2"
        else [file.units[1].getnotes()]
    )
    file.units[1].target = "two"
    file.units[1].markapproved()
    file.units[1].addnote("Is it two?", origin="anna")
    returned, findings = READ[form](bytes(file), Path("back.xlf"))
    assert not findings
    decided = taken(returned, given_out)
    assert [one.decision.outcome for one in decided] == ["unchanged", "accepted", "unchanged"]
    assert (returned[1].translation, returned[1].reviewed) == ("two", True)
    assert returned[1].note == "Is it two?"


def test_help_for_the_translator_is_there() -> None:
    said = write_xliff([Row(one, "よみがな") for one in STATES], "1.2").decode()
    for part in ("よみがな", "{a} = 市民課", "前は「三」でした", "Anna: sure?", "previous-version"):
        assert part in said
    assert re.search(r'<ph id="\d+">\{contact.city-hall.name\}</ph>', said)
    assert re.search(r'<bpt id="(\d+)">\[</bpt>行きます<ept id="\1">\]\(a.md\)</ept>', said)


@pytest.mark.parametrize(
    ("source", "translation", "codes"),
    [
        ("**a**と{x.y.z}", "{x.y.z} and **a**", {"**": 1, "{x.y.z}": 2}),
        ("[a](b.md)と[c](d.md)", "[C](d.md), [A](b.md)", {"](b.md)": 1, "](d.md)": 2}),
        ("**a", "**a**", {}),
    ],
)
def test_a_code_has_its_number_of_the_source(
    source: str, translation: str, codes: dict[str, int]
) -> None:
    before = pieces(source)
    after = pieces(translation, before)
    assert "".join(piece.said for piece in after) == translation
    numbers = {piece.said: piece.id for piece in after}
    for said, number in codes.items():
        assert numbers[said] == number
        assert number in {piece.id for piece in before if piece.said == said}


# What tools for translators do to a file


def done(data: bytes, said: str = "done", **attributes: str) -> bytes:
    """Translate the first unit of an XLIFF 1.2 file."""
    state = "".join(f' {name}="{value}"' for name, value in attributes.items())
    target = f"<target{state}>{said}</target>".encode()
    return re.sub(rb"<target[^>]*(?:/>|>.*?</target>)", lambda _: target, data, count=1, flags=re.S)


def pretty(data: bytes) -> bytes:
    """Indent everything, also within texts, as editors of XML do."""
    root = etree.fromstring(data)
    etree.indent(root)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def prefixed(data: bytes) -> bytes:
    root = re.sub(rb"<(/?)([a-z])", rb"<\1x:\2", data)
    return root.replace(b"xmlns=", b"xmlns:x=")


def reordered(data: bytes) -> bytes:
    """Write attributes in another order and with other quotes."""
    return (
        re.sub(
            rb"<trans-unit ([^>]*)>",
            lambda m: (
                b"<trans-unit " + b" ".join(re.findall(rb'[\w:]+="[^"]*"', m[1])[::-1]) + b">"
            ),
            data,
        )
        .replace(b'"', b"'")
        .replace(b"version='1.0'", b'version="1.0"')
    )


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "as it is": lambda data: data,
    "prefixes": prefixed,
    "attributes": reordered,
    "pretty": pretty,
    "line ends": lambda data: data.replace(b"\n", b"\r\n"),
    "byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "utf-16": lambda data: data.decode().replace("UTF-8", "UTF-16", 1).encode("utf-16"),
    "comments": lambda data: data.replace(b"<body>", b"<body><!-- a tool was here --><?tool x?>"),
    "no notes of ours": lambda data: re.sub(rb'<note from="madoguchi">.*?</note>', b"", data),
    "region": lambda data: data.replace(b'target-language="en"', b'target-language="en-US"'),
    "namespace of a tool": lambda data: data.replace(
        b"<xliff ", b'<xliff xmlns:t="urn:t" t:v="1" '
    ).replace(b"<target", b'<t:meta/><target t:m="90"'),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_tool_may_write_the_file_in_its_own_way(name: str) -> None:
    given_out = [unit("一つ"), unit("二つ")]
    data = done(WRITE["xliff"]([Row(one, "よみ") for one in given_out]), "one", state="final")
    returned, findings = read_xliff(CHANGES[name](data), Path("back.xlf"))
    assert not findings
    decided = taken(returned, given_out)
    assert [one.decision.outcome for one in decided] == ["accepted", "unchanged"]
    assert (decided[0].decision.translation, returned[0].reviewed) == ("one", True)


INLINE = {
    "as text": "Go to **city hall**, {contact.city-hall.name}, [within](a.md) 14 days.",
    "as tags": 'Go to <bpt id="1">**</bpt>city hall<ept id="1">**</ept>, '
    '<ph id="2">{contact.city-hall.name}</ph>, <bpt id="3">[</bpt>within<ept id="3">](a.md)</ept> 14 days.',
    "as empty tags": 'Go to <bpt id="1"/>city hall<ept id="1"/>, <x id="2"/>, '
    '<g id="3">within</g> 14 days.',
    "in segments": '<mrk mtype="seg" mid="0">Go to **city hall**, </mrk>'
    '<mrk mtype="seg" mid="1">{contact.city-hall.name}, [within](a.md) 14 days.</mrk>',
}


@pytest.mark.parametrize("name", INLINE)
def test_tags_may_be_kept_emptied_or_flattened(name: str) -> None:
    data = done(WRITE["xliff"]([Row(unit())]), INLINE[name], state="translated")
    returned, findings = read_xliff(data, Path("back.xlf"))
    assert not findings
    assert returned[0].translation == SAID
    assert taken(returned, [unit()])[0].decision.outcome is Outcome.ACCEPTED


SEGMENTS = """<segment state="final"><source>一つ。</source><target>One.</target></segment>
<ignorable><source> </source></ignorable>
<segment state="{state}"><source>二つ。</source>{target}</segment>"""


@pytest.mark.parametrize(
    ("state", "target", "expected"),
    [
        ("final", "<target>Two.</target>", ("One. Two.", True)),
        ("translated", "<target>Two.</target>", ("One. Two.", True)),
        ("initial", "<target>Two.</target>", ("One. Two.", True)),
        ("initial", "", "途中まで"),
    ],
)
def test_segments_are_joined(state: str, target: str, expected: object) -> None:
    given_out = unit("一つ。 二つ。")
    cut = SEGMENTS.format(state=state, target=target)
    data = WRITE["xliff2"]([Row(given_out)]).decode()
    data = re.sub(r"<segment.*</segment>", cut, data, flags=re.S)
    returned, findings = read_xliff(data.encode(), Path("back.xlf"))
    if isinstance(expected, str):
        assert not returned and expected in findings[0].message.ja
    else:
        assert [(r.translation, r.reviewed) for r in returned] == [expected]
        assert taken(returned, [given_out])[0].decision.outcome is Outcome.ACCEPTED


REVIEWED = [
    ({"state": "final"}, "new", True),
    ({"state": "signed-off"}, "new", True),
    ({"state": "translated"}, "new", True),
    ({"state": "translated", "state-qualifier": "mt-suggestion"}, "new", False),
    ({"state": "final", "state-qualifier": "leveraged-mt"}, "new", True),
    ({"state": "needs-review-translation"}, "new", False),
    ({"state": "needs-translation"}, "new", False),
    ({"state": "new"}, "new", False),
    ({"state": "x-foo"}, "new", False),
    ({"state": "bananas"}, "new", False),
    ({"state": ""}, "new", False),
    ({"state": "bananas", "approved": "no"}, "new", False),
    ({}, "new", False),
    ({}, "old", False),
    ({}, "一つ", False),
    ({"state": "final"}, "old", True),
]


@pytest.mark.parametrize(("attributes", "said", "expected"), REVIEWED)
def test_who_stands_by_a_translation(attributes: dict[str, str], said: str, expected: bool) -> None:
    data = WRITE["xliff"]([Row(unit("一つ", "old", State.MACHINE))])
    returned, _ = read_xliff(done(data, said, **attributes), Path("back.xlf"))
    assert returned[0].reviewed is expected


@pytest.mark.parametrize("gone_out", [State.MACHINE, State.OUTDATED])
@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ('state="initial"', False),
        ('state="initial" subState="tool:x"', False),
        ('state="bananas"', False),
        ('state=""', False),
        ("", False),
        ('state="translated" subState="madoguchi:machine"', False),
        ('state="translated"', True),
        ('state="reviewed"', True),
        ('state="final"', True),
    ],
)
def test_who_stands_by_a_translation_in_xliff_2(
    gone_out: State, state: str, expected: bool
) -> None:
    data = WRITE["xliff2"]([Row(unit("一つ", "old", gone_out))]).decode()
    data = re.sub(r"<segment[^>]*>", f"<segment {state}>", data)
    returned, findings = read_xliff(data.replace("old", "new").encode(), Path("back.xlf"))
    assert not findings
    assert (returned[0].translation, returned[0].reviewed) == ("new", expected)


@pytest.mark.parametrize("attributes", [{}, {"state": "needs-translation"}, {"state": "new"}])
def test_what_had_no_translation_and_has_one_is_somebodys_work(attributes: dict[str, str]) -> None:
    data = done(WRITE["xliff"]([Row(unit("一つ"))]), "one", **attributes)
    assert [r.reviewed for r in read_xliff(data, Path("back.xlf"))[0]] == [True]
    without = CHANGES["no notes of ours"](data)  # nobody knows then what it had
    assert [r.reviewed for r in read_xliff(without, Path("back.xlf"))[0]] == [False]


# Taking in and refusing


OLD = unit("一つ", "one", State.MACHINE)
CASES: list[tuple[str, Unit, dict[str, Any], list[Unit], str]] = [
    ("new", unit("一つ"), {}, [unit("一つ")], "accepted"),
    ("empty", unit("一つ"), {"translation": ""}, [unit("一つ")], "unchanged"),
    ("a copy of the source", unit("一つ"), {"translation": "一つ", "reviewed": False}, [unit("一つ")], "unchanged"),
    ("a machine's, read by a person", OLD, {"translation": "one"}, [OLD], "accepted"),
    ("a machine's, read by nobody", OLD, {"translation": "one", "reviewed": False}, [OLD], "unchanged"),
    ("current and the same", OLD, {"translation": "one"}, [unit("一つ", "one", State.CURRENT)], "unchanged"),
    ("the source says more", unit("一つあります。"), {}, [unit("一つあります。急いでください。")], "今の文は「一つあります。急いでください。」"),
    ("its successor is known", unit("一つ"), {}, [unit("まったくちがう文", "one", State.OUTDATED, previous="一つ")], "今の文は「まったくちがう文」"),
    ("the source is gone", unit("一つあります。"), {}, [unit("ぜんぜんちがう")], "今のページにありません"),
    ("the page is gone", unit("一つ"), {}, [unit("一つだけ", catalog="data.po")], "今のページにありません"),
    ("it stands elsewhere", unit("一つ"), {}, [unit("一つ", context="heading")], "（heading）"),
    ("another page", unit("一つ"), {}, [unit("一つ", catalog="a/b.po")], "a/b.po"),
    ("no such language", unit("一つ"), {}, [unit("一つ", tag="vi")], "このサイトには en がありません"),
    ("translated meanwhile", unit("一つ"), {}, [unit("一つ", "one!", State.CURRENT)], "今の訳は「one!」、ファイルの訳は「done」"),
    ("changed meanwhile", OLD, {}, [unit("一つ", "one!", State.OUTDATED, previous="二つ")], "どちらがいいか"),
    ("a machine did it meanwhile", unit("一つ"), {}, [OLD], "accepted"),
    ("two machines", unit("一つ"), {"reviewed": False}, [OLD], "どちらがいいか"),
    ("translated meanwhile, the same", unit("一つ"), {"translation": "one!"}, [unit("一つ", "one!", State.CURRENT)], "unchanged"),
    ("no mark, a person's there", unit("一つ"), {"base": ""}, [unit("一つ", "one!", State.CURRENT)], "どちらがいいか"),
    ("no mark, an old one there", unit("一つ"), {"base": ""}, [unit("一つ", "one!", State.OUTDATED, previous="二つ")], "accepted"),
    ("emptied meanwhile", OLD, {}, [unit("一つ")], "accepted"),
    ("a fact is lost", unit(NOW), {"translation": "[Go](a.md)"}, [unit(NOW)], "{contact.city-hall.name} が訳にありません"),
    ("a link leads elsewhere", unit(NOW), {"translation": "[Go](b.md) {contact.city-hall.name}"}, [unit(NOW)], "a.md が訳にありません"),
    ("a broken character", unit("一つ"), {"translation": "d\ufffdne"}, [unit("一つ")], "こわれた文字"),
    ("spaces of the source", unit("一つ 二つ"), {"source": " 一つ \r\n二つ"}, [unit("一つ 二つ")], "accepted"),
    ("decomposed", unit("がぎ"), {"source": "か\u3099き\u3099"}, [unit("がぎ")], "accepted"),
    ("no context", unit("一つ"), {"context": ""}, [unit("一つ")], "accepted"),
    ("no context, two of it", unit("一つ"), {"context": ""}, [unit("一つ"), unit("一つ", context="heading")], "今は "),
]  # fmt: skip


@pytest.mark.parametrize(
    ("out", "changes", "today", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_what_is_taken_and_what_is_refused(
    out: Unit, changes: dict[str, Any], today: list[Unit], expected: str
) -> None:
    values: dict[str, Any] = {
        "file": Path("back.xlf"), "place": (1, 1), "tag": out.tag, "catalog": out.catalog,
        "context": out.source.key.context, "source": out.source.key.text, "translation": "done",
        "base": mark(out.translation), "reviewed": True, **changes,
    }  # fmt: skip
    one = taken([Returned(**values)], today)[0]
    if expected in (Outcome.ACCEPTED, Outcome.UNCHANGED):
        assert one.decision.outcome == expected
        assert one.finding is None
    else:
        assert one.decision.outcome is Outcome.REFUSED
        assert one.finding is not None and one.decision.message is not None
        assert expected in one.finding.message.ja
        assert folded(values["source"])[:20] in one.finding.message.ja
        assert one.finding.message.en.isascii() or "「" in one.finding.message.en


def back(out: Unit, translation: str) -> Returned:
    place, text = (out.tag, out.catalog), out.source.key
    label = Label.of(out)
    return Returned(Path("a"), (2, 1), *place, *text, translation, label.base, True)  # type: ignore[arg-type]


def test_a_fact_that_was_replaced_is_replaced_in_the_translation() -> None:
    out = unit("{contact.a.name}へ行きます。", "To {contact.a.name}.", State.MACHINE)
    today = unit("{contact.b.name}へ**行きます**。", "To {contact.b.name}.", State.MACHINE)
    one = taken([back(out, "Go to {contact.a.name}.")], [today])[0]
    assert one.decision.outcome is Outcome.ACCEPTED
    assert one.decision.translation == "Go to {contact.b.name}."


def test_of_two_different_translations_none_is_taken_and_of_equal_ones_one() -> None:
    a, b = unit("一つ"), unit("二つ")
    returned = [back(a, "one"), back(a, "One"), back(b, "two"), back(b, " two ")]
    decided = taken(returned, [a, b])
    assert [j.decision.outcome for j in decided] == ["refused", "refused", "accepted", "unchanged"]
    assert "「one」 / 「One」" in str(decided[0].decision.message)


def test_what_is_wrong_with_a_translation_is_the_callers_to_say() -> None:
    wrong = Message("だめです。", "It is wrong.")
    out = unit("一つ")
    (good,) = take([back(out, "one")], [out], lambda unit, translation: None)
    (bad,) = take([back(out, "one")], [out], lambda unit, translation: wrong)
    assert good.decision.outcome is Outcome.ACCEPTED
    assert bad.decision.outcome is Outcome.REFUSED
    assert "だめです。" in str(bad.decision.message)


@pytest.mark.parametrize(
    ("base", "translation", "expected"),
    [
        (mark(""), "one", True),
        (mark(""), "", False),
        (mark(""), " 一つ", False),
        (mark("one"), "two", False),
        ("", "one", False),
    ],
)
def test_whether_somebody_has_translated_it(base: str, translation: str, expected: bool) -> None:
    label = Label.of(unit("一つ"))._replace(base=base)
    assert newly_translated(label, "一つ", translation) is expected


def test_a_language_that_the_site_does_not_have_is_told_once_a_file() -> None:
    units = [unit(text, tag="ne") for text in ("一つ", "二つ", "三つ")]
    returned = [back(one, "x") for one in units] + [back(unit("四つ"), "four")]
    returned.append(replace(back(units[0], "x"), file=Path("b")))
    returned.insert(0, back(units[1], ""))
    decided = taken(returned, [unit("四つ")])
    findings = [finding for one in decided if (finding := one.finding) is not None]
    assert [finding.path for finding in findings] == [Path("a"), Path("b")]
    assert "3文の訳（ne）" in findings[0].message.ja and "languages" in findings[0].message.ja
    outcomes = [str(one.decision.outcome) for one in decided]
    assert outcomes == ["unchanged", *["refused"] * 3, "accepted", "refused"]


# Translations that have left their texts

WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")


def strayed(
    given: Iterable[str], came: Iterable[str], sources: Iterable[str] | None = None
) -> list[int]:
    """Return which of the texts given out so and come back so are told."""
    given = list(given)
    texts = list(sources or (f"文{number}" for number in range(len(given))))
    returned = [
        replace(back(unit(text, out, State.MACHINE), said), place=Place(number, 1))
        for number, (text, out, said) in enumerate(zip(texts, given, came, strict=True))
    ]
    return [one.place.line for one in strays(returned)]


STRAYS: dict[str, tuple[list[str], list[str], list[int]]] = {
    "as it was": ([*WORDS], [*WORDS], []),
    "sorted": ([*WORDS[:5]], sorted(WORDS[:5]), [0, 1, 2, 3, 4]),
    "shifted down": ([*WORDS], ["", *WORDS[:-1]], [*range(1, 11)]),
    "shifted up, and one put in": ([*WORDS], [*WORDS[1:], "twelve"], [*range(10)]),
    "a few of many": (
        [*WORDS], ["two", "three", "one", *(f"{word}!" for word in WORDS[3:])], [0, 1, 2]
    ),
    "two of two": (["one", "two"], ["two", "one"], [0, 1]),
    "two of many": (
        [*WORDS], ["two", "one", *(f"{word}!" for word in WORDS[2:])], []
    ),
    "one": (["one", "two", "three"], ["two", "two", "three"], []),
    "the same words for several": (
        ["Phone", "Tel", "Phone", "Tel.", "Telephone"], ["Phone"] * 5, []
    ),
    "words made the same": (
        [*WORDS], ["eleven", "ten", "nine", *(f"{word}!" for word in WORDS[3:8]), *WORDS[8:]], [0, 1, 2]
    ),
    "words made the same, of many": (
        [*WORDS, *(f"{word}." for word in WORDS)],
        ["eleven", "ten", "nine", *(f"{word}!" for word in WORDS[3:8]), *WORDS[8:], *(f"{word}!" for word in WORDS)], []
    ),
    "nothing was there": ([""] * 4, ["four", "three", "two", "one"], []),
    "emptied": ([*WORDS], [""] * 11, []),
}  # fmt: skip


@pytest.mark.parametrize("name", STRAYS)
def test_translations_that_have_left_their_texts_are_seen(name: str) -> None:
    given, came, expected = STRAYS[name]
    assert strayed(given, came) == expected


def test_a_text_may_say_what_the_same_text_says_elsewhere() -> None:
    sources = ["電話", "窓口", "電話", "窓口", "受付", "受付"]
    given = ["Phone", "Desk", "Tel", "Window", "Office", "Reception"]
    came = ["Tel", "Window", "Phone", "Desk", "Reception", "Office"]
    assert strayed(given, came, sources) == []
    assert strayed(given, came) == [0, 1, 2, 3, 4, 5]


@settings(max_examples=40, deadline=None)
@given(order=st.permutations(range(6)))
def test_any_order_but_the_right_one_is_told(order: list[int]) -> None:
    moved = [at for at, now in enumerate(order) if at != now]
    assert strayed(WORDS[:6], [WORDS[now] for now in order]) == moved


def test_wanted() -> None:
    assert [u.state for u in wanted(STATES)] == [State.OUTDATED, State.MISSING]
    assert len(wanted(STATES, machine=True)) == 4
    assert wanted(STATES, everything=True) == STATES


# Files that are broken, foreign or hostile


ENTITY = '<!DOCTYPE xliff [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    '<!DOCTYPE xliff [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


def after_declaration(data: bytes, text: str) -> bytes:
    head, sep, rest = data.partition(b"?>")
    return head + sep + text.encode() + rest.replace("一つ".encode(), b"&a;", 1)


def declaring(name: str, codec: str) -> Callable[[bytes], bytes]:
    """Return what saves XML in another encoding."""

    def change(data: bytes) -> bytes:
        return re.sub("UTF-8", name, data.decode(), count=1).encode(codec)

    return change


BAD_XLIFF: dict[str, tuple[Callable[[bytes], bytes], str, str]] = {
    "empty": (lambda d: b"", UNREADABLE, "こわれて"),
    "cut off": (lambda d: d[: len(d) // 2], UNREADABLE, "こわれて"),
    "no XML": (lambda d: b"PK\x03\x04", UNREADABLE, "こわれて"),
    "a file of the machine": (lambda d: after_declaration(d, ENTITY), UNREADABLE, "DOCTYPE"),
    "billion laughs": (lambda d: after_declaration(d, LAUGHS), UNREADABLE, "DOCTYPE"),
    "deep": (lambda d: d.replace(b"<source>", b"<source>" + b"<mrk>" * 5000), UNREADABLE, "こわれて"),
    "another XML": (lambda d: b"<tmx version='1.4'/>", FOREIGN, "XLIFF"),
    "nothing in it": (lambda d: b"<xliff version='1.2'/>", FOREIGN, "export"),
    "another project's": (
        lambda d: re.sub(rb"<note.*?</note>", b"", done(d)).replace(b'id="k', b'id="'),
        FOREIGN,
        "export",
    ),
    "another language": (
        lambda d: d.replace(b'target-language="en"', b'target-language="vi"'),
        FOREIGN,
        "en の訳のため",
    ),
    "a tag nobody sent": (
        lambda d: done(d, 'a <ph id="77"/>', state="final"),
        UNUSABLE,
        '<ph id="77">',
    ),
    "an encoding nobody knows": (declaring("bananas", "utf-8"), UNREADABLE, "UTF-8"),
    "no encoding of text": (declaring("punycode", "utf-8"), UNREADABLE, "UTF-8"),
    "another encoding than it says": (declaring("EUC-JP", "utf-8"), UNREADABLE, "UTF-8"),
    "kana, which programs write differently": (declaring("Big5", "big5"), UNREADABLE, "UTF-8"),
    "a wave, which programs write differently": (
        lambda d: declaring("Shift_JIS", "cp932")(d.replace("一つ".encode(), "～".encode())),
        UNREADABLE,
        "UTF-8",
    ),
    "a document type in another encoding": (
        lambda d: declaring("Shift_JIS", "shift_jis")(after_declaration(d, ENTITY)),
        UNREADABLE,
        "DOCTYPE",
    ),
    "half of the segments": (
        lambda d: done(d, '<mrk mtype="seg" mid="1">a</mrk><mrk mtype="seg" mid="2"/>'),
        UNUSABLE,
        "途中",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_XLIFF)
def test_bad_xliff_is_told_with_a_line(name: str) -> None:
    change, code, said = BAD_XLIFF[name]
    data = WRITE["xliff"]([Row(unit("一つ"))])
    returned, findings = read_xliff(change(data), Path("back.xlf"))
    assert not returned
    assert [f.code for f in findings] == [code]
    assert said in findings[0].message.ja and findings[0].place.line >= 1


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("Shift_JIS", "shift_jis"), ("Shift_JIS", "cp932"), ("Windows-31J", "cp932"),
        ("EUC-JP", "euc_jp"), ("GB2312", "gbk"), ("Big5-HKSCS", "big5hkscs"),
        ("ISO-2022-JP", "iso2022_jp"), ("utf-8", "utf-8-sig"),
    ],
)  # fmt: skip
def test_a_tool_may_save_in_another_encoding(name: str, codec: str) -> None:
    kept = {"cp932": "①～", "gbk": "镕"}.get(codec, "")
    given_out = [unit(f"一つ{kept}"), unit("二つ")]
    data = done(WRITE["xliff"]([Row(one) for one in given_out]), "one", state="final")
    returned, findings = read_xliff(declaring(name, codec)(data), Path("back.xlf"))
    assert not findings
    assert [r.source for r in returned] == [one.source.key.text for one in given_out]
    decided = taken(returned, given_out)
    assert [one.decision.outcome for one in decided] == ["accepted", "unchanged"]


@pytest.mark.parametrize("form", ["xliff", "xliff2"])
def test_translations_that_were_shifted_in_xliff_are_refused(form: str) -> None:
    rows = [unit(f"文{word}", f"It is {word}.", State.MACHINE) for word in WORDS]
    data = WRITE[form]([Row(one) for one in rows]).decode()
    for word, other in zip(WORDS, [*WORDS[1:], "one"], strict=True):
        data = re.sub(f"(<target[^>]*>)It is {word}\\.", rf"\g<1>It's {other}.", data)
    data = data.replace("It's", "It is")
    returned, findings = read_xliff(data.encode(), Path("back.xlf"))
    assert not returned and [f.code for f in findings] == [UNUSABLE]
    assert "ずれて" in findings[0].message.ja and refused_texts(findings) == 11


def test_a_text_of_somebody_else_in_our_file_is_told() -> None:
    data = done(WRITE["xliff"]([Row(unit("一つ"))]))
    strange = b"<trans-unit id='1'><source>a</source><target>b</target></trans-unit></body>"
    returned, findings = read_xliff(data.replace(b"</body>", strange), Path("back.xlf"))
    assert [r.source for r in returned] == ["一つ"]
    assert [f.code for f in findings] == [UNUSABLE]
    assert "どこのもの" in findings[0].message.ja
    assert refused_texts(findings) == 1


def test_a_file_for_another_language_is_told_once() -> None:
    data = WRITE["xliff2"]([Row(one) for one in STATES])
    returned, findings = read_xliff(data.replace(b'trgLang="en"', b'trgLang="vi"'), Path("x"))
    assert not returned and [f.code for f in findings] == [FOREIGN]
    assert refused_texts(findings) == len(STATES)


@pytest.mark.parametrize(
    ("tag", "said", "same"),
    [
        ("zh-Hans", "zh-CN", True), ("zh-Hans", "zh", True), ("zh-Hans", "zh-TW", False),
        ("tl", "fil-PH", True), ("pt-BR", "pt", True), ("en", "en_GB", True), ("en", "", True),
        ("en", "vi", False), ("ne", "x-unknown", False),
    ],
)  # fmt: skip
def test_a_tool_may_call_the_language_by_another_name(tag: str, said: str, same: bool) -> None:
    data = WRITE["xliff2"]([Row(unit("一つ", tag=tag))])
    changed = data.replace(f'trgLang="{tag}"'.encode(), f'trgLang="{said}"'.encode())
    returned, findings = read_xliff(changed, Path("back.xlf"))
    assert (len(returned), len(findings)) == ((1, 0) if same else (0, 1))


def test_an_error_in_xml_has_its_line() -> None:
    data = WRITE["xliff"]([Row(unit("一つ")), Row(unit("二つ"))])
    line = data[: data.index("二つ".encode())].count(b"\n") + 1
    _, findings = read_xliff(data.replace("二つ".encode(), b"&"), Path("back.xlf"))
    assert findings[0].place.line == line


def book_of(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def with_doctype(data: bytes) -> bytes:
    declared = b"<?xml version='1.0'?>" + ENTITY.encode().replace(b"xliff", b"worksheet")
    return repacked(
        data, lambda name, part: declared + part if name.endswith("sheet1.xml") else part
    )


def zip_bomb(data: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(5):
            with archive.open(f"xl/media/{number}.png", "w", force_zip64=True) as part:
                for _ in range(60):
                    part.write(b"\0" * 1024 * 1024)
    return out.getvalue()


def with_part(name: str) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        out = io.BytesIO(data)
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr(name, b"x")
        return out.getvalue()

    return change


def in_book(change: Callable[[Any], object]) -> Callable[[bytes], bytes]:
    def changed(data: bytes) -> bytes:
        book = book_of(data)
        change(book.worksheets[0])
        return saved(book)

    return changed


def swap_sources(sheet: Any) -> None:
    sheet["D2"], sheet["D3"] = sheet["D3"].value, sheet["D2"].value
    sheet["G2"], sheet["G3"] = "one", "two"


def lose_label(sheet: Any) -> None:
    sheet["J2"], sheet["G2"] = None, "one"


def spoil_label(sheet: Any) -> None:
    sheet["J2"], sheet["G2"] = sheet["J2"].value[:-3], "one"


BAD_XLSX: dict[str, tuple[Callable[[bytes], bytes], str, str]] = {
    "empty": (lambda d: b"", UNREADABLE, "こわれて"),
    "cut off": (lambda d: d[: len(d) // 2], UNREADABLE, "こわれて"),
    "no parts": (lambda d: repacked(d, lambda name, part: b""), UNREADABLE, "こわれて"),
    "an old .xls": (lambda d: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + d, UNREADABLE, ".xls"),
    "macros": (with_part("xl/vbaProject.bin"), UNREADABLE, "マクロ"),
    "a part twice": (with_part("xl/worksheets/sheet1.xml"), UNREADABLE, "こわれて"),
    "entities": (with_doctype, UNREADABLE, "DOCTYPE"),
    "a zip bomb": (zip_bomb, UNREADABLE, "大きすぎ"),
    "another table": (lambda d: saved(Workbook()), FOREIGN, "見出し"),
    "no translations": (in_book(lambda sheet: sheet.delete_cols(7)), FOREIGN, "見出し"),
    "no labels": (in_book(lambda sheet: sheet.delete_cols(10)), FOREIGN, "見出し"),
    "a formula": (in_book(lambda s: s.__setitem__("G2", "=1+1")), UNUSABLE, "2行目: 翻訳のセルが式"),
    "an error": (in_book(lambda s: s.__setitem__("G2", "#NAME?")), UNUSABLE, "エラー"),
    "a date": (in_book(lambda s: s.__setitem__("G2", __import__("datetime").date(2026, 1, 2))), UNUSABLE, "日付"),
    "a formula in the note": (in_book(lambda s: s.__setitem__("I2", "=A1")), UNUSABLE, "メモのセルが式"),
    "a row without its label": (in_book(lose_label), UNUSABLE, "「madoguchi」が空な"),
    "a row with half of its label": (in_book(spoil_label), UNUSABLE, "「madoguchi」がこわれている"),
    "an encoding nobody knows": (
        lambda d: repacked(d, lambda name, part: b"<?xml version='1.0' encoding='bananas'?>" + part if name.endswith("sheet1.xml") else part), UNREADABLE, "こわれて"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_XLSX)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_bad_workbook_is_told(name: str) -> None:
    change, code, said = BAD_XLSX[name]
    data = WRITE["xlsx"]([Row(unit("一つ", "one", State.MACHINE)), Row(unit("二つ"))])
    returned, findings = read_xlsx(change(data), Path("back.xlsx"))
    assert {r.source for r in returned} <= {"二つ"}
    assert [f.code for f in findings] == [code]
    assert said in findings[0].message.ja


def test_a_fault_of_ours_is_not_told_as_a_broken_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(self: object) -> None:
        raise KeyError

    monkeypatch.setattr(sheet_in._Line, "take", fails)
    with pytest.raises(KeyError):
        read_xlsx(WRITE["xlsx"]([Row(unit("一つ"))]), Path("back.xlsx"))


def test_columns_that_were_sorted_apart_are_told() -> None:
    data = WRITE["xlsx"]([Row(unit("一つ")), Row(unit("二つ"))])
    returned, findings = read_xlsx(in_book(swap_sources)(data), Path("back.xlsx"))
    assert not returned
    assert [f.place.line for f in findings] == [2, 3]
    assert "列だけ並べかえた" in findings[0].message.ja


def test_how_many_texts_cannot_be_used_is_known() -> None:
    data = WRITE["xlsx"]([Row(unit(text)) for text in ("一つ", "二つ", "三つ", "四つ")])
    returned, findings = read_xlsx(in_book(swap_sources)(data), Path("back.xlsx"))
    assert len(returned) == 2 and refused_texts(findings) == 2
    assert refused_texts(read_xlsx(b"", Path("back.xlsx"))[1]) == 0


def table(*words: str) -> Workbook:
    """Return a table in which every text has a translation."""
    rows = [Row(unit(f"文{word}", word, State.MACHINE)) for word in words]
    return book_of(WRITE["xlsx"](rows))


def put(sheet: Any, said: Iterable[str]) -> None:
    """Write a column of translations."""
    for number, text in enumerate(said, 2):
        sheet.cell(number, 7).value = text


@pytest.mark.parametrize(
    ("said", "rows"),
    [
        (sorted(WORDS), "2, 3, 4, 6, 7, 9, 10, 11, 12"),
        (["", *WORDS[:-1]], "3, 4, 5, 6, 7, 8, 9, 10, 11, 12"),
        ([*WORDS[:4], *WORDS[5:], "five"], "6, 7, 8, 9, 10, 11, 12"),
    ],
)
def test_translations_that_were_sorted_or_shifted_alone_are_refused(
    said: list[str], rows: str
) -> None:
    book = table(*WORDS)
    put(book.worksheets[0], said)
    returned, findings = read_xlsx(saved(book), Path("back.xlsx"))
    assert not returned and [f.code for f in findings] == [UNUSABLE]
    assert f"（{rows} 行目）" in findings[0].message.ja and "表「en」" in findings[0].message.ja
    assert refused_texts(findings) == len(rows.split())


def test_only_the_table_that_was_sorted_apart_is_refused() -> None:
    units = [unit(f"文{w}", w, State.MACHINE, tag=tag) for tag in ("en", "vi") for w in WORDS]
    book = book_of(WRITE["xlsx"]([Row(one) for one in units]))
    put(book["en"], sorted(WORDS))
    book["vi"]["G2"] = "một"
    returned, findings = read_xlsx(saved(book), Path("back.xlsx"))
    assert {r.tag for r in returned} == {"vi"} and len(findings) == 1
    assert next(r.translation for r in returned) == "một"


def test_a_copy_of_a_table_in_the_same_file_says_nothing_new() -> None:
    given_out = [unit("一つ"), unit("二つ"), unit("三つ")]
    book = book_of(WRITE["xlsx"]([Row(one) for one in given_out]))
    sheet = book.worksheets[0]
    sheet["G2"], sheet["G3"], sheet["G4"], sheet["J4"] = "one", "=1+1", "three", None
    copy = book.copy_worksheet(sheet)
    returned, findings = read_xlsx(saved(book), Path("back.xlsx"))
    assert [r.translation for r in returned] == ["one"]
    assert [f.place.line for f in findings] == [3, 4] and refused_texts(findings) == 2
    copy["G2"] = "uno"
    decided = taken(read_xlsx(saved(book), Path("back.xlsx"))[0], given_out)
    assert {one.decision.outcome for one in decided} == {Outcome.REFUSED}
    sorted_apart = table(*WORDS)
    put(sorted_apart.worksheets[0], sorted(WORDS))
    sorted_apart.copy_worksheet(sorted_apart.worksheets[0])
    assert len(read_xlsx(saved(sorted_apart), Path("back.xlsx"))[1]) == 1


# What offices do to a table


def sort_rows(sheet: Any) -> None:
    rows = [[cell.value for cell in row] for row in sheet["A2:J4"]]
    for number, row in enumerate(reversed(rows), 2):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value


def unhide(sheet: Any) -> None:
    sheet.column_dimensions["J"].hidden = False
    sheet.title = "英語（提出用）"
    sheet.protection.sheet = False


def comment_below(sheet: Any) -> None:
    sheet["A9"] = "ここまで終わりました"


OFFICE: dict[str, Callable[[Any], object]] = {
    "saved again": lambda sheet: None,
    "sorted": sort_rows,
    "a row deleted": lambda sheet: sheet.delete_rows(4),
    "a column added": lambda sheet: sheet.insert_cols(1),
    "columns deleted": lambda sheet: sheet.delete_cols(5, 2),
    "a title on top": lambda sheet: sheet.insert_rows(1, 2),
    "merged headers": lambda sheet: sheet.merge_cells("A1:C1"),
    "renamed, unhidden": unhide,
    "a comment below": comment_below,
    "an empty sheet before": lambda sheet: sheet.parent.create_sheet("メモ", 0),
    "a far cell": lambda sheet: sheet.__setitem__("XFD1048576", "x"),
}


@pytest.mark.parametrize("name", OFFICE)
def test_an_office_may_change_the_table(name: str) -> None:
    given_out = [unit("一つ"), unit("二つ", "two", State.MACHINE), unit("三つ")]
    book = book_of(WRITE["xlsx"]([Row(one, "よみ") for one in given_out]))
    sheet = book.worksheets[0]
    sheet["G2"], sheet["H2"], sheet["H3"] = " one\r\n", "はい", "はい"
    OFFICE[name](sheet)
    returned, findings = read_xlsx(saved(book), Path("back.xlsx"))
    assert not findings
    accepted = {
        one.returned.source: one.decision.translation
        for one in taken(returned, given_out)
        if one.decision.outcome is Outcome.ACCEPTED
    }
    assert accepted == {"一つ": "one", "二つ": "two"}
    assert {r.source for r in returned if r.reviewed} == {"一つ", "二つ"}


def as_excel_saves(data: bytes) -> bytes:
    """Put all texts into the table that they share, with the readings that Japanese Excel adds."""
    texts: list[bytes] = []

    def shared(match: re.Match[bytes]) -> bytes:
        texts.append(match[2])
        return b'<c%s t="s"><v>%d</v></c>' % (match[1], len(texts) - 1)

    cell = re.compile(rb'<c([^>]*) t="inlineStr"[^>]*><is>(.*?)</is></c>', re.DOTALL)
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    type_ = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"

    def change(name: str, part: bytes) -> bytes:
        if name.startswith("xl/worksheets/"):
            return cell.sub(shared, part)
        if name == "xl/_rels/workbook.xml.rels":
            added = b'<Relationship Id="rId99" Type="%s" Target="sharedStrings.xml"/>' % kind
            return part.replace(b"</Relationships>", added + b"</Relationships>")
        if name == "[Content_Types].xml":
            added = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/>' % type_
            return part.replace(b"</Types>", added + b"</Types>")
        return part

    out = io.BytesIO(repacked(data, change))
    reading = "<rPh sb='0' eb='1'><t>ヒト</t></rPh><phoneticPr fontId='1'/>".encode()
    items = b"".join(b"<si>%s%s</si>" % (text, reading) for text in texts)
    with zipfile.ZipFile(out, "a") as archive:
        space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        archive.writestr("xl/sharedStrings.xml", b'<sst xmlns="%s">%s</sst>' % (space, items))
    return out.getvalue()


def test_a_table_that_excel_saved() -> None:
    given_out = [unit("一つ"), unit("=二つ", "two_x0041_", State.MACHINE), unit("三つ")]
    book = book_of(WRITE["xlsx"]([Row(one, "よみ") for one in given_out]))
    book.worksheets[0]["G2"] = "one_x000D_\ntwo"
    data = as_excel_saves(saved(book))
    assert b"<is>" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    returned, findings = read_xlsx(data, Path("back.xlsx"))
    assert not findings
    decided = taken(returned, given_out)
    assert [one.decision.outcome for one in decided] == ["accepted", "unchanged", "unchanged"]
    assert [r.source for r in returned] == ["一つ", "=二つ", "三つ"]
    assert returned[0].translation == "one two"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("a_x000D_\nb", "a b"),
        ("a_x005F_x000D_b", "a_x000D_b"),
        (14, "14"),
        (14.0, "14"),
        (0.5, "0.5"),
        (True, "True"),
    ],
)
def test_what_a_cell_says(cell: Any, expected: str) -> None:
    book = book_of(WRITE["xlsx"]([Row(unit("一つ"))]))
    book.worksheets[0]["G2"] = cell
    returned, findings = read_xlsx(saved(book), Path("back.xlsx"))
    assert not findings
    assert returned[0].translation == expected


@pytest.mark.parametrize(
    ("source", "said", "expected"),
    [
        ("一つ", "Go to the\n  desk.", "Go to the desk."),
        ("一つ", "去\n窗口", "去窗口"),
        ("一つ\n二つ", "one\n\ntwo", "one\n\ntwo"),
    ],
)
@pytest.mark.parametrize("form", FORMATS)
def test_a_line_stays_a_line(form: str, source: str, said: str, expected: str) -> None:
    returned, _ = sent([unit(source, said, State.MACHINE)], form)
    assert returned[0].translation == expected


YES = ("はい", "Yes", "ＹＥＳ", " y ", "○", "〇", "済", "確認済み", "ﾚ", "☑", 1, 1.0, True, "TRUE")
NO = ("いいえ", "No", "×", 0, False, "未")
UNSAID = ("", "  ", None)
UNKNOWN = ("?", "？", "x", "田中さんに聞く", "y?", 2, "いいえ？")


def answered(answers: Iterable[Any], translation: str, state: State) -> Result:
    """Return what comes back of texts that were given out so, translated and answered."""
    listed = list(answers)
    rows = [Row(unit(f"文{number}", translation, state)) for number in range(len(listed))]
    book = book_of(WRITE["xlsx"](rows))
    for number, answer in enumerate(listed, 2):
        book.worksheets[0][f"G{number}"] = f"said {number}"
        book.worksheets[0][f"H{number}"] = answer
    return read_xlsx(saved(book), Path("back.xlsx"))


@pytest.mark.parametrize(("translation", "state"), [("old", State.MACHINE), ("", State.MISSING)])
def test_the_answer_of_an_office(translation: str, state: State) -> None:
    returned, findings = answered((*YES, *NO, *UNSAID), translation, state)
    assert not findings
    # whoever says nothing has at least written what was not there before
    unsaid = [not translation] * len(UNSAID)
    assert [r.reviewed for r in returned] == [True] * len(YES) + [False] * len(NO) + unsaid


def test_an_answer_nobody_understands_is_told_and_no_yes() -> None:
    returned, findings = answered(UNKNOWN, "old", State.MACHINE)
    assert [r.reviewed for r in returned] == [False] * len(UNKNOWN)
    assert all(r.translation for r in returned) and refused_texts(findings) == 0
    assert {(f.code, f.severity) for f in findings} == {(UNCLEAR, Severity.WARNING)}
    assert [f.place for f in findings] == [(row, 8) for row in range(2, 2 + len(UNKNOWN))]
    assert "2行目" in findings[0].message.ja and "「はい」" in findings[0].message.ja


def test_an_answer_without_a_translation_is_none() -> None:
    book = book_of(WRITE["xlsx"]([Row(unit("一つ"))]))
    book.worksheets[0]["H2"] = "?"
    returned, findings = read_xlsx(saved(book), Path("back.xlsx"))
    assert [r.reviewed for r in returned] == [False] and not findings


def test_the_table_is_fit_for_an_office() -> None:
    units = [unit("=1+1", "@a", State.MACHINE), unit("+一つ", "-x"), unit("四", "۴", tag="ur")]
    book = book_of(WRITE["xlsx"]([Row(one, "よみ") for one in units]))
    assert [sheet.title for sheet in book.worksheets] == ["en", "ur", "madoguchi"]
    english, urdu, info = book.worksheets
    assert info.sheet_state == "hidden"
    assert all(cell.data_type == "s" for row in english["A1:J3"] for cell in row if cell.value)
    assert english.freeze_panes == "A2"
    assert english.column_dimensions["J"].hidden
    assert {c.coordinate for c in english[2] if not c.protection.locked} == {"G2", "H2", "I2"}
    assert english["G2"].number_format == "@" and english["G2"].fill.fgColor.rgb == "00FFF9C4"
    assert english.data_validations.dataValidation[0].formula1 == '"はい,いいえ"'
    guard = english.protection
    assert guard.sheet and guard.password is None and not guard.autoFilter
    # a sheet that is guarded would sort only what is not: the translations without their sources
    assert guard.sort and guard.deleteRows and guard.insertColumns
    orders = [sheet["G2"].alignment.readingOrder for sheet in (english, urdu)]
    assert orders == [1, 2]
    long = book_of(WRITE["xlsx"]([Row(unit("あ" * 5000))])).worksheets[0]
    assert long.row_dimensions[2].height == 240


def test_what_no_cell_can_hold_is_told() -> None:
    with pytest.raises(MadoguchiError, match="表には長すぎます"):
        write_xlsx([Row(unit("あ" * 40_000))])


# Anything


TEXT = st.text(max_size=40) | st.lists(
    st.sampled_from(["**", "[", "](a.md)", "{contact.a.phone}", "<b>", "</b>", "あ", " ", "\n", "`", "\\", "_x000D_", "_x0041_", "\x00", "\ufffe", "\r", "{: .a}", "![", "*", "</c>", "<br>"]),
    max_size=12,
).map("".join)  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=40, deadline=None)
@given(source=TEXT, translation=TEXT, context=st.text(max_size=10), note=TEXT)
@sample(source="[**](a.md)**", translation="**[**](a.md)", context="", note="")
@sample(source="</>", translation="<", context="\x00:", note="madoguchi:1:x")
@sample(source="", translation="0\x850\u2028", context="", note="")
def test_any_text_comes_back(
    form: str, source: str, translation: str, context: str, note: str
) -> None:
    given_out = unit(source, translation, State.MACHINE, context=context, note=note)
    returned, findings = sent([given_out], form)
    assert not findings
    assert folded(returned[0].source) == folded(speakable(source))
    if "_x000D_" not in translation + source:  # a line end to Excel, whoever wrote it
        assert returned[0].translation == unbroken(tidy(speakable(translation)), speakable(source))
        decided = taken(returned, [given_out])[0]
        assert decided.unit is given_out
        assert decided.decision.outcome is Outcome.UNCHANGED


@settings(max_examples=80, deadline=None)
@given(text=TEXT, like=TEXT)
def test_pieces_are_the_text_and_well_nested(text: str, like: str) -> None:
    found = pieces(text, pieces(like))
    assert "".join(piece.said for piece in found) == text
    waiting: list[int] = []
    for piece in found:
        if piece.role is Role.OPEN:
            waiting.append(piece.id)
        elif piece.role is Role.CLOSE:
            assert waiting.pop() == piece.id
    assert not waiting
    ids = [piece.id for piece in found if piece.role in (Role.ALONE, Role.OPEN)]
    assert len(ids) == len(set(ids)) and 0 not in ids


WHOLE = {form: WRITE[form]([Row(one, "よみ") for one in STATES]) for form in FORMATS}


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=60, deadline=None)
@given(at=st.floats(0, 1), junk=st.binary(max_size=8), cut=st.integers(0, 30))
def test_no_broken_file_is_more_than_a_finding(form: str, at: float, junk: bytes, cut: int) -> None:
    data = WHOLE[form]
    start = int(at * len(data))
    READ[form](data[:start] + junk + data[start + cut :], Path("back"))


NAMES = ("x", "g", "mrk", "ph", "pc", "cp", "bpt", "source", "target", "segment", "unit", "note")


@pytest.mark.parametrize("form", ["xliff", "xliff2"])
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_no_strange_xliff_is_more_than_a_finding(form: str, data: st.DataObject) -> None:
    root = etree.fromstring(WHOLE[form])
    space = root.nsmap[None]
    for _ in range(3):
        element = data.draw(st.sampled_from(list(root.iter())))
        names = [*element.attrib, "id"]
        match data.draw(st.sampled_from(["remove", "rename", "text", "attribute", "lose"])):
            case "remove" if element is not root:
                element.getparent().remove(element)
            case "rename":
                element.tag = f"{{{space}}}{data.draw(st.sampled_from(NAMES))}"
            case "text":
                element.text = data.draw(st.sampled_from(["", "x", "madoguchi:1:en:%ff:%00:a:b"]))
            case "attribute":
                value = data.draw(st.sampled_from(["", "9", "-1", "٣", "final", "k1"]))
                element.set(data.draw(st.sampled_from(names)), value)
            case _:
                element.attrib.pop(data.draw(st.sampled_from(names)), None)
    returned, _ = read_xliff(etree.tostring(root), Path("back.xlf"))
    taken(returned, STATES)


@settings(max_examples=40, deadline=None)
@given(at=st.floats(0, 1), junk=st.binary(max_size=8), cut=st.integers(0, 30))
def test_no_broken_part_of_a_workbook_is_more_than_a_finding(
    at: float, junk: bytes, cut: int
) -> None:
    def spoil(name: str, part: bytes) -> bytes:
        start = int(at * len(part))
        spoilt = part[:start] + junk + part[start + cut :]
        return spoilt if name.endswith(("sheet1.xml", "workbook.xml")) else part

    read_xlsx(repacked(WHOLE["xlsx"], spoil), Path("back.xlsx"))


@pytest.mark.parametrize(
    ("module", "needs", "extra"),
    [
        ("xliff_in", "lxml", "xliff"),
        ("xliff_out", "lxml", "xliff"),
        ("sheet_in", "openpyxl", "xlsx"),
        ("sheet_out", "openpyxl", "xlsx"),
    ],
)
def test_a_missing_extra_is_told(
    module: str, needs: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"madoguchi.translate.exchange.{module}"
    monkeypatch.setitem(sys.modules, needs, None)
    monkeypatch.delitem(sys.modules, name)
    with pytest.raises(SettingsError, match=rf'pip install "madoguchi\[{extra}\]"'):
        importlib.import_module(name)
