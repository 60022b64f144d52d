"""What can be wrong with the sign that the site has set in its scanners, although it can be one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tui.keymap.commands import COMMANDS
from tui.terminal.typed_ahead import key_name

INSTEAD = 'another, such as scan_prefix = "%", set in the scanners too'


def prefix_doubts(prefix: str, environ: Mapping[str, str]) -> Iterator[str]:
    """Why codes behind `prefix`, or keys, do not arrive here, a sentence each; nothing where all is well."""
    first = prefix[:1]
    if first == "~":
        yield (
            "scan_prefix begins with ~, which ssh takes for itself behind an Enter: of a code ~V12345 there "
            f"may come 12345, and ~. ends the connection. Take {INSTEAD}."
        )
    names = [one for one in COMMANDS if first and key_name(first) in one.keys.split(",")]
    for command in names:
        yield (
            f"scan_prefix begins with {first}, which is the key for {command.label}: it waits for the rest "
            f"of a code, or does nothing. Take {INSTEAD}."
        )
    if first == "\x02" and "TMUX" in environ:
        yield (
            "scan_prefix begins with STX (Ctrl+B), which tmux takes for itself unless it is set otherwise. "
            f"Take {INSTEAD}."
        )
