"""Sign-on with PIN and the locked screen: nothing shows, nothing passes, nothing is lost."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from textual import events

from protocols.entries import NoteAdded, Person, StaffDisabled
from store.ledger.ledger import Ledger
from tests.tui.helpers.bedside_app import MRN, NURSE, OTHER_NURSE, Bedside, Ward, bedside
from tests.tui.helpers.rest import LONGEST
from tests.tui.helpers.staffed import ADMIN, PIN, drawn, enter, hire
from tui.app.idle import Idle
from tui.forms.patient.note import NoteForm
from tui.screens.help.problem import ProblemScreen
from tui.screens.patient.chart import ChartScreen
from tui.screens.sign_on.sign_on_screen import SignOnScreen
from tui.screens.ward.board import BoardScreen
from tui.widgets.field import Field

PATIENT = ("NG", "Li Wei", MRN, "penicillin", "alectinib", "150 mg", "1958", "half a note")
STRANGER = Person("Eve Stone", "ES", "nurse", "eve")
EVERY_KEY = (
    *"abcdefghijklmnopqrstuvwxyz/!=",
    *("escape", "f1", "question_mark", "tab", "shift+tab", "up", "down", "pagedown", "home", "end"),
    *(f"ctrl+{letter}" for letter in "abcdefghklnopqrstuvwxyz"),
    *("f2", "f5", "f9", "f10", "delete", "backspace", "full_stop", "at"),
)


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    ward = Ward(tmp_path)
    ward.begin()
    return hire(ward)


class Seconds:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def patient_shown(here: Bedside) -> list[str]:
    return [word for word in PATIENT if word in drawn(here)]


async def half_a_note(here: Bedside) -> NoteForm:
    """A chart is open, and over it a note that is half written."""
    await here.press("enter", "n")
    await here.type("half a note")
    form = here.app.screen
    assert isinstance(form, NoteForm)
    return form


async def test_initials_and_pin_sign_on_in_one_go(ward: Ward) -> None:
    async with bedside(ward, by=None) as here:
        assert not patient_shown(here)
        await enter(here, "ao" + PIN)
        assert here.app.session.person is not None
        assert (here.app.session.person.name, here.app.session.person.role) == ("Ada Okafor", "nurse")
        assert here.app.session.person.account == here.app.session.account
        assert "Ada Okafor (AO), nurse" in drawn(here)
        await enter(here, "ibl" + PIN)
        assert here.app.session.person.initials == "BL", "another person in three keys and the PIN"


async def test_a_wrong_pin_is_told_and_never_shown(ward: Ward) -> None:
    async with bedside(ward, by=None) as here:
        await here.key_in("ao975310")
        assert "975310" not in drawn(here)
        await here.press("enter")
        assert "do not belong together. The next try has to wait 1 s." in here.message
        await enter(here, PIN)
        assert "has to wait" in here.message
        ward.now += timedelta(seconds=2)
        await enter(here, PIN)
        assert isinstance(here.app.screen, BoardScreen)


async def test_the_lock_shows_nothing_and_lets_no_key_behind_it(ward: Ward) -> None:
    async with bedside(ward, by=NURSE) as here:
        form = await half_a_note(here)
        assert patient_shown(here)
        here.app.notify(f"about {MRN}", timeout=60)
        here.app.action_lock()
        await here.settle()
        assert not patient_shown(here)
        assert here.app.screen.styles.background.a == 1, "opaque"
        here.app.notify(f"about {MRN}")
        ward.record(NoteAdded("penicillin again"))
        here.app.follow()
        await here.press(*EVERY_KEY)
        assert isinstance(here.app.screen, SignOnScreen)
        assert not patient_shown(here)
        assert here.app.is_running
        assert [type(screen) for screen in here.app.screen_stack[1:]] == [
            BoardScreen,
            ChartScreen,
            NoteForm,
            type(here.app.screen),
        ]
        assert form.query_one("#note", Field).value == "half a note"
        assert ward.said() == NoteAdded("penicillin again"), "nothing was recorded"


async def test_the_same_person_finds_the_form_as_it_was(ward: Ward) -> None:
    async with bedside(ward, by=NURSE) as here:
        form = await half_a_note(here)
        await here.press("tab", "tab", "tab", "full_stop")
        assert isinstance(here.app.screen, SignOnScreen)
        await enter(here, PIN)
        assert here.app.screen_stack[-1] is form
        assert form.query_one("#note", Field).value == "half a note"
        assert here.app.focused is form.query_one("#back")


async def test_for_another_person_the_form_is_closed_and_both_are_told(ward: Ward) -> None:
    async with bedside(ward, by=NURSE) as here:
        await half_a_note(here)
        here.app.action_lock()
        await here.settle()
        await enter(here, "bl" + PIN)
        assert isinstance(here.app.screen, BoardScreen)
        assert 'Ada Okafor had "Write a note" open' in await told(here)
        assert not isinstance(ward.last.what, NoteAdded)
        await enter(here, "iao" + PIN)
        assert "was closed when Ben Lind signed on" in await told(here)


async def test_what_is_being_recorded_when_the_lock_comes_is_kept_and_does_not_open_it(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    append = Ledger.append
    async with bedside(ward, by=NURSE) as here:
        form = await half_a_note(here)

        def lock_meanwhile(ledger: Ledger, *what: object) -> object:
            asyncio.run_coroutine_threadsafe(_lock(here), loop).result()
            return append(ledger, *what)  # type: ignore[arg-type]

        loop = asyncio.get_running_loop()
        monkeypatch.setattr(Ledger, "append", lock_meanwhile)
        form.run_worker(form.submit())
        await here.settle()
        monkeypatch.undo()
        assert ward.said() == NoteAdded("half a note")
        assert isinstance(here.app.screen, SignOnScreen)
        await enter(here, PIN)
        assert isinstance(here.app.screen, ChartScreen)


async def test_nothing_that_goes_on_underneath_takes_the_lock_away(ward: Ward) -> None:
    async with bedside(ward, by=NURSE) as here:
        form = await half_a_note(here)
        here.app.action_lock()
        await here.settle()
        here.app.pop_screen()
        form.dismiss(None)
        await here.settle()
        assert isinstance(here.app.screen, SignOnScreen)


async def _lock(here: Bedside) -> None:
    here.app.action_lock()


@pytest.mark.parametrize("keys", [("f1", "full_stop"), ("n", "ctrl+l")])
async def test_a_key_locks_from_everywhere(ward: Ward, keys: tuple[str, ...]) -> None:
    async with bedside(ward, by=NURSE) as here:
        await here.press(*keys)
        assert isinstance(here.app.screen, SignOnScreen)
        assert not patient_shown(here)


async def test_a_screen_left_alone_warns_and_locks(ward: Ward) -> None:
    clock = Seconds()
    async with bedside(ward, by=NURSE) as here:
        here.app.lock.idle = Idle(120, clock)
        clock.now += 104
        here.app.watch_idle()
        assert "locks in 15 seconds" not in await told(here)
        clock.now += 2
        here.app.watch_idle()
        assert "locks in 15 seconds" in await told(here)
        await here.press("down")
        assert await told(here) == ""
        clock.now += 119
        here.app.watch_idle()
        assert not here.app.lock.locked
        clock.now += 1
        here.app.watch_idle()
        await here.settle()
        assert here.app.lock.locked
        assert not patient_shown(here)


async def test_a_mouse_on_the_table_and_a_window_in_front_keep_no_screen_open(ward: Ward) -> None:
    clock = Seconds()
    async with bedside(ward, by=NURSE) as here:
        here.app.lock.idle = Idle(120, clock)
        clock.now += 119
        await here.pilot.hover(offset=(10, 5))
        await here.pilot.click(offset=(70, 20))
        here.app.post_message(events.AppBlur())
        here.app.post_message(events.AppFocus())
        await here.settle()
        clock.now += 1
        here.app.watch_idle()
        await here.settle()
        assert here.app.lock.locked


async def test_the_watch_is_kept_without_being_asked(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Seconds()
    monkeypatch.setattr("tui.app.app.StepwardApp.LOOK_SECONDS", 0.01)
    async with bedside(ward, by=NURSE) as here:
        here.app.lock.idle = Idle(120, clock)
        clock.now += 121
        async with asyncio.timeout(LONGEST):
            while not here.app.lock.locked:
                await asyncio.sleep(0.001)
        await here.settle()


async def test_who_is_disabled_elsewhere_is_locked_out_at_once(ward: Ward) -> None:
    async with bedside(ward, by=NURSE) as here:
        member = ward.ledger.staff.find("AO")
        assert member is not None
        ward.record(StaffDisabled(member.id, "left"), by=ADMIN, patient="", course="")
        here.app.follow()
        await here.settle()
        assert not patient_shown(here)
        assert "is not on the staff list" in drawn(here)
        await enter(here, PIN)
        assert here.app.lock.locked
        await enter(here, "bl" + PIN)
        assert isinstance(here.app.screen, BoardScreen)


async def test_when_a_list_begins_elsewhere_a_stated_name_is_no_longer_enough(tmp_path: Path) -> None:
    ward = Ward(tmp_path)
    ward.begin()
    async with bedside(ward, by=STRANGER) as here:
        hire(ward)
        here.app.follow()
        await here.settle()
        assert not patient_shown(here)
        await enter(here, "ao" + PIN)
        assert isinstance(here.app.screen, BoardScreen)


async def test_a_problem_on_top_of_the_lock_opens_nothing(ward: Ward) -> None:
    async with bedside(ward, by=NURSE) as here:
        here.app.action_lock()
        await here.app.push_screen(ProblemScreen("The ledger was moved.", readable=True))
        await here.press("enter", "r", "escape")
        assert not patient_shown(here)
        assert here.app.lock.locked
        await here.app.push_screen(ProblemScreen("The ledger was moved."))
        here.app.come_in(NURSE)
        await here.settle()
        assert isinstance(here.app.screen, BoardScreen)


async def test_a_ward_without_a_list_is_locked_too_and_says_what_a_name_is_worth(tmp_path: Path) -> None:
    ward = Ward(tmp_path)
    ward.begin()
    async with bedside(ward, by=OTHER_NURSE) as here:
        await here.press("full_stop")
        assert not patient_shown(here)
        assert "names are taken on trust, without a PIN" in drawn(here)
        await here.press("escape")
        assert here.app.lock.locked
        await here.press("1", "enter")
        assert isinstance(here.app.screen, BoardScreen)


async def told(here: Bedside) -> str:
    """The notices on the screen."""
    await here.pilot.pause()
    return " ".join(notice.message for notice in here.app._notifications)
