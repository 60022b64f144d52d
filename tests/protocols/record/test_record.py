"""What a record says of itself: what is its own, how it stood, and whether the patient is gone."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from protocols import entries as e
from protocols.record.fold import Folding, Record, fold
from protocols.values.oddity import Unreadable
from tests.protocols.helpers.bedside import MRN, OTHER_NURSE, PRESCRIBER, Bedside, at_bedside
from tests.protocols.helpers.published import library
from tests.protocols.helpers.sealing import importing, sealed
from tests.protocols.helpers.site import Site


def arrived() -> tuple[Site, Site]:
    """Begun at the clinic, and received at the hospital, where a note was added."""
    clinic, hospital = Site("Clinic"), Site("Hospital", "Europe/London")
    clinic.begin()
    hospital.receive(clinic)
    hospital.record(e.NoteAdded("slept well"), course="")
    return clinic, hospital


def test_nothing_is_known_of_nobody() -> None:
    record = Record()
    assert (record.zone, record.own, record.gone, record.since(0)) == ("UTC", (), False, ())


def test_the_clocks_are_those_of_the_newest_entry() -> None:
    *before, last = at_bedside().entries
    assert fold([*before, msgspec.structs.replace(last, zone="Asia/Tokyo")]).zone == "Asia/Tokyo"


def test_what_was_brought_is_not_the_records_own() -> None:
    clinic, hospital = arrived()
    record = hospital.folded
    assert record.own == tuple(hospital.entries)
    assert len(record.entries) == len(clinic.entries) + 2
    assert clinic.folded.own == clinic.folded.entries == tuple(clinic.entries)
    assert record.zone == "Europe/London"


def test_what_came_since_and_how_it_stood_by_the_numbers_of_here() -> None:
    _, hospital = arrived()
    record, (bringing, note) = hospital.folded, hospital.entries
    assert [record.since(version) for version in (0, 1, 2)] == [(bringing, note), (note,), ()]
    assert [record.as_of(version).own for version in (0, 1, 2)] == [(), (bringing,), (bringing, note)]
    assert record.as_of(1).entries == record.entries[:-1]
    assert record.as_of(2) is record
    brought = record.entries[3]
    assert (brought.number, record.number_of(brought), record.number_of(note)) == (4, 1, 2)


LEAVE, HOME, DIED = (e.PatientLeft(how) for how in ("leave", "discharged", "died"))
JOINED = e.RecordJoined("B-7", "one person", e.Confirmed(OTHER_NURSE, at_bedside().now))
STOP = e.DecisionMade("stop", "as discussed")


def with_entries(bed: Bedside, *whats: e.What) -> Record:
    """The record after these entries, each a minute later, whatever the rules say to them."""
    entries = list(bed.entries)
    for what in whats:
        bed.go(minutes=1)
        course = bed.course if isinstance(what, e.Move) else ""
        entries.append(
            e.Entry(
                id=f"x{len(entries)}", patient=MRN, course=course, at=bed.now, zone=bed.zone,
                by=PRESCRIBER, what=what, number=len(entries) + 1, recorded=bed.now,
            )
        )  # fmt: skip
    return fold(entries)


@pytest.mark.parametrize(
    ("whats", "gone"),
    [
        ((), False),
        ((STOP,), False),
        ((LEAVE,), False),
        ((STOP, LEAVE), False),
        ((HOME,), False),
        ((STOP, HOME), True),
        ((HOME, STOP), True),
        ((STOP, HOME, e.PatientReturned("3")), False),
        ((DIED,), False),
        ((DIED, STOP), True),
        ((JOINED,), True),
        ((e.RashFound("other", ("arm",)), STOP, HOME), False),
        ((e.RashFound("other", ("arm",)), STOP, DIED), True),
    ],
)
def test_who_has_left_with_nothing_open_is_gone(whats: tuple[e.What, ...], gone: bool) -> None:
    """A rash that nobody released keeps whoever was discharged on the lists; a death leaves nothing open."""
    assert with_entries(at_bedside(), *whats).gone is gone


def test_every_course_has_to_be_ended() -> None:
    bed = at_bedside()
    first = bed.course
    bed.protocol = msgspec.structs.replace(library("alectinib-anderson"), drug="ceritinib")
    bed.enrol()
    assert not with_entries(bed, STOP, HOME).gone
    bed.course = first
    assert not with_entries(bed, STOP, HOME).gone


def test_who_was_never_enrolled_is_gone_with_the_discharge() -> None:
    bed = Bedside(library("alectinib-report-2020"))
    bed.admit()
    assert with_entries(bed, HOME).gone


@pytest.mark.parametrize(
    ("whats", "left", "bed"),
    [
        ((LEAVE,), True, "12"),
        ((HOME,), True, ""),
        ((HOME, e.PatientReturned("3")), False, "3"),
        ((LEAVE, DIED), True, ""),
        ((JOINED,), True, ""),
    ],
)
def test_who_left_and_the_bed(whats: tuple[e.What, ...], left: bool, bed: str) -> None:
    record = with_entries(at_bedside(), *whats)
    assert record.details is not None
    assert (record.left is not None, record.details.bed) == (left, bed)
    assert all(
        (chart.left == record.left, chart.running is not left) == (True, True) for chart in record.charts
    )


def test_somebody_else_under_a_number_that_was_wrong_begins_anew() -> None:
    """After any other way out the same admission goes on with the record."""
    admitted = e.PatientAdmitted("Sato", "Misaki", date(1966, 6, 18), "female", "2", "")
    other = with_entries(at_bedside(), JOINED, admitted)
    assert other.details == admitted
    assert ([entry.what for entry in other.entries], other.charts, other.left) == ([admitted], (), None)
    assert len(with_entries(at_bedside(), HOME, admitted).charts) == 1
    assert len(with_entries(at_bedside(), JOINED, e.NoteAdded("late")).charts) == 1


def test_details_are_those_said_last() -> None:
    details = e.PatientAdmitted("Ngo", "Li Wei", date(1958, 3, 12), "female", "14", "")
    record = with_entries(at_bedside(), e.PatientDetailsChanged(details, "misspelt"))
    assert record.details == details


def test_what_cannot_be_reckoned_with_is_not_added_up() -> None:
    """Neither on its own nor in what an import brings."""
    bed = at_bedside()
    odd = msgspec.structs.replace(bed.entries[-1], at=bed.now.replace(year=1700))
    with pytest.raises(Unreadable, match="year 1700"):
        fold([*bed.entries[:-1], odd])
    with pytest.raises(Unreadable, match="year 1700"):
        fold([importing(sealed([*bed.entries[:-1], odd]), bed)])


def test_a_record_goes_on_in_a_ward_whose_clocks_count_from_then_on() -> None:
    """Where it was sent from is over, and whoever is received is here."""
    bed = at_bedside()
    entries = with_entries(bed, e.PatientSent("Hospital"), LEAVE).entries
    folding = Folding()
    for entry in entries:
        folding.add(entry)
    before = folding.record()
    assert (before.sent, before.left) == (entries[-2], entries[-1])
    folding.in_zone("Asia/Tokyo")
    assert folding.record() is not before
    again = folding.record()
    assert again.charts[0].zone == "Asia/Tokyo"
    folding.in_zone("Asia/Tokyo")
    assert folding.record() is again, "nothing has changed"
    folding.received("Asia/Seoul")
    after = folding.record()
    assert after.charts[0].zone == "Asia/Seoul"
    assert (after.sent, after.left, after.charts[0].away, after.charts[0].left) == (None,) * 4
    empty = Folding()
    empty.received("Asia/Tokyo")
    assert empty.record() == Record()


def test_a_move_from_paper_finds_the_record_as_it_stood_and_leaves_its_clocks() -> None:
    bed = at_bedside()
    then = bed.now
    bed.go(hours=1)
    note = bed.record(e.NoteAdded("of later"), course="")
    resume = e.DecisionMade("stay", "as discussed", paper="CM")
    paper = msgspec.structs.replace(note, id="paper", course=bed.course, at=then, what=resume)
    folding = Folding()
    for entry in bed.entries:
        folding.add(entry)
    folding.in_zone("Asia/Tokyo")
    assert note in folding.record().line
    before, later = folding.as_it_stood(paper)
    assert (before.line, later) == (tuple(bed.entries[:-1]), [note])
    assert before.charts[0].zone == "Asia/Tokyo"


@pytest.mark.parametrize("brought", [False, True])
def test_who_left_later_was_here_by_the_time_of_a_paper(brought: bool) -> None:
    """Of what was brought nobody asks: whoever is received is here."""
    clinic, hospital = arrived()
    bed = hospital if brought else clinic
    stay = e.DecisionMade("stay", "as discussed", paper="CM")
    draft = msgspec.structs.replace(clinic.entries[-1], id="paper", at=bed.now, what=stay)
    bed.go(hours=1)
    left = bed.record(HOME, course="")
    folding = Folding()
    for entry in bed.entries:
        folding.add(entry)
    assert folding.as_it_stood(draft)[0].left == (left if brought else None)


def test_sent_and_taken_back() -> None:
    sent, back = e.PatientSent("Hospital"), e.RecordTakenBack("never went")
    record = with_entries(at_bedside(), sent)
    assert record.sent == record.entries[-1] == record.charts[0].away
    record = with_entries(at_bedside(), sent, back)
    assert (record.sent, record.charts[0].away) == (None, None)


def test_the_record_is_away_until_an_import_says_that_the_patient_was_sent_here() -> None:
    clinic, hospital = Site("Clinic"), Site("Hospital")
    clinic.begin()
    clinic.send("Hospital")
    hospital.receive(clinic)
    hospital.record(e.NoteAdded("arrived"), course="")
    clinic.receive(hospital)
    assert (clinic.chart.away, clinic.folded.sent) == (clinic.entries[-2],) * 2
    hospital.record(e.NoteAdded("goes home"), course="")
    hospital.send("Clinic")
    clinic.receive(hospital)
    assert clinic.chart.away is None
    assert clinic.folded.sent is None


def test_the_courses_of_a_record_are_found_by_their_ids() -> None:
    bed = at_bedside()
    bed.go(days=1)
    record = bed.folded
    chart = record.chart(bed.course)
    assert chart is not None
    assert (chart.id, record.chart("no such course")) == (bed.course, None)
    assert bed.now - chart.entry.at == timedelta(days=1)


@pytest.mark.parametrize(
    ("way", "away"),
    [(LEAVE, False), (HOME, False), (DIED, True), (None, False)],
)
def test_whoever_is_received_is_here_unless_they_died(way: e.PatientLeft | None, away: bool) -> None:
    """Also where the other site had sent them home; the course goes on by the clocks of here."""
    clinic, hospital = Site("Clinic"), Site("Hospital", "Europe/London")
    clinic.begin()
    if way is not None:
        clinic.record(way, course="")
    hospital.receive(clinic)
    assert (hospital.folded.left is not None) is away
    assert hospital.chart.running is not away
    assert (hospital.chart.zone, clinic.chart.zone) == ("Europe/London", "Europe/Berlin")
    assert (hospital.chart.brought, clinic.chart.brought) == (True, False)


@pytest.mark.parametrize(("beside", "allergies"), [(True, "latex; penicillin"), (False, "latex")])
def test_no_allergy_falls_away_where_both_sides_went_on(beside: bool, allergies: str) -> None:
    """Where the other side alone went on, its word is the last."""
    clinic, hospital = Site("Clinic"), Site("Hospital")
    clinic.begin()
    hospital.receive(clinic)
    details = hospital.folded.details
    assert details is not None
    latex = msgspec.structs.replace(details, allergies="latex", bed="3")
    hospital.record(e.PatientDetailsChanged(latex, "asked again"), course="")
    if beside:
        clinic.record(e.NoteAdded("seen"), course="")
    clinic.receive(hospital)
    assert clinic.folded.details == msgspec.structs.replace(latex, allergies=allergies)


def test_entries_added_up_a_second_time_are_there_once() -> None:
    """A record read from its flat entries says the same."""
    _, hospital = arrived()
    record = hospital.folded
    again = fold(record.entries)
    assert (again.entries, again.line, again.charts[0].lines.keys()) == (
        record.entries,
        record.line,
        record.charts[0].lines.keys(),
    )
    assert {id: brought.origin for id, brought in again.brought.items()} == {
        id: brought.origin for id, brought in record.brought.items()
    }
