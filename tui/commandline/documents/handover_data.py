"""A handover sheet, and what became of it, as JSON; the keys are listed in handover.py."""

from __future__ import annotations

from datetime import datetime

from protocols.course.schedule import backlog
from protocols.entries import Entry, HandoverRefused
from protocols.gate.wording import hold_words
from protocols.record.handovers import Handover
from protocols.record.held import open_told_holds
from protocols.reports.handover import Item
from protocols.reports.missing_data import missing
from protocols.reports.status import Status
from store.ledger.reader import Reading
from tui.commandline.base.course import course_data, dose_data, patient_data
from tui.commandline.base.output import Data, moment
from tui.views.handover.sheets import content_at, known_to, words_of
from tui.views.handover.words import Block


def sheet_data(ledger: Reading, handover: Handover | None, now: datetime, only: str) -> Data:
    """The sheet as of now, or that of `handover` as it was given."""
    seen = known_to(handover) if handover else ledger.position
    at = handover.given.at if handover else now
    sheet = content_at(ledger, seen, at, handover.what.only if handover else only)
    words = words_of(ledger, seen, sheet)
    return {
        "title": words.title,
        "as_of": words.as_of,
        "seen": seen,
        "head": ledger.head_at(seen),
        "sheet_at": moment(at, ledger.zone),
        "digest": words.digest,
        "handover": handover_data(handover) if handover else None,
        "as_signed": words.digest == handover.what.digest if handover else None,
        "ended": sheet.ended,
        "patients": [
            _patient(item, block, at, ledger.zone)
            for item, block in zip(sheet.items, words.blocks, strict=True)
        ],
    }


def handover_data(handover: Handover) -> Data:
    """Who gave it, and what was answered."""
    what, given, answer = handover.what, handover.given, handover.answer
    accepted = None
    if answer is not None and handover.accepted is not None:
        accepted = {
            "at": _at(handover.accepted),
            "by": answer.taker.name,
            "satisfied": answer.satisfied,
            "note": answer.note,
        }
    return {
        "number": given.number,
        "id": given.id,
        "only": what.only,
        "given": _at(given),
        "by": given.by.name,
        "place": what.place,
        "others": what.others,
        "note": what.note,
        "waits": handover.waits,
        "replaced_by": handover.replaced.number if handover.replaced else None,
        "accepted": accepted,
        "refused": [_refusal(entry) for entry in handover.refused],
    }


def _refusal(entry: Entry) -> Data:
    what = entry.what
    assert isinstance(what, HandoverRefused)
    return {"at": _at(entry), "by": what.taker.name, "patient": what.patient, "reason": what.reason}


def _patient(item: Item, block: Block, at: datetime, zone: str) -> Data:
    last = item.last
    taker = last.answer.taker.name if last and last.answer else None
    return {
        **patient_data(item.record),
        "with": taker,
        "with_since": _at(last.accepted) if last and last.accepted else None,
        "courses": [_course(found, at) for found in item.statuses],
        "since": moment(item.shift.since, zone),
        "corrections": [entry.number for entry in item.shift.corrections],
        "other_entries": [entry.number for entry in item.shift.told],
        "missing": missing(item.record, [found.chart for found in item.statuses]),
        "parts": [
            {"heading": part.heading, "said": [said.text for said in part.said]} for part in block.parts
        ],
    }


def _course(found: Status, at: datetime) -> Data:
    chart = found.chart
    return {
        **course_data(found, at),
        "overdue": [dose_data(chart, dose) for dose in backlog(found.doses)],
        "holds": [hold_words([hold], chart.zone) for hold in open_told_holds(chart)],
        "blocked_by": [
            {"number": one.number, "name": one.name, "words": one.words} for one in found.gate.missing
        ],
    }


def _at(entry: Entry) -> str:
    return moment(entry.at, entry.zone)
