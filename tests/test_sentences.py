"""Sentences of real kinds of notices, each with the findings that an editor should see."""

from collections import Counter
from pathlib import Path

import pytest

from madoguchi.check.engine import Checker, check_text
from madoguchi.check.rules import RULES
from madoguchi.findings import Severity
from madoguchi.read.reader import Reader
from madoguchi.schema import CheckSettings
from madoguchi.span import Lines

TABLE = Path(__file__).parent / "check" / "municipal.tsv"
NAMES = {rule.id: rule.name for rule in RULES}
# What depends on the lists of words is tested with these; whole-sentence rules have no words
ELSEWHERE = frozenset(
    "unknown-reading hard-kanji unexplained-term doubtful-reading hard-word easier-word loanword "
    "formal-phrase noun-run hard-sentence many-kanji".split()
)
WHOLE = frozenset({"long-sentence", "many-clauses"})
CHECKER = Checker(Reader())


def rows() -> list[tuple[str, str]]:
    found = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            sentence, _, expected = line.partition("\t")
            found.append((sentence, expected))
    return found


def findings(sentence: str) -> Counter[str]:
    found: Counter[str] = Counter()
    starts = Lines(sentence)
    for finding in check_text(sentence, Path("notice.md"), CHECKER, CheckSettings()):
        name = NAMES.get(finding.code, finding.code)
        if finding.severity is Severity.INFO or name in ELSEWHERE:
            continue
        assert finding.end is not None and starts.place(0) <= finding.place
        words = sentence[finding.place.column - 1 : finding.end.column - 1]
        found[name if name in WHOLE else f"{name}:{words}"] += 1
    return found


@pytest.mark.parametrize(("sentence", "expected"), rows(), ids=[str(i) for i in range(len(rows()))])
def test_sentence(sentence: str, expected: str) -> None:
    wanted = Counter(expected.split(" ")) if expected != "-" else Counter[str]()
    assert findings(sentence) == wanted


def test_there_are_enough() -> None:
    assert len(rows()) >= 200
    assert sum(expected == "-" for _, expected in rows()) >= 60
