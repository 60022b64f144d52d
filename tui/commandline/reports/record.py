"""One course and the entries of a record as JSON, for `stepward show`."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from protocols.course.follow_up import follow_ups
from protocols.course.make_up import may_make_up
from protocols.course.schedule import ScheduledDose
from protocols.course.second_check import lacking
from protocols.course.sizes import new_size_words, workings
from protocols.definition.step import WEEKDAYS
from protocols.entries import CourseEnrolled, DecisionMade, DoseGiven, Entry, EntryCorrected, FollowUpRecorded
from protocols.gate.rash_watch import last_increase, watch_of
from protocols.gate.wording import hold_words
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry
from protocols.record.fold import Record
from protocols.record.held import ToldHold, told_holds
from protocols.reports.status import Status
from protocols.values.clinic_time import day_of
from protocols.wording.entries import sentence
from tui.commandline.base.course import course_data, dose_data
from tui.commandline.base.output import Data, exact, moment
from tui.commandline.reports.medicines import medicines_data


def chart_data(found: Status, now: datetime) -> Data:
    """Everything a course's chart says."""
    chart = found.chart
    today = day_of(now, chart.zone)
    increase, watched = last_increase(chart), watch_of(chart, now)
    watch = timedelta(days=chart.protocol.gate.watch_days)
    return {
        **course_data(found, now),
        "title": chart.protocol.title,
        "prescriber": chart.plan.prescriber,
        "enrolled": moment(chart.entry.at, chart.zone),
        "strengths": [exact(strength) for strength in chart.plan.strengths],
        "times": dict(chart.plan.times_on(day_of(now, chart.plan.zone))),
        "made_by": chart.plan.made_by,
        "fixed": _fixed(chart),
        "co_medications": msgspec.to_builtins(chart.protocol.co_medications),
        "medicines": medicines_data(chart, now),
        "follow_up": [_follow_up(line, chart.zone) for line in reversed(follow_ups(chart))],
        "plan": [
            {
                "step": number,
                "days": step.days,
                "hours": step.hours,
                "doses_given": step.doses_given,
                "every_days": step.every_days,
                "every_minutes": step.every_minutes,
                "weekdays": [WEEKDAYS[day] for day in step.weekdays],
                "days_on": step.days_on,
                "days_off": step.days_off,
                "pattern": [{dose.slot: exact(dose.amount) for dose in day} for day in step.pattern],
                "doses": {dose.slot: exact(dose.amount) for dose in step.doses},
                "text": step.text,
            }
            for number, step in enumerate(chart.protocol.steps, start=1)
        ],
        "doses": [_dose(chart, dose) for dose in found.doses if dose.key.day == today or dose.recordable],
        "gate": [
            {"number": p.number, "name": p.name, "met": p.met, "waived": p.waived, "words": p.words}
            for p in found.gate.preconditions
        ],
        "holds": [_hold(chart, hold) for hold in reversed(told_holds(chart))],
        "last_increase": increase.isoformat() if increase else None,
        "days_since_increase": watched.since_increase if watched else None,
        "days_since_restart": watched.since_restart if watched else None,
        "look_due": watched.check_due if watched else False,
        "watch_until": (increase + watch).isoformat() if increase else None,
        "ended": _ended(chart),
    }


def _fixed(chart: Chart) -> Data | None:
    """The amounts that stand where the protocol has them per kg or m²."""
    sized, what = chart.sized, chart.fixed.what
    if sized is None or not isinstance(what, CourseEnrolled | DecisionMade):
        return None
    return {
        "weight_kg": exact(sized.weight_kg),
        "height_cm": exact(sized.height_cm) if sized.height_cm is not None else None,
        "amounts": [
            {
                "step": one.step,
                "asked": exact(one.asked),
                "amount": exact(one.amount),
                "reason": one.reason,
                "working": said,
            }
            for one, said in zip(sized.amounts, workings(chart), strict=True)
        ],
        "at": moment(_recorded(chart.fixed), chart.zone),
        "by": chart.fixed.by.name,
        "confirmed_by": what.confirmed.by.name if what.confirmed else None,
        "since": new_size_words(chart),
    }


