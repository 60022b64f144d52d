"""A ledger that goes on in a new file: the Bundle stays as it was, also where the older file is gone."""

from __future__ import annotations

from pathlib import Path

from store.fhir.bundle import bundle_json
from store.fhir.core.source import source_of
from store.ledger.ledger import Ledger
from tests.store.fhir.bundles import Found
from tests.store.helpers.courses import enrol
from tests.store.helpers.ward import NURSE, Clock, admission

MRN = "00008-2"


def text_of(ledger: Ledger) -> str:
    record = ledger.record(MRN)
    assert record.latest is not None
    return bundle_json(record, record.latest, source_of(ledger, record))


def lines(text: str) -> list[str]:
    """What the Provenances say of the ledger's lines."""
    return [
        each["what"]["identifier"]["value"]
        for told in Found(text).of("Provenance")
        for each in told["entity"]
        if each["role"] == "source"
    ]


def test_numbers_and_hashes_go_on_across_the_files(tmp_path: Path) -> None:
    clock, path = Clock(), tmp_path / "ward.json"
    with Ledger.create(path, "Ward 3", "Europe/Berlin", NURSE, now=clock) as ledger:
        ledger.append(admission(clock(), MRN), 0)
        enrol(ledger, MRN, clock)
        before = text_of(ledger)
        assert lines(before) == [f"{number}-{ledger.digest(number)}" for number in (2, 3)]
        newer = ledger.roll_over(NURSE).path
        assert text_of(ledger) == before
    path.unlink()
    with Ledger.open(newer, now=clock, read_only=True) as alone:
        without = text_of(alone)
    assert lines(without) == ["2", "3"]
    assert {each["id"] for each in Found(without).resources} == {
        each["id"] for each in Found(before).resources
    }
