"""Telephone numbers in the forms that other programs want."""

import re


def international(phone: str) -> str:
    """Return a telephone number as one calls it from anywhere: +81-999-00-1000.

    Short numbers (110, #7119) are called in Japan only, and stay as they are.
    """
    return f"+81-{phone[1:]}" if "-" in phone and phone.startswith("0") else phone


_CODES = ("0120", "0570")
_WITHOUT_AREA = ("050", "070", "080", "090", "0800")

DOMESTIC = re.compile(
    r"\(0[0-9]{1,4}\)[0-9]{1,4}-[0-9]{4}|0[0-9]{5}-[0-9]{4}"
    r"|0(?:5|7|8|9)0-[0-9]{4}-[0-9]{4}|0(?:120|570)-[0-9]{6}|0800-[0-9]{3}-[0-9]{4}"
)
"""The forms of DS-445 (「コアデータパーツ 電話番号」, 2022-03-31) for numbers within Japan.

It shows area codes in brackets, mobile numbers and 0120; 050, 0570 and 0800 are written likewise.
"""


def domestic(phone: str) -> str:
    """Return a number as DS-445 writes it: (0999)00-1000, 090-1234-5678, 0120-999999.

    Short numbers (110, #7119) have no form there, and stay as they are.
    """
    area, *rest = phone.split("-")
    if not rest:
        return phone
    if area in _CODES:
        return f"{area}-{''.join(rest)}"
    if area in _WITHOUT_AREA or len(rest) == 1:
        return phone
    return f"({area}){'-'.join(rest)}"
