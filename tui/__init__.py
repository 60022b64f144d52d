"""What a person sees and presses: screens, widgets, keys, the command line."""

import sys
from types import TracebackType

__version__ = "0.1.0"


_told = sys.excepthook


def _quiet(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Ctrl+C before the command line has been read ends the program as any does: without a traceback."""
    if not issubclass(kind, KeyboardInterrupt):
        _told(kind, error, trace)


sys.excepthook = _quiet
