"""`python -m tests.protocols.second_opinion.mutants [module ...]`: in how many steps is each slip found?

The slips are those of tests/mutation: one small change of the code at a time, in a forked process. Random
people go on until the product and the model disagree. Slips in words, and those docs/mutation.md explains,
are left out. Ends with 1 where a slip is not found. Needs fork: Linux or macOS.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time

from tests.mutation.__main__ import EXPLAINED, ROOT
from tests.mutation.mutants import Module, Mutant
from tests.mutation.runner import apart, forget, functions_of, swap
from tests.protocols.second_opinion.episode import agreeing, first_found
from tests.protocols.second_opinion.screening import Screen, key

GATE = (
    "gate/gate",
    "gate/completion",
    "gate/rash_watch",
    "record/skin_check",
    "course/progress",
    "rules/moves",
)
"""What decides whether a dose becomes due."""


def decides(mutant: Mutant) -> bool:
    """Whether it changes more than words."""
    old = mutant.old
    return mutant.function is not None and not (isinstance(old, ast.Constant) and isinstance(old.value, str))


def slips(module: Module, words: str, before: Path | None) -> Iterator[Mutant]:
    """The mutants of a module that nobody has explained, with `words` in them.

    `before` is what was printed earlier: those found in it are left out.
    """
    explained = " ".join(EXPLAINED.read_text(encoding="utf-8").split())
    lines = before.read_text(encoding="utf-8").splitlines() if before else []
    for mutant in module.mutants():
        told = " ".join(mutant.told.split())
        open_before = before is None or any(line.startswith(f"NOT FOUND {mutant.told}") for line in lines)
        if decides(mutant) and told not in explained and words in mutant.told and open_before:
            yield mutant


@dataclass(frozen=True)
class Search:
    """Random patients, and for each slip those of whom a function gives anything else with it.

    `patients` are those who are in no disagreement as the program is, with the steps before each.
    """

    seed: int
    patients: dict[int, int]
    touched: dict[str, set[int]]
    seconds: float

    @classmethod
    def begun(cls, steps: int, seed: int, tried: list[tuple[Module, list[Mutant]]]) -> Search:
        """What comes of `steps` with nothing changed."""
        began, screen = process_time(), Screen()
        for module, mutants in tried:
            screen.watch(module, mutants)
        with screen.on():
            patients = agreeing(steps, seed, screen.begin)
        return cls(seed, patients, screen.touched, process_time() - began)

    def among(self, module: Module, mutant: Mutant) -> dict[int, int]:
        """The patients with whom the slip could show itself."""
        touched = self.touched[key(module, mutant)]
        return {patient: before for patient, before in self.patients.items() if patient in touched}

    def run(self, module: Module, mutant: Mutant, answer: Path) -> bool:
        """Its step and kind go into the file `answer`. In a process of its own: it may never end."""
        signal.setitimer(signal.ITIMER_PROF, 60 + 5 * self.seconds)
        forget()
        swap(module, mutant, functions_of(str(module.path)))
        answer.write_text(first_found(self.seed, self.among(module, mutant)), encoding="utf-8")
        return True


class Table:
    """What was found, module by module."""

    def __init__(self, jobs: int, steps: int, search: Search) -> None:
        self.jobs, self.steps, self.search = jobs, steps, search
        self.running: dict[int, tuple[Module, Mutant, Path]] = {}
        self.found: list[int] = []
        self.missed: list[str] = []

    def module(self, module: Module, mutants: list[Mutant], folder: Path) -> None:
        """Try each slip of a module and print its row."""
        self.found, self.missed = [], []
        for place, mutant in enumerate(mutants):
            while len(self.running) >= self.jobs:
                self._reap()
            answer = folder / f"{module.name}-{place}"
            child = apart(lambda m=mutant, a=answer: self.search.run(module, m, a))  # type: ignore[misc]
            self.running[child] = module, mutant, answer
        while self.running:
            self._reap()
        print(self._row(module.name, len(mutants)), flush=True)

    def _reap(self) -> None:
        child, _ = os.wait()
        if child not in self.running:
            return
        module, mutant, answer = self.running.pop(child)
        said = ""
        with contextlib.suppress(OSError):
            said = answer.read_text(encoding="utf-8")
        steps, _, kind = said.partition(" ")
        if not said or steps != "0":
            self.found.append(int(steps or 1))
            print(f"  {steps or 'ended':>7} {mutant.told}: {kind}", flush=True)
        else:
            self.missed.append(mutant.told)
            told, patients = mutant.told, len(self.search.among(module, mutant))
            print(f"NOT FOUND {told}, which changes something for {patients} patients", flush=True)

    def _row(self, name: str, number: int) -> str:
        within = [sum(steps <= limit for steps in self.found) for limit in (1_000, 5_000, self.steps)]
        most = max(self.found, default=0)
        counts = " | ".join(str(count) for count in [number, *within])
        return f"| `{name.removeprefix('protocols.')}` | {counts} | {most:,} |"


def main(arguments: list[str]) -> int:
    """Run it; the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.protocols.second_opinion.mutants", description=__doc__
    )
    parser.add_argument("modules", nargs="*", default=GATE, help="names such as gate/gate")
    parser.add_argument(
        "--steps", type=int, default=50_000, help="steps after which a slip counts as not found"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1, help="slips tried at the same time")
    parser.add_argument("--only", default="", help="slips whose line has these words in it")
    parser.add_argument("--again", type=Path, help="what this printed before: those not found in it")
    args = parser.parse_args(arguments)
    tried = [(module, list(slips(module, args.only, args.again))) for module in modules(args.modules)]
    search, missed = Search.begun(args.steps, args.seed, tried), 0
    print(f"{search.seconds:.0f} s with nothing changed, {len(search.patients)} patients", flush=True)
    table = Table(args.jobs, args.steps, search)
    with tempfile.TemporaryDirectory() as folder:
        for module, mutants in tried:
            table.module(module, mutants, Path(folder))
            missed += len(table.missed)
    return int(missed > 0)


def modules(names: Sequence[str]) -> Iterator[Module]:
    """The modules of `protocols/` with these names."""
    for name in names:
        yield Module.read(ROOT / "protocols" / f"{name}.py", ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
