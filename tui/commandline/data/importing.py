"""`stepward import FILE [MRN ...]`: bring the records of another ledger into this one.

FILE is an export (JSON Lines) of all or of one patient, or the other ledger itself. It is verified first:
every hash, and the gate of every move again. Each record comes whole or not at all; what is here already is
left alone; a record that has grown there and not here goes on; one that was changed on both sides is a
conflict, which is shown, and nothing of it is recorded. Each decision of a prescriber whom this ward does not
know is shown and needs a yes: in a terminal it is asked for; in a script --accept names the entry's number
there. Where both sides made steps or decisions, a prescriber says --take here or --take there, with --reason.
--dry-run only shows. Importing is for a prescriber or an admin; on a ledger with a staff list --by INITIALS
says who, and that person's PIN is asked for.

--recreate makes the ledger of a whole export again, where there is none yet: the same numbers and hashes.

JSON: an object with `path`, `ward`, `head` (of what was read), `dry_run` and `patients`. Each has `mrn`,
`family`, `given`, `born` (null where they are not known), `state` ("new", "grown", "known", "behind" or
"conflict"), `entries` (of the record there), `imported` (how many were, or would be, recorded), `conflict`
("identity", "entries", "course", "not possible", "decisions" or null), `words`, `notes` and `decisions`
(sentences; of decisions that need a yes). With --recreate:
an object with `files`, `entries` and `head`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from protocols.entries import Person
from protocols.record.imported import Told
from protocols.sites.import_conflicts import Incoming
from protocols.values.formatting import name_text
from protocols.values.refusal import Refused
from protocols.values.text import visible
from store.exchange.import_records import Answers, bring_in, decision_text, judged
from store.exchange.import_source import Source, is_export, read_source
from store.exchange.recreate import recreate
from store.ledger.ledger import Ledger
from store.location.config import private_folder
from store.location.where import Where
from store.progress import counted
from tui.commandline.base import opening
from tui.commandline.base.opening import is_missing, named_file, open_to_read, own_witness
from tui.commandline.base.output import say, write_json
from tui.commandline.base.stdin import STDIN, first_line, spooled
from tui.commandline.base.who import add_who, person_of
from tui.commandline.data.incoming import data_of, notes_on, write_incoming
from tui.exit_codes import Exit


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward import`."""
    file = "an export (JSON Lines), or another ledger; - for stdin"
    parser.add_argument("file", metavar="FILE", type=Path, help=file)
    parser.add_argument("mrns", metavar="MRN", nargs="*", help="only these patients of it")
    parser.add_argument("--dry-run", action="store_true", help="show what would happen, and record nothing")
    add_answers(parser, clock=0)
    parser.add_argument(
        "--recreate", action="store_true", help="make the ledger of a whole export again, where there is none"
    )


def add_answers(parser: argparse.ArgumentParser, clock: int | None) -> None:
    """Add an option for each answer; `clock` is the one about the other clock where nobody gives it."""
    parser.add_argument(
        "--accept",
        metavar="NUMBER",
        type=int,
        action="append",
        default=[],
        help="yes to the decision in entry NUMBER there, by somebody whom this ward does not know",
    )
    parser.add_argument(
        "--same-person",
        action="store_true",
        help="the two patients were compared and are one",
    )
    parser.add_argument("--as", metavar="NUMBER", dest="number", default="", help="the patient's number here")
    parser.add_argument("--bed", default="", help="the patient's bed here")
    parser.add_argument(
        "--clock-off",
        metavar="MIN",
        type=int,
        default=clock,
        help="minutes the clock there was ahead",
    )
    parser.add_argument(
        "--take", choices=("here", "there"), default="", help="the side whose course a prescriber takes on"
    )
    parser.add_argument("--reason", default="", help="why that side's course is taken on")
    parser.add_argument(
        "--another-person",
        metavar="NUMBER",
        action="append",
        default=[],
        help="the patient here of that number is like this one, and is somebody else",
    )
    parser.add_argument(
        "--trust-key",
        metavar="KEY",
        default="",
        help="the key of the signature, compared; or none",
    )
    add_who(parser, "the prescriber or admin who imports")
    parser.add_argument("--json", action="store_true", help="write one JSON object")


