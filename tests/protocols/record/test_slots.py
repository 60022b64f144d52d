"""Which doses a step has on the clinic's calendar, and with which of them it can begin: exact tables."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice

import pytest

from protocols import entries as e
from protocols.definition.step import PlannedDose, Step
from protocols.record import slots
from protocols.record.corrected import CorrectedEntries, settle
from protocols.record.slots import (
    amount_at,
    clock_key,
    is_clock_slot,
    may_begin,
    never_comes,
    open_slot,
    planned_amount,
    slot_instant,
    slots_from,
    start_options,
)
from protocols.values.clinic_time import instant_of, local
from tests.protocols.helpers.bedside import MRN, NURSE, ZONE
from tests.protocols.helpers.published import library

MON = date(2026, 11, 2)
CHANGE, SKIPS = date(2026, 10, 25), date(2026, 3, 29)
"""In Berlin 02:30 comes twice on the first of these days, and is skipped on the second."""
TIMES = {"morning": "08:00", "midday": "13:00", "evening": "20:00"}
D = Decimal


def plan(zone: str = ZONE, **times: str) -> e.CourseEnrolled:
    return e.CourseEnrolled(library("alectinib-report-2020"), "Cleo Marsh", 4, (), times or TIMES, zone)


def daily(*slots: str, **rhythm: object) -> Step:
    return Step(tuple(PlannedDose(slot, D(20)) for slot in slots), **rhythm)  # type: ignore[arg-type]


TWICE = daily("morning", "evening")
ONCE = daily("morning")
HOURLY = Step((PlannedDose("", D(20)),), every_minutes=60)


def on(wall: str, day: int = 0) -> datetime:
    """The instant at which the clinic's clock shows `wall`, so many days after Monday."""
    return instant_of(MON + timedelta(days=day), wall, ZONE)


def key(slot: str, day: int = 0) -> e.DoseKey:
    return e.DoseKey(MON + timedelta(days=day), slot)


def told(*facts: tuple[e.What, datetime] | tuple[e.What, datetime, str]) -> CorrectedEntries:
    """What was recorded, in order: what, when, and "theirs" of another course or "behind" for the clock."""
    lines: CorrectedEntries = {}
    for place, (what, at, *how) in enumerate(facts):
        clock: e.ClockMark = "behind" if how == ["behind"] else "ok"
        entry = e.Entry(
            id=f"e{place}", patient=MRN, at=at, zone=ZONE, by=NURSE, what=what, recorded=at, clock=clock
        )
        settle(lines, entry, own=how != ["theirs"])
    return lines


def given(dose: e.DoseKey | None, **rest: object) -> e.DoseGiven:
    return e.DoseGiven(dose, D(20), **rest)  # type: ignore[arg-type]


def slot_names(keys: list[e.DoseKey]) -> list[str]:
    return [f"{one.slot} {(one.day - MON).days}" for one in keys]


@pytest.mark.parametrize(
    ("slot", "day", "utc"),
    [
        ("morning", MON, "2026-11-02T07:00"),
        ("14:30", MON, "2026-11-02T13:30"),
        ("02:30+02:00", CHANGE, "2026-10-25T00:30"),
        ("02:30", CHANGE, "2026-10-25T01:30"),
        ("02:30", SKIPS, "2026-03-29T01:30"),
    ],
)
def test_a_dose_is_due_at_the_time_of_its_name(slot: str, day: date, utc: str) -> None:
    assert slot_instant(plan(), e.DoseKey(day, slot)) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("utc", "slot"),
    [
        ("2026-10-25T00:30:00", "02:30+02:00"),
        ("2026-10-25T00:30:15.000007", "02:30+02:00"),
        ("2026-10-25T01:30:15", "02:30"),
        ("2026-10-25T01:30:00.000007", "02:30"),
        ("2026-10-25T23:30:00", "00:30"),
    ],
)
def test_a_dose_by_the_clock_is_named_by_its_minute(utc: str, slot: str) -> None:
    at = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert clock_key(at, ZONE) == e.DoseKey(local(at, ZONE).date(), slot)
    assert clock_key(at, ZONE) == clock_key(local(at, "Asia/Tokyo"), ZONE)


@pytest.mark.parametrize(
    ("slot", "is_one"),
    [
        ("14:30", True),
        ("02:30+02:00", True),
        ("02:30-03:30", True),
        ("", False),
        ("morning", False),
        ("14:60", False),
        ("1430", False),
        ("14:30:00", False),
        ("14:30+xx:yy", False),
        ("143010+0200", False),
    ],
)
def test_what_names_a_clock_time(slot: str, is_one: bool) -> None:
    assert is_clock_slot(slot) is is_one


