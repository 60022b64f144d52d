"""What the record of a dose must say. A dose that was taken can always be recorded, once."""

from __future__ import annotations

from datetime import datetime, timedelta

from protocols.course.make_up import can_be_made_up, may_make_up, out_of_turn
from protocols.course.prescription import planned, prescribed, stretch_of
from protocols.entries import DoseGiven, DoseKey, DoseNotGiven, DoseVomited, Entry
from protocols.entries.wording import dose_key_text, person_text
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry, is_open, of_kind
from protocols.record.fold import Record
from protocols.record.moments import when
from protocols.record.slots import is_clock_slot, never_comes, slot_instant
from protocols.rules.packs import scans_possible
from protocols.rules.second_check import second_checked
from protocols.values.amounts import FINEST, LARGEST, is_amount
from protocols.values.formatting import amount_text, day_text, duration_text, number_text, when_text
from protocols.values.refusal import Refused, fits, need, need_text, refuse_if
from protocols.values.text import visible


def course_of(record: Record, entry: Entry) -> Chart:
    """The chart an entry belongs to."""
    return need(record.chart(entry.course), "This course is not on the patient's record.")


def dose_given(record: Record, entry: Entry, now: datetime) -> None:
    """A dose that can be recorded, and its second check where the protocol asks for one."""
    dose_possible(record, entry, now)
    assert isinstance(entry.what, DoseGiven)
    second_checked(course_of(record, entry), entry.what, entry, now)


def dose_possible(record: Record, entry: Entry, now: datetime) -> None:
    """One record a scheduled dose; another amount than prescribed needs a reason."""
    what = entry.what
    assert isinstance(what, DoseGiven)
    chart = course_of(record, entry)
    if not is_amount(what.amount):
        raise Refused(
            f"Enter the amount given, from {number_text(FINEST)} to {number_text(LARGEST)}. "
            "If nothing was given, record why not.",
            about="amount",
        )
    fits(what.reason, "the reason", "reason")
    scans_possible(what, entry)
    if what.makes_up:
        _makes_up(chart, what, entry.at, now)
        return
    if what.dose is None:
        need_text(what.reason, "why a dose was given that was not on the schedule", "reason")
        return
    _slot_exists(chart, what.dose)
    _near(chart, what.dose, entry.at)
    _not_twice(chart, what.dose, now)
    _as_prescribed(chart, what, what.dose, entry.at)


def _as_prescribed(chart: Chart, what: DoseGiven, key: DoseKey, at: datetime) -> None:
    asked = prescribed(chart, key, at)
    late = out_of_turn(chart, key, at)
    if asked is None:
        need_text(what.reason, "why a dose was given that was not due", "reason")
    elif late:
        need_text(what.reason, f"why the dose of {dose_key_text(key)} was given although {late}", "reason")
    elif asked != what.amount:
        given, due = (amount_text(a, chart.protocol.unit) for a in (what.amount, asked))
        need_text(what.reason, f"why {given} was given and not {due}", "reason")


def _makes_up(chart: Chart, what: DoseGiven, at: datetime, now: datetime) -> None:
    """Once for one dose, after it; beyond the protocol's rule with a reason, and then it does not count."""
    line = need(chart.lines.get(what.makes_up), "Choose the dose that is made up.")
    key = chart.key_of(line)
    if what.dose is not None or key is None or not can_be_made_up(chart, line):
        raise Refused("Only a dose of the schedule that was vomited or not given can be made up.")
    came_up = (v.at for v in of_kind(chart.lines.values(), DoseVomited) if v.what.entry == line.id)  # type: ignore[union-attr]
    before = max((line.at, *came_up))
    if at < before:
        raise Refused(
            f"The dose it makes up was recorded for {when_text(before, chart.zone)}, after that time.",
            about="at",
        )
    _near(chart, key, at)
    other = chart.make_ups.get(line.id)
    if other is not None:
        raise Refused(
            f"The dose of {dose_key_text(key)} is made up already: {_told(chart, other, now)}. Nothing was "
            "added. If that is wrong, correct it; if another dose was taken, record it as a dose that was "
            "not on the schedule."
        )
    _as_prescribed(chart, what, key, at)
    if not may_make_up(chart, line, at):
        need_text(
            what.reason, "why a dose was made up that this protocol does not make up at that time", "reason"
        )


