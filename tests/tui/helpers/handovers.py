"""What the tests of handovers share: a ward with two patients, and a handover given by keys."""

from __future__ import annotations

from datetime import date

from protocols.entries import (
    PatientAdmitted,
)
from tests.tui.helpers.bedside_app import Bedside, Ward
from tui.screens.ward.handover import HandoverScreen

SIZES = [(80, 24), (120, 40)]


def two_patients(ward: Ward) -> None:
    """Ng on step 1 on day 1 at noon, the morning's dose without a record; Berg admitted, no course."""
    ward.begin()
    ward.record(PatientAdmitted("Berg", "Tom", date(1960, 5, 1), "male", "3", "", "none known"),
                patient="77", course="")  # fmt: skip
    ward.at(1, "12:00")


def told(here: Bedside) -> list[object]:
    """What the ledger's own entries say, the newest last."""
    here.ward.ledger.refresh()
    return [entry.what for entry in here.ward.ledger.record("").entries]


async def give(here: Bedside) -> str:
    """Hand the ward over from the board; the id of the entry."""
    await here.press("o", "o")
    await here.press("enter", "enter", "enter", "enter")
    assert isinstance(here.app.screen, HandoverScreen), here.message
    return here.app.screen.given


def sheet(here: Bedside) -> str:
    return here.text("#text")
