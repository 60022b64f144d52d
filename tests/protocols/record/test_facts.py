"""A fact can always be recorded, at its true time; only the impossible and the double are refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest

from protocols import entries as e
from protocols.record.fold import Record
from protocols.rules.check import Refused, check
from tests.protocols.helpers.bedside import OTHER_NURSE, Bedside, at_bedside, on_step, refusal
from tests.protocols.helpers.published import library

D1, D2, D3 = (date(2026, 11, day) for day in (2, 3, 4))
MORNING, EVENING = e.DoseKey(D1, "morning"), e.DoseKey(D1, "evening")
GIVEN = e.DoseGiven(MORNING, Decimal(150), reason="as told", no_second_check="nobody else on the ward")
FACTS: list[e.What] = [
    GIVEN,
    e.DoseGiven(None, Decimal(150), reason="extra"),
    e.RashFreeChecked(True, True),
    e.RashFound("maculopapular", ("neck",)),
    e.RedFlagSeen(("skin pain",)),
    e.NoteAdded("seen"),
]


def enrolled() -> Bedside:
    bedside = Bedside(library("alectinib-report-2020"))
    bedside.admit()
    bedside.enrol()
    bedside.at(D1, "08:00")
    return bedside


def held() -> Bedside:
    bedside = at_bedside()
    bedside.record(e.RedFlagSeen(("purpura",)))
    bedside.at(D1, "08:00")
    return bedside


def stopped() -> Bedside:
    bedside = at_bedside()
    bedside.decide("stop")
    bedside.at(D1, "08:00")
    return bedside


@pytest.mark.parametrize("fact", FACTS, ids=[type(fact).__name__ for fact in FACTS])
@pytest.mark.parametrize("begin", [enrolled, at_bedside, held, stopped])
@pytest.mark.parametrize("late", [timedelta(0), timedelta(hours=20)], ids=["now", "late"])
def test_every_fact_is_taken_before_the_start_while_held_and_after_the_stop(
    begin: Callable[[], Bedside], fact: e.What, late: timedelta
) -> None:
    bedside = begin()
    entry = bedside.record(fact, at=bedside.now - late)
    assert bedside.chart.entries[-1] == entry
    assert bedside.chart.lines[entry.id].what == fact
    assert entry.recorded == bedside.now


@pytest.mark.parametrize("fact", FACTS, ids=[type(fact).__name__ for fact in FACTS])
def test_only_the_future_is_refused(fact: e.What) -> None:
    bedside = at_bedside()
    told = refusal(bedside, bedside.record, fact, at=bedside.now + timedelta(minutes=1))
    assert "Mon 02-Nov-2026 07:01 is in the future. Enter the time at which it happened." in told


def test_a_time_without_a_zone_and_an_unknown_zone_are_refused_in_words() -> None:
    bedside = at_bedside()
    entry = bedside.record(e.NoteAdded("x"))
    naive = msgspec.structs.replace(entry, id="n", at=datetime(2026, 11, 2, 6, 0))  # noqa: DTZ001
    nowhere = msgspec.structs.replace(entry, id="z", zone="Mars/Olympus\x1b[2J")
    for bad, told in (
        (naive, "no time zone"),
        (nowhere, "Mars/Olympus\N{REPLACEMENT CHARACTER}[2J is not a"),
    ):
        with pytest.raises(Exception, match="time zone") as caught:
            check(bedside.folded, bad, bedside.now, None)
        assert told in str(caught.value)


def test_entries_out_of_order_add_up_by_their_true_times() -> None:
    bedside = at_bedside()
    bedside.at(D2, "09:00")
    bedside.give(e.DoseKey(D2, "morning"), at=bedside.now - timedelta(hours=1))
    bedside.give(MORNING, at=bedside.now - timedelta(hours=25))
    bedside.give(EVENING, at=bedside.now - timedelta(hours=13))
    assert [line.what.dose for line in bedside.chart.taken if isinstance(line.what, e.DoseGiven)] == [
        MORNING,
        EVENING,
        e.DoseKey(D2, "morning"),
    ]


def test_the_second_record_of_a_dose_is_told_who_when_and_how_much() -> None:
    bedside = at_bedside()
    bedside.at(D1, "08:05")
    bedside.give()
    bedside.go(minutes=7)
    told = refusal(bedside, bedside.give, MORNING, by=OTHER_NURSE)
    assert told == (
        "The dose of Mon 02-Nov-2026 morning is already recorded: 150 mg given Mon 02-Nov-2026 08:05, "
        "recorded 7min ago by Ada Okafor (AO), nurse. Nothing was added. If that is wrong, correct it; if a "
        "second dose was taken, record it as a dose that was not on the schedule."
    )
    refused = e.DoseNotGiven(MORNING, "refused", "spat out")
    assert "150 mg given" in refusal(bedside, bedside.record, refused, by=OTHER_NURSE)
    bedside.record(e.DoseGiven(None, Decimal(150), reason="a second one was taken"), by=OTHER_NURSE)
    assert len(bedside.chart.taken) == 2


def test_a_dose_refused_by_the_patient_cannot_be_given_as_well() -> None:
    bedside = at_bedside()
    bedside.at(D1, "08:00")
    bedside.not_given("refused")
    assert "already recorded: refused, recorded 0min ago by Ada Okafor" in refusal(
        bedside, bedside.give, MORNING
    )


@pytest.mark.parametrize("status", ["deferred", "unknown"])
def test_a_dose_deferred_or_unknown_stays_open_for_what_is_found_out_later(status: e.NotGivenStatus) -> None:
    bedside = at_bedside()
    bedside.at(D1, "08:00")
    bedside.not_given(status)
    assert {dose.key: dose.state for dose in bedside.doses}[MORNING] == (
        "deferred" if status == "deferred" else "not given"
    )
    bedside.go(hours=1)
    bedside.not_given("unknown", MORNING)
    given = bedside.give(MORNING)
    assert bedside.chart.statuses[MORNING].entry == given
    assert "already recorded" in refusal(bedside, bedside.not_given, "unknown", MORNING)


@pytest.mark.parametrize("status", ["deferred", "other reason"])
def test_some_statuses_need_a_reason(status: e.NotGivenStatus) -> None:
    bedside = at_bedside()
    assert "Write a reason for" in refusal(bedside, bedside.record, e.DoseNotGiven(MORNING, status, " "))
    bedside.record(e.DoseNotGiven(MORNING, "refused", ""))


def test_a_planned_dose_that_a_hold_withdrew_can_be_recorded_as_not_given() -> None:
    for bedside in (held(), stopped()):
        bedside.record(e.DoseNotGiven(MORNING, "other reason", "held for the red flag"))
        assert bedside.chart.statuses[MORNING].what == e.DoseNotGiven(
            MORNING, "other reason", "held for the red flag"
        )


def test_a_dose_of_a_step_that_was_left_can_still_be_recorded_as_not_given() -> None:
    bedside = at_bedside()
    bedside.day(lambda: None)
    bedside.day()
    bedside.waive("doses")
    bedside.rash_free()
    bedside.start(2)
    bedside.record(e.DoseNotGiven(MORNING, "unknown", ""))


def test_what_was_never_planned_cannot_have_been_left_out() -> None:
    assert "No dose was planned" in refusal(
        enrolled(), enrolled().record, e.DoseNotGiven(MORNING, "refused", "")
    )
    bedside = at_bedside("alectinib-anderson")
    assert "No dose was planned" in refusal(bedside, bedside.record, e.DoseNotGiven(EVENING, "refused", ""))
    before = e.DoseNotGiven(e.DoseKey(date(2026, 11, 1), "morning"), "refused", "")
    assert "No dose was planned" in refusal(bedside, bedside.record, before)


@pytest.mark.parametrize("slot", ["noon", "", "Morning", "morning\x1b[2J"])
def test_a_time_of_day_the_protocol_does_not_use_is_refused_even_where_the_plan_names_it(slot: str) -> None:
    bedside = Bedside(library("alectinib-report-2020"))
    bedside.admit()
    bedside.enrol(times={"morning": "08:00", "evening": "20:00", "noon": "12:00"})
    bedside.rash_free()
    bedside.start(1)
    bedside.at(D1, "12:00")
    for what in (
        e.DoseGiven(e.DoseKey(D1, slot), Decimal(150)),
        e.DoseNotGiven(e.DoseKey(D1, slot), "refused", ""),
    ):
        told = refusal(bedside, bedside.record, what)
        assert "This protocol has no " in told
        assert "\x1b" not in told


@pytest.mark.parametrize("day", [date.min, date(2026, 10, 31), date(2026, 11, 4), date.max])
def test_a_dose_more_than_a_day_from_its_time_is_another_dose(day: date) -> None:
    bedside = at_bedside()
    bedside.at(D1, "08:00")
    told = refusal(bedside, bedside.record, e.DoseGiven(e.DoseKey(day, "morning"), Decimal(150), reason="x"))
    assert "is more than a day from Mon 02-Nov-2026 08:00" in told
    bedside.record(e.DoseGiven(None, Decimal(150), reason="another one"))


def test_a_dose_a_day_early_or_late_is_taken() -> None:
    for offset in (-1, 1):
        bedside = at_bedside()
        bedside.at(D2, "08:00")
        bedside.give(e.DoseKey(D2 + timedelta(days=offset), "morning"))


@pytest.mark.parametrize("day", [date(2026, 11, 4), date.max])
def test_a_dose_to_come_cannot_yet_have_been_left_out(day: date) -> None:
    bedside = at_bedside()
    told = refusal(bedside, bedside.record, e.DoseNotGiven(e.DoseKey(day, "morning"), "refused", ""))
    assert "is more than a day away" in told


@pytest.mark.parametrize("amount", ["0", "-150", "NaN", "sNaN", "Infinity", "1E+30", "1E-30", "0.0000001"])
def test_an_amount_that_is_none_is_refused(amount: str) -> None:
    bedside = at_bedside()
    for dose in (MORNING, None):
        told = refusal(bedside, bedside.record, e.DoseGiven(dose, Decimal(amount), reason="x"))
        assert "Enter the amount given, from 0.000001 to 1,000,000." in told


def test_another_amount_or_an_unplanned_dose_needs_a_reason() -> None:
    bedside = at_bedside()
    bedside.at(D1, "08:00")
    assert "Write why 300 mg was given and not 150 mg." in refusal(
        bedside, bedside.give, MORNING, Decimal(300)
    )
    assert "Write why a dose was given that was not on the schedule." in refusal(
        bedside, bedside.record, e.DoseGiven(None, Decimal(150))
    )


@pytest.mark.parametrize("text", ["", " ", "\n", "\u200b", "\x00\x1b"])
def test_a_note_that_shows_nothing_is_refused(text: str) -> None:
    bedside = at_bedside()
    assert "Write the note." in refusal(bedside, bedside.record, e.NoteAdded(text))
    assert "it has 2,001 characters" in refusal(bedside, bedside.record, e.NoteAdded("x" * 2001))


def test_a_note_is_on_the_patient_or_on_a_course_of_this_patient() -> None:
    bedside = at_bedside()
    bedside.record(e.NoteAdded("allergic to plasters"), course="")
    for what in (e.NoteAdded("x"), GIVEN, e.StepStarted(2, MORNING), e.RashFreeChecked(True, True)):
        told = refusal(bedside, bedside.record, what, course="somebody-elses")
        assert "This course is not on the patient's record." in told


def test_a_fact_of_the_last_step_is_a_fact_like_any_other() -> None:
    bedside = on_step(2)
    bedside.at(D3, "08:00")
    bedside.give()
    assert bedside.chart.first_day == D1


def test_a_reason_longer_than_a_record_can_show_is_refused_not_cut() -> None:
    bedside = at_bedside()
    bedside.at(D1, "08:00")
    told = refusal(bedside, bedside.give, reason="x" * 2001)
    assert told == "Shorten the reason: it has 2,001 characters, at most 2,000 can be kept."
    bedside.give(reason="x" * 2000)


def note(bedside: Bedside, **changes: object) -> e.Entry:
    """A note as it would be handed in now."""
    kept = bedside.record(e.NoteAdded("seen"))
    bedside.entries.pop()
    return msgspec.structs.replace(kept, number=0, recorded=None, **changes)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"zone": "Europe/Atlantis"}, "is not a time zone"),
        ({"at": datetime.fromisoformat("2026-11-02T08:00")}, "has no time zone"),
        ({"at": datetime(1, 1, 1, tzinfo=UTC)}, "nobody could read it: its time: the year 1"),
        ({"id": "x" * 5000}, "Shorten who recorded it: it has"),
        ({"by": e.Person("", "AO", "nurse")}, "Say who you are"),
    ],
)
def test_what_nobody_could_read_or_place_is_no_entry(changes: dict[str, object], told: str) -> None:
    bedside = held()
    with pytest.raises(Refused, match=told):
        check(bedside.folded, note(bedside, **changes), bedside.now, bedside.newest)
    check(bedside.folded, note(bedside), bedside.now, bedside.newest)


def test_what_is_in_the_future_is_refused_at_its_time() -> None:
    bedside = held()
    check(bedside.folded, note(bedside, at=bedside.now), bedside.now, bedside.newest)
    with pytest.raises(Refused, match="is in the future") as refused:
        check(
            bedside.folded, note(bedside, at=bedside.now + timedelta(seconds=1)), bedside.now, bedside.newest
        )
    assert refused.value.about == "at"


def test_a_zone_that_is_none_is_put_right_under_it() -> None:
    bedside = held()
    right = e.ZoneCorrected("Europe/Berlin", "it was another on each computer")
    admin = e.Person("Dina Roth", "DR", "admin")
    of_the_ledger = note(bedside, what=right, by=admin, zone="localtime", patient="", course="")
    check(Record(), of_the_ledger, bedside.now, bedside.newest)


def test_nothing_is_recorded_in_a_record_that_cannot_be_shown() -> None:
    bedside = held()
    broken = replace(bedside.folded, trouble="Entry 7 is of no kind that is known here.")
    with pytest.raises(Refused, match="Nothing can be recorded in it"):
        check(broken, note(bedside), bedside.now, bedside.newest)
