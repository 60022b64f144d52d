"""Figures and dates that both opinions give: what is counted, how long it lasted, from when and until when.

Where rules.md leaves a figure open nothing is compared. A slip in a figure shows here long before it lets
somebody through the gate.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from protocols import entries as e
from protocols.course.progress import (
    StepDays,
    counted_doses,
    finished,
    gap,
    step_days,
    treatment_break,
)
from protocols.gate.completion import before_completion
from protocols.gate.gate import open_rashes, skin_state
from protocols.gate.rash_watch import Watch, increases, last_check, watch_of
from protocols.record.chart import Chart
from tests.protocols.second_opinion.model.course import Course
from tests.protocols.second_opinion.model.doses import asked_in_all, days_passed, most, sure
from tests.protocols.second_opinion.model.doses import gap as broken
from tests.protocols.second_opinion.model.increases import increases as higher
from tests.protocols.second_opinion.model.levels import (
    gates_to,
    increase_to_come,
    more_than_asked,
    since_first,
)
from tests.protocols.second_opinion.model.patient import Patient
from tests.protocols.second_opinion.model.skin import MINUTE
from tests.protocols.second_opinion.model.verdict import Verdict
from tests.protocols.second_opinion.model.wall import day_in, key_instant
from tests.protocols.second_opinion.model.watch import judge_completion, last_day, may_be_over, must_be_over

Found = Iterator[tuple[str, str]]


def figures(patient: Patient, course: Course, chart: Chart, now: datetime) -> Found:
    """What differs in an open course at `now`."""
    yield from _watch(patient, course, chart, now)
    yield from _rashes(patient, course, chart)
    yield from _completion(patient, course, chart, now)
    if course.number:
        yield from _counted(patient, course, chart)
        yield from _days(patient, course, chart, now)
        yield from _breaks(patient, course, chart, now)
    yield from _check_counts(patient, course, chart, now)


def _all_trusted(patient: Patient) -> bool:
    """Whether no wrong clock had a hand in anything that was seen or taken."""
    memo = patient.facts.memo
    if "all trusted" not in memo:
        memo["all trusted"] = all(
            fact.trusted and not patient.facts.seems_ahead(fact) for fact in patient.facts.by_id.values()
        )
    return bool(memo["all trusted"])


def _watch(patient: Patient, course: Course, chart: Chart, now: datetime) -> Found:
    watch, today = watch_of(chart, now), day_in(course.plan.zone, now)
    own = [one for one in patient.facts.of(e.DoseGiven) if one.course == course.id]
    if watch is None:
        if any(one.trusted for one in own):
            yield "no watch although a dose was taken", str(now)
        return
    if not watch.over and must_be_over(patient, course, now):
        yield "watch not over", f"at {now}, the product's last day is {watch.until}"
    if watch.over and not may_be_over(patient, course, now):
        yield "watch over early", f"at {now}, the product's last day is {watch.until}"
    if watch.over != (watch.until < today and not watch.to_come):
        yield "watch neither over nor on", str(watch)
    if not own:
        yield "a watch before a dose", str(watch)
    until = last_day(patient, course)
    if until is not None and watch.until < until and not watch.to_come:
        yield "watch until an earlier day", f"{watch}; the rules: {until}"
    yield from _last_check(patient, chart)
    if _all_trusted(patient):
        yield from _checks_due(patient, course, now, watch)
        yield from _increases(patient, course, chart)
        if not more_than_asked(patient, course) and not patient.facts.vomited():
            yield from _since(patient, course, now, watch)


def _increases(patient: Patient, course: Course, chart: Chart) -> Found:
    """On which days something higher was swallowed; of two doses at one instant nobody knows the order."""
    own = [one.at for one in since_first(patient, course)]
    if len(set(own)) < len(own):
        return
    theirs, (sure, perhaps) = set(increases(chart)), higher(patient, course)
    if not sure <= theirs:
        yield "an increase not counted", f"the product: {theirs}, the rules: {sure}"
    if not theirs <= perhaps:
        yield "no increase counted as one", f"the product: {theirs}, the rules: {perhaps} at most"


def _last_check(patient: Patient, chart: Chart) -> Found:
    """Which check was the last: a rash-free one by a clock that can be believed, or a finding."""
    findings = list(patient.facts.of(e.RashFound, e.RedFlagSeen))
    checks = [one.at for one in patient.facts.of(e.RashFreeChecked) if one.trusted]
    newest, times = last_check(chart), checks + [one.at for one in findings]
    if all(one.trusted for one in findings) and (newest.at if newest else None) != max(times, default=None):
        yield "another last check", str(newest)


def _checks_due(patient: Patient, course: Course, now: datetime, watch: Watch) -> Found:
    """Whether today's check is still to come."""
    today = day_in(course.plan.zone, now)
    checks = [one.at for one in patient.facts.of(e.RashFreeChecked, e.RashFound, e.RedFlagSeen)]
    seen = any(day_in(course.plan.zone, at) >= today for at in checks)
    if watch.check_due != (not watch.over and not seen):
        yield "a check due, or not due, today", f"{watch} at {now}"


