"""What the scripts say, in every language: a script fetches the one file it needs."""

import json
import re
from collections.abc import Iterator, Sequence

from madoguchi.interface import STRINGS
from madoguchi.render.readings import graded
from madoguchi.render.view import LocaleSite

PREFIX = "js."
"""What the keys of these strings begin with."""


def files(sites: Sequence[LocaleSite]) -> Iterator[tuple[str, bytes]]:
    """Yield `assets/words/<tag>.json`: from a key to HTML that is safe to put into a page."""
    keys = [key for key in STRINGS if key.startswith(PREFIX)]
    for site in sites:
        words = {key.removeprefix(PREFIX): _said(site, key) for key in keys}
        text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
        yield f"assets/words/{site.locale.tag}.json", text.encode()


_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def _said(site: LocaleSite, key: str) -> str:
    """Return a string as HTML; its placeholders stay, for the script knows what to put there."""
    names = _PLACEHOLDER.findall(STRINGS[key])
    # romaji would put spaces into a name in braces; it leaves characters of a private area alone
    marks = {name: chr(0xE000 + i) for i, name in enumerate(names)}
    html = graded(site.site.say(key, **marks))
    for name, mark in marks.items():
        html = html.replace(mark, f"{{{name}}}")
    return html
