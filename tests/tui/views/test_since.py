"""The line of what was recorded since the shift began: what is said, in which beds, and what has no room."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from protocols import entries as e
from protocols.reports.shift import ShiftBegin
from tests.tui.helpers.bedside_app import NG, OTHER_NURSE, Ward
from tests.tui.screens.test_round import TEN, ten_due
from tui.views.lines.lines import text_of, width
from tui.views.round.since import TOLD, WardShift, since_line

NOW = datetime(2026, 11, 17, 2, 0, tzinfo=UTC)
WIDE = 200
RED_FLAG, RASH, *_, DOSE, CHECK, OTHER = TOLD


def said(
    counts: dict[str, dict[Any, int]], begun: ShiftBegin, cells: int = WIDE, zone: str = "Europe/London"
) -> str:
    """The line for patients whose beds are their numbers; no bed for those whose number begins with "-"."""
    people = {one: msgspec.structs.replace(NG, bed="" if one[0] == "-" else one) for one in counts}
    shift = SimpleNamespace(
        begun=begun,
        counts={told: {one: count[told] for one, count in counts.items() if told in count} for told in TOLD},
        ledger=SimpleNamespace(zone=zone),
    )
    line = text_of([since_line(shift, people, NOW, cells)])  # type: ignore[arg-type]
    assert width(line) <= cells
    assert line.startswith("o  Since ")
    return line.removeprefix("o  Since ")


def test_it_says_since_when_also_past_midnight_and_in_the_hour_that_comes_twice() -> None:
    assert said({}, ShiftBegin(NOW - timedelta(hours=1))) == "01:00 nothing was recorded."
    assert said({}, ShiftBegin(NOW - timedelta(hours=7))).startswith("Mon 19:00 ")
    assert said({}, ShiftBegin(NOW, 7)).startswith("the handover 02:00 ")
    autumn = datetime(2026, 10, 25, 1, tzinfo=UTC)
    twice = [said({}, ShiftBegin(autumn - timedelta(hours=ago)), zone="Europe/Berlin") for ago in (0, 1)]
    assert ["02:00+01:00" in twice[0], "02:00+02:00" in twice[1]] == [True, True]


def test_it_names_beds_and_nobody_and_leaves_out_what_is_routine_first() -> None:
    counts = {"10": {RASH: 1, DOSE: 2}, "2": {RASH: 2, CHECK: 1}, "7": {RED_FLAG: 1, OTHER: 1}}
    begun = ShiftBegin(NOW)
    whole = "02:00: 1 red flag (bed 7), 3 rashes (beds 2, 10), 2 doses, 1 check, 1 other"
    assert said(counts, begun) == whole
    assert NG.family.upper() not in whole.upper()
    for cells in range(24, 90):
        line = said(counts, begun, cells)
        assert line == whole or (line.endswith("...") and whole.startswith(line.removesuffix("...")[:-2]))
    assert said(counts, begun, 65).endswith("(beds 2, 10), ...")


def test_beds_are_named_where_each_has_one_and_they_are_few() -> None:
    begun = ShiftBegin(NOW)
    assert said({"1": {RASH: 1}, "-": {RASH: 1}}, begun) == "02:00: 2 rashes"
    assert said({str(bed): {RASH: 1} for bed in range(4)}, begun) == "02:00: 4 rashes"


@pytest.mark.parametrize("status", ["deferred", "refused"])
def test_a_dose_to_be_given_later_was_not_left_out(status: e.NotGivenStatus, ward: Ward) -> None:
    ward.begin()
    ward.at(1, "08:00")
    ward.record(e.DoseNotGiven(e.DoseKey(date(2026, 11, 2), "morning"), status, "asleep"))
    shift = WardShift(ward.ledger, ward.now)
    shift.renew(ward.now)
    words = text_of([since_line(shift, ward.ledger.people(), ward.now, WIDE)])
    assert ("1 dose not given (bed 12)" in words) == (status == "refused")


def test_nobody_is_gone_through_again_but_after_an_entry_or_when_another_shift_begins(ward: Ward) -> None:
    ten_due(ward)
    shift = WardShift(ward.ledger, ward.now)
    assert shift.renew(ward.now)
    assert shift.gone_through == len(TEN)
    for minutes in range(60):
        assert not shift.renew(ward.now + timedelta(minutes=minutes))
    course = ward.ledger.record("M3").charts[0].id
    ward.record(e.NoteAdded("Slept."), by=OTHER_NURSE, patient="M3", course=course)
    assert shift.renew(ward.now)
    assert shift.gone_through == len(TEN) + 1
    assert shift.renew(ward.now + timedelta(hours=1))
    assert shift.gone_through == 2 * len(TEN) + 1


def test_a_handover_that_is_accepted_begins_a_shift_with_what_was_not_on_its_sheet(ward: Ward) -> None:
    ten_due(ward)
    shift = WardShift(ward.ledger, ward.now)
    shift.renew(ward.now)
    before = text_of([since_line(shift, ward.ledger.people(), ward.now, WIDE)])
    assert "10 doses" in before
    sheet = e.HandoverGiven("Ward 3", ward.ledger.position, "0" * 64)
    given = ward.record(sheet, patient="", course="")
    dose = e.DoseGiven(None, Decimal(150), reason="from home")
    ward.record(dose, patient="M3", course=ward.ledger.record("M3").charts[0].id)
    ward.record(e.HandoverAccepted(given.id, OTHER_NURSE, True), patient="", course="")
    assert shift.renew(ward.now)
    after = text_of([since_line(shift, ward.ledger.people(), ward.now, WIDE)])
    assert after == "o  Since the handover 20:00: 1 dose", "given while the sheet was read"
