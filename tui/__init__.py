"""What a person sees and presses: screens, widgets, keys, the command line."""

import sys
from importlib.util import find_spec
from os.path import dirname, realpath
from types import TracebackType

_told = sys.excepthook


def _quiet(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Ctrl+C before the command line has been read ends the program as any does: without a traceback."""
    if not issubclass(kind, KeyboardInterrupt):
        _told(kind, error, trace)


sys.excepthook = _quiet


def _elsewhere() -> str:
    """The sentence for whoever has another package in the place of one of the three; else ""."""
    here = dirname(dirname(realpath(__file__)))
    for name in ("store", "protocols"):
        spec = find_spec(name)
        there = [*(spec.submodule_search_locations or ()), spec.origin] if spec else []
        if not there or dirname(realpath(there[0] or "")) != here:
            where = (
                f"Another package named {name} lies in the place of Stepward's: {there[0]}"
                if there
                else (f"Stepward's package {name} is not beside tui in {here}")
            )
            return f"{where}. Install Stepward in an environment of its own: pipx, uv tool, venv."
    return ""


if _said := _elsewhere():
    sys.stderr.write(f"stepward: {_said}\n")
    sys.exit(2)

from store import __version__ as __version__  # noqa: E402 - a stranger was told before
