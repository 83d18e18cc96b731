"""Rules for translations find what was broken, and nothing in what is right."""

import itertools
import re
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import madoguchi
from madoguchi import po
from madoguchi.findings import Severity
from madoguchi.project import Project
from madoguchi.translate.rules import RULES, Example, Pair, Rule, judge, references, terms
from madoguchi.translate.rules.terms import GLOSSARY_OF_EXAMPLES

HERE = Path(__file__).parent / "translations"


def rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


class Seed(NamedTuple):
    tag: str
    catalog: str
    context: str
    text: str
    damaged: str
    rule: str

    @property
    def pair(self) -> Pair:
        return Pair(self.text, self.damaged.replace("\\n", "\n"), self.context, self.tag)


SEEDS = [Seed(*row) for row in rows("seeded.tsv")]
RIGHT = [Pair(source, said, context, tag) for tag, context, source, said in rows("right.tsv")]


def found(pair: Pair, project: Project) -> list[str]:
    return [f"{rule.id} {message.en}" for rule, message in judge(pair, project.content.terms)]


@pytest.mark.parametrize(
    ("rule", "example"), [(rule, e) for rule in RULES for e in rule.bad], ids=lambda v: str(v)[:40]
)
def test_rule_finds_its_bad_examples(rule: Rule, example: Example) -> None:
    messages = list(rule.check(example.pair, GLOSSARY_OF_EXAMPLES))
    assert messages
    for message in messages:
        assert re.search("[ぁ-ん]", message.ja) and message.ja.endswith("。")
        assert message.en.endswith(".")


@pytest.mark.parametrize(
    ("rule", "example"), [(rule, e) for rule in RULES for e in rule.good], ids=lambda v: str(v)[:40]
)
def test_rule_passes_its_good_examples(rule: Rule, example: Example) -> None:
    assert not list(rule.check(example.pair, GLOSSARY_OF_EXAMPLES))


def test_rules_have_ids_of_their_own() -> None:
    ids = [rule.id for rule in RULES]
    names = [rule.name for rule in RULES]
    assert ids == sorted(set(ids)) and len(names) == len(set(names))
    assert all(re.fullmatch(r"T\d{3}", id_) for id_ in ids)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in names)
    assert not {"T001", "T003", "T004"} & set(ids)
    assert all(rule.bad and rule.good for rule in RULES)


def test_every_seeded_error_is_found(example: Project) -> None:
    missed = [
        (seed, ids)
        for seed in SEEDS
        if seed.rule
        not in (ids := [rule.id for rule, _ in judge(seed.pair, example.content.terms)])
    ]
    assert not missed


def test_seeds_are_many_and_of_all_kinds() -> None:
    pages = {seed.catalog for seed in SEEDS if seed.catalog.count("/")}
    assert len(SEEDS) >= 90 and len(pages) >= 10
    assert len({seed.tag for seed in SEEDS}) == 7
    # times of day are facts in the shipped pages: prose has none to change
    assert {rule.id for rule in RULES} - {seed.rule for seed in SEEDS} == {"T016"}


def test_seeds_stand_on_real_texts_that_were_right(example: Project) -> None:
    for seed in SEEDS:
        entry = example.catalogs[seed.tag, seed.catalog].get(seed.context, seed.text)
        assert entry.text and entry.text != seed.pair.translation, seed
        assert not found(Pair(seed.text, entry.text, seed.context, seed.tag), example)


def test_right_translations_have_no_finding(example: Project) -> None:
    assert len(RIGHT) >= 80
    assert not [(pair, ids) for pair in RIGHT if (ids := found(pair, example))]


def test_shipped_catalogs_have_no_finding(example: Project) -> None:
    wrong = []
    for (tag, _), catalog in example.catalogs.items():
        for key, entry in catalog.entries.items():
            # one with an error is not shown: what the catalog says counts, whatever its state
            wrong += found(Pair(key.text, entry.text, key.context, tag), example)
    assert not wrong


def test_shipped_interface_has_no_finding(example: Project) -> None:
    wrong = []
    for path in sorted((Path(madoguchi.__file__).parent / "interface").glob("*.po")):
        for entry in po.parse(path.read_text(encoding="utf-8")).entries:
            pair = Pair(entry.text, entry.translation, entry.context, path.stem)
            wrong += found(pair, example)
    assert not wrong


# Checks of translate-toolkit that find nothing in right catalogs (measured; the others do: they
# compare marks and capitals that Japanese writes another way)
CHECKS = ("pythonbraceformat", "xmltags", "emails", "newlines", "doublespacing")
DAMAGES = (
    lambda said: re.sub(r"\{[^{}]*\}", "{0}", said, count=1),
    lambda said: f"<b>{said}</b>",
    lambda said: f"{said} desk@city.example",
    lambda said: said.replace(" ", "\n", 1),
    lambda said: said.replace(" ", "  ", 1),
)


