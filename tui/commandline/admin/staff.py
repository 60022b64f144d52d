"""`stepward staff list | add | disable | reset | account | recover | authorized-keys`: an admin's list.

The first person of a ledger without a list is an admin, who enters themselves. From then on everybody signs
on with a PIN, and `--by INITIALS` says which admin changes the list; that admin's PIN is asked for. PINs are
typed without echo; with --pin-stdin they are read from standard input, the admin's first. Where no admin
knows their PIN any more, `recover` sets it: for root alone, and the ledger says that it was so and why.

JSON of `list`: an object with `ward`, `zone`, `at` (now), `problem` and `staff`, in the order of the list.
Each has `id`, `name`, `initials`, `role`, `account` (null for any), `active`, `locked`, `wrong_pins`
(in a row), `added`, `added_by`,
and `disabled`, `disabled_by`, `reason` (null while active). PINs and their hashes are not written. Each other
action writes an object with `entry` (its number) and `initials`; `authorized-keys` one with `keys` (each
`initials`, `kind`, `line`) and with -o `path`.
"""

from __future__ import annotations

import argparse
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, get_args
from uuid import uuid4

from protocols import entries as e
from protocols.record.staff import Member, Staff, by_the_system
from protocols.values.clinic_time import local
from protocols.values.refusal import Refused
from protocols.values.text import clean, visible
from store.access.account import account_name, is_system_administrator
from store.access.pin_hash import hash_of
from store.access.sign_on import SignOn
from store.ledger.ledger import Ledger
from store.location.where import Where
from tui.commandline.admin import authorized_keys
from tui.commandline.base.common import common_options
from tui.commandline.base.opening import heading_data, is_missing, own_witness, read, utc_now
from tui.commandline.base.output import Data, moment, say, write_json, write_table
from tui.commandline.base.pins import ask, ask_new
from tui.exit_codes import Exit
from tui.views.course.staff import state_words

if TYPE_CHECKING:
    Actions = argparse._SubParsersAction[argparse.ArgumentParser]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the actions of `stepward staff`."""
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    listing = _action(actions, "list", "who is on the staff list")
    listing.set_defaults(act=None, show=_show)
    keys = _action(actions, "authorized-keys", "the file with which SSH keys open Stepward and nothing else")
    authorized_keys.configure(keys)
    keys.set_defaults(act=None, show=authorized_keys.show)
    add = _action(actions, "add", "put a person on the list")
    add.add_argument("--name", required=True, help="the whole name")
    add.add_argument("--initials", required=True, help="what the person signs on with")
    add.add_argument("--role", required=True, choices=get_args(e.Role))
    add.set_defaults(act=_added)
    disable = _action(actions, "disable", "let a person no longer sign on; what they recorded stays")
    disable.add_argument("initials", metavar="INITIALS")
    disable.add_argument("--reason", required=True, help="why, for the record")
    disable.set_defaults(act=_disabled)
    reset = _action(actions, "reset", "set another PIN, also after too many wrong ones")
    reset.add_argument("initials", metavar="INITIALS")
    reset.set_defaults(act=_reset)
    account = _action(actions, "account", "let a person sign on only from their own account of this computer")
    account.add_argument("initials", metavar="INITIALS")
    account.add_argument("account", metavar="ACCOUNT", help='its name; "" for any account again')
    account.set_defaults(act=_tied)
    recover = _action(actions, "recover", "as root: set the PIN of an admin, where no other admin can")
    recover.add_argument("initials", metavar="INITIALS")
    recover.add_argument("--reason", required=True, help="why, for the record")
    recover.set_defaults(act=_recovered)
    for action in (add, disable, reset, account):
        action.add_argument("--by", metavar="INITIALS", default="", help="the admin who does it")
    for action in (add, disable, reset, account, recover):
        action.add_argument("--pin-stdin", action="store_true", help="read PINs from standard input")


def _action(actions: Actions, name: str, summary: str) -> argparse.ArgumentParser:
    action = actions.add_parser(
        name, help=summary, description=summary, parents=[common_options()], allow_abbrev=False
    )
    action.add_argument("--json", action="store_true", help="write one JSON object")
    return action


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Write the list, or change it."""
    if args.act is None:
        return read(args, ledger, partial(args.show, args=args, path=ledger))
    if is_missing(ledger):
        return Exit.LEDGER
    with Ledger.open(ledger, witness=own_witness(args), share_ok=args.demo or args.on_share) as opened:
        by = _admin(args, opened)
        what: e.StaffKind = args.act(args, opened.staff)
        kept = _append(opened, by, what)
    initials = clean(args.initials)
    if args.json:
        write_json({"entry": kept.number, "initials": initials})
    say(f"Recorded as entry {kept.number}: {_DONE[type(what)].format(visible(initials))}")
    return Exit.OK


