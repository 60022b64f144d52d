"""`stepward send MRN SITE`: the patient goes to another site, and a file goes along.

The record is closed here for steps and decisions from then on; what happened here can still be recorded. The
file is written into the folder `exports` beside the ledger, signed where the configuration names a key
(`sign_with`). --back in the place of SITE sends it back to where it came from. Of a patient who is away,
--again writes the file again, with what was recorded here since, and --take-back with a reason lets steps be
started here again, although no record came back: a prescriber does that. At the screen this is key T.

JSON: an object with `mrn`, `to` (the site, null where the record was taken back), `entry` (number of the one
that was recorded, null with --again), `path`, `head` (number and hash of the last entry in the file) and
`signature` (its file), each null where nothing was written.
"""

from __future__ import annotations

import argparse
import uuid

from protocols.entries import Entry, PatientSent, Person, RecordTakenBack
from protocols.record.fold import Record
from protocols.sites.sending import came_from, where_text
from protocols.values.clinic_time import local
from protocols.values.refusal import Refused
from protocols.values.text import visible
from store.exchange.sending import Written, write_record
from store.ledger.ledger import Ledger
from store.location.where import Where
from tui.commandline.base import opening
from tui.commandline.base.opening import is_missing, own_witness
from tui.commandline.base.output import say, write_json
from tui.commandline.base.who import add_who, person_of
from tui.exit_codes import Exit


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward send`."""
    parser.add_argument("mrn", metavar="MRN", help="the hospital number, as stepward list shows it")
    parser.add_argument("site", metavar="SITE", nargs="?", default="", help="where the patient goes")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--back", action="store_true", help="to the site the record came from")
    what.add_argument("--again", action="store_true", help="write the file of a patient who is away again")
    what.add_argument("--take-back", metavar="REASON", default="", help="no record came back: go on here")
    parser.add_argument("--note", default="", help="what the other site is to know")
    add_who(parser, "who sends, or the prescriber who takes it back")
    parser.add_argument("--json", action="store_true", help="write one JSON object")


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Send the record, write its file again, or take it back."""
    if is_missing(ledger):
        return Exit.LEDGER
    with Ledger.open(ledger, witness=own_witness(args), share_ok=args.demo or args.on_share) as opened:
        record = opened.record(args.mrn.strip())
        if record.details is None:
            raise Refused(f'There is no patient with MRN "{visible(args.mrn)}". Type stepward list.')
        what = _what(args, record)
        kept = None
        if what is not None:
            by = person_of(args, opened, "sends", "nurse", "prescriber")
            kept = opened.append(_entry(opened, record, by, what), record.version)
        written = None
        if not args.take_back:
            record = opened.record(record.patient)
            written = write_record(opened, ledger, record, opening.utc_now())
        _tell(args, record, kept, written)
    return Exit.OK


def _what(args: argparse.Namespace, record: Record) -> PatientSent | RecordTakenBack | None:
    """What is to be recorded; None where only the file is wanted. Refused where it does not fit."""
    if args.take_back:
        return RecordTakenBack(args.take_back)
    if args.again:
        if record.sent is None:
            raise Refused("The record is here. Name the site it goes to.")
        return None
    to = came_from(record) if args.back else args.site
    if args.back and not to:
        raise Refused("The record began here: there is no site to send it back to. Name one.")
    if not to:
        raise Refused("Name the site the patient goes to, or --back, --again or --take-back.")
    return PatientSent(to, args.note, tuple(sorted(record.aside)))


def _entry(ledger: Ledger, record: Record, by: Person, what: PatientSent | RecordTakenBack) -> Entry:
    at = local(opening.utc_now(), ledger.zone)
    return Entry(id=uuid.uuid4().hex, patient=record.patient, at=at, zone=ledger.zone, by=by, what=what)


def _tell(args: argparse.Namespace, record: Record, kept: Entry | None, written: Written | None) -> None:
    if args.json:
        sent = record.sent.what if record.sent else None
        write_json(
            {
                "mrn": record.patient,
                "to": sent.to if isinstance(sent, PatientSent) else None,
                "entry": kept.number if kept else None,
                "path": str(written.path) if written else None,
                "head": written.head if written else None,
                "signature": str(written.signature) if written and written.signature else None,
            }
        )
        return
    if written is None:
        say("The record is here again: steps and decisions are made here.")
        return
    print(visible(str(written.path)))
    say(f"{where_text(record)}. {visible(written.words)}")
