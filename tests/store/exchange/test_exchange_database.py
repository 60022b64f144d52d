"""Exports and imports where the ledger is in a database: the same bytes, the same gate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.exchange.jsonl_export import jsonl
from store.exchange.recreate import recreate
from store.ledger.ledger import Ledger
from store.location.database_url import Database
from store.maintenance.move import move
from store.maintenance.verify import verify
from tests.protocols.helpers.bedside import MRN
from tests.protocols.helpers.staff_list import ADMIN
from tests.store.helpers.clinic import bring, clinic, exported, step_on, there
from tests.store.helpers.cluster import Cluster
from tests.store.helpers.ledger_bedside import AtTheLedger
from tests.store.helpers.ward import add


@pytest.fixture
def bed(tmp_path: Path) -> Iterator[AtTheLedger]:
    made = clinic(tmp_path / "clinic")
    yield made
    for session in made.sessions:
        session.close()


def test_records_come_into_a_database_and_go_back(bed: AtTheLedger, server: Cluster, tmp_path: Path) -> None:
    place = server.new_place()
    with Ledger.create(place, "Ward 9", "Europe/London", ADMIN, now=bed.clock) as here:
        assert bring(here, there(bed).path, bed.now).state == "new"
        assert jsonl(here, here.record(MRN), bed.now) == jsonl(there(bed), there(bed).record(MRN), bed.now)
        step_on(bed)
        assert bring(here, exported(there(bed), tmp_path / "all.jsonl"), bed.now).state == "grown"
        assert here.record(MRN).charts == there(bed).record(MRN).charts
        add(here, "seen on the ward", bed.now)
        assert bring(there(bed), exported(here, tmp_path / "back.jsonl", MRN), bed.now).state == "grown"
        assert bring(here, there(bed).path, bed.now).state == "known"
    assert verify(place).ok


def test_a_ledger_that_moved_into_a_database_is_exported_as_before(
    bed: AtTheLedger, server: Cluster, tmp_path: Path
) -> None:
    place = Database(server.url("admin"), server.new_place().ledger)
    file = exported(there(bed), tmp_path / "all.jsonl")
    path = there(bed).path
    move(path, place)
    with Ledger.open(place, now=bed.clock) as here:
        assert jsonl(here, None, bed.now).encode() == file.read_bytes()
        recreate(exported(here, tmp_path / "again.jsonl"), tmp_path / "files.json")
    with Ledger.open(tmp_path / "files.json", read_only=True) as again:
        assert jsonl(again, None, bed.now).encode() == file.read_bytes()
