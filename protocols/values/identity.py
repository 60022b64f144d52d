"""Hospital numbers and names in the form in which they are compared: never shown, never kept.

The same patient is not admitted twice because a dash, a blank or a capital differs, and names that people
mistake for each other are found (rules.md, "Identity"; ISMP on look-alike names; NHS patient identification).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h"}
    | {"\N{LATIN SMALL LETTER DOTLESS I}": "i"}
)
"""Letters that are no letter with a mark, as they are written without them."""


@lru_cache(4096)
def number_key(number: str) -> str:
    """A hospital number without what hands and eyes change: width, case, dashes, blanks, what is not seen.

    "00481 -7", "00481/7" and "004817" are one number. One that is nothing but signs is compared as it is.
    """
    wide = unicodedata.normalize("NFKC", number).casefold()
    kept = "".join(char for char in wide if unicodedata.category(char)[0] in "LNM")
    return kept or wide


def bed_order(bed: str) -> str:
    """What beds are sorted by, as people count them: 2 before 10."""
    return re.sub(r"[0-9]+", lambda number: number[0].zfill(6), bed)


@lru_cache(4096)
def _grouped(number: str) -> str:
    """`number_key` with one dash wherever signs or blanks part it."""
    wide = unicodedata.normalize("NFKC", number).casefold()
    seen = (char for char in wide if unicodedata.category(char) != "Cf")
    parts = "".join(char if unicodedata.category(char)[0] in "LNM" else " " for char in seen).split()
    return "-".join(parts)


def same_number(one: str, other: str) -> bool:
    """Whether both are one hospital number, however they are written.

    "1-23" and "12-3" are two, for dashes can carry meaning; "123" is either of them.
    """
    if number_key(one) != number_key(other):
        return False
    parted, otherwise = _grouped(one), _grouped(other)
    return parted == otherwise or "-" not in parted or "-" not in otherwise


def numbers_meant(number: str, numbers: Iterable[str]) -> list[str]:
    """Which of `numbers` is `number`: the one written the same way, else all that can be; never guessed."""
    found = [each for each in numbers if same_number(number, each)]
    exact = [each for each in found if _grouped(each) == _grouped(number)]
    return exact or found


UNNAMED = "Unidentified"
"""What the ward calls somebody who cannot be named yet, with a number behind it."""


def unnamed_after(numbers: Iterable[str]) -> str:
    """The name for the next such patient, where there are `numbers` already: "Unidentified 1"."""
    head = UNNAMED.casefold()
    keys = (number_key(number) for number in numbers)
    taken = [int(key[len(head) :]) for key in keys if key.startswith(head) and key[len(head) :].isdecimal()]
    return f"{UNNAMED} {max(taken, default=0) + 1}"


def numbered(name: str) -> str:
    """The number that goes with it: "UNIDENTIFIED-1"."""
    return name.upper().replace(" ", "-")


def is_unnamed(number: str) -> bool:
    """Whether the ward gave the number, because nobody knew another."""
    return re.fullmatch(rf"{UNNAMED.casefold()}\d+", number_key(number)) is not None


def number_without_zeros(number: str) -> str:
    """`number_key` without leading zeros: what a person who copies a number may have left out."""
    key = number_key(number)
    return key.lstrip("0") or key


@lru_cache(4096)
def name_key(name: str) -> str:
    """A name in small letters without accents, apostrophes, dashes and blanks: "O'Súllivan" is "osullivan".

    Only the accents of Latin, Greek and Cyrillic are left out: in other scripts a mark is a letter.
    """
    small = unicodedata.normalize("NFKC", name).casefold().translate(_LETTERS)
    parts = unicodedata.normalize("NFD", small)
    kept = (char for char in parts if unicodedata.category(char)[0] in "LNM" and not _is_accent(char))
    return unicodedata.normalize("NFC", "".join(kept))


def drug_key(name: str) -> str:
    """A drug's name in the form in which it is compared: as a person's, with one letter for all drawn alike:
    what nobody can see to be another letter makes no second drug ("aIectinib" with a capital i).
    """
    return name_key(name).translate(_DRAWN_ALIKE)


_DRAWN_ALIKE = str.maketrans(
    "\u0430\u0435\u043a\u043c\u043e\u0440\u0441\u0442\u0443\u0445\u0456\u0458\u0455\u04bb\u0432\u043d"
    "\u03b1\u03b2\u03b5\u03b7\u03b9\u03ba\u03bc\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7",
    "aekmopctyxljshbh" + "abehlkmvoptyx",
) | str.maketrans("i10", "llo")
"""Small Cyrillic and Greek letters which, small or capital, look like a Latin one; Latin i, l and the figure
1, of which one looks like another's capital; o and the figure 0.
"""


def _is_accent(char: str) -> bool:
    return "\u0300" <= char <= "\u036f" or unicodedata.category(char) == "Lm"


def one_edit_apart(one: str, other: str) -> bool:
    """Whether one letter more, less, another, or two neighbours changing places make `other` of `one`."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    left, right = one[start:], other[start:]
    if left[1:] == right[1:] or left[1:] == right or left == right[1:]:
        return True
    return left[:2] == right[1::-1] and left[2:] == right[2:] and len(left) == len(right) >= 2
