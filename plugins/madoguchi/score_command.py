"""The command `madoguchi score`: one number for each line of standard input, or a table of pages."""

import argparse
import sys
from collections.abc import Callable, Iterator

from madoguchi.check.engine import page_sentences
from madoguchi.check.score import Score, score, score_of, word_score
from madoguchi.errors import MadoguchiError
from madoguchi.findings import Message, Severity, told
from madoguchi.project import load
from madoguchi.read.reader import Reader


def run(args: argparse.Namespace, lang: str) -> int:
    """Print the scores that `args` ask for; return the exit code."""
    if args.pages:
        return _table(args, lang)
    # a line has the same score wherever it is asked for: no city's own readings
    words = Reader().words
    how: Callable[[str], str]
    if args.words:

        def how(line: str) -> str:
            word, sentence, offset = (*line.split("\t"), "", "")[:3]
            at = int(offset) if offset.strip().isdecimal() else -1
            return f"{word_score(word, sentence, at, words):.4f}"

    else:

        def how(line: str) -> str:
            return _line(score(line, words), args.explain, lang)

    out = sys.stdout.buffer
    for line in _lines():
        out.write(how(line).encode("utf-8", "surrogateescape") + b"\n")
    out.flush()
    return 0


def _lines() -> Iterator[str]:
    # split at line feeds only: whatever else a line holds is the line's own
    for raw in sys.stdin.buffer:
        yield raw.rstrip(b"\n").decode("utf-8", "surrogateescape")


def _line(found: Score, explain: bool, lang: str) -> str:
    number = f"{found.value:.4f}"
    return f"{number}\t{found.explained(lang)}" if explain else number


def _table(args: argparse.Namespace, lang: str) -> int:
    """Print score, score per sentence, and what weighs most, for every page, the hardest first."""
    project = load(args.content)
    errors = [f for f in project.findings if f.severity is Severity.ERROR]
    if errors:
        raise MadoguchiError(told(errors))
    rows: list[tuple[float, float, int, str, Score]] = []
    for page, sentences in page_sentences(project):
        found = score_of(sentences)
        count = max(1, len(sentences))
        path = page.document.path.as_posix()
        rows.append((found.value / count, found.value, count, path, found))
    rows.sort(key=lambda row: (-row[0], row[3]))
    header = Message("一文の点\t全部の点\t文\tページ", "per sentence\tscore\tsentences\tpage")
    print(header.text(lang) + (Message("\t理由", "\twhy").text(lang) if args.explain else ""))
    for mean, value, count, path, found in rows:
        why = f"\t{found.explained(lang)}" if args.explain else ""
        print(f"{mean:.2f}\t{value:.1f}\t{count}\t{path}{why}")
    return 0
