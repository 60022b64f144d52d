"""Every decision of a prescriber in every state of a course: taken or refused, and what it says first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.protocols.helpers.bedside import Bedside
from tests.protocols.helpers.decision_states import DECISIONS, NO, STATES, draft, outlook

HELD = "After this: nothing is due."
SAME = "After this: 300 mg twice daily from "
GOES_ON = "After this: 300 mg twice daily goes on."
LOWER = "After this: 150 mg twice daily from "
NO_HOLD, NO_WAIVER = NO + "There is no hold to end.", NO + "That precondition is met"
LOOK = NO + "No rash-free check yet."
SINCE = NO + "A finding was recorded after the last rash-free check"
LOST = NO + "The rash-free check behind step"
NOT_BEGUN = NO + "The course has not been started"
NOT_YET = NO + "This course cannot be completed yet."
WAS_STOPPED, WAS_COMPLETED = NO + "This course was stopped.", NO + "This course was completed."
ENDS = "After this: the course is stopped. Nothing is due."

TABLE: dict[str, dict[str, str]] = {
    "enrolled": {
        "resume": NO_HOLD,
        "resume, rash accepted": NO_HOLD,
        "repeat": NOT_BEGUN,
        "back": NOT_BEGUN,
        "stay": NOT_BEGUN,
        "target": "After this: no dose is due until step 1 is started.",
        "waive doses": NO_WAIVER,
        "waive days": NO_WAIVER,
    },
    "running": {
        "resume": NO_HOLD,
        "resume, rash accepted": NO_HOLD,
        "repeat": SAME,
        "back": LOWER,
        "stay": GOES_ON,
        "target": GOES_ON,
        "waive doses": GOES_ON,
        "waive days": GOES_ON,
    },
    "held": {
        "resume": SAME,
        "resume, rash accepted": SAME,
        "repeat": SAME,
        "back": LOWER,
        "stay": SAME,
        "target": HELD,
        "waive doses": HELD,
        "waive days": HELD,
    },
    "rash": {
        "resume": SINCE,
        "resume, rash accepted": SAME,
        "repeat": SINCE,
        "back": SINCE,
        "stay": SINCE,
        "target": HELD,
        "waive doses": HELD,
        "waive days": HELD,
    },
    "rash_gone": {
        "resume": SAME,
        "resume, rash accepted": SAME,
        "repeat": SAME,
        "back": LOWER,
        "stay": SAME,
        "target": HELD,
        "waive doses": HELD,
        "waive days": HELD,
    },
    "red_flag": {
        "resume": SINCE,
        "resume, rash accepted": NO + "Residual rash is no reason to pass a red flag",
        "repeat": SINCE,
        "back": SINCE,
        "stay": SINCE,
        "target": HELD,
        "waive doses": HELD,
        "waive days": HELD,
    },
    "check_lost": {
        "resume": LOST,
        "resume, rash accepted": LOST,
        "repeat": LOST,
        "back": LOST,
        "stay": LOST,
        "target": HELD,
        "waive doses": HELD,
        "waive days": HELD,
    },
    "on_target": {
        "resume": NO_HOLD,
        "resume, rash accepted": NO_HOLD,
        "repeat": SAME,
        "back": LOWER,
        "stay": GOES_ON,
        "target": GOES_ON,
        "waive doses": NO_WAIVER,
        "waive days": NO_WAIVER,
    },
    "watched": {
        "resume": NO_HOLD,
        "resume, rash accepted": NO_HOLD,
        "repeat": SAME,
        "back": LOWER,
        "stay": GOES_ON,
        "target": GOES_ON,
        "complete": "After this: the course is completed. Nothing is due: later doses are not part of it.",
        "waive doses": NO_WAIVER,
        "waive days": NO_WAIVER,
    },
}
"""What each decision leads to. Left out: "complete" is not yet, "stop" ends, "waive break" has none."""


def expected(state: str, decision: str) -> str:
    if state in ("stopped", "completed"):
        return WAS_STOPPED if state == "stopped" else WAS_COMPLETED
    usual = {"complete": NOT_YET, "stop": ENDS, "waive break": NO_WAIVER}
    return TABLE[state].get(decision) or usual[decision]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_every_decision_in_every_state(state: Callable[[], Bedside]) -> None:
    start = state()
    for name, decision in DECISIONS.items():
        told = outlook(start, draft(start, decision(start)))
        assert told[0].startswith(expected(state.__name__, name)), name
