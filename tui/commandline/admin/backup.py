"""`stepward backup TARGET`: a verified copy of the ledger, while others go on recording.

TARGET is a new file, or a folder, in which the copy is named after the ledger and its last entry. Nothing is
ever written over. JSON: an object with `path`, `entries` and `head` (number and hash of the last entry).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from protocols.values.text import visible
from store.errors import AlreadyThere
from store.location.where import Where
from store.maintenance.backup import Copy, backup
from tui.commandline.base.opening import is_missing
from tui.commandline.base.output import say, write_json
from tui.exit_codes import Exit


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward backup`."""
    parser.add_argument("target", metavar="TARGET", type=Path, help="a new file, or a folder for it")
    parser.add_argument("--json", action="store_true", help="write one JSON object")


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Copy the ledger."""
    if is_missing(ledger):
        return Exit.LEDGER
    try:
        copy = backup(ledger, args.target)
    except AlreadyThere as error:
        say(str(error))
        return Exit.REFUSED
    write_copy(copy, as_json=args.json)
    return Exit.OK


def write_copy(copy: Copy, *, as_json: bool) -> None:
    """What was copied, where to."""
    if as_json:
        found = {"path": str(copy.path), "entries": copy.entries, "head": copy.head}
        write_json(found | ({"aside": str(copy.aside)} if copy.aside else {}))
        return
    print(visible(str(copy.path)))
    say(f"Copied and read back: {copy.entries:,} entries, the last one {copy.head}.")
