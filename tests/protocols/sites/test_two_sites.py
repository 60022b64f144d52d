"""One patient at two sites: who went on, late facts, and two courses of which one is taken on."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from protocols import entries as e
from protocols.record.approvals import Approvals
from protocols.record.fold import Record, fold
from protocols.record.imported import sealed_as, with_allergies_of
from protocols.record.people import initials_of
from protocols.record.slots import start_options
from protocols.rules.check import Refused, check
from protocols.sites.sending import side_list, where_text
from tests.protocols.helpers.bedside import MRN, NURSE, PRESCRIBER, ZONE
from tests.protocols.helpers.site import Site
from tui.views.course.history import history

MONDAY = date(2026, 11, 2)


@pytest.fixture
def clinic() -> Site:
    """The clinic's patient on step 1, the doses of two days given; it is the morning of day 3."""
    site = Site("Clinic")
    site.begin()
    site.step_through()
    return site


@pytest.fixture
def hospital() -> Site:
    return Site("Hospital", "Europe/London")


def steps(record: Record) -> list[tuple[int, bool]]:
    return [(stretch.step, stretch.until is None) for stretch in record.charts[0].stretches]


def test_a_record_that_was_sent_is_closed_for_moves_and_open_for_facts(clinic: Site) -> None:
    clinic.rash_free()
    clinic.send("Hospital")
    assert not clinic.chart.running
    assert {dose.state for dose in clinic.doses} <= {"given", "held"}, "nothing is overdue here"
    assert "At Hospital since Wed 04-Nov-2026" in where_text(clinic.folded)
    with pytest.raises(Refused, match="steps and decisions are made there"):
        clinic.start(2, e.DoseKey(MONDAY + timedelta(days=2), "morning"))
    with pytest.raises(Refused, match="steps and decisions are made there"):
        clinic.decide("stop")
    late = clinic.record(e.NoteAdded("The bag was left here."), course="")
    assert side_list(clinic.folded) == (late,)
    with pytest.raises(Refused, match="cannot be sent from here"):
        clinic.send("Elsewhere")


def test_it_goes_on_where_it_was_received_and_comes_back(clinic: Site, hospital: Site) -> None:
    clinic.rash_free()
    clinic.send("Hospital")
    assert hospital.receive(clinic).state == "new"
    assert hospital.chart.away is None
    hospital.start(2)
    clinic.go(hours=3)
    late = clinic.record(e.NoteAdded("The bag was left here."), course="")
    hospital.at(MONDAY + timedelta(days=2), "08:00")
    hospital.give()
    hospital.send("Clinic")
    found = clinic.receive(hospital)
    assert (found.state, [one.entry.id for one in found.beside]) == ("grown", [late.id])
    assert clinic.chart.step_number == 2
    assert clinic.chart.running
    assert clinic.folded.sent is None
    # The side list travels with the next file and makes no conflict there.
    clinic.send("Hospital")
    assert hospital.receive(clinic).state == "grown"
    assert late.id in {entry.id for entry in hospital.folded.entries}
    assert steps(hospital.folded) == steps(clinic.folded)


def test_a_rash_seen_late_at_the_old_site_holds_and_no_decision_that_did_not_know_it_ends_it(
    clinic: Site, hospital: Site
) -> None:
    clinic.record(e.HoldPlaced("scan"))
    clinic.send("Hospital")
    hospital.receive(clinic)
    clinic.rash(at=clinic.now)
    hospital.go(minutes=5)
    hospital.rash_free()
    hospital.decide("resume")
    hospital.send("Clinic")
    clinic.receive(hospital)
    assert [hold.cause for hold in clinic.chart.open_holds] == ["rash"]
    clinic.send("Hospital")
    hospital.receive(clinic)
    assert [hold.cause for hold in hospital.chart.open_holds] == ["rash"]
    assert not hospital.chart.running


def test_moves_on_both_sides_are_for_a_prescriber_who_takes_one_course_on(
    clinic: Site, hospital: Site
) -> None:
    clinic.rash_free()
    hospital.receive(clinic)
    hospital.start(2)
    hospital.at(MONDAY + timedelta(days=2), "08:00")
    hospital.give()
    stay = clinic.decide("stay")
    found = clinic.look(hospital)
    assert (found.state, found.kind) == ("conflict", "entries")
    assert [one.entry.id for one in found.beside] == [stay.id]
    assert len(found.there) == 2
    with pytest.raises(Refused, match="A prescriber takes one side's course on"):
        clinic.receive(hospital, "there")
    clinic.receive(hospital, "there", by=PRESCRIBER)
    assert clinic.chart.step_number == 2
    assert clinic.chart.target == len(clinic.protocol.steps), "what was decided here is set aside"
    assert clinic.folded.aside == {stay.id}
    assert stay in clinic.folded.entries


