"""What the ward knows of packs, and what it wants scanned; from the entries of the ledger itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from protocols.entries import Entry, PackConfirmed, ScanningSet
from protocols.values.codes import Code

OFF = ScanningSet("off", "off", "")
"""What holds where nobody has set anything."""


@dataclass(frozen=True)
class Catalogue:
    """The packs that a pharmacist has confirmed, by GTIN, and what is to be scanned, as of entry `number`."""

    packs: Mapping[str, PackConfirmed] = field(default_factory=dict)
    wanted: ScanningSet = OFF
    number: int = 0

    def after(self, entry: Entry) -> Catalogue:
        """The catalogue once `entry` is recorded."""
        packs, wanted = self.packs, self.wanted
        match entry.what:
            case PackConfirmed(gtin=gtin, drug=drug) as pack:
                packs = {**packs, gtin: pack} if drug else {g: p for g, p in packs.items() if g != gtin}
            case ScanningSet() as wanted:
                pass
        return replace(self, packs=packs, wanted=wanted, number=entry.number)


def numbers_in(code: Code, wanted: ScanningSet) -> list[str]:
    """What may be the hospital number in the code of a wristband: as the ward's format says, or all of it."""
    if wanted.format:
        try:
            found = re.fullmatch(wanted.format, code.text)
        except re.error:  # which no form records
            return []
        return [found[1]] if found and found.re.groups and found[1] else []
    return [code.relation] if code.relation else [code.text]
