"""Which translations readers may be shown: those in which no rule finds an error."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from madoguchi import kept
from madoguchi.catalog import State, Translation
from madoguchi.errors import SettingsError
from madoguchi.findings import Finding, Message, Severity
from madoguchi.po import Entry
from madoguchi.schema import Level, Term
from madoguchi.span import Place
from madoguchi.suggest import unknown
from madoguchi.translate.extract import Source
from madoguchi.translate.join import Joined
from madoguchi.translate.rules import RULES, Pair, Rule, judge

_BY_NAME = {name: rule for rule in RULES for name in (rule.id, rule.name)}
_ALLOW = re.compile(
    r"madoguchi\s*[:：]\s*allow\b\s*(?P<rules>[A-Za-z0-9-]+(?:\s*[,、]\s*[A-Za-z0-9-]+)*)?(?P<why>.*)",
    re.IGNORECASE,
)
"""In a translator's comment: rules that this translation may break, and why."""
_ALWAYS = "T002"
"""The rule that nobody can switch off: without it readers would see names in braces."""
_NOT_ALLOWED = Message(
    "この許可は使えません。「madoguchi: allow ルールの番号か名前 理由」の形で書いてください（T002 は認められません）。",
    "This allowance is not valid. Write: madoguchi: allow RULE reason (T002 cannot be allowed).",
)
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


_CANNOT_BE_OFF = Message(
    "T002（lost-reference）は、止めたり軽くしたりできません。サイトに {…} がそのまま出てしまいます。",
    "T002 (lost-reference) cannot be switched off or softened: readers would see names in braces.",
)


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
        if self._levels.get(_ALWAYS, "error") != "error":
            raise SettingsError(_CANNOT_BE_OFF)
        self._folder = cache_in
        said = (repr(sorted(glossary.items())), repr(sorted(levels.items())))
        self._key = "" if cache_in is None else kept.digest(kept.program(), *said)
        self._known = kept.load(cache_in, _NAME, self._key)
        self._used: dict[str, list[list[Any]]] = {}

    def catalog(self, joined: tuple[Joined, ...], tag: str, path: Path) -> list[list[Finding]]:
        """Return the findings in each translation of a whole catalog."""
        name = "" if self._folder is None else kept.digest(tag, *_parts(joined))
        rows = _rows_of(self._known.get(name), len(joined))
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
        allowed: set[Rule] = set()
        for match in _ALLOW.finditer(joined.entry.note):
            names = re.split(r"\s*[,、]\s*", match["rules"] or "")
            rules = [_BY_NAME.get(name) or _BY_NAME.get(name.upper()) for name in names]
            known = [rule for rule in rules if rule is not None and rule.id != _ALWAYS]
            if len(known) < len(names) or not match["why"].strip(" \t:：（）()"):
                yield [i, "T005", Severity.WARNING.value, *_NOT_ALLOWED]
            else:
                allowed.update(known)
        for rule, message in judge(Pair(text, joined.translation, context, tag), self._glossary):
            severity = self._levels.get(rule.id, rule.severity.value)
            if severity != "off" and rule not in allowed:
                yield [i, rule.id, severity, *message]

    def error(self, source: Source, translation: str, tag: str) -> Message | None:
        """Return the first error in a translation that is not in a catalog yet."""
        entry = Entry(*source.key, translation)
        joined = Joined(source, entry, translation, State.CURRENT)
        errors = (r for r in self._rows(0, joined, tag) if r[2] == Severity.ERROR)
        return next((Message(ja, en) for _, _, _, ja, en in errors), None)

    def save(self) -> None:
        """Keep what was found."""
        if self._used != self._known:
            kept.save(self._folder, _NAME, self._key, self._used)


def _parts(joined: tuple[Joined, ...]) -> Iterator[str]:
    for one in joined:
        shown = one.entry is not None and one.state.shown
        note = one.entry.note if one.entry is not None and shown else ""
        yield from (*one.source.key, one.translation if shown else "", note)


def _rows_of(rows: Any, many: int) -> list[list[Any]] | None:
    """Return what was kept of a catalog with so many texts; None if it is not what is kept today."""
    fits = isinstance(rows, list) and all(
        isinstance(row, list)
        and [type(part) for part in row] == [int, str, str, str, str]
        and row[0] < many
        and row[2] in list(Severity)
        for row in rows
    )
    return rows if fits else None


def _finding(joined: Joined, path: Path, code: str, severity: str, ja: str, en: str) -> Finding:
    line = joined.entry.translated if joined.entry is not None else 0
    return Finding(path, Place(line or 1, 1), Severity(severity), code, Message(ja, en))


def trusted(joined: Joined, findings: list[Finding]) -> Translation:
    """Return a translation; one with an error counts as missing, and readers do not see it."""
    translation = joined.as_translation
    if any(finding.severity is Severity.ERROR for finding in findings):
        return translation._replace(state=State.MISSING)
    return translation
