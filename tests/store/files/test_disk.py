"""The disks of other operating systems, through the seam, with what those systems offer stood in for."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

from store.errors import AlreadyThere, Busy, Replaced
from store.files.disk import Disk
from store.files.lock import FileLock
from store.files.platform import this_disk
from store.files.posix import MacDisk, PosixDisk
from store.files.windows import WindowsDisk
from store.ledger.ledger import Ledger
from tests.store.helpers.ward import NURSE, ZONE, Clock, add, admission

CLOCK = Clock()


class Locking:
    """msvcrt.locking: exclusive, by handle, mandatory for the bytes that are locked."""

    def __init__(self) -> None:
        self.held: dict[tuple[int, int], int] = {}

    def __call__(self, file: int, mode: int, count: int) -> None:
        assert count == 1
        at = (os.fstat(file).st_ino, os.lseek(file, 0, os.SEEK_CUR))
        assert at[1] > 1 << 38, "a byte of the data must never be locked"
        if mode == WindowsDisk.UNLOCK:
            assert self.held.pop(at) == file
        elif at in self.held:
            raise OSError(errno.EACCES, "Permission denied")
        else:
            self.held[at] = file


class PosixRename(WindowsDisk):
    """Windows' rename refuses to take the place of a file."""

    def publish(self, source: Path, target: Path) -> None:
        if target.exists():
            raise FileExistsError(errno.EEXIST, "there is one")
        super().publish(source, target)


@pytest.fixture(params=["posix", "mac", "mac without full sync", "windows"])
def disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Disk:
    if request.param == "windows":
        for missing in ("pread", "pwrite", "fdatasync"):
            monkeypatch.delattr(os, missing)
        return PosixRename(Locking())
    if request.param.startswith("mac"):
        full = request.param == "mac"

        def fcntl(file: int, command: int) -> int:
            assert command == MacDisk.FULL_SYNC == 51
            if not full:
                raise OSError(errno.ENOTSUP, "not here")
            os.fsync(file)
            return 0

        monkeypatch.setattr("store.files.posix.fcntl.fcntl", fcntl)
        monkeypatch.delattr(os, "fdatasync")
        return MacDisk()
    return PosixDisk()


def test_a_ledger_is_kept_shared_and_followed_on_every_system(disk: Disk, tmp_path: Path) -> None:
    path = tmp_path / "ward.json"
    with Ledger.create(path, "Ward 3", ZONE, NURSE, now=CLOCK, disk=disk) as ledger:
        ledger.append(admission(CLOCK()), 0)
        with pytest.raises(AlreadyThere):
            Ledger.create(path, "Ward 3", ZONE, NURSE, now=CLOCK, disk=disk)
        with Ledger.open(path, now=CLOCK, disk=disk) as other:
            theirs = add(other, "theirs", CLOCK())
            assert ledger.refresh() == [theirs]
            assert other.refresh() == []
        for n in range(300):
            add(ledger, f"note {n} " + "x" * 500, CLOCK())
    with Ledger.open(path, now=CLOCK, disk=disk) as again:
        assert again.position == 303
        assert not again.problem


def test_who_does_not_get_the_lock_in_time_is_told_on_every_system(disk: Disk, tmp_path: Path) -> None:
    path = tmp_path / "ward.json"
    with Ledger.create(path, "Ward 3", ZONE, NURSE, now=CLOCK, disk=disk):
        pass
    with Ledger.open(path, now=CLOCK, disk=disk, patience=0.05) as ledger:
        with FileLock(disk, path).held(1), pytest.raises(Busy):
            ledger.append(admission(CLOCK()), 0)
        assert ledger.append(admission(CLOCK()), 0).number == 2


def test_a_lock_that_comes_free_is_taken_by_who_waits_for_it(disk: Disk, tmp_path: Path) -> None:
    path = tmp_path / "ward.json"
    Ledger.create(path, "Ward 3", ZONE, NURSE, now=CLOCK, disk=disk).close()
    mine, theirs, got = FileLock(disk, path), FileLock(disk, path), threading.Event()

    def wait() -> None:
        with theirs.held(30):
            got.set()

    waiting = threading.Thread(target=wait)
    with mine.held(1):
        waiting.start()
        assert not got.wait(0.05)
    assert got.wait(30)
    waiting.join()
    mine.close()
    theirs.close()


def test_a_wait_given_up_leaves_no_lock_behind(tmp_path: Path) -> None:
    path = tmp_path / "ward.json"
    Ledger.create(path, "Ward 3", ZONE, NURSE, now=CLOCK).close()
    mine, theirs = FileLock(this_disk(), path), FileLock(this_disk(), path)
    for _ in range(5):
        with mine.held(1), pytest.raises(Busy), theirs.held(0.01):
            pass
    with theirs.held(30), pytest.raises(Busy), mine.held(0.01):
        pass
    with mine.held(30):
        pass
    mine.close()
    theirs.close()


