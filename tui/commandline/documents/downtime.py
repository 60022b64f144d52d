"""`stepward downtime [MRN] -o FILE.pdf`: the record to write on by hand while the computers are down.

For one patient, or without MRN for the whole ward: the doses of the current step for the next days, looks
at the skin, and the gate's checklist. A file that is there is never written over. Needs the PDF extra. JSON:
an object with `path`, `mrn` ("" for the ward) and `days`.
"""

from __future__ import annotations

import argparse
from datetime import datetime
from functools import partial

from protocols.values.text import visible
from store.ledger.ledger import Ledger
from store.log.interface import Where
from tui.commandline.base.new_file import course_option, find_course, output_option, paper_option, write
from tui.commandline.base.opening import read
from tui.commandline.base.output import say, write_json
from tui.exit_codes import Exit
from tui.paper.downtime import DAYS, downtime_record
from tui.paper.downtime_ward import downtime_ward

MOST_DAYS = 14


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward downtime`."""
    parser.add_argument("mrn", metavar="MRN", nargs="?", default="", help="one patient instead of the ward")
    output_option(parser, ".pdf")
    course_option(parser)
    paper_option(parser)
    parser.add_argument("--days", metavar="N", type=int, default=DAYS, help=f"days after today ({DAYS})")
    parser.add_argument("--json", action="store_true", help="write one JSON object")


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Write the records."""
    if not 0 <= args.days <= MOST_DAYS:
        say(f"--days is from 0 to {MOST_DAYS}. You typed {args.days}.")
        return Exit.USAGE
    if args.course and not args.mrn:
        say("--course goes with the MRN of a patient.")
        return Exit.USAGE
    return read(args, ledger, partial(_write, args=args))


def _write(ledger: Ledger, now: datetime, *, args: argparse.Namespace) -> int:
    make = partial(downtime_ward, ledger, now, args.paper, args.days)
    if args.mrn:
        found = find_course(ledger, args.mrn, args.course)
        if found is None:
            return Exit.REFUSED
        make = partial(downtime_record, ledger, *found, now, args.paper, args.days)
    code = write(args.output, make)
    if code is Exit.OK and args.json:
        write_json({"path": str(args.output), "mrn": args.mrn.strip(), "days": args.days})
    elif code is Exit.OK:
        print(visible(str(args.output)))
    return code
