"""Whether the screens can be shown here, asked before anything of Textual is imported."""

from __future__ import annotations

import sys
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Protocol

PLAIN_TEXT_HINT = "For plain text use: stepward list"

_KEPT = frozenset({"TEXTUAL_COLOR_SYSTEM", "TEXTUAL_FPS", "TEXTUAL_ANIMATIONS", "TEXTUAL_DISABLE_KITTY_KEY"})

_COLOURFUL = frozenset({"alacritty", "contour", "foot", "ghostty", "kitty", "mlterm", "rio", "wezterm"})
"""Terminals with 16 million colours, by what TERM is in them, or a part of it."""


class Stream(Protocol):
    """What preflight asks of stdin, stdout and stderr."""

    def isatty(self) -> bool:
        """Whether a terminal is at the other end."""
        ...


def obstacle(environ: MutableMapping[str, str], *streams: Stream | None) -> str | None:
    """One sentence on why the screens cannot be shown, or None when they can.

    `streams` are stdin, stdout and stderr: keys come from the first, the size of the window from the
    second, and Textual draws on the third. A closed one is None.
    """
    if not all(stream is not None and stream.isatty() for stream in streams):
        return f"A terminal is needed, but input or output is redirected. {PLAIN_TEXT_HINT}"
    if environ.get("TERM") == "dumb":
        return f"This terminal (TERM=dumb) cannot show the screens. {PLAIN_TEXT_HINT}"
    return None


def keep_private(environ: MutableMapping[str, str]) -> None:
    """Take out of `environ` what makes Textual log keys, draw to a file or load foreign code.

    An empty NO_COLOR goes too: by its convention (no-color.org) only a value that is not empty counts.
    """
    for name in [name for name in environ if name == "TEXTUAL" or name.startswith("TEXTUAL_")]:
        if name not in _KEPT:
            del environ[name]
    if environ.get("NO_COLOR") == "":
        del environ["NO_COLOR"]


def tell_colours(environ: MutableMapping[str, str]) -> None:
    """Say in `environ` that a terminal has the colours that its name stands for: ssh sends no COLORTERM."""
    if _COLOURFUL.intersection(environ.get("TERM", "").split("-")):
        environ.setdefault("COLORTERM", "truecolor")


def leave_no_dump() -> None:
    """Let no signal leave a picture of the memory, with patients in it, in the folder this was started in."""
    if sys.platform != "win32":
        import resource

        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
