"""The table that goes out and comes back: its columns, and what it may hold."""

from collections.abc import Mapping

from madoguchi.findings import Message

MOST_ROWS = 50_000
PAGE, STATE, KIND, SOURCE, READING, PREVIOUS, TARGET, REVIEWED, NOTE, LABEL = range(1, 11)
HEADERS: Mapping[int, tuple[Message, float]] = {
    PAGE: (Message("ページ", "Page"), 22),
    STATE: (Message("様子", "State"), 10),
    KIND: (Message("種類", "Kind"), 14),
    SOURCE: (Message("原文", "Source"), 44),
    READING: (Message("読み", "Reading"), 36),
    PREVIOUS: (Message("前の原文", "Previous source"), 30),
    TARGET: (Message("翻訳", "Translation"), 52),
    REVIEWED: (Message("確認", "Reviewed"), 10),
    NOTE: (Message("メモ", "Note"), 30),
    LABEL: (Message("madoguchi", "madoguchi"), 10),
}
INFO = "madoguchi"
"""The hidden sheet that says what the file is."""
