"""What is unusual in a protocol that can be used: to be looked at twice, never refused.

Remarks are for whoever writes or approves a protocol.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Literal

from msgspec import Struct

from protocols.definition.making import unmakeable
from protocols.definition.protocol import Protocol
from protocols.definition.step import Step
from protocols.definition.totals import before_last, length_text
from protocols.definition.units import units, units_text
from protocols.remarks.change_remarks import change_remarks
from protocols.remarks.check_remarks import check_remarks
from protocols.remarks.gate_remarks import HALF_LIVES_TO_STEADY, gate_remarks
from protocols.remarks.same_drug import of_same_drug, same_drug_remarks
from protocols.remarks.size_remarks import size_remarks
from protocols.remarks.spelling_remarks import spelling_remarks
from protocols.remarks.transition_remarks import transition_remarks
from protocols.values.formatting import amount_text, listed, number_text, plural

LONGEST_PLAN_DAYS = 3650
"""A plan that needs more days before its last step was hardly meant."""

MOST_PIECES = 10
"""More pieces for one dose were hardly meant."""

Weight = Literal["warning", "information"]


class Remark(Struct, frozen=True):
    """One thing to look at. `step` is its number, 0 for the whole protocol."""

    step: int
    weight: Weight
    words: str

    def __str__(self) -> str:
        where = f"step {self.step}: " if self.step else ""
        return f"{self.weight}: {where}{self.words}"


def unusual(protocol: Protocol, known: Sequence[Protocol] = ()) -> list[Remark]:
    """Everything unusual, the whole protocol first; nothing for a literature entry.

    `known` are the protocols of the library, with whose gate and drug this one is compared.
    """
    if not protocol.startable:
        return []
    steps = [
        remark
        for number, step in enumerate(protocol.steps, start=1)
        for remark in (*_longest_stay(number, step), *_cut_short(number, step))
    ]
    same = of_same_drug(protocol, known)
    sentences = (
        *spelling_remarks(protocol),
        *check_remarks(protocol),
        *gate_remarks(protocol, known),
        *same_drug_remarks(protocol, same),
    )
    gate = [Remark(0, "warning", words) for words in sentences]
    changes = [Remark(number, "warning", words) for number, words in change_remarks(protocol)]
    stuck = [Remark(number, "warning", words) for number, words in transition_remarks(protocol)]
    return [*_whole(protocol), *gate, *_short_steps(protocol), *changes, *stuck, *steps]


def _whole(protocol: Protocol) -> Iterator[Remark]:
    missing = () if protocol.per else unmakeable(protocol, protocol.strengths, len(protocol.steps))
    if missing:
        doses = listed([amount_text(amount, protocol.unit) for amount in missing])
        what = "the strengths of the file" if protocol.strengths else "the liquids of the file"
        words = f"{what} cannot make {doses}. Enrolment will ask how they are made."
        yield Remark(0, "warning", words)
    yield from _many_pieces(protocol)
    for number, words, warns in size_remarks(protocol):
        yield Remark(number, "warning" if warns else "information", words)
    if protocol.gate.check_after_dose > protocol.gate.check_valid:
        yield Remark(0, "information", "a check is good for less time than it waits after a dose.")
    before = before_last(protocol)
    if before is not None and before.days > LONGEST_PLAN_DAYS:
        lasts, doses = f"{number_text(before.days)} days", f"{number_text(before.doses)} doses"
        yield Remark(0, "warning", f"{lasts} and {doses} lie before the last step. Is that meant?")


def _many_pieces(protocol: Protocol) -> Iterator[Remark]:
    """A dose of many pieces hardly is meant to be taken so."""
    for number, step in enumerate(() if protocol.per else protocol.steps, start=1):
        for amount in dict.fromkeys(step.amounts_used):
            made = units(amount, protocol.strengths)
            if made is not None and sum(count for size, count in made if size != 1) > MOST_PIECES:
                words = units_text(made, protocol.form, protocol.unit)
                yield Remark(number, "warning", f"one dose is {words}. Is a strength or a liquid missing?")


def _short_steps(protocol: Protocol) -> Iterator[Remark]:
    half_life = protocol.half_life_hours
    if half_life is None:
        return
    steady = timedelta(hours=float(half_life)) * HALF_LIVES_TO_STEADY
    short = [
        str(number)
        for number, step in enumerate(protocol.steps, start=1)
        if step.length is not None and step.length < steady
    ]
    if short:
        named = f"step {short[0]} ends" if len(short) == 1 else f"steps {listed(short)} end"
        about = f"{number_text(round(steady / timedelta(days=1)))} days"
        half = f"{HALF_LIVES_TO_STEADY} half-lives of {number_text(half_life)} hours"
        yield Remark(0, "information", f"{named} before the level is steady, after about {about} ({half}).")


def _longest_stay(number: int, step: Step) -> Iterator[Remark]:
    """A longest stay is longer than the doses of the step take."""
    limit, length = step.at_most_days, step.length
    if limit is not None and length is not None and timedelta(days=limit) <= length:
        doses = plural(step.doses_needed or 0, "dose")
        words = f"at_most_days is {limit}, and its {doses} take {length_text(length)} already."
        yield Remark(number, "warning", words)


def _cut_short(number: int, step: Step) -> Iterator[Remark]:
    """A cycle or a pattern whose end the step never sees."""
    if step.open_ended or not step.from_first_day:
        return
    whole = step.days_on or step.cycle
    short = step.days is not None and step.days < step.cycle and (step.days <= whole)
    if step.doses_given is not None:
        short = step.doses_given < step.doses_in(timedelta(days=whole))
    if short:
        doses, rhythm = plural(step.doses_needed or 0, "dose"), length_text(timedelta(days=step.cycle))
        words = f"its {doses} end before the rhythm of {rhythm} is once through. Is that meant?"
        yield Remark(number, "warning", words)