def dose_not_given(record: Record, entry: Entry, now: datetime) -> None:
    """Why a planned dose was not taken; also one that a hold or the stop had withdrawn by then."""
    what = entry.what
    assert isinstance(what, DoseNotGiven)
    chart = course_of(record, entry)
    fits(what.reason, "the reason", "reason")
    if what.status in ("other reason", "deferred"):
        need_text(what.reason, f"a reason for {what.status!r}", "reason")
    _slot_exists(chart, what.dose)
    stretch = stretch_of(chart, what.dose)
    if stretch is None or planned(chart, stretch, what.dose) is None:
        raise Refused(f"No dose was planned {dose_key_text(what.dose)}, so none was left out.")
    _not_too_early(chart, what.dose, entry.at)
    _not_twice(chart, what.dose, now)


def dose_vomited(record: Record, entry: Entry, now: datetime) -> None:
    """A dose already recorded as given came up again."""
    what = entry.what
    assert isinstance(what, DoseVomited)
    chart = course_of(record, entry)
    line = need(chart.lines.get(what.entry), "Choose the dose that was vomited.")
    refuse_if(not isinstance(line.what, DoseGiven), "Only a dose that was given can be vomited.")
    refuse_if(line.id in chart.vomited, "This dose is already recorded as vomited.")
    if entry.at < line.at:
        raise Refused(f"The dose was given {when_text(line.at, chart.zone)}, after that time.", about="at")
    fits(what.note, "the note", "note")


def _slot_exists(chart: Chart, key: DoseKey) -> None:
    """A dose has a time of day of its protocol, on a day that was, and is the only one at that instant."""
    by_the_clock = any(step.every_minutes is not None for step in chart.protocol.steps)
    refuse_if(
        key.slot not in chart.protocol.slots and not (by_the_clock and is_clock_slot(key.slot)),
        f"This protocol has no {visible(key.slot)} dose. Record it as a dose that was not on the schedule.",
    )
    if never_comes(chart.plan, key):
        raise Refused(f"{day_text(key.day)} never was in {visible(chart.zone)}: choose another day.")
    at, stretch = slot_instant(chart.plan, key), stretch_of(chart, key)
    if stretch is None or planned(chart, stretch, key) is not None:
        return
    slots = [dose.slot for dose in stretch.asks.doses]
    for twin in [DoseKey(key.day, slot) for slot in slots if slot != key.slot and key.slot in slots]:
        if slot_instant(chart.plan, twin) == at:
            raise Refused(
                f"On that day the clocks change, and {dose_key_text(twin)} is the dose of that time."
            )


def reach(chart: Chart, key: DoseKey) -> timedelta:
    """How far from its time a dose can be taken: a day, and half the time to the next where that is more."""
    stretch = stretch_of(chart, key)
    day = timedelta(days=1)
    return max(day, stretch.asks.interval / 2) if stretch else day


def _near(chart: Chart, key: DoseKey, at: datetime) -> None:
    """A dose given further from its time was another dose, or has the wrong day."""
    longest = reach(chart, key)
    if abs(slot_instant(chart.plan, key) - at) > longest:
        length = "a day" if longest == timedelta(days=1) else duration_text(longest)
        far = f"more than {length} from {when_text(at, chart.zone)}"
        raise Refused(
            f"The dose of {dose_key_text(key)} is {far}. Choose "
            "the dose this one was, or record it as a dose that was not on the schedule.",
            about="at",
        )


def _not_too_early(chart: Chart, key: DoseKey, at: datetime) -> None:
    if slot_instant(chart.plan, key) - at > timedelta(days=1):
        raise Refused(
            f"The dose of {dose_key_text(key)} is more than a day away. Record it when its time has come.",
            about="at",
        )


def _not_twice(chart: Chart, key: DoseKey, now: datetime) -> None:
    """The second person is told who recorded what and when (domain.md 1.3 a)."""
    line = chart.statuses.get(key)
    if line is not None and not is_open(line):
        raise Refused(
            f"The dose of {dose_key_text(key)} is already recorded: {_told(chart, line, now)}. "
            "Nothing was added. If that is wrong, correct it; if a second dose was taken, record it "
            "as a dose that was not on the schedule."
        )


def _told(chart: Chart, line: CorrectedEntry, now: datetime) -> str:
    what = line.what
    if isinstance(what, DoseGiven):
        done = f"{amount_text(what.amount, chart.protocol.unit)} given {when_text(line.at, chart.zone)}"
    else:
        done = visible(what.status) if isinstance(what, DoseNotGiven) else ""
    ago = duration_text(now - when(line.entry))
    return f"{done}, recorded {ago} ago by {person_text(line.entry.by)}"
