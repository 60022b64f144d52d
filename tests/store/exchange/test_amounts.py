"""Amounts fixed per kg through a ledger: two sessions, a new file, an export and an import, a spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import msgspec
import pytest

from protocols import entries as e
from store.exchange.csv_export import event_csv
from store.exchange.import_source import read_source
from store.maintenance.verify import verify
from tests.protocols.helpers.bedside import MRN, ZONE
from tests.protocols.helpers.per_kg import PER_KG, D, Weighed, sized
from tests.store.exchange.test_import_gate import forged
from tests.store.helpers.clinic import DAY, bring, exported, there, ward
from tests.store.helpers.ledger_bedside import AtTheLedger

MON, TUE = date(2026, 11, 2), date(2026, 11, 3)


class WeighedAtTheLedger(Weighed, AtTheLedger):
    """The same at a ledger."""


@pytest.fixture
def bed(tmp_path: Path) -> WeighedAtTheLedger:
    made = WeighedAtTheLedger(PER_KG, ZONE, DAY, tmp_path / "clinic.json")
    made.admit()
    made.enrol_for(sized(PER_KG, "15", "2.5", "4.5", "8"))
    made.rash_free()
    made.start(1)
    made.at(MON, "08:00")
    made.give()
    made.begin_new_file()
    made.at(MON, "21:00")
    made.rash_free()
    made.weigh("20")
    made.fix(sized(PER_KG, "20", "3", "6", "8"), made.natural(made.chart.protocol.step(1)))
    made.at(TUE, "08:00")
    made.give()
    return made


def test_it_outlasts_a_new_file_and_comes_in_elsewhere_as_it_is(
    bed: WeighedAtTheLedger, tmp_path: Path
) -> None:
    ledger = there(bed)
    assert verify(bed.sessions[0].place).ok
    chart = ledger.record(MRN).charts[0]
    assert [step.doses[0].amount for step in chart.protocol.steps] == [D(3), D(6), D(8)]
    file = exported(ledger, tmp_path / "all.jsonl")
    with ward(tmp_path / "ward", bed.clock) as other:
        bring(other, file, bed.now)
        came = other.record(MRN).charts[0]
        assert came.sized == chart.sized
        assert came.protocol == chart.protocol
        assert came.plan.protocol == PER_KG


def test_amounts_beyond_the_cap_or_confirmed_by_nobody_do_not_come_in(
    bed: WeighedAtTheLedger, tmp_path: Path
) -> None:
    source = read_source(exported(there(bed), tmp_path / "all.jsonl"))
    place, plan = next(
        (place, one.entry.what)
        for place, one in enumerate(source.records[MRN])
        if isinstance(one.entry.what, e.CourseEnrolled)
    )
    beyond = {"sized": sized(PER_KG, "15", "2.5", "4.5", "9")}
    for change, words in ((beyond, "MORE THAN THE CAP"), ({"confirmed": None}, "A second person")):
        what = msgspec.structs.replace(plan, **change)
        with ward(tmp_path / words, bed.clock) as other:
            found = bring(other, forged(source, place, what=what), bed.now)
            assert (found.state, found.kind) == ("conflict", "not possible")
            assert words in found.words[0]


def test_the_spreadsheet_has_the_amounts_of_their_time(bed: WeighedAtTheLedger) -> None:
    rows = list(csv.DictReader(io.StringIO(event_csv(there(bed), None, bed.now).lstrip("\ufeff"))))
    given = [row for row in rows if row["kind"] == "dose given"]
    assert [(row["prescribed"], row["amount"], row["unit"]) for row in given] == [
        ("2.5", "2.5", "mg"),
        ("3", "3", "mg"),
    ]
    (decided,) = [row for row in rows if row["status"] == "amounts"]
    assert "fixed for 20 kg: step 1 3 mg; step 2 6 mg; step 3 8 mg" in decided["said"]
    (weight,) = [row for row in rows if row["kind"] == "named check made"]
    assert (weight["check"], weight["check_value"], weight["check_unit"]) == ("Weight", "20", "kg")
    assert (weight["amount"], weight["status"], weight["check_wanted"]) == ("", "in range", "0.2 to 500 kg")
    assert [(row["asked"], row["asked_unit"], row["weight_kg"]) for row in given] == [
        ("0.15", "mg/kg", "15"),
        ("0.15", "mg/kg", "20"),
    ]
    (plan,) = [row for row in rows if row["kind"] == "course enrolled"]
    assert (plan["weight_kg"], plan["height_cm"], plan["unit"]) == ("15", "", "mg")
    assert plan["fixed_amounts"].startswith("step 1: 2.5 for 0.15 mg/kg; step 2: 4.5 for 0.3 mg/kg")
    assert decided["fixed_amounts"].endswith("step 3: 8 for 0.6 mg/kg")
