"""Follow-up: what was learned after the last step, kept as stated, several times, correctable."""

from __future__ import annotations

from datetime import date, timedelta
from typing import get_args

import pytest

from protocols.course.follow_up import DISEASE, OUTCOMES, follow_ups, highest_dose
from protocols.entries import DoseKey, FollowUpRecorded
from protocols.entries.follow_up import Disease, Outcome
from protocols.gate.gate import gate
from protocols.wording.entries import sentence
from tests.protocols.helpers.bedside import Bedside, at_bedside, on_step, refusal
from tests.protocols.helpers.published import library

REPORT_CASE = FollowUpRecorded(
    outcome="at the dose reached",
    disease="stable",
    highest="600 mg twice daily",
    recurrence="no",
    note="One year: full dose, no adverse effects, stable on imaging.",
)
PUBLISHED = [
    REPORT_CASE,
    FollowUpRecorded("at the dose reached", "no progression", "300 mg twice daily", "no", note="7 months"),
    FollowUpRecorded("not known", "not known", "200 mg twice daily", "unknown", note="not reported"),
    FollowUpRecorded("at the dose reached", "not known", "not reported", "no", note="5 months"),
    FollowUpRecorded("at the dose reached", "not known", "300 mg twice daily", "no", note="1 month"),
]
"""The last column of the case report's Table 2, row by row."""
BACK = FollowUpRecorded("off the drug", "progression", "450 mg twice daily", "yes", "about 3 weeks after")


def told(bed: Bedside) -> str:
    return sentence(bed.entries[-1], bed.folded)


def test_the_follow_up_of_the_reports_own_case_is_told_as_published() -> None:
    bed = on_step(5)
    bed.at(bed.chart.stretches[-1].first.day, "08:00")
    bed.give()
    assert highest_dose(bed.chart) == REPORT_CASE.highest
    bed.go(days=365)
    bed.record(REPORT_CASE)
    assert told(bed) == (
        "Follow-up: on the drug, at the dose reached, disease: stable, highest dose 600 mg twice daily, "
        "rash did not come back. One year: full dose, no adverse effects, stable on imaging."
    )


@pytest.mark.parametrize("what", PUBLISHED, ids=lambda what: what.note)
def test_every_follow_up_of_the_literature_can_be_told(what: FollowUpRecorded) -> None:
    bed = at_bedside()
    bed.record(what)
    assert [line.what for line in follow_ups(bed.chart)] == [what]


WORDS = {
    "at the dose reached": "Follow-up: on the drug, at the dose reached, disease: response, highest",
    "at another dose": "Follow-up: on the drug, at another dose, disease: stable, highest",
    "off the drug": "Follow-up: off the drug, disease: no progression, highest",
    "died": "Follow-up: died, disease: progression, highest",
    "not known": "Follow-up: outcome not known, disease: not assessed, highest",
}


def test_every_answer_is_said_in_words() -> None:
    bed = at_bedside()
    for (outcome, words), disease in zip(WORDS.items(), DISEASE, strict=False):
        bed.record(FollowUpRecorded(outcome, disease, "150 mg", "unknown"))  # type: ignore[arg-type]
        assert told(bed) == f"{words} dose 150 mg, not known if rash came back."
    assert set(WORDS) == set(OUTCOMES) == set(get_args(Outcome))
    assert set(DISEASE) == set(get_args(Disease))
    bed.record(FollowUpRecorded("died", "not known", "150 mg", "no"))
    assert "disease: not known" in told(bed)


def test_a_follow_up_is_of_a_course_of_the_patient() -> None:
    bed = at_bedside()
    assert "not on the patient's record" in refusal(bed, bed.record, REPORT_CASE, course="another")


@pytest.mark.parametrize("end", ["stop", "complete", "", "before the start"])
def test_it_is_taken_in_every_state_and_changes_none(end: str) -> None:
    bed = Bedside(library("alectinib-report-2020"))
    bed.admit()
    bed.enrol()
    if end != "before the start":
        bed = on_step(2)
        bed.decide("stay")
    if end == "complete":
        for _ in range(14):
            bed.day()
        bed.rash_free()
    if end in ("stop", "complete"):
        bed.decide(end)  # type: ignore[arg-type]
    before = (gate(bed.chart, bed.now), bed.chart.ended, bed.chart.step_number)
    bed.record(BACK)
    assert (gate(bed.chart, bed.now), bed.chart.ended, bed.chart.step_number) == before
    assert told(bed).endswith("RASH CAME BACK: about 3 weeks after.")


def test_several_stand_by_the_time_they_are_about_and_each_is_corrected() -> None:
    bed = at_bedside()
    bed.go(days=300)
    late = bed.record(REPORT_CASE)
    early = bed.record(BACK, at=bed.now - timedelta(days=100))
    assert [line.id for line in follow_ups(bed.chart)] == [early.id, late.id]
    bed.correct(early, REPORT_CASE)
    assert [line.what for line in follow_ups(bed.chart)] == [REPORT_CASE, REPORT_CASE]
    assert "Nothing has changed." in refusal(bed, bed.correct, early, REPORT_CASE)
    bed.correct(late)
    assert [line.id for line in follow_ups(bed.chart)] == [early.id]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (FollowUpRecorded("died", "not known", " ", "no"), "Write the highest dose reached, or: not known."),
        (FollowUpRecorded("died", "not known", "none", "yes", " "), "Write when the rash came back"),
        (FollowUpRecorded("died", "not known", "none", "no", "May"), "Say that the rash came back, or leave"),
        (FollowUpRecorded("died", "not known", "none", "unknown", "May"), "Say that the rash came back"),
        (
            FollowUpRecorded("died", "not known", "none", "no", "", "x" * 2001),
            "Shorten the note: it has 2,001",
        ),
    ],
)
def test_a_follow_up_that_contradicts_itself_or_says_nothing_is_refused(
    wrong: FollowUpRecorded, words: str
) -> None:
    bed = at_bedside()
    assert words in refusal(bed, bed.record, wrong)


def test_the_highest_dose_is_the_highest_that_was_given_as_prescribed() -> None:
    bed = at_bedside()
    assert highest_dose(bed.chart) == ""
    bed.not_given()
    assert highest_dose(bed.chart) == ""
    bed = on_step(3)
    assert highest_dose(bed.chart) == "300 mg twice daily"
    bed.at(date(2026, 11, 9), "08:00")
    bed.give(
        DoseKey(date(2026, 11, 9), "morning"), library("alectinib-report-2020").step(1).daily, reason="x"
    )
    assert highest_dose(bed.chart) == "300 mg twice daily"
    bed.at(date(2026, 11, 9), "20:00")
    bed.give()
    assert highest_dose(bed.chart) == "450 mg twice daily"
    bed.go(minutes=5)
    bed.decide("back", 1)
    bed.go(hours=12)
    bed.give()
    assert highest_dose(bed.chart) == "450 mg twice daily"
