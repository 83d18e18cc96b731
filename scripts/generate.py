"""Writes what is made from code: the rule reference, JSON Schema, the interface's catalogs.

`--check` writes nothing and fails if anything is stale.
"""

import sys
from pathlib import Path

from madoguchi.catalog import Key, read_po
from madoguchi.check import reference
from madoguchi.files import write_text
from madoguchi.interface import STRINGS
from madoguchi.json_schema import json_text, schemas
from madoguchi.locales import locale
from madoguchi.publish.index_model import Index
from madoguchi.translate.extract import Source
from madoguchi.translate.join import join
from madoguchi.translate.rules import reference as translation_reference
from madoguchi.translate.update import merge

ROOT = Path(__file__).resolve().parent.parent
INTERFACE = ROOT / "plugins" / "madoguchi" / "interface"


def outputs() -> dict[Path, str]:
    """Return every generated file and its text."""
    handbook = ROOT / "docs" / "handbook"
    files = {
        handbook / "rules.md": reference.reference(),
        handbook / "translation-rules.md": translation_reference.reference(),
    }
    files |= {handbook / "schema" / name: text for name, text in schemas().items()}
    files[handbook / "schema" / "index.schema.json"] = json_text(
        Index.model_json_schema(by_alias=True)
    )
    sources = [Source(Key(key, text), "interface/__init__.py", "") for key, text in STRINGS.items()]
    for path in sorted(INTERFACE.glob("*.po")):
        old, findings = read_po(path)
        if old is None:
            raise SystemExit("\n".join(f.line("en") for f in findings))
        joining = join(sources, old.entries, None)
        files[path] = str(merge(old, joining, locale(path.stem)))
    return files


def main() -> int:
    """Write, or with --check compare."""
    stale = []
    for path, text in outputs().items():
        current = path.read_text(encoding="utf-8") if path.is_file() else ""
        if current != text:
            stale.append(path.relative_to(ROOT))
            if "--check" not in sys.argv:
                write_text(path, text)
    for path in stale:
        print(path)
    if stale and "--check" in sys.argv:
        print("stale: run scripts/generate")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
