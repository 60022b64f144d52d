"""The staff list as people read it."""

from __future__ import annotations

from protocols.entries import StaffDisabled
from protocols.record.staff import Member
from protocols.values.clinic_time import day_of
from protocols.values.formatting import date_text, when_text
from protocols.values.text import visible
from tui.views.lines.lines import Line, Tone, fit

INITIALS, ROLE, STATE = 10, 12, 32
"""Cells of the columns beside the name."""


def state_words(member: Member) -> str:
    """Whether a person may sign on, and if not, since when or why."""
    if member.disabled is not None:
        at = member.disabled.recorded or member.disabled.at
        return f"taken off {date_text(day_of(at, member.disabled.zone))}"
    if member.locked:
        return f"LOCKED OUT after {member.wrong} wrong PINs"
    if member.wrong:
        return f"may sign on, {member.wrong} wrong PIN{'s' if member.wrong > 1 else ''} now"
    return "may sign on"


def staff_line(member: Member, cells: int) -> Line:
    """One line of `cells` cells: initials, role, state, name."""
    room = cells - INITIALS - ROLE - STATE
    tone: Tone = "bad" if member.locked else "dim" if not member.active else ""
    left = f" {fit(visible(member.initials), INITIALS - 1)}{fit(visible(member.name), room)}"
    return [(left, tone), (fit(member.role, ROLE), tone), (fit(state_words(member), STATE), tone)]


def about(member: Member) -> list[str]:
    """Who put the person on the list, and who took them off it and why."""
    added, disabled = member.added, member.disabled
    at = when_text(added.recorded or added.at, added.zone)
    said = [f"{visible(member.name)} was added by {visible(added.by.name)}, {at}."]
    if member.active and member.account:
        said.append(f"Signs on only from the account {visible(member.account)} of this computer.")
    if disabled is not None and isinstance(disabled.what, StaffDisabled):
        said.append(f"Taken off by {visible(disabled.by.name)}: {visible(disabled.what.reason)}")
    if member.locked:
        said.append("Enter, then P, sets another PIN and lets them in again.")
    return said
