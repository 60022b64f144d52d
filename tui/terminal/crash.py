"""What is kept of a fault: where in the code it was, and nothing about any patient.

An error's own message and the variables of its frames can hold names, so neither is written down:
only the kind of error, and the module, function and line of each frame.
"""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterator
from pathlib import Path
from traceback import walk_tb

from tui import __version__
from tui.terminal.own_version import is_here

KEPT_NOTES = 20


def describe(error: BaseException) -> str:
    """`error` and the errors behind it, without one word of their messages."""
    parts = [_one(each) for each in _chain(error)]
    return "\nbrought on by\n".join(parts)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _one(error: BaseException) -> str:
    lines = [f"{type(error).__module__}.{type(error).__qualname__}"]
    for frame, line in walk_tb(error.__traceback__):
        where = frame.f_globals.get("__name__", "?")
        lines.append(f"  {where}:{line} in {frame.f_code.co_qualname}")
    if isinstance(error, BaseExceptionGroup):
        lines += [f"  with {describe(each)}" for each in error.exceptions]
    return "\n".join(lines)


def write_note(error: BaseException, folder: Path) -> Path | None:
    """Keep a note of `error` in `folder`, readable by its owner only; None when that is impossible.

    The newest 20 notes are kept.
    """
    moment = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    path = folder / f"fault-{moment}-{os.getpid()}.txt"
    head = f"Stepward {__version__}, Python {platform.python_version()}, {platform.system()}\n{moment}\n\n"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with open(handle, "w", encoding="utf-8") as note:
            note.write(f"{head}{describe(error)}\n")
        for old in sorted(folder.glob("fault-*.txt"))[:-KEPT_NOTES]:
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return path


def last_words(note: Path | None, kept: str = "") -> str:
    """What the person at the terminal is told after a fault, in calm words."""
    why = "because of a fault of its own" if is_here() else "because it was installed anew while it ran"
    lines = [
        f"Stepward had to stop {why}.",
        "What it said was recorded is safe, and nothing is half recorded.",
        *([kept] if kept else []),
    ]
    if note:
        lines.append(f"A note for the maintainers, without patient data, is in {note}")
    return "\n".join(lines)
