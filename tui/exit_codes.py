"""How Stepward ends: the exit codes, the same for the app and for every plain command."""

from __future__ import annotations

import sys
from enum import IntEnum

from protocols.values.text import visible


class Exit(IntEnum):
    """What the exit code tells the shell; `MEANING` has the words."""

    OK = 0
    FAULT = 1
    USAGE = 2
    LEDGER = 3
    REFUSED = 4
    HANGUP = 129
    INTERRUPT = 130
    TERMINATED = 143


MEANING = {
    Exit.OK: "done",
    Exit.FAULT: "a fault of Stepward's own; a note without patient data was kept",
    Exit.USAGE: "the command line, the configuration or the terminal does not fit",
    Exit.LEDGER: "the ledger is locked, damaged, or cannot be read or written; or the output cannot",
    Exit.REFUSED: "what was asked for is not there, or the rules refuse it",
    Exit.HANGUP: "the terminal went away (SIGHUP)",
    Exit.INTERRUPT: "ended by Ctrl+C (SIGINT)",
    Exit.TERMINATED: "ended by SIGTERM",
}
"""What each exit code means, for --help and the reference."""


def refuse(sentence: str, code: Exit = Exit.USAGE) -> Exit:
    """Say on the standard error why nothing was done; `code`."""
    print(f"stepward: {visible(sentence, multiline=True)}", file=sys.stderr)
    return code
