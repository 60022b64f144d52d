"""A ledger that was read before opens with no line checked anew, and what is wrong with it shows as ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import LedgerError
from store.files import read_before
from store.ledger.ledger import Ledger
from store.ledger.witness import Witness
from store.log import layout
from tests.store.helpers.ward import MRN, NURSE, Clock, add, begin

Told = tuple[object, ...]


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(read_before, "WORTH", 5)
    (tmp_path / "state").mkdir()
    return tmp_path / "state"


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock, state: Path) -> Path:
    with begin(tmp_path, clock) as ledger:
        for n in range(12):
            add(ledger, f"450 mg given, {n} of 12", clock())
    return ledger.path


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many lines were held against the chain of hashes, at a time."""
    counted, check = list[int](), layout.check_lines

    def counting(lines: list[bytes], *args: object) -> tuple[int, bytes]:
        counted.append(len(lines))
        return check(lines, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(layout, "check_lines", counting)
    return counted


def told(path: Path, state: Path | None, clock: Clock) -> Told:
    """All that an opened ledger says."""
    try:
        with Ledger.open(path, now=clock, witness=Witness(state) if state else None) as ledger:
            people = ledger.patients()
            return ledger.problem, people, [ledger.record(one) for one in people], ledger.recent(50)
    except LedgerError as error:
        return (str(error),)


def test_it_is_compared_and_not_checked_again(
    ledger: Path, state: Path, clock: Clock, checked: list[int]
) -> None:
    first = told(ledger, state, clock)
    assert sum(checked) > 12
    checked.clear()
    assert told(ledger, state, clock) == first
    assert sum(checked) == 0
    with Ledger.open(ledger, now=clock) as other:
        for n in range(7):
            add(other, f"300 mg given, {n}", clock())
    for new in (7, 0):  # these seven are checked once, and kept with the others
        checked.clear()
        seen = told(ledger, state, clock)
        assert sum(checked) == new
        assert seen == told(ledger, None, clock)


@pytest.mark.parametrize("part", range(8))
def test_a_byte_that_rots_shows_as_if_nothing_had_been_kept(
    part: int, ledger: Path, state: Path, clock: Clock
) -> None:
    told(ledger, state, clock)
    data = bytearray(ledger.read_bytes())
    end = data.index(layout.TAIL)
    data[(end - 2) * part // 7 + 1] ^= 1
    ledger.write_bytes(data)
    without = told(ledger, None, clock)
    found = told(ledger, state, clock)
    assert found[0], "it was not found"
    assert found == without


@pytest.mark.parametrize("at", [0, 80, -1])
def test_what_was_kept_and_is_damaged_cut_or_gone_is_read_anew(
    at: int, ledger: Path, state: Path, clock: Clock, checked: list[int]
) -> None:
    first = told(ledger, state, clock)
    (kept,) = state.glob("read-*")
    data = bytearray(kept.read_bytes())
    data[at] ^= 1
    for wrong in (bytes(data), bytes(data[:at]), b""):
        kept.write_bytes(wrong)
        checked.clear()
        assert told(ledger, state, clock) == first
        assert sum(checked) > 12


def test_another_version_that_knows_other_kinds_reads_for_itself(
    ledger: Path, state: Path, clock: Clock, checked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    told(ledger, state, clock)
    monkeypatch.setattr(read_before, "KNOWN_KINDS", "others")
    checked.clear()
    told(ledger, state, clock)
    assert sum(checked) > 12


def test_it_holds_no_word_of_a_patient_and_only_the_account_reads_it(
    ledger: Path, state: Path, clock: Clock
) -> None:
    told(ledger, state, clock)
    (kept,) = state.glob("read-*")
    assert MRN.encode() not in kept.read_bytes()
    assert kept.stat().st_mode & 0o077 == 0


def test_the_file_in_which_it_goes_on_is_compared_too(
    ledger: Path, state: Path, clock: Clock, checked: list[int]
) -> None:
    with Ledger.open(ledger, now=clock) as opened:
        opened.roll_over(NURSE)
        for n in range(7):
            add(opened, f"300 mg given, {n}", clock())
    first = told(ledger, state, clock)
    checked.clear()
    assert told(ledger, state, clock) == first == told(ledger, None, clock)
    assert checked[0] == 0
