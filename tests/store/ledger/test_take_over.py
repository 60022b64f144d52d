"""A ledger that was read by one process goes on in a fork of it with locks and descriptors of its own."""

from __future__ import annotations

import os
import sys
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from protocols import entries as e
from store.errors import Busy, Damaged, Replaced
from store.ledger.ledger import Ledger
from store.ledger.witness import Witness
from tests.store.helpers.ward import MRN, Clock
from tests.store.helpers.ward import note as noted

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")


def in_a_fork(act: Callable[[], object]) -> bool:
    """Whether `act` went well in a fork of this process, which has no threads but this one."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            act()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def note(ledger: Ledger, words: str) -> None:
    made = noted(words, Clock().now, id=uuid.uuid4().hex)
    ledger.append(made, ledger.record(MRN).version)


def test_a_fork_records_and_so_does_who_forked_it(ledger: Ledger, clock: Clock, tmp_path: Path) -> None:
    digest = ledger.checked()

    def session() -> None:
        ledger.take_over(digest, now=clock, witness=Witness(tmp_path))
        note(ledger, "by the fork")

    assert in_a_fork(session)
    assert ledger.refresh()
    note(ledger, "by the parent")
    assert [getattr(one.what, "text", "") for one in ledger.recent(2)] == ["by the fork", "by the parent"]


def test_a_fork_waits_for_the_lock_of_who_forked_it(ledger: Ledger, clock: Clock) -> None:
    digest = ledger.checked()

    def session() -> None:
        ledger.take_over(digest, now=clock, witness=None)
        ledger._patience = 0.05
        with ledger._lock.held(0.05):
            raise SystemExit("a lock that is held was had")

    def busy() -> None:
        with pytest.raises(Busy):
            session()

    ledger._patience = 0.05
    with ledger._lock.held(1):
        assert in_a_fork(busy)


def test_every_byte_that_was_read_is_looked_at_again(ledger: Ledger, clock: Clock) -> None:
    note(ledger, "as it was written")
    digest = ledger.checked()
    data = bytearray(ledger.path.read_bytes())
    place = data.index(b"as it was written")
    data[place] ^= 1
    ledger.path.write_bytes(data)
    with pytest.raises(Replaced):
        ledger.take_over(digest, now=clock, witness=None)
    assert Ledger.open(ledger.path).problem


def test_what_rots_before_it_was_hashed_is_found_by_who_reads_first(ledger: Ledger) -> None:
    note(ledger, "as it was written")
    data = ledger.path.read_bytes().replace(b"as it was written", b"as it was falsified"[:17])
    ledger.path.write_bytes(data)
    with pytest.raises(Damaged):
        ledger.checked()


def test_only_what_is_new_is_read_for_the_hash(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    first = ledger.checked()
    assert ledger.checked() == first
    note(ledger, "one more")
    read: list[int] = []
    file = ledger._chain.file
    usual = file._read  # type: ignore[attr-defined]

    def counted(count: int, at: int) -> bytes:
        read.append(count)
        return bytes(usual(count, at))

    monkeypatch.setattr(file, "_read", counted)
    assert ledger.checked() != first
    assert sum(read) < 2_000


def test_entries_recorded_between_reading_and_forking_are_there(ledger: Ledger, clock: Clock) -> None:
    digest = ledger.checked()
    with Ledger.open(ledger.path, now=clock) as other:
        note(other, "meanwhile")
    ledger.take_over(digest, now=clock, witness=None)
    assert getattr(ledger.recent(1)[0].what, "text", "") == "meanwhile"
    note(ledger, "and on")


def test_the_hash_goes_on_in_the_next_file(ledger: Ledger, clock: Clock) -> None:
    before = ledger.checked()
    ledger.roll_over(e.Person("Ada Okafor", "AO", "admin", "ada"))
    digest = ledger.checked()
    assert digest != before
    ledger.take_over(digest, now=clock, witness=None)
    note(ledger, "in the new file")
