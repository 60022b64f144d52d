"""What the administrator of the computer finds in its own log: sign-ons, locks, refusals, what admins do.

One line each to syslog, where systemd's journal takes it too (`journalctl -t stepward`). It has initials,
accounts and kinds of entry, and never anything about a patient: no name, no number, no words that were typed.
The setting `log = "none"` turns it off; on Windows there is none.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from protocols import entries as e
from store.location.settings import logs

_PLAIN = re.compile(r"[^A-Za-z0-9_./:@+-]+")

ACTS: dict[type, str] = {
    e.LedgerBegun: "ledger-begun",
    e.LedgerContinued: "ledger-continued",
    e.StaffAdded: "staff-added",
    e.StaffDisabled: "staff-disabled",
    e.PinSet: "pin-set",
    e.AccountTied: "account-tied",
    e.SignOnFailed: "wrong-pin",
    e.ProtocolApproved: "protocol-approved",
    e.RecordImported: "record-imported",
    e.ClockConfirmed: "clock-confirmed",
}
"""The kinds of entry that are told: what is done to the ledger, and none of what is done to a patient."""


_silent: set[str] = set()


def silence() -> None:
    """Write nothing from now on: what comes is invented."""
    _silent.add("all")


@contextmanager
def silenced() -> Iterator[None]:
    """Write nothing as long as this lasts."""
    before = set(_silent)
    silence()
    try:
        yield
    finally:
        _silent.intersection_update(before)


def tell(event: str, **about: str | int) -> None:
    """Write one line: the event and what is said `about` it. Nothing that goes wrong with it is told."""
    if not _silent and _wanted():
        words = " ".join(f"{name}={_plain(value)}" for name, value in about.items() if value != "")
        _send(f"{event} {words}".rstrip())


def acted(entry: e.Entry, ledger: str) -> None:
    """Write a line about an entry that was recorded, where an administrator looks for its kind."""
    event = ACTS.get(type(entry.what))
    if event:
        tell(event, number=entry.number, by=entry.by.initials, account=entry.by.account, ledger=ledger)


def refused(entry: e.Entry, ledger: str) -> None:
    """Write a line about an entry that the rules refused: of which kind and whose, not why nor for whom."""
    kind = entry.what.__struct_config__.tag
    tell("refused", kind=str(kind), by=entry.by.initials, account=entry.by.account, ledger=ledger)


def _plain(value: str | int) -> str:
    """One word, whatever is in it: nobody makes two lines of one, or another field."""
    return _PLAIN.sub("_", str(value))[:100]


@cache
def _wanted() -> bool:
    return sys.platform != "win32" and logs()


def _send(line: str) -> None:
    if sys.platform != "win32":
        import syslog

        syslog.openlog("stepward", syslog.LOG_PID, syslog.LOG_AUTHPRIV)
        syslog.syslog(syslog.LOG_NOTICE, line)
