"""Asking for a PIN on the command line: without echo, or a line of standard input each. Never an argument."""

from __future__ import annotations

import sys
from getpass import getpass

from protocols.values.refusal import Refused


def ask(what: str, *, stdin: bool) -> str:
    """One PIN, `what` naming whose. Refused when nobody is there to be asked."""
    if stdin:
        return sys.stdin.readline().strip()
    if not sys.stdin.isatty():
        raise Refused("A PIN is asked for in a terminal. In a script, add --pin-stdin: one line each.")
    return getpass(f"{what}: ").strip()


def ask_new(whose: str, *, stdin: bool) -> str:
    """A new PIN, typed twice where it cannot be seen."""
    pin = ask(f"New PIN of {whose}, 6 to 12 digits", stdin=stdin)
    if not stdin and pin != ask("The same again", stdin=False):
        raise Refused("The two were not the same. Nothing was changed.")
    return pin
