"""Network shares are refused in words, on each operating system; the override is at one's own risk."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import NetworkShare
from store.files.network_share import kind_of_share, linux_mounts, mac_mounts, posix_share, windows_share
from store.ledger.ledger import Ledger
from tests.store.helpers.ward import NURSE, ZONE

LINUX = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:26 / /srv rw shared:9 - nfs4 server:/export rw,vers=4.2
31 30 8:2 / /srv/local rw shared:10 - xfs /dev/sdb1 rw
32 22 0:27 / /home/ward\\0403 rw shared:11 - cifs //server/ward rw
33 22 0:28 / /mnt/ssh rw - fuse.sshfs me@there: rw
34 22 8:3 / /mnt/stick rw - fuseblk /dev/sdc1 rw
35 22 8:4 / /mnt/over rw - ext4 /dev/sdd1 rw
36 22 0:29 / /mnt/over rw - nfs server:/x rw
""".splitlines()

MAC = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled)
//ada@server/ward on /Volumes/ward (smbfs, nodev, nosuid, mounted by ada)
""".splitlines()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/ward.json", "nfs4"),
        ("/srv/local/ward.json", ""),
        ("/home/ward 3/ward.json", "cifs"),
        ("/home/ward 33/ward.json", ""),
        ("/mnt/ssh/ward.json", "fuse.sshfs"),
        ("/mnt/stick/ward.json", ""),
        ("/mnt/over/ward.json", "nfs"),
        ("/var/ward.json", ""),
    ],
)
def test_on_linux_the_last_mount_on_the_deepest_mount_point_counts(path: str, kind: str) -> None:
    assert posix_share(path, linux_mounts(LINUX)) == kind


def test_on_macos_the_list_of_mounts_is_read() -> None:
    assert posix_share("/Volumes/ward/ward.json", mac_mounts(MAC)) == "smbfs"
    assert posix_share("/System/Volumes/Data/ward.json", mac_mounts(MAC)) == ""


def test_on_windows_the_kind_of_drive_is_asked_for() -> None:
    assert windows_share(r"\\server\ward\ward.json", lambda _: 3)
    assert windows_share(r"N:\ward.json", {"N:\\": 4}.__getitem__)
    assert windows_share(r"C:\ward.json", {"C:\\": 3}.__getitem__) == ""


def test_the_disk_of_this_computer_is_no_share(tmp_path: Path) -> None:
    assert kind_of_share(tmp_path) == ""


def test_a_ledger_on_a_share_is_neither_made_nor_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.files.network_share.kind_of_share", lambda path: "nfs4")
    path = tmp_path / "ward.json"
    with pytest.raises(NetworkShare, match=r"network share \(nfs4\)"):
        Ledger.create(path, "Ward 3", ZONE, NURSE)
    assert list(tmp_path.iterdir()) == []
    Ledger.create(path, "Ward 3", ZONE, NURSE, share_ok=True).close()
    with pytest.raises(NetworkShare):
        Ledger.open(path)
    Ledger.open(path, share_ok=True).close()