def test_what_pofilter_finds_the_rules_find(example: Project) -> None:
    checks = pytest.importorskip("translate.filters.checks")
    agreed = 0
    for name in ("disaster/earthquake.po", "moving/residence-card.po"):
        for key, entry in example.catalogs["pt-BR", name].entries.items():
            for damage, check in itertools.product(DAMAGES, CHECKS):
                said = damage(entry.text)
                try:
                    complains = not getattr(checks.StandardChecker(), check)(key.text, said)
                except checks.FilterFailure:
                    complains = True
                if complains:
                    agreed += 1
                    assert found(Pair(key.text, said, key.context, "pt-BR"), example), (check, said)
    assert agreed > 100


def test_official_word_in_kanji_stands_beside_its_translation(example: Project) -> None:
    source = "住民票を出します。"
    right = Pair(source, "Hand in your resident record 住民票.", "paragraph", "en")
    wrong = Pair(source, "Hand in your 住民票.", "paragraph", "en")
    assert not found(right, example)
    assert [line[:4] for line in found(wrong, example)] == ["T022"]


def test_literal_fact_names_the_reference() -> None:
    pair = Pair("{contact.a.phone}に電話します。", "Call 0999-00-1000.", "paragraph", "en")
    messages = [message for rule, message in judge(pair, {}) if rule.id == "T015"]
    assert len(messages) == 1 and "{contact.a.phone}" in messages[0].en


def test_a_link_without_a_target_is_called_a_link() -> None:
    pair = Pair("ここを見ます。", "Look [here]( http://x).", "paragraph", "en")
    messages = [message for rule, message in judge(pair, {}) if rule.id == "T002"]
    assert len(messages) == 1
    assert "link" in messages[0].en and "リンク" in messages[0].ja


def test_spaces_inside_braces_are_no_missing_partner() -> None:
    for said in ("{calendar.a.by }", "{ calendar.a.by}", "{calendar. a.by}"):
        pair = Pair("{calendar.a.by}まで", f"Until {said}.", "paragraph", "en")
        messages = [message for rule, message in judge(pair, {}) if rule.id == "T050"]
        assert len(messages) == 1
        assert "space" in messages[0].en and "空白" in messages[0].ja
        assert "Write {calendar.a.by}." in messages[0].en


DAY = "14日以内に出してください。"


@pytest.mark.parametrize(
    ("source", "said", "tag", "wrong"),
    [
        (DAY, "Within 14 weeks", "en", "14 weeks"),
        (DAY, "within **14** months", "en-GB", "14 months"),
        (DAY, "14-week period", "en", "14-week"),
        (DAY, "請在14週內提交", "zh-Hant", "14週"),
        (DAY, "en 14 semanas", "es", "14 semanas"),
        (DAY, "dalam 14 minggu", "id", "14 minggu"),
        (DAY, "14 na linggo", "fil", "14 na linggo"),
        (DAY, "14주 이내에", "ko", "14주"),
        (DAY, "१४ हप्ताभित्र", "ne", "14 हप्ता"),
        (DAY, "۱۴ ہفتوں کے اندر", "ur", "14 ہفتوں"),
        ("3年間と2時間です。", "3 horas e 2 anos", "pt-BR", "3 horas"),
        (DAY, "innerhalb von 14 Wochen", "de", None),
        (DAY, "14 days (not 14 weeks)", "en", None),
        ("第14日、令和14年、4月14日、14時", "14 weeks", "en", None),
        ("14年生と14年度", "14 weeks", "en", None),
        ("2026年", "2026 days", "en", None),
        ("14人分", "14 weeks", "en", None),
    ],
)
def test_units_of_time(source: str, said: str, tag: str, wrong: str | None) -> None:
    pair = Pair(source, said, "paragraph", tag)
    messages = [message for rule, message in judge(pair, {}) if rule.id == "T018"]
    assert bool(messages) is (wrong is not None)
    assert wrong is None or f'"{wrong}"' in messages[0].en


def test_an_error_in_a_tag_that_nobody_knows_is_no_crash() -> None:
    for tag in ("xx", "qq-Zzzz", "", "zh", "zh-TW", "ja", "-", "sr-Latn"):
        list(judge(Pair("14日に{a.b}へ。", "15 (あ) «{a.c}", "cell", tag), GLOSSARY_OF_EXAMPLES))


WORDS = {
    "在留カード": "residence card (zairyū card)",
    "特定在留カード": "",
    "マイナンバーカード": "My Number card",
    "転出": "moving out",
    "転出証明書": "moving-out certificate",
    "保険料": "insurance premium (hokenryō)",
    "ハザードマップ": "hazard map",
    "住民票": "住民票（じゅうみんひょう）",
    "国保": "राष्ट्रिय स्वास्थ्य बीमा",
}


