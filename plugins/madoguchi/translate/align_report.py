"""Says what an alignment found: every text of both documents once, with its line, and totals."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from madoguchi.document import Block, Document
from madoguchi.findings import Message
from madoguchi.translate.align import Alignment, Pair, Verdict

_VERDICTS = {
    Verdict.SURE: Message("確か", "sure"),
    Verdict.UNSURE: Message("要確認", "unsure"),
    Verdict.TRUNCATED: Message("途中まで", "truncated"),
    Verdict.MISSING: Message("訳なし", "missing"),
    Verdict.EXTRA: Message("元なし", "extra"),
}
_EMPTY = Message(
    "{} に本文がありません。ファイルがからか、コードや HTML だけです。ファイルを確かめてください。",
    "{} has no text: the file is empty, or all of it is code or HTML. Look at the file.",
)


def report(alignment: Alignment, lang: str) -> str:
    """Return the alignment for people, in `lang` ("ja" or "en")."""
    lines = [f"{alignment.source.path.as_posix()} → {alignment.translation.path.as_posix()}", ""]
    for pair in alignment.pairs:
        lines += _pair(alignment, pair, lang)
    asides = [
        f"  {document.path.as_posix()}: {_ranges(outside(document, blocks))}"
        for document, blocks in _sides(alignment)
        if outside(document, blocks)
    ]
    if asides:
        head = Message(
            "本文ではないので見ていない行（コード、HTML、ページの初めの項目など）:",
            "Lines that are no text to translate and were left aside (code, HTML, front matter …):",
        )
        lines += ["", head.text(lang), *asides]
    for document, blocks in _sides(alignment):
        if not blocks:
            lines += ["", _EMPTY.text(lang).format(document.path.as_posix())]
    counts = Counter(pair.verdict for pair in alignment.pairs)
    totals = ", ".join(f"{_VERDICTS[verdict].text(lang)} {counts[verdict]}" for verdict in Verdict)
    seen = [
        sum(len(pair.sources) for pair in alignment.pairs),
        sum(len(pair.translations) for pair in alignment.pairs),
    ]
    of = [len(alignment.source_blocks), len(alignment.translation_blocks)]
    accounted = Message(
        f"確かめた文: 元 {seen[0]}/{of[0]}、訳 {seen[1]}/{of[1]}",
        f"accounted: {seen[0]} of {of[0]} / {seen[1]} of {of[1]}",
    )
    return "\n".join([*lines, "", totals, accounted.text(lang), ""])


def as_json(alignment: Alignment) -> dict[str, Any]:
    """Return the alignment for tools: the same as `report`."""
    counts = Counter(pair.verdict for pair in alignment.pairs)
    source, translation = alignment.source, alignment.translation
    return {
        "source": source.path.as_posix(),
        "translation": translation.path.as_posix(),
        "language": alignment.tag,
        "pairs": [
            {
                "verdict": pair.verdict.value,
                "score": pair.score,
                "reason": pair.reason._asdict() if pair.reason.en else None,
                "source": [_block(source, block) for block in pair.sources],
                "translation": [_block(translation, block) for block in pair.translations],
            }
            for pair in alignment.pairs
        ],
        "outside": {
            name: outside(document, blocks)
            for name, (document, blocks) in zip(
                ("source", "translation"), _sides(alignment), strict=True
            )
        },
        "totals": {
            **{verdict.value: counts[verdict] for verdict in Verdict},
            "source": len(alignment.source_blocks),
            "translation": len(alignment.translation_blocks),
        },
    }


def outside(document: Document, blocks: tuple[Block, ...]) -> list[int]:
    """Return the lines that have letters or digits and belong to no block."""
    inside: set[int] = set()
    for block in blocks:
        first = document.place(block.span.start).line
        last = document.place(max(block.span.end - 1, block.span.start)).line
        inside.update(range(first, last + 1))
    return [
        number
        for number, line in enumerate(document.text.split("\n"), 1)
        if number not in inside and any(char.isalnum() for char in line)
    ]


def _sides(alignment: Alignment) -> Iterator[tuple[Document, tuple[Block, ...]]]:
    yield alignment.source, alignment.source_blocks
    yield alignment.translation, alignment.translation_blocks


def _pair(alignment: Alignment, pair: Pair, lang: str) -> Iterator[str]:
    head = f"[{_VERDICTS[pair.verdict].text(lang)}]"
    reason = pair.reason.text(lang)
    yield f"{head} {reason}".rstrip()
    for mark, document, blocks in (
        ("-", alignment.source, pair.sources),
        ("+", alignment.translation, pair.translations),
    ):
        for block in blocks:
            yield f"  {mark} {document.place(block.span.start).line}: {_short(block.text)}"


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _ranges(lines: list[int]) -> str:
    """Return line numbers as people write them: 1-3, 7."""
    parts: list[list[int]] = []
    for line in lines:
        if parts and line == parts[-1][-1] + 1:
            parts[-1] = [parts[-1][0], line]
        else:
            parts.append([line])
    return ", ".join("-".join(map(str, part)) for part in parts)


def _block(document: Document, block: Block) -> dict[str, Any]:
    return {
        "line": document.place(block.span.start).line,
        "kind": block.kind.value,
        "text": block.text,
    }
