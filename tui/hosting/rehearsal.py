"""A session without a terminal, gone through before the first is forked, so that every fork finds it known.

Style sheets are read, rules are worked out, and the code that a session runs first has run. It is of an
invented ward in a folder of its own: nothing of the ledger is shown, recorded, or told of.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from textual.events import Key

from store.site.journal import silenced

LONGEST = 15.0
"""Seconds that each of two may take: sessions start without them too, only not as quickly."""

REST = 0.05
"""Seconds between two keys, and between two looks whether a screen has come."""

_APP, _SESSION, _WARD, _PEOPLE, _ROUTES = (
    "tui.app.app",
    "tui.session",
    "tui.demo.ward",
    "tui.demo.people",
    "tui.app.routes",
)

WAY = (
    ("enter", "chart"),
    ("d", "dose"),
    ("escape", "chart"),
    ("n", "note"),
    ("escape", "chart"),
    ("escape", "board"),
)
"""Keys, and the screen that each leads to: what is opened most."""

THEMES = 3
"""How many there are: with the last one the first is shown again."""


def rehearse() -> str:
    """Go through it; the name of the last screen it came to, "" where there was none."""
    last = list[str]()
    with silenced(), TemporaryDirectory(prefix="stepward-host-") as folder, suppress(Exception):
        place = Path(folder, "ward.json")
        import_module(_WARD).build(place, zone="UTC")
        for themes in (THEMES, 0):  # the second time no style sheet is new, so what is worked out stays
            session = import_module(_SESSION).Session(place, share_ok=True)
            try:
                asyncio.run(_gone_through(import_module(_APP).StepwardApp(session), last, themes))
            finally:
                if session.is_open:
                    session.ledger.close()
    return last[-1] if last else ""


async def _gone_through(app: Any, last: list[str], themes: int) -> None:
    people, name_of = import_module(_PEOPLE), import_module(_ROUTES).name_of

    async def press(*keys: str) -> None:
        for key in keys:
            app.post_message(Key(key, key if len(key) == 1 else None))
            await asyncio.sleep(REST)

    async def until(name: str) -> None:
        """Wait for the screen called `name`."""
        while not app.screen_stack or name_of(app.screen) != name:
            await asyncio.sleep(REST)
        last.append(name)

    async with asyncio.timeout(LONGEST), asyncio.TaskGroup() as tasks:
        tasks.create_task(app.run_async(headless=True, size=(80, 24)))
        await until("sign_on_with_pin")
        await press(*people.DAY_NURSE.initials, *people.PIN)
        app.call_later(app.screen.come_in, people.DAY_NURSE)  # Enter could be taken for a scanner's
        await until("board")
        while not app.screen.rows:  # until everybody has been gone through there is none to open
            await asyncio.sleep(REST)
        for key, name in WAY:
            await press(key)
            await until(name)
        for _ in range(themes):
            before = app.theme
            await press("m")
            while app.theme == before or not app.stylesheet.is_read_for(app.get_css_variables()):
                await asyncio.sleep(REST)
        app.exit()
