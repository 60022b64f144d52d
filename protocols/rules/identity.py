"""Whether a hospital number is a new one, compared with all that the ledger knows (rules.md, "Identity")."""

from __future__ import annotations

from collections.abc import Collection

from protocols import entries as e
from protocols.record.fold import Record
from protocols.values.identity import number_key
from protocols.values.refusal import Refused, refuse_if
from protocols.values.text import visible


def number_is_new(record: Record, entry: e.Entry, numbers: Collection[str]) -> None:
    """Refuse a patient who is here under the same number, written in another way, or one nobody can read.

    `numbers` are those of every patient of the ledger. One that differs by leading zeros is another number;
    the form that admits says that it looks the same.
    """
    begins = isinstance(entry.what, e.PatientAdmitted | e.RecordImported) and not record.entries
    if not begins or not entry.patient.strip():
        return
    key = number_key(entry.patient)
    refuse_if(
        not any(char.isalnum() for char in key), "A hospital number (MRN) has letters or digits.", "patient"
    )
    for other in numbers:
        if other != entry.patient and number_key(other) == key:
            raise Refused(
                f"MRN {visible(entry.patient)} is here already, written {visible(other)}. "
                "Open that record, or correct the number.",
                about="patient",
            )
    refuse_if(
        visible(entry.patient) != entry.patient,
        f"The hospital number (MRN) {visible(entry.patient)} has a character that cannot be shown. "
        "Type it again by hand.",
        "patient",
    )
