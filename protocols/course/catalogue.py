"""What the ward knows of packs, and what it wants scanned; from the entries of the ledger itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from protocols.entries import Entry, NumbersSet, PackConfirmed, ScanningSet
from protocols.values.codes import Code
from protocols.values.identity import is_unnamed, number_key
from protocols.values.number_forms import check_fault, match_whole, pattern_fault
from protocols.values.text import visible

OFF = ScanningSet("off", "off", "")
"""What holds where nobody has set anything."""


@dataclass(frozen=True)
class Catalogue:
    """The packs that a pharmacist has confirmed, by GTIN, and what is to be scanned, as of entry `number`."""

    packs: Mapping[str, PackConfirmed] = field(default_factory=dict)
    wanted: ScanningSet = OFF
    number: int = 0
    numbering: NumbersSet | None = None
    """What hospital numbers look like; None where any will do."""

    def after(self, entry: Entry) -> Catalogue:
        """The catalogue once `entry` is recorded."""
        packs, wanted, numbering = self.packs, self.wanted, self.numbering
        match entry.what:
            case PackConfirmed(gtin=gtin, drug=drug) as pack:
                packs = {**packs, gtin: pack} if drug else {g: p for g, p in packs.items() if g != gtin}
            case ScanningSet() as wanted:
                pass
            case NumbersSet() as numbering:
                pass
        return replace(self, packs=packs, wanted=wanted, numbering=numbering, number=entry.number)

    def number_fault(self, number: str) -> str:
        """Why the hospital number cannot be one of this ward, a sentence; "" where it can."""
        form = self.numbering
        if form is None or not number or is_unnamed(number):
            return ""
        fault = check_fault(number_key(number), form.check)
        pattern = "" if pattern_fault(form.pattern) else form.pattern  # one that no form records
        if not fault and pattern and match_whole(pattern, number) is None:
            fault = "is not written as the numbers of this ward are"
        like = f", such as {visible(form.example)}" if form.example else ""
        return f"MRN {visible(number)} {fault}. Compare it with the patient's papers{like}." if fault else ""


NOTHING_SET = Catalogue()
"""What holds in a ledger where nobody has set anything, and for a chart outside of any."""


def numbers_in(code: Code, wanted: ScanningSet) -> list[str]:
    """What may be the hospital number in the code of a wristband: as the ward's format says, or all of it."""
    if wanted.format:
        found = match_whole(wanted.format, code.text)
        return [found[1]] if found and found.re.groups and found[1] else []
    return [code.relation] if code.relation else [code.text]
