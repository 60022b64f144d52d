"""The other medicines on a chart: what runs, since when and until when, and what was given of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from protocols.course.co_medications import Medicine, medicines, named, not_started, stop_prompts
from protocols.definition.protocol import CoMedication
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry as Kept
from protocols.record.people import initials_of
from protocols.values.clinic_time import day_of
from protocols.values.formatting import date_text, near_text
from protocols.values.text import visible
from tui.views.lines.lines import Line, wrap


def medicine_lines(chart: Chart, now: datetime, cells: int) -> list[Line]:
    """Running ones first, then what the protocol plans and nobody has started, then those just stopped.

    With their heading; nothing where there is none.
    """
    listed = medicines(chart)
    running = [medicine for medicine in listed if medicine.stop is None]
    since = now - timedelta(days=chart.protocol.gate.watch_days)
    ended = [medicine for medicine in listed if medicine.stop is not None and medicine.stop.at > since]
    found: list[Line] = []
    for medicine in running:
        found += [[(text, "")] for text in wrap(running_text(medicine, chart, now), cells, "  ")]
    planned = not_started(chart) if chart.ended is None else []
    for plan in planned:
        words = f"{planned_text(plan)}: not started"
        found += [[(text, "")] for text in wrap(words, cells, "  ")]
    for medicine in ended:
        found += [[(text, "dim")] for text in wrap(stopped_text(medicine, chart, now), cells, "  ")]
    return [[("Other medicines", "strong")], *found] if found else []


def running_text(medicine: Medicine, chart: Chart, now: datetime) -> str:
    """One running medicine: what was given last, and its last planned day."""
    parts = [f"given {_by(medicine.given[-1], chart, now)}"] if medicine.given else ["none given yet"]
    if medicine.what.last_day is not None:
        parts.append(f"last day {date_text(medicine.what.last_day)}")
    return f"{medicine.name}: {', '.join(parts)}"


def stopped_text(medicine: Medicine, chart: Chart, now: datetime) -> str:
    """One that was stopped, by whom."""
    assert medicine.stop is not None
    return f"{medicine.name}: stopped {_by(medicine.stop, chart, now)}"


def planned_text(plan: CoMedication) -> str:
    """One of the protocol's plan, by protocol day."""
    days = ""
    if plan.first_day is not None:
        until = f" to {plan.last_day}" if plan.last_day is not None else " on"
        days = f", protocol day {plan.first_day}{until}"
    return f"{named(plan.drug, plan.amount)}{days}"


def full_text(medicine: Medicine, chart: Chart, now: datetime) -> str:
    """Everything known of one medicine, in a sentence."""
    what = medicine.what
    parts = [medicine.name]
    if what.how_often:
        parts.append(visible(what.how_often))
    parts.append(f"started {_by(medicine.start, chart, now)}")
    parts.append(f"last planned day {date_text(what.last_day)}" if what.last_day else "no planned last day")
    if medicine.given:
        times = "once" if len(medicine.given) == 1 else f"{len(medicine.given)} times"
        parts.append(f"given {times}, last {_by(medicine.given[-1], chart, now)}")
    if medicine.stop is not None:
        parts.append(f"stopped {_by(medicine.stop, chart, now)}")
    return f"{', '.join(parts)}. {visible(what.why)}"


def medicine_texts(chart: Chart, now: datetime) -> list[str]:
    """Every medicine in full, then what the protocol plans and nobody has started."""
    planned = not_started(chart) if chart.ended is None else []
    return [
        *(full_text(medicine, chart, now) for medicine in medicines(chart)),
        *(f"{planned_text(plan)}, not started. {visible(plan.text)}" for plan in planned),
    ]


def prompt_lines(chart: Chart, now: datetime, cells: int) -> list[Line]:
    """The stops that are near or overdue, below the dose."""
    return [[(text, "warn")] for told in stop_prompts(chart, now) for text in wrap(f"! {told}", cells, "  ")]


def _by(line: Kept, chart: Chart, now: datetime) -> str:
    today = day_of(line.at, chart.zone) == day_of(now, chart.zone)
    when = near_text(line.at, now, chart.zone) if today else date_text(day_of(line.at, chart.zone))
    return f"{when} ({visible(initials_of(chart.initials, line.entry.by))})"
