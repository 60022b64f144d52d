"""`stepward scanning` counts what was scanned, by week; `stepward batches [BATCH]` finds who had a batch.

JSON: an object with `ward`, `zone`, `at`, `problem` and `weeks` (each with `monday`, `doses`, `wristbands`,
`packs`, `expired`, `not_scanned`), or `uses` (each with `mrn`, `family`, `given`, `born`, `bed`, `drug`,
`at`, `entry`, `units`, `strength`, `unit`, `batch`, `serial`, `gtin`, `expires`, `by`). CSV has the
same columns.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime
from functools import partial

from protocols.record.fold import Record
from protocols.reports.batches import BatchUse, batch_uses
from protocols.stats.scanning import Week, weeks
from protocols.values.amounts import tidy
from protocols.values.formatting import amount_text, date_text, name_text, plural, when_text
from protocols.values.text import visible
from store.exchange.csv_table import Cell
from store.ledger.ledger import Ledger
from store.location.where import Where
from tui.commandline.base.csv_options import add_csv, dialect_of
from tui.commandline.base.opening import heading_data, read
from tui.commandline.base.output import Data, exact, moment, say, write_csv, write_json, write_table
from tui.exit_codes import Exit


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of both commands."""
    if parser.prog.endswith("batches"):
        parser.add_argument(
            "batch",
            metavar="BATCH",
            nargs="?",
            default="",
            help="a batch, serial number or GTIN; all without",
        )
    add_csv(parser)


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Write the counts, or the uses of a batch."""
    show = _batches if hasattr(args, "batch") else _weeks
    return read(args, ledger, partial(show, args=args))


def _records(ledger: Ledger) -> Iterator[Record]:
    """Of every patient, also of those whose records stayed in older files."""
    for patient in (*ledger.patients(), *ledger.former()):
        yield ledger.record(patient)


def _weeks(ledger: Ledger, now: datetime, *, args: argparse.Namespace) -> int:
    found = weeks(_records(ledger), ledger.zone)
    rows = [_week_data(week) for week in found]
    if args.json:
        write_json({**heading_data(ledger, now), "weeks": rows})
    elif args.csv:
        names = ("monday", "doses", "wristbands", "packs", "expired")
        write_csv((*names, "what", "why", "count"), list(_week_cells(found)), dialect_of(args))
    elif found:
        heads = ("Week from", "Doses", "Wristband scanned", "Pack scanned", "Past last day", "Not scanned")
        write_table(heads, [_told(week) for week in found])
    else:
        say("No dose was given yet.")
    return Exit.OK


def _week_data(week: Week) -> Data:
    return {
        "monday": week.monday.isoformat(),
        "doses": week.doses,
        "wristbands": week.wristbands,
        "packs": week.packs,
        "expired": week.expired,
        "not_scanned": {what: dict(why) for what, why in week.reasons.items()},
    }


def _week_cells(found: list[Week]) -> Iterator[list[Cell]]:
    """One row a week and reason; the counts of the week stand in each."""
    for week in found:
        counts = (week.doses, week.wristbands, week.packs, week.expired)
        whys: list[tuple[str, str, int | None]] = [
            (what, why, count) for what, table in week.reasons.items() for why, count in table.items()
        ]
        for what, why, number in whys or [("", "", None)]:
            yield [week.monday, *counts, what, why, number]


def _told(week: Week) -> tuple[str, ...]:
    whys = [
        f"{what}: {visible(why)} {count}"
        for what, table in week.reasons.items()
        for why, count in table.items()
    ]
    counts = (week.doses, week.wristbands, week.packs, week.expired)
    return date_text(week.monday), *map(str, counts), "; ".join(whys) or "-"


def _batches(ledger: Ledger, now: datetime, *, args: argparse.Namespace) -> int:
    found = list(batch_uses(_records(ledger), args.batch))
    rows = [_use_data(use, ledger) for use in found]
    if args.json:
        write_json({**heading_data(ledger, now), "uses": rows})
    elif args.csv:
        cells = [_use_cells(use, row) for use, row in zip(found, rows, strict=True)]
        write_csv(USES, cells, dialect_of(args))
    elif found:
        write_table(
            ("When", "Patient", "MRN", "Bed", "Units", "Batch", "Use by"), [_use(u, ledger) for u in found]
        )
        patients = len({use.patient for use in found})
        say(f"{plural(len(found), 'dose')} of {plural(patients, 'patient')}.")
    else:
        say(f"No dose was made of a scanned pack{f' of {visible(args.batch)}' if args.batch else ''}.")
    return Exit.OK


USES = ("mrn", "family", "given", "born", "bed", "drug", "at", "entry", "units", "strength", "unit", "batch",
        "serial", "gtin", "expires", "by")  # fmt: skip
"""The columns of a use."""


def _use_data(use: BatchUse, ledger: Ledger) -> Data:
    who, pack = ledger.record(use.patient).details, use.pack
    return {
        "mrn": use.patient,
        "family": who.family if who else "",
        "given": who.given if who else "",
        "born": who.birth.iso or None if who else None,
        "bed": who.bed if who else "",
        "drug": use.drug,
        "at": moment(use.at, ledger.zone),
        "entry": use.entry,
        "units": pack.count,
        "strength": exact(pack.strength),
        "unit": use.unit,
        "batch": pack.batch,
        "serial": pack.serial,
        "gtin": pack.gtin,
        "expires": pack.expires.isoformat() if pack.expires else None,
        "by": use.by.name,
    }


def _use_cells(use: BatchUse, row: Data) -> list[Cell]:
    numbers = {"entry": use.entry, "units": use.pack.count, "strength": tidy(use.pack.strength)}
    cells = {**row, **numbers, "born": row["born"] or "", "expires": use.pack.expires or ""}
    return [cells[name] for name in USES]


def _use(use: BatchUse, ledger: Ledger) -> tuple[str, ...]:
    who, pack = ledger.record(use.patient).details, use.pack
    name = name_text(who.family, who.given) if who else ""
    units = f"{plural(pack.count, visible(use.form))} of {amount_text(pack.strength, use.unit)}"
    last = date_text(pack.expires) if pack.expires else "-"
    bed = visible(who.bed) if who else ""
    return (
        when_text(use.at, ledger.zone),
        name,
        visible(use.patient),
        bed,
        units,
        visible(pack.batch) or "-",
        last,
    )