class SlowToWake(PosixDisk):
    """A busy computer: who waits in the kernel's queue wakes some milliseconds after the lock is free."""

    def wait_lock(self, file: int, shared: bool) -> None:
        while not self.try_lock(file, shared):
            threading.Event().wait(0.003)


@pytest.mark.parametrize("disk", [SlowToWake(), WindowsDisk(Locking())], ids=["busy computer", "windows"])
def test_who_wants_the_lock_again_at_once_comes_after_who_was_waiting(disk: Disk, tmp_path: Path) -> None:
    path = tmp_path / "ward.json"
    path.touch()
    greedy, patient = FileLock(disk, path), FileLock(disk, path)
    done, in_turn, turns = threading.Event(), threading.Event(), [0]

    def again_and_again() -> None:
        while not done.is_set() and turns[0] < 2_000:
            with greedy.held(30):
                turns[0] += 1
                in_turn.set()
                done.wait(0.002)

    hogging = threading.Thread(target=again_and_again)
    hogging.start()
    taken = []
    for _ in range(10):
        in_turn.clear()
        assert in_turn.wait(30)
        before = turns[0]
        with patient.held(30):
            taken.append(turns[0] - before)
    done.set()
    hogging.join()
    greedy.close()
    patient.close()
    assert sum(taken) < 50, taken


def test_who_is_stopped_at_the_head_of_the_queue_is_passed_by(disk: Disk, tmp_path: Path) -> None:
    path = tmp_path / "ward.json"
    path.touch()
    stopped = disk.open_queue(path)
    assert disk.try_lock(stopped, False)
    lock, other = FileLock(disk, path), disk.open(path, False)
    with lock.held(0.3):
        assert not disk.try_lock(other, False)
    disk.close(other)
    disk.unlock(stopped)
    disk.close(stopped)
    lock.close()


def test_a_file_deleted_while_it_is_open_is_noticed_on_every_system(disk: Disk, tmp_path: Path) -> None:
    path = tmp_path / "ward.json"
    with Ledger.create(path, "Ward 3", ZONE, NURSE, now=CLOCK, disk=disk) as ledger:
        path.unlink()
        with pytest.raises(Replaced):
            ledger.append(admission(CLOCK()), 0)


def test_one_commit_makes_only_the_calls_it_needs(tmp_path: Path) -> None:
    """Queue, lock, the name, last entry and end, one write, one sync, the lock let go: nothing else."""
    calls: list[str] = []

    class Listening(type(this_disk())):  # type: ignore[misc]
        def __getattribute__(self, name: str) -> object:
            found = super().__getattribute__(name)
            if callable(found) and not name.startswith("_"):
                calls.append(name)
            return found

    with Ledger.create(tmp_path / "ward.json", "Ward 3", ZONE, NURSE, now=CLOCK, disk=Listening()) as ledger:
        ledger.append(admission(CLOCK()), 0)
        ledger.record("00481-7")
        calls.clear()
        add(ledger, "one more", CLOCK())
        assert calls == [
            "try_lock",
            "try_lock",
            "unlock",
            "is_named",
            "read",
            "write",
            "sync",
            "unlock",
        ]


def test_a_write_that_the_kernel_cuts_short_is_undone_and_told(tmp_path: Path) -> None:
    """A real short write: the process may not make files longer than they are, and tells so in words."""
    if sys.platform == "win32":
        return  # There are no such limits there.
    script = f"""
        import resource, signal, sys
        from pathlib import Path
        from store.errors import NotSaved
        from store.ledger.ledger import Ledger, utc_now
        from tests.store.helpers.ward import NURSE, ZONE, add, admission
        with Ledger.create(Path({str(tmp_path)!r}) / "ward.json", "Ward 3", ZONE, NURSE) as ledger:
            ledger.append(admission(utc_now()), 0)
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            size = ledger.path.stat().st_size
            resource.setrlimit(resource.RLIMIT_FSIZE, (size + 1000, resource.RLIM_INFINITY))
            kept = 2
            try:
                while True:
                    kept = add(ledger, "x" * 900, utc_now()).number
            except NotSaved as told:
                print(kept, ledger.notices, told)
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            assert add(ledger, "after", utc_now()).number == kept + 1
        with Ledger.open(ledger.path) as again:
            assert not again.problem and again.position == kept + 1
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
    )
    assert done.returncode == 0, done.stderr
    assert "almost full" in done.stdout
    assert "may not grow any more" in done.stdout


def test_where_files_cannot_be_linked_they_are_renamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(source: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "this file system has no links")

    monkeypatch.setattr(os, "link", link)
    path = tmp_path / "ward.json"
    Ledger.create(path, "Ward 3", ZONE, NURSE, now=CLOCK, disk=PosixDisk()).close()
    with pytest.raises(AlreadyThere):
        Ledger.create(path, "Ward 3", ZONE, NURSE, now=CLOCK, disk=PosixDisk())
    assert [file.name for file in tmp_path.iterdir()] == ["ward.json"]
