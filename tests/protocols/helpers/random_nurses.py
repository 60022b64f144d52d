"""Random nurses at one bedside: everything people may do, in any order, at any time, with any clock."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.stateful import rule

from protocols import entries as e
from protocols.record.slots import start_options
from protocols.values.clinic_time import local
from tests.protocols.helpers.bedside import NURSE, OTHER_NURSE, PRESCRIBER
from tests.protocols.helpers.random_doses import PAST, RandomDoses
from tests.protocols.helpers.watched import WEIGHTS, fixed_for

JUMPS = [timedelta(minutes=m) for m in (1, 20, 60, 239, 240, 241, 480, 720, 721, 1500, 2879, 2881)]
RASH = e.RashFound("maculopapular", ("neck",))
FLAG = e.RedFlagSeen(("skin pain",))
BESIDE = [
    e.CoMedicationStarted("prednisolone", "10 mg", "once daily", "rash", date(2027, 12, 31)),
    e.FollowUpRecorded("at the dose reached", "stable", "600 mg twice daily", "no"),
]
"""Facts that change nothing of the course."""
PEOPLE = st.sampled_from([NURSE, OTHER_NURSE, PRESCRIBER])


class RandomNurses(RandomDoses):
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

    # the skin

    @rule(ago=st.sampled_from(PAST))
    def the_skin_is_free(self, ago: timedelta) -> None:
        self.act(e.RashFreeChecked(True, True), ago=ago)

    @rule(what=st.sampled_from([RASH, FLAG, e.HoldPlaced("surgery")]), ago=st.sampled_from(PAST))
    def something_is_found(self, what: Any, ago: timedelta) -> None:
        self.act(what, ago=ago)

    # checks beside the skin, and weights

    @rule(data=st.data(), good=st.integers(0, 4), ago=st.sampled_from(PAST))
    def a_check_of_the_protocol_is_made(self, data: st.DataObject, good: int, ago: timedelta) -> None:
        checks = self.chart.protocol.checks
        assume(checks)
        check = data.draw(st.sampled_from(checks))
        limit = check.at_least or Decimal(0)
        value = (limit if good else limit / 2) if check.is_measured else None
        stated = None if check.is_measured else bool(good)
        self.act(e.NamedCheckMade(check.name, value, check.unit, stated), ago=ago)

    @rule(
        by=st.sampled_from([NURSE, PRESCRIBER, PRESCRIBER]),
        weight=st.sampled_from(WEIGHTS),
        wrong=st.sampled_from(["", "", "", "cap", "rounding", "alone"]),
        first=st.booleans(),
    )
    def other_amounts_are_fixed(self, by: e.Person, weight: Decimal, wrong: str, first: bool) -> None:
        """For another weight; beyond the cap, the rounding or without a second person it is refused."""
        chart = self.chart
        assume(chart.sized is not None)
        sized = fixed_for(chart.plan.protocol, weight)
        largest = {"cap": Decimal(100_001), "rounding": sized.amounts[0].amount + 3}
        if wrong in largest:
            worse = msgspec.structs.replace(sized.amounts[0], amount=largest[wrong])
            sized = msgspec.structs.replace(sized, amounts=(worse, *sized.amounts[1:]))
        confirmed = None if wrong == "alone" else e.Confirmed(OTHER_NURSE, self.way.now)
        begins = self.natural(chart.step_number) if first and chart.stretches else None
        what = e.DecisionMade("amounts", "weighed", first=begins, sized=sized, confirmed=confirmed)
        count = len(self.way.entries)
        self.act(what, by)
        assert not wrong or len(self.way.entries) == count, f"taken in spite of {wrong}"

    # corrections

    @rule(
        data=st.data(),
        how=st.sampled_from(["error", "time", "other", "unchecked"]),
        minutes=st.integers(-600, 60),
    )
    def an_entry_is_corrected(self, data: st.DataObject, how: str, minutes: int) -> None:
        kinds = (
            *(e.DoseGiven, e.DoseNotGiven, e.RashFreeChecked, e.RashFound, e.RedFlagSeen, e.DoseVomited),
            e.NamedCheckMade,
        )
        entries = [each for each in self.way.entries[2:] if isinstance(each.what, kinds)]
        assume(entries)
        entry = data.draw(st.sampled_from(entries))
        line = self.chart.lines[entry.id]
        right, at = _right(entry.what, line.what, how), None
        if how == "time" and right is not None:
            at = line.at + timedelta(minutes=minutes)
        self.act(e.EntryCorrected(entry.id, "wrong", right, at))

    # moves

    @rule(
        by=PEOPLE,
        ahead=st.integers(1, 2),
        days=st.integers(-1, 2),
        slot=st.sampled_from(["morning", "evening"]),
    )
    def a_start_is_tried(self, by: e.Person, ahead: int, days: int, slot: str) -> None:
        step = self.chart.step_number + (1 if ahead == 1 else days)
        self.act(e.StepStarted(step, e.DoseKey(self.today + timedelta(days=days), slot)), by)

    @rule(wait=st.sampled_from([0, 0, 239, 240, 480]), check=st.booleans())
    def the_next_step_is_tried_in_good_faith(self, wait: int, check: bool) -> None:
        self.way.now += timedelta(minutes=wait)
        if check:
            self.the_skin_is_free(timedelta(0))
        chart = self.chart
        step = min(chart.step_number + 1, len(chart.protocol.steps))
        known = chart.plan, chart.protocol.step(step), self.way.now, chart.known, chart.step
        self.act(e.StepStarted(step, start_options(*known)[0]))

    @rule()
    def a_whole_step_is_done_in_good_faith(self) -> None:
        step = self.chart.step
        for _ in range((step.days or 0) * len(step.doses) if step else 0):
            self.the_next_doses_are_given_at_their_time(1)
        self.the_next_step_is_tried_in_good_faith(480, True)

    @rule(wait=st.sampled_from([0, 239, 240, 721]), kind=st.sampled_from(["resume", "repeat", "back"]))
    def a_prescriber_sees_the_patient(self, wait: int, kind: Any) -> None:
        self.way.now += timedelta(minutes=wait)
        self.the_skin_is_free(timedelta(0))
        self.a_decision_is_tried(PRESCRIBER, kind, max(self.chart.step_number - 1, 1), False, 1)

    @rule(
        by=st.sampled_from([NURSE, PRESCRIBER, PRESCRIBER, PRESCRIBER]),
        kind=st.sampled_from(["resume", "resume", "repeat", "back", "stay", "target", "complete", "stop"]),
        step=st.integers(0, 5),
        residual=st.booleans(),
        really=st.integers(0, 4),
    )
    def a_decision_is_tried(self, by: e.Person, kind: Any, step: int, residual: bool, really: int) -> None:
        assume(kind != "stop" or really == 0)
        chart, first = self.chart, None
        if (
            chart.stretches
            and kind in ("resume", "repeat", "back", "stay")
            and (kind != "stay" or chart.open_holds)
        ):
            first = self.natural(step if kind == "back" else chart.step_number)
        what = e.DecisionMade(
            kind, "as discussed", step if kind in ("back", "target") else None, first, residual
        )
        self.act(what, by)

    @rule(days=st.sampled_from([13, 14, 15]), dose=st.booleans(), really=st.integers(0, 2))
    def a_course_is_completed_in_good_faith(self, days: int, dose: bool, really: int) -> None:
        assume(self.chart.running and really == 0)
        self.a_decision_is_tried(PRESCRIBER, "stay", 0, False, 1)
        if dose:
            self.the_next_doses_are_given_at_their_time(1)
        self.way.now += timedelta(days=days)
        self.way.confirm_clock()
        self.newest = self.way.now
        self.the_skin_is_free(timedelta(0))
        self.a_decision_is_tried(PRESCRIBER, "complete", 0, False, 1)

    @rule(ahead=st.integers(0, 3), begin=st.integers(0, 9), times=st.booleans(), who=st.sampled_from("AB"))
    def the_plan_is_changed(self, ahead: int, begin: int, times: bool, who: str) -> None:
        """Other dose times from today or a day to come, or another prescriber."""
        slots, zone = self.chart.protocol.slots, self.chart.plan.zone
        if not times or not slots:
            self.act(e.CourseAmended("on leave", prescriber=f"Dr {who}"))
            return
        apart = 14 // len(slots)
        clock = {slot: f"{begin + place * apart:02}:30" for place, slot in enumerate(slots)}
        since = local(self.way.now, zone).date() + timedelta(days=ahead)
        self.act(e.CourseAmended("other rounds", clock, since))

    @rule(
        by=st.sampled_from([NURSE, PRESCRIBER, PRESCRIBER]),
        what=st.sampled_from(["doses", "days", "break", "skin", "rash", "check"]),
    )
    def a_waiver_is_tried(self, by: e.Person, what: Any) -> None:
        check = "No withdrawal signs" if what == "check" else ""
        self.act(e.PreconditionWaived(what, "as discussed", check=check), by)

    @rule(what=st.sampled_from(BESIDE), ago=st.sampled_from(PAST))
    def something_beside_the_course_is_told(self, what: Any, ago: timedelta) -> None:
        self.act(what, ago=ago)

    @rule()
    def a_note_is_added(self) -> None:
        self.act(e.NoteAdded("slept well"))


def _right(first: Any, now: Any, how: str) -> Any:
    """What is true instead: nothing, the same, or another thing of its kind."""
    if how == "error":
        return None
    if how == "time" or isinstance(first, e.DoseVomited):
        return now if now is not None else first
    if isinstance(first, e.NamedCheckMade):
        made = now if now is not None else first
        return msgspec.structs.replace(made, note="read again", value=made.value and made.value / 2)
    if isinstance(first, e.DoseGiven | e.DoseNotGiven):
        if isinstance(now, e.DoseGiven) and now.dose is not None and how != "unchecked":
            return e.DoseNotGiven(now.dose, "refused", "spat out")
        second = first.second if isinstance(first, e.DoseGiven) and how != "unchecked" else None
        dose, reason = now.dose if now else None, "" if second or how == "unchecked" else "afterwards"
        return e.DoseGiven(dose, Decimal(75), reason="half", second=second, no_second_check=reason)
    return RASH if isinstance(now, e.RashFreeChecked) else e.RashFreeChecked(True, True)
