"""Settles doubtful readings as they are: what `madoguchi read --accept` does.

A word of two characters or more goes to `words/readings.tsv`, for all places. A single kanji is read
in many ways, so it is settled where it stands: `{山|やま}`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from madoguchi.check.text import sentences
from madoguchi.document import Block, Document
from madoguchi.facts import source_facts
from madoguchi.files import read_text, write_text
from madoguchi.project import Project
from madoguchi.span import Edit, splice
from madoguchi.words import DOUBTFUL, Origin, Word


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was settled, and what is left to a person."""

    words: Mapping[str, str]
    """Words that went to readings.tsv."""
    places: int
    """How many single kanji were settled where they stand."""
    left: tuple[str, ...]
    """Single kanji in data files and fields, which must be written by hand."""


def accept(project: Project, only: Iterable[str] = ()) -> Accepted:
    """Settle the doubtful readings of all content, or of the words `only`; write what changed."""
    wanted = set(only)
    words: dict[str, str] = {}
    left: list[str] = []
    places = 0

    def settled(document: Document, blocks: Iterable[Block]) -> Iterator[tuple[Word, Edit]]:
        """Take the long words; yield the single kanji, with the edit that would settle each."""
        for word, edit in _doubtful(project, document, blocks):
            if wanted and word.text not in wanted:
                continue
            if len(word.text) > 1:
                words.setdefault(word.text, word.reading)
            else:
                yield word, edit

    for page in project.content.pages:
        document = page.document
        edits = [edit for _, edit in settled(document, document.blocks)]
        if edits:
            write_text(document.path, splice(document.text, edits))
            places += len(edits)
        left += (word.text for word, _ in settled(document, page.fields))
    for text in project.content.texts.values():
        if text.reading is None:
            left += (word.text for word, _ in settled(text.document, [text.block]))
    if words:
        _write(project, words)
    return Accepted(words, places, tuple(dict.fromkeys(left)))


def _doubtful(
    project: Project, document: Document, blocks: Iterable[Block]
) -> Iterator[tuple[Word, Edit]]:
    resolve = source_facts(project.content).value
    for sentence in sentences(document, blocks, project.careful_reader.words, resolve):
        for word in sentence.words:
            if word.confidence < DOUBTFUL and word.origin is not Origin.NONE:
                span = sentence.prose.source(*word.span)
                yield word, Edit(span, f"{{{word.text}|{word.reading}}}")


def _write(project: Project, words: Mapping[str, str]) -> None:
    path = project.content.root / "words" / "readings.tsv"
    text = read_text(path)[0] if path.is_file() else ""
    if text and not text.endswith("\n"):
        text += "\n"
    rows = "".join(f"{word}\t{reading}\n" for word, reading in words.items())
    write_text(path, text + rows)
