"""The command `madoguchi check`: a site, single texts, standard input; reports, fixes, baseline."""

import argparse
import gc
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from madoguchi import kept
from madoguchi.check import baseline, changed
from madoguchi.check.engine import (
    PLAIN,
    Checker,
    among,
    check,
    check_file,
    check_text,
    in_order,
    plain_checker,
)
from madoguchi.check.fix import Fixed, diff, fixed, write
from madoguchi.check.report import Format, report
from madoguchi.errors import SettingsError
from madoguchi.files import decode, read_text, write_text
from madoguchi.findings import Finding, Message, Severity, told
from madoguchi.project import Project, load
from madoguchi.schema import CheckSettings, SiteCheckSettings
from madoguchi.validate import load_yaml, validate

STDIN = "-"
_WORTH_PROCESSES = 100
"""From this many pages on, starting further processes pays."""


@dataclass(frozen=True)
class _Texts:
    """The texts that were checked: from files, and from standard input under its name."""

    stdin: dict[Path, str]

    def __call__(self, path: Path) -> str | None:
        if path in self.stdin:
            return self.stdin[path]
        return read_text(path)[0] if path.is_file() else None


@dataclass(frozen=True)
class _Wanted:
    """What the command line asks for."""

    site: tuple[Path, ...] | None
    """Files and folders of the site, empty for all of it; None if the site is not asked for."""
    files: tuple[Path, ...]
    """Files of no site."""
    stdin: bool


def run(args: argparse.Namespace, lang: str) -> int:
    """Check what `args` name; return the exit code: 0 clean, 1 findings, 2 wrong use (raised)."""
    _consistent(args)
    wanted = _wanted(args.paths, args.content)
    settings = _settings(args, wanted)
    stdin: dict[Path, str] = {}
    unreadable: list[Finding] = []
    if wanted.stdin:
        name = Path(args.stdin_name)
        stdin[name], wrong = decode(sys.stdin.buffer.read(), name)
        unreadable += wrong
    texts = _Texts(stdin)
    findings = in_order([*unreadable, *_findings(args, wanted, settings, texts, lang)])
    if args.write_baseline:
        return _write_baseline(args, wanted, findings, texts, lang)
    shown = _chosen(args, wanted, findings, texts)
    if args.fix:
        done = _fix(args, shown.findings, texts, lang)
        if args.diff or wanted.stdin:
            return 1 if args.diff and done else 0
        left = in_order([*unreadable, *_findings(args, wanted, settings, texts, lang)])
        shown = _chosen(args, wanted, left, texts)
    _show(args, shown.findings, texts, lang)
    _summary(shown, lang)
    stop = list(Severity)[: list(Severity).index(Severity(args.fail_on)) + 1]
    return 1 if any(f.severity in stop for f in shown.findings) else 0


class _Chosen(NamedTuple):
    """What is told of all findings."""

    findings: list[Finding]
    known: int
    """How many the baseline has."""
    gone: int
    """How many of the baseline are mended."""


def _chosen(
    args: argparse.Namespace, wanted: _Wanted, findings: list[Finding], texts: _Texts
) -> _Chosen:
    """Return the findings that are not in the baseline, and about what changed."""
    base = _baseline_path(args, wanted)
    known = gone = 0
    if base.is_file() and not args.no_baseline:
        keys = baseline.Keys(base.parent, texts)
        findings, known, gone = baseline.without(findings, baseline.read(base), keys)
        gone = gone if _is_whole(wanted) else 0
    elif args.baseline is not None and not args.no_baseline:
        raise SettingsError(Message(f"「{base}」がありません。", f'There is no "{base}".'))
    if args.changed_since:
        lines = changed.changed_lines(
            args.changed_since, args.content if wanted.site is not None else Path()
        )
        findings = [f for f in findings if changed.touches(f, lines)]
    return _Chosen(findings, known, gone)


def _is_whole(wanted: _Wanted) -> bool:
    return wanted.site == () and not wanted.files and not wanted.stdin


def _write_baseline(
    args: argparse.Namespace,
    wanted: _Wanted,
    findings: list[Finding],
    texts: _Texts,
    lang: str,
) -> int:
    path = _baseline_path(args, wanted)
    root = path.parent
    checked = [p.resolve() for p in (*(wanted.site or ()), *wanted.files)]

    def keep(name: str) -> bool:
        return not _is_whole(wanted) and not among(root / name, checked)

    rules = (finding for finding in findings if finding.code.startswith("EJ"))
    count = baseline.write(path, rules, baseline.Keys(root, texts), keep)
    said = Message(f"{path.as_posix()}: {count} 件", f"{path.as_posix()}: {count} findings")
    print(said.text(lang), file=sys.stderr)
    return 0


