"""A ward that scans, and patients who come, leave, are joined and die: the same wherever they are kept."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import count
from pathlib import Path

import msgspec
import pytest

from protocols import entries as e
from protocols.course.catalogue import Catalogue
from protocols.course.schedule import next_dose, scheduled
from protocols.record.fold import Record
from protocols.record.slots import open_slot
from protocols.values.clinic_time import local
from protocols.wording.entries import sentence
from store.exchange.import_records import Answers, bring_in
from store.exchange.import_source import read_source
from store.exchange.joining import join
from store.exchange.jsonl_export import jsonl
from store.exchange.recreate import recreate
from store.fhir.bundle import bundle_json
from store.fhir.core.not_exported import NOT_EXPORTED
from store.fhir.core.source import source_of
from store.ledger.ledger import Ledger
from store.location.database_url import Database
from store.location.where import Where
from store.maintenance.move import move
from store.maintenance.verify import verify
from tests.protocols.helpers.seconds import seconded
from tests.store.helpers.courses import PRESCRIBER, enrol
from tests.store.helpers.ward import MRN, NURSE, ZONE, Clock, admission, begin_at

ADMIN = e.Person("Mara Silva", "MS", "admin", "mara")
PHARMACIST = e.Person("Ina Voss", "IV", "pharmacist", "ina")
AWAY, DEAD, UNNAMED, NAMED = "00007-1", "00009-3", "UNIDENTIFIED-1", "00010-4"
G150, G20 = "05012345678900", "05012345678917"
PACK = e.PackUsed(G150, Decimal(150), 1, "B1234", serial="S77")
KINDS = (
    e.PatientAdmitted,
    e.PatientDetailsChanged,
    e.PatientLeft,
    e.PatientReturned,
    e.RecordJoined,
    e.RecordImported,
    e.CourseAmended,
    e.ZoneCorrected,
    e.NumbersSet,
    e.ScanningSet,
    e.PackConfirmed,
    e.DoseGiven,
)
_ids = count(1)


class Lived:
    """The ledger, and how it is written to."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self.ledger, self.clock = ledger, clock

    def say(self, what: e.What, patient: str = MRN, by: e.Person = NURSE, course: str = "") -> None:
        self.clock.go(minutes=1)
        zone, id = self.ledger.zone, f"lived-{next(_ids)}"
        at = local(self.clock(), zone)
        entry = e.Entry(id=id, patient=patient, course=course, at=at, zone=zone, by=by, what=what)
        self.ledger.append(entry, self.ledger.record(patient).version)

    def give(self, course: str, scans: e.DoseScans) -> None:
        self.clock.go(hours=13)
        chart = self.ledger.record(MRN).chart(course)
        assert chart is not None
        dose = next_dose(scheduled(chart, self.clock()))
        assert dose is not None
        given = e.DoseGiven(dose.key, dose.amount, with_food=True, scans=scans)
        self.say(seconded(chart, given, self.clock()), course=course)

    def ward(self) -> None:
        self.say(e.NumbersSet("as printed", r"[\w-]{6,16}", "00481-7"), "", ADMIN)
        self.say(e.ScanningSet("required", "required", "scanners are here", r"W(.+)W"), "", ADMIN)
        for gtin, strength in ((G150, 150), (G20, 20)):
            self.say(e.PackConfirmed(gtin, "alectinib", Decimal(strength), "mg"), "", PHARMACIST)
        self.say(e.PackConfirmed(G20, "", Decimal(0), "", "another wholesaler"), "", PHARMACIST)
        self.say(e.ZoneCorrected("Europe/Paris", "set wrongly"), "", ADMIN)

    def course(self) -> None:
        id = enrol(self.ledger, MRN, self.clock)
        self.say(
            e.CourseAmended("asked the pharmacy", made_by="one capsule opened"), by=PRESCRIBER, course=id
        )
        self.say(e.RashFreeChecked(True, True), course=id)
        chart = self.ledger.record(MRN).chart(id)
        assert chart is not None
        first = open_slot(chart.plan, chart.protocol.step(1), self.clock(), chart.known, chart.step)
        self.say(e.StepStarted(1, first), course=id)
        self.give(id, e.DoseScans(wristband=True, packs=(PACK,)))
        self.give(id, e.DoseScans(no_wristband="none on the patient", no_pack="no code on the pack"))

    def patients(self) -> None:
        for patient in (AWAY, DEAD):
            self.ledger.append(admission(self.clock(), patient), 0)
        unnamed = e.PatientAdmitted("Unidentified 1", "", None, "unknown", "9", "", unidentified=True)
        self.say(unnamed, UNNAMED)
        self.say(e.PatientLeft("leave", "home", note="the weekend"), AWAY)
        self.say(e.PatientReturned("4"), AWAY)
        self.say(e.PatientLeft("died"), AWAY)
        self.say(e.PatientReturned("4", in_error=True, note="another patient"), AWAY)
        self.say(e.PatientLeft("discharged", "the clinic"), AWAY)
        self.say(e.PatientLeft("died"), DEAD)
        details = self.ledger.record(UNNAMED).details
        assert details is not None
        named = msgspec.structs.replace(
            details, family="Sato", given="Misaki", born_about="1966", unidentified=False
        )
        self.say(e.PatientDetailsChanged(named, "her sister came"), UNNAMED)
        confirmed = e.Confirmed(NURSE, self.clock())
        join(self.ledger, UNNAMED, NAMED, PRESCRIBER, confirmed, "her card", self.clock())


