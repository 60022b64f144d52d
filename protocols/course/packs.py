"""Whether a scanned pack makes the dose: drug, strength, how many units of it, its last day.

The five rights of the VA's Bar Code Medication Administration; the last day as in the GS1 General
Specifications, identifier 17.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from protocols.definition.units import Units, units, units_text
from protocols.entries import DoseScans, PackConfirmed, PackUsed
from protocols.record.chart import Chart
from protocols.values.codes import Code
from protocols.values.formatting import amount_text, day_text, listed, plural
from protocols.values.identity import drug_key
from protocols.values.refusal import Refused
from protocols.values.text import visible

Packs = tuple[PackUsed, ...]


def with_pack(chart: Chart, amount: Decimal, packs: Packs, code: Code, known: PackConfirmed | None) -> Packs:
    """`packs` with the one of `code` for a dose of `amount`; Refused, in words, for one not to be given.

    Each pack has the units that it gives to the dose. A further pack of a strength takes one unit over from
    those before, and one more each time it is scanned.
    """
    protocol = chart.protocol
    if code.fault:
        raise Refused(f"THE PACK CANNOT BE READ. {code.fault}")
    if known is None:
        raise Refused(
            f"THE PACK {code.gtin} IS NOT KNOWN HERE. A pharmacist confirms once which medicine it is. "
            "Until then compare the pack itself with the dose above."
        )
    name = f"{visible(known.drug)} {amount_text(known.strength, known.unit)}"
    asked = f"{visible(protocol.drug)} {amount_text(amount, protocol.unit)}"
    if drug_key(known.drug) != drug_key(protocol.drug) or known.unit != protocol.unit:
        raise Refused(f"WRONG MEDICINE: this pack is {name}. The dose is {asked}. Do not give it.")
    new = PackUsed(code.gtin, known.strength, 0, code.batch, code.serial, code.expires)
    counts = counts_for(chart, amount, [*(pack.strength for pack in packs), known.strength])
    if counts is None or not dict(counts).get(known.strength):
        raise Refused(
            f"WRONG STRENGTH: units of {amount_text(known.strength, known.unit)} are no part of the dose, "
            f"{asked}. Do not give it."
        )
    return _shared(packs, new, dict(counts))


def for_amount(chart: Chart, amount: Decimal, packs: Packs) -> Packs:
    """`packs` with the units that they give to a dose of `amount`, which may be another one than before."""
    counts = counts_for(chart, amount, (pack.strength for pack in packs))
    if not packs or counts is None or total(packs) == amount:
        return packs
    found: Packs = ()
    for pack in packs:
        if dict(counts).get(pack.strength):
            found = _shared(found, _with(pack, 0), dict(counts))
    return found


def counts_for(chart: Chart, amount: Decimal, scanned: Iterable[Decimal]) -> Units | None:
    """The units by strength that make `amount`: out of the strengths scanned alone, else with those in stock.

    None when no whole units of these make it.
    """
    strengths = tuple(dict.fromkeys(scanned))
    alone = units(amount, strengths)
    if alone is not None and len(alone) == len(strengths):
        return alone
    planned = units(amount, chart.plan.strengths)
    if planned is not None and all(strength in dict(planned) for strength in strengths):
        return planned
    return units(amount, {*chart.plan.strengths, *strengths})


def _shared(packs: Packs, new: PackUsed, counts: dict[Decimal, int]) -> Packs:
    """Every pack with its units; `new` has one more than before, or all of a strength that was not there."""
    wanted = counts[new.strength]
    same = [pack for pack in packs if pack.strength == new.strength]
    others = tuple(pack for pack in packs if pack.strength != new.strength and counts.get(pack.strength))
    others = tuple(_with(pack, counts[pack.strength]) if _alone(pack, others) else pack for pack in others)
    before = next((pack.count for pack in same if _is_same(pack, new)), 0)
    rest = [pack for pack in same if not _is_same(pack, new)]
    mine = wanted if not rest else min(before + 1, wanted)
    left = Counter({place: pack.count for place, pack in enumerate(rest)})
    while sum(left.values()) > wanted - mine:
        left[max(left, key=lambda place: left[place])] -= 1
    kept = tuple(_with(pack, left[place]) for place, pack in enumerate(rest) if left[place])
    return (*others, *kept, _with(new, mine))


def _with(pack: PackUsed, count: int) -> PackUsed:
    return PackUsed(pack.gtin, pack.strength, count, pack.batch, pack.serial, pack.expires)


def _is_same(one: PackUsed, other: PackUsed) -> bool:
    return (one.gtin, one.batch, one.serial) == (other.gtin, other.batch, other.serial)


def _alone(pack: PackUsed, packs: Sequence[PackUsed]) -> bool:
    return sum(other.strength == pack.strength for other in packs) == 1


def total(packs: Iterable[PackUsed]) -> Decimal:
    """How much the units of `packs` hold together."""
    return sum((pack.strength * pack.count for pack in packs), Decimal(0))


def expired(packs: Iterable[PackUsed], day: date) -> list[PackUsed]:
    """The packs that were not to be used any more on `day`."""
    return [pack for pack in packs if pack.expires is not None and pack.expires < day]


def missing(chart: Chart, amount: Decimal, packs: Packs) -> str:
    """What is still to be scanned for a dose of `amount`; "" when the packs make it."""
    counts = counts_for(chart, amount, (pack.strength for pack in packs))
    if counts is None or total(packs) == amount:
        return ""
    have = Counter[Decimal]()
    for pack in packs:
        have[pack.strength] += pack.count
    rest = tuple((strength, count - have[strength]) for strength, count in counts if count > have[strength])
    if not rest:
        return ""
    return f"Still to be scanned: {units_text(rest, chart.protocol.form, chart.protocol.unit)}."


def pack_text(pack: PackUsed, form: str, unit: str) -> str:
    """One pack in words: "2 capsules of 150 mg, batch A12, use by Thu 31-Dec-2026"."""
    parts = [f"{plural(pack.count, visible(form))} of {amount_text(pack.strength, unit)}"]
    parts += [f"batch {visible(pack.batch)}"] if pack.batch else []
    parts += [f"use by {day_text(pack.expires)}"] if pack.expires else []
    return ", ".join(parts)


def scans_text(scans: DoseScans, form: str, unit: str) -> list[str]:
    """What was scanned and what was not, for the sentence of a dose."""
    said = ["wristband scanned"] if scans.wristband else []
    if scans.packs:
        said.append(f"packs scanned: {listed([pack_text(pack, form, unit) for pack in scans.packs])}")
    said += [f"used after its last day: {visible(scans.expired)}"] if scans.expired else []
    said += [f"wristband not scanned: {visible(scans.no_wristband)}"] if scans.no_wristband else []
    return said + ([f"pack not scanned: {visible(scans.no_pack)}"] if scans.no_pack else [])
