"""Pressing one key at one focus of a form, and what it may change."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator
from decimal import Decimal
from random import Random
from string import ascii_lowercase, digits

from textual import events
from textual.message_pump import MessagePump
from textual.widget import Widget

from protocols import entries as e
from tests.tui.app.test_routes import hand_over, made_with
from tests.tui.helpers.bedside_app import MRN, Bedside, Ward, key
from tests.tui.helpers.staffed import hire
from tui.app.routes import ROUTES
from tui.forms.base.form import Form
from tui.forms.base.values import fields
from tui.widgets.choice import Choice
from tui.widgets.field import Field, is_typing
from tui.widgets.picks import Picks
from tui.widgets.shown import shown
from tui.widgets.tick import Tick

KEYS = ascii_lowercase + digits
FORMS = tuple(
    sorted(
        name
        for name, row in ROUTES.items()
        if row.startswith("forms.") and name not in ("correct", "alarm_seen")
    )
)
"""Every form by its name; the correction and the word that a flag was seen need an entry, below."""

WRONG: tuple[e.What, ...] = (
    e.DoseGiven(key(1, "morning"), Decimal(75), with_food=True, reason="half", no_second_check="emergency"),
    e.RashFreeChecked(True, True),
    e.NoteAdded("a note"),
    e.CoMedicationStarted("prednisolone", "10 mg", "once daily", why="rash"),
    e.RashFound("maculopapular", ("neck",)),
    e.RedFlagSeen(("skin pain",)),
)
"""What is corrected: an entry of each kind that has fields of its own."""


IMPLIES = {"whole-skin": "seen", "mucous": "seen"}
"""What a statement says besides: one of a skin that was seen says that it was rash-free."""

BEGINS = {"second-initials": "second-pin"}
"""Where a digit is the first of the next field: of a PIN none may stand readable among the initials."""


def ward_of_all(ward: Ward) -> Ward:
    """A ward on which each form has something to ask."""
    hire(ward).begin()
    ward.at(1, "08:05")
    hand_over(ward)
    return ward


async def every_form(here: Bedside, only: Collection[str] = ()) -> AsyncIterator[tuple[str, Form]]:
    """Each form on top of the board, with what it is about; those called `only` where some are named."""
    for name in FORMS:
        if not only or name in only:
            yield name, await opened(here, name)
            here.app.pop_screen()
    for what in WRONG:
        name, entry = f"correct {what.__struct_config__.tag}", here.ward.record(what)
        if not only or name in only:
            here.app.follow()
            yield name, await opened(here, "correct", MRN, here.ward.course, entry.id)
            here.app.pop_screen()
    if not only or "alarm_seen" in only:
        here.app.follow()
        yield "alarm_seen", await opened(here, "alarm_seen", MRN)
        here.app.pop_screen()


async def opened(here: Bedside, name: str, *about: object) -> Form:
    """The form called `name`, on top."""
    here.app.open(name, *(about or made_with(name, here)))
    await here.settle()
    form = here.app.screen
    assert isinstance(form, Form)
    return form


def places(form: Form) -> list[Widget]:
    """Whatever can have the focus in `form`, from top to bottom, and nothing at all."""
    return [widget for widget in form.focus_chain if isinstance(widget, Widget)]


def state(form: Form) -> dict[Widget, object]:
    """What stands in each field, hidden and secret ones too."""
    return {field: _said(field) for field in fields(form)}


def _said(field: Widget) -> object:
    match field:
        case Choice():
            return field.chosen
        case Picks():
            return field.picked
        case Tick():
            return field.ticked
        case Field():
            return field.line.value
    raise AssertionError(field)


def put_back(before: dict[Widget, object], form: Form) -> None:
    """Make the form say `before` again."""
    for field, said in before.items():
        match field:
            case Choice():
                field.chosen = said  # type: ignore[assignment]
            case Picks():
                field.picked = said  # type: ignore[assignment]
            case Tick():
                field.ticked = bool(said)
            case Field():
                field.line.value = str(said)
    form.rearrange()


def arrange(form: Form, random: Random) -> None:
    """Choose something at random here and there, so that other fields are asked for."""
    for field in fields(form):
        match field:
            case Choice() if field.options and random.random() < 0.6:
                field.chosen = random.randrange(len(field.options))
            case Tick() if random.random() < 0.5:
                field.ticked = True
        form.rearrange()


def asked(form: Form, char: str, *, touched: bool) -> list[Widget]:
    """The fields that `form` is plainly asking for with the focus on a button or nowhere.

    Of a form that nobody has touched: whatever offers that letter. Later: only what it waits for first.
    """
    offers = [field for field in fields(form) if shown(field)]
    if touched:
        offers = [field for field in offers if getattr(field, "needed", False)][:1]
    return [field for field in offers if char in _letters(field)]


def _letters(field: Widget) -> str:
    match field:
        case Choice() | Picks():
            return "".join(option.letter for option in field.options).lower()
        case Tick():
            return field.letter.lower()
    return ""


def holder(form: Form, focus: Widget | None) -> Widget | None:
    """The field that `focus` is, or lies in."""
    return next((field for field in fields(form) if focus and focus in (field, *field.walk_children())), None)


ROUNDS = 4
"""How often in a row the event loop finds no message left, before a key has done what it does."""


async def handled(here: Bedside) -> None:
    """Wait until every message is handled. It is not waited for the drawing, which no key asks for."""
    pumps: list[MessagePump] = [here.app, *here.app._registry]
    quiet = 0
    while quiet < ROUNDS and here.app.is_running:
        await asyncio.sleep(0)
        waits = any(pump._next_callbacks or not pump._message_queue.empty() for pump in pumps)
        quiet = 0 if waits or here.app.keys_waiting else quiet + 1


async def press(here: Bedside, char: str) -> None:
    """Press the key of a letter or digit, as the terminal's driver tells of it."""
    key = events.Key(char, char)
    key.set_sender(here.app)
    assert here.app._driver is not None
    here.app._driver.send_message(key)
    await handled(here)


