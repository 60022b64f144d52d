"""Network shares are refused: their locks and their writes cannot be relied on between computers."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath, PureWindowsPath

from store.errors import NetworkShare

_SHARED = re.compile(
    r"nfs\d?|cifs|smb\w*|9p|fuse|fuse\.(?!fuse-overlayfs$).+|(mac)?fuse\w+fs|afpfs|webdav|ceph|afs|lustre|gfs2|ocfs2|glusterfs"
    r"|beegfs|orangefs|vboxsf|vmhgfs|ncpfs|coda"
)
_MAC_MOUNT = re.compile(r".* on (/.*) \((\w+)[,)]")
_REMOTE_DRIVE = 4
"""What Windows' GetDriveType says of a drive on another computer."""


def refuse_share(path: Path) -> None:
    """Raise NetworkShare when `path`, which need not exist, lies on a share. It must be resolved."""
    kind = kind_of_share(path)
    if kind:
        raise NetworkShare(path, kind)


def kind_of_share(path: Path) -> str:
    """The kind of file system when `path` lies on a share, "" when it is on this computer or not known."""
    try:
        if sys.platform == "win32":
            import ctypes

            return windows_share(str(path), ctypes.windll.kernel32.GetDriveTypeW)
        if sys.platform == "darwin":
            listed = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=True).stdout
            return posix_share(str(path), mac_mounts(listed.splitlines()))
        with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as mounts:
            return posix_share(str(path), linux_mounts(mounts))
    except (OSError, subprocess.SubprocessError):
        return ""


def linux_mounts(lines: Iterable[str]) -> list[tuple[str, str]]:
    """Mount point and kind of file system, from the lines of /proc/self/mountinfo."""
    found = []
    for line in lines:
        place, _, kind = line.partition(" - ")
        point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), place.split()[4])
        found.append((point, kind.split()[0]))
    return found


def mac_mounts(lines: Iterable[str]) -> list[tuple[str, str]]:
    """Mount point and kind of file system, from what macOS's mount lists."""
    return [(match[1], match[2]) for line in lines if (match := _MAC_MOUNT.match(line))]


def posix_share(path: str, mounts: Iterable[tuple[str, str]]) -> str:
    """The kind of the last mount on the deepest mount point above `path`, when it is a share."""
    deepest, kind = "", ""
    for point, found in mounts:
        if PurePosixPath(path).is_relative_to(point) and len(point) >= len(deepest):
            deepest, kind = point, found
    return kind if _SHARED.fullmatch(kind) else ""


def windows_share(path: str, drive_type: Callable[[str], int]) -> str:
    """Whether `path` names another computer, or a drive that is on one."""
    drive = PureWindowsPath(path).drive
    if drive.startswith("\\\\"):
        return "a folder of another computer"
    return "a network drive" if drive_type(drive + "\\") == _REMOTE_DRIVE else ""
