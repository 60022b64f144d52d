"""`stepward schema [COMMAND]`: what a command writes with --json, as JSON Schema; without COMMAND which.

The schemas come with the program. Each has a version in its `$id`: a key can be added within a version; one
that goes away, or means something else, makes a new one.
"""

from __future__ import annotations

import argparse
from importlib import import_module

from store.location.where import Where
from tui.commandline import COMMANDS, PACKAGE
from tui.commandline.base.output import write_json
from tui.commandline.schemas import names, schema_of
from tui.exit_codes import Exit


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward schema`."""
    parser.add_argument("of", metavar="COMMAND", nargs="?", choices=names(), help="such as list")


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Write the schema, or the names; the ledger is not opened."""
    if args.of is None:
        print("\n".join(names()))
    else:
        write_json(schema_of(args.of, words_of(args.of)))
    return Exit.OK


def words_of(command: str) -> str:
    """What the module of a command says of its JSON, as one paragraph."""
    module = next(each.module for each in COMMANDS if each.name == command)
    _, found, words = (import_module(f"{PACKAGE}.{module}").__doc__ or "").partition("JSON")
    return " ".join((found + words).split())
