"""A command that is killed leaves every file as it was or as it should be, and the next run mends all."""

import multiprocessing
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from lxml import etree

from madoguchi import files as files_module
from madoguchi import po
from madoguchi.cli import main
from madoguchi.content import load as load_content
from madoguchi.files import sweep, write_text
from madoguchi.translate.update import update

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="fork and SIGKILL are POSIX")

KILLS = 12
"""For each command; there are nine."""


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
    """Run a command and kill it after some seconds."""
    process = multiprocessing.get_context("fork").Process(target=run, args=(argv,))
    process.start()
    time.sleep(after)
    with suppress(ProcessLookupError):
        os.kill(process.pid or 0, signal.SIGKILL)
    process.join()


def killed_while_writing(argv: Sequence[str], step: int) -> None:
    """Run a command and kill it at a line of the module that writes, the `step`th that it runs."""
    process = multiprocessing.get_context("fork").Process(target=_die_at, args=(argv, step))
    process.start()
    process.join()


def _die_at(argv: Sequence[str], step: int) -> None:
    left = step

    def trace(frame: FrameType, event: str, _: object) -> Callable[..., Any] | None:
        nonlocal left
        if frame.f_code.co_filename != files_module.__file__:
            return None
        left -= event == "line"
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)
    run(argv)


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


PAGES = [part for i in range(12) for part in ("--page", f"topic-{i}")]
COMMANDS = {
    "translate update": ["translate", "update"],
    "translate review": ["translate", "review", *PAGES, "--by", "A"],
    "translate machine": ["translate", "machine", *PAGES],
    "translate import": ["translate", "import", "{parent}/out/madoguchi-en.xlf"],
    "translate export": [
        "translate",
        "export",
        "--format",
        "xliff",
        "--all",
        "-o",
        "{content}/out",
    ],
    "check --fix": ["check", "--fix", "--no-cache"],
    "check --write-baseline": ["check", "--write-baseline", "--no-cache"],
    "readings --write": ["readings", "--write"],
    "report": ["report", "-o", "{content}/report.html", "--json", "{content}/report.json"],
}

PROVIDER = """
import json, sys
texts = json.load(sys.stdin)["texts"]
answers = [{"id": t["id"], "text": "What a machine made of it."} for t in texts]
print(json.dumps({"version": 1, "texts": answers}))
"""


def prepared(town: Path, tmp_path: Path, name: str) -> None:
    """Give the command what it works with."""
    if name == "translate machine":
        script = tmp_path / "provider.py"
        script.write_text(PROVIDER, encoding="utf-8")
        with (town / "site.yml").open("a", encoding="utf-8") as site:
            site.write(f"\ntranslation: {{machine: {{command: [python, {script}]}}}}\n")
    if name == "translate import":
        out = tmp_path / "out"
        main(["translate", "export", "en", "--format", "xliff", "-o", str(out), "--content", str(town)])  # fmt: skip
        tree = etree.parse(out / "madoguchi-en.xlf")
        for target in tree.iter("{*}target"):
            target.text = "What a person made of it."
            target.set("state", "translated")
        tree.write(out / "madoguchi-en.xlf", encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_killed_command_loses_nothing(town: Path, tmp_path: Path, name: str) -> None:
    prepared(town, tmp_path, name)

    def argv(content: Path) -> list[str]:
        named = [part.format(content=content, parent=tmp_path) for part in COMMANDS[name]]
        return [*named, "--content", str(content)]

    # the commands say the folder's name in what they write: every run has the same one
    content = tmp_path / "work" / "content_src"
    shutil.copytree(town, content)
    start = time.monotonic()
    main(argv(content))
    took = time.monotonic() - start
    before, after = files(town), files(content)
    assert before != after, "the command has to write something"
    moments = random.Random(name)
    written = sum(before.get(path) != data for path, data in after.items())
    for i in range(KILLS):
        shutil.rmtree(content.parent)
        shutil.copytree(town, content)
        if i % 3:
            # each file that is written takes some twenty lines
            killed_while_writing(argv(content), moments.randint(1, 20 * written))
        else:
            killed(argv(content), moments.uniform(0.2, 1.0) * took)
        found = files(content)
        assert found.keys() >= before.keys()
        for path, data in found.items():
            assert data in (before.get(path), after.get(path)), path
    main(argv(content))
    assert files(content) == after


def test_what_a_killed_process_left_is_swept_up(tmp_path: Path) -> None:
    left, writing = tmp_path / ".a.po.x1.tmp", tmp_path / ".a.po.x2.tmp"
    for path in (left, writing):
        path.write_text("half", encoding="utf-8")
    os.utime(left, (0, 0))
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == [writing]
