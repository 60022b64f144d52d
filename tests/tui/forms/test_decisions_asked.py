"""Decisions of people unknown here: each is read whole, is of its own patient, and needs a yes of its own."""

from __future__ import annotations

import io
import sys
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from protocols import entries as e
from protocols.record.slots import open_slot
from store.exchange.jsonl_export import jsonl
from store.ledger.ledger import Ledger
from tests.tui.helpers.bedside_app import MRN, PRESCRIBER, Bedside, Ward, bedside
from tests.tui.tellings.patients import chart_of, course
from tui.__main__ import main
from tui.commandline.base import opening
from tui.exit_codes import Exit
from tui.widgets.field import Field
from tui.widgets.picks import Picks

OTHER = "77"
HERE = e.Person("Hu Lan", "HL", "prescriber", "hu")
PATIENTS = ((OTHER, "Berg"), (MRN, "Ng"))


@pytest.fixture
def hospital(tmp_path: Path) -> Ward:
    """A ward without a staff list, and two files for it with four steps and decisions each."""
    (tmp_path / "clinic").mkdir()
    clinic = Ward(tmp_path / "clinic")
    ids = {patient: course(clinic, patient, family) for patient, family in PATIENTS}
    clinic.now += timedelta(hours=5)
    for patient, family in PATIENTS:
        clinic.record(e.HoldPlaced("scan"), patient=patient, course=ids[patient])
        clinic.record(e.RashFreeChecked(True, True), patient=patient, course=ids[patient])
        chart = chart_of(clinic, patient, ids[patient])
        first = open_slot(chart.plan, chart.protocol.step(1), clinic.now, chart.known, chart.step)
        for what in (
            e.DecisionMade("resume", f"scan of {family} fine, told by phone, then in writing", first=first),
            e.PreconditionWaived("days", f"as discussed with {family}"),
        ):
            clinic.record(what, by=PRESCRIBER, patient=patient, course=ids[patient])
    ward = Ward(tmp_path)
    ward.now = clinic.now
    (tmp_path / "incoming").mkdir()
    for patient, _ in PATIENTS:
        text = jsonl(clinic.ledger, clinic.ledger.record(patient), clinic.now)
        (tmp_path / "incoming" / f"{patient}.jsonl").write_text(text)
    return ward


async def send(here: Bedside) -> None:
    for id, text in (("bed", "3"), ("clock", "0")):
        here.app.screen.query_one(f"#{id}", Field).value = text
    here.app.screen.query_one("#record").focus()
    await here.press("enter")


def of(picks: Picks) -> str:
    """What stands there, as it is seen."""
    return " ".join(picks.render().plain.split())


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_yes_to_one_file_is_none_to_another_and_every_word_is_seen(
    size: tuple[int, int], hospital: Ward
) -> None:
    async with bedside(hospital, HERE, size=size) as here:
        await here.press("R")
        files = [path.name for path in here.app.screen.files]  # type: ignore[attr-defined]
        first, second = (str(files.index(f"{patient}.jsonl") + 1) for patient in (OTHER, MRN))
        await here.choose("#file", first)
        picks = here.app.screen.query_one("#decisions", Picks)
        assert "scan of Berg fine, told by phone, then in writing" in of(picks)
        letters = [option.letter.lower() for option in picks.options]
        assert f"[ ] {letters[-1].upper()} Entry" in of(picks)
        assert letters == list("abcd"), "started, held, resumed, waived"
        assert picks.size.height == len(picks.render().plain.splitlines())
        await here.choose("#decisions", *letters)
        here.app.screen.query_one("#bed", Field).value = "9"
        await here.choose("#file", second)
        assert picks.values == ()
        assert "Berg" not in of(picks)
        assert "scan of Ng fine" in of(picks)
        assert here.app.screen.query_one("#bed", Field).value == ""
        await here.choose("#decisions", letters[-1])
        await send(here)
        assert "scan of Ng fine" in here.message
        assert "as discussed with Ng" not in here.message
        assert here.app.focused is picks
        await here.choose("#decisions", *letters[:-1])
        await send(here)
        assert not here.is_open, here.message
    hospital.ledger.refresh()
    (kept,) = [one.what for one in hospital.ledger.entries() if isinstance(one.what, e.RecordImported)]
    assert (len(kept.accepted or ()), kept.asked) == (4, "moves")


@pytest.mark.parametrize(
    ("said", "code"), [("yes\n" * 4, Exit.OK), ("yes\n" * 3 + "\n", Exit.REFUSED), ("", Exit.REFUSED)]
)
def test_in_a_terminal_each_is_asked_of_its_patient(
    said: str, code: Exit, hospital: Ward, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = io.StringIO(said)
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", terminal)
    monkeypatch.setattr(opening, "utc_now", hospital.clock)
    monkeypatch.setattr(Ledger, "open", partial(Ledger.open, now=hospital.clock))
    file = hospital.path.parent / "incoming" / f"{OTHER}.jsonl"
    assert main(["import", str(file), "--bed", "3", "--data", str(hospital.path)]) == code
    told = capsys.readouterr().err
    asked = f"BERG, Li, MRN {OTHER}: a step or a decision of somebody whom this ward does not know."
    assert told.count(asked) == 4
    hospital.ledger.refresh()
    assert bool(hospital.ledger.record(OTHER).entries) is (code == Exit.OK)