def _consistent(args: argparse.Namespace) -> None:
    wrong: list[tuple[bool, Message]] = [
        (
            args.diff and not args.fix,
            Message("--diff は --fix と使います。", "--diff goes with --fix."),
        ),
        (
            args.write_baseline and (args.fix or args.changed_since is not None),
            Message(
                "--write-baseline は --fix や --changed-since と使えません。",
                "--write-baseline does not go with --fix or --changed-since.",
            ),
        ),
        (
            args.jobs is not None and args.jobs < 1,
            Message("--jobs は1以上です。", "--jobs is 1 or more."),
        ),
        (
            args.output is not None and args.output.is_dir(),
            Message(f"「{args.output}」はフォルダーです。", f'"{args.output}" is a folder.'),
        ),
    ]
    for is_wrong, message in wrong:
        if is_wrong:
            raise SettingsError(message)


def _wanted(paths: Sequence[Path], content: Path) -> _Wanted:
    """Sort the paths: those of the site are checked with it, all others each for itself."""
    site: list[Path] = []
    files: list[Path] = []
    has_site = (content / "site.yml").is_file()
    for path in paths:
        if str(path) == STDIN:
            continue
        if not path.exists():
            raise SettingsError(Message(f"「{path}」がありません。", f'There is no "{path}".'))
        if has_site and among(path, [content.resolve()]):
            pages = among(path, [(content / "pages").resolve()])
            # a text beside the pages is nobody's page, and is checked for itself
            (site if pages or path.suffix.lower() not in PLAIN else files).append(path)
            continue
        if has_site and path.is_dir() and among(content, [path.resolve()]):
            site.append(content)
        found = _texts_below(path, content if has_site else None) if path.is_dir() else [path]
        if not found and content not in site:
            message = Message(
                f"「{path}」の下に、調べる文章（{'、'.join(PLAIN)}）がありません。",
                f'There is nothing to check below "{path}" ({", ".join(PLAIN)}).',
            )
            raise SettingsError(message)
        files += found
    stdin = any(str(path) == STDIN for path in paths)
    return _Wanted(tuple(site) if site or not paths else None, tuple(dict.fromkeys(files)), stdin)


def _texts_below(folder: Path, content: Path | None) -> list[Path]:
    """Return the texts below a folder, without the site's own, hidden ones and dependencies."""
    out = {"node_modules", "site-packages", "__pycache__"}
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in PLAIN
        and path.is_file()
        and not any(p.startswith(".") or p in out for p in path.relative_to(folder).parts)
        and (content is None or not among(path, [content.resolve()]))
    ]


def _settings(args: argparse.Namespace, wanted: _Wanted) -> CheckSettings:
    """Return the settings for texts of no site: from a file, and the profile from the command line."""
    if wanted.site is not None and not wanted.files and (args.settings or args.profile):
        raise SettingsError(
            Message(
                "サイトの設定は site.yml の check: に書きます。--settings と --profile は、サイトでない文章のためのものです。",
                "A site's settings are in site.yml, check:. --settings and --profile are for texts of no site.",
            )
        )
    settings = CheckSettings()
    if args.settings is not None:
        if not args.settings.is_file():
            raise SettingsError(
                Message(f"「{args.settings}」がありません。", f'There is no "{args.settings}".')
            )
        text, unreadable = read_text(args.settings)
        doc, broken = load_yaml(args.settings, text)
        # the file may be a whole site.yml: its part `check:` counts
        way = ("check",) if isinstance(doc.data, dict) and "check" in doc.data else ()
        loaded, wrong = validate(SiteCheckSettings, doc, args.settings, text, way)
        if loaded is None or unreadable or broken:
            raise SettingsError(told([*unreadable, *broken, *wrong]))
        settings = loaded
    if args.profile is not None:
        settings = settings.model_copy(update={"profile": args.profile})
    return settings


def _findings(
    args: argparse.Namespace, wanted: _Wanted, settings: CheckSettings, texts: _Texts, lang: str
) -> list[Finding]:
    findings: list[Finding] = []
    if wanted.site is not None:
        cache = _cache_folder(args)
        project = load(args.content, cache=not args.no_cache)
        # what was loaded stays: looking through it for garbage costs a third of a cached run
        gc.freeze()
        progress = _Progress(lang)
        findings += check(
            project, wanted.site, progress=progress, cache_in=cache, jobs=_jobs(args, project)
        )
        progress.end()
    if wanted.files or wanted.stdin:
        checker = plain_checker()
        findings += _plain(checker, wanted, settings, texts)
    return findings


