"""The heat map of pages by languages, and the table of languages."""

from collections.abc import Iterator

from madoguchi.dashboard.chart import spark
from madoguchi.dashboard.markup import (
    SHORT,
    STATES,
    bar,
    legend,
    number,
    page_name,
    scrolled,
    section,
    text,
)
from madoguchi.dashboard.numbers import Language, Numbers, Row
from madoguchi.findings import Message
from madoguchi.translate.status import Share

_LEVELS = (100, 90, 70, 40)
"""Percentages from which a cell is calmer in colour."""
_NAME = 30
"""Percent of the width that pages have for their names."""
_RISKS = {
    "life": Message("命にかかわる", "life at risk"),
    "high": Message("とくに大切", "high risk"),
}


def heat_map(numbers: Numbers, lang: str) -> str:
    """Return the section of the heat map."""
    say = Message(
        "数は、その言語で読める文の割合（%）です。棒は、人が確認した文、機械の翻訳のままの文、日本語が変わって古くなった文、"
        "翻訳がない文の割合です。ない文は、住民にはやさしい日本語で出ます。古い文は、命にかかわるページと大切なページではやさしい日本語で、"
        "ほかのページでは印をつけて出ます。",
        "The number is the percentage of texts that are shown in the language. The bar has the texts that "
        "people have read, those only a machine has made, those outdated since the Japanese changed, and those "
        "missing. What is missing is shown in Easy Japanese; what is outdated is too on pages of high risk, and "
        "with a mark on others.",
    ).text(lang)
    title = Message("ページと言語", "Pages and languages").text(lang)
    inner = f"<p>{say}</p>{legend(lang)}{scrolled(title, _table(numbers, title, lang))}"
    return section("heat", title, inner)


def _table(numbers: Numbers, title: str, lang: str) -> str:
    page = Message("ページ", "Page").text(lang)
    heads = "".join(
        f'<th scope="col">{text(one.called.text(lang))}<small>{text(one.tag)}</small></th>'
        for one in numbers.languages
    )
    count = max(1, len(numbers.languages))
    columns = (
        f'<colgroup><col style="width:{_NAME}%">'
        f'<col span="{count}" style="width:{(100 - _NAME) / count:.3g}%"></colgroup>'
    )
    every = Message("全部", "All").text(lang)
    total = "".join(_cell(one.share, lang) for one in numbers.languages)
    return (
        f'<table class="heat"><caption class="v">{title}</caption>{columns}'
        f'<thead><tr><th scope="col">{page}</th>{heads}</tr></thead>'
        f'<tbody><tr class="all"><th scope="row">{every}</th>{total}</tr></tbody>'
        f"{''.join(_groups(numbers, lang))}</table>"
    )


def _groups(numbers: Numbers, lang: str) -> Iterator[str]:
    for group in numbers.groups:
        total = "".join(_cell(group.share(one.tag), lang) for one in numbers.languages)
        rows = "".join(_row(row, numbers.languages, lang) for row in group.rows)
        name = text(group.title.text(lang))
        yield f'<tbody><tr class="group"><th scope="rowgroup">{name}</th>{total}</tr>{rows}</tbody>'


def _row(row: Row, languages: tuple[Language, ...], lang: str) -> str:
    name = page_name(row.title, row.path, lang)
    if row.risk in _RISKS:
        name += f'<small class="risk">{_RISKS[row.risk].text(lang)}</small>'
    cells = "".join(_cell(row.shares[one.tag], lang) for one in languages)
    return f'<tr><th scope="row">{name}</th>{cells}</tr>'


def _cell(share: Share, lang: str) -> str:
    """Return a cell: its number, a bar, and in words what is to be done; all counts are for the ear."""
    percent = share.shown_percent
    level = sum(percent < limit for limit in _LEVELS)
    counts = share._asdict()
    heard = " ".join(f"{SHORT[name].text(lang)}{counts[name]}" for name in ("current", "machine"))
    todo = [f"{SHORT[name].text(lang)}{counts[name]}" for name in ("outdated", "missing")]
    seen = " ".join(part for part, n in zip(todo, share[2:], strict=True) if n)
    seen = f"<i>{seen}</i>" if seen else ""
    return f'<td class="h{level}" {bar(share)}><b>{percent}</b><i class="v">{heard}</i>{seen}</td>'


def by_language(numbers: Numbers, lang: str) -> str:
    """Return the section of the languages, with the share that only a machine has made."""
    title = Message("言語ごとの様子と、機械の翻訳", "Languages, and what machines have made").text(
        lang
    )
    heads = [Message("言語", "Language"), *STATES.values()]
    heads += [
        Message("文の数", "Texts"),
        Message("読める割合", "Shown, %"),
        Message("確認した割合", "Reviewed, %"),
        Message("機械の割合", "Machine, %"),
    ]
    trend = numbers.history is not None and len(numbers.history.points) > 1
    head = "".join(f'<th scope="col">{one.text(lang)}</th>' for one in heads)
    if trend:
        head += f'<th scope="col">{Message("うつりかわり", "Trend").text(lang)}</th>'
    rows = []
    for one in numbers.languages:
        share = one.share
        name = (
            f'{text(one.called.text(lang))} <span lang="{text(one.tag)}" dir="{one.direction}">'
            f'{text(one.name)}</span><span class="bar" {bar(share)}></span>'
        )
        cells = [number(count) for count in (*share, share.total)]
        cells += [
            f"{percent}%"
            for percent in (share.shown_percent, share.reviewed_percent, share.machine_percent)
        ]
        if trend and numbers.history is not None:
            cells.append(spark(numbers.history, one.tag))
        rows.append(
            f'<tr><th scope="row">{name}</th>{"".join(f"<td>{c}</td>" for c in cells)}</tr>'
        )
    inner = (
        f'<table class="numbers"><caption class="v">{title}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )
    note = Message(
        "機械の翻訳は、人が確認するまで「機械の翻訳です」というお知らせといっしょに出ます。確認した人は、"
        "madoguchi translate review で記録します。",
        "A machine's translation is shown with a notice until a person has read it and records that with "
        "madoguchi translate review.",
    ).text(lang)
    return section("languages", title, f"<p>{note}</p>{scrolled(title, inner)}")
