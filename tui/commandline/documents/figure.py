"""`stepward figure MRN -o FILE.svg`: the case timeline of one patient as a figure for a letter or a slide.

A FILE that ends with .pdf becomes a PDF, any other an SVG. Black and white, the same bytes for the same
record and moment. The patient is not named in it unless --named asks for that; reasons that people wrote are
in it as they wrote them. A file that is there is never written over. JSON: an object
with `path`, `mrn`, `course`, `protocol` and `named`.
"""

from __future__ import annotations

import argparse
from datetime import datetime
from functools import partial

from protocols.values.text import visible
from store.ledger.ledger import Ledger
from store.log.interface import Where
from tui.commandline.base.new_file import course_option, find_course, output_option, write
from tui.commandline.base.opening import read
from tui.commandline.base.output import write_json
from tui.exit_codes import Exit
from tui.paper.figure import figure_pdf
from tui.views.figure.figure import figure


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward figure`."""
    parser.add_argument("mrn", metavar="MRN", help="the hospital number, as stepward list shows it")
    output_option(parser, ".svg or .pdf")
    course_option(parser)
    parser.add_argument("--named", action="store_true", help="put the patient's name and number in it")
    parser.add_argument("--json", action="store_true", help="write one JSON object")


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Write the figure."""
    return read(args, ledger, partial(_write, args=args))


def _write(ledger: Ledger, now: datetime, *, args: argparse.Namespace) -> int:
    found = find_course(ledger, args.mrn, args.course)
    if found is None:
        return Exit.REFUSED
    record, chart = found
    draw = figure_pdf if args.output.suffix.lower() == ".pdf" else figure
    code = write(args.output, lambda: draw(record, chart, now, named=args.named))
    if code is Exit.OK and args.json:
        said = {"path": str(args.output), "mrn": record.patient, "course": chart.id}
        write_json({**said, "protocol": chart.protocol.id, "named": args.named})
    elif code is Exit.OK:
        print(visible(str(args.output)))
    return code
