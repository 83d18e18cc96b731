"""How many texts are in which state, and the percentages that are told of it."""

from collections.abc import Iterable
from typing import NamedTuple

from madoguchi.catalog import State
from madoguchi.project import Project
from madoguchi.translate.status import status


class Share(NamedTuple):
    """The states of some texts in one language, or in all."""

    current: int = 0
    machine: int = 0
    outdated: int = 0
    missing: int = 0

    @property
    def total(self) -> int:
        """How many texts there are."""
        return sum(self)

    @property
    def shown_percent(self) -> int:
        """The share that readers see in their language, rounded down: 100 means all."""
        return _down(self.current + self.machine, self.total)

    @property
    def reviewed_percent(self) -> int:
        """The share that a person has read and that is current, rounded down."""
        return _down(self.current, self.total)

    @property
    def machine_percent(self) -> int:
        """The share that only a machine has made, rounded up: 0 means none."""
        return -(-self.machine * 100 // self.total) if self.total else 0


def _down(part: int, total: int) -> int:
    return part * 100 // total if total else 100


def together(parts: Iterable[Share]) -> Share:
    """Return the sum of `parts`."""
    return Share(*map(sum, zip(*parts, strict=True)))


def shares(project: Project) -> dict[tuple[str, str], Share]:
    """Return the states by language and catalog."""
    return {
        (tag, name): Share(
            count[State.CURRENT], count[State.MACHINE], count[State.OUTDATED], count[State.MISSING]
        )
        for tag, name, count in status(project.content, project.catalogs)
    }
