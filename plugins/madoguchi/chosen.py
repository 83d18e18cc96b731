"""The languages and pages that a command below `translate` is asked for."""

import argparse
from collections.abc import Iterable, Sequence

from madoguchi.content import Content
from madoguchi.errors import SettingsError, stop_at_errors
from madoguchi.findings import Finding, Message
from madoguchi.locales import Origin
from madoguchi.suggest import unknown
from madoguchi.translate.extract import DATA, SITE, catalog_path, catalogs


def tags(args: argparse.Namespace, loaded: Content) -> list[str]:
    """Return the languages that are asked for, all if none is named."""
    known = [loc.tag for loc in loaded.locales if loc.origin is Origin.CATALOG]
    for tag in args.tags:
        if tag not in known:
            raise SettingsError(
                unknown(Message("翻訳する言語", "language to translate"), tag, known)
            )
    return args.tags or known


def catalog_names(args: argparse.Namespace, loaded: Content) -> list[str]:
    """Return the names of the catalogs that are asked for, all if none is named."""
    by_name = {"site": SITE, "data": DATA}
    for page in loaded.pages:
        by_name |= {page.meta.id: page.catalog, page.catalog: page.catalog, page.uri: page.catalog}
        by_name[page.catalog.removesuffix(".po")] = page.catalog
    wanted: list[str] = []
    for name in args.page:
        if name not in by_name:
            ids = ["site", "data", *(page.meta.id for page in loaded.pages)]
            raise SettingsError(unknown(Message("ページ", "page"), name, ids))
        wanted.append(by_name[name])
    return wanted or [name for name, _ in catalogs(loaded)]


def stop_at_unreadable(
    loaded: Content, findings: Iterable[Finding], tags: Iterable[str], names: Sequence[str]
) -> None:
    """Raise MadoguchiError if a source, or a catalog that is asked for, cannot be read.

    All its texts would count as missing, and would be translated, and paid for, once more.
    """
    asked = {catalog_path(loaded.root, tag, name) for tag in tags for name in names}
    stop_at_errors([*loaded.findings, *(f for f in findings if f.path in asked)])
