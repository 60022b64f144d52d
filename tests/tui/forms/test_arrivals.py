"""A patient whom the hospital's system tells of is offered, looked at, and admitted in three keys."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from protocols.entries import PatientAdmitted
from store.arrivals import folder
from store.arrivals.folder import ASIDE, folder_of, put
from tests.store.arrivals.adt import ALLERGIC, NONE_KNOWN, adt, order
from tests.tui.helpers.bedside_app import MRN, Ward, bedside
from tests.tui.helpers.shell import data, stepward
from tui.forms.course.enrol import EnrolForm
from tui.widgets.choice import Choice
from tui.widgets.field import Field

NIAMH = PatientAdmitted(
    "O'SULLIVAN", "Niamh Mary", date(1958, 3, 12), "female", "12-2", "Penicillin, Latex", "known"
)


def send(ward: Ward, *messages: str) -> None:
    """The messages of the hospital's system, as though they had just come."""
    for message in messages:
        for path in put(ward.path, message.encode()):
            os.utime(path, (ward.now.timestamp(), ward.now.timestamp()))


def other(number: int) -> str:
    return adt(
        "A01", pid=f"PID|1||X{number}^^^H^MR||Family{number}^Given||19700101|M", at=f"202611020{number}00"
    )


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_three_keys_admit_who_is_offered(ward: Ward, size: tuple[int, int]) -> None:
    send(ward, adt("A01", ALLERGIC))
    async with bedside(ward, size=size) as here:
        await here.press("a")
        offered = here.app.screen.query_one("#offered", Choice)
        assert offered.has_focus
        assert "O'SULLIVAN, Niamh Mary, born 12-Mar-1958, MRN 00547-1, W3 12-2" in offered.options[0].words
        await here.press("1", "enter")
        ward.ledger.refresh()
        assert ward.ledger.record("00547-1").details == NIAMH
        await here.press("a")
        assert not here.app.screen.query("#offered")


async def test_what_is_not_told_is_asked_for_and_what_is_typed_stays(ward: Ward) -> None:
    send(ward, adt("A01", pid="PID|1||00547-1^^^H^MR||O'Sullivan^Niamh||1958"))
    async with bedside(ward) as here:
        await here.press("a", "1")
        values = [field.value for field in here.app.screen.query(Input)]
        assert values[:4] == ["00547-1", "O'Sullivan", "Niamh", ""]
        assert here.app.focused is here.app.screen.query_one("#born Input")
        await here.type("12-3-1958")
        await here.press("enter", "enter", "f", "c")
        here.app.screen.query_one("#bed Input", Input).value = "7"
        await here.settle()
        await here.press("enter")
        ward.ledger.refresh()
        kept = ward.ledger.record("00547-1").details
        assert kept == PatientAdmitted(
            "O'Sullivan", "Niamh", date(1958, 3, 12), "female", "7", "", "none known"
        )


async def test_somebody_else_is_typed_as_ever(ward: Ward) -> None:
    send(ward, adt("A01", NONE_KNOWN))
    async with bedside(ward) as here:
        await here.press("a", "tab")
        await here.type("b-1")
        assert here.app.screen.query_one("#mrn Input", Input).value == "b-1"


async def test_what_is_said_of_a_patient_who_is_here_is_read_and_changes_nothing(ward: Ward) -> None:
    ward.admit()
    before = ward.ledger.position
    pid = f"PID|1||{MRN}^^^H^MR||NG^Li Wei||19580312|F"
    send(ward, adt("A02", pid=pid, pv1="W9^3^1", at="20261120"))
    async with bedside(ward) as here:
        await here.press("a")
        assert "the hospital's system says bed 3-1 on ward W9, here it is 12" in " ".join(
            here.text("#told").split()
        )
    assert ward.ledger.position == before


