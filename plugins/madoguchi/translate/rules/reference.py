"""The rules for translations in words: for `madoguchi rules` and the handbook."""

from madoguchi.findings import Severity
from madoguchi.translate.rules import RULES, Rule

_LEVELS = {
    Severity.ERROR: "エラー / error",
    Severity.WARNING: "警告 / warning",
    Severity.INFO: "ヒント / info",
}


def describe(rule: Rule) -> str:
    """Return a rule as Markdown: what it asks, and examples."""
    lines = [
        f"## {rule.id} {rule.name}",
        "",
        f"**{rule.summary.ja}** （{_LEVELS[rule.severity]}）",
        "",
        rule.summary.en,
        "",
        "例 / examples:",
        "",
    ]
    for mark, examples in (("✗", rule.bad), ("○", rule.good)):
        for example in examples:
            source, translation = (_code(text) for text in (example.source, example.translation))
            lines.append(f"- {mark} {example.tag}: {source} → {translation}")
    return "\n".join([*lines, ""])


def _code(text: str) -> str:
    """Return `text` so that Markdown shows every character of it, also those nobody sees."""
    shown = "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text)
    ticks = "``" if "`" in shown else "`"
    return f"{ticks} {shown} {ticks}" if ticks == "``" else f"`{shown}`"


def reference() -> str:
    """Return the reference of all rules, `docs/handbook/translation-rules.md`."""
    head = (
        "<!-- このファイルは scripts/generate が作ります。手で直さないでください。 -->\n"
        "# 翻訳のルールの一覧\n\n"
        "`madoguchi check` が翻訳（PO）で調べることです。エラーがある翻訳は、サイトに出ません。その文は、やさしい日本語で出ます。\n\n"
        "ルールを止めたいときや、重さを変えたいときは、`site.yml` に書きます。\n\n"
        "```yaml\ntranslation:\n  rules: {unused-term: off, lost-emphasis: info}\n```\n\n"
        "1つの文だけ認めるときは、PO のその文の上に、理由といっしょに書きます（Weblate では「翻訳者のコメント」）。"
        "理由がないと、認めません。T002 は、止めることも、認めることもできません。\n\n"
        "```po\n# madoguchi: allow changed-number 2026年と令和8年は同じ年\n```\n\n"
        "次のものは、ルールではなく、ファイルの形のまちがいです。\n\n"
        "| 番号 | 意味 |\n| --- | --- |\n"
        "| T001 | PO として読めません |\n"
        "| T003 | 同じ文が2回あります |\n"
        "| T004 | この PO を使うページか言語がありません |\n"
        "| T005 | 許可（allow）の書き方が正しくありません |\n\n"
    )
    return head + "\n".join(describe(rule) for rule in RULES)
