"""A ward that scans: its packs are confirmed, and what it wants scanned is set."""

from __future__ import annotations

from decimal import Decimal

from protocols import entries as e
from tests.tui.helpers.bedside_app import Ward

PHARMACIST = e.Person("Ina Voss", "IV", "pharmacist", "ina")
ADMIN = e.Person("Mara Silva", "MS", "admin", "mara")
G150, G20, G_OTHER = "05012345678900", "05012345678917", "05012345678924"
UNKNOWN = "05012345678931"


def pack(gtin: str, batch: str = "A1", expiry: str = "270531") -> str:
    """The code on a pack, as a scanner sends it."""
    return f"]d201{gtin}17{expiry}10{batch}\x1d21S{batch}"


def scans(ward: Ward, wristband: e.Wanted = "offered", packs: e.Wanted = "offered") -> Ward:
    """Let `ward` scan, with packs of 150 and 20 mg alectinib and one of another medicine."""
    for gtin, drug, strength in (
        (G150, "alectinib", 150),
        (G20, "alectinib", 20),
        (G_OTHER, "crizotinib", 150),
    ):
        confirmed = e.PackConfirmed(gtin, drug, Decimal(strength), "mg")
        ward.record(confirmed, by=PHARMACIST, patient="", course="")
    wanted = e.ScanningSet(wristband, packs, "scanners are here")
    ward.record(wanted, by=ADMIN, patient="", course="")
    return ward
