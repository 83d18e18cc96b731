"""The options of `madoguchi check`; apart from the command, so that `--help` need not load it."""

import argparse
from pathlib import Path

from madoguchi.findings import Severity

FORMATS = ("text", "concise", "json", "sarif", "github", "junit")


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add the options of `madoguchi check`."""
    command.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH",
        help="ファイルかフォルダー。- は標準入力 / files or folders; - is standard input",
    )  # fmt: skip
    levels = [severity.value for severity in Severity]
    command.add_argument(
        "--level", choices=levels, default="warning",
        help="どこまで出すか / the mildest that is shown",
    )  # fmt: skip
    command.add_argument(
        "--fail-on", choices=levels, default="error",
        help="どこから失敗にするか / the mildest that makes the command fail",
    )  # fmt: skip
    command.add_argument(
        "--format", choices=FORMATS, default="text",
        help="出し方 / how findings are printed",
    )  # fmt: skip
    command.add_argument(
        "--output", type=Path, metavar="FILE", help="ファイルに書く / write the findings to a file"
    )
    command.add_argument(
        "--fix", action="store_true", help="安全に直せるものを直す / make the safe changes"
    )
    command.add_argument(
        "--diff", action="store_true", help="--fix を書かないで見せる / show what --fix would do"
    )
    command.add_argument(
        "--changed-since", metavar="REV",
        help="Git のこの時から変わった行だけ / only lines changed since this Git revision",
    )  # fmt: skip
    command.add_argument(
        "--baseline", type=Path, metavar="FILE",
        help="前からあるものの一覧 / findings that are known (default: check-baseline.json)",
    )  # fmt: skip
    command.add_argument(
        "--write-baseline", action="store_true",
        help="今あるものを一覧に書く / write today's findings to the baseline",
    )  # fmt: skip
    command.add_argument(
        "--no-baseline",
        action="store_true",
        help="一覧にあるものも出す / show what is in it as well",
    )
    command.add_argument(
        "--profile", choices=("daily", "disaster"),
        help="サイトでない文章の基準 / how easy a text of no site must be",
    )  # fmt: skip
    command.add_argument(
        "--settings", type=Path, metavar="FILE",
        help="サイトでない文章の設定 / settings (YAML) for texts of no site",
    )  # fmt: skip
    command.add_argument(
        "--stdin-name", default="stdin.md", metavar="NAME",
        help="標準入力の名前 / what to call standard input",
    )  # fmt: skip
    command.add_argument("--jobs", type=int, metavar="N", help="プロセスの数 / processes")
    command.add_argument(
        "--no-cache", action="store_true", help="覚えた結果を使わない / check every page anew"
    )
