"""Who has each patient for this shift."""

from __future__ import annotations

from collections.abc import Mapping

from protocols.entries import Person
from protocols.record.fold import Record
from protocols.record.handovers import handovers_of, with_whom
from protocols.record.people import initials_of
from store.ledger.reader import Reading


class Taken:
    """Asked again of those alone of whom something was recorded; of everybody after another handover."""

    def __init__(self, ledger: Reading) -> None:
        self._ledger = ledger
        self._position = -1
        self._own: Record | None = None
        self._seen: Mapping[str, int] = {}
        self._by: dict[str, tuple[Person, str]] = {}

    def by(self) -> Mapping[str, tuple[Person, str]]:
        """By hospital number who has the patient, and the initials of that person on the patient's record.

        Nobody whom nobody has taken.
        """
        position = self._ledger.position
        if position != self._position:
            self._take_news()
            self._position = position
        return self._by

    def _take_news(self) -> None:
        own = self._ledger.record("")
        if own is not self._own:
            self._own, self._seen, self._by = own, {}, {}
        changed, now = self._ledger.changed(self._seen)
        given = handovers_of(own.entries) if changed else ()
        for patient in changed:
            record = self._ledger.record(patient)
            by = with_whom(given, record) if patient in now else None
            self._by.pop(patient, None)
            if by is not None:
                self._by[patient] = by, initials_of(record.initials, by)
        self._seen = now
