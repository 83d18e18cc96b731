"""Writes what is made from code: the rule reference, JSON Schema, the interface's catalogs.

`--check` writes nothing and fails if anything is stale.
"""

import sys
import tempfile
from pathlib import Path

from madoguchi import catalog
from madoguchi.catalog import Key
from madoguchi.check.reference import reference
from madoguchi.files import write_text
from madoguchi.interface import STRINGS
from madoguchi.json_schema import schemas
from madoguchi.locales import locale
from madoguchi.translate.extract import Source
from madoguchi.translate.update import header, merge

ROOT = Path(__file__).resolve().parent.parent
INTERFACE = ROOT / "plugins" / "madoguchi" / "interface"


def outputs(scratch: Path) -> dict[Path, str]:
    """Return every generated file and its text."""
    handbook = ROOT / "docs" / "handbook"
    files = {handbook / "rules.md": reference()}
    files |= {handbook / "schema" / name: text for name, text in schemas().items()}
    sources = [Source(Key(key, text), "interface/__init__.py", "") for key, text in STRINGS.items()]
    for path in sorted(INTERFACE.glob("*.po")):
        po, findings = catalog.read_po(path)
        if po is None:
            raise SystemExit("\n".join(f.line("en") for f in findings))
        entries, _ = merge(list(po), sources)
        copy = scratch / path.name
        catalog.write_po(copy, entries, header(dict(po.metadata), locale(path.stem)))
        files[path] = copy.read_text(encoding="utf-8")
    return files


def main() -> int:
    """Write, or with --check compare."""
    stale = []
    with tempfile.TemporaryDirectory() as scratch:
        for path, text in outputs(Path(scratch)).items():
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
