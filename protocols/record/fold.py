"""The fold: entries in the order they were recorded, added up to a patient's record and charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from protocols import entries as e
from protocols.record.chart import Chart, Hold, HoldCause, Start, Stretch, Waiver, basis_of
from protocols.record.corrected import CorrectedEntries, CorrectedEntry, settle
from protocols.record.imported import Brought, told_in
from protocols.record.skin_check import Basis, skin_check
from protocols.record.slots import open_slot


@dataclass(frozen=True)
class Record:
    """Everything known of one patient. `version` is the number of the last entry, 0 for none.

    What was imported stands among the entries as it was recorded elsewhere, with the numbers it has there,
    before the entry that brought it; `brought` says from where, by its id.
    """

    patient: str = ""
    version: int = 0
    details: e.PatientAdmitted | None = None
    entries: tuple[e.Entry, ...] = ()
    charts: tuple[Chart, ...] = ()
    brought: Mapping[str, Brought] = field(default_factory=dict)
    trouble: str = ""
    """Why the record cannot be shown, in words; then it has no entries and no charts. "" when it can."""

    @property
    def zone(self) -> str:
        """The time zone of the ward's clocks: that of the newest entry, which was always recorded here."""
        return self.entries[-1].zone if self.entries else "UTC"

    @property
    def own(self) -> tuple[e.Entry, ...]:
        """The entries that were recorded here; an import is one of them, what it brought is not."""
        return tuple(entry for entry in self.entries if entry.id not in self.brought)

    def since(self, version: int) -> tuple[e.Entry, ...]:
        """What was recorded here after `version`."""
        return tuple(entry for entry in self.own if entry.number > version)

    def as_of(self, version: int) -> Record:
        """The record as it stood at `version`, without what came later."""
        return self if self.version <= version else fold(one for one in self.own if one.number <= version)

    def number_of(self, entry: e.Entry) -> int:
        """The number under which this ledger has `entry`; of an imported one, that of its import."""
        found = self.brought.get(entry.id)
        return found.number if found else entry.number

    def chart(self, course: str) -> Chart | None:
        """The chart of the course with that id."""
        return next((chart for chart in self.charts if chart.id == course), None)

    @property
    def latest(self) -> Chart | None:
        """The open course enrolled last, else the last one ended."""
        still_open = [chart for chart in self.charts if chart.ended is None]
        return next(reversed(still_open or self.charts), None)


def fold(entries: Iterable[e.Entry]) -> Record:
    """The record of one patient from all entries of that patient, in the order of their numbers."""
    folding = Folding()
    for entry in entries:
        folding.add(entry)
    return folding.record()


class Folding:
    """The fold of one patient as far as it has come, so that one more entry costs what it weighs."""

    def __init__(self) -> None:
        self._entries: list[e.Entry] = []
        self._details: e.PatientAdmitted | None = None
        self._courses: dict[str, _Course] = {}
        self._brought: dict[str, Brought] = {}
        self._record: Record | None = Record()

    def add(self, entry: e.Entry) -> None:
        """Add the patient's next entry, by its number. After an exception this folding is of no more use."""
        self._record = None
        match entry.what:
            case e.PatientAdmitted() as admitted:
                self._details = admitted
            case e.PatientDetailsChanged() as changed:
                self._details = changed.details
            case e.RecordImported() as what:
                self._bring_in(what, entry)
            case e.CourseEnrolled() as plan:
                course = _Course(entry, plan)
                course.inherit(self._entries, self._courses.values())
                self._courses[entry.id] = course
            case _:
                for course in self._courses.values():
                    if course.concerned(entry):
                        course.add(entry)
        self._entries.append(entry)

    def _bring_in(self, what: e.RecordImported, by: e.Entry) -> None:
        """The entries of an import; not again those of a record that is added up a second time.

        From then on the times of its courses are those of the ward that imported them.
        """
        known = {entry.id for entry in self._entries}
        for told in told_in(what):
            self._brought[told.entry.id] = Brought(told.origin, by.number)
            if told.entry.id not in known:
                self.add(told.entry)
        for course in self._courses.values():
            course.zone = by.zone

    def record(self) -> Record:
        """The record of what was added so far; the same object until more is."""
        if self._record is None:
            last = self._entries[-1]
            self._record = Record(
                patient=last.patient,
                version=last.number,
                details=self._details,
                entries=tuple(self._entries),
                charts=tuple(course.chart() for course in self._courses.values()),
                brought=dict(self._brought),
            )
        return self._record


