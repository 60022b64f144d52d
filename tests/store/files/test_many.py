"""Many sessions at once: nothing lost, nothing doubled, numbers without a gap, readers that never go back."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from tinydb import TinyDB

from store.errors import Busy, LedgerError
from store.files.posix import LinuxDisk
from store.ledger.ledger import Ledger
from store.ledger.reader import utc_now
from tests.store.helpers.ward import MRN, NURSE, ZONE, admission
from tests.store.helpers.workers import follow, race, read_stock, start, write

WRITERS = int(os.environ.get("STEPWARD_TEST_WRITERS", "8"))
EACH = int(os.environ.get("STEPWARD_TEST_EACH", "500"))
RACES = int(os.environ.get("STEPWARD_TEST_RACES", "1000"))


def acknowledged(folder: Path) -> list[str]:
    return [line for file in folder.glob("*.acknowledged") for line in file.read_text().splitlines()]


def new_ledger(folder: Path) -> Path:
    with Ledger.create(folder / "ward.json", "Ward 3", ZONE, NURSE) as ledger:
        return ledger.path


def test_many_writers_and_readers_lose_and_double_nothing(tmp_path: Path) -> None:
    path = new_ledger(tmp_path)
    last = 1 + WRITERS * (EACH + 1)
    readers = [start(follow, path, last), start(follow, path, last), start(read_stock, path, last)]
    writers = [start(write, path, f"writer {n}", EACH) for n in range(WRITERS)]
    for process in writers + readers:
        process.join(300)
    assert [process.exitcode for process in writers + readers] == [0] * (WRITERS + 3)
    with Ledger.open(path) as ledger:
        kept = ledger.entries()
        assert ledger.problem == ""
    assert [entry.number for entry in kept] == list(range(1, last + 1))
    ids = [entry.id for entry in kept if "/" in entry.id]
    lost = set(acknowledged(tmp_path)) - set(ids)
    print(f"{WRITERS} x {EACH}: {len(ids)} kept, {len(lost)} lost, {len(ids) - len(set(ids))} doubled")
    assert sorted(ids) == sorted(acknowledged(tmp_path))
    assert len(set(ids)) == WRITERS * EACH
    with TinyDB(path, access_mode="r") as stock:
        assert len(stock.table("entries").all()) == last


class Overtaken(LinuxDisk):
    """A disk on which, between the reading and the first write, somebody else has the time to act."""

    def __init__(self, act: Callable[[], None], locked: bool) -> None:
        self.act: list[Callable[[], None]] = [act]
        self.locked = locked

    def try_lock(self, file: int, shared: bool) -> bool:
        return not self.locked or super().try_lock(file, shared)

    def write(self, file: int, data: bytes, offset: int) -> int:
        while self.act:
            self.act.pop()()
        return super().write(file, data, offset)


@pytest.mark.skipif(sys.platform != "linux", reason="the disk of Linux stands in for all")
@pytest.mark.parametrize(("locked", "told"), [(True, "busy"), (False, "kept")])
def test_without_the_lock_a_note_that_comes_between_reading_and_writing_is_lost(
    tmp_path: Path, locked: bool, told: str
) -> None:
    path = new_ledger(tmp_path)
    outcomes: list[str] = []

    def another_session() -> None:
        with Ledger.open(path, disk=Overtaken(lambda: None, locked), patience=0) as other:
            try:
                outcomes.append("kept" if other.append(admission(utc_now(), "B", id="between"), 0) else "")
            except Busy:
                outcomes.append("busy")

    with suppress(LedgerError), Ledger.open(path, disk=Overtaken(another_session, locked)) as ledger:
        ledger.append(admission(utc_now(), "A", id="first"), 0)
    assert outcomes == [told]
    with Ledger.open(path) as ledger:
        kept = [entry.id for entry in ledger.entries()]
    assert "first" in kept
    assert (
        "between" not in kept
    )  # which is what whoever was told "busy" knows, and whoever was told "kept" not


def test_of_two_who_give_the_same_dose_one_is_stored_and_one_is_told_by_whom(tmp_path: Path) -> None:
    path = new_ledger(tmp_path)
    with Ledger.open(path) as ledger:
        ledger.append(admission(utc_now()), 0)
    racers = [start(race, path, MRN, name, RACES) for name in ("ada", "ben")]
    for racer in racers:
        racer.join(300)
    assert [racer.exitcode for racer in racers] == [0, 0]
    files = (tmp_path / "ada.race", tmp_path / "ben.race")
    ada, ben = ([line.split(" ", 1) for line in file.read_text().splitlines()] for file in files)
    assert len(ada) == len(ben) == RACES
    for (hers, she_was_told), (his, he_was_told) in zip(ada, ben, strict=True):
        assert {hers, his} == {"stored", "changed"}
        assert she_was_told == he_was_told
        assert she_was_told.startswith("ada " if hers == "stored" else "ben ")
    wins = [hers for hers, _ in ada].count("stored")
    print(f"{RACES} races, each stored once: {wins} by one, {RACES - wins} by the other")
    with Ledger.open(path) as ledger:
        assert len(ledger.record(MRN).entries) == 1 + RACES
