"""Verifying: what is wrong is found, named by its number, and what is good is said."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from protocols.entries import ClockConfirmed, CourseEnrolled, DoseKey, Entry, RashFreeChecked, StepStarted
from store.ledger.ledger import Ledger
from store.log import codec
from store.maintenance.verify import Finding, verify
from store.site.library import built_in
from tests.store.helpers.ward import MRN, Clock, add, entry, note, smuggle


def put(ledger: Ledger, made: Entry, clock: Clock, /, **changes: object) -> None:
    """Past the gate, but framed and chained as it should be."""
    number = ledger.position + 1
    kept = msgspec.structs.replace(made, number=number, recorded=clock())
    smuggle(ledger.place, codec.encode(msgspec.structs.replace(kept, **changes)))
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


def test_a_sound_ledger_is_sound(ledger: Ledger, clock: Clock) -> None:
    start = started(ledger, clock)
    seen = msgspec.structs.replace(entry(RashFreeChecked(True, True), clock()), course=start.course)
    ledger.append(seen, ledger.record(MRN).version)
    ledger.append(start, ledger.record(MRN).version)
    clock.go(hours=-2)
    add(ledger, "with the clock two hours behind", clock())
    ledger.append(entry(ClockConfirmed("the wall clock"), clock(), patient=""), 1)
    add(ledger, "and right again", clock())
    report = verify(ledger.place)
    assert report.findings == ()
    assert report.ok
    assert (report.good, report.head, report.unfinished) == (8, ledger.head, False)


def test_a_move_that_should_not_have_been_possible_is_named(ledger: Ledger, clock: Clock) -> None:
    put(ledger, started(ledger, clock), clock)
    add(ledger, "later", clock())
    report = verify(ledger.place)
    (finding,) = report.findings
    assert finding.number == 4
    assert "should not have been possible" in finding.what
    assert "rash-free" in finding.what
    assert report.good == 5


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"number": 17}, "says of itself that it is entry 17"),
        ({"clock": "ahead"}, 'marked "ahead", but was "ok"'),
        ({"id": "key-press"}, "same key press was kept before"),
    ],
)
def test_what_an_entry_says_of_itself_is_checked(
    ledger: Ledger, clock: Clock, changes: dict[str, object], told: str
) -> None:
    ledger.append(note("first", clock(), id="key-press"), 2)
    put(ledger, note("smuggled in", clock()), clock, **changes)
    (finding,) = verify(ledger.place).findings
    assert finding.number == 4
    assert told in finding.what


def test_a_clock_set_back_without_a_mark_is_found(ledger: Ledger, clock: Clock) -> None:
    put(ledger, note("smuggled in", clock()), clock, recorded=clock() - timedelta(hours=1))
    clock_words, at_words = verify(ledger.place).findings
    assert clock_words == Finding(3, 'Its clock is marked "ok", but was "behind".')
    assert (at_words.number, "in the future" in at_words.what) == (3, True)


def test_an_entry_nested_without_end_is_told_and_ends_nothing(ledger: Ledger, clock: Clock) -> None:
    """Its hash is right, so somebody wrote it with Stepward's own means: it stops no program."""
    body = codec.encode(msgspec.structs.replace(note("smuggled in", clock()), number=3, recorded=clock()))
    deep = b"[" * 50_000 + b"]" * 50_000
    smuggle(ledger.place, body.replace(b'"what":{', b'"what":{"a":' + deep + b",", 1))
    (found,) = verify(ledger.place).findings
    assert (found.number, "nested" in found.what) == (3, True)
    with Ledger.open(ledger.place) as opened:
        assert "Entry 3 is none" in opened.record(MRN).trouble
