"""The layers of the design, read off the imports."""

import ast
import re
from pathlib import Path

from madoguchi.interface import STRINGS

PACKAGE = Path(__file__).parent.parent / "plugins" / "madoguchi"


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


MODULES = {path.relative_to(PACKAGE).as_posix(): imports(path) for path in PACKAGE.rglob("*.py")}


def test_one_module_knows_mkdocs() -> None:
    found = {
        name
        for name, used in MODULES.items()
        if any(i.split(".")[0].startswith("mkdocs") for i in used)
    }
    assert found == {"mkdocs_plugin.py"}


def test_check_read_and_translate_do_not_know_each_other() -> None:
    layers = ("check", "read", "translate")
    for name, used in MODULES.items():
        layer = name.split("/")[0]
        if layer in layers and name != "check/engine.py":
            others = {f"madoguchi.{other}" for other in layers if other != layer}
            assert not {i for i in used if any(i == o or i.startswith(f"{o}.") for o in others)}, (
                name
            )


ON_PAGES = ("publish", "search", "sheet")
"""What is made of rendered pages; pages do not know of it."""


def test_only_doors_know_commands_pages_and_reports() -> None:
    doors = ("cli.py", "lsp.py", "mkdocs_plugin.py", "translate_arguments.py", "__main__.py")
    for name, used in MODULES.items():
        if name in doors or name.endswith("_command.py"):
            continue
        parts = {tuple(i.split(".")) for i in used}
        assert not {p for p in parts if len(p) > 1 and p[1].endswith("_command")}, name
        inside = name.split("/")[0]
        packages = {p[1] for p in parts if len(p) > 1}
        known = {inside, "render"} if inside in ON_PAGES else {inside}
        assert packages & {"dashboard", "render"} <= known, name
        # only the build knows what a site is published with
        assert inside in ON_PAGES or not packages & set(ON_PAGES), name


def test_all_modules_were_read() -> None:
    assert len(MODULES) > 40


def test_every_interface_string_is_used() -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in [
            *PACKAGE.rglob("*.py"),
            *(PACKAGE / "theme").rglob("*.html"),
            *(PACKAGE / "theme").rglob("*.js"),
        ]
        if path.parent.name != "interface"
    )
    made = ("days.week.", "nav.", "class.childcare", "class.online", "tool.", "feedback.")
    unused = [
        key
        for key in STRINGS
        if not key.startswith(made)
        and not re.search(rf"""["'.]{re.escape(key.removeprefix("js."))}\b""", code)
        # a script asks for `search.${key}` with the last part in its own words
        and not (
            key.startswith("js.")
            and re.search(rf"""["'`]{re.escape(key.rpartition(".")[2])}["'`]""", code)
        )
    ]
    assert not unused
