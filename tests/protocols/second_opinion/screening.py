"""With which random patients could a slip show itself? Only where it changes what its function gives.

Each function is called as it is and, beside that, with each slip: a patient of whom no call gives anything
else need not be tried with that slip, which spares most of the steps.
"""

from __future__ import annotations

import gc
import inspect
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from types import CodeType, FrameType, FunctionType
from typing import Any, NoReturn

from tests.mutation.mutants import Module, Mutant
from tests.mutation.runner import codes, hooked

SECONDS = 1.0
"""What a call with a slip may take: one that never ends gives something else."""
MOST = 500
"""So many of what a generator gives are compared."""
HOOK = "__screened__"


class _Endless(BaseException):
    """A call went on for too long."""


@dataclass
class Screen:
    """The slips of some modules, each with the numbers of the patients it changed something for."""

    touched: dict[str, set[int]] = field(default_factory=dict)
    patient: int = 0
    _functions: list[FunctionType] = field(default_factory=list)
    _slips: list[list[tuple[set[int], FunctionType]]] = field(default_factory=list)
    _trying: bool = False

    def watch(self, module: Module, mutants: Sequence[Mutant]) -> None:
        """Have the functions of `module` called with its slips too."""
        changed: dict[tuple[str, int], list[tuple[set[int], CodeType]]] = {}
        for mutant in mutants:
            patients = self.touched.setdefault(key(module, mutant), set())
            for code in _changed(module, mutant):
                changed.setdefault((code.co_qualname, code.co_firstlineno), []).append((patients, code))
        for function in [found for found in gc.get_objects() if isinstance(found, FunctionType)]:
            code = function.__code__
            slips = changed.get((code.co_qualname, code.co_firstlineno), [])
            if code.co_filename == str(module.path) and slips:
                self._functions.append(function)
                self._slips.append([(patients, _like(function, slip)) for patients, slip in slips])

    def begin(self, patient: int) -> None:
        """The next patient comes."""
        self.patient = patient

    @contextmanager
    def on(self) -> Iterator[None]:
        """The watched functions call their slips."""
        before = [function.__code__ for function in self._functions]
        handler = signal.signal(signal.SIGVTALRM, _end)
        originals = [_like(function, function.__code__) for function in self._functions]
        for place, function in enumerate(self._functions):
            function.__globals__[HOOK] = lambda at, args, rest: self._call(originals[at], at, args, rest)
            function.__code__ = hooked(HOOK, place, function.__code__)
        try:
            yield
        finally:
            for function, code in zip(self._functions, before, strict=True):
                function.__code__ = code
            signal.signal(signal.SIGVTALRM, handler)

    def _call(self, original: FunctionType, place: int, args: Any, rest: Any) -> Any:
        open_slips = [slip for slip in self._slips[place] if self.patient not in slip[0]]
        if self._trying or not open_slips:
            return original(*args, **rest)
        if any(isinstance(one, Iterator) for one in (*args, *rest.values())):
            for patients, _ in open_slips:  # it can be gone through once only
                patients.add(self.patient)
            return original(*args, **rest)
        if inspect.isgeneratorfunction(original):
            self._compare(self._outcome(original, args, rest), open_slips, args, rest)
            return original(*args, **rest)
        try:
            result = original(*args, **rest)
        except Exception as failed:
            self._compare((type(failed), str(failed)), open_slips, args, rest)
            raise
        self._compare((None, result), open_slips, args, rest)
        return result

    def _compare(self, said: Any, slips: list[tuple[set[int], FunctionType]], args: Any, rest: Any) -> None:
        for patients, slip in slips:
            outcome = self._outcome(slip, args, rest)
            if type(outcome[1]) is not type(said[1]) or outcome != said:
                patients.add(self.patient)

    def _outcome(self, function: FunctionType, args: Any, rest: Any) -> tuple[object, object]:
        self._trying = True
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        try:
            result = function(*args, **rest)
            generated = inspect.isgeneratorfunction(function)
            return None, list(islice(result, MOST)) if generated else result
        except _Endless:
            return _Endless, ""
        except Exception as failed:
            return type(failed), str(failed)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            self._trying = False


def key(module: Module, mutant: Mutant) -> str:
    """What tells a slip from the others of its run: its words can come twice in one function."""
    return f"{module.name}:{mutant.lines.start}:{id(mutant.old)}:{id(mutant.new)}"


def _changed(module: Module, mutant: Mutant) -> list[CodeType]:
    assert mutant.function is not None
    with mutant.in_place():
        code = compile(module.tree, str(module.path), "exec", dont_inherit=True)
    return [one for one in codes(code) if one.co_name == mutant.function.name]


def _like(function: FunctionType, code: CodeType) -> FunctionType:
    made = FunctionType(
        code, function.__globals__, function.__name__, function.__defaults__, function.__closure__
    )
    made.__kwdefaults__ = function.__kwdefaults__
    return made


def _end(signum: int, frame: FrameType | None) -> NoReturn:
    raise _Endless
