"""When what was recorded under a wrong clock happened, at the latest, and when what it holds began."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import msgspec

from protocols import entries as e
from tests.protocols.helpers.bedside import Bedside, at_bedside, on_step
from tests.protocols.helpers.published import library

AHEAD = timedelta(days=8)


def test_under_a_wrong_clock_a_hold_begins_at_the_last_instant_that_can_be_believed() -> None:
    bedside = at_bedside()
    enrolled = bedside.chart.entry.recorded
    bedside.protocol = msgspec.structs.replace(library("alectinib-anderson"), drug="ceritinib")
    bedside.go(minutes=5)
    bedside.enrol()
    last = bedside.now
    bedside.now += AHEAD
    bedside.rash()
    assert [chart.holds[0].since for chart in bedside.folded.charts] == [enrolled, last]
    bedside = at_bedside()
    bedside.go(minutes=30)
    note = bedside.record(e.NoteAdded("seen"))
    bedside.now += AHEAD
    bedside.rash()
    assert bedside.chart.holds[0].since == note.recorded
    assert bedside.chart.stretches[-1].until == note.recorded + timedelta.resolution, "a dose of then was due"
    bedside = Bedside(library("alectinib-anderson"))
    bedside.admit()
    bedside.now += AHEAD
    bedside.enrol()
    last = bedside.now
    bedside.go(minutes=5)
    bedside.rash()
    assert [hold.since for hold in bedside.chart.holds] == [last], "no other is known"


def test_what_a_wrong_clock_told_lies_before_the_next_word_of_a_right_one_and_of_no_other() -> None:
    bedside = on_step(2)
    bedside.go(minutes=-10)
    dose = bedside.record(e.DoseGiven(None, Decimal(150), reason="found in the notes"))
    bedside.record(e.NoteAdded("still wrong"))
    assert dose.clock == "behind"
    assert bedside.chart.lines[dose.id].bound is None
    bedside.go(minutes=15)
    right = bedside.record(e.NoteAdded("the clock was wrong"))
    bedside.go(minutes=5)
    bedside.record(e.NoteAdded("later"))
    assert right.recorded is not None
    assert bedside.chart.lines[dose.id].bound == right.recorded - timedelta(microseconds=1)


def test_a_later_course_knows_since_when_a_wrong_clock_was_right_again() -> None:
    bedside = at_bedside()
    bedside.go(minutes=-10)
    look = bedside.rash_free()
    bedside.go(minutes=15)
    right = bedside.record(e.NoteAdded("the clock was wrong"))
    bedside.go(minutes=-10)
    again = bedside.rash_free()
    bedside.go(minutes=15)
    bedside.protocol = msgspec.structs.replace(library("alectinib-anderson"), drug="ceritinib")
    bedside.enrol()
    assert right.recorded is not None
    assert bedside.chart.known[look.id].bound == right.recorded - timedelta(microseconds=1)
    enrolled = bedside.chart.entry.recorded
    assert enrolled is not None
    for chart in bedside.folded.charts:
        assert chart.known[again.id].bound == enrolled - timedelta(microseconds=1)
