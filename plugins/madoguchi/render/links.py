"""Addresses of pages, relative to one another, so that a site works wherever it is put."""

import posixpath
from html import escape


def page_url(uri: str) -> str:
    """Return the address of the page built from `uri`, below a language's own address."""
    stem = uri.removesuffix(".md")
    return "" if stem == "index" else f"{stem.removesuffix('/index').removesuffix('index')}/"


def relative(target: str, start: str) -> str:
    """Return the address `target` as a link in the page at `start` (both end in / or are empty)."""
    path = posixpath.relpath(target or ".", start or ".")
    if path == ".":
        return "./"
    return f"{path}/" if not target or target.endswith("/") else path


def tel(phone: str) -> str:
    """Return a link that calls `phone`."""
    return f'<a class="mg-tel" href="{tel_address(phone)}"><bdi dir="ltr">{escape(phone)}</bdi></a>'


def tel_address(phone: str) -> str:
    """Return the address that calls `phone`, for an attribute."""
    return escape(f"tel:{phone.replace('-', '').replace('#', '%23')}")
