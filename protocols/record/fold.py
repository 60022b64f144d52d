"""The fold: entries in the order they were recorded, added up to a patient's record and charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from protocols import entries as e
from protocols.record.chart import Chart
from protocols.record.course_fold import CourseFold
from protocols.record.imported import (
    Brought,
    checks_of_now,
    is_move_of,
    joined,
    not_known,
    set_aside,
    told_in,
    unheard,
    with_allergies_of,
)
from protocols.record.moments import Order, from_paper, left_by
from protocols.record.people import Initials, with_initials
from protocols.values.oddity import refuse_oddity


@dataclass(frozen=True)
class Record:
    """Everything known of one patient. `version` is the number of the last entry, 0 for none.

    What was imported stands among the entries with the numbers it has elsewhere, before the entry that
    brought it; `brought` says from where, by its id.
    """

    patient: str = ""
    version: int = 0
    details: e.PatientAdmitted | None = None
    entries: tuple[e.Entry, ...] = ()
    charts: tuple[Chart, ...] = ()
    brought: Mapping[str, Brought] = field(default_factory=dict)
    line: tuple[e.Entry, ...] = ()
    """The entries in the order in which they take effect, without those that are set aside."""
    aside: frozenset[str] = frozenset()
    """The ids of moves that count no longer, because a prescriber took the other site's course on."""
    sent: e.Entry | None = None
    """The entry with which the patient was sent to another site; None while moves are made here."""
    initials: Initials = field(default_factory=dict)
    unknown: Mapping[str, frozenset[str]] = field(default_factory=dict, compare=False)
    """By the id of an entry, what it did not know, though it stands before it: it was at another site."""
    left: e.Entry | None = None
    """The entry with which the patient left the ward: leave, discharge, death; None while here."""
    trouble: str = ""
    """Why the record cannot be shown, in words; then it has no entries and no charts. "" when it can."""

    @property
    def zone(self) -> str:
        """The time zone of the ward's clocks: that of the newest entry, which was always recorded here."""
        return self.entries[-1].zone if self.entries else "UTC"

    @property
    def own(self) -> tuple[e.Entry, ...]:
        """The entries that were recorded here; an import is one of them, what it brought is not."""
        if not self.brought:
            return self.entries
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

    @property
    def gone(self) -> bool:
        """Whether the patient has left the ward with nothing open: found by name or number, on no list."""
        what = self.left.what if self.left else None
        if not isinstance(what, e.PatientLeft) or what.how == "leave":
            return e.is_joining(what)
        return all(one.ended and (what.how == "died" or not one.unreleased) for one in self.charts)

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
        self._courses: dict[str, CourseFold] = {}
        self._brought: dict[str, Brought] = {}
        self._line: list[e.Entry] = []
        self._order = Order()
        self._aside: set[str] = set()
        self._initials: dict[tuple[str, str], str] = {}
        self._sent: e.Entry | None = None
        self._left: e.Entry | None = None
        self._record: Record | None = Record()

    def add(self, entry: e.Entry) -> None:
        """Add the patient's next entry, by its number. After an exception this folding is of no more use."""
        refuse_oddity(entry)
        if type(entry.what) is e.PatientAdmitted and e.is_joining(self._left and self._left.what):
            Folding.__init__(self)  # somebody else under a number that was wrong: a record of their own
        self._record = None
        self._learn(entry)
        if type(entry.what) is e.RecordImported:
            self._bring_in(entry.what, entry)
        else:
            self._stand(entry)
        self._entries.append(entry)

    def _learn(self, entry: e.Entry) -> None:
        """What an entry says of the patient, wherever it stands."""
        self._order.places.setdefault(entry.id, len(self._entries) + 1)
        with_initials(self._initials, entry.by)
        match entry.what:
            case e.PatientAdmitted() as admitted:
                self._details = admitted
            case e.PatientDetailsChanged() as changed:
                self._details = changed.details
            case e.PatientSent():
                self._sent = entry
            case e.RecordTakenBack():
                self._sent = None
            case e.PatientLeft() | e.RecordJoined() | e.PatientReturned() as way:
                self._left = None if isinstance(way, e.PatientReturned) else entry
                self._details = e.in_bed_after(self._details, way)

    def received(self, zone: str) -> None:
        """The record went on in a ward of `zone`: from now on moves are made there."""
        if not self._entries:
            return
        self._sent, self._left, self._record = None, None, None
        self.in_zone(zone)

    def in_zone(self, zone: str) -> None:
        """Let days count, and times be told, by the clocks of `zone`; the times of the plan stay."""
        for course in self._courses.values():
            self._record = self._record if course.zone == zone else None
            course.zone = zone

    def unaware(self, unknown: Mapping[str, frozenset[str]]) -> None:
        """Let entries, by their ids, not know of others although these stand before them."""
        for id, others in unknown.items():
            known = self._order.unknown.get(id)
            self._order.unknown[id] = known | others if known else others

    def _stand(self, entry: e.Entry) -> None:
        """Give an entry its place among the others: behind them, from paper at its true time."""
        if from_paper(entry):
            known, later = self._order.split(self._line, entry)
            self._unfold([*known, entry, *later])
        else:
            self._next(entry)
        if type(entry.what) is e.PatientSent and entry.what.aside:
            self._put_aside({*entry.what.aside})

    def _put_aside(self, ids: set[str]) -> None:
        """Let these moves count no longer: a prescriber took the other course on, here or at another site."""
        if new := {one.id for one in self._line if is_move_of(one, ids)}:
            self._aside |= new
            self._unfold([one for one in self._line if one.id not in new])

    def _next(self, entry: e.Entry) -> None:
        """Add up the entry that stands behind all others."""
        if type(entry.what) is e.CourseEnrolled:
            self._enrol(CourseFold(entry, entry.what, self._order))
        else:
            for course in self._courses.values():
                if course.concerned(entry):
                    course.add(entry)
                else:
                    course.bound_by(entry)
            self._release(entry)
        self._line.append(entry)

    def _unfold(self, line: list[e.Entry]) -> None:
        """Add up all entries again, in another order."""
        zones = {id: course.zone for id, course in self._courses.items()}
        self._line, self._courses = [], {}
        for entry in line:
            self._next(entry)
        for id, course in self._courses.items():
            course.zone = zones.get(id, "")

    def as_it_stood(self, paper: e.Entry) -> tuple[Record, list[e.Entry]]:
        """The record as the move `paper` finds it, and what stands behind. Then this is of no more use."""
        known, later = self._order.split(self._line, paper)
        self._unfold(known)
        self._record, self._left = None, self._left if self._brought else left_by(known)
        return self.record(), later

    def _enrol(self, course: CourseFold) -> None:
        """A course knows what was seen of the skin and taken of its drug before, and what nobody released."""
        for other in self._courses.values():
            other.bound_by(course.entry)
        same = [other for other in self._courses.values() if other.drug == course.drug]
        course.kin = {other.id for other in same}
        for other in same:
            other.kin.add(course.id)
        course.inherit(self._line, self._courses.values())
        self._courses[course.id] = course

    def _release(self, entry: e.Entry) -> None:
        """A finding is the patient's: released in one course, it is released in all of them."""
        if type(entry.what) is not e.DecisionMade:
            return
        holds = (hold for course in self._courses.values() for hold in course.holds)
        ended = {hold.entry.id for hold in holds if hold.of_finding and hold.ended == entry}
        for course in self._courses.values():
            course.released(ended, entry)

    def _bring_in(self, what: e.RecordImported, by: e.Entry) -> None:
        """The entries of an import; not again those of a record that is added up a second time.

        From then on the times of its courses are those of the ward that imported them.
        """
        known, before, sent = {entry.id for entry in self._entries}, self._details, self._sent
        told = list(told_in(what))
        for one in told:
            self._brought[one.entry.id] = Brought(one.origin, by.number)
            if one.entry.id not in known:
                refuse_oddity(one.entry)
                self._learn(one.entry)
                self._entries.append(one.entry)
        self.unaware(not_known(what))
        self.unaware(unheard(told, (*self._entries, by), self._brought))
        if what.clock_off:
            self._order.doubtful |= checks_of_now(one.entry for one in told)
        self._sent = None if any(isinstance(one.entry.what, e.PatientSent) for one in told) else sent
        if self._left is not None and not e.is_death(self._left.what):
            self._left = None  # whoever is received is here
        self._join(what)
        if what.beside and before is not None and self._details is not None:
            self._details = with_allergies_of(self._details, before)
        for course in self._courses.values():
            course.zone = by.zone

    def _join(self, what: e.RecordImported) -> None:
        """Let the entries of an import stand among the others; of the side not taken on no move counts."""
        before, coming, behind = joined(what, self._line)
        aside = {*set_aside(what), *what.aside}
        self._aside |= {one.id for one in (*coming, *behind) if is_move_of(one, aside)}
        if len(before) != len(self._line):
            self._unfold(before)
        for entry in (*coming, *behind):
            if entry.id not in self._aside:
                self._stand(entry)
        self._put_aside({*what.aside})

    def record(self) -> Record:
        """The record of what was added so far; the same object until more is."""
        if self._record is None:
            last, initials = self._entries[-1], dict(self._initials)
            self._record = Record(
                patient=last.patient,
                version=last.number,
                details=self._details,
                entries=tuple(self._entries),
                charts=tuple(
                    course.chart(id in self._brought, self._sent, self._left, initials)
                    for id, course in self._courses.items()
                ),
                brought=dict(self._brought),
                line=tuple(self._line),
                aside=frozenset(self._aside),
                sent=self._sent,
                left=self._left,
                initials=initials,
                unknown=dict(self._order.unknown),
            )
        return self._record
