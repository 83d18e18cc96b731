"""The rules, in the order of their ids. A rule is a module here and a line below, nothing more."""

from madoguchi.check.rule import Rule
from madoguchi.check.rules import (
    ej001_long_sentence,
    ej002_unknown_reading,
    ej003_hard_kanji,
    ej004_keigo,
    ej005_double_negative,
    ej006_plain_ending,
    ej007_slash_date,
    ej008_bare_era,
    ej009_unexplained_term,
    ej010_doubtful_reading,
)

RULES: tuple[Rule, ...] = (
    ej001_long_sentence.RULE,
    ej002_unknown_reading.RULE,
    ej003_hard_kanji.RULE,
    ej004_keigo.RULE,
    ej005_double_negative.RULE,
    ej006_plain_ending.RULE,
    ej007_slash_date.RULE,
    ej008_bare_era.RULE,
    ej009_unexplained_term.RULE,
    ej010_doubtful_reading.RULE,
)
