"""Skin checks as Observations, reactions as AdverseEvents, holds as Flags."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from protocols.entries import EarlierReaction, EntryCorrected, NaranjoAssessed, RashFound, RedFlagSeen
from protocols.scales.ctcae import grades
from tests.protocols.helpers.bedside import NURSE, OTHER_NURSE, at_bedside
from tests.protocols.reports.test_timeline import CASE
from tests.store.fhir.bundles import found, parts, whole
from tests.store.fhir.everything import RASH


def test_rash_free_is_a_statement_with_what_was_looked_at() -> None:
    bed = at_bedside()
    bundle = found(bed)
    check = bundle.made_of(bed, "Observation", bed.entries[2])
    assert check["status"] == "final"
    assert check["valueCodeableConcept"]["coding"][0]["code"] == "rash-free"
    assert parts(check) == {"rash": False, "whole-skin-seen": True, "mucosa-seen": True, "ctcae-grade": 0}
    assert bundle.behind(check["performer"][0])["name"] == [{"text": NURSE.name}]
    assert "AdverseEvent" not in {each["resourceType"] for each in bundle.resources}


def test_a_finding_is_given_in_full_with_every_grade_and_its_version() -> None:
    bundle, bed = found(whole()), whole()
    (entry,) = [e for e in bed.entries if e.what == RASH]
    rash = bundle.made_of(bed, "Observation", entry)
    assert rash["status"] == "entered-in-error"
    assert rash["valueCodeableConcept"]["coding"][0]["code"] == "247471006"
    sites = [p["valueCodeableConcept"]["text"] for p in rash["component"] if p["code"]["text"] == "Body site"]
    assert sites == ["neck", "back"]
    said = parts(rash)
    assert said["extent"] == {
        "value": Decimal("12.5"),
        "unit": "%",
        "system": "http://unitsofmeasure.org",
        "code": "%",
    }
    assert said["8310-5"]["value"] == Decimal("37.4")
    assert said["8310-5"]["code"] == "Cel"
    assert said["ctcae-clinician"] == 2
    for each in grades(RASH):
        value = said[f"ctcae-{each.version}-computed"]
        assert value == (each.exact if each.exact is not None else {"text": each.text})
    assert (said["extent-method"]["text"], said["mucosa"]["text"], said["daily-living"]["text"]) == (
        "hand",
        "clear",
        "limits tasks",
    )


def test_what_was_not_recorded_is_not_there() -> None:
    bed = at_bedside()
    entry = bed.record(RashFound("other", ("neck",)))
    rash = found(bed).made_of(bed, "Observation", entry)
    assert set(parts(rash)) == {"rash", "site", "mucosa", *(f"ctcae-v{n}-computed" for n in (4, 5, 6))}
    assert "coding" not in rash["valueCodeableConcept"]


def test_a_corrected_finding_is_seen_by_whoever_saw_it_and_corrected_by_another() -> None:
    bed = at_bedside()
    entry = bed.rash()
    right = msgspec.structs.replace(RASH, grade=1)
    correction = bed.record(EntryCorrected(entry.id, "wrong grade", right), by=OTHER_NURSE)
    bundle = found(bed)
    rash = bundle.made_of(bed, "Observation", correction)
    assert rash["status"] == "corrected"
    assert bundle.behind(rash["performer"][0])["name"] == [{"text": NURSE.name}]
    author = bundle.made_of(bed, "Provenance", correction)["agent"][0]["who"]
    assert bundle.behind(author)["name"] == [{"text": OTHER_NURSE.name}]
    (revised,) = [
        each["what"]
        for each in bundle.made_of(bed, "Provenance", correction)["entity"]
        if each["role"] == "revision"
    ]
    assert bundle.behind(revised)["status"] == "entered-in-error"


def test_a_check_that_never_happened_is_entered_in_error_and_nothing_takes_its_place() -> None:
    bed = at_bedside()
    check = bed.entries[2]
    correction = bed.correct(check)
    bundle = found(bed)
    assert bundle.made_of(bed, "Observation", check)["status"] == "entered-in-error"
    told = bundle.made_of(bed, "Provenance", correction)
    assert told["activity"]["coding"][0]["code"] == "NULLIFY"
    assert bundle.behind(told["target"][0])["id"] == bundle.made_of(bed, "Observation", check)["id"]
    (flag,) = bundle.of("Flag")
    assert (flag["status"], flag["code"]["coding"][0]["code"]) == ("active", "hold-check")
    assert bundle.one("CarePlan")["status"] == bundle.one("MedicationRequest")["status"] == "on-hold"


def test_a_finding_suspects_the_dose_before_it_and_none_before_the_first() -> None:
    bed = at_bedside()
    bed.go(minutes=5)
    before = bed.rash()
    assert found(bed).of("AdverseEvent") == []
    bed.go(hours=5)
    bed.rash_free()
    bed.decide("resume")
    dose = bed.give()
    bed.go(hours=1)
    after = bed.record(RedFlagSeen(("skin pain",)))
    bundle = found(bed)
    (event,) = bundle.of("AdverseEvent")
    assert bundle.behind(event["suspectEntity"][0]["instance"])["identifier"][0]["value"] == dose.id
    assert event["identifier"]["value"] == after.id
    targets = [bundle.behind(t)["resourceType"] for t in bundle.made_of(bed, "Provenance", after)["target"]]
    assert targets == ["Observation", "AdverseEvent", "Flag"]
    assert [t["type"] for t in bundle.made_of(bed, "Provenance", before)["target"]] == ["Observation", "Flag"]


def test_what_was_entered_in_error_is_no_event() -> None:
    bed = at_bedside()
    bed.go(hours=1)
    bed.give()
    bed.correct(bed.rash())
    naranjo = next(e.what for e in whole().entries if isinstance(e.what, NaranjoAssessed))
    bed.correct(bed.record(naranjo))
    assert found(bed).of("AdverseEvent") == []
    assert [each["status"] for each in found(bed).of("Observation")][-2:] == ["entered-in-error"] * 2


def test_naranjo_is_a_score_with_its_answers_and_the_causality_of_an_event() -> None:
    bed, bundle = whole(), found(whole())
    (entry,) = [e for e in bed.entries if isinstance(e.what, NaranjoAssessed)]
    score = bundle.made_of(bed, "Observation", entry)
    assert score["valueInteger"] == 7
    said = parts(score)
    assert (said["class"]["text"], said["published"]) == ("probable", 9)
    assert [said[f"naranjo-{n}"]["text"] for n in range(1, 11)] == list(entry.what.answers)  # type: ignore[union-attr]
    event = bundle.made_of(bed, "AdverseEvent", entry)
    own, published = event["suspectEntity"][0]["causality"]
    assert own["assessment"]["text"] == "probable, score 7 computed from the items"
    assert published["assessment"]["text"] == "score 9 as published"
    assert own["method"]["coding"][0]["code"] == "ProbabilityScale"
    assert "author" not in published
    suspect = bundle.behind(event["suspectEntity"][0]["instance"])
    assert suspect["resourceType"] == "MedicationStatement"


def test_the_earlier_reaction_is_an_event_of_its_own_day() -> None:
    bed = at_bedside()
    bed.record(EarlierReaction(CASE.first_dose, CASE.first_dose))
    newest = bed.record(CASE)
    bundle = found(bed)
    event = bundle.one("AdverseEvent")
    assert event == bundle.made_of(bed, "AdverseEvent", newest)
    assert event["date"] == "2026-10-24"
    assert event["outcome"]["coding"][0]["code"] == "resolved"
    statement = bundle.behind(event["suspectEntity"][0]["instance"])
    assert statement["effectivePeriod"] == {"start": "2026-10-13"}
    assert statement["dosage"] == [{"text": "600 mg twice daily"}]


@pytest.mark.parametrize("released", [False, True])
def test_a_hold_is_a_flag_until_it_is_ended(released: bool) -> None:
    bed = at_bedside()
    bed.go(hours=5)
    found_at = bed.rash()
    bed.go(minutes=1)
    bed.rash_free()
    decision = bed.decide("resume") if released else None
    bundle = found(bed)
    (flag,) = bundle.of("Flag")
    assert flag["period"]["start"] == "2026-11-02T12:00:00+01:00"
    assert (flag["status"], "end" in flag["period"]) == (
        ("inactive", True) if released else ("active", False)
    )
    entries = [found_at, decision] if decision else [found_at]
    for entry in entries:
        targets = [bundle.behind(each) for each in bundle.made_of(bed, "Provenance", entry)["target"]]
        assert flag in targets
