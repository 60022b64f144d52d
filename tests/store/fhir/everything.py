"""One course in which every kind of entry of a patient is recorded, some corrected, some twice."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import msgspec

from protocols import entries as e
from protocols.definition.named_check import NamedCheck
from protocols.definition.protocol import DoseRules
from tests.protocols.helpers.bedside import PRESCRIBER, Bedside
from tests.protocols.helpers.published import library
from tests.protocols.reports.test_timeline import CASE

BEGIN = date(2026, 11, 2)
RASH = e.RashFound(
    "maculopapular",
    ("neck", "back"),
    extent=Decimal("12.5"),
    extent_method="hand",
    symptoms="itch",
    daily_living="limits tasks",
    mucosa="clear",
    temperature=Decimal("37.4"),
    grade=2,
    ctcae="v5",
    note="since the morning",
    severity="mild",
)
NARANJO = e.NaranjoAssessed(
    "rash on 600 mg twice daily",
    ("yes", "yes", "yes", "unknown", "no", "unknown", "unknown", "unknown", "no", "yes"),
    published_sum=9,
    published_source="case report",
)


def everything() -> Bedside:
    """The course, on the report's protocol with make-ups."""
    rules = DoseRules("first dose of each step", make_up_not_given_hours=6, make_up_vomited_minutes=30)
    bed = Bedside(msgspec.structs.replace(library("alectinib-report-2020"), doses=rules, checks=CHECKS))
    bed.admit()
    details = bed.folded.details
    assert details is not None
    bed.record(e.PatientDetailsChanged(msgspec.structs.replace(details, bed="14"), "moved"), course="")
    bed.record(e.NoteAdded("Wears a hearing aid."), course="")
    bed.record(e.PatientLeft("leave", "home", note="the weekend"), course="")
    bed.record(e.PatientReturned("14"), course="")
    bed.enrol()
    bed.record(CASE)
    bed.record(NARANJO, by=PRESCRIBER)
    beside(bed)
    checks(bed)
    bed.rash_free()
    bed.record(e.CourseAmended("asked the pharmacy", made_by="one capsule opened"))
    bed.start(1)
    doses(bed)
    corrections(bed)
    holds(bed)
    the_end(bed)
    return bed


CHECKS = (
    NamedCheck("ALT", 168, "U/L", at_most=Decimal(120), loinc="1742-6", ucum="U/L", before_steps=(1, 3)),
    NamedCheck("No swallowing trouble", 48, before_steps=(1,)),
)


def checks(bed: Bedside) -> None:
    """A measurement that was corrected, and a statement."""
    wrong = bed.record(e.NamedCheckMade("ALT", Decimal(400), "U/L"))
    bed.correct(wrong, e.NamedCheckMade("ALT", Decimal(40), "U/L", note="typed twice"))
    bed.record(e.NamedCheckMade("No swallowing trouble", stated=True))


def beside(bed: Bedside) -> None:
    """Other medicines: an exact amount, and one in words that goes on."""
    started = bed.record(e.CoMedicationStarted("prednisolone", "10 mg", "once daily", "rash", BEGIN))
    bed.record(e.CoMedicationGiven(started.id, "10 mg"))
    bed.record(e.CoMedicationStopped(started.id, "tapered off"))
    other = bed.record(e.CoMedicationStarted("antihistamine", "one tablet", "", "itch"))
    wrong = bed.record(e.CoMedicationGiven(other.id, "one tablet"))
    bed.correct(wrong)


def doses(bed: Bedside) -> None:
    """Days 1 and 2: given, vomited and made up, refused, deferred and given, self-administered, unknown."""
    bed.at(BEGIN, "08:00")
    first = bed.give()
    bed.go(minutes=10)
    bed.record(e.DoseVomited(first.id, "capsule seen whole"))
    bed.record(e.DoseGiven(None, Decimal(150), makes_up=first.id))
    bed.at(BEGIN, "20:00")
    evening = bed.next
    assert evening is not None
    bed.not_given("deferred")
    bed.go(minutes=40)
    packs = (e.PackUsed("05012345678900", Decimal(150), 1, "A1", "S7", date(2026, 12, 31)),)
    scans = e.DoseScans(True, packs)
    bed.record(e.DoseGiven(evening.key, Decimal(150), with_food=True, scans=scans))
    bed.at(BEGIN + timedelta(days=1), "08:00")
    bed.not_given("refused")
    bed.at(BEGIN + timedelta(days=1), "20:00")
    due = bed.next
    assert due is not None
    bed.record(e.DoseGiven(due.key, Decimal("112.5"), self_administered=True, reason="one capsule opened"))
    bed.at(BEGIN + timedelta(days=2), "08:00")
    bed.not_given("unknown")
    bed.at(BEGIN + timedelta(days=2), "20:00")
    bed.give(vomited=True)


def corrections(bed: Bedside) -> None:
    """A dose whose time was wrong twice, one refused in truth, a note and a check of another patient."""
    bed.at(BEGIN + timedelta(days=3), "08:00")
    dose = bed.give()
    assert isinstance(dose.what, e.DoseGiven)
    bed.go(minutes=30)
    bed.correct(dose, dose.what, bed.now - timedelta(minutes=20))
    bed.correct(dose, dose.what, bed.now - timedelta(minutes=10))
    bed.at(BEGIN + timedelta(days=3), "20:00")
    refused = bed.give()
    assert isinstance(refused.what, e.DoseGiven)
    assert refused.what.dose is not None
    bed.correct(refused, e.DoseNotGiven(refused.what.dose, "refused", "spat out"))
    bed.correct(bed.record(e.NoteAdded("Another patient's note.")))
    bed.correct(bed.rash_free())


def holds(bed: Bedside) -> None:
    """A hold, a rash that was corrected, a red flag, each released; a waiver and another target."""
    bed.record(e.HoldPlaced("surgery"))
    bed.record(e.DoneOnPaper(e.DecisionMade("stay", "surgery", paper="CM")))
    bed.decide("resume")
    bed.at(BEGIN + timedelta(days=4), "08:00")
    found = bed.record(RASH)
    bed.correct(found, msgspec.structs.replace(RASH, extent=Decimal(15), sites=("neck", "back", "left arm")))
    bed.record(e.RedFlagSeen(("skin pain", "facial oedema"), "called Dr Marsh"))
    bed.at(BEGIN + timedelta(days=5), "06:00")
    bed.rash_free()
    bed.decide("resume")
    bed.waive("doses")
    bed.decide("target", 3)


def the_end(bed: Bedside) -> None:
    """The next step, one back, stopped, and what was learned later."""
    bed.rash_free()
    bed.start(2)
    bed.at(BEGIN + timedelta(days=5), "08:00")
    bed.give()
    bed.decide("back", 1)
    bed.decide("stop")
    bed.record(e.EarlierReaction(CASE.first_dose, CASE.onset, resolved=CASE.resolved), by=PRESCRIBER)
    bed.go(days=30)
    bed.record(e.FollowUpRecorded("off the drug", "stable", "300 mg twice daily", "yes", "after a week"))
