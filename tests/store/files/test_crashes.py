"""A power cut or a kill at any instant: what was acknowledged is kept, nothing else turns up in its place."""

from __future__ import annotations

import os
from collections.abc import Iterable

import pytest

from store.errors import Changed
from store.files.disk import write_all
from store.files.log_file import LogFile
from store.ledger.ledger import Ledger
from store.log import layout
from store.log.layout import TAIL
from store.log.segment_chain import SegmentChain
from tests.store.helpers.crashes import CLOCK, Tally, base, check, cut, look_at, moments
from tests.store.helpers.sim import LEDGER, SECTOR, SimDisk, after_power_cut
from tests.store.helpers.ward import note

DEEP = bool(os.environ.get("STEPWARD_TEST_DEEP"))
"""Look at some hundred thousand states more, which takes many minutes."""

SHORT, LONG = "short", "long " * 150


def tally_of(fillers: Iterable[int], text: str, *, sync: bool = True, **how: bool) -> Tally:
    tally = Tally()
    for filler in fillers:
        content, ids = base(filler)
        look_at(moments(content, ids, text, sync=sync), tally, **how)
    print(f"{len(tally.states)} states, {tally.repaired} repaired, {len(tally.violations)} violations")
    return tally


@pytest.fixture(autouse=True)
def small_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.log.layout.AHEAD", 1024)


@pytest.mark.parametrize("quarter", range(4))
def test_at_each_of_512_alignments(quarter: int) -> None:
    tally = tally_of(range(quarter, SECTOR, 4), SHORT)
    assert tally.violations == []
    assert len(tally.states) > 3_300
    assert tally.repaired > 3_000


@pytest.mark.parametrize("filler", range(0, SECTOR, 30) if DEEP else [130])
def test_a_write_cut_at_each_length_and_power_lost_again_during_the_repair(filler: int) -> None:
    tally = tally_of([filler], LONG if DEEP else "x" * 60, every_length=True, again=True)
    assert tally.violations == []
    assert len(tally.states) > 5_000


@pytest.mark.parametrize("text", [SHORT, LONG])
def test_while_the_file_is_made_longer(text: str) -> None:
    content, _ = base(1500)
    blanks = len(content) - len(content.rstrip())
    tally = tally_of([1500 + (blanks - 600) % layout.PAGE], text)
    assert tally.violations == []
    assert len(tally.states) > 3_000
    assert len({len(state) for state, _ in tally.states}) > 2


def test_without_the_sync_entries_are_lost() -> None:
    assert any("lost" in violation for violation in tally_of([0], SHORT, sync=False).violations)


def test_without_the_repair_the_file_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SegmentChain, "repair", lambda self, tail: "")
    assert len(tally_of([0], SHORT).violations) > 10


def test_with_the_comma_behind_the_entry_a_single_byte_can_take_an_acknowledged_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    good, body_of = layout.check_lines, layout.body_of

    def write(self: LogFile, body: bytes) -> bytes:
        digest = layout.hash_of(self.head, body)
        line = layout.line_of(self.count + 1, digest, body)
        write_all(self._disk, self._file, b",\n" + line + TAIL, self.end)
        self._disk.sync(self._file)
        self.end += 1
        return line

    monkeypatch.setattr(layout, "opening", lambda number, base=0: b' "%d":{"h":"' % number)
    monkeypatch.setattr(
        layout, "check_lines", lambda lines, *rest: good([line.removesuffix(b",") for line in lines], *rest)
    )
    monkeypatch.setattr(layout, "body_of", lambda number, line: body_of(number, line.removesuffix(b",")))
    monkeypatch.setattr(LogFile, "write", write)
    monkeypatch.setattr(LogFile, "spare", lambda self: True)
    content, ids = base(0)
    whole, *_ = reversed(moments(content, ids, SHORT))
    tally = Tally()
    check(whole.file.content, whole.acknowledged, tally, again=False)
    assert tally.violations == []
    one_byte = next(moment for moment in moments(content, ids, SHORT) if moment.writing)
    check(cut(one_byte, 1).content, ids, tally, again=False)
    assert len(tally.violations) == 1


@pytest.mark.parametrize("retry", [True, False], ids=["the same key press again", "another entry"])
def test_what_a_killed_session_wrote_without_its_sync_is_made_safe_before_it_is_told(retry: bool) -> None:
    content, ids = base(0)
    (unsynced,) = (moment for moment in moments(content, ids, SHORT) if moment.file.pending)
    disk = SimDisk(content)
    with Ledger.open(LEDGER, now=CLOCK, disk=disk, share_ok=True) as ledger:
        for offset, data in unsynced.file.pending:
            disk.ledger.write(offset, data)
        if retry:
            assert ledger.append(note(SHORT, CLOCK(), id="in flight"), 3).number == 4
        else:
            with pytest.raises(Changed):
                ledger.append(note("another", CLOCK()), 3)
        assert list(after_power_cut(disk.ledger)) == [disk.ledger.content]
        assert ledger.position == 4
