"""`stepward config show`: each setting, what it is, and where that is said.

JSON: an object with `settings` (each `name`, `value`, `source`; "" where it is the usual value) and `files`
(each `path`, `there`): the configuration files, the first that says something counts.
"""

from __future__ import annotations

import argparse
import os

from store.location.config import configuration_files, find, state_folder
from store.location.settings import Setting, in_force, scan_prefix
from store.location.where import Where
from store.site.exports import FOLDER
from store.site.local_files import local_file
from tui.commandline.base.common import common_options
from tui.commandline.base.output import say, write_json, write_table
from tui.commandline.setup.prefix import prefix_doubts
from tui.exit_codes import Exit


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward config`."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    summary = "each setting, its value and where that is said"
    show = actions.add_parser(
        "show", help=summary, description=summary, parents=[common_options()], allow_abbrev=False
    )
    show.add_argument("--json", action="store_true", help="write one JSON object")


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Show it."""
    source = "--demo" if args.demo else find(args.data).source
    beside = local_file(ledger).parent
    force = [
        Setting(one.name, str(beside / FOLDER), "beside the ledger")
        if one.name == "exports" and not one.value
        else one
        for one in in_force()
    ]
    settings = [
        Setting("data", str(ledger), source),
        *force,
        Setting("state", str(state_folder()), "this account's own folder"),
    ]
    files = list(configuration_files())
    if args.json:
        shown = [setting._asdict() for setting in settings]
        write_json(
            {"settings": shown, "files": [{"path": str(file), "there": file.exists()} for file in files]}
        )
        return Exit.OK
    rows = [(one.name, one.value or "(none)", one.source or "usual") for one in settings]
    write_table(("Setting", "Value", "Said by"), rows)
    for doubt in prefix_doubts(scan_prefix(), os.environ):
        say(doubt)
    for file in files:
        say(f"{file} {'is read' if file.exists() else 'is not there'}.")
    return Exit.OK
