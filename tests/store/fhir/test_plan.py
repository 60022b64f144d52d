"""The protocol, the order and the plan: steps, doses at their times, and where each step stands."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

from protocols.toml.parser import read
from protocols.toml.writer import written
from store.fhir.resources.plan_definition import content_hash
from tests.protocols.helpers.bedside import Bedside, at_bedside, on_step
from tests.protocols.helpers.published import library
from tests.store.fhir import cadences
from tests.store.fhir.bundles import Found, Json, found, reported, whole

REPORT = library("alectinib-report-2020")


def test_the_protocol_has_an_action_a_step_each_with_the_rash_free_condition() -> None:
    plan = found(reported()).one("PlanDefinition")
    steps = plan["action"]
    assert [step["id"] for step in steps] == [f"step-{n}" for n in range(1, 6)]
    for number, step in enumerate(steps, 1):
        first = step["condition"][0]
        assert first["kind"] == "applicability"
        assert "rash-free check" in first["expression"]["expression"]
        before = step.get("relatedAction", [])
        wanted = [{"actionId": f"step-{number - 1}", "relationship": "after-end"}] if number > 1 else []
        assert before == wanted
    lengths = [step.get("timingTiming", {}).get("repeat", {}).get("boundsDuration", {}) for step in steps]
    assert [length.get("value") for length in lengths] == [2, 5, 8, 8, None]
    second = steps[1]["condition"][0]["expression"]["expression"]
    assert "at least 4 hours after it, and not older than 12 hours" in second


def test_the_citation_comes_with_its_addresses() -> None:
    plan = found(reported()).one("PlanDefinition")
    assert [each["url"] for each in plan["relatedArtifact"]] == [
        "https://doi.org/10.1177/2050313X20966895",
        "https://pubmed.ncbi.nlm.nih.gov/33149916",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC7586266",
    ]
    assert all(each["type"] == "citation" for each in plan["relatedArtifact"])


def test_the_version_is_what_the_protocol_says_and_nothing_else() -> None:
    again = read(written(REPORT), "alectinib-report-2020.toml")
    assert content_hash(again) == content_hash(REPORT)
    other = msgspec.structs.replace(REPORT, gate=msgspec.structs.replace(REPORT.gate, check_valid_hours=13))
    assert content_hash(other) != content_hash(REPORT)
    one, two = found(at_bedside()).one("PlanDefinition"), found(on_step(2)).one("PlanDefinition")
    assert one == two
    bed = Bedside(other)
    bed.begin()
    assert found(bed).one("PlanDefinition")["id"] != one["id"]


def order(bed: Bedside) -> list[Json]:
    doses: list[Json] = found(bed).one("MedicationRequest")["dosageInstruction"]
    return doses


def amount(dosage: Json) -> Any:
    return dosage["doseAndRate"][0]["doseQuantity"]["value"]


def test_morning_and_evening_are_two_dosages_where_they_differ_and_never_swapped() -> None:
    split = [each for each in order(reported()) if each["sequence"] == 4]
    assert [(amount(each), each["timing"]["repeat"]["timeOfDay"]) for each in split] == [
        (450, ["08:00:00"]),
        (600, ["20:00:00"]),
    ]
    assert split[0]["text"] == "Step 4: 450 mg in the morning, at 08:00"
    assert split[1]["text"] == "Step 4: 600 mg in the evening, at 20:00"
    same = [each for each in order(reported()) if each["sequence"] == 2]
    assert [(amount(each), each["timing"]["repeat"]["timeOfDay"]) for each in same] == [
        (300, ["08:00:00", "20:00:00"])
    ]


def test_the_request_ends_with_the_target_and_no_step_ends_by_the_calendar() -> None:
    bed = at_bedside()
    bed.decide("target", 3)
    doses = order(bed)
    assert [each["sequence"] for each in doses] == [1, 2, 3]
    assert found(bed).one("MedicationRequest")["intent"] == "plan"
    for each in doses:
        assert not any(name.startswith("bounds") for name in each["timing"]["repeat"])
        assert f"Only once step {each['sequence']} was started" in each["additionalInstruction"][0]["text"]


def test_other_rhythms_keep_theirs() -> None:
    beds = cadences.beds()
    four = order(beds["four"])
    assert [amount(each) for each in four[:4]] == [Decimal(a) for a in ("0.1", "0.2", "0.3", "0.000001")]
    assert [each["timing"]["repeat"] for each in order(beds["clock"])] == [
        {"frequency": 1, "period": 90, "periodUnit": "min"},
        {"frequency": 1, "period": 2, "periodUnit": "h"},
    ]
    assert [each["timing"]["repeat"] for each in order(beds["seldom"])] == [
        {"frequency": 1, "period": 7, "periodUnit": "d", "when": ["MORN"]},
        {"frequency": 1, "period": 7, "periodUnit": "d", "when": ["NOON"]},
        {"frequency": 2, "period": 2, "periodUnit": "d", "when": ["MORN", "NOON"]},
    ]


def standing(bundle: Found) -> list[str]:
    return [each["detail"]["status"] for each in bundle.one("CarePlan")["activity"]]


def test_each_step_stands_where_the_course_is() -> None:
    bed = on_step(2)
    waiting = ["not-started"] * 3
    assert standing(found(bed)) == ["completed", "in-progress", *waiting]
    bed.rash()
    held = found(bed)
    assert standing(held) == ["completed", "on-hold", *waiting]
    assert "Rash found" in held.one("CarePlan")["activity"][1]["detail"]["statusReason"]["text"]
    bed.go(minutes=1)
    bed.rash_free()
    bed.decide("back", 1)
    back = found(bed)
    assert standing(back) == ["in-progress", "stopped", *waiting]
    bed.decide("target", 3)
    assert standing(found(bed)) == ["in-progress", "stopped", "not-started", "cancelled", "cancelled"]
    bed.decide("stop")
    ended = found(bed)
    assert standing(ended) == ["stopped", "stopped", "cancelled", "cancelled", "cancelled"]
    assert ended.one("CarePlan")["status"] == "revoked"
    assert ended.one("MedicationRequest")["status"] == "stopped"


def test_a_step_says_from_when_to_when_it_was_in_force() -> None:
    bed = on_step(2)
    periods = [each["detail"].get("scheduledPeriod") for each in found(bed).one("CarePlan")["activity"]]
    assert periods == [
        {"start": "2026-11-02T07:00:00+01:00", "end": "2026-11-04T06:30:00+01:00"},
        {"start": "2026-11-04T06:30:00+01:00"},
        *[None] * 3,
    ]


def test_every_move_is_a_remark_of_the_plan_with_its_author() -> None:
    bundle = found(whole())
    notes = bundle.one("CarePlan")["note"]
    said = " ".join(each["text"] for each in notes)
    for words in ("Step 1 started", "Resume this step", "waived: doses given", "Go back", "Stop the course"):
        assert words in said
    assert all(bundle.behind(each["authorReference"])["resourceType"] == "Practitioner" for each in notes)


def test_a_completed_course_is_completed(demo: dict[str, str]) -> None:
    ended = [Found(text) for text in demo.values()]
    statuses = {found.one("CarePlan")["status"]: found for found in ended}
    done = statuses["completed"]
    assert done.one("MedicationRequest")["status"] == "completed"
    assert set(standing(done)) == {"completed"}
