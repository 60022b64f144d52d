"""A letter or a digit changes only the field in focus or the one thing that the form plainly asks for."""

from __future__ import annotations

from random import Random

import pytest

from tests.tui.helpers.bedside_app import Ward, bedside
from tests.tui.keys.presses import every_form, opened, some_wrong, ward_of_all, wrong_changes
from tui.forms.base.focus import FormFocus
from tui.widgets.choice import Choice

PRESSES = 2
"""Keys at each form here; `python -m tests.tui.keys` presses every one."""


async def test_a_key_changes_only_what_is_in_focus_or_plainly_asked_for(ward: Ward) -> None:
    random, wrong, forms = Random(15), list[str](), 0
    async with bedside(ward_of_all(ward)) as here:
        async for name, form in every_form(here):
            forms += 1
            wrong += [f"{name}: {words}" for words in await some_wrong(here, form, random, PRESSES)]
    assert wrong == []
    assert forms > 25


async def test_a_key_that_goes_elsewhere_is_found(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FormFocus, "_meant", lambda form: list(form.query(Choice)))
    wrong = list[str]()
    async with bedside(ward_of_all(ward)) as here:
        form = await opened(here, "dose")
        form.query_one("#event", Choice).chosen = 0
        await here.settle()
        for char in "ru":
            wrong += await wrong_changes(here, form, form.query_one("#record"), char, touched=True)
    assert wrong
