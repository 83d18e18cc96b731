"""What a reader types, found: one index per language, and the sentences of the pages it names."""
