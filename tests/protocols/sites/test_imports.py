"""The gate of an import: seals, order, and every move asked again on the record as it stood."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from protocols import entries as e
from protocols.record.fold import Record, fold
from protocols.record.imported import Told, flat, opened, sealed_as, told_in
from protocols.rules.check import Refused, check
from protocols.wording.entries import sentence
from tests.protocols.helpers.bedside import NURSE, PRESCRIBER, Bedside, at_bedside, on_step
from tests.protocols.helpers.sealing import CLINIC, OTHER, importing, sealed

EMPTY = Record()


def kept(entry: e.Entry, number: int) -> e.Entry:
    return msgspec.structs.replace(entry, number=number, recorded=entry.at)


def refused(bed: Bedside, entry: e.Entry, record: Record = EMPTY) -> str:
    with pytest.raises(Refused) as found:
        check(record, entry, bed.now, None)
    return str(found.value)


@pytest.fixture
def bed() -> Bedside:
    made = on_step(2)
    made.give()
    return made


def test_a_record_comes_in_and_adds_up_to_what_it_was(bed: Bedside) -> None:
    entry = importing(sealed(bed.entries), bed)
    check(EMPTY, entry, bed.now, None)
    check(EMPTY, importing(sealed(bed.entries), bed, by=PRESCRIBER), bed.now, None)
    record = fold([kept(entry, 7)])
    assert record.charts == bed.folded.charts
    assert record.entries == (*bed.entries, kept(entry, 7)) == flat([kept(entry, 7)])
    assert flat(bed.entries[:2]) == tuple(bed.entries[:2])
    assert (record.version, record.own) == (7, (kept(entry, 7),))
    assert {record.number_of(one) for one in record.entries} == {7}
    assert fold(record.entries) == record
    assert sentence(entry, record) == (
        f"Record imported from Clinic, as of entry 9-abcdef01 there: {len(bed.entries)} entries"
    )


def test_what_it_has_grown_by_comes_behind_it(bed: Bedside) -> None:
    told = sealed(bed.entries)
    first = kept(importing(told[:-1], bed), 3)
    record = fold([first])
    more = importing(told[-1:], bed, follows=told[-2].entry.id)
    check(record, msgspec.structs.replace(more, id="more"), bed.now, None)
    grown = fold([first, kept(msgspec.structs.replace(more, id="more"), 8)])
    assert grown.charts == bed.folded.charts
    assert (grown.since(3), grown.version) == ((grown.entries[-1],), 8)
    assert grown.as_of(3) == record
    assert grown.number_of(bed.entries[0]) == 3
    assert grown.number_of(bed.entries[-1]) == 8
    assert sentence(more, grown).endswith(": 1 new entry")
    for follows in ("", told[0].entry.id):
        wrong = importing(told[-1:], bed, follows=follows)
        assert "changed on both sides" in refused(bed, wrong, record)
    assert "changed on both sides" in refused(bed, importing(told, bed, follows=told[0].entry.id))


def test_a_step_that_is_new_stands_on_what_was_here_before(bed: Bedside) -> None:
    bed.at(bed.now.date(), "20:00")
    bed.give()
    bed.at(bed.now.date() + timedelta(days=1), "06:30")
    for _ in range((bed.protocol.step(2).days or 1) - 1):
        bed.day()
    bed.rash_free()
    bed.start(3)
    told = sealed(bed.entries)
    first = kept(importing(told[:-1], bed), 3)
    check(fold([first]), importing(told[-1:], bed, follows=told[-2].entry.id), bed.now, None)
    twice = [*told[-1:], told[4]]
    words = refused(bed, importing(twice, bed, follows=told[-2].entry.id), fold([first]))
    assert words.startswith("An entry is in the record twice")


def test_entries_of_a_ledger_itself_are_no_record(bed: Bedside) -> None:
    for entry in bed.entries:
        own = msgspec.structs.replace(entry, patient="")
        assert "not belong to this patient" in refused(bed, importing(sealed([own]), bed, patient=""))


def test_a_record_of_two_ledgers_keeps_both(bed: Bedside) -> None:
    first, last = sealed(bed.entries[:-1]), sealed(bed.entries[-1:], OTHER)
    origins, entries = sealed_as([*first, *last])
    assert origins == (CLINIC, OTHER)
    assert [one.origin for one in entries] == [0] * len(first) + [1]
    assert [one.origin for one in told_in(importing([*first, *last], bed).what)][-1] == OTHER  # type: ignore[arg-type]
    check(EMPTY, importing([*first, *last], bed), bed.now, None)


def test_seals_places_and_times(bed: Bedside) -> None:
    told = sealed(bed.entries)
    assert refused(bed, importing([], bed)) == "There is nothing in it to import."
    broken = replace(told[2], digest="0" * 64)
    words = refused(bed, importing([*told[:2], broken], bed))
    assert words.startswith("Entry 3 of Clinic: it is not as it was recorded")
    assert "not belong to this patient" in refused(bed, importing(told, bed, patient="00999-1"))
    assert "not belong to this patient" in refused(bed, importing(sealed([importing(told, bed)]), bed))
    assert "in the record twice" in refused(bed, importing([*told, told[-1]], bed))
    later = msgspec.structs.replace(bed.entries[-1], recorded=bed.now + timedelta(seconds=1))
    assert "still to come" in refused(bed, importing(sealed([*bed.entries[:-1], later]), bed))
    for wrong in (None, bed.entries[-1].at - timedelta(seconds=1)):
        before = msgspec.structs.replace(bed.entries[-1], recorded=wrong)
        assert "before it happened" in refused(bed, importing(sealed([*bed.entries[:-1], before]), bed))
    at_once = msgspec.structs.replace(bed.entries[-1], recorded=bed.now, at=bed.now)
    check(EMPTY, importing(sealed([*bed.entries[:-1], at_once]), bed), bed.now, None)


def test_an_entry_that_is_none_or_of_no_named_ledger_is_refused(bed: Bedside) -> None:
    one = sealed(bed.entries[:1])[0]
    named = "its ledger is not named"
    for place, body, words in (
        (0, b'{"no":"entry"}', "unknown field"),
        (1, one.body, named),
        (-1, one.body, named),
    ):
        entry = e.SealedEntry(place, one.before, one.digest, msgspec.Raw(body))
        with pytest.raises(ValueError, match=words):
            opened((CLINIC,), entry)
        what = e.RecordImported("Clinic", "1-00000000", (CLINIC,), "", (entry,))
        wrong = msgspec.structs.replace(importing([one], bed), what=what)
        assert "cannot be read" in refused(bed, wrong)


def without(bed: Bedside, kind: type) -> list[Told]:
    """The record with the last entry of a kind turned into a note."""
    entries = list(bed.entries)
    place = max(n for n, entry in enumerate(entries) if isinstance(entry.what, kind))
    entries[place] = msgspec.structs.replace(entries[place], what=e.NoteAdded("instead"))
    return sealed(entries)


def test_every_move_is_asked_again(bed: Bedside) -> None:
    words = refused(bed, importing(without(bed, e.RashFreeChecked), bed))
    assert "this should not have been possible" in words
    assert "Rash-free check" in words
    assert "Admit the patient first" in refused(bed, importing(sealed(bed.entries[1:]), bed))
    admitted = next(entry for entry in bed.entries if isinstance(entry.what, e.PatientAdmitted))
    again = msgspec.structs.replace(admitted, id="again", number=99)
    assert "already here" in refused(bed, importing(sealed([*bed.entries, again]), bed))
    enrolled = next(entry for entry in bed.entries if isinstance(entry.what, e.CourseEnrolled))
    twice = msgspec.structs.replace(enrolled, id="twice", number=99)
    assert "already has an open course" in refused(bed, importing(sealed([*bed.entries, twice]), bed))
    moves = [n for n, entry in enumerate(bed.entries) if isinstance(entry.what, e.StepStarted)]
    for clock in ("behind", "ahead"):
        entries = list(bed.entries)
        entries[moves[-1]] = msgspec.structs.replace(entries[moves[-1]], clock=clock)
        assert "clock was in doubt" in refused(bed, importing(sealed(entries), bed))
    facts = [n for n, entry in enumerate(bed.entries) if isinstance(entry.what, e.RashFreeChecked)]
    doubted = list(bed.entries)
    doubted[facts[0]] = msgspec.structs.replace(doubted[facts[0]], clock="behind")
    assert "clock was in doubt (behind)" in refused(bed, importing(sealed(doubted), bed))


def test_what_does_not_fit_is_refused_in_words() -> None:
    bed = at_bedside()
    given = bed.give()
    bed.correct(given)
    entries = [entry for entry in bed.entries if entry is not given]
    assert "Choose the entry that is wrong" in refused(bed, importing(sealed(entries), bed))


def test_it_is_for_a_prescriber_or_an_admin(bed: Bedside) -> None:
    words = refused(bed, importing(sealed(bed.entries), bed, by=NURSE))
    assert words == "A record is imported by a prescriber or an admin. You are signed on as nurse."
