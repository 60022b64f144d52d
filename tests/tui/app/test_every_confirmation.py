"""Whatever a form records, it says what was kept, of whom, and what follows; forms of later too."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from protocols.entries import NoteAdded
from tests.tui.app.test_routes import hand_over, made_with
from tests.tui.helpers.bedside_app import Ward, bedside
from tests.tui.helpers.staffed import hire
from tui.app.routes import ROUTES, kind
from tui.forms.base.form import Form
from tui.forms.doses.from_paper import FromPaperForm
from tui.forms.ward.staff import AddStaffForm

FORMS = [name for name, row in ROUTES.items() if row.startswith("forms.")]
CLOSES_ITSELF = {
    "clock": "tests/tui/scenarios/test_dead_battery.py",
    "from_paper": "tests/tui/forms/test_from_paper.py",
    "number": "tests/tui/forms/test_number.py",
    "receive": "tests/tui/forms/test_sites.py",
    "send": "where it records nothing, and only writes a file",
}
"""Forms that close by another way than `Form._close`, and where their words are asked for."""


async def test_every_form_says_what_was_kept_of_whom_and_what_follows(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    hire(ward).begin()
    hand_over(ward)
    kept = ward.record(NoteAdded("Slept well."))
    told: list[str] = []
    async with bedside(ward) as here:
        monkeypatch.setattr(here.app, "tell", lambda words, _seconds: told.append(words))
        for name in FORMS:
            form = kind(name)(*made_with(name, here))
            assert isinstance(form, Form)
            if isinstance(form, AddStaffForm):
                form.first = False
            elif isinstance(form, FromPaperForm):
                form.kept = [kept]
            form.done(kept)
            assert told, name
            assert told[0].startswith("Recorded: NG, bed 12: "), name
            assert "Due 150 mg 08:00." in told[0], name
            told.clear()


def test_a_form_that_closes_by_itself_is_asked_for_its_words_elsewhere() -> None:
    found = {
        name
        for name in FORMS
        for made_of in kind(name).__mro__  # type: ignore[attr-defined]
        if made_of is not Form and issubclass(made_of, Form) and _dismisses(made_of)
    }
    assert found == set(CLOSES_ITSELF)


def _dismisses(made_of: type) -> bool:
    """Whether the file of a form closes one. Its own lines alone would have to be looked for slowly."""
    return "self.dismiss(" in Path(inspect.getfile(made_of)).read_text(encoding="utf-8")
