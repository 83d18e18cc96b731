"""A command that is killed leaves every file as it was or as it should be, and the next run mends all."""

import multiprocessing
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from madoguchi import po
from madoguchi.cli import main
from madoguchi.content import load as load_content
from madoguchi.files import sweep, write_text
from madoguchi.translate.update import update

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="fork and SIGKILL are POSIX")

KILLS = 25
"""For each command; there are four."""


def files(folder: Path) -> dict[Path, bytes]:
    """Return every file but those that are being written, and what is kept between runs."""
    return {
        path.relative_to(folder): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
        and not (path.name.startswith(".") and path.suffix == ".tmp")
        and ".madoguchi_cache" not in path.parts
    }


def run(argv: Sequence[str]) -> None:
    with Path(os.devnull).open("w") as null:
        sys.stdout = sys.stderr = null
        main(argv)


def killed(argv: Sequence[str], after: float) -> None:
    process = multiprocessing.get_context("fork").Process(target=run, args=(argv,))
    process.start()
    time.sleep(after)
    with suppress(ProcessLookupError):
        os.kill(process.pid or 0, signal.SIGKILL)
    process.join()


@pytest.fixture
def town(city: Path) -> Path:
    """The small city with 12 topics, machine translations, a changed page and a doubtful word."""
    page = (city / "pages/moving/moving-in.md").read_text(encoding="utf-8")
    for i in range(12):
        text = page.replace("id: moving-in", f"id: topic-{i}").replace("- 紙を", f"- {i}枚の紙を")
        text += "\n３０分本を読みます。\n\n今日は行われます。\n"
        (city / f"pages/moving/topic-{i}.md").write_text(text, encoding="utf-8")
    list(update(load_content(city)))
    for path in (city / "locale/en/moving").glob("*.po"):
        read = po.parse(path.read_text(encoding="utf-8"))
        entries = (e.changed(flags=("machine",)) for e in read.entries)
        write_text(path, str(po.Po(read.header, tuple(entries), read.tail)))
    for path in (city / "pages/moving").glob("topic-*.md"):
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("## することを見ます", "## することを必ず見ます"), encoding="utf-8"
        )
    return city


COMMANDS = {
    "translate update": ["translate", "update"],
    "translate review": ["translate", "review", "--page", "data", "--page", "site", "--by", "A"],
    "check --fix": ["check", "--fix", "--no-cache"],
    "check --write-baseline": ["check", "--write-baseline", "--no-cache"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_killed_command_loses_nothing(town: Path, tmp_path: Path, name: str) -> None:
    argv = COMMANDS[name]
    if name == "translate review":
        argv = [*argv, *(a for i in range(12) for a in ("--page", f"topic-{i}"))]
    whole = tmp_path / "whole" / "content_src"
    shutil.copytree(town, whole)
    start = time.monotonic()
    main([*argv, "--content", str(whole)])
    took = time.monotonic() - start
    before, after = files(town), files(whole)
    assert before != after, "the command has to write something"
    moments = random.Random(name)
    for _ in range(KILLS):
        work = tmp_path / "work"
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(town, work / "content_src")
        content = work / "content_src"
        killed([*argv, "--content", str(content)], moments.uniform(0.2, 1.0) * took)
        found = files(content)
        assert found.keys() >= before.keys()
        for path, data in found.items():
            assert data in (before.get(path), after.get(path)), path
    main([*argv, "--content", str(content)])
    assert files(content) == after


def test_what_a_killed_process_left_is_swept_up(tmp_path: Path) -> None:
    left, writing = tmp_path / ".a.po.x1.tmp", tmp_path / ".a.po.x2.tmp"
    for path in (left, writing):
        path.write_text("half", encoding="utf-8")
    os.utime(left, (0, 0))
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == [writing]
