"""Text from people and files: what may be shown, and what may be kept.

Everything a person typed, pasted or brought in a file passes `visible` on its way to a terminal,
and `clean` on its way from a form into an entry.
"""

from __future__ import annotations

import re
import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_UNSHOWABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_UNKEEPABLE = frozenset({"Cc", "Cf", "Cs"})
BREAK = " / "
"""What stands between two lines of a text where there is room for one: seen, and kept."""

JOINERS = "\u200c\u200d"
"""Zero width non-joiner and joiner: not seen themselves, they say how the letter before is written."""

_JOINING = re.compile(r"[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\ufb50-\ufdff\ufe70-\ufeff]")
"""Letters and signs of scripts in which a joiner behind one is part of how a word is written."""


def visible(text: str, *, multiline: bool = False) -> str:
    """`text` as it may go to a terminal: no control byte, nothing invisible, nothing swallowed.

    Each control, format, private, unassigned or separator character becomes U+FFFD; a joiner stays where
    it is part of a word. A line feed stays with `multiline`, and is a stroke between two lines without.
    """
    if text.isascii() and text.isprintable():
        return text
    if not multiline and "\n" in text:
        text = text.replace("\n", BREAK)
    pairs = zip(f" {text}", text, strict=False)
    return "".join(char if _joins(before, char) else _shown(char, multiline) for before, char in pairs)


def _joins(before: str, char: str) -> bool:
    """Whether `char` is a joiner (U+200C, U+200D) as Sinhala, Nepali or Persian words have them."""
    return char in JOINERS and _JOINING.match(before) is not None


def _shown(char: str, multiline: bool) -> str:
    if char == "\n" and multiline:
        return char
    return REPLACEMENT if unicodedata.category(char) in _UNSHOWABLE else char


def clean(text: str, *, multiline: bool = False) -> str:
    """`text` from a form as an entry keeps it: trimmed, runs of white space made one blank, NFC.

    None falls away: a control or format character, and half a surrogate pair, which no file can hold, becomes
    U+FFFD, as it is shown; joiners within words stay. Line breaks stay only with `multiline`.
    """
    lines = text.splitlines() if multiline else [text]
    return "\n".join(_clean_line(line) for line in lines).strip()


def _clean_line(line: str) -> str:
    text = " ".join(line.split())
    if text.isascii() and text.isprintable():
        return text
    pairs = zip(f" {text}", text, strict=False)
    kept = "".join(char if _joins(before, char) else _kept(char) for before, char in pairs)
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def _kept(char: str) -> str:
    return REPLACEMENT if unicodedata.category(char) in _UNKEEPABLE else char


def says_nothing(text: str) -> bool:
    """Whether nothing of `text` would be seen but blanks and marks that stand for what cannot be shown."""
    return not clean(text, multiline=True).replace(REPLACEMENT, "").strip()


def typed(before: str, char: str) -> str:
    """What the key of `char` puts behind `before`, "" for a key that writes nothing: an arrow, say.

    A keyboard sends joiners, soft hyphens and marks of direction as keys, too.
    """
    if len(char) != 1 or unicodedata.category(char) == "Cc":
        return ""
    return visible(before[-1:] + char)[-1:]
