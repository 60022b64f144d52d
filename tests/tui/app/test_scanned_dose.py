"""A dose by scanner: wristband, pack, and no key at all but Record; what is wrong stops in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from textual.widgets import Button

from protocols import entries as e
from tests.tui.helpers.bedside_app import MRN, Bedside, Ward, bedside
from tests.tui.helpers.scanning import G20, G150, G_OTHER, PHARMACIST, UNKNOWN, pack, scans
from tests.tui.helpers.staffed import PIN, drawn, hire
from tui.app.routes import name_of
from tui.screens.patient.chart import ChartScreen

TWIN = "00481-9"


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    """The evening of day 1: the second dose of the step is due, which needs no second check."""
    ward = Ward(tmp_path)
    ward.begin()
    ward.at(1, "08:00")
    ward.give()
    ward.record(
        e.PatientAdmitted("Ng", "Li Mei", date(1961, 5, 4), "female", "13", ""), patient=TWIN, course=""
    )
    ward.at(1, "20:00")
    return scans(ward)


def given(ward: Ward) -> e.DoseGiven:
    what = ward.said()
    assert isinstance(what, e.DoseGiven), what
    return what


def position(here: Bedside) -> int:
    here.app.session.ledger.refresh()
    return here.app.session.ledger.position


async def test_wristband_pack_and_enter_record_the_dose_with_its_batch(ward: Ward) -> None:
    async with bedside(ward) as here:
        await here.scan(MRN)
        assert isinstance(here.app.screen, ChartScreen)
        await here.scan(pack(G150))
        assert name_of(here.app.screen) == "dose"
        assert here.app.focused is here.app.screen.query_one("#record", Button)
        text = drawn(here)
        assert "Scanned: the wristband of this patient." in text
        assert "batch A1" in text
        await here.press("enter")
    what = given(ward)
    assert what.scanned == e.DoseScans(
        True, (e.PackUsed(G150, Decimal(150), int(what.amount / 150), "A1", "SA1", date(2027, 5, 31)),)
    )


async def test_a_wristband_opens_its_patient_whoever_is_highlighted(ward: Ward) -> None:
    async with bedside(ward) as here:
        for number in (TWIN, MRN, "004819", " 00481-7"):
            await here.scan(number)
            screen = here.app.screen
            assert isinstance(screen, ChartScreen)
            assert screen.patient == (TWIN if "9" in number else MRN)
            assert len(here.app.screen_stack) == 3, "the chart of the one before is closed"
        await here.scan("99999-9")
        told = [note.message for note in here.app._notifications]
        assert any("NOBODY HERE HAS THE NUMBER 99999-9" in words for words in told)
        assert not here.app.scanner.identified(MRN), "whose wristband it was is open again"


async def test_the_wristband_of_another_patient_stops_the_dose(ward: Ward) -> None:
    async with bedside(ward) as here:
        await here.press("d", "g")
        before = position(here)
        await here.scan(TWIN)
        assert "WRONG PATIENT: this is the wristband of NG, Li Mei" in drawn(here)
        await here.press("enter")
        assert position(here) == before
        await here.scan(MRN)
        await here.press("enter")
    assert given(ward).scanned.wristband


@pytest.mark.parametrize(
    ("gtin", "words"),
    [
        (G_OTHER, "WRONG MEDICINE: this pack is crizotinib 150 mg"),
        (UNKNOWN, f"THE PACK {UNKNOWN} IS NOT KNOWN HERE"),
    ],
)
async def test_a_pack_not_to_be_given_stops_the_dose(gtin: str, words: str, ward: Ward) -> None:
    async with bedside(ward) as here:
        await here.scan(MRN)
        before = position(here)
        await here.scan(pack(gtin))
        assert words in " ".join(drawn(here).split())
        await here.press("g", "enter")
        assert position(here) == before
        await here.scan(pack(G150))
        await here.press("enter")
    assert [used.gtin for used in given(ward).scanned.packs] == [G150]


async def test_a_pack_past_its_last_day_needs_a_reason_which_is_kept(ward: Ward) -> None:
    async with bedside(ward) as here:
        await here.scan(MRN)
        await here.scan(pack(G150, expiry="261101"))
        assert "PAST ITS LAST DAY" in drawn(here)
        before = position(here)
        await here.press("enter")
        assert position(here) == before
        await here.type("No other pack; pharmacist agrees")
        await here.press("enter", "enter")
    assert given(ward).scanned.expired == "No other pack; pharmacist agrees"


async def test_where_scans_are_required_a_reason_stands_for_them(ward: Ward) -> None:
    scans(ward, "required", "required")
    async with bedside(ward) as here:
        await here.press("d", "g")
        before = position(here)
        await here.press("l", "i")
        assert here.app.focused is here.app.screen.query_one("#record", Button)
        assert position(here) == before
        await here.press("enter")
    assert given(ward).scanned == e.DoseScans(
        no_wristband="damaged or cannot be read", no_pack="no code on the pack"
    )


async def test_where_scanning_is_off_nothing_is_asked_opened_or_kept(ward: Ward) -> None:
    scans(ward, "off", "off")
    async with bedside(ward) as here:
        await here.scan(MRN)
        assert name_of(here.app.screen) == "board"
        assert "scanning is not set up here" in " ".join(drawn(here).split())
        await here.press("d", "g", "enter")
    assert given(ward).scanned == e.DoseScans()


async def test_a_pack_without_a_wristband_opens_nobodys_dose(ward: Ward) -> None:
    async with bedside(ward) as here:
        await here.scan(pack(G150))
        assert name_of(here.app.screen) == "board"
        assert "Scan the wristband first" in drawn(here)


async def test_a_strength_that_does_not_make_the_dose_stops_it(ward: Ward) -> None:
    async with bedside(ward) as here:
        await here.scan(MRN)
        await here.scan(pack(G20))
        said = " ".join(drawn(here).split())
        assert "WRONG STRENGTH" in said or "Still to be scanned" in said
        before = position(here)
        await here.press("enter")
        assert position(here) == before


async def test_a_pharmacist_confirms_an_unknown_pack_once(ward: Ward) -> None:
    async with bedside(ward, PHARMACIST) as here:
        await here.scan(pack(UNKNOWN))
        assert name_of(here.app.screen) == "confirm_pack"
        await here.type("40")
        await here.press("enter", "enter", "enter", "enter", "enter")
        await here.settle()
        assert here.app.session.ledger.catalogue.packs[UNKNOWN].strength == Decimal(40)
        await here.scan(pack(UNKNOWN))
        assert name_of(here.app.screen) == "board"


async def test_a_badge_stands_for_the_initials_and_the_pin_is_asked(ward: Ward) -> None:
    hire(ward)
    async with bedside(ward) as here:
        await here.press("full_stop")
        await here.scan("STAFF:BL")
        assert here.app.lock.locked
        await here.key_in(PIN)
        await here.press("enter")
        assert here.app.session.person is not None
        assert here.app.session.person.initials == "BL"
