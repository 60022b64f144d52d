"""The computer's own time zone by name, offered when a ledger is begun."""

from __future__ import annotations

import pendulum

from protocols.values.clinic_time import is_zone


def local_zone() -> str:
    """An IANA name, "UTC" where the computer does not say."""
    try:
        name = pendulum.now().timezone_name or "UTC"
    except (OSError, RuntimeError, LookupError, ValueError):
        return "UTC"
    return name if is_zone(name) else "UTC"
