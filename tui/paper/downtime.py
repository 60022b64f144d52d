"""The record to write on by hand while the computers are down: doses to come, skin checks, the gate.

Only doses of the current step are printed as due. What the next step would be stands beside the gate's
checklist, with blanks for who started it: no paper opens the gate by its date (domain.md, H18).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from protocols.course.co_medications import running
from protocols.course.forecast import StayingDose, staying, without_record
from protocols.course.sizes import fixed_words, weight_words, workings
from protocols.definition.totals import step_text
from protocols.definition.wording import direction_text, slot_lead
from protocols.gate.gate import Gate, gate_rules
from protocols.gate.named_checks import check_texts
from protocols.record.chart import Chart
from protocols.record.fold import Record
from protocols.reports.status import Status, status_of
from protocols.scales.red_flags import red_flags
from protocols.values.formatting import amount_text, day_text, hours_text, listed, time_text
from protocols.values.text import visible
from store.ledger.reader import Reading
from tui.paper.mar_cells import made_of
from tui.paper.page.frame import Frame, PaperSize
from tui.paper.page.letters import key_text
from tui.paper.page.sheet import Sheet
from tui.paper.page.table import Cell, Column, table
from tui.views.course.chart import none_due

TITLE = "Downtime record"
DAYS = 3
"""How many days after today are printed unless another number is asked for."""
MOST_DOSES = 60
"""Lines for doses on one paper; where there are more, that is said."""

_BY_HAND = 8.5
"""Millimetres of a line to write on."""
HOW = (
    "For use while the computers are down. Write what happened and the true times. When they are back, "
    "enter it in Stepward: + on the chart for the whole sheet, s for what was found, F9 for a red flag. "
    "Keep this paper as the ward's rules say."
)


def downtime_record(
    ledger: Reading, record: Record, chart: Chart, now: datetime, paper: PaperSize = "A4", days: int = DAYS
) -> bytes:
    """The blank record of one patient as a PDF. ExportFault without the PDF extra."""
    return downtime_sheet(ledger, record, chart, now, paper, days).pdf()


def downtime_sheet(
    ledger: Reading, record: Record, chart: Chart, now: datetime, paper: PaperSize, days: int
) -> Sheet:
    """The blank record, written."""
    sheet, found = (
        Sheet(Frame.of(ledger, TITLE, now, record), paper),
        status_of(chart, now, ledger.clock_doubt(now), ledger.approvals.known),
    )
    sheet.text(HOW)
    _course(sheet, chart, found)
    _doses(sheet, chart, now, days)
    _skin(sheet, chart)
    _checks(sheet, chart)
    _gate(sheet, chart, found.gate)
    _medicines(sheet, chart)
    title = "What a prescriber decided: hold, resume, repeat, back, stay, stop"
    heads = [
        Column("Day and time", 1.2),
        Column("Decision", 2),
        Column("Reason", 3),
        Column("Prescriber", 1.5),
    ]
    table(sheet, heads, [["", "", "", ""]] * 2, lowest=_BY_HAND, title=title)
    sheet.heading("Who wrote on this paper", keep=25)
    table(sheet, [Column("Name", 4), Column("Initials", 1), Column("Role", 2)], [["", "", ""]] * 3, lowest=7)
    return sheet


def _course(sheet: Sheet, chart: Chart, found: Status) -> None:
    protocol = chart.protocol
    food = ", with food" if protocol.with_food else ""
    sheet.gap()
    drug = f"{visible(protocol.drug)} {visible(protocol.form)}, {visible(protocol.route)}{food}"
    sheet.text(drug, size=11, bold=True)
    if chart.step is not None:
        doses = step_text(chart.step, protocol.unit)
        number = f"Step {chart.step_number} of {len(protocol.steps)}"
        sheet.text(f"{number}: {doses}", size=11, bold=True)
        if chart.step.text:
            sheet.text(f"{number} says: {visible(chart.step.text)}", bold=True)
    sheet.text(f"Protocol: {visible(protocol.title)}. Prescriber {visible(chart.plan.prescriber)}.")
    _amounts(sheet, chart)
    sheet.text(f"When printed: {found.word}. {' '.join(found.why)}")
    for words in found.version[1:]:
        sheet.text(words)


def _amounts(sheet: Sheet, chart: Chart) -> None:
    """Of a protocol per kg or m²: what each step has for this patient, which nobody works out by hand."""
    if chart.sized is None:
        return
    sheet.text("These amounts are this patient's own. Work out no others by hand:", bold=True)
    for text in (fixed_words(chart), *workings(chart), weight_words(chart)):
        if text:
            sheet.text(text)


def _doses(sheet: Sheet, chart: Chart, now: datetime, days: int) -> None:
    """Those without a record, those to come on this step, and a few blank lines."""
    earlier, coming = without_record(chart, now), staying(chart, now, days)
    sheet.heading("Doses", keep=40)
    if not coming:
        sheet.text(_nothing_due(chart), bold=True)
    rows = [_dose(chart, dose, ", no record when printed") for dose in earlier]
    for place, dose in enumerate(coming[:MOST_DOSES]):
        if not dose.needed and (place == 0 or coming[place - 1].needed):
            rows.append(
                ["The step has its doses. Until the next step is started, this one goes on:", *_BLANK]
            )
        rows.append(_dose(chart, dose))
    rows += [["", *_BLANK]] * 2
    table(sheet, _COLUMNS, rows, lowest=_BY_HAND)
    if len(coming) > MOST_DOSES:
        until = _when(chart, coming[MOST_DOSES])
        sheet.text(f"Only the first {MOST_DOSES} doses are printed. Print again before {until}.", bold=True)
    if chart.protocol.doses.second_check != "never":
        asked = "every dose" if chart.protocol.doses.second_check == "every dose" else "a step's first dose"
        sheet.text(f"Second check by another person: {asked}.", size=8)
    sheet.text(f"Letters: {key_text(without='FM')}", size=8)


_COLUMNS = (
    Column("Dose", 3.2),
    Column("Letter", 0.7),
    Column("Day and time", 1.4),
    Column("Amount, food", 1.4),
    Column("Given by", 1),
    Column("Second check", 1),
    Column("Reason, notes", 2),
)
_BLANK: tuple[Cell, ...] = ("",) * 6


def _dose(chart: Chart, dose: StayingDose, more: str = "") -> list[Cell]:
    amount = amount_text(dose.amount, chart.protocol.unit)
    made = listed(list(made_of(chart, dose.amount)) or ["not made of whole units"])
    said: Cell = [(f"{_when(chart, dose)}{more}", False), (amount, True), (made, False)]
    return [said, *_BLANK]


def _when(chart: Chart, dose: StayingDose) -> str:
    return f"{slot_lead(dose.key.slot)}{day_text(dose.key.day)} {time_text(dose.at, chart.zone)}"


def _nothing_due(chart: Chart) -> str:
    if chart.ended is not None:
        return "The course has ended: nothing is due."
    if chart.open_holds:
        return "HELD: nothing is due until a prescriber decides. Write what was given all the same."
    if chart.current is not None:
        return f"{none_due(chart)} Write what was given all the same."
    return "Not started: no dose is due before the first step is started."


def _skin(sheet: Sheet, chart: Chart) -> None:
    """Skin checks. Rash-free is stated, never the absence of words."""
    sheet.heading("Skin checks", keep=40)
    flags = listed(list(red_flags(chart.protocol)))
    sheet.text(
        "Any rash: give nothing more and call the prescriber; nothing is due until a prescriber decides. "
        f"Red flags, stop and call at once: {flags}."
    )
    columns = [
        Column("Day and time", 1.5),
        Column("Whole skin seen, yes or no", 1),
        Column("Mucosa seen, yes or no", 1),
        Column("Rash-free, yes or no", 1),
        Column("What was found, and where", 3.2),
        Column("Name", 1.3),
    ]
    table(sheet, columns, [[""] * len(columns)] * 4, lowest=_BY_HAND)


def _checks(sheet: Sheet, chart: Chart) -> None:
    """A line for each check that the protocol asks for beside the skin, with the newest result."""
    if not chart.protocol.checks:
        return
    rows = [[text, "", "", ""] for text in check_texts(chart)]
    columns = [
        Column("Check", 4),
        Column("Result, or yes or no", 1.4),
        Column("Day and time", 1.4),
        Column("Name", 1.2),
    ]
    table(sheet, columns, rows, lowest=_BY_HAND, title="Checks beside the skin: enter them with k")


def _gate(sheet: Sheet, chart: Chart, gate: Gate) -> None:
    """The checklist of the next step, to be ticked by hand."""
    if gate.to is None:
        return
    step, rules = chart.protocol.step(gate.to), gate_rules(chart)
    sheet.heading(f"Gate to step {gate.to}: every line must be met", keep=60)
    rows = [[f"{p.number}  {p.name}", p.words, "", ""] for p in gate.preconditions]
    columns = [
        Column("Precondition", 1.6),
        Column("When printed", 4),
        Column("Met, yes or no", 0.9),
        Column("By whom, when", 1.6),
    ]
    table(sheet, columns, rows, lowest=_BY_HAND)
    hours, valid = hours_text(rules.check_after_dose_hours), hours_text(rules.check_valid_hours)
    sheet.text(
        f"The rash-free check counts from {hours} after the step's last dose, for {valid}. Nobody can waive "
        "the check, a rash or a hold. If in doubt, stay on this step.",
        size=8,
    )
    sheet.gap(1)
    doses = step_text(step, chart.protocol.unit)
    sheet.need(30)
    turn = direction_text(chart.protocol, gate.to)
    doses = f"{doses}, {turn}" if turn else doses
    sheet.text(f"Not due before it is started: step {gate.to}, {doses}.", bold=True)
    blank = [["", "", "", ""]]
    heads = ["Step started, day and time", "First dose, day and time", "By", "Prescriber asked"]
    table(sheet, [Column(head, 1) for head in heads], blank, lowest=_BY_HAND)
    sheet.text("Doses of a step started on paper go on the blank lines of the doses above.", size=8)


def _medicines(sheet: Sheet, chart: Chart) -> None:
    found = running(chart)
    if not found:
        return
    rows: list[Sequence[Cell]] = []
    for medicine in found:
        last = f", last day {day_text(medicine.what.last_day)}" if medicine.what.last_day else ""
        rows.append([f"{medicine.name}, {visible(medicine.what.how_often)}{last}", "", "", ""])
    heads = [Column("Medicine", 3), *(Column("Given: day, time, by", 1.5) for _ in range(3))]
    table(sheet, heads, rows, lowest=_BY_HAND, title="Other medicines that are running")
