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
    # where a glyph stands does not depend on how this machine hints; the fonts are the machine's own
    "--font-render-hinting=none",
)

INSTALL = f"{'py' if os.name == 'nt' else 'python3'} {Path('scripts', 'tasks.py')} site --build"
"""The command that installs what printing needs, with the packages the project has locked."""

_NO_PLAYWRIGHT = Message(
    f"この作業には playwright が要ります。サイトのフォルダーで {INSTALL} を実行すると入ります。",
    f"This needs playwright: {INSTALL} in the site's folder installs it.",
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


_UNKNOWN = """(letters) => {
  const draw = (letter) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 48;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.font = "24px sans-serif";
    pen.fillText(letter, 8, 34);
    return canvas.toDataURL();
  };
  const box = draw("\\u0378"), nothing = draw(" ");
  return letters.filter((letter) => [box, nothing].includes(draw(letter)));
}"""
"""Returns the letters that are drawn as what stands for a letter that no font has."""


def without_font(started: "Browser", text: str) -> frozenset[str]:
    """Return the letters of `text` that no font of this machine can draw."""
    letters = sorted({char for char in text if char.isalpha()})
    page = started.new_page()
    try:
        return frozenset(page.evaluate(_UNKNOWN, letters))
    finally:
        page.close()


def no_font(tag: str, language: str, shown: Message) -> Message:
    """Return what to do where a language's letters cannot be drawn; `shown` says what comes of it."""
    return Message(
        f"{language}（{tag}）の文字の書体がありません。{shown.ja}Noto フォントを入れて、もう一度実行してください"
        "（Debian・Ubuntu: fonts-noto-core fonts-noto-cjk）。",
        f"There is no font for {language} ({tag}). {shown.en} Install the Noto fonts "
        "(Debian, Ubuntu: fonts-noto-core fonts-noto-cjk) and run the command again.",
    )
