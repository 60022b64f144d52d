"""The chart screen's parts: state, steps, today's doses, the gate in words, the last entries."""

from __future__ import annotations

from datetime import datetime

from protocols.course.day_numbers import day_today
from protocols.course.lost_doses import limit_words, lost_words, newest_lost
from protocols.course.make_up import may_make_up
from protocols.course.progress import finished, gap, has_its_doses
from protocols.course.schedule import ScheduledDose
from protocols.course.second_check import lacking
from protocols.course.sizes import new_size_words
from protocols.definition.making import made_text
from protocols.definition.totals import step_text
from protocols.definition.units import units
from protocols.definition.wording import direction_text, slot_lead
from protocols.entries import DoseGiven, DoseNotGiven
from protocols.gate.completion import before_completion, last_step_words
from protocols.gate.gate import Gate, Precondition
from protocols.gate.rash_watch import Watch, watch_of
from protocols.gate.wording import gap_words
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry as EntryLine
from protocols.record.moments import when as moment
from protocols.record.people import initials_of
from protocols.reports.status import MEANINGS, Status
from protocols.values.clinic_time import day_of
from protocols.values.formatting import (
    amount_text,
    day_text,
    listed,
    near_text,
    plural,
    time_text,
    when_text,
)
from protocols.values.text import visible
from tui.views.lines.countdown import countdown, on_time_from
from tui.views.lines.lines import Line, Tone, width, wrap
from tui.views.lines.status import chip


def state(found: Status, now: datetime, cells: int) -> list[Line]:
    """Status, where the course is, and the dose that is next."""
    first: Line = [chip(found.label), (f" {where(found, now)}", "")]
    chart = found.chart
    said = gap_words(gap(chart, now), chart.protocol.gate, chart.zone), limit_words(chart, now)
    told = *said, new_size_words(chart)
    warned: list[Line] = [[(text, "warn")] for said in told if said for text in wrap(said, cells)]
    return [first, *dose_lines(found, now, cells), *warned]


def where(found: Status, now: datetime) -> str:
    """Where the course is: drug, step, day of the step and of the protocol."""
    chart = found.chart
    drug = visible(chart.protocol.drug)
    if found.days is None:
        return f"{drug}. {MEANINGS[found.word]}"
    days = "finished" if finished(chart) else found.days.place
    if found.days.begins is not None:
        days = f"from {when_text(found.days.begins, chart.zone)}"
    elif found.days.number < 1:
        days = f"from {day_text(found.days.first)}"
    extended = " (extended)" if found.extended else ""
    today = day_today(chart, now)
    day = "before protocol day 1" if today is None else f"protocol day {today}"
    of = f"step {chart.step_number} of {len(chart.protocol.steps)}"
    if chart.ended is not None:
        when = day_text(day_of(moment(chart.ended), chart.zone))
        return f"{drug}, {chart.ended_text} at {of}, {when}"
    return f"{drug}, {of}, {days}{extended}, {day}"


def dose_lines(found: Status, now: datetime, cells: int) -> list[Line]:
    """The dose to give next, whole, with its capsules; or that nothing is due."""
    chart, dose = found.chart, found.next
    if found.word == "CLOCK":
        return [[("DOSE ", "dim"), (text, "warn")] for text in wrap(found.why[0], cells - 5)]
    if dose is None:
        why = MEANINGS[found.word] if chart.open_holds or chart.ended else none_due(chart)
        tone: Tone = "bad" if chart.open_holds else ""
        return [[("DOSE ", "dim"), (why, tone)]]
    amount = amount_text(dose.amount, chart.protocol.unit)
    when = f"{slot_lead(dose.key.slot)}{dose.state_text} {near_text(dose.at, now, chart.zone)}"
    early = on_time_from(dose.on_time_from, dose.at, now, chart.zone)
    times = [f"{when}, {countdown(dose.at, now)}", when]  # how long that is takes no line of its own
    ways = [f"{way}, {early}" if early else way for way in times]
    rest = min((wrap(f"{way}: {made_of(chart, dose)}", cells - 6 - len(amount)) for way in ways), key=len)
    lines: list[Line] = [[("DOSE ", "dim"), (amount, "strong"), (f" {rest[0]}", "")]]
    lines += [[(" " * (6 + len(amount)) + more, "")] for more in rest[1:]]
    told = chart.protocol.step(dose.step).text
    notes = wrap(f"     {visible(told)}", cells, "     ") if told else ()
    return lines + [[(text, "warn")] for text in notes]


