"""The command `madoguchi export gif`: the site's services as data for other administrations."""

import argparse
import sys
from pathlib import Path

from madoguchi.errors import Exit, SettingsError, stop_at_errors
from madoguchi.files import write_bytes
from madoguchi.findings import Finding, Message, Severity
from madoguchi.locales import SOURCE

NAME = "gif"


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add what only `export gif` understands."""
    group = command.add_argument_group("gif")
    group.add_argument(
        "--lang",
        dest="tag",
        metavar="LANGUAGE",
        help="データの言語（なければ ja）/ the language of the data (ja if not given)",
    )
    group.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help="FILE.csv か FILE.json に書く（なければ CSV を画面に出す）/ write FILE.csv or FILE.json; else CSV goes to the screen",
    )
    group.add_argument(
        "--site-url",
        metavar="URL",
        help="「詳細URL」のサイトのアドレス（なければ mkdocs.yml の site_url）/ the site's address, for links to pages",
    )
    group.add_argument(
        "--items",
        action="store_true",
        help="項目の一覧と、入るもの、空の理由 / list the items, what fills them, why some are empty",
    )


def given(args: argparse.Namespace) -> bool:
    """Whether an argument is there that only `export gif` understands."""
    return bool(args.out or args.site_url or args.items)


def run(args: argparse.Namespace, lang: str) -> int:
    """Write the records of the language that is asked for; return 1 and write nothing if one is wrong.

    Raises MadoguchiError if an argument is wrong, or the content has errors.
    """
    from madoguchi.project import load
    from madoguchi.publish import gif
    from madoguchi.publish.changes import changes
    from madoguchi.render.localize import Localized
    from madoguchi.site_address import site_address
    from madoguchi.suggest import unknown

    if args.items:
        print(gif.items_table(lang))
        return Exit.CLEAN
    form = _form(args.out)
    url = site_address(args.content, args.site_url)
    project = load(args.content)
    stop_at_errors(project.findings)
    known = {locale.tag: locale for locale in project.content.locales}
    tag = args.tag or SOURCE
    if tag not in known:
        raise SettingsError(unknown(Message("言語", "language"), tag, known))
    code = project.content.settings.city.code or ""
    records = gif.services(Localized(project, known[tag]), url, code, changes(project.content.root))
    findings = gif.validate(records)
    for finding in findings:
        print(finding.line(lang), file=sys.stderr)
    for message in _left_empty(url, code):
        print(message.text(lang), file=sys.stderr)
    if _has_errors(findings):
        text = Message(
            "まちがいがあるので、書きませんでした。", "There are errors, so nothing was written."
        )
        print(text.text(lang), file=sys.stderr)
        return Exit.FINDINGS
    if args.out is None:
        # as bytes: Windows would end each line twice
        sys.stdout.buffer.write(gif.as_csv(records).encode("utf-8"))
        sys.stdout.flush()
        return Exit.CLEAN
    # without the mark at its beginning, Excel takes a CSV file for Shift_JIS
    data = gif.as_csv(records).encode("utf-8-sig") if form == ".csv" else gif.as_json(records).encode()  # fmt: skip
    write_bytes(args.out, data)
    text = Message(
        f"{args.out.as_posix()}: {len(records)}件", f"{args.out.as_posix()}: {len(records)} records"
    )
    print(text.text(lang))
    return Exit.CLEAN


def _has_errors(findings: list[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _form(out: Path | None) -> str:
    form = ".csv" if out is None else out.suffix.lower()
    if form not in (".csv", ".json"):
        raise SettingsError(
            Message(
                f"--out の「{out}」は、.csv か .json で終わる名前にしてください。",
                f'--out: "{out}" must end in .csv or .json.',
            )
        )
    return form


def _left_empty(url: str, code: str) -> list[Message]:
    found = []
    if not url:
        found.append(
            Message(
                "「詳細URL」は空です。--site-url でサイトのアドレスを書くと入ります。",
                '"詳細URL" is empty. Give the site\'s address with --site-url.',
            )
        )
    if not code:
        found.append(
            Message(
                "「地域」と「制度番号」は空です。site.yml の city に code（全国地方公共団体コード、6桁）を書くと入ります。",
                '"地域" and "制度番号" are empty. Write the city\'s number as `code` below `city` in site.yml.',
            )
        )
    return found
