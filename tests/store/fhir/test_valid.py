"""Every Bundle is FHIR: to the R4B models, to two readers of R4, and in what none of them looks at.

docs/fhir.md says which of them checks what.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fhirkit
import pytest
from fhir.resources.R4B import get_fhir_model_class

from tests.store.fhir.bundles import Found, walk

HERE = Path(__file__).parent
VALIDATORS = HERE.parents[2] / ".venv" / "fhir-validators"
NODE = shutil.which("node")

STATUSES = {
    "Observation": {"final", "corrected", "entered-in-error"},
    "MedicationAdministration": {"completed", "not-done", "on-hold", "unknown", "entered-in-error"},
    "MedicationRequest": {"active", "on-hold", "completed", "stopped"},
    "MedicationStatement": {"active", "stopped", "unknown", "entered-in-error"},
    "CarePlan": {"active", "on-hold", "completed", "revoked"},
    "PlanDefinition": {"active"},
    "ActivityDefinition": {"active"},
    "Flag": {"active", "inactive"},
    "Encounter": {"in-progress"},
}
"""The statuses that are written, each of the required value set of its kind (R4, 4.0.1)."""

ACTIVITIES = {"not-started", "in-progress", "on-hold", "completed", "cancelled", "stopped"}
"""Those of a care plan's activities."""


def test_every_resource_fits_the_r4b_models(texts: dict[str, str]) -> None:
    for text in texts.values():
        for resource in [json.loads(text), *(entry["resource"] for entry in json.loads(text)["entry"])]:
            get_fhir_model_class(resource["resourceType"]).model_validate_json(json.dumps(resource))


def test_every_bundle_fits_r4_to_a_reader_made_from_its_specification(texts: dict[str, str]) -> None:
    for name, text in texts.items():
        assert (name, [str(issue) for issue in fhirkit.validate(text)]) == (name, [])


@pytest.mark.skipif(
    (NODE is None or not (VALIDATORS / "installed.json").is_file()) and "CI" not in os.environ,
    reason="Node.js or the FHIR validators are not there: python3 dev.py test installs them where npm is",
)
def test_invariants_bindings_and_targets_of_references_hold(texts: dict[str, str], tmp_path: Path) -> None:
    bad = bad_bundle(texts["case"])
    for name, text in {**texts, "bad": json.dumps(bad)}.items():
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    assert wrong(*(tmp_path / f"{name}.json" for name in texts)) == []
    told = " ".join(wrong(tmp_path / "bad.json"))
    for said in ("mad-1", "Practitioner", 'Code "given"', "Invalid additional property", "Missing required"):
        assert said in told
    for said in ("has no code giver", "verifier of http://terminology.hl7.org/CodeSystem/med-admin"):
        assert said in told


