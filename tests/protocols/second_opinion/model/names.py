"""Names as they are compared (rules.md, "Identity"): without width, case, dashes, blanks, like letters."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

LIKE = str.maketrans("аеорсухіѕԁӏтвнмкα", "aeopcyxlsdltbhmka") | {ord("i"): "l", ord("1"): "l", ord("0"): "o"}


@lru_cache(maxsize=1000)
def same_drug(name: str) -> str:
    """One form for all spellings of a drug's name."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    kept = [letter for letter in plain if unicodedata.category(letter)[0] in "LN"]
    return "".join(kept).translate(LIKE)
