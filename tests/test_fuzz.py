"""No file, however broken, ends in a traceback."""

import contextlib
import io
import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.cli import main

CITY = Path(__file__).parent / "city"
FILES = sorted(path.relative_to(CITY) for path in CITY.rglob("*") if path.is_file())
PIECES = [
    "\t", "{", "}", "[", "]", ":", "- ", "\"", "'", "|", "#", "&a", "*a", "!!x", "%", "@", "`", "\0", "\ufeff", "\r\n", "---\n", "...\n",
    "<b>", "{contact.", "{date:x}", "null", "true", "123", "2026-99-99", "𠮷", 'msgid "', "msgstr", "\\", "\n\n", "{a|b", "＜＝", "![x](y",
]  # fmt: skip

CHANGES = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.integers(0, 25),
        st.one_of(st.sampled_from(PIECES).map(str.encode), st.binary(max_size=3)),
    ),
    min_size=1,
    max_size=4,
)


@given(st.sampled_from(FILES), CHANGES)
@settings(max_examples=80, deadline=None)
def test_every_command_survives(file: Path, changes: list[tuple[float, int, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "content_src"
        shutil.copytree(CITY, root)
        data = (root / file).read_bytes()
        for place, removed, added in changes:
            at = int(place * len(data))
            data = data[:at] + added + data[at + removed :]
        (root / file).write_bytes(data)
        for command in (
            ["check"],
            ["translate", "update"],
            ["translate", "status"],
            ["export", folder],
        ):
            out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                assert main([*command, "--content", str(root)]) in (0, 1, 2)
