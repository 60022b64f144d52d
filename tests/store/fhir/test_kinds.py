"""No kind of entry is forgotten, and no entry: each has its resource, or a reason, and its Provenance."""

from __future__ import annotations

from decimal import Decimal
from itertools import count

import pytest

from protocols.entries import EntryCorrected, NamedCheckMade, NoteAdded
from store.fhir.core.course import Course
from store.fhir.core.not_exported import NOT_EXPORTED
from store.fhir.mapping import OWN, PART
from tests.protocols.helpers.bedside import Bedside
from tests.store.fhir.bundles import found, reported, source, whole


def test_the_course_of_these_tests_has_every_kind_that_is_exported() -> None:
    kinds = {type(entry.what) for entry in whole().entries}
    assert kinds == {*OWN, *PART, EntryCorrected}


def check_provenance(bed: Bedside) -> None:
    """Each entry has one, with who, both times, the reason, and its line in the ledger."""
    bundle = found(bed)
    assert len(bundle.of("Provenance")) == len(bed.entries)
    for entry in bed.entries:
        made = bundle.made_of(bed, "Provenance", entry)
        agents = {agent["type"]["coding"][0]["code"]: agent for agent in made["agent"]}
        assert bundle.behind(agents["author"]["who"])["name"] == [{"text": entry.by.name}]
        assert agents["author"]["role"] == [{"text": entry.by.role}]
        (line,) = [each["what"]["identifier"] for each in made["entity"] if each["role"] == "source"]
        assert line["value"] == f"{entry.number}-{entry.number:064x}"
        assert made["recorded"] == Course(bed.folded, bed.chart, source(bed)).at(entry.recorded or entry.at)
        assert made["target"]
        clock = "The computer's clock was far ahead when this was recorded." if entry.clock == "ahead" else ""
        reasons = [each for each in (getattr(entry.what, "reason", ""), clock) if each]
        assert [each["text"] for each in made.get("reason", [])] == reasons


def test_every_entry_has_its_provenance() -> None:
    assert {entry.clock for entry in whole().entries} == {"ok", "ahead"}
    check_provenance(whole())
    check_provenance(reported())


def test_each_kind_with_a_resource_of_its_own_is_what_its_provenance_is_about() -> None:
    bed, bundle = whole(), found(whole())
    for entry in bed.entries:
        if type(entry.what) in OWN:
            targets = [bundle.behind(each) for each in bundle.made_of(bed, "Provenance", entry)["target"]]
            assert any(each.get("identifier") for each in targets)
            named = [each["identifier"] for each in targets if each["resourceType"] != "AdverseEvent"]
            assert [{"system": "urn:stepward:entry", "value": entry.id}] in named


def test_what_is_not_exported_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if notes were not: their corrections are left out with them."""
    bed = whole()
    notes = {entry.id for entry in bed.entries if isinstance(entry.what, NoteAdded)}
    corrections = {e.id for e in bed.entries if isinstance(e.what, EntryCorrected) and e.what.entry in notes}
    monkeypatch.setitem(NOT_EXPORTED, NoteAdded, "for this test")
    bundle = found(bed)
    assert corrections
    assert len(bundle.of("Provenance")) == len(bed.entries) - len(notes) - len(corrections)
    assert not [each for each in bundle.of("Observation") if "valueString" in each]
    assert all(each["target"] for each in bundle.of("Provenance"))


def test_other_courses_of_the_patient_stay_out() -> None:
    bed = Bedside(whole().protocol)
    bed.entries = list(whole().entries)
    bed.course, bed.now, bed.ids = whole().course, whole().now, count(len(bed.entries) + 1)
    bed.confirm_clock()
    before = found(bed)
    bed.enrol()
    bed.record(NamedCheckMade("ALT", Decimal(40), "U/L"))
    bed.record(NamedCheckMade("No swallowing trouble", stated=True))
    bed.rash_free()
    bed.start(1)
    other = found(bed)
    bed.course = whole().course
    again = found(bed)
    assert {each["id"] for each in again.of("CarePlan")} == {each["id"] for each in before.of("CarePlan")}
    assert again.of("MedicationAdministration") == before.of("MedicationAdministration")
    assert other.of("MedicationAdministration") == []
    assert len(other.of("Provenance")) < len(again.of("Provenance"))
    assert {each["id"] for each in other.of("Patient")} == {each["id"] for each in again.of("Patient")}
