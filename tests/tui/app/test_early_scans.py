"""What is scanned while an entry is on its way: a whole code acts on the screen to come, a part on none."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest
from textual import events

from protocols import entries as e
from tests.tui.helpers.bedside_app import MRN, Bedside, Ward, bedside
from tests.tui.helpers.scanning import G150, pack, scans
from tests.tui.helpers.staffed import drawn
from tui.app.routes import name_of
from tui.screens.patient.chart import ChartScreen
from tui.terminal.driver.burst import Burst
from tui.widgets.field import Field

OTHER = "00733-1"


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    """The second dose of the step is due; another patient is on the ward."""
    ward = Ward(tmp_path)
    ward.begin()
    ward.at(1, "08:00")
    ward.give()
    who = e.PatientAdmitted("Haas", "Timo", date(1961, 5, 4), "male", "13", "")
    ward.record(who, patient=OTHER, course="")
    ward.at(1, "20:00")
    return scans(ward)


async def give_during(monkeypatch: pytest.MonkeyPatch, here: Bedside, *arriving: events.Event) -> None:
    """Record the dose that is due; meanwhile `arriving` comes."""
    ledger, loop = here.app.session.ledger, asyncio.get_running_loop()
    append = ledger.append

    def slow(entry: e.Entry, expected: int) -> e.Entry:
        for event in arriving:
            asyncio.run_coroutine_threadsafe(here.app.on_event(event), loop).result()
        return append(entry, expected)

    with monkeypatch.context() as patched:
        patched.setattr(ledger, "append", slow)
        await here.press("d", "g", "enter")
    assert isinstance(here.ward.said(), e.DoseGiven)


def plain(here: Bedside) -> str:
    return " ".join(drawn(here).split())


async def test_a_wristband_scanned_while_a_dose_is_recorded_opens_its_patient(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bedside(ward) as here:
        await give_during(monkeypatch, here, Burst(f"{OTHER}\r"))
        assert isinstance(here.app.screen, ChartScreen)
        assert here.app.screen.patient == OTHER
        assert "Wristband of HAAS, Timo" in plain(here)
        assert here.app.scanner.identified(OTHER)


async def test_a_part_of_a_code_that_came_meanwhile_is_said_and_never_used(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bedside(ward) as here:
        await here.scan(MRN)
        torn = (events.Key("0", "0"), Burst(f"{OTHER}\r", torn=True))
        await give_during(monkeypatch, here, *torn)
        assert isinstance(here.app.screen, ChartScreen)
        assert here.app.screen.patient == MRN
        assert "Scan again: part of it came while this was recorded." in plain(here)
        assert not here.app.scanner.identified(MRN), "whose wristband it was is open again"


async def test_a_pack_scanned_meanwhile_presses_nothing(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    async with bedside(ward) as here:
        await here.scan(MRN)
        await give_during(monkeypatch, here, Burst(f"{pack(G150)}\r"), events.Key("enter", "\r"))
        assert name_of(here.app.screen) == "dose", "for the next dose, which waits for Record"
        given = [entry for entry in ward.ledger.record(MRN).entries if isinstance(entry.what, e.DoseGiven)]
        assert len(given) == 2


async def test_text_that_came_meanwhile_is_not_typed_into_a_field(ward: Ward) -> None:
    async with bedside(ward) as here:
        await here.press("n")
        here.app.deaf = True
        await here.scan("swmdgx99")
        here.app.deaf = False
        await here.settle()
        assert here.app.screen.query_one("#note", Field).value == ""
        assert "Scan again" in plain(here)