def _cache_folder(args: argparse.Namespace) -> Path | None:
    return None if args.no_cache else kept.beside(args.content)


def _plain(
    checker: Checker, wanted: _Wanted, settings: CheckSettings, texts: _Texts
) -> Iterable[Finding]:
    for path in wanted.files:
        yield from check_file(path, checker, settings)
    for path, text in texts.stdin.items():
        yield from check_text(text, path, checker, settings)


def _jobs(args: argparse.Namespace, project: Project) -> int:
    if args.jobs is not None:
        return int(args.jobs)
    return os.cpu_count() or 1 if len(project.content.pages) >= _WORTH_PROCESSES else 1


class _Progress:
    """How far a long run is, on a terminal only."""

    def __init__(self, lang: str) -> None:
        self._said = Message("{} / {} ページ", "{} of {} pages").text(lang)
        self._on = sys.stderr.isatty()
        self._shown = 0

    def __call__(self, done: int, of: int) -> None:
        if self._on and of >= 20 and (done == of or done - self._shown >= of // 50):
            self._shown = done
            print("\r" + self._said.format(done, of), end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Clear the line."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _baseline_path(args: argparse.Namespace, wanted: _Wanted) -> Path:
    if args.baseline is not None:
        return Path(args.baseline)
    folder: Path = args.content if wanted.site is not None else Path()
    return folder / baseline.NAME


def _show(args: argparse.Namespace, findings: list[Finding], texts: _Texts, lang: str) -> None:
    order = list(Severity)
    shown = [f for f in findings if order.index(f.severity) <= order.index(Severity(args.level))]
    colour = args.output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    text = report(shown, Format(args.format), lang=lang, texts=texts, colour=colour, root=Path())
    if args.output is not None and str(args.output) != STDIN:
        write_text(args.output, text if text.endswith("\n") else text + "\n")
        return
    try:
        if text:
            print(text.rstrip("\n"))
        sys.stdout.flush()
    except BrokenPipeError:  # `| head` has seen enough; the exit code stays what it is
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _summary(chosen: _Chosen, lang: str) -> None:
    counts = Counter(f.severity for f in chosen.findings)
    names = Message(
        "エラー {error}、警告 {warning}、ヒント {info}",
        "{error} errors, {warning} warnings, {info} hints",
    )
    numbers = {severity.value: counts[severity] for severity in Severity}
    parts = [names.text(lang).format(**numbers)]
    if counts[Severity.INFO]:
        hints = Message("（ヒントは --level info で出ます）", " (--level info shows hints)")
        parts.append(hints.text(lang))
    if chosen.known:
        known = Message(
            f"。ベースラインにある {chosen.known} 件は出していません",
            f"; {chosen.known} in the baseline are not shown",
        )
        parts.append(known.text(lang))
    if chosen.gone:
        gone = Message(
            f"。{chosen.gone} 件は直っています（--write-baseline でベースラインを小さくできます）",
            f"; {chosen.gone} of the baseline are mended (--write-baseline makes it smaller)",
        )
        parts.append(gone.text(lang))
    print("".join(parts), file=sys.stderr)


def _fix(args: argparse.Namespace, findings: list[Finding], texts: _Texts, lang: str) -> int:
    """Make the safe changes, or show them; return how many findings they mend."""
    by_path: dict[Path, list[Finding]] = {path: [] for path in texts.stdin}
    for finding in findings:
        by_path.setdefault(finding.path, []).append(finding)
    done: list[Fixed] = []
    for path, found in by_path.items():
        before = texts(path)
        if before is not None:
            done.append(Fixed(path, before, *fixed(before, found)))
    changes = sum(one.mended for one in done)
    if args.diff:
        sys.stdout.write("".join(diff(done)))
        said = Message(
            f"{changes} か所を直せます（まだ書いていません）。",
            f"{changes} places can be mended (nothing was written).",
        )
    else:
        for one in done:
            if one.path in texts.stdin:
                sys.stdout.buffer.write(one.after.encode())
                sys.stdout.flush()
            elif write(one):
                print(f"{one.path.as_posix()}: {one.mended}", file=sys.stderr)
        said = Message(f"{changes} か所を直しました。", f"{changes} places mended.")
    print(said.text(lang), file=sys.stderr)
    return changes
