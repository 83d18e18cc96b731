"""`madoguchi translate update`: the catalogs follow the sources."""

import argparse
import re
import sys
from pathlib import Path

from madoguchi import chosen, content
from madoguchi.catalog import Key
from madoguchi.content import Content
from madoguchi.errors import Exit, SettingsError, stop_at_errors
from madoguchi.findings import Message
from madoguchi.translate.extract import located
from madoguchi.translate.update import Updated, update


def run_update(args: argparse.Namespace, lang: str) -> int:
    """Merge the sources into the catalogs."""
    loaded = content.load(args.content)
    stop_at_errors(loaded.findings)
    tags = chosen.tags(args, loaded)
    places = {block: _minor(block, loaded) for block in args.minor}
    minor: dict[str, set[Key]] = {}
    for name, key in (pair for keys in places.values() for pair in keys):
        minor.setdefault(name, set()).add(key)
    done: list[Updated] = []
    for one in update(loaded, tags, minor):
        done.append(one)
        if one.new or one.changed or one.removed or one.minor:
            print(_updated(one).text(lang))
    written = sum(one.written for one in done)
    print(Message(f"{written} 個の PO を書きました。", f"{written} catalogs written.").text(lang))
    marked = {key for one in done for key in one.minor}
    missed = [block for block, keys in places.items() if not keys & marked]
    for block in missed:
        message = Message(
            f"--minor {block}: そこに、変わった文がありません。madoguchi translate status で場所を見てください。",
            f"--minor {block}: nothing has changed there. See madoguchi translate status.",
        )
        print(message.text(lang), file=sys.stderr)
    return Exit.FINDINGS if missed else Exit.CLEAN


def _updated(one: Updated) -> Message:
    path = one.path.as_posix()
    ja = f"{path}: 新しい {one.new}、変わった {one.changed}、なくなった {one.removed}"
    en = f"{path}: {one.new} new, {one.changed} changed, {one.removed} gone"
    if one.minor:
        ja, en = f"{ja}、小さい直し {len(one.minor)}", f"{en}, {len(one.minor)} minor"
    return Message(ja, en)


_BLOCK = re.compile(r"(?P<file>.+?):(?P<line>[0-9]+)(?::[0-9]+)?")


def _minor(block: str, loaded: Content) -> set[tuple[str, Key]]:
    """Return the texts that stand at `FILE:LINE`, with their catalogs."""
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
    here = {
        (place.catalog, place.key)
        for place in located(loaded)
        if place.path.resolve() in paths and place.first.line <= line <= place.last.line
    }
    if not here:
        raise SettingsError(
            Message(
                f"--minor {block}: そこに、翻訳する文がありません。",
                f"--minor {block}: there is no text to translate there.",
            )
        )
    return here
