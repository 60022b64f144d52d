"""What a PIN may be: digits, at least six, none of those everybody tries first (NIST SP 800-63B, 5.1.1)."""

from __future__ import annotations

SHORTEST, LONGEST = 6, 12
"""Digits of a PIN."""

_RUNS = ("01234567890123456789", "98765432109876543210")


def pin_fault(pin: str) -> str:
    """Why `pin` cannot be used, in words; "" when it can."""
    if not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
        return f"A PIN has {SHORTEST} to {LONGEST} digits, and nothing else."
    if any(pin in run for run in _RUNS) or _repeats(pin):
        return "That PIN is one of those tried first. Choose one that does not count up or down or repeat."
    return ""


def _repeats(pin: str) -> bool:
    """Whether one to three digits come again and again to the end: 111111, 121212, 123123."""
    return any(pin == (pin[:length] * len(pin))[: len(pin)] for length in (1, 2, 3))
