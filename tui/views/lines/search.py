"""Finding a patient by what a person types: parts of the name in any order, the number, the bed."""

from __future__ import annotations

from protocols.values.identity import name_key, number_key


def finds(sought: str, name: str, number: str, bed: str = "") -> bool:
    """Whether a patient is meant by `sought`; "" means everyone.

    Accents, apostrophes, capitals and the order of names do not matter, nor dashes and blanks of a number.
    """
    words = sought.replace(",", " ").split()
    if not words:
        return True
    whole = number_key(sought)
    if whole in number_key(number) and any(char.isalnum() for char in whole):
        return True
    return all(_in(word, name, number, bed) for word in words)


def _in(word: str, name: str, number: str, bed: str) -> bool:
    key = name_key(word)
    in_name = key in name_key(name) if key else word.casefold() in name.casefold()
    return in_name or word.casefold() in bed.casefold() or word.casefold() in number.casefold()
