"""What the form tells before a decision is recorded is what the chart then says; none leads higher."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocols.entries import DecisionKind, DecisionMade, DoseKey
from protocols.entries.wording import dose_key_text
from protocols.gate.gate import gate, release_state
from protocols.record.slots import start_options
from protocols.rules.preview import as_if
from protocols.values.clinic_time import local
from protocols.values.formatting import amount_text
from protocols.values.refusal import Refused
from tests.protocols.helpers.bedside import PRESCRIBER, Bedside, missing
from tests.protocols.helpers.decision_states import (
    DECISIONS,
    STATES,
    draft,
    held,
    outlook,
    rash,
    rash_gone,
    red_flag,
    running,
)

BEGINNING = ("resume, rash accepted", "repeat", "back")


@pytest.mark.parametrize(
    "state", [running, held, rash, rash_gone, red_flag], ids=lambda state: state.__name__
)
@pytest.mark.parametrize("name", BEGINNING)
def test_what_was_told_is_then_due_and_a_higher_step_stays_shut(
    state: Callable[[], Bedside], name: str
) -> None:
    bed = state()
    what = DECISIONS[name](bed)
    assert isinstance(what, DecisionMade)
    what = msgspec.structs.replace(what, residual_accepted=True)
    if what.decision == "resume" and not bed.chart.open_holds:
        return
    told = outlook(bed, draft(bed, what))[0]
    if state is red_flag:
        assert "no reason to pass a red flag" in told
        return
    bed.record(what, by=PRESCRIBER)
    coming = bed.next
    assert coming is not None
    assert coming.key == what.first
    assert f"{amount_text(coming.amount, 'mg')} twice daily from {dose_key_text(coming.key)}." in told
    if state is rash:
        assert 3 in missing(bed)
        assert not bed.gate.open


@given(
    state=st.sampled_from(STATES),
    kind=st.sampled_from(["resume", "repeat", "back", "stay", "target", "complete", "stop"]),
    step=st.one_of(st.none(), st.integers(-1, 7)),
    pick=st.sampled_from([0, 0, 1, None]),
    accepted=st.booleans(),
    wait=st.integers(0, 60 * 72),
)
@settings(max_examples=150, deadline=None)
def test_no_decision_leads_higher_or_ends_a_finding_unseen(
    state: Callable[[], Bedside],
    kind: DecisionKind,
    step: int | None,
    pick: int | None,
    accepted: bool,
    wait: int,
) -> None:
    bed = made(state)
    now = bed.now + timedelta(minutes=wait)
    first = first_dose(bed, step if kind == "back" else None, now, pick)
    what = DecisionMade(kind, "as discussed", step, first, accepted)
    entry = msgspec.structs.replace(draft(bed, what), at=local(now, bed.zone))
    before = bed.chart
    try:
        after = as_if(bed.folded, entry, now, bed.newest).chart(bed.course)
    except Refused:
        return
    assert after is not None
    assert after.step_number <= before.step_number
    assert not gate(after, now).open or gate(before, now).open
    seen = release_state(before, now).valid
    findings = [hold for hold in before.open_holds if hold.cause in ("rash", "red flag")]
    if findings and after.running:
        assert seen or accepted
        assert seen or not any(hold.cause == "red flag" for hold in before.open_holds)
    if after.completed:
        assert not before.open_holds
    lost = [start.step for start in before.starts if not start.stands]
    if after.running:
        assert all(number > after.step_number for number in lost)


@cache
def made(state: Callable[[], Bedside]) -> Bedside:
    """A state to look at, made once: nothing is recorded there."""
    return state()


def first_dose(bed: Bedside, step: int | None, now: datetime, pick: int | None) -> DoseKey | None:
    """A dose with which the step could begin; None where `pick` is, or before the start."""
    chart = bed.chart
    to = step if step is not None and 1 <= step <= len(chart.protocol.steps) else chart.step_number
    if pick is None or to == 0:
        return None
    options = start_options(chart.plan, chart.protocol.step(to), now, chart.known)
    return options[min(pick, len(options) - 1)]
