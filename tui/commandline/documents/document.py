"""`stepward mar`, `downtime`, `figure` and `fhir`: a document as a new file, or a text on stdout.

A row of tui/paper/outputs.py says what each is about and what can be asked of it. Where one command has
several rows, the MRN chooses between a course and the ward, and the end of the file's name the format (the
figure is an SVG unless FILE ends with .pdf). A document that is text goes to stdout without -o; `-o -` writes
any of them there. A file that is there is never written over. Papers need the PDF extra.

The same record and moment give the same bytes. A figure does not name the patient unless --named asks for
that; reasons that people wrote are in it as they wrote them. docs/fhir.md says what is in a Bundle.

A Bundle of the ward, or with --transaction or --since of one course, is what a FHIR server takes: sent twice
it changes nothing. --since NUMBER gives what became different after that entry; the next number is said.
--send URL sends it: of each patient what is new since that server last took it, tried again where that can
help, each answer kept in `ward.fhir.jsonl` beside the ledger. The token is in the file of --token-file. Exit
code 3 says that the server was not reached, 4 that it refused something; the same command again goes on.

JSON: an object with `path`, `mrn`, `course` and `protocol` (each "" for the ward), what was asked of the
document (`paper`, `days`, `named`, `transaction`, `since`) and `entry`, the newest one of the ledger.
What was printed has `printer` in the place of `path`. With --send: `server`, `answers` (the file they are
kept in) and `patients`: each `mrn`, `state` ("taken", "nothing new", "refused", "not reached", "not sent"),
`entry` (up to which it was sent), `put` and `deleted` (resources), `status` (of HTTP, 0 for none) and
`problems`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from store.ledger.ledger import Ledger
from store.location.where import Where
from tui.commandline import Command
from tui.commandline.base.new_file import STDOUT, find_course, paper_option, print_option, write
from tui.commandline.base.opening import read
from tui.commandline.base.output import Data, say
from tui.commandline.documents.sending import add_send, run_send
from tui.exit_codes import Exit
from tui.paper.downtime import DAYS
from tui.paper.outputs import OUTPUTS, Asked, Output, Subject, said_before

MOST_DAYS = 14


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command that `parser` is for."""
    rows = _rows(parser.get_default("command"))
    if any(row.about == "ward" for row in rows):
        parser.add_argument(
            "mrn", metavar="MRN", nargs="?", default="", help="one patient instead of the ward"
        )
    else:
        parser.add_argument("mrn", metavar="MRN", help="the hospital number, as stepward list shows it")
    paper = rows[0].suffix == ".pdf"
    ends = " or ".join(dict.fromkeys(row.suffix for row in rows))
    what = f"a new file ({ends}), or - for stdout" + ("" if paper else ", where it goes without -o")
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, default=None if paper else STDOUT, help=what
    )
    if paper:
        print_option(parser)
    parser.add_argument("--course", metavar="ID", default="", help="a course's id, if not the latest one")
    for asked in rows[0].asked:
        _OPTIONS[asked](parser)
    if rows[0].command == "fhir":
        add_send(parser)
    parser.add_argument("--json", action="store_true", help="with a file, write one JSON object about it")


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Write the document."""
    if getattr(args, "send", ""):
        return run_send(args, ledger)
    if getattr(args, "token_file", None) or getattr(args, "again", False):
        say("--token-file and --again go with --send.")
        return Exit.USAGE
    if not 0 <= getattr(args, "days", 0) <= MOST_DAYS:
        say(f"--days is from 0 to {MOST_DAYS}. You typed {args.days}.")
        return Exit.USAGE
    if getattr(args, "since", 0) < 0:
        say(f"--since is the number of an entry. You typed {args.since}.")
        return Exit.USAGE
    if args.output is None and args.printer is None:
        say("Name a new file with -o, or add --print.")
        return Exit.USAGE
    if args.course and not args.mrn:
        say("--course goes with the MRN of a patient.")
        return Exit.USAGE
    return read(args, ledger, partial(_write, args=args))


def _write(ledger: Ledger, now: datetime, *, args: argparse.Namespace) -> int:
    record, chart = ledger.record(""), None
    if args.mrn:
        found = find_course(ledger, args.mrn, args.course)
        if found is None:
            return Exit.REFUSED
        record, chart = found
    row = _row(_rows(args.command), "course" if args.mrn else "ward", _suffix(args))
    asked: Data = {name: getattr(args, name) for name in row.asked}
    course, protocol = (chart.id, chart.protocol.id) if chart else ("", "")
    about: Data = {"mrn": record.patient, "course": course, "protocol": protocol, **asked}
    about["entry"] = ledger.position
    subject = Subject(ledger, record, chart, now, args.demo, **asked)

    def make() -> str | bytes:
        before = said_before(row, subject)
        if before:
            say(before)
        return row.make(subject)

    printer = getattr(args, "printer", None)
    code = write(args.output or STDOUT, make, about, as_json=args.json, printer=printer)
    for_server = "since" in asked and (row.about == "ward" or args.transaction or args.since)
    if code is Exit.OK and for_server:
        say(f"This is for a server, up to entry {ledger.position}. Next time: --since {ledger.position}")
    return code


def _suffix(args: argparse.Namespace) -> str:
    return args.output.suffix.lower() if args.output else ".pdf"


def _rows(command: Command) -> list[Output]:
    return [row for row in OUTPUTS if row.command == command.name]


def _row(rows: list[Output], about: str, suffix: str) -> Output:
    """The row about this in the format the file's name asks for, or else the first."""
    rows = [row for row in rows if row.about == about]
    return next((row for row in rows if row.suffix == suffix), rows[0])


def _days_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--days", metavar="N", type=int, default=DAYS, help=f"days after today ({DAYS})")


def _named_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--named", action="store_true", help="put the patient's name and number in it")


def _transaction_option(parser: argparse.ArgumentParser) -> None:
    what = "as a FHIR server takes it, and keeps it once; so is the ward"
    parser.add_argument("--transaction", action="store_true", help=what)


def _since_option(parser: argparse.ArgumentParser) -> None:
    what = "a transaction of what became different after this entry"
    parser.add_argument("--since", metavar="NUMBER", type=int, default=0, help=what)


_OPTIONS: dict[Asked, Callable[[argparse.ArgumentParser], None]] = {
    "paper": paper_option,
    "days": _days_option,
    "named": _named_option,
    "transaction": _transaction_option,
    "since": _since_option,
}
