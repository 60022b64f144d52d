"""A session started by `--as`, as an SSH key does with a forced command: nothing it brings along counts.

What the caller wanted to run, and what it put into the environment, are dropped before anything is read.
"""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping

_KEPT = frozenset(
    {
        *(
            "TERM",
            "COLORTERM",
            "COLORFGBG",
            "NO_COLOR",
            "LANG",
            "LC_ALL",
            "LC_CTYPE",
            "SSH_CONNECTION",
            "SSH_TTY",
        ),
        *("SYSTEMROOT", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TEMP", "TMP"),  # Windows needs these
    }
)
"""What says how the terminal is, or where the system is."""

ASKED = "SSH_ORIGINAL_COMMAND"
"""What the caller of a forced command wanted to run instead."""

WORD = "This key opens Stepward and nothing else. What you asked for was not run."


def confine(environ: MutableMapping[str, str]) -> str:
    """Leave in `environ` only what says how the terminal is; a sentence where something else was asked for.

    The home folder is the account's own, whatever the caller says: the state folder is found from it.
    """
    asked = environ.get(ASKED)
    for name in [name for name in environ if name.upper() not in _KEPT]:
        del environ[name]
    if sys.platform != "win32":
        import pwd

        account = pwd.getpwuid(os.geteuid())
        environ["HOME"], environ["USER"] = account.pw_dir, account.pw_name
    return WORD if asked else ""
