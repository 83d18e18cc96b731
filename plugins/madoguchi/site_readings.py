"""Every reading on the site, as a file that shows in review when one changes."""

from collections import Counter, defaultdict
from dataclasses import replace
from importlib.metadata import version

from madoguchi.check.text import sentences
from madoguchi.facts import source_facts
from madoguchi.kana import HAS_KANJI
from madoguchi.project import Project


def listing(project: Project) -> str:
    """Return the distinct readings: word, reading, who says so, how often, the first two places.

    The head names the dictionary, so that a new one shows what it changes.
    """
    content = project.content
    resolve = source_facts(content).value
    counts: Counter[tuple[str, str, str]] = Counter()
    places: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    documents = [(page.document, page.blocks) for page in content.pages]
    for text in content.texts.values():
        # the reading that a data file gives stands beside the text, not in it
        raw = f"{{{text.block.text}|{text.reading}}}" if text.reading else text.block.raw
        documents.append((text.document, (replace(text.block, raw=raw),)))
    for document, blocks in documents:
        for sentence in sentences(document, blocks, project.reader.words, resolve):
            for word in sentence.words:
                if HAS_KANJI.search(word.text) is None:
                    continue
                key = (word.text, word.reading, word.origin.value)
                counts[key] += 1
                place = document.path.relative_to(content.root).as_posix()
                if place not in places[key] and len(places[key]) < 2:
                    places[key].append(place)
    head = f"# SudachiDict core {version('sudachidict-core')}, SudachiPy {version('sudachipy')}\n"
    rows = "".join(
        f"{word}\t{reading}\t{origin}\t{counts[word, reading, origin]}\t{' '.join(places[word, reading, origin])}\n"
        for word, reading, origin in sorted(counts)
    )
    return f"{head}# word\treading\torigin\tcount\tplaces\n{rows}"
