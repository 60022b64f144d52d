"""Doses as MedicationAdministration: given or not, corrected, vomited, made up, checked by another person."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from protocols.entries import DoseGiven, DoseNotGiven, DoseVomited, Entry, EntryCorrected
from tests.protocols.helpers.bedside import NURSE, OTHER_NURSE, PRESCRIBER, Bedside, at_bedside, on_step
from tests.store.fhir.bundles import Found, Json, found, whole

KIND = "MedicationAdministration"


def entries(kind: type) -> list[Entry]:
    return [entry for entry in whole().entries if isinstance(entry.what, kind)]


def actors(bundle: Found, dose: Json) -> dict[str, Json]:
    """Who did what, by function."""
    return {
        each["function"]["coding"][0]["code"]: bundle.behind(each["actor"])
        for each in dose.get("performer", [])
    }


def name(person: Json) -> str:
    said: str = person["name"][0]["text"]
    return said


def test_the_giver_is_the_performer_and_the_second_person_the_verifier_whichever_nurse_it_is() -> None:
    for giver, other in ((NURSE, OTHER_NURSE), (OTHER_NURSE, NURSE)):
        bed = at_bedside()
        bed.go(hours=1)
        entry = bed.give(by=giver)
        bundle = found(bed)
        dose = bundle.made_of(bed, KIND, entry)
        assert {role: name(who) for role, who in actors(bundle, dose).items()} == {
            "performer": giver.name,
            "verifier": other.name,
        }
        agents = bundle.made_of(bed, "Provenance", entry)["agent"]
        roles = {agent["type"]["coding"][0]["code"]: bundle.behind(agent["who"]) for agent in agents}
        assert (name(roles["author"]), name(roles["verifier"])) == (giver.name, other.name)
        (note,) = [each for each in dose["note"] if each["text"].startswith("Second check")]
        assert name(bundle.behind(note["authorReference"])) == other.name
        assert "150 mg, 1 capsule of 150 mg" in note["text"]


def test_who_corrects_a_dose_did_not_give_it() -> None:
    bed = at_bedside()
    bed.go(hours=1)
    entry = bed.give()
    assert isinstance(entry.what, DoseGiven)
    bed.go(minutes=30)
    right = msgspec.structs.replace(entry.what, with_food=True)
    correction = bed.record(EntryCorrected(entry.id, "food forgotten", right), by=OTHER_NURSE)
    bundle = found(bed)
    dose = bundle.made_of(bed, KIND, correction)
    assert {role: name(who) for role, who in actors(bundle, dose).items()} == {
        "performer": NURSE.name,
        "verifier": OTHER_NURSE.name,
    }
    agents = bundle.made_of(bed, "Provenance", correction)["agent"]
    roles = {agent["type"]["coding"][0]["code"]: bundle.behind(agent["who"]) for agent in agents}
    assert name(roles["author"]) == OTHER_NURSE.name
    assert "verifier" not in roles


def test_the_prescriber_ordered_it_and_the_nurse_gave_it() -> None:
    bundle = found(whole())
    order = bundle.one("MedicationRequest")
    assert name(bundle.behind(order["requester"])) == PRESCRIBER.name
    assert name(bundle.behind(order["recorder"])) == NURSE.name


def test_a_self_administered_dose_was_performed_by_the_patient() -> None:
    bundle = found(whole())
    (entry,) = [e for e in entries(DoseGiven) if isinstance(e.what, DoseGiven) and e.what.self_administered]
    dose = bundle.made_of(whole(), KIND, entry)
    assert actors(bundle, dose)["performer"]["resourceType"] == "Patient"
    assert dose["dosage"]["dose"]["value"] == Decimal("112.5")
    assert any("prescribed 150 mg. one capsule opened" in each["text"] for each in dose["note"])


def test_a_dose_not_given_says_why_and_has_no_dose_and_no_performer() -> None:
    bundle = found(whole())
    states = {}
    for entry in entries(DoseNotGiven):
        assert isinstance(entry.what, DoseNotGiven)
        dose = bundle.made_of(whole(), KIND, entry)
        assert dose["statusReason"][0]["coding"][0]["code"] == entry.what.status
        assert dose["statusReason"][1]["text"] == entry.what.reason
        assert "dosage" not in dose
        assert "performer" not in dose
        states[entry.what.status] = dose["status"]
    assert states == {"deferred": "not-done", "refused": "not-done", "unknown": "unknown"}


def test_every_not_done_has_a_reason(texts: dict[str, str]) -> None:
    count = 0
    for text in texts.values():
        for dose in Found(text).of(KIND):
            if dose["status"] == "not-done":
                count += 1
                assert dose["statusReason"]
                assert "dosage" not in dose
    assert count > 5


def test_a_deferred_dose_is_on_hold_until_another_record_takes_its_place() -> None:
    bed = at_bedside()
    bed.go(hours=1)
    waiting = bed.not_given("deferred")
    assert found(bed).made_of(bed, KIND, waiting)["status"] == "on-hold"
    assert isinstance(waiting.what, DoseNotGiven)
    bed.give(waiting.what.dose, Decimal(150))
    assert found(bed).made_of(bed, KIND, waiting)["status"] == "not-done"


def chain(bundle: Found, first: Entry) -> list[Json]:
    """A record and what took its place, each behind the Provenance of its correction."""
    corrections = [
        entry
        for entry in whole().entries
        if isinstance(entry.what, EntryCorrected) and entry.what.entry == first.id
    ]
    doses = [bundle.made_of(whole(), KIND, entry) for entry in (first, *corrections)]
    for before, entry in zip(doses, corrections, strict=False):
        told = bundle.made_of(whole(), "Provenance", entry)
        (revised,) = [each["what"] for each in told["entity"] if each["role"] == "revision"]
        assert bundle.behind(revised) == before
        assert told["activity"]["coding"][0]["code"] == "UPDATE"
        assert told["reason"] == [{"text": "wrong line"}]
    for dose in doses:
        assert bundle.behind(dose["eventHistory"][0])["target"][0]["reference"].endswith(dose["id"])
    return doses


def test_a_corrected_dose_is_entered_in_error_and_its_correction_refers_back() -> None:
    bundle = found(whole())
    corrected = {
        entry.what.entry for entry in entries(EntryCorrected) if isinstance(entry.what, EntryCorrected)
    }
    twice, refused = (entry for entry in entries(DoseGiven) if entry.id in corrected)
    first, second, third = chain(bundle, twice)
    assert [dose["status"] for dose in (first, second, third)] == ["entered-in-error"] * 2 + ["completed"]
    assert [dose["effectiveDateTime"][11:16] for dose in (first, second, third)] == [
        "08:00",
        "08:10",
        "08:20",
    ]
    assert any(each["text"].startswith("Corrects entry") for each in third["note"])
    assert any(each["text"].startswith("Entered in error, see entry") for each in first["note"])
    given, instead = chain(bundle, refused)
    assert [dose["status"] for dose in (given, instead)] == ["entered-in-error", "not-done"]


def test_of_each_dose_one_record_at_most_counts(texts: dict[str, str]) -> None:
    """One correction leaves one live record, not two (domain.md 1.3 i)."""
    bed = whole()
    live = [dose for dose in found(bed).of(KIND) if dose["status"] == "completed" and "request" in dose]
    assert len(live) == len(bed.chart.taken)


def test_a_vomited_dose_stays_given_and_says_so_and_its_make_up_names_it() -> None:
    bundle = found(whole())
    (vomited,) = entries(DoseVomited)
    assert isinstance(vomited.what, DoseVomited)
    first = vomited.what.entry
    (dose,) = [e for e in entries(DoseGiven) if e.id == first]
    (instead,) = [e for e in entries(DoseGiven) if isinstance(e.what, DoseGiven) and e.what.makes_up == first]
    made = bundle.made_of(whole(), KIND, dose)
    assert made["status"] == "completed"
    assert any(each["text"].startswith("Vomited Mon 02-Nov-2026 08:10") for each in made["note"])
    assert bundle.behind(bundle.made_of(whole(), "Observation", vomited)["partOf"][0]) == made
    names = [bundle.behind(each) for each in bundle.made_of(whole(), KIND, instead)["supportingInformation"]]
    assert made in names


def test_a_dose_names_the_rash_free_check_its_step_was_started_on() -> None:
    bed = at_bedside()
    check = bed.entries[2]
    bed.go(hours=1)
    entry = bed.give()
    bundle = found(bed)
    (stood_on,) = bundle.made_of(bed, KIND, entry)["supportingInformation"]
    assert bundle.behind(stood_on) == bundle.made_of(bed, "Observation", check)


def test_each_step_stands_on_its_own_check_and_none_on_a_later_one() -> None:
    bed = on_step(2)
    check, before = bed.entries[-2], bed.entries[-3]
    bed.go(hours=1, minutes=30)
    entry = bed.give()
    kind = "Observation"
    (stood_on,) = found(bed).made_of(bed, KIND, entry)["supportingInformation"]
    assert found(bed).behind(stood_on) == found(bed).made_of(bed, kind, check)
    (earlier,) = found(bed).made_of(bed, KIND, before)["supportingInformation"]
    assert found(bed).behind(earlier) == found(bed).made_of(bed, kind, bed.entries[2])
    bed.correct(check)
    bed.go(hours=5)
    bed.rash_free()
    assert "supportingInformation" not in found(bed).made_of(bed, KIND, entry)


def test_when_it_was_given_is_apart_from_when_it_was_recorded() -> None:
    bed = Bedside(msgspec.structs.replace(whole().protocol, checks=()))
    bed.begin()
    bed.go(hours=1, minutes=30)
    late = bed.now
    bed.go(hours=2)
    entry = bed.give(at=late)
    bundle = found(bed)
    assert bundle.made_of(bed, KIND, entry)["effectiveDateTime"] == "2026-11-02T08:30:00+01:00"
    told = bundle.made_of(bed, "Provenance", entry)
    assert told["occurredDateTime"] == "2026-11-02T08:30:00+01:00"
    assert told["recorded"] == "2026-11-02T10:30:00+01:00"
