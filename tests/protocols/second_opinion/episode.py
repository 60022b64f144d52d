"""Random patients, one after the other; and the shortest way to a disagreement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from random import Random

from tests.protocols.second_opinion.people import People
from tests.protocols.second_opinion.world import Act, Disagreement, World

LENGTHS = (50, 80, 150)
"""Turns a patient stays: most of what goes wrong goes wrong early, and a long record costs more."""


@dataclass
class Tally:
    """What was tried and compared, and what did not agree."""

    steps: int = 0
    patients: int = 0
    compared: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    found: list[tuple[list[Act], Disagreement]] = field(default_factory=list)


def patients(steps: int, seed: int, known: tuple[str, ...] = (), each: int = 1) -> Tally:
    """Try `steps` things; keep `each` disagreements of a kind, without those that begin as `known`."""
    tally = Tally()
    while tally.steps < steps:
        tally.patients += 1
        for acts, disagreement in _patient(Random(f"{seed}/{tally.patients}"), tally, known):
            tally.counts[disagreement.kind] += 1
            if tally.counts[disagreement.kind] <= each:
                tally.found.append((acts, disagreement))
    return tally


def first_found(steps: int, seed: int, without: Collection[int] = ()) -> str:
    """The step at which the first disagreement came up, and its kind; "0 " where there was none.

    Patients whose numbers are in `without` are passed by.
    """
    tally, patient = Tally(), 0
    while tally.steps < steps:
        patient += 1
        if patient in without:
            continue
        try:
            for _, disagreement in _patient(Random(f"{seed}/{patient}"), tally, ()):
                return f"{tally.steps} {disagreement.kind}"
        except Exception as failed:  # a slip may break the program in any way
            return f"{tally.steps} failed: {type(failed).__name__}"
    return "0 "


def disagreeing(steps: int, seed: int) -> list[int]:
    """The numbers of the patients of whom the two speak differently as the program is."""
    tally, patient, found = Tally(), 0, []
    while tally.steps < steps:
        patient += 1
        found += [patient for _ in _patient(Random(f"{seed}/{patient}"), tally, ())]
    return found


def _patient(rng: Random, tally: Tally, known: tuple[str, ...]) -> Iterator[tuple[list[Act], Disagreement]]:
    """One patient, until something disagrees: behind that the two speak of different patients."""
    world = World()
    people = People(rng, world)
    acts: list[Act] = []
    try:
        for _ in range(rng.choice(LENGTHS)):
            for act in people.next():
                tally.steps += 1
                acts.append(act)
                found = [d for d in world.run(act) if not d.kind.startswith(known)]
                if found:
                    yield list(acts), found[0]
                    return
    finally:
        tally.compared += world.compared


def shortest(acts: list[Act], kind: str, known: tuple[str, ...] = ()) -> list[Act]:
    """The fewest of `acts` that still end in a disagreement of that kind."""
    kept = [act for act in acts[:-1] if not act.probe] + acts[-1:]
    kept = kept if _ends_in(kept, kind, known) else acts
    size = max(1, len(kept) // 2)
    while True:
        place, less = 0, False
        while place < len(kept) - 1:
            shorter = kept[:place] + kept[min(place + size, len(kept) - 1) :]
            if _ends_in(shorter, kind, known):
                kept, less = shorter, True
            else:
                place += size
        if size == 1 and not less:
            return kept
        size = max(1, size // 2)


def _ends_in(acts: list[Act], kind: str, known: tuple[str, ...]) -> bool:
    world = World()
    for place, act in enumerate(acts):
        found = [d.kind for d in world.run(act) if not d.kind.startswith(known)]
        if found:
            return place == len(acts) - 1 and kind in found
    return False
