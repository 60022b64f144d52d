"""A small good protocol file, and what reading a changed one says."""

from __future__ import annotations

import pytest

from protocols.toml.faults import Fault, ProtocolFault
from protocols.toml.parser import read

GOOD = """\
id = "site"
title = "Alectinib, our ward"
drug = "alectinib"
form = "capsule"
route = "oral"
unit = "mg"
strengths = [20, 150]
with_food = true

[citation]
text = "Our ward, approved by the pharmacy"

[published]
onset_of_rash = "Not reported"
rash_type = "Not reported"
time_to_improvement = "Not reported"
maximum_dose = "Not reported"
outcome = "Not reported"
follow_up = "Not reported"

[gate]
check_after_dose_hours = 4
check_valid_hours = 12
treatment_break_hours = 48
watch_days = 14

[windows]
once_daily_minutes = 120
more_often_minutes = 60

[doses]
second_check = "every dose"

[[steps]]
days = 2
morning = 20
text = "20 mg once daily"

[[steps]]
days = 5
morning = 150
evening = 150

[[steps]]
morning = 150
evening = 300
"""


def changed(old: str, new: str, text: str = GOOD) -> str:
    """The good file with one part changed; the part must be there exactly once."""
    assert text.count(old) == 1
    return text.replace(old, new)


def faults(text: str, name: str = "site.toml") -> tuple[Fault, ...]:
    """The faults of a file that must have some."""
    with pytest.raises(ProtocolFault) as caught:
        read(text, name)
    return caught.value.faults


def fault(text: str, name: str = "site.toml") -> str:
    """The one fault of a file that must have exactly one, as a sentence."""
    (only,) = faults(text, name)
    return str(only)
