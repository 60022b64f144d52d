"""What was recorded on the ward since the shift began, in one line below the list: how much, in which beds.

By the bed alone, as what calls somebody. The handover tells of each patient what it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from protocols import entries as e
from protocols.record.corrected import leaves_open
from protocols.record.fold import Record
from protocols.record.handovers import Handover, handovers_of, taken_last
from protocols.reports.shift import ShiftBegin, came_up_since, shift_begin
from protocols.values.formatting import plural
from protocols.values.identity import bed_order
from protocols.values.text import visible
from store.ledger.reader import Reading
from tui.views.course.board import short_when
from tui.views.lines.lines import Line, width

Beds = Literal["always", "where there is room", "never"]
_NAMED: tuple[tuple[Beds, ...], ...] = (("always", "where there is room"), ("always",))
"""Of which entries the beds are named: with room for all, else with less."""


@dataclass(frozen=True, eq=False)
class Told:
    """What entries of some kinds are counted as: a noun, what was done, and whether their beds are named."""

    noun: str
    kinds: tuple[type[e.What], ...]
    done: str = ""
    beds: Beds = "where there is room"


OTHER = Told(
    "other",
    (
        *(
            e.CourseEnrolled,
            e.CourseAmended,
            e.RecordJoined,
            e.RecordTakenBack,
            e.NamedCheckMade,
            e.NoteAdded,
        ),
        *(e.CoMedicationStarted, e.CoMedicationGiven, e.CoMedicationStopped, e.FollowUpRecorded),
        *(e.NaranjoAssessed, e.EarlierReaction),
    ),
    beds="never",
)
TOLD = (
    Told("red flag", (e.RedFlagSeen,), beds="always"),
    Told("rash", (e.RashFound,), beds="always"),
    Told("hold", (e.HoldPlaced, e.DoneOnPaper), beds="always"),
    Told("dose", (e.DoseVomited,), "vomited", beds="always"),
    Told("dose", (e.DoseNotGiven,), "not given", beds="always"),
    Told("patient", (e.PatientAdmitted, e.PatientReturned, e.RecordImported), "came"),
    Told("patient", (e.PatientLeft, e.PatientSent), "left", beds="never"),
    Told("step", (e.StepStarted,), "started"),
    Told("decision", (e.DecisionMade, e.PreconditionWaived)),
    Told("correction", (e.EntryCorrected,)),
    Told("dose", (e.DoseGiven,), beds="never"),
    Told("check", (e.RashFreeChecked,), beds="never"),
    OTHER,
)
"""In the order in which it is said: where there is no room for all, what is routine is left out."""

UNTOLD = (e.AlarmSeen, e.PatientDetailsChanged, e.PatientTaken)
"""Kinds of entry that are not counted: nothing about a patient's care is another for them."""

_TOLD_AS = {kind: told for told in TOLD for kind in told.kinds}

MOST_BEDS = 3
"""Beds that are named; of more it only says how many."""


class WardShift:
    """What was recorded since the shift began, patient by patient; gone through again only after an entry."""

    def __init__(self, ledger: Reading, now: datetime) -> None:
        self.ledger = ledger
        self.counts: dict[Told, dict[str, int]] = {told: {} for told in TOLD}
        """How much of each, by hospital number; nobody of whom nothing of it was recorded."""
        self.gone_through = 0
        """How often a patient's entries were gone through."""
        self._position = -1
        self._seen: Mapping[str, int] = {}
        self._own: Record | None = None
        self._handed_over: Handover | None = None
        self.begun = self._begun(now)
        """When the shift began."""

    def renew(self, now: datetime) -> bool:
        """Take in what is new as of `now`; whether that is anything."""
        begun, position = self._begun(now), self.ledger.position
        if begun == self.begun and position == self._position:
            return False
        if begun != self.begun:
            self.begun, self.counts, self._seen = begun, {told: {} for told in TOLD}, {}
        changed, seen = self.ledger.changed(self._seen)
        for patient in changed:
            for found in self.counts.values():
                found.pop(patient, None)
            if patient in seen:
                self._go_through(patient)
        self._seen, self._position = seen, position
        return True

    def _begun(self, now: datetime) -> ShiftBegin:
        own = self.ledger.record("")
        if own is not self._own:
            self._own, self._handed_over = own, taken_last(handovers_of(own.entries))
        return shift_begin(self._handed_over, now, self.ledger.zone)

    def _go_through(self, patient: str) -> None:
        self.gone_through += 1
        told = (_told(what) for what in came_up_since(self.ledger.record(patient), self.begun))
        for one, count in Counter(one for one in told if one is not None).items():
            self.counts[one][patient] = count


def _told(what: e.What) -> Told | None:
    """What it is counted as; a dose that is to be given later, or of which nobody knows, was not left out."""
    return OTHER if leaves_open(what) else _TOLD_AS.get(type(what))


def since_line(shift: WardShift, people: Mapping[str, e.PatientAdmitted], now: datetime, cells: int) -> Line:
    """Since when, and how much of each, in `cells` cells; that something has no room is marked."""
    begun, key = shift.begun, "o"
    when = short_when(begun.at, now, shift.ledger.zone)
    since = f"Since {when}" if begun.seen is None else f"Since the handover {when}"
    room = cells - width(key) - 2
    for named in _NAMED:
        parts = list(_parts(shift.counts, people, named))
        said = f"{since}: {', '.join(parts)}" if parts else f"{since} nothing was recorded."
        if width(said) <= room:
            break
    while parts and width(said) > room:
        parts.pop()
        said = f"{since}: {', '.join([*parts, '...'])}"
    return [(key, "key"), (f"  {said}", "dim")]


def _parts(
    counts: Mapping[Told, Mapping[str, int]], people: Mapping[str, e.PatientAdmitted], named: Collection[Beds]
) -> Iterator[str]:
    """How many of each, and in which beds: "2 rashes (beds 4, 7)"."""
    for told in TOLD:
        found = counts[told]
        if found:
            beds = _beds(found, people) if told.beds in named else ""
            words = plural(sum(found.values()), told.noun), told.done, beds
            yield " ".join(word for word in words if word)


def _beds(patients: Mapping[str, int], people: Mapping[str, e.PatientAdmitted]) -> str:
    """The beds, as people count them; "" where there are too many, or somebody has none."""
    beds = [visible(people[one].bed) if one in people else "" for one in patients]
    if len(beds) > MOST_BEDS or not all(beds):
        return ""
    return f"({'bed' if len(beds) == 1 else 'beds'} {', '.join(sorted(beds, key=bed_order))})"
