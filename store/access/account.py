"""The account of the operating system this process runs under."""

from __future__ import annotations

import getpass
import os
import sys


def is_system_administrator() -> bool:
    """Whether this process may do everything on this computer: root, or an administrator of Windows."""
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.shell32.IsUserAnAdmin())
    return os.geteuid() == 0


def is_remote() -> bool:
    """Whether this is a session over SSH, whose computer stands elsewhere."""
    return bool(os.environ.get("SSH_CONNECTION") or os.environ.get("SSH_TTY"))


def account_name() -> str:
    """Its name, "" where it has none. Asked of the system: the environment can say anything."""
    try:
        if sys.platform != "win32":
            import pwd

            return pwd.getpwuid(os.geteuid()).pw_name
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
