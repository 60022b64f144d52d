"""Whether a hospital number is a new one, compared with all that the ledger knows (rules.md, "Identity")."""

from __future__ import annotations

from collections.abc import Collection

from protocols import entries as e
from protocols.course.catalogue import Catalogue
from protocols.record.fold import Record
from protocols.values.identity import number_key, same_number
from protocols.values.number_forms import pattern_fault
from protocols.values.refusal import Refused, fits, need_text, refuse_if
from protocols.values.text import visible


def number_is_new(record: Record, entry: e.Entry, numbers: Collection[str]) -> None:
    """Refuse a patient who is here under the same number, written in another way, or one nobody can read.

    `numbers` are those of every patient of the ledger. One that differs by leading zeros, or by where it is
    parted ("1-23" and "12-3"), is another number; the form that admits says that it looks the same.
    """
    begins = isinstance(entry.what, e.PatientAdmitted | e.RecordImported) and not record.entries
    if not begins or not entry.patient.strip():
        return
    key = number_key(entry.patient)
    refuse_if(
        not any(char.isalnum() for char in key), "A hospital number (MRN) has letters or digits.", "patient"
    )
    for other in numbers:
        if other != entry.patient and same_number(other, entry.patient):
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


def number_fits(record: Record, entry: e.Entry, catalogue: Catalogue) -> None:
    """Refuse to begin a record under a number that the ward's numbers cannot be; those that are here stay."""
    begins = isinstance(entry.what, e.PatientAdmitted | e.RecordImported) and not record.entries
    fault = catalogue.number_fault(entry.patient) if begins else ""
    if fault:
        raise Refused(fault, about="patient")


def numbers_set(what: e.NumbersSet) -> None:
    """Why, and a pattern that is one, which its own example and its check digit meet."""
    need_text(what.reason, "why this is set", "reason")
    fits(what.example, "the example", "example")
    if what.pattern:
        wrong = pattern_fault(what.pattern)
        refuse_if(bool(wrong), f"The pattern of the numbers {wrong}.", "pattern")
        need_text(what.example, "a number that meets the pattern, for whoever typed another", "example")
    fault = Catalogue(numbering=what).number_fault(what.example)
    refuse_if(bool(fault), f"The example does not meet what is set: {fault}", "example")
