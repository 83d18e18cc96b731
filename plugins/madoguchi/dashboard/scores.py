"""How hard the pages of a site are; those of unchanged pages are kept, by content."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from madoguchi import kept
from madoguchi.check.engine import page_sentences
from madoguchi.check.score import LABELS, Score, score_of
from madoguchi.content import Content, SourcePage
from madoguchi.project import Project

_KEPT = "scores.json"

Progress = Callable[[int, int], None]
"""Told how many of how many are done."""


class Reason(NamedTuple):
    """What makes a page hard."""

    kind: str
    """A key of `check.score.LABELS`."""
    points: float


class PageScore(NamedTuple):
    """How hard a page is."""

    mean: float
    """Points for one sentence."""
    value: float
    """Points of the page."""
    sentences: int
    reasons: tuple[Reason, ...]
    """The heaviest first, at most three."""


def scores(
    project: Project,
    progress: Progress = lambda done, of: None,
    *,
    cache_in: Path | None = None,
) -> dict[str, PageScore]:
    """Return how hard each page is, by its path below the content folder.

    `cache_in` is a folder to keep the scores of unchanged pages in.
    """
    content = project.content
    key = "" if cache_in is None else _state(content)
    names = {path_of(content, page): kept.digest(page.document.text) for page in content.pages}
    rows = kept.load(cache_in, _KEPT, key)
    known = {path: _from_row(rows.get(name)) for path, name in names.items()}
    found = {path: score for path, score in known.items() if score is not None}
    left = tuple(page for page in content.pages if path_of(content, page) not in found)
    progress(len(found), len(names))
    for page, sentences in page_sentences(replace(project, content=replace(content, pages=left))):
        found[path_of(content, page)] = _page_score(score_of(sentences), len(sentences))
        progress(len(found), len(names))
    now = {name: list(found[path]) for path, name in names.items()}
    if left or now.keys() != rows.keys():
        kept.save(cache_in, _KEPT, key, now)
    return found


def path_of(content: Content, page: SourcePage) -> str:
    """Return the path of a page below the content folder."""
    return page.document.path.relative_to(content.root).as_posix()


def _page_score(score: Score, sentences: int) -> PageScore:
    points: Counter[str] = Counter()
    for fault in score.faults:
        points[fault.kind] += fault.points  # type: ignore[assignment]
    reasons = [Reason(kind, round(value, 1)) for kind, value in points.most_common(3)]
    mean = score.value / max(1, sentences)
    return PageScore(round(mean, 2), round(score.value, 1), sentences, tuple(reasons))


def _state(content: Content) -> str:
    """Return a name for all that the score of a page depends on besides the page."""
    root = content.root
    city = [root / "site.yml", *(root / "data").glob("*"), *(root / "words").glob("*")]
    return kept.digest(kept.program(), kept.files_digest(sorted(p for p in city if p.is_file())))


def _from_row(row: Any) -> PageScore | None:
    """Return what was kept of a page; None if it is not what is kept today."""
    try:
        mean, value, sentences, reasons = row
        told = tuple(Reason(str(kind), float(points)) for kind, points in reasons)
        score = PageScore(float(mean), float(value), int(sentences), told)
    except (TypeError, ValueError, OverflowError):
        return None
    return score if all(reason.kind in LABELS for reason in told) else None
