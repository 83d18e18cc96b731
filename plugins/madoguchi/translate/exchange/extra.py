"""The packages that a format needs, and that are installed only where it is wanted."""

from collections.abc import Iterator
from contextlib import contextmanager

from madoguchi.errors import SettingsError
from madoguchi.findings import Message


@contextmanager
def needing(package: str, extra: str) -> Iterator[None]:
    """Tell how to install `package`, if importing it fails.

    Raises SettingsError.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        cure = f'pip install "madoguchi[{extra}]"'
        message = Message(
            f"このファイルの形式には {package} が要ります。{cure} を実行してください。",
            f"This format of file needs {package}: {cure}",
        )
        raise SettingsError(message) from error
