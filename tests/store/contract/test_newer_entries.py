"""An entry that a newer version wrote, with others behind it: told, left out, and nothing lost."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from protocols.values.refusal import Refused
from store import __version__
from store.errors import NewerEntry, NewerFormat, ReadOnly
from store.exchange.csv_export import event_csv
from store.exchange.jsonl_export import Days, jsonl
from store.exchange.jsonl_import import read_export
from store.ledger.ledger import Ledger
from store.location.where import Where
from store.log import codec, patient_index
from store.maintenance.backup import backup
from store.maintenance.verify import verify
from tests.store.helpers.ward import MRN, Clock, add, admission, note, smuggle, with_another

OTHER = "00500-1"
CHANGES = {
    "field": ((b'"text"', b'"colour":"red","text"'), "the field colour"),
    "kind": ((b'"note added"', b'"song sung"'), "the kind song sung"),
    "word": ((b'"nurse"', b'"captain"'), "the word captain"),
    "envelope": ((b'"number"', b'"mood":"good","number"'), "the field mood"),
}


def body(number: int, clock: Clock, change: tuple[bytes, bytes], patient: str = MRN) -> bytes:
    """A note as a version writes it that knows more."""
    made = msgspec.structs.replace(note("la", clock(), patient), number=number, recorded=clock())
    written = codec.encode(made)
    assert change[0] in written
    return written.replace(*change, 1)


@pytest.fixture
def ward(ledger: Ledger, clock: Clock) -> Ledger:
    return with_another(ledger, clock(), OTHER)


@pytest.mark.parametrize("many", [False, True], ids=["few lines", "many lines"])
@pytest.mark.parametrize("kind", CHANGES)
def test_it_is_named_and_left_out_and_nothing_can_be_recorded(
    ward: Ledger, clock: Clock, kind: str, many: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    change, named = CHANGES[kind]
    number = ward.position + 1
    smuggle(ward.place, body(number, clock, change))
    for behind, patient in ((number + 1, MRN), (number + 2, OTHER)):
        made = msgspec.structs.replace(note("behind", clock(), patient), number=behind, recorded=clock())
        smuggle(ward.place, codec.encode(made))
    if many:
        monkeypatch.setattr(patient_index, "FEW", 1)
    told = rf"Entry {number} was recorded by AO with a newer Stepward than this one \({__version__}\)"
    with Ledger.open(ward.place, now=clock) as again:
        assert many or again.problem, "it is told before anybody looks at the record"
        assert again.record(MRN).details, "who it is, is told"
        trouble = again.record(MRN).trouble
        assert f"Entry {number} was recorded by AO" in trouble
        assert f"it has {named}, which is not known here" in trouble
        assert again.read_only
        assert f"Entry {number} was recorded by AO" in again.problem
        assert again.record(OTHER).entries[-1].number == number + 2
        for patient in (MRN, OTHER):
            with pytest.raises(ReadOnly, match=told):
                again.append(note("on top", clock(), patient), again.record(patient).version)
        with pytest.raises(NewerEntry, match=told):
            jsonl(again, again.record(MRN), clock())
        with pytest.raises(NewerEntry, match=told):
            jsonl(again, None, clock(), Days())
        assert jsonl(again, again.record(OTHER), clock())
        assert "behind" in event_csv(again, again.record(OTHER), clock())
        whole = tmp_path / "whole.jsonl"
        whole.write_text(jsonl(again, None, clock()), encoding="utf-8")
        assert change[1].decode() in whole.read_text(encoding="utf-8"), "a whole export has it as it is"
    with pytest.raises(NewerFormat, match=rf"line {number + 1}: entry {number}, recorded by AO"):
        read_export(whole)
    report = verify(ward.place)
    assert [found.number for found in report.findings] == [number], "what is behind it is not blamed"
    assert report.good == number + 2
    copied = backup(ward.place, tmp_path / "backups")
    assert copied.entries == number + 2


def test_what_rests_on_it_is_not_blamed(ward: Ledger, clock: Clock) -> None:
    number, third = ward.position + 1, "00777-1"
    made = msgspec.structs.replace(admission(clock(), third), number=number, recorded=clock())
    smuggle(ward.place, codec.encode(made).replace(b'"family"', b'"colour":"red","family"'))
    behind = msgspec.structs.replace(note("behind", clock(), third), number=number + 1, recorded=clock())
    smuggle(ward.place, codec.encode(behind))
    assert [found.number for found in verify(ward.place).findings] == [number]


def test_one_of_the_ward_itself_may_be_about_anybody_and_stops_all(
    ward: Ledger, clock: Clock, tmp_path: Path
) -> None:
    number = ward.position + 1
    smuggle(ward.place, body(number, clock, CHANGES["kind"][0], patient=""))
    with pytest.raises(NewerFormat, match=rf"entry {number}, recorded by AO, has the kind song sung"):
        Ledger.open(ward.place, now=clock)
    assert [found.number for found in verify(ward.place).findings] == [number]
    assert backup(ward.place, tmp_path / "backups").entries == number, "it can be carried away all the same"


def test_met_among_many_only_when_somebody_looks(
    place: Where, ward: Ledger, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = ward.position + 1
    smuggle(ward.place, body(number, clock, CHANGES["field"][0]))
    made = msgspec.structs.replace(note("behind", clock(), OTHER), number=number + 1, recorded=clock())
    smuggle(ward.place, codec.encode(made))
    monkeypatch.setattr(patient_index, "FEW", 1)
    with Ledger.open(place, now=clock) as again:
        assert not again.problem
        with pytest.raises((Refused, ReadOnly), match="with a newer Stepward"):
            again.append(note("on top", clock()), again.record(MRN).version)
        assert "with a newer Stepward" in again.problem
        with pytest.raises(ReadOnly):
            add(again, "of the other one", clock(), OTHER)
