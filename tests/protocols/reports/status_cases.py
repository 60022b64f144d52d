"""States of a course, each with the word of its status and its sentences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from protocols.entries import PatientLeft
from tests.protocols.course.test_ending import made, morning
from tests.protocols.helpers import decision_states as states
from tests.protocols.helpers.bedside import Bedside, at_bedside

D1, D2, D3 = (date(2026, 11, day) for day in (2, 3, 4))
HELD = "Only a prescriber ends this hold."
WAITS = "1 of 10 given at the prescribed amount: 9 doses missing."
NONE_GIVEN = "0 of 4 given at the prescribed amount: 4 doses missing."
AFTER_DOSE = (
    "Last rash-free check Mon 02-Nov-2026 07:00 by Ada Okafor was before the last dose. "
    "Check the whole skin and the mucosa, 4 hours or more after the last dose: from Wed 04-Nov-2026 "
)


def at(day: date, wall: str) -> Callable[[], Bedside]:
    """On step 1, nothing recorded, at that time."""

    def lived() -> Bedside:
        bed = at_bedside()
        bed.at(day, wall)
        return bed

    return lived


def checked_at(wall: str) -> Callable[[], Bedside]:
    """All of step 1 given, the skin seen at 06:30 of the third day; at that time of it."""

    def lived() -> Bedside:
        bed = at_bedside()
        bed.step_through()
        bed.rash_free()
        bed.at(D3, wall)
        return bed

    return lived


def given() -> Bedside:
    bed = at_bedside()
    bed.step_through()
    return bed


def given_late() -> Bedside:
    """The last dose of step 1 at 22:00, and it is half past midnight."""
    bed = at_bedside()
    bed.day()
    bed.at(D2, "08:00")
    bed.give()
    bed.at(D2, "22:00")
    bed.give()
    bed.at(D3, "00:30")
    return bed


def left(how: str) -> Callable[[], Bedside]:
    def lived() -> Bedside:
        bed = states.running()
        bed.record(PatientLeft(how), course="")  # type: ignore[arg-type]
        return bed

    return lived


def accepted() -> Bedside:
    bed = states.rash()
    bed.decide("resume", residual=True)
    return bed


def finished() -> Bedside:
    bed = made(morning(150, 2))
    bed.day()
    bed.day()
    bed.rash_free()
    return bed


def watch_over() -> Bedside:
    bed = finished()
    bed.go(days=3)
    bed.rash_free()
    return bed


FINISHED = "FINISHED: every dose of step 1, the last, was given. Nothing more is due."
OPEN = "Every precondition of step 2 is met: it may be started."
LOOK = "The rash watch waits for today's skin check, Wed 04-Nov-2026."

CASES: dict[str, tuple[Callable[[], Bedside], str, tuple[str, ...]]] = {
    "enrolled": (
        states.enrolled,
        "BEGIN",
        ("Step 1 waits for rash-free check: No rash-free check yet. Check the whole skin and the mucosa.",),
    ),
    "due": (
        at(D1, "08:00"),
        "DUE",
        ("150 mg due today 08:00.", f"Step 2 waits for doses given and 2 more: {NONE_GIVEN}"),
    ),
    "overdue": (
        at(D1, "12:00"),
        "OVERDUE",
        ("150 mg overdue from today 08:00.", f"Step 2 waits for doses given and 2 more: {NONE_GIVEN}"),
    ),
    "one overdue, another due": (
        at(D1, "20:00"),
        "OVERDUE",
        (
            "150 mg due today 20:00.",
            "1 dose past its time has no record.",
            f"Step 2 waits for doses given and 2 more: {NONE_GIVEN}",
        ),
    ),
    "two overdue": (
        at(D2, "08:00"),
        "OVERDUE",
        (
            "150 mg due today 08:00.",
            "2 doses past their time have no record.",
            f"Step 2 waits for doses given and 2 more: {NONE_GIVEN}",
        ),
    ),
    "two overdue, none due": (
        at(D2, "00:30"),
        "OVERDUE",
        (
            "150 mg overdue from yesterday 20:00.",
            "2 doses past their time have no record.",
            f"Step 2 waits for doses given and 2 more: {NONE_GIVEN}",
        ),
    ),
    "next": (
        states.running,
        "NEXT",
        ("300 mg next today 20:00.", f"Step 3 waits for doses given and 2 more: {WAITS}"),
    ),
    "open": (checked_at("06:30"), "OPEN", ("150 mg next today 08:00.", OPEN)),
    "open, a dose due": (checked_at("07:00"), "OPEN DUE", ("150 mg due today 08:00.", OPEN)),
    "a check wanted": (
        given,
        "CHECK",
        ("150 mg next today 08:00.", LOOK, f"Step 2 waits for rash-free check: {AFTER_DOSE}00:00."),
    ),
    "a check wanted later": (
        given_late,
        "CHECK",
        (
            "150 mg next today 08:00.",
            LOOK,
            f"Step 2 waits for rash-free check: {AFTER_DOSE}02:00.",
            "A skin check counts from today 02:00.",
        ),
    ),
    "held": (states.held, "HOLD", (f"Hold (surgery) Wed 04-Nov-2026 08:00. {HELD}",)),
    "a rash": (states.rash, "HOLD", (f"Rash found Wed 04-Nov-2026 09:00. {HELD}",)),
    "a red flag": (states.red_flag, "RED FLAG", (f"Red flag (skin pain) Wed 04-Nov-2026 08:00. {HELD}",)),
    "a rash accepted": (
        accepted,
        "RASH",
        (
            "300 mg next today 20:00.",
            "A rash is still there: a prescriber accepted it for this dose. Look at the skin; no higher dose "
            "until it is gone.",
            f"Step 3 waits for doses given and 3 more: {WAITS}",
        ),
    ),
    "died": (
        left("died"),
        "DIED",
        (
            "Died Wed 04-Nov-2026 08:00.",
            "The patient has died. A prescriber stops the course: key p.",
        ),
    ),
    "on leave": (
        left("leave"),
        "LEAVE",
        (
            "On leave since Wed 04-Nov-2026 08:00.",
            f"Step 3 waits for doses given and 3 more: {WAITS}",
        ),
    ),
    "discharged": (
        left("discharged"),
        "LEFT",
        (
            "Discharged Wed 04-Nov-2026 08:00.",
            f"Step 3 waits for doses given and 3 more: {WAITS}",
        ),
    ),
    "on the target": (states.on_target, "NEXT", ("300 mg next today 20:00.", "Step 2 has the target dose.")),
    "the watch over": (
        states.watched,
        "NEXT",
        (
            "300 mg next today 20:00.",
            "Step 2 has the target dose.",
            "A prescriber may complete the course.",
        ),
    ),
    "finished": (finished, "FINISHED", (FINISHED,)),
    "finished, the watch over": (
        watch_over,
        "FINISHED",
        (FINISHED, "A prescriber may complete the course."),
    ),
    "stopped": (
        states.stopped,
        "STOPPED",
        ("Stopped at step 2 Wed 04-Nov-2026 08:00 by Cleo Marsh: as discussed.",),
    ),
    "completed": (
        states.completed,
        "COMPLETE",
        ("Completed at step 2 Wed 18-Nov-2026 06:30 by Cleo Marsh: as discussed.",),
    ),
}
