"""A site's own protocol is used only in exactly the version that a prescriber has approved."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import pytest

from protocols.definition.protocol import Protocol
from protocols.entries import CourseEnrolled, Entry, PatientAdmitted, Person, ProtocolApproved, What
from protocols.record.approvals import Approvals
from protocols.record.fold import Record, fold
from protocols.rules.check import Refused, check
from protocols.toml.parser import read
from tests.protocols.helpers.published import library
from tests.protocols.helpers.site_file import GOOD, changed

NOW = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
PRESCRIBER = Person("Cleo Marsh", "CM", "prescriber", "cleo")
NURSE = Person("Ada Okafor", "AO", "nurse", "ada")
BUILT_IN, OKUMA = library("alectinib-report-2020"), library("alectinib-okuma")
SITE = read(GOOD, "site.toml")
OTHER_VERSION = read(changed("morning = 20\n", "morning = 40\n"), "site.toml")
NOTHING_YET = Approvals(lambda: (BUILT_IN, OKUMA))


def draft(what: What, patient: str, by: Person = PRESCRIBER) -> Entry:
    return Entry(id="one", patient=patient, at=NOW, zone="Europe/Berlin", by=by, what=what, number=7)


def approve(approvals: Approvals, protocol: Protocol, by: Person = PRESCRIBER) -> Approvals:
    entry = draft(ProtocolApproved(protocol), "", by)
    check(Record(), entry, NOW, None, approvals=approvals)
    return approvals.after(entry)


def enrol(approvals: Approvals | None, protocol: Protocol) -> None:
    admitted = draft(
        PatientAdmitted("Ng", "Li Wei", date(1958, 3, 12), "female", "12", "penicillin", "known"), "00481-7"
    )
    plan = CourseEnrolled(
        protocol=protocol,
        prescriber="Cleo Marsh",
        target=len(protocol.steps),
        strengths=protocol.strengths,
        times={"morning": "08:00", "evening": "20:00"},
        zone="Europe/Berlin",
        made_by="oral suspension, pharmacy note 7",
    )
    record = fold([msgspec.structs.replace(admitted, id="first", number=1, recorded=NOW)])
    check(record, draft(plan, "00481-7"), NOW, None, approvals=approvals)


def test_what_comes_with_stepward_needs_no_approval() -> None:
    enrol(NOTHING_YET, BUILT_IN)


def test_a_sites_own_is_refused_until_exactly_this_version_is_approved() -> None:
    with pytest.raises(Refused, match="is not approved here in this version"):
        enrol(NOTHING_YET, SITE)
    approved = approve(NOTHING_YET, SITE)
    enrol(approved, SITE)
    with pytest.raises(Refused, match="is not approved here in this version"):
        enrol(approved, OTHER_VERSION)
    again = approve(approved, OTHER_VERSION)
    enrol(again, OTHER_VERSION)
    with pytest.raises(Refused, match="is not approved here in this version"):
        enrol(again, SITE)


def test_outside_of_a_ledger_nothing_is_asked() -> None:
    enrol(None, SITE)


def test_what_has_no_schedule_is_refused_for_that_and_not_sent_to_a_prescriber() -> None:
    with pytest.raises(Refused) as refused:
        enrol(Approvals(lambda: ()), OKUMA)
    assert "approved" not in str(refused.value)


@pytest.mark.parametrize(
    ("protocol", "words"),
    [
        (OKUMA, "needs no approval"),
        (BUILT_IN, "comes with Stepward. Rename the file"),
    ],
)
def test_an_approval_that_would_change_nothing_is_refused(protocol: Protocol, words: str) -> None:
    with pytest.raises(Refused, match=words):
        approve(NOTHING_YET, protocol)


def test_the_same_version_is_approved_once() -> None:
    with pytest.raises(Refused, match="is approved already"):
        approve(approve(NOTHING_YET, SITE), SITE)
    with pytest.raises(Refused, match="prescriber"):
        approve(NOTHING_YET, SITE, NURSE)
