"""`stepward export [MRN] -o FILE`: entries as JSON Lines, lossless and to be verified, or as CSV.

Without an MRN everything goes out: as JSON Lines the whole chain, from which a ledger can be made again, with
the staff list and the hashes of its PINs, so keep it like a backup. One patient, or some days (--from, --to,
by the clinic's calendar), are an excerpt. CSV has one row an event, also of those that were corrected, and is
for a spreadsheet. A file that is there is never written over; - is standard output. docs/exchange.md has the
format.

JSON: an object with `path`, `format` ("jsonl" or "csv"), `mrn` (null for all), `from`, `to`, `excerpt` and
`head` (number and hash of the last entry in the file, to be compared where it is imported; null of CSV).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path

from protocols.record.fold import Record
from protocols.values.text import visible
from store.exchange.csv_export import csv_parts
from store.exchange.jsonl_export import Days, header_of, jsonl_parts
from store.ledger.ledger import Ledger
from store.location.where import Where
from store.progress import counted
from store.site.exports import write_parts
from tui.commandline.base.csv_options import add_decimal_comma, dialect_of
from tui.commandline.base.days import add_days, days_of
from tui.commandline.base.opening import read
from tui.commandline.base.output import say, write_bytes, write_json
from tui.exit_codes import Exit


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward export`."""
    parser.add_argument("mrn", metavar="MRN", nargs="?", help="one patient's hospital number; else all")
    parser.add_argument("-o", "--output", metavar="FILE", required=True, help="a new file; - for stdout")
    parser.add_argument("--csv", action="store_true", help="for a spreadsheet, instead of JSON Lines")
    add_decimal_comma(parser)
    add_days(parser, "events")
    parser.add_argument("--json", action="store_true", help="write one JSON object about the file")


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Write the export."""
    if args.json and args.output == "-":
        say("--json is about a file. Name one with -o, or leave --json out.")
        return Exit.USAGE
    return read(args, ledger, partial(_write, args=args, days=days_of(args)))


def _write(ledger: Ledger, now: datetime, *, args: argparse.Namespace, days: Days | None) -> int:
    dialect = dialect_of(args)
    mrn = args.mrn.strip() if args.mrn is not None else None
    record = ledger.record(mrn) if mrn is not None else None
    if record is not None and not record.entries and not record.trouble:
        say(f'There is no patient with MRN "{visible(args.mrn)}". Type stepward list.')
        return Exit.REFUSED
    parts = (
        csv_parts(_records(ledger, record), ledger.ward, days, dialect, _untold)
        if args.csv
        else jsonl_parts(ledger, record, days)
    )
    first, second = next(parts, ""), next(parts, "")
    if not second:
        say("Nothing happened in these days. No file was written." if days else "There are no events yet.")
        return Exit.REFUSED
    content = (part.encode() for part in chain([first, second], parts))
    if args.output == "-":
        write_bytes(content)
        return Exit.OK
    code = _to_file(Path(args.output), content)
    if code == Exit.OK:
        _told(args, mrn, days, "" if args.csv else header_of(first).head_text)
    return code


def _records(ledger: Ledger, record: Record | None) -> Iterator[Record]:
    """The record that was asked for, or one after the other; of one that cannot be shown it is said."""
    everybody = ledger.everybody() if record is None else []
    asked = (
        counted("Records written", ledger.passing(everybody), len(everybody)) if record is None else [record]
    )
    for one in asked:
        if one.trouble:
            say(f"MRN {one.patient}: {one.trouble}")
        yield one


def _untold(patient: str) -> None:
    say(f"MRN {visible(patient)}: this record cannot be shown, and is left out. Type stepward verify.")


def _to_file(path: Path, content: Iterable[bytes]) -> int:
    try:
        write_parts(path, content)
    except FileExistsError:
        say(f"{path} is there already and is not written over. Name a new file.")
        return Exit.REFUSED
    except OSError as error:
        say(f"{path} cannot be written: {error.strerror}.")
        return Exit.REFUSED
    return Exit.OK


def _told(args: argparse.Namespace, mrn: str | None, days: Days | None, head: str) -> None:
    excerpt = mrn is not None or days is not None
    if args.json:
        write_json(
            {
                "path": args.output,
                "format": "csv" if args.csv else "jsonl",
                "mrn": mrn,
                "from": days.first.isoformat() if days and days.first else None,
                "to": days.last.isoformat() if days and days.last else None,
                "excerpt": excerpt,
                "head": head or None,
            }
        )
        return
    print(visible(args.output))
    if head:
        say(f"The last entry in it is {head}. Compare that where it is imported.")
    if head and not excerpt:
        say("It holds everything, the staff list with the hashes of its PINs too. Keep it like a backup.")
