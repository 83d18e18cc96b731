"""robots.txt: every page may be found, and the sitemap says which there are."""

from collections.abc import Iterator
from urllib.parse import urlsplit


def files(site_url: str) -> Iterator[tuple[str, bytes]]:
    """Yield robots.txt, if the site is at the root of its host: nobody looks for it elsewhere.

    RFC 9309, 2.3. A site below another one's root leaves that to the other one.
    """
    if site_url and urlsplit(site_url).path in ("", "/"):
        text = f"User-agent: *\nDisallow:\n\nSitemap: {site_url.rstrip('/')}/sitemap.xml\n"
        yield "robots.txt", text.encode("utf-8")
