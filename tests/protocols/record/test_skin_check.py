"""What a start stands on, in exact tables: the rash-free check, what is wrong with it, and named results."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from msgspec import structs

from protocols import entries as e
from protocols.definition.named_check import NamedCheck
from protocols.definition.protocol import GateRules
from protocols.record.skin_check import (
    ALL,
    Basis,
    Resting,
    mended,
    named_check,
    resting_on,
    results_of,
    reviewed,
    skin_check,
)
from tests.protocols.record.test_corrected import CHECK, NOTE, RASH, at, entry, given, lines_of

RULES = GateRules(4, 12, 48, 14)
"""A check four hours after the last dose counts for twelve hours."""
FLAG = e.RedFlagSeen(("purpura",))
HALF = timedelta(seconds=30)
OTHER = given(None, reason="extra")


def basis(now: int = 10, due: int | None = None, place: int = ALL, after: int | None = None) -> Basis:
    """A start so many minutes past seven."""
    return Basis(at(now), at(now if due is None else due), place, None if after is None else at(after))


@pytest.mark.parametrize(
    ("entries", "start", "fault"),
    [
        ([], basis(), "none"),
        ([entry("c", CHECK)], basis(), ""),
        ([entry("c", CHECK), entry("d", OTHER, -240)], basis(), ""),
        ([entry("c", CHECK), entry("d", OTHER, -239)], basis(), "too early"),
        ([entry("c", CHECK), entry("d", OTHER, -240), entry("f", OTHER, -300)], basis(), ""),
        ([entry("c", CHECK), entry("d", OTHER, -300), entry("f", OTHER, -239)], basis(), "too early"),
        ([entry("c", CHECK), entry("d", OTHER, 0)], basis(), "before dose"),
        ([entry("c", CHECK), entry("d", OTHER, 5)], basis(), "before dose"),
        ([entry("c", CHECK), entry("r", RASH, -1)], basis(), ""),
        ([entry("c", CHECK), entry("r", RASH, 0)], basis(), "rash since"),
        ([entry("c", CHECK), entry("r", FLAG, 5)], basis(), "rash since"),
        ([entry("r", RASH, 5), entry("c", CHECK), entry("s", RASH, -5)], basis(), "rash since"),
        ([entry("c", CHECK), entry("n", NOTE, 5)], basis(), ""),
        ([entry("c", CHECK)], basis(after=-1), ""),
        ([entry("c", CHECK)], basis(after=0), "before step"),
        ([entry("c", CHECK)], basis(due=720), ""),
        ([entry("c", CHECK)], basis(due=721), "too old"),
        ([entry("c", CHECK, -800)], basis(due=-90), ""),
        ([entry("c", CHECK), entry("d", OTHER, 15)], basis(place=2), ""),
        ([entry("c", CHECK), entry("r", RASH, 15)], basis(place=2), ""),
        ([entry("d", OTHER, 15), entry("c", CHECK)], basis(place=2), "none"),
        ([entry("d", OTHER, 15), entry("c", CHECK)], basis(place=3), "before dose"),
        ([entry("c", CHECK), entry("b", CHECK, -300), entry("d", OTHER, -240)], basis(), ""),
    ],
)
def test_what_is_wrong_with_the_check(entries: list[e.Entry], start: Basis, fault: str) -> None:
    state = skin_check(lines_of(*entries), start, RULES)
    assert (state.fault, state.valid, state.due) == (fault, fault == "", start.due)


@pytest.mark.parametrize(("bound", "known"), [(9, True), (10, False), (None, False)])
def test_a_dose_of_a_clock_that_was_ahead_lies_before_what_was_recorded_since(
    bound: int | None, known: bool
) -> None:
    """It was entered for a quarter past seven behind a start of ten past, on a computer that was ahead."""
    line = lines_of(entry("d", OTHER, 15))["d"]
    unsure = structs.replace(line, clock="ahead", bound=None if bound is None else at(bound))
    assert basis(place=1).knows(unsure) is basis(place=1).touched_by(unsure) is known
    assert not basis(place=1).knows(structs.replace(unsure, clock="ok"))


def test_from_when_and_until_when_a_check_counts_in_whole_minutes() -> None:
    late = entry("d", OTHER, -240)
    seconds = [
        e.Entry(id=one.id, patient=one.patient, at=one.at + HALF, zone=one.zone, by=one.by, what=one.what)
        for one in (late, entry("c", CHECK, 1))
    ]
    state = skin_check(lines_of(*seconds), basis(), RULES)
    assert (state.earliest, state.until, state.valid) == (at(1), at(721), True)
    assert state.check is not None
    assert state.last_dose is not None
    assert (state.check.id, state.last_dose.id) == ("c", "d")
    exact = skin_check(lines_of(late, entry("c", CHECK)), basis(), RULES)
    assert (exact.earliest, exact.until) == (at(0), at(720))
    nothing = skin_check(lines_of(), basis(), RULES)
    assert (nothing.check, nothing.last_dose, nothing.earliest, nothing.until) == (None, None, None, None)
    finer = at(0) + timedelta(microseconds=7)
    one = entry("c", CHECK)
    odd = e.Entry(id="c", patient=one.patient, at=finer, zone=one.zone, by=one.by, what=CHECK)
    assert skin_check(lines_of(odd), basis(), RULES).until == at(720)


@pytest.mark.parametrize("what", [OTHER, RASH, FLAG])
def test_what_a_wrong_clock_took_back_counts_until_it_is_said_again(what: e.What) -> None:
    back = e.EntryCorrected("x", "why")
    taken = [entry("c", CHECK), entry("x", what, 5), entry("k", back, 6, "behind", recorded=6)]
    assert skin_check(lines_of(*taken), basis(), RULES).fault != ""
    again = [*taken, entry("l", back, 7, recorded=7)]
    assert skin_check(lines_of(*again), basis(), RULES).fault == ""


@pytest.mark.parametrize(
    ("entries", "start", "counts", "passed", "why"),
    [
        ([entry("a", CHECK, 0), entry("b", CHECK, 5)], basis(), "b", "", ""),
        ([entry("a", CHECK, 5), entry("b", CHECK, 0)], basis(), "a", "", ""),
        ([entry("a", CHECK, 0), entry("b", CHECK, 5, "behind")], basis(), "a", "b", "clock"),
        ([entry("b", CHECK, 5, "behind"), entry("a", CHECK, 0)], basis(), "a", "", ""),
        ([entry("b", CHECK, 5, "ahead")], basis(), "", "b", "clock"),
        ([entry("a", CHECK, 11)], basis(), "a", "", ""),
        ([entry("a", CHECK, 12)], basis(), "", "a", "to come"),
        ([entry("a", CHECK, 11)], basis(place=1), "", "a", "to come"),
        ([entry("a", CHECK, 11)], basis(place=2), "a", "", ""),
        ([entry("a", CHECK, 9)], basis(place=1), "", "", ""),
        ([entry("a", CHECK, 10)], basis(place=1), "a", "", ""),
        ([entry("a", CHECK, 9), entry("n", NOTE, 9, recorded=7)], basis(), "", "a", "denied"),
        ([entry("a", CHECK, 9), entry("n", NOTE, 9, recorded=8)], basis(), "a", "", ""),
        ([entry("a", CHECK, 9), entry("n", NOTE, 9, "behind", recorded=7)], basis(), "a", "", ""),
        ([entry("a", CHECK, 9), entry("n", NOTE, 9, recorded=7)], basis(place=2), "a", "", ""),
        ([entry("n", NOTE, 9, recorded=7), entry("a", CHECK, 9)], basis(), "a", "", ""),
        ([entry("a", CHECK, 9), entry("n", NOTE, 1)], basis(), "a", "", ""),
        ([entry("a", CHECK, 9, recorded=7)], basis(), "a", "", ""),
        ([entry("a", CHECK, 9), entry("m", NOTE, 9), entry("n", NOTE, recorded=7)], basis(), "", "a",
         "denied"),
        ([entry("a", CHECK, 0), entry("b", CHECK, 5, "behind"), entry("c", CHECK, 99)], basis(), "a", "c",
         "to come"),
        ([entry("a", CHECK, 0), entry("c", CHECK, 99), entry("b", CHECK, 5, "behind")], basis(), "a", "b",
         "clock"),
        ([entry("a", CHECK, 5), entry("c", CHECK, 99), entry("b", CHECK, 1)], basis(), "a", "c", "to come"),
    ],
)  # fmt: skip
def test_which_check_counts_and_which_newer_one_does_not(
    entries: list[e.Entry], start: Basis, counts: str, passed: str, why: str
) -> None:
    """A check that a later clock denies was made by a clock that was ahead."""
    state = skin_check(lines_of(*entries), start, RULES)
    assert (state.check.id if state.check else "") == counts
    assert (state.passed_over.id if state.passed_over else "", state.why) == (passed, why)
    assert state.fault == ("" if counts else "none")


ANC = NamedCheck("Neutrophils", 12, "10^9/L", at_least=Decimal("1.5"), before_steps=(2,))
CRP = NamedCheck("CRP", 12, "mg/L", at_most=Decimal(10), before_steps=(2,))


def result(value: str, name: str = "Neutrophils") -> e.NamedCheckMade:
    return e.NamedCheckMade(name, Decimal(value), "10^9/L" if name == "Neutrophils" else "mg/L")


@pytest.mark.parametrize(
    ("entries", "start", "line", "fault", "passed"),
    [
        ([], basis(), "", "none", ""),
        ([entry("x", result("5", "CRP"))], basis(), "", "none", ""),
        ([entry("a", result("1.5"))], basis(), "a", "", ""),
        ([entry("a", result("1.4"))], basis(), "a", "out of range", ""),
        ([entry("a", result("1.5"), 0), entry("b", result("1.4"), 5)], basis(), "b", "out of range", ""),
        ([entry("a", result("1.5"), 5), entry("b", result("1.4"), 0)], basis(), "a", "", ""),
        ([entry("a", result("1.5"), 5), entry("b", result("1.4"), 5)], basis(), "b", "out of range", ""),
        ([entry("a", result("1.5"))], basis(due=720), "a", "", ""),
        ([entry("a", result("1.5"))], basis(due=721), "a", "too old", ""),
        ([entry("a", result("1.5"), 0), entry("b", result("1.4"), 5)], basis(place=2), "a", "", ""),
        ([entry("a", result("1.5"))], basis(place=1), "", "none", ""),
        ([entry("a", result("1.5"), 0), entry("b", result("1.6"), 5, "ahead")], basis(), "a", "", "b"),
        (
            [entry("a", result("1.5"), 0), entry("b", result("1.4"), 5, "ahead")],
            basis(),
            "b",
            "out of range",
            "",
        ),
        ([entry("a", result("1.5"), 0), entry("b", result("1.6"), -99, "behind")], basis(), "a", "", "b"),
        ([entry("b", result("1.6"), -99, "behind")], basis(), "", "none", "b"),
        ([entry("a", result("1.4"), 0), entry("b", result("1.6"), 99)], basis(), "a", "out of range", "b"),
        ([entry("a", result("1.6"), 98), entry("b", result("1.6"), 99)], basis(), "", "none", "b"),
    ],
)
def test_the_newest_result_that_was_recorded_by_then_decides(
    entries: list[e.Entry], start: Basis, line: str, fault: str, passed: str
) -> None:
    """One out of its range also where nobody knows when it was measured."""
    state = named_check(lines_of(*entries), ANC, start)
    assert (state.line.id if state.line else "", state.fault) == (line, fault)
    assert (state.passed_over.id if state.passed_over else "") == passed
    assert state.until == (
        at(720) + (state.line.at - at(0)) if state.line and fault in ("", "too old") else None
    )
    assert state.check == ANC


def test_until_when_a_result_counts_in_whole_minutes() -> None:
    for more in (HALF, timedelta(microseconds=7)):
        one = entry("a", result("2"))
        odd = e.Entry(id="a", patient=one.patient, at=one.at + more, zone=one.zone, by=one.by, what=one.what)
        assert named_check(lines_of(odd), ANC, basis()).until == at(720)


def test_the_results_of_a_name_the_newest_first() -> None:
    lines = lines_of(
        entry("a", result("2"), 5),
        entry("x", result("2", "CRP"), 6),
        entry("b", result("2"), 5),
        entry("c", result("2"), 1),
        entry("d", NOTE, 7),
    )
    assert [line.id for line in results_of(lines, "Neutrophils")] == ["b", "a", "c"]


def test_a_start_stands_on_the_results_that_its_step_asks_for_and_that_are_good() -> None:
    lines = lines_of(entry("a", result("2")), entry("b", result("11", "CRP")))
    start = basis()
    assert resting_on(lines, (ANC, CRP), 2, start) == (Resting(ANC, start),)
    assert resting_on(lines, (ANC, CRP), 3, start) == ()


def corrected(right: e.NamedCheckMade | None, made_at: datetime | None = None) -> e.Entry:
    return entry("k", e.EntryCorrected("a", "why", right, made_at), 20)


@pytest.mark.parametrize(("right", "lost"), [(None, True), (result("1.4"), True), (result("1.6"), False)])
def test_a_correction_can_take_a_result_away(right: e.NamedCheckMade | None, lost: bool) -> None:
    entries = entry("a", result("2")), entry("b", result("5", "CRP"))
    start, wrong = basis(place=3), corrected(right)
    named = resting_on(lines_of(*entries), (ANC, CRP), 2, start)
    after = lines_of(*entries, wrong)
    assert reviewed(named, after, "Neutrophils", wrong, basis(20)) == (
        Resting(ANC, start, wrong if lost else None),
        Resting(CRP, start),
    )
    assert reviewed(named, after, "CRP", wrong, basis(20)) == named
    before = (Resting(ANC, start, entries[0]), named[1])
    assert reviewed(before, after, "Neutrophils", wrong, basis(20)) == before, "it was lost before"


@pytest.mark.parametrize(
    ("value", "clock", "good"), [("1.5", "ok", True), ("1.4", "ok", False), ("1.5", "ahead", False)]
)
def test_a_fresh_result_takes_the_place_of_one_that_was_lost(
    value: str, clock: e.ClockMark, good: bool
) -> None:
    start, fresh = basis(place=2), basis(20)
    new = entry("b", result(value), 15, clock)
    lines = lines_of(entry("a", result("2")), new)
    lost = Resting(ANC, start, corrected(None))
    standing = Resting(CRP, start)
    assert reviewed((lost, standing), lines, "Neutrophils", new, fresh) == (
        Resting(ANC, fresh) if good else lost,
        standing,
    )
    whole = (Resting(ANC, start),)
    assert reviewed(whole, lines, "Neutrophils", new, fresh) == whole, "nothing was lost"
    assert mended((lost, standing)) == (Resting(ANC, start), standing)
