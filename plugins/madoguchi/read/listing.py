"""Words and readings as JSON, one line for one line."""

import json

from madoguchi.inline import prose
from madoguchi.read.reader import Reader


def as_json(text: str, reader: Reader) -> str:
    """Return the words of inline Markdown `text` as one line of JSON.

    `{"text": …, "reading": …, "words": [{"text", "reading", "pos", "origin", "confidence", "other"?}]}`
    """
    mapped = prose(text)
    words = reader.words(mapped.text, mapped.given)
    rows = [
        {
            "text": word.text,
            "reading": word.reading,
            "pos": word.pos[0],
            "origin": word.origin.value,
            "confidence": word.confidence,
            **({"other": word.other} if word.other else {}),
        }
        for word in words
    ]
    whole = {"text": mapped.text, "reading": "".join(word.reading for word in words), "words": rows}
    # ensure_ascii: whatever a line holds, its JSON is one line, and lone surrogates are escaped
    return json.dumps(whole, ensure_ascii=True)
