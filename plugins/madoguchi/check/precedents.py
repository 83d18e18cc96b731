"""Known rewrites: what guidelines and our own table write instead, and who says so.

`words/precedents.tsv` holds rewrites of the country and of cities, each with its source, and
`words/rewrites.tsv` our own; `words/sources.tsv` names the documents.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from madoguchi.check.phrases import Phrases, phrases
from madoguchi.findings import Message
from madoguchi.tsv import rows

_INFLECTED = re.compile("[うくすつぬぶむるぐいだ]$")
_WORDS = "madoguchi.check.words"
KEEP = "keep"
"""The kind of names that have a word of the table in them, and stay as they are."""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A word or phrase and what is easier."""

    original: str
    """In dictionary form: 記入する."""
    easy: str
    """What to write, or several ways with ・ between them."""
    kind: str
    """word, phrase, loanword, abbrev, mimetic, or keep."""
    safe: bool
    """Wherever the original stands, the easy one may stand."""
    sources: tuple[str, ...] = ()
    """Keys of `words/sources.tsv`; none if it is ours."""
    note: str = ""
    """Where guidelines disagree, who does."""

    @property
    def replacement(self) -> str | None:
        """Return what may stand in its place, if that is one thing of the same kind of word."""
        if re.search("[・/／（）()。、〜]", self.easy) or self.easy.startswith(("て", "なく")):
            return None
        if self.safe or self.kind == "abbrev" or self.easy[-1] == self.original[-1]:
            return self.easy
        # a noun cannot stand for a verb (収集 集める), nor an explanation for a word
        ends = _INFLECTED.search(self.easy), _INFLECTED.search(self.original)
        return self.easy if not any(ends) and len(self.easy) <= len(self.original) + 4 else None

    @property
    def precedent(self) -> Message:
        """Return who says so, in brackets; empty if we do."""
        if not self.sources:
            return Message("", "")
        names = [_sources()[key] for key in self.sources]
        note = f"。{self.note}" if self.note else ""
        return Message(
            f"（{'、'.join(ja for ja, _ in names)}{note}）",
            f" ({', '.join(en for _, en in names)}{f'; {self.note}' if self.note else ''})",
        )


@cache
def _sources() -> dict[str, tuple[str, str]]:
    return {row[0]: (row[1], row[2]) for row in rows(_WORDS, "sources.tsv")}


@cache
def rewrites() -> tuple[Rewrite, ...]:
    """Return all rewrites, official ones joined to ours."""
    found: dict[str, Rewrite] = {}
    for original, easy, kind, *note in rows(_WORDS, "rewrites.tsv"):
        safe = kind == "safe"
        found[original] = Rewrite(
            original, easy, "word" if safe else kind, safe, note="".join(note)
        )
    official: dict[str, list[tuple[str, str]]] = {}
    notes: dict[str, str] = {}
    for original, easy, source, kind, state, *rest in rows(_WORDS, "precedents.tsv"):
        if kind == "word" and state != "doubtful":
            official.setdefault(original, []).append((easy.rstrip("。"), source))
            notes.setdefault(original, rest[0] if rest else "")
    for original, ways in official.items():
        ours = found.get(original)
        easy = "・".join(dict.fromkeys(easy for easy, _ in ways))
        sources = tuple(dict.fromkeys(source for _, source in ways))
        kind = ours.kind if ours else "word"
        # one way of ours is safe only if nobody official writes another
        safe = ours is not None and ours.safe and easy == ours.easy
        found[original] = Rewrite(original, easy, kind, safe, sources, notes[original])
    return tuple(found.values())


def _table(*kinds: str) -> Phrases[Rewrite]:
    return phrases(
        (r.original, None if r.kind == KEEP else r) for r in rewrites() if r.kind in (*kinds, KEEP)
    )


@cache
def easier_words() -> Phrases[Rewrite]:
    """Return the words that have an easier one."""
    return _table("word")


@cache
def formal_phrases() -> Phrases[Rewrite]:
    """Return the set phrases of official documents."""
    return _table("phrase")


@cache
def loanwords() -> Phrases[Rewrite]:
    """Return the katakana words that are said in Japanese."""
    return _table("loanword")


@cache
def abbreviations() -> Phrases[Rewrite]:
    """Return the shortened words."""
    return _table("abbrev")


@cache
def mimetics() -> Phrases[Rewrite]:
    """Return the mimetic words that have been rewritten somewhere."""
    return _table("mimetic")


@dataclass(frozen=True, slots=True)
class OfficialTerm:
    """A word that people must know, because it stands on letters, with its explanation."""

    word: str
    reading: str
    easy: str


def official_terms() -> Iterator[OfficialTerm]:
    """Yield the words of `words/terms.tsv`: kept and explained, never replaced."""
    for word, reading, easy, *_ in rows(_WORDS, "terms.tsv"):
        yield OfficialTerm(word, reading, easy)
