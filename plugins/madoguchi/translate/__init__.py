"""Translations: out of the sources into PO catalogs, and what state these are in."""
