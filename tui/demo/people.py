"""The invented staff of the demonstration ward."""

from __future__ import annotations

from datetime import datetime

from protocols.clinic_time import local
from protocols.entries import Person

DAY_NURSE = Person("Amara Diallo", "AD", "nurse", "demo")
NIGHT_NURSE = Person("Tomasz Nowak", "TN", "nurse", "demo")
PRESCRIBER = Person("Ingrid Berg", "IB", "prescriber", "demo")
PHARMACIST = Person("Ravi Menon", "RM", "pharmacist", "demo")


def nurse(at: datetime, zone: str) -> Person:
    """The nurse on duty: days from 07:00 to 19:00."""
    return DAY_NURSE if 7 <= local(at, zone).hour < 19 else NIGHT_NURSE
