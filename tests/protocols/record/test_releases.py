"""A finding that a prescriber releases in one course: what becomes of its hold in the patient's others."""

from __future__ import annotations

import msgspec

from protocols import entries as e
from tests.protocols.helpers.bedside import NURSE, Bedside, at_bedside
from tests.protocols.helpers.published import library
from tests.protocols.record.test_course_fold import MORNING, then


def three_courses() -> tuple[Bedside, tuple[str, ...]]:
    """One that was begun, one that was not, one that has ended; a rash holds all of them."""
    bed = at_bedside()
    ids = [bed.course]
    for drug in ("ceritinib", "lorlatinib"):
        bed.protocol = msgspec.structs.replace(library("alectinib-anderson"), drug=drug)
        bed.enrol()
        ids.append(bed.course)
    then(bed, e.RashFound("other", ("arm",)), by=NURSE)
    then(bed, e.DecisionMade("stop", "x"), course=ids[2])
    bed.protocol = msgspec.structs.replace(library("alectinib-anderson"), drug="brigatinib")
    bed.enrol()
    return bed, (*ids, bed.course)


def test_a_release_ends_the_hold_where_nothing_was_due_and_waits_where_something_was() -> None:
    bed, ids = three_courses()
    release = then(bed, e.DecisionMade("resume", "x"), course=ids[3])
    charts = [bed.folded.chart(id) for id in ids]
    told = [(hold.ended, hold.released) for chart in charts if chart for hold in chart.holds]
    assert told == [(None, release), (release, None), (release, None), (release, None)]


def test_a_later_decision_of_one_course_changes_nothing_of_a_hold_that_was_released() -> None:
    bed, ids = three_courses()
    then(bed, e.DecisionMade("resume", "x"), course=ids[3])
    before = [bed.folded.chart(id) for id in ids]
    own = then(bed, e.DecisionMade("resume", "x", None, MORNING), course=ids[0])
    after = [bed.folded.chart(id) for id in ids]
    assert after[1:] == before[1:]
    assert after[0] is not None
    assert [hold.ended for hold in after[0].holds] == [own]


def test_a_release_reaches_no_other_finding() -> None:
    bed, ids = three_courses()
    release = then(bed, e.DecisionMade("resume", "x"), course=ids[3])
    again = then(bed, e.RashFound("other", ("arm",)))
    chart = bed.folded.chart(ids[1])
    assert chart is not None
    assert [(hold.entry, hold.ended) for hold in chart.holds][1:] == [(again, None)]
    assert chart.holds[0].ended == release


def test_the_stop_ends_what_another_course_released() -> None:
    bed, ids = three_courses()
    then(bed, e.DecisionMade("resume", "x"), course=ids[3])
    stop = then(bed, e.DecisionMade("stop", "x"), course=ids[0])
    chart = bed.folded.chart(ids[0])
    assert chart is not None
    assert [hold.ended for hold in chart.holds] == [stop]


def test_the_stop_ends_no_hold_a_second_time() -> None:
    bed, ids = three_courses()
    then(bed, e.DecisionMade("resume", "x"), course=ids[3])
    own = then(bed, e.DecisionMade("resume", "x", None, MORNING), course=ids[0])
    then(bed, e.DecisionMade("stop", "x"), course=ids[0])
    chart = bed.folded.chart(ids[0])
    assert chart is not None
    assert [hold.ended for hold in chart.holds] == [own]
