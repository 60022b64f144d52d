"""A wrong number put right, two numbers of one person joined: all in one record, nothing lost, two people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from protocols import entries as e
from protocols.course.schedule import scheduled
from protocols.gate.gate import gate
from protocols.values.refusal import Refused
from store.exchange.joining import join, right_number
from store.ledger.seals import told
from store.maintenance.verify import verify
from tests.tui.helpers.bedside_app import MRN, NURSE, PRESCRIBER, Ward

OTHER = e.PatientAdmitted("Ng", "Li Wei", date(1958, 3, 12), "female", "3", "latex", "known")


@pytest.fixture
def ward(tmp_path: Path) -> Iterator[Ward]:
    """A patient on step 1 who has had the first dose."""
    found = Ward(tmp_path)
    found.begin()
    found.at(1, "08:00")
    found.give()
    yield found
    found.ledger.close()


def put_right(
    ward: Ward, into: str = "B-7", *, second: e.Person = NURSE, by: e.Person = PRESCRIBER
) -> e.Entry:
    ward.ledger.refresh()
    return join(ward.ledger, MRN, into, by, e.Confirmed(second, ward.now), "the wristband says so", ward.now)


def test_everything_goes_on_under_the_right_number(ward: Ward) -> None:
    before = ward.chart
    kept = put_right(ward)
    assert isinstance(kept.what, e.RecordJoined)
    old, new = ward.ledger.record(MRN), ward.ledger.record("B-7")
    assert (old.gone, new.gone) == (True, False)
    chart = new.chart(before.id)
    assert chart is not None
    assert (chart.step_number, len(chart.taken)) == (1, 1)
    assert [d.state for d in scheduled(chart, ward.now)] == [d.state for d in scheduled(before, ward.now)]
    assert gate(chart, ward.now).preconditions == gate(before, ward.now).preconditions
    assert "B-7" in ward.ledger.people()
    assert MRN not in ward.ledger.people()
    assert verify(ward.path).findings == ()


def test_nothing_more_is_recorded_under_the_wrong_one(ward: Ward) -> None:
    put_right(ward)
    with pytest.raises(Refused, match=r"Joined to MRN B-7 .* Record it there"):
        ward.record(e.NoteAdded("late"))
    with pytest.raises(Refused, match="Joined to MRN B-7"):
        put_right(ward, "C-8")


def test_somebody_else_under_that_number_has_a_record_of_their_own(ward: Ward) -> None:
    put_right(ward)
    ward.record(e.PatientAdmitted("Sato", "Misaki", date(1966, 6, 18), "female", "2", ""), course="")
    record = ward.ledger.record(MRN)
    assert record.details is not None
    assert (record.details.family, record.charts, len(record.entries), record.gone) == ("Sato", (), 1, False)
    assert verify(ward.path).findings == ()


def test_two_numbers_of_one_person_are_one_record_with_the_allergies_of_both(ward: Ward) -> None:
    ward.record(OTHER, patient="B-7", course="")
    ward.record(e.NoteAdded("came by ambulance"), patient="B-7", course="")
    put_right(ward)
    record = ward.ledger.record("B-7")
    assert record.details is not None
    assert {"penicillin", "latex"} <= set(record.details.allergies.split("; "))
    kinds = [type(entry.what).__name__ for entry in record.entries]
    assert {"NoteAdded", "DoseGiven", "StepStarted"} <= set(kinds)
    assert record.latest is not None
    assert verify(ward.path).findings == ()


def test_two_open_courses_of_one_drug_are_for_a_prescriber_first(ward: Ward) -> None:
    ward.record(OTHER, patient="B-7", course="")
    course, ward.course = ward.course, ""
    enrolled = ward.ledger.record(MRN).charts[0].entry.what
    ward.record(enrolled, patient="B-7", course="")
    ward.course = course
    before = ward.ledger.position
    with pytest.raises(Refused, match="open course"):
        put_right(ward)
    assert ward.ledger.position == before


def test_two_people_of_whom_one_may(ward: Ward) -> None:
    before = ward.ledger.position
    with pytest.raises(Refused, match="Another person confirms it"):
        put_right(ward, second=PRESCRIBER)
    with pytest.raises(Refused, match="joined by a prescriber or an admin"):
        put_right(ward, by=NURSE, second=PRESCRIBER)
    assert ward.ledger.position == before


def test_who_is_on_leave_stays_so(ward: Ward) -> None:
    ward.record(e.PatientLeft("leave", "home"), course="")
    put_right(ward)
    assert ward.ledger.record("B-7").left is not None


@pytest.mark.parametrize("how", ["leave", "discharged", "died"])
def test_whoever_left_is_away_under_the_right_number_too(ward: Ward, how: e.Leaving) -> None:
    ward.record(e.PatientLeft(how), course="")
    ward.record(e.NoteAdded("behind it"))
    put_right(ward)
    left = ward.ledger.record("B-7").left
    assert left is not None
    assert left.what == e.PatientLeft(how)
    assert ward.ledger.record(MRN).gone
    assert verify(ward.path).findings == ()


@pytest.mark.parametrize("how", ["leave", "discharged"])
def test_whoever_came_back_under_another_number_is_here(ward: Ward, how: e.Leaving) -> None:
    ward.record(e.PatientLeft(how), course="")
    ward.at(3, "09:00")
    ward.record(OTHER, patient="B-7", course="")
    put_right(ward)
    assert ward.ledger.record("B-7").left is None
    assert "B-7" in ward.ledger.people()
    assert ward.ledger.record(MRN).gone
    assert verify(ward.path).findings == ()


@pytest.mark.parametrize("dead", [MRN, "B-7"])
def test_nobody_who_has_died_under_one_number_was_seen_alive_later_under_the_other(
    dead: str, ward: Ward
) -> None:
    """It is another person, or the death is an error: said before anything is recorded, and never kept."""
    alive = "B-7" if dead == MRN else MRN
    ward.record(OTHER, patient="B-7", course="")
    ward.record(e.PatientLeft("died"), patient=dead, course="")
    if alive == "B-7":
        enrolled = ward.ledger.record(MRN).charts[0].entry.what
        ward.record(enrolled, patient=alive, course="")
    ward.at(1, "09:00")
    ward.record(e.RashFreeChecked(True, True), patient=alive, course=ward.ledger.record(alive).charts[0].id)
    before = ward.ledger.position
    with pytest.raises(Refused, match=rf"MRN {dead}: Died .* MRN {alive}: entry \d+ .* correct that first"):
        put_right(ward)
    assert ward.ledger.position == before
    if alive == MRN:
        ward.record(e.PatientReturned("5", in_error=True, note="another"), patient=dead, course="")
        put_right(ward)
        assert ward.ledger.record("B-7").left is None


def test_a_number_changed_by_mistake_is_had_back_by_admitting_under_it_and_joining(ward: Ward) -> None:
    before = ward.chart
    put_right(ward)
    first = ward.ledger.record("B-7").details
    assert first is not None
    ward.record(first, course="")
    assert [one.entry.what for one in told(ward.ledger, MRN)] == [first], "nothing of whoever had it before"
    ward.ledger.refresh()
    join(ward.ledger, "B-7", MRN, PRESCRIBER, e.Confirmed(NURSE, ward.now), "typed wrongly", ward.now)
    old, new = ward.ledger.record("B-7"), ward.ledger.record(MRN)
    assert (old.gone, new.gone) == (True, False)
    chart = new.chart(before.id)
    assert chart is not None
    assert (chart.step_number, len(chart.taken)) == (1, 1)
    assert gate(chart, ward.now).preconditions == gate(before, ward.now).preconditions
    assert verify(ward.path).findings == ()


def test_the_number_is_taken_as_it_is_written_here(ward: Ward) -> None:
    ward.record(OTHER, patient="B-7", course="")
    assert right_number(ward.ledger, MRN, "b7") == "B-7"
    assert right_number(ward.ledger, MRN, "C8") == "C8"


def test_what_ended_in_between_is_done_when_done_again(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    """The record was brought in, and the power went before the first was closed; a dose came meanwhile."""
    take = ward.ledger.append
    kept: list[e.Entry] = []

    def first_only(entry: e.Entry, version: int) -> e.Entry:
        if kept:
            raise OSError("power")
        kept.append(entry)
        return take(entry, version)

    with monkeypatch.context() as patch:
        patch.setattr(ward.ledger, "append", first_only)
        with pytest.raises(OSError, match="power"):
            put_right(ward)
    ward.record(e.NoteAdded("meanwhile"))
    put_right(ward)
    record = ward.ledger.record("B-7")
    assert any(entry.what == e.NoteAdded("meanwhile") for entry in record.entries)
    assert ward.ledger.record(MRN).gone
    assert verify(ward.path).findings == ()
