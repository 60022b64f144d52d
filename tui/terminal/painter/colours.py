"""From the colours that are drawn to those that are wanted, in as few bytes as can be."""

from __future__ import annotations

import re
from functools import lru_cache

_COLOURS = re.compile(r"[34]8;5;[0-9]+|[34]8;2;[0-9]+;[0-9]+;[0-9]+|[349][0-7]|10[0-7]|[34]9")


@lru_cache(4096)
def turn(codes: str, wanted: str) -> str:
    """The shortest sequence that turns what is drawn with `codes` into what is drawn with `wanted`."""
    if codes == wanted:
        return ""
    attributes, ink, behind = _parts(codes)
    new_attributes, new_ink, new_behind = _parts(wanted)
    if not attributes <= new_attributes or not wanted:
        return f"\x1b[0;{wanted}m" if wanted else "\x1b[0m"
    parts = sorted(new_attributes - attributes)
    parts += [new_ink or "39"] if new_ink != ink else []
    parts += [new_behind or "49"] if new_behind != behind else []
    return f"\x1b[{';'.join(parts)}m"


@lru_cache(1024)
def _parts(codes: str) -> tuple[frozenset[str], str, str]:
    """The attributes, the colour of the text and the colour behind it ("" for the terminal's own)."""
    found = _COLOURS.findall(codes)
    ink = next((code for code in found if code[0] in "39"), "")
    behind = next((code for code in found if code[0] in "41"), "")
    return frozenset(part for part in _COLOURS.sub("", codes).split(";") if part), ink, behind
