"""The protocols that a form offers to enrol on: as many as there are letters, of many those that match."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from string import ascii_uppercase

from protocols.definition.protocol import Protocol
from protocols.definition.shelf import by_drug
from protocols.record.approvals import Approvals
from protocols.values.formatting import plural
from protocols.values.text import visible
from tui.views.picture.protocol import matches
from tui.views.picture.shelf import lead

MOST_OFFERED = len(ascii_uppercase)
"""One letter for each."""


def offered(
    library: Collection[Protocol], sought: str, chosen: Protocol | None, approvals: Approvals
) -> list[tuple[str, str, str]]:
    """Letter, id and words of those that match, by drug; the one that is chosen stays among them."""
    found = [protocol for protocol in _matching(library, sought) if protocol != chosen]
    shown = [*found[: MOST_OFFERED - 1], chosen] if chosen else found[:MOST_OFFERED]
    kept = [protocol for protocol in _in_order(library) if protocol in shown]
    return [
        (letter, protocol.id, _words(protocol, approvals))
        for letter, protocol in zip(ascii_uppercase, kept, strict=False)
    ]


def not_offered(library: Collection[Protocol], sought: str, shown: int) -> str:
    """What to do to see the rest, "" where nothing is left out."""
    left = len(library) - shown
    if left <= 0:
        return ""
    if sought and not _matching(library, sought):
        return f"No protocol matches. {plural(left, 'protocol')} not shown: write other words, or none."
    return f"{plural(left, 'other protocol')} not shown: write words of its title, drug or source to find it."


def _matching(library: Iterable[Protocol], sought: str) -> list[Protocol]:
    return [protocol for protocol in _in_order(library) if matches(protocol, sought)]


def _in_order(library: Iterable[Protocol]) -> list[Protocol]:
    return [protocol for _, group in by_drug(library) for protocol in group]


def _words(protocol: Protocol, approvals: Approvals) -> str:
    """Its title and steps, and the drug where the title leaves it out."""
    title, drug = visible(protocol.title), visible(protocol.drug)
    of = "" if drug.casefold() in title.casefold() else f" ({drug})"
    return f"{lead(protocol, approvals)}{title}{of}: {plural(len(protocol.steps), 'step')}"
