"""The rules in words: for `madoguchi rules` and the handbook's reference, from the rules themselves."""

import inspect
import re
import sys
from dataclasses import fields

from madoguchi.check.rule import Rule
from madoguchi.check.rules import RULES
from madoguchi.findings import Severity

_LEVELS: dict[Severity | None, str] = {
    Severity.ERROR: "エラー / error",
    Severity.WARNING: "警告 / warning",
    Severity.INFO: "ヒント / info",
    None: "初めは使わない / off",
}


def module_doc(rule: Rule) -> str:
    """Return the docstring of the module that the rule lives in."""
    function = rule.sentence or rule.page
    assert function is not None
    return inspect.getdoc(sys.modules[function.__module__]) or ""


def describe(rule: Rule) -> str:
    """Return a rule as Markdown: what it asks, why, its options, examples, source."""
    title, _, rest = module_doc(rule).partition("\n\n")
    lines = [
        f"## {rule.id} {rule.name}",
        "",
        f"**{title}** （{_LEVELS[rule.severity]}{_disaster(rule)}）",
        "",
        rest,
        "",
    ]
    options = _options(rule)
    if options:
        lines += ["設定 / options:", "", *options, ""]
    lines += ["例 / examples:", ""]
    for example in rule.examples:
        mark = "✗" if example.spans else "○"
        shown = example.text.replace("⟦", "**[").replace("⟧", "]**")
        lines.append(f"- {mark} {shown}")
    lines += ["", f"もと / source: {rule.source}", ""]
    return "\n".join(lines)


def _disaster(rule: Rule) -> str:
    """Return how the rule is set in the profile `disaster`, where that is otherwise."""
    if rule.disaster is None:
        return ""
    severity, options = rule.disaster
    changed = [
        f"{f.name} = {getattr(options, f.name)!r}"
        for f in fields(options)
        if getattr(options, f.name) != getattr(rule.options, f.name)
    ]
    level = [_LEVELS[severity]] if severity != rule.severity else []
    return f"、災害 / disaster: {', '.join([*level, *changed])}"


def _options(rule: Rule) -> list[str]:
    kind = type(rule.options)
    source = inspect.getsource(kind)
    lines = []
    for field in fields(rule.options):
        found = re.search(rf'{field.name}: [^\n]*\n\s+"""(.*?)"""', source, re.DOTALL)
        text = found[1] if found else ""
        lines.append(f"- `{field.name}` = {getattr(rule.options, field.name)!r}: {text}")
    return lines


def reference() -> str:
    """Return the whole rule reference, `docs/handbook/rules.md`."""
    head = (
        "<!-- このファイルは scripts/generate が作ります。手で直さないでください。 -->\n"
        "# ルールの一覧\n\n"
        "`madoguchi check` が調べることです。site.yml の `check: rules:` で、設定を変えたり（`long-sentence: {max_chars: 60}`）、"
        "重さを変えたり（`hard-kanji: warning`）、止めたり（`hard-kanji: off`）できます。\n\n"
    )
    return head + "\n".join(describe(rule) for rule in RULES)
