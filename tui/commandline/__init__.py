"""The plain commands, for scripts and screen readers: data on stdout, narration on stderr.

Each is a module of this package with two functions: `configure(parser)`, which adds its options, and
`run(args, ledger)`, which does it on that ledger file and returns an exit code. It is imported only
when it is called.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, Protocol, cast


class Command(NamedTuple):
    """One plain command."""

    name: str
    """What is typed after `stepward`."""
    module: str
    """The module of this package that does it."""
    summary: str
    """What `stepward --help` says of it."""


COMMANDS: tuple[Command, ...] = (
    Command("list", "list", "one line a patient, the most urgent first"),
    Command("show", "show", "one patient: course, doses, gate and last entries"),
    Command("protocols", "protocols", "the protocol library, or one protocol with its totals"),
    Command("protocol", "protocol", "check a protocol file, write it evenly, or begin a new one"),
    Command("compare", "compare", "two to five protocols side by side, by protocol day"),
    Command("needs", "needs", "what the courses still need from the shelf, for the pharmacy"),
    Command("figure", "figure", "the case timeline of a patient as a figure (SVG, PDF)"),
    Command("mar", "mar", "the medication administration record (PDF)"),
    Command("downtime", "downtime", "records to write on while the computers are down (PDF)"),
    Command("verify", "verify", "whether every entry is as it was recorded"),
    Command("backup", "backup", "a verified copy of the ledger, while others go on recording"),
    Command("staff", "staff", "the staff list: who may sign on, and as what"),
    Command("rollover", "rollover", "let the ledger go on in a new file"),
    Command("audit", "audit", "who opened which chart, and when"),
    Command("restore", "restore", "put a backup in the place of the ledger"),
)
"""Every plain command, in the order of `stepward --help`."""


class CommandModule(Protocol):
    """What a module of this package offers."""

    configure: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Path], int]


def load(command: Command) -> CommandModule:
    """The module that does `command`."""
    return cast(CommandModule, import_module(f"{__name__}.{command.module}"))
