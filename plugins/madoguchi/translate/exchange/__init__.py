"""Translations go out to offices and agencies and come back; Git stays the only master.

What comes back is taken in only if it says what the source says today, and if nobody else has
translated the text meanwhile. The formats are in modules of their own, since they need extras.
"""
