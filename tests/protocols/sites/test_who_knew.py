"""A decision ends what was known where it was made, in whatever order entries of two sites come together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec
import pytest

from protocols import entries as e
from protocols.record.fold import fold
from protocols.record.people import initials_of
from tests.protocols.helpers.bedside import NURSE, PRESCRIBER
from tests.protocols.helpers.site import Site

DAY = date(2026, 11, 4)


@pytest.fixture
def both() -> tuple[Site, Site]:
    """A patient on step 1 whom the clinic holds for a scan, as both sites know; the morning of day 3."""
    clinic, hospital = Site("Clinic"), Site("Hospital", "Europe/London")
    clinic.begin()
    clinic.step_through()
    clinic.record(e.HoldPlaced("scan"))
    hospital.receive(clinic)
    return clinic, hospital


def open_causes(site: Site) -> list[str]:
    return [hold.cause for hold in site.chart.open_holds]


@pytest.mark.parametrize("found", [Site.rash, lambda site: site.record(e.HoldPlaced("surgery"))])
def test_a_decision_made_here_ends_nothing_that_only_the_other_site_knew(
    both: tuple[Site, Site], found: Callable[[Site], e.Entry]
) -> None:
    """Though it stands behind what came in."""
    clinic, hospital = both
    late = found(hospital)
    clinic.go(hours=1)
    clinic.rash_free()
    clinic.decide("resume")
    clinic.receive(hospital)
    assert [hold.entry.id for hold in clinic.chart.open_holds] == [late.id]
    assert not clinic.chart.running
    clinic.go(minutes=1)
    clinic.rash_free()
    clinic.decide("resume")
    assert open_causes(clinic) == []


def test_what_came_at_two_times_is_known_to_neither(both: tuple[Site, Site]) -> None:
    """Each import adds to what an entry of the other site did not know."""
    clinic, hospital = both
    first = clinic.record(e.NoteAdded("one"), course="")
    there = hospital.record(e.NoteAdded("there"), course="")
    clinic.receive(hospital)
    assert clinic.folded.unknown[there.id] == {first.id}
    unknown = clinic.folded.unknown
    clinic._folding.unaware({there.id: frozenset({"another"}), "third": frozenset({"x"})})
    assert clinic._folding._order.unknown[there.id] == {first.id, "another"}
    assert clinic._folding._order.unknown["third"] == {"x"}
    assert unknown[there.id] == {first.id}, "the record that was read stays as it was"


def test_an_import_that_says_nothing_of_what_was_heard_says_what_stood_beside_it(
    both: tuple[Site, Site],
) -> None:
    """As older ones are."""
    clinic, hospital = both
    first = clinic.record(e.NoteAdded("one"), course="")
    there = hospital.record(e.NoteAdded("there"), course="")
    clinic.receive(hospital)
    brought = clinic.entries[-1]
    assert isinstance(brought.what, e.RecordImported)
    assert brought.what.heard
    older = msgspec.structs.replace(brought, what=msgspec.structs.replace(brought.what, heard=()))
    assert fold([*clinic.entries[:-1], older]).unknown[there.id] == {first.id}


def test_people_of_what_was_brought_are_told_apart_too(both: tuple[Site, Site]) -> None:
    clinic, hospital = both
    other = e.Person("Anna Olsen", NURSE.initials, "nurse")
    hospital.record(e.NoteAdded("seen"), course="", by=other)
    clinic.receive(hospital)
    record = clinic.folded
    assert [initials_of(record.initials, one) for one in (NURSE, PRESCRIBER, other)] == ["AO", "CM", "AO 2"]
    assert [initials_of(record.charts[0].initials, one) for one in (NURSE, other)] == ["AO", "AO 2"]


def test_what_was_set_aside_elsewhere_and_sent_counts_no_longer_here(both: tuple[Site, Site]) -> None:
    """Which moves count no longer travels with the entry that sends the patient."""
    clinic, _ = both
    target = clinic.decide("target", 4)
    assert clinic.chart.target == 4
    folding = clinic._folding
    sent = e.PatientSent("Elsewhere", aside=(target.id, "no move of here"))
    draft = e.Entry(
        id="sent", patient=target.patient, at=clinic.now, zone=clinic.zone, by=NURSE, what=sent, number=99
    )
    folding.add(draft)
    record = folding.record()
    assert record.charts[0].target == len(clinic.protocol.steps)
    assert record.aside == {target.id}
    assert target in record.entries
    assert target not in record.line
