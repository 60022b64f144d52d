"""Every screen and form has its row in routes.py, every row opens, and every name that is opened is there."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from textual.screen import Screen

import tui
from protocols.entries import HandoverGiven
from store.site.library import built_in
from tests.tui.helpers.bedside_app import MRN, Bedside, Ward, bedside
from tests.tui.helpers.staffed import hire
from tui.app.routes import ROUTES, kind, name_of
from tui.terminal import own_version
from tui.views.handover.sheets import sheet_at
from tui.views.handover.waiting import handovers

COURSE = ("step_up", "hold", "decision", "follow_up", "picture", "dose", "from_paper", "vomited", "skin",
          "trend", "red_flag", "reaction", "earlier", "chart", "history", "note", "medicines", "enrol",
          "details", "way", "number", "named_check", "write_out", "send", "amend")  # fmt: skip
NOBODY = ("admit", "add_staff", "clock", "scanning", "numbers", "zone", "receive")
ALONE = ("sign_on_by_name", "sign_on_with_pin", "board", "handover", "handovers", "staff", "library")
OTHERS: dict[str, Callable[[Bedside], tuple[object, ...]]] = {
    "first_start": lambda here: (),
    "problem": lambda here: ("The ledger was moved.",),
    "which_patient": lambda here: ("Who?",),
    "give_handover": lambda here: (MRN,),
    "answer_handover": lambda here: (handovers(here.app.session.ledger)[0].id,),
    "member": lambda here: (member(here),),
    "own_pin": lambda here: (member(here),),
    "correct": lambda here: (MRN, here.ward.course, here.ward.last.id),
    "protocol": lambda here: (built_in()[0],),
    "approve": lambda here: (built_in()[0],),
    "alarm_seen": lambda here: (MRN,),
    "confirm_pack": lambda here: ("05012345678900",),
    "compare": lambda here: (built_in()[:2],),
    "help": lambda here: (lambda cells: [[("What it is for.", "")]],),
    "palette": lambda here: ("board",),
}
"""With what each of the rest is opened."""


def made_with(name: str, here: Bedside) -> tuple[object, ...]:
    """What the screen or form called `name` is opened with."""
    if name in COURSE:
        return MRN, here.ward.course
    if name in NOBODY:
        return ("",)
    return () if name in ALONE else OTHERS[name](here)


def member(here: Bedside) -> str:
    return here.app.session.ledger.staff.members[0].id


def hand_over(ward: Ward) -> None:
    """The ward's handover, given and not answered."""
    seen = ward.ledger.position
    digest = sheet_at(ward.ledger, seen, ward.now).digest
    ward.record(HandoverGiven("Ward 3", seen, digest), patient="", course="")


async def test_every_row_opens_under_its_name(ward: Ward) -> None:
    hire(ward).begin()
    hand_over(ward)
    async with bedside(ward) as here:
        for name in ROUTES:
            depth = len(here.app.screen_stack)
            here.app.open(name, *made_with(name, here))
            await here.settle()
            assert (name_of(here.app.screen), len(here.app.screen_stack)) == (name, depth + 1)
            here.app.pop_screen()
            await here.settle()


async def test_what_comes_of_a_screen_is_handed_on(ward: Ward) -> None:
    ward.begin()
    chosen: list[object] = []
    async with bedside(ward) as here:
        here.app.open("which_patient", "Who?", then=chosen.append)
        await here.settle()
        await here.press("enter")
    assert chosen == [(MRN, ward.course)]


def screens() -> set[type]:
    """Every class of a screen or form in the product, but not those that others are made from."""
    for module in walk_packages(tui.__path__, "tui."):
        if module.name.startswith(("tui.screens.", "tui.forms.")):
            import_module(module.name)
    found, kinds = set[type](), list[type]([Screen])
    while kinds:
        more: list[type] = kinds.pop().__subclasses__()
        found.update(one for one in more if one.__module__.startswith("tui."))
        kinds += more
    return {one for one in found if not one.__subclasses__()}


async def test_where_the_version_was_taken_away_what_was_open_before_opens_and_the_red_flag(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.press("n", "escape")
        monkeypatch.setattr(own_version, "is_here", lambda: False)
        await here.press("s")
        told = " ".join(notice.message for notice in here.app._notifications)
        assert "installed anew, or taken away" in " ".join(told.split())
        assert name_of(here.app.screen) == "board"
        for key, name in (("n", "note"), ("exclamation_mark", "red_flag")):
            await here.press(key)
            assert name_of(here.app.screen) == name
            await here.press("escape")


def test_every_screen_and_form_has_a_row() -> None:
    assert {one.__qualname__ for one in screens()} <= {row.partition(":")[2] for row in ROUTES.values()}


def opened() -> Iterator[tuple[str, str, int]]:
    """Where something is opened by a name that is written there, the name, and with how many arguments."""
    for path in sorted(Path(tui.__path__[0]).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if not any(how in text for how in (".open(", "_opens(", ".open_about(")):
            continue  # it takes long to parse
        for call in ast.walk(ast.parse(text)):
            if not (isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant)):
                continue
            how, name = ast.unparse(call.func), str(call.args[0].value)
            if how in ("_opens", "self.open_about"):
                yield f"{path.name}:{call.lineno}", name, 2
            elif how.endswith("app.open"):
                pairs = sum(isinstance(arg, ast.Starred) for arg in call.args)
                yield f"{path.name}:{call.lineno}", name, len(call.args) - 1 + pairs


@pytest.mark.parametrize(("where", "name", "count"), list(opened()))
def test_what_is_opened_by_name_is_there_and_fits(where: str, name: str, count: int) -> None:
    assert name in ROUTES, where
    inspect.signature(kind(name)).bind(*range(count))


def test_the_check_above_finds_what_is_opened() -> None:
    assert len(list(opened())) > 40
