"""What the record of a scan must say."""

from __future__ import annotations

import re

from protocols.course.packs import expired
from protocols.entries import DoseGiven, Entry, PackConfirmed, ScanningSet
from protocols.values.amounts import is_amount
from protocols.values.clinic_time import day_of
from protocols.values.number_forms import pattern_fault
from protocols.values.refusal import fits, need_text, refuse_if

NO_GTIN = "The number of a pack (GTIN) has 14 digits, the last of them a check."


def pack_confirmed(what: PackConfirmed) -> None:
    """A pack has a number, a medicine and a strength that units can have; a withdrawal has a reason."""
    refuse_if(not is_gtin(what.gtin), NO_GTIN)
    if not what.drug:
        need_text(what.note, "why the pack is withdrawn")
    else:
        need_text(what.drug, "which medicine the pack holds")
        need_text(what.unit, "the unit of its strength")
        refuse_if(not is_amount(what.strength), "Enter the strength of one unit, such as 150.")
    for text, name in ((what.drug, "the medicine"), (what.unit, "the unit"), (what.note, "the note")):
        fits(text, name)


def scanning_set(what: ScanningSet) -> None:
    """Why, and a format that is one."""
    need_text(what.reason, "why this is set")
    fits(what.reason, "the reason")
    if what.format:
        wrong = pattern_fault(what.format)
        refuse_if(bool(wrong), f"The format of the wristbands {wrong}.")
        refuse_if(
            re.compile(what.format).groups != 1,
            "The format of the wristbands has one group, in brackets: the number.",
        )


def scans_possible(what: DoseGiven, entry: Entry) -> None:
    """Packs that can have been, and a reason for one past its last day."""
    scans = what.scanned
    for pack in scans.packs:
        refuse_if(not is_gtin(pack.gtin), NO_GTIN)
        refuse_if(not is_amount(pack.strength) or not 0 < pack.count <= 10_000, "A pack gives whole units.")
        fits(pack.batch + pack.serial, "the batch and the serial number")
    if expired(scans.packs, day_of(entry.at, entry.zone)):
        need_text(scans.expired, "why a pack was used after its last day")
    for text, name in (
        (scans.no_wristband, "why the wristband was not scanned"),
        (scans.no_pack, "why no pack was scanned"),
        (scans.expired, "why a pack was used after its last day"),
    ):
        fits(text, name)


def is_gtin(text: str) -> bool:
    """Whether `text` is a GTIN of 14 digits with its check digit (GS1 General Specifications 7.9)."""
    if len(text) != 14 or not (text.isascii() and text.isdigit()):
        return False
    weighed = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(text))
    return weighed % 10 == 0
