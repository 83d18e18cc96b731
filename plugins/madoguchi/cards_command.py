"""The command `madoguchi cards`: draws the pictures that social networks show, where they are missing."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from madoguchi.errors import Exit
from madoguchi.findings import Message, Severity

if TYPE_CHECKING:
    from madoguchi.publish.cards import Card


def run(args: argparse.Namespace, lang: str) -> int:
    """Draw every page's picture in every language that is not kept yet.

    As in the build, a page that cannot be read is left out. Return the exit code: 0, or 1 if
    pictures were left out for want of a font.

    Raises MadoguchiError if there is no browser, or the site's settings cannot be read.
    """
    from madoguchi.locales import locale
    from madoguchi.project import load
    from madoguchi.publish import cards
    from madoguchi.render.localize import Localized

    project = load(args.content)
    whole = all(finding.severity is not Severity.ERROR for finding in project.findings)
    if not whole:
        _tell(_UNREAD, lang)
    wanted = cards.all_cards(Localized(project, locale) for locale in project.content.locales)
    folder = cards.kept_in(args.content)
    there = cards.present(folder)
    missing = [card for name, card in wanted.items() if name not in there]
    drawn, left_out = _draw(missing, folder, lang) if missing else (0, {})
    # the pictures of a page that cannot be read today are wanted again tomorrow
    gone = cards.sweep(folder, wanted) if whole else 0
    for tag, letters in left_out.items():
        _tell(_no_font(tag, locale(tag).name, letters), lang)
    text = Message(
        f"画像は {len(wanted)} です。{drawn} を新しく作り、使わない {gone} を消しました（{folder}）。次にサイトを作ると入ります。",
        f"{len(wanted)} pictures: {drawn} drawn, {gone} old ones removed ({folder}). The next build takes them.",
    )
    print(text.text(lang))
    return Exit.FINDINGS if left_out else Exit.CLEAN


_UNREAD = Message(
    "内容にエラーがあります。読めないページの画像は作りません。madoguchi check で調べてください。",
    "The content has errors; pages that cannot be read get no picture. See madoguchi check.",
)


def _no_font(tag: str, language: str, letters: str) -> Message:
    from madoguchi.browser import no_font

    shown = Message(
        f"「{letters}」がある画像は作りませんでした。",
        f'Pictures with "{letters}" were not drawn.',
    )
    return no_font(tag, language, shown)


def _draw(missing: "Sequence[Card]", folder: Path, lang: str) -> tuple[int, dict[str, str]]:
    """Draw cards and keep each at once, so that nothing is lost if it is stopped.

    A card with a letter that would be a box, or nothing at all, is left out. Return how many were
    drawn, and some letters that no font has by the language of the cards.
    """
    from madoguchi.browser import browser, without_font
    from madoguchi.publish import cards

    said = Message("画像: {} / {}", "pictures: {} of {}").text(lang)
    with browser() as started:
        unknown = without_font(started, "".join(card.text for card in missing))
        todo = [card for card in missing if unknown.isdisjoint(card.text)]
        for done, (card, png) in enumerate(cards.draw(started, todo), 1):
            cards.save(folder, card.name, png)
            if sys.stderr.isatty():
                line = "\r\x1b[K" + said.format(done, len(todo))
                print(line, end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    return len(todo), _left_out(missing, unknown)


def _left_out(missing: "Sequence[Card]", unknown: frozenset[str]) -> dict[str, str]:
    letters: dict[str, set[str]] = {}
    for card in missing:
        if found := unknown.intersection(card.text):
            letters.setdefault(card.lang, set()).update(found)
    return {tag: "".join(sorted(found)[:_EXAMPLES]) for tag, found in sorted(letters.items())}


_EXAMPLES = 5


def _tell(message: Message, lang: str) -> None:
    print(message.text(lang), file=sys.stderr)
