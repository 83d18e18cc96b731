"""Asks Git about the repository a folder is in, whoever started this program."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from madoguchi.errors import SettingsError
from madoguchi.findings import Message

# In a hook, Git says with these which repository it was called in, from where. They would win over
# the folder that is asked about. `git rev-parse --local-env-vars` lists them, and GIT_CONFIG_…, which
# stay: they say how a person uses Git.
_OF_A_REPOSITORY = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_GRAFT_FILE",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_NO_REPLACE_OBJECTS",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_REPLACE_REF_BASE",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
    }
)
_CURE = re.compile(r"git config --global --add safe\.directory .+")


class NoRepository(SettingsError):
    """There is nothing to ask: no Git, no repository, or one that Git does not trust."""


class Answer(NamedTuple):
    """What Git says."""

    text: str
    """Nothing if it failed."""
    problem: str = ""
    """Why it failed."""


def run(folder: Path, *args: str) -> Answer:
    """Return what `git ARGS` says in `folder`; what is no UTF-8 becomes surrogates.

    Raises NoRepository, with the cure.
    """
    try:
        result = subprocess.run(
            _command(folder, args), capture_output=True, encoding="utf-8", errors="surrogateescape",
            check=False, env=_environment(),
        )  # fmt: skip
    except OSError as error:
        raise NoRepository(
            Message(
                "Git がありません。Git をインストールしてください。",
                "Git is not here. Install it.",
            )
        ) from error
    if not result.returncode:
        return Answer(result.stdout)
    said = result.stderr.strip()
    if (cure := _CURE.search(said)) is not None:
        raise NoRepository(
            Message(
                f"このフォルダーの持ち主は別のユーザーなので、Git が読みません。信頼できるフォルダーなら、「{cure[0]}」を実行してください。",
                f"Git does not read this folder, as it belongs to another user. If you trust it, run: {cure[0]}",
            )
        )
    if "not a git repository" in said:
        raise NoRepository(
            Message(
                "ここは Git のフォルダー（リポジトリ）ではありません。Git で管理しているフォルダーで実行してください。",
                "This is no Git repository. Run this in one.",
            )
        )
    return Answer("", said.rpartition("\n")[2] or f"git {args[0]}: {result.returncode}")


@contextmanager
def stream(folder: Path, *args: str) -> Iterator[IO[bytes]]:
    """Give what `git ARGS` says in `folder` as it comes: too much, or no text; empty if it fails.

    Raises OSError if there is no Git.
    """
    with subprocess.Popen(
        _command(folder, args), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=_environment(),
    ) as process:  # fmt: skip
        assert process.stdout is not None
        yield process.stdout


def _command(folder: Path, args: tuple[str, ...]) -> list[str]:
    return ["git", "-C", str(folder), *args]


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _OF_A_REPOSITORY}
    # what went wrong is told apart by its words
    return {**kept, "LC_ALL": "C"}
