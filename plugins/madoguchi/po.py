"""PO files as entries that remember their own lines, so that what nobody touches keeps every byte.

Format: gettext manual, "The Format of PO Files". Plural forms are kept as they stand; nothing here
makes any.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any


class PoError(ValueError):
    """The text is not PO; `line` is where it stops being so."""

    def __init__(self, line: int) -> None:
        super().__init__(f"syntax error on line {line}")
        self.line = line


@dataclass(frozen=True, slots=True)
class Entry:
    """A text with its translation, and what is written about them."""

    context: str
    """`msgctxt`."""
    text: str
    """`msgid`."""
    translation: str = ""
    """`msgstr`; of plural forms, the first."""
    flags: tuple[str, ...] = ()
    previous: str = ""
    """`#| msgid`: the text that the translation was made from."""
    note: str = ""
    """What people wrote above it (`# `)."""
    comment: str = ""
    """What a program wrote for translators (`#.`)."""
    references: tuple[str, ...] = ()
    """Where the text stands (`#:`), a line each."""
    obsolete: bool = False
    plural: bool = False
    """It has plural forms, which nothing here makes: it stays as it is."""
    line: int = field(default=0, compare=False)
    """The line of its `msgid` …"""
    translated: int = field(default=0, compare=False)
    """… and of its `msgstr`."""
    raw: str = field(default="", compare=False)
    """Its lines with all that stands between the entry before and them; empty if it is new."""

    def changed(self, **changes: Any) -> "Entry":
        """Return the entry with other values; the lines of all other values stay as they are."""
        changes = {name: value for name, value in changes.items() if getattr(self, name) != value}
        if not changes:
            return self
        entry = replace(self, **changes)
        if self.plural:
            return self  # nothing here makes plural forms, and none are touched
        if not self.raw or "obsolete" in changes or self.obsolete:
            return replace(entry, raw="")
        return replace(entry, raw=_spliced(self.raw, entry, set(changes)))


@dataclass(frozen=True, slots=True)
class Po:
    """A PO file: its header and its entries, in the order of the file."""

    header: Entry
    entries: tuple[Entry, ...]
    tail: str = ""
    """What stands below the last entry."""

    @property
    def metadata(self) -> Mapping[str, str]:
        """The header's fields."""
        lines = (line.partition(":") for line in self.header.translation.split("\n"))
        return {name.strip(): value.strip() for name, colon, value in lines if colon}

    def __str__(self) -> str:
        """Return the file's text; what was parsed and not changed is as it was."""
        newline = "\r\n" if "\r\n" in self.header.raw else "\n"
        parts = [entry.raw or _rendered(entry, newline) for entry in (self.header, *self.entries)]
        # the last line of a file may have no end, and may not be the last any more
        parts[:-1] = [part if part.endswith("\n") else part + newline for part in parts[:-1]]
        text = "".join(parts)
        return (text if self.header.raw else text.lstrip("\r\n")) + self.tail


def header(metadata: Mapping[str, str]) -> Entry:
    """Return a header with these fields."""
    return Entry("", "", "".join(f"{name}: {value}\n" for name, value in metadata.items()))


_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "a": "\a", "b": "\b", "f": "\f"}
_ESCAPED = {ord(char): f"\\{name}" for name, char in _ESCAPES.items()}
_KEYWORDS = {
    "msgctxt": "context",
    "msgid": "text",
    "msgid_plural": "plural",
    "msgstr": "translation",
    "msgstr[0]": "translation",
}
_FORM = re.compile(r"msgstr\[[0-9]+\]")


def parse(text: str) -> Po:
    """Return the entries of a PO text.

    Raises PoError for what is no PO.
    """
    entries: list[Entry] = []
    lines = text.split("\n")
    reading = _Reading()
    start = end = position = 0
    for number, line in enumerate(lines, 1):
        position += len(line) + 1
        content = line.strip()
        if not content:
            reading.string = ""
            continue
        if reading.done and not reading.goes_on(content):
            # the blank lines between two entries go with the second
            entries.append(reading.entry(text[start:end]))
            start, reading = end, _Reading()
        reading.take(content, number)
        end = min(position, len(text))
    if reading.done:
        entries.append(reading.entry(text[start:end]))
        start = end
    elif reading.begun:
        raise PoError(len(lines))
    tail = text[start:]
    if entries and not entries[0].text and not entries[0].context and not entries[0].obsolete:
        return Po(entries[0], tuple(entries[1:]), tail)
    return Po(header({}), tuple(entries), tail)


