"""The signs that stop everything at once (rules.md, "Rash, red flags, holds"; domain.md 2.6)."""

from __future__ import annotations

from protocols.protocol import Protocol

COMMON = (
    "mucosal erosion",
    "blister or skin detachment",
    "skin pain",
    "fever over 38.5 °C",
    "facial oedema",
    "target or dusky lesions",
    "purpura",
    "enlarged nodes",
)


def red_flags(protocol: Protocol) -> tuple[str, ...]:
    """The common red flags and those the protocol adds."""
    return (*COMMON, *(flag for flag in protocol.red_flags if flag not in COMMON))