@pytest.mark.parametrize(
    ("step", "first", "since", "wanted"),
    [
        (TWICE, key("evening"), None, ["evening 0", "morning 1", "evening 1", "morning 2"]),
        (daily("evening", "morning"), key("morning"), None, ["morning 0", "evening 0", "morning 1"]),
        (daily("morning", every_days=2), key("morning", 1), None, ["morning 1", "morning 3"]),
        (daily("morning", every_days=2), key("morning", 1), MON, ["morning 1", "morning 3"]),
        (daily("morning", weekdays=(0, 3)), key("morning", 1), None, ["morning 3", "morning 7"]),
        (daily("morning", days_on=2, days_off=2), key("morning", 1), None, ["morning 1", "morning 2"]),
        (daily("morning", days_on=2, days_off=2), key("morning", 1), MON, ["morning 1", "morning 4"]),
        (HOURLY, key("23:30"), None, ["23:30 0", "00:30 1", "01:30 1"]),
    ],
)
def test_the_doses_of_a_step_from_its_first_on(
    step: Step, first: e.DoseKey, since: date | None, wanted: list[str]
) -> None:
    found = list(islice(slots_from(plan(), step, first, since), len(wanted)))
    assert slot_names(found) == wanted
    assert all(amount_at(step, first, one, since) == D(20) for one in found)
    assert all(planned_amount(plan(), step, first, one, since) == D(20) for one in found)


def test_doses_come_in_the_order_of_their_times_whatever_they_are_called() -> None:
    turned = plan(morning="20:00", evening="08:00")
    assert slot_names(list(islice(slots_from(turned, TWICE, key("evening")), 3))) == [
        "evening 0",
        "morning 0",
        "evening 1",
    ]


@pytest.mark.parametrize(("step", "count"), [(HOURLY, 2), (TWICE, 6)])
def test_a_plan_without_end_is_none(monkeypatch: pytest.MonkeyPatch, step: Step, count: int) -> None:
    """The limits are a year and a half by the clock, and two hundred years of days."""
    monkeypatch.setattr(slots, "MOST_SLOTS", 2)
    monkeypatch.setattr(slots, "MOST_DAYS", 3)
    found = slots_from(plan(), step, key("08:00" if step is HOURLY else "morning"))
    assert len(list(islice(found, count))) == count
    with pytest.raises(OverflowError, match="more doses than anybody goes through"):
        next(found)


@pytest.mark.parametrize(
    ("step", "one", "planned"),
    [
        (TWICE, key("midday"), False),
        (daily("morning", every_days=2), key("morning", 1), False),
        (HOURLY, key("09:00"), True),
        (HOURLY, key("09:30"), False),
        (HOURLY, key("morning"), False),
    ],
)
def test_no_other_dose_is_planned(step: Step, one: e.DoseKey, planned: bool) -> None:
    first = key("08:00" if step is HOURLY else "morning")
    assert (planned_amount(plan(), step, first, one) is not None) is planned


@pytest.mark.parametrize(
    ("times", "come"),
    [
        ({"morning": "02:30", "midday": "13:00"}, ["morning", "midday"]),
        ({"morning": "02:30", "midday": "03:15"}, ["midday", "morning"]),
        ({"morning": "02:30", "midday": "03:30"}, ["midday"]),
        ({"morning": "02:30", "midday": "03:30", "evening": "20:00"}, ["midday", "evening"]),
    ],
)
def test_a_time_that_is_skipped_is_an_hour_later_and_no_second_dose(
    times: dict[str, str], come: list[str]
) -> None:
    there, step, first = plan(**times), daily(*times), e.DoseKey(SKIPS - timedelta(days=1), "morning")
    found = [one.slot for one in islice(slots_from(there, step, first), 2 * len(times)) if one.day == SKIPS]
    assert found == come
    planned = {slot for slot in times if planned_amount(there, step, first, e.DoseKey(SKIPS, slot))}
    assert planned == set(come)
    assert not any(never_comes(there, e.DoseKey(SKIPS, slot)) for slot in times)


def test_a_day_that_the_zone_leaves_out_has_no_dose() -> None:
    there, gone = plan("Pacific/Apia"), date(2011, 12, 30)
    first = e.DoseKey(gone - timedelta(days=1), "morning")
    assert never_comes(there, e.DoseKey(gone, "morning"))
    assert not never_comes(there, first)
    assert planned_amount(there, ONCE, first, e.DoseKey(gone, "morning")) is None
    days = [one.day.day for one in islice(slots_from(there, ONCE, first), 2)]
    assert days == [29, 31]


