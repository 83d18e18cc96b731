"""A report as one HTML file: no script, nothing from elsewhere, in the order its reader asks.

First in sentences how it is and what to do, then the numbers, then the lists to work from.
"""

from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import NamedTuple

from madoguchi import __version__
from madoguchi.dashboard import chart, heat, lists
from madoguchi.dashboard.asking import Verdict
from madoguchi.dashboard.markup import date, number, text
from madoguchi.dashboard.numbers import Numbers
from madoguchi.findings import Message

_CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_GOOD = 95
"""Percent of the texts from which a language is called readable."""


def page(numbers: Numbers, lang: str) -> str:
    """Return the report in `lang` ("ja" or "en")."""
    name = Message("サイトの様子", "How the site is doing").text(lang)
    site = text(numbers.site)
    style = (files("madoguchi.dashboard") / "report.css").read_text(encoding="utf-8")
    made = Message(
        f"Madoguchi {__version__} が作りました。", f"Made by Madoguchi {__version__}."
    ).text(lang)
    parts = (
        lists.errors(numbers, lang),
        heat.heat_map(numbers, lang),
        chart.trend(numbers, lang),
        lists.hardest(numbers, lang),
        lists.due(numbers, lang),
        lists.links(numbers, lang),
        heat.by_language(numbers, lang),
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_CSP}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="robots" content="noindex">\n'
        f"<title>{site} — {name}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f'<header><p class="site">{site}</p><h1>{name}</h1><p>{date(numbers.on, lang)}</p></header>\n'
        f"<main>\n{_headline(numbers, lang)}\n{_tiles(numbers, lang)}\n"
        + "\n".join(filter(None, parts))
        + f"\n</main>\n<footer><p>{made}</p></footer>\n</body>\n</html>\n"
    )


def _headline(numbers: Numbers, lang: str) -> str:
    title = Message("今週すること", "To do this week").text(lang)
    todo = "".join(f'<li><a href="#{id_}">{said}</a></li>' for id_, said in _todo(numbers, lang))
    calm = Message("急いですることはありません。", "Nothing is urgent.").text(lang)
    todo = f"<ol>{todo}</ol>" if todo else f'<p class="calm">{calm}</p>'
    said = "".join(f"<p>{sentence}</p>" for sentence in _sentences(numbers, lang))
    return f'<div class="headline">{said}<h2>{title}</h2>{todo}</div>'


def _sentences(numbers: Numbers, lang: str) -> Iterator[str]:
    """Yield how it is, in plain sentences."""
    every, made = len(numbers.languages) + len(numbers.derived), len(numbers.derived)
    pages, translated = len(numbers.pages), len(numbers.languages)
    yield Message(
        f"{number(pages)} ページを {every} 言語で出しています。{made} つは日本語（やさしい日本語と、その読み）、{translated} つは翻訳です。",
        f"{number(pages)} pages in {every} languages: {made} are Japanese (Easy Japanese and its readings), {translated} are translations.",
    ).text(lang)
    if not numbers.languages:
        return
    good = sum(one.share.shown_percent >= _GOOD for one in numbers.languages)
    lowest = min(numbers.languages, key=lambda one: one.share.shown_percent)
    percent = lowest.share.shown_percent
    if good == translated:
        said = Message(
            f"翻訳した {translated} 言語の全部で、文の {_GOOD}% 以上を自分の言語で読めます。",
            f"In all {translated} translations, at least {_GOOD}% of the texts can be read.",
        )
    else:
        name = Message(*map(text, lowest.called))
        said = Message(
            f"翻訳した {translated} 言語のうち {good} 言語で、文の {_GOOD}% 以上を自分の言語で読めます。いちばん低いのは{name.ja}の {percent}% です。",
            f"In {good} of {translated} translations, at least {_GOOD}% of the texts can be read. The lowest is {name.en} with {percent}%.",
        )
    yield said.text(lang)
    reviewed = numbers.share.reviewed_percent
    yield Message(
        f"人が確認した翻訳は {reviewed}%、機械のままの翻訳は {numbers.share.machine_percent}% です。",
        f"People have reviewed {reviewed}% of the translations; {numbers.share.machine_percent}% are as a machine made them.",
    ).text(lang)


