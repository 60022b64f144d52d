"""A session goes on with the version it was started with, also while another one is installed beside it."""

from __future__ import annotations

import os
import sys

REPLACED = (
    "Stepward was installed anew, or taken away, while you worked, and this needs a part of it that was not "
    "open yet. What was recorded is safe. Finish what is open, then press Ctrl+Q and start it again."
)
_MARK = "tui"
"""The package whose first file tells one installation from another: every installation writes it anew."""

_started: list[tuple[int, ...]] = []


def stay_with_it() -> None:
    """Look for modules where the links on the way to them lead now, wherever they lead later.

    Screens and forms are imported when they are opened: without this, one opened after a link was turned to
    another version would be of that one.
    """
    sys.path[:] = [os.path.realpath(path) if path else path for path in sys.path]
    for name, module in [*sys.modules.items()]:
        if name.partition(".")[0] in ("tui", "store", "protocols") and hasattr(module, "__path__"):
            module.__path__[:] = [os.path.realpath(part) for part in module.__path__]
    _started[:] = [_installed()]


def is_here() -> bool:
    """Whether the files it was started from are there still: what was not imported yet can be."""
    return not _started or _started[0] == _installed() != ()


def _installed() -> tuple[int, ...]:
    try:
        known = os.stat(os.path.join(sys.modules[_MARK].__path__[0], "__init__.py"))
    except OSError:
        return ()
    return known.st_dev, known.st_ino, known.st_size, known.st_mtime_ns
