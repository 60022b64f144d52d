"""What a screen is about is the newest there is, or the screen says that it is not."""

from __future__ import annotations

import msgspec
import pytest

from protocols import entries as e
from protocols.record.handovers import waiting
from store.site.library import built_in
from tests.tui.app.test_routes import hand_over
from tests.tui.forms.test_what_is_kept import record
from tests.tui.helpers.bedside_app import MRN, OTHER_NURSE, PRESCRIBER, Ward, bedside
from tests.tui.helpers.handovers import give, sheet, told, two_patients
from tests.tui.helpers.staffed import ADMIN, HASH, drawn, hire
from tui.forms.ward.answer_handover import AnswerForm
from tui.forms.ward.give_handover import HandOverForm
from tui.forms.ward.staff import MemberForm
from tui.screens.ward.handover import HandoverScreen
from tui.views.handover.waiting import handovers
from tui.widgets.field import Field


async def test_a_handover_given_while_the_sheet_is_open_is_said_and_shown_to_be_answered(ward: Ward) -> None:
    two_patients(ward)
    async with bedside(ward) as here:
        await here.press("o")
        hand_over(ward)
        here.app.follow()
        await here.settle()
        assert "gave a handover of this at 12:00, while this was open" in sheet(here)
        await here.press("o")
        screen = here.app.screen
        assert isinstance(screen, HandoverScreen)
        assert screen.given == handovers(ward.ledger)[-1].id
        await here.press("o")
        assert isinstance(here.app.screen, AnswerForm)


async def test_whoever_is_giving_a_handover_is_told_that_another_gave_one(ward: Ward) -> None:
    two_patients(ward)
    async with bedside(ward) as here:
        await here.press("o", "o", "enter", "enter", "enter")
        assert isinstance(here.app.screen, HandOverForm)
        hand_over(ward)
        await here.press("enter")
        assert "Handover of the ward given" in here.message
        assert sum(isinstance(what, e.HandoverGiven) for what in told(here)) == 1


async def test_a_handover_that_is_answered_or_replaced_while_it_is_shown_says_so(ward: Ward) -> None:
    two_patients(ward)
    async with bedside(ward) as here:
        given = await give(here)
        ward.record(e.HandoverAccepted(given, OTHER_NURSE, True), by=OTHER_NURSE, patient="", course="")
        here.app.follow()
        await here.settle()
        assert "Accepted" in sheet(here)
        await here.press("o")
        assert "has its answer" in drawn(here)
    assert waiting(handovers(ward.ledger), "") is None


@pytest.mark.parametrize("name", ["chart", "history", "trend", "picture"])
async def test_the_screens_of_a_patient_show_what_was_just_recorded_elsewhere(name: str, ward: Ward) -> None:
    ward.begin()
    ward.at(1, "09:00")
    async with bedside(ward, size=(120, 40)) as here:
        here.app.open(name, MRN, ward.course)
        await here.settle()
        before = drawn(here)
        ward.record(e.RedFlagSeen(("skin pain",)), by=OTHER_NURSE)
        here.app.follow()
        await here.settle()
        assert "skin pain" in drawn(here).lower()
        assert "skin pain" not in before.lower()


async def test_the_staff_list_and_a_protocol_show_what_was_just_recorded_elsewhere(ward: Ward) -> None:
    hire(ward)
    async with bedside(ward, size=(120, 40)) as here:
        here.app.open("staff")
        await here.settle()
        ward.record(e.StaffAdded("Ola Nkemelu", "ON", "nurse", HASH), by=ADMIN, patient="", course="")
        here.app.follow()
        await here.settle()
        assert "Ola Nkemelu" in drawn(here)
        own = msgspec.structs.replace(built_in()[0], id="of-the-site")
        here.app.open("protocol", own)
        await here.settle()
        assert "Cleo Marsh" not in sheet(here)
        ward.record(e.ProtocolApproved(own, "read"), by=PRESCRIBER, patient="", course="")
        here.app.follow()
        await here.settle()
        assert "Cleo Marsh" in sheet(here)


async def test_a_member_changed_by_two_admins_keeps_what_each_of_them_changed(ward: Ward) -> None:
    hire(ward)
    ben = next(one for one in ward.ledger.staff.members if one.initials == OTHER_NURSE.initials)
    async with bedside(ward, ADMIN) as here:
        form = await here.open(MemberForm(ben.id))
        await here.press("c")
        form.query_one("#name", Field).value = "Benedict Lind"
        form.query_one("#reason", Field).value = "whole name"
        changed = e.StaffChanged(ben.id, ben.name, ben.initials, "pharmacist", "another post")
        ward.record(changed, by=ADMIN, patient="", course="")
        here.app.follow()
        await here.settle()
        await record(here)
        assert "another post" in here.message, "both are told"
        await record(here)
    ward.ledger.refresh()
    now = ward.ledger.staff.member(ben.id)
    assert now is not None
    assert (now.name, now.role) == ("Benedict Lind", "pharmacist")
