"""A course as things on days: what is drawn is what was recorded, and nothing that was not."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal

import msgspec

from protocols.definition.protocol import DoseRules
from protocols.entries import CoMedicationStarted, DoseGiven, DoseVomited
from protocols.reports.course_picture import CoursePicture, course_picture
from tests.protocols.course.test_cadences import RAPID, hourly
from tests.protocols.course.test_cadences import bedside as cadence
from tests.protocols.helpers.bedside import Bedside, at_bedside, on_step
from tests.protocols.helpers.published import library


def drawn(bed: Bedside) -> CoursePicture:
    return course_picture(bed.chart, bed.now)


def became(bed: Bedside) -> Counter[str]:
    return Counter(dose.became for dose in drawn(bed).doses)


def test_a_course_on_plan_has_every_dose_once_on_its_step_and_day() -> None:
    bed = on_step(3)
    found = drawn(bed)
    assert found.changes == tuple(
        (found.first + timedelta(days=n - 1), s) for n, s in ((1, 1), (3, 2), (8, 3), (16, 4), (24, 5))
    )
    assert became(bed) == Counter(given=14, planned=16 + 16 + 6)
    assert len({(dose.day, dose.place) for dose in found.doses}) == len(found.doses)
    assert found.days == 26
    assert [step for _, step in found.starts] == [1, 2, 3]


def test_each_dose_is_what_became_of_it() -> None:
    bed = at_bedside()
    bed.day(lambda: bed.give(amount=Decimal(100), reason="one short"))
    bed.day(lambda: bed.give(vomited=True))
    bed.day(bed.not_given)
    bed.at(bed.now.date(), "08:00")
    bed.not_given("deferred")
    bed.go(hours=6)
    found = became(bed)
    del found["planned"]
    assert found == {"other amount": 2, "vomited": 2, "not given": 2, "no record": 1}


def test_an_overdue_dose_without_a_record_is_drawn_as_one() -> None:
    bed = at_bedside()
    bed.go(hours=4)
    assert became(bed)["no record"] == 1


def test_a_held_course_has_no_doses_to_come_and_a_hold_until_now() -> None:
    bed = on_step(2)
    bed.day()
    bed.rash()
    bed.go(hours=30)
    found = drawn(bed)
    assert became(bed)["planned"] == 0
    assert [(span.since, span.until) for span in found.holds] == [(bed.chart.holds[0].since, None)]
    assert [seen for _, seen in found.checks][-1] == "rash"
    bed.rash_free()
    bed.decide("resume")
    later = drawn(bed)
    assert [span.until for span in later.holds] == [bed.chart.stretches[-1].began]
    assert became(bed)["planned"] > 0


def test_a_step_that_follows_another_is_no_hold() -> None:
    assert drawn(on_step(4)).holds == ()


def test_a_dose_no_step_asked_for_is_kept_apart() -> None:
    bed = at_bedside()
    bed.record(DoseGiven(None, Decimal(150), reason="brought from home"))
    assert drawn(bed).off_schedule == (bed.now,)
    assert became(bed)["given"] == 0


def test_on_the_target_only_tomorrow_is_planned_and_an_ended_course_plans_nothing() -> None:
    bed = on_step(5)
    for _ in range(4):
        bed.day()
    found = drawn(bed)
    assert (found.last - found.today).days == 1
    bed.decide("stop")
    ended = drawn(bed)
    assert became(bed)["planned"] == 0
    assert ended.last <= ended.today


def test_a_course_not_started_is_drawn_as_it_is_planned() -> None:
    bed = Bedside(library("alectinib-kimura"))
    bed.admit()
    bed.enrol()
    found = drawn(bed)
    assert {dose.became for dose in found.doses} == {"planned"}
    assert found.days == 17
    assert (found.holds, found.starts) == ((), ())


def test_doses_by_the_clock_have_their_hour_and_other_medicines_their_days() -> None:
    there = cadence(hourly("0.04", 3), hourly("4", None), gate=RAPID, wall="08:00")
    there.give()
    there.record(CoMedicationStarted("prednisolone", "10 mg", "", "itch", there.now.date()))
    found = drawn(there)
    assert [(dose.place, dose.of) for dose in found.doses][:3] == [(8, 24), (9, 24), (10, 24)]
    (medicine,) = found.medicines
    assert (medicine.name, medicine.until) == ("prednisolone", there.now.replace(hour=23, minute=0))


def test_a_dose_made_up_is_neither_missing_nor_off_the_plan() -> None:
    rules = DoseRules(make_up_vomited_minutes=60)
    bed = Bedside(msgspec.structs.replace(library("alectinib-report-2020"), doses=rules))
    bed.begin()
    bed.go(hours=1)
    lost = bed.give(vomited=True)
    bed.go(minutes=20)
    again = bed.record(DoseGiven(None, Decimal(150), makes_up=lost.id))
    assert (became(bed)["made up"], became(bed)["vomited"]) == (1, 0)
    assert drawn(bed).off_schedule == ()
    bed.record(DoseVomited(again.id))
    assert (became(bed)["made up"], became(bed)["vomited"]) == (0, 1)
