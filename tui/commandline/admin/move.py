"""`stepward move SOURCE TARGET --yes`: a ledger moves from its files into a PostgreSQL database, or back.

The entries keep their numbers and their hashes. The source is closed first, so that nothing can be recorded
in both; who has it open is told to start again. Without --yes nothing is changed: it says what would happen.
A move that broke off goes on when it is begun again.

It takes a role of the database that may do more than record: the one that set the ledger up.

JSON: an object with `target`, `entries`, `head` (number and hash of the last entry) and `aside` (the folder
with the files it was moved from, or null).
"""

from __future__ import annotations

import argparse

from protocols.values.text import visible
from store.errors import NotMoved
from store.location.config import ledger_at
from store.location.where import Where
from store.maintenance.move import move
from tui.commandline.base.output import say, write_json
from tui.exit_codes import Exit


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward move`."""
    parser.add_argument("source", metavar="SOURCE", help="the ledger: a file, a folder or postgresql://...")
    parser.add_argument("target", metavar="TARGET", help="where it goes: postgresql://... or a new file")
    parser.add_argument("--yes", action="store_true", help="do it; without this, only say what would happen")
    parser.add_argument("--json", action="store_true", help="write one JSON object")


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Move a ledger, when that was asked for in so many words."""
    source, target = ledger_at(args.source, "SOURCE"), ledger_at(args.target, "TARGET")
    say(f"The ledger {source} moves to {target}. Who has it open must start again, there.")
    if not args.yes:
        say("Nothing was changed. To do it, add --yes.")
        return Exit.REFUSED
    try:
        moved = move(source, target)
    except NotMoved as error:
        say(str(error))
        return Exit.REFUSED
    if args.json:
        aside = str(moved.aside) if moved.aside else None
        write_json({"target": str(target), "entries": moved.entries, "head": moved.head, "aside": aside})
    else:
        print(visible(str(target)))
        say(f"Moved and verified: {moved.entries:,} entries, the last one {moved.head}.")
    if moved.aside:
        say(f"The files it was in lie in {moved.aside}. Nobody records in them any more.")
    say("Now name the new place: --data, STEPWARD_DATA, or data = in the configuration file.")
    return Exit.OK
