"""`stepward show MRN`: one patient's banner, course, doses, gate, holds and last entries, in words.

JSON: an object with `ward`, `zone`, `at` (now), `problem` (what is wrong with the ledger, or ""), `patient`
(`mrn`, `family`, `given`, `born`, `sex`, `bed`, `allergies`, `allergies_known`, `trouble`, `left`: as in
`list`), `version` (of the record: the number of its last entry), `courses` and `entries`, both newest first.
A course has the keys it has in `stepward list --json`, and: `title`, `prescriber`, `enrolled`, `strengths`,
`times`, `made_by`, `fixed` (null, or of a protocol per kg or m² `weight_kg`, `height_cm`, `amounts`: `step`,
`asked`, `amount`, `reason`, `working`; `at`, `by`, `confirmed_by`, and `since`: what another weight measured
since says, or ""), `co_medications` (as the protocol plans them), `medicines` (those recorded: `drug`,
`amount`, `exact` and `unit` where it is one exact amount, `how_often`, `why`, `from_protocol`, `started`:
`entry`, `at`, `by`, `last_day`, `taken`: each with its `amount`, `stopped`: null or the same with `reason`,
and `prompt`, what is to be said of a stop that is near), `follow_up` (newest first: `entry`, `at`, `by`,
`outcome`, `disease`, `highest`, `recurrence`, `recurred`, `note`, `corrected`), `plan` (steps with `step`,
`days`, `hours`, `doses_given`, `every_days`, `weekdays`, `days_on`, `days_off`, `pattern` (amounts day by
day), `every_minutes`, `text`, `doses`: amounts by time of day), `doses` (today's and open ones, with
`record`: null or `entry`, `at`, `by`, `given`, `vomited`, `label`, `corrected`, `second_check`: null or
`at`, `by`, `amount`, `volume_ml` (null, or what was measured) and `units`, each with `strength` and `count`;
`second_check_lacks`, and `made_up`: null or `entry`, `at`, `by`, `given`, `vomited`, `by_the_rule`), `gate`
(lines with `number`, `name`, `met`, `waived`, `words`), `holds` (`cause`, `words`, `found`: when what it is
for was seen, `since`, `ended`, `ended_by`), `last_increase`, `days_since_increase`, `days_since_restart`,
`look_due` (whether today's skin check is to come), `watch_until` and `ended` (null or `as`: "stopped" or
"completed", `at`, `by`, `reason`). An entry has `number`, `id`, `course`, `kind`, `at`, `recorded`, `by`,
`initials`, `role`, `sentence`, `corrected_by` (numbers of entries) and `imported_from` (null, or the ward
whose number that is).
"""

from __future__ import annotations

import argparse
from datetime import datetime
from functools import partial

from protocols.course.follow_up import follow_ups
from protocols.course.sizes import fixed_words, workings
from protocols.gate.wording import hold_words
from protocols.record.chart import Chart
from protocols.record.fold import Record
from protocols.record.held import open_told_holds
from protocols.reports.status import MEANINGS, Status, status_of
from protocols.values.formatting import when_text
from protocols.wording.entries import sentence
from store.ledger.ledger import Ledger
from store.location.where import Where
from tui.commandline.base.course import patient_data
from tui.commandline.base.opening import heading_data, read, told_records
from tui.commandline.base.output import COLUMNS, put, say, write_json, write_section
from tui.commandline.reports.record import chart_data, entries_data
from tui.exit_codes import Exit
from tui.views.course import chart as chart_view
from tui.views.course.banner import banner
from tui.views.course.follow_up import follow_up_line
from tui.views.course.grades import last_finding
from tui.views.course.history import history
from tui.views.course.medicines import medicine_texts
from tui.views.course.plan import steps
from tui.views.course.reaction import reaction
from tui.views.lines.lines import Line, text_of, width, wrap

_UNCUT = 100_000
"""Cells for the banner: nothing in it is cut here."""
_CELLS = COLUMNS - 2
_ENTRIES = 10


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward show`."""
    parser.add_argument("mrn", metavar="MRN", help="the hospital number, as stepward list shows it")
    parser.add_argument("--json", action="store_true", help="write one JSON object with every entry")


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Write one patient's record."""
    return read(args, ledger, partial(_show, mrn=args.mrn.strip(), as_json=args.json))


def _show(ledger: Ledger, now: datetime, *, mrn: str, as_json: bool) -> int:
    (record,) = told_records(ledger, [mrn])
    if record.trouble:
        return Exit.REFUSED
    if not mrn or record.details is None:
        say(f'There is no patient with MRN "{mrn}". Type stepward list to see the numbers.')
        return Exit.REFUSED
    if as_json:
        write_json(
            {
                **heading_data(ledger, now),
                "patient": patient_data(record),
                "version": record.version,
                "courses": [
                    chart_data(_status(chart, ledger, now), now) for chart in reversed(record.charts)
                ],
                "entries": entries_data(record),
            }
        )
    else:
        say(f"{ledger.ward}, {when_text(now, ledger.zone)} ({ledger.zone}).")
        _write(record, now, ledger)
    return Exit.OK


def _status(chart: Chart, ledger: Ledger, now: datetime) -> Status:
    return status_of(chart, now, ledger.clock_doubt(now), ledger.approvals.known)


def _write(record: Record, now: datetime, ledger: Ledger) -> None:
    put(text_of(banner(record, now, ledger.zone, _UNCUT)))
    if not record.charts:
        write_section("Course", ["No course yet."])
    for chart in reversed(record.charts):
        _write_course(_status(chart, ledger, now), record, now)
    rows = history(record)
    entries = [f"{row.when} {row.who}: {row.said}{f' ({row.note})' if row.note else ''}" for row in rows]
    write_section(f"Last entries, {min(len(rows), _ENTRIES)} of {len(rows)}", entries[:_ENTRIES])


def _write_course(found: Status, record: Record, now: datetime) -> None:
    chart = found.chart
    write_section("Course", [sentence(chart.entry, record)])
    amounts = [text for text in (fixed_words(chart), *workings(chart)) if text]
    write_section("Amounts for the weight", amounts)
    write_section("Status", [f"{found.word}: {MEANINGS[found.word]}", *found.why])
    write_section("Follow-up", [follow_up_line(line, chart) for line in reversed(follow_ups(chart))])
    write_section("Other medicines", medicine_texts(chart, now))
    skin = [*last_finding(chart, now, _CELLS), *reaction(chart, now, _CELLS)]
    _write_lines("Skin and reaction", skin)
    if chart.ended is not None:
        return
    _write_lines("Now", chart_view.state(found, now, _CELLS))
    _write_lines("Watch", chart_view.watch(found, now, _CELLS))
    _write_lines("Steps", steps(found, _CELLS))
    _write_lines("Today's doses and open ones", chart_view.today(found, now, _CELLS))
    _write_lines("Gate", chart_view.gate_lines(found, now, _CELLS))
    write_section("Holds", [hold_words([hold], chart.zone) for hold in open_told_holds(chart)])


def _write_lines(heading: str, lines: list[Line]) -> None:
    if not lines:
        return
    put(f"\n{heading}")
    for text in text_of(lines).splitlines():
        fitted = [text] if width(text) <= _CELLS else wrap(text, _CELLS, "    ")
        put("\n".join(f"  {line}" for line in fitted))
