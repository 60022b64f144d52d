"""The history of an imported record: who recorded what is as it was, and where it comes from is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from protocols.values.formatting import when_text
from store.ledger.ledger import Ledger
from tests.protocols.helpers.bedside import MRN
from tests.store.helpers.clinic import bring, clinic, ward
from tests.store.helpers.ledger_bedside import AtTheLedger
from tests.tui.helpers.bedside_app import NURSE
from tests.tui.helpers.rest import come_to_rest, press
from tests.tui.views.test_hostile_names import screen_text
from tui.app.app import StepwardApp
from tui.session import Session
from tui.views.course.history import full_text, history


@pytest.fixture
def bed(tmp_path: Path) -> Iterator[AtTheLedger]:
    made = clinic(tmp_path / "clinic")
    yield made
    for session in made.sessions:
        session.close()


@pytest.fixture
def here(bed: AtTheLedger, tmp_path: Path) -> Iterator[Ledger]:
    with ward(tmp_path / "ward", bed.clock) as made:
        bring(made, bed.sessions[0].path, bed.now)
        yield made


def test_each_entry_says_whose_it_is(here: Ledger, bed: AtTheLedger) -> None:
    bed.sessions[0].refresh()
    first, *rest = history(here.record(MRN))
    assert "Record imported from Ward 3" in first.said
    assert full_text(first)[0].startswith("Entry 2, ")
    theirs = history(bed.sessions[0].record(MRN))
    assert [(row.said, row.who, row.note) for row in rest] == [
        (row.said, row.who, row.note) for row in theirs
    ]
    assert [row.when for row in rest] == [when_text(row.entry.at, here.zone) for row in theirs]
    numbers = [row.entry.number for row in theirs]
    assert [full_text(row)[0].split(",")[0] for row in rest] == [f"Entry {n} of Ward 3" for n in numbers]


async def test_it_is_read_and_corrected_on_the_screen(here: Ledger, bed: AtTheLedger) -> None:
    """A session that was open sees it come; an imported entry is corrected like any other."""
    app = StepwardApp(Session(here.path, now=bed.clock, share_ok=True))
    app.session.person = NURSE
    async with app.run_test(size=(100, 30)) as pilot:
        await come_to_rest(pilot)
        await press(pilot, "t")
        assert "Record imported from Ward 3" in screen_text(app)
        await _to_the_note(pilot, app)
        assert " of Ward 3" in screen_text(app)
        await press(pilot, "c")
        assert "Correct an entry" in screen_text(app)
        assert "=1+1" in screen_text(app)


async def _to_the_note(pilot: Pilot[None], app: StepwardApp) -> None:
    for _ in range(3):
        if "=1+1" in screen_text(app).splitlines()[-4] + screen_text(app).splitlines()[-5]:
            return
        await press(pilot, "down")