class _Course:
    """One course while its entries are being added up."""

    def __init__(self, entry: e.Entry, plan: e.CourseEnrolled) -> None:
        self.entry, self.plan, self.target = entry, plan, plan.target
        self.zone = ""
        self.entries = [entry]
        self.lines: CorrectedEntries = {}
        self.stretches: list[Stretch] = []
        self.starts: list[Start] = []
        self.holds: list[Hold] = []
        self.waivers: list[Waiver] = []
        self.ended: e.Entry | None = None

    def chart(self) -> Chart:
        return Chart(
            entry=self.entry,
            plan=self.plan,
            entries=tuple(self.entries),
            lines=dict(self.lines),
            stretches=tuple(self.stretches),
            starts=tuple(self.starts),
            holds=tuple(self.holds),
            waivers=tuple(self.waivers),
            target=self.target,
            ended=self.ended,
            ward_zone=self.zone,
        )

    def concerned(self, entry: e.Entry) -> bool:
        """Whether `entry` is of this course: its own, or a skin check, which is the patient's."""
        what = entry.what
        if entry.course == self.entry.id or isinstance(what, e.RashFound | e.RedFlagSeen | e.RashFreeChecked):
            return True
        return isinstance(what, e.EntryCorrected) and what.entry in self.lines

    def inherit(self, earlier: Iterable[e.Entry], others: Iterable[_Course]) -> None:
        """What was seen of the skin before this course, and a finding nobody has released yet."""
        for entry in earlier:
            if self.concerned(entry):
                settle(self.lines, entry)
        for other in others:
            self.holds.extend(h for h in other.holds if h.ended is None and h.cause in ("rash", "red flag"))

    def add(self, entry: e.Entry) -> None:
        self.entries.append(entry)
        changed = settle(self.lines, entry)
        match entry.what:
            case e.StepStarted(step=step, first=first):
                basis = basis_of(self.plan, self.stretches, first, when(entry), len(self.lines))
                self._begin(step, first, entry, same_stay=False)
                self.starts.append(Start(step, when(entry), basis))
            case e.DecisionMade() as decision:
                self._decide(decision, entry)
            case e.PreconditionWaived(precondition=precondition):
                self.waivers.append(Waiver(precondition, self._stay, entry))
            case e.RashFound() | e.EntryCorrected(right=e.RashFound()):
                self._hold("rash", entry)
            case e.RedFlagSeen() | e.EntryCorrected(right=e.RedFlagSeen()):
                self._hold("red flag", entry)
            case e.HoldPlaced():
                self._hold("hold", entry)
        self._review_starts(entry, changed)
        if isinstance(entry.what, e.RashFreeChecked):
            self._mend(entry)

    @property
    def _stay(self) -> int:
        return self.stretches[-1].stay if self.stretches else 0

    def _close(self, at: datetime) -> None:
        if self.stretches and self.stretches[-1].until is None:
            self.stretches[-1] = replace(self.stretches[-1], until=at)

    def _begin(self, step: int, first: e.DoseKey, entry: e.Entry, *, same_stay: bool) -> None:
        self._close(when(entry))
        stay = self._stay if same_stay else self._stay + 1
        self.stretches.append(Stretch(step, stay, first, when(entry), entry))

    def _hold(self, cause: HoldCause, entry: e.Entry) -> None:
        self.holds.append(Hold(cause, entry, when(entry)))
        self._close(when(entry))

    def _end_holds(self, entry: e.Entry, *causes: HoldCause) -> None:
        self.holds = [
            replace(hold, ended=entry) if hold.ended is None and hold.cause in causes else hold
            for hold in self.holds
        ]

    def _decide(self, decision: e.DecisionMade, entry: e.Entry) -> None:
        """A prescriber's decision takes effect; check.py has made sure that it may."""
        kind, step = decision.decision, decision.step
        if kind == "target" and step is not None:
            self.target = step
        if kind in ("stop", "complete"):
            self.ended = entry
            self._close(when(entry))
        if kind == "stay" and self.stretches:
            self.target = self.stretches[-1].step
        if kind == "back" and step is not None:
            self.starts = [start for start in self.starts if start.step <= step]
            self._end_holds(entry, "check")
        if kind in ("resume", "repeat", "back", "stay", "stop"):
            self._end_holds(entry, "rash", "red flag", "hold")
        if decision.first is not None and kind in ("resume", "repeat", "back", "stay"):
            to = step if kind == "back" and step is not None else self.stretches[-1].step
            self._begin(to, decision.first, entry, same_stay=kind in ("resume", "stay"))

    def _review_starts(self, entry: e.Entry, changed: Iterable[CorrectedEntry]) -> None:
        """Hold the course when a line that a start stands on has changed, and its check with it."""
        for place, start in enumerate(self.starts):
            touched = any(start.basis.touched_by(line) for line in changed)
            if touched and start.stands and not self._checked(start.basis):
                self.starts[place] = replace(start, broken=when(entry))
                self._hold("check", entry)

    def _checked(self, basis: Basis) -> bool:
        return skin_check(self.lines, basis, self.plan.protocol.gate).valid

    def _mend(self, check: e.Entry) -> None:
        """A fresh check, as good as the gate asks for, takes the place of those taken away."""
        lost = [start.broken for start in self.starts if start.broken]
        if not lost:
            return
        at, step = when(check), self.stretches[-1].step
        first = open_slot(self.plan, self.plan.protocol.step(step), at, self.lines)
        fresh = Basis(at, at, self.lines[check.id].place + 1, max(lost), first, self.plan)
        if not self._checked(fresh):
            return
        self.starts = [s if s.stands else replace(s, basis=fresh, broken=None) for s in self.starts]
        self._end_holds(check, "check")
        if self.ended is None and all(hold.ended for hold in self.holds):
            self._begin(step, first, check, same_stay=True)


def when(entry: e.Entry) -> datetime:
    """The instant at which an entry took effect: when it was recorded."""
    return entry.recorded or entry.at


RECENT = timedelta(days=90)
"""A record with an entry this new goes along although its courses have ended."""


def is_carried_over(record: Record, now: datetime) -> bool:
    """Whether `record` is still in use at the aware instant `now`.

    That is while a course is open, before the first one is enrolled, and for a while after the last entry, so
    that nobody looks in vain for a patient of last week. Other records stay where they are and can be read.
    """
    if not record.charts or any(chart.ended is None for chart in record.charts):
        return True
    last = record.entries[-1]
    return now - (last.recorded or last.at) < RECENT
