"""A record that was imported: each entry with the number, hash and ward it was recorded under."""

from __future__ import annotations

from pathlib import Path

from store.fhir.bundle import bundle_json
from store.fhir.core.source import source_of
from store.ledger.ledger import Ledger
from tests.protocols.helpers.bedside import MRN
from tests.store.fhir.bundles import Found, Json
from tests.store.helpers.clinic import bring, clinic, there, ward
from tests.store.helpers.ward import add


def sources(ledger: Ledger) -> list[Json]:
    """What the Provenances say of the ledger's lines."""
    record = ledger.record(MRN)
    assert record.latest is not None
    told = Found(bundle_json(record, record.latest, source_of(ledger, record))).of("Provenance")
    return [each["what"] for one in told for each in one["entity"] if each["role"] == "source"]


def test_lines_are_those_of_the_ledger_each_entry_was_recorded_in(tmp_path: Path) -> None:
    bed = clinic(tmp_path / "clinic")
    before = sources(there(bed))
    with ward(tmp_path / "ward", bed.clock) as here:
        bring(here, there(bed).path, bed.now)
        add(here, "seen on the ward", bed.now)
        *brought, own = sources(here)
    assert [each["identifier"] for each in brought] == [each["identifier"] for each in before]
    assert {each["display"].partition(" of ")[2] for each in brought} == {"the ledger of Ward 3"}
    assert own["display"] == "Entry 3 of the ledger"
    for session in bed.sessions:
        session.close()
