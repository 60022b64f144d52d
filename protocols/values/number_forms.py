"""What a site says its numbers and codes look like: a pattern, and the check digit of a number.

A pattern is met in bounded time. Python's expressions try every way to part a text, and "(\\d+)+" takes
longer than anybody waits: so a pattern leaves a length open only `MOST_REPEATS` times, and repeats no group
that can itself be parted in two ways. Check digits: NHS Data Dictionary, "NHS NUMBER" (modulus 11, ten
figures); ISO/IEC 7812-1 annex B (Luhn, modulus 10).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

CheckDigit = Literal["none", "nhs", "mod11", "luhn"]
"""None; an NHS number; modulus 11 with weights 2, 3, 4 ... from the right, X for ten; modulus 10 of Luhn."""

NHS_FIGURES = 10


def check_fault(key: str, check: CheckDigit) -> str:
    """What is wrong with a number in its normal form, as the end of a sentence; "" for nothing.

    Letters before the figures ("rxh943...") are a prefix and weigh nothing.
    """
    if check == "none":
        return ""
    figures = key.lstrip("abcdefghijklmnopqrstuvwxyz")
    ten = check == "mod11" and figures.endswith("x")
    digits = figures[:-1] if ten else figures
    if not (digits.isascii() and digits.isdigit()) or len(figures) < 2:
        return "has other signs than figures, and its check digit cannot be looked at"
    if check == "nhs" and len(figures) != NHS_FIGURES:
        return f"has {len(figures)} figures; an NHS number has {NHS_FIGURES}"
    fits = _luhn(digits) if check == "luhn" else _mod11([*map(int, digits), *([10] if ten else [])])
    return "" if fits else "has a wrong check digit: a figure is wrong, missing, or two changed places"


def _mod11(values: list[int]) -> bool:
    """Whether the weighed sum is a multiple of 11; the check digit itself weighs one."""
    return sum(value * weight for weight, value in enumerate(reversed(values), 1)) % 11 == 0


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


LONGEST = 200
"""Characters of a pattern."""
MOST_TEXT = 128
"""Characters of a text that is compared with one; more than any number or wristband has."""
MOST_REPEATS = 4
"""Repeats of an open length, "?" among them: about 128 ** 4 / 24 ways to part the longest text."""
MOST_CHOICES = 8
"""Alternatives of a pattern, each at most a doubling."""

_TOKEN = re.compile(
    r"\\. | \[\^?\]?(?:\\.|[^\]\\])*\] | (?P<open>\((?:\?[^)=!<:P]*:|\?:|\?P<\w+>)?) | (?P<close>\))"
    r" | (?P<repeat>[*+?] | \{\d*,\d*\})[?+]? | (?P<count>\{\d+\}) | (?P<choice>\|) | .",
    re.VERBOSE | re.DOTALL,
)
_REFERENCE = re.compile(r"\\[1-9]|\(\?P=|\(\?[=!<(]")


@lru_cache(64)
def pattern_fault(pattern: str) -> str:
    """Why `pattern` is none, as a predicate ("is too long"); "" where it can be used."""
    if len(pattern) > LONGEST:
        return f"is too long: {LONGEST} characters at most"
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return f"is no regular expression: {error}"
    return _slow(pattern)


def _slow(pattern: str) -> str:
    """Why it can take too long to match."""
    if _REFERENCE.search(pattern.replace("\\\\", "")):
        return "looks back or ahead, which can take too long: write the number as it stands"
    repeats = choices = 0
    closed = False
    parted = [False]  # of each open group, whether it can match in more than one way
    for token in _TOKEN.finditer(pattern):
        if token["open"]:
            parted.append(False)
        elif token["close"] and len(parted) > 1:
            inner = parted.pop()
            parted[-1] = parted[-1] or inner
            closed = inner
            continue
        elif token["choice"]:
            choices, parted[-1] = choices + 1, True
        elif token["repeat"] or token["count"]:
            if closed and token["repeat"] != "?":
                return "repeats a group that repeats or has alternatives, which can take too long"
            repeats, parted[-1] = repeats + bool(token["repeat"]), True
        closed = False
    if repeats > MOST_REPEATS or choices > MOST_CHOICES:
        return (
            f"leaves too much open, which can take too long: {MOST_REPEATS} of * + ? {{n,m}} and "
            f"{MOST_CHOICES} of | at most. Say how many, such as \\d{{5}}"
        )
    return ""


def match_whole(pattern: str, text: str) -> re.Match[str] | None:
    """How the whole of `text` meets `pattern`; None also for a text, or a pattern, that takes too long."""
    if len(text) > MOST_TEXT or pattern_fault(pattern):
        return None
    return re.fullmatch(pattern, text)
