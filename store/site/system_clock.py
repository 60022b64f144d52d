"""Whether this computer's clock is kept right by a time server, as its kernel says."""

from __future__ import annotations

import ctypes
import sys

_TRUSTED = 16_000_000
"""Microseconds of the largest error from which a clock counts as left to itself, as systemd has it.

The kernel adds half a second in a thousand seconds once nothing keeps the clock: some nine hours.
"""


class _Timex(ctypes.Structure):
    """The beginning of `struct timex` (adjtimex(2)); the rest is not looked at."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("frequency", ctypes.c_long),
        ("max_error", ctypes.c_long),
        ("estimated_error", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_char * 256),
    )


def synchronised() -> bool | None:
    """Whether a time server keeps the clock; None where nobody knows. Asks only, and waits for nothing."""
    if sys.platform != "linux":
        return None
    found = _Timex()
    try:
        state = ctypes.CDLL(None).adjtimex(ctypes.byref(found))
    except (OSError, AttributeError):
        return None
    return bool(found.max_error < _TRUSTED) if state >= 0 else None
