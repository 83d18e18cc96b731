"""Every rule does what its own examples say."""

from pathlib import Path

import pytest

from madoguchi.check.reference import module_doc, reference
from madoguchi.check.rule import Example, PageText, Rule
from madoguchi.check.rules import RULES
from madoguchi.check.settings import active_rules
from madoguchi.check.text import split
from madoguchi.document import Block
from madoguchi.errors import SettingsError
from madoguchi.inline import prose
from madoguchi.read.reader import Reader
from madoguchi.schema import CheckSettings
from madoguchi.span import Span

CASES = [(rule, example) for rule in RULES for example in rule.examples]


@pytest.mark.parametrize(
    ("rule", "example"), CASES, ids=[f"{r.id}-{i}" for i, (r, _) in enumerate(CASES)]
)
def test_example(rule: Rule, example: Example) -> None:
    text = example.source
    block = Block(example.kind, Span(0, len(text)), text, example.kind.value, raw=text)
    sentences = list(split(prose(text), Reader().words, block))
    options = example.options or rule.options
    if rule.sentence is not None:
        found = [p for sentence in sentences for p in rule.sentence(sentence, options)]
    else:
        assert rule.page is not None
        page = PageText(
            tuple(sentences), example.terms or {}, read_by_people=example.read_by_people
        )
        found = list(rule.page(page, options))
    assert [p.span for p in found] == example.spans
    assert all(p.message.ja and p.message.en for p in found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_is_whole(rule: Rule) -> None:
    assert any(example.spans for example in rule.examples), "no example of what is wrong"
    assert any(not example.spans for example in rule.examples), "no example of what is right"
    assert rule.source and len(module_doc(rule).split("\n\n")) == 3
    assert rule.id in reference()


def test_every_module_is_registered_once() -> None:
    folder = Path(__file__).parent.parent / "plugins/madoguchi/check/rules"
    modules = sorted(p.stem for p in folder.glob("ej*.py"))
    assert [rule.id.lower() for rule in RULES] == [m.split("_")[0] for m in modules]
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_settings() -> None:
    active = active_rules(
        [CheckSettings(rules={"long-sentence": {"max_chars": 60}, "EJ003": "off", "keigo": "info"})]
    )
    by_id = {a.rule.id: a for a in active}
    assert by_id["EJ001"].options.max_chars == 60
    assert "EJ003" not in by_id
    assert by_id["EJ004"].severity == "info"


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"long-sentense": "off"}, "long-sentence"),
        ({"long-sentence": {"max_char": 60}}, "max_chars"),
        ({"long-sentence": {"max_chars": "60"}}, "max_chars"),
        ({"long-sentence": 60}, "long-sentence: {"),
        ({"long-sentence": {"severity": "fatal"}}, "error"),
    ],
)
def test_wrong_settings_name_the_cure(settings: dict[str, object], named: str) -> None:
    with pytest.raises(SettingsError) as caught:
        active_rules([CheckSettings.model_validate({"rules": settings})])
    assert named in caught.value.message.ja
    assert named in caught.value.message.en