def _dose(chart: Chart, dose: ScheduledDose) -> Data:
    return {**dose_data(chart, dose), "record": _record(chart, dose, dose.line) if dose.line else None}


def _record(chart: Chart, dose: ScheduledDose, line: CorrectedEntry) -> Data:
    given = exact(line.what.amount) if isinstance(line.what, DoseGiven) else None
    return {
        "entry": line.entry.number,
        "at": moment(line.at, chart.zone),
        "by": line.entry.by.name,
        "given": given,
        "vomited": line.id in chart.vomited,
        "label": dose.label,
        "corrected": bool(line.corrections),
        "second_check": _second_check(chart, line),
        "second_check_lacks": lacking(chart, line),
        "made_up": _made_up(chart, line),
    }


def _second_check(chart: Chart, line: CorrectedEntry) -> Data | None:
    second = line.what.second if isinstance(line.what, DoseGiven) else None
    if second is None:
        return None
    return {
        "at": moment(second.at, chart.zone),
        "by": second.by.name,
        "amount": exact(second.amount),
        "units": [{"strength": exact(size), "count": count} for size, count in second.units],
        "volume_ml": exact(second.volume_ml) if second.volume_ml is not None else None,
    }


def _made_up(chart: Chart, line: CorrectedEntry) -> Data | None:
    instead = chart.make_ups.get(line.id)
    if instead is None or not isinstance(instead.what, DoseGiven):
        return None
    return {
        "entry": instead.entry.number,
        "at": moment(instead.at, chart.zone),
        "by": instead.entry.by.name,
        "given": exact(instead.what.amount),
        "vomited": instead.id in chart.vomited,
        "by_the_rule": may_make_up(chart, line, instead.at),
    }


def _hold(chart: Chart, hold: ToldHold) -> Data:
    return {
        "cause": hold.cause,
        "words": hold_words([hold], chart.zone),
        "found": moment(hold.found, chart.zone),
        "since": moment(hold.since, chart.zone),
        "ended": moment(_recorded(hold.ended), chart.zone) if hold.ended else None,
        "ended_by": hold.ended.by.name if hold.ended else None,
    }


def _ended(chart: Chart) -> Data | None:
    entry = chart.ended
    if entry is None:
        return None
    reason = entry.what.reason if isinstance(entry.what, DecisionMade) else ""
    return {
        "as": chart.ended_text,
        "at": moment(_recorded(entry), chart.zone),
        "by": entry.by.name,
        "reason": reason,
    }


def _follow_up(line: CorrectedEntry, zone: str) -> Data:
    told = {"entry": line.entry.number, "at": moment(line.at, zone), "by": line.entry.by.name}
    assert isinstance(line.what, FollowUpRecorded)
    return {**told, **msgspec.structs.asdict(line.what), "corrected": bool(line.corrections)}


def entries_data(record: Record) -> list[Data]:
    """Every entry, newest first."""
    corrected: dict[str, list[int]] = {}
    for entry in record.entries:
        if isinstance(entry.what, EntryCorrected):
            corrected.setdefault(entry.what.entry, []).append(entry.number)
    return [
        {
            "number": entry.number,
            "id": entry.id,
            "course": entry.course or None,
            "kind": entry.what.__struct_config__.tag,
            "at": moment(entry.at, record.zone),
            "recorded": moment(_recorded(entry), record.zone),
            "by": entry.by.name,
            "initials": entry.by.initials,
            "role": entry.by.role,
            "sentence": sentence(entry, record),
            "corrected_by": corrected.get(entry.id, []),
            "imported_from": record.brought[entry.id].origin.ward if entry.id in record.brought else None,
        }
        for entry in reversed(record.entries)
    ]


def _recorded(entry: Entry) -> datetime:
    return entry.recorded or entry.at
