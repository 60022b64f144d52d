"""`stepward init`: begin a ledger with its ward and its first admin, as the first start does on the screen.

For scripts: the admin's PIN is read from standard input with --pin-stdin, and never written on the line.
Nothing is made where there is a ledger already, or where anything does not fit.

JSON: an object with `ledger`, `ward`, `zone` and `admin` (the initials).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from protocols.entries import Person
from protocols.values.clinic_time import is_zone
from protocols.values.refusal import refuse_if
from protocols.values.text import clean, visible
from store.access.account import account_name
from store.access.pin_hash import hash_of
from store.errors import AlreadyThere
from store.location.where import Where
from tui.commandline.base.opening import utc_now
from tui.commandline.base.output import say, write_json
from tui.commandline.base.pins import ask_new
from tui.exit_codes import Exit
from tui.session import Session


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward init`."""
    parser.add_argument("--ward", metavar="NAME", required=True, help="the ward or clinic")
    parser.add_argument("--zone", metavar="ZONE", required=True, help="its time zone, such as Europe/London")
    parser.add_argument("--name", metavar="NAME", required=True, help="the first admin's name")
    parser.add_argument("--initials", metavar="INITIALS", required=True, help="and initials, to sign on with")
    parser.add_argument("--pin-stdin", action="store_true", help="read the PIN from standard input")
    parser.add_argument("--json", action="store_true", help="write one JSON object")


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Begin it."""
    ward, name, initials = clean(args.ward), clean(args.name), clean(args.initials)
    refuse_if(not ward or not name or not initials, "Name the ward, its first admin, and their initials.")
    refuse_if(not is_zone(args.zone), f"{args.zone} is not a time zone. Write one such as Europe/London.")
    session = Session(ledger, now=utc_now, share_ok=args.on_share)
    if isinstance(ledger, Path) and ledger.exists():
        raise AlreadyThere(ledger)
    pin = hash_of(ask_new(visible(initials), stdin=args.pin_stdin))
    session.begin(ward, args.zone, Person(name, initials, "admin", account_name()), pin)
    session.ledger.close()
    if args.json:
        write_json({"ledger": str(ledger), "ward": ward, "zone": args.zone, "admin": initials})
    say(f"The ledger {ledger} has begun. Its admin is {visible(initials)}, who adds the others.")
    return Exit.OK