def none_due(chart: Chart) -> str:
    """Why no dose is due in a course that nothing holds."""
    if finished(chart):
        return "No dose is due: every dose of the course was given."
    if has_its_doses(chart):
        return f"No dose is due: step {chart.step_number} has its doses, and waits for its gate."
    return "No dose is due."


def made_of(chart: Chart, dose: ScheduledDose) -> str:
    """What the dose is made of, of the strengths in stock; beside parts and liquids the pharmacist's note."""
    made = made_text(chart.protocol, dose.amount, chart.plan.strengths)
    whole = units(dose.amount, chart.plan.strengths) is not None
    note = "" if whole or not chart.plan.made_by else f"made as: {visible(chart.plan.made_by)}"
    return "; ".join(text for text in (made, note) if text)


def today(found: Status, now: datetime, cells: int) -> list[Line]:
    """Today's doses, older ones without a record, and the next to come."""
    chart = found.chart
    day = day_of(now, chart.zone)
    shown = [d for d in found.doses if d.key.day == day or d.recordable]
    if not shown:
        return [[("No dose is due." if chart.ended else "No dose planned yet.", "dim")]]
    lines: list[Line] = []
    lost = newest_lost(chart, now)
    for dose in shown:
        tone: Tone = {"overdue": "warn", "due": "warn", "held": "bad", "given": "good"}.get(dose.state, "")  # type: ignore[assignment]
        if found.word == "CLOCK" and tone == "good":
            tone = ""
        when = time_text(dose.at, chart.zone)
        if dose.key.day != day:
            when = near_text(dose.at, now, chart.zone)
        amount = amount_text(dose.amount, chart.protocol.unit)
        texts = wrap(f"{when} {amount}: {_standing_of(chart, dose)}", cells, "      ")
        lines.extend([(text, tone)] for text in texts)
        if lost is not None and dose.line == lost:
            follows = lost_words(chart, lost, now)
            lines.extend([(f"      {text}", "warn")] for text in wrap(follows, cells - 6))
    return lines


def _standing_of(chart: Chart, dose: ScheduledDose) -> str:
    line = dose.line
    if line is None:
        held = "on leave, not due" if chart.left and chart.goes_on else "held, not due"
        return {"held": held, "overdue": "OVERDUE, no record"}.get(dose.state, dose.state)
    by = visible(initials_of(chart.initials, line.entry.by))
    edited = ", corrected" if line.corrections else ""
    if isinstance(line.what, DoseNotGiven):
        return f"{line.what.status} ({by}){edited}{_made_up(chart, line)}"
    label = f" {dose.label}" if dose.label else ""
    up = ", vomited" if line.id in chart.vomited else ""
    other = getattr(line.what, "amount", dose.amount)
    odd = "" if other == dose.amount else f" {amount_text(other, chart.protocol.unit)}"
    same_day = day_of(line.at, chart.zone) == dose.key.day
    when = time_text(line.at, chart.zone) if same_day else when_text(line.at, chart.zone)
    alone = ", not second-checked" if lacking(chart, line) else ""
    return f"given{odd}{label} {when} ({by}){alone}{up}{edited}{_made_up(chart, line)}"


def _made_up(chart: Chart, line: EntryLine) -> str:
    """The make-up of a dose, in a few words."""
    instead = chart.make_ups.get(line.id)
    if instead is None or not isinstance(instead.what, DoseGiven):
        return ""
    by, amount = (
        visible(initials_of(chart.initials, instead.entry.by)),
        amount_text(instead.what.amount, chart.protocol.unit),
    )
    up = ", vomited too" if instead.id in chart.vomited else ""
    alone = ", not second-checked" if lacking(chart, instead) else ""
    beyond = "" if may_make_up(chart, line, instead.at) else ", beyond the protocol's rule"
    return f"; made up {amount} {time_text(instead.at, chart.zone)} ({by}){alone}{up}{beyond}"


def gate_lines(found: Status, now: datetime, cells: int, *, folded: bool = False) -> list[Line]:
    """The other version, then the gate as a checklist in words (CUI MEDa-0173, 0174, 0177).

    Where it is `folded`, preconditions that are met are named alone, all in one line.
    """
    chart = found.chart
    if chart.ended is not None:
        return [[(text, "dim")] for told in found.why for text in wrap(told, cells, "  ")]
    version: list[Line] = [[(text, "warn")] for told in found.version for text in wrap(told, cells, "  ")]
    return [*version, *_gate_itself(found, now, cells, folded)]