def test_the_side_not_taken_on_keeps_its_facts(clinic: Site, hospital: Site) -> None:
    clinic.rash_free()
    hospital.receive(clinic)
    start = hospital.start(2)
    hospital.at(MONDAY + timedelta(days=2), "08:00")
    dose = hospital.give()
    rash = hospital.rash()
    clinic.decide("stay")
    clinic.receive(hospital, "here", by=PRESCRIBER)
    chart = clinic.chart
    assert chart.step_number == 1
    assert clinic.folded.aside == {start.id}
    assert {dose.id, rash.id} <= chart.lines.keys()
    assert [hold.cause for hold in chart.open_holds] == ["rash"]
    assert max(line.at for line in chart.taken) == dose.at
    # The other site reads the same: what a prescriber chose here travels, also without being sent.
    assert hospital.receive(clinic).state == "grown"
    assert hospital.chart.step_number == 1
    assert hospital.folded.aside == {start.id}
    assert not hospital.chart.running
    # And both go on from there.
    hospital.at(MONDAY + timedelta(days=2), "13:00")
    hospital.rash_free()
    hospital.decide("resume")
    assert clinic.receive(hospital).state == "grown"
    assert clinic.chart.running == hospital.chart.running


def test_a_choice_without_two_courses_is_refused(clinic: Site, hospital: Site) -> None:
    clinic.rash_free()
    hospital.receive(clinic)
    hospital.start(2)
    origins, entries = sealed_as(hospital.look(clinic).new or hospital.told[-1:])
    what = e.RecordImported(
        "Hospital", "9", origins, clinic.entries[-1].id, entries, (), takes="there", reason="x"
    )
    draft = e.Entry(id="x", patient=MRN, at=hospital.now, zone=ZONE, by=PRESCRIBER, what=what)
    with pytest.raises(Refused, match="no two courses"):
        check(clinic.folded, draft, hospital.now, None)


def test_a_file_that_hides_what_is_only_here_is_refused(clinic: Site, hospital: Site) -> None:
    clinic.rash_free()
    hospital.receive(clinic)
    hospital.start(2)
    clinic.decide("stay")
    new = [one for one in hospital.told if one.entry.id not in {entry.id for entry in clinic.entries}]
    origins, entries = sealed_as(new)
    what = e.RecordImported("Hospital", "9", origins, clinic.entries[-1].id, entries, ())
    draft = e.Entry(id="x", patient=MRN, at=hospital.now, zone=ZONE, by=PRESCRIBER, what=what)
    with pytest.raises(Refused):
        check(clinic.folded, draft, hospital.now, None)


def test_a_record_nobody_received_is_taken_back_by_a_prescriber(clinic: Site) -> None:
    clinic.rash_free()
    clinic.send("Hospital")
    back = e.RecordTakenBack("the stick was lost, the patient never went")
    with pytest.raises(Refused, match="prescriber"):
        clinic.record(back, course="", by=NURSE)
    clinic.record(back, course="", by=PRESCRIBER)
    clinic.start(2)


def test_checks_by_a_clock_that_was_wrong_there_open_no_gate_here(clinic: Site, hospital: Site) -> None:
    clinic.rash_free()
    clinic.send("Hospital")
    hospital.receive(clinic, clock_off=12)
    with pytest.raises(Refused, match="Rash-free check"):
        hospital.start(2)
    hospital.rash_free()
    hospital.start(2)


def test_a_clock_that_was_ahead_there_is_no_wall_once_somebody_has_compared_it(
    clinic: Site, hospital: Site
) -> None:
    clinic.send("Hospital")
    clinic.now -= timedelta(minutes=10)
    with pytest.raises(Refused, match="Compare the clocks"):
        hospital.receive(clinic)
    hospital.receive(clinic, clock_off=10)
    assert hospital.chart.step_number == 1


@pytest.mark.parametrize("minutes", [10**9, 10**17, -(10**30)])
def test_minutes_that_no_clock_is_wrong_by_are_refused(clinic: Site, hospital: Site, minutes: int) -> None:
    clinic.send("Hospital")
    with pytest.raises(Refused, match=r"no clock|too large a number"):
        hospital.receive(clinic, clock_off=minutes)


ADMITTED = e.PatientAdmitted("Ng", "Li Wei", date(1958, 3, 12), "female", "3", "", "none known")


def test_the_same_person_admitted_at_both_sites_is_asked_about_and_no_allergy_falls(
    clinic: Site, hospital: Site
) -> None:
    hospital.record(ADMITTED, course="")
    assert hospital.look(clinic).state == "conflict"
    assert hospital.receive(clinic, same=True).state == "grown"
    details = hospital.folded.details
    assert details is not None
    assert (details.allergies_known, details.allergies) == ("known", "penicillin")


@pytest.mark.parametrize(
    ("here", "there", "both"),
    [
        (("known", "penicillin"), ("none known", ""), ("known", "penicillin")),
        (("none known", ""), ("known", "penicillin"), ("known", "penicillin")),
        (("known", "penicillin"), ("known", "latex"), ("known", "penicillin; latex")),
        (("known", "Penicillin, latex"), ("known", "latex"), ("known", "Penicillin, latex")),
        (("known", "latex"), ("known", "Penicillin, latex"), ("known", "Penicillin, latex")),
        (("not recorded", ""), ("none known", ""), ("none known", "")),
        (("not recorded", ""), ("not recorded", ""), ("not recorded", "")),
    ],
)
def test_allergies_of_two_sides_are_joined(
    here: tuple[str, str], there: tuple[str, str], both: tuple[str, str]
) -> None:
    one, other = (
        msgspec.structs.replace(ADMITTED, allergies_known=known, allergies=words)
        for known, words in (here, there)
    )
    found = with_allergies_of(one, other)
    assert (found.allergies_known, found.allergies) == both


