"""The connection to the database goes: it is said at once, nothing is kept twice, and it comes back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from itertools import chain, repeat

import pytest

from store.errors import NotSaved
from store.ledger.ledger import Ledger
from store.location.database_url import Database, database
from store.maintenance.verify import verify
from store.postgres.connection import Connection
from store.postgres.engine import DatabaseEngine
from store.postgres.transaction import WriteTransaction
from tests.store.helpers.cluster import NURSES, Cluster
from tests.store.helpers.proxy import Proxy
from tests.store.helpers.ward import MRN, Clock, add, begin_at, note


@pytest.fixture
def place(server: Cluster, clock: Clock) -> Database:
    place = server.new_place()
    begin_at(place, clock).close()
    return place


@pytest.fixture
def cable(server: Cluster) -> Iterator[Proxy]:
    proxy = Proxy(server.port)
    yield proxy
    proxy.close()


@pytest.fixture
def ledger(place: Database, cable: Proxy, clock: Clock) -> Iterator[Ledger]:
    """One session whose cable can be pulled."""
    url = f"postgresql://{NURSES}@127.0.0.1:{cable.port}/postgres?ledger={place.ledger}"
    with Ledger.open(database(url, "--data"), now=clock, patience=2) as ledger:
        yield ledger


def until(condition: Callable[[], bool], seconds: float = 30) -> float:
    """Wait for something; how long it took."""
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < seconds
        time.sleep(0.01)
    return time.monotonic() - begun


def times(cable: Proxy, *what: str) -> None:
    """What becomes of the next COMMITs."""
    script = chain(what, repeat(""))
    cable.at_commit = lambda: next(script)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_commit_whose_answer_is_lost_is_looked_for_and_kept_once(
    ledger: Ledger, cable: Proxy, place: Database, clock: Clock, when: str
) -> None:
    times(cable, when)
    mending = threading.Timer(0.3, cable.mend)
    mending.start()
    kept = ledger.append(note("450 mg", clock(), id="press"), 2)
    mending.join()
    assert (kept.number, ledger.position) == (3, 3)
    assert ledger.append(note("450 mg", clock(), id="press"), 2) == kept
    with Ledger.open(place, now=clock) as other:
        assert [entry.id for entry in other.entries()][2:] == ["press"]
    assert verify(place).ok


@pytest.mark.parametrize(("when", "told"), [("before", "NOT recorded"), ("after", "recorded, as entry 3")])
def test_while_it_is_not_known_what_became_of_an_entry_that_is_said_and_told_later(
    ledger: Ledger, cable: Proxy, place: Database, clock: Clock, when: str, told: str
) -> None:
    times(cable, when)
    with pytest.raises(NotSaved, match="NOT SAVED FOR CERTAIN") as unclear:
        ledger.append(note("450 mg", clock(), id="press"), 2)
    assert not unclear.value.certain
    assert ledger.as_of is not None
    assert not ledger.notices
    cable.mend()
    until(lambda: ledger.refresh(ask=False) is not None and bool(ledger.notices))
    assert told in ledger.notices[0]
    kept = ledger.append(note("450 mg", clock(), id="press"), 2)
    assert kept.number == ledger.position == 3
    with Ledger.open(place, now=clock) as other:
        assert [entry.id for entry in other.entries()][2:] == ["press"]


def test_a_cut_is_seen_at_once_and_what_was_read_stays(
    ledger: Ledger, cable: Proxy, place: Database, clock: Clock
) -> None:
    before = ledger.record(MRN)
    assert ledger.as_of is None
    cable.cut(stay=True)
    assert until(lambda: ledger.as_of is not None) < 1
    assert ledger.record(MRN) == before
    with pytest.raises(NotSaved, match="NOT RECORDED") as refused:
        ledger.append(note("no", clock()), 2)
    assert refused.value.certain
    with Ledger.open(place, now=clock) as other:
        theirs = add(other, "meanwhile", clock())
    assert ledger.refresh(ask=False) == []
    cable.mend()
    until(lambda: ledger.as_of is None)
    found = ledger.refresh(ask=False)
    until(lambda: bool(found or ledger.refresh(ask=False)))
    assert ledger.record(MRN).entries[-1] == theirs
    assert add(ledger, "and on", clock()).number == 4


def test_a_cable_that_swallows_everything_is_noticed_too(ledger: Ledger, cable: Proxy, clock: Clock) -> None:
    assert isinstance(ledger._engine, DatabaseEngine)
    ledger._engine._connection.answer = 0.3
    cable.swallow()
    assert until(lambda: ledger.as_of is not None) < 4
    cable.mend()
    until(lambda: ledger.as_of is None)
    assert add(ledger, "and on", clock()).number == 3


def test_a_connection_that_died_unnoticed_costs_nobody_an_entry(
    ledger: Ledger, cable: Proxy, clock: Clock
) -> None:
    for n in range(5):
        cable.cut()
        assert add(ledger, f"note {n}", clock()).number == 3 + n


def test_what_a_session_held_that_stopped_in_the_middle_is_let_go_of(
    ledger: Ledger, place: Database, clock: Clock
) -> None:
    """Its computer is gone, and the server does not know: then it ends what stands still in a transaction."""
    stopped, patience = Connection(place), "idle_in_transaction_session_timeout"
    assert stopped.run(f"SHOW {patience}") == [("20s",)]
    stopped.run(f"SET {patience} = '300ms'")
    with WriteTransaction(stopped, Nobody()).held(5):
        assert add(ledger, "goes on", clock()).number == 3
    stopped.close()


class Nobody:
    count = 1

    def arrive(self, rows: object) -> None:
        """What is new is nothing to it."""
