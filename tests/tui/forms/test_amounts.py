"""Fixed amounts for a weight: entered with their working, confirmed by a second person, changed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from textual.widgets import Button

from protocols import entries as e
from tests.protocols.helpers.per_kg import HEAD, PER_KG, STEPS, sized
from tests.tui.helpers.bedside_app import NURSE, PRESCRIBER, ZONE, Bedside, Ward, bedside
from tui.widgets.choice import Choice
from tui.widgets.field import Field

D = Decimal


@pytest.fixture
def ready(ward: Ward) -> Ward:
    """The patient is here, and the site's own protocol per kg is approved."""
    folder = ward.path.parent / "protocols"
    folder.mkdir()
    (folder / "site.toml").write_text(HEAD + STEPS, encoding="utf-8")
    ward.admit()
    ward.record(e.ProtocolApproved(PER_KG), patient="", course="", by=PRESCRIBER)
    return ward


async def fill(here: Bedside, *texts: str) -> None:
    for text in texts:
        await here.type(text)
        await here.press("enter")


async def confirm(here: Bedside) -> None:
    """Another person says who they are, at the end of the form."""
    await here.choose("#second-who", "0")
    here.app.screen.query_one("#second-name", Field).value = "Ben Lind"
    here.app.screen.query_one("#second-initials", Field).value = "BL"
    await here.choose("#second-role", "u")


async def record(here: Bedside) -> None:
    here.app.screen.query_one("#record", Button).press()
    await here.settle()


async def test_enrolment_shows_each_working_once_its_amount_is_entered(ready: Ward) -> None:
    async with bedside(ready, PRESCRIBER, (80, 24)) as here:
        await here.press("e")
        await here.press(*_letter(here))
        await fill(here, "20, 150", "15")
        assert "Step 1, 0.15 mg/kg: enter its amount." in here.text("#working")
        assert "2.25" not in here.text("#working"), "nobody is told a dose"
        await fill(here, "2.5, 4.5, 9")
        told = here.text("#working")
        assert "Step 1: 2.5 mg. 0.15 mg/kg \N{MULTIPLICATION SIGN} 15 kg = 2.25 mg" in told
        assert "Step 3: 9 mg." in told
        assert "MORE THAN THE CAP: it cannot be recorded." in told
        here.app.screen.query_one("#amounts", Field).value = "3, 4.5, 8"
        await here.settle()
        assert "BEYOND THE ROUNDING: write why." in here.text("#working")
        assert here.app.screen.query_one("#amounts-reason").display
        group = here.app.screen.query_one("#amounts-group")
        assert group.virtual_size.height <= group.size.height, "nothing of it is cut"
        here.app.screen.query_one("#amounts", Field).value = "2.5, 4.5, 8"
        await here.settle()
        assert not here.app.screen.query_one("#amounts-reason").display
        await here.choose("#target", "3")
        here.app.screen.query_one("#prescriber", Field).value = "Cleo Marsh"
        here.app.screen.query_one("#made-by", Field).value = "oral suspension"
        await record(here)
        assert "Choose who confirms the amounts" in here.message
        await confirm(here)
        await record(here)
        kept = ready.said()
        assert isinstance(kept, e.CourseEnrolled)
        assert kept.sized == sized(PER_KG, "15", "2.5", "4.5", "8")
        assert kept.confirmed is not None
        assert kept.confirmed.by.name == "Ben Lind"


def _letter(here: Bedside) -> list[str]:
    options = here.app.screen.query_one("#protocol", Choice).options
    return [option.letter.lower() for option in options if option.value == "site"]


def on_step_1(ward: Ward) -> None:
    confirmed = e.Confirmed(NURSE, ward.now)
    plan = e.CourseEnrolled(
        PER_KG,
        "Cleo Marsh",
        3,
        PER_KG.strengths,
        {"morning": "08:00"},
        ZONE,
        "suspension",
        sized(PER_KG, "15", "2.5", "4.5", "8"),
        confirmed,
    )
    ward.course = ward.record(plan, course="", by=PRESCRIBER).id
    ward.rash_free()
    ward.start(1)


async def test_a_new_weight_is_said_on_the_chart_and_a_decision_changes_the_amounts(ready: Ward) -> None:
    on_step_1(ready)
    async with bedside(ready, PRESCRIBER, (100, 60)) as here:
        await here.press("k", "1", "enter")
        await here.type("20 kg")
        await here.press("enter", "enter", "enter")
        assert ready.said() == e.NamedCheckMade("Weight", D(20), "kg")
        await here.press("enter")
        assert "the amounts stand for 15 kg" in here.text("#state")
        assert "2.5 mg" in here.text("#state")
        await here.press("p", "m")
        for name, value in (("weight", "20"), ("amounts", "3, 6, 8"), ("reason", "grown")):
            here.app.screen.query_one(f"#{name}", Field).value = value
            await here.settle()
        assert "After this: 3 mg once daily in the morning from Mon 02-Nov-2026 morning." in here.text(
            "#after"
        )
        await confirm(here)
        await record(here)
        kept = ready.said()
        assert isinstance(kept, e.DecisionMade)
        assert (kept.decision, kept.reason) == ("amounts", "grown")
        assert kept.sized == sized(PER_KG, "20", "3", "6", "8")
        assert "3 mg" in here.text("#state")
        assert "amounts stand for" not in here.text("#state")


async def test_a_course_with_fixed_doses_offers_no_such_decision(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward, PRESCRIBER) as here:
        await here.press("p")
        words = [option.words for option in here.app.screen.query_one("#decision", Choice).options]
        assert not any("for a weight" in said for said in words)
