"""The invented staff of the demonstration ward, and the PIN all of them have, which everybody is told."""

from __future__ import annotations

from datetime import datetime

from protocols.entries import Person
from protocols.values.clinic_time import local

DAY_NURSE = Person("Amara Diallo", "AD", "nurse", "demo")
NIGHT_NURSE = Person("Tomasz Nowak", "TN", "nurse", "demo")
PRESCRIBER = Person("Ingrid Berg", "IB", "prescriber", "demo")
PHARMACIST = Person("Ravi Menon", "RM", "pharmacist", "demo")
ADMIN = Person("Helena Costa", "HC", "admin", "demo")
STAFF = (ADMIN, DAY_NURSE, NIGHT_NURSE, PRESCRIBER, PHARMACIST)
"""In the order in which they come on the staff list."""

PIN = "224466"
PIN_HASH = "$argon2id$v=19$m=32768,t=2,p=1$8P7Xczn7pmWTO8NMkecmUA$0XPnhtmnL3LYw7ept8Apr2m+vIJvyzEQQJmL4FHsqrg"
"""Of `PIN`, made beforehand, so that the ward is built quickly and the same each time."""

HINT = f"""
 Demonstration. Everybody's PIN is {PIN}; i changes to another person:
   AD or TN   Amara Diallo or Tomasz Nowak, nurses
   IB         Ingrid Berg, prescriber
   RM         Ravi Menon, pharmacist
   HC         Helena Costa, admin, who keeps the staff list"""
"""What the sign-on of the demonstration says."""


def nurse(at: datetime, zone: str) -> Person:
    """The nurse on duty: days from 07:00 to 19:00."""
    return DAY_NURSE if 7 <= local(at, zone).hour < 19 else NIGHT_NURSE


def other_nurse(at: datetime, zone: str) -> Person:
    """The nurse who checks what the one on duty gives: the one before or after."""
    return NIGHT_NURSE if nurse(at, zone) == DAY_NURSE else DAY_NURSE
