"""What each entry makes of a course: which holds it ends, what becomes due, and until when it was."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest

from protocols import entries as e
from protocols.definition.named_check import NamedCheck
from protocols.record.chart import Chart
from tests.protocols.helpers.bedside import MRN, PRESCRIBER, Bedside
from tests.protocols.helpers.per_kg import begun as per_kg_begun
from tests.protocols.helpers.per_kg import sized
from tests.protocols.helpers.published import library

REPORT = library("alectinib-report-2020")
D1, D3 = date(2026, 11, 2), date(2026, 11, 4)
MORNING, FIRST = e.DoseKey(D3, "morning"), e.DoseKey(D3, "evening")
D = Decimal
ANC = NamedCheck("Neutrophils", 168, "10^9/L", at_least=D("1.5"), before_steps=(2,), holds=True)
CRP = NamedCheck("CRP", 168, "mg/L", at_most=D(10), before_steps=(2,))


def then(
    bed: Bedside, what: e.What, *, at: datetime | None = None, minutes: int = 10, **how: object
) -> e.Entry:
    """Ten minutes later `what` is recorded, whatever the rules say to it."""
    bed.go(minutes=minutes)
    entry = e.Entry(
        id=f"x{len(bed.entries)}",
        patient=MRN,
        course=bed.course,
        at=at or bed.now,
        zone=bed.zone,
        by=PRESCRIBER,
        what=what,
        number=len(bed.entries) + 1,
        recorded=bed.now,
    )
    bed.entries.append(msgspec.structs.replace(entry, **how))
    return bed.entries[-1]


def result(value: str, name: str = "Neutrophils") -> e.NamedCheckMade:
    return e.NamedCheckMade(name, D(value), "10^9/L" if name == "Neutrophils" else "mg/L")


def on_second() -> Bedside:
    """On step 2, started on a check of the skin and on results, at half past six."""
    bed = Bedside(msgspec.structs.replace(REPORT, checks=(ANC, CRP)))
    bed.begin()
    bed.step_through()
    bed.record(result("1.8"))
    bed.record(result("5", "CRP"))
    bed.rash_free()
    bed.start(2)
    return bed


def made(bed: Bedside, kind: type) -> e.Entry:
    """The newest entry of that kind."""
    return next(entry for entry in reversed(bed.entries) if isinstance(entry.what, kind))


def held_for_everything() -> Bedside:
    """With a hold of each cause."""
    bed = on_second()
    anc = next(entry for entry in bed.entries if isinstance(entry.what, e.NamedCheckMade))
    then(bed, e.RashFound("other", ("arm",)))
    then(bed, e.RedFlagSeen(("purpura",)))
    then(bed, e.HoldPlaced("surgery"))
    then(bed, e.DoneOnPaper(e.DecisionMade("target", "as discussed", 3, paper="CM")))
    then(bed, result("1.2"))
    then(bed, e.EntryCorrected(made(bed, e.RashFreeChecked).id, "wrong line"))
    then(bed, e.EntryCorrected(anc.id, "wrong line"))
    return bed


def causes(chart: Chart) -> list[str]:
    return [hold.cause for hold in chart.open_holds]


def test_each_cause_is_a_hold_of_its_own_from_then_on() -> None:
    bed = held_for_everything()
    holds = bed.chart.holds
    assert [hold.cause for hold in holds] == [
        "rash", "red flag", "hold", "paper", "measurement", "check", "result",
    ]  # fmt: skip
    assert [hold.since for hold in holds] == [hold.entry.recorded for hold in holds]
    assert bed.chart.stretches[-1].until == holds[0].since
    assert bed.chart.target == len(REPORT.steps), "what was decided on paper waits for a prescriber"


@pytest.mark.parametrize(
    ("decision", "still_open", "step", "stay"),
    [
        (e.DecisionMade("resume", "x", None, FIRST), ["check"], 2, 2),
        (e.DecisionMade("repeat", "x", None, FIRST), ["check"], 2, 3),
        (e.DecisionMade("stay", "x", None, FIRST), ["check"], 2, 2),
        (e.DecisionMade("back", "x", 1, FIRST), [], 1, 3),
        (e.DecisionMade("stop", "x"), ["rash", "red flag"], 2, 2),
    ],
)
def test_which_holds_a_decision_ends_and_what_is_due_then(
    decision: e.DecisionMade, still_open: list[str], step: int, stay: int
) -> None:
    bed = held_for_everything()
    before = bed.chart
    entry = then(bed, decision)
    chart = bed.chart
    assert causes(chart) == still_open
    assert {hold.ended for hold in chart.holds if hold.ended} == {entry}
    last = chart.stretches[-1]
    assert (last.step, last.stay) == (step, stay)
    assert chart.target == (2 if decision.decision == "stay" else len(REPORT.steps))
    assert chart.ended == (entry if decision.decision == "stop" else None)
    assert [start.step for start in chart.starts] == ([1] if decision.decision == "back" else [1, 2])
    assert [start.lost for start in chart.starts] == [
        () if decision.decision != "stop" else start.lost for start in before.starts[: len(chart.starts)]
    ]
    if decision.first is None:
        assert chart.stretches == before.stretches
    else:
        assert (last.first, last.began, last.until, last.entry) == (FIRST, entry.recorded, None, entry)
        assert last.asks == REPORT.step(step)


@pytest.mark.parametrize("kind", ["target", "complete", "amounts"])
def test_other_decisions_end_no_hold(kind: e.DecisionKind) -> None:
    bed = held_for_everything()
    before = bed.chart
    entry = then(bed, e.DecisionMade(kind, "x", 3))
    assert bed.chart.holds == before.holds
    assert bed.chart.stretches == before.stretches
    assert bed.chart.target == (3 if kind == "target" else len(REPORT.steps))
    assert bed.chart.ended == (entry if kind == "complete" else None)
    assert bed.chart.protocol == before.protocol


@pytest.mark.parametrize("kind", ["stop", "complete"])
def test_with_the_end_of_a_course_nothing_more_is_due(kind: e.DecisionKind) -> None:
    bed = on_second()
    entry = then(bed, e.DecisionMade(kind, "x"))
    assert (bed.chart.stretches[-1].until, bed.chart.ended) == (entry.recorded, entry)


@pytest.mark.parametrize("kind", ["resume", "target"])
def test_a_step_named_with_a_decision_that_names_none_means_nothing(kind: e.DecisionKind) -> None:
    bed = on_second()
    then(bed, e.DecisionMade(kind, "x", 4, MORNING))
    assert (bed.chart.target, bed.chart.step_number) == (4 if kind == "target" else len(REPORT.steps), 2)
    assert [start.step for start in bed.chart.starts] == [1, 2]


def test_a_stay_without_a_first_dose_changes_the_target_alone() -> None:
    bed = on_second()
    before = bed.chart.stretches
    then(bed, e.DecisionMade("stay", "x"))
    assert (bed.chart.target, bed.chart.stretches) == (2, before)


def test_other_amounts_stand_from_their_first_dose_on_in_the_same_stay() -> None:
    bed = per_kg_begun()
    before, other = bed.chart, sized(bed.protocol, "16", "3", "5", "8")
    entry = then(bed, e.DecisionMade("amounts", "grown", None, e.DoseKey(D1, "morning"), sized=other))
    chart = bed.chart
    assert (chart.fixed, chart.protocol.step(1).single, before.protocol.step(1).single) == (
        entry,
        D(3),
        D("2.5"),
    )
    old, new = chart.stretches
    assert (old.asks.single, new.asks.single) == (D("2.5"), D(3))
    assert (old.until, new.until, new.stay, new.step) == (entry.recorded, None, old.stay, 1)


def test_amounts_are_fixed_by_the_decision_for_them_alone() -> None:
    bed = per_kg_begun()
    before = bed.chart
    then(bed, e.DecisionMade("target", "x", 2, sized=sized(bed.protocol, "16", "3", "5", "8")))
    assert (bed.chart.fixed, bed.chart.protocol) == (before.fixed, before.protocol)


def test_the_release_of_a_finding_alone_stands_on_a_look_of_its_own() -> None:
    bed = on_second()
    for cause, stands_on in (
        (e.HoldPlaced("surgery"), [False, False]),
        (e.RashFound("other", ("arm",)), [False, False, True]),
        (e.HoldPlaced("again"), [False, False, True]),
    ):
        then(bed, cause)
        then(bed, e.RashFreeChecked(True, True))
        then(bed, e.DecisionMade("resume", "x", None, MORNING))
        assert [start.release for start in bed.chart.starts] == stands_on
    assert bed.chart.running


def test_what_ended_a_hold_first_ended_it() -> None:
    bed = on_second()
    then(bed, e.HoldPlaced("surgery"))
    first = then(bed, e.DecisionMade("resume", "x", None, MORNING))
    then(bed, e.HoldPlaced("again"))
    second = then(bed, e.DecisionMade("resume", "x", None, FIRST))
    assert [hold.ended for hold in bed.chart.holds] == [first, second]


@pytest.mark.parametrize(
    ("what", "holds"),
    [
        (result("1.5"), False),
        (result("1.4"), True),
        (result("11", "CRP"), False),
        (result("0.1", "no such check"), False),
    ],
)
@pytest.mark.parametrize("corrected", [False, True])
def test_a_result_out_of_range_holds_where_the_protocol_says_so(
    what: e.NamedCheckMade, holds: bool, corrected: bool
) -> None:
    """Also one that comes to light by a correction."""
    bed = on_second()
    first = then(bed, result("2") if what.name == "Neutrophils" else e.NoteAdded("x"))
    entry = then(bed, e.EntryCorrected(first.id, "typing", what) if corrected else what)
    found = [(hold.cause, hold.entry) for hold in bed.chart.open_holds]
    assert found == ([("measurement", entry)] if holds else [])


STEP_3 = e.StepStarted(3, FIRST, paper="AO")


@pytest.mark.parametrize(
    ("done", "step"),
    [
        (STEP_3, 3),
        (e.DecisionMade("back", "x", 1, FIRST, paper="CM"), 1),
        (e.DecisionMade("repeat", "x", None, FIRST, paper="CM"), 2),
        (e.DecisionMade("repeat", "x", 4, FIRST, paper="CM"), 2),
        (e.DecisionMade("back", "x", 1, paper="CM"), None),
        (e.DecisionMade("stay", "x", paper="CM"), None),
    ],
)
def test_what_was_begun_on_paper_was_due_until_it_was_entered(
    done: e.StepStarted | e.DecisionMade, step: int | None
) -> None:
    bed = on_second()
    before, then_ = bed.chart, bed.now + timedelta(minutes=30)
    entry = then(bed, e.DoneOnPaper(done), at=then_, minutes=90)
    chart = bed.chart
    assert [(hold.cause, hold.since) for hold in chart.open_holds] == [("paper", entry.recorded)]
    assert chart.starts == before.starts
    if step is None:
        (*_, last) = chart.stretches
        assert (len(chart.stretches), last.until) == (len(before.stretches), entry.recorded)
    else:
        (*_, left, last) = chart.stretches
        assert (left.step, left.until) == (2, then_)
        assert (last.step, last.stay, last.first, last.began, last.until) == (
            step,
            3,
            FIRST,
            then_,
            entry.recorded,
        )


def test_a_decision_on_paper_that_names_no_step_is_of_the_step_that_was_due() -> None:
    bed = on_second()
    then(bed, e.DecisionMade("back", "x", 1, MORNING))
    then(bed, e.DoneOnPaper(e.DecisionMade("repeat", "x", None, FIRST, paper="CM")))
    assert [stretch.step for stretch in bed.chart.stretches] == [1, 2, 1, 1]


def test_a_hold_of_meanwhile_ends_what_was_begun_on_paper_and_a_later_one_does_not_begin_it_again() -> None:
    bed = on_second()
    at = bed.now + timedelta(minutes=5)
    hold = then(bed, e.HoldPlaced("surgery"))
    then(bed, e.DoneOnPaper(STEP_3), at=at, minutes=60)
    assert bed.chart.stretches[-1].until == hold.recorded
    bed = on_second()
    entry = then(bed, e.DoneOnPaper(STEP_3), at=at, minutes=60)
    then(bed, e.HoldPlaced("surgery"))
    assert bed.chart.stretches[-1].until == entry.recorded


def test_a_course_begun_on_paper_and_nothing_due_before() -> None:
    bed = Bedside(REPORT)
    bed.admit()
    bed.enrol()
    at = bed.now + timedelta(minutes=5)
    stay = e.DecisionMade("stay", "x", None, MORNING, paper="CM")
    then(bed, e.DoneOnPaper(stay), at=at, minutes=60)
    assert (bed.chart.stretches, causes(bed.chart)) == ((), ["paper"])
    entry = then(bed, e.DoneOnPaper(e.StepStarted(1, MORNING, paper="AO")), at=at, minutes=60)
    (only,) = bed.chart.stretches
    assert (only.step, only.stay, only.began, only.until) == (1, 1, at, entry.recorded)


def test_an_older_entry_without_the_instant_of_its_recording_has_its_own_time() -> None:
    bed = on_second()
    entry = then(bed, e.DoneOnPaper(STEP_3), recorded=None)
    assert bed.chart.holds[-1].since == entry.at


def test_an_amended_plan_counts_from_when_it_was_amended_by_the_clocks_of_its_ward() -> None:
    bed = on_second()
    times = {"morning": "09:00", "evening": "21:00"}
    entry = then(bed, e.CourseAmended("nights", times=times, since=D3), zone="Europe/London")
    plan = bed.chart.plan
    assert isinstance(plan, e.AmendedPlan)
    assert (plan.times_on(D3), plan.zone_on(D3), plan.amended) == (times, "Europe/London", entry.recorded)


def test_a_waiver_is_of_the_stay_in_which_it_was_given() -> None:
    bed = on_second()
    entry = then(bed, e.PreconditionWaived("check", "x", check="CRP"))
    (waiver,) = bed.chart.waivers
    assert (waiver.precondition, waiver.stay, waiver.entry, waiver.check) == ("check", 2, entry, "CRP")
    early = Bedside(REPORT)
    early.admit()
    early.enrol()
    then(early, e.PreconditionWaived("days", "x"))
    assert [(one.precondition, one.stay, one.check) for one in early.chart.waivers] == [("days", 0, "")]
