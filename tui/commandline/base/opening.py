"""The ledger as the plain commands read it: never written, and what is wrong with it said on stderr."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from pathlib import Path

from protocols.record.fold import Record
from store.access.account import account_name
from store.files.restoring import broken_off
from store.ledger.ledger import Ledger
from store.ledger.reader import utc_now as utc_now  # by name: the tests of commands set the time here
from store.ledger.witness import Witness
from store.location.config import LocationFault, state_folder
from store.location.where import Where
from store.maintenance.restore import oldest_in
from store.site.access_log import AccessRecord, looked
from tui.commandline.base.output import Data, moment, say
from tui.exit_codes import Exit

PATIENCE = 2.0
"""Seconds to wait for a session that is just recording; what is whole is shown in any case."""


def read(args: argparse.Namespace, path: Where, show: Callable[[Ledger, datetime], int]) -> int:
    """Open the ledger at `path`, `show` it as it stands now; the exit code. LedgerError when that fails.

    Of a damaged ledger what lies before the damage is shown, and the exit code says that it is damaged.
    """
    if is_missing(path):
        return Exit.LEDGER
    with open_to_read(args, path) as ledger:
        now = utc_now()
        _warn(ledger, now)
        note_look(args, path, now)
        told, code = ledger.problem, ledger.telling(partial(show, ledger, now))
        if ledger.problem != told:  # met only now, among many entries
            say(ledger.problem)
        return Exit.LEDGER if ledger.problem else code


def is_missing(path: Where) -> bool:
    """Whether there is no ledger at `path`; if so, how to begin one has been said."""
    if isinstance(path, Path) and not path.exists():
        if words := broken_off(path):
            say(words)
            return True
        say(
            f"There is no ledger at {path} yet. Type stepward in a terminal to begin one, "
            "or name another with --data. To look at an invented ward, add --demo."
        )
        return True
    return False


def named_file(path: Path) -> Path | None:
    """The ledger file that the command line named: `path`, or the first one of a backup of several files.

    None when there is none, and that has been said.
    """
    found = oldest_in(path) if path.is_dir() else path
    if found is None or not found.is_file():
        say(f"There is no ledger in {path}." if path.is_dir() else f"There is no file {path}.")
        return None
    return found


def note_look(args: argparse.Namespace, path: Where, now: datetime) -> None:
    """Write down which patient this account looks at; of an invented ward, and of the staff list, nothing."""
    if args.demo or args.command.name == "staff":
        return
    name = args.command.name
    patient = "" if name == "audit" else (getattr(args, "mrn", None) or "").strip()
    words = AccessRecord(path).add(looked(now, patient, f"stepward {name}", None, account_name()))
    if words:
        say(words)


def open_to_read(args: argparse.Namespace, path: Where) -> Ledger:
    """The ledger at `path`, compared with what this user saw of it before."""
    witness = own_witness(args)
    return Ledger.open(
        path, read_only=True, patience=PATIENCE, witness=witness, share_ok=args.demo or args.on_share
    )


def own_witness(args: argparse.Namespace) -> Witness | None:
    """What this user saw of ledgers before; None for an invented ward, or where nothing can be remembered."""
    if args.demo:
        return None
    try:
        return Witness(state_folder())
    except LocationFault:
        return None


def left_over_words(paths: Iterable[Path]) -> list[str]:
    """A sentence about each new file that was begun and never came into force."""
    return [f"{path} was left over when a new file was begun. Nothing is only in it." for path in paths]


def heading_data(ledger: Ledger, now: datetime) -> Data:
    """Which ward, when, and what is wrong with its ledger."""
    at = moment(now, ledger.zone)
    return {"ward": ledger.ward, "zone": ledger.zone, "at": at, "problem": ledger.problem}


def told_records(ledger: Ledger, patients: Iterable[str]) -> list[Record]:
    """Their records; one that cannot be shown is said, with what is wrong, and the others go on."""
    records = [ledger.record(patient) for patient in patients]
    for record in records:
        if record.trouble:
            say(f"MRN {record.patient}: {record.trouble}")
    return records


def _warn(ledger: Ledger, now: datetime) -> None:
    for sentence in (*ledger.notices, ledger.problem):
        if sentence:
            say(sentence)
    mark = ledger.clock_mark(now)
    if mark != "ok":
        side = "behind" if mark == "behind" else "far ahead of"
        say(f"This computer's clock is {side} the newest entry: what is due now may be wrong.")