def answers_of(args: argparse.Namespace) -> Answers:
    """The answers that were given as options, but for the yes to decisions."""
    return Answers(
        same=args.same_person,
        takes=args.take,
        reason=args.reason,
        clock_off=args.clock_off or 0,
        number=args.number,
        bed=args.bed,
        others=frozenset(args.another_person),
        trusted=args.trust_key,
    )


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Import, or show what would be. Of standard input the PIN is the first line, if it comes from there."""
    args.pin = first_line() if args.file == STDIN and args.pin_stdin else None
    with spooled(args.file) as file:
        return _run(args, file, ledger)


def _run(args: argparse.Namespace, given: Path, ledger: Where) -> int:
    file = named_file(given)
    if file is None:
        return Exit.LEDGER
    if args.recreate:
        return _recreate(args, file, ledger)
    if is_missing(ledger):
        say("To make the ledger of a whole export again, exactly as it was, add --recreate.")
        return Exit.LEDGER
    source = read_source(file)
    asked = [mrn.strip() for mrn in args.mrns] or list(source.records)
    unknown = [mrn for mrn in asked if mrn not in source.records]
    if unknown:
        raise Refused(
            f'There is no patient with MRN "{visible(unknown[0])}" in {file}. Nothing was imported.'
        )
    with _opened(args, ledger) as opened:
        opening.note_look(args, ledger, opening.utc_now())
        by = None
        if not args.dry_run:
            by = person_of(args, opened, "imports", "prescriber", "admin", pin=args.pin)
        wanted = dict.fromkeys(asked)
        each = counted("Records brought in", wanted, len(wanted))
        found = [_one(opened, source, mrn, by, args) for mrn in each]
        _write(args, source, found, opened)
    return Exit.REFUSED if any(one.state == "conflict" for one in found) else Exit.OK


@contextmanager
def _opened(args: argparse.Namespace, path: Where) -> Iterator[Ledger]:
    """The ledger, for a dry run only to be read."""
    share_ok = args.demo or args.on_share
    if args.dry_run:
        with open_to_read(args, path) as ledger:
            yield ledger
        return
    with Ledger.open(path, witness=own_witness(args), share_ok=share_ok) as ledger:
        yield ledger


def _one(ledger: Ledger, source: Source, mrn: str, by: Person | None, args: argparse.Namespace) -> Incoming:
    now = opening.utc_now()
    answers = answers_of(args)
    found = judged(ledger, source, mrn, now, answers)
    if by is None:
        return found
    accepted = frozenset(one.entry.id for one in found.decisions if _says_yes(one, found, ledger.zone, args))
    return bring_in(ledger, source, mrn, by, now, replace(answers, accepted=accepted))


def _says_yes(one: Told, incoming: Incoming, zone: str, args: argparse.Namespace) -> bool:
    """Whether whoever imports takes this decision for one that counts here."""
    if one.entry.number in args.accept:
        return True
    if args.json or args.pin_stdin or not sys.stdin.isatty():
        return False
    details = incoming.details
    who = f"{name_text(details.family, details.given)}, " if details else ""
    say(
        f"{who}MRN {visible(one.entry.patient)}: a step or a decision of somebody whom this ward does not "
        "know. "
        f"{decision_text(one, incoming, zone)}"
    )
    print("Does it count here? Type yes, or Enter for no: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() == "yes"


def _recreate(args: argparse.Namespace, file: Path, ledger: Where) -> int:
    if not isinstance(ledger, Path):
        raise Refused("That makes files. Name a new file with --data, then type stepward move.")
    if not is_export(file):
        raise Refused(f"{file} is no export. To put a ledger in place, type stepward restore.")
    if not ledger.parent.exists():
        private_folder(ledger.parent)
    made = recreate(file, ledger, share_ok=args.demo or args.on_share)
    if args.json:
        write_json({"files": [str(path) for path in made.files], "entries": made.entries, "head": made.head})
    else:
        for path in made.files:
            print(visible(str(path)))
    say(f"The ledger is there again, with {made.entries:,} entries. The last one is {made.head}.")
    return Exit.OK


def _write(args: argparse.Namespace, source: Source, found: list[Incoming], ledger: Ledger) -> None:
    notes = {one.patient: notes_on(one, ledger) for one in found}
    if args.json:
        patients = [data_of(one, notes[one.patient], ledger.zone) for one in found]
        path = STDIN if args.file == STDIN else source.path
        heading = {"path": str(path), "ward": source.ward, "head": source.head}
        write_json({**heading, "dry_run": args.dry_run, "patients": patients})
        return
    say(f"{source.ward}, as of entry {source.head} there.")
    write_incoming(found, notes, ledger.zone, dry=args.dry_run)
    if args.dry_run:
        say("Nothing was recorded: this was a dry run.")
