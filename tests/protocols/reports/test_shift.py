"""What was recorded since a shift began: each thing once, as it stands, whatever the clock did."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest

from protocols import entries as e
from protocols.record.fold import Record
from protocols.record.handovers import handovers_of, taken_last
from protocols.record.imported import Brought
from protocols.reports.handover import handover
from protocols.reports.shift import ShiftBegin, came_up_since, recorded_since, shift_begin
from tests.protocols.helpers.bedside import Bedside, at_bedside
from tests.protocols.helpers.handing_over import Handing

D2 = date(2026, 11, 2)
MORNING = e.DoseKey(D2, "morning")


def counts(bedside: Bedside, since: ShiftBegin) -> Counter[type]:
    return Counter(type(what) for what in came_up_since(bedside.folded, since))


def given_at_eight() -> tuple[Bedside, e.Entry]:
    bedside = at_bedside()
    bedside.at(D2, "08:00")
    return bedside, bedside.give()


# when it began


def test_it_begins_with_the_sheet_of_the_ward_that_was_accepted_last() -> None:
    there = Handing()
    old = there.give()
    there.accept(old)
    there.go(hours=12)
    id, at = there.give(), there.now
    seen = there.number - 1
    there.go(minutes=20)
    assert shift_begin(taken_last(there.all), there.now, "UTC").at == there.find(old).given.at, "not accepted"
    there.accept(id)
    one = there.give("00481-7")
    there.accept(one)
    assert shift_begin(taken_last(there.all), there.now, "UTC") == ShiftBegin(at, seen), "not that of one"
    assert taken_last(handovers_of([])) is None


@pytest.mark.parametrize("hours", [25, -2, None], ids=["long ago", "not yet", "none"])
def test_without_a_handover_of_these_days_it_began_on_a_full_hour_twelve_hours_ago(hours: int | None) -> None:
    there = Handing()
    there.accept(there.give())
    handed_over = taken_last(there.all) if hours is not None else None
    now = there.now + timedelta(hours=hours or 0, minutes=12)
    begun = shift_begin(handed_over, now, "Asia/Kolkata")
    assert begun.at == now - timedelta(hours=12, minutes=42), "30 minutes to UTC"
    assert shift_begin(handed_over, now + timedelta(minutes=17), "Asia/Kolkata") == begun, "for an hour"


def test_the_hour_that_comes_twice_is_two_hours() -> None:
    """On 25-Oct-2026 the clock of Berlin shows 02:00 at 00:00 and at 01:00 UTC."""
    for hour in (0, 1):
        now = datetime(2026, 10, 25, 12 + hour, 30, tzinfo=UTC)
        assert shift_begin(None, now, "Europe/Berlin").at == datetime(2026, 10, 25, hour, tzinfo=UTC)


# what was recorded since


def kept(entry: e.Entry, number: int, recorded: datetime, clock: e.ClockMark) -> e.Entry:
    """The same, kept under another number and at another time, by a clock that stood so."""
    return msgspec.structs.replace(entry, id=f"e{number}", number=number, recorded=recorded, clock=clock)


def test_what_is_corrected_is_counted_once_and_as_it_stands() -> None:
    bedside, dose = given_at_eight()
    since = ShiftBegin(bedside.now - timedelta(minutes=5))
    assert counts(bedside, since) == Counter({e.DoseGiven: 1})
    bedside.go(minutes=5)
    bedside.correct(dose, e.DoseGiven(MORNING, Decimal(75), reason="half"))
    assert counts(bedside, since) == Counter({e.DoseGiven: 1, e.EntryCorrected: 1})
    bedside.correct(dose)
    assert counts(bedside, since) == Counter({e.EntryCorrected: 2}), "it never happened"


def test_what_was_there_before_is_not_counted_for_a_correction_of_now() -> None:
    bedside, dose = given_at_eight()
    bedside.go(hours=1)
    since = ShiftBegin(bedside.now)
    bedside.correct(dose, e.DoseGiven(MORNING, Decimal(75), reason="half"))
    assert counts(bedside, since) == Counter({e.EntryCorrected: 1})
    check = next(one for one in bedside.entries if isinstance(one.what, e.RashFreeChecked))
    bedside.correct(check, e.RashFound("other", ("back",)))
    assert counts(bedside, since) == Counter({e.EntryCorrected: 2, e.RashFound: 1}), "a rash comes to light"


def test_the_sheet_goes_by_numbers_and_else_the_clock_counts_where_it_was_right() -> None:
    bedside, _ = given_at_eight()
    number = bedside.entries[-1].number
    note = bedside.record(e.NoteAdded("said while the sheet was read"))
    assert recorded_since(bedside.folded, ShiftBegin(bedside.now + timedelta(minutes=5), number)) == [note]
    now = bedside.now
    slow = kept(note, number + 2, now - timedelta(days=3), "behind")
    fast = kept(note, 1, now + timedelta(days=300), "ahead")
    old = kept(note, 2, now - timedelta(days=2), "ok")
    record = Record("1", number + 2, None, (fast, old, note, slow))
    since = ShiftBegin(now - timedelta(hours=12))
    assert recorded_since(record, since) == [slow, note], "what stands behind a right clock is new, no other"


def test_what_was_recorded_at_another_site_came_with_its_import_and_is_none_of_this_ward() -> None:
    bedside, dose = given_at_eight()
    there = kept(dose, 7000, bedside.now, "ok")
    record = Record(
        "1",
        dose.number,
        None,
        (there, dose),
        brought={there.id: Brought(e.Origin("0" * 64, "Ward 9", "UTC"), dose.number)},
    )
    since = ShiftBegin(bedside.now - timedelta(hours=1))
    assert recorded_since(record, since) == [dose]
    assert recorded_since(Record("1", dose.number, None, (there, dose)), since) == [dose, there]


def test_it_counts_when_something_was_recorded_and_not_when_it_happened() -> None:
    bedside, _ = given_at_eight()
    bedside.go(hours=20)
    late = bedside.record(e.NoteAdded("written late"), at=bedside.now - timedelta(hours=15))
    assert recorded_since(bedside.folded, ShiftBegin(bedside.now - timedelta(hours=12))) == [late]


def test_the_sheet_counts_the_same_of_the_same_time() -> None:
    bedside, dose = given_at_eight()
    for act in (
        lambda: bedside.correct(dose),
        lambda: bedside.give(MORNING),
        lambda: bedside.rash_free(),
        lambda: bedside.go(hours=11),
        lambda: bedside.rash(),
    ):
        act()
        (item,) = handover([bedside.folded], (), bedside.now).items
        found = counts(bedside, ShiftBegin(item.shift.since))
        assert (item.shift.doses, item.shift.checks) == (found[e.DoseGiven], found[e.RashFreeChecked])
        assert len(item.shift.corrections) == found[e.EntryCorrected]
