"""Whom another system tells of: who is offered, and what is said of those who are here."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from protocols.record.fold import Record
from protocols.sites.arrivals import OFFERED_FOR, Arrival, newest, offered, sayings
from tests.protocols.helpers.bedside import MRN, at_bedside

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
COMES = Arrival("B-7", NOW, family="Berg", given="Ola", born=date(1950, 1, 2), sex="male", ward="W3", bed="4")
DAY = timedelta(days=1)


def test_the_last_message_counts_and_what_it_leaves_out_stays() -> None:
    later = Arrival("b 7", NOW + DAY, bed="5", allergies=("Latex",))
    (found,) = newest([later, COMES]).values()
    assert (found.bed, found.family, found.born, found.allergies) == ("5", "Berg", COMES.born, ("Latex",))
    (same,) = newest([later, replace(COMES, at=NOW + 2 * DAY)]).values()
    assert same.allergies == ("Latex",)
    (none,) = newest([later, replace(COMES, at=NOW + 2 * DAY, no_allergies=True)]).values()
    assert (none.allergies, none.no_allergies) == ((), True)


def test_who_is_expected_and_not_here_is_offered_the_newest_first() -> None:
    other = replace(COMES, patient="C", at=NOW - DAY)
    assert offered([other, COMES], [], NOW) == [COMES, other]
    assert offered([other, COMES], ["b7"], NOW) == [other]
    assert offered([COMES], [], NOW + OFFERED_FOR + DAY) == []
    for about in ("left", "died", "merged", "withdrawn"):
        assert offered([COMES, replace(COMES, at=NOW + DAY, about=about)], [], NOW) == []


def here() -> tuple[dict[str, Record], Arrival]:
    """A patient who was admitted, and the same told of a day later."""
    bed = at_bedside()
    record = bed.folded
    has = record.details
    assert has is not None
    told = Arrival(MRN, bed.now + DAY, family=has.family, given=has.given, born=has.born, bed=has.bed)
    return {record.patient: record}, told


def said(told: Arrival, records: dict[str, Record]) -> str:
    return " ".join(sayings([told], records, "Europe/Berlin"))


def test_what_is_otherwise_is_said_and_what_is_the_same_is_not() -> None:
    records, told = here()
    assert said(told, records) == ""
    assert said(replace(told, bed="14", ward="W9"), records) == (
        f"MRN {MRN}, NG, Li Wei: the hospital's system says bed 14 on ward W9, here it is 12 "
        "(Tue 03-Nov-2026 07:00)."
    )
    assert "the name NG, Li" in said(replace(told, given="Li"), records)
    assert "born 13-Mar-1958, here 12-Mar-1958" in said(replace(told, born=date(1958, 3, 13)), records)
    assert "an allergy that is not here: Latex" in said(replace(told, allergies=("Latex",)), records)
    assert "was discharged" in said(replace(told, about="left"), records)
    assert "has died" in said(replace(told, about="died"), records)
    assert "a mistake" in said(replace(told, about="withdrawn"), records)
    assert "the same patient as MRN 9 (" in said(replace(told, about="merged", into="9"), records)


def test_a_merge_of_two_who_are_both_here_says_so() -> None:
    records, told = here()
    (record,) = records.values()
    both = {**records, "9": replace(record, patient="9")}
    assert "two records of one person" in said(replace(told, about="merged", into="9"), both)


def test_what_is_older_than_the_record_is_not_said() -> None:
    records, told = here()
    assert said(replace(told, bed="14", at=told.at - 2 * DAY), records) == ""


def expected(*told: Arrival) -> list[Arrival]:
    return offered(told, [], NOW + DAY)


def test_an_update_after_the_discharge_expects_nobody_and_a_first_one_does() -> None:
    update = replace(COMES, at=NOW + DAY, about="updated")
    assert expected(COMES, replace(COMES, at=NOW + DAY / 2, about="left"), update) == []
    assert [each.about for each in expected(COMES, update)] == ["here"]
    assert [each.about for each in expected(update)] == ["here"]
    assert expected(replace(COMES, about="told")) == []


def test_a_number_that_goes_on_after_a_merge_has_what_was_told_under_the_other() -> None:
    old = replace(COMES, patient="OLD", allergies=("Latex",))
    goes_on = Arrival("B-7", NOW + DAY, "told", family="Berg", allergies=("Nuts",))
    gone = Arrival("OLD", NOW + DAY, "merged", into="B-7")
    (found,) = expected(old, goes_on, gone)
    assert (found.patient, found.bed, found.born) == ("B-7", "4", COMES.born)
    assert found.allergies == ("Nuts", "Latex")
    assert expected(goes_on, gone) == []
    left = replace(old, about="left")
    assert expected(left, goes_on, gone) == []


def test_allergies_that_are_added_and_taken_back_change_those_told_before() -> None:
    before = replace(COMES, allergies=("Penicillin", "Nuts"))
    change = Arrival("B-7", NOW + DAY, "updated", allergies=("Latex",), taken_back=("Penicillin",), adds=True)
    (found,) = expected(before, change)
    assert found.allergies == ("Nuts", "Latex")
    (found,) = expected(replace(COMES, no_allergies=True), change)
    assert (found.allergies, found.no_allergies) == (("Latex",), False)


def test_allergies_that_are_no_more_are_said_of_a_patient_who_has_them_here() -> None:
    records, told = here()
    (record,) = records.values()
    assert record.details is not None
    has = record.details.allergies
    assert has
    assert f"an allergy is taken back: {has}" in said(replace(told, taken_back=(has,)), records)
    assert f"no known allergies, here {has}" in said(replace(told, no_allergies=True), records)
