"""The skin check: rash-free as a statement in four keys, findings in full, warnings that never block."""

from __future__ import annotations

from decimal import Decimal

from textual.widgets import Button, Input

from protocols.entries import RashFound, RashFreeChecked, RedFlagSeen
from tests.tui.helpers.bedside_app import Bedside, Ward, bedside, said
from tui.forms.skin.findings import Findings
from tui.forms.skin.red_flag import RedFlagForm
from tui.widgets.field import Field


async def fill(here: Bedside, name: str, text: str) -> None:
    """Write `text` into the field `name`, as with Tab and the keyboard."""
    here.app.screen.query_one(f"#{name}", Field).value = text
    await here.settle()


async def record(here: Bedside) -> None:
    here.app.screen.query_one("#record", Button).press()
    await here.settle()


async def test_rash_free_is_four_keys_from_the_board_and_never_fewer(ward: Ward) -> None:
    ward.step_one()
    before = ward.last
    async with bedside(ward) as here:
        await here.press("s", "w", "enter", "escape")
        assert ward.last == before
        await here.press("s", "f", "enter", "enter", "enter")
        assert here.is_open
        here.app.screen.query_one("#record", Button).press()
        await here.settle()
        assert "Rash-free means that the whole skin and the mucosa were seen." in here.message
        await here.press("escape")
        assert ward.last == before
        await here.press("s", "w", "m", "enter")
        assert not here.is_open
        assert ward.said() == RashFreeChecked(True, True)


async def test_a_check_too_early_for_the_gate_is_said_and_still_recorded(ward: Ward) -> None:
    ward.begin()
    ward.at(1, "08:00")
    ward.give()
    ward.at(1, "09:00")
    async with bedside(ward) as here:
        await here.press("s")
        assert "a check counts 4 hours after the last dose, from today 12:00" in here.text("#early")
        await here.press("w", "m")
        await fill(here, "time", "08:30")
        await fill(here, "note", "Before the wash")
        await here.press("enter")
        assert ward.said() == RashFreeChecked(True, True, "Before the wash")
        assert f"{ward.last.at:%d %H:%M}" == "02 08:30"


async def test_findings_in_full_with_a_warning_that_never_blocks(ward: Ward) -> None:
    """The case report's own figures: head and neck, back, 30% (domain.md 4.4 row 7)."""
    ward.begin()
    async with bedside(ward) as here:
        await here.press("s", "r", "p", "1", "5", "enter", "a")
        await fill(here, "extent", "30")
        warning = here.app.screen.query_one("#extent-warning")
        assert warning.display
        assert said(warning).startswith("Sites add up to at most 27%.")  # type: ignore[arg-type]
        await here.choose("#method", "n")
        await here.choose("#daily-living", "t")
        for name, text in (
            ("temperature", "37.2"),
            ("symptoms", "itch"),
            ("grade", "2"),
            ("ctcae", "5"),
            ("note", "New today"),
        ):
            await fill(here, name, text)
        fields = here.app.screen.query_one("#fields")
        assert fields.virtual_size.height <= fields.size.height
        await record(here)
        assert ward.said() == RashFound(
            rash_type="maculopapular",
            sites=("head and neck", "back"),
            extent=Decimal(30),
            extent_method="rule of nines",
            symptoms="itch",
            daily_living="limits tasks",
            mucosa="clear",
            temperature=Decimal("37.2"),
            grade=2,
            ctcae="v5",
            note="New today",
        )
        assert ward.chart.open_holds


async def test_findings_that_cannot_be_used_are_refused_in_words_and_kept(ward: Ward) -> None:
    ward.begin()
    before = ward.last
    async with bedside(ward) as here:
        await here.press("s", "r")
        await record(here)
        assert here.message == "Choose the type of rash."
        await here.press("u")
        await here.choose("#mucosa", "i")
        await record(here)
        assert "Say where the rash is" in here.message
        for name, text, words in (
            ("extent", "12,5", "use a point for decimals"),
            ("extent", "\uff13\uff10", "write a number"),
            ("extent", "130", "Say how the extent was estimated|at most 100"),
            ("temperature", "38,5", "use a point for decimals"),
            ("grade", "2.5", "whole number from 1 to 5"),
        ):
            await fill(here, name, text)
            await record(here)
            assert any(part in here.message for part in words.split("|")), (text, here.message)
            assert here.app.screen.query_one(f"#{name}", Field).value == text
            await fill(here, name, "")
        await fill(here, "grade", "3")
        await record(here)
        assert "CTCAE version: write 4, 5 or 6" in here.message
        assert here.app.screen.query_one(Findings).display
        assert ward.last == before


async def test_a_number_pressed_for_a_site_never_lands_in_a_text_field(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.press("s", "r", "p", *"12345678")
        form = here.app.screen
        assert not any(field.value for field in form.query("#findings Input").results(Input))
        await here.press("2", "enter", "x", "enter")
        what = ward.said()
        assert isinstance(what, RashFound)
        assert (len(what.sites), what.mucosa) == (7, "not seen")


async def test_the_grade_follows_as_fields_are_filled(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.press("s", "r", "p", "5", "enter", "a")
        assert "v4 1 to 3, v5 (site) 1 to 3, v6 1 to 3" in here.text("#computed")
        await fill(here, "extent", "30")
        await here.choose("#method", "h")
        await here.choose("#daily-living", "d")
        assert here.text("#computed") == (
            "CTCAE computed: v4 2, v5 (site) 2, v6 1 to 3. To narrow it: severity of symptoms."
        )
        await here.choose("#severity", "v")
        assert here.text("#computed") == "CTCAE computed: v4 2, v5 (site) 2, v6 3."
        await fill(here, "extent", "30.1")
        assert "v4 3, v5 (site) 3, v6 3" in here.text("#computed")


async def test_a_finding_that_points_to_a_red_flag_opens_it(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.press("s", "r", "m", "5", "enter", "i")
        await here.choose("#tender", "9")
        await fill(here, "temperature", "38.9")
        assert "RED FLAG? Stop and call" in here.text("#red-flag-pointer")
        await record(here)
        assert isinstance(ward.said(), RashFound)
        assert isinstance(here.app.screen, RedFlagForm)
        await record(here)
        assert ward.said() == RedFlagSeen(
            ("mucosal erosion", "skin pain", "fever over 38.5 °C", "target or dusky lesions")
        )
