"""An error of the disk at any call: nothing acknowledged is lost, nothing refused turns up later."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from store.errors import LedgerError, NotSaved, ReadOnly
from store.files.log_file import LogFile
from store.ledger.ledger import Ledger
from store.log import layout
from tests.store.helpers.crashes import CLOCK, base
from tests.store.helpers.sim import LEDGER, SimDisk, after_power_cut
from tests.store.helpers.ward import MRN, add, note

FAULTS = {
    "full": errno.ENOSPC,
    "quota": errno.EDQUOT,
    "input/output": errno.EIO,
    "read-only": errno.EROFS,
    "permission": errno.EACCES,
    "no locks": errno.ENOLCK,
}
CALLS = ("write", "sync", "read", "lock")


class Faulty(SimDisk):
    """Fails at the n-th call of one kind, counted from `arm`, and at the calls of that kind after it."""

    def arm(self, call: str, nth: int, code: int | None, times: int) -> None:
        self.seen, self.fired = 0, 0

        def before(name: str, path: Path, data: bytes, offset: int) -> int | None:
            if name != call:
                return None
            self.seen += 1
            if self.seen < nth or self.fired >= times:
                return None
            self.fired += 1
            if code is None:
                return len(data) // 2
            raise OSError(code, os.strerror(code))

        self.before = before

    def disarm(self) -> None:
        self.before = lambda *_: None


def violations(
    call: str, nth: int, code: int | None, times: int, *, forgetful: bool = False
) -> tuple[bool, list[str]]:
    """Whether the fault fired, and what did not hold, when an entry is recorded while the disk fails."""
    content, ids = base(100)
    disk, wrong = Faulty(content), list[str]()
    disk.forgetful = forgetful
    with Ledger.open(LEDGER, now=CLOCK, disk=disk, share_ok=True) as ledger:
        disk.arm(call, nth, code, times)
        try:
            ledger.append(note("refused", CLOCK(), id="refused"), 3)
            told = None
        except LedgerError as error:
            told = error
        fired = bool(disk.fired)
        disk.disarm()
        certain = not isinstance(told, NotSaved) or told.certain
        if told is None:
            ids.append("refused")
        if certain and [entry.id for entry in ledger.entries()] != ids:
            wrong.append("memory differs from what was told")
        for cut in after_power_cut(disk.ledger):
            with Ledger.open(LEDGER, now=CLOCK, disk=SimDisk(cut), share_ok=True) as found:
                stored = [entry.id for entry in found.entries()]
            if stored != ids and (certain or stored != [*ids, "refused"]):
                wrong.append(f"after a power cut: {stored}")
        version = ledger.record(MRN).version
        if certain:
            add(ledger, "when the cause is gone", CLOCK())
            stored = list(json.loads(disk.ledger.durable)["entries"])
            if len(stored) != len(ids) + 1:
                wrong.append(f"turned up later: {stored}")
        else:
            ledger.append(note("refused", CLOCK(), id="refused"), version)
            if len(json.loads(disk.ledger.durable)["entries"]) != len(ids) + 1:
                wrong.append("a retry was not kept once")
    return fired, wrong


def fails(call: str, forgetful: bool = False) -> bool:
    """Whether something does not hold when the first such call ends in an input/output error."""
    try:
        return bool(violations(call, 1, errno.EIO, 1, forgetful=forgetful)[1])
    except (LedgerError, ValueError):
        return True


@pytest.fixture(autouse=True)
def small_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.log.layout.AHEAD", 1024)


@pytest.mark.parametrize("forgetful", [False, True])
@pytest.mark.parametrize("times", [1, 2, 3, 4])
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("fault", [*FAULTS, "short write"])
def test_an_error_at_the_nth_call_loses_nothing_and_leaves_nothing(
    call: str, fault: str, times: int, forgetful: bool
) -> None:
    if fault == "short write" and call != "write":
        return
    code = FAULTS.get(fault)
    for nth in range(1, 50):
        fired, wrong = violations(call, nth, code, times, forgetful=forgetful)
        assert wrong == [], f"{fault} at {call} {nth}"
        if not fired:
            assert nth > 1
            return
    raise AssertionError("the entry needs too many calls")


def test_memory_changed_before_the_sync_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    write, accept = LogFile.write, LogFile.accept

    def accept_first(self: LogFile, body: bytes) -> bytes:
        count, head, end = self.count, self.head, self.end
        accept(self, layout.line_of(count + 1, layout.hash_of(head, body), body))
        after = self.count, self.head, self.end
        self.count, self.head, self.end = count, head, end
        try:
            return write(self, body)
        finally:
            self.count, self.head, self.end = after

    monkeypatch.setattr(LogFile, "write", accept_first)
    monkeypatch.setattr(LogFile, "accept", lambda self, line: None)
    assert violations("sync", 99, None, 1) == (False, [])
    assert fails("sync")


def test_a_sync_tried_again_instead_of_the_write_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def only_sync(self: LogFile, length: int, error: OSError) -> None:
        self._disk.sync(self._file)

    monkeypatch.setattr(LogFile, "_undo", only_sync)
    assert fails("sync", forgetful=True)


@pytest.mark.parametrize("code", FAULTS.values())
def test_every_fault_is_told_in_words(code: int) -> None:
    disk = Faulty(base(0)[0])
    with Ledger.open(LEDGER, now=CLOCK, disk=disk, share_ok=True) as ledger:
        disk.arm("write", 1, code, 1)
        with pytest.raises(NotSaved) as told:
            add(ledger, "no", CLOCK())
    assert str(told.value).startswith("NOT RECORDED")
    assert os.strerror(code) not in str(told.value) or code == errno.ENOLCK


def test_a_disk_that_fails_twice_says_that_it_is_not_certain() -> None:
    disk = Faulty(base(0)[0])
    with Ledger.open(LEDGER, now=CLOCK, disk=disk, share_ok=True) as ledger:
        disk.arm("sync", 1, errno.EIO, 2)
        with pytest.raises(NotSaved, match="NOT SAVED FOR CERTAIN") as told:
            add(ledger, "perhaps", CLOCK())
        assert not told.value.certain


def test_what_a_disk_that_failed_twice_may_hold_is_cleaned_away_by_the_next_entry() -> None:
    content, _ = base(0)
    disk = Faulty(content)
    disk.forgetful = True
    with Ledger.open(LEDGER, now=CLOCK, disk=disk, share_ok=True) as ledger:
        on_medium: list[bytes] = []
        disk.arm("sync", 1, errno.EIO, 2)
        fail = disk.before

        def reach_the_medium(name: str, path: Path, data: bytes, offset: int) -> int | None:
            if name == "sync" and not on_medium:
                on_medium.append(disk.ledger.content)
            return fail(name, path, data, offset)

        disk.before = reach_the_medium
        with pytest.raises(NotSaved, match="NOT SAVED FOR CERTAIN"):
            add(ledger, "a long entry " * 100, CLOCK())
        disk.disarm()
        disk.ledger.durable = on_medium[0]
        add(ledger, "a short one", CLOCK())
    assert len(json.loads(disk.ledger.durable)["entries"]) == 4


def test_an_almost_full_disk_is_told_long_before_entries_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.log.layout.AHEAD", 64 * 1024)
    disk = Faulty(base(0)[0])
    with Ledger.open(LEDGER, now=CLOCK, disk=disk, share_ok=True) as ledger:
        full = len(disk.ledger.content)

        def before(name: str, path: Path, data: bytes, offset: int) -> int | None:
            if name == "write" and offset + len(data) > full:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return None

        disk.before = before
        told_at: list[int] = []

        def fill() -> None:
            while True:
                kept = add(ledger, "one more", CLOCK())
                told_at.extend([kept.number] if ledger.notices and not told_at else [])

        with pytest.raises(NotSaved, match="The disk is full"):
            fill()
        last = ledger.position
        assert told_at[0] < last - 50
        disk.disarm()
        add(ledger, "after some space was freed", CLOCK())
        assert len(json.loads(disk.ledger.durable)["entries"]) == last + 1


def test_an_unfinished_entry_on_a_full_disk_waits_for_its_repair() -> None:
    content, _ = base(0)
    end = content.index(b"\n}}\n")
    torn = content[:end] + b'\n,"4":{"h":"0123'.ljust(len(content) - end)
    disk = Faulty(torn)
    disk.arm("create", 1, errno.ENOSPC, 99)
    with Ledger.open(LEDGER, now=CLOCK, disk=disk, share_ok=True) as ledger:
        assert "could not be put right" in ledger.notices[0]
        with pytest.raises(NotSaved, match="The disk is full"):
            add(ledger, "no", CLOCK())
        disk.disarm()
        assert add(ledger, "yes", CLOCK()).number == 4
    beside = next(file for path, file in disk.files.items() if "unfinished-4" in path.name)
    assert beside.durable == b'\n,"4":{"h":"0123'


def test_a_file_one_may_not_write_is_opened_to_be_read() -> None:
    class Guarded(SimDisk):
        def open(self, path: Path, write: bool) -> int:
            if write:
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            return super().open(path, write)

    content, ids = base(0)
    with Ledger.open(LEDGER, now=CLOCK, disk=Guarded(content), share_ok=True) as reader:
        assert reader.read_only
        assert "may no longer write" in reader.problem
        assert [entry.id for entry in reader.entries()] == ids
        with pytest.raises(ReadOnly, match="may no longer write"):
            add(reader, "no", CLOCK())


def test_no_entry_gets_larger_than_a_repair_can_undo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.ledger.ledger.check", lambda *_: None)
    disk = SimDisk(base(0)[0])
    with Ledger.open(LEDGER, now=CLOCK, disk=disk, share_ok=True) as ledger:
        with pytest.raises(NotSaved, match="at most 4,194,304"):
            add(ledger, "x" * 4_300_000, CLOCK())
        add(ledger, "x" * 4_000_000, CLOCK())
    assert len(json.loads(disk.ledger.durable)["entries"]) == 4
