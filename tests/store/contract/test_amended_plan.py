"""A plan that was changed is the same plan in a new file, in another ledger and in an export."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec

from protocols.entries import AmendedPlan, CourseAmended
from store.fhir.bundle import bundle_json
from store.fhir.core.source import Source
from store.ledger.ledger import Ledger
from store.maintenance.verify import verify
from tests.store.helpers.clinic import bring, clinic, exported, there, ward
from tests.store.helpers.courses import OPEN, with_one_ended
from tests.store.helpers.ward import NURSE, Clock, entry

TIMES = {"morning": "09:30", "evening": "21:30"}


def test_a_new_file_or_database_goes_on_with_the_changed_plan(ledger: Ledger, clock: Clock) -> None:
    with_one_ended(ledger, clock)
    record = ledger.record(OPEN)
    change = CourseAmended("meals", TIMES, clock().date(), (Decimal(150),), prescriber="Dr Ito")
    change = msgspec.structs.replace(change, since=change.since.replace(day=change.since.day + 1))  # type: ignore[union-attr]
    made = msgspec.structs.replace(entry(change, clock(), patient=OPEN), course=record.charts[-1].id)
    ledger.append(made, record.version)
    plan = ledger.record(OPEN).charts[-1].plan
    assert isinstance(plan, AmendedPlan)
    assert (plan.times, plan.prescriber) == (TIMES, "Dr Ito")
    before = ledger.record(OPEN)
    ledger.roll_over(NURSE)
    assert ledger.record(OPEN) == before
    assert verify(ledger.place).ok
    with Ledger.open(ledger.place, read_only=True, now=clock) as fresh:
        assert fresh.record(OPEN).charts == before.charts


def test_an_export_an_import_and_a_bundle_carry_it(tmp_path: Path) -> None:
    bed = clinic(tmp_path / "clinic")
    bed.record(CourseAmended("meals", TIMES, date(2026, 11, 6)))
    now, chart = bed.now, bed.chart
    file = exported(there(bed), tmp_path / "out.jsonl")
    with ward(tmp_path / "ward", bed.clock) as here:
        bring(here, file, now)
        record = here.record(bed.entries[-1].patient)
        assert record.charts == (chart,)
        assert verify(here.path).ok
        told = bundle_json(record, record.charts[0], Source(here.ward, {}, {}))
        assert "Plan changed: dose times morning 09:30 and evening 21:30 from Fri 06-Nov-2026. meals" in told
    for session in bed.sessions:
        session.close()
