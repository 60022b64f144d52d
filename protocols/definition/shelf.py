"""Many protocols on one shelf: grouped by drug, and told apart where two have one title.

Drugs and titles are compared in the normal form of drug names (rules.md, "Identity").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from protocols.definition.protocol import Protocol
from protocols.values.identity import drug_key


def by_drug(protocols: Iterable[Protocol]) -> list[tuple[str, list[Protocol]]]:
    """The drugs by name, each with its protocols in the order in which they came."""
    found: dict[str, list[Protocol]] = {}
    for protocol in protocols:
        found.setdefault(drug_key(protocol.drug), []).append(protocol)
    return sorted((group[0].drug, group) for _, group in sorted(found.items()))


def of_one_title(protocol: Protocol, others: Sequence[Protocol]) -> Protocol | None:
    """The first of `others` that has the title of `protocol` and another id; None where none has."""
    key = _title(protocol)
    return next((other for other in others if other.id != protocol.id and _title(other) == key), None)


def _title(protocol: Protocol) -> str:
    return re.sub(r"[\W_]+", " ", drug_key(protocol.title)).strip()
