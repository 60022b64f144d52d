"""The Bundles that the tests look at, each made once."""

from __future__ import annotations

import pytest

from store.fhir.bundle import bundle_json
from store.fhir.core.source import source_of
from store.ledger.ledger import Ledger
from tests.store.fhir import cadences
from tests.store.fhir.bundles import reported, text_of, whole
from tests.tui.helpers.shell import NOW
from tui.demo.ward import build


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The Bundle of each patient of the demonstration ward, by hospital number."""
    path = tmp_path_factory.mktemp("fhir") / "ward.json"
    build(path, NOW, "Europe/London")
    with Ledger.open(path, read_only=True, share_ok=True) as ledger:
        found = {}
        for mrn in ledger.patients():
            record = ledger.record(mrn)
            assert record.latest is not None
            found[mrn] = bundle_json(record, record.latest, source_of(ledger, record, invented=True))
        return found


@pytest.fixture(scope="session")
def texts(demo: dict[str, str]) -> dict[str, str]:
    """Every Bundle there is in the tests, by a name."""
    others = {name: text_of(bed) for name, bed in cadences.beds().items()}
    return {"case": text_of(reported()), "everything": text_of(whole()), **others, **demo}
