"""Doses, days and times are counted in one way, whoever tells them."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest

from protocols.course.day_numbers import day_label, day_number, day_today, protocol_day
from protocols.course.off_schedule import unscheduled
from protocols.course.progress import step_days
from protocols.course.schedule import scheduled
from protocols.definition.step import PlannedDose, Step
from protocols.entries import DoseGiven, DoseKey, HoldPlaced
from protocols.gate.rash_watch import daily_check_due
from protocols.reports.course_picture import course_picture
from protocols.reports.event_rows import rows
from protocols.reports.skin_trend import trend
from protocols.reports.status import status_of
from protocols.reports.timeline import timeline
from protocols.stats.doses import doses
from tests.protocols.course.test_cadences import bedside as cadence
from tests.protocols.course.test_cadences import daily
from tests.protocols.helpers.bedside import Bedside, at_bedside, on_step
from tui.commandline.base.course import course_data, step_words
from tui.views.course.chart import watch
from tui.views.course.trend import trend_lines
from tui.views.figure.figure import figure
from tui.views.lines.lines import text_of

D1, D2, D3 = (date(2026, 11, day) for day in (2, 3, 4))


def told(bed: Bedside) -> tuple[Counter[str], int, dict[str, int]]:
    """What the picture draws on its rows, what it draws off the plan, and the figures of statistics."""
    found = course_picture(bed.chart, bed.now)
    figures = {one.what: int(one.number) for one in doses([bed.chart], bed.now)}
    drawn: Counter[str] = Counter(dose.became for dose in found.doses if dose.became != "planned")
    return drawn, len(found.off_schedule), figures


def off_the_steps() -> Bedside:
    """On a step that asks for the morning alone, with a dose recorded for the evening."""
    bed = cadence(daily("10", "10", days=1), daily("20"))
    bed.day()
    bed.rash_free()
    bed.start(2)
    bed.day()
    bed.at(D2, "13:00")
    bed.record(DoseGiven(DoseKey(D2, "midday"), Decimal(20), reason="given twice"))
    return bed


def test_a_dose_under_a_time_no_step_asks_for_is_drawn_and_counted() -> None:
    bed = off_the_steps()
    drawn, off_plan, figures = told(bed)
    assert (drawn, off_plan) == (Counter(given=3), 1)
    assert figures["off the schedule"] == 1
    assert len(bed.chart.taken) == 4
    assert figure(bed.folded, bed.chart, bed.now).count("Doses no step asked for") == 1


@pytest.mark.parametrize("held", [False, True])
def test_tomorrows_dose_given_before_midnight_is_drawn_and_counted_also_when_a_hold_follows(
    held: bool,
) -> None:
    bed = at_bedside()
    bed.day()
    bed.at(D1, "23:50")
    early = bed.give(DoseKey(D2, "morning"), reason="to sleep longer")
    if held:
        bed.go(minutes=5)
        bed.record(HoldPlaced("surgery"))
    drawn, off_plan, figures = told(bed)
    assert (drawn, off_plan) == (Counter(given=3), 0)
    assert figures["given early"] == 1
    assert [dose.line.id for dose in scheduled(bed.chart, bed.now) if dose.line][-1] == early.id


def test_every_dose_taken_is_told_once_make_ups_among_them() -> None:
    bed = at_bedside()
    bed.day(bed.not_given)
    lost = bed.entries[-1]
    bed.at(D1, "22:00")
    bed.record(DoseGiven(None, Decimal(150), makes_up=lost.id, reason="agreed", no_second_check="alone"))
    bed.record(DoseGiven(None, Decimal(150), reason="from home"))
    found = unscheduled(bed.chart, scheduled(bed.chart, bed.now))
    assert (len(found.make_ups), len(found.others)) == (1, 1)
    drawn, off_plan, figures = told(bed)
    assert (drawn, off_plan) == (Counter({"not given": 1, "made up": 1}), 1)
    assert (figures["make-ups"], figures["off the schedule"]) == (1, 1)


def test_days_before_the_first_dose_taken_have_no_number_anywhere() -> None:
    """The doses of the first day were refused: day 1 is the second one (rules.md, "Words")."""
    bed = at_bedside()
    numbers = {day_today(bed.chart, bed.now)}
    bed.day(bed.not_given)
    numbers.add(day_today(bed.chart, bed.now))
    numbers |= {dose.day for dose in scheduled(bed.chart, bed.now)}
    numbers |= {day.protocol_day for day in trend(bed.chart, bed.now)}
    assert numbers == {None}
    bed.day()
    chart, record = bed.chart, bed.folded
    assert chart.first_day == D2
    assert [protocol_day(chart, day) for day in (D1, D2, D3)] == [None, 1, 2]
    assert [day.protocol_day for day in trend(chart, bed.now)] == [None, 1, 2]
    assert [timeline(record, chart).protocol_day(day) for day in (D1, D2, D3)] == [None, 1, 2]
    assert {(dose.key.day, dose.day) for dose in scheduled(chart, bed.now)} == {(D1, None), (D2, 1), (D3, 2)}
    cells = {row["dose_day"]: row["protocol_day"] for row in rows(record, "ward") if row["dose_day"]}
    assert cells == {"2026-11-02": "", "2026-11-03": "1"}
    assert course_data(status_of(chart, bed.now), bed.now)["protocol_day"] == 2
    found = course_picture(chart, bed.now)
    assert (found.first, found.day_one) == (D1, D2)


def test_what_is_only_planned_counts_as_if_the_next_dose_were_taken() -> None:
    bed = at_bedside()
    bed.day(bed.not_given)
    assert course_picture(bed.chart, bed.now).day_one == D2
    bed.record(HoldPlaced("surgery"))
    assert course_picture(bed.chart, bed.now).day_one is None


@pytest.mark.parametrize(("day", "number", "label"), [(D1, None, "-"), (D2, 1, "1"), (D3, 2, "2")])
def test_day_one_is_the_first_that_has_a_number(day: date, number: int | None, label: str) -> None:
    assert day_number(D2, day) == number
    assert day_label(number) == label
    assert day_number(None, day) is None


def test_a_step_measured_in_hours_says_its_hour() -> None:
    hours = Step((PlannedDose("", Decimal(1)),), hours=4, every_minutes=60)
    bed = cadence(hours, daily("20"), wall="08:00")
    bed.give()
    assert step_words(status_of(bed.chart, bed.now)) == "1 of 2"
    days = step_days(bed.chart, bed.now + timedelta(hours=3, minutes=59))
    assert days is not None
    assert (days.place, days.extended) == ("hour 4 of 4", False)
    bed.go(hours=4)
    assert step_words(status_of(bed.chart, bed.now)) == "1 of 2, extended: hour 5 of 4"
    found = course_data(status_of(bed.chart, bed.now), bed.now)
    assert (found["step_hour"], found["step_hours"], found["step_days"]) == (5, 4, None)


def test_a_late_dose_stays_late_after_its_time_and_then_its_amount_were_corrected() -> None:
    bed = at_bedside()
    bed.at(D1, "12:00")
    dose = bed.record(
        DoseGiven(DoseKey(D1, "morning"), Decimal(150), no_second_check="alone"),
        at=bed.now - timedelta(hours=4),
    )
    right = DoseGiven(DoseKey(D1, "morning"), Decimal(150))
    bed.correct(dose, right, at=bed.now - timedelta(hours=1))
    bed.correct(dose, DoseGiven(DoseKey(D1, "morning"), Decimal(75), reason="half"))
    found = [row for row in rows(bed.folded, "ward") if row["dose_day"] == "2026-11-02" and row["amount"]]
    assert [(row["amount"], row["dose_label"]) for row in found] == [
        ("150", ""),
        ("150", "late"),
        ("75", "late"),
    ]


def test_the_trend_asks_for_todays_check_where_the_watch_does_and_nowhere_else() -> None:
    """Also after a decision to go back, which leaves the watch of the step that was left."""
    bed = on_step(2)
    bed.day()
    bed.decide("back", 1)
    for _ in range(20):
        bed.at(bed.now.date() + timedelta(days=1), "07:30")
        asked = trend(bed.chart, bed.now)[-1]
        assert asked.due == daily_check_due(bed.chart, bed.now)
        newest = text_of(trend_lines(bed.chart, bed.now, 80)[:1])
        assert (newest.endswith(" due") and "none due" not in newest) == asked.due
        assert ("today's is to come" in text_of(watch(status_of(bed.chart, bed.now), bed.now))) == asked.due
    assert not asked.due
