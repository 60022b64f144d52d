"""`stepward audit [MRN]`: who opened which chart, and when; kept apart from the clinical entries.

JSON: an object with `ward`, `zone`, `at` (now), `problem`, `unreadable` (lines that could not be read) and
`looks`, oldest first. Each has `at`, `mrn` ("" for the whole ward), `what` (which screen, form or command),
`name`, `initials`, `role` ("" where only the account is known) and `account`. CSV has the same columns; a
cell that a spreadsheet would take for a formula begins with an apostrophe.
"""

from __future__ import annotations

import argparse
from datetime import datetime
from functools import partial

from protocols.values.formatting import plural, when_text
from protocols.values.text import visible
from store.errors import Unreadable, cause
from store.ledger.ledger import Ledger
from store.location.where import Where
from store.site.access_log import AccessRecord, Looked
from tui.commandline.base.csv_options import add_csv, dialect_of
from tui.commandline.base.opening import heading_data, read
from tui.commandline.base.output import Data, moment, say, write_csv, write_json, write_table
from tui.exit_codes import Exit

COLUMNS = ("at", "mrn", "what", "name", "initials", "role", "account")
"""The columns of the CSV, and the keys of a look in the JSON."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward audit`."""
    parser.add_argument("mrn", metavar="MRN", nargs="?", help="only looks at this patient")
    add_csv(parser)


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Write the access record."""
    return read(args, ledger, partial(_show, args=args, path=ledger))


def _show(ledger: Ledger, now: datetime, *, args: argparse.Namespace, path: Where) -> int:
    record, dialect = AccessRecord(path), dialect_of(args)
    try:
        lines = list(record.read())
    except OSError as error:
        raise Unreadable(record.path, cause(error)) from error
    looks = [look for look in lines if look is not None and args.mrn in (None, look.patient)]
    unreadable = sum(line is None for line in lines)
    if unreadable:
        say(f"{plural(unreadable, 'line')} of {record.path} could not be read and is left out.")
    rows = [_data(look, ledger.zone) for look in looks]
    if args.json:
        write_json({**heading_data(ledger, now), "unreadable": unreadable, "looks": rows})
    elif args.csv:
        write_csv(COLUMNS, [[row[name] for name in COLUMNS] for row in rows], dialect)
    elif rows:
        write_table(("When", "MRN", "What", "Who", "Account"), [_cells(look, ledger.zone) for look in looks])
    else:
        say("Nobody has opened a chart yet." if args.mrn is None else f"Nobody has opened {args.mrn} yet.")
    return Exit.OK


def _cells(look: Looked, zone: str) -> tuple[str, ...]:
    who = f"{visible(look.name)} ({visible(look.initials)}), {look.role}" if look.name else ""
    when = when_text(look.at, zone)
    return when, visible(look.patient) or "-", visible(look.what), who or "-", visible(look.account) or "-"


def _data(look: Looked, zone: str) -> Data:
    return {
        "at": moment(look.at, zone),
        "mrn": look.patient,
        "what": look.what,
        "name": look.name,
        "initials": look.initials,
        "role": look.role,
        "account": look.account,
    }
