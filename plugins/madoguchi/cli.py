"""The command `madoguchi`: check, score, read, translate, report, sheet, cards, rules, lsp, schema, export."""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from difflib import unified_diff
from pathlib import Path

from madoguchi import (
    __version__,
    cards_command,
    check_arguments,
    gif_command,
    report_command,
    sheet_command,
    translate_arguments,
)
from madoguchi.errors import Exit, MadoguchiError, SettingsError, stop_at_errors
from madoguchi.findings import Message
from madoguchi.suggest import unknown

CONTENT = Path("content_src")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # a Windows console and a C locale would fail on the first kana
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    parser = _parser()
    args = parser.parse_args(argv)
    lang = args.lang or _language_of_environment()
    try:
        return int(args.run(args, lang))
    except MadoguchiError as error:
        print(error.message.text(lang), file=sys.stderr)
        return Exit.USAGE
    except KeyboardInterrupt:
        # a browser that is cut off would still complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.CLEAN
    except OSError as error:
        name, why = error.filename or "", error.strerror
        text = Message(
            f"「{name}」を読み書きできません（{why}）。", f'Cannot read or write "{name}" ({why}).'
        )
        print(text.text(lang), file=sys.stderr)
        return Exit.USAGE


def _language_of_environment() -> str:
    """Messages are for city staff: Japanese, unless the machine speaks English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "en" if value.startswith("en") else "ja"
    return "ja"


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--lang", choices=("ja", "en"), help="メッセージの言語 / language of messages"
    )
    common.add_argument(
        "--content",
        type=Path,
        default=CONTENT,
        metavar="DIR",
        help="content_src の場所 / the content folder",
    )
    parser = argparse.ArgumentParser(
        prog="madoguchi",
        description="やさしい日本語で書く、市のサイト / a city's site from Easy Japanese",
    )
    parser.add_argument("--version", action="version", version=f"madoguchi {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser(
        "check", parents=[common], help="文章を調べる / check the content"
    )
    check_arguments.add_arguments(command)
    command.set_defaults(run=_check)

    command = commands.add_parser(
        "read", parents=[common], help="読みをつける / add readings, line by line"
    )
    how = command.add_mutually_exclusive_group(required=True)
    how.add_argument("--to", choices=("kana", "romaji", "ruby", "json"))
    how.add_argument(
        "--accept",
        nargs="*",
        metavar="WORD",
        help="はっきりしない読みを今の読みに決める / settle doubtful readings as they are",
    )
    command.add_argument(
        "--digits", action="store_true", help="kana: 数字はそのまま / keep digits, as the site does"
    )
    command.add_argument(
        "--no-macrons",
        action="store_true",
        help="ローマ字に長音の印をつけない / romaji without macrons",
    )
    command.set_defaults(run=_read)

    command = commands.add_parser(
        "readings", parents=[common], help="サイトの全部の読み / every reading on the site"
    )
    command.add_argument("--write", action="store_true", help="words/all-readings.tsv に書く")
    command.add_argument(
        "--check", action="store_true", help="words/all-readings.tsv から変わったものを出す"
    )
    command.set_defaults(run=_readings)

    command = commands.add_parser(
        "score", parents=[common], help="むずかしさを数で出す / how hard texts are, as numbers"
    )
    what = command.add_mutually_exclusive_group()
    what.add_argument(
        "--pages", action="store_true", help="サイトのページの表 / a table of the site's pages"
    )
    what.add_argument(
        "--words",
        action="store_true",
        help="ことば・文・位置（タブ）の行 / lines of word, sentence, offset",
    )
    command.add_argument(
        "--explain", action="store_true", help="点の理由も出す / show what each point is for"
    )
    command.set_defaults(run=_score)

    translate = commands.add_parser("translate", help="翻訳 / translations")
    translate_arguments.add_commands(translate, common)

    command = commands.add_parser(
        "report", parents=[common], help="サイトの様子 / how the site is doing"
    )
    report_command.add_arguments(command)
    command.set_defaults(run=report_command.run)

    command = commands.add_parser(
        "sheet", help="窓口の紙（日本語ともう一つの言語）を PDF で作る / counter sheets as PDF"
    )
    sheet_command.add_arguments(command, CONTENT)
    command.set_defaults(run=sheet_command.run)

    command = commands.add_parser(
        "cards",
        parents=[common],
        help="SNS に出るページの画像を作る / pictures of the pages for social networks",
    )
    command.set_defaults(run=cards_command.run)

    command = commands.add_parser(
        "rules", parents=[common], help="ルールの説明 / explain the rules"
    )
    command.add_argument("rules", nargs="*", metavar="RULE")
    command.set_defaults(run=_rules)

    command = commands.add_parser(
        "lsp", parents=[common], help="エディターに指摘を出す / serve an editor (LSP)"
    )
    command.add_argument("--stdio", action="store_true", help="いつもそうです / always so")
    command.set_defaults(run=_lsp)

    command = commands.add_parser(
        "schema", parents=[common], help="JSON Schema を書く / write JSON Schema"
    )
    command.add_argument("folder", type=Path, metavar="DIR")
    command.set_defaults(run=_schema)

    command = commands.add_parser(
        "export",
        help="全言語の Markdown か、GIF のデータを書く / write all Markdown, or data for GIF",
        description="DIR: 全言語の Markdown をフォルダーに書く。gif: 行政サービスのデータ（GIF、DS-451-4）を書く。 / "
        "DIR: write all languages as Markdown to a folder. gif: write the services as data (GIF, DS-451-4).",
    )
    command.add_argument("what", metavar="gif|DIR")
    command.add_argument(
        "--content",
        type=Path,
        default=CONTENT,
        metavar="FOLDER",
        help="content_src の場所 / the content folder",
    )
    command.add_argument(
        "--messages",
        choices=("ja", "en"),
        dest="lang",
        help="メッセージの言語 / language of messages",
    )
    gif_command.add_arguments(command)
    command.set_defaults(run=_export)
    return parser


def _check(args: argparse.Namespace, lang: str) -> int:
    from madoguchi.check_command import run

    return run(args, lang)


def _read(args: argparse.Namespace, lang: str) -> int:
    from madoguchi.project import load
    from madoguchi.read.annotate import Form, annotate
    from madoguchi.read.listing import as_json
    from madoguchi.read.reader import Reader
    from madoguchi.read.vote import second_reader

    if args.accept is not None:
        return _accept(args, lang)
    # the city's own readings, where there is a city
    reader = load(args.content).reader if (args.content / "site.yml").is_file() else Reader()
    form = None if args.to == "json" else Form(args.to)
    if form is Form.KANA and not args.digits:
        form = Form.SPELLED  # how it is said; the site's kana version keeps the digits
    out = sys.stdout.buffer
    # split at line feeds only: whatever else a line holds is the line's own
    for raw in sys.stdin.buffer:
        end = b"\n" if raw.endswith(b"\n") else b""
        line = raw[: len(raw) - len(end)].decode("utf-8", "surrogateescape")
        if form is None:
            text = as_json(line, replace(reader, opinion=second_reader()))
        else:
            text = annotate(line, reader, form)
            if args.no_macrons and form is Form.ROMAJI:
                text = text.translate(_NO_MACRONS)
        out.write(text.encode("utf-8", "surrogateescape") + end)
    out.flush()
    return Exit.CLEAN


_NO_MACRONS = str.maketrans("āīūēōĀĪŪĒŌ", "aiueoAIUEO")


def _accept(args: argparse.Namespace, lang: str) -> int:
    from madoguchi.accept import accept
    from madoguchi.project import load

    project = load(args.content)
    stop_at_errors(project.findings)
    done = accept(project, args.accept)
    for word, reading in done.words.items():
        print(f"{word}\t{reading}")
    text = Message(
        f"readings.tsv に {len(done.words)} 語、文の中に {done.places} か所を決めました。",
        f"{len(done.words)} words settled in readings.tsv, {done.places} places in the text.",
    )
    print(text.text(lang))
    if done.left:
        words = "、".join(done.left)
        left = Message(
            f"項目とデータの中の1字は、手で {{漢字|よみ}} と書いてください: {words}",
            f"Single kanji in fields and data are left to you, as {{kanji|reading}}: {words}",
        )
        print(left.text(lang))
    return Exit.CLEAN


def _score(args: argparse.Namespace, lang: str) -> int:
    from madoguchi.score_command import run

    return run(args, lang)


def _readings(args: argparse.Namespace, lang: str) -> int:
    from madoguchi.files import read_text, write_text
    from madoguchi.project import load
    from madoguchi.site_readings import listing

    project = load(args.content)
    stop_at_errors(project.findings)
    text = listing(project)
    path = args.content / "words" / "all-readings.tsv"
    if args.write:
        if write_text(path, text):
            print(path.as_posix())
        return Exit.CLEAN
    if not args.check:
        print(text, end="")
        return Exit.CLEAN
    if not path.is_file():
        raise SettingsError(
            Message(
                f"「{path.as_posix()}」がありません。先に madoguchi readings --write を実行してください。",
                f'There is no "{path.as_posix()}". Run madoguchi readings --write first.',
            )
        )
    before, now = read_text(path)[0].splitlines(), text.splitlines()
    changes = [line for line in unified_diff(before, now, "before", "now", n=0, lineterm="")]
    print("\n".join(changes[2:]))
    return Exit.FINDINGS if changes else Exit.CLEAN


def _rules(args: argparse.Namespace, lang: str) -> int:
    from madoguchi.check import reference as japanese
    from madoguchi.check.rules import RULES
    from madoguchi.translate.rules import RULES as TRANSLATION_RULES
    from madoguchi.translate.rules import reference as translations

    known = {name: japanese.describe(rule) for rule in RULES for name in (rule.id, rule.name)}
    for rule in TRANSLATION_RULES:
        known |= dict.fromkeys((rule.id, rule.name), translations.describe(rule))
    for name in args.rules:
        if name not in known and name.upper() not in known:
            raise SettingsError(unknown(Message("ルール", "rule"), name, known))
    wanted = [known.get(name) or known[name.upper()] for name in args.rules]
    print("\n".join(dict.fromkeys(wanted or known.values())).rstrip())
    return Exit.CLEAN


def _lsp(args: argparse.Namespace, lang: str) -> int:
    try:
        from madoguchi.lsp import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise SettingsError(
            Message(
                'エディターとの連携には pygls が要ります。pip install "madoguchi[lsp]" を実行してください。',
                'Serving an editor needs pygls: pip install "madoguchi[lsp]"',
            )
        ) from error
    return serve(args.lang)


def _schema(args: argparse.Namespace, lang: str) -> int:
    from madoguchi.files import write_text
    from madoguchi.json_schema import schemas

    for name, text in schemas().items():
        if write_text(args.folder / name, text):
            print(args.folder / name)
    return Exit.CLEAN


def _export(args: argparse.Namespace, lang: str) -> int:
    from madoguchi.files import write_text
    from madoguchi.project import load
    from madoguchi.render.localize import Localized
    from madoguchi.render.page import render

    if args.what == gif_command.NAME:
        return gif_command.run(args, lang)
    # as in the other commands, --lang is the language of messages here
    lang = args.lang or args.tag or lang
    if gif_command.given(args) or args.tag not in (None, "ja", "en"):
        message = Message(
            "データの言語と、--out、--site-url、--items は、「madoguchi export gif」のときだけ使えます。",
            "A language of data, --out, --site-url and --items go with `export gif` only.",
        )
        raise SettingsError(message)
    project = load(args.content)
    stop_at_errors(project.findings)
    for locale in project.content.locales:
        for page in render(Localized(project, locale, alone=True)):
            path = Path(args.what) / locale.tag / page.uri
            write_text(path, page.with_front_matter(locale.tag))
    return Exit.CLEAN