_DONE: dict[type, str] = {
    e.StaffAdded: "{} is on the staff list.",
    e.StaffDisabled: "{} may no longer sign on.",
    e.PinSet: "{} has another PIN.",
    e.AccountTied: "{} signs on as that says from now on.",
}


def _admin(args: argparse.Namespace, ledger: Ledger) -> e.Person:
    """The admin who changes the list; the first one enters themselves."""
    account = account_name()
    if not ledger.staff:
        if args.act is not _added:
            raise Refused("This ledger has no staff list yet. Begin it with an admin: stepward staff add")
        return e.Person(clean(args.name), clean(args.initials), "admin", account)
    if args.act is _recovered:
        if not is_system_administrator():
            raise Refused("Only the administrator of this computer may do this, as root: sudo stepward ...")
        return by_the_system(account)
    if not args.by:
        raise Refused(f"Say which admin you are, with --by and the initials: {ledger.staff.named('admin')}.")
    pin = ask(f"PIN of {visible(args.by)}", stdin=args.pin_stdin)
    return SignOn(ledger, utc_now, account).sign_on(args.by, pin)


def _added(args: argparse.Namespace, staff: Staff) -> e.StaffKind:
    name, initials = clean(args.name), clean(args.initials)
    return e.StaffAdded(name, initials, args.role, hash_of(ask_new(visible(initials), stdin=args.pin_stdin)))


def _disabled(args: argparse.Namespace, staff: Staff) -> e.StaffKind:
    return e.StaffDisabled(_member(args, staff).id, clean(args.reason))


def _reset(args: argparse.Namespace, staff: Staff) -> e.StaffKind:
    member = _member(args, staff)
    return e.PinSet(member.id, hash_of(ask_new(visible(member.initials), stdin=args.pin_stdin)))


def _recovered(args: argparse.Namespace, staff: Staff) -> e.StaffKind:
    member = _member(args, staff)
    pin = hash_of(ask_new(visible(member.initials), stdin=args.pin_stdin))
    return e.PinSet(member.id, pin, clean(args.reason))


def _tied(args: argparse.Namespace, staff: Staff) -> e.StaffKind:
    return e.AccountTied(_member(args, staff).id, args.account.strip())


def _member(args: argparse.Namespace, staff: Staff) -> Member:
    member = staff.find(args.initials.strip())
    if member is None:
        raise Refused(
            f"Nobody with the initials {args.initials} may sign on. Type stepward staff list to see who may."
        )
    return member


def _append(ledger: Ledger, by: e.Person, what: e.StaffKind) -> e.Entry:
    at = local(utc_now(), ledger.zone)
    entry = e.Entry(id=uuid4().hex, patient="", at=at, zone=ledger.zone, by=by, what=what)
    return ledger.append(entry, ledger.staff.number or ledger.record("").version)


def _show(ledger: Ledger, now: datetime, *, args: argparse.Namespace, path: Where) -> int:
    members = ledger.staff.members
    if args.json:
        write_json({**heading_data(ledger, now), "staff": [_data(member) for member in members]})
    elif not members:
        say("There is no staff list: people state who they are. Begin one with: stepward staff add")
    else:
        write_table(("Initials", "Name", "Role", "Account", "State"), [_row(member) for member in members])
    return Exit.OK


def _row(member: Member) -> tuple[str, ...]:
    account = visible(member.account) or "any"
    return visible(member.initials), visible(member.name), member.role, account, state_words(member)


def _data(member: Member) -> Data:
    added, disabled = member.added, member.disabled
    reason = disabled.what.reason if disabled and isinstance(disabled.what, e.StaffDisabled) else None
    return {
        "id": member.id,
        "name": member.name,
        "initials": member.initials,
        "role": member.role,
        "account": member.account or None,
        "active": member.active,
        "locked": member.locked,
        "wrong_pins": member.wrong,
        "added": moment(added.recorded or added.at, added.zone),
        "added_by": added.by.name,
        "disabled": moment(disabled.recorded or disabled.at, disabled.zone) if disabled else None,
        "disabled_by": disabled.by.name if disabled else None,
        "reason": reason,
    }
