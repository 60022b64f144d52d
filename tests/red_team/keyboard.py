"""Keys by chance into screens and forms: no fault, and what they recorded stands up to `stepward verify`."""

from __future__ import annotations

import asyncio
import gc
import random
from pathlib import Path

from store.maintenance.verify import verify
from tests.red_team.commands import Broken
from tests.tui.helpers.bedside_app import Ward, bedside

KEYS = (
    *("enter", "tab", "down", "up", "left", "right", "space", "backspace", "home", "end"),
    *("pagedown", "pageup", "f1", "f2", "f8", "f9", "escape", "escape", "slash", "greater_than_sign", "at"),
    *("question_mark", "plus", "equals_sign", "full_stop", "colon", "ctrl+p", "exclamation_mark", "delete"),
    *"abcdefghijklmnoprstuvwxyzABCDEFGHMNRSTUVWXYZ0123456789",
)
"""All but those that end it."""

PRESSES = 60
"""Keys of one run."""


def attack(seed: int, folder: Path) -> str:
    """So many keys at a ward with a course; how many entries came of them. Broken at a fault."""
    try:
        return asyncio.run(_attack(seed, folder))
    finally:
        gc.unfreeze()  # A session keeps what it has read until its process ends; here the next one follows.
        gc.collect()


async def _attack(seed: int, folder: Path) -> str:
    dice, ward = random.Random(seed), Ward(folder)
    ward.gate_open()
    before, pressed = ward.ledger.position, list[str]()
    try:
        async with bedside(ward, size=dice.choice(((80, 24), (120, 40), (40, 12)))) as here:
            for _ in range(PRESSES):
                pressed.append(dice.choice(KEYS))
                await here.press(pressed[-1])
    except Exception as error:
        raise Broken(f"seed {seed}: {error!r} after {' '.join(pressed)}") from error
    report = verify(ward.path)
    if not report.ok:
        raise Broken(f"seed {seed}: {report.findings[0]} after {' '.join(pressed)}")
    return f"{min(report.good - before, 3)} entries or more" if report.good > before else "nothing recorded"
