"""Text in the cells of a spreadsheet: shown and never reckoned.

A program that opens a CSV file takes some texts for formulas, dates or numbers. Those get one apostrophe in
front; so do texts that have one there already. Taking one apostrophe away at each place gives the text again.
"""

from __future__ import annotations

import re

from protocols.values.text import visible

_STARTS = r"(^|[,;|\t\r\n])"
"""Where a cell can begin: at its beginning, and behind what some program takes for the end of a cell."""

_FORMULA = "=+-@" + "".join(chr(ord(char) + 0xFEE0) for char in "=+-@")
"""How a formula begins, also in full-width letters."""

_BEGINS = re.compile(rf"['{re.escape(_FORMULA)}]")
"""What is looked for first: most texts have none of these anywhere."""

_HARMFUL = re.compile(rf"{_STARTS}(?='|[\s\ufffd]*[{re.escape(_FORMULA)}])")
_READ_AS_A_NUMBER = re.compile(
    r"0\d+|\d{16,}|\d+([.,]\d*)?[eE][+]?\d+|\d+[.,]\d+|\d{1,4}([-/.:]\d{1,4}){1,3}|\d+ *%", re.ASCII
)
"""Texts of digits that would come out as something else: without a nought, rounded, as a date or a time."""


def harmless(text: str, *, multiline: bool = False, digits: bool = True) -> str:
    """`text` for a cell. What no screen shows, such as control characters, is U+FFFD.

    With `digits`, texts of digits are kept from being read as numbers and dates too.
    """
    if not text:
        return ""
    shown = visible(text, multiline=multiline)
    if digits and "0" <= shown[0] <= "9" and _READ_AS_A_NUMBER.fullmatch(shown):
        return f"'{shown}"
    return _HARMFUL.sub(r"\1'", shown) if _BEGINS.search(shown) else shown
