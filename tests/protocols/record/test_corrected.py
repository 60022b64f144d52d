"""Facts as they stand: what a correction makes of a line, and which record is that of a scheduled dose."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest

from protocols import entries as e
from protocols.record.corrected import (
    CorrectedEntries,
    bind,
    dose_key,
    doses_taken,
    findings,
    is_open,
    leaves_open,
    made_up,
    on_top,
    rash_free_checks,
    settle,
    standing_lines,
    status_lines,
    vomited,
)
from tests.protocols.helpers.bedside import MRN, NURSE, ZONE

SEVEN = datetime(2026, 11, 2, 7, 0, tzinfo=UTC)
MORNING, EVENING = (e.DoseKey(date(2026, 11, 2), slot) for slot in ("morning", "evening"))
NOTE, OTHER_NOTE = e.NoteAdded("slept well"), e.NoteAdded("slept badly")
RASH, CHECK = e.RashFound("other", ("arm",)), e.RashFreeChecked(True, True)
D = Decimal


def at(minutes: int) -> datetime:
    """So many minutes past seven."""
    return SEVEN + timedelta(minutes=minutes)


def given(key: e.DoseKey | None = MORNING, **rest: object) -> e.DoseGiven:
    return e.DoseGiven(key, D(150), **rest)  # type: ignore[arg-type]


def not_given(status: e.NotGivenStatus, key: e.DoseKey = MORNING) -> e.DoseNotGiven:
    return e.DoseNotGiven(key, status, "as told")


def entry(
    id: str, what: e.What, minutes: int = 0, clock: e.ClockMark = "ok", recorded: int | None = None
) -> e.Entry:
    """One of an earlier version has not `recorded`."""
    known = None if recorded is None else at(recorded)
    return e.Entry(
        id=id, patient=MRN, at=at(minutes), zone=ZONE, by=NURSE, what=what, recorded=known, clock=clock
    )


def lines_of(*entries: e.Entry, theirs: tuple[str, ...] = ()) -> CorrectedEntries:
    """These entries as they stand; `theirs` are the ids of another course."""
    lines: CorrectedEntries = {}
    for one in entries:
        settle(lines, one, own=one.id not in theirs)
    return lines


def test_a_correction_is_a_line_and_makes_another_of_the_one_it_names() -> None:
    lines: CorrectedEntries = {}
    first, second = entry("a", NOTE), entry("b", RASH, 5)
    correction = entry("c", e.EntryCorrected("a", "why", OTHER_NOTE, at(-3)), 9)
    assert settle(lines, first) == (lines["a"],)
    (of_rash,) = settle(lines, second, own=False, doubtful=True)
    assert (of_rash.clock, of_rash.own, of_rash.sure) == ("ahead", False, False)
    before, after = settle(lines, correction)
    assert (before.what, before.at, before.corrections) == (NOTE, at(0), ())
    assert (after.what, after.at, after.corrections) == (OTHER_NOTE, at(-3), (correction,))
    assert [(line.id, line.place, line.settled, line.own) for line in lines.values()] == [
        ("a", 1, 3, True),
        ("b", 2, 2, False),
        ("c", 3, 3, True),
    ]
    assert (lines["a"], lines["c"].what) == (after, correction.what)


def test_all_lines_stand_whatever_they_correct() -> None:
    """A correction of what is not among them is left out."""
    correction = entry("c", e.EntryCorrected("a", "why"))
    lines = standing_lines([entry("a", NOTE), correction, entry("d", e.EntryCorrected("z", "why"))])
    assert {id: line.what for id, line in lines.items()} == {"a": None, "c": correction.what}


def test_when_it_happened_by_each_correction() -> None:
    told = [
        entry("a", NOTE, 10),
        entry("b", e.EntryCorrected("a", "text", OTHER_NOTE), 20),
        entry("c", e.EntryCorrected("a", "time", OTHER_NOTE, at(5)), 30),
        entry("d", e.EntryCorrected("a", "text", NOTE), 40),
        entry("f", e.EntryCorrected("a", "time", NOTE, at(7)), 50),
    ]
    line = lines_of(*told)["a"]
    assert [line.at_by(correction) for correction in told[1:]] == [at(10), at(5), at(5), at(7)]
    assert line.at == at(7)


@pytest.mark.parametrize(
    ("first", "by", "right", "right_at", "clock", "bound", "doubted"),
    [
        ("ok", "ok", OTHER_NOTE, None, "ok", False, None),
        ("behind", "ok", OTHER_NOTE, None, "behind", True, None),
        ("behind", "ok", OTHER_NOTE, at(1), "ok", False, None),
        ("behind", "ok", NOTE, None, "ok", False, None),
        ("behind", "ahead", NOTE, None, "ahead", False, NOTE),
        ("ok", "ahead", OTHER_NOTE, at(1), "ahead", False, NOTE),
        ("ok", "ahead", None, None, "ahead", False, NOTE),
    ],
)
def test_what_a_correction_says_of_the_time(
    first: e.ClockMark,
    by: e.ClockMark,
    right: e.NoteAdded | None,
    right_at: datetime | None,
    clock: e.ClockMark,
    bound: bool,
    doubted: e.What | None,
) -> None:
    """A right clock confirms what is said again or given a time; a wrong one takes no word away."""
    correction = entry("b", e.EntryCorrected("a", "why", right, right_at), 10, by, recorded=12)
    line = lines_of(entry("a", NOTE, clock=first), correction)["a"]
    last = at(12) - timedelta(microseconds=1)
    assert (line.clock, line.bound, line.doubted) == (clock, last if bound else None, doubted)
    assert line.latest(at(99)) == (line.at if clock == "ok" else last if bound else at(99))
    assert line.perhaps(e.NoteAdded) is (right is not None or doubted is not None)
    assert not line.perhaps(e.RashFound)


def test_what_was_first_said_stays_in_doubt_through_wrong_words_and_ends_with_a_right_one() -> None:
    wrong = (
        entry("a", RASH),
        entry("b", e.EntryCorrected("a", "why", CHECK), clock="behind"),
        entry("c", e.EntryCorrected("a", "why"), clock="behind"),
    )
    line = lines_of(*wrong)["a"]
    assert (line.doubted, line.perhaps(e.RashFound), line.perhaps(e.RashFreeChecked)) == (RASH, True, False)
    said = lines_of(*wrong, entry("d", e.EntryCorrected("a", "again", None)))["a"]
    assert (said.sure, said.perhaps(e.RashFound)) == (True, False), "of a right clock it counts"


def test_what_a_right_clock_tells_bounds_what_a_wrong_one_told() -> None:
    lines = lines_of(
        entry("a", NOTE, 50, "ahead"), entry("b", NOTE, 3), entry("c", NOTE, 60, "ahead"), entry("d", NOTE, 4)
    )
    bind(lines, entry("x", NOTE, 5, recorded=6))
    moment = timedelta(microseconds=1)
    assert [line.bound for line in lines.values()] == [at(6) - moment, None, at(6) - moment, None]
    assert lines["a"].latest(at(99)) == at(6) - moment
    bind(lines, entry("y", NOTE, 8))
    assert lines["a"].bound == at(6) - moment, "the first one told of it"
    late = lines_of(entry("a", NOTE, 50, "ahead"))
    bind(late, entry("x", NOTE, 5))
    assert late["a"].bound == at(5) - moment


def test_the_kinds_of_what_stands() -> None:
    lines = lines_of(
        entry("a", RASH), entry("b", CHECK), entry("c", e.RedFlagSeen(("purpura",))), entry("d", given(), 9),
        entry("f", given(EVENING, vomited=True), 4), entry("g", not_given("refused")), entry("h", NOTE),
        entry("i", e.EntryCorrected("h", "why")), entry("j", e.DoseVomited("d"), 9),
    )  # fmt: skip
    assert [line.id for line in findings(lines)] == ["a", "c"]
    assert [line.id for line in rash_free_checks(lines)] == ["b"]
    assert [line.id for line in doses_taken(lines)] == ["f", "d"], "by the time they were taken"
    assert vomited(lines) == {"d", "f"}


@pytest.mark.parametrize(
    ("entries", "stands"),
    [
        ([entry("a", given()), entry("b", given(), 5)], "a"),
        ([entry("a", given(), 5), entry("b", given())], "b"),
        ([entry("a", given(), 5), entry("b", given(), 5)], "a"),
        ([entry("a", not_given("deferred")), entry("b", given(), 5)], "b"),
        ([entry("a", not_given("deferred")), entry("b", given(None, makes_up="a"), 5)], "a"),
        ([entry("a", not_given("unknown")), entry("b", not_given("refused"))], "b"),
        ([entry("a", not_given("refused")), entry("b", given(), -5)], "a"),
        ([entry("a", given()), entry("b", not_given("deferred"), -5)], "a"),
        ([entry("a", not_given("refused")), entry("b", given(None, makes_up="a"), 5)], "a"),
        ([entry("a", not_given("refused")), entry("b", given(None, makes_up="a"), 5),
          entry("c", e.EntryCorrected("a", "why"))], "b"),
        ([entry("a", given(None)), entry("b", given(EVENING))], ""),
        ([entry("theirs", given()), entry("b", not_given("refused"))], "b"),
        ([entry("a", given()), entry("b", e.EntryCorrected("a", "why"))], ""),
        ([entry("a", given()), entry("b", NOTE)], "a"),
        ([entry("b", given(None, makes_up="nothing"))], ""),
    ],
)  # fmt: skip
def test_the_record_of_a_scheduled_dose(entries: list[e.Entry], stands: str) -> None:
    found = status_lines(lines_of(*entries, theirs=("theirs",))).get(MORNING)
    assert (found.id if found else "") == stands


def test_the_first_make_up_of_a_dose_is_the_one() -> None:
    lines = lines_of(
        entry("a", not_given("refused")),
        entry("theirs", given(None, makes_up="a")),
        entry("b", given(None, makes_up="a"), 9),
        entry("c", given(None, makes_up="a"), 5),
        entry("d", given(EVENING)),
        theirs=("theirs",),
    )
    assert {id: line.id for id, line in made_up(lines).items()} == {"a": "b"}


def test_a_make_up_is_of_the_dose_it_makes_up_also_where_that_was_an_error() -> None:
    lines = lines_of(entry("a", not_given("refused")), entry("b", e.EntryCorrected("a", "why")))
    assert dose_key(lines, given(None, makes_up="a")) == MORNING
    assert dose_key(lines, given(EVENING)) == EVENING
    assert dose_key(lines, not_given("absent", EVENING)) == EVENING
    assert dose_key(lines, given(None, makes_up="nothing")) is None
    assert [dose_key(lines, what) for what in (NOTE, given(None), None)] == [None, None, None]
    moved = lines_of(
        entry("a", not_given("refused")),
        entry("b", e.EntryCorrected("a", "why", not_given("absent", EVENING))),
    )
    assert dose_key(moved, given(None, makes_up="a")) == EVENING


@pytest.mark.parametrize(
    ("what", "can_be_given"),
    [
        (not_given("deferred"), True),
        (not_given("unknown"), True),
        (not_given("refused"), False),
        (given(), False),
        (None, False),
    ],
)
def test_what_leaves_a_dose_open(what: e.What | None, can_be_given: bool) -> None:
    assert leaves_open(what) is can_be_given
    if what is not None:
        assert is_open(lines_of(entry("a", what))["a"]) is can_be_given


def test_what_was_typed_goes_on_top_of_what_stands_by_now() -> None:
    """Only what was changed is this person's word; of another kind all of it is."""
    opened = given()
    typed = msgspec.structs.replace(opened, amount=D(75))
    stands = msgspec.structs.replace(opened, reason="half lost", amount=D(100))
    assert on_top(typed, opened, stands) == msgspec.structs.replace(stands, amount=D(75))
    assert on_top(opened, opened, stands) == stands
    assert on_top(typed, opened, not_given("refused")) is typed
    assert on_top(not_given("refused"), opened, stands) == not_given("refused")
    assert on_top(typed, not_given("refused"), stands) is typed
