"""A session goes on with the version it was started with, also while another one is installed beside it."""

from __future__ import annotations

import os
import sys


def stay_with_it() -> None:
    """Look for modules where the links on the way to them lead now, wherever they lead later.

    Screens and forms are imported when they are opened: without this, one opened after a link was turned to
    another version would be of that one.
    """
    sys.path[:] = [os.path.realpath(path) if path else path for path in sys.path]
    for name, module in [*sys.modules.items()]:
        if name.partition(".")[0] in ("tui", "store", "protocols") and hasattr(module, "__path__"):
            module.__path__[:] = [os.path.realpath(part) for part in module.__path__]
