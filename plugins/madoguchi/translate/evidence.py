"""What can be compared between a text and its translation without knowing either language.

Telephone numbers, addresses on the net, numbers in every script and way of writing, days of the
week, words in Latin letters, and how the text ends and how long it is.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from babel.dates import get_day_names

from madoguchi.document import Block
from madoguchi.inline import Kind, link_target, scan
from madoguchi.locales import SOURCE, locale
from madoguchi.span import Edit, splice
from madoguchi.translate import digits

Value = Callable[[str], str | None]
"""Gives what a reference (`contact.city-hall.phone`) says in the translation's language."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a block, or several that stand for one, has to compare."""

    size: int
    """Characters that a reader sees."""
    keys: frozenset[str]
    """`tel:…`, `url:…`, `mail:…`, `ref:…`, numbers `n:14`, hours `h:8`, days `d:2`, words `w:pdf`."""
    known: frozenset[str]
    """The keys, and what else may be meant by them: `n:8` and `n:20` for `h:8`, 二 for 2."""
    units: frozenset[str]
    """Words, or pairs of characters where a script has no spaces."""
    final: bool
    """It ends as a sentence does."""
    broken: bool
    """It ends where no sentence can: at a comma, a hyphen, inside brackets."""
    bold: int
    sentences: int
    """Ends of sentences, at least one."""
    parts: int
    """Pieces between marks: the items of a list may stand so on one line."""
    unresolved: bool = False
    """It refers to facts whose values are not known, so that it says more than can be seen."""


def of(block: Block, tag: str, value: Value | None, names: Iterable[tuple[str, str]]) -> Evidence:
    """Return the evidence of a block in the language `tag`.

    `names` are references with their values, to be recognised where a translation has the value.
    """
    keys: set[str] = set()
    unresolved = False
    edits: list[Edit] = []
    for token in scan(block.text):
        if token.kind is Kind.REF:
            keys.add(f"ref:{token.text}")
            found = value(token.text) if value else None
            unresolved |= found is None
            edits.append(Edit(token.span, found if found is not None else "〓〓〓〓"))
    text = splice(block.text, edits)
    parts: list[str] = []
    bold = 0
    for token in scan(text):
        if token.kind is Kind.MARKUP:
            mark = token.span.of(text)
            bold += mark in ("**", "***")
            target = link_target(mark)
            if target:
                keys |= _address(target)
            parts.append(" " if target else "")
        elif token.kind is Kind.CODE and _ADDRESS.match(token.text):
            keys |= _address(token.text)
            parts.append(" ")
        else:
            parts.append(token.text)
    seen = "".join(parts).strip()
    plain = unicodedata.normalize("NFKC", seen)
    keys |= {f"ref:{name}" for name, said in names if said in plain}
    numbers, perhaps = _numbers(digits.plain(seen), tag)
    keys |= numbers
    keys |= {f"w:{word}" for word in _LATIN.findall(plain.casefold())}
    keys |= {f"c:{char}" for char in plain if _is_han(char)}
    return Evidence(
        size=max(len(seen), 1),
        keys=frozenset(keys),
        known=frozenset(keys | perhaps | set().union(*map(_variants, keys))),
        units=frozenset(units(plain)),
        final=bool(_FINAL.search(seen)),
        broken=bool(_BROKEN.search(seen)) or _unclosed(seen),
        bold=bold // 2,
        sentences=max(len(_SENTENCE.findall(seen)), 1),
        parts=len(_MARKS.findall(seen.rstrip("。．.।۔"))) + 1,
        unresolved=unresolved,
    )


def together(parts: tuple[Evidence, ...]) -> Evidence:
    """Return the evidence of several blocks as if they were one."""
    if len(parts) == 1:
        return parts[0]
    return Evidence(
        size=sum(part.size for part in parts),
        keys=frozenset().union(*(part.keys for part in parts)),
        known=frozenset().union(*(part.known for part in parts)),
        units=frozenset().union(*(part.units for part in parts)),
        final=parts[-1].final,
        broken=parts[-1].broken,
        bold=sum(part.bold for part in parts),
        sentences=sum(part.sentences for part in parts),
        parts=sum(part.parts for part in parts),
        unresolved=any(part.unresolved for part in parts),
    )


def is_number(key: str) -> bool:
    """Whether a key is a number that a translation must have too: small ones are also words."""
    return key.startswith("n:") and (not key[2:].isdigit() or int(key[2:]) > 12)