def wrong(*files: Path) -> list[str]:
    """What the validators say of these Bundles."""
    assert NODE is not None
    command = [NODE, str(HERE / "validate.mjs"), str(VALIDATORS), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: list[str] = json.loads(done.stdout)
    return found


def bad_bundle(text: str) -> dict[str, Any]:
    """A Bundle with a fault of each sort, so that a validator which sees nothing is noticed."""
    found: dict[str, Any] = json.loads(text)
    doses = [
        e["resource"] for e in found["entry"] if e["resource"]["resourceType"] == "MedicationAdministration"
    ]
    person = next(e for e in found["entry"] if e["resource"]["resourceType"] == "Practitioner")
    doses[0]["status"] = "given"
    del doses[1]["dosage"]["dose"]
    doses[2]["subject"] = {"reference": person["fullUrl"]}
    doses[3]["witness"] = "nobody"
    del doses[4]["medicationReference"], doses[4]["subject"]
    doses[0]["performer"][0]["function"]["coding"][0]["code"] = "giver"
    doses[0]["performer"][1]["function"]["coding"][0]["display"] = "Witness"
    return found


def test_statuses_are_those_of_the_required_value_sets(texts: dict[str, str]) -> None:
    seen: dict[str, set[str]] = {kind: set() for kind in STATUSES}
    steps = set()
    for text in texts.values():
        found = Found(text)
        for resource in found.resources:
            if "status" in resource:
                seen[resource["resourceType"]].add(resource["status"])
        steps |= {activity["detail"]["status"] for activity in found.one("CarePlan")["activity"]}
    assert seen == STATUSES
    assert steps == ACTIVITIES


CODES = {
    "periodUnit": {"min", "h", "d"},
    "when": {"MORN", "NOON", "EVE", "HS"},
    "use": {"official"},
    "relationship": {"after-end"},
    "role": {"revision", "source"},
    "language": {"text/plain"},
    "gender": {"female", "male", "other", "unknown"},
}
"""Codes within data types and back-bones, which no validator looks at: those that are written."""


def test_codes_within_data_types_are_those_of_their_value_sets(texts: dict[str, str]) -> None:
    seen: dict[str, set[str]] = {name: set() for name in CODES}
    for text in texts.values():
        for path, value in walk(Found(text).json):
            name = path.rpartition(".")[2]
            if name in CODES and isinstance(value, str):
                seen[name].add(value)
            if isinstance(value, dict) and "language" in value:
                assert value["expression"]  # exp-1: an expression or a reference
    assert all(codes <= CODES[name] for name, codes in seen.items())
    assert all(seen.values())


FAULTS: dict[str, Callable[[dict[str, Any]], object]] = {
    "unknown element": lambda check: check.update(rash=False),
    "nothing where something is needed": lambda check: check.pop("code"),
    "two values": lambda check: check.update(valueInteger=0),
    "a time without an offset": lambda check: check.update(effectiveDateTime="2026-11-02T08:00:00"),
    "an empty text": lambda check: check["code"].update(text=""),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_readers_see_what_they_look_for(texts: dict[str, str], fault: str) -> None:
    check = Found(texts["case"]).of("Observation")[0]
    del check["component"]
    assert fhirkit.validate(check) == []
    get_fhir_model_class("Observation").model_validate_json(json.dumps(check))
    FAULTS[fault](check)
    assert fhirkit.validate(check) != []
    with pytest.raises(ValueError, match="Observation"):
        get_fhir_model_class("Observation").model_validate_json(json.dumps(check))


def test_every_reference_leads_to_a_resource_of_the_kind_it_names(texts: dict[str, str]) -> None:
    for text in texts.values():
        found = Found(text)
        for resource in found.resources:
            for path, value in walk(resource):
                if isinstance(value, dict) and "reference" in value:
                    within = {f"#{each['id']}": each for each in resource.get("contained", [])}
                    behind = within.get(value["reference"]) or found.behind(value)
                    assert behind["resourceType"] == value["type"], path


def test_every_canonical_leads_to_the_version_of_a_definition_in_the_bundle(texts: dict[str, str]) -> None:
    for text in texts.values():
        found = Found(text)
        named = re.findall(r'"(urn:uuid:[0-9a-f-]{36})\|([0-9a-f]{64})"', text)
        assert named
        for url, version in named:
            assert found.by_url[url]["url"] == url
            assert found.by_url[url]["version"] == version


def test_ids_are_unique_and_are_what_the_full_urls_say(texts: dict[str, str]) -> None:
    for text in texts.values():
        found = Found(text)
        assert len(found.by_url) == len(found.resources)
        for url, resource in found.by_url.items():
            assert url == f"urn:uuid:{resource['id']}"
            assert re.fullmatch(r"[A-Za-z0-9.-]{1,64}", resource["id"])


def test_no_profile_is_claimed_and_only_an_invented_ward_is_test_data(
    texts: dict[str, str], demo: dict[str, str]
) -> None:
    for name, text in texts.items():
        found = Found(text)
        metas = [found.json.get("meta"), *(resource.get("meta") for resource in found.resources)]
        tags = [[tag["code"] for tag in meta["tag"]] if meta else [] for meta in metas]
        assert all(codes == (["HTEST"] if name in demo else []) for codes in tags)
        assert not any("profile" in (meta or {}) for meta in metas)
