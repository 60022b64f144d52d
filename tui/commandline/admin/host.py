"""`stepward host`: keep everything ready for the sessions of this account, so that each starts in a blink.

It runs until a signal ends it, as a service does (docs/deploy.md, "A host for many sessions"). Sessions of
the same account, ledger and version find it by themselves, and start without it where it is not there.
Those that run go on when it ends. Only on Linux, for a ledger in a file.
"""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path

from store.location.config import state_folder
from store.location.where import Where
from tui.commandline.base.opening import is_missing
from tui.commandline.base.output import say
from tui.exit_codes import Exit
from tui.hosting.asking import HOSTS_HERE

_SERVER = "tui.hosting.server"
"""Loaded by name where there can be one: it needs what only Linux has."""


def configure(parser: argparse.ArgumentParser) -> None:
    """It has no options of its own."""


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Be the host until a signal comes."""
    if not HOSTS_HERE:
        say("A host of sessions is for Linux. Elsewhere each session starts by itself, as without one.")
        return Exit.REFUSED
    if not isinstance(ledger, Path):
        say("A host is for a ledger in a file. Sessions on a database each open it by themselves.")
        return Exit.REFUSED
    if args.demo or args.on_share:
        say("A host is for a ledger on a disk of this computer, not for --demo or --on-share.")
        return Exit.REFUSED
    if is_missing(ledger):
        return Exit.LEDGER
    server = import_module(_SERVER)
    try:
        for _ in server.serve(ledger.resolve(), state_folder()):
            say(f"Sessions of this account on {ledger} start from here.")
    except server.AlreadyServed:
        say("A host of this ledger runs already in this account.")
        return Exit.REFUSED
    return Exit.OK
