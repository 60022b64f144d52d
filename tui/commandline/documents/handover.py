"""`stepward handover`: what is to be said of each patient, now or as it was when a handover was given.

Of the whole ward, or of `--patient MRN` alone. `--brief` is a line a patient. `--earlier` lists the handovers
that were given, `--earlier NUMBER` shows one of them again as it was. `--pdf FILE` writes the sheet as a new
file to be printed.
Handovers are given and answered in the terminal app (key o).

JSON: an object with `ward`, `zone`, `at` (now), `problem` and, for the list, `handovers`, newest first; else
`title`, `as_of`, `seen` (number of the last entry it is made of), `head` (that number and the first digits of
its hash), `sheet_at`, `digest` (SHA-256 of its words), `handover` (null for a sheet as of now), `as_signed`
(whether the words are those that were signed, null for now), `ended` (patients not on it) and `patients`.
With `--pdf`: `path` and `number` (of the handover, or null).
A handover has `number`, `id`, `only` ("" for the ward), `given`, `by`, `place`, `others`, `note`, `waits`,
`replaced_by` (number or null), `accepted` (null or `at`, `by`, `satisfied`, `note`) and `refused` (each with
`at`, `by`, `patient`, `reason`). A patient has the keys of `stepward list --json`, but for `course`:
`courses`, each with the keys it has there and `overdue` (doses), `holds` (in words) and `blocked_by` (the
gate's lines that are not met: `number`, `name`, `words`). Also `with` (who took the patient over last, or
null), `with_since`, `since`, `corrections` and `other_entries` (numbers of entries since then), `missing`
and `parts` (`heading` and `said`).
"""

from __future__ import annotations

import argparse
from datetime import datetime
from functools import partial
from pathlib import Path

from protocols.record.handovers import Handover
from protocols.values.formatting import plural
from protocols.values.text import visible
from store.ledger.ledger import Ledger
from store.location.where import Where
from tui.commandline.base.new_file import STDOUT, paper_option, print_option, write
from tui.commandline.base.opening import heading_data, read
from tui.commandline.base.output import COLUMNS, put, say, write_json
from tui.commandline.documents.handover_data import handover_data, sheet_data
from tui.exit_codes import Exit
from tui.paper.handover import handover_pdf
from tui.paper.unprintable import unprintable
from tui.views.handover.lines import row, sheet_lines
from tui.views.handover.sheets import sheet_again, sheet_now, whom
from tui.views.handover.waiting import handovers
from tui.views.lines.lines import text_of


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward handover`."""
    parser.add_argument("--patient", metavar="MRN", dest="mrn", default="", help="of one patient alone")
    what = "list the earlier ones, or show one of them again"
    parser.add_argument("--earlier", metavar="NUMBER", nargs="?", type=int, const=0, help=what)
    parser.add_argument("--brief", action="store_true", help="a line a patient alone")
    parser.add_argument("--pdf", metavar="FILE", type=Path, help="write it as a new PDF file (- for stdout)")
    print_option(parser)
    paper_option(parser)
    parser.add_argument("--json", action="store_true", help="write one JSON object")


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Write the sheet, or the list of earlier ones."""
    if (args.pdf or args.printer is not None) and args.earlier == 0:
        say("One sheet is printed. Type the number of a handover after --earlier, or leave --earlier out.")
        return Exit.USAGE
    return read(args, ledger, partial(_show, args=args))


def _show(ledger: Ledger, now: datetime, *, args: argparse.Namespace) -> int:
    only = args.mrn.strip()
    if only and ledger.record(only).details is None:
        say(f'There is no patient with MRN "{only}". Type stepward list to see the numbers.')
        return Exit.REFUSED
    given = [one for one in reversed(handovers(ledger)) if only in ("", one.what.only)]
    if args.earlier == 0:
        return _list(ledger, now, given, as_json=args.json)
    chosen = next((one for one in given if one.given.number == args.earlier), None)
    if args.earlier is not None and chosen is None:
        say(f"No handover was given as entry {args.earlier}. Type stepward handover --earlier to see them.")
        return Exit.REFUSED
    if args.pdf or args.printer is not None:
        return _print(ledger, now, chosen, args)
    if args.json:
        write_json({**heading_data(ledger, now), **sheet_data(ledger, chosen, now, only)})
        return Exit.OK
    sheet, state = sheet_again(ledger, chosen) if chosen else (sheet_now(ledger, now, only), [])
    put(text_of(sheet_lines(sheet, state, COLUMNS, brief=args.brief)))
    return Exit.OK


def _print(ledger: Ledger, now: datetime, chosen: Handover | None, args: argparse.Namespace) -> int:
    about, only = {"number": chosen.given.number if chosen else None}, args.mrn.strip()

    def make() -> bytes:
        before = unprintable(map(ledger.record, [only] if only else ledger.patients()))
        if before:
            say(before)
        return handover_pdf(ledger, chosen, now, only, args.paper, brief=args.brief)

    return write(args.pdf or STDOUT, make, about, as_json=args.json, printer=args.printer)


def _list(ledger: Ledger, now: datetime, given: list[Handover], *, as_json: bool) -> int:
    if as_json:
        write_json({**heading_data(ledger, now), "handovers": [handover_data(one) for one in given]})
        return Exit.OK
    say(f"{plural(len(given), 'handover')}, newest first." if given else "No handover was given yet.")
    for one in given:
        print(visible(text_of([row(one, whom(ledger, one), COLUMNS)])).rstrip())
    return Exit.OK
