"""The plain commands, for scripts and screen readers: data on stdout, narration on stderr.

Each is a module of this package with two functions: `configure(parser)`, which adds its options, and
`run(args, ledger)`, which does it on that ledger and returns an exit code. It is imported only
when it is called.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

if TYPE_CHECKING:
    from store.location.where import Where


class Command(NamedTuple):
    """One plain command."""

    name: str
    """What is typed after `stepward`."""
    module: str
    """The module of this package that does it."""
    summary: str
    """What `stepward --help` says of it."""


COMMANDS: tuple[Command, ...] = (
    Command("list", "reports.list", "one line a patient, the most urgent first"),
    Command("show", "reports.show", "one patient: course, doses, gate and last entries"),
    Command("protocols", "reports.protocols", "the protocol library, or one protocol with its totals"),
    Command("protocol", "data.protocol", "check a protocol file, write it evenly, or begin a new one"),
    Command("compare", "reports.compare", "two to five protocols side by side, by protocol day"),
    Command("needs", "reports.needs", "what the courses still need from the shelf, for the pharmacy"),
    Command("handover", "documents.handover", "what is to be said of each patient, now or earlier"),
    Command("stats", "reports.stats", "figures of all courses, for a study; without names"),
    Command("batches", "reports.scanning", "which patients had a batch, by the packs that were scanned"),
    Command("scanning", "reports.scanning", "what was scanned and what was not and why, by week"),
    Command("figure", "documents.document", "the case timeline of a patient as a figure (SVG, PDF)"),
    Command("mar", "documents.document", "the medication administration record (PDF)"),
    Command("downtime", "documents.document", "records to write on while the computers are down (PDF)"),
    Command("fhir", "documents.document", "a course, or the ward, as a FHIR Bundle (JSON)"),
    Command("init", "setup.init", "begin a ledger with its first admin, from a script"),
    Command("config", "setup.config", "what is configured, and where that is said"),
    Command(
        "doctor", "setup.doctor", "whether terminal, clock, rights, disk and extras are as they should be"
    ),
    Command("verify", "admin.verify", "whether every entry is as it was recorded"),
    Command("check", "admin.check", "one line for a monitor: chain, backups, rights, clock, space"),
    Command("backup", "admin.backup", "a verified copy of the ledger, while others go on recording"),
    Command("staff", "admin.staff", "the staff list: who may sign on, and as what"),
    Command("host", "admin.host", "keep everything ready for sessions, so that each starts in a blink"),
    Command("rollover", "admin.rollover", "let the ledger go on in a new file"),
    Command("audit", "data.audit", "who opened which chart, and when"),
    Command("arrivals", "data.arrivals", "patients whom the hospital's own system tells of, HL7 v2 or FHIR"),
    Command("export", "data.export", "all entries, or one patient's, as JSON Lines or CSV"),
    Command("send", "data.send", "a patient goes to another site: closed here, and a file to take along"),
    Command("receive", "data.receive", "a patient comes from another site: each question is asked"),
    Command("import", "data.importing", "bring an offline clinic's records into this ledger"),
    Command("move", "admin.move", "move the ledger into a PostgreSQL database, or back into files"),
    Command("database", "admin.database", "make the tables of a ledger in PostgreSQL, once"),
    Command("schema", "admin.schema", "what a command writes with --json, as JSON Schema"),
    Command("completion", "admin.completion", "what bash, zsh or fish needs to complete these commands"),
    Command("manual", "admin.manual", "the manual page, for man"),
    Command("restore", "admin.restore", "put a backup in the place of the ledger"),
)
"""Every plain command, in the order of `stepward --help`."""


PACKAGE = __name__
"""Where the modules of the commands are."""


class CommandModule(Protocol):
    """What a module of this package offers."""

    configure: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Where], int]


def load(command: Command) -> CommandModule:
    """The module that does `command`."""
    return cast(CommandModule, import_module(f"{__name__}.{command.module}"))
