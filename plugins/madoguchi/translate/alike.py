"""How alike two texts are, to see what a text has become."""

from difflib import SequenceMatcher

SIMILAR = 0.6
"""How alike two texts must be to be one before and after a change (as msgmerge)."""


class Alike:
    """Compares many texts with one, which is worked through only once."""

    def __init__(self, text: str) -> None:
        # of its two texts, a matcher keeps what it has found out about the second
        self._matcher = SequenceMatcher(None, "", text, autojunk=False)

    def ratio(self, text: str, least: float = SIMILAR) -> float:
        """Return how alike `text` is, up to 1.0; 0.0 if that is no more than `least`."""
        matcher = self._matcher
        matcher.set_seq1(text)
        if matcher.real_quick_ratio() <= least or matcher.quick_ratio() <= least:
            return 0.0
        ratio = matcher.ratio()
        return ratio if ratio > least else 0.0
