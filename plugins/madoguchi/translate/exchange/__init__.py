"""Translations go out to offices and agencies and come back; Git stays the only master.

What comes back is taken in only if it says what the source says today, and if nobody else has
translated the text meanwhile. The formats are in modules of their own, since they need extras.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, Self
from urllib.parse import quote, unquote

from madoguchi.catalog import State
from madoguchi.document import join_lines
from madoguchi.findings import Finding, Message, Severity
from madoguchi.inline import Kind, link_target, link_targets, references, scan
from madoguchi.kept import digest
from madoguchi.normal import carried, normal
from madoguchi.span import Edit, Place, splice
from madoguchi.translate.unit import Unit

UNREADABLE = "X001"
"""The code of a finding: a file is broken, or more than anybody would send."""
FOREIGN = "X002"
"""… it is no file that was made here, or is for another language."""
UNUSABLE = "X003"
"""… one text of a file cannot be taken."""
REFUSED = "X004"
"""… a text came back whose source or translation has changed meanwhile."""


@dataclass(frozen=True, slots=True)
class Row:
    """A unit to be given out."""

    unit: Unit
    reading: str = ""
    """Its source in kana, for those who read little kanji."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back for one unit."""

    file: Path
    place: Place
    """The line of an XLIFF file; the row and column of a sheet."""
    tag: str
    catalog: str
    context: str
    source: str
    """The source text as it was given out."""
    translation: str
    """In NFC, without space around it, on one line if the source is; empty if nobody translated it."""
    base: str
    """`mark` of the translation that the catalog had when it was given out; empty if that is lost."""
    reviewed: bool
    """A person made or read it and stands by it."""
    note: str = ""
    """What was written beside it."""


def wanted(units: Iterable[Unit], *, everything: bool = False, machine: bool = False) -> list[Unit]:
    """Return the units to give out: those that are missing or outdated, if nothing else is asked.

    What a machine translated is not among them unless `machine` asks for it to be read: at first
    that is the whole site, and agencies take money by the letter.
    """
    states = {State.MISSING, State.OUTDATED} | ({State.MACHINE} if machine else set())
    return [unit for unit in units if everything or unit.state in states]


# What a text is after tools had it


# What XML 1.0 and so every format here cannot say
_UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile("\r\n|[\r\v\x85\u2028\u2029]")
"""What programs and people end a line with besides a line feed."""
LOST = "\ufffd"
"""Stands for a character that no file can hold, and that therefore nobody can bring back."""


def speakable(text: str) -> str:
    """Return `text` as files can hold it: without control characters."""
    return _UNSPEAKABLE.sub(LOST, _LINE_END.sub("\n", text))


def tidy(text: str) -> str:
    """Return a text that came back as a catalog has it: line ends, NFC, no space around it."""
    return unicodedata.normalize("NFC", _LINE_END.sub("\n", text)).strip()


def unbroken(text: str, source: str) -> str:
    """Return a translation on one line if its source is: programs and people break lines."""
    return text if "\n" in source.strip() else _joined(text)


def _joined(text: str) -> str:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return join_lines(lines) if lines else ""


def folded(text: str) -> str:
    """Return what of `text` no tool changes by itself: two that are equal are the same text."""
    return " ".join(_joined(unicodedata.normalize("NFC", speakable(text))).split())


def mark(text: str) -> str:
    """Return a short name for what a translation says, to see whether it is still the same.

    Facts and link targets do not count: a translation follows those of its source by itself.
    """
    edits = [
        Edit(token.span, "{}" if token.kind is Kind.REF else "]()")
        for token in scan(text)
        if token.kind is Kind.REF
        or (token.kind is Kind.MARKUP and link_target(token.span.of(text)) is not None)
    ]
    return digest(folded(splice(text, edits)))[:16]


