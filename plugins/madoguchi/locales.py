"""The languages a site can have: their tags, names, directions and how they come about."""

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

import babel

from madoguchi.errors import SettingsError
from madoguchi.findings import Message
from madoguchi.suggest import unknown

SOURCE = "ja"
"""Easy Japanese, the language everything is written in."""


class Origin(Enum):
    """How a language's text comes about."""

    SOURCE = auto()
    KANA = auto()
    """Derived from the source's readings: hiragana, spaced."""
    ROMAJI = auto()
    """Derived from the source's readings: Latin letters."""
    CATALOG = auto()
    """Translated by people or machines, in PO files."""


@dataclass(frozen=True, slots=True)
class Locale:
    """One language of the site."""

    tag: str
    """BCP 47: `zh-Hans`; also the folder's name in the address."""
    name: str
    """In its own language and script."""
    direction: str
    """`ltr` or `rtl`."""
    origin: Origin

    @property
    def babel(self) -> babel.Locale:
        """How Babel formats dates and numbers for it."""
        return _babel("ja" if self.origin is not Origin.CATALOG else self.tag)

    @property
    def prefix(self) -> str:
        """What begins its pages' addresses: nothing for the source, else `en/`."""
        return "" if self.origin is Origin.SOURCE else f"{self.tag}/"


_DERIVED = {
    "ja": ("やさしい日本語", Origin.SOURCE),
    "ja-Hrkt": ("にほんご（ひらがな）", Origin.KANA),
    "ja-Latn": ("Nihongo (rōmaji)", Origin.ROMAJI),
}

# Where Babel's name for a language is not what its readers look for in a menu
_NAMES = {
    "tl": "Tagalog",
    "zh-Hans": "简体中文",
    "zh-Hant": "繁體中文",
    "pt-BR": "Português (Brasil)",
}


# What static-i18n, which builds the site, takes for a language
_TAG = re.compile(r"[a-z]{2}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?")
# Tags that people know, and that another one stands for here
_OTHERS = {"fil": "tl", "zh-cn": "zh-Hans", "zh": "zh-Hans", "zh-tw": "zh-Hant", "jp": "ja"}


def _candidates(tag: str) -> set[str]:
    """Return the tags that may have been meant."""
    if (other := _OTHERS.get(tag.lower())) is not None:
        return {other}
    names = {name.replace("_", "-") for name in babel.localedata.locale_identifiers()}
    return {name for name in names if _TAG.fullmatch(name)} | set(_DERIVED) | {"tl"}


@lru_cache
def _babel(tag: str) -> babel.Locale:
    # Babel knows Tagalog as Filipino; its numbers and dates are the same
    return babel.Locale.parse("fil" if tag == "tl" else tag, sep="-")


def locale(tag: str) -> Locale:
    """Return the locale of `tag`.

    Raises SettingsError, with the nearest tag, if there is no such language.
    """
    if tag in _DERIVED:
        name, origin = _DERIVED[tag]
        return Locale(tag, name, "ltr", origin)
    try:
        if _TAG.fullmatch(tag) is None:
            raise ValueError(tag)
        known = _babel(tag)
    except (ValueError, babel.UnknownLocaleError) as error:
        raise SettingsError(unknown(Message("言語", "language"), tag, _candidates(tag))) from error
    name = _NAMES.get(tag) or known.get_display_name() or tag
    direction = "rtl" if known.character_order == "right-to-left" else "ltr"
    return Locale(tag, name[0].upper() + name[1:], direction, Origin.CATALOG)
