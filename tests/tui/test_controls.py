"""The controls of docs/hazards.md between what a person says and what is kept, taken out one at a time.

Each is missed by the test that its hazard names, which passes with the control where it stands.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.css.query import NoMatches
from textual.widget import Widget

from protocols.values.clinic_time import day_of
from protocols.values.time_words import Answer, This, Which, on_day, said, wall_of
from tests.store.exchange import test_forged_facts as forged
from tests.test_controls import Control, hazard, names, take_out
from tests.tui.app import test_resume as resume
from tests.tui.forms import test_imported_zone as zones
from tests.tui.forms import test_what_is_kept as kept
from tests.tui.forms import test_what_stays as stays
from tests.tui.forms import test_when as when
from tests.tui.helpers.bedside_app import Ward
from tests.tui.screens import test_newest as newest
from tui.forms.base.values import Values, put_back
from tui.parsing import day
from tui.widgets.choice import Choice
from tui.widgets.field import Field, Lines
from tui.widgets.when import When


def _as_it_stands(field: When) -> datetime:
    shown = {name: field.query_one(f"#{name}", Field).value for name in ("time", "day")}
    answer = on_day(day(shown["day"], "Day"), wall_of(shown["time"]), field.zone, field.now())
    assert isinstance(answer, This)
    return answer.at


def _the_later(*about: Any) -> Answer:
    answer = said(*about)
    return This(answer.instants[-1]) if isinstance(answer, Which) else answer


def _on_its_own_day(wall: Any, due: datetime, reach: object, zone: str, now: datetime) -> Answer:
    return on_day(day_of(due, zone), wall, zone, now)


async def _first_line(lines: Lines, event: events.Paste) -> None:
    event.stop()
    event.prevent_default()
    lines.insert(event.text.splitlines()[0])


def _choices_too(form: Widget, field: Widget, values: Values) -> None:
    put_back(form, field, values)
    chosen = [words for name, words in values.items() if name.endswith(f"/{field.id}")]
    if isinstance(field, Choice) and chosen:
        field.chosen = 0


def _nothing(*_about: object) -> None:
    """What the control did is not done."""


CONTROLS = [
    Control(
        "H46",
        "a day that stands in the form is a day that was said",
        {"tui.widgets.when.When.instant": _as_it_stands, "tui.widgets.when.When.renew": _nothing},
        when.test_a_form_open_over_midnight_keeps_the_day_on_which_it_happened,
    ),
    Control(
        "H46",
        "of two times on the clock the later is meant",
        {"tui.widgets.when.said": _the_later},
        when.test_the_hour_that_comes_twice_is_asked_about,
    ),
    Control(
        "H46",
        "a paper line is of its dose's own day",
        {"tui.forms.doses.paper_line.of_dose": _on_its_own_day},
        when.test_a_paper_line_shows_its_day_and_asks_where_two_fit,
    ),
    Control(
        "H47",
        "a course keeps the zone in which it was begun",
        {"protocols.record.chart.Chart.zone": property(lambda chart: chart.plan.zone)},
        zones.test_a_time_typed_here_is_this_wards,
    ),
    Control(
        "H48",
        "a form records the copy that it was opened with",
        {"tui.forms.patient.identity.Identity.renew": _nothing},
        kept.test_an_allergy_added_meanwhile_outlives_a_move_to_another_bed,
    ),
    Control(
        "H48",
        "a correction is the whole form",
        {"tui.forms.correction.correct.on_top": lambda typed, opened, stands: typed},
        stays.test_a_correction_that_was_open_keeps_what_another_put_right_meanwhile,
    ),
    Control(
        "H49",
        "the first of several lines is kept",
        {"tui.widgets.field.Lines._on_paste": _first_line},
        kept.test_of_several_lines_pasted_none_falls_away,
    ),
    Control(
        "H50",
        "after a choice the focus stays where it was",
        {"tui.forms.base.focus.FormFocus.chose": _nothing},
        kept.test_figures_after_x_are_the_amount_and_change_nothing_else,
    ),
    Control(
        "H50",
        "the rest of a word that means nothing is taken letter by letter",
        {"tui.forms.base.focus.A_WORD": 0.0},
        kept.test_a_word_typed_where_nothing_takes_it_chooses_nothing,
    ),
    Control(
        "H51",
        "a choice is put back as words are",
        {"tui.forms.base.form.put_back": _choices_too},
        resume.test_what_was_typed_is_there_again_and_can_be_recorded,
    ),
    Control(
        "H51",
        "a move is kept as other forms are",
        {"tui.forms.course.step_up.StepUpForm.KEPT": True},
        resume.test_no_move_is_kept,
    ),
    Control(
        "H52",
        "an import is recorded as it comes",
        {
            "store.exchange.import_records._fault": lambda *about: "",
            "protocols.rules.check._of_its_kind": _nothing,
        },
        forged.test_what_no_form_would_record_does_not_come_in,
        forged.CHANGES[1],
    ),
    Control(
        "H52",
        "a decision counts whoever made it",
        {
            "store.exchange.import_records.unknown_decisions": lambda *about: (),
            "protocols.rules.check.decisions_accepted": _nothing,
        },
        forged.test_a_decision_of_somebody_unknown_needs_a_yes,
    ),
    Control(
        "H59",
        "a sheet is what it was when it was opened",
        {"tui.screens.ward.handover.handovers": lambda ledger: ()},
        newest.test_a_handover_given_while_the_sheet_is_open_is_said_and_shown_to_be_answered,
    ),
]


@contextmanager
def about(control: Control, folder: Path) -> Iterator[dict[str, object]]:
    """What its test asks for: the row's own arguments, then the fixtures it names, its module's own first."""
    wanted = list(inspect.signature(control.missed_by).parameters)
    given: dict[str, object] = dict(zip(wanted, control.arguments, strict=False))
    made: dict[str, Callable[[Path], object]] = {"ward": Ward, "tmp_path": Path}
    with ExitStack() as stack:
        for name in wanted[len(control.arguments) :]:
            fixture = getattr(import_module(control.missed_by.__module__), name, None)
            found = (fixture.__wrapped__ if fixture else made[name])(folder)
            if isinstance(found, Iterator):
                stack.callback(next, found, None)
                found = next(found)
            if isinstance(found, Ward):
                stack.enter_context(found.ledger)
            given[name] = found
        yield given


async def _run(control: Control, given: dict[str, object]) -> None:
    found = control.missed_by(**given)
    if isinstance(found, Awaitable):
        await found


@pytest.mark.parametrize("control", CONTROLS, ids=names)
async def test_a_control_taken_out_is_missed_by_its_test(
    control: Control, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with about(control, tmp_path) as given:
        take_out(control, monkeypatch)
        with pytest.raises((AssertionError, NoMatches)):
            await _run(control, given)


@pytest.mark.parametrize("control", CONTROLS, ids=names)
def test_the_hazard_names_the_test_that_misses_its_control(control: Control) -> None:
    assert f"::{control.missed_by.__name__}`" in hazard(control)
