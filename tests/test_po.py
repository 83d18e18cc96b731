"""PO files: what is read, against another reader of them, and that no byte changes by itself."""

from pathlib import Path
from typing import Any

import polib
import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from translate.storage import pypo

from madoguchi import po
from madoguchi.content import load as load_content
from madoguchi.po import Entry, Po, PoError
from madoguchi.translate.update import update

SHIPPED = sorted([*(ROOT / "content_src" / "locale").rglob("*.po"), *ROOT.glob("plugins/**/*.po")])

WEBLATE = """# Translators:
# Nguyen <nguyen@example.org>, 2026.
msgid ""
msgstr ""
"Project-Id-Version: madoguchi\\n"
"Language: vi\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"X-Generator: Weblate 5.9\\n"


# kept as a person wrote it
#. item
#: pages/moving/moving-in.md
#, machine, no-wrap
msgctxt "item"
msgid ""
"青空市に引っ越してきた人は、市役所へ行って、"
"紙を書きます。"
msgstr ""
"Người chuyển đến thành phố Aozora hãy đến tòa thị chính "
"và điền vào giấy."

#: pages/moving/moving-in.md
#, fuzzy
#| msgctxt "item"
#| msgid "紙を書きます"
msgctxt "item"
msgid "大きい紙を書きます"
msgstr "Điền vào \\"giấy\\""

#~ msgctxt "item"
#~ msgid "古い文"
#~ msgstr "Câu cũ"

#~| msgid "前"
#~ msgid "後"
#~ msgstr ""
#~ "Một "
#~ "hai"
"""


def seen(text: str) -> list[tuple[object, ...]]:
    return [
        (e.context, e.text, e.translation, e.flags, e.previous, e.note, e.comment, e.obsolete)
        for e in po.parse(text).entries
    ]


def seen_by_polib(text: str) -> list[tuple[object, ...]]:
    return [
        (e.msgctxt or "", e.msgid, e.msgstr, tuple(e.flags), e.previous_msgid or "", e.tcomment, e.comment, bool(e.obsolete))
        for e in polib.pofile(text, wrapwidth=0)
    ]  # fmt: skip


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_shipped_catalogs_are_read_as_others_read_them(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert seen(text) == seen_by_polib(text)
    assert str(po.parse(text)) == text


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("end", ["", "\n", "\n\n\n", "# the end\n"])
def test_what_nobody_touches_keeps_every_byte(newline: str, end: str) -> None:
    text = (WEBLATE + end).replace("\n", newline)
    assert str(po.parse(text)) == text


def test_a_tool_s_own_form_is_read() -> None:
    # polib does not read the previous text of an obsolete entry
    text = WEBLATE.replace('#~| msgid "前"\n', "")
    assert seen(text) == seen_by_polib(text)
    assert po.parse(WEBLATE).entries[-1].previous == "前"


CHANGES = [
    ({"flags": ()}, "#, machine, no-wrap\n", ""),
    ({"flags": ("machine",)}, "#, machine, no-wrap\n", "#, machine\n"),
    ({"translation": "Câu mới"}, '''msgstr ""
"Người chuyển đến thành phố Aozora hãy đến tòa thị chính "
"và điền vào giấy."
''', 'msgstr "Câu mới"\n'),
    ({"note": "một\nhai"}, "# kept as a person wrote it\n", "# một\n# hai\n"),
    ({"previous": "前"}, 'msgctxt "item"\nmsgid ""', '#| msgid "前"\nmsgctxt "item"\nmsgid ""'),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "before", "after"), CHANGES)
def test_a_change_touches_its_own_lines_only(
    changes: dict[str, object], before: str, after: str
) -> None:
    read = po.parse(WEBLATE)
    first = read.entries[0].changed(**changes)
    text = str(Po(read.header, (first, *read.entries[1:]), read.tail))
    assert text == WEBLATE.replace(before, after, 1)
    assert po.parse(text).entries[0] == first


def test_entries_in_another_order_stay_entries() -> None:
    read = po.parse('msgid "b"\nmsgstr "2"\nmsgid "a"\nmsgstr "1"')
    text = str(Po(read.header, read.entries[::-1]))
    assert [e.text for e in po.parse(text).entries] == ["a", "b"]


