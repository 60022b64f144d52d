"""Verifying: what is wrong is found, named by its number, and what is good is said."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from protocols.entries import CourseEnrolled, DoseKey, Entry, StepStarted
from store import codec
from store.errors import NoSuchLedger
from store.layout import TAIL
from store.ledger import Ledger
from store.library import built_in
from store.verify import verify
from tests.store.ward import MRN, Clock, add, entry, smuggle


def put(ledger: Ledger, made: Entry, clock: Clock, /, **changes: object) -> None:
    """Past the gate, but framed and chained as it should be."""
    number = ledger.position + 1
    kept = msgspec.structs.replace(made, number=number, recorded=clock())
    smuggle(ledger.path, codec.encode(msgspec.structs.replace(kept, **changes)))
    ledger.refresh()


def started(ledger: Ledger, clock: Clock) -> Entry:
    """A course whose first step may be started, and the entry that starts it."""
    protocol = next(protocol for protocol in built_in() if protocol.startable)
    slots = protocol.slots
    plan = CourseEnrolled(
        protocol=protocol,
        prescriber="Cleo Marsh",
        target=len(protocol.steps),
        strengths=protocol.strengths,
        times=dict(zip(slots, ("08:00", "20:00"), strict=False)),
        zone="Europe/Berlin",
        made_by="as the pharmacy says",
    )
    course = ledger.append(entry(plan, clock()), ledger.record(MRN).version).id
    step = StepStarted(1, DoseKey(clock().date(), slots[0]))
    return msgspec.structs.replace(entry(step, clock()), course=course)


def test_damage_is_found_with_what_is_still_good(ledger: Ledger, clock: Clock) -> None:
    for n in range(5):
        add(ledger, f"{n} of 5", clock())
    ledger.path.write_bytes(ledger.path.read_bytes().replace(b"3 of 5", b"9 of 5"))
    report = verify(ledger.path)
    assert (report.good, report.ok) == (5, False)
    assert [finding.number for finding in report.findings] == [6]
    assert "Entries 1 to 5 are good" in report.findings[0].what


def test_an_unfinished_entry_is_no_fault_and_is_left_alone(ledger: Ledger) -> None:
    data = ledger.path.read_bytes()
    end = data.index(TAIL)
    torn = data[:end] + b'\n,"3":{"h":"0123'.ljust(len(data) - end)
    ledger.path.write_bytes(torn)
    report = verify(ledger.path)
    assert (report.ok, report.unfinished, report.good) == (True, True, 2)
    assert ledger.path.read_bytes() == torn


def test_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoSuchLedger):
        verify(tmp_path / "none.json")
