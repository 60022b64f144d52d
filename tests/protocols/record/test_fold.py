"""A fold that goes on from where it was says the same as one from the start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import available_timezones

import msgspec
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.entries import Entry, RashFreeChecked
from protocols.record.fold import Folding, Record, fold
from protocols.values.clinic_time import local
from tests.protocols.helpers.bedside import MRN, at_bedside, on_step
from tests.protocols.helpers.published import library
from tests.protocols.helpers.watched import folded_on


def two_courses() -> list[Entry]:
    """A corrected check, a rash, and a second course enrolled while the rash is open."""
    bedside = on_step(3)
    check = next(entry for entry in reversed(bedside.entries) if isinstance(entry.what, RashFreeChecked))
    bedside.correct(check)
    bedside.rash()
    bedside.protocol = msgspec.structs.replace(library("alectinib-anderson"), drug="ceritinib")
    bedside.enrol()
    bedside.go(hours=5)
    bedside.rash_free()
    bedside.decide("resume")
    return bedside.entries


def two_courses_of_a_drug() -> list[Entry]:
    """A second course of the same drug, in which doses are given and corrected, which the first one knows."""
    bedside = on_step(2)
    bedside.give()
    bedside.decide("stop")
    bedside.protocol = library("alectinib-anderson")
    bedside.enrol()
    bedside.go(hours=23)
    bedside.rash_free()
    bedside.start(1)
    bedside.go(hours=2)
    bedside.correct(bedside.give())
    bedside.go(hours=-3)  # what a wrong clock says
    bedside.record(RashFreeChecked(True, True))
    bedside.go(hours=12)
    bedside.give()
    bedside.rash_free()
    return bedside.entries


@pytest.mark.parametrize("told", [two_courses, two_courses_of_a_drug])
def test_each_record_on_the_way_stays_as_it_was(told: Callable[[], list[Entry]]) -> None:
    entries = told()
    records = folded_on(entries)
    assert records == [fold(entries[:place]) for place in range(len(entries) + 1)]
    assert any(chart.known != chart.lines for chart in records[-1].charts) == (told is two_courses_of_a_drug)


def test_asking_in_between_changes_nothing() -> None:
    entries = two_courses()
    asked, unasked = Folding(), Folding()
    for entry in entries:
        asked.add(entry)
        unasked.add(entry)
        assert asked.record() is asked.record()
    assert asked.record() == unasked.record()


def test_of_nothing_comes_an_empty_record() -> None:
    assert Folding().record() == fold([]) == Record()


ZONES = sorted(available_timezones())


@given(
    st.floats(0, 4e9),
    st.sampled_from(ZONES),
    st.sampled_from([0, 90, -690]),
)
def test_the_clinics_clock_is_pendulums_with_a_plain_offset(at: float, zone: str, minutes: int) -> None:
    instant = datetime.fromtimestamp(at, UTC).astimezone(timezone(timedelta(minutes=minutes)))
    there = local(instant, zone)
    assert there.isoformat() == pendulum.instance(instant).in_timezone(zone).isoformat()
    assert (type(there), there.fold, there - instant) == (datetime, 0, timedelta(0))
    assert there.tzinfo == datetime.fromisoformat(there.isoformat()).tzinfo


def test_a_record_names_its_patient() -> None:
    assert at_bedside().folded.patient == MRN
