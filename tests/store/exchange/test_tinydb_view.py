"""The ledger through TinyDB's own interface: read like any database, changed by nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tinydb import Query, TinyDB

from store.errors import ReadOnly
from store.exchange.tinydb_view import LedgerView
from store.ledger.ledger import Ledger
from tests.store.helpers.ward import Clock, add


def test_it_gives_what_stock_tinydb_gives(ledger: Ledger, clock: Clock) -> None:
    for n in range(5):
        add(ledger, f"note {n}", clock())
    view = LedgerView(ledger)
    with TinyDB(ledger.path, access_mode="r") as stock:
        assert view.table("entries").all() == stock.table("entries").all()
        assert [found.doc_id for found in view] == list(range(1, 8))
    assert view.get(doc_id=4)["what"]["text"] == "note 1"
    assert view.tables() == {"entries"}


def test_a_query_asked_again_finds_what_was_recorded_since(ledger: Ledger, clock: Clock) -> None:
    view, notes = LedgerView(ledger), Query().what.kind == "note added"
    assert view.search(notes) == []
    add(ledger, "mine", clock())
    assert len(view.search(notes)) == 1
    with Ledger.open(ledger.path, now=clock) as other:
        add(other, "theirs", clock())
    assert len(view.search(notes)) == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda view: view.insert({"what": "past the gate"}),
        lambda view: view.insert_multiple([]),
        lambda view: view.update({"zone": "Mars/Base"}),
        lambda view: view.update({"zone": "Mars/Base"}, doc_ids=[1]),
        lambda view: view.upsert({"number": 1}, Query().number == 1),
        lambda view: view.remove(doc_ids=[1]),
        lambda view: view.remove(Query().number == 1),
        lambda view: view.truncate(),
        lambda view: view.drop_table("entries"),
        lambda view: view.drop_tables(),
        lambda view: view.storage.write({}),
        lambda view: view.table("other").insert({}),
    ],
)
def test_every_change_is_refused_by_the_storage(
    ledger: Ledger, change: Callable[[LedgerView], object]
) -> None:
    before = ledger.path.read_bytes()
    view = LedgerView(ledger)
    with pytest.raises(ReadOnly, match="Nothing in it is ever changed"):
        change(view)
    assert ledger.path.read_bytes() == before
    assert len(view.all()) == 2
