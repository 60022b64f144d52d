"""Rights of a shared folder: new files fit it whatever the umask, and what does not fit is said in words."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.access.permissions import sharing_faults
from store.ledger.ledger import Ledger
from tests.store.helpers.ward import NURSE, ZONE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="rights as on POSIX")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that everybody can reach, in the tree of a user whose umask lets nobody in."""
    for parent in (tmp_path, *tmp_path.parents):
        if parent.stat().st_uid == os.geteuid() and not parent.stat().st_mode & stat.S_IXOTH:
            parent.chmod(stat.S_IMODE(parent.stat().st_mode) | stat.S_IXOTH)
    umask = os.umask(0o077)
    folder = tmp_path / "ward-3"
    folder.mkdir()
    yield folder
    os.umask(umask)


def begin(folder: Path, mode: int) -> Path:
    folder.chmod(mode)
    with Ledger.create(folder / "ward.json", "Ward 3", ZONE, NURSE) as ledger:
        return ledger.path


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(
    ("mode", "file"), [(0o2770, 0o660), (0o700, 0o600), (0o755, 0o640), (0o2775, 0o660), (0o1777, 0o660)]
)
def test_a_new_ledger_is_for_those_the_folder_is_for_whatever_the_umask(
    folder: Path, mode: int, file: int
) -> None:
    assert rights(begin(folder, mode)) == file


def test_a_folder_as_it_should_be_is_not_mentioned(folder: Path) -> None:
    for mode in (0o700, 0o2770):
        path = begin(folder, mode)
        assert sharing_faults(path) == []
        path.unlink()


def test_each_fault_is_said_with_what_puts_it_right(folder: Path) -> None:
    path = begin(folder, 0o755)
    path.chmod(0o644)
    (told,) = sharing_faults(path)
    assert "Everybody on this computer can read" in told
    assert f"chmod o-rwx {path}" in told
    folder.chmod(0o750)
    assert sharing_faults(path) == [], "the folder closes it off"
    folder.chmod(0o777)
    path.chmod(0o660)
    words = " ".join(sharing_faults(path))
    assert "take" in words
    assert "chmod g+s" in words
    folder.chmod(0o2770)
    path.chmod(0o640)
    (told,) = sharing_faults(path)
    assert "Colleagues" in told
    assert "chmod g+rw" in told


def test_what_is_not_there_is_no_fault(tmp_path: Path) -> None:
    assert sharing_faults(tmp_path / "gone" / "ward.json") == []
