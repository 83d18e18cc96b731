"""A text of a pair, taken apart once for all rules."""

import re
from functools import cached_property, lru_cache

from madoguchi.inline import Kind, link_target, scan

GAP = "〓"
"""Stands in `Text.prose` for what is no language: a reference, code, an address on the net."""

_MARKED = re.compile(r"[\[\]{}<>*`&\\@~]|://|www\.")
_FIELD = re.compile(r"\{[a-z_]+\}")
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")
_ADDRESS = re.compile(r"https?://|www\.|[^@\s]+@", re.IGNORECASE)
_BRACKETED = re.compile(
    '（[^（）]*）|\\([^()]*\\)|「[^「」]*」|『[^『』]*』|“[^“”]*”|"[^"]*"|«[^«»]*»|‘[^‘’]*’'
    "|《[^《》]*》|〈[^〈〉]*〉|＜[^＜＞]*＞|【[^【】]*】"
)


class Text:
    """What a text says to a reader, and what else is in it."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.names: tuple[str, ...] = ()
        """References and fields, with their braces."""
        self.targets: tuple[str, ...] = ()
        """Where its links lead."""
        self.addresses: tuple[str, ...] = ()
        """Addresses on the net and of mail that stand in the text."""
        self.tags: tuple[str, ...] = ()
        """HTML tags: `br`, `/b`."""
        self.entities: tuple[str, ...] = ()
        self.strong = 0
        """How many marks of strong emphasis."""
        self.prose = raw
        """Without markup; references, code and addresses are `GAP`."""
        if _MARKED.search(raw) is not None:
            self._take_apart()

    def _take_apart(self) -> None:
        names: list[str] = []
        targets: list[str] = []
        addresses: list[str] = []
        tags: list[str] = []
        entities: list[str] = []
        parts: list[str] = []
        for token in scan(self.raw):
            if token.kind is Kind.TEXT or token.kind is Kind.RUBY:
                found = _FIELD.findall(token.text) if "{" in token.text else ()
                names += found
                parts.append(_FIELD.sub(GAP, token.text) if found else token.text)
            elif token.kind is Kind.REF:
                names.append(f"{{{token.text}}}")
                parts.append(GAP)
            elif token.kind is Kind.CODE:
                parts.append(GAP)
                if _ADDRESS.match(token.text):
                    addresses.append(token.text.rstrip(".,;:!?'"))
                elif token.text.startswith("&"):
                    entities.append(token.text)
            else:
                mark = token.span.of(self.raw)
                self.strong += mark in ("**", "***")
                if (target := link_target(mark)) is not None:
                    targets.append(target)
                elif (tag := _TAG.match(mark)) is not None:
                    tags.append(("/" if mark[1] == "/" else "") + tag[1].lower())
                    parts.append(" ")
        self.names, self.targets, self.addresses = tuple(names), tuple(targets), tuple(addresses)
        self.tags, self.entities = tuple(tags), tuple(entities)
        self.prose = "".join(parts)

    @cached_property
    def kept(self) -> frozenset[str]:
        """What a translation has too, as it stands: references, fields and the targets of links."""
        return frozenset((*self.names, *self.targets))

    @cached_property
    def open(self) -> str:
        """The prose outside brackets and quotation marks."""
        inner = _BRACKETED.sub(" ", self.prose)
        return _BRACKETED.sub(" ", inner)


# The same sources come again with every language; a translation comes with one rule after another
source = lru_cache(maxsize=16_384)(Text)
translation = lru_cache(maxsize=16)(Text)
