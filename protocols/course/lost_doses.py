"""What the protocol says after a dose was vomited or not given, in words, at the moment it matters.

"Vomited: the next dose is due at its time, today 20:00. No make-up in this protocol." (domain.md 2.8).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from protocols.course.make_up import after, can_be_made_up, make_up_until, may_make_up, not_given_until
from protocols.course.prescription import window
from protocols.course.progress import step_days
from protocols.course.schedule import ScheduledDose
from protocols.entries import DoseGiven, DoseKey, DoseNotGiven
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry
from protocols.record.slots import slot_instant
from protocols.values.derived import derived
from protocols.values.formatting import duration_text, near_text, plural


def lost_words(chart: Chart, line: CorrectedEntry, now: datetime) -> str:
    """What follows the dose of `line`, recorded as vomited or not given; "" for any other."""
    key = chart.key_of(line)
    if key is None or not chart.running or not can_be_made_up(chart, line) or line.id in chart.make_ups:
        return ""
    return _follows(chart, key, _name(line), make_up_until(chart, line), may_make_up(chart, line, now), now)


def will_follow(chart: Chart, key: DoseKey, event: str, now: datetime) -> str:
    """What will follow when the dose `key` is recorded as `event` ("vomited", "refused") now."""
    if not chart.running:
        return ""
    minutes = chart.protocol.doses.make_up_vomited_minutes
    if event == "vomited":
        until = None if minutes is None else now + timedelta(minutes=minutes)
        return _follows(chart, key, "Vomited", until, until is not None, now)
    until = not_given_until(chart, key)
    return _follows(chart, key, "Not given", until, until is not None and now < until, now)


def vomited_words(chart: Chart, line: CorrectedEntry, now: datetime) -> str:
    """What will follow when the dose of `line`, given before, is recorded as vomited now."""
    key, minutes = chart.key_of(line), chart.protocol.doses.make_up_vomited_minutes
    if not chart.running or key is None or not isinstance(line.what, DoseGiven):
        return ""
    if line.what.makes_up:
        return f"A make-up is not made up again. {_at_its_time(chart, key, now)}"
    until = None if minutes is None else line.at + timedelta(minutes=minutes)
    return _follows(chart, key, "Vomited", until, until is not None and now <= until, now)


def late_words(chart: Chart, dose: ScheduledDose, now: datetime) -> str:
    """Whether a dose past its time may still be given, by the protocol's rule; "" while it is in time.

    The dose stays overdue and can be recorded as given, late: the rule is told, the nurse decides.
    """
    step, late = chart.protocol.step(dose.step), now - dose.at
    if not chart.running or dose.past or late <= window(chart, step):
        return ""
    until = not_given_until(chart, dose.key)
    if until is not None and now < until:
        limit = near_text(until, now, chart.zone)
        return f"This dose is {duration_text(late)} late. It may be given until {limit}."
    rule = "If it is left out there is no make-up."
    if until is not None:
        rule = f"By this protocol it was to be given until {near_text(until, now, chart.zone)}."
    return f"This dose is {duration_text(late)} late. {rule} {_at_its_time(chart, dose.key, now)}".rstrip()


def newest_lost(chart: Chart, now: datetime) -> CorrectedEntry | None:
    """The last dose vomited or not given, while the next one is not due and nothing was taken since."""
    line, following = _newest_lost(chart)
    return None if following is None or following <= now else line


@derived
def _newest_lost(chart: Chart) -> tuple[CorrectedEntry | None, datetime | None]:
    """The last dose lost, nothing taken since and no make-up of it, and when the one that follows is due."""
    lost = [(key, line) for key, line in chart.statuses.items() if can_be_made_up(chart, line)]
    key, line = max(lost, key=lambda found: slot_instant(chart.plan, found[0]), default=(None, None))
    if key is None or line is None or line.id in chart.make_ups:
        return None, None
    following, place = after(chart, key), slot_instant(chart.plan, key)
    if following is None or any(slot_instant(chart.plan, other) > place for other in chart.statuses):
        return None, None
    return line, slot_instant(chart.plan, following)


def limit_words(chart: Chart, now: datetime) -> str:
    """That the step has lasted longer than the protocol wants; "" while it has not, or has no limit."""
    days, limit = step_days(chart, now), chart.step.at_most_days if chart.step else None
    if (
        days is None
        or limit is None
        or chart.step_number == chart.target
        or days.number <= limit
        or chart.ended
    ):
        return ""
    return (
        f"Step {chart.step_number} is on day {days.number}: this protocol wants at most "
        f"{plural(limit, 'day')}. A prescriber decides."
    )


def _follows(
    chart: Chart, key: DoseKey, name: str, until: datetime | None, allowed: bool, now: datetime
) -> str:
    coming = _at_its_time(chart, key, now)
    if until is None:
        return f"{name}: {coming[:1].lower()}{coming[1:]} No make-up in this protocol.".replace(
            ":  No", ": no"
        )
    limit = near_text(until, now, chart.zone)
    if allowed:
        return f"{name}: a make-up may be given until {limit}."
    return f"{name}: too late for a make-up, which was allowed until {limit}. {coming}".rstrip()


def _at_its_time(chart: Chart, key: DoseKey, now: datetime) -> str:
    following = after(chart, key)
    if following is None:
        return ""
    at = slot_instant(chart.plan, following)
    if at <= now:
        return ""
    return f"The next dose is due at its time, {near_text(at, now, chart.zone)}."


def _name(line: CorrectedEntry) -> str:
    if isinstance(line.what, DoseGiven):
        return "Vomited"
    return f"Not given ({line.what.status})" if isinstance(line.what, DoseNotGiven) else ""
