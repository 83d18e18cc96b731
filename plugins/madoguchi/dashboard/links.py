"""The links to other sites: which answer, and which do not; good answers are kept for a week."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from madoguchi import kept
from madoguchi.dashboard.asking import Answer, Asker, Manners, Verdict, host_of

FRESH = 7
"""Days for which an address that answered is not asked again."""
OFFLINE = "offline"
"""The reason of every answer, if it is this machine that is cut off."""
_KEPT = "links.json"
_FORM = "1"


@dataclass(frozen=True, slots=True)
class Link:
    """An address, where it stands, and what came of asking."""

    address: str
    files: tuple[str, ...]
    answer: Answer


@dataclass(frozen=True, slots=True)
class Links:
    """Every external address of a site."""

    links: tuple[Link, ...]

    def of(self, verdict: Verdict) -> tuple[Link, ...]:
        """Return the addresses of which this can be said."""
        return tuple(link for link in self.links if link.answer.verdict is verdict)

    @property
    def is_offline(self) -> bool:
        """Whether nothing could be asked, as this machine is cut off; nothing can be said then."""
        return any(link.answer.reason == OFFLINE for link in self.links)

    def count(self, verdict: Verdict) -> int:
        """Return how many these are."""
        return len(self.of(verdict))


Progress = Callable[[int, int], None]


def check_links(
    found: Mapping[str, Sequence[str]],
    today: datetime.date,
    *,
    cache_in: Path | None = None,
    progress: Progress = lambda done, of: None,
    manners: Manners | None = None,
) -> Links:
    """Ask every address of `found` (address → files) that is not known to be good this week."""
    rows = kept.load(cache_in, _KEPT, _FORM)
    known = {address: answer for address in found if (answer := _fresh(rows.get(address), today))}
    left = [address for address in found if address not in known]
    answers: dict[str, Answer] = {}
    manners = manners or Manners()
    try:
        for address, answer in Asker(manners).all(left):
            answers[address] = answer
            progress(len(answers), len(left))
    finally:
        # an hour of asking is not lost to an impatient Ctrl+C
        good = {a: _row(answer, today) for a, answer in answers.items() if _is_good(answer)}
        old = {a: row for a, row in rows.items() if _fresh(row, today)}
        kept.save(cache_in, _KEPT, _FORM, {**old, **good})
    # of one that answered lately, it can be told whether the others or this machine is at fault
    if _all_alike(answers) and not any(_is_good(Asker(manners).ask(a)) for a in list(known)[:2]):
        answers = {address: Answer(Verdict.UNKNOWN, OFFLINE) for address in answers}
    every = known | answers
    return Links(tuple(Link(a, tuple(files), every[a]) for a, files in found.items()))


def _is_good(answer: Answer) -> bool:
    return answer.verdict in (Verdict.GOOD, Verdict.MOVED)


def _row(answer: Answer, today: datetime.date) -> list[str]:
    return [today.isoformat(), answer.verdict.value, answer.new]


def _fresh(row: Any, today: datetime.date) -> Answer | None:
    """Return a kept answer, if it is not too old and is what `_row` writes."""
    try:
        day, verdict, new = row
        age = (today - datetime.date.fromisoformat(day)).days
        answer = Answer(Verdict(verdict), "", str(new))
    except (TypeError, ValueError):
        return None
    return answer if 0 <= age < FRESH and _is_good(answer) else None


def _all_alike(answers: Mapping[str, Answer]) -> bool:
    """Whether several hosts were asked, and all fail in the way of a machine without a network."""
    hosts = {host_of(address) for address in answers}
    reasons = {answer.reason for answer in answers.values()}
    return len(hosts) > 1 and len(reasons) == 1 and reasons <= {"dns", "tls", "connection"}
