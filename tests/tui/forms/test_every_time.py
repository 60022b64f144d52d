"""Every form that takes a time asks which of the hour that comes twice, and refuses one that never was."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from protocols.values.time_words import This, expected
from tests.protocols.helpers.bedside import Bedside as Course
from tests.protocols.helpers.published import library
from tests.tui.app.test_routes import made_with
from tests.tui.helpers.bedside_app import Bedside, Ward, bedside
from tui.app.routes import ROUTES, kind
from tui.forms.base.line_time import told_lately
from tui.forms.doses.paper_line import Common, read_line
from tui.forms.doses.sheet_line import read_sheet
from tui.parsing import Fault, time_of_day
from tui.parsing import day as read_day
from tui.widgets.field import Field
from tui.widgets.when import When

ZONE = "Europe/Berlin"
NOW = datetime(2027, 3, 28, 9, tzinfo=UTC)
"""A little after the hour that the clock skipped, and months after the one that it showed twice."""

TIMES = (("25-Oct-2026", "02:15", "02:15+02:00 for the first time, 02:15+01:00 for the second"),
         ("28-Mar-2027", "02:30", "02:30 never was on Sun 28-Mar-2027"))  # fmt: skip


def sources(name: str) -> str:
    """The modules of a form and of the forms that it is made from."""
    made = [one for one in inspect.getmro(cast(type, kind(name))) if one.__module__.startswith("tui.forms.")]
    return "".join(inspect.getsource(sys.modules[one.__module__]) for one in made)


FORMS = tuple(name for name, row in ROUTES.items() if row.startswith("forms.") and "When(" in sources(name))
LINES = ("clock", "from_paper", "way")
"""Forms whose times stand in lines of their own, or are still to come."""


def test_every_form_that_takes_a_time_is_here() -> None:
    reads = ("told_", "time_of_day", "read_line", "on_day", "lately")
    found = [name for name, row in ROUTES.items() if row.startswith("forms.")]
    assert {name for name in found if any(word in sources(name) for word in reads)} <= {*FORMS, *LINES}
    assert len(FORMS) > 8


async def test_each_asks_and_refuses(tmp_path: Path) -> None:
    ward = Ward(tmp_path, date(2026, 10, 23))
    ward.begin()
    ward.now = datetime(2026, 10, 23, 6, tzinfo=UTC)
    ward.give()
    ward.now = NOW
    async with bedside(ward) as here:
        for name in FORMS:
            here.app.open(name, *made_with(name, cast(Any, SimpleNamespace(ward=ward, app=here.app))))
            await here.settle()
            for day, wall, words in TIMES:
                assert words in asked(here, day, wall), name
            here.app.pop_screen()


def asked(here: Bedside, day: str, wall: str) -> str:
    """What the open form says of a time that somebody typed into it."""
    when = here.app.screen.query_one(When)
    when.query_one("#time", Field).value = wall
    when.query_one("#day", Field).value = day
    with pytest.raises(Fault) as fault:
        when.instant()
    return str(fault.value)


def of_paper(said: str) -> None:
    """A line beside a dose of the sheet."""
    bed = Course(library("alectinib-report-2020"), zone=ZONE, day=date(2026, 10, 24))
    bed.begin()
    bed.now = NOW
    dose = cast(Any, SimpleNamespace(key=bed.doses[0].key, amount=bed.doses[0].amount, at=bed.doses[0].at))
    read_line(f"g {said}", dose, bed.chart, Common("downtime"), NOW)


def on_leave(said: str) -> None:
    day, wall = said.split()
    answer = expected(read_day(day, "Expected back"), time_of_day(wall, "At"), ZONE)
    assert not isinstance(answer, This)
    raise Fault(answer.words)


@pytest.mark.parametrize(
    "read",
    [
        of_paper,
        on_leave,
        lambda said: told_lately(said, "True time", ZONE, NOW),
        lambda said: read_sheet(f"c {said}", ZONE, NOW),
    ],
    ids=["a dose on paper", "expected back", "a true time", "beside the doses"],
)
@pytest.mark.parametrize(("day", "wall", "words"), TIMES)
def test_a_line_asks_and_refuses(read: Callable[[str], None], day: str, wall: str, words: str) -> None:
    with pytest.raises(Fault) as fault:
        read(f"{day} {wall}")
    assert words in str(fault.value)
