"""One patient's entries as far as they were read, added up; or why they cannot be."""

from __future__ import annotations

from dataclasses import replace

from protocols.entries import Entry, PatientAdmitted, PatientDetailsChanged
from protocols.record.fold import Folding, Record
from protocols.values.clinic_time import has_rules
from protocols.values.oddity import Unreadable, oddity
from protocols.values.refusal import UNFIT

LOOK = "Keep it on paper; stepward verify names what is wrong."


class Known:
    """The entries of one patient that were asked for, added up as far as they were read."""

    def __init__(self) -> None:
        self._folding = Folding()
        self._tried: Record | None = None
        self._unfit: Record | None = None
        """What is left of a record that cannot be shown. The others are not touched by it."""
        self.by_id: dict[str, Entry] = {}
        self.looked = -1
        """The number of the last entry in the newest file when it was looked for more."""

    @property
    def record(self) -> Record:
        """What the entries add up to, or no more than why they do not."""
        if self._unfit is not None:
            return self._unfit
        try:
            record = self._folding.record()  # made after each entry, it would cost its square
        except UNFIT as error:
            last = next(reversed(self.by_id.values()))
            self.give_up(last.patient, last.number, f"Its entries do not fit each other ({error!r}).")
            return self.record
        if record.brought and record is not self._tried:
            self._try(record)
        return self._unfit or record

    def in_zone(self, zone: str) -> None:
        """Tell it by the clocks of `zone`, to which the ward's were corrected."""
        self._folding.in_zone(zone)

    def add(self, entry: Entry) -> None:
        """Take in the patient's next entry."""
        self.by_id[entry.id] = entry
        if self._unfit is not None:
            self._unfit = replace(self._unfit, version=entry.number)
            return
        if not has_rules(entry.zone):
            told = f"Entry {entry.number} is in a time zone that is not known here ({entry.zone})."
            self.give_up(entry.patient, entry.number, told)
            return
        try:
            self._folding.add(entry)
        except Unreadable as odd:
            told = f"Entry {entry.number} holds what nobody can read: {odd}."
            self.give_up(entry.patient, entry.number, told)
        except UNFIT as error:
            self.give_up(entry.patient, entry.number, f"Entry {entry.number} does not fit it ({error!r}).")

    def try_out(self) -> bool:
        """Whether the record turns out, now that every view of it is tried for the first time, to be one that
        cannot be shown.
        """
        record = self.record
        if self._unfit is None and self._tried is None:
            self._try(record)
            return self._unfit is not None
        return False

    def _try(self, record: Record) -> None:
        """What was not asked everything when it was recorded: see whether it can be told."""
        from protocols.reports.trouble import trouble_in  # here, because most records are of this ward alone

        self._tried = record
        if trouble := trouble_in(record):
            self.give_up(record.patient, record.version, trouble)

    def give_up(self, patient: str, number: int, why: str, then: str = LOOK) -> None:
        """Show nothing of the record, read up to entry `number`, but `why`, and what to do `then`."""
        words = f"This record cannot be shown. {why} {then}"
        self._unfit = Record(patient, number, details=self._who(), trouble=words)

    def _who(self) -> PatientAdmitted | None:
        """Who the patient is, as far as that can be read: at the bed one has to know whose record it is."""
        told = (one.what for one in reversed(self.by_id.values()) if not oddity(one.what))
        details = (one.details if isinstance(one, PatientDetailsChanged) else one for one in told)
        return next((one for one in details if isinstance(one, PatientAdmitted)), None)
