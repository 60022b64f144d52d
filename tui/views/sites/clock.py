"""The computer's clock in words: what is wrong with it, how to set it here, what waits for a time."""

from __future__ import annotations

from datetime import datetime

from protocols.entries import ClockMark
from protocols.entries.wording import person_text
from protocols.record.fold import Record
from protocols.reports.doubtful import Doubtful
from protocols.values.formatting import name_text, plural, when_text
from protocols.values.text import visible
from protocols.wording.entries import what_sentence

_KEPT: dict[bool | None, str] = {
    True: "This system says that a time server keeps its clock.",
    False: "This system says that no time server keeps its clock.",
    None: "Whether a time server keeps its clock is not known here.",
}

_SYSTEMS = {
    "linux": "With a network: sudo timedatectl set-ntp true. Without one: sudo timedatectl set-time "
    '"YYYY-MM-DD HH:MM" by another clock, then sudo hwclock --systohc.',
    "darwin": "System Settings, General, Date & Time.",
    "win32": "Settings, Time & language, Date & time: Sync now, or set it by another clock.",
}
"""How the clock is set, by `sys.platform`."""


def state_lines(
    now: datetime, newest: datetime | None, mark: ClockMark, zone: str, *, kept: bool | None
) -> list[str]:
    """What the computer says, and what is wrong with it. `kept`: whether a time server keeps its clock."""
    words = [f"This computer says {when_text(now, zone)} (24-hour clock, {zone}). {_KEPT[kept]}"]
    if mark != "ok" and newest is not None:
        side = "behind" if mark == "behind" else "far ahead of"
        words.append(f"That is {side} the newest entry, {when_text(newest, zone)}.")
    return words


def setting_lines(system: str, *, remote: bool) -> list[str]:
    """How to set the clock on this `system`; of a computer far away whoever looks after it does that."""
    if remote:
        return ["It is the clock of the computer you are connected to: call whoever looks after it."]
    how = _SYSTEMS.get(system, "Ask whoever looks after this computer.")
    return [
        f"Is it wrong, set it. {how} Then press z again.",
        "A clock that is wrong after every power cut has an empty battery: have it changed.",
    ]


def waiting_lines(waiting: int) -> list[str]:
    """What was recorded meanwhile is asked for once the clock is right."""
    if not waiting:
        return []
    return [
        f"{plural(waiting, 'entry')} recorded meanwhile will be asked for by true time, once it is right."
    ]


def doubtful_line(one: Doubtful, record: Record, zone: str) -> str:
    """Whose it is, what happened, and how it was recorded."""
    details, entry = record.details, one.line.entry
    who = f"{name_text(details.family, details.given)}, bed {visible(details.bed) or '-'}" if details else ""
    said = what_sentence(one.what, entry, record)
    recorded = f"entry {entry.number} by {person_text(entry.by)}, written as {when_text(one.line.at, zone)}"
    return f"{who or visible(one.patient)}. {said}. {recorded[0].upper()}{recorded[1:]}."
