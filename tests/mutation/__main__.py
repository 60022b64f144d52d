"""`python -m tests.mutation [module ...] [--jobs N]`: what would no test of `tests/protocols` notice?

Prints each surviving mutant and the score of its module. Those that docs/mutation.md explains are
not tried. Ends with 1 where a mutant survives without an explanation. Needs fork: Linux or macOS.
"""

from __future__ import annotations

import argparse
import gc
import os
import resource
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from types import FunctionType

import pytest

from tests.mutation.mutants import Module, Mutant
from tests.mutation.runner import (
    LONGEST,
    NOT_TRIED,
    OPTIONS,
    Known,
    Trial,
    apart,
    caches,
    functions_of,
    passes,
    survey,
)

ROOT = Path(__file__).resolve().parents[2]
STACK = 120 << 20
"""Bytes of stack: a watched call takes more than a call, and some tests go thousands of calls deep."""
FIRST = 40
"""How many tests that noticed a slip are tried first with the next."""
EXPLAINED = ROOT / "docs" / "mutation.md"


@dataclass
class Score:
    """How the mutants of one module fared."""

    mutants: int = 0
    killed: int = 0
    explained: int = 0
    left: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        share = f" ({100 * self.killed / self.mutants:.1f}%)" if self.mutants else ""
        others = f"{self.explained} explained, {len(self.left)} left"
        return f"{self.killed} of {self.mutants} killed{share}, {others}"


class Plugin:
    """Takes the place of pytest's own loop over the tests."""

    def __init__(self, modules: list[Module], jobs: int, seconds: float, drawn: bool, again: str) -> None:
        self.modules, self.jobs, self.seconds, self.drawn = modules, jobs, seconds, drawn
        self.again = again.splitlines()
        self.explained = " ".join(EXPLAINED.read_text(encoding="utf-8").split())
        self.scores = {module.name: Score() for module in modules}
        self.running: dict[int, Trial] = {}
        self.noticed: list[str] = []
        self.items: dict[str, pytest.Item] = {}
        self.functions: dict[str, list[FunctionType]] = {}
        self.folder = Path(tempfile.mkdtemp())

    def pytest_collection(self) -> None:
        """Hypothesis need not look for the smallest example of a failure."""
        from hypothesis import Phase, settings

        phases = (Phase.explicit, Phase.generate)
        settings.register_profile("mutation", phases=phases, deadline=None, database=None)
        settings.load_profile("mutation")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """First every test as it is, then the tests that matter against each mutant."""
        began = perf_counter()
        chosen = [item for item in session.items if self.drawn or not item.get_closest_marker("hypothesis")]
        self.items = {item.nodeid: item for item in chosen}
        known = survey(chosen, {str(module.path) for module in self.modules})
        if known.failed:
            raise pytest.UsageError("These tests fail with nothing changed: " + ", ".join(known.failed))
        print(f"{len(self.items)} tests, watched in {perf_counter() - began:.0f} s", flush=True)
        self.caches = caches()
        self.functions = {module.name: functions_of(str(module.path)) for module in self.modules}
        gc.freeze()
        for module in self.modules:
            for mutant in module.mutants():
                if self.again and not any(line.endswith(f": {mutant.told}") for line in self.again):
                    continue
                if " ".join(mutant.told.split()) in self.explained:
                    self.scores[module.name].mutants += 1
                    self.scores[module.name].explained += 1
                else:
                    self._try(module, mutant, known)
            while self.running:
                self._reap()
            print(f"{module.name}: {self.scores[module.name]}", flush=True)
        return True

    def _try(self, module: Module, mutant: Mutant, known: Known) -> None:
        while len(self.running) >= self.jobs:
            self._reap()
        names = known.covering(str(module.path), mutant.begins, self.noticed)
        tests = [self.items[name] for name in names]
        last = Path(tempfile.mktemp(dir=self.folder))
        functions = self.functions[module.name]
        trial = Trial(module, mutant, tests, known.seconds, last, self.seconds, self.caches, functions)
        self.running[apart(trial.survives)] = trial

    def _reap(self) -> None:
        child, status = os.wait()
        if child not in self.running:
            return
        trial = self.running.pop(child)
        module, mutant = trial.module, trial.mutant
        score = self.scores[module.name]
        if os.waitstatus_to_exitcode(status) == NOT_TRIED:
            print(
                f"NOT TRIED {module.path.relative_to(ROOT)}:{mutant.lines.start}: {mutant.told}", flush=True
            )
            return
        score.mutants += 1
        if status != 0:
            score.killed += 1
            self._learn(trial)
        else:
            score.left.append(mutant.told)
            print(f"SURVIVED {module.path.relative_to(ROOT)}:{mutant.lines.start}: {mutant.told}", flush=True)

    def _learn(self, trial: Trial) -> None:
        """The test that noticed comes first with the next slip: it is likely to notice that too."""
        name = trial.last.read_text(encoding="utf-8") if trial.last.exists() else ""
        if name and name not in self.noticed and not self._still_passes(self.items[name]):
            raise pytest.UsageError(f"With nothing changed this test fails the second time: {name}")
        if name:
            self.noticed = [name, *(other for other in self.noticed if other != name)][:FIRST]

    def _still_passes(self, item: pytest.Item) -> bool:
        """Whether a test passes a second time with nothing changed, in a forked process, as for mutants."""
        return os.waitpid(apart(lambda: passes(item)), 0)[1] == 0


def main(arguments: list[str]) -> int:
    """Run it; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("modules", nargs="*", help="names such as gate or entries/doses; all when left out")
    parser.add_argument("--jobs", type=int, default=1, help="mutants tried at the same time")
    parser.add_argument(
        "--seconds", type=float, default=LONGEST, help="how long the tests may try one mutant"
    )
    parser.add_argument("--tests", nargs="+", default=["tests/protocols"], help="the tests that are run")
    parser.add_argument("--plain", action="store_true", help="without the tests that draw examples")
    parser.add_argument("--again", type=Path, help="what this printed before: its survivors alone")
    args = parser.parse_args(arguments)
    folder = ROOT / "protocols"
    paths = [folder / f"{name}.py" for name in args.modules] or sorted(folder.rglob("*.py"))
    unknown = [str(path.relative_to(ROOT)) for path in paths if not path.is_file()]
    if unknown:
        parser.error(f"there is no {', '.join(unknown)}")
    os.environ.setdefault("STEPWARD_EXAMPLES", "20")
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = tempfile.mkdtemp()
    sys.dont_write_bytecode = True
    resource.setrlimit(resource.RLIMIT_STACK, (STACK, resource.getrlimit(resource.RLIMIT_STACK)[1]))
    again = args.again.read_text(encoding="utf-8") if args.again else ""
    modules = [Module.read(path, ROOT) for path in paths]
    plugin = Plugin(modules, args.jobs, args.seconds, not args.plain, again)
    code = pytest.main([*OPTIONS, *args.tests], plugins=[plugin])
    return int(code) or int(any(score.left for score in plugin.scores.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