@pytest.mark.parametrize(
    ("source", "translation", "tag", "missing"),
    [
        ("在留カードです", "It is a Residence Card.", "en", ()),
        ("在留カードです", "These are your residence cards (the card …).", "en", ()),
        ("在留カードです", "It is your zairyu card.", "en", ()),
        ("在留カードです", "It is an ID card.", "en", ("在留カード",)),
        ("在留カードです", "It is an ID (在留カード).", "en", ()),
        ("特定在留カードです", "It is an ID card.", "en", ()),
        ("転出証明書です", "The **moving-out** certificate.", "en", ()),
        ("転出証明書です", "The certificate for moving out.", "en", ()),
        ("転出証明書です", "The moving out paper.", "en", ("転出証明書",)),
        ("転出と転出証明書", "Moving-out certificate", "en", ()),
        ("転出証明書と転出", "Papers", "en", ("転出証明書", "転出")),
        ("保険料をはらいます", "Pay your premiums.", "en", ()),
        ("ハザードマップポータルサイト", "The portal of the state", "en", ()),
        ("ハザードマップ", "The portal of the state", "en", ("ハザードマップ",)),
        ("住民票です", "这是住民票。", "zh-Hans", ()),
        ("住民票です", "这是证明。", "zh-Hans", ("住民票",)),
        ("国保", "यो राष्ट्रिय स्वास्थ्य बीमा हो।", "ne", ()),
        ("国保", "यो कार्ड हो।", "ne", ("国保",)),
        ("本", "", "en", ()),
    ],
)
def test_words_that_a_translation_does_not_use(
    source: str, translation: str, tag: str, missing: tuple[str, ...]
) -> None:
    assert terms.missing(source, translation, tag, WORDS) == missing
    assert terms.missing(source, translation, tag, {}) == ()


def test_of_two_words_the_longer() -> None:
    assert terms.in_text("転出証明書と転出", WORDS) == ("転出証明書", "転出")
    assert terms.in_text("[特定在留カード](a.md)", WORDS) == ("特定在留カード",)
    assert terms.in_text("転出", {}) == ()


def test_what_a_translation_keeps() -> None:
    text = "{本町|ほんまち}の{contact.a.name}と{start}、[紙](a.md)と https://a.example/"
    assert references.kept(text) == {"{contact.a.name}", "{start}", "a.md"}


TAGS = "en vi zh-Hans zh-Hant pt-BR ne tl ur ko my id es th ar fa ru km hi de ja-Latn xx".split()
NASTY = "0119.,:：-年月日時分半万割一二十〓{}[]()<>*`|\\&#;「」（）。、 ؟।\u2066\u2069\u202e\u200dabéअکฏ가図국\n\r\0\ud800"
ANY = st.one_of(st.text(max_size=60), st.text(alphabet=NASTY, max_size=60))


@settings(max_examples=300, deadline=None)
@given(ANY, ANY, st.sampled_from(TAGS))
def test_any_pair_is_judged(source: str, said: str, tag: str) -> None:
    for rule, message in judge(Pair(source, said, "cell", tag), GLOSSARY_OF_EXAMPLES):
        assert message.ja and message.en and rule.severity in (Severity.ERROR, Severity.WARNING)


@given(ANY, st.sampled_from(TAGS))
def test_the_same_text_gives_the_same_findings(said: str, tag: str) -> None:
    pair = Pair("14日以内に来てください。", said, "paragraph", tag)
    assert list(judge(pair, GLOSSARY_OF_EXAMPLES)) == list(judge(pair, GLOSSARY_OF_EXAMPLES))


PIECES = (
    *'1 ( [ { < * ` “ " 一 万 あ 。 . - 、 \u2066 a'.split(" "),
    " ",
    "1,",
    "1.000 ",
    "12月",
    "0-",
    "](",
    "()",
    "（",
    "a b c ",
    "word word ",
    " .",
    "<a",
    "**a",
    "{a.b",
    "&#3",
    "0120-",
    "May 1 ",
    "在留カード",
    "No end. ",
)


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("tag", ["en", "zh-Hans", "ur"])
def test_long_texts_take_linear_time(piece: str, tag: str) -> None:
    for length in (19_900, 100_000):
        text = (piece * length)[:length]
        began = time.process_time()
        list(judge(Pair(text, text + "x", "cell", tag), GLOSSARY_OF_EXAMPLES))
        list(judge(Pair("14日以内に来てください。", text, "cell", tag), GLOSSARY_OF_EXAMPLES))
        assert time.process_time() - began < 2
