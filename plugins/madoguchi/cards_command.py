"""The command `madoguchi cards`: draws the pictures that social networks show, where they are missing."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from madoguchi.errors import Exit, stop_at_errors
from madoguchi.findings import Message

if TYPE_CHECKING:
    from madoguchi.publish.cards import Card


def run(args: argparse.Namespace, lang: str) -> int:
    """Draw every page's picture in every language that is not kept yet; return the exit code 0.

    Raises MadoguchiError if there is no browser, or the content has errors.
    """
    from madoguchi.project import load
    from madoguchi.publish import cards
    from madoguchi.render.localize import Localized

    project = load(args.content)
    stop_at_errors(project.findings)
    wanted = cards.all_cards(Localized(project, locale) for locale in project.content.locales)
    folder = cards.kept_in(args.content)
    there = cards.present(folder)
    missing = [card for name, card in wanted.items() if name not in there]
    drawn = _draw(missing, folder, lang) if missing else 0
    gone = cards.sweep(folder, wanted)
    text = Message(
        f"画像は {len(wanted)} です。{drawn} を新しく作り、使わない {gone} を消しました（{folder}）。次にサイトを作ると入ります。",
        f"{len(wanted)} pictures: {drawn} drawn, {gone} old ones removed ({folder}). The next build takes them.",
    )
    print(text.text(lang))
    return Exit.CLEAN


def _draw(missing: "list[Card]", folder: Path, lang: str) -> int:
    """Draw cards and keep each at once, so that nothing is lost if it is stopped."""
    from madoguchi.browser import browser
    from madoguchi.publish import cards

    said = Message("画像: {} / {}", "pictures: {} of {}").text(lang)
    with browser() as started:
        for done, (card, png) in enumerate(cards.draw(started, missing), 1):
            cards.save(folder, card.name, png)
            if sys.stderr.isatty():
                print(
                    "\r\x1b[K" + said.format(done, len(missing)),
                    end="",
                    file=sys.stderr,
                    flush=True,
                )
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    return len(missing)