class _Todo(NamedTuple):
    count: Callable[[Numbers], int]
    section: str
    """The id of the section that has the list."""
    said: Message


def _links(verdict: Verdict) -> Callable[[Numbers], int]:
    return lambda numbers: 0 if numbers.links is None else numbers.links.count(verdict)


def _unread_danger(numbers: Numbers) -> int:
    return sum(
        row.risk == "life" and any(share.machine for share in row.shares.values())
        for row in numbers.rows
    )


_TODO = (
    _Todo(
        lambda numbers: numbers.overdue,
        "due",
        Message(
            "{} ページは、内容を確かめる日が過ぎています。正しいか確かめてください。",
            "Overdue pages: {}. Make sure that what they say is right.",
        ),
    ),
    _Todo(
        _links(Verdict.BROKEN),
        "links",
        Message(
            "外のサイトへのリンクが {} か所切れています。直してください。",
            "Broken links to other sites: {}. Mend them.",
        ),
    ),
    _Todo(
        _links(Verdict.PRIVATE),
        "links",
        Message(
            "住民が外から見られないアドレスが {} あります。公開のアドレスに直してください。",
            "Addresses that residents cannot reach: {}. Use public ones.",
        ),
    ),
    _Todo(
        lambda numbers: numbers.share.outdated,
        "heat",
        Message(
            "日本語が変わって、{} の翻訳が古くなりました。翻訳を頼んでください。",
            "Outdated translations: {}. The Japanese has changed; have them renewed.",
        ),
    ),
    _Todo(
        lambda numbers: numbers.share.missing,
        "heat",
        Message("{} の文に、翻訳がありません。", "Missing translations: {}."),
    ),
    _Todo(
        _unread_danger,
        "heat",
        Message(
            "命にかかわる {} ページに、人が確認していない機械の翻訳があります。先に確認してください。",
            "Pages about danger to life with machine translations that nobody has read: {}. Review them first.",
        ),
    ),
    _Todo(
        lambda numbers: len(numbers.due) - numbers.overdue,
        "due",
        Message(
            "{} ページは、もうすぐ内容を確かめる日です。",
            "Pages soon due to be checked: {}.",
        ),
    ),
)
"""What there can be to do, the gravest first."""


def _todo(numbers: Numbers, lang: str) -> Iterator[tuple[str, str]]:
    """Yield what to do, with the id of the section that has the list."""
    for one in _TODO:
        if count := one.count(numbers):
            yield one.section, one.said.text(lang).format(number(count))


def _tiles(numbers: Numbers, lang: str) -> str:
    measures, share = numbers.measures, numbers.share
    broken = measures["broken-links"]
    tiles = [
        ("shown", Message("自分の言語で読める", "Shown in their language"), f"{share.shown_percent}%"),
        ("reviewed", Message("人が確認した", "Reviewed by people"), f"{share.reviewed_percent}%"),
        ("machine", Message("機械のまま", "Machine only"), f"{share.machine_percent}%"),
        ("outdated", Message("古い翻訳", "Outdated"), number(share.outdated)),
        ("missing", Message("ない翻訳", "Missing"), number(share.missing)),
        ("due", Message("確かめる日が過ぎた", "Overdue pages"), number(numbers.overdue)),
        ("broken-links", Message("切れたリンク", "Broken links"), "—" if broken is None else f"{broken:,.0f}"),
        ("score", Message("いちばんむずかしいページの点", "Points of the hardest page"), f"{measures['score'] or 0:.2f}"),
    ]  # fmt: skip
    items = "".join(
        f'<div class="tile" data-key="{key}"><dt>{label.text(lang)}</dt><dd>{value}</dd></div>'
        for key, label, value in tiles
    )
    return f'<dl class="tiles">{items}</dl>'