DAY2 = (given(key("morning")), on("08:10"))
"""The dose of Monday morning, ten minutes late."""


@pytest.mark.parametrize(
    ("step", "left", "now", "lines", "wanted"),
    [
        (TWICE, None, on("07:00"), told(), ["morning 0"]),
        (TWICE, None, on("08:00"), told(), ["morning 0", "evening 0"]),
        (TWICE, None, on("14:00"), told(), ["morning 0", "evening 0"]),
        (TWICE, None, on("14:01"), told(), ["evening 0"]),
        (TWICE, None, on("02:00"), told(), ["evening -1", "morning 0"]),
        (TWICE, None, on("02:01"), told(), ["morning 0"]),
        (ONCE, None, on("20:00"), told(), ["morning 0", "morning 1"]),
        (ONCE, None, on("20:01"), told(), ["morning 1"]),
        (TWICE, None, on("09:00"), told(DAY2), ["evening 0"]),
        (TWICE, None, on("19:00"), told((given(None), on("20:00"))), ["morning 1"]),
        (TWICE, None, on("19:00"), told((given(None), on("19:59"))), ["evening 0"]),
        (TWICE, None, on("09:00"), told((given(key("evening")), on("08:30"))), ["morning 1"]),
        (TWICE, None, on("09:00"), told((e.DoseNotGiven(key("morning"), "refused", ""), on("08:30"))),
         ["evening 0"]),
        (TWICE, None, on("09:00"), told((e.DoseNotGiven(key("morning"), "deferred", ""), on("08:30"))),
         ["morning 0", "evening 0"]),
        (TWICE, None, on("09:00"), told((e.DoseNotGiven(key("evening"), "absent", ""), on("08:30"))),
         ["morning 0", "morning 1"]),
        (daily("morning", every_days=2), None, on("09:00"), told(DAY2), ["morning 2"]),
        (daily("morning", every_days=2), None, on("09:00", 1), told(DAY2), ["morning 2"]),
        (daily("morning", every_days=2), None, on("09:00", 4), told(DAY2), ["morning 4", "morning 5"]),
        (daily("morning", every_days=2), ONCE, on("09:00"), told(DAY2), ["morning 1"]),
        (daily("morning", "evening", every_days=2), None, on("09:00"), told(DAY2), ["morning 2"]),
        (daily("evening", "morning", every_days=2), None, on("09:00"), told(DAY2), ["morning 2"]),
        (ONCE, daily("morning", every_days=2), on("09:00"), told(DAY2), ["morning 1"]),
        (daily("morning", every_days=7), daily("morning", every_days=3), on("09:00"), told(DAY2),
         ["morning 3"]),
        (daily("morning", every_days=7), None, on("09:00"), told(), ["morning 0", "morning 1"]),
        (daily("morning", weekdays=(3,)), None, on("09:00"), told(), ["morning 3"]),
        (HOURLY, None, on("08:00"), told(), ["08:00 0"]),
        (HOURLY, None, on("08:00"), told((given(None), on("07:30"))), ["08:30 0"]),
        (HOURLY, None, on("08:00"), told((given(None), on("06:30"))), ["08:00 0"]),
        (HOURLY, TWICE, on("08:00"), told((given(None), on("07:30"))), ["19:30 0"]),
        (HOURLY, None, on("08:00"), told((e.DoseNotGiven(key("08:00"), "refused", ""), on("08:00")),
                                         (e.DoseNotGiven(key("08:01"), "refused", ""), on("08:00"))),
         ["08:02 0"]),
        (HOURLY, None, on("08:00"), told((e.DoseNotGiven(key("08:00"), "unknown", ""), on("08:00"))),
         ["08:00 0"]),
        (HOURLY, None, on("08:00"), told((given(key("09:30")), on("07:30"))), ["09:31 0"]),
    ],
)  # fmt: skip
def test_with_which_doses_a_step_can_begin(
    step: Step, left: Step | None, now: datetime, lines: CorrectedEntries, wanted: list[str]
) -> None:
    options = start_options(plan(), step, now, lines, left)
    assert slot_names(options) == wanted
    assert all(may_begin(plan(), step, one, now, lines, left) for one in options)


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (told((given(key("evening", -1)), on("20:00", -1))), ["morning 0", "evening 0"]),
        (told((e.DoseNotGiven(key("evening"), "absent", ""), on("07:00"))), ["morning 0", "morning 1"]),
        (told((e.DoseNotGiven(key("evening"), "absent", ""), on("07:00")),
              (given(None, makes_up="e0"), on("07:30"))), ["morning 1"]),
        (told((given(None), on("08:30"), "behind")), ["morning 0", "evening 0"]),
        (told((given(key("evening")), on("08:30"), "behind")), ["morning 0", "morning 1"]),
        (told((given(None), on("07:00"), "behind"), (given(None), on("08:30"))), ["evening 0"]),
        (told((given(key("evening")), on("07:30"), "theirs")), ["morning 1"]),
        (told((given(None), on("07:30")), (given(key("evening")), on("07:40"), "theirs")), ["morning 1"]),
        (told((given(key("19:00")), on("07:30"), "theirs")), ["evening 0"]),
        (told((given(key("bedtime")), on("07:30"), "theirs")), ["morning 0", "evening 0"]),
        (told((given(key("bedtime")), on("08:30"), "theirs")), ["evening 0"]),
        (told((given(None), on("08:30"), "theirs")), ["evening 0"]),
        (told((given(key("bedtime")), on("07:30"), "theirs"), (given(key("evening")), on("07:40"), "theirs")),
         ["morning 1"]),
    ],
)  # fmt: skip
def test_never_before_the_newest_dose_given(lines: CorrectedEntries, wanted: list[str]) -> None:
    """At nine in the morning: by its place on the schedule or when it was taken, in whichever course."""
    assert slot_names(start_options(plan(), TWICE, on("09:00"), lines)) == wanted


