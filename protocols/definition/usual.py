"""The numbers that the protocols of the case report have: named where a file leaves one out, and what a gate
is compared with where the library has no protocol of the drug (rules.md, "The gate").

None is ever filled in, and none is a limit.
"""

from __future__ import annotations

from protocols.definition.protocol import GateRules, SecondCheckRule, Windows

USUAL_GATE = GateRules(
    check_after_dose_hours=4, check_valid_hours=12, treatment_break_hours=48, watch_days=14
)
USUAL_WINDOWS = Windows(once_daily_minutes=120, more_often_minutes=60)
USUAL_SECOND_CHECK: SecondCheckRule = "first dose of each step"
