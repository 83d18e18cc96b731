"""The lists of a report: pages that are hard, pages that are due, links, errors."""

from collections.abc import Iterator

from madoguchi.check.score import LABELS
from madoguchi.dashboard.asking import Verdict
from madoguchi.dashboard.links import Link, Links
from madoguchi.dashboard.markup import date, number, page_name, section, table, text
from madoguchi.dashboard.numbers import SOON, WORST, LastCheck, Numbers
from madoguchi.findings import Message


def hardest(numbers: Numbers, lang: str) -> str:
    """Return the section of the pages with the highest scores."""
    title = Message("文がむずかしいページ", "Pages that are hard to read").text(lang)
    say = Message(
        f"1つの文の点が高い順に、{WORST} ページまで出します。点が高いほど、日本語を習っている人にはむずかしい文です。"
        "直すところは madoguchi check で出ます。",
        f"The {WORST} pages with the most points for one sentence. The more points, the harder for people who "
        "learn Japanese; madoguchi check tells what to mend.",
    ).text(lang)
    heads = [
        Message("ページ", "Page"),
        Message("1文の点", "Per sentence"),
        Message("全部の点", "Page"),
        Message("文の数", "Sentences"),
        Message("おもな理由（点）", "Main reasons (points)"),
    ]
    between = Message("、", ", ").text(lang)
    rows = [
        [
            page_name(row.title, row.path, lang),
            f"{score.mean:.2f}",
            f"{score.value:,.1f}",
            number(score.sentences),
            between.join(f"{LABELS[r.kind].text(lang)} {r.points:.1f}" for r in score.reasons)
            or "—",
        ]
        for row, score in numbers.by_score[:WORST]
    ]
    shown = table(title, [head.text(lang) for head in heads], rows, "numbers words-last")
    return section("hardest", title, f"<p>{say}</p>{shown}")


def due(numbers: Numbers, lang: str) -> str:
    """Return the section of the pages that must be looked at again."""
    title = Message("内容を確かめる日が来たページ", "Pages that are due to be checked").text(lang)
    if not numbers.due:
        coming = sorted(
            row.last_check.due_on for row in numbers.pages if row.last_check is not None
        )
        said = Message(
            f"ありません。{SOON} 日以内に来るものもありません。",
            f"None, and none within {SOON} days.",
        ).text(lang)
        if coming:
            ahead = Message("次の日は、", "The next day is ").text(lang)
            end = Message("です。", ".").text(lang)
            said += f"{ahead}{date(coming[0], lang)}{end}"
        return section("due", title, f'<p class="calm">{said}</p>')
    say = Message(
        "最後に確かめた日から、決めた期間がたったページです。正しいことを確かめて、ページの verified: の on: を新しくします。",
        "Their time since somebody last made sure of them is over. Make sure that they are right, and renew on: "
        "in verified: of the page.",
    ).text(lang)
    heads = [
        Message("ページ", "Page"),
        Message("期限", "Due"),
        Message("様子", "State"),
        Message("最後に確かめた日", "Last checked"),
        Message("確かめた人", "By"),
    ]
    rows = [
        [
            page_name(row.title, row.path, lang),
            date(check.due_on, lang),
            _state(check, lang),
            date(check.on, lang),
            text(check.by),
        ]
        for row, check in numbers.due
    ]
    shown = table(title, [head.text(lang) for head in heads], rows)
    return section("due", title, f"<p>{say}</p>{shown}")


def _state(check: LastCheck, lang: str) -> str:
    days = abs(check.days_left)
    if check.is_overdue:
        said = Message(f"{days} 日過ぎています", f"{days} days late")
        return f'<strong class="late">{said.text(lang)}</strong>'
    return Message(f"あと {days} 日", f"{days} days left").text(lang)