def _since(patient: Patient, course: Course, now: datetime, watch: Watch) -> Found:
    """From and until which day it goes."""
    today = day_in(course.plan.zone, now)
    days = timedelta(days=course.protocol.gate.watch_days)
    if watch.to_come != increase_to_come(patient, course):
        yield "an increase to come, or not", f"{watch} at {now}"
    if watch.since_increase != max((today - (watch.until - days)).days, 0):
        yield "days since the increase", str(watch)
    yield from _band(patient, course, watch, today)


def _band(patient: Patient, course: Course, watch: Watch, today: date) -> Found:
    """Days since the first dose of the schedule, and whether the published rashes came after so many."""
    own = [(one.at, one.what.dose) for one in patient.facts.of(e.DoseGiven) if one.course == course.id]  # type: ignore[union-attr]
    begun = course.stretches[0].due if course.stretches else None
    keyed = [(at, key) for at, key in own if key and begun and key_instant(course.plan, key) >= begun]
    first = min(keyed, key=lambda pair: pair[0])[1].day if keyed else None
    since = max((today - first).days, 0) if first else None
    if len({at for at, _ in own}) == len(own) and watch.since_restart != since:
        yield "days since the restart", f"{watch}; the rules: {since}"
    low, high = course.protocol.gate.onset_from_days, course.protocol.gate.onset_to_days
    told = low is not None and high is not None
    numbers = (watch.since_restart or 0, watch.since_increase)
    if watch.in_band != (told and any((low or 0) <= days <= (high or 0) for days in numbers)):
        yield "in the days of the published rashes, or not", str(watch)


def _rashes(patient: Patient, course: Course, chart: Chart) -> Found:
    """Line 4 by itself: rashes, which a red flag is none of."""
    told = {line.id for line in open_rashes(chart)}
    checks = [fact for fact in patient.facts.of(e.RashFreeChecked) if fact.trusted]
    released = {hold.id for hold in patient.holds if hold.released}
    here = patient.held(course) is False
    for fact in patient.facts.of(e.RashFound):
        since = any(check.at > fact.at for check in checks)
        if fact.id not in told and (fact.id not in released or (fact.trusted and not since)):
            yield "an open rash not told", fact.id
        later = any(check.at > patient.facts.latest(fact) for check in checks)
        if fact.id in told and here and later and fact.id in released:
            yield "a rash told as open", fact.id
    rashes = {fact.id for fact in patient.facts.of(e.RashFound)}
    for id in told - rashes:
        yield "no rash told as one", id


def _completion(patient: Patient, course: Course, chart: Chart, now: datetime) -> Found:
    said, missing = Verdict(), before_completion(chart)
    judge_completion(patient, course, now, said)
    if said.must is True and missing:
        yield "completion needlessly shut", str(missing)
    if said.must is False and not missing:
        yield "completion open", "; ".join(said.no)


def _counted(patient: Patient, course: Course, chart: Chart) -> Found:
    counted = len(counted_doses(chart, course.stay))
    least, best = sure(patient, course), most(patient, course)
    if not least <= counted <= best:
        yield "another count of doses", f"{counted}; the rules: {least} to {best}"
    in_all = asked_in_all(course)
    last = in_all is not None and course.number >= course.target
    if finished(chart) and not (last and in_all is not None and best >= in_all):
        yield "finished early", f"{best} of {in_all}"
    if last and in_all is not None and least >= in_all and not finished(chart):
        yield "not finished", f"{least} of {in_all}"


