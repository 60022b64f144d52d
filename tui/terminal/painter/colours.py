"""From the colours that are drawn to those that are wanted, in as few bytes as can be.

Of a blank only what is behind it can be seen, so nothing else is changed for one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_COLOURS = re.compile(r"[34]8;5;[0-9]+|[34]8;2;[0-9]+;[0-9]+;[0-9]+|[349][0-7]|10[0-7]|[34]9")
_ON_BLANKS = frozenset(("4", "5", "6", "7", "8", "9", "21", "51", "52", "53"))
"""Attributes that change what a blank looks like, or may."""
_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "7": "27", "9": "29"}
"""What ends an attribute alone (ECMA-48, 8.3.117); any other takes all colours with it."""
_REVERSE = frozenset("7")


class Colours(NamedTuple):
    """How the terminal draws: attributes, colour of text and colour behind it, "" for the terminal's own."""

    attributes: frozenset[str]
    ink: str
    behind: str


PLAIN = Colours(frozenset(), "", "")


@lru_cache(8192)
def turn(drawn: Colours, wanted: str, blank: bool) -> tuple[str, Colours]:
    """The shortest sequence to draw a character, or a blank, as `wanted` says; and how is drawn then."""
    new = _colours(wanted)
    if blank and not (drawn.attributes | new.attributes) & _ON_BLANKS:
        new = drawn._replace(behind=new.behind)
    if new == drawn:
        return "", drawn
    anew = _joined(["0", *_all(new)])
    if new == PLAIN:
        return "\x1b[0m", new
    gone = drawn.attributes - new.attributes
    if not gone <= _OFF.keys():
        return anew, new
    ends = {_OFF[attribute] for attribute in gone}
    kept = new.attributes if "22" in ends else new.attributes - drawn.attributes
    parts = [*sorted(ends), *sorted(kept - (drawn.attributes - {"1", "2"}))]
    parts += [new.ink or "39"] if new.ink != drawn.ink else []
    parts += [new.behind or "49"] if new.behind != drawn.behind else []
    return min(_joined(parts), anew, key=len), new


@lru_cache(1024)
def of_blank(codes: str) -> str:
    """The codes of all that can be seen of a blank drawn with `codes`."""
    attributes, ink, behind = _colours(codes)
    if attributes == _REVERSE and ink.startswith("38;"):
        return f"4{ink[1:]}"
    return codes if attributes & _ON_BLANKS else behind


@lru_cache(1024)
def only_behind(codes: str) -> bool:
    """Whether a blank drawn with `codes` is nothing but a colour."""
    return not _colours(codes).attributes


def _joined(parts: list[str]) -> str:
    return f"\x1b[{';'.join(parts)}m"


def _all(colours: Colours) -> list[str]:
    return [*sorted(colours.attributes), *filter(None, (colours.ink, colours.behind))]


@lru_cache(1024)
def _colours(codes: str) -> Colours:
    found = _COLOURS.findall(codes)
    ink = next((code for code in found if code[0] in "39"), "")
    behind = next((code for code in found if code[0] in "41"), "")
    attributes = frozenset(part for part in _COLOURS.sub("", codes).split(";") if part)
    return Colours(attributes, "" if ink == "39" else ink, "" if behind == "49" else behind)
