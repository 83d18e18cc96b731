"""Which translations readers may be shown: those in which no rule finds an error."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from madoguchi.catalog import State, Translation
from madoguchi.findings import Finding, Message, Severity
from madoguchi.inline import link_targets, references
from madoguchi.schema import Term
from madoguchi.span import Place
from madoguchi.translate.join import Joined


def findings_in(
    joined: Joined, tag: str, path: Path, glossary: Mapping[str, Term]
) -> Iterator[Finding]:
    """Yield what the rules find in a translation that is current."""
    if joined.entry is None or not joined.state.shown:
        return
    lost = _kept(joined.source.key.text) ^ _kept(joined.translation)
    if lost:
        names = ", ".join(sorted(lost))
        yield Finding(
            path,
            Place(joined.entry.line or 1, 1),
            Severity.ERROR,
            "T002",
            Message(
                f"翻訳に {names} がありません。または元の文にないものがあります。元の文と同じものを入れてください。",
                f"The translation and its source do not have the same placeholders and links: {names}.",
            ),
        )


def _kept(text: str) -> set[str]:
    return {*(f"{{{name}}}" for name in references(text)), *link_targets(text)}


def trusted(joined: Joined, findings: Collection[Finding]) -> Translation:
    """Return a translation; one with an error counts as missing, and readers do not see it."""
    translation = joined.as_translation
    if any(finding.severity is Severity.ERROR for finding in findings):
        return translation._replace(state=State.MISSING)
    return translation
