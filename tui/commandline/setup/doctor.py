"""`stepward doctor`: whether what Stepward needs here is as it should be, each with what to do.

It looks at the terminal, the locale, the clock, the rights, the disk and the extras, as the account that
types it. Nothing is changed and no patient is named. The exit code is 0 when nothing is wrong (what is only
missing for some uses is told and is not wrong), else 4.

JSON: an object with `findings`: each `about`, `state` (ok, note, wrong) and `words`.
"""

from __future__ import annotations

import argparse

from store.location.where import Where
from tui.commandline.base.opening import utc_now
from tui.commandline.base.output import write_json, write_table
from tui.commandline.setup.looks import State, all_looks
from tui.exit_codes import Exit


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward doctor`."""
    parser.add_argument("--json", action="store_true", help="write one JSON object")


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Look at everything, and say how it is."""
    found = all_looks(ledger, utc_now(), share_ok=args.on_share or args.demo)
    if args.json:
        write_json({"findings": [one._asdict() for one in found]})
    else:
        write_table(("About", "State", "What"), [tuple(one) for one in found])
    return Exit.REFUSED if any(one.state == State.WRONG for one in found) else Exit.OK
