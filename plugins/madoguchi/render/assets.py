"""The style sheet and scripts that pages load, and what a page allows a browser to load."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from madoguchi.schema import Look


def _folder() -> Traversable:
    return files("madoguchi").joinpath("theme", "assets")


@cache
def version() -> str:
    """Return eight characters that change when any style or script does, or what scripts say.

    A script names the others it loads by its own version, so that no two of different ages meet.
    """
    digest = sha256()
    for path in sorted(_folder().iterdir(), key=lambda p: p.name):
        if path.name.endswith((".css", ".js")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    words = files("madoguchi").joinpath("interface")
    for path in sorted(words.iterdir(), key=lambda p: p.name):
        if path.name.endswith((".po", ".py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


@cache
def early() -> str:
    """Return the line of script that stands in the page, to set the readings before the first paint."""
    path = _folder().joinpath("early.js")
    return path.read_text(encoding="utf-8").strip()


def look(color: str) -> str:
    """Return the line of style that gives a page the city's colour; empty for the usual one."""
    return "" if color == Look().color else f":root{{--brand:{color}}}"


@cache
def policy(color: str = Look().color) -> str:
    """Return the Content-Security-Policy of every page: this site and nothing else.

    `color` is the city's, which stands in the page.
    """
    style = look(color)
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {_digest(early())}",
            f"style-src 'self' {_digest(style)}" if style else "style-src 'self'",
            "img-src 'self' data:",
            "media-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def headers(color: str = Look().color) -> str:
    """Return `_headers`, which static hosts such as Cloudflare Pages and Netlify read.

    A header can also forbid to put the site into a frame, which the page itself cannot.
    """
    return (
        "/*\n"
        f"  Content-Security-Policy: {policy(color)}; frame-ancestors 'self'\n"
        "  Referrer-Policy: no-referrer\n"
        "  X-Content-Type-Options: nosniff\n"
        "  Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\n"
        "\n"
        "/assets/*\n"
        "  Cache-Control: public, max-age=2592000\n"
        "\n"
        # these have the city's readings too, which no version counts
        "/assets/words/*\n"
        "  Cache-Control: public, max-age=3600\n"
        "\n"
        "/sw.js\n"
        "  Cache-Control: no-cache\n"
    )
