"""A correction of a dose puts right what was touched: which dose it was stays, wherever its record stands."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from protocols import entries as e
from tests.tui.helpers.bedside_app import MRN, OTHER_NURSE, PRESCRIBER, Bedside, Ward, bedside, key
from tui.app.resume import draft_of, fill
from tui.forms.base.form import Form
from tui.forms.correction.correct import CorrectForm
from tui.widgets.choice import Choice
from tui.widgets.field import Field


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    ward = Ward(tmp_path)
    ward.begin()
    ward.at(1, "08:00")
    return ward


async def opened(here: Bedside, entry: e.Entry) -> Form:
    form = await here.open(CorrectForm(MRN, here.ward.course, entry.id))
    await here.press("c")
    form.query_one("#reason", Field).value = "misread"
    return form


async def stands_after(here: Bedside, form: Form, entry: e.Entry) -> e.What | None:
    await form.submit()
    await here.settle()
    assert not here.is_open, here.message
    return here.ward.chart.lines[entry.id].what


async def test_a_deferred_dose_that_was_given_later_stays_that_dose(ward: Ward) -> None:
    deferred = ward.record(e.DoseNotGiven(key(1, "morning"), "deferred", "asleep"))
    ward.at(1, "10:00")
    ward.give()
    async with bedside(ward) as here:
        form = await opened(here, deferred)
        form.query_one("#event", Choice).choose_letter("a")
        await form.submit()
        assert "is already recorded: 150 mg given Mon 02-Nov-2026 10:00" in here.message
        form.query_one("#event", Choice).choose_letter("d")
        form.query_one("#time", Field).value = "07:55"
        assert await stands_after(here, form, deferred) == deferred.what
        assert ward.chart.lines[deferred.id].at == ward.now - timedelta(hours=2, minutes=5)
        assert isinstance(ward.chart.statuses[key(1, "morning")].what, e.DoseGiven)


async def test_a_make_up_stays_one_however_late_it_was(ward: Ward) -> None:
    lost = ward.give()
    ward.record(e.DoseVomited(lost.id))
    ward.at(2, "07:30")
    made_up = e.DoseGiven(
        None, Decimal(150), with_food=True, reason="late", makes_up=lost.id, no_second_check="alone"
    )
    made_up_as = ward.record(made_up)
    ward.at(2, "07:45")
    async with bedside(ward) as here:
        form = await opened(here, made_up_as)
        form.query_one("#food", Choice).choose_letter("b")
        assert await stands_after(here, form, made_up_as) == msgspec.structs.replace(made_up, with_food=False)


async def test_a_dose_of_a_day_that_is_planned_no_more_stays_one_of_it(ward: Ward) -> None:
    given = ward.give()
    ward.record(e.HoldPlaced("scan"))
    ward.at(1, "12:00")
    ward.record(e.DecisionMade("repeat", "begin again", first=key(1, "evening")), by=PRESCRIBER)
    ward.at(1, "20:00")
    ward.give()
    async with bedside(ward) as here:
        form = await opened(here, given)
        form.query_one("#food", Choice).choose_letter("b")
        right = await stands_after(here, form, given)
        assert isinstance(right, e.DoseGiven)
        assert (right.dose, right.with_food) == (key(1, "morning"), False)


async def test_what_nobody_touched_of_a_form_offered_again_is_not_put_over_what_another_corrected(
    ward: Ward,
) -> None:
    given = ward.give()
    assert isinstance(given.what, e.DoseGiven)
    async with bedside(ward) as here:
        form = await opened(here, given)
        form.query_one("#time", Field).value = "07:50"
        draft = draft_of(form, ward.now)
        assert draft is not None
        form.dismiss(None)
        halved = msgspec.structs.replace(given.what, amount=Decimal(75), reason="half of it")
        ward.record(e.EntryCorrected(given.id, "half of it", halved), by=OTHER_NURSE)
        here.app.follow()
        form = await opened(here, given)
        fill(form, draft, ward.zone)
        await here.settle()
        await here.choose("#wrong", "c")
        form.query_one("#time", Field).value = "07:50"
        await form.submit()
        assert await stands_after(here, form, given) == halved


async def test_a_correction_that_was_open_keeps_what_another_put_right_meanwhile(ward: Ward) -> None:
    given = ward.give()
    assert isinstance(given.what, e.DoseGiven)
    async with bedside(ward) as here:
        form = await opened(here, given)
        form.query_one("#food", Choice).choose_letter("b")
        halved = msgspec.structs.replace(given.what, amount=Decimal(75), reason="half of it")
        ward.record(e.EntryCorrected(given.id, "half of it", halved), by=OTHER_NURSE)
        here.app.follow()
        await here.settle()
        await form.submit()
        assert "half of it" in here.message, "both people are told"
        await form.submit()
        assert await stands_after(here, form, given) == msgspec.structs.replace(halved, with_food=False)
