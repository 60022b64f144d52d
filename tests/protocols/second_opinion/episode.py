"""Random patients, one after the other; and the shortest way to a disagreement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
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


def first_found(seed: int, among: Mapping[int, int]) -> str:
    """The step at which the first disagreement came up, and its kind; "0 " where there was none.

    `among` are the numbers of the patients who are tried, each with the steps before that patient's first.
    """
    for patient, before in among.items():
        tally = Tally(steps=before)
        try:
            for _, disagreement in _patient(Random(f"{seed}/{patient}"), tally, ()):
                return f"{tally.steps} {disagreement.kind}"
        except Exception as failed:  # a slip may break the program in any way
            return f"{tally.steps} failed: {type(failed).__name__}"
    return "0 "


def agreeing(steps: int, seed: int, begin: Callable[[int], None]) -> dict[int, int]:
    """The patients of whom the two speak alike as the program is, for `first_found`.

    `begin` is called with the number of each.
    """
    tally, patient, found = Tally(), 0, dict[int, int]()
    while tally.steps < steps:
        patient += 1
        before = tally.steps
        begin(patient)
        if not any(_patient(Random(f"{seed}/{patient}"), tally, ())):
            found[patient] = before
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
    for act in acts[:-1]:
        world.run(act, compared=False)
    return kind in [found.kind for found in world.run(acts[-1]) if not found.kind.startswith(known)]
