"""`madoguchi translate update`, and what all commands below `translate` are told alike."""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from madoguchi import content
from madoguchi.catalog import Key
from madoguchi.content import Content
from madoguchi.errors import SettingsError, stop_at_errors
from madoguchi.findings import Message
from madoguchi.locales import Origin
from madoguchi.suggest import unknown
from madoguchi.translate.extract import DATA, SITE, catalogs, located
from madoguchi.translate.update import Updated, update


def chosen_tags(args: argparse.Namespace, loaded: Content) -> list[str]:
    """Return the languages that are asked for, all if none is named."""
    known = [loc.tag for loc in loaded.locales if loc.origin is Origin.CATALOG]
    for tag in args.tags:
        if tag not in known:
            raise SettingsError(
                unknown(Message("翻訳する言語", "language to translate"), tag, known)
            )
    return args.tags or known


def chosen_catalogs(args: argparse.Namespace, loaded: Content) -> list[str]:
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


def run_update(args: argparse.Namespace, lang: str) -> int:
    """Merge the sources into the catalogs."""
    loaded = content.load(args.content)
    stop_at_errors(loaded.findings)
    tags = chosen_tags(args, loaded)
    minor = _minor(args.minor, loaded)
    done: list[Updated] = []
    for one in update(loaded, tags, minor):
        done.append(one)
        if one.new or one.changed or one.removed or one.minor:
            print(_updated(one).text(lang))
    written = sum(one.written for one in done)
    print(Message(f"{written} 個の PO を書きました。", f"{written} catalogs written.").text(lang))
    if minor and not any(one.minor for one in done):
        message = Message(
            "--minor の場所に、変わった文がありません。madoguchi translate status で場所を見てください。",
            "Nothing has changed at the place of --minor. See madoguchi translate status.",
        )
        print(message.text(lang), file=sys.stderr)
    return 0


def _updated(one: Updated) -> Message:
    path = one.path.as_posix()
    ja = f"{path}: 新しい {one.new}、変わった {one.changed}、なくなった {one.removed}"
    en = f"{path}: {one.new} new, {one.changed} changed, {one.removed} gone"
    if one.minor:
        ja, en = f"{ja}、小さい直し {one.minor}", f"{en}, {one.minor} minor"
    return Message(ja, en)


_BLOCK = re.compile(r"(?P<file>.+):(?P<line>[0-9]+)(?::[0-9]+)?")


def _minor(blocks: Sequence[str], loaded: Content) -> dict[str, set[Key]]:
    """Return the texts that stand at `FILE:LINE`, by their catalogs."""
    found: dict[str, set[Key]] = {}
    for block in blocks:
        match = _BLOCK.fullmatch(block)
        if match is None:
            raise SettingsError(
                Message(
                    f"--minor {block}: 「pages/moving/moving-in.md:12」のように、ファイルと行を書いてください。",
                    f"--minor {block}: name a file and a line: pages/moving/moving-in.md:12",
                )
            )
        file, line = Path(match["file"]), int(match["line"])
        paths = {p.resolve() for p in (file, loaded.root / file)}
        here = [
            place
            for place in located(loaded)
            if place.path.resolve() in paths and place.first.line <= line <= place.last.line
        ]
        if not here:
            raise SettingsError(
                Message(
                    f"--minor {block}: そこに、翻訳する文がありません。",
                    f"--minor {block}: there is no text to translate there.",
                )
            )
        for place in here:
            found.setdefault(place.catalog, set()).add(place.key)
    return found
