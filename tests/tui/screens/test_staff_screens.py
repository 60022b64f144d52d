"""The first start, the staff list and its forms, by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from protocols.record.staff import LOCKED_AFTER
from store.access import pin_hash
from store.ledger.ledger import Ledger
from store.maintenance.verify import verify
from tests.tui.helpers.bedside_app import NURSE, OTHER_NURSE, Bedside, Ward, bedside
from tests.tui.helpers.rest import come_to_rest
from tests.tui.helpers.staffed import ADMIN, PIN, drawn, enter, hire
from tui.app.app import StepwardApp
from tui.forms.ward.staff import AddStaffForm, MemberForm
from tui.screens.ward.board import BoardScreen
from tui.screens.ward.staff import StaffScreen
from tui.session import Session


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    ward = Ward(tmp_path)
    ward.begin()
    return ward


async def test_the_first_start_makes_an_admin_with_a_pin(tmp_path: Path) -> None:
    ledger = tmp_path / "ward.json"
    app = StepwardApp(Session(ledger))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        here = Bedside(app, pilot, None)  # type: ignore[arg-type]
        await come_to_rest(pilot)
        for text in ("Ward 3", "", "Mara Silva", "MS", "123456", "123456"):
            await here.type(text)
            await here.press("tab")
        await here.press("tab", "enter")
        assert "tried first" in here.text("#message")
        assert not ledger.exists(), "nothing is begun for a PIN that will not do"
        app.screen.query_one("#pin Input").value = PIN  # type: ignore[attr-defined]
        app.screen.query_one("#again Input").value = PIN  # type: ignore[attr-defined]
        await here.press("enter")
        assert isinstance(app.screen, BoardScreen)
        assert "Mara Silva (MS), admin" in drawn(here)
    with Ledger.open(ledger, read_only=True) as opened:
        (admin,) = opened.staff.active
        assert (admin.name, admin.role) == ("Mara Silva", "admin")
        assert pin_hash.fits(PIN, admin.pin)
    assert verify(ledger).ok


async def test_a_ward_without_a_list_begins_one_with_an_admin(ward: Ward) -> None:
    async with bedside(ward, by=NURSE) as here:
        await here.press("at")
        assert isinstance(here.app.screen, AddStaffForm)
        assert "names are taken on trust" in drawn(here)
        await fill(here, "Mara Silva", "MS", None, PIN)
        assert isinstance(here.app.screen, BoardScreen)
        assert "Mara Silva (MS), admin" in drawn(here)
        assert [member.name for member in here.app.session.ledger.staff.active] == ["Mara Silva"]


async def test_an_admin_adds_changes_and_takes_off(ward: Ward) -> None:
    hire(ward)
    async with bedside(ward, by=ADMIN) as here:
        await here.press("at", "enter")
        await fill(here, "Eve Stone", "ES", "h", "975318")
        assert isinstance(here.app.screen, StaffScreen)
        assert "Eve Stone" in drawn(here)
        await here.press("end", "enter", "c")
        here.app.screen.query_one("#reason").focus_input()  # type: ignore[attr-defined]
        await here.press("shift+tab")
        await here.press("n")
        await here.type("as agreed")
        await here.press("enter", "enter")
        eve = here.app.session.ledger.staff.find("ES")
        assert eve is not None
        assert eve.role == "nurse"
        await here.press("end", "enter", "x")
        await here.type("left the ward")
        await here.press("enter", "enter")
        assert here.app.session.ledger.staff.find("ES") is None
        assert "taken off 02-Nov-2026" in drawn(here)
    assert verify(ward.path).ok


async def test_a_lockout_is_told_to_the_admin_who_sets_another_pin(ward: Ward) -> None:
    hire(ward)
    async with bedside(ward, by=None) as here:
        for _ in range(LOCKED_AFTER):
            await enter(here, "ao000111")
            ward.at(2, f"{7 + _:02}:00")
        assert "is locked after 5 wrong PINs. A new PIN is set by Mara Silva (MS)." in here.message
        await enter(here, "ms" + PIN)
        assert "!! 1 LOCKED (@)" in drawn(here)
        await here.press("at")
        assert "LOCKED OUT after 5 wrong PINs" in drawn(here)
        await here.press("down", "down", "enter")
        assert isinstance(here.app.screen, MemberForm)
        await here.press("p")
        await here.type("975318")
        await here.press("enter")
        await here.type("975318")
        await here.press("enter", "enter")
        assert "LOCKED OUT" not in drawn(here)
        await here.press("escape")
        await enter(here, "iao975318")
        assert "Ada Okafor (AO), nurse" in drawn(here)


async def test_a_nurse_sets_only_her_own_pin_and_only_with_the_old_one(ward: Ward) -> None:
    hire(ward)
    async with bedside(ward, by=OTHER_NURSE) as here:
        await here.press("at", "enter")
        assert isinstance(here.app.screen, StaffScreen)
        await here.press("down", "down", "enter")
        assert isinstance(here.app.screen, StaffScreen)
        await here.press("down", "enter")
        for text in ("000111", "975318", "975318"):
            await here.type(text)
            await here.press("enter")
        await here.press("enter")
        assert "do not belong together" in here.message
        ward.at(1, "09:00")
        here.app.screen.query_one("#now Input").value = PIN  # type: ignore[attr-defined]
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
        assert isinstance(here.app.screen, StaffScreen)
        member = here.app.session.ledger.staff.find("BL")
        assert member is not None
        assert pin_hash.fits("975318", member.pin)


async def fill(here: Bedside, name: str, initials: str, role: str | None, pin: str) -> None:
    """Type a person into the form that adds one, and record."""
    await here.type(name)
    await here.press("enter")
    await here.type(initials)
    await here.press("enter", *([role] if role else []))
    if role is None:
        await here.press("enter")
    await here.type(pin)
    await here.press("enter")
    await here.type(pin)
    await here.press("enter", "enter")
