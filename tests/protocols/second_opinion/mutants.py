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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import process_time

from tests.mutation.__main__ import EXPLAINED, ROOT
from tests.mutation.mutants import Module, Mutant
from tests.mutation.runner import apart, forget, swap
from tests.protocols.second_opinion.episode import disagreeing, first_found

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


def slips(module: Module, explained: str) -> Iterator[Mutant]:
    """The mutants of a module that nobody has explained."""
    for mutant in module.mutants():
        if decides(mutant) and " ".join(mutant.told.split()) not in explained:
            yield mutant


@dataclass(frozen=True)
class Search:
    """How long to look for a disagreement, and among whom: not patients who are in one as the program is."""

    steps: int
    seed: int
    without: tuple[int, ...]
    seconds: float

    @classmethod
    def begun(cls, steps: int, seed: int) -> Search:
        """What a search costs and finds with nothing changed."""
        began = process_time()
        without = disagreeing(steps, seed)
        return cls(steps, seed, tuple(without), process_time() - began)

    def run(self, module: Module, mutant: Mutant, answer: Path) -> bool:
        """Its step and kind go into the file `answer`. In a process of its own: it may never end."""
        signal.setitimer(signal.ITIMER_PROF, 60 + 5 * self.seconds)
        forget()
        swap(module, mutant)
        answer.write_text(first_found(self.steps, self.seed, self.without), encoding="utf-8")
        return True


class Table:
    """What was found, module by module."""

    def __init__(self, jobs: int, search: Search) -> None:
        self.jobs, self.search = jobs, search
        self.running: dict[int, tuple[Mutant, Path]] = {}
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
            self.running[child] = mutant, answer
        while self.running:
            self._reap()
        print(self._row(module.name, len(mutants)), flush=True)

    def _reap(self) -> None:
        child, _ = os.wait()
        if child not in self.running:
            return
        mutant, answer = self.running.pop(child)
        said = ""
        with contextlib.suppress(OSError):
            said = answer.read_text(encoding="utf-8")
        steps, _, kind = said.partition(" ")
        if not said or steps != "0":
            self.found.append(int(steps or 1))
            print(f"  {steps or 'ended':>7} {mutant.told}: {kind}", flush=True)
        else:
            self.missed.append(mutant.told)
            print(f"NOT FOUND {mutant.told}", flush=True)

    def _row(self, name: str, number: int) -> str:
        within = [sum(steps <= limit for steps in self.found) for limit in (1_000, 5_000, self.search.steps)]
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
    explained = " ".join(EXPLAINED.read_text(encoding="utf-8").split())
    search, missed = Search.begun(args.steps, args.seed), 0
    print(f"{search.seconds:.0f} s with nothing changed; patients passed by: {search.without}", flush=True)
    table = Table(args.jobs, search)
    before = args.again.read_text(encoding="utf-8").splitlines() if args.again else []
    with tempfile.TemporaryDirectory() as folder:
        for name in args.modules:
            module = Module.read(ROOT / "protocols" / f"{name}.py", ROOT)
            tried = [slip for slip in slips(module, explained) if args.only in slip.told]
            if args.again:
                tried = [slip for slip in tried if f"NOT FOUND {slip.told}" in before]
            table.module(module, tried, Path(folder))
            missed += len(table.missed)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
