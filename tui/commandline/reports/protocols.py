"""`stepward protocols [ID]`: the protocol library, or everything one protocol says.

A site's own protocol file can be named instead of an ID; its faults are listed with file and line.

JSON: without ID an object with `protocols`, with ID that one. A protocol has `id`, `title`, `drug`,
`form`, `route`, `unit`, `strengths`, `startable`, `steps`, `before_last_step` (null or `days`, `doses`,
`amount`: sums, never a dose), `gate`, `windows` and `doses` (the file's numbers and words), `peak_hours`,
`half_life_hours`, `with_food`, `ctcae` (the version of grades), `red_flags`, `co_medications`,
`citation`, `published`, `left_open`, `divisible`, `liquids`, `syringe_step`, `checks` and `gate_down`
(as in the file). A step has `step`,
`doses` (amounts by time of day), `daily_amount`, `days`, `hours` or `doses_given` (how long it lasts, two
of them null), `every_days`, `weekdays`, `days_on`, `days_off`, `pattern` (amounts day by day),
`every_minutes` (null at times of day), `at_most_days`, `first_day`, `last_day` (protocol days), `amount`
(step total), `cumulative_amount`, `daily_ratio`, `single_ratio` (to the step before, two decimals),
`words` and `text`. The open-ended last step has null for `days`, `last_day`, `amount` and
`cumulative_amount`.
"""

from __future__ import annotations

import argparse
from fractions import Fraction
from pathlib import Path

import msgspec

from protocols.definition.protocol import Protocol
from protocols.definition.step import WEEKDAYS
from protocols.definition.totals import (
    StepTotals,
    before_last,
    length_text,
    ratio_text,
    step_text,
    step_totals,
)
from protocols.toml.faults import ProtocolFault
from protocols.values.formatting import amount_text
from protocols.values.text import visible
from store.location.where import Where
from store.site.library import UnknownProtocol, find, library, load
from tui.commandline.base.output import COLUMNS, Data, exact, put, say, write_json, write_table
from tui.exit_codes import Exit
from tui.views.lines.lines import text_of
from tui.views.picture.protocol import reading


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward protocols`."""
    parser.add_argument("id", metavar="ID", nargs="?", help="a protocol's id, or a protocol file (.toml)")
    parser.add_argument("--json", action="store_true", help="write one JSON object")


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Write the library or one protocol; no ledger is needed."""
    if args.id is None:
        _library(library(), as_json=args.json)
        return Exit.OK
    try:
        protocol = load(Path(args.id)) if args.id.endswith(".toml") else find(args.id)
    except (UnknownProtocol, ProtocolFault) as error:
        for line in str(error).splitlines():
            say(line)
        return Exit.REFUSED
    if args.json:
        write_json(_data(protocol))
    else:
        put(text_of(reading(protocol, COLUMNS)))
    return Exit.OK


def _library(protocols: tuple[Protocol, ...], *, as_json: bool) -> None:
    if as_json:
        write_json({"protocols": [_data(protocol) for protocol in protocols]})
        return
    write_table(("ID", "Steps", "Before the last", "Last step", "Title"), [_row(p) for p in protocols])


def _row(protocol: Protocol) -> tuple[str, ...]:
    before = before_last(protocol)
    if before is None:
        return protocol.id, "none", "", "can be read, not started", visible(protocol.title)
    sums = f"{length_text(before.length)}, {amount_text(before.amount, protocol.unit)} in all"
    last = step_text(protocol.steps[-1], protocol.unit)
    return protocol.id, str(len(protocol.steps)), sums, last, visible(protocol.title)


def _data(protocol: Protocol) -> Data:
    before = before_last(protocol)
    sums = before and {"days": before.days, "doses": before.doses, "amount": exact(before.amount)}
    written = msgspec.to_builtins(protocol, enc_hook=exact)
    return {
        **written,
        "startable": protocol.startable,
        "steps": [_step(row, protocol) for row in step_totals(protocol)],
        "before_last_step": sums,
    }


def _step(row: StepTotals, protocol: Protocol) -> Data:
    return {
        "step": row.number,
        "doses": {dose.slot: exact(dose.amount) for dose in row.step.doses},
        "daily_amount": exact(row.step.daily),
        "days": row.step.days,
        "hours": row.step.hours,
        "doses_given": row.step.doses_given,
        "every_days": row.step.every_days,
        "every_minutes": row.step.every_minutes,
        "weekdays": [WEEKDAYS[day] for day in row.step.weekdays],
        "days_on": row.step.days_on,
        "days_off": row.step.days_off,
        "pattern": [{dose.slot: exact(dose.amount) for dose in day} for day in row.step.pattern],
        "at_most_days": row.step.at_most_days,
        "first_day": row.first_day,
        "last_day": row.last_day,
        "amount": None if row.amount is None else exact(row.amount),
        "cumulative_amount": None if row.cumulative is None else exact(row.cumulative),
        "daily_ratio": _ratio(row.daily_ratio),
        "single_ratio": _ratio(row.single_ratio),
        "words": step_text(row.step, protocol.unit),
        "text": row.step.text,
    }


def _ratio(ratio: Fraction | None) -> str | None:
    return ratio_text(ratio) if ratio else None
