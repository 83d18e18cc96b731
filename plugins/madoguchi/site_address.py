"""The address of the site, for commands that run without MkDocs: its `site_url`, read from mkdocs.yml.

Only that key is read: what MkDocs inherits from another file (`INHERIT`) is not seen.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from madoguchi.errors import SettingsError
from madoguchi.files import read_text
from madoguchi.findings import Message, told

CONFIG = "mkdocs.yml"
_LONGEST = 1000
"""Characters; with a page's own address behind it, it still fits into a QR code."""


class _Loader(yaml.SafeLoader):
    """Reads mkdocs.yml: `!ENV` as MkDocs does; what only Python understands is nothing."""


def _environment(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    """Return the first environment variable that is set, else the list's last value."""
    if isinstance(node, yaml.ScalarNode):
        return os.environ.get(str(node.value))
    names = loader.construct_sequence(node) if isinstance(node, yaml.SequenceNode) else []
    for name in names if len(names) == 1 else names[:-1]:
        if str(name) in os.environ:
            return os.environ[str(name)]
    return names[-1] if len(names) > 1 else None


_Loader.add_constructor("!ENV", _environment)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)
_Loader.add_multi_constructor("!", lambda *_: None)


def site_address(content: Path, given: str | None = None) -> str:
    """Return the site's address with a slash at its end; empty if none is known.

    It is `given`, or `site_url` of the mkdocs.yml beside the folder `content`.

    Raises SettingsError if the file cannot be read, or what it says is no web address.
    """
    path = content.resolve().parent / CONFIG
    address = given
    if address is None and path.is_file():
        address = _site_url(path)
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        right = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        right = False
    if not right or len(address) > _LONGEST or any(char.isspace() for char in address):
        raise SettingsError(
            Message(
                f"サイトのアドレス「{address}」は正しくありません。https://www.city.example.jp/ の形で書いてください。",
                f'"{address}" is no address of a site. Write it as https://www.city.example.jp/.',
            ),
            None if given is not None else path,
        )
    return address if address.endswith("/") else f"{address}/"


def _site_url(path: Path) -> str | None:
    text, unreadable = read_text(path)
    if unreadable:
        raise SettingsError(told(unreadable))
    try:
        settings = yaml.load(text, _Loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise SettingsError(
            Message(
                "このファイルを読めません。直すか、--site-url でサイトのアドレスを書いてください。",
                "This file cannot be read. Mend it, or give the address with --site-url.",
            ),
            path,
        ) from error
    address = settings.get("site_url") if isinstance(settings, dict) else None
    return address if isinstance(address, str) else None
