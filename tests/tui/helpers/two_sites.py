"""Two wards that send a patient's record to each other, at the keyboard: T, a stick, R."""

from __future__ import annotations

import shutil

from tests.tui.helpers.bedside_app import Bedside, Ward, bedside
from tui.widgets.field import Field
from tui.widgets.picks import Picks


def carry(ward: Ward, to: Ward) -> None:
    """The newest export goes to the other site on a stick."""
    files = sorted((ward.path.parent / "exports").glob("*.jsonl"), key=lambda path: path.stat().st_mtime)
    folder = to.path.parent / "incoming"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    shutil.copy(files[-1], folder / files[-1].name)


async def record(here: Bedside) -> None:
    """Press Record."""
    here.app.screen.query_one("#record").focus()
    await here.press("enter")


async def send(ward: Ward, to: str) -> None:
    """T, the name of the other site, Record."""
    async with bedside(ward) as here:
        await send_from(here, to)


async def send_from(here: Bedside, to: str) -> None:
    """The same in a session that is open."""
    await here.press("T")
    await here.type(to)
    await record(here)
    assert not here.is_open, here.message


async def answer(here: Bedside, *, yes: bool = True, **answers: str) -> None:
    """Choose the file, write the answers, say yes to each step and decision asked about, and record."""
    await here.press("R")
    await here.choose("#file", "1")
    for id, text in answers.items():
        if id in ("same", "take", "others", "key"):
            await here.choose(f"#{id}", *text)
        else:
            here.app.screen.query_one(f"#{id}", Field).value = text
            await here.settle()
    asked = here.app.screen.query_one("#decisions", Picks)
    if yes and asked.display:
        asked.picked = frozenset(range(len(asked.options)))
        await here.settle()
    await record(here)
