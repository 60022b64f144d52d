"""The signs that stop everything at once (rules.md, "Rash, red flags, holds"; domain.md 2.6)."""

from __future__ import annotations

import re
from decimal import Decimal

from protocols.definition.protocol import Protocol
from protocols.entries import RashFound
from protocols.values.formatting import listed

EROSION, BLISTER, PAIN = "mucosal erosion", "blister or skin detachment", "skin pain"
FEVER, TARGET = "fever over 38.5 °C", "target or dusky lesions"
OEDEMA, PURPURA, NODES = "facial oedema", "purpura", "enlarged nodes"
COMMON = (EROSION, BLISTER, PAIN, FEVER, OEDEMA, TARGET, PURPURA, NODES)

FEVER_OVER = Decimal("38.5")
"""Degrees Celsius above which a temperature is a red flag."""

_SAID = {
    EROSION: r"erosion|eroded|mouth sore|sore mouth|ulcer",
    BLISTER: r"blister|bulla|detach|peel|slough",
    PAIN: r"pain|tender",
    OEDEMA: r"swollen face|face swollen|facial (oedema|edema|swelling)",
    TARGET: r"target|dusky",
    PURPURA: r"purpur|petechia",
    NODES: r"(enlarged|swollen) (lymph )?nodes?|lymph nodes? (enlarged|swollen)",
}
_DENIED = re.compile(r"\b(no|not|without|denies|free of|never)\b[^.;]*", re.IGNORECASE)


def red_flags(protocol: Protocol) -> tuple[str, ...]:
    """The common red flags and those the protocol adds."""
    return (*COMMON, *(flag for flag in protocol.red_flags if flag not in COMMON))


def signs(found: RashFound) -> tuple[str, ...]:
    """The red flags that `found` points to, by its fields and by words in its free text.

    A pointer for a person, never a rule: text that says "no", "not" or "without" is passed over.
    """
    said = _DENIED.sub("", f"{found.symptoms}. {found.note}")
    shown = {flag for flag, pattern in _SAID.items() if re.search(pattern, said, re.IGNORECASE)}
    if found.mucosa == "involved":
        shown.add(EROSION)
    if found.temperature is not None and found.temperature > FEVER_OVER:
        shown.add(FEVER)
    if found.rash_type == "erythema multiforme":
        shown.add(TARGET)
    if found.tender:
        shown.add(PAIN)
    return tuple(flag for flag in COMMON if flag in shown)


def pointer(found: RashFound) -> str:
    """What to say where `found` points to red flags, else ""."""
    seen = signs(found)
    return f"RED FLAG? Stop and call: this points to {listed(seen)}." if seen else ""
