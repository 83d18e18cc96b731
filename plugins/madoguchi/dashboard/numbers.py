"""The numbers of a report: what is translated, how hard the pages are, what must be looked at again."""

import calendar
import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import babel

from madoguchi.content import Content, SourcePage
from madoguchi.dashboard.asking import Verdict
from madoguchi.dashboard.history import History
from madoguchi.dashboard.links import Links
from madoguchi.dashboard.scores import PageScore, path_of
from madoguchi.findings import Finding, Message, Severity
from madoguchi.inline import strip_readings
from madoguchi.locales import Origin
from madoguchi.project import Project
from madoguchi.schema import Risk, Verified
from madoguchi.translate.extract import DATA, SITE
from madoguchi.translate.status import Share, by_language, status

SOON = 30
"""Days before its date from which a page is told of."""
WORST = 10
"""Pages that a person is shown of a ranking."""


@dataclass(frozen=True, slots=True)
class LastCheck:
    """When somebody last made sure that a page is right, and when that is due again."""

    on: datetime.date
    by: str
    due_on: datetime.date
    days_left: int
    """Below zero: so many days late."""

    @property
    def is_overdue(self) -> bool:
        """Whether its day is past."""
        return self.days_left < 0

    @property
    def is_soon(self) -> bool:
        """Whether it is due within a month."""
        return 0 <= self.days_left <= SOON


@dataclass(frozen=True, slots=True)
class Row:
    """A page, or the texts of site.yml or the data files."""

    path: str
    """Below the content folder: `pages/moving/moving-in.md`, `site.yml`, `data`."""
    title: Message
    shares: Mapping[str, Share]
    """By language."""
    risk: Risk | None = None
    score: PageScore | None = None
    last_check: LastCheck | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The pages of a category."""

    id: str
    title: Message
    rows: tuple[Row, ...]

    def share(self, tag: str) -> Share:
        """Return the states of its texts in one language."""
        return sum((row.shares[tag] for row in self.rows), Share())


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the site is translated into."""

    tag: str
    name: str
    """In its own language and script."""
    called: Message
    """In the languages of a report."""
    direction: str
    share: Share


@dataclass(frozen=True)
class Numbers:
    """All that a report tells."""

    site: str
    on: datetime.date
    derived: tuple[str, ...]
    """Tags of the languages that are written, or made from the source's readings."""
    languages: tuple[Language, ...]
    """Those that are translated."""
    groups: tuple[Group, ...]
    errors: tuple[Finding, ...]
    """What they are in may be missing from the numbers, or counts as missing."""
    history: History | None
    links: Links | None
    """None if they were not asked for."""

    @property
    def share(self) -> Share:
        """Return the states of all texts in all languages."""
        return sum((language.share for language in self.languages), Share())

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return the rows of all groups."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def pages(self) -> tuple[Row, ...]:
        """Return the rows that are pages."""
        return tuple(row for row in self.rows if row.last_check is not None)

    @property
    def by_score(self) -> tuple[tuple[Row, PageScore], ...]:
        """Return the pages by their scores, the hardest first."""
        found = [(row, row.score) for row in self.rows if row.score is not None]
        return tuple(sorted(found, key=lambda pair: (-pair[1].mean, pair[0].path)))

    @property
    def due(self) -> tuple[tuple[Row, LastCheck], ...]:
        """Return the pages that are overdue or soon due, the latest first."""
        found = [(row, row.last_check) for row in self.rows if row.last_check is not None]
        told = [(row, check) for row, check in found if check.is_overdue or check.is_soon]
        return tuple(sorted(told, key=lambda pair: (pair[1].due_on, pair[0].path)))

    @property
    def overdue(self) -> int:
        """Return how many pages should have been looked at again."""
        return sum(check.is_overdue for _, check in self.due)

    @property
    def measures(self) -> dict[str, float | None]:
        """Return the numbers that a threshold can name; None is not known (links not asked)."""
        found: dict[str, float | None] = {}
        parts = {language.tag: language.share for language in self.languages}
        lowest = {
            "shown": min((share.shown_percent for share in parts.values()), default=100),
            "reviewed": min((share.reviewed_percent for share in parts.values()), default=100),
        }
        for name, read in _OF_SHARES.items():
            found[name] = read(self.share)
            if name in lowest:
                found[f"{name}.lowest"] = lowest[name]
            found |= {f"{name}.{tag}": read(share) for tag, share in parts.items()}
        found["due"] = self.overdue
        found["score"] = max((score.mean for _, score in self.by_score), default=0)
        asked = self.links is not None and not self.links.is_offline
        found["broken-links"] = self.links.count(Verdict.BROKEN) if self.links and asked else None
        return found