class Label(NamedTuple):
    """What a unit carries with it, so that it can be brought back to its place."""

    tag: str
    catalog: str
    context: str
    key: str
    """Names the source text in its place; the same every time it is given out."""
    base: str
    """`mark` of the translation of that time."""

    @classmethod
    def of(cls, unit: Unit) -> Self:
        """Return the label of a unit as it is now."""
        context, text = unit.source.key
        key = key_of(unit.catalog, context, text)
        return cls(unit.tag, unit.catalog, context, key, mark(unit.translation))

    @classmethod
    def find(cls, text: str) -> Self | None:
        """Return the label that stands somewhere in `text`."""
        match = _LABEL.search(text)
        return None if match is None else cls(*map(unquote, match.groups()))

    def __str__(self) -> str:
        return ":".join(("madoguchi", "1", *(quote(speakable(part), safe="/") for part in self)))


_LABEL = re.compile(
    r"madoguchi:1:([A-Za-z0-9-]+):([^\s:]+):([^\s:]*):([0-9a-f]{16}):([0-9a-f]{16})"
)


def key_of(catalog: str, context: str, text: str) -> str:
    """Return the `key` of a label."""
    return digest(catalog, folded(context), folded(text))[:16]


# Taking in or refusing


class Outcome(StrEnum):
    """What becomes of a translation that came back."""

    ACCEPTED = "accepted"
    UNCHANGED = "unchanged"
    """It is empty, or says what the catalog says."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a translation, and why if it is refused."""

    outcome: Outcome
    translation: str = ""
    """If it is accepted, what to write: with the facts and links of today's source."""
    message: Message | None = field(default=None, hash=False)


@dataclass(frozen=True, slots=True)
class Judged:
    """A translation that came back, the unit it belongs to, and the verdict."""

    returned: Returned
    unit: Unit | None
    verdict: Verdict

    @property
    def finding(self) -> Finding | None:
        """Why it was refused, at its place in the file."""
        if self.verdict.message is None:
            return None
        at = self.returned
        return Finding(at.file, at.place, Severity.ERROR, REFUSED, self.verdict.message)


Problem = Callable[[Unit, str], Message | None]
"""Says what makes a translation of a unit unfit for any reader."""


def lost(unit: Unit, translation: str) -> Message | None:
    """Return which references and links of its source a translation lacks, or has invented."""
    text = unit.source.key.text
    before = {*(f"{{{name}}}" for name in references(text)), *link_targets(text)}
    after = {*(f"{{{name}}}" for name in references(translation)), *link_targets(translation)}
    parts = []
    if missing := sorted(before - after):
        said = ", ".join(missing)
        parts.append(Message(f"訳に {said} がありません。", f"The translation lacks {said}."))
    if more := sorted(after - before):
        said = ", ".join(more)
        parts.append(
            Message(
                f"訳に、元の文にない {said} があります。",
                f"It has {said}, which the source has not.",
            )
        )
    if not parts:
        return None
    return Message("".join(part.ja for part in parts), " ".join(part.en for part in parts))


def judge(
    returned: Iterable[Returned], units: Iterable[Unit], problem: Problem = lost
) -> list[Judged]:
    """Return what becomes of everything that came back, in its order.

    `units` are all of today, of every language and catalog that anything came back for. Of two
    different translations of one text, neither is taken.
    """
    today = _Today(units)
    judged: list[Judged] = []
    for one in returned:
        unit = today.find(one)
        verdict = decide(one, unit, () if unit else today.others(one), problem)
        if verdict.outcome is Outcome.REFUSED and one.tag not in today.tags:
            verdict = _refused(one, _no_language(one.tag))
        judged.append(Judged(one, unit, verdict))
    return _without_rivals(judged)


