"""A second opinion: another reader, of another school, reads the same text.

OpenJTalk's front end (the extra `vote`, pyopenjtalk-plus) was built for speech. Where it and our
reader differ, one of them is wrong: measured on 423 read-aloud sentences, six in ten of our wrong
readings are among the hundredth part of all words on which they differ.
"""

import re
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from difflib import SequenceMatcher
from functools import cache
from io import StringIO

from madoguchi.inline import MASK
from madoguchi.kana import HAS_KANJI, hiragana
from madoguchi.words import Origin, Word

Opinion = Callable[[str], str]
"""Gives the reading of a whole text, in kana."""


LONGEST = 2_000
"""The second reader is asked for texts up to this many characters; nothing longer is a sentence."""


@cache
def second_reader() -> Opinion | None:
    """Return the second reader, or None where the extra `vote` is not installed."""
    # it says on the terminal which of its own extras are missing; that is nothing to our users
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        try:
            import pyopenjtalk
        except ImportError:
            return None
        pyopenjtalk.run_frontend("あ", use_vanilla=True)

    def read(text: str) -> str:
        text = re.sub("[\ud800-\udfff]", MASK, text)
        return "".join(
            str(word["read"]) for word in pyopenjtalk.run_frontend(text, use_vanilla=True)
        )

    return read


def disagreements(words: list[Word], theirs: str) -> dict[int, str]:
    """Return the indexes of the words that a second reading of the whole differs on, and what it says.

    Only words that the dictionary alone reads are compared: what an editor or a rule says stands.
    """
    ours: list[str] = []
    owners: list[int] = []
    for i, word in enumerate(words):
        kana = _comparable(word.reading)
        ours.append(kana)
        owners += [i] * len(kana)
    text = "".join(ours)
    other = _comparable(theirs)
    if text == other:
        return {}
    spoken: dict[int, list[str]] = {}
    differing: set[int] = set()
    for tag, a, b, c, d in SequenceMatcher(None, text, other, autojunk=False).get_opcodes():
        for k in range(a, b):
            spoken.setdefault(owners[k], [])
        if tag == "equal":
            for k in range(a, b):
                spoken[owners[k]].append(text[k])
            continue
        at = owners[min(a, len(owners) - 1)] if owners else 0
        if a == b and at and re.search("[A-Za-z0-9０-９]", words[at - 1].text):
            continue  # the other reader spells letters out: 3R
        spoken.setdefault(at, []).append(other[c:d])
        differing |= {owners[k] for k in range(a, b)} or {at}
    return {
        i: "".join(spoken.get(i, []))
        for i in sorted(differing)
        if i < len(words)
        and words[i].origin is Origin.DICTIONARY
        and HAS_KANJI.search(words[i].text) is not None
    }


_SOUND = str.maketrans({"づ": "ず", "ぢ": "じ", "ー": None, "を": "お"})


def _comparable(reading: str) -> str:
    return re.sub("[^ぁ-ゖ]", "", hiragana(reading).translate(_SOUND))
