"""What would follow from an entry, told before it is recorded."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from protocols import entries as e
from protocols.record.fold import Record
from protocols.rules.preview import as_if, correction_follows, what_follows
from protocols.values.clinic_time import local
from protocols.values.refusal import Refused
from store.site.library import find
from tests.protocols.helpers.bedside import MRN, NURSE, PRESCRIBER, Bedside

RESUME = e.DecisionMade("resume", "seen", first=e.DoseKey(date(2026, 11, 2), "evening"))


@pytest.fixture
def bed() -> Bedside:
    """On step 1 since 07:00, one dose given; it is 12:00."""
    bed = Bedside(find("alectinib-report-2020"))
    bed.begin()
    bed.go(hours=1)
    bed.give()
    bed.go(hours=4)
    return bed


def draft(bed: Bedside, what: e.What, by: e.Person = PRESCRIBER) -> e.Entry:
    at = local(bed.now, bed.zone)
    return e.Entry(id="draft", patient=MRN, course=bed.course, at=at, zone=bed.zone, by=by, what=what)


def after(bed: Bedside, what: e.What, by: e.Person = PRESCRIBER) -> Record:
    return as_if(bed.folded, draft(bed, what, by), bed.now, None)


def told(bed: Bedside, what: e.What) -> list[str]:
    chart = after(bed, what).chart(bed.course)
    assert chart is not None
    return what_follows(bed.chart, chart, bed.now)


def test_the_outlook_is_what_recording_then_gives(bed: Bedside) -> None:
    bed.rash()
    bed.go(hours=1)
    bed.rash_free()
    bed.go(minutes=5)
    expected = after(bed, RESUME)
    kept = bed.record(RESUME, by=PRESCRIBER)
    got = msgspec.structs.replace(expected.entries[-1], id=kept.id)
    assert (*expected.entries[:-1], got) == bed.folded.entries
    assert expected.charts[0].stretches[-1].first == bed.chart.stretches[-1].first


def test_nothing_is_recorded_by_looking(bed: Bedside) -> None:
    before = bed.folded
    after(bed, e.DecisionMade("stop", "enough"))
    assert bed.folded == before


def test_a_resumed_step_says_its_dose_and_from_when(bed: Bedside) -> None:
    bed.rash()
    bed.go(hours=1)
    bed.rash_free()
    assert told(bed, RESUME) == ["After this: 150 mg twice daily from Mon 02-Nov-2026 evening."]


def test_a_stop_says_that_nothing_is_due(bed: Bedside) -> None:
    assert told(bed, e.DecisionMade("stop", "enough")) == [
        "After this: the course is stopped. Nothing is due."
    ]


def test_a_target_leaves_the_dose_and_names_the_last_step(bed: Bedside) -> None:
    assert told(bed, e.DecisionMade("target", "enough", 1)) == [
        "After this: 150 mg twice daily goes on.",
        "The target is step 1, 150 mg twice daily.",
        "No further step is planned.",
    ]


def test_a_waiver_says_what_the_gate_still_waits_for(bed: Bedside) -> None:
    assert told(bed, e.PreconditionWaived("doses", "one lost")) == [
        "After this: 150 mg twice daily goes on.",
        "The gate to step 2 still waits for days passed and rash-free check.",
    ]


def test_a_hold_that_stays_is_said(bed: Bedside) -> None:
    bed.rash()
    words = told(bed, e.PreconditionWaived("days", "as discussed"))
    assert words[0].startswith("After this: nothing is due. Rash found")


def test_what_the_ledger_would_refuse_is_refused_here(bed: Bedside) -> None:
    with pytest.raises(Refused, match="There is no hold to end"):
        after(bed, RESUME)


def test_taking_away_the_check_a_step_stands_on_is_said_to_hold_the_course(bed: Bedside) -> None:
    check = bed.entries[2]
    before = bed.folded
    words = correction_follows(before, after(bed, e.EntryCorrected(check.id, "wrong patient"), NURSE))
    assert words == [
        "A step stands on this rash-free check. "
        "The course will be held until a fresh rash-free check is recorded."
    ]


def test_a_check_that_was_a_rash_also_needs_a_prescriber(bed: Bedside) -> None:
    right = e.RashFound("urticaria", ("back",))
    words = correction_follows(
        bed.folded, after(bed, e.EntryCorrected(bed.entries[2].id, "mistyped", right), NURSE)
    )
    assert "The course will be held until a prescriber decides." in words
    assert len(words) == 2


def test_a_correction_of_a_dose_brings_no_hold(bed: Bedside) -> None:
    dose = bed.entries[-1]
    assert correction_follows(bed.folded, after(bed, e.EntryCorrected(dose.id, "wrong line"), NURSE)) == []
