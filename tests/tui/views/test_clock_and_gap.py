"""What the board and the chart say while the clock is in doubt, and after a long time without doses."""

from __future__ import annotations

from datetime import date, timedelta

from protocols import entries as e
from protocols.record.clock import clock_mark, clock_words
from protocols.reports.status import status_of
from tests.protocols.helpers.bedside import PRESCRIBER, Bedside, on_step
from tui.views.course.alarm import alarms
from tui.views.course.board import board
from tui.views.course.chart import dose_lines, gate_lines, state, today
from tui.views.lines.lines import text_of


def test_while_the_clock_is_in_doubt_the_board_says_so_and_nothing_is_green() -> None:
    bedside = on_step(2)
    bedside.now -= timedelta(hours=9)
    doubt = clock_words(clock_mark(bedside.now, bedside.newest), bedside.now, bedside.newest, bedside.zone)
    (row,) = board([bedside.folded], bedside.now, bedside.zone, doubt)
    assert row.status is not None
    assert row.status.word == "CLOCK"
    assert row.why[0] == doubt
    assert row.cells[6][0] == "clock in doubt"
    found = status_of(bedside.chart, bedside.now, doubt)
    assert "is behind the newest entry" in text_of(dose_lines(found, bedside.now, 200))
    drawn = [*gate_lines(found, bedside.now, 76), *today(found, bedside.now, 76)]
    assert "WAITS FOR THE COMPUTER'S CLOCK" in text_of(drawn)
    assert "good" not in {part[1] for line in [*drawn, list(row.cells)] for part in line}


def test_a_gap_stands_on_the_chart_beside_the_next_dose() -> None:
    bedside = on_step(2)
    bedside.at(date(2026, 11, 4), "08:00")
    bedside.give()
    bedside.at(date(2026, 11, 9), "20:00")
    found = status_of(bedside.chart, bedside.now)
    assert "NO DOSE FOR 5d 12hr" in text_of(state(found, bedside.now, 200))


def stopped_for_a_red_flag() -> Bedside:
    bedside = on_step(2)
    bedside.record(e.RedFlagSeen(("skin pain",)))
    bedside.decide("stop")
    return bedside


def test_a_red_flag_followed_by_a_stop_stays_on_board_and_alarm_until_it_is_released() -> None:
    bedside = stopped_for_a_red_flag()
    (row,) = board([bedside.folded], bedside.now, bedside.zone)
    assert row.status is not None
    assert row.status.word == "RED FLAG"
    assert any("NOT RELEASED" in said for said in row.why)
    assert len(alarms([bedside.folded], bedside.now)) == 1
    bedside.go(hours=12)
    bedside.rash_free()
    bedside.record(e.DecisionMade("resume", "seen by dermatology"), by=PRESCRIBER)
    assert alarms([bedside.folded], bedside.now) == []
    (row,) = board([bedside.folded], bedside.now, bedside.zone)
    assert row.status is not None
    assert row.status.word == "STOPPED"
