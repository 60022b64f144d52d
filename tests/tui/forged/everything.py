"""Every plain command that reads a ledger, and every screen, on a ledger with an odd record in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from store.ledger.ledger import Ledger
from tests.protocols.helpers.bedside import MRN
from tests.tui.app.test_routes import made_with
from tests.tui.helpers.bedside_app import NURSE, Bedside, Ward
from tests.tui.helpers.rest import come_to_rest
from tui.__main__ import main
from tui.app.app import StepwardApp
from tui.app.routes import ROUTES
from tui.exit_codes import Exit
from tui.keymap.commands import COMMANDS
from tui.session import Session

SCREENS = tuple(name for name, row in ROUTES.items() if row.startswith("screens."))
FORMS = ("dose", "skin", "red_flag", "note", "details", "decision", "medicines", "from_paper", "vomited")
Tried = tuple[int, str, list[str]]
"""The number of what was forged, what became of it, and what does not work with it."""

WORKS = (Exit.OK, Exit.REFUSED, Exit.USAGE)
"""How a command may end: done, or refused in words."""


def commands(folder: Path) -> Iterator[tuple[str, ...]]:
    """Each command line, without the ledger."""
    yield from (("list",), ("list", "--json"), ("show", MRN), ("show", MRN, "--json"), ("needs",), ("stats",))
    yield from (("needs", MRN, "--days", "7"), ("stats", "--csv"), ("handover",), ("handover", "--json"))
    yield from (("verify",), ("audit",), ("audit", "--csv"), ("check",))
    for name in ("figure", "mar", "downtime", "fhir"):
        yield name, MRN, "-o", str(folder / f"{name}-of-one")
    yield "fhir", "-o", str(folder / "fhir")
    yield "downtime", "-o", str(folder / "downtime.pdf")
    yield "handover", "--pdf", str(folder / "handover.pdf")
    for csv in ((), ("--csv",)):
        yield "export", MRN, *csv, "-o", str(folder / f"of-one{''.join(csv)}")
        yield "export", *csv, "-o", str(folder / f"of-all{''.join(csv)}")


def broken_commands(ledger: Path, folder: Path, *, sound: bool = True) -> list[str]:
    """The commands that end otherwise than done or refused in words; of a ledger that is not `sound` verify
    says so.
    """
    folder.mkdir()
    wrong = []
    for command in commands(folder):
        try:
            code = main([*command, "--data", str(ledger)])
        except Exception as error:
            wrong.append(f"{' '.join(command)}: {error!r}")
        else:
            told = command[0] == "check" or (command[0] == "verify" and not sound and code == Exit.LEDGER)
            if code not in WORKS and not told:
                wrong.append(f"{' '.join(command)}: exit {code}")
    return wrong


async def broken_screens(ledger: Path, clock: Ward, *, shown: bool = True, every: bool = True) -> list[str]:
    """The screens and forms that cannot be opened, drawn and left.

    Of a record that cannot be `shown`: whatever the keys do on the board and on its chart, not `every` some.
    """
    app = StepwardApp(Session(ledger, now=clock.clock))
    app.session.person = NURSE
    wrong = list[str]()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        here = Bedside(app, pilot, clock)
        await come_to_rest(pilot)
        if not shown:
            return await _broken_keys(here, every=every)
        for name in (*SCREENS, *FORMS):
            if name in NOT_OPENED:
                continue
            depth = len(app.screen_stack)
            app.open(name, *made_with(name, here))
            await come_to_rest(pilot)
            if not app.is_running:
                return [f"{name}: the app has ended"]
            while len(app.screen_stack) > depth:
                app.pop_screen()
                await come_to_rest(pilot)
    return wrong if app.return_code in (None, 0) else [f"the app ended with {app.return_code}"]


async def _broken_keys(here: Bedside, *, every: bool) -> list[str]:
    """The keys that end the app, pressed on the board and on the chart of its first line, which is red."""
    app = here.app
    if not any(row.unreadable for row in app.ward.rows):
        return ["the board has no red line"]
    for place in ("board", "chart"):
        keys = [
            one.keys.split(",")[0] for one in COMMANDS if place in one.places and one.action not in LEAVES
        ]
        for key in keys[:: 1 if every else 9]:
            await here.press(*(("enter",) if place == "chart" else ()), key)
            await come_to_rest(here.pilot)
            if not app.is_running or app.return_code:
                return [f"{key} on the {place}: the app has ended"]
            while len(app.screen_stack) > 2:
                app.pop_screen()
                await come_to_rest(here.pilot)
    await here.press("f9")
    said = [notice.message for notice in app._notifications]
    return [] if any("call the prescriber" in words for words in said) else [f"F9 says {said}"]


LEAVES = ("quit", "leave", "lock", "help")

NOT_OPENED = ("first_start", "problem", "sign_on_by_name", "sign_on_with_pin")
"""What is not about a ledger that is open."""


def as_ward(ledger: Ledger, course: str, clock: Callable[[], datetime]) -> Ward:
    """As much of a ward as opening its screens needs."""
    last = ledger.record(MRN).entries[-1]
    return cast(Ward, SimpleNamespace(ledger=ledger, course=course, last=last, clock=clock))
