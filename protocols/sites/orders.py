"""A prescriber's order as the hospital's own system tells of it: offered at enrolment, begun by nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from protocols.definition.protocol import Protocol
from protocols.record.fold import Record
from protocols.sites.arrivals import OFFERED_FOR
from protocols.values.birth import NO_BIRTH, Birth
from protocols.values.formatting import name_text, plural
from protocols.values.identity import name_key, numbers_meant
from protocols.values.text import visible


@dataclass(frozen=True)
class Order:
    """An order of a medicine; what it does not say is "" or None.

    `stands` is False for one that was ended or is not yet an order. `definitions` are the names of the
    protocols it says it follows.
    """

    id: str
    patient: str
    at: datetime
    drug: str
    prescriber: str = ""
    words: str = ""
    family: str = ""
    given: str = ""
    born: Birth = NO_BIRTH
    stands: bool = True
    definitions: tuple[str, ...] = ()


def orders_for(
    record: Record, told: Iterable[Order], numbers: Iterable[str], now: datetime
) -> tuple[list[Order], list[str]]:
    """What is ordered for the patient of `record`, the newest first; a sentence for what may be another's.

    `numbers` are those of everybody on the ward. Of an order that came several times the last counts.
    """
    known, last = [*numbers], dict[str, Order]()
    for order in sorted(told, key=lambda order: order.at):
        if numbers_meant(order.patient, known) == [record.patient] and now - OFFERED_FOR <= order.at:
            last[order.id or f"{order.at} {order.drug}"] = order
    standing = [order for order in reversed(last.values()) if order.stands]
    doubts = {order: _doubt(order, record) for order in standing}
    return [order for order in standing if not doubts[order]], [words for words in doubts.values() if words]


def _doubt(order: Order, record: Record) -> str:
    """Why an order under this number may be about somebody else."""
    has = record.details
    if has is None:
        return ""
    other_name = order.family and name_key(order.family) != name_key(has.family)
    other_birth = order.born and has.birth and not order.born.may_be(has.birth)
    if not other_name and not other_birth:
        return ""
    born = f", born {order.born.text}" if order.born else ""
    name = f"{order.family} {order.given}".strip()
    who = f"{name_text(order.family, order.given)}{born}" if name else f"a patient{born}"
    return f"An order of {visible(order.drug)} under this number is for {who}: it is not offered here."


def suited(order: Order, protocols: Iterable[Protocol]) -> list[Protocol]:
    """The protocols that an order may mean: the one that it names, else those of its drug."""
    there = list(protocols)
    named = [protocol for protocol in there if protocol.id in order.definitions]
    return named or [protocol for protocol in there if _is_of(protocol.drug, order.drug)]


def _is_of(drug: str, ordered: str) -> bool:
    """Whether the drug stands in the order as words of its own."""
    return re.search(rf"(?<!\w){re.escape(drug.casefold())}(?!\w)", ordered.casefold()) is not None


def protocol_words(order: Order, found: Iterable[Protocol]) -> str:
    """What the order says of the protocol, for whoever enrols."""
    titles = [*found]
    if not titles:
        return f"No protocol that can be started here is one of {visible(order.drug)}."
    if len(titles) > 1:
        return (
            f"{plural(len(titles), 'protocol')} here are of {visible(titles[0].drug)}: the order names none."
        )
    return ""
