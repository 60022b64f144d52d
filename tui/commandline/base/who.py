"""Who types a command that records: by initials and PIN, or by the account while nobody may sign on yet."""

from __future__ import annotations

import argparse

from protocols.entries import Person, Role
from protocols.values.refusal import Refused
from protocols.values.text import visible
from store.access.account import account_name
from store.access.sign_on import SignOn
from store.ledger.ledger import Ledger
from tui.commandline.base import opening
from tui.commandline.base.pins import ask


def add_who(parser: argparse.ArgumentParser, who: str) -> None:
    """Add --by and --pin-stdin; `who` says whose initials."""
    parser.add_argument("--by", metavar="INITIALS", default="", help=who)
    parser.add_argument("--pin-stdin", action="store_true", help="read the PIN from standard input")


def person_of(
    args: argparse.Namespace, ledger: Ledger, does: str, *roles: Role, pin: str | None = None
) -> Person:
    """Whoever `args` name, signed on with a PIN, asked for unless it is given. Refused, in words, otherwise.

    `does` is what that person does, in a word; `roles` are those who may.
    """
    account = account_name()
    if not ledger.staff:
        name = account or "administrator"
        return Person(name, name[:8], "admin", account)
    if not args.by:
        known = ", ".join(ledger.staff.named(role) for role in roles)
        raise Refused(f"Say who {does}, with --by and the initials: {known}.")
    if pin is None:
        pin = ask(f"PIN of {visible(args.by)}", stdin=args.pin_stdin)
    return SignOn(ledger, opening.utc_now, account).sign_on(args.by, pin)
