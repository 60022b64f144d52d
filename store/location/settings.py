"""Settings of a site: what the command line says, then the configuration files."""

from __future__ import annotations

from store.location.config import LocationFault, configuration_files, settings_in

SHORTEST_LOCK, LONGEST_LOCK = 30, 3600
"""Seconds without a key after which a screen may lock itself. Never is not offered: patients would show."""

LOCK_AFTER = 120
"""Seconds, where nobody said otherwise."""


def lock_after(option: str | None) -> int:
    """Seconds without a key until the screen locks: `option`, else the first configuration file that says so.

    LocationFault, in words, when it is not a whole number from 30 to 3600.
    """
    if option is not None:
        return _seconds(option, "--lock-after")
    for file in configuration_files():
        said = settings_in(file).get("lock_after")
        if said is not None:
            return _seconds(said, f"{file}, lock_after")
    return LOCK_AFTER


def _seconds(said: object, source: str) -> int:
    text = str(said)
    if text.isascii() and text.isdigit() and SHORTEST_LOCK <= int(text) <= LONGEST_LOCK:
        return int(text)
    raise LocationFault(f"{source}: write whole seconds from {SHORTEST_LOCK} to {LONGEST_LOCK}, such as: 120")
