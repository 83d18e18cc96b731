"""How Japanese is read: words and their readings, furigana, kana and romaji."""
