"""What the library says of this very drug, and a file otherwise: spelling, unit, amounts, food, red flags.

Two files are of one drug when one name is the other, or begins it: "Alectinib", "alectinib hydrochloride".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from protocols.definition.protocol import Protocol
from protocols.values.formatting import amount_text, hours_text, listed
from protocols.values.identity import drug_key, name_key
from protocols.values.text import visible

_FIGURES = (("peak_hours", "the time to its peak"), ("half_life_hours", "its half-life"))


def of_same_drug(protocol: Protocol, known: Sequence[Protocol]) -> list[Protocol]:
    """The others of `known` that are of the drug of `protocol`."""
    return [other for other in known if _same(other.drug, protocol.drug) and other.id != protocol.id]


def _same(one: str, other: str) -> bool:
    shorter, longer = sorted((_folded(name) for name in (one, other)), key=len)
    return bool(shorter) and re.match(rf"{re.escape(shorter)}(?![\w/+-])", longer) is not None


def _folded(name: str) -> str:
    """The words of a drug's name as they are compared, letters that are drawn alike as one."""
    return " ".join(drug_key(word) for word in name.split())


def figure(protocol: Protocol, same: Sequence[Protocol], name: str, strictest: str) -> Decimal | None:
    """A figure of the drug, the file's own or the library's: the "largest" or "smallest" of them."""
    found = [getattr(one, name) for one in (protocol, *same) if getattr(one, name) is not None]
    choose = max if strictest == "largest" else min
    return choose(found, default=None)


def same_drug_remarks(protocol: Protocol, same: Sequence[Protocol]) -> Iterator[str]:
    """Everything in which the file differs from `same`, in sentences."""
    if not same:
        return
    names = sorted({other.drug for other in same})
    if protocol.drug not in names:
        alike = name_key(protocol.drug) != name_key(names[0]) and drug_key(protocol.drug) == drug_key(
            names[0]
        )
        letter = ": a letter is another one that is drawn alike" if alike else ""
        yield f'the drug is written "{visible(protocol.drug)}", in the library "{visible(names[0])}"{letter}.'
    yield from _amounts(protocol, same)
    if not protocol.with_food and all(other.with_food for other in same):
        yield "this drug is given with food in the library, and here it is not."
    flags = dict.fromkeys(flag for other in same for flag in other.red_flags)
    missing = [visible(flag) for flag in flags if flag not in protocol.red_flags]
    if missing:
        yield f"the library's own red flags of this drug are missing: {listed(missing)}."
    for name, words in _FIGURES:
        theirs = {getattr(other, name) for other in same} - {None}
        mine = getattr(protocol, name)
        if mine is not None and theirs and mine not in theirs:
            yield f"{words} is {hours_text(mine)}, in the library {hours_text(min(theirs))}."


def _amounts(protocol: Protocol, same: Sequence[Protocol]) -> Iterator[str]:
    """A unit or an amount that no protocol of the drug has is mostly a factor of ten or of a thousand."""
    alike = [other for other in same if other.unit == protocol.unit]
    if not alike and protocol.per:
        return
    if not alike:
        units = listed(sorted({other.unit for other in same}))
        yield f"its amounts are in {protocol.unit}, in the library in {units}."
        return
    scheduled = [other for other in alike if other.startable]
    if not scheduled:
        return
    single, daily = _largest(protocol)
    usual_single = max(_largest(other)[0] for other in scheduled)
    usual_daily = max(_largest(other)[1] for other in scheduled)
    if single > usual_single:
        large, usual = amount_text(single, protocol.unit), amount_text(usual_single, protocol.unit)
        yield f"a single dose is up to {large}, in the library up to {usual}."
    if daily > usual_daily:
        large, usual = amount_text(daily, protocol.unit), amount_text(usual_daily, protocol.unit)
        yield f"a day has up to {large}, in the library up to {usual}."


def _largest(protocol: Protocol) -> tuple[Decimal, Decimal]:
    """The largest single dose and the largest daily amount of any step."""
    single = max(dose.amount for step in protocol.steps for dose in step.doses)
    return single, max(step.daily for step in protocol.steps)
