"""From blocks to the sentences that rules see."""

import re
from collections.abc import Callable, Iterable, Iterator

from madoguchi.check.rule import Sentence
from madoguchi.document import Block, Document
from madoguchi.inline import Given, Prose
from madoguchi.words import Word

WordsOf = Callable[[str, Iterable[Given]], list[Word]]
"""Gives the words of a text, with the readings an editor gave in it: `Reader.words`."""

_SENTENCE = re.compile(
    r"[^。！？!?\n]*[。！？!?]+[」』）)]*(?=[^。！？!?」』）)]|$)|[^。！？!?\n]+", re.DOTALL
)


def sentences(
    document: Document,
    blocks: Iterable[Block],
    words_of: WordsOf,
    resolve: Callable[[str], str | None],
) -> Iterator[Sentence]:
    """Yield the sentences of `blocks`, with facts in place of references."""
    for block in blocks:
        if block.translatable:
            mapped = document.prose(block, resolve)
            yield from split(mapped, words_of, block)


def split(mapped: Prose, words_of: WordsOf, block: Block) -> Iterator[Sentence]:
    """Yield the sentences of one prose text."""
    words = words_of(mapped.text, mapped.given)
    at = 0
    for match in _SENTENCE.finditer(mapped.text):
        start, end = match.span()
        while start < end and mapped.text[start].isspace():
            start += 1
        if start == end:
            continue
        inside: list[Word] = []
        while at < len(words) and words[at].span.start < end:
            if words[at].span.start >= start:
                inside.append(words[at])
            at += 1
        yield Sentence(
            mapped.text[start:end], tuple(inside), start, mapped, block.kind, block.context
        )
