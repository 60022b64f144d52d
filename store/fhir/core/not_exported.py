"""The kinds of entry that no Bundle gives, and why.

A new kind that says nothing of a course goes here; one that does, into a table of mapping.py.
"""

from __future__ import annotations

from protocols import entries as e

NOT_EXPORTED: dict[type[e.What], str] = {
    e.LedgerBegun: "of the ledger's file, no patient's",
    e.LedgerContinued: "of the ledger's file, no patient's",
    e.CarriedOver: "an envelope: the entries in it are exported as if they stood alone",
    e.RecordImported: "an envelope: the entries in it are exported as if they had been recorded here",
    e.AlarmSeen: "of the ward's screens: who saw the alarm; the red flag itself is exported",
    e.PatientSent: "of the sites: where the patient is, not what was done",
    e.RecordTakenBack: "of the sites, as above",
    e.HandoverGiven: "of the ward: who has its patients, not what was done for one",
    e.HandoverAccepted: "of the ward, as above",
    e.HandoverRefused: "of the ward, as above",
    e.PatientTaken: "of the ward, as above",
    e.ClockConfirmed: "of the clock; what was recorded by a doubtful one says so in its Provenance",
    e.ProtocolApproved: "of the site's library; a course carries the protocol it began with",
    e.PackConfirmed: "of the ward's catalogue; a dose names the packs it was made of",
    e.ScanningSet: "of the ward: what it wants scanned",
    e.RecordJoined: "of the numbers: everything stands in the record that it names",
    e.ZoneCorrected: "of the ward: its time zone; times are given with their offset",
    e.NumbersSet: "of the ward: what its hospital numbers look like",
    e.StaffAdded: "of the staff list; people are given as the entries name them",
    e.StaffChanged: "of the staff list",
    e.StaffDisabled: "of the staff list",
    e.PinSet: "of the staff list, and secret",
    e.AccountTied: "of the staff list",
    e.SignOnFailed: "of the staff list",
    e.SignedOn: "of the staff list",
}
