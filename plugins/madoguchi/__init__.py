"""Madoguchi: one source in Easy Japanese, a city's information site in every language."""

__version__ = "0.1.0"
