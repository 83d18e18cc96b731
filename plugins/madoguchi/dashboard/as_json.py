"""A report for programs: the form is part of what we promise, and told in the handbook."""

import json
from typing import Any

from madoguchi import __version__
from madoguchi.dashboard.asking import Verdict
from madoguchi.dashboard.history import History
from madoguchi.dashboard.links import Links
from madoguchi.dashboard.numbers import Group, LastCheck, Numbers, Row
from madoguchi.dashboard.scores import PageScore
from madoguchi.findings import Message
from madoguchi.translate.status import Share

VERSION = 1
"""Goes up when a key goes away or changes its meaning; new keys may come at any time."""


def as_json(numbers: Numbers) -> str:
    """Return the report as JSON."""
    text = json.dumps(as_data(numbers), ensure_ascii=False, indent=1) + "\n"
    # a file name that is not UTF-8 becomes an escape of JSON
    return text.encode("utf-8", "backslashreplace").decode()


def as_data(numbers: Numbers) -> dict[str, Any]:
    """Return the report as what JSON can hold."""
    return {
        "version": VERSION,
        "madoguchi": __version__,
        "site": numbers.site,
        "on": numbers.on.isoformat(),
        "measures": numbers.measures,
        "derived_languages": list(numbers.derived),
        "languages": [
            {
                "tag": one.tag,
                "name": one.name,
                "called": _message(one.called),
                **_share(one.share),
            }
            for one in numbers.languages
        ],
        "categories": [_group(numbers, group) for group in numbers.groups],
        "due": [row.path for row, _ in numbers.due],
        "hardest": [row.path for row, _ in numbers.by_score],
        "history": None if numbers.history is None else _history(numbers.history),
        "links": None if numbers.links is None else _links(numbers.links),
        "errors": [
            {
                "path": finding.path.as_posix(),
                "line": finding.place.line,
                "code": finding.code,
                "message": _message(finding.message),
            }
            for finding in numbers.errors
        ],
    }


def _share(share: Share) -> dict[str, int]:
    return {
        **share._asdict(),
        "total": share.total,
        "shown_percent": share.shown_percent,
        "reviewed_percent": share.reviewed_percent,
        "machine_percent": share.machine_percent,
    }


def _states(share: Share) -> dict[str, int]:
    return {**share._asdict(), "shown_percent": share.shown_percent}


def _message(message: Message) -> dict[str, str]:
    return message._asdict()


def _group(numbers: Numbers, group: Group) -> dict[str, Any]:
    return {
        "id": group.id,
        "title": _message(group.title),
        "states": {one.tag: _states(group.share(one.tag)) for one in numbers.languages},
        "pages": [_row(row) for row in group.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "path": row.path,
        "title": _message(row.title),
        "risk": row.risk,
        "score": None if row.score is None else _score(row.score),
        "last_check": None if row.last_check is None else _last_check(row.last_check),
        "states": {tag: _states(share) for tag, share in row.shares.items()},
    }


def _score(score: PageScore) -> dict[str, Any]:
    return {
        "per_sentence": score.mean,
        "page": score.value,
        "sentences": score.sentences,
        "reasons": [reason._asdict() for reason in score.reasons],
    }


def _last_check(check: LastCheck) -> dict[str, Any]:
    return {
        "on": check.on.isoformat(),
        "by": check.by,
        "due_on": check.due_on.isoformat(),
        "days_left": check.days_left,
    }


def _history(history: History) -> dict[str, Any]:
    return {
        "note": None if history.note is None else _message(history.note),
        "points": [
            {
                "revision": point.revision,
                "date": point.date.isoformat(),
                "all": None if point.share is None else _share(point.share),
                "languages": None
                if point.shares is None
                else {tag: _share(share) for tag, share in point.shares.items()},
                "problem": None if point.problem is None else _message(point.problem),
            }
            for point in history.points
        ],
    }


def _links(links: Links) -> dict[str, Any]:
    return {
        "counts": {verdict.value: links.count(verdict) for verdict in Verdict},
        # those that answer are many, and say nothing
        "told": [
            {
                "address": link.address,
                "verdict": link.answer.verdict.value,
                "reason": link.answer.reason,
                "new": link.answer.new or None,
                "files": list(link.files),
            }
            for verdict in Verdict
            if verdict is not Verdict.GOOD
            for link in links.of(verdict)
        ],
    }
