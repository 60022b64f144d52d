"""The second check in the dose form: unseen, compared, recorded whole; and the keys a plain dose takes."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from textual.widgets import Button

from protocols.course.make_up import open_make_ups
from protocols.course.progress import counted_doses
from protocols.definition.protocol import DoseRules, Protocol
from protocols.entries import (
    CourseEnrolled,
    DoseGiven,
    DoseNotGiven,
    NoteAdded,
    ProtocolApproved,
    SecondCheck,
)
from store.ledger.ledger import Ledger
from store.site.library import find
from tests.protocols.course.test_second_check_parts import plan as measured_plan
from tests.tui.helpers.bedside_app import OTHER_NURSE, PRESCRIBER, Bedside, Ward, bedside, key
from tests.tui.helpers.staffed import PIN, hire
from tui.widgets.choice import Choice
from tui.widgets.field import Field


def screen(here: Bedside) -> str:
    """The characters on the screen."""
    return "\n".join(strip.text for strip in here.app.screen._compositor.render_strips())


def first_dose(ward: Ward) -> None:
    ward.begin()
    ward.record(NoteAdded("Slept well."), by=OTHER_NURSE)
    ward.at(1, "08:00")


async def test_recording_a_due_dose_takes_three_keys_where_no_second_check_is_asked_for(ward: Ward) -> None:
    ward.begin()
    ward.at(1, "08:00")
    ward.give()
    ward.at(1, "20:00")
    async with bedside(ward) as here:
        await here.press("d", "g", "enter")
        assert not here.is_open
        assert ward.said() == DoseGiven(key(1, "evening"), Decimal(150), with_food=True)


async def test_a_dose_form_reads_no_entry_where_a_staff_list_says_who_there_is(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    first_dose(hire(ward))
    async with bedside(ward) as here:
        monkeypatch.setattr(Ledger, "entries", lambda *args, **options: pytest.fail("entries were read"))
        await here.press("d")
        assert here.is_open


async def test_a_mismatch_records_nothing_and_a_match_one_entry(ward: Ward) -> None:
    first_dose(ward)
    before = ward.last
    async with bedside(ward) as here:
        await here.press("d", "g")
        assert "150 mg" in screen(here)
        assert "Second check: another person is asked" in here.text("#follows")
        await here.press("enter")
        assert "150 mg in" not in screen(here)
        assert "DOSE alectinib capsule, oral, Mon 02-Nov-2026 morning, 08:00" in here.text("#form-state")
        assert [option.words for option in here.app.screen.query_one("#second-who", Choice).options][:2] == [
            "Ben Lind (BL), nurse",
            "Someone else",
        ]
        await here.press("1")
        await here.key_in("300")
        await here.press("enter")
        await here.key_in("2")
        await here.press("enter", "enter")
        assert here.message.startswith("The figures differ. Nothing was recorded.")
        assert (
            "Ada Okafor: 150 mg, 1 capsule of 150 mg. Ben Lind: 300 mg, 2 capsules of 150 mg." in here.message
        )
        assert ward.last == before
        assert here.app.screen.query_one("#second-amount", Field).value == ""
        await here.press("escape")
        assert here.text("#form-title").startswith("Record a dose")
        assert (here.is_open, here.message) == (True, "")
        assert "1 capsule of 150 mg" in screen(here)
        await here.press("enter", "1")
        await here.key_in("150")
        await here.press("enter")
        await here.key_in("1")
        await here.press("enter", "enter")
        assert not here.is_open
        by = msgspec.structs.replace(OTHER_NURSE, account=here.app.session.account)
        second = SecondCheck(by, ward.now, Decimal(150), ((Decimal(150), 1),))
        assert ward.said() == DoseGiven(key(1, "morning"), Decimal(150), with_food=True, second=second)
        assert ward.last.number == before.number + 1


async def test_the_same_person_cannot_and_nobody_at_hand_is_a_reason(ward: Ward) -> None:
    first_dose(ward)
    async with bedside(ward) as here:
        await here.press("d", "g", "enter", "0")
        for text in ("ada okafor", "ao"):
            await here.key_in(text)
            await here.press("enter")
        await here.press("u")
        await here.key_in("150")
        await here.press("enter")
        await here.key_in("1")
        await here.press("enter", "enter")
        assert here.message == "Ada Okafor gave this dose. Another person makes the second check."
        await here.choose("#second-who", "n")
        await here.press("enter")
        assert not here.is_open
        what = ward.said()
        assert isinstance(what, DoseGiven)
        assert (what.second, what.no_second_check) == (None, "no second person")
        await here.press("enter")
        assert "not second-checked" in here.text("#today")


async def test_what_the_ledger_would_refuse_is_said_before_anyone_is_fetched(ward: Ward) -> None:
    first_dose(ward)
    async with bedside(ward) as here:
        await here.press("d", "x")
        await here.key_in("75")
        await here.press("enter", "f")
        here.app.screen.query_one("#record").press()  # type: ignore[attr-defined]
        await here.settle()
        assert here.message == "Write why 75 mg was given and not 150 mg."
        assert here.text("#form-title").startswith("Record a dose")
        assert "Less than prescribed: 75 mg, prescribed 150 mg." in here.text("#warnings")
        here.app.screen.query_one("#amount", Field).value = "300"
        await here.settle()
        assert "MORE THAN PRESCRIBED: 300 mg, prescribed 150 mg." in here.text("#warnings")


async def test_a_make_up_is_offered_while_the_rule_allows_it_and_nothing_is_chosen_for_the_nurse(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_ups = DoseRules("never", make_up_not_given_hours=6, make_up_vomited_minutes=30)
    plan = msgspec.structs.replace(find("alectinib-report-2020"), id="alectinib-site", doses=make_ups)
    monkeypatch.setattr("tests.tui.helpers.bedside_app.find", lambda protocol: plan)
    ward.record(ProtocolApproved(plan), by=PRESCRIBER, patient="", course="")
    first_dose(ward)
    async with bedside(ward) as here:
        await here.press("d", "v", "f")
        assert here.text("#follows") == "Vomited: a make-up may be given until today 08:30."
        await here.press("enter")
        vomited = ward.last
        ward.at(1, "08:20")
        await here.press("d")
        which = here.app.screen.query_one("#which", Choice)
        assert which.value is None
        assert which.options[1].words == "150 mg, make-up of Mon 02-Nov-2026 morning, until today 08:30"
        await here.press("g", "enter")
        assert here.is_open
        await here.press("2", "enter")
        assert ward.said() == DoseGiven(None, Decimal(150), with_food=True, makes_up=vomited.id)
        assert len(counted_doses(ward.chart, 1)) == 1
        await here.press("enter")
        assert "vomited; made up 150 mg 08:20 (AO)" in here.text("#today")
        await here.press("v", "1")
        offered = here.app.screen.query_one("#which", Choice).options
        assert [option.words.partition("(AO), ")[2] for option in offered] == ["make-up of the morning dose"]
        assert "A make-up is not made up again." in here.text("#follows")
        await here.press("escape")
        ward.at(1, "20:00")
        await here.press("d", "a", "enter")
        assert isinstance(ward.said(), DoseNotGiven)
        assert "a make-up may be given until tomorrow 02:00" in here.text("#today")
        assert len(open_make_ups(ward.chart, ward.now)) == 1


async def test_where_there_is_a_staff_list_the_second_person_needs_a_pin(ward: Ward) -> None:
    hire(ward)
    first_dose(ward)
    async with bedside(ward) as here:
        await here.press("d", "g", "enter", "1")
        for text in ("bl", "000111", "150", "1"):
            await here.key_in(text)
            await here.press("enter")
        await here.press("enter")
        assert "do not belong together" in here.message
        assert not isinstance(ward.said(), DoseGiven)
        ward.at(1, "08:05")
        here.app.screen.query_one("#second-pin", Field).value = PIN
        here.app.screen.query_one("#record").press()  # type: ignore[attr-defined]
        await here.settle()
        what = ward.said()
        assert isinstance(what, DoseGiven)
        assert what.second is not None
        assert what.second.by.name == "Ben Lind"
        assert here.app.session.person == ward.last.by, "the first person stays signed on"


async def test_initials_and_pin_in_one_go_never_show_the_pin(ward: Ward) -> None:
    hire(ward)
    first_dose(ward)
    async with bedside(ward) as here:
        await here.press("d", "g", "enter", "1")
        await here.key_in(f"bl{PIN}")
        fields = {
            name: here.app.screen.query_one(f"#second-{name}", Field).value for name in ("initials", "pin")
        }
        assert fields == {"initials": "bl", "pin": PIN}


async def test_several_strengths_are_counted_one_after_the_other(ward: Ward) -> None:
    ward.admit()
    ward.enrol("alectinib-kimura")
    ward.rash_free()
    ward.start(1)
    ward.record(NoteAdded("Slept well."), by=OTHER_NURSE)
    ward.at(1, "08:00")
    async with bedside(ward) as here:
        await here.press("d", "g", "enter", "1", "2", "0", "enter", "enter", "enter", "enter")
        assert here.app.focused is here.app.screen.query_one("#second-units-0 Input")
        await here.press("enter", "1", "enter", "enter", "enter")
        assert "1 capsule of 40 mg" in here.message
        await here.press("2", "0", "enter", "1", "enter", "enter", "enter", "enter")
        assert not here.is_open
        what = ward.said()
        assert isinstance(what, DoseGiven)
        assert what.second is not None
        assert what.second.units == ((Decimal(20), 1),)


async def test_a_measured_dose_is_checked_by_its_volume(ward: Ward) -> None:
    plan = msgspec.structs.replace(measured_plan("8"), id="measured", title="Measured")
    await enrolled_on(ward, plan)
    async with bedside(ward) as here:
        await here.press("d", "g", "enter")
        shown = [field.id for field in here.app.screen.query("#second Field") if field.display]
        assert shown[-2:] == ["second-amount", "second-volume"]
        await here.choose("#second-who", "1")
        here.app.screen.query_one("#second-amount", Field).value = "8"
        here.app.screen.query_one("#second-volume", Field).value = "4"
        here.app.screen.query_one("#record", Button).press()
        await here.settle()
        assert "Ben Lind: 8 mg, 4 mL." in here.message
        here.app.screen.query_one("#second-amount", Field).value = "8"
        here.app.screen.query_one("#second-volume", Field).value = "2"
        here.app.screen.query_one("#record", Button).press()
        await here.settle()
        kept = ward.said()
        assert isinstance(kept, DoseGiven)
        assert kept.second is not None
        assert (kept.second.amount, kept.second.volume_ml) == (Decimal(8), Decimal(2))


async def test_halves_are_counted_where_they_make_the_dose(ward: Ward) -> None:
    plan = msgspec.structs.replace(measured_plan("37.5"), id="halves", title="Halves")
    await enrolled_on(ward, plan)
    async with bedside(ward) as here:
        await here.press("d", "g", "enter")
        captions = [f.caption for f in here.app.screen.query(Field) if f.display and f.id != "second-amount"]
        assert "Half a capsule of 25 mg" in captions
        await here.choose("#second-who", "1")
        for name, value in (("amount", "37.5"), ("units-1", "1"), ("units-2", "1")):
            here.app.screen.query_one(f"#second-{name}", Field).value = value
        here.app.screen.query_one("#record", Button).press()
        await here.settle()
        kept = ward.said()
        assert isinstance(kept, DoseGiven)
        assert kept.second is not None
        assert kept.second.units == ((Decimal(25), 1), (Decimal("12.5"), 1))


async def enrolled_on(ward: Ward, plan: Protocol) -> None:
    """On step 1 of a site's own protocol, its first dose due."""
    ward.admit()
    ward.record(ProtocolApproved(plan), patient="", course="", by=PRESCRIBER)
    enrolled = CourseEnrolled(plan, "Cleo Marsh", 1, plan.strengths, {"morning": "08:00"}, "Europe/Berlin")
    ward.course = ward.record(enrolled, course="").id
    ward.rash_free()
    ward.start(1)
    ward.record(NoteAdded("Slept well."), by=OTHER_NURSE)
    ward.at(1, "08:00")
