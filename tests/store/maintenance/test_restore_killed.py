"""A restore that is killed at any step can be begun again, and until then nobody begins an empty ledger."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from store.errors import NoSuchLedger, NotCopied
from store.files.alone import alone
from store.files.posix import LinuxDisk, PosixDisk
from store.files.restoring import folder_of
from store.ledger.ledger import Ledger
from store.maintenance.backup import backup
from store.maintenance.restore import restore
from store.maintenance.verify import verify
from tests.store.helpers.ward import MRN, NURSE, ZONE, Clock, add, begin

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a child is killed by its own hand")

CHANGES = ("create", "write", "share_like", "sync", "publish", "remove", "sync_folder")


class Dying(LinuxDisk if os.path.exists("/proc/self/fd") else PosixDisk):  # type: ignore[misc]
    """A disk on which the process dies before the call number `last`, or half-way in giving a new name."""

    def __init__(self, last: int) -> None:
        self.left = last

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        return self._counted(found) if name in CHANGES else found

    def _counted(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any) -> Any:
            self.left -= 1
            if self.left == 0 and call.__name__ == "publish":
                os.link(*args)
            if self.left <= 0:
                os._exit(9)
            return call(*args)

        return counted


def killed(source: Path, target: Path, last: int) -> bool:
    """Restore in a process that dies before its change number `last`; whether it got that far."""
    with warnings.catch_warnings():  # The child only renames and copies, and never comes back.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            restore(source, target, disk=Dying(last))
        except BaseException:
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, 9), "the restore failed instead of dying"
    return code == 9


def texts(path: Path) -> list[str]:
    with Ledger.open(path, read_only=True) as ledger:
        return [entry.what.text for entry in ledger.record(MRN).entries if hasattr(entry.what, "text")]


def made(folder: Path, *, several: bool) -> tuple[Path, Path]:
    """A ledger, and an older backup of it."""
    clock = Clock()
    with begin(folder, clock) as ledger:
        add(ledger, "in the backup", clock())
        if several:
            ledger.roll_over(NURSE)
        saved = backup(folder / "ward.json", folder / "saved" if several else folder / "saved.json").path
        add(ledger, "only here", clock())
    return folder / "ward.json", saved / "ward.json" if several else saved


@pytest.mark.parametrize("several", [False, True], ids=["one file", "two files"])
def test_killed_at_any_step_it_goes_on_and_loses_nothing(tmp_path: Path, several: bool) -> None:
    for last in range(1, 200):
        folder = tmp_path / str(last)
        folder.mkdir()
        ledger, saved = made(folder, several=several)
        before = {path.name: path.read_bytes() for path in folder.glob("ward*.json")}
        if not killed(saved, ledger, last):
            break
        if not ledger.exists():
            with pytest.raises(NoSuchLedger, match="Begin the restore again"):
                Ledger.create(ledger, "Empty", ZONE, NURSE)
        restore(saved, ledger)
        assert texts(ledger) == ["in the backup"]
        assert verify(ledger).ok
        kept = [*folder.glob("ward.before-restore-*.json"), *folder.glob("ward.before-restore-*/*.json")]
        assert set(before.values()) <= {path.read_bytes() for path in kept}
        assert not folder_of(ledger).exists()
        assert not list(folder.glob(".*.part"))
    else:
        pytest.fail("the restore never came to its end")
    assert last > 12


def test_another_backup_is_not_mixed_in(tmp_path: Path) -> None:
    ledger, saved = made(tmp_path, several=False)
    other = backup(ledger, tmp_path / "other.json").path
    steps = iter(range(1, 200))
    while not (folder_of(ledger) / "plan").exists():
        killed(saved, ledger, next(steps))
    with pytest.raises(NotCopied, match="An earlier restore, of 3-"):
        restore(other, ledger)
    restore(folder_of(ledger) / "ward.json", ledger)
    assert texts(ledger) == ["in the backup"]
    restore(other, ledger)
    assert texts(ledger) == ["in the backup", "only here"]


def test_two_who_restore_at_once_do_not_get_into_each_others_way(tmp_path: Path) -> None:
    """The second is told, changes nothing, and can restore once the first is done or dead."""
    ledger, saved = made(tmp_path, several=False)
    mark, disk = (
        ledger.with_name("ward.restore-lock"),
        LinuxDisk() if sys.platform == "linux" else PosixDisk(),
    )
    with alone(disk, mark) as mine:
        assert mine
        before = sorted(tmp_path.iterdir())
        with pytest.raises(NotCopied, match="Somebody restores it at this moment"):
            restore(saved, ledger)
        assert sorted(tmp_path.iterdir()) == before
        assert texts(ledger) == ["in the backup", "only here"]
    assert not mark.exists()
    mark.touch()  # Of somebody whose computer lost power.
    restore(saved, ledger)
    assert texts(ledger) == ["in the backup"]
    assert not mark.exists()


def test_many_at_once_leave_one_whole_ledger_and_all_that_was_there(tmp_path: Path) -> None:
    ledger, saved = made(tmp_path, several=False)
    before = ledger.read_bytes()

    def one(_number: int) -> bool:
        try:
            restore(saved, ledger)
        except NotCopied as error:
            return "at this moment" not in str(error)
        return True

    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(one, range(12)))
    assert any(done)
    assert verify(ledger).ok
    assert texts(ledger) == ["in the backup"]
    asides = list(tmp_path.glob("ward.before-restore-*.json"))
    assert len(asides) == sum(done)
    assert before in [path.read_bytes() for path in asides]
