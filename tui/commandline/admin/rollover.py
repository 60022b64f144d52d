"""`stepward rollover`: let the ledger go on in a new file now, instead of at about 100,000 entries.

The records in use go along, entry for entry; those of patients whose courses ended some time ago stay in
the older file and can still be read and searched. Sessions that are open go on in the new file by themselves.

JSON: an object with `path` (the new file), `older` (the file before it), `made` (false when another session
had just done it), `carried` and `former` (how many patients went along, and how many stayed) and `left_over`
(files of earlier attempts that broke off; nothing is only in them).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from protocols.entries import Person
from protocols.values.formatting import plural
from protocols.values.text import visible
from store.access.account import account_name
from store.ledger.ledger import Ledger
from store.ledger.rollover import Rolled
from store.location.where import Where
from tui.commandline.base.opening import is_missing, left_over_words, own_witness
from tui.commandline.base.output import say, write_json
from tui.exit_codes import Exit


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward rollover`."""
    parser.add_argument("--json", action="store_true", help="write one JSON object")


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Begin a new file."""
    if not isinstance(ledger, Path):
        say("A ledger in a database needs no new files: it goes on by itself, however many entries it has.")
        return Exit.REFUSED
    if is_missing(ledger):
        return Exit.LEDGER
    share_ok = args.demo or args.on_share
    with Ledger.open(ledger, witness=own_witness(args), share_ok=share_ok) as opened:
        rolled = opened.roll_over(_account())
        _write(rolled, len(opened.former()), as_json=args.json)
    return Exit.OK


def _write(rolled: Rolled, former: int, *, as_json: bool) -> None:
    if as_json:
        write_json(
            {
                "path": str(rolled.path),
                "older": str(rolled.older),
                "made": rolled.made,
                "carried": rolled.carried,
                "former": former,
                "left_over": [str(path) for path in rolled.left_over],
            }
        )
        return
    print(visible(str(rolled.path)))
    if rolled.made:
        say(f"The ledger goes on in this file, with {plural(rolled.carried, 'patient')} from {rolled.older}.")
    else:
        say("Another session had just begun this new file. None was added.")
    if former:
        say(f"{plural(former, 'earlier patient')}, without an open course, can be read from the older files.")
    say("Keep the files together. Open sessions go on in the new one by themselves.")
    for sentence in left_over_words(rolled.left_over):
        say(sentence)


def _account() -> Person:
    """Whoever types the command, by the account of the operating system."""
    account = account_name() or "administrator"
    return Person(account, "", "admin", account)
