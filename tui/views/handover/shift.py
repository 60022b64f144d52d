"""What a handover says was recorded this shift: corrections first, then what is not routine."""

from __future__ import annotations

from protocols.entries import DecisionMade, Entry, HoldPlaced, RashFound, RedFlagSeen
from protocols.record.fold import Record
from protocols.record.people import initials_of
from protocols.reports.handover import Item
from protocols.values.formatting import plural, when_text
from protocols.values.text import visible
from protocols.wording.entries import sentence
from tui.views.handover.parts import Part, Said
from tui.views.lines.lines import Tone

_MOST = 12
"""Entries told one by one; the history has the others. Every correction is told."""


def shift(item: Item, zone: str) -> Part:
    """Since when, how much was routine, each correction, and the newest of the rest."""
    found = item.shift
    routine = f"{plural(found.doses, 'dose')} given, {plural(found.checks, 'rash-free check')}"
    left = len(found.told) - _MOST
    older = f" {left} older entries of this time are only in the history." if left > 0 else ""
    corrections = f"{plural(len(found.corrections), 'correction')}" if found.corrections else "No correction"
    head = f"Since {when_text(found.since, zone)}: {routine}. {corrections}.{older}"
    return Part(
        "This shift",
        (
            Said(head),
            *(Said(_told(entry, item.record), "warn") for entry in found.corrections),
            *(Said(_told(entry, item.record), _tone(entry)) for entry in found.told[-_MOST:]),
        ),
    )


def _told(entry: Entry, record: Record) -> str:
    said = sentence(entry, record)
    stop = "" if said.endswith((".", "!", "?")) else "."
    return (
        f"{when_text(entry.at, record.zone)} {visible(initials_of(record.initials, entry.by))}: {said}{stop}"
    )


def _tone(entry: Entry) -> Tone:
    if isinstance(entry.what, RashFound | RedFlagSeen | HoldPlaced):
        return "bad"
    return "warn" if isinstance(entry.what, DecisionMade) else ""
