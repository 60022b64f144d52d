"""A record of a dose that is refused says why, and which part of its form that is about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest

from protocols.definition.protocol import DoseRules
from protocols.definition.step import PlannedDose, Step
from protocols.entries import DoseGiven, DoseKey, DoseNotGiven, DoseVomited, Entry, What
from protocols.entries.doses import DoseScans, PackUsed
from protocols.rules.packs import NO_GTIN
from protocols.values.refusal import Refused
from tests.protocols.course.test_make_up import D1, EVENING, MG, MORNING, due, instead
from tests.protocols.helpers.bedside import Bedside
from tests.protocols.helpers.published import library

REPORT = library("alectinib-report-2020")
TOO_LONG = "x" * 2001
NOT_THEN = "Write why a dose was made up that this protocol does not make up at that time."
SO_LATE = (
    "Write why the dose of Mon 02-Nov-2026 morning was given although this protocol makes no dose up so late."
)
BEFORE = DoseKey(D1 - timedelta(days=1), "evening")


def refused(bed: Bedside, what: What, at: datetime | None = None) -> tuple[str, str]:
    """The part of the form that the refusal is about, and its words."""
    with pytest.raises(Refused) as caught:
        bed.record(what, at=at)
    return caught.value.about, str(caught.value)


@pytest.mark.parametrize(
    ("what", "about", "words"),
    [
        (DoseGiven(MORNING, Decimal(0)), "amount", "Enter the amount given, from "),
        (DoseGiven(MORNING, MG, reason=TOO_LONG), "reason", "Shorten the reason: it has 2,001 characters"),
        (DoseGiven(None, MG), "reason", "Write why a dose was given that was not on the schedule."),
        (DoseGiven(BEFORE, MG), "reason", "Write why a dose was given that was not due."),
        (DoseGiven(MORNING, Decimal(300)), "reason", "Write why 300 mg was given and not 150 mg."),
        (DoseNotGiven(MORNING, "refused", TOO_LONG), "reason", "Shorten the reason: it has 2,001 characters"),
        (DoseNotGiven(MORNING, "deferred", " "), "reason", "Write a reason for 'deferred'."),
    ],
)
def test_of_a_dose_on_its_line(what: What, about: str, words: str) -> None:
    told = refused(due(), what)
    assert told[0] == about
    assert told[1].startswith(words)


def test_of_a_dose_that_comes_too_late_to_be_made_up() -> None:
    bed = due()
    bed.at(D1, "14:00")
    assert refused(bed, DoseGiven(MORNING, MG)) == ("reason", SO_LATE)


def vomited(bed: Bedside) -> Entry:
    return bed.give(MORNING, vomited=True)


def not_given(bed: Bedside) -> Entry:
    return bed.not_given("absent", MORNING)


@pytest.mark.parametrize(
    ("lose", "wall", "beyond"), [(vomited, "08:31", NOT_THEN), (not_given, "14:00", SO_LATE)]
)
def test_of_a_make_up(lose: Callable[[Bedside], Entry], wall: str, beyond: str) -> None:
    bed = due()
    lost = lose(bed)
    early = refused(bed, instead(lost), bed.now - timedelta(minutes=1))
    assert early == ("at", "The dose it makes up was recorded for Mon 02-Nov-2026 08:00, after that time.")
    bed.at(D1, wall)
    assert refused(bed, instead(lost)) == ("reason", beyond)
    bed.at(D1 + timedelta(days=1), "08:01")
    far = refused(bed, instead(lost, reason="as the patient asked"))
    assert far[0] == "at"
    assert "more than a day from Tue 03-Nov-2026 08:01" in far[1]


def test_a_make_up_comes_after_its_own_dose_came_up_and_not_after_another_did() -> None:
    bed = due()
    morning = vomited(bed)
    bed.at(D1, "20:00")
    evening = bed.give(EVENING)
    bed.go(minutes=20)
    bed.record(DoseVomited(evening.id))
    bed.record(instead(morning), at=bed.now.replace(hour=7, minute=20))
    early = refused(bed, instead(evening), bed.now - timedelta(minutes=1))
    assert early == ("at", "The dose it makes up was recorded for Mon 02-Nov-2026 20:20, after that time.")


def test_of_a_dose_that_came_up() -> None:
    bed = due()
    dose = bed.give()
    early = refused(bed, DoseVomited(dose.id), bed.now - timedelta(minutes=1))
    assert early == ("at", "The dose was given Mon 02-Nov-2026 08:00, after that time.")
    long = refused(bed, DoseVomited(dose.id, TOO_LONG))
    assert long[0] == "note"
    assert long[1].startswith("Shorten the note: it has 2,001 characters")


@pytest.mark.parametrize(
    ("every", "hours", "length"), [(1, 24, "a day"), (2, 24, "a day"), (7, 84, "3d 12hr")]
)
def test_a_dose_is_taken_within_a_day_of_its_time_or_half_the_time_to_the_next(
    every: int, hours: int, length: str
) -> None:
    weekly = Step((PlannedDose("morning", MG),), days=14, every_days=every)
    bed = begun((weekly, Step((PlannedDose("morning", MG),))), {"morning": "08:00"}, D1)
    bed.at(D1, "08:00")
    bed.go(hours=hours, minutes=1)
    about, words = refused(bed, DoseGiven(MORNING, MG, reason="late"))
    assert about == "at"
    assert f"more than {length} from" in words
    bed.go(minutes=-1)
    bed.record(DoseGiven(MORNING, MG, reason="late"))


def test_before_the_start_a_dose_is_taken_within_a_day_of_its_time_too() -> None:
    bed = due()
    at_home = DoseGiven(DoseKey(D1 - timedelta(days=1), "morning"), MG, reason="at home")
    bed.go(minutes=1)
    assert refused(bed, at_home)[0] == "at"
    bed.record(at_home, at=bed.now - timedelta(minutes=1))


def test_a_dose_is_left_out_at_most_a_day_ahead() -> None:
    bed = due()
    ahead = DoseNotGiven(DoseKey(D1 + timedelta(days=1), "morning"), "absent", "")
    told = "The dose of Tue 03-Nov-2026 morning is more than a day away. Record it when its time has come."
    assert refused(bed, ahead, bed.now - timedelta(minutes=1)) == ("at", told)
    bed.record(ahead)


def test_who_recorded_it_and_when_is_told_by_the_second_record() -> None:
    bed = due()
    bed.go(minutes=30)
    bed.give(MORNING, at=bed.now - timedelta(minutes=25))
    bed.not_given("absent", EVENING)
    bed.go(minutes=10)
    given = "150 mg given Mon 02-Nov-2026 08:05, recorded 10min ago by Ada Okafor"
    assert given in refused(bed, DoseGiven(MORNING, MG))[1]
    assert "morning is already recorded" in refused(bed, DoseGiven(MORNING, MG))[1]
    absent = "evening is already recorded: absent, recorded 10min ago by Ada Okafor"
    assert absent in refused(bed, DoseNotGiven(EVENING, "refused", ""))[1]


def hourly(amount: int, doses: int | None = None) -> Step:
    return Step((PlannedDose("", Decimal(amount)),), doses_given=doses, every_minutes=60)


SLOTS = (PlannedDose("morning", MG), PlannedDose("midday", MG))


@pytest.mark.parametrize(
    ("steps", "known"),
    [((hourly(20, 2), Step(SLOTS)), True), ((Step(SLOTS),), False)],
    ids=["a step by the clock", "none"],
)
def test_a_dose_is_named_by_a_clock_time_where_a_step_goes_by_the_clock(
    steps: tuple[Step, ...], known: bool
) -> None:
    bed = begun(steps, {"morning": "08:00", "midday": "13:00"}, date(2026, 11, 2))
    extra = DoseGiven(DoseKey(D1, "07:00"), Decimal(20), reason="as told")
    if known:
        bed.record(extra)
    else:
        told = "This protocol has no 07:00 dose. Record it as a dose that was not on the schedule."
        assert refused(bed, extra) == ("", told)


def test_of_two_times_that_a_clock_change_makes_one_only_that_which_the_clock_shows_is_a_dose() -> None:
    change = date(2026, 3, 29)
    bed = begun((Step(SLOTS),), {"morning": "02:30", "midday": "03:30"}, change - timedelta(days=1))
    bed.at(change, "03:30")
    twin = DoseGiven(DoseKey(change, "morning"), MG, reason="as told")
    told = "On that day the clocks change, and Sun 29-Mar-2026 midday is the dose of that time."
    assert refused(bed, twin) == ("", told)
    assert refused(bed, DoseNotGiven(DoseKey(change, "morning"), "absent", "")) == ("", told)
    bed.record(DoseGiven(DoseKey(change, "midday"), MG))


def test_a_time_of_day_that_no_dose_of_the_step_shares_is_recorded_with_a_reason() -> None:
    """On a day off, or at a time of another step: nothing was due, and the clock has no part in it."""
    steps = (Step(SLOTS, days=4, every_days=2), Step((*SLOTS, PlannedDose("evening", MG))))
    bed = begun(steps, {"morning": "08:00", "midday": "13:00", "evening": "20:00"}, D1)
    bed.at(D1 + timedelta(days=1), "20:00")
    for slot in ("morning", "midday", "evening"):
        what = DoseGiven(DoseKey(D1 + timedelta(days=1), slot), MG)
        assert refused(bed, what) == ("reason", "Write why a dose was given that was not due.")


def begun(steps: tuple[Step, ...], times: dict[str, str], day: date) -> Bedside:
    """On step 1 of a protocol of these steps."""
    bed = Bedside(msgspec.structs.replace(REPORT, steps=steps, doses=DoseRules("never")), day=day)
    bed.at(day, "01:00")
    bed.admit()
    bed.enrol(times=times)
    bed.rash_free()
    bed.start(1)
    return bed


def test_of_the_time_that_a_clock_change_leaves_out_no_dose_of_another_step_is_the_twin() -> None:
    change = date(2026, 3, 29)
    steps = (Step(SLOTS[1:], days=2), Step(SLOTS))
    bed = begun(steps, {"morning": "02:30", "midday": "03:30"}, change - timedelta(days=1))
    bed.at(change, "03:30")
    told = refused(bed, DoseGiven(DoseKey(change, "morning"), MG))
    assert told == ("reason", "Write why a dose was given that was not due.")


def test_of_a_pack_that_cannot_have_been() -> None:
    pack = PackUsed("12345678901234", Decimal(150), 1)
    assert refused(due(), DoseGiven(MORNING, MG, scans=DoseScans(packs=(pack,)))) == ("", NO_GTIN)
