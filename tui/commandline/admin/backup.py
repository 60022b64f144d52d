"""`stepward backup TARGET`: a verified copy of the ledger, while others go on recording.

TARGET is a new file that ends in .json, or a folder, which is made where it is missing: in it the copy is
named after the ledger, the moment and the last entry. Nothing is ever written over; where the same copy is
there already it is read back, and that is all. With --keep N only the N newest of such copies are left. The
site's own protocols, its settings and the access record go along, into a folder of that name with `.site`;
`stepward restore` brings them back. With --quiet nothing is said unless something is wrong, as fits a timer.

JSON: an object with `path`, `entries`, `head` (number and hash of the last entry), `new` (false where nothing
was recorded since), `removed` (the older backups that were taken away) and `site` (the folder with what lies
beside the ledger, null where there is nothing).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from protocols.values.formatting import plural
from protocols.values.text import visible
from store.errors import AlreadyThere
from store.location.where import Where
from store.maintenance.backup import Copy, backup
from store.maintenance.site_files import carry, leave
from tui.commandline.base.opening import is_missing
from tui.commandline.base.output import Data, say, write_json
from tui.exit_codes import Exit


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward backup`."""
    parser.add_argument("target", metavar="TARGET", type=Path, help="a new file.json, or a folder for it")
    parser.add_argument(
        "--keep", metavar="N", type=_count, default=0, help="leave only the N newest backups in the folder"
    )
    parser.add_argument("--json", action="store_true", help="write one JSON object")


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Copy the ledger."""
    if is_missing(ledger):
        return Exit.LEDGER
    try:
        copy = backup(ledger, args.target, keep=args.keep)
        site = carry(ledger, copy.path)
        for path in copy.removed:
            leave(path)
    except AlreadyThere as error:
        say(str(error))
        return Exit.REFUSED
    if args.json:
        removed = [str(path) for path in copy.removed]
        write_json({**_data(copy), "new": copy.new, "removed": removed, "site": str(site) if site else None})
    elif not args.quiet:
        write_copy(copy)
        if site:
            say(f"With it go the site's own protocols, settings and access record: {site}.")
        if copy.removed:
            say(f"Taken away: {plural(len(copy.removed), 'older backup')}.")
    return Exit.OK


def _count(typed: str) -> int:
    if not typed.isascii() or not typed.isdigit() or not int(typed):
        raise argparse.ArgumentTypeError("write how many backups to leave, such as 30")
    return int(typed)


def _data(copy: Copy) -> Data:
    return {"path": str(copy.path), "entries": copy.entries, "head": copy.head}


def write_copy(copy: Copy) -> None:
    """What was copied, where to."""
    print(visible(str(copy.path)))
    done = "Copied and read back" if copy.new else "Nothing is new. Read back again"
    say(f"{done}: {copy.entries:,} entries, the last one {copy.head}.")