@pytest.fixture
def lived(place: Where, clock: Clock) -> Iterator[Lived]:
    with begin_at(place, clock) as ledger:
        found = Lived(ledger, clock)
        found.ward()
        found.course()
        found.patients()
        yield found


def told(ledger: Ledger) -> tuple[dict[str, Record], Catalogue, str]:
    """All that the ledger says of patients, packs and numbers."""
    records = {patient: ledger.record(patient) for patient in (MRN, AWAY, DEAD, UNNAMED, NAMED)}
    return records, ledger.catalogue, ledger.zone


def test_every_kind_is_the_same_wherever_it_is_kept_and_wherever_it_goes(
    lived: Lived, place: Where, clock: Clock, tmp_path: Path
) -> None:
    ledger, before = lived.ledger, told(lived.ledger)
    assert set(KINDS) <= {type(entry.what) for entry in ledger.entries()}
    records, catalogue, zone = before
    assert (list(catalogue.packs), catalogue.wanted.pack, zone) == ([G150], "required", "Europe/Paris")
    left = {patient: record.left and type(record.left.what) for patient, record in records.items()}
    assert left == {
        MRN: None, AWAY: e.PatientLeft, DEAD: e.PatientLeft, UNNAMED: e.RecordJoined, NAMED: None
    }  # fmt: skip
    assert verify(place).findings == ()
    with Ledger.open(place, read_only=True, now=clock) as again:
        assert told(again) == before

    exported = tmp_path / "all.jsonl"
    exported.write_text(jsonl(ledger, None, clock()), encoding="utf-8")
    recreate(exported, tmp_path / "again.json")
    with Ledger.open(tmp_path / "again.json", read_only=True, now=clock) as again:
        assert told(again) == before

    _imported(exported, before[0], clock, tmp_path)
    _in_fhir(ledger)

    ledger.roll_over(NURSE)
    assert told(ledger) == before
    if isinstance(place, Database):
        admin = place._replace(url=place.url.replace("//nurses@", "//admin@"))
        move(admin, tmp_path / "ward.json")
        with Ledger.open(tmp_path / "ward.json", read_only=True, now=clock) as again:
            assert told(again) == before


def _imported(exported: Path, before: dict[str, Record], clock: Clock, folder: Path) -> None:
    """Another ward receives whoever has a record: what was scanned, who has died, comes along."""
    source = read_source(exported)
    both = frozenset(one.entry.id for one in source.records[NAMED])
    with Ledger.create(folder / "third.json", "Ward 5", ZONE, NURSE, now=clock) as third:
        asked = bring_in(third, source, NAMED, PRESCRIBER, clock(), Answers(both))
        assert (asked.state, asked.kind) == ("conflict", "identity"), asked.words
        assert f"MRN {NAMED} had MRN {UNNAMED} there too" in asked.words[0]
    with Ledger.create(folder / "other.json", "Ward 4", ZONE, NURSE, now=clock) as other:
        for patient in (MRN, AWAY, DEAD, NAMED):
            yes = frozenset(one.entry.id for one in source.records[patient])
            came = bring_in(other, source, patient, PRESCRIBER, clock(), Answers(yes, same=True))
            assert came.state == "new", came.words
            there = {one.id: one.what for one in other.record(patient).entries}
            kept = [one for one in before[patient].entries if not isinstance(one.what, e.RecordImported)]
            assert all(there[one.id] == one.what for one in kept)
        died = other.record(DEAD).left
        assert died is not None
        assert e.is_death(died.what)
        (chart,) = other.record(MRN).charts
        assert [line.what.scanned for line in chart.taken if isinstance(line.what, e.DoseGiven)] == [
            line.what.scanned for line in before[MRN].charts[0].taken if isinstance(line.what, e.DoseGiven)
        ]


def _in_fhir(ledger: Ledger) -> None:
    """What was scanned for a dose is in the Bundle of the course; the ward's own kinds are not, and why."""
    record = ledger.record(MRN)
    assert record.latest is not None
    bundle = bundle_json(record, record.latest, source_of(ledger, record))
    assert "B1234" in bundle
    for kind in (e.RecordJoined, e.ZoneCorrected, e.NumbersSet, e.ScanningSet, e.PackConfirmed):
        assert NOT_EXPORTED[kind]


def test_each_kind_is_said_in_a_sentence(lived: Lived) -> None:
    for record in told(lived.ledger)[0].values():
        for entry in record.entries:
            assert sentence(entry, record).strip()
