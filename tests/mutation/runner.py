"""Runs the tests that cover a line against each mutant, in a forked process of its own.

Nothing is written to the tree: the changed code exists only in the memory of that process.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path
from time import process_time
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from tests.mutation.mutants import Module, Mutant

OPTIONS = [
    *("-q", "-s", "--tb=native", "-p", "no:cacheprovider", "--hypothesis-seed=0"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
]
"""How pytest is run: nothing kept, nothing told at length."""
MEMORY = 4 << 30
"""Bytes a mutant may use."""
LONGEST = 900
"""Seconds a mutant may compute in all its tests, however busy the machine is."""
SPARE, TIMES = 3.0, 6.0
"""So many seconds, and so many times its own time, a test may compute with a slip in place: one that goes on
longer never ends, and has noticed it.
"""

IMPORT = 30.0
"""So many seconds more where everything is imported anew."""


@dataclass
class Known:
    """What the tests do when nothing is changed: their times, and who calls which function (file, line)."""

    seconds: dict[str, float] = field(default_factory=dict)
    runs: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def covering(self, path: str, line: int | None, noticed: Sequence[str] = ()) -> list[str]:
        """The tests that call the function at `line`, or any where that is None: first those that `noticed`
        another slip, then the quickest.
        """
        of_file = (names for (file, at), names in self.runs.items() if file == path and line in (None, at))
        found: set[str] = set().union(*of_file)
        rank = {name: place for place, name in enumerate(noticed)}
        return sorted(found, key=lambda name: (rank.get(name, len(rank)), self.seconds[name]))


def survey(items: list[pytest.Item], paths: set[str]) -> Known:
    """Run every test once and watch which functions of the files `paths` it calls."""
    known, watched = Known(), Watched(paths)
    for item in items:
        forget()
        watched.arm()
        began = process_time()
        passed = passes(item)
        known.seconds[item.nodeid] = process_time() - began
        if not passed:
            known.failed.append(item.nodeid)
        for place in watched.called():
            known.runs.setdefault(place, set()).add(item.nodeid)
    return known


HOOK = "__called__"


class Watched:
    """The functions of some files. The first call of each in a test is noted, and later ones cost nothing."""

    def __init__(self, paths: set[str]) -> None:
        found = [one for one in gc.get_objects() if isinstance(one, FunctionType)]
        self._functions = [one for one in found if one.__code__.co_filename in paths]
        self._codes = [one.__code__ for one in self._functions]

    def arm(self) -> None:
        """Let every function note its next call."""
        for place, function in enumerate(self._functions):
            function.__globals__[HOOK] = self._call
            function.__code__ = hooked(HOOK, place, self._codes[place])

    def called(self) -> Iterator[tuple[str, int]]:
        """File and line of those called since; all are as they were."""
        for function, code in zip(self._functions, self._codes, strict=True):
            if function.__code__ is code:
                yield code.co_filename, code.co_firstlineno
            function.__code__ = code

    def _call(self, place: int, args: Any, rest: Any) -> Any:
        self._functions[place].__code__ = self._codes[place]
        return self._functions[place](*args, **rest)


def hooked(hook: str, place: int, code: CodeType) -> CodeType:
    """Code in the place of `code` that calls the global `hook` with `place` and all it is called with."""
    names: dict[str, Callable[..., Any]] = {}
    exec(f"def calling(*args, **rest): return {hook}({place}, args, rest)", names)
    calling = names["calling"].__code__
    return calling.replace(co_name=code.co_name, co_qualname=code.co_qualname, co_freevars=code.co_freevars)


def passes(item: pytest.Item) -> bool:
    """Whether the test passes now."""
    failed = [report for report in runtestprotocol(item, log=False, nextitem=None) if report.failed]
    if failed:
        print(failed[0].longreprtext)
    return not failed


def forget() -> None:
    """Empty every cache of functions, so that no test lives on what another one asked for."""
    for found in caches():
        found.cache_clear()


def caches() -> list[functools._lru_cache_wrapper[Any]]:
    """The caches of functions."""
    found = (one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper))
    return [one for one in found if one.__module__.startswith("protocols")]


def functions_of(path: str) -> list[FunctionType]:
    """The functions that the file `path` made."""
    found = (one for one in gc.get_objects() if isinstance(one, FunctionType))
    return [one for one in found if one.__code__.co_filename == path]


@dataclass(frozen=True)
class Trial:
    """A slip, the tests that run its line, and how long each takes as it is.

    The file `last` names the test that is running: at the end the one that noticed. After `longest` seconds
    of computing no further test is begun. `caches` and `functions` are what has to be emptied and changed:
    looked for once, for a process that looks for them touches all its memory.
    """

    module: Module
    mutant: Mutant
    items: list[pytest.Item]
    seconds: dict[str, float]
    last: Path
    longest: float
    caches: list[functools._lru_cache_wrapper[Any]]
    functions: list[FunctionType]

    def survives(self) -> bool:
        """Whether all of the tests pass with the change in place. Call it in a process of its own."""
        if not self.items:
            return True
        if self.mutant.function is None:
            signal.setitimer(
                signal.ITIMER_PROF, IMPORT + TIMES * sum(self.seconds[i.nodeid] for i in self.items)
            )
            return _survives_import(self.module, self.mutant, self.items)
        for cache in self.caches:
            cache.cache_clear()
        swap(self.module, self.mutant, self.functions)
        began = process_time()
        return all(self._passes(item) for item in self.items if process_time() - began < self.longest)

    def _passes(self, item: pytest.Item) -> bool:
        """Whether the test passes; the process ends where it computes for too long."""
        self.last.write_text(item.nodeid, encoding="utf-8")
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, SPARE + TIMES * self.seconds[item.nodeid])
        return passes(item)


def swap(module: Module, mutant: Mutant, functions: list[FunctionType]) -> None:
    """Give the function, among those of its file, its changed code."""
    assert mutant.function is not None
    with mutant.in_place():
        changed = compile(module.tree, str(module.path), "exec", dont_inherit=True)
    named = [code for code in codes(changed) if code.co_name == mutant.function.name]
    for function in functions:
        old = function.__code__
        for new in named:
            if (old.co_qualname, old.co_firstlineno) == (new.co_qualname, new.co_firstlineno):
                function.__code__ = new


def codes(code: CodeType) -> Iterator[CodeType]:
    """The code of every function and class in `code`."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from codes(constant)


