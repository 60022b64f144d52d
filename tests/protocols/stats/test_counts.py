"""Every figure of one course in which much happened, and of one that was held, counted by hand."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import msgspec

from protocols.definition.protocol import DoseRules
from protocols.entries import DoseGiven, DoseNotGiven, HoldPlaced, RedFlagSeen
from protocols.stats.figure import Figure, median
from protocols.stats.stats import stats
from tests.protocols.helpers.bedside import Bedside, at_bedside
from tests.protocols.helpers.published import library


def eventful() -> Bedside:
    """Two days of step 1: vomited and made up, deferred, off the schedule; a red flag, and a waiver."""
    plan = library("alectinib-anderson")
    bed = Bedside(msgspec.structs.replace(plan, doses=DoseRules(make_up_vomited_minutes=240)))
    bed.begin()
    due = bed.next
    assert due is not None
    bed.now = due.at
    first = bed.give(vomited=True)
    bed.go(minutes=30)
    bed.record(DoseGiven(None, due.amount, makes_up=first.id))
    evening = bed.next
    assert evening is not None
    bed.now = evening.at
    bed.record(DoseNotGiven(evening.key, "deferred", "asleep"))
    bed.go(minutes=90)
    bed.record(DoseGiven(None, Decimal(50), reason="taken from home"))
    bed.go(hours=5)
    bed.waive("days")
    bed.record(RedFlagSeen(("skin pain",)))
    bed.go(minutes=100)
    bed.rash_free()
    bed.decide("stop")
    return bed


def test_all_the_figures_of_an_eventful_course() -> None:
    bed = eventful()
    (group,) = stats([bed.chart], bed.now)
    looks, doses = "looks", "scheduled doses whose time has come"
    courses = "courses enrolled"
    assert group.figures == (
        Figure("courses", "enrolled", 1),
        Figure("courses", "started", 1, 1, courses),
        Figure("courses", "open", 0, 1, courses),
        Figure("courses", "held now", 0, 0, "open courses"),
        Figure("courses", "completed", 0, 1, courses),
        Figure("courses", "stopped", 1, 1, courses),
        Figure("courses", "reached the target", 0, 1, courses),
        Figure("step 1", "stays", 1),
        Figure("step 1", "finished", 0, 1, "stays"),
        Figure("step 1", "going on", 0, 1, "stays"),
        Figure("step 1", "left otherwise", 1, 1, "stays"),
        Figure("skin", "looks", 3),
        Figure("skin", "rash-free", 2, 3, looks),
        Figure("skin", "rash", 0, 3, looks),
        Figure("skin", "red flag", 1, 3, looks),
        Figure("skin", "courses with a rash", 0, 1, "courses started"),
        Figure("skin", "courses with a red flag", 1, 1, "courses started"),
        Figure("holds", "holds", 1),
        Figure("holds", "for rash", 0, 1, "holds"),
        Figure("holds", "for red flag", 1, 1, "holds"),
        Figure("holds", "for another reason", 0, 1, "holds"),
        Figure("holds", "for a lost check", 0, 1, "holds"),
        Figure("holds", "for what was done on paper", 0, 1, "holds"),
        Figure("holds", "for a check out of its range", 0, 1, "holds"),
        Figure("holds", "for a lost result of a check", 0, 1, "holds"),
        Figure("holds", "courses held at least once", 1, 1, courses),
        Figure("holds", "ended", 0, 1, "holds"),
        Figure("decisions", "decisions", 1),
        Figure("decisions", "stop", 1, 1, "decisions"),
        Figure("decisions", "waivers", 1),
        Figure("decisions", "waived: days", 1, 1, "waivers"),
        Figure("doses", doses, 2),
        Figure("doses", "given on time", 1, 2, doses),
        Figure("doses", "given early", 0, 2, doses),
        Figure("doses", "given late", 0, 2, doses),
        Figure("doses", "not given: deferred", 1, 2, doses),
        Figure("doses", "another amount than prescribed, or when none was due", 0, 1, "doses given"),
        Figure("doses", "vomited", 1, 1, "doses given"),
        Figure("doses", "make-ups", 1),
        Figure("doses", "off the schedule", 1),
        Figure("units used", "alectinib doses of 37.5 mg, made otherwise", 2),
        Figure("units used", "alectinib doses of 50 mg, made otherwise", 1),
    )


def test_what_is_deferred_beyond_a_hold_counts_once_its_time_has_come() -> None:
    bed = at_bedside()
    bed.give()
    evening = bed.next
    assert evening is not None
    bed.now = evening.at - timedelta(minutes=30)
    bed.record(DoseNotGiven(evening.key, "deferred", "at the dentist"))
    bed.record(HoldPlaced("surgery"))

    def due() -> int | Decimal:
        found = stats([bed.chart], bed.now)[0].figures
        return next(f.number for f in found if f.what == "scheduled doses whose time has come")

    assert due() == 1
    bed.now = evening.at
    assert due() == 2


def test_groups_by_what_is_given() -> None:
    """Drugs and decisions come in the order of their names, whatever came first."""
    last = Bedside(msgspec.structs.replace(library("alectinib-kimura"), id="a", drug="zolmitriptan"))
    last.begin()
    last.give()
    first = at_bedside()
    first.give()
    figures = stats([last.chart, first.chart], last.now)[-1].figures
    units = [figure.what.split()[0] for figure in figures if figure.part == "units used"]
    assert units == sorted(units)
    assert set(units) == {"alectinib", "zolmitriptan"}
    bed = at_bedside()
    for kind in ("resume", "repeat", "resume"):
        bed.record(HoldPlaced("surgery"))
        bed.go(hours=1)
        bed.rash_free()
        bed.decide(kind)
    for what in ("doses", "days"):
        bed.waive(what)
    found = {(f.part, f.what): f.number for f in stats([bed.chart], bed.now)[0].figures}
    decided = [what for part, what in found if part == "decisions"]
    assert decided == ["decisions", "repeat", "resume", "waivers", "waived: days", "waived: doses"]
    assert found["decisions", "resume"] == 2


def test_shares_and_the_middle() -> None:
    assert Figure("a", "b", 1, 3, "c").percent == Decimal("33.3")
    assert Figure("a", "b", 1, 16, "c").percent == Decimal("6.3")
    assert Figure("a", "b", 0, 3, "c").percent == Decimal("0.0")
    assert Figure("a", "b", 3).percent is None
    assert Figure("a", "b", 0, 0, "c").percent is None
    assert median([Decimal(n) for n in (1, 2, 3, 100)]) == Decimal("2.5")
    assert median([Decimal(n) for n in (5, 1, 2, 3, 100)]) == Decimal(3)
