"""`stepward figure MRN -o FILE.svg`: the case timeline of one patient as a figure for a letter or a slide.

Black and white, no fonts of its own, the same bytes for the same record and moment. The patient is not
named in it unless --named asks for that; reasons that people wrote are in it as they wrote them. A file
that is there is never written over. JSON: an object with `path`, `mrn`, `course`, `protocol` and `named`.
"""

from __future__ import annotations

import argparse
from datetime import datetime
from functools import partial
from pathlib import Path

from protocols.text import visible
from store.exports import write_new
from store.ledger import Ledger
from store.log import Where
from tui.commandline.opening import read
from tui.commandline.output import say, write_json
from tui.exit_codes import Exit
from tui.views.figure import figure


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward figure`."""
    parser.add_argument("mrn", metavar="MRN", help="the hospital number, as stepward list shows it")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=True, help="a new file (.svg)")
    parser.add_argument("--course", metavar="ID", default="", help="a course's id, if not the latest one")
    parser.add_argument("--named", action="store_true", help="put the patient's name and number in it")
    parser.add_argument("--json", action="store_true", help="write one JSON object")


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Write the figure."""
    return read(args, ledger, partial(_write, args=args))


def _write(ledger: Ledger, now: datetime, *, args: argparse.Namespace) -> int:
    record = ledger.record(args.mrn.strip())
    chart = record.chart(args.course) if args.course else record.latest
    if chart is None:
        which = f'course "{visible(args.course)}"' if args.course else "course"
        say(f'There is no patient with MRN "{visible(args.mrn)}" and a {which}. Type stepward list.')
        return Exit.REFUSED
    try:
        write_new(args.output, figure(record, chart, now, named=args.named))
    except FileExistsError:
        say(f"{args.output} is there already and is not written over. Name a new file.")
        return Exit.REFUSED
    except OSError as error:
        say(f"{args.output} cannot be written: {error.strerror}.")
        return Exit.REFUSED
    if args.json:
        found = {"path": str(args.output), "mrn": record.patient, "course": chart.id}
        write_json({**found, "protocol": chart.protocol.id, "named": args.named})
    else:
        print(visible(str(args.output)))
    return Exit.OK