_OF_SHARES: dict[str, Callable[[Share], int]] = {
    "shown": lambda share: share.shown_percent,
    "reviewed": lambda share: share.reviewed_percent,
    "machine": lambda share: share.machine_percent,
    "outdated": lambda share: share.outdated,
    "missing": lambda share: share.missing,
}


def collect(
    project: Project,
    today: datetime.date,
    *,
    scored: Mapping[str, PageScore],
    history: History | None = None,
    links: Links | None = None,
) -> Numbers:
    """Return the numbers of a site; `scored` is what `scores` returned."""
    content = project.content
    found = status(content, project.catalogs)
    of_languages = by_language(found)
    tags = [loc.tag for loc in content.locales if loc.origin is Origin.CATALOG]

    def of(catalog: str) -> dict[str, Share]:
        return {tag: found[tag, catalog] for tag in tags}

    def row(page: SourcePage) -> Row:
        path = path_of(content, page)
        title = strip_readings(page.meta.title)
        check = _last_check(page.meta.verified, today)
        return Row(
            path, Message(title, title), of(page.catalog), page.meta.risk, scored.get(path), check
        )

    groups = [
        *_page_groups(content, row),
        Group(
            "shared",
            Message("どのページにも出る文", "Texts on every page"),
            (
                Row("site.yml", Message("サイトの名前、分類", "Names, categories"), of(SITE)),
                Row("data", Message("連絡先、場所、お金など", "Contacts, places, fees"), of(DATA)),
            ),
        ),
    ]
    return Numbers(
        strip_readings(content.settings.title),
        today,
        tuple(loc.tag for loc in content.locales if loc.origin is not Origin.CATALOG),
        tuple(
            Language(
                loc.tag,
                loc.name,
                _called(loc.tag, tags),
                loc.direction,
                of_languages[loc.tag],
            )
            for loc in content.locales
            if loc.origin is Origin.CATALOG
        ),
        tuple(group for group in groups if group.rows),
        tuple(f for f in (*project.findings, *project.doubts) if f.severity is Severity.ERROR),
        history,
        links,
    )


def _called(tag: str, tags: Sequence[str]) -> Message:
    """Return what a language is called; the country only where two have the same name without it."""
    code, *rest = tag.split("-")
    if code == "tl":  # Babel says Filipino, which is not what its readers are told they read
        return Message("タガログ語", "Tagalog")
    alone = sum(other.split("-")[0] == code for other in tags) == 1

    def name(lang: str) -> str:
        known = babel.Locale(lang)
        parts = [
            known.scripts.get(p) or (None if alone else known.territories.get(p)) for p in rest
        ]
        told = "、".join(filter(None, parts)) if lang == "ja" else ", ".join(filter(None, parts))
        return f"{known.languages.get(code, code)}" + (f" ({told})" if told else "")

    return Message(name("ja"), name("en"))


def _page_groups(content: Content, row: Callable[[SourcePage], Row]) -> Sequence[Group]:
    home = tuple(row(page) for page in content.pages if page.is_home)
    groups = [Group("home", Message("ホーム", "Home"), home)]
    for category, pages in content.by_category:
        title = strip_readings(category.title)
        groups.append(Group(category.id, Message(title, title), tuple(map(row, pages))))
    known = {category.id for category in content.settings.categories}
    lost = [p for p in content.pages if not p.is_home and p.meta.category not in known]
    return [
        *groups,
        Group("unknown", Message("分類のないページ", "No category"), tuple(map(row, lost))),
    ]


def _last_check(verified: Verified, today: datetime.date) -> LastCheck:
    due_on = due(verified.on, verified.every)
    return LastCheck(verified.on, strip_readings(verified.by), due_on, (due_on - today).days)


def due(on: datetime.date, every: str) -> datetime.date:
    """Return the day that is `every` (P12M, P2W …) after `on`; of a short month, its last day."""
    number, unit = int(every[1:-1]), every[-1]
    try:
        if unit in "DW":
            return on + datetime.timedelta(days=number * (7 if unit == "W" else 1))
        months = on.year * 12 + on.month - 1 + number * (12 if unit == "Y" else 1)
        year, month = divmod(months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return datetime.date(year, month + 1, min(on.day, last))
    except (OverflowError, ValueError):
        return datetime.date.max  # P99999Y: never, as far as a calendar goes