class _Reading:
    """An entry of which not all lines are read."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.notes: list[str] = []
        self.comments: list[str] = []
        self.references: list[str] = []
        self.flags: list[str] = []
        self.string = ""
        """The value that a line of its own may go on."""
        self.obsolete = False
        self.line = 0
        self.translated = 0

    @property
    def done(self) -> bool:
        return "translation" in self.values

    @property
    def begun(self) -> bool:
        return bool(self.values)

    def goes_on(self, content: str) -> bool:
        """Whether a line belongs to an entry that is whole without it: a further form, a string."""
        rest = content[2:].lstrip() if self.obsolete and content.startswith("#~") else content
        return rest.startswith(("msgstr[", '"'))

    def take(self, content: str, number: int) -> None:
        """Read one line."""
        prefix = ""
        if content[0] == "#":
            mark = content[1:2]
            if mark == "~":
                self.obsolete = True
                content = content[2:].lstrip()
                if content.startswith("|"):
                    prefix, content = "previous ", content[1:].lstrip()
            elif mark == "|":
                prefix, content = "previous ", content[2:].lstrip()
            else:
                self._comment(mark, content)
                return
        keyword, quote, rest = content.partition('"')
        if not quote or rest[-1:] != '"':
            if not quote and not content:
                return
            raise PoError(number)
        value = _unescaped(rest[:-1], number)
        keyword = keyword.strip()
        if keyword:
            if keyword not in _KEYWORDS and not _FORM.fullmatch(keyword):
                raise PoError(number)
            name = _KEYWORDS.get(keyword, keyword)
            self.string = prefix + name
            early = name not in ("context", "text") and "text" not in self.values and not prefix
            if early or self.string in self.values:
                raise PoError(number)
            if self.string == "text":
                self.line = number
            elif self.string == "translation":
                self.translated = number
            self.values[self.string] = value
        elif self.string:
            self.values[self.string] += value
        else:
            raise PoError(number)

    def _comment(self, mark: str, content: str) -> None:
        self.string = ""
        if mark == ".":
            self.comments.append(content[2:].strip())
        elif mark == ":":
            self.references.append(content[2:].strip())
        elif mark == ",":
            self.flags += [flag.strip() for flag in content[2:].split(",") if flag.strip()]
        else:
            self.notes.append(content[1:].strip())

    def entry(self, raw: str) -> Entry:
        """Return what was read."""
        values = self.values
        return Entry(
            values.get("context", ""),
            values["text"],
            values["translation"],
            tuple(self.flags),
            values.get("previous text", ""),
            "\n".join(self.notes),
            "\n".join(self.comments),
            tuple(self.references),
            self.obsolete,
            "plural" in values,
            self.line,
            self.translated,
            raw,
        )


def _unescaped(value: str, number: int) -> str:
    if "\\" not in value:
        if '"' in value:
            raise PoError(number)
        return value
    parts: list[str] = []
    chars = iter(value)
    for char in chars:
        if char == '"':
            raise PoError(number)
        if char == "\\":
            follows = next(chars, None)
            if follows is None:
                raise PoError(number)
            char = _ESCAPES.get(follows, f"\\{follows}")
        parts.append(char)
    return "".join(parts)


# the groups of lines of an entry, in the order in which gettext writes them
_GROUPS = ("note", "comment", "references", "flags", "previous", "context", "text", "translation")


def _rendered(entry: Entry, newline: str) -> str:
    """Return an entry as gettext writes it, without wrapping, a blank line before it."""
    return newline + "".join(_lines(entry, group, newline) for group in _GROUPS)


def _lines(entry: Entry, group: str, newline: str) -> str:
    """Return the lines of one group of values; nothing where there is no value."""
    value = getattr(entry, group)
    gone = "#~ " if entry.obsolete else ""
    if group in ("note", "comment", "references"):
        mark = {"note": "# ", "comment": "#. ", "references": "#: "}[group]
        said = value if isinstance(value, tuple) else value.split("\n") if value else ()
        return "".join(f"{mark}{line}".rstrip() + newline for line in said)
    if group == "flags":
        return f"#, {', '.join(value)}{newline}" if value else ""
    if group == "previous":
        before = "#~| " if entry.obsolete else "#| "
        return _strings(f"{before}msgid", before, value, newline) if value else ""
    if group == "context" and not value:
        return ""
    keyword = {"context": "msgctxt", "text": "msgid", "translation": "msgstr"}[group]
    return _strings(gone + keyword, gone, value, newline)


def _strings(keyword: str, prefix: str, value: str, newline: str) -> str:
    """Return a value: on one line, or with a line for each of its own."""
    lines = _split_lines(value) or [""]
    if len(lines) > 1:
        lines.insert(0, "")
    quoted = [f'"{line.translate(_ESCAPED)}"' for line in lines]
    rest = "".join(f"{prefix}{line}{newline}" for line in quoted[1:])
    return f"{keyword} {quoted[0]}{newline}{rest}"


def _split_lines(text: str) -> list[str]:
    """Return the lines with their ends; only a line feed ends one, as in a PO file."""
    return [line for line in re.split(r"(?<=\n)", text) if line]


def _spliced(raw: str, entry: Entry, changes: Iterable[str]) -> str:
    """Return an entry's lines with those of the changed values replaced."""
    newline = "\r\n" if "\r\n" in raw else "\n"
    groups = list(_grouped(raw))
    for group in changes:
        places = [i for i, (name, _) in enumerate(groups) if name == group]
        new = (group, _lines(entry, group, newline))
        if places:
            groups[places[0]] = new
            groups = [g for i, g in enumerate(groups) if i not in places[1:]]
        else:
            rank = _GROUPS.index(group)
            later = (i for i, (name, _) in enumerate(groups) if name and _GROUPS.index(name) > rank)
            groups.insert(next(later, len(groups)), new)
    return "".join(text for _, text in groups)


_MARKS = {".": "comment", ":": "references", ",": "flags", "|": "previous"}


def _grouped(raw: str) -> Iterator[tuple[str, str]]:
    """Yield the lines of an entry that is not obsolete, by what they say; blank ones as ""."""
    name, lines = "", ""
    for line in _split_lines(raw):
        content = line.strip()
        if not content:
            found = ""
        elif content[0] == "#":
            found = _MARKS.get(content[1:2], "note")
        elif content[0] == '"':
            found = name
        else:
            keyword = content.partition('"')[0].strip()
            found = "text" if keyword == "msgid_plural" else _KEYWORDS.get(keyword, "translation")
        if found != name and lines:
            yield name, lines
            lines = ""
        name = found
        lines += line
    yield name, lines