_ADDRESS = re.compile(r"https?://|www\.|[^@\s]+@[^@\s]+$", re.IGNORECASE)
_LATIN = re.compile(r"(?<![^\W\d_])[a-z][a-z0-9]*[a-z][a-z0-9]*(?![^\W_])")
_FINAL = re.compile(
    r"[.。．!！?？…؟۔।॥።။៕།:：;；](?:[\s\"'”’»」』)）\]*_]|\[\^?\d+\])*$|(?:ครับ|ค่ะ)$"
)
_SENTENCE = re.compile(r"[。．！？।။។]+|[.!?؟۔]+(?=[\s」』）)”\"*]|$)")
_MARKS = re.compile("[、，,・/／;；:：|。．.!?！？।۔،؛–—]")
_BROKEN = re.compile(r"(?:[,、，،]|[(（「『\[＜]|\w[-‐–—])\s*$")
_PAIRS = {"(": ")", "（": "）", "「": "」", "『": "』", "＜": "＞", "[": "]", "«": "»", "“": "”"}
_ERA = re.compile(
    rf"({digits.ERA})\D{{0,6}}?(元|\d{{1,2}})(?!\d)|(?<![a-z\d])([rh])(\d{{1,2}})(?=[.年])",
    re.IGNORECASE,
)
_INITIALS = {"r": "reiwa", "h": "heisei"}
_AMOUNT = re.compile(rf"(?<!\d){digits.AMOUNT}")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[,.٬'’\u00a0\u202f ]\d{3})+(?![\d])")
_CLOCK = re.compile(
    r"(?<![\d.,])(\d{1,2})(?:\s?(?:時(?!間)|[点點]|시(?!간)|giờ|h(?![a-z])|बजे|بجے)\s?(?:(\d{1,2})(?:\s?[分분])?|(半))?"
    r"|[:：](\d{2})(?::\d{2})?|(?:[.](\d{2}))?(?=\s?[ap]\.?\s?m\b))",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?<![\d./])(\d{1,4})([./])(\d{1,2})\2(\d{1,4})(?![\d./]\d)")
_NUMBER = re.compile(r"\d+(?:[.,]\d{1,2}(?!\d))?")


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf"


def _address(target: str) -> set[str]:
    """Return the key of a link's target: without scheme, so that http and https are the same."""
    lower = target.strip().casefold()
    if lower.startswith("tel:"):
        return {f"tel:{digits.subscriber(lower.replace('%23', '#'))}"}
    if "@" in lower:
        return {f"mail:{lower.removeprefix('mailto:').partition('?')[0]}"}
    if _ADDRESS.match(lower):
        return {"url:" + re.sub(r"^(?:https?://)?(?:www\.)?", "", lower).rstrip("/.,;:)")}
    # of a link inside the site the file's name stays the same, and the folder changes
    page, _, part = lower.partition("#")
    name = re.sub(r"\.(?:[a-z-]{2,7}\.)?(?:md|html?)$", "", page.rstrip("/").rpartition("/")[2])
    return {f"url:{name or '#' + part}"}


def _unclosed(text: str) -> bool:
    return any(text.count(begin) > text.count(end) for begin, end in _PAIRS.items())


@lru_cache
def _days(tag: str) -> dict[str, int]:
    """Return the names of days in a language."""
    days = get_day_names("wide", "format", locale(tag).babel)
    names = {name.casefold(): number for number, name in days.items()}
    # segunda-feira is also written segunda
    return names | {name.removesuffix("-feira"): number for name, number in names.items()}


def _numbers(text: str, tag: str) -> tuple[set[str], set[str]]:
    """Return the keys of all numbers in a plain text, and those that words in it may mean."""
    found: set[str] = set()
    lower = text.casefold()
    for name, day in _days(tag).items():
        before = "" if _is_han(name[0]) else r"(?<!\w)"
        if name in lower and re.search(before + re.escape(name), lower):
            found.add(f"d:{day}")

    def phone(match: re.Match[str]) -> str:
        found.add(f"tel:{digits.subscriber(match[0])}")
        return " "

    def era(match: re.Match[str]) -> str:
        name, year = (match[1], match[2]) if match[1] else (match[3], match[4])
        return f" {digits.western_year(_INITIALS.get(name.casefold(), name), year):.0f}"

    def clock(match: re.Match[str]) -> str:
        if int(match[1]) > 24:
            return match[0]
        minute = int(match[2] or match[4] or match[5] or (30 if match[3] else 0))
        found.add(f"h:{int(match[1]) % 12}")
        return f" {minute} " if minute else " "

    text = digits.PHONE.sub(phone, text)
    text = _ERA.sub(era, text)
    text = _DATE.sub(r"\1 \3 \4", text)
    text = _GROUPED.sub(lambda match: re.sub(r"\D", "", match[0]), text)
    text = _AMOUNT.sub(lambda match: f" {digits.amount(match[0]):.0f} ", text)
    text = _CLOCK.sub(clock, text)
    text, named = digits.months_as_digits(text, tag)
    for number in _NUMBER.findall(text):
        whole, _, part = number.replace(",", ".").partition(".")
        part = part.rstrip("0")
        found.add(f"n:{whole.lstrip('0') or '0'}{'.' + part if part else ''}")
    perhaps = {f"n:{month}" for month in named}
    if tag == SOURCE or tag.startswith("zh"):
        words = digits.KANJI_NUMBER.findall(text)
        perhaps |= {f"n:{digits.kanji_value(word):.0f}" for word in words}
    return found, perhaps


def _variants(key: str) -> set[str]:
    kind, _, rest = key.partition(":")
    if kind == "h":
        return {f"n:{int(rest)}", f"n:{int(rest) + 12}"}
    if kind == "n" and rest.isdigit() and len(rest) < 3 and int(rest) <= 24:
        return {f"h:{int(rest) % 12}"}
    if kind == "tel":  # 119 as a number to call and as a number
        return {f"n:{rest.lstrip('#')}"}
    return {f"tel:{rest}", f"tel:#{rest}"} if kind == "n" else set()


def units(text: str) -> set[str]:
    """Return the words of a text; where words have no spaces between them, pairs of characters."""
    found: set[str] = set()
    for word in re.findall(r"\w[\w\u0900-\u0dff]*", text.casefold()):
        if _UNSPACED.search(word):
            found.update(word[i : i + 2] for i in range(len(word) - 1))
        elif not word.isdigit():
            found.add(word)
    return found


_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