REASONS = {
    "404": Message("ページがない", "not found"),
    "410": Message("ページがなくなった", "gone"),
    "401": Message("ログインが要る", "needs a login"),
    "403": Message("プログラムには見せない", "refuses programs"),
    "429": Message("混んでいる", "too busy"),
    "dns": Message("サイトの名前が見つからない", "no site of that name was found"),
    "tls": Message("安全な通信（証明書）に問題がある", "a problem with its certificate"),
    "timeout": Message("返事がおそい", "no answer in time"),
    "connection": Message("つながらない", "no connection"),
    "busy": Message(
        "サイトが混んでいるので、聞くのをやめた", "the site is busy and was left alone"
    ),
    "redirects": Message("転送が多すぎる", "too many redirects"),
    "address": Message("アドレスの書き方が正しくない", "not a valid address"),
    "private": Message("庁内などのネットワークのアドレス", "an address inside a private network"),
    "offline": Message("このパソコンから外に出られない", "this computer cannot reach the outside"),
}
_VERDICTS = {
    Verdict.BROKEN: (
        Message("切れているリンク", "Broken links"),
        Message(
            "住民が開くと、エラーになります。直してください。", "Residents see an error. Mend them."
        ),
    ),
    Verdict.PRIVATE: (
        Message("外から見られないアドレス", "Addresses that residents cannot reach"),
        Message(
            "庁内のネットワークのアドレスです。聞いていません。公開のアドレスに直してください。",
            "They are inside a private network, and were not asked. Use a public address.",
        ),
    ),
    Verdict.MOVED: (
        Message("アドレスが変わったリンク", "Links that have moved"),
        Message(
            "今は開きますが、新しいアドレスに直してください。",
            "They still open; change them to the new address.",
        ),
    ),
    Verdict.UNKNOWN: (
        Message("確かめられなかったリンク", "Links that could not be asked"),
        Message(
            "切れているとは限りません。ブラウザーで開いて確かめてください。",
            "They may be all right. Open them in a browser.",
        ),
    ),
}


def links(numbers: Numbers, lang: str) -> str:
    """Return the section of the links to other sites."""
    title = Message("外のサイトへのリンク", "Links to other sites").text(lang)
    found = numbers.links
    if found is None:
        said = Message(
            "調べていません。madoguchi report --links で調べます。",
            "They were not asked; madoguchi report --links asks them.",
        ).text(lang)
        return section("links", title, f"<p>{said}</p>")
    good = found.count(Verdict.GOOD)
    said = Message(
        f"{number(len(found.links))} のアドレスのうち、{number(good)} は正しく開きます。",
        f"Of {number(len(found.links))} addresses, {number(good)} are all right.",
    ).text(lang)
    return section("links", title, f"<p>{said}</p>{''.join(_lists(found, lang))}")


def _lists(found: Links, lang: str) -> Iterator[str]:
    for verdict, (title, say) in _VERDICTS.items():
        listed = found.of(verdict)
        if not listed:
            continue
        name = title.text(lang)
        heads = [
            Message("アドレス", "Address"),
            Message("新しいアドレス", "New address")
            if verdict is Verdict.MOVED
            else Message("理由", "Why"),
            Message("書いてあるファイル", "Stands in"),
        ]
        rows = [[_address(link.address), _why(link, lang), _files(link)] for link in listed]
        shown = table(name, [head.text(lang) for head in heads], rows, "links")
        yield (
            f'<h3>{name}<span class="count">{number(len(listed))}</span></h3>'
            f"<p>{say.text(lang)}</p>{shown}"
        )


def _address(address: str) -> str:
    return f'<a href="{text(address)}" rel="noreferrer">{text(address)}</a>'


def _why(link: Link, lang: str) -> str:
    if link.answer.new:
        return _address(link.answer.new)
    reason = link.answer.reason
    said = REASONS[reason].text(lang) if reason in REASONS else ""
    if not reason.isdecimal():
        return said
    around = Message("{}（HTTP {}）", "{} (HTTP {})").text(lang)
    return around.format(said, reason) if said else f"HTTP {reason}"


def _files(link: Link) -> str:
    return "<br>".join(f"<code>{text(file)}</code>" for file in link.files)


def errors(numbers: Numbers, lang: str) -> str:
    """Return a note on files that could not be read as they should, or nothing."""
    if not numbers.errors:
        return ""
    title = Message("まちがいのあるファイル", "Files with errors").text(lang)
    say = Message(
        "ここは数に入っていないことがあります。madoguchi check で直してください。",
        "They may be missing from the numbers. Mend them with madoguchi check.",
    ).text(lang)
    rows = [
        [
            f"<code>{text(finding.path.as_posix())}</code>",
            number(finding.place.line),
            text(f"{finding.code} {finding.message.text(lang)}"),
        ]
        for finding in numbers.errors
    ]
    heads = [Message("ファイル", "File"), Message("行", "Line"), Message("まちがい", "Error")]
    shown = table(title, [head.text(lang) for head in heads], rows)
    return section("errors", title, f'<p class="note">{say}</p>{shown}')