def test_plural_forms_stay_as_they_are() -> None:
    text = 'msgid ""\nmsgstr ""\n\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "1"\nmsgstr[1] "2"\n'
    (entry,) = po.parse(text).entries
    assert entry.changed(translation="x", obsolete=True) is entry
    assert str(po.parse(text)) == text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('msgid "a\nmsgstr "b"\n', 1),
        ('msgid "a"\n', 2),
        ('msgstr "b"\n', 1),
        ('msgid "a"\nmsgid "b"\nmsgstr "c"\n', 2),
        ('msgid "a"\nmsgstr b\n', 2),
        ('msgid "a"\nmsgstr "b"\nhello\n', 3),
        ('msgid "a"\nmsgstr "b"c"\n', 2),
        ('"lost"\n', 1),
        ('msgid "a"\nmsgxyz "b"\nmsgstr "c"\n', 2),
        ('msgid "a\\\\"\nmsgstr "b\\"\n', 2),
    ],
)
def test_what_is_no_po_says_where(text: str, line: int) -> None:
    with pytest.raises(PoError) as caught:
        po.parse(text)
    assert caught.value.line == line


_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=30)
_LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), max_size=12)


@given(
    st.lists(
        st.builds(
            Entry, _TEXT, _TEXT.filter(bool), _TEXT, st.just(()) | st.just(("fuzzy", "machine")),
            _TEXT, _LINE, _LINE, st.just(()) | st.just(("pages/a.md",)), st.booleans(),
        )
    )
)  # fmt: skip
def test_what_is_written_is_read_again(entries: list[Entry]) -> None:
    kept = [
        Entry(
            e.context, e.text, e.translation, e.flags, e.previous,
            *(("", "", ()) if e.obsolete else (e.note, e.comment, e.references)), e.obsolete,
        )
        for e in entries
    ]  # fmt: skip
    text = str(Po(po.header({"Language": "vi"}), tuple(kept)))
    read = po.parse(text)
    assert list(read.entries) == kept
    assert str(read) == text


@given(st.text(alphabet='msgidtrctx#~|,.: "\\n\nあ[0]', max_size=200))
def test_any_text_is_read_or_refused_with_a_line(text: str) -> None:
    try:
        read = po.parse(text)
    except PoError as error:
        assert 1 <= error.line <= text.count("\n") + 1
    else:
        assert str(read) == text or not read.header.raw


# Weblate: it reads and writes PO with translate-toolkit


def toolkit(data: bytes) -> Any:
    return pypo.pofile.parsestring(data)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("path", SHIPPED[::9], ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_catalog_goes_through_weblate_with_every_byte(path: Path) -> None:
    before = path.read_bytes()
    store = toolkit(before)
    assert bytes(store) == before
    unit = next(u for u in store.units if u.source and not u.isheader())
    unit.target = "Được viết trong Weblate " * 8
    after = po.parse(bytes(store).decode())
    entries = po.parse(before.decode()).entries
    changed = [i for i, e in enumerate(after.entries) if e != entries[i]]
    assert len(changed) == 1
    assert after.entries[changed[0]].translation == unit.target
    assert [e.raw for i, e in enumerate(after.entries) if i not in changed] == [
        e.raw for i, e in enumerate(entries) if i not in changed
    ]


def test_an_update_after_weblate_touches_what_changed_only(city: Path) -> None:
    list(update(load_content(city)))
    path = city / "locale/en/moving/moving-in.po"
    store = toolkit(path.read_bytes())
    for unit in store.units[3:6]:
        unit.target = "A long translation that Weblate breaks into lines of its own width " * 2
    store.units[7].markfuzzy(True)
    path.write_bytes(bytes(store))
    list(update(load_content(city)))
    assert path.read_bytes() == bytes(store)
    page = city / "pages/moving/moving-in.md"
    page.write_text(page.read_text("utf-8").replace("- 紙を", "- 大きい紙を"), encoding="utf-8")
    list(update(load_content(city)))
    before, after = (po.parse(t.decode()).entries for t in (bytes(store), path.read_bytes()))
    changed = [(b, a) for b, a in zip(before, after, strict=True) if b.raw != a.raw]
    assert [(b.text, a.text, a.previous) for b, a in changed] == [
        ("紙を書きます", "大きい紙を書きます", "紙を書きます")
    ]
    seen_there = toolkit(path.read_bytes())
    unit = next(u for u in seen_there.units if u.source == "大きい紙を書きます")
    assert (unit.isfuzzy(), unit.prev_source) == (True, "紙を書きます")
