"""Counter sheets: a page on paper in Easy Japanese and one more language, pair by pair."""
