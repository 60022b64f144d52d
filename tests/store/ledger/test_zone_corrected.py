"""An admin corrects the ward's time zone: instants stay, clocks and days are told by the right one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from protocols import entries as e
from protocols.course.schedule import scheduled
from protocols.gate.gate import gate
from protocols.values.refusal import Refused
from store.ledger.ledger import Ledger
from store.maintenance.verify import verify
from tests.tui.helpers.bedside_app import MRN, NURSE, Ward

ADMIN = e.Person("Sam Lee", "SL", "admin")


@pytest.fixture
def ward(tmp_path: Path) -> Iterator[Ward]:
    """On step 1, its first dose given."""
    found = Ward(tmp_path)
    found.begin()
    found.at(1, "08:00")
    found.give()
    yield found
    found.ledger.close()


def correct(ward: Ward, zone: str = "Asia/Tokyo") -> None:
    ward.record(e.ZoneCorrected(zone, "the server is elsewhere"), patient="", course="", by=ADMIN)
    ward.zone = zone


def test_doses_step_and_gate_go_on_at_the_same_instants(ward: Ward) -> None:
    before = ward.chart
    due = [(dose.key, dose.at, dose.state) for dose in scheduled(before, ward.now)]
    missing = [line.number for line in gate(before, ward.now).missing]
    correct(ward)
    after = ward.chart
    assert (ward.ledger.zone, before.zone, after.zone) == ("Asia/Tokyo", "Europe/Berlin", "Asia/Tokyo")
    assert after.plan.zone == "Europe/Berlin"
    assert [(dose.key, dose.at, dose.state) for dose in scheduled(after, ward.now)][: len(due)] == due
    assert [line.number for line in gate(after, ward.now).missing] == missing
    ward.at(1, "20:00")
    ward.give()
    assert verify(ward.path).findings == ()


def test_whoever_opens_it_later_and_whoever_has_it_open_sees_the_right_zone(ward: Ward) -> None:
    with Ledger.open(ward.path, now=ward.clock) as other:
        other.record(MRN)
        correct(ward)
        other.refresh()
        assert other.zone == "Asia/Tokyo"
        assert other.record(MRN).charts[0].zone == "Asia/Tokyo"
    ward.reopen()
    assert ward.chart.zone == ward.ledger.zone == "Asia/Tokyo"


def test_it_goes_along_into_a_new_file(ward: Ward) -> None:
    correct(ward)
    ward.ledger.roll_over(ADMIN)
    assert ward.ledger.zone == "Asia/Tokyo"
    assert ward.chart.zone == "Asia/Tokyo"
    ward.give()
    ward.ledger.close()
    ward.ledger = Ledger.open(ward.path, now=ward.clock)
    assert ward.ledger.zone == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("zone", "by", "words"),
    [
        ("Mars/Base", ADMIN, "no time zone"),
        ("Europe/Berlin", ADMIN, "that zone already"),
        ("Asia/Tokyo", NURSE, "corrected by an admin"),
    ],
)
def test_what_is_no_correction_is_refused(ward: Ward, zone: str, by: e.Person, words: str) -> None:
    with pytest.raises(Refused, match=words):
        ward.record(e.ZoneCorrected(zone, "why"), patient="", course="", by=by)
