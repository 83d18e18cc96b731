"""Every task that people and CI run, on Linux, macOS and Windows: `python scripts/tasks.py TASK`.

Only the standard library is used here: a fresh clone has nothing else.
"""

import argparse
import hashlib
import http.server
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from difflib import unified_diff
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QUIET = {"NO_MKDOCS_2_WARNING": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUTF8": "1"}


def environment(requirements: str, folder: str = ".venv") -> Path:
    """Make a virtual environment with exactly the locked packages and this project; return its Python."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this line is for those who have an older one
        raise SystemExit("Madoguchi needs Python 3.11 or later. / Python 3.11 以上が要ります。")
    home = ROOT / folder
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    lock = ROOT / "requirements" / requirements
    stamp = home / f"{lock.stem}.installed"
    wanted = hashlib.sha256(lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if not (stamp.is_file() and stamp.read_text() == wanted and python.is_file()):
        print(f"Setting up {folder} …", flush=True)
        if not python.is_file():
            venv.create(home, with_pip=True, clear=True)
        pip: list[str | Path] = [python, "-m", "pip", "install", "--quiet"]
        run([*pip, "--require-hashes", "-r", lock])
        run([*pip, "--no-deps", "--no-build-isolation", "-e", ROOT])
        stamp.write_text(wanted)
    return python


def run(command: Sequence[str | Path], **more: str) -> None:
    """Run a command in the project's folder; stop with its exit code if it fails."""
    result = subprocess.run(
        [str(part) for part in command], cwd=ROOT, env={**os.environ, **QUIET, **more}
    )
    if result.returncode:
        raise SystemExit(result.returncode)


def site(args: argparse.Namespace) -> None:
    """Build the city's site into site/, and show it; to publish it, draw its pictures too."""
    python = environment("site.txt")
    if args.build:
        draw_cards(python)
    # not strict: a doubtful reading must not keep an alert from the readers; `check` stops errors
    run([python, "-m", "mkdocs", "build"])
    print("site/", flush=True)
    if not args.build:
        serve(ROOT / "site", args.port)


def draw_cards(python: Path) -> None:
    """Draw the pictures of pages where there is a browser; a site without them is a site, too."""
    command = [str(python), "-m", "madoguchi", "cards"]
    code = subprocess.run(command, cwd=ROOT, env={**os.environ, **QUIET}).returncode
    if code:
        print("画像のないページがあります。サイトは作ります。", flush=True)
        print("Some pages have no picture. The site is built all the same.", flush=True)


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the built site as a static host does, with its own 404 page."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer 404 with the site's own page."""
        page = ROOT / "site" / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of each request."""


def serve(folder: Path, port: int) -> None:
    """Serve a folder on this machine only, until Ctrl+C."""
    handler = partial(Handler, directory=str(folder))
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except (OSError, OverflowError) as error:
        raise SystemExit(f"Port {port} is in use; choose another with --port. ({error})") from error
    print(f"http://127.0.0.1:{server.server_port}/  (Ctrl+C)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()


def check(args: argparse.Namespace) -> None:
    """Formatting, lint, types, generated files, the content and the handbook."""
    python = environment("dev.txt")
    code = ["plugins", "scripts", "tests"]
    run([python, "-m", "ruff", "format", "--check", *code])
    run([python, "-m", "ruff", "check", *code])
    run([python, "-m", "mypy"])
    run([python, ROOT / "scripts" / "generate.py", "--check"])
    run([python, "-m", "madoguchi", "check"])
    run([python, "-m", "mkdocs", "build", "--strict", "-f", "handbook.yml"])


def test(args: argparse.Namespace) -> None:
    """Everything that must be true: the checks and all tests; installs a browser where it can."""
    browser()
    if args.lowest:
        python = environment("lowest.txt", ".venv-lowest")
    else:
        check(args)
        python = environment("dev.txt")
    # a file's tests stay together: they share a site and a browser
    run([python, "-m", "pytest", "-q", "-n", "auto", "--dist", "loadfile", *args.rest])


def find_browser() -> bool:
    """Whether a browser is on the PATH that can draw pages."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
    return any(shutil.which(name) for name in names)


def find_fonts() -> bool:
    """Whether there are letters for Japanese and for all that is not written with Latin ones."""
    if not (command := shutil.which("fc-list")):
        return False
    return all(
        subprocess.run([command, f":lang={tag}", "family"], capture_output=True).stdout.strip()
        for tag in ("ja", "ne", "my", "ur")
    )


def browser() -> None:
    """Install Chromium and fonts on a Debian machine without; elsewhere tests say why they skip."""
    missing = [] if find_browser() else ["chromium"]
    if not find_fonts():
        missing += ["fonts-noto-cjk", "fonts-noto-core"]
    if not missing or not shutil.which("apt-get"):
        return
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"] if shutil.which("sudo") else None
    if sudo is None:
        return
    print(f"Installing {', '.join(missing)} …", flush=True)
    for command in (
        ["update", "-qq"],
        ["install", "-y", "-qq", "--no-install-recommends", *missing],
    ):
        result = subprocess.run(
            [*sudo, "apt-get", *command], env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        if result.returncode:
            print(
                "They could not be installed; the tests that need them will be skipped.", flush=True
            )
            return


def generate(args: argparse.Namespace) -> None:
    """Write the files that are made from code."""
    run([environment("dev.txt"), ROOT / "scripts" / "generate.py"])


def bench(args: argparse.Namespace) -> None:
    """Print the figures of speed and size."""
    run([environment("dev.txt"), ROOT / "scripts" / "bench.py", *args.rest])


def format_code(args: argparse.Namespace) -> None:
    """Format the code, and mend what lint can mend."""
    python = environment("dev.txt")
    run([python, "-m", "ruff", "check", "--fix", "plugins", "scripts", "tests"])
    run([python, "-m", "ruff", "format", "plugins", "scripts", "tests"])


def lock(args: argparse.Namespace) -> None:
    """Pin every package, with hashes, from pyproject.toml (needs uv); print readings that change."""
    before = readings()
    common = [
        "uv", "pip", "compile", "pyproject.toml", "--quiet", "--universal", "--python-version", "3.11",
        "--generate-hashes", "--no-annotate", "--no-header", "--no-emit-index-url",
    ]  # fmt: skip
    run([*common, "--group", "site", "-o", "requirements/site.txt", *args.rest])
    run([*common, "--group", "dev", "-o", "requirements/dev.txt", *args.rest])
    run(
        [
            *common,
            "--group",
            "dev",
            "--resolution",
            "lowest-direct",
            "-o",
            "requirements/lowest.txt",
            *args.rest,
        ]
    )
    print("\n".join(unified_diff(before, readings(), "before", "now", n=0, lineterm="")))


def readings() -> list[str]:
    """Return every reading of the example's site with the packages that are locked now."""
    command = [str(environment("site.txt")), "-m", "madoguchi", "readings"]
    result = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **QUIET},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return result.stdout.splitlines()


def main() -> None:
    """Run one task."""
    parser = argparse.ArgumentParser(description=__doc__)
    tasks = parser.add_subparsers(required=True, metavar="TASK")
    for name, function in {
        "site": site, "test": test, "check": check, "generate": generate, "bench": bench,
        "format": format_code, "lock": lock,
    }.items():  # fmt: skip
        task = tasks.add_parser(name, help=function.__doc__)
        task.set_defaults(run=function)
        if name == "site":
            task.add_argument("--build", action="store_true", help="only build")
            task.add_argument("--port", type=int, default=8000)
        if name == "test":
            task.add_argument(
                "--lowest", action="store_true", help="with the lowest versions that are allowed"
            )
        if name in ("test", "bench", "lock"):
            task.add_argument("rest", nargs="*", help="passed on")
    args, unknown = parser.parse_known_args()
    if unknown and not hasattr(args, "rest"):
        parser.error(f"unknown: {' '.join(unknown)}")
    if hasattr(args, "rest"):
        args.rest += unknown
    args.run(args)


if __name__ == "__main__":
    main()