def _gate_itself(found: Status, now: datetime, cells: int, folded: bool) -> list[Line]:
    chart = found.chart
    if found.gate.to is None:
        said = last_step_words(chart) or f"Step {chart.step_number} has the target dose: no further step."
        lines: list[Line] = [[(text, "strong")] for text in wrap(said, cells, "  ")]
        if not chart.open_holds:
            return lines + _completion(chart, cells)
        return lines + [[(text, "bad")] for text in wrap(" ".join(found.why), cells)]
    doses = step_text(chart.protocol.step(found.gate.to), chart.protocol.unit)
    turn = direction_text(chart.protocol, found.gate.to)
    name = f"Gate to step {found.gate.to}, {doses}{f', {turn}' if turn else ''}: "
    verdict: tuple[str, Tone] = ("OPEN", "good") if found.gate.open else ("SHUT", "strong")
    if found.word == "CLOCK":
        verdict = ("WAITS FOR THE COMPUTER'S CLOCK", "warn")
    met = sum(one.met for one in found.gate.preconditions)
    counted = f", {met} of {len(found.gate.preconditions)}"
    lines = _heading(name, verdict, counted, cells)
    good: Tone = "" if found.word == "CLOCK" else "good"
    for precondition in found.gate.preconditions:
        if not (folded and precondition.met):
            lines.extend(_precondition(precondition, cells, good))
    return lines + (met_line(found.gate, cells, good) if folded else [])


def met_line(gate: Gate, cells: int, good: Tone = "good") -> list[Line]:
    """The preconditions that are met, by name alone; nothing where none is."""
    names = "; ".join(one.name for one in gate.preconditions if one.met)
    first, *rest = wrap(names, cells - 4)
    later: list[Line] = [[(f"    {text}", "dim")] for text in rest]
    return [[("[x]", good), (f" {first}", "dim")], *later] if names else []


def _heading(name: str, verdict: tuple[str, Tone], counted: str, cells: int) -> list[Line]:
    """The step behind the gate, and whether that is open: on a line of its own where the step needs more."""
    if width(f"{name}{verdict[0]}{counted}") <= cells:
        return [[(name, "strong"), verdict, (counted, "dim")]]
    lines: list[Line] = [[(text, "strong")] for text in wrap(name.strip(), cells, "  ")]
    return [*lines, [("  ", ""), verdict, (counted, "dim")]]


def _completion(chart: Chart, cells: int) -> list[Line]:
    """What a prescriber's completion waits for on the target step."""
    missing = before_completion(chart)
    words = " ".join(missing) or "a prescriber may complete the course."
    mark: tuple[str, Tone] = ("[ ]", "") if missing else ("[x]", "good")
    texts = wrap(f"{mark[0]} Completion: {words}", cells, "      ")
    rest: list[Line] = [[(text, "")] for text in texts[1:]]
    return [[mark, (texts[0][3:], "")], *rest]


def _precondition(found: Precondition, cells: int, good: Tone = "good") -> list[Line]:
    """Its number and name, in bold where it is not met, and how it stands."""
    mark, tone = ("[x]", good) if found.met else ("[ ]", "")
    first, *rest = wrap(f"{mark} {found.number} {found.name}: {found.words}", cells, "      ")
    name, colon, words = first[3:].partition(":")
    head: Line = [(mark, tone), (name + colon, "" if found.met else "strong"), (words, "")]
    later: list[Line] = [[(text, "")] for text in rest]
    return [head, *later]


def watch(found: Status, now: datetime, cells: int = 76) -> list[Line]:
    """Days since the restart and the last increase, until when checks are due, and the published onset."""
    state = watch_of(found.chart, now)
    if state is None:
        return []
    days = [f"{plural(state.since_increase, 'day')} since the last increase"]
    if found.chart.protocol.goes_down:
        days[0] += " (a step down is none)"
    if state.since_restart is not None:
        days.insert(0, f"{plural(state.since_restart, 'day')} since the restart")
    until = day_text(state.until)
    due = "today's is to come" if state.check_due else "today's is done"
    if state.to_come:
        length = plural(found.chart.protocol.gate.watch_days, "day")
        until = f"{length} after the first dose of step {found.chart.step_number}"
    what = f"ended {until}" if state.over else f"skin check every day until {until}: {due}"
    band = _onset(state)
    tone: Tone = "warn" if state.in_band or state.check_due else ""
    texts = wrap(f"Rash watch: {listed(days)}; {what}.{band}", cells, "  ")
    return [[(text, tone)] for text in texts]


def _onset(state: Watch) -> str:
    if state.band is None:
        return ""
    low, high = state.band
    now = ": NOW." if state.in_band else "."
    return f" Published rashes came {low} to {high} days after the start{now}"