HALF_PAST = (given(None), on("07:30"))


@pytest.mark.parametrize(
    ("left", "lines", "earliest", "latest"),
    [
        (None, told(), "07:30", "09:00"),
        (None, told((given(None), on("06:00"))), "07:30", "09:00"),
        (None, told((given(None), on("06:45"))), "07:45", "09:00"),
        (None, told(HALF_PAST), "08:30", "09:30"),
        (None, told((given(None), on("07:30") + timedelta(seconds=1))), "08:31", "09:31"),
        (None, told((given(None), on("06:00")), HALF_PAST), "08:30", "09:30"),
        (None, told(HALF_PAST, (given(None), on("06:00"))), "08:30", "09:30"),
        (None, told((given(None), on("03:00"), "behind")), "09:00", "10:00"),
        (Step(HOURLY.doses, every_minutes=120), told(HALF_PAST), "09:30", "10:30"),
    ],
)  # fmt: skip
def test_by_the_clock_a_step_begins_within_reach_and_an_interval_after_the_last_dose(
    left: Step | None, lines: CorrectedEntries, earliest: str, latest: str
) -> None:
    """At eight o'clock. Of a dose under a wrong clock nobody knows but that it was before now."""
    first, last, minute = on(earliest), on(latest), timedelta(minutes=1)
    for at, can in ((first - minute, False), (first, True), (last, True), (last + minute, False)):
        assert may_begin(plan(), HOURLY, clock_key(at, ZONE), on("08:00"), lines, left) is can


def test_a_step_begins_with_no_dose_that_has_a_record_nor_by_the_clock_with_a_time_of_day() -> None:
    refused = told((e.DoseNotGiven(key("08:30"), "refused", ""), on("08:00")))
    deferred = told((e.DoseNotGiven(key("08:30"), "deferred", ""), on("08:00")))
    assert not may_begin(plan(), HOURLY, key("08:30"), on("08:00"), refused)
    assert may_begin(plan(), HOURLY, key("08:30"), on("08:00"), deferred)
    assert not may_begin(plan(), HOURLY, key("morning"), on("08:00"), told())
    assert not may_begin(plan(), TWICE, key("evening"), on("07:00"), told())


@pytest.mark.parametrize(
    ("step", "now", "wanted"),
    [
        (TWICE, "11:00", "morning 0"),
        (TWICE, "11:01", "evening 0"),
        (TWICE, "23:00", "evening 0"),
        (TWICE, "23:01", "morning 1"),
        (ONCE, "14:00", "morning 0"),
        (ONCE, "14:01", "morning 1"),
        (daily("morning", every_days=7), "14:00", "morning 0"),
        (daily("morning", every_days=7), "14:01", "morning 1"),
        (daily("morning", "evening", every_days=2), "11:00", "morning 0"),
        (daily("morning", "evening", every_days=2), "11:01", "evening 0"),
        (HOURLY, "08:17", "08:17 0"),
    ],
)
def test_a_step_begins_most_naturally_not_more_than_a_quarter_of_the_interval_late(
    step: Step, now: str, wanted: str
) -> None:
    assert slot_names([open_slot(plan(), step, on(now), told())]) == [wanted]