def decide(
    returned: Returned, now: Unit | None, others: Sequence[Unit] = (), problem: Problem = lost
) -> Verdict:
    """Return what becomes of a translation whose text is the unit `now` today, None if it is gone.

    `others` are units in one of which a text that is gone may live on.
    """
    translation = returned.translation
    same_as_source = folded(translation) == folded(returned.source) and not returned.reviewed
    if not translation or same_as_source:
        return _UNCHANGED  # many tools put the source where no translation is
    if now is None:
        return _refused(returned, _gone(returned, others))
    text = now.source.key.text
    if folded(returned.source) != folded(text):
        same = normal(returned.source) == normal(text)
        brought = carried(translation, tidy(returned.source), text) if same else None
        if brought is None:
            return _refused(returned, _changed(text))
        translation = brought
    if folded(translation) == folded(now.translation):
        if not returned.reviewed or now.state is State.CURRENT:
            return _UNCHANGED
    elif _overwrites(returned, now):
        return _refused(returned, _meanwhile(returned, now))
    if LOST in translation:
        return _refused(returned, _BROKEN)
    if (wrong := problem(now, translation)) is not None:
        return _refused(returned, _mended(wrong))
    return Verdict(Outcome.ACCEPTED, translation)


def _overwrites(returned: Returned, now: Unit) -> bool:
    """Whether taking it in would undo what somebody did to the catalog meanwhile."""
    if not now.translation.strip() or returned.base == mark(now.translation):
        return False
    if now.state is State.MACHINE and returned.reviewed:
        return False  # nobody's work: a machine's
    # of a file without the mark, only what a person has read since is known to be newer
    return bool(returned.base) or now.state is State.CURRENT


_UNCHANGED = Verdict(Outcome.UNCHANGED)
_SIMILAR = 0.6
"""How alike two texts must be to be one before and after a change (as msgmerge)."""


