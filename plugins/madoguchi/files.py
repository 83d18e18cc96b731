"""Reading and writing text files: UTF-8 always, and never a half-written file."""

import os
import tempfile
import time
from pathlib import Path

from madoguchi.findings import Finding, Message, Severity
from madoguchi.span import Place


def read_text(path: Path) -> tuple[str, tuple[Finding, ...]]:
    """Return the text of `path`, newlines as they are, and a finding if it is not UTF-8.

    A byte order mark is dropped. Of a file that is not UTF-8, the text is empty.
    """
    return decode(path.read_bytes(), path)


_OFFICE = frozenset({".docx", ".doc", ".xlsx", ".xls", ".pptx", ".ppt", ".pdf", ".jtd", ".odt"})


def decode(raw: bytes, path: Path) -> tuple[str, tuple[Finding, ...]]:
    """Return the text of bytes that are called `path`, as `read_text` does."""
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        place = Place(raw.count(b"\n", 0, error.start) + 1, 1)
        if path.suffix.lower() in _OFFICE:
            message = Message(
                f"{path.suffix} のファイルは調べられません。文章だけを .txt か .md（UTF-8）で保存してください。",
                f"A {path.suffix} file cannot be read. Save its text as .txt or .md in UTF-8.",
            )
            return "", (Finding(path, Place(1, 1), Severity.ERROR, "S001", message),)
        message = Message(
            "このファイルは UTF-8 ではありません。文字コードを UTF-8 にして保存し直してください。",
            "This file is not UTF-8. Save it again with the encoding UTF-8.",
        )
        return "", (Finding(path, place, Severity.ERROR, "S001", message),)


def write_text(path: Path, text: str) -> bool:
    """Write `text` to `path` as `write_bytes` does, in UTF-8."""
    return write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> bool:
    """Write `data` to `path` as a whole or not at all; return False if it already says so.

    The data goes to a temporary file beside it, is flushed to the disk, and is renamed, so that
    a killed process or a full disk leaves the old file in place.
    """
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes private files; a city's colleagues and web server read these
        Path(temporary).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return True


_ABANDONED = 3600
"""Seconds after which nobody can be writing a temporary file any more."""


def sweep(folder: Path) -> None:
    """Remove the temporary files that killed processes left below `folder`."""
    for path in folder.rglob(".*.tmp"):
        if path.is_file() and time.time() - path.stat().st_mtime > _ABANDONED:
            path.unlink(missing_ok=True)
