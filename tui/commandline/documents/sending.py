"""`stepward fhir --send URL`: what is new of each patient's courses goes to a FHIR server, every answer kept.

See `stepward fhir` (document.py) for the options, the JSON and the exit codes.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import Path

from protocols.values.formatting import plural
from store.exchange.fhir_sending import Answers, Outcome, send
from store.exchange.fhir_server import FhirServer, read_token
from store.fhir.transaction import Told
from store.ledger.ledger import Ledger
from store.location.where import Where
from store.progress import counted
from tui import __version__
from tui.commandline.base.new_file import find_course
from tui.commandline.base.opening import read
from tui.commandline.base.output import Data, say, write_json, write_paragraphs, write_table
from tui.exit_codes import Exit
from tui.paper.outputs import Subject, told_of


def add_send(parser: argparse.ArgumentParser) -> None:
    """Add --send and what goes with it."""
    parser.add_argument(
        "--send", metavar="URL", default="", help="send what is new to this FHIR server, patient by patient"
    )
    parser.add_argument(
        "--token-file", metavar="FILE", type=Path, help="with --send, the file with the server's token"
    )
    parser.add_argument(
        "--again", action="store_true", help="with --send, everything, whatever was sent before"
    )


def run_send(args: argparse.Namespace, ledger: Where) -> int:
    """Send; LocationFault where address or token do not fit, before anything is sent."""
    if args.since or args.transaction or args.course or args.output.name != "-":
        say("--send knows itself what is new, and writes no file. Leave the other options out.")
        return Exit.USAGE
    token = read_token(args.token_file) if args.token_file else ""
    server = FhirServer(args.send, token)
    return read(args, ledger, partial(_send, args=args, server=server, path=ledger))


def _send(ledger: Ledger, now: datetime, *, args: argparse.Namespace, server: FhirServer, path: Where) -> int:
    if args.mrn and find_course(ledger, args.mrn, "") is None:
        return Exit.REFUSED
    patients = [args.mrn.strip()] if args.mrn else ledger.patients()
    courses = [(mrn, _told(ledger, mrn, now, args)) for mrn in patients]
    courses = [(mrn, told) for mrn, told in courses if told]
    systems = "".join(f" {told[0].source.patients} {told[0].source.staff}" for _, told in courses[:1])
    answers = Answers(path, server.address, f"Stepward {__version__}{systems}")
    with answers.alone():
        each = counted("Patients sent", courses, len(courses))
        found = list(send(each, server, answers, again=args.again))
    _tell(found, args, answers)
    if any(one.state == "not reached" for one in found):
        return Exit.LEDGER
    return Exit.REFUSED if any(one.state in ("refused", "not sent") for one in found) else Exit.OK


def _told(ledger: Ledger, mrn: str, now: datetime, args: argparse.Namespace) -> list[Told]:
    record = ledger.record(mrn)
    return told_of(Subject(ledger, record, None, now, args.demo), record)


def _tell(found: list[Outcome], args: argparse.Namespace, answers: Answers) -> None:
    if args.json:
        sent = [{**asdict(one), "problems": list(one.problems)} for one in found]
        write_json({"server": answers.server, "answers": str(answers.path), "patients": [*map(_data, sent)]})
        return
    if found:
        rows = [(one.patient, one.state, str(one.put), str(one.deleted), str(one.entry)) for one in found]
        write_table(("MRN", "What became of it", "Resources", "Deleted", "Up to entry"), rows)
    for one in found:
        if one.problems:
            print(f"\n{one.patient}")
            write_paragraphs(one.problems)
    taken = sum(one.state == "taken" for one in found)
    say(f"{plural(taken, 'patient')} taken by {answers.server}. Its answers are kept in {answers.path}.")
    left = sum(one.state in ("refused", "not reached", "not sent") for one in found)
    if left:
        say(f"{plural(left, 'patient')} not taken. Type the same again to go on with them.")


def _data(one: Data) -> Data:
    return {"mrn": one.pop("patient"), **one}