def _survives_import(module: Module, mutant: Mutant, items: list[pytest.Item]) -> bool:
    """A change in what is run on import: everything is imported anew with it."""
    for name in [name for name in sys.modules if name.partition(".")[0] in ("protocols", "tests")]:
        del sys.modules[name]
    with mutant.in_place():
        changed = compile(module.tree, str(module.path), "exec", dont_inherit=True)
    sys.meta_path.insert(0, _Finder(module, changed))
    names = [item.nodeid for item in items]
    return pytest.main([*OPTIONS, "-x", *names]) == 0


class _Finder(MetaPathFinder, Loader):
    """Finds one module, as changed."""

    def __init__(self, module: Module, code: CodeType) -> None:
        self.module, self.code = module, code

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name != self.module.name:
            return None
        return spec_from_loader(name, self, origin=str(self.module.path))

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = str(self.module.path)
        exec(self.code, module.__dict__)


NOT_TRIED = 2
"""The end of a process in which the change itself, and no test, went wrong."""


def apart(act: Callable[[], bool]) -> int:
    """Begin `act` in a forked process and give its id; it ends with 0 where `act` gives True."""
    import resource  # not on Windows, where only the tests import this file

    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    end = NOT_TRIED
    with contextlib.suppress(BaseException):
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
        end = 0 if act() else 1
    os._exit(end)
