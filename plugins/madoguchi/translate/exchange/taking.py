"""What came back is taken in, or refused with the reason."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from madoguchi.catalog import State
from madoguchi.findings import Finding, Message, Severity
from madoguchi.normal import carried, normal
from madoguchi.translate.alike import SIMILAR, Alike
from madoguchi.translate.exchange.label import LOST, folded, mark, tidy
from madoguchi.translate.exchange.returned import Returned
from madoguchi.translate.exchange.unit import Unit

REFUSED = "X004"
"""The code of a finding: a text came back whose source or translation has changed meanwhile."""


class Outcome(StrEnum):
    """What becomes of a translation that came back."""

    ACCEPTED = "accepted"
    UNCHANGED = "unchanged"
    """It is empty, or says what the catalog says."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a translation, and why if it is refused."""

    outcome: Outcome
    translation: str = ""
    """If it is accepted, what to write: with the facts and links of today's source."""
    message: Message | None = field(default=None, hash=False)
    """Why it is refused; None if that is told with another text of the file."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A translation that came back, the unit it belongs to, and what becomes of it."""

    returned: Returned
    unit: Unit | None
    decision: Decision

    @property
    def finding(self) -> Finding | None:
        """Why it was refused, at its place in the file."""
        if self.decision.message is None:
            return None
        at = self.returned
        return Finding(at.file, at.place, Severity.ERROR, REFUSED, self.decision.message)


Problem = Callable[[Unit, str], Message | None]
"""Says what makes a translation of a unit unfit for any reader."""


def take(returned: Iterable[Returned], units: Iterable[Unit], problem: Problem) -> list[Decided]:
    """Return what becomes of everything that came back, in its order.

    `units` are all of today, of every language and catalog that anything came back for. Of two
    different translations of one text, neither is taken.
    """
    today = _Today(units)
    decided: list[Decided] = []
    for one in returned:
        unit = today.find(one)
        decision = _decide(one, unit, () if unit else today.others(one), problem)
        decided.append(Decided(one, unit, decision))
    return _without_rivals(_told_once(decided, today.tags))


def _told_once(decided: list[Decided], tags: Set[str]) -> list[Decided]:
    """Say once in a file, at its first text, that the site does not have its language."""
    foreign = Counter(
        (one.returned.file, one.returned.tag)
        for one in decided
        if one.decision.outcome is Outcome.REFUSED and one.returned.tag not in tags
    )
    told: set[tuple[Path, str]] = set()
    kept: list[Decided] = []
    for one in decided:
        file = (one.returned.file, one.returned.tag)
        if one.decision.outcome is Outcome.REFUSED and file in foreign:
            message = None if file in told else _no_language(one.returned, foreign[file])
            one = replace(one, decision=Decision(Outcome.REFUSED, message=message))
            told.add(file)
        kept.append(one)
    return kept


def _decide(
    returned: Returned, now: Unit | None, others: Sequence[Unit], problem: Problem
) -> Decision:
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
    return Decision(Outcome.ACCEPTED, translation)


def _overwrites(returned: Returned, now: Unit) -> bool:
    """Whether taking it in would undo what somebody did to the catalog meanwhile."""
    if not now.translation.strip() or returned.base == mark(now.translation):
        return False
    if now.state is State.MACHINE and returned.reviewed:
        return False  # nobody's work: a machine's
    # of a file without the mark, only what a person has read since is known to be newer
    return bool(returned.base) or now.state is State.CURRENT


_UNCHANGED = Decision(Outcome.UNCHANGED)


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


def _without_rivals(decided: list[Decided]) -> list[Decided]:
    """Refuse what is there in several versions; of equal ones keep the first."""
    versions: dict[tuple[str, ...], dict[str, Decided]] = {}
    for one in decided:
        if one.unit is not None and one.decision.outcome is Outcome.ACCEPTED:
            place = (one.unit.tag, one.unit.catalog, *one.unit.source.key)
            versions.setdefault(place, {}).setdefault(folded(one.decision.translation), one)
    kept: list[Decided] = []
    for one in decided:
        if one.unit is not None and one.decision.outcome is Outcome.ACCEPTED:
            place = (one.unit.tag, one.unit.catalog, *one.unit.source.key)
            several = list(versions[place].values())
            if len(several) > 1:
                rivals = " / ".join(_quoted(rival.decision.translation) for rival in several)
                message = Message(
                    f"同じ文に、ちがう訳が{len(several)}つあります: {rivals}。1つだけにしてください。",
                    f"There are {len(several)} different translations of it: {rivals}. Keep one.",
                )
                one = Decided(one.returned, one.unit, _refused(one.returned, message))
            elif several[0] is not one:
                one = Decided(one.returned, one.unit, _UNCHANGED)
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


def _no_language(first: Returned, texts: int) -> Message:
    tag, said = first.tag, _quoted(first.source)
    return Message(
        f"{said}など{texts}文の訳（{tag}）は入れませんでした。このサイトには {tag} がありません。"
        "足すときは、site.yml の languages に書いてください。",
        f"The {tag} translations of {texts} texts ({said} …) were not taken. This site has no {tag}. "
        "To add it, name it in languages of site.yml.",
    )


def _successor(returned: Returned, units: Sequence[Unit]) -> Unit | None:
    """Return the unit that a text has become."""
    source = folded(returned.source)
    for unit in units:
        if unit.previous and folded(unit.previous) == source:
            return unit
    alike = Alike(source)
    best, found = SIMILAR, None
    for unit in units:
        if folded(unit.source.key.context) != folded(returned.context):
            continue
        if ratio := alike.ratio(unit.source.key.text, best):
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


def _refused(returned: Returned, why: Message) -> Decision:
    message = Message(
        f"{_quoted(returned.source)}の訳（{returned.tag}）は入れませんでした。{why.ja}",
        f"The {returned.tag} translation of {_quoted(returned.source)} was not taken. {why.en}",
    )
    return Decision(Outcome.REFUSED, message=message)


def _quoted(text: str, most: int = 120) -> str:
    said = folded(text)
    return f"「{said if len(said) <= most else f'{said[: most - 1]}…'}」"
