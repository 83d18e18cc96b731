"""The Japanese page without readings, for page translators and whoever copies a text: `plain/`."""

import posixpath
import re
from collections.abc import Collection

from madoguchi.render.links import relative
from madoguchi.render.readings import without

FOLDER = "plain/"

_ADDRESS = re.compile(r'(?P<before>\s(?:href|src)=")(?P<address>[^"#?][^"]*)')
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|/")


_ALTERNATE = re.compile(r'<link rel="alternate" hreflang="[^>]*>\n?')
_READINGS = re.compile(r'<label class="mg-tool mg-i-readings" hidden>.*?</label>', re.DOTALL)
_BACK = re.compile(r'(?<=<p class="mg-plain">)<a href="[^"]*">.*?</a>')


def plain_page(html: str, here: str, pages: Collection[str], back: str) -> str:
    """Return the page at `here` as it stands below `plain/`, with `back` as the words of the way back.

    Links to `pages`, which stand there too, stay as they are; all others lead out of the folder.
    """

    def moved(match: re.Match[str]) -> str:
        address = match["address"]
        if _ABSOLUTE.match(address):
            return match[0]
        path, _, _ = address.partition("#")
        path, _, _ = path.partition("?")
        target = posixpath.normpath(posixpath.join(here or ".", path))
        known = "" if target == "." else f"{target}/"
        if known in pages:
            return match[0]
        return f"{match['before']}../{address}"

    plain = _READINGS.sub("", _ALTERNATE.sub("", without(html)))
    head, mark, rest = _ADDRESS.sub(moved, plain).partition("<title>")
    link = f'<a href="{relative(here, f"{FOLDER}{here}")}">{back}</a>'
    # the page with readings is the one to be found; this one is the same text
    robots = '<meta name="robots" content="noindex">\n'
    return f"{head}{robots}{mark}{_BACK.sub(lambda _: link, rest)}"
