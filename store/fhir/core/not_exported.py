"""The kinds of entry that no Bundle gives, and why.

A new kind that says nothing of a course goes here; one that does, into a table of kinds.py.
"""

from __future__ import annotations

from protocols.entries import (
    AccountTied,
    CarriedOver,
    ClockConfirmed,
    HandoverAccepted,
    HandoverGiven,
    HandoverRefused,
    LedgerBegun,
    LedgerContinued,
    PinSet,
    ProtocolApproved,
    RecordImported,
    SignedOn,
    SignOnFailed,
    StaffAdded,
    StaffChanged,
    StaffDisabled,
    What,
)

NOT_EXPORTED: dict[type[What], str] = {
    LedgerBegun: "of the ledger's file, no patient's",
    LedgerContinued: "of the ledger's file, no patient's",
    CarriedOver: "an envelope: the entries in it are exported as if they stood alone",
    RecordImported: "an envelope: the entries in it are exported as if they had been recorded here",
    HandoverGiven: "of the ward: who has its patients, not what was done for one",
    HandoverAccepted: "of the ward, as above",
    HandoverRefused: "of the ward, as above",
    ClockConfirmed: "of the computer's clock; what was recorded by a doubtful one says so in its Provenance",
    ProtocolApproved: "of the site's library; a course carries the protocol it began with",
    StaffAdded: "of the staff list; people are given as the entries name them",
    StaffChanged: "of the staff list",
    StaffDisabled: "of the staff list",
    PinSet: "of the staff list, and secret",
    AccountTied: "of the staff list",
    SignOnFailed: "of the staff list",
    SignedOn: "of the staff list",
}
