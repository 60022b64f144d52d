"""A ward that takes in entry by entry says what a ward says that is gone through for the first time."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from benchmarks.wards import ZONE, mrn, ward
from protocols import entries as e
from protocols.values.refusal import Refused
from store.ledger.ledger import Ledger
from tui.demo.people import ADMIN, DAY_NURSE, NIGHT_NURSE
from tui.views.course import ward as module
from tui.views.course.ward import Ward
from tui.views.round.since import WardShift

KINDS: tuple[e.What, ...] = (
    e.NoteAdded("Told by another session."),
    e.RashFreeChecked(True, True),
    e.RashFound("maculopapular", ("trunk",)),
    e.RedFlagSeen(("fever over 38.5 °C",)),
    e.PatientTaken(True),
    e.PatientLeft("leave"),
    e.PatientReturned("7"),
    e.ZoneCorrected("Asia/Tokyo", "set wrongly"),
)
SLOW = timedelta(hours=1).total_seconds()


@pytest.mark.parametrize("patients", [1, 2, 6])
@pytest.mark.parametrize("seed", range(4))
def test_after_any_entries_and_any_time_it_says_what_a_ward_says_that_was_just_opened(
    tmp_path: Path, seed: int, patients: int
) -> None:
    chance = random.Random(seed)
    ward(path := tmp_path / "ward.json", patients, 0, 3)
    at = [datetime.now(UTC).replace(second=0, microsecond=0)]
    with Ledger.open(path, now=lambda: at[0]) as ledger:
        kept, shift = Ward(ledger), WardShift(ledger, at[0])
        told = 0
        for _ in range(60):
            at[0] += timedelta(minutes=chance.choice((0, 0, 1, 1, 7, 45, 300, -1)))
            told += chance.random() < 0.8 and _recorded(ledger, patients, chance, at[0])
            assert kept.renew(at[0], SLOW)
            shift.renew(at[0])
            fresh, anew = Ward(ledger), WardShift(ledger, at[0])
            assert fresh.renew(at[0], SLOW)
            anew.renew(at[0])
            assert kept.rows == fresh.rows
            assert sorted(kept.alarms, key=str) == sorted(fresh.alarms, key=str)
            assert kept.doubtful == fresh.doubtful
            assert kept.taken == fresh.taken
            assert kept.namesakes == fresh.namesakes
            assert shift.counts == anew.counts
        assert told > 10


def test_who_was_judged_anew_is_judged_again_when_that_is_not_good_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ward(path := tmp_path / "ward.json", 3)
    now = datetime.now(UTC)
    with Ledger.open(path) as ledger:
        kept = Ward(ledger)
        monkeypatch.setattr(module, "steady_until", lambda record, at, zone: at + timedelta(days=9))
        assert kept.renew(now, SLOW)
        monkeypatch.setattr(module, "steady_until", lambda record, at, zone: at + timedelta(minutes=1))
        _record(ledger, mrn(1), KINDS[0], now, NIGHT_NURSE, on_course=True)
        assert kept.renew(now, SLOW)
        judged = kept.judged
        assert kept.renew(now + timedelta(minutes=1), SLOW)
        assert kept.judged == judged + 1


def _recorded(ledger: Ledger, patients: int, chance: random.Random, now: datetime) -> bool:
    """Whether something of anybody could be recorded: somebody known, or somebody who comes."""
    what = chance.choice(KINDS)
    patient = mrn(chance.randrange(patients))
    if chance.random() < 0.1:
        details = ledger.record(mrn(0)).details
        assert details is not None
        patient = mrn(patients + chance.randrange(3))
        what = replace(details, family="Newcomer", bed=patient)
    patient = "" if isinstance(what, e.ZoneCorrected) else patient
    record = ledger.record(patient)
    notes = [entry.id for entry in record.own if isinstance(entry.what, e.NoteAdded)]
    if notes and chance.random() < 0.3:
        what = e.EntryCorrected(notes[-1], "of somebody else")
    about = e.RashFreeChecked | e.RashFound | e.RedFlagSeen | e.NoteAdded | e.EntryCorrected
    by = chance.choice((DAY_NURSE, NIGHT_NURSE)) if patient else ADMIN
    try:
        _record(ledger, patient, what, now, by, on_course=isinstance(what, about))
    except Refused:
        return False
    return True


def _record(
    ledger: Ledger, patient: str, what: e.What, now: datetime, by: e.Person, *, on_course: bool
) -> None:
    record = ledger.record(patient)
    course = record.latest.id if on_course and record.latest else ""
    entry = e.Entry(id=uuid.uuid4().hex, patient=patient, course=course, at=now, zone=ZONE, by=by, what=what)
    ledger.append(entry, record.version)
