"""Bit rot and tampering: never unnoticed, never taken for an unfinished entry; what is good can be read."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from tinydb import Query, TinyDB

from store.errors import Damaged, NotALedger, ReadOnly, Replaced
from store.ledger.ledger import Ledger
from store.log.layout import TAIL
from tests.store.helpers.sim import LEDGER, SimDisk
from tests.store.helpers.ward import MRN, Clock, add, begin

CLOCK = Clock()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A file with twelve entries, and few blanks."""
    with pytest.MonkeyPatch.context() as small:
        small.setattr("store.log.layout.AHEAD", 1024)
        with begin(tmp_path_factory.mktemp("sound"), CLOCK) as ledger:
            for n in range(10):
                add(ledger, f"450 mg given, {n} of 10", CLOCK())
            return ledger.path.read_bytes()


def flipped(sound: bytes, bit: int) -> bytes:
    data = bytearray(sound)
    data[bit // 8] ^= 1 << bit % 8
    return bytes(data)


def test_no_flipped_bit_goes_unnoticed_or_costs_an_entry(sound: bytes) -> None:
    end = sound.index(TAIL)
    ids = [entry["id"] for entry in json.loads(sound)["entries"].values()]
    dice = random.Random(7)
    bits = {dice.randrange(end * 8) for _ in range(2_500)} | {
        dice.randrange(len(sound) * 8) for _ in range(500)
    }
    bits |= set(range((end - 100) * 8, (end + 20) * 8)) | set(range(len(sound) * 8 - 8, len(sound) * 8))
    print(f"{len(bits)} single bits flipped")
    assert len(bits) > 3_000
    for bit in bits:
        disk = SimDisk(flipped(sound, bit))
        if sound.count(b"\n", 0, bit // 8) < 2:
            with pytest.raises(NotALedger):
                Ledger.open(LEDGER, now=CLOCK, disk=disk)
        else:
            with Ledger.open(LEDGER, now=CLOCK, disk=disk, share_ok=True) as ledger:
                kept = [entry.id for entry in ledger.entries()]
                assert kept == ids[: len(kept)]
                if bit // 8 <= end:
                    assert f"after entry {len(kept)} " in ledger.problem
                    assert len(kept) == sound.count(b"\n", 0, bit // 8) - 1
                else:
                    assert kept == ids
                    assert ledger.problem or (ledger.notices and disk.ledger.durable == sound)


def replace(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(old, new, 1)


def swap(data: bytes) -> bytes:
    lines = data.split(b"\n")
    lines[6], lines[7] = lines[7], lines[6]
    return b"\n".join(lines)


def delete(data: bytes) -> bytes:
    lines = data.split(b"\n")
    del lines[6]
    return b"\n".join(lines)


@pytest.mark.parametrize(
    ("change", "good"),
    [(replace(b"450 mg given, 3", b"950 mg given, 3"), 5), (swap, 5), (delete, 5)],
    ids=["digit changed", "entries swapped", "entry deleted"],
)
def test_tampering_is_told_with_the_last_good_entry(
    tmp_path: Path, sound: bytes, change: Callable[[bytes], bytes], good: int
) -> None:
    path = tmp_path / "ward.json"
    path.write_bytes(change(sound))
    before = path.read_bytes()
    with Ledger.open(path, now=CLOCK) as ledger:
        assert ledger.read_only
        assert f"after entry {good} " in ledger.problem
        assert "restore the last backup" in ledger.problem
        assert ledger.position == good
        with pytest.raises(ReadOnly, match=f"after entry {good} "):
            add(ledger, "on top", CLOCK())
    assert path.read_bytes() == before


def test_a_change_made_with_stock_tinydb_is_told(tmp_path: Path, sound: bytes) -> None:
    path = tmp_path / "ward.json"
    path.write_bytes(sound)
    with TinyDB(path) as stock:
        stock.table("entries").update({"zone": "Mars/Base"}, Query().number == 5)
    with pytest.raises(NotALedger):
        Ledger.open(path, now=CLOCK)


def test_damage_that_comes_while_the_ledger_is_open_stops_it(tmp_path: Path, sound: bytes) -> None:
    path = tmp_path / "ward.json"
    path.write_bytes(sound)
    with Ledger.open(path, now=CLOCK) as ledger:
        end = sound.index(TAIL)
        path.write_bytes(sound[:end] + b"\nscribble" + sound[end + 9 :])
        with pytest.raises(Damaged, match="after entry 12 "):
            add(ledger, "on top", CLOCK())
        path.write_bytes(sound[: end - 900].ljust(len(sound)))
        with pytest.raises(Replaced):
            add(ledger, "on top", CLOCK())
        assert ledger.record(MRN).version == 12


@pytest.mark.parametrize("left", [20, 400, 1500, 4096])
def test_a_file_that_was_cut_is_damaged_and_not_repaired(tmp_path: Path, sound: bytes, left: int) -> None:
    path = tmp_path / "ward.json"
    path.write_bytes(sound[:left])
    try:
        with Ledger.open(path, now=CLOCK) as ledger:
            assert "is damaged" in ledger.problem
    except NotALedger:
        assert left < 500
    assert path.read_bytes() == sound[:left]


def test_a_file_cut_within_its_end_is_damaged_and_not_repaired(sound: bytes) -> None:
    end = sound.index(TAIL)
    for left in range(end - 600, end + len(TAIL)):
        disk = SimDisk(sound[:left])
        with Ledger.open(LEDGER, now=CLOCK, disk=disk, share_ok=True) as ledger:
            assert "is damaged" in ledger.problem
        assert disk.ledger.durable == sound[:left]
