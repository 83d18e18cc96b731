"""A Chromium, Chrome or Edge of this machine, which draws what is printed. It reaches no other machine."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from madoguchi.errors import MadoguchiError
from madoguchi.findings import Message

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserType

WISH = "MADOGUCHI_BROWSER"
"""The environment variable that names the browser: a file, or a command on the PATH."""

_COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
_CHANNELS = ("chrome", "msedge")
"""Browsers that playwright finds where Windows and macOS install them."""

_OPTIONS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    # names and addresses of other machines lead nowhere, whatever a page says
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]",
    "--no-proxy-server",
    # the same glyphs in the same places on every machine
    "--font-render-hinting=none",
)

_NO_PLAYWRIGHT = Message(
    'この作業には playwright が要ります。pip install "madoguchi[print]" を実行してください。',
    'This needs playwright: pip install "madoguchi[print]"',
)
_NO_BROWSER = Message(
    "Chromium・Chrome・Edge が見つかりません。Chrome をインストールしてください。"
    f"ほかの場所にあるときは、環境変数 {WISH} にファイルの名前を書いてください。",
    "No Chromium, Chrome or Edge was found. Install Chrome; if it is in another place, "
    f"name its file in the environment variable {WISH}.",
)


@contextmanager
def browser() -> Iterator["Browser"]:
    """Give a headless browser; it is closed at the end.

    The one that MADOGUCHI_BROWSER names, else playwright's own, one on the PATH, Chrome, Edge.

    Raises MadoguchiError, which says the cure, if playwright or a browser is missing, or if the
    browser fails while it is used and the caller does not catch playwright's error.
    """
    try:
        from playwright.sync_api import Error, sync_playwright
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "playwright":
            raise
        raise MadoguchiError(_NO_PLAYWRIGHT) from error
    with sync_playwright() as playwright:
        started = _start(playwright.chromium)
        try:
            yield started
        except Error as error:
            why = _reason(error)
            raise MadoguchiError(
                Message(
                    f"ブラウザーが途中で止まりました（{why}）。もう一度実行してください。",
                    f"The browser stopped ({why}). Run the command again.",
                )
            ) from error
        finally:
            started.close()


def _start(kind: "BrowserType") -> "Browser":
    from playwright.sync_api import Error

    if wish := os.environ.get(WISH):
        try:
            return kind.launch(executable_path=shutil.which(wish) or wish, args=_OPTIONS)
        except Error as error:
            why = _reason(error)
            raise MadoguchiError(
                Message(
                    f"{WISH} の「{wish}」を始められません（{why}）。Chrome のファイルの名前を書いてください。",
                    f'{WISH} names "{wish}", which does not start ({why}). Name the file of a Chrome.',
                )
            ) from error
    failed: Error | None = None
    if Path(kind.executable_path).exists():
        try:
            return kind.launch(args=_OPTIONS)
        except Error as error:
            failed = error
    for path in filter(None, map(shutil.which, _COMMANDS)):
        try:
            return kind.launch(executable_path=path, args=_OPTIONS)
        except Error as error:
            failed = error
    for channel in _CHANNELS:
        try:
            return kind.launch(channel=channel, args=_OPTIONS)
        except Error:
            continue  # it is not installed
    if failed is None:
        raise MadoguchiError(_NO_BROWSER)
    why = _reason(failed)
    raise MadoguchiError(
        Message(
            f"ブラウザーを始められません（{why}）。Chrome をインストールし直してください。",
            f"The browser does not start ({why}). Install Chrome again.",
        )
    ) from failed


def _reason(error: Exception) -> str:
    """Return the first line of what playwright says; the rest is a log."""
    line = str(error).strip().partition("\n")[0]
    return line.removeprefix("BrowserType.launch: ")
