"""An offline clinic and a ward: the two ledgers between which records go, in the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from protocols.entries import DoseNotGiven, NoteAdded, PatientAdmitted, Person, StaffAdded
from protocols.sites.import_conflicts import Incoming
from store.exchange.import_records import Answers, bring_in
from store.exchange.import_source import Source, read_source
from store.exchange.jsonl_export import jsonl
from store.ledger.ledger import Ledger
from store.site.exports import write_new
from tests.protocols.helpers.bedside import MRN, ZONE
from tests.protocols.helpers.published import library
from tests.protocols.helpers.staff_list import ADMIN, PIN
from tests.store.helpers.ledger_bedside import AtTheLedger
from tests.store.helpers.ward import entry

DAY = date(2026, 11, 2)


def clinic(folder: Path) -> AtTheLedger:
    """A clinic with one patient on step 1, two doses recorded, one of them corrected."""
    folder.mkdir(exist_ok=True)
    bed = AtTheLedger(library("alectinib-report-2020"), ZONE, DAY, folder / "clinic.json")
    bed.begin()
    bed.day()
    wrong = bed.entries[-1]
    key = wrong.what.dose  # type: ignore[union-attr]
    assert key is not None
    bed.correct(wrong, DoseNotGiven(key, "refused", "spat out"))
    bed.record(NoteAdded("=1+1, or so\u2028it seems"))
    return bed


def there(bed: AtTheLedger) -> Ledger:
    """The clinic's ledger, with what was recorded last."""
    bed.sessions[0].refresh()
    return bed.sessions[0]


def step_on(bed: AtTheLedger) -> None:
    """The rest of step 1, and the start of step 2."""
    bed.day()
    bed.day()
    bed.rash_free()
    bed.start(2)


@contextmanager
def ward(folder: Path, clock: Callable[[], datetime], *, staffed: bool = False) -> Iterator[Ledger]:
    """A newly begun ledger of another ward, by that clock."""
    folder.mkdir(exist_ok=True)
    with Ledger.create(folder / "ward.json", "Ward 9", "Europe/London", ADMIN, now=clock) as ledger:
        if staffed:
            added = StaffAdded(ADMIN.name, ADMIN.initials, "admin", PIN)
            ledger.append(entry(added, clock(), patient="", by=ADMIN), ledger.record("").version)
        yield ledger


def exported(ledger: Ledger, path: Path, mrn: str = "") -> Path:
    """A new export of all of `ledger`, or of one patient."""
    write_new(path, jsonl(ledger, ledger.record(mrn) if mrn else None, datetime.now().astimezone()))
    return path


def bring(ledger: Ledger, file: Path | Source, now: datetime, mrn: str = MRN, by: Person = ADMIN) -> Incoming:
    """Import one patient of `file`, with a yes to every decision in it."""
    source = file if isinstance(file, Source) else read_source(file)
    return bring_in(
        ledger, source, mrn, by, now, Answers(frozenset(one.entry.id for one in source.records[mrn]))
    )


def admit(ledger: Ledger, now: datetime, mrn: str = MRN, family: str = "Ng") -> None:
    """A patient who is not from the clinic."""
    details = PatientAdmitted(family, "Li Wei", date(1958, 3, 12), "female", "12", "", "none known")
    ledger.append(entry(details, now, patient=mrn, by=ADMIN), ledger.record(mrn).version)
