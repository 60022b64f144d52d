"""`stepward fhir MRN`: one course as a FHIR R4 Bundle, for another system. docs/fhir.md says what is in it.

The Bundle is JSON and goes to stdout, or with -o into a new file, whose path is written instead; a file that
is there is never written over. The same entries give the same bytes. It names the patient and the staff.
"""

from __future__ import annotations

import argparse
from datetime import datetime
from functools import partial
from pathlib import Path

from protocols.values.text import visible
from store.fhir.bundle import bundle_json
from store.fhir.core.source import source_of
from store.ledger.ledger import Ledger
from store.log.interface import Where
from tui.commandline.base.new_file import course_option, find_course, write
from tui.commandline.base.opening import read
from tui.commandline.base.output import write_json
from tui.exit_codes import Exit


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward fhir`."""
    parser.add_argument("mrn", metavar="MRN", help="the hospital number, as stepward list shows it")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="a new file (.json), not stdout")
    course_option(parser)
    parser.add_argument("--json", action="store_true", help="with -o, write one JSON object about the file")


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Write the Bundle."""
    return read(args, ledger, partial(_write, args=args))


def _write(ledger: Ledger, now: datetime, *, args: argparse.Namespace) -> int:
    found = find_course(ledger, args.mrn, args.course)
    if found is None:
        return Exit.REFUSED
    record, chart = found
    said = bundle_json(record, chart, source_of(ledger, record, invented=args.demo))
    if args.output is None:
        print(said, end="")
        return Exit.OK
    code = write(args.output, lambda: said)
    if code is not Exit.OK:
        return code
    if args.json:
        about = {"path": str(args.output), "mrn": record.patient, "course": chart.id}
        write_json({**about, "protocol": chart.protocol.id})
    else:
        print(visible(str(args.output)))
    return Exit.OK