async def wrong_changes(
    here: Bedside, form: Form, focus: Widget | None, char: str, *, touched: bool
) -> list[str]:
    """What one key at one focus changed that it may not: nothing is right."""
    before, in_view = state(form), {field for field in fields(form) if shown(field)}
    form.opened_with = {} if touched else form.typed()
    form._astray_until = 0
    if form.focused is not focus:
        form.set_focus(focus)
        await handled(here)
    own = holder(form, focus)
    may = [own] if own is not None else asked(form, char, touched=touched)
    if char in digits and own is not None and own.id in BEGINS:
        may.append(form.query_one(f"#{BEGINS[own.id]}"))
    await press(here, char)
    after = state(form)
    changed = [field for field in after if field in before and after[field] != before[field]]
    implied = {IMPLIES.get(field.id or "") for field in changed}
    changed = [field for field in changed if field.id not in implied]
    changed = [field for field in changed if field in in_view or not shown(field)]  # else it was just offered
    wrong = [field for field in changed if field not in may]
    if len(changed) > 1:
        wrong = wrong or changed
    at = getattr(own or focus, "id", None) or type(focus).__name__
    told = [f"{char} at {at}{' of a touched form' if touched else ''} changed {field.id}" for field in wrong]
    if here.app.screen is not form:
        told.append(f"{char} at {at} left the form")
    if after != before:
        put_back(before, form)
        await handled(here)
    return told


def presses(form: Form) -> Iterator[tuple[Widget | None, str, bool]]:
    """Every focus, key, and whether the form was touched before. Text takes any key: one is enough."""
    for focus in (None, *places(form)):
        keys = "a7" if is_typing(focus) else KEYS
        for char in keys:
            for touched in (False, True):
                if touched or not isinstance(focus, Choice | Tick | Picks):
                    yield focus, char, touched


async def some_wrong(here: Bedside, form: Form, random: Random, count: int) -> list[str]:
    """What `count` keys changed that they may not, at random places of the form as it opens and arranged."""
    wrong = list[str]()
    for arranged in (False, True):
        if arranged:
            arrange(form, random)
            await here.settle()
        every = list(presses(form))
        for focus, char, touched in random.sample(every, min(-(-count // 2), len(every))):
            wrong += await wrong_changes(here, form, focus, char, touched=touched)
    return wrong


async def all_wrong(here: Bedside, form: Form, random: Random, arrangements: int) -> tuple[int, list[str]]:
    """How many keys were pressed, and what they changed that they may not."""
    count, wrong = 0, list[str]()
    for turn in range(arrangements):
        if turn:
            arrange(form, random)
            await here.settle()
        for focus, char, touched in list(presses(form)):
            count += 1
            wrong += await wrong_changes(here, form, focus, char, touched=touched)
    return count, wrong
