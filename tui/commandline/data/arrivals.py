"""`stepward arrivals [FILE ...]`: patients whom the hospital's own system tells of, by HL7 v2 ADT or FHIR.

With FILE, or - for standard input, messages are kept in the folder `arrivals` beside the ledger; an interface
engine can write them there itself. Who is expected is offered in the form to admit (key a); nobody is
admitted by a message. What is said of patients who are here is told and changes nothing. What cannot be read
goes to `arrivals/aside`, with a sentence beside it, and the exit code is 4. More in docs/arrivals.md.

JSON: an object with `ward`, `zone`, `at` (now), `problem`, `offered`, `said` (sentences about patients who
are here) and `aside` (each `path` and `why`). Who is offered has `mrn`, `told` (when), `family`, `given`,
`born` and `sex` (null where it is not said), `ward`, `bed`, `allergies` and `no_allergies`.
"""

from __future__ import annotations

import argparse
from datetime import datetime
from functools import partial
from pathlib import Path

from protocols.sites.arrivals import Arrival, offered, sayings
from protocols.values.formatting import name_text, plural, when_text
from store.arrivals.folder import put, put_aside, read_folder
from store.errors import cause
from store.fhir.core.codes import MRN
from store.ledger.ledger import Ledger
from store.location.config import LocationFault
from store.location.regular_file import read_regular
from store.location.settings import identifier_system
from store.location.where import Where
from tui.commandline.base.opening import heading_data, read
from tui.commandline.base.output import Data, moment, say, write_json, write_paragraphs, write_table
from tui.commandline.base.stdin import STDIN, read_stdin
from tui.exit_codes import Exit


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward arrivals`."""
    files = "messages to keep; - for stdin"
    parser.add_argument("files", metavar="FILE", nargs="*", type=Path, help=files)
    parser.add_argument("--json", action="store_true", help="write one JSON object")


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Keep what is named, and write who is expected."""
    return read(args, ledger, partial(_show, args=args, path=ledger))


def _show(ledger: Ledger, now: datetime, *, args: argparse.Namespace, path: Where) -> int:
    for file in args.files:
        put(path, _content(file))
    told = read_folder(path, ledger.zone, identifier_system("fhir_patients", MRN), now)
    aside = dict(zip(put_aside(told.unread), told.unread.values(), strict=True))
    records = {mrn: ledger.record(mrn) for mrn in ledger.patients()}
    found = offered(told.arrivals, records, now)
    said = sayings(told.arrivals, records, ledger.zone)
    said += filter(None, (ledger.catalogue.number_fault(each.patient) for each in found))
    if args.json:
        kept = [{"path": str(file), "why": why} for file, why in aside.items()]
        expected = [_data(each, ledger.zone) for each in found]
        write_json({**heading_data(ledger, now), "offered": expected, "said": said, "aside": kept})
    else:
        _write(found, said, ledger.zone)
        for file, why in aside.items():
            say(f"{file} cannot be read. {why}")
    return Exit.REFUSED if aside else Exit.OK


def _content(file: Path) -> bytes:
    if file == STDIN:
        return read_stdin()
    try:
        return read_regular(file)
    except OSError as error:
        raise LocationFault(f"{file} cannot be read. {cause(error)}") from error


def _write(found: list[Arrival], said: list[str], zone: str) -> None:
    say(f"{plural(len(found), 'patient')} expected. Key a on the board offers them.")
    if found:
        rows = [
            (each.patient, name_text(each.family, each.given), each.birth.text if each.birth else "",
             " ".join(filter(None, (each.ward, each.bed))), when_text(each.at, zone))
            for each in found
        ]  # fmt: skip
        write_table(("MRN", "Patient", "Born", "Ward and bed", "Told"), rows)
    write_paragraphs(said)


def _data(each: Arrival, zone: str) -> Data:
    return {
        "mrn": each.patient,
        "told": moment(each.at, zone),
        "family": each.family,
        "given": each.given,
        "born": each.birth.iso or None,
        "sex": each.sex or None,
        "ward": each.ward,
        "bed": each.bed,
        "allergies": list(each.allergies),
        "no_allergies": each.no_allergies,
    }
