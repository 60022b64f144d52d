"""Weekdays, cycles, amounts in turn and eight times of day: what is due when, through holds and breaks."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest

from protocols.course.forecast import coming
from protocols.course.progress import counted_doses, gap, treatment_break
from protocols.definition.protocol import GateRules, Protocol
from protocols.definition.step import SLOTS, USUAL_TIMES, PlannedDose, Step
from protocols.definition.totals import step_text
from protocols.entries import DoseKey
from protocols.record.slots import start_options
from protocols.reports.status import status_of
from protocols.toml.parser import read
from protocols.toml.writer import written
from tests.protocols.helpers.bedside import Bedside, missing
from tests.protocols.helpers.published import library
from tests.protocols.helpers.site_file import GOOD, fault

MON = date(2026, 11, 2)
REPORT = library("alectinib-report-2020")


def dose(amount: int, slot: str = "morning") -> tuple[PlannedDose, ...]:
    return (PlannedDose(slot, Decimal(amount)),)


MWF = Step(dose(160), days=14, weekdays=(0, 2, 4))
CYCLE = Step(dose(5), days=14, days_on=3, days_off=4)
TURN = Step(dose(75), days=4, pattern=(dose(50), dose(75)))
ON = Step(dose(160), days=None)


def made(*steps: Step, day: date = MON) -> Bedside:
    protocol: Protocol = msgspec.structs.replace(REPORT, steps=steps, gate=GateRules(0, 24, 48, 14))
    bed = Bedside(protocol, day=day)
    bed.admit()
    bed.enrol()
    bed.rash_free()
    return bed


def days_of(bed: Bedside, count: int) -> list[date]:
    return [dose.key.day for dose in coming(bed.chart, bed.now)][:count]


def test_a_step_of_weekdays_begins_on_one_of_them() -> None:
    bed = made(MWF, ON, day=date(2026, 11, 3))
    bed.at(date(2026, 11, 3), "20:00")
    bed.rash_free()
    options = start_options(bed.chart.plan, MWF, bed.now, bed.chart.known)
    assert options == [DoseKey(date(2026, 11, 4), "morning")]
    bed.start(1)
    assert days_of(bed, 4) == [date(2026, 11, day) for day in (4, 6, 9, 11)]


def test_the_days_off_are_no_break_and_longer_is_one() -> None:
    bed = made(MWF, ON)
    bed.start(1)
    for day in (2, 4, 6, 9):
        bed.at(date(2026, 11, day), "08:00")
        bed.give()
    assert 6 not in missing(bed)
    bed.at(date(2026, 11, 12), "20:00")
    assert gap(bed.chart, bed.now) is None
    bed.at(date(2026, 11, 13), "09:00")
    assert gap(bed.chart, bed.now) is not None
    assert 6 in missing(bed)


def test_the_days_off_of_a_step_that_was_left_make_no_longer_break_of_one_without() -> None:
    bed = made(Step(dose(160), days=7, weekdays=(0, 4)), ON)
    bed.start(1)
    for day in (2, 6):
        bed.at(date(2026, 11, day), "08:00")
        bed.give()
    bed.at(date(2026, 11, 9), "08:00")
    bed.rash_free()
    bed.start(2)
    assert gap(bed.chart, bed.now) is None, "three days off, from Friday on, and then the daily step"
    assert gap(bed.chart, bed.now + timedelta(minutes=30)) is None
    bed.give()
    assert treatment_break(bed.chart, bed.now) is None
    last = bed.now
    bed.now = last + timedelta(hours=48) - timedelta(minutes=1)
    assert gap(bed.chart, bed.now) is None
    bed.now = last + timedelta(hours=48)
    assert gap(bed.chart, bed.now) == treatment_break(bed.chart, bed.now) == (last, timedelta(hours=48))


def test_the_days_off_of_a_step_to_come_make_no_longer_break_of_the_one_before() -> None:
    bed = made(Step(dose(160), days=2), MWF, ON)
    bed.start(1)
    bed.day()
    bed.at(date(2026, 11, 3), "08:00")
    wrong = bed.give()
    bed.at(date(2026, 11, 4), "08:00")
    bed.rash_free()
    bed.start(2)
    bed.give()
    assert treatment_break(bed.chart, bed.now) is None
    bed.correct(wrong)
    assert treatment_break(bed.chart, bed.now) == (bed.now - timedelta(hours=48), timedelta(hours=48))


def test_a_cycle_is_counted_on_through_a_hold() -> None:
    bed = made(CYCLE, ON)
    bed.start(1)
    assert days_of(bed, 6) == [MON + timedelta(days=day) for day in (0, 1, 2, 7, 8, 9)]
    bed.at(MON, "08:00")
    bed.give()
    bed.rash()
    bed.at(MON + timedelta(days=1), "12:00")
    bed.rash_free()
    bed.decide("resume")
    assert days_of(bed, 4) == [MON + timedelta(days=day) for day in (2, 7, 8, 9)]
    bed.at(MON + timedelta(days=4), "12:00")
    assert bed.next is None or bed.next.state == "overdue"


def test_amounts_in_turn_are_those_of_their_day_and_another_does_not_count() -> None:
    bed = made(TURN, ON)
    bed.start(1)
    assert [dose.amount for dose in coming(bed.chart, bed.now)][:5] == [50, 75, 50, 75, 160]
    for day, amount, reason in ((0, 50, ""), (1, 50, "as yesterday")):
        bed.at(MON + timedelta(days=day), "08:00")
        due = bed.next
        assert due is not None
        bed.give(due.key, Decimal(amount), reason=reason)
    assert len(counted_doses(bed.chart, 1)) == 1


def test_a_day_without_a_dose_is_said_so() -> None:
    bed = made(MWF, ON)
    bed.start(1)
    bed.at(MON, "08:00")
    bed.give()
    bed.at(MON + timedelta(days=1), "09:00")
    assert status_of(bed.chart, bed.now).word in ("NEXT", "CHECK")


@pytest.mark.parametrize(
    ("step", "doses", "total", "daily"),
    [
        (MWF, 6, 960, "68.571429"),
        (CYCLE, 6, 30, "2.142857"),
        (TURN, 4, 250, "62.5"),
        (Step(dose(10), doses_given=4, weekdays=(1, 3)), 4, 40, "2.857143"),
    ],
)
def test_what_a_step_adds_up_to(step: Step, doses: int, total: int, daily: str) -> None:
    assert step.doses_needed == doses
    assert step.total(doses) == total
    assert step.daily == Decimal(daily)


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (MWF, "160 mg in the morning, on Mon, Wed and Fri"),
        (CYCLE, "5 mg in the morning, 3 days on and 4 off"),
        (
            TURN,
            "day by day in turn: 50 mg once daily in the morning; 75 mg once daily in the morning",
        ),
        (Step(tuple(PlannedDose(slot, Decimal(50)) for slot in SLOTS)), "50 mg eight times daily"),
    ],
)
def test_they_are_said_in_words(step: Step, words: str) -> None:
    assert step_text(step, "mg") == words


def test_the_times_of_day_go_forward() -> None:
    assert len(SLOTS) == 8
    assert list(USUAL_TIMES.values()) == sorted(USUAL_TIMES.values())


RHYTHMS = (
    'weekdays = "Mon, Wed, Fri"\nmorning = 20\n',
    "days_on = 5\ndays_off = 2\nmorning = 20\n",
    "pattern = [{ morning = 20, teatime = 40 }, { morning = 40, teatime = 40 }]\n",
    "waking = 20\nmidmorning = 20\nafternoon = 20\n",
)


def with_rhythm(lines: str, days: int = 14) -> str:
    return GOOD.replace("days = 2\nmorning = 20\n", f"days = {days}\n{lines}")


@pytest.mark.parametrize("lines", RHYTHMS)
def test_they_are_read_and_written(lines: str) -> None:
    protocol = read(with_rhythm(lines), "site.toml")
    assert read(written(protocol), "site.toml") == protocol


@pytest.mark.parametrize("unit", ["mg/h", "mL/h", "microgram per hour", "units/h"])
def test_rates_are_units(unit: str) -> None:
    assert read(GOOD.replace('unit = "mg"', f'unit = "{unit}"'), "site.toml").is_rate


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ('weekdays = "Mon, Wednes"\nmorning = 20\n', '"Wednes" is no day of the week'),
        ('weekdays = "Mon, Monday"\nmorning = 20\n', "a day stands twice"),
        ('weekdays = "Mon, Wed"\nevery_days = 2\nmorning = 20\n', "every_days and weekdays stand together"),
        ("days_on = 21\nmorning = 20\n", "one of days_on and days_off is missing"),
        ("pattern = [{ morning = 20 }]\n", "is no pattern of days"),
        ("pattern = [{ morning = 20 }, { evening = 20 }]\n", "have other times of day"),
        ("pattern = [{ morning = 20 }, { morning = 20 }]\n", "are all the same"),
        ("pattern = [{ morning = 20 }, { morning = 40 }]\nmorning = 20\n", "morning stands beside pattern"),
        ("pattern = [{ morning = 20 }, { dawn = 40 }]\n", '"dawn" is no time of day'),
    ],
)
def test_what_is_no_rhythm_is_told(lines: str, words: str) -> None:
    with pytest.raises(ValueError, match=r"site\.toml") as caught:
        read(with_rhythm(lines), "site.toml")
    assert words in str(caught.value)


def test_days_that_hold_more_or_fewer_weekdays_are_told() -> None:
    text = with_rhythm('weekdays = "Mon, Wed, Fri"\nmorning = 20\n', days=10)
    assert "10 days hold more or fewer of these weekdays" in fault(text)
