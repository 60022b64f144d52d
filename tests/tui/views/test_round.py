"""Tabs, the way of a round, the strip of time, what is next with its key: pure functions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from protocols import entries as e
from protocols.reports.status import status_of
from protocols.values.clinic_time import day_of
from protocols.values.formatting import time_text
from tests.protocols.helpers.bedside import Bedside, on_step
from tui.views.course.board import BoardRow, board
from tui.views.course.chart import dose_lines
from tui.views.course.history import by_day, history, holding, row_lines
from tui.views.lines.countdown import countdown, on_time_from
from tui.views.lines.lines import text_of, width
from tui.views.round.actions import actions
from tui.views.round.layout import NAME, NEXT, Layout, Needs, columns, layout, needs_of, patient_lines
from tui.views.round.pane import detail, pane
from tui.views.round.strip import MEANS, NOW, legend, ruler, strip
from tui.views.round.tabs import Tabs, following, going_on, shown, tab_line

CELLS = 25


def row(bedside: Bedside, patient: str = "") -> BoardRow:
    (found,) = board([bedside.folded], bedside.now, bedside.zone)
    if not patient:
        return found
    return BoardRow(patient, found.course, found.cells, found.why, found.status, patient)


def marks(bedside: Bedside) -> str:
    return "".join(text for text, _ in strip(status_of(bedside.chart, bedside.now), bedside.now, CELLS))


def due() -> Bedside:
    """On step 2, at the time of a dose."""
    bedside = on_step(2)
    assert bedside.next is not None
    bedside.now = bedside.next.at
    return bedside


def quiet() -> Bedside:
    """Nothing is due: the dose was just given."""
    bedside = due()
    bedside.give()
    return bedside


def test_the_strip_has_now_in_its_middle_what_was_given_left_and_what_is_due_right() -> None:
    bedside = quiet()
    seen = marks(bedside)
    assert len(seen) == CELLS
    assert "x" in seen[: CELLS // 2 + 2]
    assert "." in seen[CELLS // 2 + 1 :]
    bedside.go(hours=3)
    later = marks(bedside)
    assert later[CELLS // 2] == NOW
    assert later.index("x") < CELLS // 2
    bedside.record(e.RedFlagSeen(("skin pain",)))
    assert "=" in marks(bedside)
    assert all(char.isascii() or char == NOW for char in marks(bedside)), "told apart on any terminal"


def test_a_late_dose_stands_left_of_now() -> None:
    bedside = due()
    bedside.go(hours=4)
    seen = marks(bedside)
    assert "O" in seen[: CELLS // 2]


@pytest.mark.parametrize("cells", [30, 75, 130])
def test_the_ruler_and_the_legend_fit(cells: int) -> None:
    bedside = on_step(2)
    assert width(ruler(bedside.now, bedside.zone, 25)) == 25
    lines = text_of(legend(cells)).splitlines()
    assert all(width(line) <= cells for line in lines)
    assert "  ".join(lines) == "  ".join(MEANS), "every mark is explained"


def test_each_action_has_its_key_and_a_countdown() -> None:
    bedside = on_step(2)
    (dose, *_) = actions(status_of(bedside.chart, bedside.now), bedside.now)
    assert dose.key == "d"
    assert dose.words.startswith("300 mg ")
    assert ", in " in dose.words or " ago" in dose.words
    bedside.record(e.HoldPlaced("surgery"))
    assert [one.key for one in actions(status_of(bedside.chart, bedside.now), bedside.now)] == ["p"]


def test_from_when_a_dose_is_on_time_is_said_until_then_in_lines_pane_and_chart() -> None:
    bedside = on_step(2)
    dose = bedside.next
    assert dose is not None
    first, zone = dose.on_time_from, bedside.zone
    for before, words in ((60, [f"on time from {time_text(first, zone)}"]), (1, ["on time from"]), (0, [])):
        bedside.now = first - timedelta(seconds=before)
        found = row(bedside)
        assert found.status is not None
        for lines in (
            detail(found, bedside.now, 57, 4),
            pane(found, bedside.folded, [], bedside.now, 40),
            dose_lines(found.status, bedside.now, 58),
        ):
            said = " ".join(text_of(lines).split())
            assert "300 mg" in said
            assert all(word in said for word in words) if words else "on time" not in said


def test_the_day_stands_beside_from_when_a_dose_is_on_time_where_it_is_another_one() -> None:
    now = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
    at = datetime(2026, 11, 18, 0, 30, tzinfo=UTC)
    assert on_time_from(at - timedelta(hours=1), at, now, "UTC") == "on time from today 23:30"
    half = timedelta(minutes=12, seconds=30)
    assert on_time_from(at - half, at, now, "UTC") == "on time from 00:18", "early at 00:17"
    spring = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert on_time_from(spring - timedelta(hours=1), spring, spring - timedelta(days=1), "Europe/Berlin") == (
        "on time from 01:30"
    ), "the clock goes from 02:00 to 03:00 in between"
    autumn = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert on_time_from(autumn - timedelta(hours=1), autumn, autumn - timedelta(days=1), "Europe/Berlin") == (
        "on time from 02:30+02:00"
    ), "the clock shows 02:30 twice"


def test_of_somebody_who_has_died_nothing_is_said_but_that_and_what_becomes_of_the_course() -> None:
    """Neither that another medicine is to stop, which may unmask a rash, nor what the next step waits for."""
    bedside = on_step(2)
    today = day_of(bedside.now, bedside.zone)
    bedside.record(e.CoMedicationStarted("prednisolone", "10 mg", "daily", "for the rash", last_day=today))
    (before,) = board([bedside.folded], bedside.now, bedside.zone)
    told = text_of(detail(before, bedside.now, 300, 9))
    assert told.count("prednisolone") == 1
    assert ".." not in told
    bedside.record(e.PatientLeft("died"), course="")
    (after,) = board([bedside.folded], bedside.now, bedside.zone)
    told = text_of(detail(after, bedside.now, 300, 9))
    assert "prednisolone" not in told
    assert "Step" not in told
    assert "Died" in told
    assert "stops the course: key p" in told


def test_a_countdown_says_how_long_and_since_when() -> None:
    now = on_step(2).now
    assert countdown(now + timedelta(hours=2, minutes=35), now) == "in 2hr 35min"
    assert countdown(now - timedelta(minutes=70), now) == "1hr 10min ago"


def test_the_pane_and_the_lines_below_say_the_same_and_cut_no_dose() -> None:
    bedside = quiet()
    found = row(bedside)
    beside = text_of(pane(found, bedside.folded, [], bedside.now, 40, "AO"))
    below = " ".join(text_of(detail(found, bedside.now, 76, 9, "AO")).split())
    for said in ("300 mg", "With AO"):
        assert said in beside
        assert said in below
    assert "Gate to step 3" in beside
    met = sum(one.met for one in found.status.gate.preconditions) if found.status else 0
    marks = beside.count("[x]") + beside.count("[ ]") + beside.count("[>]")
    assert marks == 6 - met + 1 + 5, "a line for each rule that is missing and one for the others, five steps"
    assert all(width(line) <= 40 for line in beside.splitlines())
    assert len(detail(found, bedside.now, 60, 2)) == 2
    assert "With AO." in text_of(detail(found, bedside.now, 60, 1, "AO")), "what is cut is the why"


@pytest.mark.parametrize("cells", range(30, 60))
def test_what_is_met_of_the_gate_is_not_torn_between_two_lines(cells: int) -> None:
    bedside = quiet()
    lines = text_of(pane(row(bedside), bedside.folded, [], bedside.now, cells)).splitlines()
    met = sum(one.met for one in bedside.gate.preconditions)
    assert sum(line.endswith(f"{met} of 6") for line in lines) == 1
    assert all(width(line) <= cells for line in lines)


@pytest.mark.parametrize("room", [5, 12, 20, 30, 45, 60])
def test_the_pane_fits_its_lines_and_says_where_the_rest_is(room: int) -> None:
    bedside = quiet()
    found, record = row(bedside), bedside.folded
    lines = pane(found, record, [], bedside.now, 40, room=room)
    everything = pane(found, record, [], bedside.now, 40, room=200)
    assert len(lines) <= room
    said = text_of(lines)
    if room < 20:
        assert "Enter" in said.splitlines()[-1]
        assert "more" in said
    else:
        assert "[ ] " in said
    if len(everything) <= room:
        assert f"t  Last of {len(record.entries)} entries" in said


def test_the_tabs_count_and_say_which_one_is_chosen() -> None:
    waits, done = row(due(), "1"), row(quiet(), "2")
    rows = [waits, done]
    assert shown("Now", rows, {"2"}) == [waits]
    assert shown("Mine", rows, {"2"}) == [done]
    line = text_of([tab_line(Tabs().of(rows, {"2"}), "Now", 80, "1 DUE")])
    assert " ".join(line.split()) == "1[Now 1] 2 Checks 0 3 Open 0 4 Mine 1 5 All 2 1 DUE"


def test_the_next_one_is_below_and_the_round_goes_on_in_the_order_it_had() -> None:
    late, done = due(), quiet()
    rows = [row(late, "1"), row(done, "2"), row(late, "3"), row(late, "4")]
    assert following(rows, 0) == 2
    assert following(rows, 3) == 0
    assert following([rows[1]], 0) is None
    before = [(one.patient, one.course) for one in rows]
    after = [rows[0], rows[2], rows[3], row(done, "2")]
    assert going_on(after, before, before[1]) == 1, "the one that stood below it"
    assert going_on(rows, before, before[0]) is None, "it still needs something: the cursor stays"


def test_the_pane_comes_at_110_columns_and_the_strip_where_names_leave_room() -> None:
    for longest in (12, 26, 50):
        needs = Needs(name=longest, short_name=min(longest, 26), protocol=11, number=7)
        assert layout(109, needs).pane == 0
        assert layout(110, needs).pane > 0
        for cells in range(110, 240):
            found: Layout = layout(cells, needs)
            list_cells = sum(found.columns) + sum(1 for one in found.columns if one)
            assert list_cells + found.strip + found.pane + 1 <= cells, cells
            assert found.columns[NAME] >= needs.short_name, "no name for the sake of the strip"
            assert found.strip or found.columns[NEXT], "when, one way or the other"
        assert layout(120, needs).strip == 25
    assert layout(110, Needs(name=24, short_name=24)).strip == 25
    assert layout(110, Needs(name=28, short_name=28)).strip == 0
    assert layout(220, Needs()).strip == 49


LONG = "DE ALBUQUERQUE VASCONCELOS E SOUSA, Maria Eduarda"


@pytest.mark.parametrize("cells", [110, 114, 120, 131, 160, 200])
def test_beside_the_pane_no_name_is_cut(cells: int) -> None:
    found = row(quiet())
    named = BoardRow(
        found.patient, "", (*found.cells[:2], (LONG, "strong"), *found.cells[3:]), (), None, LONG
    )
    shared = layout(cells, needs_of([named, found]))
    for one in (named, found):
        lines = text_of(patient_lines(one.cells, one.number, shared, [])).splitlines()
        before = sum(room + 1 for room in shared.columns[:NAME])
        whole = " ".join(line[before : before + shared.columns[NAME]].strip() for line in lines)
        assert whole == one.cells[2][0]
        assert all(width(line) <= cells - shared.pane for line in lines)
    assert "DE ALBUQUERQUE" in text_of(pane(named, on_step(2).folded, [], on_step(2).now, 36)), (
        "too long a title"
    )


def test_a_narrow_board_cuts_a_name_only_where_every_column_is_as_narrow_as_it_may_be() -> None:
    bedside = quiet()
    found = row(bedside)
    rooms = columns(80, needs_of([found]))
    assert rooms[NEXT] == max(width(found.cells[NEXT][0]), len("nothing due"))
    heavy = BoardRow(
        "1",
        "",
        (*found.cells[:6], ("1,500,000 microgram Wed 07:00", ""), found.cells[7]),
        (),
        found.status,
        "",
    )
    assert columns(80, needs_of([found, heavy]))[NEXT] == 29, "never a dose"


def test_the_history_stands_under_its_days_and_cuts_nothing() -> None:
    bedside = quiet()
    bedside.record(e.NoteAdded("A long note that does not fit into one line of a narrow window " * 2))
    bedside.go(hours=24)
    bedside.record(e.NoteAdded("Next day"))
    rows = history(bedside.folded)
    listed = by_day(rows)
    days = [one for one in listed if isinstance(one, str)]
    assert len(days) == len(set(days)) == len({row.day for row in rows})
    assert listed[0] == days[0]
    assert [one for one in listed if not isinstance(one, str)] == rows
    for row_ in rows:
        text = text_of(row_lines(row_, 50))
        assert all(width(line) <= 50 for line in text.splitlines())
        assert row_.said.split()[-1] in text
        assert row_.day not in text.splitlines()[0] or not isinstance(row_.entry.what, e.DoseGiven)


def test_an_entry_is_found_by_its_words_its_person_and_its_day() -> None:
    bedside = quiet()
    bedside.record(e.NoteAdded("Ate half of breakfast"))
    rows = history(bedside.folded)
    assert [row_.said for row_ in holding(rows, "BREAKFAST half")] == ["Note: Ate half of breakfast"]
    assert holding(rows, "") == rows
    assert holding(rows, "nothing of the kind") == []
