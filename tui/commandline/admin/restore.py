"""`stepward restore FILE --yes`: a verified backup takes the place of the ledger, which is kept aside.

Without --yes nothing is changed: it says what would happen. Sessions that have the old file open are told to
start again, and each user is asked to make sure (`stepward verify --accept-restored`).

What went with the backup (the site's own protocols, settings, access record) comes back too: what is here
already stays, and what differs is put beside it as `.from-backup`. Of the settings those come back that run
no program, name no place and hide nothing; the others are named, for somebody to read and write in again.

JSON: an object with `path`, `entries`, `head` (number and hash of the last entry) and, where there was one,
`aside`, the file that was replaced, and `site`: a sentence for each file that came back with it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from protocols.values.text import visible
from store.errors import LedgerError
from store.location.config import private_folder
from store.location.where import Where
from store.maintenance.restore import restore
from store.maintenance.site_files import bring
from store.maintenance.verify import Report, verify
from tui.commandline.admin.backup import write_copy
from tui.commandline.base.opening import named_file, own_witness
from tui.commandline.base.output import say, write_json
from tui.exit_codes import Exit

_DATABASE = (
    "A ledger in a database is restored by whoever looks after the database (docs/postgres.md). To bring a "
    "backup into a new one: stepward move BACKUP postgresql://..."
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward restore`."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the backup")
    parser.add_argument("--yes", action="store_true", help="do it; without this, only say what would happen")
    parser.add_argument("--json", action="store_true", help="write one JSON object")


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Put a backup in the place of the ledger, when that was asked for in so many words."""
    if not isinstance(ledger, Path):
        say(_DATABASE)
        return Exit.REFUSED
    source = named_file(args.file)
    if source is None:
        return Exit.LEDGER
    report = verify(source)
    if not report.ok:
        first = report.findings[0]
        say(f"{args.file} is not restored: entry {first.number} is not as it should be. {first.what}")
        return Exit.LEDGER
    say(_comparison(report, ledger))
    if not args.yes:
        say("Nothing was changed. To do it, add --yes.")
        return Exit.REFUSED
    private_folder(ledger.parent)
    copy = restore(source, ledger, share_ok=args.on_share)
    witness = own_witness(args)
    if witness is not None:
        witness.forget(ledger)
    site = bring(source, ledger)
    if args.json:
        aside = {"aside": str(copy.aside)} if copy.aside else {}
        found = {"path": str(copy.path), "entries": copy.entries, "head": copy.head}
        write_json({**found, **aside, "site": site})
    else:
        write_copy(copy)
    for words in site:
        say(visible(words))
    if copy.aside is not None:
        say(f"What was there is now {copy.aside}.")
    return Exit.OK


def _comparison(report: Report, ledger: Path) -> str:
    """What the backup has, and what the ledger in its place has now."""
    backup = f"The backup has {report.good:,} entries, the last one {report.head}."
    if not ledger.exists():
        return f"{backup} There is no ledger at {ledger} yet."
    try:
        now = verify(ledger)
    except LedgerError as error:
        return f"{backup} {error}"
    return (
        f"{backup} The ledger at {ledger} has {now.good:,} good entries, the last one {now.head}. "
        "It will be kept aside; what only it has will not be in the ledger any more."
    )
