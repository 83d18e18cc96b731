"""Everything that a build writes besides its pages, and puts into their heads."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from madoguchi.findings import Message
from madoguchi.publish import (
    alerts,
    cards,
    changes,
    feed,
    index,
    manifest,
    offline,
    robots,
    social,
    structured,
    words,
)
from madoguchi.render.assets import headers
from madoguchi.render.links import relative
from madoguchi.render.page import Rendered
from madoguchi.render.view import LocaleSite
from madoguchi.search import index as search


@dataclass(frozen=True)
class Publication:
    """What one build of a site publishes; made once, asked for every page."""

    root: Path
    """The content folder."""
    sites: Sequence[LocaleSite]
    site_url: str
    """Where the site will be; empty if that is not known yet."""
    now: datetime.datetime

    @cached_property
    def _banners(self) -> Mapping[str, alerts.Banner]:
        return {site.locale.tag: alerts.banner(site, self.now) for site in self.sites}

    @cached_property
    def _changes(self) -> Mapping[str, changes.Change]:
        return changes.changes(self.root)

    @cached_property
    def _pictures(self) -> frozenset[str]:
        return cards.present(cards.kept_in(self.root))

    def alerts(self, site: LocaleSite, page: Rendered) -> str:
        """Return the alerts that are in force, for the top of a page, as HTML."""
        return self._banners[site.locale.tag].at(site.address(page))

    def head(self, site: LocaleSite, page: Rendered) -> str:
        """Return the lines of a page's head that machines and phones read, as HTML."""
        here = site.address(page)
        return "\n".join(
            (
                manifest.head(site, relative("", here)),
                feed.head(site, here, self.site_url),
                social.head(self.sites, site, page.uri, self.site_url, self._pictures),
                structured.json_ld(self.sites, site, page, self.site_url, self._changes),
            )
        )

    def files(self, out: Path) -> Iterator[tuple[str, bytes]]:
        """Yield each file's path below the site's root, and what is in it.

        The pages are in the folder `out` already, and each file is written there before the next
        is asked for: the lists of what a phone keeps come last.
        """
        content = self.sites[0].site.project.content
        yield "_headers", headers(content.settings.look.color).encode()
        yield from words.files(self.sites)
        yield from manifest.files(self.sites)
        for site in self.sites:
            yield from search.files(site)
        yield from index.files(self.sites, self.site_url, self.now)
        yield from feed.files(self.sites, self.site_url, self.now)
        yield from robots.files(self.site_url)
        if self.site_url:
            languages = [site.site for site in self.sites]
            yield from cards.to_publish(languages, cards.kept_in(self.root))
        if content.settings.offline:
            yield from offline.files(self.sites, out)
        else:
            yield from offline.withdrawn(self.sites)

    def hint(self) -> Message | None:
        """Return what is missing that a command could make."""
        if not self.site_url:
            return None
        wanted = cards.all_cards(site.site for site in self.sites)
        return cards.hint(wanted, cards.kept_in(self.root))