class _Today:
    """The units of today, to be found by what came back."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._same: dict[tuple[str, ...], Unit] = {}
        self._alike: dict[tuple[str, ...], list[Unit]] = {}
        self._texts: dict[tuple[str, ...], list[Unit]] = {}
        self._catalogs: dict[tuple[str, ...], list[Unit]] = {}
        self.tags: set[str] = set()
        for unit in units:
            self.tags.add(unit.tag)
            context, text = unit.source.key
            place = (unit.tag, unit.catalog)
            self._same[*place, folded(context), folded(text)] = unit
            self._alike.setdefault((*place, folded(context), normal(text)), []).append(unit)
            self._texts.setdefault((unit.tag, folded(text)), []).append(unit)
            self._catalogs.setdefault(place, []).append(unit)

    def find(self, one: Returned) -> Unit | None:
        """Return the unit a translation belongs to; None if it is gone or nobody can tell which."""
        place = (one.tag, one.catalog)
        if (unit := self._same.get((*place, folded(one.context), folded(one.source)))) is not None:
            return unit
        alike = self._alike.get((*place, folded(one.context), normal(one.source)), [])
        if not alike and not one.context:
            texts = self._texts.get((one.tag, folded(one.source)), [])
            alike = [unit for unit in texts if unit.catalog == one.catalog]
        return alike[0] if len(alike) == 1 else None

    def others(self, one: Returned) -> list[Unit]:
        """Return the units in one of which a text that is gone may live on."""
        moved = self._texts.get((one.tag, folded(one.source)), [])
        return [*moved, *self._catalogs.get((one.tag, one.catalog), [])]


def _without_rivals(judged: list[Judged]) -> list[Judged]:
    """Refuse what is there in several versions; of equal ones keep the first."""
    versions: dict[tuple[str, ...], dict[str, Judged]] = {}
    for one in judged:
        if one.unit is not None and one.verdict.outcome is Outcome.ACCEPTED:
            place = (one.unit.tag, one.unit.catalog, *one.unit.source.key)
            versions.setdefault(place, {}).setdefault(folded(one.verdict.translation), one)
    kept: list[Judged] = []
    for one in judged:
        if one.unit is not None and one.verdict.outcome is Outcome.ACCEPTED:
            place = (one.unit.tag, one.unit.catalog, *one.unit.source.key)
            several = list(versions[place].values())
            if len(several) > 1:
                rivals = " / ".join(_quoted(rival.verdict.translation) for rival in several)
                message = Message(
                    f"同じ文に、ちがう訳が{len(several)}つあります: {rivals}。1つだけにしてください。",
                    f"There are {len(several)} different translations of it: {rivals}. Keep one.",
                )
                one = Judged(one.returned, one.unit, _refused(one.returned, message))
            elif several[0] is not one:
                one = Judged(one.returned, one.unit, _UNCHANGED)
        kept.append(one)
    return kept


def _gone(returned: Returned, others: Sequence[Unit]) -> Message:
    moved = [unit for unit in others if folded(unit.source.key.text) == folded(returned.source)]
    if moved:
        where = f"{moved[0].catalog}（{moved[0].source.key.context}）"
        return Message(
            f"この文は、今は {where} にあります。{_AGAIN.ja}",
            f"It stands in {moved[0].catalog} ({moved[0].source.key.context}) now. {_AGAIN.en}",
        )
    successor = _successor(returned, [u for u in others if u.catalog == returned.catalog])
    if successor is not None:
        return _changed(successor.source.key.text)
    return Message(
        "この文は、今のページにありません。訳さなくていいです。",
        "The pages of today do not have this text. It needs no translation any more.",
    )


def _no_language(tag: str) -> Message:
    return Message(
        f"このサイトには {tag} がありません。足すときは、site.yml の languages に書いてください。",
        f"This site has no {tag}. To add it, name it in languages of site.yml.",
    )


def _successor(returned: Returned, units: Sequence[Unit]) -> Unit | None:
    """Return the unit that a text has become."""
    source = folded(returned.source)
    for unit in units:
        if unit.previous and folded(unit.previous) == source:
            return unit
    best, found = _SIMILAR, None
    matcher = SequenceMatcher(None, "", source, autojunk=False)  # the second is worked through once
    for unit in units:
        if folded(unit.source.key.context) != folded(returned.context):
            continue
        matcher.set_seq1(unit.source.key.text)
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
            ratio = matcher.ratio()
            if ratio > best:
                best, found = ratio, unit
    return found


_AGAIN = Message(
    "もう一度ファイルを出して（export）、そのファイルで訳してください。",
    "Export again, and translate it in the new file.",
)


def _changed(today: str) -> Message:
    return Message(
        f"この文は、ファイルを出したあとで変わりました。今の文は{_quoted(today)}です。{_AGAIN.ja}",
        f"It has changed since the file was made. Today it says {_quoted(today)}. {_AGAIN.en}",
    )


def _meanwhile(returned: Returned, now: Unit) -> Message:
    ours, theirs = _quoted(now.translation), _quoted(returned.translation)
    return Message(
        f"ファイルを出したあとで、この文の訳は変わりました。今の訳は{ours}、ファイルの訳は{theirs}です。"
        "どちらがいいか決めて、PO に書いてください。",
        f"Its translation has changed since the file was made: the catalog says {ours}, the file "
        f"says {theirs}. Decide which is right, and write it in the catalog.",
    )


_BROKEN = Message(
    "訳に、こわれた文字（\ufffd）があります。直して、もう一度入れてください。",
    "It has a broken character (\ufffd). Mend it, and import again.",
)


def _mended(wrong: Message) -> Message:
    return Message(
        f"{wrong.ja}ファイルの訳を直して、もう一度入れてください。",
        f"{wrong.en} Mend it in the file, and import again.",
    )


def _refused(returned: Returned, why: Message) -> Verdict:
    message = Message(
        f"{_quoted(returned.source)}の訳（{returned.tag}）は入れませんでした。{why.ja}",
        f"The {returned.tag} translation of {_quoted(returned.source)} was not taken. {why.en}",
    )
    return Verdict(Outcome.REFUSED, message=message)


def _quoted(text: str, most: int = 120) -> str:
    said = folded(text)
    return f"「{said if len(said) <= most else f'{said[: most - 1]}…'}」"
