"""What lies in docs/examples to be copied is what Stepward reads."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from protocols.toml.parser import read
from store.arrivals.fhir_orders import read_orders
from store.arrivals.folder import read_content
from store.location.config import SETTINGS, settings_in
from tui.__main__ import main

EXAMPLES = Path(__file__).parents[1] / "docs" / "examples"
AT = datetime(2026, 11, 2, tzinfo=UTC)


def test_every_setting_is_in_the_configuration_and_none_is_set(tmp_path: Path) -> None:
    text = (EXAMPLES / "stepward.toml").read_text(encoding="utf-8")
    assert settings_in(EXAMPLES / "stepward.toml") == {}
    used = tmp_path / "stepward.toml"
    lines = [line.removeprefix("# ") for line in text.splitlines() if " = " in line]
    used.write_text("\n".join(lines), encoding="utf-8")
    assert set(settings_in(used)) == set(SETTINGS)


def test_the_protocol_can_be_used() -> None:
    assert main(["protocol", "check", str(EXAMPLES / "wardstone-2026.toml")]) == 0
    file = EXAMPLES / "wardstone-2026.toml"
    assert read(file.read_text(encoding="utf-8"), file.name).drug == "wardstone"


def test_the_message_and_the_order_are_about_one_patient() -> None:
    (told,) = read_content((EXAMPLES / "admission.hl7").read_bytes(), "Europe/London", "", AT)
    data = (EXAMPLES / "order.json").read_bytes()
    system = "https://hospital.example/patients"
    (order,) = read_orders(json.loads(data), AT, system)
    (patient,) = read_content(data, "Europe/London", system, AT)
    assert told.patient == order.patient == patient.patient
    assert told.born == patient.born
    assert order.definitions == ("wardstone-2026",)
    assert order.stands
