"""`stepward needs [MRN]`: what running courses still need from the shelf, for the pharmacy.

Without MRN, the whole ward and its sum. As the charts are now: every dose given at its time, every gate
open then; a held or unstarted course as if it went on now. Up to the target, or with --days for the next
days alone.

JSON: an object with `ward`, `zone`, `at` (now), `problem` (what is wrong with the ledger, or ""), `days`
(null for up to the target), `courses` and `total`. A course has `mrn`, `family`, `given`, `bed`, `course`,
`protocol`, `drug`, `form`, `unit`, `going` ("running", "held", "not started"), `steps` (each with `step`,
`doses`, `units` and `unmade`), `needed` and `each_day_at_target`, both with `units` (`strength`, `count`)
and `unmade` (`amount`, `doses`: nothing makes them), and `made_by`. Beside `units` and `unmade` stand
`divided` (`strength`, `count`: of the units, those that are cut, each for one dose) and `liquids` (`name`,
`ml`). `total` has one line for each `drug`, `form` and `unit` over the courses that are running.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from protocols.definition.stock import added
from protocols.record.chart import Chart
from protocols.record.fold import Record
from protocols.reports.supply import Needs, needs
from protocols.values.formatting import name_text, plural, when_text
from protocols.values.text import visible
from store.ledger.ledger import Ledger
from store.location.where import Where
from tui.commandline.base.opening import heading_data, read, told_records
from tui.commandline.base.output import Data, say, write_json, write_section
from tui.commandline.reports.compare import stock_data
from tui.exit_codes import Exit
from tui.views.picture.compare import stock_text
from tui.views.picture.needs import needs_texts, rests_on

Found = tuple[Record, Chart, Needs]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward needs`."""
    parser.add_argument("mrn", metavar="MRN", nargs="?", default="", help="one patient instead of the ward")
    parser.add_argument("--days", metavar="N", type=int, help="the doses of the next N days, today included")
    parser.add_argument("--json", action="store_true", help="write one JSON object")


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Write what is needed."""
    if args.days is not None and not 1 <= args.days <= 366:
        say(f"--days is from 1 to 366. You typed {args.days}.")
        return Exit.USAGE
    return read(args, ledger, partial(_show, mrn=args.mrn.strip(), days=args.days, as_json=args.json))


def _show(ledger: Ledger, now: datetime, *, mrn: str, days: int | None, as_json: bool) -> int:
    records = told_records(ledger, [patient for patient in ledger.patients() if mrn in ("", patient)])
    if mrn and not records:
        say(f'There is no patient with MRN "{visible(mrn)}". Type stepward list to see the numbers.')
        return Exit.REFUSED
    found = [
        (record, chart, needs(chart, now, days))
        for record in records
        for chart in record.charts
        if chart.ended is None
    ]
    if as_json:
        heading = heading_data(ledger, now)
        write_json(
            {**heading, "days": days, "courses": [_course(*one) for one in found], "total": _total(found)}
        )
        return Exit.OK
    span = f"the next {plural(days, 'day')}" if days else "everything up to the target"
    say(f"{ledger.ward}, {when_text(now, ledger.zone)} ({ledger.zone}): {span}.")
    _write(found)
    return Exit.OK


def _write(found: Sequence[Found]) -> None:
    for record, chart, needed in found:
        who = name_text(record.details.family, record.details.given) if record.details else ""
        texts = needs_texts(chart, needed) or ["Nothing."]
        write_section(
            f"{who}, MRN {visible(record.patient)}: {visible(chart.protocol.title)}",
            [*texts, *([rests_on(needed)] if needed.going != "running" else [])],
        )
    if len(found) > 1:
        lines = []
        for chart, group in _groups(found):
            total = added(needed.total for _, _, needed in group)
            lines.append(f"{visible(chart.protocol.drug)}: {stock_text(total, chart.protocol)}")
        write_section("Running courses together", lines)


def _groups(found: Sequence[Found]) -> list[tuple[Chart, list[Found]]]:
    """The running courses by drug, form and unit, each group with one of its charts."""
    groups: dict[tuple[str, str, str], list[Found]] = {}
    for one in found:
        if one[2].going == "running":
            protocol = one[1].protocol
            groups.setdefault((protocol.drug, protocol.form, protocol.unit), []).append(one)
    return [(group[0][1], group) for group in groups.values()]


def _course(record: Record, chart: Chart, needed: Needs) -> Data:
    details, protocol = record.details, chart.protocol
    return {
        "mrn": record.patient,
        "family": details.family if details else "",
        "given": details.given if details else "",
        "bed": details.bed if details else "",
        "course": chart.id,
        "protocol": protocol.id,
        **_what(chart),
        "going": needed.going,
        "steps": [{"step": n.step, "doses": n.doses, **stock_data(n.stock)} for n in needed.steps],
        "needed": stock_data(needed.total),
        "each_day_at_target": stock_data(needed.each_day),
        "made_by": chart.plan.made_by,
    }


def _what(chart: Chart) -> Data:
    return {"drug": chart.protocol.drug, "form": chart.protocol.form, "unit": chart.protocol.unit}


def _total(found: Sequence[Found]) -> list[Data]:
    return [
        {**_what(chart), **stock_data(added(needed.total for _, _, needed in group))}
        for chart, group in _groups(found)
    ]