def _days(patient: Patient, course: Course, chart: Chart, now: datetime) -> Found:
    """The day of the step; where doses went on by themselves the rules do not say from which."""
    days = step_days(chart, now)
    if days is None:
        yield "no days of a step", str(now)
    elif all(stretch.grid_known for stretch in course.of_stay()):
        first = min(stretch.first.day for stretch in course.of_stay())
        number = (day_in(course.plan.zone, now) - first).days + 1
        if (days.first, days.number) != (first, number):
            yield "another day of the step", f"{days}; the rules: day {number} from {first}"
        yield from _passed(patient, course, days, now)


def _passed(patient: Patient, course: Course, days: StepDays, now: datetime) -> Found:
    """Whether the step's time has passed; one that goes on until somebody decides has none."""
    step = course.step(course.number)
    goes_on = course.number == course.target and course.number < len(course.protocol.steps)
    if goes_on or (step.days is None and step.hours is None):
        if days.extended:
            yield "a step without an end has lasted too long", str(days)
        return
    if days.extended and not days_passed(patient, course, now, False):
        yield "days passed early", str(days)
    if not days.extended and days_passed(patient, course, now, True):
        yield "days not passed", str(days)
    if days.planned != step.days or days.hours != step.hours:
        yield "other days or hours planned", str(days)
    begun = min(stretch.due for stretch in course.of_stay())
    if step.hours is not None and (days.opens, days.hour) != (
        begun + timedelta(hours=step.hours),
        _hour(begun, now),
    ):
        yield "another hour of the step", f"{days} at {now}, begun {begun}"


def _hour(begun: datetime, now: datetime) -> int:
    return (now - begun) // timedelta(hours=1) + 1


def _breaks(patient: Patient, course: Course, chart: Chart, now: datetime) -> Found:
    found = treatment_break(chart, now)
    if found is None and broken(patient, course, now, False):
        yield "a break not told", str(now)
    if found is not None and not broken(patient, course, now, True):
        yield "a break told", f"{found} at {now}"
    doses = [one for one in patient.doses_of(course.drug) if isinstance(one.what, e.DoseGiven)]
    if not doses or not _all_trusted(patient):
        return
    kept = [one for one in doses if one.id not in patient.facts.vomited()]
    last, told = max((one.at for one in kept), default=None), gap(chart, now)
    limit = timedelta(hours=course.protocol.gate.treatment_break_hours)
    if told is not None and (last is None or told != (last, now - last) or now - last < limit):
        yield "another gap", f"{told} at {now}; the rules: {last}"
    pauses = any(step.weekdays or step.days_on for step in course.protocol.steps)
    own = any(one.course == course.id and getattr(one.what, "dose", None) for one in kept)
    begun = own and chart.first_dose is not None and not finished(chart) and not pauses
    if told is None and last is not None and begun and now - last >= limit:
        yield "a gap not told", f"at {now}, the last dose {last}"


def _check_counts(patient: Patient, course: Course, chart: Chart, now: datetime) -> Found:
    """From when the next check counts, and which one is the newest."""
    state = skin_state(chart, now)
    if not _all_trusted(patient):
        return
    doses = [one.at for one in patient.doses_of(course.drug) if isinstance(one.what, e.DoseGiven)]
    to_come = course.number < course.target
    gates = gates_to(patient, course, course.number + 1) if to_come else [course.protocol.gate]
    wait, valid = gates[0].check_after_dose, gates[0].check_valid
    if len(gates) > 1 or any(one.gone_in_doubt for one in patient.facts.by_id.values()):
        return
    if (state.earliest is None) != (not doses):
        yield "from when a check counts", f"{state.earliest}, doses {doses}"
    elif doses and not timedelta(0) <= (state.earliest or now) - max(doses) - wait < MINUTE:
        yield "from when a check counts", f"{state.earliest}, the last dose {max(doses)}"
    checks = [one.at for one in patient.facts.of(e.RashFreeChecked)]
    if (state.check.at if state.check else None) != max(checks, default=None):
        yield "another newest check", f"{state.check}"
    if state.check and state.until:
        left = state.check.at + valid - state.until
        if not timedelta(0) <= left < MINUTE:
            yield "until when a check counts", f"{state.until}"
    newest = max(doses, default=None)
    if state.last_dose is not None and state.last_dose.at != newest:
        yield "another last dose", f"{state.last_dose.at}, the rules: {newest}"
