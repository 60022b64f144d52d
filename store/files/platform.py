"""Which disk this computer has."""

from __future__ import annotations

import os
import sys

from store.files.disk import Disk
from store.files.posix import LinuxDisk, MacDisk, PosixDisk
from store.files.windows import WindowsDisk


def this_disk() -> Disk:
    """The disk of the operating system this runs on."""
    if sys.platform == "win32":
        import msvcrt

        return WindowsDisk(msvcrt.locking)
    if sys.platform == "darwin":
        return MacDisk()
    return LinuxDisk() if os.path.exists("/proc/self/fd") else PosixDisk()
