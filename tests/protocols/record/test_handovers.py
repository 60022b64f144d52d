"""Giving and answering a handover: two people, once each, and nobody is ever nobody's."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from protocols.entries import (
    Entry,
    HandoverAccepted,
    HandoverGiven,
    HandoverRefused,
    PatientTaken,
    Person,
    StaffAdded,
)
from protocols.record.chart import Chart, Hold
from protocols.record.fold import Record
from protocols.record.handovers import Handover, handovers_of, last_accepted, waiting, with_whom
from protocols.rules.check import Refused, check
from tests.protocols.helpers.bedside import MRN, NURSE, OTHER_NURSE, PRESCRIBER, at_bedside
from tests.protocols.helpers.handing_over import DIGEST, Handing
from tests.protocols.helpers.staff_list import ADMIN, PIN

PHARMACIST = Person("Ravi Menon", "RM", "pharmacist")
GIVEN = HandoverGiven("Ward 3", 0, DIGEST)


def refusal(hand: Handing, what: object, by: Person = NURSE, patient: str = "") -> str:
    with pytest.raises(Refused) as refused:
        hand.keep(what, by, patient)  # type: ignore[arg-type]
    return str(refused.value)


@pytest.mark.parametrize("other", [NURSE, Person("ada  OKAFOR", "XX", "prescriber")])
def test_the_person_who_gave_it_can_neither_accept_nor_refuse_it(other: Person) -> None:
    hand = Handing()
    id = hand.give()
    for what in (HandoverAccepted(id, other, True), HandoverRefused(id, other, "no")):
        for by in (NURSE, OTHER_NURSE):
            assert "gave this handover. Another person accepts or refuses it." in refusal(hand, what, by)
    assert hand.find(id).waits


@pytest.mark.parametrize("taker", [OTHER_NURSE, PRESCRIBER, PHARMACIST])
def test_another_person_accepts_it_once(taker: Person) -> None:
    hand = Handing()
    id = hand.give()
    hand.accept(id, taker)
    assert (hand.find(id).waits, hand.find(id).answer) == (False, HandoverAccepted(id, taker, True))
    again = refusal(hand, HandoverAccepted(id, OTHER_NURSE, True))
    assert again == f"{taker.name} accepted this handover Mon 02-Nov-2026 08:00."
    assert "accepted this handover" in refusal(hand, HandoverRefused(id, OTHER_NURSE, "too late"))


def test_it_is_between_those_who_care_for_patients() -> None:
    hand = Handing()
    assert "between nurses, pharmacists and prescribers" in refusal(hand, GIVEN, ADMIN)
    id = hand.give()
    assert "between nurses, pharmacists and prescribers" in refusal(hand, HandoverAccepted(id, ADMIN, True))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"place": "  "}, "Write the place of the handover."),
        ({"note": "x" * 2001}, "Shorten the note:"),
        ({"others": "x" * 2001}, "Shorten who else was present:"),
        ({"digest": "abc"}, "The handover has no sheet."),
    ],
)
def test_what_a_handover_needs(changes: dict[str, str], words: str) -> None:
    assert words in refusal(Handing(), msgspec.structs.replace(GIVEN, **changes))


def test_a_sheet_older_than_the_ledgers_own_entries_is_not_handed_over() -> None:
    hand = Handing()
    hand.accept(hand.give())
    assert "look at it again" in refusal(hand, GIVEN)


def test_what_an_answer_needs() -> None:
    hand = Handing()
    assert refusal(hand, HandoverAccepted("none", OTHER_NURSE, True)) == "There is no such handover."
    id = hand.give()
    assert "what was not satisfying" in refusal(hand, HandoverAccepted(id, OTHER_NURSE, False))
    assert "the reason for the refusal" in refusal(hand, HandoverRefused(id, OTHER_NURSE, " "))
    assert "an entry of the ledger" in refusal(hand, HandoverAccepted(id, OTHER_NURSE, True), patient=MRN)
    too_long = HandoverAccepted(id, OTHER_NURSE, True, "x" * 2001)
    assert refusal(hand, too_long).startswith("Shorten the note:")
    assert "Write the name of the person" in refusal(
        hand, HandoverAccepted(id, Person(" ", "X", "nurse"), True)
    )
    hand.keep(HandoverAccepted(id, OTHER_NURSE, False, "no time for questions"))
    assert hand.find(id).answer is not None


def test_a_handover_is_of_no_course() -> None:
    hand = Handing()
    entry = Entry(id="x", patient="", course="c", at=hand.now, zone="UTC", by=NURSE, what=GIVEN)
    with pytest.raises(Refused, match="an entry of the ledger"):
        check(hand.record, entry, hand.now, None)


def test_a_refusal_is_kept_with_its_reason_and_ends_the_handover() -> None:
    hand = Handing()
    id = hand.give()
    entry = hand.refuse(id)
    found = hand.find(id)
    assert (found.waits, found.refused, found.answer) == (False, (entry,), None)
    assert refusal(hand, HandoverAccepted(id, OTHER_NURSE, True)) == (
        "This handover was refused. A new one has to be given."
    )


def test_one_patient_can_be_refused_and_the_others_accepted() -> None:
    hand, record = Handing(), at_bedside().folded
    hand.number = record.version
    id = hand.give()
    hand.refuse(id, MRN)
    assert "was refused already" in refusal(hand, HandoverRefused(id, OTHER_NURSE, "again", MRN))
    assert hand.find(id).waits
    hand.accept(id)
    assert not hand.find(id).covers(record)
    assert last_accepted(hand.all, record) is None


def test_of_one_patient_only_that_one_can_be_refused() -> None:
    hand = Handing()
    id = hand.give(MRN)
    assert "not in this handover" in refusal(hand, HandoverRefused(id, OTHER_NURSE, "no", "other"))
    hand.refuse(id, MRN)
    assert not hand.find(id).waits


def test_a_newer_handover_takes_the_place_of_one_that_waits() -> None:
    hand = Handing()
    one, ward = hand.give(MRN), hand.give()
    other = hand.give("other")
    assert [waiting(hand.all, only) for only in (MRN, "", "other")] == [
        None,
        hand.find(ward),
        hand.find(other),
    ]
    assert "A newer handover was given" in refusal(hand, HandoverAccepted(one, OTHER_NURSE, True))
    hand.accept(ward)


def test_a_patient_stays_with_whoever_accepted_until_somebody_else_does() -> None:
    hand, record = Handing(), at_bedside().folded
    hand.number = record.version
    assert last_accepted(hand.all, record) is None
    first = hand.give()
    assert last_accepted(hand.all, record) is None, "given is not accepted"
    hand.accept(first)
    second = hand.give(by=OTHER_NURSE)
    hand.refuse(second, taker=NURSE)
    assert last_accepted(hand.all, record) == hand.find(first)
    third = hand.give(MRN, by=OTHER_NURSE)
    hand.accept(third, PRESCRIBER)
    assert last_accepted(hand.all, record) == hand.find(third)


def test_a_patient_is_with_whoever_took_over_at_whichever_keyboard_or_took_them_since() -> None:
    hand, bedside = Handing(), at_bedside()
    hand.number = bedside.folded.version
    hand.accept(hand.give(), taker=OTHER_NURSE, by=NURSE)
    assert with_whom(hand.all, bedside.folded) == OTHER_NURSE
    for taken, by in ((True, NURSE), (False, None)):
        entry = bedside.record(PatientTaken(taken), by=NURSE, course="")
        bedside.entries[-1] = msgspec.structs.replace(entry, number=hand.number + 10 + taken)
        assert with_whom(hand.all, bedside.folded) == by
        bedside.entries.pop()


def course_of(
    number: int, ended: int | None = None, hold: int = 0, until: int | None = None, another: int = 0
) -> Chart:
    """A course enrolled, ended and held by the entries of these numbers; the first hold ended by `until`."""
    chart = at_bedside().chart

    def entry(n: int | None) -> Entry | None:
        return msgspec.structs.replace(chart.entry, number=n) if n else None

    kept = [(at, end) for at, end in ((entry(hold), entry(until)), (entry(another), None)) if at]
    holds = tuple(Hold("hold", at, chart.entry.at, end) for at, end in kept)
    enrolled = msgspec.structs.replace(chart.entry, number=number)
    return replace(chart, entry=enrolled, ended=entry(ended), holds=holds)


@pytest.mark.parametrize(
    ("admitted", "courses", "covered"),
    [
        (10, [], True),
        (11, [], False),
        (9, [course_of(10)], True),
        (9, [course_of(11)], True),
        (11, [course_of(12)], False),
        (1, [course_of(2, ended=5)], False),
        (1, [course_of(2, ended=5), course_of(11)], False),
        (1, [course_of(2, ended=12), course_of(13)], False),
        (1, [course_of(2, ended=5), course_of(9)], True),
        (1, [course_of(2, ended=5), course_of(10)], True),
        (1, [course_of(2), course_of(12)], True),
        (1, [course_of(2, ended=5, hold=10, another=12)], True),
        (1, [course_of(2, ended=5, hold=10)], True),
        (1, [course_of(2, ended=5, hold=11)], False),
        (1, [course_of(2, ended=11, hold=12)], True),
        (1, [course_of(2, ended=10, hold=12)], False),
        (1, [course_of(2, ended=5, hold=9, until=12)], False),
    ],
)
def test_a_handover_covers_who_was_on_its_sheet_and_has_not_left(
    admitted: int, courses: list[Chart], covered: bool
) -> None:
    what = HandoverGiven("Ward 3", 10, DIGEST)
    hand = Handing()
    given = Entry(id="g", patient="", at=hand.now, zone="UTC", by=NURSE, what=what, number=11)
    first = msgspec.structs.replace(at_bedside().entries[0], number=admitted)
    record = Record(MRN, 20, None, (first,), tuple(courses))
    assert Handover(given).covers(record) == covered
    alone = Handover(msgspec.structs.replace(given, what=msgspec.structs.replace(what, only=MRN)))
    assert alone.covers(record)
    assert not alone.covers(replace(record, patient="other"))
    assert not Handover(given).covers(Record())


def test_handovers_as_of_an_earlier_entry() -> None:
    hand = Handing()
    hand.accept(hand.give())
    hand.refuse(hand.give(by=OTHER_NURSE), taker=NURSE)
    assert [one.accepted is not None for one in handovers_of(hand.entries, 2)] == [True]
    assert [one.accepted is not None for one in handovers_of(hand.entries, 1)] == [False]
    assert handovers_of(hand.entries, 3)[1].waits
    assert handovers_of(hand.entries, 4) == hand.all
    assert hand.all[0].replaced is None, "an accepted one stays accepted"
    assert handovers_of(hand.entries[1:2]) == ()
    assert handovers_of(hand.entries[3:]) == ()


def test_whoever_answers_is_on_the_staff_list_too() -> None:
    hand = Handing()
    for person in (ADMIN, NURSE, OTHER_NURSE):
        hand.keep(StaffAdded(person.name, person.initials, person.role, PIN), ADMIN)
    id = hand.give()
    stranger = refusal(hand, HandoverAccepted(id, PRESCRIBER, True))
    assert stranger.startswith("Cleo Marsh (CM) is not on the staff list of this ward.")
    wrong_role = msgspec.structs.replace(OTHER_NURSE, role="prescriber")
    assert "The handover is answered by Ben Lind (BL), prescriber, but" in refusal(
        hand, HandoverRefused(id, wrong_role, "no")
    )
    hand.accept(id)
