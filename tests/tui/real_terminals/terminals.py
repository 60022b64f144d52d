"""The terminals that are tried, where they are installed, and how each is started with a command of ours."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass

PACKAGES = (
    "xvfb", "xdotool", "imagemagick", "putty", "putty-tools", "xterm", "lxterminal", "rxvt-unicode", "stterm",
    "mlterm", "kitty", "screen", "tmux", "fonts-dejavu-core", "fonts-noto-core", "unifont", "xfonts-base",
)  # fmt: skip
"""What Debian calls them, and what they need."""

_FONT = "DejaVu Sans Mono"


@dataclass(frozen=True)
class Kind:
    """One terminal: the program that has to be there, and the words before the ssh command."""

    name: str
    program: str
    start: tuple[str, ...]
    joined: bool = False
    """Whether the command is given as one word."""
    own_ssh: bool = False
    """Whether it is an SSH client itself."""


_XTERM = ("xterm", "-u8", "-fa", _FONT, "-fs", "10", "-geometry")
_SCREEN = ("screen", "-U", "-c", "/dev/null")
_TMUX = ("tmux", "-u", "-L", "stepward-tried", "-f", "/dev/null", "new-session")
_VTE = ("lxterminal", "--no-remote", "--geometry=80x24", "-e")
_KITTY = (
    *("kitty", "--config", "NONE", "-o", "initial_window_width=80c", "-o", "initial_window_height=24c"),
    *("-o", "remember_window_size=no", "-o", "font_size=10"),
)

KINDS = (
    Kind("PuTTY", "putty", ("putty", "-fn", f"client:{_FONT} 10"), own_ssh=True),
    Kind("xterm", "xterm", (*_XTERM, "80x24", "-e")),
    Kind("VTE (lxterminal)", "lxterminal", _VTE, joined=True),
    Kind("urxvt", "urxvt", ("urxvt", "-fn", f"xft:{_FONT}:size=10", "-geometry", "80x24", "-e")),
    Kind("st", "stterm", ("stterm", "-f", f"{_FONT}:size=10", "-g", "80x24", "-e")),
    Kind("mlterm", "mlterm", ("mlterm", "-g", "80x24", "-e")),
    Kind("kitty", "kitty", _KITTY),
    Kind("screen in xterm", "screen", (*_XTERM, "80x24", "-e", *_SCREEN)),
    Kind("tmux in xterm", "tmux", (*_XTERM, "80x25", "-e", *_TMUX)),
)


def installed() -> list[Kind]:
    """Those that can be started here."""
    return [kind for kind in KINDS if shutil.which(kind.program) and shutil.which(kind.start[0])]


def command(kind: Kind, ssh: Sequence[str]) -> list[str]:
    """The command that opens `kind` with `ssh` in it; for a client of its own, `ssh` are its arguments."""
    if kind.joined:
        return [*kind.start, " ".join(ssh)]
    return [*kind.start, *ssh]