def test_the_command_keeps_what_comes_tells_it_and_puts_aside_what_it_cannot_read(
    ward: Ward, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.commandline.base import opening

    monkeypatch.setattr(opening, "utc_now", lambda: ward.now)
    where = ("--data", str(ward.path))
    file = tmp_path / "three.hl7"
    file.write_text(
        other(1) + other(2) + adt("A03", pid="PID|1||X1^^^H^MR||Family1", at="202611020500"), newline=""
    )
    found = data(capsys, "arrivals", str(file), *where)
    assert [each["mrn"] for each in found["offered"]] == ["X2"]
    assert found["offered"][0]["born"] == "1970-01-01"
    assert data(capsys, "arrivals", str(file), *where) == found
    assert len(list(folder_of(ward.path).iterdir())) == 3
    (folder_of(ward.path) / "odd.hl7").write_text("hello")
    code, told, said = stepward(capsys, "arrivals", *where)
    assert (code, "FAMILY2, Given" in told) == (4, True)
    assert "odd.hl7 cannot be read. It is neither" in said
    aside = folder_of(ward.path) / ASIDE
    assert sorted(path.name for path in aside.iterdir()) == ["odd.hl7", "odd.hl7.txt"]
    assert "neither an HL7 v2 message" in (aside / "odd.hl7.txt").read_text()
    assert stepward(capsys, "arrivals", *where)[0] == 0


def test_of_very_many_files_the_newest_are_read_and_old_ones_never(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "MOST", 2)
    for number in (1, 2, 3):
        (path,) = put(ward.path, other(number).encode())
        at = ward.now.timestamp() - 60 * number
        os.utime(path, (at, at))
    told = folder.read_folder(ward.path, "Europe/Berlin", "", ward.now)
    assert [each.patient for each in told.arrivals] == ["X1", "X2"]
    assert not folder.read_folder(ward.path, "Europe/Berlin", "", ward.now + 2 * folder.KEPT_FOR).arrivals


def ng(**changes: Any) -> bytes:
    """An order for the patient who is here."""
    found = json.loads(order(**changes))
    who = {"identifier": [{"value": MRN}], "name": [{"family": "Ng", "given": ["Li Wei"]}]}
    found["entry"][0]["resource"] |= {**who, "birthDate": "1958-03-12"}
    return json.dumps(found).encode()


def order_comes(ward: Ward, data: bytes) -> None:
    (path,) = put(ward.path, data)
    os.utime(path, (ward.now.timestamp(), ward.now.timestamp()))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_an_order_fills_in_the_prescriber_and_the_one_protocol_it_can_mean(
    ward: Ward, size: tuple[int, int]
) -> None:
    ward.admit()
    order_comes(ward, ng(instantiatesUri=["https://hospital.example/alectinib-report-2020"]))
    before = ward.ledger.position
    async with bedside(ward, size=size) as here:
        await here.press("e")
        choice = here.app.screen.query_one("#order", Choice)
        assert choice.options[0].words.startswith("Alectinib 150 mg capsules, by Cleo Marsh, ")
        assert here.app.screen.query_one("#prescriber Input", Input).value == ""
        await here.press("1")
        assert here.app.screen.query_one("#prescriber Input", Input).value == "Cleo Marsh"
        assert here.app.screen.query_one("#protocol", Choice).value == "alectinib-report-2020"
        assert here.app.screen.query_one("#target", Choice).value is None
        assert here.app.screen.query_one("#ordered").size.height <= 3
    ward.ledger.refresh()
    assert ward.ledger.position == before


async def test_an_order_that_can_mean_several_protocols_leaves_the_choice(ward: Ward) -> None:
    ward.admit()
    order_comes(ward, ng())
    async with bedside(ward) as here:
        await here.press("e", "1")
        assert here.app.screen.query_one("#protocol", Choice).value is None
        assert "of alectinib: the order names none" in here.text("#order-words")


async def test_another_order_leaves_no_protocol_of_the_one_before(ward: Ward) -> None:
    ward.admit()
    named = ["https://hospital.example/alectinib-report-2020"]
    other = {"text": "Ibuprofen 400 mg tablets"}
    written = "2026-11-01T06:00:00Z"
    orders = ng(instantiatesUri=named), ng(id="o2", medicationCodeableConcept=other, authoredOn=written)
    for one in orders:
        order_comes(ward, one)
    async with bedside(ward) as here:
        await here.press("e")
        await here.choose("#order", "1")
        assert here.app.screen.query_one("#protocol", Choice).value == "alectinib-report-2020"
        await here.choose("#order", "2")
        assert here.app.screen.query_one("#protocol", Choice).value is None
        assert "No protocol that can be started here" in here.text("#order-words")


async def test_a_form_offered_again_asks_which_order_and_takes_it_anew_whatever_came_meanwhile(
    ward: Ward,
) -> None:
    """Its figure may be another's by then: the order is asked again, like every choice."""
    ward.admit()
    named = ["https://hospital.example/alectinib-report-2020"]
    order_comes(ward, ng(instantiatesUri=named, authoredOn="2026-11-01T06:00:00Z"))
    async with bedside(ward) as here:
        await here.press("e", "1")
        form = here.app.screen
        assert isinstance(form, EnrolForm)
        typed, version = form.typed(), form.version
        await here.press("escape")
        order_comes(ward, ng(id="o2", medicationCodeableConcept={"text": "Ibuprofen 400 mg tablets"}))
        again = await here.open(EnrolForm(MRN))
        again.go_on_from(typed, version, "TYPED")
        await here.settle()
        choice = again.query_one("#order", Choice)
        assert (choice.value, again.query_one("#prescriber", Field).value) == (None, "Cleo Marsh")
        assert [option.words[:9] for option in choice.options] == ["Ibuprofen", "Alectinib"]
        await here.choose("#order", "2")
        assert choice.value == "2"
        assert again.query_one("#protocol", Choice).value == "alectinib-report-2020"


async def test_an_order_for_somebody_else_under_the_number_is_not_offered(ward: Ward) -> None:
    ward.admit()
    order_comes(ward, ng().replace(b"1958-03-12", b"1985-03-12"))
    async with bedside(ward) as here:
        await here.press("e")
        assert not here.app.screen.query("#order")
        assert "born 12-Mar-1985: it is not offered here" in " ".join(here.text("#order-said").split())


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_board_counts_quietly_who_comes_and_what_is_told(ward: Ward, size: tuple[int, int]) -> None:
    ward.admit()
    async with bedside(ward, size=size) as here:
        assert "arrival" not in here.text("#counts")
        send(ward, other(1), other(2))
        moved = f"PID|1||{MRN}^^^H^MR||NG^Li Wei||19580312|F"
        send(ward, adt("A02", pid=moved, pv1="W9^3^1", at="20261120"), "hello")
        here.app.redraw()
        await here.settle()
        all_told = "2 arrivals, 1 change, 1 unread file: a"
        assert (all_told if size[0] > 80 else "2 arrivals and more: a") in here.text("#counts")
        for file in folder_of(ward.path).iterdir():
            file.unlink()
        here.app.redraw()
        await here.settle()
        assert "arrival" not in here.text("#counts")


async def test_an_empty_board_says_who_comes(ward: Ward) -> None:
    send(ward, other(1))
    async with bedside(ward) as here:
        assert "1 arrival: a" in here.text("#counts")
