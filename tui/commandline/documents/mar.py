"""`stepward mar MRN -o FILE.pdf`: the medication administration record of one patient, to print.

Every dose with its status letter, times, amount and initials, then what was recorded beside the doses;
corrections are marked. A file that is there is never written over. Needs the PDF extra. JSON: an object with
`path`, `mrn` and `course`.
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
from tui.commandline.base.output import write_json
from tui.exit_codes import Exit
from tui.paper.mar import medication_record


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward mar`."""
    parser.add_argument("mrn", metavar="MRN", help="the hospital number, as stepward list shows it")
    output_option(parser, ".pdf")
    course_option(parser)
    paper_option(parser)
    parser.add_argument("--json", action="store_true", help="write one JSON object")


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Write the record."""
    return read(args, ledger, partial(_write, args=args))


def _write(ledger: Ledger, now: datetime, *, args: argparse.Namespace) -> int:
    found = find_course(ledger, args.mrn, args.course)
    if found is None:
        return Exit.REFUSED
    record, chart = found
    code = write(args.output, lambda: medication_record(ledger, record, chart, now, args.paper))
    if code is Exit.OK and args.json:
        write_json({"path": str(args.output), "mrn": record.patient, "course": chart.id})
    elif code is Exit.OK:
        print(visible(str(args.output)))
    return code
