"""`stepward stats`: figures of the courses, for a pharmacy or a study, with no patient in them.

Of all courses, or of those enrolled in some days (--from, --to) or on one protocol (--protocol). What is
counted, and what each share is taken from, is defined in docs/exchange.md and stands beside each number.

JSON: an object with `ward`, `zone`, `at` (now), `problem`, `from`, `to` (null for all) and `groups`: one
for each protocol, then one of all where there are several. Each has `protocol` and `title` (null of all),
`courses`, `note` (of small numbers, or "") and `figures`: `part`, `what`, `number` (a string where it may
be a fraction), `of`, `of_what` and `percent` (null where it is no share). CSV has the same in columns.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import partial
from itertools import groupby

from protocols.record.chart import Chart
from protocols.stats.figure import Figure
from protocols.stats.stats import Group, stats
from protocols.values.amounts import tidy
from protocols.values.formatting import number_text, plural, when_text
from protocols.values.text import visible
from store.exchange.csv_table import Cell
from store.exchange.jsonl_export import Days
from store.ledger.ledger import Ledger
from store.location.where import Where
from tui.commandline.base.csv_options import add_csv, dialect_of
from tui.commandline.base.days import add_days, days_of
from tui.commandline.base.opening import heading_data, read, told_records
from tui.commandline.base.output import (
    Data,
    exact,
    put,
    say,
    write_csv,
    write_json,
    write_paragraphs,
    write_table,
)
from tui.exit_codes import Exit

COLUMNS = ("protocol", "part", "what", "number", "of", "of_what", "percent", "courses")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward stats`."""
    parser.add_argument("--protocol", metavar="ID", default="", help="only courses on this protocol")
    add_days(parser, "courses enrolled")
    add_csv(parser)


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Write the figures."""
    return read(args, ledger, partial(_show, args=args, days=days_of(args)))


def _show(ledger: Ledger, now: datetime, *, args: argparse.Namespace, days: Days | None) -> int:
    groups = stats(_charts(ledger, args.protocol, days or Days()), now)
    if args.json:
        asked = {"from": _iso(days.first if days else None), "to": _iso(days.last if days else None)}
        write_json({**heading_data(ledger, now), **asked, "groups": [_data(group) for group in groups]})
    elif args.csv:
        cells = [_cells(group, figure) for group in groups for figure in group.figures]
        write_csv(COLUMNS, cells, dialect_of(args))
    elif not groups:
        say("There are no such courses.")
    else:
        say(f"{ledger.ward}, {when_text(now, ledger.zone)} ({ledger.zone}).")
        for group in groups:
            _write(group)
    return Exit.OK


def _charts(ledger: Ledger, protocol: str, days: Days) -> Iterator[Chart]:
    """The courses that were asked for, also of patients whose records are in older files."""
    for record in told_records(ledger, [*ledger.former(), *ledger.patients()]):
        for chart in record.charts:
            if protocol in ("", chart.protocol.id) and days.has(chart.entry.at, chart.zone):
                yield chart


def _write(group: Group) -> None:
    title = f"{visible(group.title)} ({visible(group.protocol)})" if group.protocol else "All protocols"
    put(f"\n{title}: {plural(group.courses, 'course')}")
    if group.note:
        write_paragraphs([group.note])
    for part, found in groupby(group.figures, key=lambda figure: figure.part):
        put("")
        rows = [(visible(f.what), number_text(f.number), _share(f)) for f in found]
        write_table((part.capitalize(), "", ""), rows)


def _share(figure: Figure) -> str:
    if figure.of is None:
        return ""
    percent = f"{number_text(figure.percent)}% " if figure.percent is not None else ""
    return f"{percent}of {figure.of:,} {figure.of_what}"


def _cells(group: Group, figure: Figure) -> tuple[Cell, ...]:
    percent = None if figure.percent is None else tidy(figure.percent)
    number = tidy(figure.number) if isinstance(figure.number, Decimal) else figure.number
    shares = (number, figure.of, figure.of_what, percent, group.courses)
    return (group.protocol or "all", figure.part, figure.what, *shares)


def _data(group: Group) -> Data:
    return {
        "protocol": group.protocol or None,
        "title": group.title or None,
        "courses": group.courses,
        "note": group.note,
        "figures": [_figure(figure) for figure in group.figures],
    }


def _figure(figure: Figure) -> Data:
    percent = exact(figure.percent) if figure.percent is not None else None
    found = {"part": figure.part, "what": figure.what, "number": _exact(figure.number)}
    return {**found, "of": figure.of, "of_what": figure.of_what or None, "percent": percent}


def _exact(number: int | Decimal) -> int | str:
    return exact(number) if isinstance(number, Decimal) else number


def _iso(day: object) -> str | None:
    return str(day) if day else None
