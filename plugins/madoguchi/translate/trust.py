"""Which translations readers may be shown: those in which no rule finds an error."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from madoguchi import kept
from madoguchi.catalog import State, Translation
from madoguchi.errors import SettingsError
from madoguchi.findings import Finding, Message, Severity
from madoguchi.schema import Level, Term
from madoguchi.span import Place
from madoguchi.suggest import unknown
from madoguchi.translate.join import Joined
from madoguchi.translate.rules import RULES, Pair, Rule, judge

_BY_NAME = {name: rule for rule in RULES for name in (rule.id, rule.name)}
_ALLOW = re.compile(r"madoguchi:\s*allow\s+(?P<rule>[A-Za-z0-9-]+)\s+\S")
"""In a translator's comment: a rule that this translation may break, and why."""
_NAME = "translations.json"


def find_rule(name: str) -> Rule:
    """Return a rule for translations by its id or its name.

    Raises SettingsError, with the nearest name, if there is none.
    """
    found = _BY_NAME.get(name) or _BY_NAME.get(name.upper())
    if found is None:
        raise SettingsError(
            unknown(Message("翻訳のルール", "rule for translations"), name, _BY_NAME)
        )
    return found


class Judge:
    """Applies the rules for translations as a site has set them.

    What they found is kept in `cache_in` between runs; a catalog in which nothing changed costs
    nothing.

    Raises SettingsError if the site sets an unknown rule.
    """

    def __init__(
        self,
        glossary: Mapping[str, Term],
        levels: Mapping[str, Level],
        cache_in: Path | None = None,
    ) -> None:
        self._glossary = glossary
        self._levels = {find_rule(name).id: level for name, level in levels.items()}
        self._folder = cache_in
        self._key = "" if cache_in is None else _state(glossary, levels)
        self._known = kept.load(cache_in, _NAME, self._key)
        self._used: dict[str, list[list[Any]]] = {}

    def findings(self, joined: Joined, tag: str, path: Path) -> Iterator[Finding]:
        """Yield what the rules find in a translation of the catalog at `path`."""
        for _, code, severity, ja, en in self._rows(0, joined, tag):
            yield _finding(joined, path, code, severity, ja, en)

    def catalog(self, joined: tuple[Joined, ...], tag: str, path: Path) -> list[list[Finding]]:
        """Return the findings in each translation of a whole catalog."""
        name = "" if self._folder is None else kept.digest(tag, *_parts(joined))
        rows = self._known.get(name)
        if rows is None:
            rows = [row for i, one in enumerate(joined) for row in self._rows(i, one, tag)]
        self._used[name] = rows
        found: list[list[Finding]] = [[] for _ in joined]
        for i, code, severity, ja, en in rows:
            found[i].append(_finding(joined[i], path, code, severity, ja, en))
        return found

    def _rows(self, i: int, joined: Joined, tag: str) -> Iterator[list[Any]]:
        if joined.entry is None or not joined.state.shown:
            return
        context, text = joined.source.key
        allowed = {_BY_NAME.get(m["rule"]) for m in _ALLOW.finditer(joined.entry.note)}
        for rule, message in judge(Pair(text, joined.translation, context, tag), self._glossary):
            severity = self._levels.get(rule.id, rule.severity.value)
            if severity != "off" and rule not in allowed:
                yield [i, rule.id, severity, *message]

    def save(self) -> None:
        """Keep what was found."""
        if self._used != self._known:
            kept.save(self._folder, _NAME, self._key, self._used)


def _parts(joined: tuple[Joined, ...]) -> Iterator[str]:
    for one in joined:
        shown = one.entry is not None and one.state.shown
        note = one.entry.note if one.entry is not None and shown else ""
        yield from (*one.source.key, one.translation if shown else "", note)


def _state(glossary: Mapping[str, Term], levels: Mapping[str, Level]) -> str:
    """Return a name for all that the findings depend on besides the catalogs."""
    ours = kept.files_digest(sorted((Path(__file__).parent / "rules").glob("*.py")))
    return kept.digest(ours, repr(sorted(glossary.items())), repr(sorted(levels.items())))


def _finding(joined: Joined, path: Path, code: str, severity: str, ja: str, en: str) -> Finding:
    line = joined.entry.line if joined.entry is not None else 0
    return Finding(path, Place(line or 1, 1), Severity(severity), code, Message(ja, en))


def trusted(joined: Joined, findings: list[Finding]) -> Translation:
    """Return a translation; one with an error counts as missing, and readers do not see it."""
    translation = joined.as_translation
    if any(finding.severity is Severity.ERROR for finding in findings):
        return translation._replace(state=State.MISSING)
    return translation
