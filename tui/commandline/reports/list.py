"""`stepward list`: one line a patient as on the ward board, the most urgent first.

A patient with two open courses has two lines. Earlier patients, who have left the ward or whose records are
in older files of the ledger, are listed with --all.

JSON: an object with `ward`, `zone`, `at` (now), `problem` (what is wrong with the ledger, or "") and
`patients`, in the same order. Each patient has `mrn`, `family`, `given`, `born`, `sex`, `bed`, `allergies`,
`allergies_known`, `trouble` (why the record cannot be shown, or ""; then what is not known of the patient is
null), `left` (null, or how and when the patient left the ward, where to, and when expected back) and
`course`, which is null without one, else: `id`, `protocol`, `version` (sentences: in what the protocol
differs from this site's, none where it does not), `drug`, `unit`, `status`, `why` (sentences), `step` (0
before the start), `steps`, `target_step`, `step_day`, `step_days`, `step_hour` and `step_hours` (of a step
measured in hours), `extended`, `finished` (every dose of a course that ends was given), `protocol_day` (null
before the first dose was taken and after the end), `next` (a dose or null), `gate_open`, `gate_to` and
`skin` (`last_check`, `seen`, `open_rash`). A dose has `day`, `slot`, `at`, `protocol_day`, `step`, `amount`,
`unit`, `made_of`, `step_text` (what its step says) and `state`.
"""

from __future__ import annotations

import argparse
from datetime import datetime
from functools import partial

from protocols.record.fold import Record
from protocols.values.formatting import plural, when_text
from store.ledger.ledger import Ledger
from store.location.where import Where
from tui.commandline.base.course import course_data, next_words, patient_data, skin_words, step_words
from tui.commandline.base.opening import heading_data, read, told_records
from tui.commandline.base.output import Data, say, write_json, write_table
from tui.exit_codes import Exit
from tui.views.course.board import UNREADABLE, BoardRow, board

HEADINGS = ("Status", "Bed", "Patient", "MRN", "Protocol", "Step", "Day", "Next", "Skin")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward list`."""
    parser.add_argument("--json", action="store_true", help="write one JSON object")
    parser.add_argument(
        "--all",
        action="store_true",
        help="also earlier patients: who has left, and whose records are in older files",
    )


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Write the list of patients."""
    return read(args, ledger, partial(_show, as_json=args.json, everybody=args.all))


def _show(ledger: Ledger, now: datetime, *, as_json: bool, everybody: bool) -> int:
    former = ledger.former()
    asked = [*ledger.patients(), *(former if everybody else ())]
    records = {record.patient: record for record in told_records(ledger, asked)}
    rows = board(records.values(), now, ledger.zone, ledger.clock_doubt(now), ledger.approvals.known)
    rows = [row for row in rows if everybody or not row.gone]
    if as_json:
        write_json(
            {
                **heading_data(ledger, now),
                "patients": [_data(row, records[row.patient], now) for row in rows],
            }
        )
        return Exit.OK
    count = plural(len(records), "patient") if rows else "no patients yet"
    say(f"{ledger.ward}, {when_text(now, ledger.zone)} ({ledger.zone}): {count}.")
    if former and not everybody:
        say(f"{plural(len(former), 'earlier patient')} in older files: stepward list --all shows them too.")
    if rows:
        write_table(HEADINGS, [_cells(row, now) for row in rows])
    return Exit.OK


def _cells(row: BoardRow, now: datetime) -> tuple[str, ...]:
    (_, _), (bed, _), (name, _), (protocol, _), (_, _), (day, _), *_ = row.cells
    found = row.status
    if found is None:
        word, why = (UNREADABLE, "cannot be shown") if row.unreadable else ("NEW", "no course yet")
        word, why = ("GONE", " ".join(row.why)) if row.gone else (word, why)
        return word, bed, name, row.patient, why, "", "", "", ""
    protocol += ", other version" if found.version else ""
    where, upcoming, skin = step_words(found), next_words(found, now), skin_words(found.chart, now)
    return found.word, bed, name, row.patient, protocol, where, day, upcoming, skin


def _data(row: BoardRow, record: Record, now: datetime) -> Data:
    course = course_data(row.status, now) if row.status else None
    return {**patient_data(record), "course": course}
