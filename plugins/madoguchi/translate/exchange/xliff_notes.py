"""Who says a note in an XLIFF file, so that a translator's own can be told from ours."""

LABEL = "madoguchi"
DEVELOPER = "developer"
READING = "reading"
PREVIOUS = "previous"
OURS = (LABEL, DEVELOPER, READING, PREVIOUS)
TRANSLATOR = "translator"
