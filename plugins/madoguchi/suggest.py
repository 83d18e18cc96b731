"""The nearest valid name for one that is not known."""

from collections.abc import Iterable
from difflib import get_close_matches

from madoguchi.findings import Message


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the name in `known` most like `name`, or None if none is near."""
    return next(iter(get_close_matches(name, list(known), n=1, cutoff=0.5)), None)


def unknown(what: Message, name: str, known: Iterable[str]) -> Message:
    """Return "there is no such …; did you mean …?" for `name`."""
    names = sorted(known)
    near = nearest(name, names) if len(names) != 1 else names[0]
    if near is not None:
        cure = Message(f"「{near}」ではありませんか。", f'Did you mean "{near}"?')
    else:
        shown = ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
        cure = Message(f"使えるのは次のものです: {shown}", f"Known: {shown}")
    return Message(
        f"「{name}」という{what.ja}はありません。{cure.ja}",
        f'There is no {what.en} "{name}". {cure.en}',
    )
