"""Protects what is no language in a text that a machine translates, and checks that it came back.

A machine is given a small XML fragment. `<x id="1"/>` stands for something that has no words (a
fact, code, an address, a line break), `<g id="2">…</g>` for something around words (a link, bold,
an explanation ＜＝…＞). It may move them as its language needs; each must come back exactly once,
and no `<g>` empty. `&`, `<` and `>` are written as XML writes them.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from madoguchi.errors import MadoguchiError
from madoguchi.findings import Message
from madoguchi.inline import Kind, link_target, scan, strip_readings
from madoguchi.locales import SOURCE

EXPLANATION = ("＜＝", "＞")
"""What is around an explanation in the source …"""
_PARENTHESES = {SOURCE: EXPLANATION, "zh": ("（", "）"), "yue": ("（", "）"), "ko": ("(", ")")}
"""… and what a translation into a language has in its place, if not ` (` and `)`."""


class Refused(MadoguchiError):
    """What a machine answered may not be used; says why."""


class Mark(NamedTuple):
    """What a tag of the protected text stands for."""

    opening: str
    """The Markdown that the tag, or the first of the two, stands for."""
    closing: str | None = None
    """What the second stands for; None if there is one only."""
    parent: int = 0
    """The id of the `<g>` around it; 0 if there is none."""
    hollow: bool = False
    """Of a `<g>`: nothing stands in it."""
    tight: bool = False
    """Of a `<g>`: no space stands beside its marks; `** bold **` is not bold."""

    @property
    def shown(self) -> str:
        """How a message names it."""
        return self.opening if self.closing is None else f"{self.opening}…{self.closing}".strip()


@dataclass(frozen=True)
class Protected:
    """A text as a machine is given it."""

    source: str
    """The text without readings."""
    text: str
    """The XML fragment."""
    marks: Mapping[int, Mark]
    readings: tuple[str, ...] = ()
    """What was taken off: `本町 = ほんまち`."""
    parentheses: tuple[str, str] = EXPLANATION

    @property
    def characters(self) -> int:
        """How many characters of language it has: what providers count."""
        return len(_unescaped(_TAG.sub("", self.text)))

    def explained(self, note: str) -> str:
        """Return a note to translators with the tags in place of the facts it speaks about."""
        tags: dict[str, str] = {}
        for id_, mark in self.marks.items():
            if mark.opening.startswith("{"):
                tags[mark.opening] = tags.get(mark.opening, "") + _empty(id_)
        for fact, tag in tags.items():
            note = note.replace(fact, tag)
        return note

    def restore(self, answer: str) -> str:
        """Return the inline Markdown of a translated fragment.

        Raises Refused if a tag is missing, comes twice, is unknown or wrongly nested, or if the
        answer brings marks, links or facts that the source does not have.
        """
        if not self.text.strip():
            return self.source
        if "\n" not in self.source:
            answer = " ".join(line.strip() for line in re.split(r"[\r\n]+", answer))
        if _BAD.search(answer):
            raise _refused("使えない文字があります。", "it has characters that no text may have")
        body = _Restoring(self).run(answer.strip())
        if not body:
            raise _refused("訳文が空です。", "it is empty")
        # the space at the ends is the source's, whatever the machine made of it
        head = self.text[: len(self.text) - len(self.text.lstrip())]
        text = f"{head}{body}{self.text[len(self.text.rstrip()) :]}"
        before, after = _signs(self.source), _signs(text)
        if before != after:
            names = ", ".join(sorted((before - after) | (after - before)))[:_SHOWN]
            raise _refused(
                f"リンクや記号（{names}）が元の文とちがいます。",
                f"its links and marks are not those of the source: {names}",
            )
        return text


_SHOWN = 80
"""How much of an answer a message shows."""
_CURE = Message(
    "この文は訳していません。もう一度訳すか、人が訳してください。",
    "This text was left untranslated. Try again, or let a person translate it.",
)


def _refused(ja: str, en: str) -> Refused:
    return Refused(
        Message(
            f"機械の翻訳を使いませんでした。{ja}{_CURE.ja}",
            f"The machine's translation was not used: {en}. {_CURE.en}",
        )
    )


# What may not stand in XML, or would not come back as it is
_BAD = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Piece(NamedTuple):
    kind: str
    """`text`, `empty`, `opening`, `closing`, `either` (emphasis) or `attributes`."""
    said: str
    key: str = ""
    """What an opening and its closing have in common."""


def protect(text: str, target: str = SOURCE) -> Protected:
    """Return the inline Markdown `text` as a machine that translates into `target` is given it.

    With the source language as target, the answer that is the text itself gives back the source.
    """
    source = strip_readings(text)
    readings = tuple(
        f"{token.text} = {token.reading}" for token in scan(text) if token.kind is Kind.RUBY
    )
    pieces = list(_pieces(source))
    pairs = _pairs(pieces)
    marks: dict[int, Mark] = {}
    around: list[int] = []
    parts: list[str] = []
    for at, piece in enumerate(pieces):
        if at in pairs and pairs[at] > at:
            id_ = len(marks) + 1
            inside = pieces[at + 1 : pairs[at]]
            marks[id_] = Mark(
                piece.said,
                pieces[pairs[at]].said,
                parent=around[-1] if around else 0,
                hollow=not "".join(p.said for p in inside).strip(),
                tight=not (inside[:1] and inside[0].said[0].isspace())
                and not (inside[-1:] and inside[-1].said[-1].isspace()),
            )
            around.append(id_)
            parts.append(f'<g id="{id_}">')
        elif at in pairs:
            around.pop()
            parts.append("</g>")
        elif piece.kind == "text":
            parts.append(_escaped(piece.said))
        else:
            id_ = len(marks) + 1
            marks[id_] = Mark(piece.said)
            parts.append(_empty(id_))
    parentheses = _PARENTHESES.get(target.partition("-")[0], (" (", ")"))
    return Protected(source, "".join(parts), marks, readings, parentheses)


def _empty(id_: int) -> str:
    return f'<x id="{id_}"/>'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_ENTITY = re.compile(r"&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9A-Fa-f]{1,6}));")
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


def _unescaped(text: str) -> str:
    def char(match: re.Match[str]) -> str:
        if match[1]:
            return _ENTITIES[match[1]]
        code = int(match[2]) if match[2] else int(match[3], 16)
        if code > 0x10FFFF or _BAD.match(chr(code)):
            raise _refused("使えない文字があります。", "it has characters that no text may have")
        return chr(code)

    return _ENTITY.sub(char, text)


_IN_TEXT = re.compile(f"(?P<opening>＜＝)|(?P<closing>＞)|(?P<bad>{_BAD.pattern})")
_ELEMENT = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)[^<>]*?(?P<alone>/?)>")
_ALONE = frozenset({"br", "wbr", "hr", "img", "input"})


def _pieces(text: str) -> Iterator[_Piece]:
    """Yield the parts of `text`; all `said` one after the other are the text."""
    escape = ""
    for token in scan(text):
        said = token.span.of(text)
        if escape:
            # the character after a backslash is no mark; of code or a fact, all of it
            length = 1 if token.kind is Kind.TEXT or said.startswith(("*", "~")) else len(said)
            yield _Piece("empty", escape + said[:length])
            escape, said = "", said[length:]
            if not said:
                continue
        if said == "\\" and token.kind is Kind.MARKUP:
            escape = said
        elif token.kind is Kind.TEXT:
            yield from _text_pieces(said)
        elif token.kind is Kind.MARKUP:
            yield _markup_piece(said)
        else:
            yield _Piece("empty", said)


def _text_pieces(text: str) -> Iterator[_Piece]:
    position = 0
    for match in _IN_TEXT.finditer(text):
        if match.start() > position:
            yield _Piece("text", text[position : match.start()])
        position = match.end()
        if match["bad"]:
            yield _Piece("empty", match[0])
        else:
            yield _Piece("opening" if match["opening"] else "closing", match[0], "＜＝＞")
    if position < len(text):
        yield _Piece("text", text[position:])


def _markup_piece(said: str) -> _Piece:
    if said in ("[", "!["):
        return _Piece("opening", said, "[]")
    if link_target(said) is not None or said.startswith("]("):
        return _Piece("closing", said, "[]")
    if said.startswith("{"):
        return _Piece("attributes", said)
    if said[0] in "*~":
        return _Piece("either", said, said)
    match = _ELEMENT.fullmatch(said)
    if match is None or match["alone"] or match["name"].lower() in _ALONE:
        return _Piece("empty", said)
    return _Piece("closing" if match["end"] else "opening", said, f"<{match['name'].lower()}>")


def _pairs(pieces: list[_Piece]) -> dict[int, int]:
    """Return the place of the other piece of every pair; lists of attributes join what they follow.

    What has no other half stands for itself.
    """
    pairs: dict[int, int] = {}
    waiting: list[int] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        if piece.kind == "attributes" and at - 1 in pairs and pairs[at - 1] < at - 1:
            before = pieces[at - 1]
            pieces[at - 1 : at + 1] = [before._replace(said=before.said + piece.said)]
            continue
        found = next(
            (
                i
                for i in range(len(waiting) - 1, -1, -1)
                if piece.kind in ("closing", "either") and pieces[waiting[i]].key == piece.key
            ),
            None,
        )
        if found is not None:
            pairs[at], pairs[waiting[found]] = waiting[found], at
            del waiting[found:]
        elif piece.kind in ("opening", "either"):
            waiting.append(at)
        elif piece.said == EXPLANATION[1]:
            pieces[at] = _Piece("text", piece.said)
        at += 1
    return pairs


_TAG = re.compile(
    r"<\s*(?P<end>/?)\s*(?P<name>[xg])\b(?:\s+id\s*=\s*[\"']?(?P<id>\d{1,6})[\"']?)?\s*(?P<alone>/?)\s*>",
    re.IGNORECASE,
)
_OTHER_TAG = re.compile(r"<[A-Za-z/!?][^<>]*>?")
_ENDS = frozenset(".,;:!?)]»”’、。，；：！？）」』・…")
"""Signs before which no space stands."""


@dataclass
class _Frame:
    """What was read between a `<g>` and its end."""

    id: int
    said: str = ""
    owed: str = ""
    """A space that stood inside the mark before and belongs after it."""
    spoken: bool = False
    """Whether words, no mark, came last."""

    def add(self, said: str, *, spoken: bool = False) -> None:
        if said:
            space = "" if said[0].isspace() or said[0] in _ENDS else self.owed
            self.said += space + said
            self.owed = ""
            self.spoken = spoken if said.strip() else self.spoken


class _Restoring:
    """Reads an answer once, from left to right."""

    def __init__(self, protected: Protected) -> None:
        self.protected = protected
        self.frames = [_Frame(0)]
        self.seen: set[int] = set()
        self.empty_at = -1
        """Where an empty tag was begun that has not ended."""

    def run(self, answer: str) -> str:
        """Return the Markdown of the whole answer."""
        position = 0
        for match in _TAG.finditer(answer):
            self._text(answer[position : match.start()])
            position = match.end()
            if match["name"] in "xX":
                self._empty(match)
            elif match["end"]:
                self._close()
            elif match["alone"]:
                raise self._wrong(self._open(match))
            else:
                self.frames.append(_Frame(self._open(match)))
        self._text(answer[position:])
        if len(self.frames) > 1:
            raise self._wrong(self.frames[-1].id)
        lost = [mark.shown for id_, mark in self.protected.marks.items() if id_ not in self.seen]
        if lost:
            names = ", ".join(lost)
            raise _refused(f"訳文に {names} がありません。", f"it lost {names}")
        return self.frames[0].said

    def _text(self, text: str) -> None:
        if (match := _OTHER_TAG.search(text)) is not None:
            raise self._unknown(match[0])
        self.frames[-1].add(_unescaped(text), spoken=True)

    def _open(self, match: re.Match[str]) -> int:
        """Return the id of a tag that is known and comes for the first time."""
        id_ = int(match["id"] or 0)
        mark = self.protected.marks.get(id_)
        pair = match["name"] in "gG"
        if mark is None or pair != (mark.closing is not None):
            raise self._unknown(match[0])
        if id_ in self.seen:
            raise _refused(f"{mark.shown} が2回あります。", f"it has {mark.shown} twice")
        if pair and mark.parent != self.frames[-1].id:
            raise self._wrong(id_)
        self.seen.add(id_)
        return id_

    def _empty(self, match: re.Match[str]) -> None:
        if match["end"]:
            # `<x id="1"></x>` says the same as `<x id="1"/>`; with words between, nobody knows
            if self.empty_at != len(self.frames[-1].said):
                raise _refused("空のタグの中に文字があります。", "it has words in an empty tag")
            self.empty_at = -1
            return
        self.frames[-1].add(self.protected.marks[self._open(match)].opening)
        self.empty_at = -1 if match["alone"] else len(self.frames[-1].said)

    def _close(self) -> None:
        frame = self.frames.pop()
        if not self.frames:
            raise _refused("終わりのタグが多すぎます。", "it ends what it did not begin")
        mark = self.protected.marks[frame.id]
        words = frame.said
        if not words.strip() and not mark.hollow:
            raise _refused(f"{mark.shown} の中が空です。", f"nothing is left in {mark.shown}")
        out = self.frames[-1]
        after = ""
        if mark.tight and not mark.hollow:
            if out.said and not out.said[-1].isspace():
                out.said += words[: len(words) - len(words.lstrip())]
            after = words[len(words.rstrip()) :]
            words = words.strip()
        if (mark.opening, mark.closing) == EXPLANATION:
            self._explain(out, words)
        else:
            out.add(f"{mark.opening}{words}{mark.closing}")
        out.owed = after

    def _explain(self, out: _Frame, words: str) -> None:
        """Put an explanation into parentheses; a word that has some already keeps one pair."""
        opening, closing = self.protected.parentheses
        before = out.said.rstrip()
        if opening != EXPLANATION[0] and out.spoken and before.endswith(closing):
            colon = "：" if closing == "）" else ": "
            out.said = f"{before[: -len(closing)]}{colon}{words}{closing}"
            return
        if not out.said or out.said[-1].isspace():
            opening = opening.lstrip()
        out.add(f"{opening}{words}{closing}")

    def _unknown(self, tag: str) -> Refused:
        shown = tag[:_SHOWN]
        return _refused(f"元の文にない {shown} があります。", f"it has {shown}, which nobody sent")

    def _wrong(self, id_: int) -> Refused:
        shown = self.protected.marks[id_].shown
        return _refused(
            f"{shown} の初めと終わりが合いません。", f"{shown} does not begin and end where it may"
        )


def _signs(text: str) -> Counter[str]:
    """Return everything in `text` that is no words, with how often it comes."""
    signs = Counter(
        # a full stop after an address is the sentence's
        token.span.of(text).rstrip(".,;:!?'") if token.kind is Kind.CODE else token.span.of(text)
        for token in scan(text)
        if token.kind is not Kind.TEXT
    )
    signs["|"] = text.count("|")  # would end a cell of a table
    return signs
