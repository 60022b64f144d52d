"""On every main screen each letter and digit stays in its place beside Hebrew, Persian and Hindi names."""

from __future__ import annotations

import msgspec
import pytest
from rich.console import Console
from textual._compositor import LayoutUpdate
from textual.geometry import Region

from protocols.entries import PatientDetailsChanged
from tests.tui.helpers.bedside_app import MRN, NG, Bedside, Ward, bedside
from tests.tui.helpers.emulator import Emulator, seen
from tui.forms.base.form import Form
from tui.forms.doses.dose import DoseForm
from tui.forms.patient.note import NoteForm
from tui.forms.skin.skin import SkinForm
from tui.terminal.painter.painted import Painted

CONSOLE = Console(color_system="256", force_terminal=True, legacy_windows=False)
NAMES = (
    ("סופר", "דוד", (80, 24)),
    ("محمدی", "علی رضا", (120, 40)),
    ("शर्मा", "देवी", (80, 24)),
)
SCREENS: tuple[tuple[str, ...], ...] = ((), ("enter",), ("t",), ("escape", "x"), ("escape", "escape", "o"))


def assert_all_in_place(here: Bedside) -> None:
    strips = here.app.screen._compositor.render_strips()
    width, height = here.app.size
    terminal = Emulator(width, height)
    update = LayoutUpdate([[strip] for strip in strips], Region(0, 0, width, height))
    terminal.feed(Painted().sequence(update, CONSOLE))
    for strip, row in zip(strips, terminal.rows, strict=True):
        places = seen(row)
        moved = [
            row[at]
            for at, place in enumerate(places)
            if row[at].isascii() and row[at].isalnum() and at != place
        ]
        assert not moved, (strip.text, row)


@pytest.mark.parametrize(("family", "given", "size"), NAMES)
async def test_letters_and_digits_stay_in_place(
    family: str, given: str, size: tuple[int, int], ward: Ward
) -> None:
    ward.gate_open()
    named = msgspec.structs.replace(NG, family=family, given=given)
    ward.record(PatientDetailsChanged(named, f"{family} 12"), course="")
    async with bedside(ward, size=size) as here:
        assert_all_in_place(here)
        for keys in SCREENS:
            await here.press(*keys)
            assert_all_in_place(here)
        await here.press("escape")
        forms: tuple[Form, ...] = (DoseForm(MRN, ward.course), SkinForm(MRN, ward.course), NoteForm(MRN))
        for form in forms:
            await here.open(form)
            assert_all_in_place(here)
            await here.press("escape")
