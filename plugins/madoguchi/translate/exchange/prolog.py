"""Looks at the beginning of XML: its encoding, and what is never taken from outside.

That is a document type: what it declares is worked off by a parser before anybody can look at it.
"""

import codecs
import re
from contextlib import suppress
from typing import BinaryIO
from xml.parsers import expat


class _Found(Exception):
    """A document type was reached."""


class _Ended(Exception):
    """The first element was reached."""


def doctype(stream: BinaryIO) -> int | None:
    """Return the line of the document type of an XML text, None if it has none.

    Raises expat.ExpatError if the text is broken before its first element, ValueError if it is in
    an encoding that nobody reads here.
    """

    def found(*_: object) -> None:
        raise _Found

    def ended(*_: object) -> None:
        raise _Ended

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = found
    parser.StartElementHandler = ended
    try:
        parser.ParseFile(stream)
    except _Found:
        return parser.CurrentLineNumber
    except _Ended:
        return None
    except LookupError as error:
        raise ValueError(str(error)) from error
    return None


_DECLARED = re.compile(
    rb"""\A(?:\xef\xbb\xbf)?(<\?xml\b[^>]*?\bencoding\s*=\s*["'])([A-Za-z][\w.-]*)(["'])"""
)
_TEXT = re.compile(r"ascii|big5|cp\d|euc|gb|hz|iso|johab|koi8|mac|shift|tis|utf")
"""Names of codecs that are encodings of text: Python has others, some of them slow."""
_READ_AS = {
    "shift_jis": ("shift_jis", "cp932"),
    "gb2312": ("gb2312", "gb18030"),
    "big5": ("big5", "big5hkscs"),
}
"""What programs write under a name that means several things."""
_OTHER_NAMES = {"windows-31j": "cp932", "x-sjis": "shift_jis"}


def as_utf8(data: bytes) -> bytes:
    """Return an XML text in UTF-8 if it declares another encoding; the lines stay the same.

    Every parser then reads the same text. Raises ValueError if it is not in what it declares, if
    that is no encoding known here, or if its name means several things and the text differs.
    """
    declared = _DECLARED.match(data)
    if declared is None:
        return data  # UTF-8, or UTF-16 with its mark, which every parser knows
    name = declared[2].decode("ascii").lower()
    try:
        codec = codecs.lookup(_OTHER_NAMES.get(name, name)).name
    except LookupError as error:
        raise ValueError(str(error)) from error
    if codec in ("utf-8", "utf-16"):
        return data
    if not _TEXT.match(codec):
        raise ValueError(f"no encoding of text: {name}")
    rest = data[declared.end() :]
    texts: set[str] = set()
    for encoding in _READ_AS.get(codec, (codec,)):
        with suppress(UnicodeDecodeError):
            texts.add(rest.decode(encoding))
    if len(texts) != 1:
        raise ValueError(f"{len(texts)} ways to read {name}")
    return declared[1] + b"UTF-8" + declared[3] + texts.pop().encode()
