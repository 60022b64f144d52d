"""The alarm calls for the red flags that stand, by the signs that stand; of others it says the bed alone."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from protocols import entries as e
from protocols.record.held import alarm_of
from protocols.rules.check import Refused
from tests.protocols.helpers.bedside import MRN, OTHER_NURSE, Bedside, on_step
from tui.views.course.alarm import alarm_lines, alarms, elsewhere_line
from tui.views.course.history import history
from tui.views.lines.lines import text_of, width


def words(bedside: Bedside) -> list[str]:
    return [told.words for told in alarms([bedside.folded], bedside.now)]


def test_the_alarm_names_the_sign_that_stands_and_is_silent_once_it_was_entered_in_error() -> None:
    bedside = on_step(2)
    flag = bedside.record(e.RedFlagSeen(("skin pain",)))
    assert words(bedside) == ["NG, Li Wei, bed 12: Red flag (skin pain)"]
    bedside.correct(flag, e.RedFlagSeen(("purpura",)))
    assert words(bedside) == ["NG, Li Wei, bed 12: Red flag (purpura)"]
    bedside.correct(flag)
    assert words(bedside) == []
    assert bedside.chart.open_holds


def seen(bedside: Bedside, *flags: str) -> e.Entry:
    return bedside.record(e.AlarmSeen(flags), by=OTHER_NURSE, course="")


def test_one_who_has_seen_it_stands_beside_it_until_another_sign_is_recorded_or_it_is_corrected() -> None:
    bedside = on_step(2)
    flag = bedside.record(e.RedFlagSeen(("skin pain",)))
    seen(bedside, flag.id)
    (told,) = alarms([bedside.folded], bedside.now)
    assert told.seen
    assert told.short.startswith("bed 12: red flag ")
    assert ", seen by BL " in told.short
    assert bedside.chart.open_holds, "it ends nothing"
    more = bedside.record(e.RedFlagSeen(("purpura",)))
    assert not alarms([bedside.folded], bedside.now)[0].seen
    seen(bedside, flag.id, more.id)
    assert alarms([bedside.folded], bedside.now)[0].seen
    bedside.correct(flag, e.RedFlagSeen(("facial oedema",)))
    assert not alarms([bedside.folded], bedside.now)[0].seen


def test_what_does_not_stand_cannot_be_seen() -> None:
    bedside = on_step(2)
    with pytest.raises(Refused, match="No such red flag"):
        seen(bedside, "e1")
    flag = bedside.record(e.RedFlagSeen(("skin pain",)))
    with pytest.raises(Refused, match="No such red flag"):
        seen(bedside)
    with pytest.raises(Refused, match="not one course's"):
        bedside.record(e.AlarmSeen((flag.id,)))
    seen(bedside, flag.id)
    alarm = alarm_of(bedside.folded)
    assert alarm is not None
    assert alarm.seen is not None


def test_on_a_screen_about_another_patient_no_name_stands_but_the_bed() -> None:
    bedside = on_step(2)
    flag = bedside.record(e.RedFlagSeen(("skin pain",)))
    told = alarms([bedside.folded], bedside.now)
    whole: Any = SimpleNamespace(as_of=None, zone=bedside.zone)
    assert "NG" in text_of(alarm_lines(told, 78, whole))
    assert "NG" in text_of(alarm_lines(told, 78, whole, MRN))
    assert alarm_lines(told, 78, whole, "another") == []
    line = text_of(elsewhere_line(told, 78, "another"))
    assert line.startswith("!! bed 12: red flag ")
    assert "NG" not in line
    assert elsewhere_line(told, 78) == [], "on the board it is the alarm while nobody has seen it"
    seen(bedside, flag.id)
    told = alarms([bedside.folded], bedside.now)
    assert alarm_lines(told, 78, whole) == []
    assert "seen by BL" in text_of(elsewhere_line(told, 78))


@pytest.mark.parametrize("cells", [40, 78])
def test_of_many_it_says_how_many_more(cells: int) -> None:
    bedside = on_step(2)
    bedside.record(e.RedFlagSeen(("skin pain",)))
    told = alarms([bedside.folded] * 7, bedside.now)
    line = text_of(elsewhere_line(told, cells, "another"))
    assert width(line) <= cells
    assert "more" in line


def test_the_history_tells_who_has_seen_it() -> None:
    bedside = on_step(2)
    flag = bedside.record(e.RedFlagSeen(("skin pain",)))
    seen(bedside, flag.id)
    (row,) = history(bedside.folded, "skin")[:1]
    assert (row.who, row.said) == ("BL", "Red flag seen: it stands until a prescriber decides")
