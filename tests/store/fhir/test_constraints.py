"""FHIR's own constraints hold of what a server is sent, evaluated by a reader that is not ours."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store.fhir.core.json_text import json_text
from store.fhir.core.source import source_of
from store.fhir.transaction import Told, transaction_json
from store.ledger.ledger import Ledger
from tests.store.fhir.bundles import Found, source, whole
from tests.store.fhir.test_valid import HERE, NODE, VALIDATORS
from tests.tui.helpers.shell import NOW
from tui.demo.ward import build

pytestmark = pytest.mark.skipif(
    (NODE is None or not (VALIDATORS / "node_modules" / "fhirpath").is_dir()) and "CI" not in os.environ,
    reason="Node.js or fhirpath.js is not there: python3 dev.py test installs it where npm is",
)

Json = dict[str, Any]

NEGATIVE = {"period": -1, "periodUnit": "d"}

FAULTS: dict[str, tuple[str, Callable[[Json], object]]] = {
    "mad-1": ("MedicationAdministration", lambda dose: dose["dosage"].pop("dose")),
    "tim-5": (
        "MedicationRequest",
        lambda plan: plan.update(dosageInstruction=[{"timing": {"repeat": NEGATIVE}}]),
    ),
    "ref-1": ("CarePlan", lambda plan: plan.update(subject={"reference": "#nobody"})),
    "qty-3": ("MedicationRequest", lambda plan: plan.update(dispenseRequest={"quantity": {"code": "mg"}})),
    "rat-1": ("Medication", lambda drug: drug.update(amount={"numerator": {"value": 1}})),
    "obs-7": (
        "Observation",
        lambda check: check.update(component=[{"code": check["code"], "valueBoolean": True}]),
    ),
    "per-1": ("CarePlan", lambda plan: plan.update(period={"start": "2026-12-01", "end": "2026-11-01"})),
    "ele-1": ("Observation", lambda check: check["code"].update(coding=[{}])),
    "dom-3": ("Flag", lambda flag: flag.update(contained=[{"resourceType": "Flag", "id": "lost"}])),
    "dom-4": (
        "Flag",
        lambda drug: drug.update(contained=[{"resourceType": "Medication", "meta": {"versionId": "1"}}]),
    ),
}
"""A fault of each constraint named, in the first resource of a kind."""


def ward(tmp_path: Path) -> str:
    """The transaction of the demonstration ward."""
    path = tmp_path / "ward.json"
    build(path, NOW, "Europe/London")
    with Ledger.open(path, read_only=True, share_ok=True) as ledger:
        records = [ledger.record(mrn) for mrn in ledger.patients()]
        sources = [source_of(ledger, record, invented=True) for record in records]
        return transaction_json(
            Told(record, chart, of)
            for record, of in zip(records, sources, strict=True)
            for chart in record.charts
        )


def bad(text: str) -> str:
    """The same with a fault of each sort, so that a reader which sees nothing is noticed."""
    found = Found(text)
    for kind, spoil in FAULTS.values():
        spoil(found.of(kind)[0])
    return json_text(found.json)


def test_every_constraint_of_r4b_holds_of_a_ward_and_of_everything_there_is(tmp_path: Path) -> None:
    everything = transaction_json(
        [Told(whole().folded, chart, source(whole())) for chart in whole().folded.charts]
    )
    texts = {"ward": ward(tmp_path), "everything": everything, "bad": bad(everything)}
    files = []
    for name, text in texts.items():
        files.append(tmp_path / f"{name}.fhir")
        files[-1].write_text(text, encoding="utf-8")
    assert NODE is not None
    command = [NODE, str(HERE / "constraints.mjs"), str(VALIDATORS), *map(str, files)]
    said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert (said["wrong"]["ward.fhir"], said["wrong"]["everything.fhir"]) == ([], [])
    told = {line.split(": ")[1].split(" at ")[0] for line in said["wrong"]["bad.fhir"]}
    assert told == set(FAULTS)
    assert len(said["evaluated"]) >= 35
    assert sum(said["evaluated"].values()) > 40_000
