"""Keeps finished HTML away from the Markdown parser, which would parse every tag of it once more.

A page in Easy Japanese has a thousand ruby elements; a character from a private area stands for
each while Markdown is converted.
"""

import re

from madoguchi.read.annotate import RUBY

_PLACE = re.compile("\ue000([0-9]+)\ue001")


def shield(markdown: str) -> tuple[str, tuple[str, ...]]:
    """Return the Markdown with its ruby taken out, and the pieces."""
    pieces: list[str] = []

    def take(match: re.Match[str]) -> str:
        pieces.append(match[0])
        return f"\ue000{len(pieces) - 1}\ue001"

    # such characters in a city's own text mean nothing, and must not bring back a piece
    return RUBY.sub(take, re.sub("[\ue000\ue001]", "", markdown)), tuple(pieces)


def restore(html: str, pieces: tuple[str, ...]) -> str:
    """Return the HTML with the pieces back in their places."""
    return _PLACE.sub(lambda match: pieces[int(match[1])], html)
