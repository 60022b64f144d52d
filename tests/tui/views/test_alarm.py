"""The alarm on every screen calls for the red flags that stand, by the signs that stand."""

from __future__ import annotations

from protocols import entries as e
from tests.protocols.helpers.bedside import on_step
from tui.views.course.alarm import alarms


def test_the_alarm_names_the_sign_that_stands_and_is_silent_once_it_was_entered_in_error() -> None:
    bedside = on_step(2)
    flag = bedside.record(e.RedFlagSeen(("skin pain",)))
    assert alarms([bedside.folded]) == ["NG, Li Wei, bed 12: Red flag (skin pain)"]
    bedside.correct(flag, e.RedFlagSeen(("purpura",)))
    assert alarms([bedside.folded]) == ["NG, Li Wei, bed 12: Red flag (purpura)"]
    bedside.correct(flag)
    assert alarms([bedside.folded]) == []
    assert bedside.chart.open_holds
