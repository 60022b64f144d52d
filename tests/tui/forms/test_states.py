"""Every form opens in every state of a course, with names that try to be markup, and never crashes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from textual.widgets import Button

from protocols.entries import (
    CoMedicationStarted,
    DecisionMade,
    FollowUpRecorded,
    HoldPlaced,
    PatientDetailsChanged,
    RashFound,
)
from tests.tui.forms.test_form import ABOUT_A_PATIENT
from tests.tui.helpers.bedside_app import FIRST_DAY, MRN, NG, PRESCRIBER, Ward, bedside
from tui.forms.correction.correct import CorrectForm

HOSTILE = "O[/] Neil [bold]x[/bold] [@click=app.quit]tap[/]"


def enrolled(ward: Ward) -> None:
    ward.admit()
    ward.enrol("alectinib-kimura")


def held(ward: Ward) -> None:
    """On its target step too: there is no gate any more."""
    ward.begin()
    ward.record(DecisionMade("stay", HOSTILE), by=PRESCRIBER)
    ward.record(CoMedicationStarted(HOSTILE, HOSTILE, HOSTILE, HOSTILE, FIRST_DAY))
    ward.record(FollowUpRecorded("not known", "not known", HOSTILE, "yes", HOSTILE, HOSTILE))
    ward.record(HoldPlaced(HOSTILE))
    ward.record(RashFound("other", (HOSTILE,), note=HOSTILE))


def stopped(ward: Ward) -> None:
    ward.begin()
    ward.at(1, "08:00")
    ward.give()
    ward.record(DecisionMade("stop", HOSTILE), by=PRESCRIBER)


@pytest.mark.parametrize("state", [enrolled, held, stopped])
async def test_every_form_opens_and_answers_in_words(ward: Ward, state: Callable[[Ward], None]) -> None:
    state(ward)
    ward.record(PatientDetailsChanged(replace(NG, family=HOSTILE), "as written"), course="")
    entries = [entry for entry in ward.ledger.record(MRN).entries if entry.course][-2:]
    forms = [kind(MRN, ward.course) for kind in ABOUT_A_PATIENT]
    forms += [CorrectForm(MRN, ward.course, entry.id) for entry in entries]
    before = ward.last
    async with bedside(ward) as here:
        for form in forms:
            await here.app.push_screen(form)
            form.query_one("#record", Button).press()
            await here.settle()
            assert here.message, form
            assert form.query_one("#record").region.bottom <= 24
            form.dismiss(None)
        await here.settle()
    assert ward.last == before
