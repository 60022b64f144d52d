"""A third site, or a new ledger, gets a record that two sites have merged."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from protocols import entries as e
from protocols.record.imported import heard_in
from protocols.rules.check import Refused
from tests.protocols.helpers.bedside import NURSE, PRESCRIBER
from tests.protocols.helpers.site import Site

MONDAY = date(2026, 11, 2)
THIRD = {
    NURSE: e.Person("Aino Orava", "AO", "nurse", "aino"),
    PRESCRIBER: e.Person("Chloe Marchand", "CM", "prescriber", "chloe"),
}


@pytest.fixture
def clinic() -> Site:
    site = Site("Clinic")
    site.begin()
    site.step_through()
    return site


@pytest.fixture
def hospital() -> Site:
    return Site("Hospital", "Europe/London")


@pytest.fixture
def third() -> Site:
    return Site("Third", "Asia/Kolkata", THIRD)


def a_rash_that_a_decision_did_not_know(clinic: Site, hospital: Site) -> None:
    """A rash is seen at the clinic; the hospital does not know of it, and lets doses go on."""
    clinic.record(e.HoldPlaced("scan"))
    clinic.send("Hospital")
    hospital.receive(clinic)
    clinic.rash(at=clinic.now)
    hospital.go(minutes=5)
    hospital.rash_free()
    hospital.decide("resume")


def test_a_rash_holds_at_a_third_site_too_where_no_decision_knew_of_it(
    clinic: Site, hospital: Site, third: Site
) -> None:
    a_rash_that_a_decision_did_not_know(clinic, hospital)
    hospital.receive(clinic)
    clinic.receive(hospital)
    for of in (clinic, hospital):
        third.__init__("Third", "Asia/Kolkata", THIRD)  # type: ignore[misc]
        third.receive(of)
        assert [hold.cause for hold in third.chart.open_holds] == ["rash"], of.name
        assert not third.chart.running


def test_each_site_chooses_its_own_course_several_times_and_a_third_takes_the_record(
    clinic: Site, hospital: Site, third: Site
) -> None:
    clinic.rash_free()
    hospital.receive(clinic)
    hospital.start(2)
    clinic.decide("stay")
    known = hospital.told, hospital.heard
    hospital.receive(clinic, "here", by=PRESCRIBER)
    hospital.decide("target", 4)
    assert known[0] != hospital.told
    clinic.receive(hospital, "there", by=PRESCRIBER)
    third.receive(clinic)
    assert third.chart.step_number == clinic.chart.step_number == 2
    assert third.chart.target == clinic.chart.target == 4
    assert third.folded.aside == clinic.folded.aside


def test_what_counts_no_longer_travels_with_a_plain_export_too(
    clinic: Site, hospital: Site, third: Site
) -> None:
    clinic.rash_free()
    hospital.receive(clinic)
    hospital.start(2)
    stay = clinic.decide("stay")
    clinic.receive(hospital, "there", by=PRESCRIBER)
    assert clinic.folded.aside == {stay.id}
    third.receive(clinic)
    assert third.folded.aside == {stay.id}
    assert (third.chart.step_number, third.chart.target) == (2, len(third.protocol.steps))


def test_the_same_entries_say_the_same_of_who_knew_what(clinic: Site, hospital: Site) -> None:
    a_rash_that_a_decision_did_not_know(clinic, hospital)
    hospital.receive(clinic)
    hospital.record(e.NoteAdded("called"), course="")
    clinic.receive(hospital)
    assert clinic.heard == hospital.heard == heard_in(clinic.entries, clinic.origin.id)
    assert {one.ledger for one in clinic.heard} == {clinic.origin.id, hospital.origin.id}


def test_a_step_that_no_gate_would_have_opened_comes_in_with_no_word_of_who_knew_what(
    clinic: Site, hospital: Site, third: Site
) -> None:
    """Where all was known, nobody says otherwise: what is claimed of the ledgers frees no step."""
    clinic.rash_free()
    start = clinic.start(2)
    clinic.entries.insert(-1, msgspec.structs.replace(start, id="rash", what=e.RashFound("other", ("face",))))
    for number, entry in enumerate(clinic.entries, 1):
        clinic.entries[number - 1] = msgspec.structs.replace(entry, number=number)
    assert not clinic.heard
    with pytest.raises(Refused, match="should not have been possible"):
        third.receive(clinic)
