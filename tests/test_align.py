"""A city's own translation is paired with its source; what is damaged is told, and nothing is lost.

The documents are the example city's pages with their translations, one page after the other; what
belongs together is known, and then one side is damaged in the ways that real documents are.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from time import process_time

import pytest
from conftest import EXAMPLE, ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.document import Block, BlockKind, Document, parse
from madoguchi.inline import Kind, scan
from madoguchi.locales import SOURCE, locale
from madoguchi.project import Project, load
from madoguchi.render.localize import Localized
from madoguchi.span import Edit, splice
from madoguchi.translate import evidence
from madoguchi.translate.align import Alignment, Verdict, align, entries
from madoguchi.translate.align_report import as_json, outside, report

TAGS = ("en", "ne", "pt-BR", "tl", "ur", "vi", "zh-Hans")


@dataclass(frozen=True)
class Piece:
    """A block of a made document; pieces of both sides with a common id say the same."""

    ids: frozenset[int]
    kind: BlockKind
    level: int
    text: str
    row: tuple[str, int] = ("", 0)
    """The page, and the line: cells on one line are a row."""
    cut: bool = False
    same: frozenset[int] = frozenset()
    """All pieces with this very text and translation."""


Pieces = list[Piece]


@cache
def loaded() -> Project:
    return load(EXAMPLE)


@cache
def localized(tag: str) -> Localized:
    return Localized(loaded(), locale(tag))


def literal(text: str, tag: str) -> str:
    """Put the facts into a text, as a document that was written by hand has them."""
    facts = localized(tag).facts
    edits = [
        Edit(token.span, facts.value(token.text) or "")
        for token in scan(text)
        if token.kind in (Kind.REF, Kind.RUBY)
    ]
    return splice(text, edits)


def plain_literal(text: str, tag: str) -> str:
    return re.sub(r"\{([^{}|]+)\|[^{}|]+\}", r"\1", literal(text, tag))


@cache
def pages(tag: str, referring: bool) -> tuple[tuple[tuple[Piece, Piece], ...], ...]:
    """Return every page as pairs of a source piece and its translation.

    `referring`: the source refers to facts, as Madoguchi's pages do; else it says them.
    """
    side = localized(tag)
    found = []
    number = 0
    for page in side.project.content.pages:
        pairs = []
        for block in page.document.blocks:
            said = side.catalog(page.catalog).get(block.context, block.text).text or block.text
            row = (page.meta.id, page.document.place(block.span.start).line)
            number += 1
            texts = (
                block.text if referring else plain_literal(block.text, SOURCE),
                literal(said, tag),
            )
            one, other = (
                Piece(frozenset({number}), block.kind, block.level, text.replace('"', "'"), row)
                for text in texts
            )
            pairs.append((one, other))
        found.append(tuple(pairs))
    same: dict[tuple[str, str], frozenset[int]] = {}
    for one, other in (pair for page_pairs in found for pair in page_pairs):
        key = (one.text, other.text)
        same[key] = same.get(key, frozenset()) | one.ids
    return tuple(
        tuple((replace(a, same=same[a.text, b.text]), b) for a, b in page_pairs)
        for page_pairs in found
    )


def rendered(pieces: Sequence[Piece]) -> str:
    lines: list[str] = []
    previous: Piece | None = None
    for piece in pieces:
        table = previous is not None and previous.kind is BlockKind.CELL
        if piece.kind is BlockKind.CELL:
            if table and previous is not None and previous.row == piece.row:
                lines[-1] += f" {piece.text} |"
            else:
                if not table or (previous is not None and previous.row[0] != piece.row[0]):
                    lines += ["", f"| {piece.text} |"]
                else:
                    lines.append(f"| {piece.text} |")
        else:
            begin = {
                BlockKind.HEADING: "#" * max(piece.level, 1) + " ",
                BlockKind.ITEM: "- ",
                BlockKind.TITLE: '!!! note "',
            }.get(piece.kind, "")
            list_goes_on = (
                piece.kind is BlockKind.ITEM
                and previous is not None
                and previous.kind is BlockKind.ITEM
            )
            end = '"' if piece.kind is BlockKind.TITLE else ""
            lines += [*([] if list_goes_on else [""]), begin + piece.text + end]
        previous = piece
    return _with_delimiters(lines)


def _with_delimiters(lines: list[str]) -> str:
    out: list[str] = []
    for line in lines:
        out.append(line)
        if line.startswith("|") and (len(out) < 2 or not out[-2].startswith("|")):
            out.append("| --- | --- |")
    return "\n".join(out) + "\n"


def document(pieces: Sequence[Piece], name: str) -> Document:
    made = parse(rendered(pieces), Path(name))
    assert len(made.blocks) == len(pieces), name
    return made


# Damage


Damage = Callable[[Pieces, Random, Pieces], Pieces]
"""Takes the blocks of a side, chance, and blocks of pages that are not in the documents."""


def levels_shifted(pieces: Pieces, chance: Random, foreign: Pieces) -> Pieces:
    by = chance.choice((-1, 1, 2))
    return [replace(p, level=min(max(p.level + by, 1), 6)) if p.level else p for p in pieces]


def levels_mixed(pieces: Pieces, chance: Random, foreign: Pieces) -> Pieces:
    return [replace(p, level=chance.randint(1, 5)) if p.level else p for p in pieces]


def dropped(pieces: Pieces, chance: Random, foreign: Pieces) -> Pieces:
    return [p for p in pieces if chance.random() > 0.05]


def added(pieces: Pieces, chance: Random, foreign: Pieces) -> Pieces:
    found: Pieces = []
    for piece in pieces:
        if chance.random() < 0.04 and not (found and found[-1].kind is BlockKind.CELL):
            found += chance.sample(foreign, chance.choice((1, 1, 2, 3)))
        found.append(piece)
    return found


def replaced(pieces: Pieces, chance: Random, foreign: Pieces) -> Pieces:
    """Put another text in the place of one, of the same kind."""
    out: Pieces = []
    for piece in pieces:
        same = [f for f in foreign if f.kind is piece.kind]
        if same and chance.random() < 0.02:
            out.append(replace(chance.choice(same), row=piece.row, level=piece.level))
        else:
            out.append(piece)
    return out


def merged(pieces: Pieces, chance: Random, foreign: Pieces) -> Pieces:
    out: Pieces = []
    i = 0
    while i < len(pieces):
        run = [pieces[i]]
        if pieces[i].kind in (BlockKind.ITEM, BlockKind.PARAGRAPH) and chance.random() < 0.08:
            most = chance.choice((2, 2, 3, 4)) if pieces[i].kind is BlockKind.ITEM else 2
            while len(run) < most and i + len(run) < len(pieces):
                following = pieces[i + len(run)]
                if following.kind is not pieces[i].kind:
                    break
                run.append(following)
        ids = frozenset().union(*(p.ids for p in run))
        out.append(replace(run[0], ids=ids, text=" ".join(p.text for p in run)))
        i += len(run)
    return out


def split(pieces: Pieces, chance: Random, foreign: Pieces) -> Pieces:
    out: Pieces = []
    for piece in pieces:
        parts = re.split(r"(?<=[.。।۔])\s*(?=\w)", piece.text, maxsplit=1)
        if piece.kind is BlockKind.PARAGRAPH and len(parts) == 2 and chance.random() < 0.15:
            out += [replace(piece, text=part) for part in parts]
        else:
            out.append(piece)
    return out


def cut(pieces: Pieces, chance: Random, foreign: Pieces) -> Pieces:
    out: Pieces = []
    for piece in pieces:
        if len(piece.text) > 30 and chance.random() < 0.04 and "](" not in piece.text:
            at = int(len(piece.text) * chance.uniform(0.3, 0.65))
            piece = replace(piece, text=piece.text[:at].rstrip(), cut=True)
        out.append(piece)
    return out


def tables_as_lists(pieces: Pieces, chance: Random, foreign: Pieces) -> Pieces:
    """Write tables as lists: a row an item, or a cell an item."""
    by_row = chance.random() < 0.5
    out: Pieces = []
    for piece in pieces:
        if piece.kind is not BlockKind.CELL:
            out.append(piece)
        elif by_row and out and out[-1].kind is BlockKind.ITEM and out[-1].row == piece.row:
            last = out[-1]
            text = f"{last.text}: {piece.text}"
            out[-1] = replace(last, ids=last.ids | piece.ids, text=text)
        else:
            out.append(replace(piece, kind=BlockKind.ITEM))
    return out


def section_moved(pieces: Pieces, chance: Random, foreign: Pieces) -> Pieces:
    starts = [i for i, p in enumerate(pieces) if p.kind is BlockKind.HEADING]
    at = chance.randrange(len(starts) - 1)
    section = pieces[starts[at] : starts[at + 1]]
    rest = pieces[: starts[at]] + pieces[starts[at + 1] :]
    to = chance.choice([i for i, p in enumerate(rest) if p.kind is BlockKind.HEADING])
    return rest[:to] + section + rest[to:]


def numbers_changed(pieces: Pieces, chance: Random, foreign: Pieces) -> Pieces:
    def changed(text: str) -> str:
        text = re.sub(r"(?<![\d-])0(\d{3})-(\d\d)-(\d{4})", r"(0\1) \2-\3", text)
        text = re.sub(r"(\d),(\d{3})\b", chance.choice((r"\1.\2", r"\1 \2", r"\1\2")), text)
        text = re.sub(r"\b(\d{1,2}):(\d\d)\b(?!\s*[AP]M)", r"\1h\2", text)
        if chance.random() < 0.3 and "](" not in text and "<" not in text:
            text = text.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
        return text

    return [replace(p, text=changed(p.text)) for p in pieces]


DAMAGES: dict[str, tuple[Damage, ...]] = {
    "none": (),
    "levels": (levels_mixed,),
    "dropped": (dropped,),
    "added": (added,),
    "replaced": (replaced,),
    "merged": (merged,),
    "split": (split,),
    "cut": (cut,),
    "lists": (tables_as_lists,),
    "moved": (section_moved,),
    "numbers": (numbers_changed,),
    "all": (
        levels_shifted, numbers_changed, split, tables_as_lists, merged, dropped, replaced, added, cut, section_moved,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    source: Pieces
    translation: Pieces
    alignment: Alignment

    @property
    def pieces(self) -> dict[int, Piece]:
        """The pieces by the identity of their blocks."""
        sides = (
            (self.alignment.source_blocks, self.source),
            (self.alignment.translation_blocks, self.translation),
        )
        return {id(b): p for blocks, side in sides for b, p in zip(blocks, side, strict=True)}


def case(
    tag: str,
    damages: Sequence[Damage],
    seed: int,
    *,
    referring: bool,
    both: bool = False,
    count: int = 3,
) -> Case:
    chance = Random(seed)
    chosen = list(pages(tag, referring))
    chance.shuffle(chosen)
    foreign = [other for page in chosen[10:] for _, other in page]
    pairs = [pair for page in chosen[:count] for pair in page]
    source, translation = [a for a, _ in pairs], [b for _, b in pairs]
    for damage in damages:
        if both and damage in (merged, split, dropped, tables_as_lists) and chance.random() < 0.5:
            source = damage(source, chance, foreign)
        else:
            translation = damage(translation, chance, foreign)
    value = localized(tag).facts.value if referring else None
    one, other = document(source, "a.md"), document(translation, f"a.{tag}.md")
    return Case(source, translation, align(one, other, tag, value=value))


def counted(made: Case) -> Counter[str]:
    """Count right and wrong sure pairs, and the pairs that are really there."""
    pieces = made.pieces
    uses = [Counter(i for p in side for i in p.ids) for side in (made.source, made.translation)]

    def single(piece: Piece) -> bool:
        return all(use[i] <= 1 for use in uses for i in piece.ids) and len(piece.ids) == 1

    found: Counter[str] = Counter()
    translations = {i: p for p in made.translation for i in p.ids}
    for piece in made.source:
        partner = translations.get(next(iter(piece.ids)))
        if single(piece) and partner is not None and len(partner.ids) == 1 and not partner.cut:
            found["true"] += 1
    for pair in made.alignment.pairs:
        ones = [pieces[id(b)] for b in pair.sources]
        others = [pieces[id(b)] for b in pair.translations]
        found[pair.verdict] += 1
        if pair.verdict is Verdict.SURE:
            # a text that other pages have too is the same text
            right = others[0].ids <= ones[0].same and single(ones[0])
            found["right" if right else "wrong"] += 1
            found["unnoticed cut"] += right and others[0].cut
        elif others and any(p.cut for p in others):
            found["noticed cut"] += 1
    return found


@pytest.mark.parametrize("tag", TAGS[::3])
def test_nothing_damaged_is_nearly_all_sure_and_right(tag: str) -> None:
    found = counted(case(tag, (), 3, referring=True))
    assert found["wrong"] == 0
    assert found["right"] >= 0.93 * found["true"]


@pytest.mark.parametrize("referring", [True, False])
@pytest.mark.parametrize("name", [name for name in DAMAGES if name not in ("none", "all")])
def test_sure_is_sure_when_one_thing_is_damaged(name: str, referring: bool) -> None:
    at = list(DAMAGES).index(name)
    # of few blocks none is cut, and one section is a large part
    pages = {"cut": 3, "moved": 4}.get(name, 2)
    tag, damages = TAGS[at % 7], DAMAGES[name]
    found = counted(case(tag, damages, 0, referring=referring, both=True, count=pages))
    assert found["right"] > 40
    assert found["wrong"] <= 0.01 * found["right"]
    assert found["right"] - found["unnoticed cut"] >= 0.85 * found["true"]
    if name == "cut":
        assert found["noticed cut"] >= max(found["unnoticed cut"], 1)


def test_everything_damaged_at_once_is_still_honest() -> None:
    found: Counter[str] = Counter()
    for i, tag in enumerate(("vi", "pt-BR")):
        found += counted(case(tag, DAMAGES["all"], i, referring=True, both=True))
    assert found["wrong"] <= 0.03 * found["right"]
    assert found["right"] >= 0.6 * found["true"]


# Documents as cities have them

HAND_MADE = [("garbage", "vi"), ("disaster", "en"), ("nursery", "pt-BR")]


def places(document: Document, blocks: Sequence[Block]) -> dict[int, str]:
    lines = [document.place(block.span.start).line for block in blocks]
    counts = Counter(lines)
    seen: Counter[int] = Counter()
    found = {}
    for block, line in zip(blocks, lines, strict=True):
        seen[line] += 1
        found[id(block)] = f"{line}.{seen[line]}" if counts[line] > 1 else str(line)
    return found


@pytest.mark.parametrize(("name", "tag"), HAND_MADE)
def test_documents_as_cities_have_them(name: str, tag: str) -> None:
    folder = ROOT / "tests" / "align"
    source, translation = (
        parse((folder / f"{name}.{suffix}.md").read_text(encoding="utf-8"))
        for suffix in ("ja", tag)
    )
    made = align(source, translation, tag)
    one, other = places(source, source.blocks), places(translation, translation.blocks)
    found = {
        (
            " ".join(one[id(b)] for b in pair.sources),
            " ".join(other[id(b)] for b in pair.translations),
        ): pair.verdict
        for pair in made.pairs
    }
    table = (folder / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]
    expected = {(a, b): verdict for a, b, verdict in (line.split("\t") for line in table)}
    sure = {key for key, verdict in found.items() if verdict is Verdict.SURE}
    assert not {key for key in sure if expected.get(key) != "pair"}
    cut = {key for key, verdict in expected.items() if verdict == "truncated"}
    assert all(found[key] is Verdict.TRUNCATED for key in cut)
    assert len(found.keys() & expected.keys()) >= 0.8 * len(expected)
    assert len(sure) >= 0.4 * sum(verdict == "pair" for verdict in expected.values())


# Numbers

SAME = [
    ("2026年4月1日", "April 1, 2026", "en"),
    ("令和8年4月1日", "ngày 1 tháng 4 năm 2026", "vi"),
    ("令和元年10月", "outubro de 2019", "pt-BR"),
    ("R8.4.1", "1 de abril de 2026", "pt-BR"),
    ("午後5時15分まで", "until 5:15 PM", "en"),
    ("17時15分まで", "até as 17h15", "pt-BR"),
    ("8時半", "8:30 a.m.", "en"),
    ("１万２千円か5万円", "50,000 yen", "en"),
    ("1,500円", "1.500 ienes", "pt-BR"),
    ("電話0999-00-1010", "Tel. (0999) 00-1010", "en"),
    ("電話0999-00-1010", "+81 999-00-1010", "en"),
    ("電話：0999ー00ー1010", "Tel.0999-00-1010—any day", "en"),
    ("電話0999-00-1010", "+81 (0)999-00-1010", "en"),
    ("1,500万円", "15,000,000 yen", "en"),
    ("三万円", "30,000 yen", "en"),
    ("5キロ", "5千米", "zh-Hans"),
    ("14日", "१४ दिन", "ne"),
    ("110番", "۱۱۰", "ur"),
    ("第3水曜日", "3rd Wednesday", "en"),
    ("[市](https://www.city.example/a/)", "[city](http://city.example/a)", "en"),
    ("[表](../help/desks.md)", "[desks](../../en/help/desks.html)", "en"),
    ("a@city.example へ", "[mail](mailto:A@city.example)", "en"),
]


@pytest.mark.parametrize(("japanese", "other", "tag"), SAME)
def test_the_same_number_in_another_writing(japanese: str, other: str, tag: str) -> None:
    block = parse(japanese).blocks[0]
    one = evidence.of(block, SOURCE, None, ())
    two = evidence.of(parse(other).blocks[0], tag, None, ())
    kinds = ("t", "u", "m", "d", "h", "n")
    missing = {key for key in two.keys - one.known if key[0] in kinds}
    assert not missing
    assert {key for key in two.keys if key[0] in kinds}


DIFFERENT = [
    ("0999-00-1010", "0999-00-1011", "en"),
    ("2026年4月1日まで", "until April 1, 2025", "en"),
    ("1,500円", "1.600 ienes", "pt-BR"),
    ("毎週月曜日に出します。", "Put it out every Tuesday.", "en"),
    ("毎週月曜日に出します。", "Đổ rác vào Thứ Ba hằng tuần.", "vi"),
    ("朝8時までに出します。", "Put it out by 9:00 AM.", "en"),
    ("3日の間に出します。", "Submit within 5 days.", "en"),
    ("a@city.example へ", "Write to b@city.example", "en"),
]


@pytest.mark.parametrize(("japanese", "other", "tag"), DIFFERENT)
def test_a_wrong_number_is_never_sure(japanese: str, other: str, tag: str) -> None:
    made = align(parse(f"## 題\n\n{japanese}\n"), parse(f"## T\n\n{other}\n"), tag)
    assert all(
        pair.verdict is not Verdict.SURE for pair in made.pairs if japanese in str(pair.sources)
    )


# Catalog and report


def test_entries_have_references_and_only_sure_ones_are_not_fuzzy() -> None:
    made = case("en", (), 3, referring=True)
    value = localized("en").facts.value
    found = entries(made.alignment, value)
    assert [e.block for e in found] == [b for b in made.alignment.source_blocks if b.translatable]
    sure = {id(p.sources[0]) for p in made.alignment.pairs if p.verdict is Verdict.SURE}
    assert all(e.fuzzy is (id(e.block) not in sure) for e in found)
    phones = [e for e in found if ".phone}" in e.block.text]
    assert phones
    assert all(".phone}" in e.text for e in phones if not e.fuzzy)
    assert sum(not e.fuzzy for e in found) > 0.8 * len(found)


@pytest.mark.parametrize(
    ("japanese", "other", "sure"),
    [
        ("市役所に電話します：{contact.a.phone}", "Call city hall: 0999-00-1010", True),
        ("市役所に電話します：0999-00-1010", "Call city hall: 0999-00-1010", True),
        ("[市のページ](a.md)を見てください。", "Look at [the page](a.md) of the city.", True),
        ("[市のページ](a.md)を見てください。", "Look at [the page](b.md) of the city.", False),
        ("[市のページ](a.md)を見てください。", "Look at the page of the city.", False),
        ("市のページを見てください。", "Look at [the page](a.md) of the city.", False),
    ],
)
def test_the_report_is_as_sure_as_the_catalog(japanese: str, other: str, sure: bool) -> None:
    def value(name: str) -> str | None:
        return "0999-00-1010" if name == "contact.a.phone" else None

    one = parse(f"## 1. 市 2026\n\n電話は 119 です。\n\n{japanese}\n\nお金は 5,000 円です。\n")
    two = parse(f"## 1. City 2026\n\nThe number is 119.\n\n{other}\n\nIt costs 5,000 yen.\n")
    made = align(one, two, "en", value=value)
    pair = next(p for p in made.pairs if japanese in (block.text for block in p.sources))
    found = next(e for e in entries(made, value) if e.block.text == japanese)
    listed = next(p for p in as_json(made)["pairs"] if p["source"][0]["text"] == japanese)
    assert (pair.verdict is Verdict.SURE) is sure
    assert found.fuzzy is not sure and found.note == pair.reason
    assert listed["verdict"] == pair.verdict.value
    assert sure or f"[unsure] {pair.reason.en}" in report(made, "en")


@pytest.mark.parametrize("text", ["", "\n\n", "```\ncode\n```\n"])
def test_a_file_without_text_is_told(text: str) -> None:
    made = align(parse("文です。\n", Path("a.md")), parse(text, Path("a.en.md")), "en")
    assert "a.en.md has no text" in report(made, "en")
    assert "a.en.md に本文がありません" in report(made, "ja")
    full = align(parse("文です。\n"), parse("A text.\n", Path("a.en.md")), "en")
    assert "has no text" not in report(full, "en")


def test_front_matter_is_paired_too() -> None:
    page = next(p for p in localized("en").project.content.pages if not p.is_home)
    translated = page.document.text[page.document.body.start :]
    made = align(page.document, parse(f"# Title\n\n{translated}"), "en", fields=page.fields)
    assert made.source_blocks[: len(page.fields)] == page.fields
    text = report(made, "en")
    assert f"accounted: {len(page.blocks)} of {len(page.blocks)} /" in text


def test_report_names_every_line_once() -> None:
    source = parse("# 題\n\n文です。\n\n```\n字\n```\n\n- 一\n- 二\n", Path("a.md"))
    translation = parse("---\ntitle: T\n---\n# Title\n\nA text.\n", Path("a.en.md"))
    made = align(source, translation, "en")
    for lang in ("ja", "en"):
        text = report(made, lang)
        assert re.findall(r"^  - (\d+):", text, re.MULTILINE) == ["1", "3", "9", "10"]
        assert re.findall(r"^  \+ (\d+):", text, re.MULTILINE) == ["4", "6"]
    assert "accounted: 4 of 4 / 2 of 2" in report(made, "en")
    assert "a.md: 6" in report(made, "en")
    assert outside(translation, translation.blocks) == [2]
    data = as_json(made)
    assert data["totals"]["source"] == sum(len(pair["source"]) for pair in data["pairs"]) == 4
    assert data["outside"] == {"source": [6], "translation": [2]}


LINES = st.lists(
    st.one_of(
        st.sampled_from([
            "", "## 見出し", "# Title", "- 項目", "- item one", "1. 番号", "| a | 1 |", "| --- | --- |", '!!! note "題"', "文です。", "A sentence.",
            "電話 0999-00-1010", "Call 0999-00-1010", "{contact.a.phone}です。", "令和8年", "2026", "```", "<div>", "---", "[", "x,", "",
        ]),
        st.text(max_size=20),
    ),
    max_size=25,
)  # fmt: skip


@settings(deadline=2000, max_examples=50)
@given(LINES, LINES)
def test_every_block_is_in_exactly_one_pair(source: list[str], translation: list[str]) -> None:
    one, other = parse("\n".join(source)), parse("\n".join(translation))
    made = align(one, other, "vi", value=lambda name: "0999-00-1010" if "phone" in name else None)
    used = [id(block) for pair in made.pairs for block in (*pair.sources, *pair.translations)]
    assert Counter(used) == Counter(id(block) for block in (*one.blocks, *other.blocks))
    starts = [block.span.start for pair in made.pairs for block in pair.sources]
    assert starts == sorted(starts)
    assert all(0 <= pair.score <= 1 for pair in made.pairs)
    assert bool(made.pairs) == bool(used)
    report(made, "ja")
    entries(made)


def test_time_is_bounded_when_nothing_fits() -> None:
    source = parse("".join(f"- 項目{'あ' * (i % 40)}\n" for i in range(300)))
    translation = parse("".join(f"Text {'b ' * (i % 7)}.\n\n" for i in range(150)))
    begun = process_time()
    made = align(source, translation, "en")
    assert process_time() - begun < 20
    assert sum(len(pair.sources) for pair in made.pairs) == 300


@pytest.mark.parametrize(
    ("source", "translation", "tag"),
    [
        ("disaster.ja", "garbage.vi", "vi"),
        ("garbage.ja", "nursery.pt-BR", "pt-BR"),
        ("nursery.ja", "disaster.en", "en"),
        ("garbage.ja", "disaster.en", "en"),
    ],
)
def test_two_documents_that_are_not_the_same_have_nothing_sure(
    source: str, translation: str, tag: str
) -> None:
    one, other = (
        parse((ROOT / "tests" / "align" / f"{name}.md").read_text(encoding="utf-8"), Path(name))
        for name in (source, translation)
    )
    pairs = align(one, other, tag).pairs
    assert not [pair for pair in pairs if pair.verdict is Verdict.SURE]
