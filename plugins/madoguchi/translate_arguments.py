"""What `madoguchi translate` understands; light, for every start of the command reads it."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

FORMATS = ("xliff", "xliff2", "xlsx")


def add_commands(translate: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    """Add the commands below `translate`."""
    commands = translate.add_subparsers(required=True, metavar="|".join(_RUN))

    def add(name: str, help_: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, parents=[common], help=help_, description=help_)
        command.set_defaults(run=_RUN[name])
        return command

    def tags(command: argparse.ArgumentParser) -> None:
        command.add_argument(
            "tags",
            nargs="*",
            metavar="LANGUAGE",
            help="言語（書かなければ全部）/ languages; all if none",
        )

    def pages(command: argparse.ArgumentParser, *, required: bool = False) -> None:
        command.add_argument(
            "--page",
            action="append",
            required=required,
            default=None if required else [],
            metavar="PAGE",
            help="ページの id か、data、site / a page's id, or data, or site; may be repeated",
        )

    command = add("update", "PO を新しくする / merge sources into PO")
    tags(command)
    command.add_argument(
        "--minor",
        action="append",
        default=[],
        metavar="FILE:LINE",
        help="小さい直し（字のまちがいなど）。訳はそのままでいい / the change there needs no new translation",
    )

    command = add("status", "翻訳の様子と、変わった文 / how much is translated, and what changed")
    tags(command)
    pages(command)

    command = add("review", "人が読んだことを記録する / record that a person has read it")
    tags(command)
    pages(command, required=True)
    command.add_argument("--by", required=True, metavar="NAME", help="読んだ人 / who read it")

    command = add("machine", "機械で訳す（設定したときだけ）/ translate by the machine you set up")
    tags(command)
    pages(command)
    command.add_argument(
        "--again",
        action="store_true",
        help="機械の訳も、もう一度訳す / also what a machine has translated",
    )
    command.add_argument(
        "--reviewed",
        action="store_true",
        help="人が確認した訳も、もう一度訳す / also what a person has read",
    )
    command.add_argument(
        "--dry-run", action="store_true", help="何を送るかだけ出す / only tell what would be sent"
    )

    command = add("export", "翻訳する人に渡すファイルを作る / make files for translators")
    tags(command)
    pages(command)
    command.add_argument("--format", choices=FORMATS, required=True)
    command.add_argument(
        "-o", "--output", type=Path, required=True, metavar="DIR", help="フォルダー / a folder"
    )
    command.add_argument(
        "--machine", action="store_true", help="機械の訳も / also machine translations, for review"
    )
    command.add_argument("--all", action="store_true", help="全部の文 / every text")

    command = add("import", "もどってきたファイルを取り込む / take in what translators return")
    command.add_argument("files", nargs="+", type=Path, metavar="FILE")
    command.add_argument(
        "--reviewed-by",
        metavar="NAME",
        help="この人が訳を確かめた / this person vouches for all of it",
    )
    command.add_argument(
        "--dry-run", action="store_true", help="調べるだけ / only look, write nothing"
    )

    command = add(
        "align", "今ある翻訳と原文を組にする / pair an existing translation with its source"
    )
    command.add_argument("source", type=Path, metavar="SOURCE.md")
    command.add_argument("translation", type=Path, metavar="TRANSLATION.md")
    command.add_argument("--to", required=True, metavar="LANGUAGE")
    command.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE.po",
        help="サイトのページでないとき / for other texts",
    )
    command.add_argument("--json", action="store_true", help="JSON で出す / report as JSON")
    command.add_argument(
        "--dry-run", action="store_true", help="報告だけ / only report, write nothing"
    )


# What a command needs is loaded when it is called: some need much


def _update(args: argparse.Namespace, lang: str) -> int:
    from madoguchi.translate_command import run_update

    return run_update(args, lang)


def _status(args: argparse.Namespace, lang: str) -> int:
    from madoguchi.status_command import run_status

    return run_status(args, lang)


def _review(args: argparse.Namespace, lang: str) -> int:
    from madoguchi.status_command import run_review

    return run_review(args, lang)


def _machine(args: argparse.Namespace, lang: str) -> int:
    from madoguchi.machine_command import run_machine

    return run_machine(args, lang)


def _export(args: argparse.Namespace, lang: str) -> int:
    from madoguchi.exchange_command import run_export

    return run_export(args, lang)


def _import(args: argparse.Namespace, lang: str) -> int:
    from madoguchi.exchange_command import run_import

    return run_import(args, lang)


def _align(args: argparse.Namespace, lang: str) -> int:
    from madoguchi.align_command import run_align

    return run_align(args, lang)


_RUN: Mapping[str, Callable[[argparse.Namespace, str], int]] = {
    "update": _update,
    "status": _status,
    "review": _review,
    "machine": _machine,
    "export": _export,
    "import": _import,
    "align": _align,
}