def test_a_record_added_up_from_its_flat_entries_is_the_same(clinic: Site, hospital: Site) -> None:
    clinic.rash_free()
    hospital.receive(clinic)
    hospital.start(2)
    clinic.decide("stay")
    clinic.receive(hospital, "there", by=PRESCRIBER)
    again = fold(clinic.folded.entries)
    assert again.charts[0].stretches == clinic.chart.stretches
    assert again.aside == clinic.folded.aside
    assert again.line == clinic.folded.line


def test_a_record_that_was_taken_back_can_be_sent_all_the_same(clinic: Site, hospital: Site) -> None:
    clinic.rash_free()
    clinic.send("Hospital")
    hospital.receive(clinic)
    clinic.record(e.RecordTakenBack("came home"), course="", by=PRESCRIBER)
    clinic.start(2)
    clinic.send("Hospital")
    assert hospital.receive(clinic).state == "grown"
    assert hospital.chart.step_number == 2
    assert hospital.folded.sent is None


def test_which_course_was_taken_on_travels_and_is_not_asked_again(clinic: Site, hospital: Site) -> None:
    clinic.rash_free()
    hospital.receive(clinic)
    stay = hospital.decide("stay")
    target = clinic.decide("target", 4)
    clinic.record(e.HoldPlaced("two sites"))
    clinic.receive(hospital, "there", by=PRESCRIBER)
    assert clinic.folded.aside == {target.id}
    clinic.rash_free()
    clinic.decide("resume")
    clinic.send("Hospital")
    assert hospital.receive(clinic).state == "grown"
    assert hospital.folded.aside == clinic.folded.aside
    assert stay.id not in hospital.folded.aside
    assert hospital.chart.target == clinic.chart.target == 1
    assert hospital.chart.running
    assert clinic.chart.open_holds == ()


def test_what_is_set_aside_is_a_prescribers_word_and_nobody_sends_another(clinic: Site) -> None:
    (start,) = (entry for entry in clinic.entries if isinstance(entry.what, e.StepStarted))
    with pytest.raises(Refused, match="count no longer"):
        clinic.record(e.PatientSent("Hospital", aside=(start.id,)), course="")


def test_the_next_step_of_a_course_on_another_version_waits_for_a_prescriber_here(
    clinic: Site, hospital: Site
) -> None:
    clinic.rash_free()
    hospital.receive(clinic)
    assert hospital.chart.brought
    assert not clinic.chart.brought
    chart, to = hospital.chart, hospital.protocol.step(2)
    step = e.StepStarted(2, start_options(chart.plan, to, hospital.now, chart.known, chart.step)[0])

    def asked(site: Site, by: e.Person) -> None:
        draft = e.Entry(id="x", patient=MRN, course=site.course, at=site.now, zone=ZONE, by=by, what=step)
        check(site.folded, draft, site.now, None, approvals=Approvals(lambda: ()))

    with pytest.raises(Refused, match=r"OTHER PROTOCOL: .* A prescriber here starts the next step"):
        asked(hospital, NURSE)
    asked(hospital, PRESCRIBER)
    asked(clinic, NURSE)


def test_two_people_of_the_same_initials_are_told_apart(clinic: Site, hospital: Site) -> None:
    clinic.rash_free()
    hospital.receive(clinic)
    doctor = e.Person("Anna Olsen", NURSE.initials, "prescriber")
    hospital.record(e.DecisionMade("stay", "as discussed"), by=doctor)
    record, chart = hospital.folded, hospital.chart
    assert initials_of(record.initials, NURSE) == "AO"
    assert initials_of(record.initials, doctor) == initials_of(chart.initials, doctor) == "AO 2"
    assert [row.who for row in history(record) if row.entry.by in (doctor, NURSE)][:2] == ["AO 2", "AO"]


def test_a_dose_that_both_sites_gave_comes_in_and_the_first_taken_stands_at_both(
    clinic: Site, hospital: Site
) -> None:
    """No fact is refused because the other site had recorded the same dose, and neither knew."""
    hospital.receive(clinic)
    hospital.at(MONDAY + timedelta(days=2), "08:20")
    here = hospital.give()
    clinic.at(MONDAY + timedelta(days=2), "08:05")
    first = clinic.give()
    clinic.at(MONDAY + timedelta(days=2), "09:00")
    hospital.at(MONDAY + timedelta(days=2), "09:00")
    clinic.send("Hospital")
    hospital.receive(clinic)
    hospital.send("Clinic")
    clinic.receive(hospital)
    for site in (clinic, hospital):
        assert {first.id, here.id} <= {line.id for line in site.chart.taken}
        assert first.what.dose is not None  # type: ignore[union-attr]
        assert site.chart.statuses[first.what.dose].id == first.id  # type: ignore[union-attr]
