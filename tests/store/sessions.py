"""Many sessions on one ledger for a while: `python -m tests.store.sessions [--sessions 20] [--seconds 60]`.

Each session is a process of its own that records doses and notes of the same few patients as fast as it can,
an hour of the ward passing every second. It prints what was recorded, lost, refused as a duplicate, and the
slowest record.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from protocols import entries as e
from protocols.course.schedule import next_dose, scheduled
from protocols.record.slots import open_slot
from protocols.values.clinic_time import local
from protocols.values.refusal import Refused
from store.errors import Changed
from store.ledger.ledger import Ledger
from store.location.where import Where
from store.maintenance.verify import verify
from tests.store.helpers.cluster import shared
from tests.store.helpers.courses import enrol
from tests.store.helpers.ward import NURSE, ZONE, admission
from tests.store.helpers.workers import start

PATIENTS = [f"{number:05}-1" for number in range(6)]
FASTER = 3600
"""Seconds of the ward in a second of the clock."""


class Told(NamedTuple):
    """What became of a run."""

    recorded: int
    lost: int
    doubled: int
    refused: int
    changed: int
    slowest: float
    whole: bool

    def words(self, sessions: int, seconds: float) -> str:
        """One line of figures."""
        return (
            f"{sessions} sessions, {seconds:g} s: {self.recorded} recorded, {self.lost} lost, "
            f"{self.doubled} doubled, {self.refused} duplicate doses refused, {self.changed} told of a "
            f"change first, slowest record {self.slowest * 1000:.0f} ms, "
            f"the ledger is {'good' if self.whole else 'DAMAGED'}"
        )


def prepare(place: Where) -> Where:
    """A ward with its patients on the first step, at the beginning of time."""
    begun = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
    with Ledger.create(place, "Ward 3", ZONE, NURSE, now=lambda: begun) as ledger:
        for patient in PATIENTS:
            ledger.append(admission(begun, patient), 0)
            course = enrol(ledger, patient, lambda: begun)
            _record(ledger, patient, course, e.RashFreeChecked(True, True), NURSE, begun)
            chart = ledger.record(patient).charts[-1]
            first = open_slot(chart.plan, chart.protocol.step(1), begun, chart.known)
            _record(ledger, patient, course, e.StepStarted(1, first), NURSE, begun)
        return ledger.place


def _record(ledger: Ledger, patient: str, course: str, what: e.What, by: e.Person, now: datetime) -> e.Entry:
    at = local(now, ZONE)
    entry = e.Entry(id=uuid.uuid4().hex, patient=patient, course=course, at=at, zone=ZONE, by=by, what=what)
    return ledger.append(entry, ledger.record(patient).version)


def work(place: Where, told_to: Path, begin: float, seconds: float) -> None:
    """Record for so long; what became of each key press goes to a file."""
    name = told_to.stem
    person = e.Person(name, name, "nurse", name)

    def now() -> datetime:
        return datetime(2026, 11, 20, 6, 1, tzinfo=UTC) + timedelta(seconds=(time.time() - begin) * FASTER)

    with Ledger.open(place, now=now, patience=60) as ledger, told_to.open("w") as told:
        end = time.time() + seconds
        while time.time() < end:
            patient, at = random.choice(PATIENTS), now()
            ledger.wait(0)
            what = _due(ledger, patient, at) or e.NoteAdded("Seen, nothing new.")
            before = time.perf_counter()
            outcome, id = _press(ledger, patient, what, person, at)
            told.write(f"{outcome} {id} {time.perf_counter() - before}\n")


def _due(ledger: Ledger, patient: str, at: datetime) -> e.What | None:
    """The next dose of the patient, if it may be given by now."""
    dose = next_dose(scheduled(ledger.record(patient).charts[-1], at))
    return (
        e.DoseGiven(dose.key, dose.amount, with_food=True, no_second_check="alone on the ward")
        if dose and dose.at <= at
        else None
    )


def _press(ledger: Ledger, patient: str, what: e.What, by: e.Person, now: datetime) -> tuple[str, str]:
    """Record; when the record has changed first, look and press again, as a nurse would."""
    course, changed = ledger.record(patient).charts[-1].id, False
    while True:
        try:
            return ("after a change" if changed else "at once").replace(" ", "-"), _record(
                ledger, patient, course, what, by, now
            ).id
        except Changed:
            changed = True
            ledger.wait(0)
        except Refused:
            return "refused", "-"


def run(place: Where, folder: Path, sessions: int, seconds: float) -> Told:
    """Let so many sessions work for so long on one ledger; compare what they were told with what is kept."""
    path, begin = prepare(place), time.time() + 1
    workers = [start(work, path, folder / f"N{n}.told", begin, seconds) for n in range(sessions)]
    for worker in workers:
        worker.join(seconds + 120)
    assert [worker.exitcode for worker in workers] == [0] * sessions
    told = [line.split() for file in folder.glob("*.told") for line in file.read_text().splitlines()]
    acknowledged = [id for outcome, id, _ in told if outcome != "refused"]
    with Ledger.open(path, read_only=True) as ledger:
        entries = ledger.entries()
    kept = [entry.id for entry in entries]
    doses = [(each.patient, each.what.dose) for each in entries if isinstance(each.what, e.DoseGiven)]
    outcomes = [outcome for outcome, _, _ in told]
    return Told(
        recorded=len(acknowledged),
        lost=len(set(acknowledged) - set(kept)),
        doubled=len(kept) - len(set(kept)) + len(doses) - len(set(doses)),
        refused=outcomes.count("refused"),
        changed=outcomes.count("after-a-change"),
        slowest=max(float(length) for _, _, length in told),
        whole=verify(path).ok,
    )


def main() -> int:
    """Run as the command line says; 0 when nothing was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--postgres", action="store_true", help="in a database instead of a file")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place = shared().new_place() if args.postgres else Path(name) / "ward.json"
        told = run(place, Path(name), args.sessions, args.seconds)
    print(told.words(args.sessions, args.seconds))
    return 0 if told.whole and not told.lost and not told.doubled else 1


if __name__ == "__main__":
    sys.exit(main())
