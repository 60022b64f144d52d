"""Two hundred protocol files of a site: found, grouped by drug, told apart, none silently missing."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList, Static

from protocols.entries import CourseEnrolled, ProtocolApproved
from protocols.toml.parser import read
from store.site.library import built_in, library, site_folder
from tests.protocols.helpers.site_file import GOOD
from tests.tui.helpers.bedside_app import PRESCRIBER, Bedside, Ward, bedside, said
from tui.forms.course.enrol import EnrolForm
from tui.screens.library.protocols import ProtocolsScreen
from tui.widgets.choice import Choice
from tui.widgets.field import Field

MANY = 200


def text_of(number: int) -> str:
    """One of many files: forty drugs, five files each."""
    drug = f"drug{chr(97 + number // 5 % 26)}{number // 130}"
    words = GOOD.replace('"site"', f'"own-{number}"').replace('drug = "alectinib"', f'drug = "{drug}"')
    return words.replace("Alectinib, our ward", f"Plan number {number}")


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Ward:
    ward = Ward(tmp_path_factory.mktemp("many"))
    ward.admit()
    folder = site_folder(ward.path)
    folder.mkdir()
    for number in range(MANY):
        text = text_of(number)
        (folder / f"own-{number}.toml").write_text(text, encoding="utf-8")
        ward.record(ProtocolApproved(read(text, f"own-{number}.toml")), by=PRESCRIBER, patient="", course="")
    copied = GOOD.replace('"site"', '"copied"').replace("Alectinib, our ward", "ALECTINIB  Kimura")
    (folder / "copied.toml").write_text(copied, encoding="utf-8")
    (folder / "bad.toml").write_text("unit = 1\n", encoding="utf-8")
    return ward


async def write(here: Bedside, id: str, text: str) -> None:
    here.app.screen.query_one(id, Field).focus_input()
    await here.settle()
    await here.type(text)


async def test_the_library_shows_every_file_and_groups_them_by_drug(ward: Ward) -> None:
    async with bedside(ward, PRESCRIBER) as here:
        await here.press("l")
        screen = here.app.screen
        assert isinstance(screen, ProtocolsScreen)
        shown = [row.protocol.id for row in screen.rows if row.protocol is not None]
        assert sorted(shown) == sorted(
            [*(own.id for own in library()), "copied", *(f"own-{n}" for n in range(MANY))]
        )
        lines = [row.text for row in screen.rows]
        assert " druga0, 5 protocols" in lines
        assert any(
            "Own, with the title of alectinib-kimura: NOT APPROVED: ALECTINIB  Kimura" in one for one in lines
        )
        assert " 1 file of this site cannot be used     bad.toml: the steps are missing." in "".join(lines)
        assert "1 file of this site cannot be used" in here.text("#counts")
        options = screen.query_one(OptionList)
        assert [option.disabled for option in options.options] == [
            row.protocol is None for row in screen.rows
        ]
        await here.press("slash")
        await here.type("number 142")
        assert [row.protocol.id for row in screen.rows if row.protocol is not None] == ["own-142"]
        await here.press("enter", "enter")
        assert "Plan number 142" in here.text("#text")


async def test_no_dose_is_cut_in_a_narrow_list(ward: Ward) -> None:
    async with bedside(ward) as here:
        await here.press("l")
        prompts = [str(option.prompt) for option in here.app.screen.query_one(OptionList).options]
        assert not [prompt for prompt in prompts if "..." in prompt]
        brigatinib = next(prompt for prompt in prompts if "Brigatinib" in prompt)
        assert brigatinib.split("\n")[1] == "     once daily in the morning"


async def test_any_of_many_protocols_can_be_enrolled_on(ward: Ward) -> None:
    async with bedside(ward) as here:
        await here.press("e")
        form = here.app.screen
        assert isinstance(form, EnrolForm)
        choice = form.query_one("#protocol", Choice)
        assert len(choice.options) == 26
        left = MANY + len([own for own in built_in() if own.startable]) - 26
        assert f"{left} other protocols not shown" in said(form.query_one("#not-offered", Static))
        await write(here, "#find-protocol", "number 142")
        assert [option.value for option in choice.options] == ["own-142"]
        await here.press("enter")
        await here.choose("#protocol", "a")
        await write(here, "#find-protocol", "0")
        assert [option.value for option in choice.options] == ["own-142"], "what is chosen stays"
        assert choice.value == "own-142"
        await write(here, "#strengths", "20, 150")
        await here.choose("#target", "3")
        await write(here, "#prescriber", "Cleo Marsh")
        await here.press("enter", "enter")
    enrolled = ward.said()
    assert isinstance(enrolled, CourseEnrolled)
    assert enrolled.protocol.id == "own-142"
