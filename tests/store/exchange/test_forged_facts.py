"""What cannot be recorded by hand cannot come in by import; what came in before the rules stops nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from protocols.entries import (
    DecisionMade,
    Move,
    RecordImported,
    RedFlagSeen,
    StaffAdded,
    StepStarted,
)
from protocols.record.imported import sealed_as
from protocols.rules.check import Refused
from store.exchange.import_records import Answers, bring_in, entry_of, judged
from store.exchange.import_source import read_source
from store.ledger.ledger import Ledger
from store.log import codec
from store.maintenance.verify import verify
from tests.protocols.helpers.bedside import MRN, NURSE, PRESCRIBER
from tests.protocols.helpers.staff_list import ADMIN, PIN
from tests.store.helpers.clinic import admit, bring, clinic, exported, there, ward
from tests.store.helpers.forging import Lines, read_lines, write_lines
from tests.store.helpers.ledger_bedside import AtTheLedger
from tests.store.helpers.ward import entry, note, smuggle


@pytest.fixture
def bed(tmp_path: Path) -> Iterator[AtTheLedger]:
    made = clinic(tmp_path / "clinic")
    made.rash_free()
    made.record(RedFlagSeen(("skin pain",)))
    yield made
    for session in made.sessions:
        session.close()


def last_of(lines: Lines, kind: str) -> dict[str, Any]:
    """The last entry of that kind."""
    return next(line["entry"] for line in reversed(lines[1:]) if line["entry"]["what"]["kind"] == kind)


CHANGES: list[tuple[str, str, object, str]] = [
    ("rash-free check", "whole_skin_seen", False, "whole skin and the mucosa were seen"),
    ("dose given", "amount", "-150", "Enter the amount given"),
    ("dose given", "amount", "0", "Enter the amount given"),
    ("dose given", "amount", "NaN", "holds what nobody can read: amount: not a number"),
    ("dose given", "amount", "sNaN", "holds what nobody can read: amount: not a number"),
    ("dose given", "amount", "Infinity", "holds what nobody can read: amount: not a number"),
    ("dose given", "amount", "1E+999999", "amount: not a number of anything"),
    ("red flag seen", "flags", [], "Choose at least one red flag"),
    ("red flag seen", "flags", ["skin pain", " "], "Choose at least one red flag"),
    ("note added", "text", "", "Write the note"),
    ("entry corrected", "right_at", "9999-12-31T23:59:00Z", "the year 9999"),
    ("entry corrected", "right_at", "0001-01-01T00:00:00Z", "right at: the year 1"),
    ("course enrolled", "strengths", ["NaN"], "strengths: not a number"),
    ("course enrolled", "zone", "Nowhere/Land", "is not a time zone"),
    ("patient admitted", "born", "9999-12-31", "born: the year 9999"),
]


@pytest.mark.parametrize(("kind", "field", "value", "words"), CHANGES)
def test_what_no_form_would_record_does_not_come_in(
    kind: str, field: str, value: object, words: str, bed: AtTheLedger, tmp_path: Path
) -> None:
    lines = read_lines(exported(there(bed), tmp_path / "export.jsonl", MRN))
    last_of(lines, kind)["what"][field] = value
    with ward(tmp_path / "ward", bed.clock) as here:
        found = bring(here, write_lines(lines, tmp_path / "forged.jsonl"), bed.now)
        assert (found.state, found.kind, here.position) == ("conflict", "not possible", 1)
        assert words in " ".join(found.words)


def test_a_protocol_that_no_file_gives_does_not_come_in(bed: AtTheLedger, tmp_path: Path) -> None:
    lines = read_lines(exported(there(bed), tmp_path / "export.jsonl", MRN))
    last_of(lines, "course enrolled")["what"]["protocol"]["gate"]["check_valid_hours"] = -5
    with ward(tmp_path / "ward", bed.clock) as here:
        found = bring(here, write_lines(lines, tmp_path / "forged.jsonl"), bed.now)
        assert found.state == "conflict"
        assert "Its protocol" in found.words[0]


def poisoned(here: Ledger, bed: AtTheLedger, tmp_path: Path) -> None:
    """Put in an import whose amount is no number, as a version before the rules for facts kept it."""
    lines = read_lines(exported(there(bed), tmp_path / "export.jsonl", MRN))
    last_of(lines, "dose given")["what"]["amount"] = "sNaN"
    source = read_source(write_lines(lines, tmp_path / "forged.jsonl"))
    origins, entries = sealed_as(source.records[MRN])
    what = RecordImported(source.ward, source.head, origins, "", entries)
    draft = entry(what, bed.now, by=ADMIN, id="an-old-import")
    kept = msgspec.structs.replace(draft, number=here.position + 1, recorded=bed.now)
    smuggle(here.path, codec.encode(kept))
    here.refresh()


def test_a_record_that_cannot_be_shown_stops_nobody_else(bed: AtTheLedger, tmp_path: Path) -> None:
    with ward(tmp_path / "ward", bed.clock) as here:
        admit(here, bed.now, "00999-1", "Adeyemi")
        poisoned(here, bed, tmp_path)
        record = here.record(MRN)
        assert "cannot be shown" in record.trouble
        assert (record.charts, record.entries, record.version) == ((), (), here.position)
        assert not here.record("00999-1").trouble
        here.append(note("others go on", bed.now, "00999-1", by=ADMIN), here.record("00999-1").version)
        with pytest.raises(Refused, match="Nothing can be recorded in it"):
            here.append(note("not here", bed.now, MRN, by=ADMIN), record.version)
        findings = verify(here.path).findings
        assert [found.number for found in findings] == [3]
        assert "amount" in findings[0].what


def test_a_rhythm_of_a_hundred_years_is_refused_before_anything_counts_its_days(
    bed: AtTheLedger, tmp_path: Path
) -> None:
    lines = read_lines(exported(there(bed), tmp_path / "export.jsonl", MRN))
    last_of(lines, "course enrolled")["what"]["protocol"]["steps"][0]["every_days"] = 40_000
    with ward(tmp_path / "ward", bed.clock) as here:
        found = bring(here, write_lines(lines, tmp_path / "forged.jsonl"), bed.now)
        assert (found.state, found.kind, here.position) == ("conflict", "not possible", 1)
        assert found.words[0].endswith("holds what nobody can read: every days: a rhythm of 40,000 days.")


def decided(bed: AtTheLedger) -> None:
    """A prescriber of the clinic ends the hold."""
    bed.go(hours=5)
    bed.rash_free()
    bed.decide("resume")


def test_a_decision_of_somebody_unknown_needs_a_yes(bed: AtTheLedger, tmp_path: Path) -> None:
    decided(bed)
    source = read_source(exported(there(bed), tmp_path / "export.jsonl", MRN))
    told = [one.entry for one in source.records[MRN]]
    (decision,) = [one for one in told if isinstance(one.what, DecisionMade)]
    moves = [one for one in told if isinstance(one.what, Move)]
    others = frozenset(one.id for one in moves if one is not decision)
    with ward(tmp_path / "ward", bed.clock, staffed=True) as here:
        before = here.position
        found = bring_in(here, source, MRN, ADMIN, bed.now)
        assert (found.kind, len(found.words)) == ("decisions", len(moves) + 1)
        found = bring_in(here, source, MRN, ADMIN, bed.now, Answers(others))
        assert (found.state, found.kind, here.position) == ("conflict", "decisions", before)
        assert f"Entry {decision.number} of Ward 3" in found.words[0]
        assert PRESCRIBER.name in found.words[0]
        with pytest.raises(Refused, match="who is not on the staff list here"):
            here.append(
                entry_of(source, replace(found, new=found.told, decisions=()), ADMIN, bed.now, here.zone), 0
            )
        assert (
            bring_in(here, source, MRN, ADMIN, bed.now, Answers(frozenset({decision.id}) | others)).state
            == "new"
        )
        kept = here.record(MRN).own[-1].what
        assert isinstance(kept, RecordImported)
        assert kept.accepted == tuple(one.id for one in moves)
        assert verify(here.path).ok


def test_a_start_of_somebody_unknown_needs_a_yes_and_one_from_before_that_was_asked_is_still_good(
    bed: AtTheLedger, tmp_path: Path
) -> None:
    """A step that a stranger started goes on here no more by itself than what a stranger decided."""
    source = read_source(exported(there(bed), tmp_path / "export.jsonl", MRN))
    with ward(tmp_path / "ward", bed.clock, staffed=True) as here:
        found = judged(here, source, MRN, bed.now)
        assert {type(one.entry.what) for one in found.decisions} == {StepStarted}
        draft = entry_of(source, replace(found, decisions=()), ADMIN, bed.now, here.zone)
        with pytest.raises(Refused, match="is a step or a decision of"):
            here.append(draft, 0)
        assert isinstance(draft.what, RecordImported)
        old = msgspec.structs.replace(draft.what, accepted=(), asked="decisions")
        kept = msgspec.structs.replace(draft, number=here.position + 1, recorded=bed.now, what=old)
        smuggle(here.path, codec.encode(kept))
        here.refresh()
        assert verify(here.path).ok


def test_a_decision_of_somebody_on_the_list_needs_none(bed: AtTheLedger, tmp_path: Path) -> None:
    decided(bed)
    source = read_source(exported(there(bed), tmp_path / "export.jsonl", MRN))
    with ward(tmp_path / "ward", bed.clock, staffed=True) as here:
        added = StaffAdded(PRESCRIBER.name, PRESCRIBER.initials, "prescriber", PIN)
        here.append(entry(added, bed.now, patient="", by=ADMIN), here.record("").version)
        nurse = StaffAdded(NURSE.name, NURSE.initials, "nurse", PIN)
        here.append(entry(nurse, bed.now, patient="", by=ADMIN), here.record("").version)
        assert bring_in(here, source, MRN, ADMIN, bed.now).state == "new"


def test_an_import_from_before_that_was_asked_is_still_good(bed: AtTheLedger, tmp_path: Path) -> None:
    decided(bed)
    source = read_source(exported(there(bed), tmp_path / "export.jsonl", MRN))
    with ward(tmp_path / "ward", bed.clock, staffed=True) as here:
        origins, entries = sealed_as(source.records[MRN])
        draft = entry(RecordImported(source.ward, source.head, origins, "", entries), bed.now, by=ADMIN)
        kept = msgspec.structs.replace(draft, number=here.position + 1, recorded=bed.now)
        smuggle(here.path, codec.encode(kept).replace(b'"accepted":null,', b""))
        here.refresh()
        assert verify(here.path).ok
        assert not here.record(MRN).trouble
