"""Import and its gate: what should not have been possible elsewhere does not come in here, by any way."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from protocols.entries import DecisionMade, DoseKey, NoteAdded, StaffAdded, StepStarted
from protocols.record.fold import fold
from protocols.record.imported import Told
from protocols.rules.check import Refused
from protocols.sites.import_conflicts import Incoming
from store.errors import BadExport
from store.exchange.import_records import entry_of, judged
from store.exchange.import_source import Source, read_source
from store.ledger.seals import origin_of, told
from store.log import codec
from store.maintenance.verify import verify
from tests.protocols.helpers.bedside import MRN, NURSE
from tests.protocols.helpers.staff_list import ADMIN
from tests.store.helpers.clinic import bring, clinic, exported, step_on, there, ward
from tests.store.helpers.ledger_bedside import AtTheLedger
from tests.store.helpers.ward import smuggle


@pytest.fixture
def bed(tmp_path: Path) -> Iterator[AtTheLedger]:
    made = clinic(tmp_path / "clinic")
    yield made
    for session in made.sessions:
        session.close()


def forged(source: Source, place: int, **change: object) -> Source:
    """One patient's entries with one of them changed, and all hashes computed anew."""
    made, before = list[Told](), source.records[MRN][0].before
    for number, one in enumerate(source.records[MRN]):
        entry = msgspec.structs.replace(one.entry, **change) if number == place else one.entry
        body = codec.encode(entry)
        digest = hashlib.sha256(before.encode() + body).hexdigest()
        made.append(Told(one.origin, before, digest, body, entry))
        before = digest
    return Source(source.path, source.ward, source.head, source.origin, {MRN: made})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"clock": "behind"}, "The computer's clock was in doubt"),
        ({"at": datetime(2026, 11, 3, 9, tzinfo=UTC)}, "recorded before it happened"),
        ({"recorded": None}, "recorded before it happened"),
        ({"by": NURSE, "what": DecisionMade("stop", "as agreed")}, "This decision is a prescriber's"),
    ],
)
def test_what_cannot_have_been_recorded_is_refused(
    change: dict[str, object], words: str, bed: AtTheLedger, tmp_path: Path
) -> None:
    source = read_source(there(bed).path)
    start = next(n for n, one in enumerate(source.records[MRN]) if isinstance(one.entry.what, StepStarted))
    with ward(tmp_path / "ward", bed.clock) as here:
        found = bring(here, forged(source, start, **change), bed.now)
        assert (found.state, found.kind) == ("conflict", "not possible")
        assert words in found.words[0]
        assert here.position == 1


def test_entries_are_compared_by_what_they_say_not_by_their_ids(bed: AtTheLedger, tmp_path: Path) -> None:
    source = read_source(there(bed).path)
    last = len(source.records[MRN]) - 1
    with ward(tmp_path / "ward", bed.clock) as here:
        bring(here, source, bed.now)
        found = bring(here, forged(source, last, what=NoteAdded("not what was written")), bed.now)
        assert (found.state, found.kind) == ("conflict", "entries")


def test_entries_stay_byte_for_byte_whatever_stands_around_them(bed: AtTheLedger, tmp_path: Path) -> None:
    """Also those that another version wrote in another order, imported from a ward with a name of its own."""
    source = read_source(there(bed).path)
    told_of = list[Told]()
    for one in source.records[MRN]:
        body = json.dumps(dict(reversed(json.loads(one.body).items())), separators=(",", ":")).encode()
        body = body.replace(b"  ", b" \\u0020")
        digest = hashlib.sha256(one.before.encode() + body).hexdigest()
        told_of.append(replace(one, body=body, digest=digest))
    other = Source(source.path, "Säuglingsstation  佐", source.head, source.origin, {MRN: told_of})
    with ward(tmp_path / "ward", bed.clock) as here:
        assert bring(here, other, bed.now).state == "new"
        assert told(here, MRN) == told_of
        assert all(one.whole for one in told(here, MRN))
        assert verify(here.path).ok


def test_a_record_can_be_added_up_again(bed: AtTheLedger, tmp_path: Path) -> None:
    """What an import brought is in the record once, also when its entries are folded a second time."""
    with ward(tmp_path / "ward", bed.clock) as here:
        bring(here, there(bed).path, bed.now)
        assert fold(here.record(MRN).entries) == here.record(MRN)


def test_a_ledger_whose_own_entries_should_not_be_is_not_trusted_at_all(
    bed: AtTheLedger, tmp_path: Path
) -> None:
    ledger = there(bed)
    added = next(e for e in ledger.entries() if isinstance(e.what, StaffAdded))
    by_a_nurse = msgspec.structs.replace(
        added, id="forged", number=ledger.position + 1, recorded=bed.now, by=NURSE
    )
    smuggle(ledger.path, codec.encode(by_a_nurse))
    ledger.refresh()
    for file in (ledger.path, exported(ledger, tmp_path / "all.jsonl")):
        with pytest.raises(BadExport, match="The staff list is kept by an admin"):
            read_source(file)


def test_a_record_with_a_move_that_should_not_have_been_possible_is_refused(
    bed: AtTheLedger, tmp_path: Path
) -> None:
    """The skin check under the start of step 2 is a note instead, with every hash as it should be."""
    step_on(bed)
    bed.entries = list(there(bed).entries(patient=MRN))
    start = next(n for n, e in enumerate(bed.entries) if e.what == StepStarted(1, _first(bed)))
    source = forged(read_source(there(bed).path), start - 1, what=NoteAdded("not a skin check"))
    with ward(tmp_path / "ward", bed.clock) as here:
        found = bring(here, source, bed.now)
        assert (found.state, found.kind) == ("conflict", "not possible")
        assert "should not have been possible" in found.words[0]
        assert "rash-free" in found.words[0].lower()
        assert here.position == 1


def _first(bed: AtTheLedger) -> DoseKey:
    started = next(e.what for e in bed.entries if isinstance(e.what, StepStarted))
    return started.first


def test_the_gate_itself_refuses_what_no_plan_looked_at(bed: AtTheLedger, tmp_path: Path) -> None:
    """Whoever hands an import in, by whatever way: each fault is refused where every entry is."""
    source = read_source(there(bed).path)
    with ward(tmp_path / "ward", bed.clock) as here:

        def refused(told: tuple[Told, ...], patient: str = MRN) -> str:
            before = here.position
            incoming = Incoming(patient, None, told, "new", told)
            entry = entry_of(source, incoming, ADMIN, bed.now, "UTC")
            with pytest.raises(Refused) as found:
                here.append(entry, here.record(patient).version)
            assert here.position == before
            return str(found.value)

        good = judged(here, source, MRN, bed.now)
        first, *rest = good.new
        assert "hash does not fit" in refused((replace(first, digest="0" * 64), *rest))
        assert "does not belong to this patient" in refused(good.new, patient="00999-1")
        assert "twice" in refused((*good.new, good.new[-1]))
        assert "nothing in it" in refused(())
        assert "Admit the patient first" in refused(tuple(rest))
        assert bring(here, source, bed.now).state == "new"
        assert "changed on both sides" in refused(good.new)
        (sealed,) = here.sealed([here.position])
        within = Told(origin_of(here), sealed.before, sealed.digest, sealed.body, here.entries()[-1])
    with ward(tmp_path / "third", bed.clock) as here:
        assert "does not belong to this patient" in refused((within,))
