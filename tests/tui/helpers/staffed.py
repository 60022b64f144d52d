"""The bedside with a staff list: everybody's PIN is `PIN`, hashed at next to no cost."""

from __future__ import annotations

from argon2 import PasswordHasher

from protocols.entries import Person, StaffAdded
from tests.tui.helpers.bedside_app import NURSE, OTHER_NURSE, PRESCRIBER, Bedside, Ward

ADMIN = Person("Mara Silva", "MS", "admin", "mara")
PIN = "246813"
HASH = PasswordHasher(1, 8, 1).hash(PIN)


def hire(ward: Ward) -> Ward:
    """Put the usual people on the staff list."""
    for person in (ADMIN, NURSE, OTHER_NURSE, PRESCRIBER):
        added = StaffAdded(person.name, person.initials, person.role, HASH)
        ward.record(added, by=ADMIN, patient="", course="")
    return ward


async def enter(here: Bedside, keys: str) -> None:
    """Press `keys`, then Enter, at the door."""
    await here.key_in(keys)
    await here.press("enter")


def drawn(here: Bedside) -> str:
    """Everything the terminal shows."""
    return "\n".join(strip.text for strip in here.app.screen._compositor.render_strips())
