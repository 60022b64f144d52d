"""What waits for its true time: each fact once, until somebody says when it was; nothing of another clock."""

from __future__ import annotations

from datetime import timedelta

from protocols import entries as e
from protocols.reports.doubtful import REASON, doubtful_times
from tests.protocols.helpers.bedside import at_bedside
from tests.protocols.helpers.site import Site


def test_a_fact_waits_until_a_right_clock_says_when_it_was() -> None:
    bedside = at_bedside()
    bedside.now -= timedelta(days=30)
    check, rash = bedside.rash_free(), bedside.rash()
    bedside.now += timedelta(days=30, hours=2)
    assert [one.line.id for one in doubtful_times(bedside.folded)] == [check.id, rash.id]
    first, second = doubtful_times(bedside.folded)
    true = bedside.now - timedelta(hours=1)
    assert first.at(true) == e.EntryCorrected(check.id, REASON, check.what, true)  # type: ignore[arg-type]
    bedside.record(first.at(true))
    assert [one.line.id for one in doubtful_times(bedside.folded)] == [rash.id]
    bedside.record(e.EntryCorrected(second.line.id, "another patient's"))
    assert doubtful_times(bedside.folded) == []


def test_a_correction_under_a_wrong_clock_waits_too() -> None:
    bedside = at_bedside()
    rash = bedside.rash()
    bedside.now -= timedelta(days=30)
    bedside.correct(rash, e.RashFreeChecked(True, True), at=bedside.now)
    bedside.now += timedelta(days=30, hours=2)
    assert [one.what for one in doubtful_times(bedside.folded)] == [e.RashFreeChecked(True, True)]


def test_a_check_by_the_wrong_clock_of_another_site_is_made_again_and_not_put_right() -> None:
    clinic, hospital = Site("Clinic"), Site("Hospital")
    clinic.begin()
    clinic.rash_free()
    hospital.receive(clinic, clock_off=12)
    assert any(not line.sure for line in hospital.chart.lines.values())
    assert doubtful_times(hospital.folded) == []
