"""The trend: lines over the revisions of the content folder, and the same as a table."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from madoguchi.dashboard.history import History, Point
from madoguchi.dashboard.markup import date, section, table, text
from madoguchi.dashboard.numbers import Numbers
from madoguchi.findings import Message
from madoguchi.translate.status import Share

_WIDTH, _HEIGHT = 760, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 150, 14, 32
_SHA = 7
_NEAR = 18
"""Labels of two lines that are nearer than this would overlap."""

_LINES: tuple[tuple[str, Message, Callable[[Share], int]], ...] = (
    ("shown", Message("読める", "Shown"), lambda share: share.shown_percent),
    ("reviewed", Message("人が確認", "Reviewed"), lambda share: share.reviewed_percent),
)


class _Dot(NamedTuple):
    x: float
    y: float
    percent: int


def trend(numbers: Numbers, lang: str) -> str:
    """Return the section of the trend."""
    title = Message("うつりかわり", "Trend").text(lang)
    history = numbers.history
    if history is None:
        said = Message(
            "うつりかわりは出していません。madoguchi report --history で出ます。",
            "The trend was not asked for; madoguchi report --history shows it.",
        ).text(lang)
        return section("trend", title, f"<p>{said}</p>")
    parts = []
    if history.note is not None:
        parts.append(f'<p class="note">{text(history.note.text(lang))}</p>')
    if history.points:
        said = Message(
            "Git にコミットした版の、全部の言語を合わせた割合（%）です。今日の数とちがうことがあります。",
            "Percentages of all languages together, as they were committed to Git; today's may differ.",
        ).text(lang)
        parts += [
            f"<p>{said}</p>",
            _chart(history.points, title, lang),
            _table(numbers, history, lang),
        ]
    return section("trend", title, "".join(parts))


def _chart(points: Sequence[Point], title: str, lang: str) -> str:
    first, last = points[0].date, points[-1].date
    axis = "".join(
        f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{_y(p):g}" y2="{_y(p):g}"/>'
        f'<text x="{_LEFT - 8}" y="{_y(p) + 4:g}" text-anchor="end">{p}</text>'
        for p in (0, 25, 50, 75, 100)
    )
    axis += f'<text x="{_LEFT}" y="{_HEIGHT - 8}">{first.isoformat()}</text>'
    if last != first:
        axis += f'<text x="{_WIDTH - _RIGHT}" y="{_HEIGHT - 8}" text-anchor="end">{last.isoformat()}</text>'
    lines, labels = [], []
    for name, label, read in _LINES:
        runs = list(_runs(points, read))
        for run in runs:
            path = " ".join(f"{dot.x:g},{dot.y:g}" for dot in run)
            lines.append(f'<polyline class="{name}" points="{path}"/>')
            lines += [_mark(name, dot) for dot in run]
        if runs:
            labels.append((runs[-1][-1], name, label.text(lang)))
    gaps = "".join(
        f'<text class="gap" x="{x:g}" y="{_y(0) - 5:g}" text-anchor="middle">×</text>'
        for point, x in zip(points, _xs(points), strict=True)
        if point.share is None
    )
    return (
        f'<div class="scroll" role="region" aria-label="{title}" tabindex="0">'
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="chart-title">'
        f'<title id="chart-title">{title}</title>{axis}{"".join(lines)}{gaps}'
        f"{''.join(_labels(labels))}</svg></div>"
    )


def _mark(name: str, dot: _Dot) -> str:
    if name == "shown":
        return f'<circle class="{name}" cx="{dot.x:g}" cy="{dot.y:g}" r="4"/>'
    return f'<rect class="{name}" x="{dot.x - 4:g}" y="{dot.y - 4:g}" width="8" height="8"/>'


def _labels(labels: list[tuple[_Dot, str, str]]) -> Iterator[str]:
    above = _HEIGHT * 2.0
    for dot, name, label in sorted(labels, key=lambda item: -item[0].y):
        y = min(dot.y + 4, above - _NEAR)
        above = y
        yield f'<text class="{name}" x="{_WIDTH - _RIGHT + 12}" y="{y:g}">{label} {dot.percent}%</text>'


def _y(percent: int) -> float:
    return round(_TOP + (_HEIGHT - _TOP - _BOTTOM) * (100 - percent) / 100, 1)


def _xs(points: Sequence[Point]) -> list[float]:
    """Return where the points stand: by their dates; those of one day side by side."""
    places = [_on_axis(points, i) for i in range(len(points))]
    low, high = places[0], places[-1]
    wide = _WIDTH - _LEFT - _RIGHT
    return [
        round(_LEFT + wide * ((p - low) / (high - low) if high > low else 1), 1) for p in places
    ]


def _on_axis(points: Sequence[Point], i: int) -> float:
    day = points[i].date
    same = [j for j, point in enumerate(points) if point.date == day]
    return day.toordinal() + same.index(i) / len(same)


def _runs(points: Sequence[Point], read: Callable[[Share], int]) -> Iterator[list[_Dot]]:
    """Yield the pieces of a line between gaps."""
    run: list[_Dot] = []
    for point, x in zip(points, _xs(points), strict=True):
        if point.share is not None:
            percent = read(point.share)
            run.append(_Dot(x, _y(percent), percent))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _table(numbers: Numbers, history: History, lang: str) -> str:
    tags = [one.tag for one in numbers.languages]
    names = [text(one.called.text(lang)) for one in numbers.languages]
    heads = [
        Message("日", "Date").text(lang),
        Message("版", "Revision").text(lang),
        *(label.text(lang) for _, label, _ in _LINES),
        *names,
        Message("理由", "Why not").text(lang),
    ]
    rows = []
    # the newest first: the one that is looked for
    for point in reversed(history.points):
        name = [date(point.date, lang), f"<code>{text(point.revision[:_SHA])}</code>"]
        share = point.share
        shares = point.shares or {}
        totals = ["—" if share is None else f"{read(share)}%" for _, _, read in _LINES]
        each = [f"{shares[tag].shown_percent}%" if tag in shares else "—" for tag in tags]
        why = "" if point.problem is None else text(point.problem.text(lang))
        rows.append([*name, *totals, *each, why])
    if all(point.problem is None for point in history.points):
        heads.pop()
        rows = [row[:-1] for row in rows]
    caption = Message("うつりかわりの表", "The trend as a table").text(lang)
    return f"<details open><summary>{caption}</summary>{table(caption, heads, rows, 'numbers')}</details>"


def spark(history: History, tag: str) -> str:
    """Return the trend of one language, small: what is shown, from 0 to 100 percent."""
    found = [point.shares.get(tag) for point in history.points if point.shares is not None]
    percents = [share.shown_percent for share in found if share is not None]
    if len(percents) < 2:
        return "—"
    step = 76 / (len(percents) - 1)
    path = " ".join(f"{2 + i * step:.3g},{22 - p / 5:g}" for i, p in enumerate(percents))
    label = f"{percents[0]}% → {percents[-1]}%"
    return (
        f'<svg class="spark" viewBox="0 0 80 24" role="img" aria-label="{label}">'
        f'<polyline points="{path}"/></svg><small>{label}</small>'
    )
