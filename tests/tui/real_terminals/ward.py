"""The demo ward with names in twelve scripts, and another session that records while a terminal shows it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from protocols.course.schedule import next_dose, scheduled
from protocols.entries import DoseGiven, Entry, PatientAdmitted
from protocols.values.clinic_time import local
from protocols.values.refusal import Refused
from store.ledger.ledger import Ledger
from tests.protocols.helpers.seconds import seconded
from tui.demo import ward as demo
from tui.demo.patients import PATIENTS
from tui.demo.people import DAY_NURSE
from tui.views.course.board import board

NAMES = (
    ("סופר", "דוד"),
    ("शर्मा", "देवी"),
    ("محمدی", "علی رضا"),
    ("চৌধুরী", "মিতা"),
    ("Nguyễn", "Thị Thu Hà"),
    ("佐藤", "美咲"),
    ("சுப்பிரமணியம்", "கோமதி"),
    ("ရွှေမြင့်", "အောင်"),
    ("Mäkinen", "Aino"),
    ("วิชัย", "ณัฐ"),
    ("Παπαδοπούλου", "Ελένη"),
    ("Ивано́в", "Пётр"),
    ("ഉണ്ണി", "മേനോൻ"),
)
"""In twelve scripts: Hebrew, Devanagari, Arabic, Bengali, Latin, Chinese, Tamil, Burmese, Thai, Greek ..."""


def make(path: Path) -> None:
    """The ward, as it stands now."""
    named = tuple(
        PatientAdmitted(family, given, one.born, one.sex, one.bed, one.allergies, one.allergies_known)
        for one, (family, given) in zip(PATIENTS, NAMES, strict=True)
    )
    with patch("tui.demo.stories.PATIENTS", named):
        demo.build(path, zone="UTC")


def record_elsewhere(path: Path) -> int:
    """Give every dose that another session may record now; how many were."""
    given = 0
    with Ledger.open(path, share_ok=True) as ledger:
        records = [ledger.record(patient) for patient in ledger.patients()]
        for patient, chart in [(record.patient, chart) for record in records for chart in record.charts]:
            now = datetime.now(UTC)
            dose = next_dose(scheduled(chart, now))
            if dose is None:
                continue
            what = seconded(chart, DoseGiven(dose.key, dose.amount, with_food=True), now)
            entry = Entry(
                id=f"elsewhere-{given}-{chart.id}", patient=patient, course=chart.id,
                at=local(now, ledger.zone), zone=ledger.zone, by=DAY_NURSE, what=what,
            )  # fmt: skip
            try:
                ledger.append(entry, ledger.record(patient).version)
            except Refused:
                continue
            given += 1
    return given


def expected(path: Path) -> list[tuple[str, str]]:
    """The bed and what is next of each line of the board, as the ledger has them now."""
    with Ledger.open(path, share_ok=True) as ledger:
        records = [ledger.record(patient) for patient in ledger.patients()]
        rows = board(records, datetime.now(UTC), ledger.zone)
        return [(row.cells[1][0], row.cells[6][0]) for row in rows]
