"""Looks at the beginning of XML for what is never taken from outside: a document type.

What it declares is worked off by a parser before anybody can look at it.
"""

from typing import BinaryIO
from xml.parsers import expat


class _Found(Exception):
    """A document type was reached."""


class _Ended(Exception):
    """The first element was reached."""


def doctype(stream: BinaryIO) -> int | None:
    """Return the line of the document type of an XML text, None if it has none.

    Raises expat.ExpatError if the text is broken before its first element.
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
    return None
