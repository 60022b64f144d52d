"""Random nurses at one bedside: everything people may do, in any order, at any time, with any clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.stateful import rule

from protocols.entries import (
    CoMedicationStarted,
    DecisionMade,
    DoseGiven,
    DoseKey,
    DoseNotGiven,
    DoseVomited,
    EntryCorrected,
    FollowUpRecorded,
    HoldPlaced,
    NoteAdded,
    Person,
    PreconditionWaived,
    RashFound,
    RashFreeChecked,
    RedFlagSeen,
    StepStarted,
)
from protocols.gate import gate
from protocols.schedule import next_dose, scheduled
from tests.protocols.bedside import NURSE, OTHER_NURSE, PRESCRIBER
from tests.protocols.watched import Watched

JUMPS = [timedelta(minutes=m) for m in (1, 20, 60, 239, 240, 241, 480, 720, 721, 1500, 2879, 2881)]
PAST = [timedelta(minutes=m) for m in (0, 0, 0, 1, 30, 200, 240, 500, 720, 1440, 3000)]
RASH = RashFound("maculopapular", ("neck",))
FLAG = RedFlagSeen(("skin pain",))
BESIDE = [
    CoMedicationStarted("prednisolone", "10 mg", "once daily", "rash", date(2027, 12, 31)),
    FollowUpRecorded("at the dose reached", "stable", "600 mg twice daily", "no"),
]
"""Facts that change nothing of the course."""
STATUSES = ["refused", "absent", "deferred", "unknown", "other reason"]
PEOPLE = st.sampled_from([NURSE, OTHER_NURSE, PRESCRIBER])


class RandomNurses(Watched):
    """A machine for any way in: give it one by `way_in` (see watched.py)."""

    # time

    @rule(jump=st.sampled_from(JUMPS))
    def time_passes(self, jump: timedelta) -> None:
        self.way.now += jump

    @rule(
        jump=st.sampled_from([-3000, -180, -10, 180, 1440, 20_000]),
        doing=st.sampled_from(["nothing", "check", "rash", "dose", "start"]),
        then=st.integers(0, 5),
    )
    def the_clock_jumps(self, jump: int, doing: str, then: int) -> None:
        """Something is recorded by the wrong clock; then it is set right, or believed, or neither."""
        right = self.way.now
        self.way.now += timedelta(minutes=jump)
        if doing == "check":
            self.the_skin_is_free(timedelta(0))
        if doing == "rash":
            self.something_is_found(RASH, timedelta(0))
        if doing == "dose":
            self.the_next_doses_are_given_at_their_time(1)
        if doing == "start":
            self.the_next_step_is_tried_in_good_faith(0, True)
        if then:
            self.way.now = right
        if then != 5:
            self.way.confirm_clock()
            self.newest = self.way.now

    # doses

    @rule(count=st.integers(1, 4))
    def the_next_doses_are_given_at_their_time(self, count: int) -> None:
        for _ in range(count):
            coming = next_dose(scheduled(self.chart, self.way.now))
            if coming is None:
                return
            self.way.now = max(self.way.now, coming.at)
            self.give(coming.key, coming.amount, timedelta(0), False)

    @rule(
        days=st.integers(-3, 2),
        slot=st.sampled_from(["morning", "evening"]),
        amount=st.sampled_from([None, None, Decimal("0.5"), Decimal(600)]),
        ago=st.sampled_from(PAST),
        vomited=st.booleans(),
    )
    def a_dose_is_recorded(
        self, days: int, slot: str, amount: Decimal | None, ago: timedelta, vomited: bool
    ) -> None:
        key = DoseKey(self.oracle.day(self.way.now) + timedelta(days=days), slot)
        asked = self.oracle.asked(key, self.way.now - ago)
        self.give(key, amount or asked or Decimal(1), ago, vomited)

    def give(self, key: DoseKey, amount: Decimal, ago: timedelta, vomited: bool) -> None:
        dose = DoseGiven(key, amount, vomited=vomited, reason="as told")
        self.act(dose, self.may_be(dose, self.way.now - ago), ago=ago)

    def may_be(self, what: Any, at: datetime) -> bool:
        """Whether a dose can be, or can have been left out: once, near its time, and planned."""
        key = what.dose
        if key is None:
            return True
        if self.oracle.closed(key):
            return False
        ahead = self.oracle.slot_at(key) - at
        if isinstance(what, DoseGiven):
            return abs(ahead) <= timedelta(days=1)
        window = self.oracle.window(key)
        planned = window is not None and key.slot in self.oracle.slots(window.step)
        return planned and ahead <= timedelta(days=1)

    @rule(ago=st.sampled_from(PAST))
    def an_extra_dose_is_recorded(self, ago: timedelta) -> None:
        self.act(DoseGiven(None, Decimal(150), reason="extra"), allowed=True, ago=ago)

    @rule(
        days=st.integers(-2, 1),
        slot=st.sampled_from(["morning", "evening"]),
        status=st.sampled_from(STATUSES),
    )
    def a_dose_is_not_given(self, days: int, slot: str, status: Any) -> None:
        what = DoseNotGiven(
            DoseKey(self.oracle.day(self.way.now) + timedelta(days=days), slot), status, "told"
        )
        self.act(what, self.may_be(what, self.way.now))

    @rule(data=st.data())
    def a_dose_comes_up(self, data: st.DataObject) -> None:
        doses = self.oracle.of(DoseGiven)
        assume(doses)
        entry, live = data.draw(st.sampled_from(doses))
        allowed = entry not in self.oracle.vomited() and live.at <= self.way.now
        self.act(DoseVomited(entry), allowed)

    # the skin

    @rule(ago=st.sampled_from(PAST))
    def the_skin_is_free(self, ago: timedelta) -> None:
        self.act(RashFreeChecked(True, True), allowed=True, ago=ago)

    @rule(what=st.sampled_from([RASH, FLAG, HoldPlaced("surgery")]), ago=st.sampled_from(PAST))
    def something_is_found(self, what: Any, ago: timedelta) -> None:
        allowed = not (isinstance(what, HoldPlaced) and self.oracle.stopped)
        self.act(what, allowed, ago=ago)

    # corrections

    @rule(data=st.data(), how=st.sampled_from(["error", "time", "other"]), minutes=st.integers(-600, 60))
    def an_entry_is_corrected(self, data: st.DataObject, how: str, minutes: int) -> None:
        kinds = (DoseGiven, DoseNotGiven, RashFreeChecked, RashFound, RedFlagSeen, DoseVomited)
        entries = [e for e in self.way.entries[2:] if isinstance(e.what, kinds)]
        assume(entries)
        entry = data.draw(st.sampled_from(entries))
        live = self.oracle.live[entry.id]
        right, at = _right(entry.what, live.what, how), None
        if how == "time" and right is not None:
            at = live.at + timedelta(minutes=minutes)
        self.act(EntryCorrected(entry.id, "wrong", right, at), self.may_correct(entry.id, right, at))

    def may_correct(self, entry: str, right: Any, at: datetime | None) -> bool:
        live = self.oracle.live[entry]
        if right is None:
            return live.what is not None
        time = at or live.at
        if time > self.way.now or (right, time) == (live.what, live.at):
            return False
        before, live.what = live.what, None
        try:
            if isinstance(right, DoseVomited):
                dose = self.oracle.live[right.entry]
                fits = isinstance(dose.what, DoseGiven) and dose.at <= time
                return fits and right.entry not in self.oracle.vomited()
            return self.may_be(right, time) if isinstance(right, DoseGiven | DoseNotGiven) else True
        finally:
            live.what = before

    # moves

    @rule(
        by=PEOPLE,
        ahead=st.integers(1, 2),
        days=st.integers(-1, 2),
        slot=st.sampled_from(["morning", "evening"]),
    )
    def a_start_is_tried(self, by: Person, ahead: int, days: int, slot: str) -> None:
        step = self.oracle.step + (1 if ahead == 1 else days)
        self.start(step, DoseKey(self.oracle.day(self.way.now) + timedelta(days=days), slot), by)

    @rule(wait=st.sampled_from([0, 0, 239, 240, 480]), check=st.booleans())
    def the_next_step_is_tried_in_good_faith(self, wait: int, check: bool) -> None:
        self.way.now += timedelta(minutes=wait)
        if check:
            self.the_skin_is_free(timedelta(0))
        plan = self.oracle.plan.protocol
        step = min(self.oracle.step + 1, len(plan.steps))
        self.start(step, next(iter(self.oracle.first_doses(step, self.way.now))), NURSE)

    @rule()
    def a_whole_step_is_done_in_good_faith(self) -> None:
        step = self.oracle.plan.protocol.steps[max(self.oracle.step, 1) - 1]
        for _ in range((step.days or 0) * len(step.doses) if self.oracle.step else 0):
            self.the_next_doses_are_given_at_their_time(1)
        self.the_next_step_is_tried_in_good_faith(480, True)

    def start(self, step: int, first: DoseKey, by: Person) -> None:
        oracle, now = self.oracle, self.way.now
        known = 1 <= step <= len(oracle.plan.protocol.steps)
        allowed = (
            known
            and not oracle.stopped
            and step == oracle.step + 1
            and (oracle.step == 0 or step <= oracle.target)
            and first in list(oracle.first_doses(step, now))
            and not oracle.unmet(first, now)
        )
        if allowed:
            assert gate(self.chart, now).open
        self.act(StepStarted(step, first), allowed, by)

    @rule(wait=st.sampled_from([0, 239, 240, 721]), kind=st.sampled_from(["resume", "repeat", "back"]))
    def a_prescriber_sees_the_patient(self, wait: int, kind: Any) -> None:
        self.way.now += timedelta(minutes=wait)
        self.the_skin_is_free(timedelta(0))
        self.a_decision_is_tried(PRESCRIBER, kind, max(self.oracle.step - 1, 1), False, 1)

    @rule(
        by=st.sampled_from([NURSE, PRESCRIBER, PRESCRIBER, PRESCRIBER]),
        kind=st.sampled_from(["resume", "resume", "repeat", "back", "stay", "target", "complete", "stop"]),
        step=st.integers(0, 5),
        residual=st.booleans(),
        really=st.integers(0, 4),
    )
    def a_decision_is_tried(self, by: Person, kind: Any, step: int, residual: bool, really: int) -> None:
        assume(kind != "stop" or really == 0)
        oracle, now = self.oracle, self.way.now
        to = step if kind == "back" else oracle.step
        first = None
        if (
            oracle.windows
            and kind in ("resume", "repeat", "back", "stay")
            and (kind != "stay" or oracle.held)
        ):
            first = oracle.natural(min(max(to, 1), len(oracle.plan.protocol.steps)), now)
        what = DecisionMade(
            kind, "as discussed", step if kind in ("back", "target") else None, first, residual
        )
        self.act(what, oracle.may_decide(what, by, now), by)

    @rule(days=st.sampled_from([13, 14, 15]), dose=st.booleans(), really=st.integers(0, 2))
    def a_course_is_completed_in_good_faith(self, days: int, dose: bool, really: int) -> None:
        assume(self.oracle.running and really == 0)
        self.a_decision_is_tried(PRESCRIBER, "stay", 0, False, 1)
        if dose:
            self.the_next_doses_are_given_at_their_time(1)
        self.way.now += timedelta(days=days)
        self.way.confirm_clock()
        self.newest = self.way.now
        self.the_skin_is_free(timedelta(0))
        self.a_decision_is_tried(PRESCRIBER, "complete", 0, False, 1)

    @rule(
        by=st.sampled_from([NURSE, PRESCRIBER, PRESCRIBER]),
        what=st.sampled_from(["doses", "days", "break", "skin", "rash"]),
    )
    def a_waiver_is_tried(self, by: Person, what: Any) -> None:
        oracle = self.oracle
        number = {"doses": 1, "days": 2, "break": 6}.get(what, 0)
        asked = bool(oracle.windows) and oracle.step < oracle.target and not oracle.stopped
        allowed = asked and by.role == "prescriber" and number in oracle.unmet(None, self.way.now)
        self.act(PreconditionWaived(what, "as discussed"), allowed, by)

    @rule(what=st.sampled_from(BESIDE), ago=st.sampled_from(PAST))
    def something_beside_the_course_is_told(self, what: Any, ago: timedelta) -> None:
        self.act(what, allowed=True, ago=ago)

    @rule()
    def a_note_is_added(self) -> None:
        self.act(NoteAdded("slept well"), allowed=True)


def _right(first: Any, now: Any, how: str) -> Any:
    """What is true instead: nothing, the same, or another thing of its kind."""
    if how == "error":
        return None
    if how == "time" or isinstance(first, DoseVomited):
        return now if now is not None else first
    if isinstance(first, DoseGiven | DoseNotGiven):
        if isinstance(now, DoseGiven) and now.dose is not None:
            return DoseNotGiven(now.dose, "refused", "spat out")
        return DoseGiven(now.dose if now else None, Decimal(75), reason="half")
    return RASH if isinstance(now, RashFreeChecked) else RashFreeChecked(True, True)
